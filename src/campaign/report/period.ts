/** The periods that reports are made for: weeks, months … and what comes before and after. */
import { addDays, addMonths, daysBetween, toDay, weekday } from "../../base/day.ts";
import type { Day } from "../../base/day.ts";
import type { Cutoff, ReportKind } from "../plan.ts";

/** Both days belong to it. */
export interface Period {
  readonly from: Day;
  readonly to: Day;
}

export type Rhythm = ReportKind["rhythm"];

export type CalendarRhythm = Exclude<Rhythm, "阶段">;

const monthsOf = { 月: 1, 季: 3, 年: 12 } as const;

/**
 * The week (Monday to Sunday), month, quarter or year that contains the day. With a cut-off on a day of the week or of
 * the month (截止: 周五 17:00), the week or month that ends on it, so that no day falls between two returns.
 */
export function periodOf(rhythm: CalendarRhythm, day: Day, cutoff?: Cutoff | null): Period {
  if (rhythm === "周") {
    const last = cutoff?.weekday ?? 7;
    const to = addDays(day, (last - weekday(day) + 7) % 7);
    return { from: addDays(to, -6), to };
  }
  if (rhythm === "月" && cutoff?.dayOfMonth) return monthUpTo(cutoff.dayOfMonth, day);
  const months = monthsOf[rhythm];
  const month = Number(day.slice(5, 7));
  const from = toDay(Number(day.slice(0, 4)), month - ((month - 1) % months), 1);
  return { from, to: addDays(addMonths(from, months), -1) };
}

/** From the day after one 25日 to the next; in a month that is shorter, to its last day. */
function monthUpTo(dayOfMonth: number, day: Day): Period {
  const endIn = (first: Day): Day => {
    const last = addDays(addMonths(first, 1), -1);
    return Number(last.slice(8)) < dayOfMonth ? last : addDays(first, dayOfMonth - 1);
  };
  const first = toDay(Number(day.slice(0, 4)), Number(day.slice(5, 7)), 1);
  const end = endIn(first);
  if (day > end) return { from: addDays(end, 1), to: endIn(addMonths(first, 1)) };
  return { from: addDays(endIn(addMonths(first, -1)), 1), to: end };
}

/** The rhythm whose whole week, month, quarter or year this period is; null for any other stretch of days. */
export function rhythmOf(rhythm: Rhythm, period: Period, cutoff?: Cutoff | null): CalendarRhythm | null {
  if (rhythm === "阶段") return null;
  const whole = periodOf(rhythm, period.from, cutoff);
  return whole.from === period.from && whole.to === period.to ? rhythm : null;
}

/** The week, month … before; of any other stretch, the same number of days right before it. */
export function previousPeriod(rhythm: CalendarRhythm | null, { from, to }: Period, cutoff?: Cutoff | null): Period {
  const last = addDays(from, -1);
  return rhythm ? periodOf(rhythm, last, cutoff) : { from: addDays(last, -daysBetween(from, to)), to: last };
}

/** The week, month … after; of any other stretch, the same number of days right after it. */
export function nextPeriod(rhythm: CalendarRhythm | null, { from, to }: Period, cutoff?: Cutoff | null): Period {
  const first = addDays(to, 1);
  return rhythm ? periodOf(rhythm, first, cutoff) : { from: first, to: addDays(first, daysBetween(from, to)) };
}

/** 第几期: 1 for the week, month … in which the campaign started. */
export function periodNumber(rhythm: CalendarRhythm, period: Period, startedOn: Day, cutoff?: Cutoff | null): number {
  const first = periodOf(rhythm, startedOn, cutoff).to;
  if (rhythm === "周") return daysBetween(first, period.to) / 7 + 1;
  const months = (day: Day): number => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7));
  return (months(period.to) - months(first)) / monthsOf[rhythm] + 1;
}
