/** Events that the declarations of their kinds tell in full. */
import { sql } from "kysely";
import type { Day } from "../../campaign/index.ts";
import { kindOf, tablesOf } from "../facts/links.ts";
import { about, rowsWhere, whomOf } from "../facts/whom.ts";
import type { Db, FactTable } from "../tables.ts";
import { joined } from "./event.ts";
import type { ToldEvent } from "./event.ts";

export async function declaredEvents(db: Db, asOf: Day, subject: number): Promise<ToldEvent[]> {
  const told: ToldEvent[] = [];
  for (const table of tablesOf(({ event }) => event !== undefined))
    told.push(...(await eventsOf(db, table, { asOf, subject })));
  return told;
}

async function eventsOf(
  db: Db,
  table: FactTable,
  { asOf, subject }: { readonly asOf: Day; readonly subject: number },
): Promise<ToldEvent[]> {
  const kind = kindOf(table);
  const rows = await rowsWhere(db, table, sql`${about(table, subject)} and happened_on <= ${asOf}`);
  const whose = await whomOf(db, table, rows);
  return rows.flatMap((row, at) =>
    kind.event === undefined
      ? []
      : [
          {
            day: row["happened_on"] as Day,
            entry: row.entry,
            what: kind.event,
            text: joined(kind.words?.(row, whose[at]?.of ?? "") ?? []),
          },
        ],
  );
}
