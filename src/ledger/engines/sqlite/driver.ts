/** The connection to a ledger's file. Only `drivers` knows the packages. */
import { statSync } from "node:fs";
import { CompiledQuery, SqliteAdapter, SqliteDriver, SqliteIntrospector, SqliteQueryCompiler } from "kysely";
import type { DatabaseConnection, Dialect, SqliteDatabase, TransactionSettings } from "kysely";
import { Stop } from "../../../campaign/index.ts";
import { sqliteDriver } from "./drivers/index.ts";
import type { Connection } from "./drivers/index.ts";
import { inWords } from "./faults.ts";
import { applicationId } from "./place.ts";

/** How long a second terminal waits for the first one's transaction, milliseconds. */
const patience = 5_000;

/**
 * What is erased is overwritten in the file, too (secure_delete): a sealed text may not stay in a free page. A new ledger is marked before it turns to WAL:
 * the mark must stand in the file itself, where refuseForeignFile looks.
 */
export function connect(path: string, { mark }: { readonly mark: boolean } = { mark: false }): Connection {
  return inWords(path, () => {
    const database = sqliteDriver().open(path);
    database.exec(`pragma busy_timeout = ${patience}`);
    if (mark) database.exec(`pragma application_id = ${applicationId}`);
    database.exec(
      "pragma journal_mode = WAL; pragma synchronous = FULL; pragma cache_size = -16384; pragma secure_delete = on",
    );
    return database;
  });
}

/** A ledger in a folder where SQLite cannot lay its log beside it (an archive, a disc) is read whole, and refuses every change. */
export function connectOrLoad(path: string): Connection {
  try {
    return connect(path);
  } catch (error) {
    if (error instanceof Stop && error.problems[0]?.code === "ledger-read-only" && isWhole(path))
      return inWords(path, () => sqliteDriver().openArchive(path));
    throw error;
  }
}

/** Whether all of it is in the file itself, and the file fits into one buffer. */
function isWhole(path: string): boolean {
  const log = statSync(`${path}-wal`, { throwIfNoEntry: false });
  return (log === undefined || log.size === 0) && statSync(path).size < 2 ** 31;
}

/** Kysely's SQLite dialect with two changes: a writer takes its lock at once, and engine faults become sentences. */
export function dialectOf(database: Connection, path: string): Dialect {
  return {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new LedgerDriver(database, path),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
}

class LedgerDriver extends SqliteDriver {
  readonly #database: Connection;
  constructor(database: Connection, path: string) {
    super({ database: plainSpoken(database, path) });
    this.#database = database;
  }

  /** A deferred transaction that writes later can fail half-way when two terminals race; an immediate one waits first. */
  override async beginTransaction(connection: DatabaseConnection, settings?: TransactionSettings): Promise<void> {
    await connection.executeQuery(
      CompiledQuery.raw(settings?.accessMode === "read only" ? "begin" : "begin immediate"),
    );
  }

  /** A full disk makes SQLite take the transaction back by itself; a second rollback would hide the reason. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#database.inTransaction) await super.rollbackTransaction(connection);
  }
}

/** The driver's statements, with its error codes turned into Stops. */
function plainSpoken(database: Connection, path: string): SqliteDatabase {
  return {
    close: () => void database.close(),
    prepare: (sql) => {
      const statement = inWords(path, () => database.prepare(sql));
      return {
        reader: statement.reader,
        all: (values) => inWords(path, () => statement.all(values)),
        run: (values) => inWords(path, () => statement.run(values)),
        iterate: (values) => statement.iterate(values),
      };
    },
  };
}
