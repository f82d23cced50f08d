/**
 * Columns of facts kept beside them, a page of 1024 facts at a time (fact_page), so that a report need not take each fact out of its
 * row. A page is written as its last fact is recorded, holds nothing that its facts do not say, and may be deleted: what has no page is
 * read from the facts.
 */
import { sql } from "kysely";
import type { RawBuilder } from "kysely";
import { columnNames, columned, pageRows, sheafOf } from "./columns.ts";
import type { Columned, Columns, Sheaf } from "./columns.ts";
import type { Reading } from "../ledger.ts";

export const isColumned = (table: string): table is Columned => table in columned;

/** Gathers the facts of one table as they are recorded, in the order of their numbers, into pages. */
export interface Pages {
  /** Gives the page that this fact is the last of; undefined where there is none, or its first facts were not seen. */
  take(columns: readonly string[], values: readonly unknown[]): FactPage | undefined;
}

export interface FactPage {
  readonly no: number;
  /** Null where the page's first facts came before. */
  readonly content: Uint8Array | null;
}

export function pagesOf(table: Columned): Pages {
  const names = columnNames(table);
  let sheaf = sheafOf(table, pageRows);
  let known: readonly string[] | undefined;
  let [idAt, places, seen] = [0, [] as readonly number[], 0];
  return {
    take: (columns, values) => {
      if (columns !== known)
        [known, idAt, places] = [columns, columns.indexOf("id"), names.map((name) => columns.indexOf(name))];
      const id = Number(values[idAt]);
      const at = (id - 1) % pageRows;
      sheaf.put(
        at,
        places.map((place) => values[place]),
      );
      seen += 1;
      if (at < pageRows - 1) return undefined;
      const page = { no: pageOf(id), content: seen === pageRows ? sheaf.page() : null };
      [sheaf, seen] = [sheafOf(table, pageRows), 0];
      return page;
    },
  };
}

/** The page that a fact stands in, from 0. */
const pageOf = (id: number): number => Math.floor((id - 1) / pageRows);

/** Keeps a page; where its content is not at hand, it is taken from the facts. */
export async function keepPage(db: Reading, table: Columned, { no, content }: FactPage): Promise<void> {
  const page = content ?? (await factsOfPage(db, table, no)).page();
  await db
    .insertInto("fact_page")
    .values({ fact: table, no, content: Buffer.from(page.buffer) })
    .execute();
}

async function factsOfPage(db: Reading, table: Columned, no: number): Promise<Sheaf> {
  const sheaf = sheafOf(table, pageRows);
  putRows(table, sheaf, { at: 0, rows: await rowsWhere(db, table, between(no * pageRows + 1, (no + 1) * pageRows)) });
  return sheaf;
}

/** Makes the pages that are missing of facts recorded before there were pages. */
export async function makePages(db: Reading): Promise<void> {
  const kept = await pageNumbers(db);
  for (const table of Object.keys(columned) as Columned[]) {
    const there = new Set(kept.get(table));
    const full = Math.floor((await lastOf(db, table)) / pageRows);
    for (let no = 0; no < full; no += 1) if (!there.has(no)) await keepPage(db, table, { no, content: null });
  }
}

/** A page that does not say what its facts say. */
export interface FaultyPage {
  readonly table: Columned;
  readonly no: number;
}

/** Compares every page with its facts. */
export async function checkPages(db: Reading): Promise<FaultyPage[]> {
  const faulty: FaultyPage[] = [];
  for (const table of Object.keys(columned) as Columned[])
    for await (const { no, content } of pagesKept(db, table)) {
      const facts = await factsOfPage(db, table, no);
      if (Buffer.compare(content, facts.page()) !== 0) faulty.push({ table, no });
    }
  return faulty;
}

/** Deletes these pages, and makes them anew from their facts. */
export async function remakePages(db: Reading, faulty: readonly FaultyPage[]): Promise<void> {
  await db.transaction().execute(async (within) => {
    for (const { table, no } of faulty)
      await within.deleteFrom("fact_page").where("fact", "=", table).where("no", "=", no).execute();
    await makePages(within);
  });
}

/** All facts of a table as columns: what has one of these pages from its page, the rest from the facts. */
export async function readColumns<T extends Columned>(
  db: Reading,
  table: T,
  kept: readonly number[],
): Promise<Columns<T>> {
  const paged = ((kept.at(-1) ?? -1) + 1) * pageRows;
  const rest = await rowsWhere(db, table, sql`id > ${paged}`);
  const sheaf = sheafOf(table, paged + rest.length);
  putRows(table, sheaf, { at: paged, rows: rest });
  if (paged > 0) await putPages(db, table, sheaf);
  return columnsOf(table, sheaf, paged + rest.length);
}

async function putPages(db: Reading, table: Columned, sheaf: Sheaf): Promise<void> {
  let at = 0;
  for await (const { no, content } of pagesKept(db, table)) {
    const first = no * pageRows;
    if (at < first) putRows(table, sheaf, { at, rows: await rowsWhere(db, table, between(at + 1, first)) });
    sheaf.putPage(first, first + 1, content);
    at = first + pageRows;
  }
}

/** Numbers of the pages there are, by table, in order. */
export async function pageNumbers(db: Reading): Promise<ReadonlyMap<string, readonly number[]>> {
  const numbers = new Map<string, number[]>();
  for (const { fact, no } of await db.selectFrom("fact_page").select(["fact", "no"]).orderBy("no").execute()) {
    const ours = numbers.get(fact);
    if (ours) ours.push(no);
    else numbers.set(fact, [no]);
  }
  return numbers;
}

/** So many pages are in memory at once. */
const together = 100;

async function* pagesKept(db: Reading, table: Columned): AsyncGenerator<{ no: number; content: Uint8Array }> {
  for (let last = -1; ;) {
    const pages = await db
      .selectFrom("fact_page")
      .select(["no", "content"])
      .where("fact", "=", table)
      .where("no", ">", last)
      .orderBy("no")
      .limit(together)
      .execute();
    yield* pages;
    if (pages.length < together) return;
    last = pages.at(-1)?.no ?? last;
  }
}

/** Some facts of a table as columns. */
export async function readSome<T extends Columned>(
  db: Reading,
  table: T,
  where: RawBuilder<unknown>,
): Promise<Columns<T>> {
  const rows = await rowsWhere(db, table, where);
  const sheaf = sheafOf(table, rows.length);
  putRows(table, sheaf, { at: 0, rows });
  return columnsOf(table, sheaf, rows.length);
}

function columnsOf<T extends Columned>(table: T, sheaf: Sheaf, count: number): Columns<T> {
  // the sheaf was made for this table
  return { count, ...sheaf.columns() } as unknown as Columns<T>;
}

async function lastOf(db: Reading, table: Columned): Promise<number> {
  const row = await db
    .selectFrom(table as "annulment")
    .select((of) => of.fn.max("id").as("last"))
    .executeTakeFirst();
  return row?.last ?? 0;
}

const between = (first: number, last: number): RawBuilder<unknown> => sql`id between ${first} and ${last}`;

type FactRow = Readonly<Record<string, unknown>>;

async function rowsWhere(db: Reading, table: Columned, where: RawBuilder<unknown>): Promise<readonly FactRow[]> {
  const names = sql.join(columnNames(table).map((name) => sql.ref(name)));
  return (await sql<FactRow>`select ${names} from ${sql.table(table)} where ${where} order by id`.execute(db)).rows;
}

function putRows(
  table: Columned,
  sheaf: Sheaf,
  { at, rows }: { readonly at: number; readonly rows: readonly FactRow[] },
): void {
  const names = columnNames(table);
  for (const [nth, row] of rows.entries())
    sheaf.put(
      at + nth,
      names.map((name) => row[name]),
    );
}
