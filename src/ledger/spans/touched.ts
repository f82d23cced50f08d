/** Whom the facts of an entry concern: their spans are folded anew. */
import { sql } from "kysely";
import { fromJson } from "../json.ts";
import type { Reading } from "../ledger.ts";
import type { FactTable } from "../tables.ts";

/** Subjects by short number, and tallies that are about nobody. */
export interface Touched {
  readonly subjects: Set<number>;
  readonly tallies: Set<number>;
}

/** Some facts of a table, by the first of their numbers and the last. */
export interface Range {
  readonly table: FactTable;
  readonly first: number;
  readonly last: number;
}

const ofFinding = "select g.subject as subject from {} as f join finding as g on g.id = f.finding";
const ofOrder = "select o.subject as subject from {} as f join orders as o on o.id = f.order_id";
const ofSubject = "select f.subject as subject from {} as f";

/** Where a table `f` says whom its facts concern; tables that spans do not rest on are left out. */
const concerned: Partial<Record<FactTable, readonly string[]>> = {
  roster: [ofSubject],
  pairing: [ofSubject, "select f.other as subject from {} as f"],
  inspection: [ofSubject],
  attendance: ["select v.subject as subject from {} as f join inspection as v on v.id = f.inspection"],
  finding: [ofSubject],
  orders: [ofSubject],
  order_finding: [ofFinding, ofOrder],
  service: [ofOrder],
  extension: [ofOrder],
  withdrawal: [ofOrder],
  waiver: [ofOrder],
  review_outcome: [ofFinding],
  close_out: [ofFinding],
  disposition: [ofSubject],
  listing: [ofSubject],
  listing_change: [ofSubject],
  tally: [ofSubject],
};

/** Adds whom these facts concern. What takes an entry back concerns all that the entry concerned. */
export async function touch(db: Reading, { subjects, tallies }: Touched, ranges: readonly Range[]): Promise<void> {
  for (const range of ranges) {
    for (const query of concerned[range.table] ?? []) await addSubjects(db, subjects, query, range);
    if (range.table === "tally") await addTallies(db, tallies, range);
    if (range.table === "annulment")
      for (const entry of await targetsOf(db, range))
        await touch(db, { subjects, tallies }, await factsOfEntry(db, entry));
  }
}

const within = ({ first, last }: Range) => sql`f.id between ${first} and ${last}`;

async function addSubjects(db: Reading, subjects: Set<number>, query: string, range: Range): Promise<void> {
  const from = sql.raw(query.replace("{}", range.table));
  const { rows } = await sql<{ subject: number | null }>`${from} where ${within(range)}`.execute(db);
  for (const { subject } of rows) if (subject !== null) subjects.add(subject);
}

async function addTallies(db: Reading, tallies: Set<number>, range: Range): Promise<void> {
  const query = sql<{ id: number }>`select f.id from tally as f where f.subject is null and ${within(range)}`;
  for (const { id } of (await query.execute(db)).rows) tallies.add(id);
}

async function targetsOf(db: Reading, range: Range): Promise<number[]> {
  const { rows } = await sql<{ target: number }>`select f.target from annulment as f where ${within(range)}`.execute(
    db,
  );
  return rows.map(({ target }) => target);
}

/** The facts that one entry recorded. Their numbers run on from entry to entry, so that the first is found by halving. */
async function factsOfEntry(db: Reading, entry: number): Promise<Range[]> {
  const row = await db.selectFrom("journal").select("digests").where("seq", "=", entry).executeTakeFirst();
  const ranges: Range[] = [];
  for (const table of Object.keys(row ? fromJson(row.digests) : {}) as FactTable[]) {
    const first = await firstAfter(db, table, entry - 1);
    const last = (await firstAfter(db, table, entry)) - 1;
    if (concerned[table] !== undefined && first <= last) ranges.push({ table, first, last });
  }
  return ranges;
}

/** The number of the first fact of a table that a later entry recorded; one more than the last where there is none. */
async function firstAfter(db: Reading, table: FactTable, entry: number): Promise<number> {
  const last = await sql<{ last: number | null }>`select max(id) as last from ${sql.table(table)}`.execute(db);
  let [low, high] = [1, (last.rows[0]?.last ?? 0) + 1];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const { rows } = await sql<{ entry: number }>`
      select entry from ${sql.table(table)} where id >= ${middle} order by id limit 1`.execute(db);
    if ((rows[0]?.entry ?? Infinity) > entry) high = middle;
    else low = middle + 1;
  }
  return low;
}
