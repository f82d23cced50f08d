/** How an entry is written: the facts of one command in one transaction, their digests, spans and the seal. Loaded with the first act; reading needs none of it. */
import { Stop, hint, next } from "../campaign/index.ts";
import type { AnyRow, Day, New } from "../campaign/index.ts";
import type { Appender, Engine } from "./engines/engine.ts";
import { genesis, headOf, sealOf, tableDigest } from "./journal.ts";
import type { TableDigest } from "./journal.ts";
import { toJson } from "./json.ts";
import { spanKeeper } from "./spans/keep.ts";
import type { SpanKeeper } from "./spans/keep.ts";
import { lastOf } from "./spans/touched.ts";
import type { Range } from "./spans/touched.ts";
import type { Db, FactTable, FactTables, JournalRow, SealedRows } from "./tables.ts";

/** Who does what, and on which day it happened. */
export interface Act {
  readonly command: string;
  readonly actor: string;
  readonly on: Day;
  /** Decide and count everything, then take it all back; asked when the work is done. */
  readonly dryRun?: boolean;
  /** Of an act that another ledger recorded first. */
  readonly origin?: EntryOrigin;
}

/** Where an entry comes from: the identity of that ledger, its number and its seal there, and the moment it was recorded, where that is kept. */
export interface EntryOrigin {
  readonly ledger: string;
  readonly seq: number;
  readonly hash: string;
  readonly recordedAt?: string;
}

/** Writes the next entry of those that are recorded together. */
export type RecordNext = <T>(act: Act, work: (entry: Entry) => Promise<T>) => Promise<Recorded<T>>;

export interface Recorded<T> {
  readonly value: T;
  /** Number of the journal entry; null when there was nothing to record or on a dry run. */
  readonly seq: number | null;
}

/** The journal entry being written. */
export interface Entry {
  readonly seq: number;
  readonly db: Db;
  /** Appends one fact and gives its number. */
  add<T extends FactTable>(table: T, row: New<FactTables[T]>): Promise<number>;
  /** Appends many facts of one table; every row has the same columns. Gives the number of the first. */
  addMany<T extends FactTable>(table: T, rows: Iterable<New<FactTables[T]>>): Promise<number>;
  /** Puts rows of another ledger here under the numbers that they have there: above all that there are, in their order. */
  put(table: FactTable, rows: Iterable<AnyRow>): Promise<void>;
  /** What `tuban log` will say of it, in one sentence. */
  describe(summary: string): void;
}

/** The facts' own clock: the moment of recording. */
export type Clock = () => Date;

/** After so long a wait for others it is said, milliseconds. */
const longWait = 3_000;

class DryRun extends Error {}

/** Where entries are written. */
export interface RecordingDesk {
  readonly engine: Engine;
  readonly clock: Clock;
  readonly waits: () => void;
}

/** Keeps other writers out; says so when it has to wait long for them. */
async function lockOn({ engine, waits }: RecordingDesk, db: Db): Promise<void> {
  const timer = setTimeout(waits, longWait);
  await engine.lock(db).finally(() => clearTimeout(timer));
}

export async function recordIn<T>(
  desk: RecordingDesk,
  work: (record: RecordNext, db: Db) => Promise<T>,
  isDryRun: () => boolean,
): Promise<T> {
  const { engine, clock } = desk;
  let outcome: { readonly value: T } | undefined;
  let sealed: Sealed | null = null;
  try {
    await engine.db.transaction().execute(async (db) => {
      await lockOn(desk, db);
      const drafts = await draftEntries(engine, db);
      const next: RecordNext = async (act, its) => {
        const draft = drafts.begin();
        const value = await its(draft.entry);
        const written = isDryRun() ? null : await draft.seal(act, clock().toISOString());
        sealed = written ?? sealed;
        return { value, seq: written?.seq ?? null };
      };
      const value = await work(next, db);
      const dryRun = isDryRun();
      if (!dryRun) await drafts.settle();
      outcome = { value };
      if (dryRun) throw new DryRun();
    });
  } catch (error) {
    const isDone = error instanceof DryRun || (sealed && engine.isLost(error) && (await isThere(engine, sealed)));
    if (!isDone) throw error;
  }
  if (!outcome) throw new Error("a recording ended without an outcome");
  return outcome.value;
}

type Sealed = Pick<JournalRow, "seq" | "hash">;

/**
 * Whether an entry is in the ledger, asked when the answer to its commit was lost: it is never recorded a second time. Its seal tells it
 * from an entry of another one. @throws Stop "commit-unknown" when the ledger cannot be reached again
 */
export async function isThere(engine: Engine, { seq, hash }: Sealed): Promise<boolean> {
  try {
    const found = await engine.db.transaction().execute(async (db) => {
      // waits for the commit, should the server still be at it
      await engine.lock(db);
      return db.selectFrom("journal").select("hash").where("seq", "=", seq).executeTakeFirst();
    });
    return found?.hash === hash;
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    throw new Stop(1, [
      {
        code: "commit-unknown",
        message: `连接在登记完的一刻断了，不知道这一次登记进去没有：${engine.place}`,
        hint: hint`网络恢复后先用 ${next("log")} 看最后一条，没有的再登记一次`,
      },
    ]);
  }
}

interface EntryDraft {
  readonly entry: Entry;
  /** Writes the journal row; null when no fact was added. */
  seal(act: Act, recordedAt: string): Promise<Sealed | null>;
}

/** The entries of one transaction, one after the other, and the spans that they concern, folded once in the end. */
interface EntryDrafts {
  begin(): EntryDraft;
  settle(): Promise<void>;
}

async function draftEntries(engine: Engine, db: Db): Promise<EntryDrafts> {
  let head: Sealed | null = await headOf(db);
  const spans = spanKeeper(engine, db);
  const ranges: Range[] = [];
  const begin = (): EntryDraft => {
    const seq = (head?.seq ?? 0) + 1;
    const facts = factWriter(engine, db, seq, spans);
    let summary = "";
    const entry: Entry = {
      seq,
      db,
      addMany: facts.addMany,
      add: (table, row) => facts.addMany(table, [row]),
      put: facts.put,
      describe: (words) => void (summary = words),
    };
    const seal = async (act: Act, recordedAt: string): Promise<Sealed | null> => {
      const digests = facts.digests();
      if (digests.length === 0) return null;
      for (const [table, rows] of digests) ranges.push({ table, first: rows.first, last: lastOf(rows) });
      const { origin } = act;
      const row = {
        seq,
        recorded_at: origin?.recordedAt ?? recordedAt,
        actor: act.actor,
        command: act.command,
        happened_on: act.on,
        summary,
        digests: toJson(Object.fromEntries(digests)),
        previous: head?.hash ?? genesis,
        origin: origin?.ledger ?? null,
        origin_seq: origin?.seq ?? null,
        origin_hash: origin?.hash ?? null,
      };
      const hash = sealOf(row);
      await db
        .insertInto("journal")
        .values({ ...row, hash })
        .execute();
      head = { seq, hash };
      return head;
    };
    return { entry, seal };
  };
  return { begin, settle: () => spans.settle(ranges) };
}

/** Appends facts of one entry, and takes them into the digests and the spans as they come. */
interface FactWriter {
  readonly addMany: Entry["addMany"];
  readonly put: Entry["put"];
  /** Of each table that has been added to, what is sealed of its rows; they are complete then. */
  readonly digests: () => [FactTable, Exclude<SealedRows, string>][];
}

function factWriter(engine: Engine, db: Db, seq: number, spans: SpanKeeper): FactWriter {
  const added = new Map<FactTable, Added>();
  const addedTo = async (table: FactTable): Promise<Added> => {
    const known = added.get(table);
    if (known) return known;
    const first = await nextNumber(db, table);
    const rows = { first, last: first - 1, rows: 0, digest: tableDigest(), insert: null };
    added.set(table, rows);
    return rows;
  };
  /** The one made before for the same columns: a large list comes in thousands of stretches. */
  const insertOf = (ours: Added, table: FactTable, columns: readonly string[]): Insert => {
    const { insert } = ours;
    if (insert?.columns.join() === columns.join()) return insert;
    return (ours.insert = { columns, write: engine.appender(table, columns) });
  };
  const write = async (table: FactTable, rows: Iterable<object>, idOf: (row: object) => number): Promise<void> => {
    const ours = await addedTo(table);
    let insert: Insert | undefined;
    for (const row of rows) {
      insert ??= insertOf(ours, table, ["id", "entry", ...columnsOf(row)]);
      const { columns, write: append } = insert;
      const values: unknown[] = [(ours.last = idOf(row)), seq];
      ours.rows += 1;
      for (let at = 2; at < columns.length; at += 1) values.push(row[columns[at] as keyof typeof row]);
      const kept = spans.take(table, columns, values);
      if (kept) await kept;
      ours.digest.take(columns, values);
      const written = append(values);
      if (written) await written;
    }
  };
  return {
    addMany: async (table, rows) => {
      const ours = await addedTo(table);
      const first = ours.last + 1;
      await write(table, rows, () => ours.last + 1);
      return first;
    },
    put: async (table, rows) => {
      const ours = await addedTo(table);
      await write(table, rows, (row) => {
        const { id } = row as AnyRow;
        if (ours.rows === 0) ours.first = id;
        return id;
      });
    },
    digests: () =>
      [...added]
        .filter(([, { rows }]) => rows > 0)
        .map(([table, { first, last, rows, digest }]) => [
          table,
          { first, rows, sha256: digest.end(), ...(last === first + rows - 1 ? {} : { last }) },
        ]),
  };
}

const columnsOf = (row: object): string[] => Object.keys(row).filter((name) => name !== "id" && name !== "entry");

/** The rows of one table that one entry adds. */
interface Added {
  first: number;
  /** The number given last; one less than the first before there is any. */
  last: number;
  rows: number;
  readonly digest: TableDigest;
  insert: Insert | null;
}

interface Insert {
  readonly columns: readonly string[];
  readonly write: Appender;
}

async function nextNumber(db: Db, table: FactTable): Promise<number> {
  const row = await db
    .selectFrom(table as "annulment")
    .select((of) => of.fn.max("id").as("last"))
    .executeTakeFirst();
  return (row?.last ?? 0) + 1;
}
