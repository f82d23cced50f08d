/** The table of a kind of fact, as its declaration says: for kinds that are younger than the migrations written by hand. */
import type { FactKind, Index } from "../../campaign/index.ts";

/** The statements that make it, both engines'. */
export function tableOf(name: string, { columns, indexes }: FactKind): string {
  const lines = Object.entries(columns).map(
    ([column, { type, optional }]) => `  ${column} ${type}${optional === true ? "" : " not null"}`,
  );
  const made = ["  id integer primary key", "  entry integer not null", ...lines].join(",\n");
  return [
    `create table ${name} (\n${made}\n);`,
    ...Object.entries(indexes).map(([index, by]) => indexOf(index, name, by)),
  ].join("\n");
}

function indexOf(index: string, table: string, by: Index): string {
  const { columns, unique = false, only } = "columns" in by ? by : { columns: by, unique: false };
  const some = only ? ` where ${only.column} ${amongst(only.among)}` : "";
  return `create ${unique ? "unique " : ""}index ${index} on ${table} (${columns.join(", ")})${some};`;
}

function amongst(values: readonly string[]): string {
  const quoted = values.map((value) => `'${value}'`).join(", ");
  return values.length === 1 ? `= ${quoted}` : `in (${quoted})`;
}
