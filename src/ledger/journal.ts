/** The hash chain: what each command changed, one entry a command, each entry sealed over the one before. */
import { createHash } from "node:crypto";
import type { Hash } from "node:crypto";
import { sql } from "kysely";
import type { Kysely } from "kysely";
import { fromJson } from "./json.ts";
import { quoted } from "./quoted.ts";
import { factTables } from "./tables.ts";
import type { FactTable, JournalRow, Tables } from "./tables.ts";

/** The chain's beginning. */
export const genesis = "0".repeat(64);

/** Takes the rows of one table of one entry, in the order of their numbers: the names of the columns, and the values in the same order. */
export interface TableDigest {
  take(columns: readonly string[], values: readonly unknown[]): void;
  end(): string;
}

/**
 * A row is hashed as the JSON of its columns by name, those without a value left out, so that a column added by a later
 * migration changes no hash of the past. The names are sorted once for rows that have the same ones.
 */
export function tableDigest(): TableDigest {
  const hash: Hash = createHash("sha256");
  let columns: HashedColumn[] = [];
  let known: readonly string[] | undefined;
  let [text, rows] = ["", 0];
  return {
    take: (names, values) => {
      if (names !== known) [known, columns] = [names, hashedColumns(names)];
      let pairs = "";
      for (const column of columns) {
        const value = values[column.at];
        if (value !== null && value !== undefined) pairs += pairOf(column, value);
      }
      text += pairs === "" ? "[]\n" : `[${pairs.slice(1)}]\n`;
      rows += 1;
      if (rows < enough) return;
      hash.update(text);
      [text, rows] = ["", 0];
    },
    end: () => hash.update(text).digest("hex"),
  };
}

/** A column in its place among the others by name, and what its last value was written as: the same value often comes again. */
interface HashedColumn {
  readonly at: number;
  readonly head: string;
  value: unknown;
  pair: string;
}

function hashedColumns(names: readonly string[]): HashedColumn[] {
  return names
    .map((name, at) => ({ name, at, head: `,[${JSON.stringify(name)},`, value: undefined, pair: "" }))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}

function pairOf(column: HashedColumn, value: unknown): string {
  if (value === column.value) return column.pair;
  column.value = value;
  return (column.pair = `${column.head}${typeof value === "string" ? quoted(value) : JSON.stringify(value)}]`);
}

/** So many rows are hashed at once. */
const enough = 100;

/** The seal of an entry: over its own words, its tables' digests and the entry before. */
export function sealOf(entry: Omit<JournalRow, "hash">): string {
  const { seq, recorded_at, actor, command, happened_on, summary, digests, previous } = entry;
  return createHash("sha256")
    .update(JSON.stringify([seq, recorded_at, actor, command, happened_on, summary, digests, previous]))
    .digest("hex");
}

/** The short form of a seal that is printed on reports and lists: 8 characters, e.g. 7F3A-91C2. */
export function checkCodeOf(hash: string): string {
  return `${hash.slice(0, 4)}-${hash.slice(4, 8)}`.toUpperCase();
}

/** The last entry, or null in a new ledger. */
export async function headOf(db: Kysely<Tables>): Promise<JournalRow | null> {
  return (await db.selectFrom("journal").selectAll().orderBy("seq", "desc").limit(1).executeTakeFirst()) ?? null;
}

/** The last entries, newest first. */
export async function lastEntries(db: Kysely<Tables>, most: number): Promise<JournalRow[]> {
  return db.selectFrom("journal").selectAll().orderBy("seq", "desc").limit(most).execute();
}

/** The entries of these numbers. */
export async function entriesOf(db: Kysely<Tables>, seqs: Iterable<number>): Promise<JournalRow[]> {
  const wanted = [...new Set(seqs)];
  return wanted.length === 0 ? [] : db.selectFrom("journal").selectAll().where("seq", "in", wanted).execute();
}

export interface Verdict {
  readonly entries: number;
  readonly facts: number;
  /** The chain's present check code; empty for a ledger without entries. */
  readonly checkCode: string;
  readonly faults: readonly Fault[];
}

/** One place where the record does not hold together. */
export interface Fault {
  readonly seq: number;
  readonly what: "断链" | "内容改动" | "记录改动" | "多出的记录";
  readonly table: string | null;
}

/** Recomputes every digest and seal from the rows as they are now. Reads each table once, a page at a time. */
export async function verifyChain(db: Kysely<Tables>): Promise<Verdict> {
  const digests = new Map<number, Record<string, string>>();
  let facts = 0;
  for (const table of factTables) facts += await digestTable(db, table, digests);
  const entries = await db.selectFrom("journal").selectAll().orderBy("seq").execute();
  const faults = [...chainFaults(entries), ...contentFaults(entries, digests)].sort((a, b) => a.seq - b.seq);
  const head = entries.at(-1);
  return { entries: entries.length, facts, checkCode: head ? checkCodeOf(head.hash) : "", faults };
}

const pageSize = 5_000;

async function digestTable(
  db: Kysely<Tables>,
  table: FactTable,
  digests: Map<number, Record<string, string>>,
): Promise<number> {
  let [count, last, entry] = [0, 0, 0];
  let digest = tableDigest();
  let columns: string[] = [];
  const close = (): void => {
    if (entry) digests.set(entry, { ...digests.get(entry), [table]: digest.end() });
    digest = tableDigest();
  };
  for (;;) {
    const { rows } = await sql<{ id: number; entry: number }>`
      select * from ${sql.table(table)} where id > ${last} order by id limit ${pageSize}`.execute(db);
    for (const row of rows) {
      if (row.entry !== entry) close();
      [entry, last, count] = [row.entry, row.id, count + 1];
      if (columns.length === 0) columns = Object.keys(row);
      digest.take(columns, Object.values(row));
    }
    if (rows.length < pageSize) break;
  }
  close();
  return count;
}

function chainFaults(entries: readonly JournalRow[]): Fault[] {
  return entries.flatMap((entry, index): Fault[] => {
    const previous = entries[index - 1];
    const linked = entry.seq === (previous?.seq ?? 0) + 1 && entry.previous === (previous?.hash ?? genesis);
    if (!linked) return [{ seq: entry.seq, what: "断链", table: null }];
    return sealOf(entry) === entry.hash ? [] : [{ seq: entry.seq, what: "记录改动", table: null }];
  });
}

function contentFaults(entries: readonly JournalRow[], found: ReadonlyMap<number, Record<string, string>>): Fault[] {
  const known = new Set(entries.map((entry) => entry.seq));
  const changed = entries.flatMap((entry): Fault[] => {
    const sealed = fromJson(entry.digests);
    const actual = found.get(entry.seq) ?? {};
    return factTables
      .filter((table) => sealed[table] !== actual[table])
      .map((table) => ({ seq: entry.seq, what: "内容改动", table }));
  });
  const orphans = [...found].filter(([seq]) => !known.has(seq));
  return [
    ...changed,
    ...orphans.map(([seq, tables]): Fault => ({ seq, what: "多出的记录", table: Object.keys(tables).join("、") })),
  ];
}
