/** A ledger in a schema of a PostgreSQL database, where the office has a server. */
import { hint, next, particular } from "../../../campaign/index.ts";
import { CompiledQuery, Kysely, sql } from "kysely";
import { misuse, refuse } from "../../../campaign/index.ts";
import type { Tables } from "../../tables.ts";
import type { Engine } from "../engine.ts";
import { dialectOf } from "./driver.ts";
import { isLost } from "./faults.ts";
import { guards, lock } from "./guards.ts";
import { serverOf } from "./place.ts";
import type { Server } from "./place.ts";
import { WaitingRows } from "./rows.ts";
import { schemaFaultsOf } from "./schema.ts";
import { headOf } from "../../journal.ts";

/** Opens an existing ledger. @throws Stop when the server cannot be reached, or has no ledger there */
export function openPostgres(place: string): Promise<Engine> {
  return engineOf(serverOf(place), async (db, { schema }) => {
    const version = await versionOf(db);
    await refuseStranger(db, schema, place);
    if (version > 0) return;
    misuse("ledger-missing", `这个数据库里还没有账本（schema ${schema}）：${place}`, {
      hint: hint`先运行 ${next("init")} 建账，或用 ${particular({ ledger: true })} 指明账本`,
    });
  });
}

/**
 * Makes room for a new, empty ledger; one in which nothing was ever recorded, left by an interrupted command, is as good.
 * @throws Stop when one is already there, another program's tables are, or the user may not make it
 */
export function createPostgres(place: string): Promise<Engine> {
  return engineOf(serverOf(place), async (db, { schema }) => {
    if ((await versionOf(db)) > 0 && (await headOf(db)))
      refuse("ledger-exists", `账本已存在，不会覆盖：${place}`, {
        hint: "换一个数据库，或在地址后加 ?schema=另一个名称",
      });
    const room = await roomIn(db, schema);
    if (!room.may)
      refuse("ledger-forbidden", `你的账号不能在这个数据库里建账：${place}`, {
        hint: "请管理员把数据库交给建账的账号：alter database 数据库 owner to 账号",
      });
    if (room.foreign !== null)
      misuse("ledger-foreign", `schema ${schema} 里是别的程序的表（${room.foreign} 等），不能在里面建账：${place}`, {
        hint: "在地址后加 ?schema=另一个名称",
      });
    if (room.there) return;
    await db.transaction().execute(async (within) => {
      await lock(within, place);
      await sql`create schema if not exists ${sql.id(schema)}`.execute(within);
    });
  });
}

interface Room {
  /** Whether the schema is there. */
  readonly there: boolean;
  /** Whether the login may make tables in it, or the schema itself. */
  readonly may: boolean;
  /** A table in it that is no ledger's. */
  readonly foreign: string | null;
}

async function roomIn(db: Kysely<Tables>, schema: string): Promise<Room> {
  const { rows } = await sql<Room>`
    select nspname is not null as there,
      case when nspname is null then has_database_privilege(current_database(), 'create')
        else has_schema_privilege(pg_namespace.oid, 'usage') and has_schema_privilege(pg_namespace.oid, 'create') end as may,
      (select min(relname) from pg_class where relnamespace = pg_namespace.oid and relkind in ('r', 'p', 'v', 'm', 'f')
        and not ${isMarked}) as foreign
    from (select) as one left join pg_namespace on nspname = ${schema}`.execute(db);
  return rows[0] ?? { there: false, may: false, foreign: null };
}

/** Whether the schema's table `migration` is a ledger's. */
const isMarked = sql`exists (
  select from pg_attribute join pg_class as mark on mark.oid = attrelid
  where mark.relnamespace = pg_namespace.oid and mark.relname = 'migration' and attname = 'sha256')`;

/** The places of all ledgers in a database that the login may enter, by the names of their schemas. @throws Stop when the server cannot be reached */
export async function ledgersWithin(place: string): Promise<readonly string[]> {
  const db = new Kysely<Tables>({ dialect: dialectOf(serverOf(place), new WaitingRows()) });
  try {
    const { rows } = await sql<{ schema: string }>`
      select nspname as schema from pg_namespace
      where has_schema_privilege(oid, 'usage') and 2 = (
        select count(*) from pg_class where relnamespace = pg_namespace.oid and relname in ('migration', 'journal'))
      order by nspname`.execute(db);
    return rows.map(({ schema }) => `${place}${place.includes("?") ? "&" : "?"}schema=${schema}`);
  } finally {
    await db.destroy();
  }
}

/** A login that may not look sees an empty database: that is said, and not that there is no ledger. @throws Stop ledger-forbidden */
async function refuseStranger(db: Kysely<Tables>, schema: string, place: string): Promise<void> {
  const { rows } = await sql<{ shut: boolean; office: boolean }>`
    select coalesce(bool_or(not has_schema_privilege(oid, 'usage')), false) as shut, to_regclass('member') is not null as office
    from pg_namespace where nspname = ${schema}`.execute(db);
  const forbid = (login: string): never =>
    refuse("ledger-forbidden", `你的账号${login}不是这本账的人：${place}`, {
      hint: hint`请管理员给这个账号角色：${next("ledger roles", [], { give: "账号=检查" })}`,
    });
  if (rows[0]?.shut === true) forbid("");
  if (rows[0]?.office !== true) return;
  const { rows: logins } = await sql<{ login: string; ours: boolean }>`
    select session_user as login, exists (select from member where login = session_user)
      or exists (select from pg_roles where rolname = session_user and (rolsuper or rolbypassrls)) as ours`.execute(db);
  if (logins[0]?.ours !== true) forbid(` ${logins[0]?.login} `);
}

async function engineOf(server: Server, ready: (db: Kysely<Tables>, server: Server) => Promise<void>): Promise<Engine> {
  const waiting = new WaitingRows();
  const db = new Kysely<Tables>({ dialect: dialectOf(server, waiting) });
  try {
    await ready(db, server);
  } catch (error) {
    await db.destroy();
    throw error;
  }
  return {
    db,
    place: server.place,
    run: async (on, statements) => void (await on.executeQuery(CompiledQuery.raw(withoutHints(statements)))),
    lock: (on) => lock(on, server.place),
    isLost,
    copyBefore: null,
    copyTo: null,
    guards,
    faults: schemaFaultsOf,
    appender: (table, columns) => {
      const batch = waiting.batchOf(table, columns);
      return (values) => waiting.put(batch, values);
    },
    version: versionOf,
    markVersion: () => "",
    close: () => db.destroy(),
  };
}

/** Migrations are written once for both engines; how a table is to lie in the file is said to SQLite alone. */
const withoutHints = (statements: string): string => statements.replaceAll(/\) without rowid;/g, ");");

/** 0 where there is no ledger. The catalogue itself is asked: what to_regclass remembers may be older than the lock that was waited for. */
async function versionOf(db: Kysely<Tables>): Promise<number> {
  const { rows } = await sql<Found>`
    select current_setting('server_version_num')::int / 10000 as server, exists (
      select from pg_namespace where nspname = current_schema() and ${isMarked}) as there`.execute(db);
  refuseOldServer(rows[0]?.server ?? 0);
  if (!rows[0]?.there) return 0;
  return (await sql<{ no: number }>`select coalesce(max(no), 0) as no from migration`.execute(db)).rows[0]?.no ?? 0;
}

/** @throws Stop server-too-old */
export function refuseOldServer(version: number): void {
  if (version < oldestServer)
    refuse("server-too-old", `服务器上的 PostgreSQL 是 ${version}，tuban 要 ${oldestServer} 以上`, {
      hint: "请管理员升级服务器",
    });
}

interface Found {
  readonly server: number;
  readonly there: boolean;
}

/** The ledger's SQL says `materialized`. */
const oldestServer = 12;
