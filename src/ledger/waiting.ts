/** What waits to be done in a campaign as of a day, counted in one pass, each with the one to begin with. */
import { sql } from "kysely";
import type { RawBuilder } from "kysely";
import type { Day } from "../campaign/index.ts";
import type { Reading } from "./ledger.ts";
import type { Vantage } from "./sets.ts";
import { standing } from "./standing.ts";

export const tasks = ["待检查", "未做完", "待交办", "待送达", "将到期", "逾期", "待销号"] as const;
export type Task = (typeof tasks)[number];

export interface Waiting {
  readonly task: Task;
  readonly count: number;
  /** An order's number (待送达), a finding's (待销号) or a subject's (all others); null when nothing waits. */
  readonly first: string | null;
  /** Of 未做完: what the answers are for, e.g. 检查:排查. */
  readonly draft: string | null;
}

/**
 * Counts institutions never inspected and not closed, subjects with answers not yet recorded, findings not taken up, orders not served
 * (nor under public notice, which serves them by itself in time),
 * findings due by `soon`, findings overdue, and findings rectified that a second person has to close; in the order of `tasks`.
 */
export async function waitingOn(db: Reading, { campaign, day }: Vantage, soon: Day): Promise<Waiting[]> {
  const soonDue = sql`stage = '限期内' and due_on between ${day} and ${soon}`;
  const counted = (which: RawBuilder<unknown>): RawBuilder<unknown> =>
    sql`(select coalesce(sum(count), 0) from open_findings where ${which})`;
  /** Whose finding is due first. */
  const subjectOf = (which: RawBuilder<unknown>): RawBuilder<unknown> =>
    sql`(select cast(finding.subject as text) from open_findings join finding on finding.id = open_findings.first
         where ${which} order by open_findings.due_on, open_findings.first limit 1)`;
  const query = sql<{ task: Task; count: number | string; first: string | null; draft: string | null }>`
    with ${standing(day)},
      uninspected as (
        select subject from institution_now
        where kind = '机构'
          and not exists (select 1 from visit_now where visit_now.subject = institution_now.subject and campaign = ${campaign})
          and subject not in (select subject from operation_now where operation = '取缔关停')),
      unfinished as (select subject, task, max(saved_at) as saved_at from draft where campaign = ${campaign} group by subject, task),
      unserved as (select id, number from order_now where campaign = ${campaign} and served_on is null and stage = '已签发'
        and id not in (
          select order_id from service join journal on journal.seq = service.entry
          where method = '公告' and journal.happened_on <= ${day} and service.happened_on > ${day}
            and service.entry not in (select entry from annulled))),
      open_findings as materialized (
        select stage, overdue, due_on, count(*) as count, min(id) as first from open_finding_now where campaign = ${campaign}
        group by stage, overdue, due_on),
      waiting as (
        select '待检查' as task, count(*) as count, cast(min(subject) as text) as first, cast(null as text) as draft from uninspected
        union all
        select '未做完', count(*), (select cast(subject as text) from unfinished order by saved_at desc limit 1), (select task from unfinished order by saved_at desc limit 1) from unfinished
        union all
        select '待交办', ${counted(sql`stage = '待交办'`)}, ${subjectOf(sql`stage = '待交办'`)}, null
        union all
        select '待送达', count(*), (select number from unserved order by id limit 1), null from unserved
        union all
        select '将到期', ${counted(soonDue)}, ${subjectOf(soonDue)}, null
        union all
        select '逾期', ${counted(sql`overdue = 1`)}, ${subjectOf(sql`overdue = 1`)}, null
        union all
        select '待销号', ${counted(sql`stage = '已整改待验收'`)}, (select cast(min(first) as text) from open_findings where stage = '已整改待验收'), null)
    select * from waiting`;
  const { rows } = await query.execute(db);
  return tasks.map((task) => {
    const row = rows.find((found) => found.task === task);
    return { task, count: Number(row?.count ?? 0), first: row?.first ?? null, draft: row?.draft ?? null };
  });
}
