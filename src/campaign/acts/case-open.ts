/** Opening a penalty case (立案): within the time in which an act may be punished, and no act in two cases. */
import type { Calendar } from "../calendar.ts";
import type { Day } from "../../base/day.ts";
import type { New } from "../facts/column.ts";
import type { KindRows } from "../facts/kinds.ts";
import { toJson } from "../../base/json.ts";
import { hint, next, particular } from "../../base/next.ts";
import type { Procedure } from "../penalty/course.ts";
import { limitationProblem } from "../penalty/decision.ts";
import type { CaseTrait } from "../penalty/state.ts";
import { oneProblem } from "../../base/problem.ts";
import type { Problem } from "../../base/problem.ts";
import type { ActLaw } from "./act.ts";

export interface CaseOpenKnown {
  readonly calendar: Calendar;
  readonly subject: number;
  /** The cases of the party that are in force, with the findings that each is about. */
  readonly cases: readonly { readonly id: number; readonly findings: readonly number[]; readonly dropped: boolean }[];
  /** The case in force that has the 案号 asked for; null where none has. */
  readonly numbered: number | null;
}

export interface CaseOpenAsked {
  readonly campaign: string;
  readonly on: Day;
  /** The day of the act, or its last day where it went on. */
  readonly actedOn: Day;
  readonly cause: string;
  readonly source: string;
  /** 案号; null where the office gives none. */
  readonly number: string | null;
  readonly procedure: Procedure;
  readonly party: "公民" | "组织";
  readonly approver: string;
  readonly officers: readonly string[];
  readonly findings: readonly number[];
  readonly traits: readonly CaseTrait[];
  /** Why the act may still be punished after two years, within five (行政处罚法第三十六条); empty where it may not. */
  readonly fiveYears: string;
  readonly note: string;
}

export const openingCase: ActLaw<CaseOpenKnown, CaseOpenAsked, New<KindRows["penalty_case"]>> = {
  problems(known, asked) {
    const { actedOn, on, fiveYears } = asked;
    if (actedOn > on)
      return oneProblem(
        "acted-after-opening",
        `违法行为的日期 ${actedOn} 在立案日期 ${on} 之后`,
        hint`核对 ${particular({ acted: true })} 和 ${particular({ on: true })}`,
      );
    const late = limitationProblem(known.calendar, actedOn, on, fiveYears !== "");
    return [...(late ? [late] : []), ...numberProblems(known, asked), ...twiceProblems(known, asked)];
  },

  facts: ({ subject }, { campaign, on, actedOn, officers, findings, traits, fiveYears, note, ...written }) => ({
    ...written,
    campaign,
    subject,
    acted_on: actedOn,
    officers: toJson(officers),
    findings: toJson(findings),
    traits: toJson(traits),
    note: [fiveYears, note].filter(Boolean).join("；"),
    happened_on: on,
  }),
};

/** A 案号 is given once. */
function numberProblems({ numbered }: CaseOpenKnown, { number }: CaseOpenAsked): Problem[] {
  if (numbered === null) return [];
  return oneProblem("case-number-taken", `案号 ${number ?? ""} 已用于案件 ${numbered}`, "换一个案号");
}

/** One act, one fine (行政处罚法第二十九条): a finding is in one case at a time, until that case is dropped (销案). */
function twiceProblems({ cases }: CaseOpenKnown, { findings }: CaseOpenAsked): Problem[] {
  return findings.flatMap((finding) => {
    const before = cases.find((one) => !one.dropped && one.findings.includes(finding));
    if (!before) return [];
    return oneProblem(
      "finding-in-case",
      `问题 ${finding} 已在案件 ${before.id} 里，同一违法行为不得两次罚款（行政处罚法第二十九条）`,
      hint`用 ${next("case show", [before.id])} 看办理情况`,
    );
  });
}
