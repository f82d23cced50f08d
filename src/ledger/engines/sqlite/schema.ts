/** What SQLite itself can tell of a ledger: whether its schema is the one of the migrations, and whether indexes agree with their tables. */
import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { Tables } from "../../tables.ts";
import { schemaFaults } from "../../verify/schema.ts";
import type { SchemaPart } from "../../verify/schema.ts";
import type { Fault } from "../../verify/fault.ts";

export interface Schema {
  readonly parts: readonly SchemaPart[];
  /** The migrations it has had, as one text. */
  readonly migrations: string;
}

/** What SQLite keeps for itself (statistics of an `analyze`) is no part of it. */
export async function schemaOf(db: Kysely<Tables>): Promise<Schema> {
  const { rows: parts } = await sql<SchemaPart>`
    select type as kind, name, tbl_name as "of", coalesce(sql, '') as statement from sqlite_master
    where name not like 'sqlite_stat%' order by name`.execute(db);
  const { rows: migrations } = await sql`select no, name, sha256 from migration order by no`.execute(db);
  return { parts, migrations: JSON.stringify(migrations) };
}

/** `fresh` is the schema of an empty ledger of this program. */
export async function schemaFaultsOf(db: Kysely<Tables>, fresh: Schema): Promise<Fault[]> {
  const { parts, migrations } = await schemaOf(db);
  const past: Fault = { what: "改动的结构", seq: null, table: "migration", detail: "升级记录" };
  return [
    ...schemaFaults(fresh.parts, parts),
    ...(migrations === fresh.migrations ? [] : [past]),
    ...(await indexFaults(db)),
  ];
}

/** How many are listed; the rest is of the same kind. */
const most = 20;

/** An index without all of its rows hides facts from queries that use it. */
async function indexFaults(db: Kysely<Tables>): Promise<Fault[]> {
  const { rows } = await sql<{ integrity_check: string }>`pragma integrity_check(${sql.raw(String(most))})`.execute(db);
  return rows
    .map(({ integrity_check: said }) => said)
    .filter((said) => said !== "ok")
    .map(faultOf);
}

function faultOf(said: string): Fault {
  const [, row, index] = /^row (\d+) missing from index (\w+)$/.exec(said) ?? [];
  if (row !== undefined && index !== undefined)
    return { what: "索引不符", seq: null, table: index, rows: [Number(row), Number(row)] };
  const [, name] = /^wrong # of entries in index (\w+)$/.exec(said) ?? [];
  return { what: "索引不符", seq: null, table: name ?? null, ...(name === undefined && { detail: said }) };
}
