/** What a campaign takes over from earlier ones (承接): their findings, closed or open, and the places that were shut. */
import { sql } from "kysely";
import type { RawBuilder } from "kysely";
import type { InheritedCount, RowFilter } from "../../campaign/index.ts";
import type { Vantage } from "../as-of/vantage.ts";
import type { Db } from "../tables.ts";
import { standing } from "../standing.ts";
import type { FewRow } from "./set-row.ts";

/** The rows behind a figure over 承接; none where the campaign takes over from none. */
export async function inheritedRows(
  db: Db,
  { campaign, day, knownTo, annulledTo }: Vantage,
  { counts, inherits = [] }: RowFilter,
  town: string | null | undefined,
): Promise<FewRow[]> {
  if (inherits.length === 0 || counts === undefined) return [];
  const ofSubject = (lead: RawBuilder<unknown>) => sql`
    s.name, s.town, coalesce(s.kind, '机构') as kind, s.licence_class, s.category, d.bucket, ${lead} as lead,
    null as severity, null as order_kind, null as inspection_kind, null as list, null as operation`;
  const joined = (id: string) => sql`
    left join institution_now s on s.subject = ${sql.ref(id)}
    left join disposition_now d on d.subject = ${sql.ref(id)} and d.campaign = ${campaign}`;
  const findings = (closed: RawBuilder<unknown>, since: RawBuilder<unknown>) => sql`
    select 'finding' as fact, f.id, f.entry, f.subject, ${since} as day, f.item || ' ' || f.text as label, ${ofSubject(sql`f.lead`)}
    from finding_closing f ${joined("f.subject")}
    where f.campaign in (${sql.join(inherits)}) and f.closed_on is ${closed}`;
  const shut = (again: RawBuilder<unknown>) => sql`
    select o.fact, o.id, o.entry, o.subject, o.since as day, o.operation as label, ${ofSubject(sql`null`)}
    from operation_now o ${joined("o.subject")}
    where o.operation in ('暂时关停', '取缔关停') and ${again}`;
  const queries: Readonly<Record<InheritedCount, RawBuilder<unknown>>> = {
    销号问题: findings(sql`not null`, sql`f.closed_on`),
    未销号问题: findings(sql`null`, sql`f.happened_on`),
    关停机构: shut(sql`1 = 1`),
    关停又办学机构: shut(sql`exists (select 1 from finding_closing n
      where n.subject = o.subject and n.campaign = ${campaign} and n.happened_on > o.since)`),
  };
  const query = queries[counts as InheritedCount];
  const { rows } = await sql<FewRow>`with ${standing(day, knownTo, annulledTo)} ${query} order by 4, 2`.execute(db);
  return rows.filter((row) => town === undefined || row.town === town);
}
