import { describe, expect, test } from "vitest";
import type { FindingAct, FindingStage, OrderEffect, OrderKind, Plan, ReviewRule } from "../../src/campaign/index.ts";
import {
  closeProblems,
  crossCheckProblems,
  findingActs,
  findingProblem,
  findingStages,
  moveFinding,
  nextStepCommands,
  orderEffects,
  takeUpProblem,
} from "../../src/campaign/index.ts";

const rule: ReviewRule = {
  lead: [],
  crossCheck: true,
  secondPerson: ["重大隐患", "严重"],
  nextSteps: ["延期", "行政处罚告知书", "责令停办通知"],
};
const kindOf = (name: string, effect: OrderEffect, change: Partial<OrderKind> = {}): OrderKind => ({
  name,
  effect,
  issuers: [],
  numbering: { words: {}, pattern: "" },
  template: "",
  demands: [],
  deadline: null,
  deadlineBound: null,
  restsOn: "问题",
  basis: [],
  after: null,
  extension: null,
  from: null,
  until: null,
  ...change,
});

describe("问题的一生", () => {
  const allowed = new Set([
    "待交办 下达",
    "已下达 送达",
    "限期内 复查",
    "到期待复查 复查",
    "未整改 下达",
    "未整改 复查",
    "已整改待验收 复查",
    "已整改待验收 销号",
    "销号 回头看",
  ]);
  const pairs = findingStages.flatMap((stage) => findingActs.map((act): [FindingStage, FindingAct] => [stage, act]));

  test.each(pairs)("%s的问题 %s", (stage, act) => {
    const may = allowed.has(`${stage} ${act}`);
    expect(moveFinding(stage, act).length > 0).toBe(may);
    const problem = findingProblem(act, {
      id: 3,
      text: "没有许可证",
      stage,
      order: stage === "待交办" ? null : "甲〔2021〕1号",
    });
    if (may) return expect(problem).toBeNull();
    expect(problem?.message).toContain(`“${stage}”`);
    expect(problem?.message).toContain("问题 3（没有许可证）");
    expect(problem?.hint).toMatch(/tuban (order|review|close)/);
  });

  test("除了起点，每个状态都有来路", () => {
    const reached = new Set(findingStages.flatMap((stage) => findingActs.flatMap((act) => moveFinding(stage, act))));
    expect(findingStages.filter((stage) => !reached.has(stage))).toEqual(["待交办"]);
  });
});

describe("已有文书的问题再下达", () => {
  const order = { number: "甲〔2021〕1号", kind: "整改通知书" };
  const may = (stage: FindingStage, kind: OrderKind, orders = [order]): boolean =>
    takeUpProblem(kind, { id: 3, text: "没有许可证", stage, order: order.number, orders }) === null;

  test.each<[FindingStage, OrderEffect[]]>([
    ["已下达", []],
    ["限期内", ["移送"]],
    ["到期待复查", ["督办", "移送"]],
    ["未整改", [...orderEffects]],
    ["已整改待验收", []],
    ["销号", []],
  ])("%s时可以加的", (stage, effects) => {
    expect(orderEffects.filter((effect) => may(stage, kindOf("另一种", effect))).toSorted()).toEqual(
      effects.toSorted(),
    );
  });

  test("同一种不能下两次；没有整改到位的可以再下整改通知书，不能再告知一次", () => {
    expect(may("限期内", kindOf("整改通知书", "整改"))).toBe(false);
    expect(may("未整改", kindOf("整改通知书", "整改"))).toBe(true);
    expect(may("未整改", kindOf("行政处罚告知书", "告知"), [order, { number: "乙1号", kind: "行政处罚告知书" }])).toBe(
      false,
    );
  });

  test("拒绝时说出文号", () => {
    const problem = takeUpProblem(kindOf("责令整改通知书", "整改"), {
      id: 3,
      text: "没有许可证",
      stage: "限期内",
      order: order.number,
      orders: [order],
    });
    expect(problem?.message).toBe("问题 3（没有许可证）已由 甲〔2021〕1号 下达，现在是“限期内”，不能再下达");
  });

  test("等着销号的不能再下达：说清销哪一个", () => {
    const waiting = { id: 7, text: "没有许可证", stage: "已整改待验收", order: order.number, orders: [order] } as const;
    expect(takeUpProblem(kindOf("督办单", "督办"), waiting)?.hint).toBe("由第二人销号：tuban close 7 --as 第二人");
  });

  test("告知之后的决定可以接着下", () => {
    const decision = kindOf("行政处罚决定书", "处罚", {
      after: { kind: "行政处罚告知书", wait: null, waivable: true },
    });
    expect(may("限期内", decision, [{ number: "乙1号", kind: "行政处罚告知书" }])).toBe(true);
    expect(may("限期内", decision)).toBe(false);
    expect(may("销号", decision, [{ number: "乙1号", kind: "行政处罚告知书" }])).toBe(false);
  });
});

test("交叉复查：原检查人不得复查，方案不要求的不管", () => {
  expect(crossCheckProblems(rule, ["张某甲", "王某丙"], ["张某甲", "李某乙"]).map(({ message }) => message)).toEqual([
    expect.stringContaining("张某甲"),
  ]);
  expect(crossCheckProblems({ ...rule, crossCheck: false }, ["张某甲"], ["张某甲"])).toEqual([]);
});

describe("销号", () => {
  const waiting = {
    id: 3,
    text: "没有许可证",
    stage: "已整改待验收" as FindingStage,
    order: "甲1号",
    severity: "严重" as const,
    reviewers: ["王某丙", "赵某丁"],
    recorder: "李某乙",
    evidence: true,
  };
  test.each([
    ["第二人、有佐证", {}, "张某甲", []],
    ["复查人自己", {}, "王某丙", ["closer-is-reviewer"]],
    ["登记复查的人", {}, "李某乙", ["closer-is-recorder"]],
    ["登记的人也去了，算复查人", { recorder: "王某丙" }, "王某丙", ["closer-is-reviewer"]],
    ["没有佐证", { evidence: false }, "张某甲", ["close-without-evidence"]],
    ["两样都缺", { evidence: false }, "王某丙", ["closer-is-reviewer", "close-without-evidence"]],
    ["方案没有要求佐证的严重程度", { evidence: false, severity: "一般" as const }, "张某甲", []],
    ["没有复查过", { stage: "限期内" as FindingStage, evidence: false }, "王某丙", ["finding-stage"]],
  ])("%s", (_, change, person, codes) => {
    expect(closeProblems(rule, { ...waiting, ...change }, person).map(({ code }) => code)).toEqual(codes);
  });
});

test("没有整改到位的下一步照方案的次序，直接对机构的文书不带问题", () => {
  const plan = {
    review: rule,
    orderKinds: [kindOf("行政处罚告知书", "告知"), kindOf("责令停办通知", "停办", { restsOn: "机构" })],
  } as unknown as Plan;
  expect(nextStepCommands(plan, { subject: 7, order: "甲1号", findings: [3, 4] })).toEqual([
    "tuban order extend 甲1号 --to 新期限 --reason 原因 --approver 批准人",
    "tuban order issue 7 --kind 行政处罚告知书 --finding 3,4",
    "tuban order issue 7 --kind 责令停办通知",
  ]);
});
