/** The two engines that the ledger's SQL must run on, each with a fresh, empty ledger. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PGlite, types } from "@electric-sql/pglite";
import { CompiledQuery, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from "kysely";
import type { DatabaseConnection, Driver, QueryResult } from "kysely";
import { onTestFinished } from "vitest";
import { misuse } from "../../src/campaign/index.ts";
import type { Storage } from "../../src/io.ts";
import type { Engine } from "../../src/ledger/engine.ts";
import { ledgerOn } from "../../src/ledger/ledger.ts";
import type { Clock, Ledger } from "../../src/ledger/ledger.ts";
import { createSqlite } from "../../src/ledger/sqlite.ts";
import type { Tables } from "../../src/ledger/tables.ts";

export const engines: readonly { readonly name: string; readonly create: () => Promise<Engine> }[] = [
  { name: "SQLite", create: async () => createSqlite(join(temporaryFolder(), "tuban.db")) },
  { name: "PostgreSQL", create: () => createPglite("PostgreSQL") },
];

export async function freshLedger(
  create: () => Promise<Engine>,
  clock: Clock = () => new Date("2021-07-20T02:00:00Z"),
): Promise<Ledger> {
  const ledger = await ledgerOn(await create(), clock);
  onTestFinished(() => ledger.close());
  return ledger;
}

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "tuban-ledger-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Ledgers of a test office kept in PostgreSQL instead of a file. */
export function postgresStorage(): Storage {
  let engine: Engine | undefined;
  return {
    create: async (path) => (engine = await createPglite(path)),
    open: async (path) => engine ?? misuse("ledger-missing", `找不到账本文件：${path}`),
  };
}

let running: Promise<PGlite> | undefined;

/** PostgreSQL compiled to WebAssembly, in memory; it takes seconds to start, so one serves all tests of a file, emptied for each. */
async function createPglite(place: string): Promise<Engine> {
  const pglite = await (running ??= PGlite.create({ parsers: { [types.INT8]: Number } }));
  await pglite.exec("drop schema public cascade; create schema public;");
  const db = new Kysely<Tables>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => driverOf(pglite),
      createIntrospector: (of) => new PostgresIntrospector(of),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  });
  const run = async (sql: string): Promise<void> => void (await pglite.exec(sql));
  return {
    db,
    place,
    run,
    lock: async (trx) => void (await trx.executeQuery(CompiledQuery.raw("lock table journal in exclusive mode"))),
    copyBefore: async () => null,
    appendOnly: (table) => `
      create or replace function refuse_change() returns trigger language plpgsql as $$ begin raise exception 'facts are only appended'; end $$;
      create trigger ${table}_append_only before update or delete on ${table} for each row execute function refuse_change();`,
    inserter: (trx, table, columns) => {
      const text = `insert into ${table} (${columns.join(", ")}) values (${columns.map((_, index) => `$${index + 1}`).join(", ")})`;
      return async (values) => void (await trx.executeQuery(CompiledQuery.raw(text, [...values])));
    },
    version: async () => {
      const { rows } = await pglite.query<{ there: string | null }>("select to_regclass('migration')::text as there");
      if (!rows[0]?.there) return 0;
      return (await pglite.query<{ no: number }>("select max(no) as no from migration")).rows[0]?.no ?? 0;
    },
    markVersion: () => "",
    // One engine outlives the commands of an office: there is no file to open again.
    close: async () => undefined,
  };
}

/** One connection, lent to one user at a time in the order of asking. */
function driverOf(pglite: PGlite): Driver {
  let last: Promise<void> = Promise.resolve();
  const free = new WeakMap<DatabaseConnection, () => void>();
  const raw = async (text: string): Promise<void> => void (await pglite.query(text));
  return {
    init: async () => undefined,
    acquireConnection: async () => {
      const before = last;
      const connection = connectionTo(pglite);
      last = new Promise((done) => free.set(connection, done));
      await before;
      return connection;
    },
    releaseConnection: async (connection) => free.get(connection)?.(),
    beginTransaction: () => raw("begin"),
    commitTransaction: () => raw("commit"),
    rollbackTransaction: () => raw("rollback"),
    destroy: async () => undefined,
  };
}

function connectionTo(pglite: PGlite): DatabaseConnection {
  return {
    executeQuery: async <R>(query: CompiledQuery): Promise<QueryResult<R>> => {
      const result = await pglite.query<R>(query.sql, [...query.parameters]);
      return { rows: result.rows, numAffectedRows: BigInt(result.affectedRows ?? 0) };
    },
    streamQuery: () => {
      throw new Error("not needed");
    },
  };
}
