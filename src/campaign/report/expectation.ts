/** 应有: which periods of an expectation are looked at on a day, and where each of them stands. */
import { addDays } from "../../base/day.ts";
import type { Day } from "../../base/day.ts";
import type { Expectation } from "../plan.ts";
import { periodOf } from "./period.ts";
import type { Period } from "./period.ts";

/** One stretch of days in which something has to be there. */
export interface Owing {
  readonly period: Period;
  /** The last day; null while the plan leaves it open (待填). */
  readonly due: Day | null;
  readonly overdue: boolean;
}

/**
 * What is owed as of a day: of something owed once its one period; of something owed every week (month, quarter, year) the period that ended last, while the
 * campaign ran, and the one that runs. `startedOn` is when the campaign began.
 */
export function owingOn(
  { every, until }: Pick<Expectation, "every" | "until">,
  day: Day,
  startedOn: Day,
): readonly Owing[] {
  if (every === null)
    return [{ period: { from: startedOn, to: until ?? day }, due: until, overdue: until !== null && until < day }];
  const now = periodOf(every, day);
  const before = periodOf(every, addDays(now.from, -1));
  const closed = [before].filter(({ to }) => to >= startedOn);
  return [...closed, now]
    .filter(({ from }) => until === null || from <= until)
    .map((period) => ({ period, due: period.to, overdue: period.to < day }));
}

/** Whether something of that day answers for a period; what is owed once may come late. */
export const answersFor = ({ every }: Pick<Expectation, "every">, { from, to }: Period, day: Day): boolean =>
  every === null || (from <= day && day <= to);
