/** The day looked at, and which facts are in force then: one rule for everything that asks what stands. */
import type { Day } from "../../base/day.ts";

export interface AsOf {
  readonly day: Day;
  /** As it was known when the journal's entry of this number was the last; left out: as it is known now. */
  readonly knownTo?: number | undefined;
  /** Without what was taken back by this day, later than the day looked at: a past day as it should have been counted. */
  readonly annulledTo?: Day | undefined;
}

/** A fact that happened on a day, recorded by a journal entry. */
export interface DatedFact {
  readonly id: number;
  readonly entry: number;
  readonly happened_on: Day;
}

/** A whole journal entry taken back (撤销) from a day on. */
export interface AnnulmentFact {
  readonly entry: number;
  readonly happened_on: Day;
  /** The entry that is taken back. */
  readonly target: number;
}

/** An AsOf with the annulments that count for it. */
export interface Snapshot {
  readonly day: Day;
  readonly knownTo: number;
  /** Entries that were taken back. */
  readonly takenBack: ReadonlySet<number>;
}

export function snapshotOf(
  annulments: readonly AnnulmentFact[],
  { day, knownTo = Infinity, annulledTo = day }: AsOf,
): Snapshot {
  return { day, knownTo, takenBack: entriesTakenBack(annulments, annulledTo, knownTo) };
}

/**
 * Whether a fact is in force: it had happened, it was known, and its entry was not taken back.
 *
 * Days are half-open: the day of the act counts, the day of its annulment does not. An act that is taken back on its own day
 * was in force on no day, and no day shows a thing both done and undone.
 */
export function inForce(fact: Pick<DatedFact, "entry" | "happened_on">, at: Snapshot): boolean {
  return fact.happened_on <= at.day && fact.entry <= at.knownTo && !at.takenBack.has(fact.entry);
}

const none: ReadonlySet<number> = new Set();

/** The entries that were taken back by a day, that day included, as far as it was known. */
export function entriesTakenBack(
  annulments: readonly AnnulmentFact[],
  by: Day,
  knownTo = Infinity,
): ReadonlySet<number> {
  if (annulments.length === 0) return none;
  const entries = new Set<number>();
  for (const { target, entry, happened_on } of annulments)
    if (happened_on <= by && entry <= knownTo) entries.add(target);
  return entries;
}
