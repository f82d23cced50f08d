/** Entries that were taken back: what they recorded stays in the ledger and counts no longer. */
import type { SelectQueryBuilder } from "kysely";
import type { Day } from "../campaign/index.ts";
import type { Db, Tables } from "./tables.ts";

/** Their numbers, for `where("entry", "not in", …)`; with a day, of those taken back by then. */
export function takenBack(db: Db, by?: Day): SelectQueryBuilder<Tables, "annulment", { target: number }> {
  const entries = db.selectFrom("annulment").select("target");
  return by === undefined ? entries : entries.where("happened_on", "<=", by);
}

/** The same, to be asked of many rows. */
export async function entriesTakenBack(db: Db): Promise<ReadonlySet<number>> {
  return new Set((await takenBack(db).execute()).map(({ target }) => target));
}

/** Which entry took another back, and why. */
export interface TakenBack {
  readonly by: number;
  readonly reason: string;
}

/** By the number of the entry that was taken back. */
export async function whyTakenBack(db: Db): Promise<ReadonlyMap<number, TakenBack>> {
  const rows = await db.selectFrom("annulment").select(["target", "entry", "reason"]).execute();
  return new Map(rows.map(({ target, entry, reason }) => [target, { by: entry, reason }]));
}
