import { describe, expect, test } from "vitest";
import * as fc from "fast-check";
import {
  addDays,
  amountText,
  changeText,
  daysBetween,
  definitionOf,
  figureOf,
  inUnit,
  nextPeriod,
  percent,
  periodNumber,
  periodOf,
  phaseOn,
  phaseStanding,
  previousPeriod,
  rhythmOf,
  toDay,
  weekday,
  widened,
} from "../../src/campaign/index.ts";
import type {
  Amounts,
  CalendarRhythm,
  Counted,
  Day,
  Indicator,
  Item,
  Phase,
  Plan,
  SetFilter,
  Topic,
} from "../../src/campaign/index.ts";

const day = (text: string): Day => text as Day;
const period = (from: string, to: string) => ({ from: day(from), to: day(to) });

describe("periods", () => {
  test.each([
    ["周", "2021-07-19", "2021-07-19", "2021-07-25"],
    ["周", "2021-07-25", "2021-07-19", "2021-07-25"],
    ["周", "2021-01-01", "2020-12-28", "2021-01-03"],
    ["月", "2021-02-10", "2021-02-01", "2021-02-28"],
    ["月", "2024-02-29", "2024-02-01", "2024-02-29"],
    ["季", "2021-06-30", "2021-04-01", "2021-06-30"],
    ["季", "2021-12-31", "2021-10-01", "2021-12-31"],
    ["年", "2021-07-23", "2021-01-01", "2021-12-31"],
  ] as const)("the %s of %s is %s to %s", (rhythm, on, from, to) => {
    expect(periodOf(rhythm, day(on))).toEqual({ from, to });
  });

  test.each([
    ["月", period("2021-03-01", "2021-03-31"), period("2021-02-01", "2021-02-28"), period("2021-04-01", "2021-04-30")],
    ["周", period("2021-07-19", "2021-07-25"), period("2021-07-12", "2021-07-18"), period("2021-07-26", "2021-08-01")],
    [null, period("2021-07-16", "2021-08-15"), period("2021-06-15", "2021-07-15"), period("2021-08-16", "2021-09-15")],
    [null, period("2021-07-20", "2021-07-20"), period("2021-07-19", "2021-07-19"), period("2021-07-21", "2021-07-21")],
  ] as const)("before and after (%s)", (rhythm, at, before, after) => {
    expect([previousPeriod(rhythm, at), nextPeriod(rhythm, at)]).toEqual([before, after]);
  });

  const friday = { weekday: 5, dayOfMonth: null, time: "17:00" };
  const monthly = (dayOfMonth: number) => ({ weekday: null, dayOfMonth, time: "12:00" });
  test.each([
    ["周", friday, "2021-07-23", "2021-07-17", "2021-07-23"],
    ["周", friday, "2021-07-24", "2021-07-24", "2021-07-30"],
    ["月", monthly(25), "2021-07-25", "2021-06-26", "2021-07-25"],
    ["月", monthly(25), "2021-07-26", "2021-07-26", "2021-08-25"],
    ["月", monthly(31), "2021-02-10", "2021-02-01", "2021-02-28"],
    ["月", monthly(30), "2021-03-01", "2021-03-01", "2021-03-30"],
    ["季", { weekday: null, dayOfMonth: null, time: "17:00" }, "2021-06-30", "2021-04-01", "2021-06-30"],
  ] as const)("with a cut-off the %s (%o) of %s is %s to %s", (rhythm, cutoff, on, from, to) => {
    const at = periodOf(rhythm, day(on), cutoff);
    expect(at).toEqual({ from, to });
    expect(rhythmOf(rhythm, at, cutoff)).toBe(rhythm);
    // No day falls between two periods, and none into both.
    expect(nextPeriod(rhythm, previousPeriod(rhythm, at, cutoff), cutoff)).toEqual(at);
    expect(addDays(previousPeriod(rhythm, at, cutoff).to, 1)).toBe(from);
  });

  test("a stretch of days is a week only from Monday to Sunday", () => {
    expect(rhythmOf("周", period("2021-07-19", "2021-07-25"))).toBe("周");
    expect(rhythmOf("周", period("2021-07-20", "2021-07-26"))).toBeNull();
    expect(rhythmOf("月", period("2021-07-01", "2021-07-30"))).toBeNull();
    expect(rhythmOf("月", period("2021-07-02", "2021-07-31"))).toBeNull();
    expect(rhythmOf("阶段", period("2021-07-19", "2021-07-25"))).toBeNull();
  });

  test.each([
    ["周", "2021-06-23", "2021-06-23", 1],
    ["周", "2021-07-23", "2021-06-23", 5],
    ["月", "2021-07-23", "2021-06-23", 2],
    ["月", "2022-01-01", "2021-06-23", 8],
    ["季", "2021-10-01", "2021-06-23", 3],
    ["年", "2023-10-01", "2021-06-23", 3],
  ] as const)("the %s of %s in a campaign begun on %s is number %i", (rhythm, on, startedOn, number) => {
    expect(periodNumber(rhythm, periodOf(rhythm, day(on)), day(startedOn))).toBe(number);
  });

  test("periods of a rhythm cover every day once", () => {
    const anyDay = fc.integer({ min: 0, max: 40_000 }).map((count) => addDays(toDay(1990, 1, 1), count));
    fc.assert(
      fc.property(anyDay, fc.constantFrom<CalendarRhythm>("周", "月", "季", "年"), (on, rhythm) => {
        const at = periodOf(rhythm, on);
        const after = nextPeriod(rhythm, at);
        expect(at.from <= on && on <= at.to).toBe(true);
        expect(daysBetween(at.to, after.from)).toBe(1);
        expect(previousPeriod(rhythm, after)).toEqual(at);
        if (rhythm === "周") expect([weekday(at.from), weekday(at.to)]).toEqual([1, 7]);
      }),
    );
  });
});

const phase = (no: number, from: string | null, until: string | null): Phase => ({
  no,
  name: `阶段${no}`,
  from: from as Day | null,
  until: until as Day | null,
  lead: [],
  tasks: [],
  outputs: [],
});
/** The seven phases of 篇一: two that name only their end, one overlap of a day, one without an end. */
const phases = [
  phase(1, null, "2021-06-28"),
  phase(2, null, "2021-07-01"),
  phase(3, "2021-07-01", "2021-07-15"),
  phase(4, "2021-07-16", "2021-08-15"),
  phase(5, "2021-08-16", "2021-08-31"),
  phase(6, null, "2021-12-01"),
  phase(7, "2021-12-01", null),
];
const plan = { phases } as unknown as Plan;

describe("phases", () => {
  test.each([
    ["2021-06-21", [1]],
    ["2021-06-28", [1]],
    ["2021-06-29", [2]],
    ["2021-07-01", [3, 2]],
    ["2021-07-23", [4]],
    ["2021-10-01", [6]],
    ["2021-12-01", [7, 6]],
    ["2026-01-01", [7]],
  ])("on %s: %j", (on, numbers) => {
    expect(phaseOn(plan, day(on)).map((standing) => standing.phase.no)).toEqual(numbers);
  });

  test("between two phases there is none", () => {
    const gap = {
      phases: [phase(1, "2021-01-15", "2021-01-20"), phase(2, "2021-02-01", "2021-08-31")],
    } as unknown as Plan;
    expect(phaseOn(gap, day("2021-01-25"))).toEqual([]);
    expect(phaseOn(gap, day("2021-01-14"))).toEqual([]);
  });

  test.each([
    [4, "2021-07-16", { state: "进行中", passed: 1, left: 30 }],
    [4, "2021-07-23", { state: "进行中", passed: 8, left: 23 }],
    [4, "2021-08-15", { state: "进行中", passed: 31, left: 0 }],
    [4, "2021-08-16", { state: "已结束", passed: 31, left: null }],
    [4, "2021-07-15", { state: "未开始", passed: null, left: 31 }],
    [1, "2021-06-21", { state: "进行中", from: null, passed: null, left: 7 }],
    [2, "2021-06-30", { state: "进行中", from: "2021-06-29", passed: 2, left: 1 }],
    [7, "2021-12-02", { state: "进行中", until: null, passed: 2, left: null }],
  ])("phase %i on %s", (no, on, standing) => {
    expect(phaseStanding(plan, phases[no - 1] as Phase, day(on))).toMatchObject(standing);
  });
});

describe("figures", () => {
  const counted = (name: string, basis: Counted["basis"]): Counted => ({
    name,
    unit: "家",
    basis,
    set: "机构",
    filter: {},
  });
  const ratio: Indicator = { name: "率", unit: "%", basis: "比率", numerator: "甲", denominator: "乙" };
  const of = (basis: Counted["basis"], over: Amounts, under: Amounts) =>
    figureOf(ratio, [counted("甲", basis), counted("乙", basis), ratio], ({ name }) => (name === "甲" ? over : under));

  test.each([
    [1, 3, 33.33],
    [2, 3, 66.67],
    [1, 8, 12.5],
    [1, 800, 0.13],
    [5, 5, 100],
    [0, 5, 0],
    [7, 5, 140],
    [0, 0, null],
  ])("%i of %i is %s per cent", (numerator, denominator, value) => {
    expect(percent(numerator, denominator)).toBe(value);
  });

  test("half a hundredth goes up, at any size", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1_000_000 }),
        fc.integer({ min: 1, max: 1_000_000 }),
        (numerator, denominator) => {
          const exact = (BigInt(numerator) * 20_000n + BigInt(denominator)) / (2n * BigInt(denominator));
          expect(percent(numerator, denominator)).toBe(Number(exact) / 100);
        },
      ),
    );
  });

  test("a state changes from the day before the period; a happening from one period to the next", () => {
    const amounts = { value: 12, thisPeriod: 3, previous: 9 };
    expect(figureOf(counted("甲", "时点"), [], () => amounts)).toMatchObject({
      value: 12,
      thisPeriod: 12,
      previous: 9,
      change: 3,
    });
    expect(figureOf(counted("甲", "期间"), [], () => amounts)).toMatchObject({
      value: 12,
      thisPeriod: 3,
      previous: 9,
      change: -6,
    });
  });

  test("an office that subtracts the printed 万元 finds the printed change: 0.02 − 3.56 is −3.54, not the −3.55 of the 分", () => {
    const refunds: Counted = { ...counted("退费金额", "期间"), unit: "万元", set: "登记" };
    const fen = { value: 3_575_050, thisPeriod: 15_000, previous: 3_560_050 };
    expect(figureOf(refunds, [], () => fen)).toMatchObject({ thisPeriod: 0.02, previous: 3.56, change: -3.54 });
  });

  test("a ratio of states moves by points; a ratio of happenings has one of its own in each period", () => {
    const [over, under] = [
      { value: 2, thisPeriod: 1, previous: 1 },
      { value: 3, thisPeriod: -1, previous: 4 },
    ];
    expect(of("时点", over, under)).toMatchObject({ value: 66.67, previous: 25, thisPeriod: 66.67, change: 41.67 });
    expect(of("期间", over, { value: 3, thisPeriod: 2, previous: 4 })).toMatchObject({
      value: 66.67,
      thisPeriod: 50,
      previous: 25,
      change: 25,
    });
  });

  test("nothing of nothing has no value and prints as —", () => {
    const none = { value: 0, thisPeriod: 0, previous: 0 };
    const figure = of("时点", none, none);
    expect(figure).toMatchObject({ value: null, thisPeriod: null, previous: null, change: null });
    expect([amountText(figure.value, "%"), changeText(figure.change, "%")]).toEqual(["—", "—"]);
  });

  test.each([
    [3, "个", "+3"],
    [-3, "个", "-3"],
    [0, "个", "0"],
    [2.5, "%", "+2.50"],
  ] as const)("a change of %s %s prints as %s", (amount, unit, text) => {
    expect(changeText(amount, unit)).toBe(text);
  });
});

test.each([
  [1_234_550, "元", "12345.50"],
  [1_234_550, "万元", "1.23"],
  [1_235_000, "万元", "1.24"],
  [-1_235_000, "万元", "-1.24"],
  [7, "处", "7"],
] as const)("%i (分, or ones) in %s is %s", (amount, unit, text) => {
  expect(amountText(inUnit(amount, unit), unit)).toBe(text);
});

test("phases become their days, open where the plan leaves them open", () => {
  const phase = (no: number, from: string | null, until: string | null) =>
    ({ no, name: "", from, until, lead: [], tasks: [], outputs: [] }) as Phase;
  const plan = {
    categories: [],
    phases: [phase(1, null, "2021-06-28"), phase(2, null, "2021-07-15"), phase(3, "2021-12-01", null)],
  };
  expect(widened({ phases: [1, 2] }, plan)).toEqual({
    days: [
      { from: "1900-01-01", to: "2021-06-28" },
      { from: "2021-06-29", to: "2021-07-15" },
    ],
  });
  expect(widened({ phases: [3] }, plan)).toEqual({ days: [{ from: "2021-12-01", to: "2099-12-31" }] });
});

test("a category is meant by its aliases too", () => {
  const categories = [{ name: "学科类", kind: "机构", aliases: ["文化课"] }] as const;
  expect(widened({ categories: ["学科类", "其他"], classes: ["有证有照"] }, { categories, phases: [] })).toEqual({
    categories: ["学科类", "文化课", "其他"],
    classes: ["有证有照"],
  });
});

test("a definition says what is counted and what is left out", () => {
  const said = (indicator: Indicator): string => definitionOf(indicator, { topics });
  expect(
    said({ name: "重大隐患数", unit: "个", basis: "期间", set: "问题", filter: { severities: ["重大隐患"] } }),
  ).toBe("一段时间内发生的：检查发现的问题（只数严重程度为重大隐患的）");
  expect(
    said({ name: "机构总数", unit: "家", basis: "时点", set: "机构", filter: { classes: [], towns: ["城南"] } }),
  ).toBe("截至日的情况：底数里的机构，一家计一次（只数属地为城南的）");
  expect(said({ name: "机构总数", unit: "家", basis: "时点", set: "机构", filter: {} })).toBe(
    "截至日的情况：底数里的机构，一家计一次",
  );
  expect(said({ name: "率", unit: "%", basis: "比率", numerator: "甲", denominator: "乙" })).toBe(
    "甲 ÷ 乙，百分数，保留两位小数",
  );
});

test("a definition names topics and checklist items as the plan does", () => {
  const of = (filter: SetFilter): string =>
    definitionOf({ name: "超纲", unit: "家", basis: "时点", set: "问题机构", filter }, { topics });
  expect(of({ itemCodes: ["4-1"] })).toBe(
    "截至日的情况：查出过问题的机构，一家计一次（只数检查项为4-1 培训内容没有超纲的）",
  );
  expect(of({ topics: [4] })).toBe("截至日的情况：查出过问题的机构，一家计一次（只数内容为4 教学管理的）");
});

const item = {
  code: "4-1",
  topic: 4,
  text: "培训内容没有超纲",
  kind: "机构",
  classes: [],
  categories: [],
  severity: "一般",
  basis: [],
  lead: [],
  from: null,
  until: null,
} as const satisfies Item;
const topics: readonly Topic[] = [{ no: 4, name: "教学管理", text: "超纲教学", items: [item] }];
