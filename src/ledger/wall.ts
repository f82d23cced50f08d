/** What a wall chart (挂图) shows, as of a day: where each institution stands, open findings day by day, overdue ones by department. */
import { sql } from "kysely";
import type { Day } from "../campaign/index.ts";
import type { Reading } from "./ledger.ts";
import type { Vantage } from "./sets.ts";
import { standing } from "./standing.ts";

/** Where an institution stands on the wall, the first that holds: closed, stopped, overdue, … never inspected. */
export const wallStages = ["取缔", "停办", "逾期", "整改中", "待交办", "待销号", "已销号", "无问题", "未检查"] as const;
export type WallStage = (typeof wallStages)[number];

export interface WallInstitution {
  readonly subject: number;
  readonly name: string;
  readonly town: string | null;
  readonly stage: WallStage;
}

/** Findings found and closed on one day. */
export interface DayFlow {
  readonly day: Day;
  readonly found: number;
  readonly closed: number;
}

export interface Wall {
  /** By town, then short number. */
  readonly institutions: readonly WallInstitution[];
  /** Days on which something happened, in order. */
  readonly flow: readonly DayFlow[];
  /** The most first. */
  readonly overdue: readonly { readonly lead: string; readonly count: number }[];
}

/** `town`: only what lies in it; undefined is everywhere. */
export async function wallOf(db: Reading, vantage: Vantage, town?: string): Promise<Wall> {
  return {
    institutions: await institutionsOn(db, vantage, town),
    flow: await flowOf(db, vantage, town),
    overdue: await overdueOf(db, vantage, town),
  };
}

const inTown = (subject: string, town: string | undefined) =>
  town === undefined
    ? sql`1 = 1`
    : sql`${sql.ref(subject)} in (select subject from institution_now where town = ${town})`;

async function institutionsOn(db: Reading, { campaign, day }: Vantage, town?: string): Promise<WallInstitution[]> {
  const query = sql<WallInstitution>`
    with ${standing(day)},
      found as (
        select subject, count(*) as findings, count(closed_on) as closed, sum(overdue) as overdue,
               sum(case when stage = '已整改待验收' then 1 else 0 end) as settled,
               sum(case when stage = '待交办' then 1 else 0 end) as untaken
        from finding_now where campaign = ${campaign} and ${inTown("subject", town)} group by subject)
    select i.subject, i.name, i.town,
      case when operation_now.operation = '取缔关停' then '取缔'
           when operation_now.operation = '暂时关停' then '停办'
           when found.overdue > 0 then '逾期'
           when found.findings > found.closed + found.settled + found.untaken then '整改中'
           when found.untaken > 0 then '待交办'
           when found.findings > found.closed then '待销号'
           when found.findings > 0 then '已销号'
           when exists (select 1 from visit_now where visit_now.subject = i.subject and visit_now.campaign = ${campaign}) then '无问题'
           else '未检查' end as stage
    from institution_now i
    left join found on found.subject = i.subject
    left join operation_now on operation_now.subject = i.subject
    where i.kind = '机构' and ${town === undefined ? sql`1 = 1` : sql`i.town = ${town}`}
    order by case when i.town is null then 1 else 0 end, i.town, i.subject`;
  return (await query.execute(db)).rows;
}

async function flowOf(db: Reading, { campaign, day }: Vantage, town?: string): Promise<DayFlow[]> {
  const query = sql<{ day: Day; found: number | string; closed: number | string }>`
    with ${standing(day)},
      of_campaign as (select happened_on, closed_on from finding_closing where campaign = ${campaign} and ${inTown("subject", town)}),
      happening as (
        select happened_on as day, 1 as found, 0 as closed from of_campaign
        union all
        select closed_on, 0, 1 from of_campaign where closed_on is not null)
    select day, sum(found) as found, sum(closed) as closed from happening group by day order by day`;
  const { rows } = await query.execute(db);
  return rows.map((row) => ({ day: row.day, found: Number(row.found), closed: Number(row.closed) }));
}

async function overdueOf(db: Reading, { campaign, day }: Vantage, town?: string): Promise<Wall["overdue"]> {
  const query = sql<{ lead: string; count: number | string }>`
    with ${standing(day)}
    select lead, count(*) as count from finding_now
    where campaign = ${campaign} and overdue = 1 and ${inTown("subject", town)} group by lead order by count(*) desc, lead`;
  return (await query.execute(db)).rows.map(({ lead, count }) => ({ lead, count: Number(count) }));
}
