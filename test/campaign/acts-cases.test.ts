/** Opening a case and taking a measure, without a ledger: what refuses them, and what facts come of them. */
import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { openingCase, takingMeasure } from "../../src/campaign/index.ts";
import type { Calendar, CaseOpenAsked, CaseOpenKnown, Day, MeasureTaken, Plan } from "../../src/campaign/index.ts";
import { loadCalendar } from "../../src/read/calendar.ts";
import { readPlan } from "../../src/read/plan/index.ts";
import { templatePath } from "../../src/templates.ts";
import { hintText } from "../../src/write/next.ts";

const day = (text: string): Day => text as Day;
let calendar: Calendar;
let plan: Plan;
beforeAll(async () => {
  calendar = await loadCalendar();
  const read = readPlan(readFileSync(templatePath("plans", "chuanhui-2021.yaml"), "utf8"), "chuanhui-2021.yaml");
  if (read.plan === null) throw new Error("the shipped plan has faults");
  plan = read.plan;
});

describe("立案", () => {
  const asked: CaseOpenAsked = {
    campaign: "样例行动",
    on: day("2021-08-02"),
    actedOn: day("2021-07-20"),
    cause: "擅自举办民办学校",
    source: "检查发现",
    number: "川教罚立〔2021〕1号",
    procedure: "普通",
    party: "组织",
    approver: "王某丙",
    officers: ["张某甲", "李某乙"],
    findings: [1, 2],
    traits: [],
    fiveYears: "",
    note: "",
  };
  const known = (more: Partial<CaseOpenKnown> = {}): CaseOpenKnown => ({
    calendar,
    subject: 3,
    cases: [],
    numbered: null,
    ...more,
  });

  test.each<[string, Partial<CaseOpenKnown>, Partial<CaseOpenAsked>, string[]]>([
    ["没有别的案件", {}, {}, []],
    ["问题1已在案件4里", { cases: [{ id: 4, findings: [1], dropped: false }] }, {}, ["finding-in-case"]],
    ["案件4已经销案", { cases: [{ id: 4, findings: [1], dropped: true }] }, {}, []],
    ["案件4说的是别的问题", { cases: [{ id: 4, findings: [9], dropped: false }] }, {}, []],
    ["案号已经用过", { numbered: 4 }, {}, ["case-number-taken"]],
    ["违法行为在立案以后", {}, { actedOn: day("2021-08-03") }, ["acted-after-opening"]],
    ["违法行为终了已过二年", {}, { actedOn: day("2019-08-01") }, ["time-barred"]],
    [
      "又过二年，又在案件4里，案号又用过：一次说完",
      { numbered: 4, cases: [{ id: 4, findings: [2], dropped: false }] },
      { actedOn: day("2019-08-01") },
      ["time-barred", "case-number-taken", "finding-in-case"],
    ],
  ])("%s", (_, knows, asks, codes) => {
    expect(openingCase.problems(known(knows), { ...asked, ...asks }).map(({ code }) => code)).toEqual(codes);
  });

  test("写进案件的是所问的原样；五年的理由和备注在一起", () => {
    expect(openingCase.facts(known(), { ...asked, fiveYears: "涉及人身安全", note: "样例" })).toEqual({
      campaign: "样例行动",
      subject: 3,
      number: "川教罚立〔2021〕1号",
      cause: "擅自举办民办学校",
      source: "检查发现",
      procedure: "普通",
      party: "组织",
      acted_on: "2021-07-20",
      approver: "王某丙",
      officers: '["张某甲","李某乙"]',
      findings: "[1,2]",
      traits: "[]",
      note: "涉及人身安全；样例",
      happened_on: "2021-08-02",
    });
  });
});

describe("采取措施", () => {
  const taken: MeasureTaken = {
    campaign: "样例行动",
    on: day("2021-08-02"),
    name: "查封",
    authority: "市市场监管局川汇区分局",
    basis: ["《无证无照经营查处办法》第十一条"],
    laws: [],
    approver: "王某丙",
    officers: ["张某甲", "李某乙"],
    address: "样例路1号",
    premises: null,
    until: null,
    announcedOn: null,
    remedyEnded: null,
    urgent: false,
    note: "",
    caseId: null,
  };
  const known = (seen: boolean) => ({ plan, calendar, subject: { subject: 3, name: "样例培训中心" }, seen });

  test("检查过的可以采取，最迟三十日（行政强制法第二十五条）", () => {
    expect(takingMeasure.problems(known(true), taken)).toEqual([]);
    expect(takingMeasure.facts(known(true), taken)).toEqual({
      campaign: "样例行动",
      subject: 3,
      case_id: null,
      measure: "查封",
      authority: "市市场监管局川汇区分局",
      basis: "《无证无照经营查处办法》第十一条",
      approver: "王某丙",
      premises: null,
      until: "2021-09-01",
      note: "",
      happened_on: "2021-08-02",
    });
  });

  test("没有检查、没有立案的不能采取，提示先登记检查", () => {
    const [problem] = takingMeasure.problems(known(false), taken);
    expect(problem?.code).toBe("measure-on-unseen");
    expect(hintText(problem?.hint ?? "")).toContain("tuban inspect 3");
  });

  test("依据的法律那天不在施行，要改引采取之日有效的规定", () => {
    const [law] = plan.laws;
    if (!law) throw new Error("the shipped plan names no law");
    const old = { ...law, from: null, until: day("2021-08-01") };
    const [problem] = takingMeasure.problems(known(true), { ...taken, laws: [old] });
    expect(problem).toMatchObject({ code: "law-not-in-force", hint: "改引采取措施之日有效的规定" });
  });
});
