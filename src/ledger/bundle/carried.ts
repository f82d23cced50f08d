/** What a bundle takes along: all that stands about some institutions, with what those facts name, and what everybody needs. */
import { sql } from "kysely";
import { inStretches } from "../../campaign/index.ts";
import type { AnyRow } from "../../campaign/index.ts";
import { kindOf, links, namedBy, pointers } from "../facts/links.ts";
import { rowsNamed } from "../facts/whom.ts";
import { fromJson } from "../json.ts";
import { paired } from "../root.ts";
import { factTables } from "../tables.ts";
import type { Db, FactTable } from "../tables.ts";

/** Rows of each table, by number. */
export type CarriedRows = ReadonlyMap<FactTable, ReadonlyMap<number, AnyRow>>;

/** The plans and the people go along whole. */
const whole: ReadonlySet<FactTable> = new Set<FactTable>(["campaign", "person"]);

/** What is the office's own, or lies in files that stay there. */
const staying: ReadonlySet<FactTable> = new Set<FactTable>([
  "issued_return",
  "opening",
  "edition",
  "draw",
  "draw_seed",
  "draw_change",
  "incident",
  "issued_file",
  "annulment",
  "bundle",
  "bundle_return",
  "waiting_act",
  "waiting_decision",
]);

/** The facts about these subjects, and about those that were found to be one with them. */
export async function carriedFor(
  db: Db,
  asked: readonly number[],
): Promise<{ readonly subjects: readonly number[]; readonly rows: CarriedRows }> {
  const { all } = await paired(db, asked);
  const subjects = all.toSorted((one, other) => one - other);
  const carried = new Map<FactTable, Map<number, AnyRow>>();
  let fresh = new Map<FactTable, Set<number>>();
  const take = (table: FactTable, rows: readonly AnyRow[]): void => {
    const ours = carried.get(table) ?? new Map<number, AnyRow>();
    carried.set(table, ours);
    for (const row of rows)
      if (!ours.has(row.id)) {
        ours.set(row.id, row);
        fresh.set(table, (fresh.get(table) ?? new Set()).add(row.id));
      }
  };
  const going = factTables.filter((table) => !staying.has(table));
  for (const table of going) {
    if (whole.has(table)) take(table, await rowsIn(db, table, null, []));
    else if ("subject" in kindOf(table).columns) take(table, await rowsIn(db, table, "subject", subjects));
  }
  take("pairing", await rowsIn(db, "pairing", "other", subjects));
  while (fresh.size > 0) {
    const last = fresh;
    fresh = new Map();
    for (const [table, ids] of last) {
      for (const other of going) take(other, await hangingOn(db, other, table, [...ids]));
      const rows = [...ids].flatMap((id) => carried.get(table)?.get(id) ?? []);
      for (const [named, numbers] of namedIn(table, rows))
        if (!staying.has(named)) {
          const missing = numbers.filter((id) => !carried.get(named)?.has(id));
          take(named, await rowsNamed(db, named, missing));
        }
    }
  }
  const entries = new Set([...carried.values()].flatMap((rows) => [...rows.values()].map(({ entry }) => entry)));
  const annulments = await rowsIn(db, "annulment", "target", [...entries]);
  take("annulment", annulments);
  return { subjects, rows: carried };
}

/** The rows of a table that belong to these of another. */
async function hangingOn(db: Db, table: FactTable, owner: FactTable, ids: readonly number[]): Promise<AnyRow[]> {
  const found: AnyRow[] = [];
  const { about, columns } = kindOf(table);
  if (about !== undefined && namedBy(table, about) === owner) found.push(...(await rowsIn(db, table, about, ids)));
  if (table === "register_entry" && owner === "register_entry") found.push(...(await rowsIn(db, table, "parent", ids)));
  for (const pointer of pointers())
    if (pointer.from === table && pointer.among.includes(owner) && !("subject" in columns))
      found.push(...(await rowsIn(db, table, pointer.column, ids)).filter((row) => row[pointer.tableIn] === owner));
  return found;
}

/** The facts that rows name. */
function namedIn(table: FactTable, rows: readonly AnyRow[]): [FactTable, number[]][] {
  return links()
    .filter(({ from }) => from === table)
    .map(({ column, to, many }) => [
      to,
      rows.flatMap((row) => {
        const value = row[column];
        if (value === null || value === undefined) return [];
        return many ? [...fromJson(value as never as NumberList)] : [value as number];
      }),
    ]);
}

type NumberList = Parameters<typeof fromJson<readonly number[]>>[0];

/** Rows of which a column has one of these values; all rows where no column is named. */
async function rowsIn(db: Db, table: FactTable, column: string | null, values: readonly number[]): Promise<AnyRow[]> {
  if (column === null) return (await sql<AnyRow>`select * from ${sql.table(table)} order by id`.execute(db)).rows;
  const found: AnyRow[] = [];
  for (const some of inStretches(values, 500))
    found.push(
      ...(
        await sql<AnyRow>`select * from ${sql.table(table)} where ${sql.ref(column)} in (${sql.raw(some.join(","))}) order by id`.execute(
          db,
        )
      ).rows,
    );
  return found;
}
