/** What does not stop a step of a case but has to be known. Articles are of 行政处罚法 (2021). */
import { aboutDay, isSurelyOver, lastDayText } from "../calendar.ts";
import { daysBetween } from "../../base/day.ts";
import { limitEnd, penaltyLawSince } from "../limits.ts";
import { oneProblem } from "../../base/problem.ts";
import type { Problem } from "../../base/problem.ts";
import type { CaseStep } from "./course.ts";
import type { CaseState, StepAsked } from "./state.ts";

export function warningsOf(state: CaseState, step: CaseStep, asked: StepAsked): Problem[] {
  return [
    ...(step === "销案" ? [] : ninetyDays(state, asked)),
    ...(step === "送达" ? serviceLate(state, asked) : []),
    ...(step === "法制审核" ? reviewerQualified : []),
    ...(step === "决定" ? olderLaw(state) : []),
  ];
}

/** Fewer days than this before the ninety are over are told. */
const soon = 15;

/** A case is decided within ninety days (§60). */
function ninetyDays({ decision, procedure, openedOn }: CaseState, { on, calendar }: StepAsked): Problem[] {
  if (decision !== null || procedure !== "普通") return [];
  const end = limitEnd(calendar, "案件办理", openedOn);
  if (end === null || daysBetween(on, aboutDay(end)) >= soon) return [];
  const due = lastDayText(end);
  return oneProblem(
    "ninety-days",
    isSurelyOver(end, on)
      ? `立案 ${openedOn} 起90日已于 ${due} 届满，超期 ${daysBetween(aboutDay(end), on)} 日（行政处罚法第六十条）`
      : `立案 ${openedOn} 起90日到 ${due} 届满，还有 ${daysBetween(on, aboutDay(end))} 日（行政处罚法第六十条）`,
    "法律、法规、规章另有规定的，把依据附卷",
  );
}

/** A decision is served within seven working days (§61). */
function serviceLate({ decision }: CaseState, { on, calendar }: StepAsked): Problem[] {
  const end = decision === null ? null : limitEnd(calendar, "决定书送达", decision.on);
  if (end === null || !isSurelyOver(end, on)) return [];
  return oneProblem(
    "service-late",
    `决定书应在 ${lastDayText(end)} 前送达（7个工作日，行政处罚法第六十一条），现已晚`,
    "把原因附卷",
  );
}

const reviewerQualified = oneProblem(
  "reviewer-qualified",
  "初次从事法制审核的人员须有法律职业资格（行政处罚法第五十八条）",
  "核对审核人的资格",
);

/** The law of the day of the act, unless the new one is lighter (§37). */
function olderLaw({ actedOn }: CaseState): Problem[] {
  if (actedOn >= penaltyLawSince) return [];
  return oneProblem(
    "older-law",
    `违法行为终了于 ${actedOn}，在新处罚法 ${penaltyLawSince} 施行之前：适用当时的规定，新规定较轻或不认为违法的适用新规定（第三十七条）`,
    "在决定书里写明适用的规定",
  );
}
