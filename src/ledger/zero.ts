/** Zero targets (三个不出现): what has broken each, as of a day. */
import { sql } from "kysely";
import type { Day, ZeroTarget } from "../campaign/index.ts";
import type { Reading } from "./ledger.ts";
import type { Vantage } from "./sets.ts";
import { standing } from "./standing.ts";

/** One target, and the findings on its items. */
export interface ZeroCount {
  readonly target: ZeroTarget;
  /** Findings that broke it; 0 is what is wanted. */
  readonly events: number;
  /** The latest of them. */
  readonly last: {
    readonly finding: number;
    readonly subject: number;
    readonly name: string | null;
    readonly day: Day;
  } | null;
}

interface Event {
  readonly item: string;
  readonly id: number;
  readonly subject: number;
  readonly name: string | null;
  readonly day: Day;
}

/** Counts every target in one pass; a finding counts from the day it was found, and no longer once it is taken back. */
export async function zeroCounts(
  db: Reading,
  { campaign, day }: Vantage,
  targets: readonly ZeroTarget[],
): Promise<ZeroCount[]> {
  const items = [...new Set(targets.flatMap((target) => target.items))];
  const rows = items.length === 0 ? [] : await eventsOn(db, campaign, day, items);
  return targets.map((target) => {
    const events = rows.filter(({ item }) => target.items.includes(item));
    const last = events.at(-1);
    return {
      target,
      events: events.length,
      last: last ? { finding: last.id, subject: last.subject, name: last.name, day: last.day } : null,
    };
  });
}

async function eventsOn(db: Reading, campaign: string, day: Day, items: readonly string[]): Promise<readonly Event[]> {
  const query = sql<Event>`
    with ${standing(day)}
    select f.item, f.id, f.subject, i.name, f.happened_on as day
    from finding_closing f left join institution_now i on i.subject = f.subject
    where f.campaign = ${campaign} and f.item in (${sql.join(items)})
    order by f.happened_on, f.id`;
  return (await query.execute(db)).rows;
}
