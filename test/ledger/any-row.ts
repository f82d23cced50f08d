/** A row of any table, of which a test says only what it is about: blank in all else. */
import { sql } from "kysely";
import type { Day } from "../../src/campaign/index.ts";
import type { Entry } from "../../src/ledger/ledger.ts";
import type { FactTable } from "../../src/ledger/tables.ts";

interface ColumnInfo {
  readonly name: string;
  readonly type: string;
  readonly notnull: number;
}

const onServer = process.env["TUBAN_TEST_LEDGERS"] === "postgres";

/** What a column of JSON holds where it holds nothing. */
const empty: Readonly<Record<string, string>> = { officers: "[]", traits: "[]", findings: "[]", details: "{}" };

/** Adds it; gives its number. */
export async function addRow(
  entry: Entry,
  table: FactTable,
  said: Readonly<Record<string, unknown>>,
  on: Day,
): Promise<number> {
  const { rows } = await (
    onServer
      ? sql<ColumnInfo>`
        select column_name as name, data_type as type, (is_nullable = 'NO')::int as notnull
        from information_schema.columns where table_schema = current_schema() and table_name = ${table}`
      : sql<ColumnInfo>`select * from pragma_table_info(${table})`
  ).execute(entry.db);
  const blank = ({ name, type, notnull }: ColumnInfo): unknown => {
    if (name === "happened_on") return on;
    if (notnull === 0) return null;
    if (name.endsWith("_on")) return on;
    if (name === "list") return "白名单";
    if (name === "procedure") return "普通";
    return /int/i.test(type) ? 0 : (empty[name] ?? "");
  };
  const columns = rows.filter(({ name }) => name !== "id" && name !== "entry");
  const row = Object.fromEntries(columns.map((column) => [column.name, said[column.name] ?? blank(column)]));
  const unknown = Object.keys(said).filter((name) => !(name in row));
  if (unknown.length > 0) throw new Error(`${table} has no ${unknown.join(", ")}`);
  return entry.add(table, row);
}
