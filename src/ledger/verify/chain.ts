/** The chain recomputed from what is there now: every row under the digest of its entry, every entry under its seal. */
import type { Kysely } from "kysely";
import { checkCodeOf, genesis, sealOf } from "../journal.ts";
import { factTables } from "../tables.ts";
import type { FactTable, JournalRow, Tables } from "../tables.ts";
import type { Fault } from "./fault.ts";
import { scanTable } from "./rows.ts";
import type { Scan } from "./rows.ts";

export interface Verdict {
  readonly entries: number;
  readonly facts: number;
  /** The chain's present check code; empty for a ledger without entries. */
  readonly checkCode: string;
  /** By entry, those of no entry first. */
  readonly faults: readonly Fault[];
}

/**
 * Recomputes every digest and seal from the rows as they are now. Reads each table once, a page at a time; `db` has to be one
 * unchanging state. Tables whose columns are not theirs any more (`unreadable`) are left out.
 */
export async function verifyChain(
  db: Kysely<Tables>,
  unreadable: ReadonlySet<string> = new Set<string>(),
): Promise<Verdict> {
  const scans = new Map<FactTable, Scan>();
  for (const table of factTables) if (!unreadable.has(table)) scans.set(table, await scanTable(db, table));
  const entries = unreadable.has("journal") ? [] : await db.selectFrom("journal").selectAll().orderBy("seq").execute();
  const found = [...scans.values()];
  const faults = [
    ...found.flatMap((scan) => scan.faults),
    ...entryFaults(entries),
    ...entries.flatMap((entry) => contentFaults(entry, scans, unreadable)),
    ...(unreadable.has("journal") ? [] : orphans(entries, scans)),
  ].sort((one, other) => (one.seq ?? 0) - (other.seq ?? 0));
  const head = entries.at(-1);
  return {
    entries: entries.length,
    facts: found.reduce((sum, { count }) => sum + count, 0),
    checkCode: head ? checkCodeOf(head.hash) : "",
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
  const tables = new Set([...factTables, ...Object.keys(sealed)]);
  return [...tables].flatMap((table): Fault[] => {
    const run = scans.get(table as FactTable)?.runs.get(entry.seq);
    if (unreadable.has(table) || sealed[table] === run?.sha256) return [];
    const rows = run && ([run.first, run.last] as const);
    if (!run) return [{ seq: entry.seq, what: "缺少的记录", table }];
    return [
      { seq: entry.seq, what: sealed[table] === undefined ? "多出的记录" : "内容改动", table, ...(rows && { rows }) },
    ];
  });
}

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
