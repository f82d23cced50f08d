/** A whole ledger written into a new one, of the same engine or the other: every row as it is, so that seals and check codes stay what they were. */
import { sql } from "kysely";
import { Stop, hint, next, refuse } from "../campaign/index.ts";
import type { Engine } from "./engines/engine.ts";
import { headOf } from "./journal.ts";
import { isThere } from "./recording.ts";
import { factTables } from "./tables.ts";
import type { Db, FactTable, JournalRow, Tables } from "./tables.ts";
import { verifyChain } from "./verify/chain.ts";
import type { ChainVerdict } from "./verify/chain.ts";

/** How far a copy has come, in rows. */
export interface CopyProgress {
  readonly done: number;
  readonly total: number;
}

/** The columns that tell the rows of a table apart: the table is read in their order. */
type Key = readonly string[];

/** What a ledger has besides its facts. What is derived is copied, too: making it anew costs more than reading it. */
const besides = {
  journal: ["seq"],
  setting: ["name"],
  draft: ["campaign", "subject", "task", "item"],
  sealed_text: ["of_entry", "field"],
  sign_page: ["no"],
  trait: ["id"],
  file_piece: ["sha256", "no"],
  span: ["kind", "subject", "thing", "since", "trait"],
} as const satisfies Record<Exclude<keyof Tables, FactTable>, Key>;

const tables: readonly (readonly [table: string, key: Key])[] = [
  ...factTables.map((table) => [table, ["id"]] as const),
  ...Object.entries(besides),
];

/**
 * Copies all rows of one unchanging state (`source`) into an empty ledger, and recomputes the chain from what arrived; all in one
 * transaction, so that there is a whole copy or none; `also` is done within it, when all rows are there.
 * @throws Stop copy-target-used · copy-unsound · commit-unknown, and what the engines report
 */
export async function copyRows(
  source: Db,
  target: Engine,
  tell: (progress: CopyProgress) => void,
  also: (db: Db) => Promise<void> = async () => undefined,
): Promise<ChainVerdict> {
  const head = await headOf(source);
  let verdict: ChainVerdict | undefined;
  try {
    await target.db.transaction().execute(async (db) => {
      await target.lock(db);
      await refuseUsed(db, target.place);
      for (const derived of ["span", "trait", "setting"] as const) await db.deleteFrom(derived).execute();
      await copyTables(source, target, db, tell);
      await also(db);
      verdict = await checked(db, head);
    });
  } catch (error) {
    if (!(verdict && head && target.isLost(error) && (await isThere(target, head)))) throw error;
  }
  if (!verdict) throw new Error("a copy ended without a verdict");
  return verdict;
}

async function copyTables(source: Db, target: Engine, db: Db, tell: (progress: CopyProgress) => void): Promise<void> {
  const counts = new Map<string, number>();
  for (const [table] of tables) counts.set(table, await countOf(source, table));
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  let done = 0;
  for (const [table, key] of tables) {
    for await (const rows of pagesOf(source, table, key)) {
      await append(target, table, rows);
      done += rows.length;
      tell({ done, total });
    }
    if ((await countOf(db, table)) !== counts.get(table)) throw new Error(`rows of ${table} did not arrive`);
  }
}

/** @throws Stop when something was recorded there already */
async function refuseUsed(db: Db, place: string): Promise<void> {
  if (await headOf(db))
    refuse("copy-target-used", `那里的账本已经有登记，不会覆盖：${place}`, {
      hint: "复制只写进新的账本：换一个文件名、一个空的数据库，或在地址后加 ?schema=另一个名称",
    });
}

/** @throws Stop when what arrived is not what its entries sealed: then it was not so in the source either */
async function checked(db: Db, head: JournalRow | null): Promise<ChainVerdict> {
  const verdict = await verifyChain(db);
  if (verdict.faults.length > 0 || (await headOf(db))?.hash !== head?.hash)
    throw new Stop(4, [
      {
        code: "copy-unsound",
        message: `原来的账本核对不过（${verdict.faults.length} 处不符），没有复制`,
        hint: hint`先对原来的账本运行 ${next("verify")}，按它说的从备份恢复`,
      },
    ]);
  return verdict;
}

async function append(target: Engine, table: string, rows: readonly Row[]): Promise<void> {
  const [first] = rows;
  if (!first) return;
  const columns = Object.keys(first);
  const write = target.appender(table, columns);
  for (const row of rows) {
    const written = write(columns.map((column) => row[column]));
    if (written) await written;
  }
}

async function countOf(db: Db, table: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*) as count from ${sql.table(table)}`.execute(db);
  return rows[0]?.count ?? 0;
}

type Row = Readonly<Record<string, unknown>>;

/** How many rows are in memory at a time; pieces of files are a megabyte each. */
const pageOf = (table: string): number => (table === "file_piece" ? 10 : 5_000);

/** All rows in the order of their key. */
async function* pagesOf(db: Db, table: string, key: Key): AsyncGenerator<readonly Row[]> {
  const pageSize = pageOf(table);
  const columns = sql.join(key.map((column) => sql.ref(column)));
  for (let from = sql`1 = 1`; ;) {
    const { rows } = await sql<Row>`
      select * from ${sql.table(table)} where ${from} order by ${columns} limit ${pageSize}`.execute(db);
    yield rows;
    const last = rows.at(-1);
    if (!last || rows.length < pageSize) return;
    from = sql`(${columns}) > (${sql.join(key.map((column) => last[column]))})`;
  }
}
