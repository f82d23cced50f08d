/** What PostgreSQL itself can tell of a ledger: whether every table has its guards and its numbers, and no trigger besides. */
import { sql } from "kysely";
import type { Kysely } from "kysely";
import { kindsByName } from "../../../campaign/index.ts";
import { factTables } from "../../tables.ts";
import type { Tables } from "../../tables.ts";
import type { Fault } from "../../verify/fault.ts";
import { schemaFaults } from "../../verify/schema.ts";
import type { SchemaPart } from "../../verify/schema.ts";

/** The unique indexes of the kinds, each with its table: numbers of papers are given once. */
const uniqueIndexes = (): [string, string][] =>
  [...kindsByName].flatMap(([table, { indexes }]) =>
    Object.entries(indexes).flatMap(([name, index]): [string, string][] =>
      "unique" in index && index.unique ? [[name, table]] : [],
    ),
  );

export async function schemaFaultsOf(db: Kysely<Tables>): Promise<Fault[]> {
  const guarded = [...factTables, "journal"];
  const part = (kind: string, name: string, of: string): SchemaPart => ({ kind, name, of, statement: "on" });
  const expected = [
    ...guarded.flatMap((of) => [
      part("trigger", `${of}_append_only`, of),
      part("trigger", `${of}_never_emptied`, of),
      part("check", `${of}_numbered`, of),
      part("index", `${of}_pkey`, of),
    ]),
    ...uniqueIndexes().map(([name, of]) => part("index", name, of)),
  ];
  return schemaFaults(expected, await partsOf(db));
}

/** A trigger that is switched off, an index that is not unique or not whole, is there otherwise than it was made. */
async function partsOf(db: Kysely<Tables>): Promise<readonly SchemaPart[]> {
  const { rows } = await sql<SchemaPart>`
    select 'trigger' as kind, tgname as name, relname as "of", case when tgenabled in ('O', 'A') then 'on' else 'off' end as statement
    from pg_trigger join pg_class on pg_class.oid = tgrelid
    where relnamespace = current_schema()::regnamespace and not tgisinternal
    union all
    select 'check', conname, relname, 'on' from pg_constraint join pg_class on pg_class.oid = conrelid
    where relnamespace = current_schema()::regnamespace and contype = 'c' and conname like '%\\_numbered'
    union all
    select 'index', i.relname, t.relname, case when indisvalid then 'on' else 'off' end
    from pg_index join pg_class as i on i.oid = indexrelid join pg_class as t on t.oid = indrelid
    where t.relnamespace = current_schema()::regnamespace and indisunique
      and (i.relname in (${sql.join(uniqueIndexes().map(([name]) => name))}) or i.relname in (${sql.join([...factTables, "journal"].map((of) => `${of}_pkey`))}))`.execute(
    db,
  );
  return rows;
}
