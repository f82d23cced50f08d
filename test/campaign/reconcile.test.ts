/** 勾稽: what holds between figures, as rules read from a line of the plan. */
import { describe, expect, test } from "vitest";
import * as fc from "fast-check";
import {
  breachText,
  breachesOf,
  bridgeText,
  figureFault,
  partBreaches,
  rangesOf,
  readRule,
  rulesOf,
} from "../../src/campaign/index.ts";
import type { Rule, Stated, Unit } from "../../src/campaign/index.ts";

const known: { name: string; unit: Unit }[] = [
  { name: "机构总数", unit: "家" },
  { name: "存在问题机构数", unit: "家" },
  { name: "完成整改机构数", unit: "家" },
  { name: "整改完成率", unit: "%" },
  { name: "发现问题数", unit: "个" },
  { name: "销号问题数", unit: "个" },
  { name: "未销号问题数", unit: "个" },
  { name: "退费金额", unit: "元" },
];

function rule(text: string): Rule {
  const read = readRule(text, known);
  if ("fault" in read) throw new Error(read.fault);
  return read;
}

const stated = (values: Readonly<Record<string, number | null>>, more: Partial<Stated> = {}): Stated[] =>
  Object.entries(values).map(([name, value]) => ({
    name,
    unit: known.find((of) => of.name === name)?.unit ?? "个",
    value,
    ...more,
  }));

const broken = (text: string, figures: readonly Stated[]): string[] =>
  breachesOf([rule(text)], figures, "全部").map(breachText);

describe("a rule", () => {
  test.each([
    {
      text: "完成整改机构数 ≤ 存在问题机构数 ≤ 机构总数",
      values: { 完成整改机构数: 4, 存在问题机构数: 4, 机构总数: 9 },
      says: [],
    },
    {
      text: "完成整改机构数 <= 存在问题机构数 <= 机构总数",
      values: { 完成整改机构数: 5, 存在问题机构数: 4, 机构总数: 3 },
      says: ["完成整改机构数（5）≤ 存在问题机构数（4）不成立", "存在问题机构数（4）≤ 机构总数（3）不成立"],
    },
    {
      text: "机构总数 ≥ 存在问题机构数 ≥ 完成整改机构数",
      values: { 完成整改机构数: 5, 存在问题机构数: 4, 机构总数: 4 },
      says: ["完成整改机构数（5）≤ 存在问题机构数（4）不成立"],
    },
    {
      text: "机构总数 = 存在问题机构数 + 完成整改机构数",
      values: { 机构总数: 5, 存在问题机构数: 3, 完成整改机构数: 2 },
      says: [],
    },
    {
      text: "完成整改机构数 = 机构总数 − 存在问题机构数",
      values: { 机构总数: 5, 存在问题机构数: 3, 完成整改机构数: 1 },
      says: ["完成整改机构数（1）= 机构总数 − 存在问题机构数（2）不成立"],
    },
    {
      text: "整改完成率 = 完成整改机构数 ÷ 存在问题机构数",
      values: { 整改完成率: 66.67, 完成整改机构数: 2, 存在问题机构数: 3 },
      says: [],
    },
    {
      text: "整改完成率 = 完成整改机构数 ÷ 存在问题机构数",
      values: { 整改完成率: 67, 完成整改机构数: 2, 存在问题机构数: 3 },
      says: ["整改完成率（67）= 完成整改机构数 ÷ 存在问题机构数（2 ÷ 3）（66.67）不成立"],
    },
    // What a return does not state, or a ratio of nothing, is not asked.
    { text: "完成整改机构数 ≤ 机构总数", values: { 完成整改机构数: 5 }, says: [] },
    { text: "完成整改机构数 = 机构总数", values: { 机构总数: 5 }, says: [] },
    { text: "机构总数 不减", values: {}, says: [] },
    {
      text: "整改完成率 = 完成整改机构数 ÷ 存在问题机构数",
      values: { 整改完成率: null, 完成整改机构数: 0, 存在问题机构数: 0 },
      says: [],
    },
  ])("$text of $values: $says", ({ text, values, says }) => {
    expect(broken(text, stated(values))).toEqual(says);
  });

  test("a stock is the opening, and what came, without what went", () => {
    const text = "未销号问题数 = 上期末 未销号问题数 + 本期 发现问题数 − 本期 销号问题数";
    const figures = (open: number): Stated[] => [
      ...stated({ 未销号问题数: open }, { opening: 10 }),
      ...stated({ 发现问题数: 30 }, { added: 4 }),
      ...stated({ 销号问题数: 20 }, { added: 3 }),
    ];
    expect(broken(text, figures(11))).toEqual([]);
    expect(broken(text, figures(12))).toEqual([
      "未销号问题数（12）= 上期末 未销号问题数 + 本期 发现问题数 − 本期 销号问题数（11）不成立",
    ]);
  });

  test("a cumulative figure does not fall below the last return", () => {
    expect(broken("发现问题数 不减", stated({ 发现问题数: 9 }, { before: 9 }))).toEqual([]);
    expect(broken("发现问题数 不减", stated({ 发现问题数: 8 }, { before: 9 }))).toEqual([
      "发现问题数（8）≥ 上期报表的 发现问题数（9）不成立",
    ]);
    expect(broken("发现问题数 不减", stated({ 发现问题数: 8 }))).toEqual([]);
  });

  test.each([
    { text: "完成整改数 ≤ 机构总数", fault: "没有“完成整改数”这个指标" },
    { text: "机构总数 ≤ 发现问题数", fault: "单位不同（家、个），不能相比" },
    { text: "整改完成率 = 发现问题数 ÷ 机构总数", fault: "单位不同（个、家），不能相比" },
    { text: "机构总数", fault: "看不懂" },
    { text: "机构总数 不减少", fault: "看不懂" },
    { text: "机构总数 ≤", fault: "看不懂" },
    { text: "机构总数 ≤ 发现问题数 ÷ 机构总数", fault: "看不懂" },
  ])("$text is refused: $fault", ({ text, fault }) => {
    expect(readRule(text, known)).toMatchObject({ fault });
  });

  test("no line makes it fail", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const read = readRule(text, known);
        if (!("fault" in read)) breachesOf([read], stated({ 机构总数: 1 }), "全部");
      }),
    );
  });
});

test("万元 that were rounded each by itself do not break a rule by a cent; a real difference does", () => {
  const money = ["退费万元", "机构退费", "家长退费"].map((name) => ({ name, unit: "万元" as const }));
  const read = readRule("退费万元 = 机构退费 + 家长退费", money);
  if ("fault" in read) throw new Error(read.fault);
  // 0.444 + 0.444 = 0.888
  const figures = (whole: number) => money.map((of, at) => ({ ...of, value: at === 0 ? whole : 0.44 }));
  expect(breachesOf([read], figures(0.89), "全部")).toEqual([]);
  expect(breachesOf([read], figures(0.92), "全部").map(breachText)).toEqual([
    "退费万元（0.92）= 机构退费 + 家长退费（0.88）不成立",
  ]);
});

test("money adds up on either side, and its ratio is of the 分: 0.29 of 0.58 is 50%, not 49.12%", () => {
  const money = ["退费万元", "机构退费", "家长退费"].map((name) => ({ name, unit: "万元" as const }));
  const all = [...money, { name: "退费率", unit: "%" as const }];
  const holds = (text: string, values: readonly number[]): boolean => {
    const read = readRule(text, all);
    if ("fault" in read) throw new Error(read.fault);
    const figures = all.map((of, at) => ({ ...of, value: values[at] ?? null }));
    return breachesOf([read], figures, "全部").length === 0;
  };
  expect(holds("机构退费 + 家长退费 = 退费万元", [0.89, 0.44, 0.44])).toBe(true);
  expect(holds("退费率 = 机构退费 ÷ 家长退费", [0, 0.29, 0.58, 50])).toBe(true);
  expect(holds("退费率 = 机构退费 ÷ 家长退费", [0, 0.29, 0.58, 49.12])).toBe(false);
});

test("a breach names every figure that may be to blame", () => {
  const [breach] = breachesOf([rule("完成整改机构数 ≤ 机构总数")], stated({ 完成整改机构数: 2, 机构总数: 1 }), "全部");
  expect(breach?.names).toEqual(["完成整改机构数", "机构总数"]);
});

test("a plan's rules are its own lines, and one for each ratio that none of them speaks of", () => {
  const counted = (name: string) => ({ name, unit: "家", basis: "时点", set: "机构", filter: {} }) as const;
  const ratio = (name: string, numerator: string) =>
    ({ name, unit: "%", basis: "比率", numerator, denominator: "机构总数" }) as const;
  const indicators = [
    counted("机构总数"),
    counted("检查机构数"),
    counted("完成整改机构数"),
    ratio("检查率", "检查机构数"),
    ratio("完成率", "完成整改机构数"),
  ];
  const texts = (consistency?: readonly string[]): string[] =>
    rulesOf({ indicators, ...(consistency && { consistency }) }).map(({ text }) => text);
  const [inspected, completed] = ["检查率 = 检查机构数 ÷ 机构总数", "完成率 = 完成整改机构数 ÷ 机构总数"];
  expect(texts()).toEqual([inspected, completed]);
  expect(texts(["检查机构数 ≤ 机构总数", "完成率 = 完成整改机构数 ÷ 检查机构数"])).toEqual([
    "检查机构数 ≤ 机构总数",
    "完成率 = 完成整改机构数 ÷ 检查机构数",
    inspected,
  ]);
});

test("towns add up to the whole; ratios do not add", () => {
  const town = (scope: string, count: number) => ({ scope, figures: stated({ 机构总数: count, 整改完成率: 50 }) });
  const whole = stated({ 机构总数: 5, 整改完成率: 50 });
  expect(partBreaches(whole, [town("城北", 2), town("城南", 3)])).toEqual([]);
  expect(partBreaches(whole, [town("城北", 2), town("城南", 4)]).map(breachText)).toEqual([
    "各属地 机构总数 之和（6）= 全部 机构总数（5）不成立",
  ]);
  expect(partBreaches(stated({ 机构总数: null }), [town("城北", 2)])).toEqual([]);
});

test.each([
  {
    figure: { name: "整改完成率", unit: "%", value: 103 } as const,
    says: "整改完成率 写了 103%，比率应在 0% 到 100% 之间",
  },
  { figure: { name: "机构总数", unit: "家", value: -1 } as const, says: "机构总数 写了 -1，数量不能小于 0" },
  { figure: { name: "机构总数", unit: "家", value: 2.5 } as const, says: "机构总数 写了 2.5，家数应是整数" },
  { figure: { name: "退费金额", unit: "元", value: 2.5 } as const, says: null },
  { figure: { name: "整改完成率", unit: "%", value: null } as const, says: null },
  { figure: { name: "机构总数", unit: "家", value: null } as const, says: null },
])("$figure: $says", ({ figure, says }) => {
  expect(figureFault(figure)).toBe(says);
});

test("a bridge reads from the last return to this one", () => {
  const bridge = {
    name: "机构总数",
    unit: "家",
    opening: 5,
    adjusted: -1,
    between: 2,
    added: 3,
    closing: 9,
  } as const;
  expect(bridgeText(bridge)).toBe("机构总数：上期末 5 − 1（调整） + 2（两期之间） + 3（本期）＝ 9 家");
});

test("rows entered together are kept in a few characters", () => {
  expect(rangesOf([5, 3, 4, 9, 1, 4])).toBe("1,3-5,9");
  expect(rangesOf([])).toBe("");
});
