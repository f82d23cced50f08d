/** The days on which what stands of a root can change; between two of them everything stays as it is. */
import { addDays } from "../../base/day.ts";
import type { Day } from "../../base/day.ts";
import type { FactRows, Facts } from "./facts.ts";

/** The days after limits, remembered: a ledger has few days and many limits. */
const dayAfter = new Map<Day, Day>();

function after(day: Day): Day {
  const known = dayAfter.get(day) ?? addDays(day, 1);
  dayAfter.set(day, known);
  return known;
}

const dated = [
  "annulment",
  "roster",
  "pairing",
  "inspection",
  "finding",
  "orders",
  "service",
  "extension",
  "withdrawal",
  "waiver",
  "review_outcome",
  "close_out",
  "disposition",
  "listing",
  "listing_change",
  "penalty_case",
  "case_step",
  "case_measure",
  "tally",
  "correction",
] as const satisfies readonly (keyof FactRows)[];

/** In order: the days of facts and of annulments, and the days after limits. */
export function breakpointsOf(facts: Facts): Day[] {
  const days = new Set<Day>();
  for (const kind of dated) for (const { happened_on } of facts[kind]) days.add(happened_on);
  for (const { due_on } of facts.service) if (due_on !== null) days.add(after(due_on));
  for (const { fact, field, value } of facts.correction) {
    if (field === "happened_on" && value !== null) days.add(value as Day);
    if (fact === "service" && field === "due_on" && value !== null) days.add(after(value as Day));
  }
  for (const { due_on } of facts.extension) days.add(after(due_on));
  for (const { until } of facts.listing) if (until !== null) days.add(after(until));
  for (const { until } of facts.case_measure) if (until !== null) days.add(after(until));
  return [...days].sort();
}
