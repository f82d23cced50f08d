/** Inspection: which items are asked, who takes the case, what follows from the answers. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  basisText,
  citationsOn,
  conclude,
  itemsFor,
  isDay,
  officerProblems,
  routeOf,
} from "../../src/campaign/index.ts";
import type {
  Answer,
  Conclusion,
  Day,
  FormerFinding,
  Given,
  Inspected,
  Officer,
  Plan,
  RoutedCase,
} from "../../src/campaign/index.ts";
import { readPlan } from "../../src/read/plan/index.ts";
import { templatePath } from "../../src/templates.ts";

const plan = shipped("chuanhui-2021");
const day = dayOf("2021-07-20");
const unlicensed: Inspected = { kind: "机构", licenceClass: "无证无照", category: "托辅机构", town: "样例街道" };

describe("检查项：按对象、证照类别、类别和日期", () => {
  test.each<[string, Partial<Inspected>, string, { has?: string[]; lacks?: string[] }]>([
    ["有证有照的查许可证有效期", { licenceClass: "有证有照" }, day, { has: ["2-3", "2-5"], lacks: ["2-4"] }],
    ["有照无证的查超范围，不查许可证", { licenceClass: "有照无证" }, day, { has: ["2-4"], lacks: ["2-3", "2-5"] }],
    ["证照类别不详的全查", { licenceClass: null }, day, { has: ["2-3", "2-4", "2-5"] }],
    ["托幼机构另有一项", { category: "托幼机构" }, day, { has: ["1-10"], lacks: ["4-1"] }],
    ["名册里写别名也认", { category: "文化课" }, day, { has: ["4-1", "6-6"], lacks: ["1-10"] }],
    ["类别不详的全查", { category: null }, day, { has: ["1-10", "4-1"] }],
    ["双减意见印发之前不查假期培训", { category: "学科类" }, "2021-07-23", { lacks: ["4-5"] }],
    ["双减意见印发当日起查", { category: "学科类" }, "2021-07-24", { has: ["4-5"] }],
    [
      "学校只查学校的",
      { kind: "学校", licenceClass: null, category: "中小学校" },
      day,
      { has: ["8-1", "8-3"], lacks: ["1-1", "9-1"] },
    ],
    [
      "教师只查教师的",
      { kind: "教师", licenceClass: null, category: "在职中小学教师" },
      day,
      { has: ["9-1"], lacks: ["1-1", "8-1"] },
    ],
    [
      "方案不管的对象没有检查项",
      { kind: "举办者", licenceClass: null, category: null },
      day,
      { lacks: ["1-1", "8-1", "9-1"] },
    ],
  ])("%s", (_title, change, on, { has = [], lacks = [] }) => {
    const codes = itemsFor(plan, { ...unlicensed, ...change }, dayOf(on)).map(({ code }) => code);
    expect(codes).toEqual(expect.arrayContaining(has));
    expect(codes.filter((code) => lacks.includes(code))).toEqual([]);
  });

  test("按方案里的顺序，每项一次", () => {
    const codes = itemsFor(plan, unlicensed, day).map(({ code }) => code);
    expect(codes.length).toBeGreaterThan(25);
    expect(new Set(codes).size).toBe(codes.length);
    const topics = codes.map((code) => Number(code.split("-")[0]));
    expect(topics).toEqual(topics.toSorted((a, b) => a - b));
  });
});

describe("分类处置：第一条合适的", () => {
  const base: RoutedCase = { kind: "机构", licenceClass: "有证有照", category: "学科类", severity: "一般", topic: 2 };
  test.each<[string, Partial<RoutedCase>, string | null]>([
    ["重大隐患先于一切", { severity: "重大隐患", licenceClass: "无证无照" }, "1"],
    ["无证无照的收费问题也走第二种", { licenceClass: "无证无照", topic: 7 }, "2"],
    ["有照无证的资质问题走第三种", { licenceClass: "有照无证", topic: 2 }, "3"],
    ["有照无证的收费问题走第五种", { licenceClass: "有照无证", topic: 7 }, "5"],
    ["有证有照的办学行为走第四种", { topic: 4 }, "4"],
    ["有证有照托幼机构的办学行为走第六种", { category: "托幼机构", topic: 4 }, "6"],
    ["证照类别不详的不当作任何一类", { licenceClass: null, topic: 2 }, null],
    ["证照类别不详的收费问题走第五种", { licenceClass: null, topic: 7 }, "5"],
    ["有证无照方案没有写怎么办", { licenceClass: "有证无照", topic: 2 }, null],
    ["学校方案没有写怎么办", { kind: "学校", licenceClass: null, category: null, topic: 8 }, null],
  ])("%s", (_title, change, code) => {
    expect(routeOf(plan, { ...base, ...change }, day)?.code ?? null).toBe(code);
  });

  test("失效的路由不用", () => {
    const lapsed: Plan = {
      ...plan,
      routes: plan.routes.map((route) => (route.code === "4" ? { ...route, until: dayOf("2021-07-19") } : route)),
    };
    expect(routeOf(lapsed, base, day)).toBeNull();
    expect(routeOf(lapsed, base, dayOf("2021-07-19"))?.code).toBe("4");
  });
});

describe("依据：当天有效的", () => {
  test("施行之前不引，施行之日起引", () => {
    expect(citationsOn(plan, ["条例63"], dayOf("2021-08-31"))).toEqual([]);
    expect(citationsOn(plan, ["条例63"], dayOf("2021-09-01"))).toEqual([
      "《中华人民共和国民办教育促进法实施条例（2021年修订）》第六十三条",
    ]);
    expect(citationsOn(plan, ["国办80号"], day)).toEqual([
      "《国务院办公厅关于规范校外培训机构发展的意见》（国办发〔2018〕80号）",
    ]);
    expect(citationsOn(plan, ["民促法64", "没有这一条"], day)).toEqual(["《中华人民共和国民办教育促进法》第六十四条"]);
  });
});

describe("依据写成一行", () => {
  test.each([
    [[], ""],
    [["《甲法》第一条"], "《甲法》第一条"],
    [
      ["《甲法》第一条", "《甲法》第二条", "《乙法》第三条", "《甲法》第四条"],
      "《甲法》第一条、第二条、《乙法》第三条、《甲法》第四条",
    ],
  ])("%j", (citations, line) => expect(basisText(citations)).toBe(line));
});

describe("结论", () => {
  test("全部合格或不适用的，合格，没有问题", () => {
    const done = concluded(unlicensed, { "1-2": ["不适用", ""] });
    expect(done.result).toBe("合格");
    expect(done.findings).toEqual([]);
    expect(done.counts.不适用).toBe(1);
    expect(done.counts.合格).toBe(itemsFor(plan, unlicensed, day).length - 1);
  });

  test("问题带上严重程度、依据、路由，属地换成机构自己的街道", () => {
    const done = concluded(unlicensed, { "2-1": ["不合格", "  没有办学许可证 "] });
    expect(done.result).toBe("不合格");
    expect(done.findings).toEqual([
      {
        item: "2-1",
        topic: 2,
        text: "开展培训前已取得办学许可证",
        note: "没有办学许可证",
        severity: "严重",
        basis: ["第十二条", "第十八条", "第六十四条"].map((article) => `《中华人民共和国民办教育促进法》${article}`),
        route: "2",
        lead: "样例街道",
        supporting: "区教体局、区消防救援大队、市市场监管局川汇区分局、区住建局、市公安局川汇区分局",
        orderKind: null,
        relapseOf: null,
      },
    ]);
  });

  test("不知道在哪个街道的，写各办事处", () => {
    expect(concluded({ ...unlicensed, town: null }, { "2-1": ["不合格", "无"] }).findings[0]?.lead).toBe("各办事处");
  });

  test("没有路由的，由检查项的牵头部门办", () => {
    const done = concluded({ ...unlicensed, licenceClass: "有证无照" }, { "2-2": ["不合格", "没有执照"] });
    expect(done.findings[0]).toMatchObject({
      route: null,
      lead: "市市场监管局川汇区分局、区民政局",
      supporting: "",
      orderKind: null,
    });
  });

  test("路由写了文书的，带上文书", () => {
    const done = concluded(
      { ...unlicensed, licenceClass: "有照无证" },
      { "2-4": ["不合格", "超范围"], "1-1": ["不合格", "通道锁闭"] },
    );
    expect(done.findings.map(({ item, route, orderKind }) => [item, route, orderKind])).toEqual([
      ["1-1", "1", null],
      ["2-4", "3", "整改通知书"],
    ]);
  });

  test.each<[string, FormerFinding[], { relapseOf?: number | null; stillOpen?: number[] }]>([
    ["没有前科", [], { relapseOf: null }],
    [
      "销号后又出现是反弹",
      [{ id: 3, item: "2-1", on: dayOf("2021-07-01"), closedOn: dayOf("2021-07-10") }],
      { relapseOf: 3 },
    ],
    [
      "同一天上午销号下午又犯也是反弹",
      [{ id: 3, item: "2-1", on: dayOf("2021-07-01"), closedOn: day }],
      { relapseOf: 3 },
    ],
    [
      "两次销号的，认最近一次",
      [
        { id: 3, item: "2-1", on: dayOf("2021-07-01"), closedOn: dayOf("2021-07-05") },
        { id: 5, item: "2-1", on: dayOf("2021-07-08"), closedOn: dayOf("2021-07-12") },
      ],
      { relapseOf: 5 },
    ],
    ["还没有销号的不另立", [{ id: 3, item: "2-1", on: dayOf("2021-07-01"), closedOn: null }], { stillOpen: [3] }],
    [
      "别的检查项的问题不相干",
      [{ id: 3, item: "2-2", on: dayOf("2021-07-01"), closedOn: dayOf("2021-07-10") }],
      { relapseOf: null },
    ],
    [
      "补录：当天还没有销号的不另立",
      [{ id: 3, item: "2-1", on: dayOf("2021-07-01"), closedOn: dayOf("2021-07-25") }],
      { stillOpen: [3] },
    ],
    [
      "补录：同一天查到过、后来销号的不另立",
      [{ id: 3, item: "2-1", on: day, closedOn: dayOf("2021-07-25") }],
      { stillOpen: [3] },
    ],
    [
      "补录：后来才查到、又销了号的另立",
      [{ id: 3, item: "2-1", on: dayOf("2021-07-22"), closedOn: dayOf("2021-07-25") }],
      { relapseOf: null },
    ],
    [
      "补录：后来才查到、已在账上的不另立",
      [{ id: 3, item: "2-1", on: dayOf("2021-07-22"), closedOn: null }],
      { stillOpen: [3] },
    ],
  ])("%s", (_title, former, { relapseOf, stillOpen = [] }) => {
    const done = concluded(unlicensed, { "2-1": ["不合格", "没有办学许可证"] }, former);
    expect(done.result).toBe("不合格");
    expect(done.findings.map((finding) => finding.relapseOf)).toEqual(relapseOf === undefined ? [] : [relapseOf]);
    expect(done.stillOpen.map(({ finding }) => finding)).toEqual(stillOpen);
  });

  test("没有销号的问题这次没有查到，提示复查", () => {
    const done = concluded(unlicensed, {}, [{ id: 3, item: "2-1", on: dayOf("2021-07-01"), closedOn: null }]);
    expect(done.result).toBe("合格");
    expect(done.seenInOrder.map(({ finding }) => finding)).toEqual([3]);
  });

  test("漏答的一次说完", () => {
    const given = allGood(unlicensed);
    given.delete("1-3");
    given.delete("7-1");
    const done = conclude({ plan, subject: unlicensed, day, given, former: [] });
    expect("problems" in done && done.problems.map(({ code, message }) => [code, message])).toEqual([
      ["items-unanswered", "还有 2 项没有答：1-3、7-1"],
    ]);
  });

  test("全部不适用不算检查", () => {
    const given = new Map(
      [...allGood(unlicensed).keys()].map((code): [string, Given] => [code, { answer: "不适用", note: "" }]),
    );
    const done = conclude({ plan, subject: unlicensed, day, given, former: [] });
    expect("problems" in done && done.problems.map(({ code }) => code)).toEqual(["nothing-checked"]);
  });

  test("方案没有这种对象的检查项，说出是怎样的对象", () => {
    const subject: Inspected = { kind: "举办者", licenceClass: null, category: null, town: null };
    const done = conclude({ plan, subject, day, given: new Map(), former: [] });
    expect("problems" in done && done.problems.map(({ code, message }) => [code, message])).toEqual([
      ["no-items", "方案里没有适用的检查项（举办者，证照类别不详，类别不详）"],
    ]);
  });

  test("不适用于这家的答案放在一边", () => {
    const given = allGood(unlicensed).set("8-1", { answer: "不合格", note: "学校的" });
    const done = conclude({ plan, subject: unlicensed, day, given, former: [] });
    expect("problems" in done ? done.problems : done.findings).toEqual([]);
  });
});

describe("检查人员：两名以上，证件当天有效", () => {
  test.each([
    ["两名有效", [officer("张某甲", "豫P0001", "2025-12-31"), officer("李某乙", "豫P0002", "2021-07-20")], []],
    ["同一个人写两遍", [officer("张某甲", "豫P0001", null), officer("张某甲", "豫P0001", null)], ["too-few-officers"]],
    [
      "一名无证、一名过期，一次说完",
      [officer("张某甲", null, null), officer("李某乙", "豫P0002", "2021-07-19")],
      ["no-certificate", "certificate-expired"],
    ],
  ])("%s", (_title, officers, codes) => {
    expect(officerProblems(officers, day).map(({ code }) => code)).toEqual(codes);
  });
});

function shipped(name: string): Plan {
  const read = readPlan(readFileSync(templatePath("plans", `${name}.yaml`), "utf8"), `${name}.yaml`);
  if (read.plan === null) throw new Error(read.problems.map(({ message }) => message).join("\n"));
  return read.plan;
}

function allGood(subject: Inspected): Map<string, Given> {
  return new Map(itemsFor(plan, subject, day).map(({ code }) => [code, { answer: "合格", note: "" }]));
}

/** Everything in order but for the changes. */
function concluded(
  subject: Inspected,
  changes: Record<string, [Answer, string]>,
  former: FormerFinding[] = [],
): Conclusion {
  const given = allGood(subject);
  for (const [code, [answer, note]] of Object.entries(changes)) given.set(code, { answer, note });
  const done = conclude({ plan, subject, day, given, former });
  if ("problems" in done) throw new Error(done.problems.map(({ message }) => message).join("\n"));
  return done;
}

function officer(name: string, certificate: string | null, until: string | null): Officer {
  return { name, unit: "区教体局", certificate, certificateUntil: until === null ? null : dayOf(until) };
}

function dayOf(text: string): Day {
  if (!isDay(text)) throw new Error(`no day: ${text}`);
  return text;
}
