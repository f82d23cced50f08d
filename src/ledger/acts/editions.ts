/** Editions (编印) as facts: the versions of a table, oldest first. */
import type { Day, EditionTable } from "../../campaign/index.ts";
import { isInForce } from "../in-force.ts";
import { fromJson } from "../json.ts";
import type { Db, EditionRow } from "../tables.ts";

export interface EditionNow {
  readonly row: EditionRow;
  readonly table: EditionTable;
}

/** The versions that stand on a day; of one table, or of all. */
export async function editionsNow(
  db: Db,
  asOf: Day,
  { campaign, name }: { readonly campaign: string; readonly name?: string },
): Promise<EditionNow[]> {
  const all = db
    .selectFrom("edition")
    .selectAll()
    .where("campaign", "=", campaign)
    .where(isInForce(asOf))
    .orderBy("id");
  const rows = await (name === undefined ? all : all.where("name", "=", name)).execute();
  return rows.map((row) => ({ row, table: fromJson(row.content) }));
}

/** A version once given stays taken, whatever became of it. */
export async function nextEdition(db: Db, campaign: string, name: string): Promise<number> {
  const row = await db
    .selectFrom("edition")
    .select((of) => of.fn.max("version").as("last"))
    .where("campaign", "=", campaign)
    .where("name", "=", name)
    .executeTakeFirst();
  return (row?.last ?? 0) + 1;
}
