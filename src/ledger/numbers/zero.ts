/** Zero targets (三个不出现): what has broken each, as of a day. */
import { sql } from "kysely";
import type { RawBuilder } from "kysely";
import { dayOfNumber } from "../../campaign/index.ts";
import type { Day, LicenceClass, ZeroTarget } from "../../campaign/index.ts";
import type { Db } from "../tables.ts";
import { standsOn, traitsWhere } from "../spans/read.ts";

/** One target, and the findings on its items. */
export interface ZeroCount {
  readonly target: ZeroTarget;
  /** How often it was broken, once a place and day whatever its items; 0 is what is wanted. */
  readonly events: number;
  /** The latest of them. */
  readonly last: {
    readonly finding: number;
    readonly subject: number;
    readonly name: string | null;
    readonly day: Day;
  } | null;
}

/** Counts every target; a finding counts from the day it was found, and no longer once it is taken back; a place's class is that of the day. */
export async function zeroCounts(
  db: Db,
  { campaign, day }: { readonly campaign: string; readonly day: Day },
  targets: readonly ZeroTarget[],
): Promise<ZeroCount[]> {
  const counts: ZeroCount[] = [];
  for (const target of targets) {
    const breaking = new Set(target.items);
    const traits = await traitsWhere(
      db,
      "finding",
      ({ campaign: of, item }) => of === campaign && item !== undefined && breaking.has(item),
    );
    const then = await wasOf(db, target.classes ?? []);
    const { rows } = await sql<Breaking>`
      select max(span.thing) as thing, span.subject, span.day, max(roster.name) as name, count(*) over () as events
      from span
      left join span as there on ${standsOn("subject", day, "there")} and there.subject = span.subject
      left join roster on roster.id = there.fact
      where ${standsOn("finding", day)} and ${traits.in()} and ${then}
      group by span.subject, span.day
      order by span.day desc, thing desc limit 1`.execute(db);
    const [last] = rows;
    const named = last && { finding: last.thing, subject: last.subject, name: last.name, day: dayOfNumber(last.day) };
    counts.push({ target, events: Number(last?.events ?? 0), last: named ?? null });
  }
  return counts;
}

/** Whether a place was of one of these classes on the day of a finding, or may have been: its class was not known. */
async function wasOf(db: Db, classes: readonly LicenceClass[]): Promise<RawBuilder<unknown>> {
  if (classes.length === 0) return sql`1 = 1`;
  const traits = await traitsWhere(
    db,
    "subject",
    ({ licence_class: licence }) => licence != null && !classes.includes(licence),
  );
  return sql`not exists (select 1 from span as was where was.kind = 'subject' and was.subject = span.subject
    and was.since <= span.day and was.until > span.day and ${traits.in("was")})`;
}

interface Breaking {
  readonly thing: number;
  readonly subject: number;
  readonly day: number;
  readonly name: string | null;
  readonly events: number | string;
}
