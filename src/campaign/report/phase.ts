/** The phases of a campaign as seen from a day. */
import { addDays, daysBetween, toDay } from "../../base/day.ts";
import type { Day } from "../../base/day.ts";
import type { Phase, Plan } from "../plan.ts";
import type { Period } from "./period.ts";

/** A phase as seen from a day. */
export interface PhaseStanding {
  readonly phase: Phase;
  /** Where the source names only the end, the day after the phases listed before it end; null where there is none. */
  readonly from: Day | null;
  readonly until: Day | null;
  readonly state: "未开始" | "进行中" | "已结束";
  /** Calendar days gone, this one included; null where it has not begun or its beginning is not known. */
  readonly passed: number | null;
  /** Calendar days to come, this one not included; null where it is over or has no end. */
  readonly left: number | null;
}

export function phaseStanding(plan: Plan, phase: Phase, day: Day): PhaseStanding {
  const from = startOf(plan, phase);
  const { until } = phase;
  const state = from !== null && day < from ? "未开始" : until !== null && day > until ? "已结束" : "进行中";
  return {
    phase,
    from,
    until,
    state,
    passed:
      from === null || state === "未开始" ? null : daysBetween(from, state === "已结束" && until ? until : day) + 1,
    left:
      until === null || state === "已结束"
        ? null
        : daysBetween(state === "未开始" && from ? addDays(from, -1) : day, until),
  };
}

/** The phases under way on the day, the later one first where they overlap; none between two phases. */
export function phaseOn(plan: Plan, day: Day): PhaseStanding[] {
  return plan.phases
    .map((phase) => phaseStanding(plan, phase, day))
    .filter(({ state }) => state === "进行中")
    .toSorted((a, b) => b.phase.no - a.phase.no);
}

/** The days of the phases with these numbers; one without a beginning or an end is open there. */
export function daysOfPhases(plan: Pick<Plan, "phases">, numbers: readonly number[]): Period[] {
  return plan.phases
    .filter(({ no }) => numbers.includes(no))
    .map((phase) => ({ from: startOf(plan, phase) ?? firstDay, to: phase.until ?? lastDay }));
}

const [firstDay, lastDay] = [toDay(1900, 1, 1), toDay(2099, 12, 31)];

function startOf({ phases }: Pick<Plan, "phases">, phase: Phase): Day | null {
  return phase.from ?? dayAfter(phases.filter((earlier) => earlier.no < phase.no));
}

function dayAfter(phases: readonly Phase[]): Day | null {
  const ends = phases.flatMap(({ until }) => (until === null ? [] : [until])).toSorted();
  const last = ends.at(-1);
  return last ? addDays(last, 1) : null;
}
