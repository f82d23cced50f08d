import { hintText, nextText } from "../../src/write/next.ts";
import { describe, expect, test } from "vitest";
import type {
  Day,
  FindingAct,
  FindingStage,
  KnownFinding,
  OrderEffect,
  OrderKind,
  Plan,
  ReviewRule,
} from "../../src/campaign/index.ts";
import {
  closeProblems,
  crossCheckProblems,
  findingActs,
  findingProblem,
  findingStages,
  findingLife,
  isOverdue,
  leadsTo,
  mayDo,
  waysOnOf,
  orderEffects,
  reviewerProblems,
  stageOf,
  takeUpProblem,
  tellingOutcomes,
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

type DatedFinding = {
  [Key in keyof KnownFinding<number>]: Exclude<KnownFinding<number>[Key], Key extends "outcome" ? never : null>;
};

/** Found, not yet ordered; the tests speak of a service on day 5 and a due day 10. */
const found: DatedFinding = { closed: false, taken: false, servedOn: 0, dueOn: 0, outcome: null, outcomeOn: 0 };
const ordered: DatedFinding = { ...found, taken: true };
const running: DatedFinding = { ...ordered, servedOn: 5, dueOn: 10 };

describe("问题走到哪一步、逾期没有", () => {
  test.each<[string, DatedFinding, number, FindingStage, boolean]>([
    ["查出来，没有下文书", found, 20, "待交办", false],
    ["下了文书，没有送达", ordered, 20, "已下达", false],
    ["送达当天", running, 5, "限期内", false],
    ["第一天送达的", { ...running, servedOn: 1 }, 5, "限期内", false],
    ["期限最后一天", running, 10, "限期内", false],
    ["期限过了一天", running, 11, "到期待复查", true],
    ["文书没有期限，不会到期", { ...running, dueOn: 0 }, 20, "限期内", false],
    ["期限内复查还在，期限接着走", { ...running, outcome: "未整改", outcomeOn: 9 }, 9, "限期内", false],
    ["期限内复查还在，到期以后", { ...running, outcome: "未整改", outcomeOn: 9 }, 11, "到期待复查", true],
    ["最后一天复查还在", { ...running, outcome: "未整改", outcomeOn: 10 }, 10, "未整改", false],
    ["到期复查只改了一半", { ...running, outcome: "部分整改", outcomeOn: 12 }, 12, "未整改", true],
    ["没有期限的，送达以后复查还在", { ...running, dueOn: 0, outcome: "未整改", outcomeOn: 5 }, 6, "未整改", false],
    ["没有期限的，送达以前的复查不算", { ...running, dueOn: 0, outcome: "未整改", outcomeOn: 4 }, 6, "限期内", false],
    ["复查没有到位后延期", { ...running, dueOn: 20, outcome: "未整改", outcomeOn: 12 }, 15, "限期内", false],
    ["复查没有到位后另下一份，没有送达", { ...ordered, outcome: "未整改", outcomeOn: 12 }, 15, "已下达", false],
    ["改好了，等销号", { ...running, outcome: "已整改", outcomeOn: 8 }, 12, "已整改待验收", false],
    ["没有下文书就改好了", { ...found, outcome: "已整改", outcomeOn: 8 }, 12, "已整改待验收", false],
    ["文书撤回了", { ...found, outcome: "未整改", outcomeOn: 12 }, 15, "待交办", false],
    ["销了号", { ...running, closed: true, outcome: "已整改", outcomeOn: 8 }, 12, "销号", false],
    ["没有复查记录就销了号的，也不算逾期", { ...running, closed: true }, 12, "销号", false],
  ])("%s", (_, finding, day, stage, overdue) => {
    expect([stageOf(finding, day), isOverdue(finding, day)]).toEqual([stage, overdue]);
  });

  test("复查能把问题带到哪里，和状态表写的一样", () => {
    const reached = new Map<FindingStage, Set<FindingStage>>();
    const days = Array.from({ length: 10 }, (_, index) => 5 + index);
    const before = [
      running,
      ...days.flatMap((outcomeOn) => tellingOutcomes.map((outcome) => ({ ...running, outcome, outcomeOn }))),
    ];
    for (const finding of before)
      for (const day of days.filter((one) => one >= finding.outcomeOn)) {
        const from = stageOf(finding, day);
        // An attempt changes nothing; what a re-check told may be entered some days later.
        const to = [finding, ...tellingOutcomes.flatMap((outcome) => reviewed(finding, outcome, day))];
        reached.set(from, new Set([...(reached.get(from) ?? []), ...to.map((after) => stageOf(after, day))]));
      }
    const reviewable = findingStages.filter((stage) => mayDo(findingLife, stage, "复查"));
    expect([...reached.keys()].toSorted()).toEqual(reviewable.toSorted());
    for (const stage of reviewable)
      expect([stage, [...(reached.get(stage) ?? [])].toSorted()]).toEqual([
        stage,
        leadsTo(findingLife, stage, "复查").toSorted(),
      ]);
  });

  function reviewed(finding: DatedFinding, outcome: DatedFinding["outcome"], asOf: number): DatedFinding[] {
    const from = Math.max(finding.servedOn, finding.outcomeOn);
    return Array.from({ length: asOf - from + 1 }, (_, index) => ({ ...finding, outcome, outcomeOn: from + index }));
  }
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
    expect(mayDo(findingLife, stage, act)).toBe(may);
    const problem = findingProblem(act, {
      id: 3,
      text: "没有许可证",
      stage,
      order: stage === "待交办" ? null : "甲〔2021〕1号",
    });
    if (may) return expect(problem).toBeNull();
    expect(problem?.message).toContain(`“${stage}”`);
    expect(problem?.message).toContain("问题 3（没有许可证）");
    expect(hintText(problem?.hint ?? "")).toMatch(/tuban (order|review|close)/);
  });
});

describe("已有文书的问题再下达", () => {
  const order = { number: "甲〔2021〕1号", kind: "整改通知书" };
  const may = (stage: FindingStage, kind: OrderKind, orders = [order]): boolean =>
    takeUpProblem(kind, { id: 3, text: "没有许可证", stage, order: order.number, orders, inCase: false }) === null;

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

  test("同一种的，说看哪一份", () => {
    const taken = {
      id: 3,
      text: "没有许可证",
      stage: "限期内",
      order: order.number,
      orders: [order],
      inCase: false,
    } as const;
    const problem = takeUpProblem(kindOf("整改通知书", "整改"), taken);
    expect(problem?.message).toBe("问题 3（没有许可证）已由 甲〔2021〕1号 下达整改通知书");
    expect(hintText(problem?.hint ?? "")).toContain("看这份文书：tuban order show 甲〔2021〕1号");
  });

  test("拒绝时说出文号", () => {
    const problem = takeUpProblem(kindOf("责令整改通知书", "整改"), {
      id: 3,
      text: "没有许可证",
      stage: "限期内",
      order: order.number,
      orders: [order],
      inCase: false,
    });
    expect(problem?.message).toBe("问题 3（没有许可证）已由 甲〔2021〕1号 下达，现在是“限期内”，不能再下达");
    expect(hintText(problem?.hint ?? "")).toBe("先复查：tuban review 甲〔2021〕1号");
  });

  test("还没有送达的文书下错了，先撤回", () => {
    const unserved = {
      id: 3,
      text: "没有许可证",
      stage: "已下达",
      order: order.number,
      orders: [order],
      inCase: false,
    } as const;
    expect(hintText(takeUpProblem(kindOf("责令整改通知书", "整改"), unserved)?.hint ?? "")).toBe(
      "下达错了的，先撤回：tuban order withdraw 甲〔2021〕1号 --reason 原因",
    );
  });

  test("等着销号的不能再下达：说清销哪一个", () => {
    const waiting = {
      id: 7,
      text: "没有许可证",
      stage: "已整改待验收",
      order: order.number,
      orders: [order],
      inCase: false,
    } as const;
    expect(hintText(takeUpProblem(kindOf("督办单", "督办"), waiting)?.hint ?? "")).toBe(
      "由第二人销号：tuban close w7 --as 第二人",
    );
  });

  test.each(findingStages)("立了案的，%s时也能告知、决定：责令改正和处罚并行", (stage) => {
    const taken = { id: 3, text: "没有许可证", stage, order: order.number, orders: [order], inCase: true };
    expect(takeUpProblem(kindOf("行政处罚告知书", "告知"), taken)).toBeNull();
    expect(takeUpProblem(kindOf("行政处罚决定书", "处罚"), taken)).toBeNull();
    const again = { ...taken, orders: [{ number: "乙1号", kind: "行政处罚告知书" }] };
    expect(takeUpProblem(kindOf("行政处罚告知书", "告知"), again)?.code).toBe("already-ordered");
  });

  test("告知之后的决定可以接着下", () => {
    const decision = kindOf("行政处罚决定书", "处罚", {
      after: { kind: "行政处罚告知书", wait: null, waivable: true },
    });
    expect(may("限期内", decision, [{ number: "乙1号", kind: "行政处罚告知书" }])).toBe(true);
    expect(may("限期内", decision, [order, { number: "乙1号", kind: "行政处罚告知书" }])).toBe(true);
    expect(may("限期内", decision)).toBe(false);
    expect(may("已整改待验收", decision, [{ number: "乙1号", kind: "行政处罚告知书" }])).toBe(false);
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
  expect(waysOnOf(plan, { subject: 7, order: "甲1号", findings: [3, 4] }).map(nextText)).toEqual([
    "tuban order extend 甲1号 --to 新期限 --reason 原因 --approver 批准人",
    "tuban order issue 7 --kind 行政处罚告知书 --finding 3,4",
    "tuban order issue 7 --kind 责令停办通知",
  ]);
});

test("督查室没有执法证也可以去再次检查，别的单位不行，混着去也不行（篇四）", () => {
  const review: ReviewRule = { ...rule, uncertified: ["区政府办督查室"] };
  const departments = [{ name: "区政府办督查室", aliases: ["督查室"], territorial: false, duties: [] }];
  const from = (...units: string[]): string[] =>
    reviewerProblems(
      { review, departments },
      units.map((unit, at) => ({ name: `甲${at}`, unit, certificate: null, certificateUntil: null })),
      "2021-08-17" as Day,
    ).map(({ code }) => code);
  expect(from("督查室")).toEqual([]);
  expect(from("区政府办督查室", "督查室")).toEqual([]);
  expect(from("区民政局", "督查室")).toEqual(["no-certificate", "no-certificate"]);
  expect(from("区民政局")).toContain("too-few-officers");
});
