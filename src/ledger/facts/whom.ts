/** Whom a fact is about, and how others cite it: along the columns that its kind declares. */
import { sql } from "kysely";
import type { RawBuilder } from "kysely";
import { inStretches } from "../../campaign/index.ts";
import type { AnyRow } from "../../campaign/index.ts";
import type { Db, FactTable } from "../tables.ts";
import { kindOf, namedBy } from "./links.ts";

export interface Whom {
  readonly campaign: string | null;
  readonly subject: number | null;
  /** How the fact is cited that this one is about; empty where it is about none. */
  readonly of: string;
}

/** For each of these rows of one table. */
export async function whomOf(db: Db, table: FactTable, rows: readonly AnyRow[]): Promise<readonly Whom[]> {
  const { about, cites } = kindOf(table);
  const owner = about === undefined ? null : await ownersBy(db, table, about, rows);
  const cited = cites === undefined || cites === about ? owner : await ownersBy(db, table, cites, rows);
  return rows.map((row): Whom => {
    const whose = owner?.get(row[about ?? ""]);
    return {
      campaign: textOr(row["campaign"]) ?? whose?.campaign ?? null,
      subject: numberOr(row["subject"]) ?? whose?.subject ?? null,
      of: cited?.get(row[cites ?? about ?? ""])?.cited ?? "",
    };
  });
}

const textOr = (value: unknown): string | null => (typeof value === "string" ? value : null);
const numberOr = (value: unknown): number | null => (typeof value === "number" ? value : null);

/** The facts that a column of these rows names, by number. */
async function ownersBy(
  db: Db,
  table: FactTable,
  column: string,
  rows: readonly AnyRow[],
): Promise<ReadonlyMap<unknown, Whom & { readonly cited: string }>> {
  const named = namedBy(table, column);
  const ids = new Set(rows.flatMap((row) => numberOr(row[column]) ?? []));
  const owners = await rowsNamed(db, named, [...ids]);
  const whose = await whomOf(db, named, owners);
  return new Map(
    owners.map((row, at) => {
      const its = whose[at] ?? { campaign: null, subject: null, of: "" };
      return [row.id, { ...its, cited: citedAs(named, row, its.of) }];
    }),
  );
}

function citedAs(table: FactTable, row: AnyRow, of: string): string {
  const kind = kindOf(table);
  return kind.cited?.(row, of) ?? kind.called?.(row, of) ?? `${kind.title} ${row.id}`;
}

/** What evidence of a fact shows. */
export function calledAs(table: FactTable, row: AnyRow, of: string): string {
  const kind = kindOf(table);
  return kind.called?.(row, of) ?? `${kind.title} ${row.id}`;
}

/** The rows of these numbers. */
export async function rowsNamed(db: Db, table: FactTable, ids: readonly number[]): Promise<AnyRow[]> {
  const found: AnyRow[] = [];
  for (const some of inStretches(ids, 500)) found.push(...(await rowsWhere(db, table, sql`id in (${sql.join(some)})`)));
  return found;
}

/** Rows of a table, in the order of their numbers. */
export async function rowsWhere(db: Db, table: FactTable, where: RawBuilder<unknown>): Promise<AnyRow[]> {
  return (await sql<AnyRow>`select * from ${sql.table(table)} where ${where} order by id`.execute(db)).rows;
}

/** Which rows of a table are about a subject. */
export function about(table: FactTable, subject: number): RawBuilder<unknown> {
  const kind = kindOf(table);
  if (kind.columns["subject"]) return sql`subject = ${subject}`;
  if (kind.about === undefined) return sql`1 = 0`;
  const owner = namedBy(table, kind.about);
  return sql`${sql.ref(kind.about)} in (select id from ${sql.table(owner)} where ${about(owner, subject)})`;
}
