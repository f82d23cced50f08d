/** Rows in force on a day: the law's own rule (campaign/standing/as-of), and the same as a condition of SQL. */
import { sql } from "kysely";
import type { RawBuilder, SqlBool } from "kysely";
import { inForce, inStretches, snapshotOf } from "../campaign/index.ts";
import type { AsOf, DatedFact, Day } from "../campaign/index.ts";
import type { AnnulmentRow, Db } from "./tables.ts";

/** Of a table's rows: had happened by the day, and their entry was not taken back by then. */
export const isInForce = (day: Day): RawBuilder<SqlBool> =>
  sql<SqlBool>`happened_on <= ${day} and entry not in (select target from annulment where happened_on <= ${day})`;

/** Those of the rows that are in force, in their order. */
export async function inForceOn<Row extends Pick<DatedFact, "entry" | "happened_on">>(
  db: Db,
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
export async function annulmentsOf(db: Db, entries: readonly number[]): Promise<AnnulmentRow[]> {
  const found: AnnulmentRow[] = [];
  for (const some of inStretches([...new Set(entries)], 500))
    found.push(...(await db.selectFrom("annulment").selectAll().where("target", "in", some).orderBy("id").execute()));
  return found;
}
