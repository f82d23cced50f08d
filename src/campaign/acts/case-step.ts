/** A step of a penalty case: what the law's gates say, what the document says that it rests on, and what was written down with it. */
import { hint, next } from "../../base/next.ts";
import type { Calendar } from "../calendar.ts";
import type { Day } from "../../base/day.ts";
import type { New } from "../facts/column.ts";
import type { KindRows } from "../facts/kinds.ts";
import { toJson } from "../../base/json.ts";
import type { OrderStage } from "../order/life.ts";
import { moveCase } from "../penalty/course.ts";
import type { CaseStage, CaseStep } from "../penalty/course.ts";
import { basisProblems } from "../penalty/decision.ts";
import { stepVerdict } from "../penalty/gates.ts";
import type { StepVerdict } from "../penalty/gates.ts";
import { illegalIncome } from "../penalty/money.ts";
import { fineOf, multipleProblems, summaryProblems } from "../penalty/sanctions.ts";
import type { CaseState, StepAsked, StepDetails } from "../penalty/state.ts";
import type { Law, OrderEffect, Plan } from "../plan.ts";
import { oneProblem } from "../../base/problem.ts";
import type { Problem } from "../../base/problem.ts";
import type { ActLaw } from "./act.ts";

/** A document as a step looks at it; rows of the ledger fit as they are. */
export interface StepDocument {
  readonly id: number;
  readonly number: string;
  readonly kind: string;
  readonly effect: OrderEffect;
  readonly stage: OrderStage;
  readonly subject: number;
  readonly addressee: string;
  readonly happened_on: Day;
  readonly served_on: Day | null;
}

export interface CaseStepKnown {
  readonly id: number;
  readonly subject: number;
  readonly party: "公民" | "组织";
  readonly state: CaseState;
  /** The document that the step rests on; null where none is named. */
  readonly document: StepDocument | null;
  /** Whether a step of this kind rests on that document already. */
  readonly told: boolean;
}

export interface CaseStepAsked extends StepAsked {
  readonly step: CaseStep;
  /** Laws of the plan that are named as the basis; none where an older or newer one is applied for being lighter (从轻适用). */
  readonly laws: readonly Law[];
  /** How often the illegal income the fine may be, where that is to be held. */
  readonly times: { readonly least: number; readonly most: number } | null;
}

/** Which kind of document a step may rest on, and the day that it takes from it. */
const documents: Partial<
  Record<CaseStep, { readonly effect: OrderEffect; readonly day: "served_on" | "happened_on"; readonly called: string }>
> = {
  告知: { effect: "告知", day: "served_on", called: "处罚告知书" },
  决定: { effect: "处罚", day: "happened_on", called: "处罚决定书" },
  送达: { effect: "处罚", day: "served_on", called: "处罚决定书" },
};

export const restsOnDocument = (step: CaseStep): boolean => documents[step] !== undefined;

/** The day of a step: that of its document, or `on` where it has none or the document is not served yet. */
export function stepDay(step: CaseStep, document: StepDocument | null, on: Day): Day {
  const { day } = documents[step] ?? {};
  return (day && document?.[day]) ?? on;
}

export const takingCaseStep: ActLaw<CaseStepKnown, CaseStepAsked, New<KindRows["case_step"]>> & {
  /** With what does not stop the step but has to be known. */
  verdict(known: CaseStepKnown, asked: CaseStepAsked): StepVerdict;
} = {
  verdict(known, asked) {
    const paper = documentProblem(known, asked.step) ?? toldProblem(known, asked.step);
    if (paper) return { problems: [paper], warnings: [] };
    const { problems, warnings } = stepVerdict(known.id, known.state, asked.step, asked);
    const closed = problems.some(({ code }) => code === "case-stage");
    return { problems: closed ? problems : [...problems, ...writtenProblems(known, asked)], warnings };
  },

  problems: (known, asked) => takingCaseStep.verdict(known, asked).problems,

  facts: ({ id, document }, { step, details, on }) => ({
    case_id: id,
    step,
    order_id: document?.id ?? null,
    details: toJson(details),
    happened_on: on,
  }),
};

/** The document has to be of this case's party and of the kind that the step rests on, and served where the step is its service. */
function documentProblem({ id, subject, document }: CaseStepKnown, step: CaseStep): Problem | null {
  const wanted = documents[step];
  if (document === null || wanted === undefined) return null;
  const { number, kind, addressee, stage } = document;
  if (document.subject !== subject || document.effect !== wanted.effect || stage === "已撤回")
    return {
      code: "order-not-fitting",
      message: `${number} ${kind}（${addressee}，${stage}）不能用于案件 ${id} 的${step}`,
      hint: `要本案当事人的${wanted.called}`,
    };
  if (document[wanted.day] !== null) return null;
  return {
    code: "order-unserved",
    message: `${number} 还没有送达，不能登记案件的${step}`,
    hint: hint`先登记送达：${next("order serve", [number], { to: "收件人" })}`,
  };
}

/** Its service has told the notice. Told a second time it would open the party's windows anew, and void what was asked for in them. */
function toldProblem({ id, document, told }: CaseStepKnown, step: CaseStep): Problem | null {
  if (document === null || step !== "告知" || !told) return null;
  return {
    code: "notice-told",
    message: `案件 ${id} 已经登记了${document.number}的告知，送达时跟着登记的`,
    hint: hint`看办理情况：${next("case show", [id])}；要重新告知的，另下达一份告知书`,
  };
}

/** What is written down contradicts itself, the limits of a decision on the spot, or the laws of the day of the act. */
function writtenProblems({ party, state }: CaseStepKnown, { step, details, laws, times }: CaseStepAsked): Problem[] {
  const { sanctions, takings = state.takings } = details;
  const often = times === null || sanctions === undefined ? [] : timesProblems(details, times, takings);
  if (step !== "决定" && step !== "调查终结") return often;
  return [
    ...often,
    ...(state.procedure === "简易" ? summaryProblems(sanctions ?? [], party) : []),
    ...basisProblems(laws, state.actedOn),
  ];
}

/** The fine held against the range of times of the illegal income, which has to be known for it. */
function timesProblems(
  { sanctions = [] }: StepDetails,
  times: { readonly least: number; readonly most: number },
  takings: CaseState["takings"],
): Problem[] {
  if (takings !== null) return multipleProblems(fineOf(sanctions), illegalIncome(takings), times);
  return oneProblem(
    "no-takings",
    "还没有查明违法所得，不能按倍数核对罚款",
    hint`先登记：${next("case step", ["案件", "调查"], { collected: "数额" })}`,
  );
}

/** How a case goes on when the notice or the decision is served that was issued from it. */
export interface StepOfService {
  readonly step: CaseStep;
  /** The step is not recorded where something stands against it. */
  readonly problems: readonly Problem[];
  readonly fact: New<KindRows["case_step"]>;
  /** The stage that the step leads to. */
  readonly stage: CaseStage;
}

/** The step that the service of a document brings with it; null where it brings none. */
export function stepOfService(
  { id, state }: Pick<CaseStepKnown, "id" | "state">,
  document: Pick<StepDocument, "id" | "kind" | "effect" | "number">,
  { on, calendar, plan }: { readonly on: Day; readonly calendar: Calendar; readonly plan: Plan },
): StepOfService | null {
  const step = document.effect === "告知" ? "告知" : document.effect === "处罚" ? "送达" : null;
  const details = step === null ? null : detailsOfService(step, state, `${document.kind} ${document.number}`);
  if (step === null || details === null) return null;
  return {
    step,
    problems: stepVerdict(id, state, step, { on, details, calendar, plan }).problems,
    fact: { case_id: id, step, order_id: document.id, details: toJson(details), happened_on: on },
    stage: moveCase(state.stage, step, state.procedure) ?? state.stage,
  };
}

/** A notice tells what was intended as the investigation ended; without it, there is nothing to tell. */
function detailsOfService(step: "告知" | "送达", { proposal }: CaseState, note: string): StepDetails | null {
  if (step === "送达") return { note };
  return proposal && { sanctions: proposal.sanctions, hearing: proposal.hearing, note };
}
