/** A ledger in one SQLite file on the inspector's laptop. The only file that knows the driver. */
import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { dirname } from "node:path";
import Database from "better-sqlite3";
import { CompiledQuery, Kysely, SqliteAdapter, SqliteDriver, SqliteIntrospector, SqliteQueryCompiler } from "kysely";
import type { DatabaseConnection, Dialect, SqliteDatabase, TransactionSettings } from "kysely";
import { Stop, misuse, refuse } from "../campaign/index.ts";
import type { Engine } from "./engine.ts";
import type { Tables } from "./tables.ts";

/** Marks the file as a tuban ledger ("tubn"), so that another program's database is never taken for one. */
const applicationId = 0x7475626e;

/** How long a second terminal waits for the first one's transaction, milliseconds. */
const patience = 5_000;

/** Opens an existing ledger file. @throws Stop when it is missing, unreadable, or no ledger */
export function openSqlite(path: string): Engine {
  if (!existsSync(path))
    misuse("ledger-missing", `找不到账本文件：${path}`, { hint: "先运行 tuban init 建账，或用 --ledger 指明账本" });
  refuseForeignFile(path);
  return engineOf(path, connectOrLoad(path));
}

/** Creates a new, empty ledger file. @throws Stop when something is already there, or the folder cannot be written */
export function createSqlite(path: string): Engine {
  if (existsSync(path))
    refuse("ledger-exists", `账本已存在，不会覆盖：${path}`, { hint: "换一个文件名，或先把旧账本移走" });
  refuseUnwritable(dirname(path));
  return engineOf(path, connect(path, { mark: true }));
}

/** A new ledger is marked before it turns to WAL: the mark must stand in the file itself, where refuseForeignFile looks. */
function connect(path: string, { mark }: { readonly mark: boolean } = { mark: false }): Database.Database {
  return inWords(path, () => {
    const database = new Database(path, { timeout: patience });
    if (mark) database.pragma(`application_id = ${applicationId}`);
    database.pragma("journal_mode = WAL");
    database.pragma("synchronous = FULL");
    database.pragma("cache_size = -16384");
    return database;
  });
}

/** A ledger in a folder where SQLite cannot lay its log beside it (an archive, a disc) is read whole, and refuses every change. */
function connectOrLoad(path: string): Database.Database {
  try {
    return connect(path);
  } catch (error) {
    if (error instanceof Stop && error.problems[0]?.code === "ledger-read-only" && isWhole(path)) return load(path);
    throw error;
  }
}

/** Whether all of it is in the file itself, and the file fits into one buffer. */
function isWhole(path: string): boolean {
  const log = statSync(`${path}-wal`, { throwIfNoEntry: false });
  return (log === undefined || log.size === 0) && statSync(path).size < 2 ** 31;
}

function load(path: string): Database.Database {
  const bytes = readFileSync(path);
  // these two say that it is written with a log beside it (2) or without (1)
  bytes.fill(1, 18, 20);
  return inWords(path, () => new Database(bytes, { readonly: true }));
}

function engineOf(path: string, database: Database.Database): Engine {
  const db = new Kysely<Tables>({ dialect: dialectOf(database, path) });
  return {
    db,
    place: path,
    run: async (sql) => void inWords(path, () => database.exec(sql)),
    lock: async () => undefined,
    copyBefore: async (migration) => copied(path, database, `${path}.${migration}之前`),
    appendOnly: (table) =>
      ["update", "delete"]
        .map(
          (act) =>
            `create trigger ${table}_no_${act} before ${act} on ${table} begin select raise(abort, 'facts are only appended'); end;`,
        )
        .join("\n"),
    inserter: (_db, table, columns) => {
      const insert = database.prepare(
        `insert into ${table} (${columns.join(", ")}) values (${columns.map(() => "?").join(", ")})`,
      );
      return (values) => {
        try {
          insert.run(values);
        } catch (error) {
          throw stopOf(error, path) ?? error;
        }
      };
    },
    version: async () => database.pragma("user_version", { simple: true }) as number,
    markVersion: (no) => `pragma user_version = ${no};`,
    close: async () => {
      await db.destroy();
    },
  };
}

/** A copy of the whole ledger, put in its place when it is complete. */
function copied(path: string, database: Database.Database, stem: string): string {
  const unfinished = `${stem}.${process.pid}.tmp`;
  try {
    rmSync(unfinished, { force: true });
    inWords(path, () => database.prepare("vacuum into ?").run(unfinished));
    const copy = freeName(stem, ".bak");
    renameSync(unfinished, copy);
    return copy;
  } finally {
    rmSync(unfinished, { force: true });
  }
}

/** A copy of an earlier upgrade is left as it is. */
function freeName(stem: string, extension: string): string {
  for (let no = 1; ; no += 1) {
    const name = no === 1 ? `${stem}${extension}` : `${stem}（${no}）${extension}`;
    if (!existsSync(name)) return name;
  }
}

/** Kysely's SQLite dialect with two changes: a writer takes its lock at once, and engine faults become sentences. */
function dialectOf(database: Database.Database, path: string): Dialect {
  return {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new LedgerDriver(database, path),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
}

class LedgerDriver extends SqliteDriver {
  readonly #database: Database.Database;
  constructor(database: Database.Database, path: string) {
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
function plainSpoken(database: Database.Database, path: string): SqliteDatabase {
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

/** @throws Stop for what the user can do something about, the engine's own error otherwise */
function inWords<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw stopOf(error, path) ?? error;
  }
}

function stopOf(error: unknown, path: string): Stop | null {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const stop = (exit: 1 | 2 | 4, name: string, message: string, hint: string): Stop =>
    new Stop(exit, [{ code: name, message, hint }]);
  if (code === "ERR_DLOPEN_FAILED" || (error instanceof Error && error.message.includes("bindings file")))
    return stop(
      2,
      "driver-missing",
      "数据库驱动没有装好，或是为另一个版本的 Node.js 装的",
      "在 tuban 的文件夹里运行 npm rebuild better-sqlite3，再试一次",
    );
  if (code.startsWith("SQLITE_BUSY"))
    return stop(1, "ledger-busy", `账本正被另一个终端使用：${path}`, "等那边的命令结束后再试一次");
  if (code === "SQLITE_FULL") return stop(1, "disk-full", `磁盘已满，没有写入任何内容：${path}`, "腾出空间后再试一次");
  if (code.startsWith("SQLITE_READONLY") || code === "SQLITE_CANTOPEN" || code === "SQLITE_PERM")
    return stop(1, "ledger-read-only", `账本或所在文件夹不可写：${path}`, "检查文件夹权限，或把账本移到可写的位置");
  if (code.startsWith("SQLITE_IOERR"))
    return stop(1, "ledger-io", `读写账本时磁盘出错，没有写入任何内容：${path}`, "检查磁盘和剩余空间后再试一次");
  if (code === "SQLITE_NOTADB")
    return stop(2, "ledger-foreign", `这不是账本文件：${path}`, "用 --ledger 指明正确的账本");
  if (code.startsWith("SQLITE_CORRUPT"))
    return stop(
      4,
      "ledger-damaged",
      `账本文件已损坏：${path}`,
      "停止使用，用最近的备份恢复（tuban.db 旁的 .bak 文件）；从别处拷来的，也许没有拷全，重新拷一次",
    );
  return null;
}

function refuseForeignFile(path: string): void {
  const head = headOf(path);
  if (head.length === 0)
    misuse("ledger-empty", `账本文件是空的，一个字节也没有：${path}`, {
      hint: "多半是拷贝没有拷完：从备份或原来的电脑重新拷一份；确实要从头建账的，先删去这个文件，再 tuban init",
    });
  const foreign =
    head.length < 72 ||
    head.subarray(0, 15).toString("latin1") !== "SQLite format 3" ||
    head.readUInt32BE(68) !== applicationId;
  if (foreign)
    misuse("ledger-foreign", `这不是 tuban 账本文件：${path}`, {
      hint: "用 --ledger 指明正确的账本，或用 tuban init 新建",
    });
}

function headOf(path: string): Buffer {
  try {
    const file = openSync(path, "r");
    const head = Buffer.alloc(100);
    const length = readSync(file, head, 0, 100, 0);
    closeSync(file);
    return head.subarray(0, length);
  } catch {
    return misuse("ledger-unreadable", `打不开账本文件：${path}`, { hint: "检查路径和读取权限" });
  }
}

function refuseUnwritable(folder: string): void {
  try {
    accessSync(folder, constants.W_OK);
  } catch {
    refuse("ledger-read-only", `文件夹不存在或不可写：${folder}`, {
      hint: "换一个可写的文件夹，或用 --ledger 指明位置",
    });
  }
}
