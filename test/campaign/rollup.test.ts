/** 汇总: what counties returned, checked one by one, against the period before and against the list of those who should return. */
import { describe, expect, test } from "vitest";
import {
  absentCounties,
  calledRoll,
  fallsSince,
  hasStarted,
  isCompleted,
  mixedCampaigns,
  mixedDays,
  rateDifferences,
  relapsesSince,
  repeatedReturns,
  returnProblems,
  rollTable,
  unreportedCounts,
} from "../../src/campaign/index.ts";
import type { CountyReturn, CountyUnit } from "../../src/campaign/index.ts";

const unit = (county: string, city: string | null = "甲市", province: string | null = "甲省"): CountyUnit => ({
  province,
  city,
  county,
});
const counts = { institutions: 100, inspected: 80, withProblems: 40, rectified: 30 };
const sent = (
  of: string | CountyUnit,
  changed: Partial<CountyReturn["counts"]> = {},
  more: Partial<CountyReturn> = {},
): CountyReturn => ({
  unit: typeof of === "string" ? unit(of) : of,
  counts: { ...counts, ...changed },
  ownRate: null,
  started: null,
  completed: null,
  asOf: null,
  campaign: null,
  place: { file: "报表.csv", row: 2 },
  ...more,
});
const none = { inspected: 0, withProblems: 0, rectified: 0 };

test.each([
  ["还没有检查", sent("一县", none), false, false],
  ["没有写检查数，也没有问题", sent("一县", { ...none, inspected: null }), false, false],
  ["检查了一家，没有问题", sent("一县", { ...none, inspected: 1 }), true, true],
  ["没有写检查数，有一家存在问题", sent("一县", { inspected: null, withProblems: 1, rectified: 0 }), true, false],
  ["整改完了", sent("一县", { rectified: 40 }), true, true],
  ["整改了一部分", sent("一县"), true, false],
  ["自己说没有启动", sent("一县", { rectified: 40 }, { started: false }), false, false],
  ["自己说启动了", sent("一县", none, { started: true }), true, true],
  ["自己说基本完成", sent("一县", {}, { completed: true }), true, true],
  ["自己说没有完成", sent("一县", { rectified: 40 }, { completed: false }), true, false],
])("启动、基本完成：%s", (_, one, started, completed) => {
  expect([hasStarted(one), isCompleted(one)]).toEqual([started, completed]);
});

describe("一份报表自相矛盾", () => {
  test.each([
    ["数都对得上", sent("一县"), []],
    ["全都一样多", sent("一县", { inspected: 100, withProblems: 100, rectified: 100 }), []],
    ["检查数可以不写", sent("一县", { inspected: null }), []],
    ["查的比机构多", sent("一县", { inspected: 101 }), ["检查机构数 101 大于机构总数 100"]],
    ["问题机构比机构多", sent("一县", { withProblems: 101, rectified: 101 }), ["存在问题机构数 101 大于机构总数 100"]],
    ["整改的比有问题的多", sent("一县", { rectified: 41 }), ["完成整改机构数 41 大于存在问题机构数 40"]],
    ["率正好 0% 和 100% 可以", sent("一县", {}, { ownRate: 100 }), []],
    ["率超过 100%", sent("一县", {}, { ownRate: 100.5 }), ["整改完成率 100.5% 不在 0% 到 100% 之间"]],
    ["率是负的", sent("一县", {}, { ownRate: -1 }), ["整改完成率 -1% 不在 0% 到 100% 之间"]],
    ["没有启动就基本完成", sent("一县", {}, { started: false, completed: true }), ["填了“基本完成”，又填了没有启动"]],
    ["没有启动、没有完成", sent("一县", {}, { started: false, completed: false }), []],
  ])("%s", (_, one, says) => {
    expect(returnProblems(one).map(({ message }) => message)).toEqual(says.map((words) => `甲省 甲市 一县：${words}`));
  });

  test("说出在哪个文件、哪一行、哪一栏", () => {
    const wrong = sent("一县", { rectified: 41 }, { ownRate: 101, started: false, completed: true });
    expect(returnProblems(wrong).map(({ place }) => place)).toEqual(
      ["完成整改机构数", "整改完成率", "是否基本完成"].map((column) => ({ file: "报表.csv", row: 2, column })),
    );
    const fallen = { ...sent("一县", { inspected: 1, rectified: 1 }), place: { file: "本期.csv", row: 5 } };
    expect(fallsSince([sent("一县")], [fallen])[0]?.place).toEqual({ ...fallen.place, column: "检查机构数" });
    expect(relapsesSince([sent("一县")], [fallen])[0]?.place).toEqual({ ...fallen.place, column: "完成整改机构数" });
  });
});

test.each([
  ["没有写率", null, 30, 40, false],
  ["一样", 75, 30, 40, false],
  ["四舍五入差 0.01 不算", 66.66, 2, 3, false],
  ["差 0.02 算", 66.65, 2, 3, true],
  ["没有问题机构，写 0%", 0, 0, 0, false],
  ["没有问题机构，写 100%", 100, 0, 0, true],
] as const)("报送的整改率和按数算的：%s", (_, ownRate, rectified, withProblems, differs) => {
  expect(rateDifferences([sent("一县", { rectified, withProblems }, { ownRate })])).toHaveLength(differs ? 1 : 0);
});

describe("与上期比", () => {
  const before = [sent("一县")];

  test.each([
    ["没有减少", {}, []],
    ["检查数减了", { inspected: 79 }, ["检查机构数由上期 80 减为 79"]],
    ["问题机构减了", { withProblems: 39 }, ["存在问题机构数由上期 40 减为 39"]],
    ["这期没有写检查数", { inspected: null }, []],
    ["机构总数减了，不是累计数", { institutions: 99 }, []],
    ["整改数减了，不是累计数", { rectified: 29 }, []],
  ])("累计数：%s", (_, changed, says) => {
    expect(fallsSince(before, [sent("一县", changed)]).map(({ message }) => message)).toEqual(
      says.map((words) => `甲省 甲市 一县：累计数${words}`),
    );
  });

  test("上期没有写检查数的不比，上期没有报的不比，省略了省市的还是同一个县", () => {
    expect(fallsSince([sent("一县", { inspected: null })], [sent("一县", { inspected: 0 })])).toEqual([]);
    expect(fallsSince([sent("二县")], [sent("一县", none)])).toEqual([]);
    expect(fallsSince([sent(unit("一县", null, null))], [sent("一县", { inspected: 1 })])).toHaveLength(1);
    expect(fallsSince(before, [sent(unit("一县", "甲市", null), { inspected: 1 })])).toHaveLength(1);
    expect(fallsSince(before, [sent(unit("一县", "乙市"), { inspected: 1 })])).toEqual([]);
  });

  test("完成整改的少了，请说明；没有少的不问", () => {
    expect(relapsesSince(before, [sent("一县", { rectified: 29 })])[0]?.message).toContain("由上期 30 减为 29");
    expect(relapsesSince(before, [sent("一县")])).toEqual([]);
  });
});

test("报了两次的说出两处；各市同名的县不是一个县", () => {
  const again = sent("一县", {}, { place: { file: "补报.csv", row: 3 } });
  expect(repeatedReturns([sent("一县"), again]).map(({ message }) => message)).toEqual([
    "甲省 甲市 一县 报了两次：报表.csv 第2行 和 补报.csv 第3行",
  ]);
  expect(repeatedReturns([sent("一县"), sent(unit("一县", "乙市"))])).toEqual([]);
});

test("截至日不同、报错了专项行动的，说出是谁", () => {
  const dated = (county: string, asOf: string | null): CountyReturn => sent(county, {}, { asOf });
  expect(mixedDays([dated("一县", "2021-07-23"), dated("二县", null), dated("三县", "2021-07-23")])).toEqual([]);
  expect(mixedDays([dated("一县", "2021-07-23"), dated("二县", "2021-07-16")])[0]?.message).toBe(
    "各份报表的截至日不同：2021-07-16 1 份（二县），2021-07-23 1 份（一县）",
  );
  const of = (county: string, campaign: string | null): CountyReturn => sent(county, {}, { campaign });
  const most = [of("一县", "甲行动"), of("二县", "甲行动")];
  expect(mixedCampaigns([...most, of("三县", "乙行动"), of("四县", null)]).map(({ message }) => message)).toEqual([
    "甲省 甲市 三县：报的是“乙行动”，多数单位（2 份）报的是“甲行动”",
  ]);
  // Half and half: nobody can say which is meant.
  expect(mixedCampaigns([of("一县", "甲行动"), of("二县", "乙行动")])).toEqual([]);
});

describe("点名", () => {
  const expected = [unit("一县"), unit("二县"), unit("同名县"), unit("同名县", "乙市")];

  test("报了的补全省市，没有报的列出来；名单上没有的、分不清是哪一个的说出来", () => {
    const came = [sent(unit("一县", null, null)), sent(unit("同名县", null, null)), sent("外县")];
    const roll = calledRoll(came, expected);
    expect(roll.returns).toEqual([sent("一县")]);
    expect(roll.missing).toEqual([unit("二县"), unit("同名县"), unit("同名县", "乙市")]);
    expect(roll.problems.map(({ code }) => code)).toEqual(["county-ambiguous", "county-unknown"]);
    expect(calledRoll([sent(unit("同名县", "乙市", null))], expected).returns[0]?.unit).toEqual(unit("同名县", "乙市"));
  });

  test("没有报的和有错没有计入的，一个县只列一次", () => {
    const roll = calledRoll([sent("一县")], expected.slice(0, 2));
    const faulty = { ...unit("二县", null, null), why: "有错没有计入" } as const;
    const elsewhere = { ...unit("外县"), why: "有错没有计入" } as const;
    expect(absentCounties(roll, [faulty, elsewhere], roll.returns)).toEqual([{ ...unit("二县"), why: "有错没有计入" }]);
    expect(absentCounties(roll, [], roll.returns)).toEqual([{ ...unit("二县"), why: "没有报" }]);
    expect(absentCounties(null, [elsewhere], [])).toEqual([elsewhere]);
    // Told by a city as missing, come by another way since.
    expect(absentCounties(null, [elsewhere], [sent("外县")])).toEqual([]);
  });
});

describe("汇总表", () => {
  const half = { withProblems: 10, rectified: 5 };
  const done = { withProblems: 10, rectified: 10 };

  test("按行政区划次序，名单里在前的在前；名次先比完成率，再比整改率，一样的并列，没有率的没有名次", () => {
    const returns = [
      sent(unit("一县", "末市"), none),
      sent(unit("二县", "丁市"), { withProblems: 10, rectified: 0 }),
      sent(unit("三县", "丙市"), half),
      sent(unit("四县", "乙市"), half),
      sent(unit("五县", "甲市"), done),
    ];
    const { lines } = rollTable({ returns, missing: [unit("六县", "甲市"), unit("七县", "无市")] }, "市");
    expect(
      lines.map(({ no, name, completionRate, rectificationRate, place }) => [
        no,
        name,
        completionRate,
        rectificationRate,
        place,
      ]),
    ).toEqual([
      [1, "甲省 末市", 0, null, 5],
      [2, "甲省 丁市", 0, 0, 4],
      [3, "甲省 丙市", 0, 50, 2],
      [4, "甲省 乙市", 0, 50, 2],
      [5, "甲省 甲市", 50, 100, 1],
      [6, "甲省 无市", null, null, null],
    ]);
    const provinces = ["河南省", "北京", "新疆生产建设兵团", "样例省", "西藏"].map((name) =>
      sent(unit("某县", "某市", name)),
    );
    expect(rollTable({ returns: provinces, missing: [] }, "省").lines.map(({ name }) => name)).toEqual([
      "北京",
      "河南省",
      "西藏",
      "新疆生产建设兵团",
      "样例省",
    ]);
    const coded = ["乙县", "甲县"].map((name, nth) => sent({ ...unit(name), code: `41160${2 - nth}` }));
    expect(rollTable({ returns: coded, missing: [] }, "县").lines.map(({ name }) => name)).toEqual([
      "甲省 甲市 甲县",
      "甲省 甲市 乙县",
    ]);
  });

  test("没有报的不是 0：谁都没有报的空着，有人报的只加报了的，说出谁没有报", () => {
    const unreported = { inspected: null, withProblems: null, rectified: null };
    const surveyed = sent("一县", unreported);
    expect([hasStarted(surveyed), isCompleted(surveyed)]).toEqual([false, false]);
    expect(returnProblems(surveyed)).toEqual([]);
    expect(rollTable({ returns: [surveyed], missing: [] }, "县").total).toMatchObject({
      institutions: 100,
      withProblems: null,
      rectified: null,
      rectificationRate: null,
    });
    const both = [surveyed, sent("二县", { withProblems: 0, rectified: 0 })];
    expect(rollTable({ returns: both, missing: [] }, "县").total).toMatchObject({ withProblems: 0, rectified: 0 });
    expect(unreportedCounts(both)).toEqual([
      { title: "存在问题机构数", units: ["甲省 甲市 一县"] },
      { title: "完成整改机构数", units: ["甲省 甲市 一县"] },
    ]);
  });

  test("整改率只在两样都报了的县里算：只报了整改数的，不把合计的率抬过百", () => {
    const returns = [
      sent("一县", { withProblems: 10, rectified: 5 }),
      sent("二县", { withProblems: null, rectified: 90 }),
      sent("三县", { withProblems: 40, rectified: null }),
    ];
    expect(rollTable({ returns, missing: [] }, "县").total).toMatchObject({
      withProblems: 50,
      rectified: 95,
      rectificationRate: 50,
    });
  });

  test("没有写省份、地市的归在一起", () => {
    const returns = [sent(unit("一县", null, null)), sent(unit("二县", null))];
    const names = (level: "省" | "市" | "县") =>
      rollTable({ returns, missing: [] }, level).lines.map(({ name }) => name);
    expect([names("省"), names("市"), names("县")]).toEqual([
      ["（未注明）", "甲省"],
      ["（未注明）", "甲省 （未注明）"],
      ["一县", "甲省 二县"],
    ]);
  });

  test("合计是各县的和，没有报的县也在县区总数里", () => {
    const returns = [sent("一县", done), sent("二县", half), sent("三县", none)];
    expect(rollTable({ returns, missing: [unit("四县")] }, "省").total).toEqual({
      no: null,
      place: null,
      more: {},
      name: "合计",
      counties: 4,
      reported: 3,
      started: 2,
      completed: 1,
      completionRate: 25,
      institutions: 300,
      withProblems: 20,
      rectified: 15,
      rectificationRate: 75,
    });
  });
});
