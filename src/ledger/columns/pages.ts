/**
 * Columns of facts kept beside them, a page of 1024 facts at a time (fact_page), so that a report need not take each fact out of its
 * row. A page is written as its last fact is recorded, holds nothing that its facts do not say, and may be deleted: what has no page is
 * read from the facts.
 */
import { hint, next } from "../../campaign/index.ts";
import { sql } from "kysely";
import type { RawBuilder } from "kysely";
import { damaged } from "../../campaign/index.ts";
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

/** Keeps a page that was filled; and those before it, where the upgrade that was to make them was broken off. */
export async function keepPage(db: Reading, table: Columned, page: FactPage): Promise<void> {
  await writePage(db, table, page);
  if (page.no > 0 && !(await hasPage(db, table, page.no - 1))) await makePages(db);
}

/** Where the content is not at hand, it is taken from the facts; what stood in its place by mistake does not stop a recording. */
async function writePage(db: Reading, table: Columned, { no, content: known }: FactPage): Promise<void> {
  const page = known ?? (await factsOfPage(db, table, no)).page();
  const content = Buffer.from(page.buffer);
  await db
    .insertInto("fact_page")
    .values({ fact: table, no, content })
    .onConflict((conflict) => conflict.columns(["fact", "no"]).doUpdateSet({ content }))
    .execute();
}

async function hasPage(db: Reading, table: Columned, no: number): Promise<boolean> {
  const query = db.selectFrom("fact_page").select("no").where("fact", "=", table).where("no", "=", no);
  return (await query.executeTakeFirst()) !== undefined;
}

async function factsOfPage(db: Reading, table: Columned, no: number): Promise<Sheaf> {
  const sheaf = sheafOf(table, pageRows);
  putRows(table, sheaf, { at: 0, rows: await rowsWhere(db, table, between(no * pageRows + 1, (no + 1) * pageRows)) });
  return sheaf;
}

/** Makes the pages that are missing of facts recorded before there were pages. */
export async function makePages(db: Reading): Promise<void> {
  for (const table of Object.keys(columned) as Columned[]) {
    const kept = await db.selectFrom("fact_page").select("no").where("fact", "=", table).execute();
    const there = new Set(kept.map(({ no }) => no));
    const full = Math.floor((await lastOf(db, table)) / pageRows);
    for (let no = 0; no < full; no += 1) if (!there.has(no)) await writePage(db, table, { no, content: null });
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

/** All facts of a table as columns: what has a page from its page, the rest from the facts. @throws Stop when either is not whole */
export async function readColumns<T extends Columned>(db: Reading, table: T): Promise<Columns<T>> {
  const count = await lastOf(db, table);
  const sheaf = sheafOf(table, count);
  let at = 0;
  for await (const { no, content } of pagesKept(db, table)) {
    const first = no * pageRows;
    await putFacts(db, table, sheaf, { from: at, to: first });
    at = first + pageRows;
    if (at > count || !isPut(sheaf, first, content)) refuseAltered(table, no);
  }
  await putFacts(db, table, sheaf, { from: at, to: count });
  return columnsOf(table, sheaf, count);
}

/** A page that another program wrote to may hold anything. */
function isPut(sheaf: Sheaf, first: number, page: Uint8Array): boolean {
  try {
    sheaf.putPage(first, first + 1, page);
    return true;
  } catch {
    return false;
  }
}

function refuseAltered(table: Columned, no: number): never {
  damaged("page-altered", `统计用的数据（${table} 第 ${no + 1} 页）被改动过，不能据以统计`, {
    hint: hint`账本被别的程序动过：运行 ${next("verify")}，它核对全部记录，并按事实重做统计用的数据`,
  });
}

/** So many facts without a page are in memory at once: a ledger whose pages were deleted has millions. */
const stretch = 10 * pageRows;

/** Fills places from the facts themselves, whose numbers run without a gap. */
async function putFacts(
  db: Reading,
  table: Columned,
  sheaf: Sheaf,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<void> {
  for (let at = from; at < to; at += stretch) {
    const until = Math.min(at + stretch, to);
    const rows = await rowsWhere(db, table, between(at + 1, until));
    if (rows.length < until - at)
      damaged("facts-missing", `账本里少了记录：${table} 第 ${at + 1} 至 ${until} 条只有 ${rows.length} 条`, {
        hint: hint`停止登记，运行 ${next("verify")} 核对，用最近的备份恢复`,
      });
    putRows(table, sheaf, { at, rows });
  }
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
