/** A case as it stands: folded from the steps taken. Articles are of 行政处罚法 (2021) unless another law is named. */
import type { Calendar } from "../calendar.ts";
import type { Day } from "../../base/day.ts";
import type { Plan } from "../plan.ts";
import { moveCase } from "./course.ts";
import type { CaseStage, CaseStep, Procedure } from "./course.ts";
import type { DecisionContent, NoticeContent } from "./decision.ts";
import type { Fen, Takings } from "./money.ts";
import { owedOf } from "./sanctions.ts";
import type { Sanction } from "./sanctions.ts";

/** §57, §58: what makes 法制审核 or 集体讨论 necessary; found at 立案 or while investigating. */
export const caseTraits = ["重大公共利益", "疑难复杂", "法定审核", "重大违法"] as const;
export type CaseTrait = (typeof caseTraits)[number];

/** Why 法制审核 is necessary (§58); empty where it is not. */
export function reviewTriggers(traits: readonly CaseTrait[], heard: boolean): string[] {
  return [
    ...(traits.includes("重大公共利益") ? ["涉及重大公共利益"] : []),
    ...(heard ? ["经过听证程序"] : []),
    ...(traits.includes("疑难复杂") ? ["案件情况疑难复杂、涉及多个法律关系"] : []),
    ...(traits.includes("法定审核") ? ["法律、法规规定应当审核的其他情形"] : []),
  ];
}

/** Why 集体讨论 is necessary (§57); empty where it is not. */
export function discussionTriggers(traits: readonly CaseTrait[]): string[] {
  return traits
    .filter((trait) => trait === "疑难复杂" || trait === "重大违法")
    .map((trait) => (trait === "疑难复杂" ? "情节复杂" : "重大违法行为"));
}

/** What is written down with a step, as far as the step has it. */
export interface StepDetails {
  readonly officers?: readonly string[];
  readonly sanctions?: readonly Sanction[];
  /** Of 调查终结 and 告知: whether the right to a hearing was told. */
  readonly hearing?: boolean;
  /** Of 告知 given again: the new facts that make it heavier. */
  readonly newFacts?: string;
  readonly takings?: Takings;
  /** Why refunds are or are not taken off. */
  readonly takingsRule?: string;
  readonly hearingOn?: Day;
  readonly host?: string;
  readonly traits?: readonly CaseTrait[];
  readonly content?: DecisionContent;
  /** Of 调查终结: what the notice is to tell. */
  readonly notice?: NoticeContent;
  readonly paid?: Fen;
  /** Of 公示: how long it stays. */
  readonly publishedUntil?: Day;
  /** Of 申请强制执行: where review or suit ended on another day than counted. */
  readonly remedyEnded?: Day;
  readonly note: string;
}

export interface CaseStepTaken {
  readonly step: CaseStep;
  readonly on: Day;
  readonly details: StepDetails;
}

/** Everything that decides whether a step may be taken. */
export interface StepAsked {
  readonly on: Day;
  readonly details: StepDetails;
  readonly calendar: Calendar;
  readonly plan: Plan;
}

/** A case as opened. */
export interface CaseOpened {
  readonly procedure: Procedure;
  readonly openedOn: Day;
  /** The day of the act, or its last day where it went on: the law of that day applies (§37). */
  readonly actedOn: Day;
  readonly officers: readonly string[];
  readonly traits: readonly CaseTrait[];
}

/** A case as it stands after its steps. */
export interface CaseState extends CaseOpened {
  readonly stage: CaseStage;
  readonly lastOn: Day;
  readonly takings: Takings | null;
  /** What is intended, as the investigation ended. */
  readonly proposal: {
    readonly sanctions: readonly Sanction[];
    readonly hearing: boolean;
    readonly content: NoticeContent;
  } | null;
  readonly notice: { readonly on: Day; readonly sanctions: readonly Sanction[]; readonly hearing: boolean } | null;
  readonly pleaded: boolean;
  /** Statement and defence were given up. */
  readonly waived: boolean;
  /** The hearing was given up. */
  readonly unheard: boolean;
  readonly requestedOn: Day | null;
  /** The day for which the hearing was called. */
  readonly hearingOn: Day | null;
  readonly heardOn: Day | null;
  readonly reviewedOn: Day | null;
  readonly discussedOn: Day | null;
  readonly decision: {
    readonly on: Day;
    readonly sanctions: readonly Sanction[];
    /** null where it was entered without. */
    readonly content: DecisionContent | null;
  } | null;
  readonly servedOn: Day | null;
  readonly publishedUntil: Day | null;
  readonly publishedOn: Day | null;
  readonly paid: Fen;
  /** When everything of the decision itself was paid; what is added for delay ends here. */
  readonly settledOn: Day | null;
  readonly urgedOn: Day | null;
  readonly appliedOn: Day | null;
}

/** A new notice opens its windows anew, and what was examined under the old one has to be examined again. */
const nothingSince = {
  waived: false,
  unheard: false,
  requestedOn: null,
  hearingOn: null,
  heardOn: null,
  reviewedOn: null,
  discussedOn: null,
} as const satisfies Partial<CaseState>;

/** Folds the steps, in the order taken. A step that the table does not allow leaves the stage as it is: the gates keep it out. */
export function caseState(opened: CaseOpened, steps: readonly CaseStepTaken[]): CaseState {
  const start: CaseState = {
    ...opened,
    stage: "已立案",
    lastOn: opened.openedOn,
    takings: null,
    proposal: null,
    notice: null,
    pleaded: false,
    ...nothingSince,
    decision: null,
    servedOn: null,
    publishedUntil: null,
    publishedOn: null,
    paid: 0,
    settledOn: null,
    urgedOn: null,
    appliedOn: null,
  };
  let state = start;
  for (const taken of steps) {
    const stage = moveCase(state.stage, taken.step, state.procedure) ?? state.stage;
    state = Object.assign({}, state, changeBy(state, taken), { stage, lastOn: taken.on });
  }
  return state;
}

function changeBy(state: CaseState, { step, on, details }: CaseStepTaken): Partial<CaseState> {
  const traits = [...new Set([...state.traits, ...(details.traits ?? [])])];
  const sanctions = details.sanctions ?? [];
  const changes: Partial<Record<CaseStep, Partial<CaseState>>> = {
    调查: { traits, takings: details.takings ?? state.takings },
    调查终结: details.notice
      ? { proposal: { sanctions, hearing: details.hearing === true, content: details.notice } }
      : {},
    告知: {
      notice: { on, sanctions, hearing: details.hearing === true },
      ...nothingSince,
    },
    陈述申辩: { pleaded: true },
    放弃: { waived: true, unheard: true },
    听证申请: { requestedOn: on },
    听证通知: { hearingOn: details.hearingOn ?? null },
    听证撤回: { requestedOn: null, hearingOn: null, unheard: true },
    听证: { heardOn: on, pleaded: true },
    法制审核: { reviewedOn: on },
    集体讨论: { discussedOn: on },
    决定: { decision: { on, sanctions, content: details.content ?? null } },
    送达: { servedOn: on },
    公示: { publishedOn: on, publishedUntil: details.publishedUntil ?? null },
    履行: paymentBy(state, on, details.paid ?? 0),
    催告: { urgedOn: on },
    申请强制执行: { appliedOn: on },
  };
  return changes[step] ?? {};
}

function paymentBy(state: CaseState, on: Day, amount: Fen): Partial<CaseState> {
  const paid = state.paid + amount;
  const settled = paid >= owedOf(state.decision?.sanctions ?? []);
  return { paid, settledOn: state.settledOn ?? (settled ? on : null) };
}
