/** The hash chain: what each command changed, one entry a command, each entry sealed over the one before. */
import type { Hash } from "node:crypto";
import type { Kysely } from "kysely";
import { quoted } from "./quoted.ts";
import type { JournalRow, Tables } from "./tables.ts";

/** The chain's beginning. */
export const genesis = "0".repeat(64);

/** Loaded with the first row that is sealed: most starts seal none. */
const sha256 = (): Hash => process.getBuiltinModule("node:crypto").createHash("sha256");

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
  const hash = sha256();
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

/** How many rows are hashed at once. */
const enough = 100;

/** The seal of an entry: over its own words, its tables' digests, the entry before, and where it came from if that is another ledger. */
export function sealOf(entry: Omit<JournalRow, "hash">): string {
  return sha256().update(sealedText(entry)).digest("hex");
}

/** What is sealed of an entry, as it is hashed. */
export function sealedText(entry: Omit<JournalRow, "hash">): string {
  const { seq, recorded_at, actor, command, happened_on, summary, digests, previous } = entry;
  const own = [seq, recorded_at, actor, command, happened_on, summary, digests, previous];
  const { origin, origin_seq, origin_hash } = entry;
  const isOwn = origin === null && origin_seq === null && origin_hash === null;
  return JSON.stringify(isOwn ? own : [...own, origin, origin_seq, origin_hash]);
}

/**
 * By what a ledger is told from others: the seal of its first entry, which nobody can change unseen and which a copy of the file keeps.
 * Null in a ledger without entries.
 */
export async function identityOf(db: Kysely<Tables>): Promise<string | null> {
  const first = await db.selectFrom("journal").select("hash").where("seq", "=", 1).executeTakeFirst();
  return first?.hash ?? null;
}

/** The check code that reports and lists bore until 2026-11-28: the beginning of a seal, e.g. 7F3A-91C2. */
export function earlierCodeOf(hash: string): string {
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

/** All entries, oldest first. */
export async function journalEntries(db: Kysely<Tables>): Promise<JournalRow[]> {
  return db.selectFrom("journal").selectAll().orderBy("seq").execute();
}

/** The entries of these numbers. */
export async function entriesOf(db: Kysely<Tables>, seqs: Iterable<number>): Promise<JournalRow[]> {
  const wanted = [...new Set(seqs)];
  return wanted.length === 0 ? [] : db.selectFrom("journal").selectAll().where("seq", "in", wanted).execute();
}

/** The entry whose seal begins with these hexadecimal digits, and how many entries there are. */
export async function entrySealedLike(
  db: Kysely<Tables>,
  start: string,
): Promise<{ readonly entry: JournalRow | null; readonly entries: number }> {
  const entry = await db.selectFrom("journal").selectAll().where("hash", "like", `${start}%`).executeTakeFirst();
  return { entry: entry ?? null, entries: (await headOf(db))?.seq ?? 0 };
}

/** When the first entry was recorded; null in a ledger without entries. */
export async function begunAt(db: Kysely<Tables>): Promise<string | null> {
  const first = await db.selectFrom("journal").select("recorded_at").where("seq", "=", 1).executeTakeFirst();
  return first?.recorded_at ?? null;
}
