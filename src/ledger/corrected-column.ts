/** A corrected column (更正), in SQL. */
import { sql } from "kysely";
import type { RawBuilder } from "kysely";
import type { AsOf, CorrectionOf } from "../campaign/index.ts";
import { isInForce } from "./in-force.ts";

/** A column of the rows `of` of a table as it reads on a day, in SQL. */
export function correctedColumn(table: CorrectionOf, of: string, column: string, asOf: AsOf): RawBuilder<unknown> {
  return sql`coalesce((
    select c.value from correction as c
    where c.fact = ${table} and c.fact_id = ${sql.ref(`${of}.id`)} and c.field = ${column} and ${isInForce(asOf, "c")}
    order by c.id desc limit 1), cast(${sql.ref(`${of}.${column}`)} as text))`;
}
