import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { jsonPieces, jsonRows, jsonText } from "../../src/write/json.ts";
import { sample } from "./sample.ts";

describe("JSON for scripts", () => {
  it("gives rows under English keys with values as they are", () => {
    expect(jsonRows(sample)[1]).toEqual({
      name: "样例小星星托管（分校）",
      code: "0123",
      town: "西关街道",
      found: null,
      open: -12,
      share: 1,
      certified: false,
      note: "",
    });
  });

  it("has two spaces and a newline at the end", () => {
    expect(jsonText({ 名称: "甲", n: 1 })).toBe('{\n  "名称": "甲",\n  "n": 1\n}\n');
  });

  it("reads back unchanged and never acts on a terminal", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string({ unit: "binary" }), (value, text) => {
        const out = jsonText([value, text, "\u009b31m\u202e\u2028\u{e0001}"]);
        expect(JSON.parse(out)).toEqual(JSON.parse(JSON.stringify([value, text, "\u009b31m\u202e\u2028\u{e0001}"])));
        expect(out).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
      }),
    );
  });

  it("is the same text in pieces, however the rows come, whatever they hold", async () => {
    const row = fc.record({ name: fc.string({ unit: "binary" }), rows: fc.jsonValue() });
    const stretches = fc.array(fc.array(row, { maxLength: 3 }), { maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(fc.array(stretches, { maxLength: 3 }), fc.string(), async (parts, title) => {
        const whole = (fill: (part: (typeof parts)[number]) => unknown[]) => ({
          title: `"rows": []${title}`,
          parts: parts.map((part, nth) => ({ nth, rows: fill(part), last: "rows" })),
        });
        let pieces = "";
        for await (const piece of jsonPieces(
          whole(() => []),
          parts.map(eachOf),
        ))
          pieces += piece;
        expect(pieces).toBe(jsonText(whole((part) => part.flat())));
      }),
    );
  });
});

async function* eachOf<T>(all: readonly T[]): AsyncGenerator<T> {
  yield* all;
}
