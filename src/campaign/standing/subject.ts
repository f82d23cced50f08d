/** Subjects on the roster (底数): which row of each is in force, and which were found to be another one (同一家). */
import type { Day } from "../../base/day.ts";
import { inForce } from "./as-of.ts";
import type { Snapshot } from "./as-of.ts";
import { countingIn, histories, successions } from "./facts.ts";
import type { FactRows, Facts } from "./facts.ts";

export interface SubjectStanding<Rows extends FactRows = FactRows> {
  readonly kind: "subject";
  /** The subject's short number. */
  readonly id: number;
  readonly state: "在册" | "已并入";
  /** The row in force. */
  readonly fact: Rows["roster"];
  /** The first day on which the roster had it. */
  readonly since: Day;
  /** Which subject it was found to be. */
  readonly into: number | null;
}

/** A subject with all its rows, and the words that it is another one, the latest first. */
interface SubjectHistory<Rows extends FactRows> {
  readonly id: number;
  readonly rows: readonly Rows["roster"][];
  readonly merged: readonly Rows["pairing"][];
}

export function subjectHistories<Rows extends FactRows>(
  facts: Pick<Facts<Rows>, "roster" | "pairing">,
): SubjectHistory<Rows>[] {
  const merged = histories(
    successions.pairing,
    facts.pairing.filter(({ verdict }) => verdict === "同一家"),
    ({ other }) => other,
  );
  const rows = histories(successions.roster, facts.roster, ({ subject }) => subject);
  return Array.from(rows, ([id, rows]) => ({ id, rows, merged: merged.get(id) ?? [] }));
}

export function subjectsOn<Rows extends FactRows>(
  subjects: readonly SubjectHistory<Rows>[],
  at: Snapshot,
): SubjectStanding<Rows>[] {
  const standing: SubjectStanding<Rows>[] = [];
  for (const { id, rows, merged } of subjects) {
    const fact = countingIn(rows, at);
    if (fact === null) continue;
    const into = countingIn(merged, at)?.subject ?? null;
    const state = into === null ? "在册" : "已并入";
    standing.push({ kind: "subject", id, state, fact, since: firstDay(rows, at) ?? fact.happened_on, into });
  }
  return standing;
}

/** Rows stand the latest day first. */
function firstDay(rows: readonly FactRows["roster"][], at: Snapshot): Day | null {
  return rows.findLast((row) => inForce(row, at))?.happened_on ?? null;
}
