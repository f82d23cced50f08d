/** What is open in the registers (台账) of a campaign, counted. */
import { sql } from "kysely";
import type { RawBuilder } from "kysely";
import type { Day } from "../../campaign/index.ts";
import { isInForce } from "../in-force.ts";
import type { Db } from "../tables.ts";

/** What is open in a register on a day. */
export interface OpenInRegister {
  readonly register: string;
  readonly overdue: number;
  /** To be done from the day on, up to the last day asked for. */
  readonly soon: number;
  /** Without a day and without a reason for it: the limit is still 待填. */
  readonly unlimited: number;
}

/** Of each register with something open, parts counted each; without reading the entries. */
export async function openInRegisters(
  db: Db,
  asOf: Day,
  { campaign, soonUntil = asOf }: { readonly campaign: string; readonly soonUntil?: Day },
): Promise<OpenInRegister[]> {
  const { rows } = await sql<Record<keyof OpenInRegister, string | number | null>>`
    select e.register,
      sum(case when s.due_on < ${asOf} then 1 else 0 end) as overdue,
      sum(case when s.due_on >= ${asOf} and s.due_on <= ${soonUntil} then 1 else 0 end) as soon,
      sum(case when s.due_on is null and s.due_rule is null then 1 else 0 end) as unlimited
    from register_step as s join register_entry as e on e.id = s.of_entry
    where s.ended = 0 and ${isLastOn(asOf)} and e.campaign = ${campaign}
    group by e.register`.execute(db);
  const each = rows.map((row) => ({
    register: String(row.register),
    overdue: Number(row.overdue),
    soon: Number(row.soon),
    unlimited: Number(row.unlimited),
  }));
  // a server sorts as its language does
  return each.toSorted((a, b) => (a.register < b.register ? -1 : 1));
}

/** Whether step `s` is the last one of its entry that stands on the day. */
export function isLastOn(asOf: Day): RawBuilder<boolean> {
  return sql<boolean>`${isInForce(asOf, "s")} and not exists (
    select 1 from register_step as t
    where t.of_entry = s.of_entry and t.id > s.id and ${isInForce(asOf, "t")})`;
}
