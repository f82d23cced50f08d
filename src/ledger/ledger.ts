/** One ledger: facts go in through `record`, one transaction and one journal entry a command; everything else reads. */
import { Stop, hint, next } from "../campaign/index.ts";
import type { Engine } from "./engines/engine.ts";
import type { Upgrade } from "./engines/migrate.ts";
import { newestMigration } from "./migrations/newest.ts";
import type { Act, Clock, Entry, RecordNext, Recorded } from "./recording.ts";
import { lawVersion, spansVersion } from "./spans/law-version.ts";
import { traitsLast } from "./spans/traits.ts";
import type { Fault } from "./verify/fault.ts";
import type { Db } from "./tables.ts";

/** What reading functions take: the ledger outside, or the transaction inside, a recording. */
export interface Ledger {
  readonly db: Db;
  /**
   * Runs `work` in one transaction that keeps other writers out, so that what it reads still holds when it writes.
   * Inside, read through `entry.db`: the ledger's own `db` waits for the transaction to end.
   */
  record<T>(act: Act, work: (entry: Entry) => Promise<T>): Promise<Recorded<T>>;
  /** The same for several entries, one after the other: all of them or none. On a dry run none, and everything is counted. */
  recordAll<T>(work: (record: RecordNext, db: Db) => Promise<T>, dryRun?: boolean): Promise<T>;
  /** Runs `work` over one unchanging state of the ledger. */
  read<T>(work: (db: Db) => Promise<T>): Promise<T>;
  /** What another program did to the store itself, of the state that `read` gives: its schema, its indexes. */
  storeFaults(db: Db): Promise<readonly Fault[]>;
  /** Writes a whole copy to a new file while others go on recording; null where the ledger is on a server. */
  readonly copyTo: ((path: string) => Promise<void>) | null;
  close(): Promise<void>;
}

export type { New } from "../campaign/index.ts";
export type { Act, Clock, Entry, RecordNext, Recorded } from "./recording.ts";

/** Who is told what takes long: that a ledger is brought up to date, that others are recording. */
export interface Onlooker {
  upgrades(): void;
  upgraded(upgrade: Upgrade): void;
  waits(): void;
}

/** A ledger over an engine, its shape brought up to date. @throws Stop from migrate; the engine is closed then, so that no command waits for its connection */
export async function ledgerOn(engine: Engine, clock: Clock, onlooker?: Onlooker): Promise<Ledger> {
  const upgrade = await upgraded(engine, clock().toISOString().slice(0, 10), () => onlooker?.upgrades()).catch(
    async (error: unknown) => {
      await engine.close();
      throw error;
    },
  );
  if (upgrade) onlooker?.upgraded(upgrade);
  const desk = { engine, clock, waits: () => onlooker?.waits() };
  return {
    db: engine.db,
    record: async (act, work) =>
      (await import("./recording.ts")).recordIn(
        desk,
        (next) => next(act, work),
        () => act.dryRun === true,
      ),
    recordAll: async (work, dryRun = false) => (await import("./recording.ts")).recordIn(desk, work, () => dryRun),
    read: (work) =>
      engine.db
        .transaction()
        .setIsolationLevel("repeatable read")
        .setAccessMode("read only")
        .execute((db) => {
          traitsLast(db);
          return work(db);
        }),
    storeFaults: (db) => engine.faults(db),
    copyTo: engine.copyTo,
    close: () => engine.close(),
  };
}

/** @throws Stop "ledger-upgrade-forbidden" where the ledger is of an older version, and this login may not change its shape */
async function upgraded(engine: Engine, today: string, begins: () => void): Promise<Upgrade | null> {
  try {
    // what brings it up to date is loaded where something is to be brought
    const isOfToday = (await engine.version(engine.db)) === newestMigration;
    const upgrade = isOfToday ? null : await (await import("./engines/migrate.ts")).migrate(engine, today, { begins });
    if ((await spansVersion(engine.db)) !== lawVersion)
      await (await import("./spans/keep.ts")).bringSpansUpToDate(engine);
    return upgrade;
  } catch (error) {
    if (!(error instanceof Stop) || error.problems[0]?.code !== "ledger-forbidden") throw error;
    throw new Stop(1, [
      {
        code: "ledger-upgrade-forbidden",
        message: `账本是旧版本的 tuban 写的，你的账号不能升级它：${engine.place}`,
        hint: hint`请建账的账号先用新版本打开一次，再运行一次 ${next("ledger roles")}；在那以前用旧版本`,
      },
    ]);
  }
}
