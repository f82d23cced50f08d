/** Review (复查, 回头看) and close-out (销号): what an outcome means for a finding, and what may follow. */
import { hint, next, particular } from "../base/next.ts";
import type { Hint, Next } from "../base/next.ts";
import type { Day } from "../base/day.ts";
import { officerProblems } from "./inspection.ts";
import type { Officer } from "./inspection.ts";
import { afterLimit, mayDo } from "./life.ts";
import type { Life } from "./life.ts";
import type { OrderEffect, OrderKind, Plan, ReviewRule, Severity } from "./plan.ts";
import type { Problem } from "../base/problem.ts";
import { findingWord } from "./short-number.ts";

export const reviewOutcomes = ["已整改", "部分整改", "未整改", "无法核查", "拒检"] as const;
export type ReviewOutcome = (typeof reviewOutcomes)[number];

/** Outcomes that say something of the finding; the others are attempts. */
export const tellingOutcomes = ["已整改", "部分整改", "未整改"] as const satisfies readonly ReviewOutcome[];
export type TellingOutcome = (typeof tellingOutcomes)[number];

/** Stages of a finding (问题), in the order of its life; see stageOf. */
export const findingStages = ["待交办", "已下达", "限期内", "到期待复查", "未整改", "已整改待验收", "销号"] as const;
export type FindingStage = (typeof findingStages)[number];

/** What is known of a finding, with days as text or as numbers (dayNumber); null or 0 where there is none. */
export interface KnownFinding<On extends Day | number = Day | number> {
  readonly closed: boolean;
  /** An order that is in force has taken it up. */
  readonly taken: boolean;
  readonly servedOn: On | null;
  readonly dueOn: On | null;
  /** The latest re-check that says something of it. */
  readonly outcome: TellingOutcome | null;
  readonly outcomeOn: On | null;
}

/**
 * The stage of a finding as of a day. A re-check before the due day that finds the fault still there leaves it 限期内;
 * extended, or ordered anew, its clock runs again.
 */
export function stageOf<On extends Day | number>(finding: KnownFinding<On>, day: On): FindingStage {
  const { closed, taken, servedOn, dueOn, outcome, outcomeOn } = finding;
  if (closed) return "销号";
  if (outcome === "已整改") return "已整改待验收";
  if (!taken) return "待交办";
  if (!servedOn) return "已下达";
  if (outcome !== null && outcomeOn && outcomeOn >= (dueOn || servedOn)) return "未整改";
  return afterLimit(findingLife, "限期内", dueOn || null, day);
}

/** Whether the due day has passed without 已整改. */
export function isOverdue<On extends Day | number>(
  { closed, outcome, dueOn }: Pick<KnownFinding<On>, "closed" | "outcome" | "dueOn">,
  day: On,
): boolean {
  return !closed && outcome !== "已整改" && Boolean(dueOn) && dueOn !== null && dueOn < day;
}

export const findingActs = ["下达", "送达", "复查", "销号", "回头看"] as const;
export type FindingAct = (typeof findingActs)[number];

/**
 * What may be done to a finding in each stage, and where it may lead; an act not named is refused.
 * An attempt (无法核查, 拒检) leaves the stage as it was. 回头看 leaves a closed finding closed: a relapse is a new one (待交办).
 */
export const findingLife: Life<FindingStage, FindingAct> = {
  of: "问题",
  states: findingStages,
  acts: findingActs,
  moves: {
    待交办: { 下达: "已下达" },
    已下达: { 送达: "限期内" },
    限期内: { 复查: ["限期内", "未整改", "已整改待验收"] },
    到期待复查: { 复查: ["到期待复查", "未整改", "已整改待验收"] },
    未整改: { 下达: ["已下达", "未整改"], 复查: ["未整改", "已整改待验收"] },
    已整改待验收: { 复查: ["限期内", "到期待复查", "未整改", "已整改待验收"], 销号: "销号" },
    销号: { 回头看: "销号" },
  },
  runsOut: { 限期内: "到期待复查" },
};

/** A finding as messages name it. */
export interface NamedFinding {
  readonly id: number;
  readonly text: string;
  readonly stage: FindingStage;
  /** The order that takes it up. */
  readonly order: string | null;
}

/** Why the act may not be done to this finding now; null when it may. */
export function findingProblem(act: FindingAct, finding: NamedFinding): Problem | null {
  const { id, text, stage, order } = finding;
  if (mayDo(findingLife, stage, act)) return null;
  const message = `问题 ${id}（${text}）现在是“${stage}”，不能${act}`;
  if (act === "下达" && order !== null)
    return {
      code: "already-ordered",
      message: `问题 ${id}（${text}）已由 ${order} 下达，现在是“${stage}”，不能再下达`,
      hint: ordered(stage, order, id),
    };
  return { code: "finding-stage", message, hint: comesFirst[stage](order ?? "文号", id) };
}

const comesFirst: Record<FindingStage, (order: string, id: number) => Hint> = {
  待交办: (_, id) =>
    hint`先下达、送达文书：${next("order issue", ["机构"], { finding: id })}，再 ${next("order serve")}`,
  已下达: (order) => hint`先登记送达：${next("order serve", [order], { to: "收件人" })}`,
  限期内: (order) => hint`先复查：${next("review", [order])}`,
  到期待复查: (order) => hint`先复查：${next("review", [order])}`,
  未整改: (order) => hint`没有整改到位；再次复查：${next("review", [order])}`,
  已整改待验收: (_, id) => hint`由第二人销号：${next("close", [findingWord(id)], { as: "第二人" })}`,
  销号: (order) => hint`已经销号；回头看用 ${next("review", [order], { kind: "回头看" })}`,
};

function ordered(stage: FindingStage, order: string, id: number): Hint {
  if (stage === "已下达") return hint`下达错了的，先撤回：${next("order withdraw", [order], { reason: "原因" })}`;
  return comesFirst[stage](order, id);
}

/** Effects of orders that add to the one a finding is under, while its time limit runs or after. */
const besides: Partial<Record<FindingStage, readonly OrderEffect[]>> = {
  到期待复查: ["督办", "移送"],
  限期内: ["移送"],
};

/**
 * Effects of the papers of a penalty case. They take up a finding whatever its stage: who fines also orders to put right
 * (行政处罚法第二十八条), and what was put right may still be fined.
 */
const ofCase: ReadonlySet<OrderEffect> = new Set(["告知", "处罚"]);

/** A finding that an order would take up, with the orders it is under already (withdrawn ones left out). */
export interface TakenUp extends NamedFinding {
  readonly orders: readonly { readonly number: string; readonly kind: string }[];
  /** Whether a penalty case that is not closed rests on it. */
  readonly inCase: boolean;
}

/** Why an order of this kind cannot take the finding up; null when it can. */
export function takeUpProblem(kind: Pick<OrderKind, "name" | "effect" | "after">, finding: TakenUp): Problem | null {
  const { id, text, stage, orders, inCase } = finding;
  const same = orders.find((order) => order.kind === kind.name);
  const again = stage === "未整改" && kind.effect === "整改";
  if (same && !again)
    return {
      code: "already-ordered",
      message: `问题 ${id}（${text}）已由 ${same.number} 下达${kind.name}`,
      hint: hint`看这份文书：${next("order show", [same.number])}；下达错了的先撤回：${next("order withdraw", [same.number], { reason: "原因" })}`,
    };
  if (inCase && ofCase.has(kind.effect)) return null;
  const follows =
    kind.after !== null &&
    orders.some((order) => order.kind === kind.after?.kind) &&
    stage !== "销号" &&
    stage !== "已整改待验收";
  if (follows || besides[stage]?.includes(kind.effect)) return null;
  return findingProblem("下达", finding);
}

/**
 * What stands against these people re-checking: two officers with certificates, unless all are of units whose re-check is no inspection
 * (不持证, e.g. 督查室: 篇四 四（五）再次检查).
 */
export function reviewerProblems(
  { review: { uncertified = [] }, departments }: Pick<Plan, "review" | "departments">,
  officers: readonly Officer[],
  on: Day,
): Problem[] {
  const units = new Set(
    uncertified.flatMap((name) => [
      name,
      ...departments.flatMap((department) => (department.name === name ? department.aliases : [])),
    ]),
  );
  const exempt = officers.length > 0 && officers.every(({ unit }) => units.has(unit));
  return exempt ? [] : officerProblems(officers, on);
}

/** 交叉: the re-checkers must not be those who found the fault. */
export function crossCheckProblems(
  rule: ReviewRule,
  reviewers: readonly string[],
  inspectors: readonly string[],
): Problem[] {
  const both = rule.crossCheck ? reviewers.filter((name) => inspectors.includes(name)) : [];
  return [...new Set(both)].map((name) => ({
    code: "cross-check",
    message: `${name} 是原检查人员，方案要求复查人不得为原检查人`,
    hint: hint`用 ${particular({ by: true })} 换一名复查人员`,
  }));
}

export interface Closing extends NamedFinding {
  readonly severity: Severity;
  /** Who took part in the re-check that the close-out rests on. */
  readonly reviewers: readonly string[];
  /** Who recorded it. */
  readonly recorder: string;
  /** Whether a file supports the outcome. */
  readonly evidence: boolean;
}

/** What stands against this person closing the finding. */
export function closeProblems(rule: ReviewRule, closing: Closing, person: string): Problem[] {
  const stage = findingProblem("销号", closing);
  if (stage) return [stage];
  const { id, text, severity, reviewers, recorder, evidence } = closing;
  const problems: Problem[] = [];
  if (reviewers.includes(person))
    problems.push({
      code: "closer-is-reviewer",
      message: `${person} 是问题 ${id}（${text}）的复查人，不能自己销号`,
      hint: hint`换没有参加这次复查的人销号：加 ${particular({ as: "第二人" })}`,
    });
  else if (recorder === person)
    problems.push({
      code: "closer-is-recorder",
      message: `问题 ${id}（${text}）：${person} 登记了这次复查，不能自己销号`,
      hint: hint`换没有参加、也没有登记这次复查的人销号：加 ${particular({ as: "第二人" })}`,
    });
  if (rule.secondPerson.includes(severity) && !evidence)
    problems.push({
      code: "close-without-evidence",
      message: `问题 ${id}（${text}）是${severity}，销号要有佐证，复查时没有附`,
      hint: hint`加 ${particular({ evidence: "照片.jpg" })} 补上：${next("close", [findingWord(id)], { evidence: "照片.jpg" })}`,
    });
  return problems;
}

/** Findings of one subject that a re-check left unresolved. */
export interface LeftOpen {
  readonly subject: number;
  /** The order whose time limit they are under. */
  readonly order: string;
  readonly findings: readonly number[];
}

/** What may be done about them, as acts, in the plan's order (复查.下一步: 延期, or a kind of order). */
export function waysOnOf(plan: Plan, { subject, order, findings }: LeftOpen): Next[] {
  return plan.review.nextSteps.map((step) => {
    if (step === "延期") return next("order extend", [order], { to: "新期限", reason: "原因", approver: "批准人" });
    const kind = plan.orderKinds.find(({ name }) => name === step);
    const which = kind?.restsOn === "机构" ? {} : { finding: findings.join(",") };
    return next("order issue", [subject], { kind: step, ...which });
  });
}
