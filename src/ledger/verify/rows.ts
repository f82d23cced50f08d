/**
 * The rows of one table of facts against the laws that hold for every row: numbered from 1 without a gap, entry after entry. Rows that
 * came from another ledger may bear their numbers there, with gaps.
 */
import { sql } from "kysely";
import type { Kysely } from "kysely";
import { tableDigest } from "../journal.ts";
import type { FactTable, Tables } from "../tables.ts";
import type { Fault } from "./fault.ts";

/** The rows that one entry added to a table, as they are now. */
export interface Run {
  readonly first: number;
  readonly last: number;
  readonly rows: number;
  readonly sha256: string;
}

export interface Scan {
  readonly count: number;
  readonly runs: ReadonlyMap<number, Run>;
  readonly faults: readonly Fault[];
}

/**
 * Reads a whole table in the order of its numbers. Every row is either part of the one run of its entry, whose digest the journal
 * seals, or a fault of its own: so no row can be added, taken away, or moved unseen, whatever its number and entry are.
 */
export async function scanTable(
  db: Kysely<Tables>,
  table: FactTable,
  foreign: ReadonlySet<number> = new Set<number>(),
): Promise<Scan> {
  const faults: Fault[] = [];
  const runs = gatherRuns();
  let [count, last] = [0, 0];
  for await (const rows of pagesOf(db, table))
    for (const row of rows) {
      const { id, entry } = row;
      count += 1;
      if (!isNumber(id) || !isNumber(entry))
        faults.push({ what: "多出的记录", table, rows: [id, id], seq: null, detail: `登记序号“${String(entry)}”` });
      else if (!runs.take(row, id, entry)) faults.push({ what: "错位的记录", table, rows: [id, id], seq: entry });
      if (!isNumber(id)) continue;
      if (id !== last + 1 && !(isNumber(entry) && foreign.has(entry)))
        faults.push({ what: "缺少的记录", table, rows: [last + 1, id - 1], seq: null });
      last = id;
    }
  return { count, runs: runs.end(), faults };
}

/** Rows that follow each other under one entry are its run; what comes under it later is not taken. */
function gatherRuns() {
  const runs = new Map<number, Run>();
  let columns: readonly string[] | undefined;
  let [current, first, last, count] = [0, 0, 0, 0];
  let digest = tableDigest();
  const close = (): void => {
    if (current > 0) runs.set(current, { first, last, rows: count, sha256: digest.end() });
    current = 0;
  };
  return {
    take: (row: Row, id: number, entry: number): boolean => {
      if (entry !== current) {
        close();
        if (runs.has(entry)) return false;
        [current, first, count, digest] = [entry, id, 0, tableDigest()];
      }
      last = id;
      count += 1;
      columns ??= Object.keys(row);
      digest.take(columns, Object.values(row));
      return true;
    },
    end: (): ReadonlyMap<number, Run> => {
      close();
      return runs;
    },
  };
}

/** Whether a row or an entry may have it for its number. */
export const isNumber = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) > 0;

/** Another program may have put anything into these. */
interface Row {
  readonly id: number;
  readonly entry: unknown;
}

const pageSize = 5_000;

/** In the order of their numbers, from the lowest there is. */
async function* pagesOf(db: Kysely<Tables>, table: FactTable): AsyncGenerator<readonly Row[]> {
  for (let from = sql`1 = 1`; ;) {
    const { rows } = await sql<Row>`
      select * from ${sql.table(table)} where ${from} order by id limit ${pageSize}`.execute(db);
    yield rows;
    const last = rows.at(-1);
    if (!last || rows.length < pageSize) return;
    from = sql`id > ${last.id}`;
  }
}
