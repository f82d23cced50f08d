import fc from "fast-check";
import stringWidth from "string-width";
import { describe, expect, it } from "vitest";
import type { Kind, Sheet, Value } from "../../src/write/sheet.ts";
import wrapAnsi from "wrap-ansi";
import { easyWidth } from "../../src/write/easy-width.ts";
import { cutAt } from "../../src/write/width.ts";
import { tableText } from "../../src/write/table.ts";
import { oneOf, sample } from "./sample.ts";

const widthsOf = (text: string) =>
  text
    .trimEnd()
    .split("\n")
    .map((line) => stringWidth(line));

describe("a list on the screen", () => {
  it.each([40, 60, 80, 100, 120, 160])("of eight columns fits %i terminal columns", async (width) => {
    const text = tableText(sample, { width });
    expect(Math.max(...widthsOf(text))).toBeLessThanOrEqual(width);
    await expect(text).toMatchFileSnapshot(`golden/table-${width}.txt`);
  });

  it.each([24, 60, 80])("of four columns fits %i terminal columns", async (width) => {
    const columns = sample.columns.filter(({ key }) => ["name", "found", "open", "note"].includes(key));
    const text = tableText({ ...sample, columns }, { width });
    expect(Math.max(...widthsOf(text))).toBeLessThanOrEqual(width);
    await expect(text).toMatchFileSnapshot(`golden/table-four-${width}.txt`);
  });

  it("is 100 columns wide when the output is not a terminal", () => {
    expect(tableText(sample)).toBe(tableText(sample, { width: 100, color: false }));
  });

  it("uses no more than 200 columns however wide the terminal", () => {
    expect(tableText(sample, { width: 500 })).toBe(tableText(sample, { width: 200 }));
  });

  it("keeps the lines of one record together without rules where every record is one line", async () => {
    const columns = sample.columns.slice(0, 5);
    await expect(tableText({ ...sample, columns }, { width: 120 })).toMatchFileSnapshot("golden/table-compact.txt");
  });

  it("is coloured only when asked, and the colour changes no width", () => {
    const [coloured, plain] = [tableText(sample, { color: true }), tableText(sample)];
    expect(coloured).toContain("\u001b[1m");
    expect(plain).not.toContain("\u001b");
    expect(widthsOf(coloured)).toEqual(widthsOf(plain));
  });

  it("says so when there is nothing to list", () => {
    expect(tableText({ ...sample, rows: [] })).toBe("待整改机构（样例）\n（没有记录）\n");
  });

  it("loses no character of a long Chinese note", () => {
    const note = "未在显著位置公示收费标准和退费办法；灭火器过期，安全出口上锁。".repeat(8);
    const sheet: Sheet<string> = {
      title: "样例",
      columns: [{ key: "note", title: "问题", value: (row) => row }],
      rows: [note],
    };
    const text = tableText(sheet, { width: 60 });
    expect(text.replace(/[^\p{L}；，。]/gu, "")).toContain(note);
  });

  it("never exceeds the width, all lines of a table are equally wide, and no control character comes through", () => {
    let tables = 0;
    fc.assert(
      fc.property(sheetOf(officeText), fc.integer({ min: 20, max: 210 }), (sheet, width) => {
        const text = tableText(sheet, { width });
        expect(text).not.toMatch(invisible);
        const [, ...body] = widthsOf(text);
        expect(Math.max(...body)).toBeLessThanOrEqual(width);
        if (!text.includes("┌")) return;
        tables += 1;
        expect(new Set(body).size).toBe(1);
      }),
      { numRuns: 300 },
    );
    expect(tables).toBeGreaterThan(50);
  });

  it.each([
    ["every record one line", "甲", 120 + 4],
    ["records of two lines", "甲\n乙", 120 * 3 + 3],
  ])("a long list is one table: %s", (_, value, height) => {
    const columns = ["a", "b"].map((key) => ({ key, title: key, value: () => value }));
    const lines = tableText({ title: "样例", columns, rows: Array.from({ length: 120 }) })
      .trimEnd()
      .split("\n")
      .slice(1);
    expect(lines).toHaveLength(height);
    expect(lines.filter((line) => /[┌└]/.test(line))).toEqual([lines[0], lines.at(-1)]);
    expect(lines.filter((line) => line.includes("├"))).toHaveLength(value === "甲" ? 1 : 120);
    expect(lines.filter((line) => line.includes("甲"))).toHaveLength(120);
  });

  it("takes any text at all: still within the width, still without control characters", () => {
    fc.assert(
      fc.property(sheetOf(fc.string({ unit: "binary" })), fc.integer({ min: 20, max: 210 }), (sheet, width) => {
        const text = tableText(sheet, { width });
        expect(text).not.toMatch(invisible);
        expect(Math.max(...widthsOf(text))).toBeLessThanOrEqual(width);
      }),
      { numRuns: 200 },
    );
  });
});

const invisible = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

/** What is met in offices, and what someone with intent types; clusters of several characters among it. */
const officeText = fc.string({
  unit: fc.oneof(
    oneOf("机构整改 问题，（）。AB12-\n|￥“”—…ｱ한㈠★✔x"),
    fc.constantFrom("e\u0301", "กำ", "👨‍👩‍👧", "🫠", "🇨🇳", "\u001b[31m", "\u009b2J", "\u202e", "\t", "\r\n"),
  ),
  maxLength: 40,
});

function sheetOf(text: fc.Arbitrary<string>): fc.Arbitrary<Sheet<readonly Value[]>> {
  const kind = fc.constantFrom<Kind>("text", "number", "day", "code", "percent");
  const cell = fc.oneof(text, fc.double(), fc.boolean(), fc.constant(null));
  return fc.array(fc.tuple(text, kind), { minLength: 1, maxLength: 6 }).chain((heads) => {
    const row = fc.array(cell, { minLength: heads.length, maxLength: heads.length });
    return fc.array(row, { minLength: 1, maxLength: 4 }).map((rows) => ({
      title: "样例",
      columns: heads.map(([title, kindOf], index) => ({
        key: `k${index}`,
        title,
        kind: kindOf,
        value: (values: readonly Value[]) => values[index] ?? null,
      })),
      rows,
    }));
  });
}

it("names of several words that fill a narrow column leave no blank line between them", () => {
  const name = { key: "name", title: "县区", value: (of: string) => of };
  const number = (nth: number) => ({ key: `${nth}`, title: "问题机构数", kind: "number" as const, value: () => 21 });
  const sheet = { title: "汇总", columns: [name, ...[1, 2, 3, 4].map(number)], rows: ["样例乙省 样例C市 样例C1县"] };
  for (let width = 50; width <= 90; width += 1) expect(tableText(sheet, { width })).not.toMatch(/^│ +│ +│ +│ +│ +│$/m);
});

describe("text of Chinese and Latin", () => {
  const signs = fc.stringMatching(/^[a-z0-9\u4e00-\u4e20（）：，·—“”〔〕 -]{1,60}$/);
  it("is cut where the general rules cut it, only sooner", () => {
    fc.assert(
      fc.property(signs, fc.integer({ min: 2, max: 30 }), (text, width) => {
        const lines = cutAt(text, width);
        expect(lines).toEqual(wrapAnsi(text, width, { hard: true, trim: false }).split("\n"));
      }),
      { numRuns: 2_000 },
    );
  });

  it("takes the room that the general rules say", () => {
    for (let code = 0x20; code <= 0xffff; code += 1) {
      const sign = String.fromCharCode(code);
      const easy = easyWidth(sign);
      if (easy !== null) expect([sign, easy]).toEqual([sign, stringWidth(sign)]);
    }
  });
});
