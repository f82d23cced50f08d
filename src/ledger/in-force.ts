/** Rows in force on a day: the law's own rule (campaign/standing/as-of), and the same as a condition of SQL. */
import { sql } from "kysely";
import type { RawBuilder, SqlBool } from "kysely";
import { inForce, inStretches, snapshotOf } from "../campaign/index.ts";
import type { AsOf, DatedFact, Day } from "../campaign/index.ts";
import type { AnnulmentRow, Db } from "./tables.ts";

/** Entries that were taken back as one looks: by the day, or by the later one that is named, as far as it was known. */
function takenBackAsOf({ day, knownTo, annulledTo = day }: AsOf): RawBuilder<unknown> {
  const known = knownTo === undefined ? sql`` : sql` and entry <= ${knownTo}`;
  return sql`select target from annulment where happened_on <= ${annulledTo}${known}`;
}

/** Of a table's rows: had happened by the day, were known, and their entry was not taken back. `as` is how a query of several tables calls it. */
export function isInForce(on: Day | AsOf, as?: string): RawBuilder<SqlBool> {
  const asOf = typeof on === "string" ? { day: on } : on;
  const [happened, entry] = ["happened_on", "entry"].map((column) =>
    sql.ref(as === undefined ? column : `${as}.${column}`),
  );
  const known = asOf.knownTo === undefined ? sql`` : sql` and ${entry} <= ${asOf.knownTo}`;
  return sql<SqlBool>`${happened} <= ${asOf.day}${known} and ${entry} not in (${takenBackAsOf(asOf)})`;
}

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
