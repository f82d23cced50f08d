/** Service and the steps of a case as acts, without a ledger: what refuses them, what facts come of them, and how one brings the other on. */
import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import {
  caseState,
  fromJson,
  servingOf,
  serving,
  stepDay,
  stepOfService,
  takingCaseStep,
} from "../../src/campaign/index.ts";
import type {
  Calendar,
  CaseStep,
  CaseStepTaken,
  Day,
  OrderStage,
  Plan,
  Problem,
  Sanction,
  ServiceAct,
  ServiceMethod,
  StepDetails,
  StepDocument,
} from "../../src/campaign/index.ts";
import { loadCalendar } from "../../src/read/calendar.ts";
import { readPlan } from "../../src/read/plan/index.ts";
import { templatePath } from "../../src/templates.ts";
import { hintText } from "../../src/write/next.ts";

const day = (text: string) => text as Day;
const on = day("2021-07-20");
let calendar: Calendar;
let plan: Plan;
beforeAll(async () => {
  calendar = await loadCalendar();
  const read = readPlan(readFileSync(templatePath("plans", "chuanhui-2021.yaml"), "utf8"), "chuanhui-2021.yaml");
  if (read.plan === null) throw new Error("the shipped plan has faults");
  const thresholds = read.plan.thresholds.map((one) =>
    one.name.startsWith("听证") ? { ...one, value: "20000" } : one,
  );
  plan = { ...read.plan, thresholds };
});

const codes = (problems: readonly Problem[]): string[] => problems.map(({ code }) => code);

describe("送达", () => {
  const order = (stage: OrderStage = "已签发", due_bound: Day | null = null) => ({
    id: 5,
    number: "样〔2021〕5号",
    addressee: "样例培训中心",
    stage,
    happened_on: day("2021-07-15"),
    deadline: "10个工作日",
    due_bound,
  });
  const known = (more: { stage?: OrderStage; pending?: Day; attempts?: number; bound?: Day } = {}) => {
    const one = order(more.stage, more.bound ?? null);
    return { onDay: one, latest: one, pending: more.pending ?? null, attempts: more.attempts ?? 0 };
  };
  const asked = (method: ServiceMethod, more: Partial<ServiceAct> = {}, at = on) => ({
    act: {
      method,
      note: "",
      witness: "",
      recording: "",
      consent: "",
      mailNo: "",
      receivedOn: method === "邮寄" ? at : null,
      reason: "",
      place: "",
      ...more,
    },
    recipient: "张某甲",
    relation: null,
    officers: ["张某甲", "李某乙"],
    on: at,
    calendar,
  });

  test.each<[string, Parameters<typeof known>[0], () => ReturnType<typeof asked>, string[]]>([
    ["当面交的，什么都不缺", {}, () => asked("直接"), []],
    ["送达过的，不再送", { stage: "已送达" }, () => asked("直接"), ["order-stage"]],
    ["公告还没有满三十天，不再送", { pending: day("2021-08-10") }, () => asked("直接"), ["service-pending"]],
    ["留置缺见证、缺拒收情况，一次说全", {}, () => asked("留置"), ["service-proof", "service-proof"]],
    ["留置，登记过拒收、有见证人", { attempts: 1 }, () => asked("留置", { witness: "王某丙" }), []],
    ["签发以前收到的", {}, () => asked("邮寄", { mailNo: "样1" }, day("2021-07-14")), ["served-before-issue"]],
    ["写明的期限已过的", { bound: day("2021-07-19") }, () => asked("直接"), ["due-before-service"]],
  ])("%s", (_, of, how, expected) => expect(codes(serving.problems(known(of), how()))).toEqual(expected));

  test("登记的是送达和回证：公告三十天后才算送达，期限从那天起", () => {
    const { service, proof } = serving.facts(known(), asked("公告", { reason: "下落不明", place: "区政府网站" }));
    expect(service).toMatchObject({
      order_id: 5,
      happened_on: "2021-08-19",
      method: "公告",
      recipient: "张某甲",
      note: "2021-07-20 公告于区政府网站，下落不明",
      due_on: "2021-09-02",
    });
    expect(proof).toMatchObject({
      officers: '["张某甲","李某乙"]',
      place: "区政府网站",
      reason: "下落不明",
      witness: null,
    });
  });

  test.each<[string, () => ReturnType<typeof asked>]>([
    ["留置", () => asked("留置", { witness: "王某丙", reason: "看后拒签" })],
    ["电子", () => asked("电子", { consent: "电子送达确认书", place: "样例邮箱" })],
    ["邮寄", () => asked("邮寄", { mailNo: "样1" })],
    ["公告", () => asked("公告", { reason: "下落不明", place: "区政府网站" })],
  ])("登记过的%s送达，从事实倒回来再问一遍，答案一样", (_, how) => {
    const made = serving.facts(known(), how());
    const again = servingOf(made.service, made.proof, { on, calendar });
    expect(codes(serving.problems(known(), again))).toEqual([]);
    expect(codes(serving.problems(known(), servingOf(made.service, {}, { on, calendar })))).toContain("service-proof");
  });
});

describe("案件的一步", () => {
  const fine: Sanction = { kind: "罚款", amount: 3000_00, words: "" };
  const took = (step: CaseStep, at: string, details: Partial<StepDetails> = {}): CaseStepTaken => ({
    step,
    on: day(at),
    details: { note: "", ...details },
  });
  const notice = {
    facts: "样例事实",
    evidence: "现场检查笔录",
    violated: "《样例办法》第一条",
    basis: "《样例办法》第二条",
    reason: "样例",
  };
  const investigated = took("调查终结", "2021-07-19", { sanctions: [fine], hearing: false, notice });
  const stateAfter = (steps: readonly CaseStepTaken[]) =>
    caseState(
      {
        procedure: "普通",
        openedOn: day("2021-07-16"),
        actedOn: day("2021-07-15"),
        officers: ["张某甲", "李某乙"],
        traits: [],
      },
      steps,
    );
  const known = (steps: readonly CaseStepTaken[], document: StepDocument | null = null, told = false) => ({
    id: 2,
    subject: 3,
    party: "组织" as const,
    state: stateAfter(steps),
    document,
    told,
  });
  const document = (more: Partial<StepDocument> = {}): StepDocument => ({
    id: 9,
    number: "样〔2021〕9号",
    kind: "行政处罚告知书",
    effect: "告知",
    stage: "已送达",
    subject: 3,
    addressee: "样例培训中心",
    happened_on: day("2021-07-19"),
    served_on: on,
    ...more,
  });
  const asked = (step: CaseStep, details: Partial<StepDetails> = {}) => ({
    step,
    on,
    details: { note: "", ...details },
    calendar,
    plan,
    laws: [],
    times: null,
  });
  const inquiry = took("调查", "2021-07-17");

  const warning: Sanction = { kind: "警告", amount: null, words: "" };
  const warned = [
    inquiry,
    took("告知", "2021-07-17", { sanctions: [warning] }),
    took("放弃", "2021-07-17", { note: "当事人明确放弃" }),
    took("决定", "2021-07-18", { sanctions: [warning] }),
    took("送达", "2021-07-18", { note: "直接送达" }),
  ];

  test.each<[string, ReturnType<typeof known>, () => ReturnType<typeof asked>, string[]]>([
    ["还没有调查的，不能决定", known([]), () => asked("决定", { sanctions: [fine] }), ["case-stage"]],
    ["告知要写明处罚", known([inquiry]), () => asked("告知"), ["no-sanction"]],
    [
      "文书是别家的",
      known([inquiry], document({ subject: 4 })),
      () => asked("告知", { sanctions: [fine] }),
      ["order-not-fitting"],
    ],
    [
      "文书还没有送达",
      known([inquiry], document({ served_on: null })),
      () => asked("告知", { sanctions: [fine] }),
      ["order-unserved"],
    ],
    [
      "这份告知书送达时已经登记过告知，不再登记一遍",
      known([inquiry, took("告知", "2021-07-19", { sanctions: [fine] })], document(), true),
      () => asked("告知", { sanctions: [fine] }),
      ["notice-told"],
    ],
    ["文书合适", known([inquiry], document()), () => asked("告知", { sanctions: [fine] }), []],
    ["只有警告的，不公示", known(warned), () => asked("公示"), ["warning-not-published"]],
  ])("%s", (_, of, how, expected) => expect(codes(takingCaseStep.problems(of, how()))).toEqual(expected));

  test("按倍数核对罚款，先要查明违法所得", () => {
    const times = { ...asked("告知", { sanctions: [fine] }), times: { least: 1, most: 5 } };
    const [problem] = takingCaseStep.problems(known([inquiry]), times);
    expect(problem?.code).toBe("no-takings");
    expect(hintText(problem?.hint ?? "")).toBe("先登记：tuban case step 案件 调查 --collected 数额");
    const takings = { collected: 1000_00, refunded: 0, deduct: false };
    const told = { ...times, details: { ...times.details, takings } };
    expect(takingCaseStep.problems(known([inquiry]), told)).toEqual([]);
    const many = { ...told, times: { least: 1, most: 2 } };
    expect(codes(takingCaseStep.problems(known([inquiry]), many))).toEqual(["fine-out-of-range"]);
  });

  test("告知的日子是告知书送达的日子，登记的指着那份文书", () => {
    expect(stepDay("告知", document(), day("2021-07-25"))).toBe(on);
    expect(stepDay("告知", document({ served_on: null }), day("2021-07-25"))).toBe("2021-07-25");
    expect(stepDay("调查", null, on)).toBe(on);
    const fact = takingCaseStep.facts(known([inquiry], document()), asked("告知", { sanctions: [fine] }));
    expect({ ...fact, details: fromJson(fact.details) }).toEqual({
      case_id: 2,
      step: "告知",
      order_id: 9,
      details: { note: "", sanctions: [fine] },
      happened_on: on,
    });
  });

  test("告知书送达了，案件跟着走一步；还没有调查终结的，不跟", () => {
    const setting = { on, calendar, plan };
    const follows = stepOfService(known([inquiry, investigated]), document(), setting);
    expect(follows).toMatchObject({ step: "告知", problems: [], stage: "已告知", fact: { case_id: 2, order_id: 9 } });
    expect(stepOfService(known([inquiry]), document(), setting)).toBeNull();
    expect(stepOfService(known([inquiry]), document({ effect: "整改" }), setting)).toBeNull();
    const early = stepOfService(known([inquiry]), document({ effect: "处罚", kind: "行政处罚决定书" }), setting);
    expect(codes(early?.problems ?? [])).toEqual(["case-stage"]);
  });
});
