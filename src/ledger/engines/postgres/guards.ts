/** What keeps facts as they are, and other writers out. */
import { CompiledQuery, sql } from "kysely";
import type { Kysely } from "kysely";
import { Stop, chinaTime } from "../../../campaign/index.ts";
import type { Tables } from "../../tables.ts";
import { codeOf } from "./faults.ts";

/** Triggers that refuse to change or delete rows of a table, or to empty it, and a check that they are numbered from 1. */
export function guards(table: string, numbers: readonly string[]): string {
  const positive = numbers.map((column) => `${column} > 0`).join(" and ");
  return `
    create or replace function refuse_change() returns trigger language plpgsql as $$ begin raise exception 'facts are only appended'; end $$;
    drop trigger if exists ${table}_append_only on ${table};
    create trigger ${table}_append_only before update or delete on ${table} for each row execute function refuse_change();
    drop trigger if exists ${table}_never_emptied on ${table};
    create trigger ${table}_never_emptied before truncate on ${table} for each statement execute function refuse_change();
    alter table ${table} drop constraint if exists ${table}_numbered;
    alter table ${table} add constraint ${table}_numbered check (${positive}) not valid;`;
}

/** The lock's number, of the schema's name: ledgers in one database do not wait for each other. */
const key = "hashtextextended('tuban ' || current_setting('search_path'), 0)";

/**
 * Waits for the lock; while it is held, the connection's name says since when.
 * @throws Stop "ledger-busy", which names the other one, when it does not end in time
 */
export async function lock(db: Kysely<Tables>, place: string): Promise<void> {
  try {
    await db.executeQuery(CompiledQuery.raw(`savepoint waiting; select ${named}, pg_advisory_xact_lock(${key})`));
  } catch (error) {
    if (!(error instanceof Error) || codeOf(error) !== lockNotAvailable) throw error;
    await sql`rollback to savepoint waiting`.execute(db);
    throw new Stop(1, [
      {
        code: "ledger-busy",
        message: `账本正被${holderOf(await holders(db))}使用：${place}`,
        hint: "等那边的命令结束后再试一次；长时间不结束的，请管理员看一看",
      },
    ]);
  }
}

/** E.g. tuban pc-3 1795900000, until the transaction ends. */
const named =
  "set_config('application_name', current_setting('application_name') || ' ' || extract(epoch from now())::bigint, true)";

const lockNotAvailable = "55P03";

interface Holder {
  readonly user: string | null;
  readonly name: string | null;
}

/** Every user may see who is connected, and under which name. */
async function holders(db: Kysely<Tables>): Promise<Holder | undefined> {
  const { rows } = await sql<Holder>`
    select usename as user, application_name as name from pg_locks join pg_stat_activity using (pid)
    where locktype = 'advisory' and granted and pg_locks.database = (select oid from pg_database where datname = current_database())
      and classid::bigint = (${sql.raw(key)} >> 32) & 4294967295 and objid::bigint = ${sql.raw(key)} & 4294967295`.execute(
    db,
  );
  return rows[0];
}

/** E.g. zhang（电脑 pc-3，10:32 起）. */
function holderOf(holder: Holder | undefined): string {
  const [, computer, since] = /^tuban (\S+) (\d+)$/.exec(holder?.name ?? "") ?? [];
  if (!holder?.user) return "另一个终端";
  return computer === undefined
    ? ` ${holder.user} `
    : ` ${holder.user}（电脑 ${computer}，${momentOf(Number(since))} 起）`;
}

const momentOf = (seconds: number): string => chinaTime(new Date(seconds * 1000))?.time ?? "";
