/** The chain recomputed from what is there now: every row under the digest of its entry, every entry under its seal. */
import type { Kysely } from "kysely";
import { genesis, sealOf } from "../journal.ts";
import { factTables } from "../tables.ts";
import type { FactTable, JournalRow, SealedRows, Tables } from "../tables.ts";
import { codeOf } from "../tree/code.ts";
import { leafOf, stateOf } from "../tree/states.ts";
import type { Fault } from "./fault.ts";
import { quickScan } from "./quick.ts";
import { scanTable } from "./rows.ts";
import type { Run, Scan } from "./rows.ts";

export interface ChainVerdict {
  readonly entries: number;
  readonly facts: number;
  /** The check code of the ledger as it is; empty for one without entries. */
  readonly checkCode: string;
  /** By entry, those of no entry first. */
  readonly faults: readonly Fault[];
}

/**
 * Recomputes every digest and seal from the rows as they are now; `db` has to be one unchanging state. Reads each table once, and where
 * anything does not hold once more, row by row, to say which. Tables whose columns are not theirs any more (`unreadable`) are left out.
 */
export async function verifyChain(
  db: Kysely<Tables>,
  unreadable: ReadonlySet<string> = new Set<string>(),
): Promise<ChainVerdict> {
  const entries = unreadable.has("journal") ? [] : await db.selectFrom("journal").selectAll().orderBy("seq").execute();
  const foreign = new Set(entries.filter(({ origin }) => origin !== null).map(({ seq }) => seq));
  const tables = factTables.filter((table) => !unreadable.has(table));
  const scans = new Map<FactTable, Scan>();
  for (const table of tables)
    scans.set(table, (await quickScan(db, table, foreign)) ?? (await scanTable(db, table, foreign)));
  const verdict = judged(entries, scans, unreadable);
  if (verdict.faults.length === 0) return verdict;
  for (const table of tables) scans.set(table, await scanTable(db, table, foreign));
  return judged(entries, scans, unreadable);
}

function judged(
  entries: readonly JournalRow[],
  scans: ReadonlyMap<FactTable, Scan>,
  unreadable: ReadonlySet<string>,
): ChainVerdict {
  const found = [...scans.values()];
  const faults = [
    ...found.flatMap((scan) => scan.faults),
    ...entryFaults(entries),
    ...entries.flatMap((entry) => contentFaults(entry, scans, unreadable)),
    ...(unreadable.has("journal") ? [] : orphans(entries, scans)),
  ].sort((one, other) => (one.seq ?? 0) - (other.seq ?? 0));
  return {
    entries: entries.length,
    facts: found.reduce((sum, { count }) => sum + count, 0),
    checkCode: codeOf(stateOf(entries.map(({ hash }) => leafOf(hash)))),
    faults,
  };
}

function entryFaults(entries: readonly JournalRow[]): Fault[] {
  return entries.flatMap((entry, index): Fault[] => {
    const previous = entries[index - 1];
    const linked = entry.seq === (previous?.seq ?? 0) + 1 && entry.previous === (previous?.hash ?? genesis);
    if (!linked) return [{ seq: entry.seq, what: "断链", table: null }];
    return sealOf(entry) === entry.hash ? [] : [{ seq: entry.seq, what: "记录改动", table: null }];
  });
}

/** What an entry sealed and what is found under its number. */
function contentFaults(
  entry: JournalRow,
  scans: ReadonlyMap<FactTable, Scan>,
  unreadable: ReadonlySet<string>,
): Fault[] {
  const sealed = sealedDigests(entry);
  if (sealed === null) return [{ seq: entry.seq, what: "记录改动", table: null, detail: "摘要读不出来" }];
  const known = factTables.filter((table) => sealed[table] !== undefined || scans.get(table)?.runs.has(entry.seq));
  const others = Object.keys(sealed).filter((table) => !isFactTable.has(table));
  return [...known, ...others].flatMap((table): Fault[] => {
    const run = scans.get(table as FactTable)?.runs.get(entry.seq);
    const was = sealed[table];
    if (unreadable.has(table) || isAsSealed(was, run)) return [];
    const rows = rowsSealed(was) ?? (run && ([run.first, run.last] as const));
    const what = !run ? "缺少的记录" : was === undefined ? "多出的记录" : "内容改动";
    return [{ seq: entry.seq, what, table, ...(rows && { rows }) }];
  });
}

const isFactTable: ReadonlySet<string> = new Set(factTables);

/** Whether the rows are those that were sealed; an entry of before their count was sealed has the digest alone. */
function isAsSealed(was: unknown, run: Run | undefined): boolean {
  if (run === undefined) return was === undefined;
  if (typeof was === "string") return was === run.sha256;
  if (!isSealedRows(was)) return false;
  return was.sha256 === run.sha256 && was.first === run.first && was.rows === run.rows;
}

/** First and last number of the rows that were sealed, where they were counted. */
function rowsSealed(was: unknown): readonly [number, number] | undefined {
  return isSealedRows(was) ? [was.first, was.first + was.rows - 1] : undefined;
}

const isSealedRows = (was: unknown): was is Exclude<SealedRows, string> =>
  typeof was === "object" &&
  was !== null &&
  "first" in was &&
  "rows" in was &&
  typeof was.first === "number" &&
  typeof was.rows === "number";

/** Null where another program wrote something else there. */
function sealedDigests({ digests }: JournalRow): Readonly<Record<string, unknown>> | null {
  try {
    const read: unknown = JSON.parse(digests);
    return typeof read === "object" && read !== null ? (read as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

/** Rows under the number of an entry that is not in the journal. */
function orphans(entries: readonly JournalRow[], scans: ReadonlyMap<FactTable, Scan>): Fault[] {
  const known = new Set(entries.map(({ seq }) => seq));
  return [...scans].flatMap(([table, { runs }]) =>
    [...runs]
      .filter(([seq]) => !known.has(seq))
      .map(([seq, { first, last }]): Fault => ({ seq, what: "多出的记录", table, rows: [first, last] })),
  );
}
