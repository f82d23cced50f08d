/** A ledger in one SQLite file on the inspector's laptop. */
import { hint, next, particular } from "../../../campaign/index.ts";
import { existsSync, renameSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { Kysely } from "kysely";
import { misuse, refuse } from "../../../campaign/index.ts";
import type { Tables } from "../../tables.ts";
import type { Engine } from "../engine.ts";
import { connect, connectOrLoad, dialectOf } from "./driver.ts";
import type { Connection } from "./drivers/index.ts";
import { inWords } from "./faults.ts";
import { guards, noteHolder } from "./guards.ts";
import { freeName, makePrivate, refuseForeignFile, refuseUnwritable } from "./place.ts";
import { appenderTo } from "./rows.ts";
import type { Schema } from "./schema.ts";

/** Opens an existing ledger file. @throws Stop when it is missing, unreadable, or no ledger */
export function openSqlite(path: string): Engine {
  if (!existsSync(path))
    misuse("ledger-missing", `找不到账本文件：${path}`, {
      hint: hint`先运行 ${next("init")} 建账，或用 ${particular({ ledger: true })} 指明账本`,
    });
  refuseForeignFile(path);
  return engineOf(path, connectOrLoad(path));
}

/** Creates a new, empty ledger file. @throws Stop when something is already there, or the folder cannot be written */
export function createSqlite(path: string): Engine {
  if (existsSync(path))
    refuse("ledger-exists", `账本已存在，不会覆盖：${path}`, { hint: "换一个文件名，或先把旧账本移走" });
  refuseUnwritable(dirname(path));
  if (path !== ":memory:") inWords(path, () => makePrivate(path));
  return engineOf(path, connect(path, { mark: true }));
}

function engineOf(path: string, database: Connection): Engine {
  const db = new Kysely<Tables>({ dialect: dialectOf(database, path) });
  return {
    db,
    place: path,
    // one connection has the file open: every transaction is on it
    run: async (_db, sql) => void inWords(path, () => database.exec(sql)),
    lock: async () => (path === ":memory:" ? undefined : noteHolder(path)),
    isLost: () => false,
    copyBefore: async (migration) => copied(path, database, `${path}.${migration}之前`),
    copyTo: async (copy) => copyInto(database, copy),
    guards,
    faults: async (on) => (await import("./schema.ts")).schemaFaultsOf(on, await (freshSchema ??= schemaOfFresh())),
    appender: (table, columns) => appenderTo(database, { path, table, columns }),
    version: async () => userVersion(database),
    markVersion: (no) => `pragma user_version = ${no};`,
    close: () => db.destroy(),
  };
}

function userVersion(database: Connection): number {
  const [row] = database.prepare("pragma user_version").all([]) as readonly { readonly user_version: number }[];
  return row?.user_version ?? 0;
}

/** Of a ledger without facts, as this program makes it. */
let freshSchema: Promise<Schema> | undefined;

async function schemaOfFresh(): Promise<Schema> {
  const fresh = engineOf(":memory:", connect(":memory:"));
  const [{ migrate }, { schemaOf }] = await Promise.all([import("../migrate.ts"), import("./schema.ts")]);
  try {
    await migrate(fresh, "");
    return await schemaOf(fresh.db);
  } finally {
    await fresh.close();
  }
}

/** A new file with all of the ledger. @throws Stop */
function copyInto(database: Connection, path: string): void {
  inWords(path, () => {
    makePrivate(path);
    database.prepare("vacuum into ?").run([path]);
  });
}

/** A copy of the whole ledger, put in its place when it is complete. */
function copied(path: string, database: Connection, stem: string): string {
  const unfinished = `${stem}.${process.pid}.tmp`;
  try {
    rmSync(unfinished, { force: true });
    copyInto(database, unfinished);
    const copy = freeName(stem, ".bak");
    renameSync(unfinished, copy);
    return copy;
  } finally {
    rmSync(unfinished, { force: true });
  }
}
