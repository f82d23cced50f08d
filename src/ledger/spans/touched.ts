/** Whom facts concern, along the columns that their kinds declare: the spans of these are folded anew. */
import { sql } from "kysely";
import type { RawBuilder } from "kysely";
import { noFacts } from "../../campaign/index.ts";
import type { Day } from "../../campaign/index.ts";
import { kindOf, namedBy } from "../facts/links.ts";
import { fromJson } from "../json.ts";
import { factTables } from "../tables.ts";
import type { Db, FactTable, SealedRows } from "../tables.ts";

/** Subjects by short number, and tallies that are about nobody. */
export interface Touched {
  readonly subjects: Set<number>;
  readonly tallies: Set<number>;
}

export const nothingTouched = (): Touched => ({ subjects: new Set(), tallies: new Set() });

/** Some facts of a table, by the first of their numbers and the last. */
export interface Range {
  readonly table: FactTable;
  readonly first: number;
  readonly last: number;
}

/** What the law decides by, and how many came along to a visit. */
const folded: ReadonlySet<string> = new Set([...Object.keys(noFacts), "attendance"]);

/** Adds whom these facts concern. What takes an entry back concerns all that the entry concerned. */
export async function touch(
  db: Db,
  touched: Touched,
  ranges: readonly Range[],
  seen = new Set<number>(),
): Promise<void> {
  for (const { table, first, last } of ranges) {
    if (!folded.has(table)) continue;
    await touchSome(db, touched, table, sql`f.id between ${first} and ${last}`, seen);
  }
}

/**
 * Whom it concerns on a day whether facts recorded after an entry count, and whether what was taken back later, until another day, does.
 * A fact without a day of its own has that of the one that it belongs to.
 */
export async function touchedSince(
  db: Db,
  { day, knownTo, annulledTo }: { readonly day: Day; readonly knownTo: number | undefined; readonly annulledTo: Day },
): Promise<Touched> {
  const touched = nothingTouched();
  const later = sql`f.happened_on > ${day} and f.happened_on <= ${annulledTo}`;
  if (knownTo === undefined) {
    await touchTargets(db, touched, later);
    return touched;
  }
  const unknown = sql`f.entry > ${knownTo} and f.happened_on <= ${day}`;
  await touchTargets(db, touched, sql`((${unknown}) or (${later}))`);
  for (const table of factTables)
    if (folded.has(table) && table !== "annulment")
      await touchSome(
        db,
        touched,
        table,
        sql`f.id >= ${await firstAfter(db, table, knownTo)} and ${happenedBy(table, day)}`,
      );
  return touched;
}

function happenedBy(table: FactTable, day: Day): RawBuilder<unknown> {
  const { columns, about } = kindOf(table);
  if ("happened_on" in columns) return sql`f.happened_on <= ${day}`;
  if (about === undefined) return sql`1 = 1`;
  const owner = sql`${sql.table(namedBy(table, about))} as w`;
  return sql`exists (select 1 from ${owner} where w.id = ${sql.ref(`f.${about}`)} and w.happened_on <= ${day})`;
}

async function touchSome(
  db: Db,
  touched: Touched,
  table: FactTable,
  within: RawBuilder<unknown>,
  seen?: Set<number>,
): Promise<void> {
  if (table === "annulment") await touchTargets(db, touched, within, seen);
  if (table === "tally")
    for (const tally of await numbers(db, sql`f.id`, sql`tally as f where f.subject is null and ${within}`))
      touched.tallies.add(tally);
  if (table === "correction")
    for (const tally of await numbers(
      db,
      sql`f.fact_id`,
      sql`correction as f where f.subject is null and f.fact = 'tally' and ${within}`,
    ))
      touched.tallies.add(tally);
  for (const { subject, from } of concernedIn(table))
    for (const number of await numbers(db, subject, sql`${from} where ${within}`)) touched.subjects.add(number);
}

/** No act takes back what comes after it, but an altered ledger may say so in a circle: each entry is looked at once. */
async function touchTargets(
  db: Db,
  touched: Touched,
  within: RawBuilder<unknown>,
  seen = new Set<number>(),
): Promise<void> {
  for (const target of await numbers(db, sql`f.target`, sql`annulment as f where ${within}`)) {
    if (seen.has(target)) continue;
    seen.add(target);
    await touch(db, touched, await factsOfEntry(db, target), seen);
  }
}

/** Where the rows `f` of a table say whom they concern: in columns of their own, else in those of the facts that they name. */
function concernedIn(
  table: FactTable,
): { readonly subject: RawBuilder<unknown>; readonly from: RawBuilder<unknown> }[] {
  const naming = Object.entries(kindOf(table).columns).flatMap(([column, { names }]) =>
    names === undefined ? [] : [{ names, column: sql.ref(`f.${column}`) }],
  );
  const rows = sql`${sql.table(table)} as f`;
  const own = naming.filter(({ names }) => names === "subject");
  if (own.length > 0) return own.map(({ column }) => ({ subject: column, from: rows }));
  const subject = sql`s.subject`;
  return naming
    .filter(({ names }) => "subject" in kindOf(names).columns)
    .flatMap(({ names, column }) =>
      [sql`join ${sql.table(names)} as s on s.id = ${column}`, ...takenTogether(names, column)].map((join) => ({
        subject,
        from: sql`${rows} ${join}`,
      })),
    );
}

/** An order counts for the findings that it takes up, and they for it, whatever subject each is about. */
function takenTogether(names: string, column: RawBuilder<unknown>): RawBuilder<unknown>[] {
  if (names === "orders")
    return [sql`join order_finding as t on t.order_id = ${column} join finding as s on s.id = t.finding`];
  if (names === "finding")
    return [sql`join order_finding as t on t.finding = ${column} join orders as s on s.id = t.order_id`];
  return [];
}

/** The different numbers in a column of some rows. */
async function numbers(db: Db, column: RawBuilder<unknown>, from: RawBuilder<unknown>): Promise<number[]> {
  const { rows } = await sql<{ number: number | null }>`select distinct ${column} as number from ${from}`.execute(db);
  return rows.flatMap(({ number }) => number ?? []);
}

/** The number of the last of the rows that an entry sealed. */
export const lastOf = ({ first, rows, last = first + rows - 1 }: Exclude<SealedRows, string>): number => last;

/** The facts that one entry recorded. */
async function factsOfEntry(db: Db, entry: number): Promise<Range[]> {
  const row = await db.selectFrom("journal").select("digests").where("seq", "=", entry).executeTakeFirst();
  const ranges: Range[] = [];
  for (const [table, sealed] of Object.entries(row ? fromJson(row.digests) : {}) as [FactTable, SealedRows][])
    if (folded.has(table))
      ranges.push(
        typeof sealed === "string"
          ? await rangeOf(db, table, entry)
          : { table, first: sealed.first, last: lastOf(sealed) },
      );
  return ranges;
}

/** Where an early entry does not say it: numbers run on from entry to entry, so that the first is found by halving. */
async function rangeOf(db: Db, table: FactTable, entry: number): Promise<Range> {
  return { table, first: await firstAfter(db, table, entry - 1), last: (await firstAfter(db, table, entry)) - 1 };
}

/** The number of the first fact of a table that a later entry recorded; one more than the last where there is none. */
async function firstAfter(db: Db, table: FactTable, entry: number): Promise<number> {
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
