/**
 * Facts as they were corrected (更正): a fact says what its last correction in force says of each of its columns. A correction of a day is
 * in force from the earlier of both days on: from then on the fact may stand, or no longer.
 */
import { inForce } from "./as-of.ts";
import type { Snapshot } from "./as-of.ts";
import { follows, successions } from "./facts.ts";
import type { CorrectionFact, FactRows, Facts } from "./facts.ts";

/** All facts as they read then. */
export function correctedFacts<Rows extends FactRows>(facts: Facts<Rows>, at: Snapshot): Facts<Rows> {
  const corrected = <Row extends { readonly id: number }>(kind: string, rows: readonly Row[]): readonly Row[] =>
    correctedRows(kind, rows, facts.correction, at);
  return {
    ...facts,
    inspection: corrected("inspection", facts.inspection),
    finding: corrected("finding", facts.finding),
    service: corrected("service", facts.service),
    review_outcome: corrected("review_outcome", facts.review_outcome),
    close_out: corrected("close_out", facts.close_out),
    disposition: corrected("disposition", facts.disposition),
    tally: corrected("tally", facts.tally),
  };
}

/** The rows of one kind as they read then; those that nothing corrects are the same objects. */
export function correctedRows<Row extends { readonly id: number }>(
  kind: string,
  rows: readonly Row[],
  corrections: readonly CorrectionFact[],
  at: Snapshot,
): readonly Row[] {
  const last = new Map<string, CorrectionFact>();
  const corrected = new Set<number>();
  for (const one of corrections) {
    if (one.fact !== kind || !inForce(one, at)) continue;
    const key = `${one.fact_id} ${one.field}`;
    const before = last.get(key);
    if (before === undefined || follows(successions.correction.by, one, before)) last.set(key, one);
    corrected.add(one.fact_id);
  }
  if (corrected.size === 0) return rows;
  return rows.map((row) => {
    if (!corrected.has(row.id)) return row;
    const changed: Record<string, string | number | null> = {};
    const recorded: Readonly<Record<string, unknown>> = { ...row };
    for (const { fact_id, field, value } of last.values())
      if (fact_id === row.id && field in row)
        changed[field] = typeof recorded[field] === "number" ? Number(value) : value;
    return { ...row, ...changed };
  });
}
