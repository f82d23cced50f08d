/** The bundles of an office: to whom, since when, and what came of them. */
import { fromJson } from "../json.ts";
import type { Day, FieldName } from "../../campaign/index.ts";
import { institutionsIn } from "../now.ts";
import { rosterOf } from "../root.ts";
import { takenBack } from "../taken-back.ts";
import { fieldsOf } from "../roster/content.ts";
import type { BundleRow, Db, FactTables, WaitingActRow } from "../tables.ts";

export interface BundleNow {
  readonly row: BundleRow;
  readonly number: number;
  readonly team: string;
  readonly institutions: number;
  readonly out: Day;
  /** The day it came back last; null while it has not. */
  readonly back: Day | null;
  readonly goesOn: boolean;
  /** Entries of the group that count here, and those that wait for a person. */
  readonly taken: number;
  readonly waiting: number;
}

/** In the order they were handed out. */
export async function bundlesOf(db: Db): Promise<BundleNow[]> {
  const rows = await db.selectFrom("bundle").selectAll().where("head", "is not", null).orderBy("id").execute();
  const returns = await db.selectFrom("bundle_return").selectAll().orderBy("id").execute();
  const waiting = await waitingActs(db);
  const found: BundleNow[] = [];
  for (const row of rows) {
    const last = returns.findLast(({ bundle }) => bundle === row.id);
    const { taken } = await db
      .selectFrom("journal")
      .select((of) => of.fn.countAll().as("taken"))
      .where("origin", "=", row.head)
      .where("seq", "not in", takenBack(db))
      .executeTakeFirstOrThrow();
    found.push({
      row,
      number: row.number,
      team: row.team,
      institutions: fromJson(row.subjects).length,
      out: row.happened_on,
      back: last?.happened_on ?? null,
      goesOn: last?.goes_on === 1,
      taken: Number(taken),
      waiting: waiting.filter(({ bundle }) => bundle === row.id).length,
    });
  }
  return found;
}

/** What waits and is not decided. */
export async function waitingActs(db: Db): Promise<WaitingActRow[]> {
  return db
    .selectFrom("waiting_act")
    .selectAll()
    .where("id", "not in", db.selectFrom("waiting_decision").select("waiting"))
    .orderBy("id")
    .execute();
}

/** How many entries a bundle has of the group's own. */
export async function ownActsIn(db: Db, handed: number): Promise<number> {
  const { acts } = await db
    .selectFrom("journal")
    .select((of) => of.fn.countAll().as("acts"))
    .where("seq", ">", handed)
    .executeTakeFirstOrThrow();
  return Number(acts);
}

/** Whose these findings or orders are. */
export async function whoseOf(
  db: Db,
  table: "finding" | "orders" | "penalty_case",
  ids: readonly number[],
): Promise<{ readonly subject: number; readonly campaign: string }[]> {
  return db
    .selectFrom(table)
    .select(["subject", "campaign"])
    .where("id", "in", [...ids])
    .execute();
}

/** The entry of a register that this one is a part of, or is itself; null where there is none of that number. */
export async function wholeEntry(
  db: Db,
  id: number,
): Promise<{ readonly whole: number; readonly campaign: string } | null> {
  const entry = await db
    .selectFrom("register_entry")
    .select(["parent", "campaign"])
    .where("id", "=", id)
    .executeTakeFirst();
  return entry ? { whole: entry.parent ?? id, campaign: entry.campaign } : null;
}

/** The bundle whose last entry, as it was handed out, has this seal. */
export async function bundleWithHead(db: Db, head: string): Promise<BundleRow | null> {
  return (await db.selectFrom("bundle").selectAll().where("head", "=", head).executeTakeFirst()) ?? null;
}

export type BundleReturn = FactTables["bundle_return"];

/** The last time that a bundle came back. */
export async function lastReturn(db: Db, bundle: number): Promise<BundleReturn | null> {
  const row = await db
    .selectFrom("bundle_return")
    .selectAll()
    .where("bundle", "=", bundle)
    .orderBy("last", "desc")
    .orderBy("id", "desc")
    .executeTakeFirst();
  return row ?? null;
}

/** The seals that the entries of a bundle had when they came back, by their place there; of those that hold facts. */
export async function sealsThatCame(db: Db, { id, head }: BundleRow): Promise<ReadonlyMap<number, string>> {
  const taken = await db
    .selectFrom("journal")
    .select(["origin_seq", "origin_hash"])
    .where("origin", "=", head)
    .execute();
  const waited = await db.selectFrom("waiting_act").select("act").where("bundle", "=", id).execute();
  return new Map([
    ...taken.map(({ origin_seq, origin_hash }): [number, string] => [origin_seq ?? 0, origin_hash ?? ""]),
    ...waited.map(({ act }) => fromJson(act)).map(({ seq, hash }): [number, string] => [seq, hash]),
  ]);
}

interface AskedField {
  readonly subject: number;
  readonly field: FieldName;
  readonly day: Day;
}

/** What stands in a field of a subject on a day, as text, and the subject's name; by what was known at an entry, or is by now. */
export async function fieldOnDay(
  db: Db,
  { subject, field, day }: AskedField,
  knownTo = Infinity,
): Promise<{ readonly value: string; readonly name: string }> {
  const [row] = institutionsIn((await rosterOf(db, [subject])).on({ day, knownTo }));
  return { value: (row && fieldsOf(row).get(field)) ?? "（空）", name: row?.name ?? "" };
}
