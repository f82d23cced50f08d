/** Rows in force on a day, by the law's own rule (campaign/standing/as-of). */
import { inForce, inStretches, snapshotOf } from "../campaign/index.ts";
import type { AsOf, DatedFact } from "../campaign/index.ts";
import type { Reading } from "./ledger.ts";
import type { AnnulmentRow } from "./tables.ts";

/** Those of the rows that are in force, in their order. */
export async function inForceOn<Row extends Pick<DatedFact, "entry" | "happened_on">>(
  db: Reading,
  rows: readonly Row[],
  asOf: AsOf,
): Promise<Row[]> {
  const snapshot = snapshotOf(
    await annulmentsOf(
      db,
      rows.map(({ entry }) => entry),
    ),
    asOf,
  );
  return rows.filter((row) => inForce(row, snapshot));
}

/** The annulments of these entries. */
export async function annulmentsOf(db: Reading, entries: readonly number[]): Promise<AnnulmentRow[]> {
  const found: AnnulmentRow[] = [];
  for (const some of inStretches([...new Set(entries)], 500))
    found.push(...(await db.selectFrom("annulment").selectAll().where("target", "in", some).orderBy("id").execute()));
  return found;
}
