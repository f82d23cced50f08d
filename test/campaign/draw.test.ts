/** 抽取: the published vectors of draft-thomson-elegy-vrs and RFC 3797's way of writing a seed, and who is drawn. */
import { createHash, hkdfSync } from "node:crypto";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bitsNeeded, diceProblems, drawFrom, drawnOf, rosterProblems, seedText } from "../../src/campaign/index.ts";
import type { Day, DrawRoster } from "../../src/campaign/index.ts";
import { positionsBy } from "../../src/commands/draw/position.ts";

const chain = (times: number): string => {
  let value: Buffer = Buffer.from("totally not a bikeshed");
  for (let at = 0; at < times; at += 1) value = createHash("sha256").update(value).digest();
  return value.toString("hex");
};

describe("位置：draft-thomson-elegy-vrs 的样例", () => {
  const seed = "1.2.3.4.5.6./1.2.3.4.5.6./1.2.3.4.5.6./";
  test("哈希链", () => {
    expect(chain(10)).toBe("950ea08d8d5fd3ae415b9967aba7a48aba39ca62a4d98f2e7fe25cb1b8f8c488");
    expect(chain(9)).toBe("5346f2efb5397a6788fc1f1d9c05c6d3f2abe9b7d16d8592a3695b6dbe9f2456");
  });
  test.each([
    [9, "lavenderblush", "002ed527ae0a44a86c205d1cdba"],
    [9, "blue", "03f710be"],
    [9, "darkgoldenrod", "08bab813"],
    [9, "mediumvioletred", "0c26494f"],
    [9, "bisque", "0e1af5d1"],
    [8, "aqua", "00d1c59a9f1b"],
    [8, "darkgray", "02b514b0"],
  ])("H^%i %s", (times, label, begins) => {
    expect(positionsBy(seed, chain(times))(label).startsWith(begins)).toBe(true);
  });
  test("就是 HKDF-SHA256", () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ minLength: 1 }), (label, seed) => {
        const salt = chain(3);
        const known = Buffer.from(hkdfSync("sha256", seed, Buffer.from(salt, "hex"), label, 32)).toString("hex");
        expect(positionsBy(seed, salt)(label)).toBe(known);
      }),
      { numRuns: 50 },
    );
  });
});

describe("种子：RFC 3797 第4节的写法", () => {
  test.each([
    [
      [
        ["17", "20", "22", "35", "36", "38", "48"],
        ["90193202"],
        ["55598744"],
        ["9", "10", "11", "17", "21", "48", "50"],
      ],
      "17.20.22.35.36.38.48./90193202./55598744./9.10.11.17.21.48.50./",
    ],
    [[["48", "17", "020"]], "17.20.48./"],
    [[["000123"], ["0"]], "123./0./"],
  ])("%j", (sources, text) => {
    expect(seedText(sources.map((numbers) => ({ name: "", numbers })))).toBe(text);
  });
  test("掷骰：两人以上，都不是操作人，合计24位", () => {
    const codes = (...rolls: [string, string][]): string[] =>
      diceProblems(
        rolls.map(([name, digits]) => ({ name, numbers: [digits] })),
        "王某丙",
      ).map(({ code }) => code);
    expect(codes(["张某甲", "503918274655"], ["李某乙", "917362544018"])).toEqual([]);
    expect(codes(["张某甲", "503918274655917362544018"])).toEqual(["draw-too-few-rollers"]);
    expect(codes(["张某甲", "503918274655"], ["张某甲", "917362544018"])).toEqual([
      "draw-too-few-rollers",
      "draw-roller-twice",
    ]);
    expect(codes(["张某甲", "503918274655"], ["王某丙", "917362544018"])).toEqual(["draw-roller-operates"]);
    expect(codes(["张某甲", "5039"], ["李某乙", "9173"])).toEqual(["draw-seed-short"]);
  });
  test("抽取要多少比特", () => {
    expect(bitsNeeded(52, 5)).toBeCloseTo(Math.log2(2_598_960), 9);
    expect(bitsNeeded(10, 10)).toBe(0);
  });
});

const roster = (more: Partial<DrawRoster> = {}): DrawRoster => ({
  format: "tuban-draw-1",
  number: "双随机抽查〔2021〕1号",
  rule: "双随机抽查",
  campaign: "beilun-2021",
  frozenOn: "2021-08-01" as Day,
  origin: { kind: "掷骰" },
  officersEach: 2,
  classes: [{ name: "其他", percent: 20 }],
  places: Array.from({ length: 30 }, (_, at) => ({
    label: String(at + 1),
    name: `第${at + 1}家`,
    class: "其他",
    town: null,
  })),
  officers: ["A1", "A2", "A3", "A4", "A5"].map((label) => ({ label, name: label, unit: "区教育局" })),
  recusals: [],
  leftOut: [],
  ...more,
});
const position = positionsBy("503918274655./917362544018./", chain(9));

describe("谁被抽中", () => {
  test("各类按比例进一，人人派得差不多，回避的不派", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 100 }),
        fc.integer({ min: 3, max: 8 }),
        fc.array(fc.tuple(fc.nat(59), fc.nat(7)), { maxLength: 20 }),
        (many, percent, staff, recused) => {
          const of = roster({
            classes: [
              { name: "甲", percent },
              { name: "乙", percent: 100 },
            ],
            places: Array.from({ length: many }, (_, at) => ({
              label: `${at}`,
              name: `${at}`,
              class: at % 3 === 0 ? "乙" : "甲",
              town: null,
            })),
            officers: Array.from({ length: staff }, (_, at) => ({ label: `P${at}`, name: `P${at}`, unit: "" })),
            recusals: recused.map(([place, officer]) => ({
              place: `${place}`,
              officer: `P${officer}`,
              reason: "亲属",
            })),
          });
          fc.pre(rosterProblems(of).length === 0);
          const drawn = drawFrom(of, position, []);
          for (const { name, percent: share } of of.classes) {
            const among = of.places.filter((place) => place.class === name).length;
            expect(drawn.filter(({ place }) => place.class === name)).toHaveLength(drawnOf(among, share));
          }
          for (const { place, officers } of drawn) {
            expect(new Set(officers.map(({ label }) => label)).size).toBe(2);
            for (const { label } of officers)
              expect(of.recusals.some((one) => one.place === place.label && one.officer === label)).toBe(false);
          }
          const loads = of.officers.map(
            ({ label }) => drawn.filter(({ officers }) => officers.some((one) => one.label === label)).length,
          );
          if (of.recusals.length === 0) expect(Math.max(...loads) - Math.min(...loads)).toBeLessThanOrEqual(1);
        },
      ),
      { numRuns: 100 },
    );
  });
  test("名录里多写一家，别家的先后不变", () => {
    const many = roster().places;
    const order = (places: typeof many): string[] =>
      drawFrom(roster({ places, classes: [{ name: "其他", percent: 100 }] }), position, []).map(
        ({ place }) => place.label,
      );
    const all = order([...many, { label: "99", name: "多出的", class: "其他", town: null }]);
    expect(all.filter((label) => label !== "99")).toEqual(order(many));
  });
  test("查不了的换同类的下一家，一个人去不了换下一个", () => {
    const before = drawFrom(roster(), position, []);
    const [first] = before;
    const place = first?.place.label ?? "";
    const after = drawFrom(roster(), position, [{ place, officer: null, reason: "已停业" }]);
    expect(after[0]).toMatchObject({ skipped: "已停业" });
    expect(after.at(-1)).toMatchObject({ insteadOf: place, skipped: null });
    expect(before.some(({ place: { label } }) => label === after.at(-1)?.place.label)).toBe(false);
    const gone = first?.officers[0]?.label ?? "";
    const other = drawFrom(roster(), position, [{ place, officer: gone, reason: "出差" }])[0];
    expect(other?.officers).toHaveLength(2);
    expect(other?.officers.map(({ label }) => label)).not.toContain(gone);
  });
  test.each([
    ["没有可抽的", { places: [] }, "draw-nobody"],
    ["比例没有填", { classes: [{ name: "其他", percent: 0 }] }, "draw-no-percent"],
    [
      "回避以后不够两人",
      { officers: roster().officers.slice(0, 2), recusals: [{ place: "3", officer: "A1", reason: "亲属" }] },
      "draw-too-few-officers",
    ],
  ])("%s不能锁定", (_, more, code) => {
    expect(rosterProblems(roster(more)).map((problem) => problem.code)).toContain(code);
  });
});
