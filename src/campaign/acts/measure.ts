/** Taking a measure (处置措施): what the law asks of it, a basis in force on its day, and a place where something was seen. */
import type { Calendar } from "../calendar.ts";
import type { Day } from "../../base/day.ts";
import type { New } from "../facts/column.ts";
import type { KindRows } from "../facts/kinds.ts";
import { measureEnd, measureVerdict } from "../measure.ts";
import type { MeasureAsked, MeasureVerdict } from "../measure.ts";
import { hint, next } from "../../base/next.ts";
import { basisProblems } from "../penalty/decision.ts";
import type { Law, Plan } from "../plan.ts";
import { oneProblem } from "../../base/problem.ts";
import type { Problem } from "../../base/problem.ts";
import type { ActLaw } from "./act.ts";

export interface MeasureKnown {
  readonly plan: Plan;
  readonly calendar: Calendar;
  readonly subject: { readonly subject: number; readonly name: string };
  /** Whether an inspection of the place or a case against it is on record by the day of the act. */
  readonly seen: boolean;
}

export interface MeasureTaken extends MeasureAsked {
  readonly campaign: string;
  readonly on: Day;
  /** The laws of the plan that are named as the basis. */
  readonly laws: readonly Law[];
  /** The case that the measure is part of; null where it is part of none. */
  readonly caseId: number | null;
}

export const takingMeasure: ActLaw<MeasureKnown, MeasureTaken, New<KindRows["case_measure"]>> & {
  /** With what does not stop the measure but has to be known, and until when it may last. */
  verdict(known: MeasureKnown, taken: MeasureTaken): MeasureVerdict;
} = {
  verdict(known, taken) {
    const verdict = measureVerdict(known.plan, taken, taken.on, known.calendar);
    const problems = [...verdict.problems, ...lawProblems(taken), ...unseenProblems(known, taken)];
    return { ...verdict, problems };
  },

  problems: (known, taken) => takingMeasure.verdict(known, taken).problems,

  facts: ({ calendar, subject: { subject } }, taken) => ({
    campaign: taken.campaign,
    subject,
    case_id: taken.caseId,
    measure: taken.name,
    authority: taken.authority,
    basis: taken.basis.join("、"),
    approver: taken.approver,
    premises: taken.premises,
    until: measureEnd(taken, taken.on, calendar),
    note: taken.note,
    happened_on: taken.on,
  }),
};

/** The lighter of two laws (从轻适用) is a matter of penalties: a measure rests on what is in force as it is taken. */
function lawProblems({ laws, on }: MeasureTaken): Problem[] {
  return basisProblems(laws, on).map((problem) => ({ ...problem, hint: "改引采取措施之日有效的规定" }));
}

/** A measure answers something that was seen there. */
export function unseenProblems(
  { seen, subject: { subject, name } }: Pick<MeasureKnown, "seen" | "subject">,
  { on }: Pick<MeasureTaken, "on">,
): Problem[] {
  if (seen) return [];
  return oneProblem(
    "measure-on-unseen",
    `${name}到 ${on} 还没有检查、也没有立案，不能采取措施`,
    hint`先登记检查：${next("inspect", [subject])}；当场采取的，检查和措施写同一天`,
  );
}
