/**
 * What stands as of a day, told a second time, as one query over the facts: the program asks the law and its spans, and this account,
 * which shares nothing with them but the stages' names, is what tests hold them against. A change of the law is made here, too.
 *
 * `standing(day)` is the list of named queries for a `with` clause:
 *   institution_now   each subject's row in force                         (subject, name, town, licence_class …)
 *   visit_now         inspections and re-checks that were not taken back
 *   order_now         orders with served_on, due_on, withdrawn_on, stage
 *   outcome_now       each finding's latest re-check outcome that says something of the finding (not an attempt)
 *   attempt_now       each finding's latest re-check of any outcome
 *   finding_now       findings with order, due day, outcome, close-out, from which campaign/review tells the stage. The order whose
 *                     clock runs is the latest 整改 one, else the latest 督办, else the latest: a 告知 or 移送 does not stop the clock
 *   finding_closing     findings with the day of their first close-out and nothing more; name closed_on once, each time costs a look-up
 *   operation_now     subjects that an order or an acceptance stopped, let continue, or closed, with the act (service, inspection) that did
 *   disposition_now   each subject's bucket (四个"一批")
 *   tally_now         what offices counted themselves (登记) and was not taken back
 *   listing_state     where every name that a list was ever concerned with stands, by the states of campaign/listing; an objection
 *                     stays open through a new version, and a name taken off or left out comes back only by a new 告知
 *   listing_now       the latest entry of those that are on a list, in 整改中 or were taken off
 * An act counts from the day it happened; an entry taken back (annulment) counts no longer from that day on.
 */
import { sql } from "kysely";
import type { RawBuilder } from "kysely";
import { dayNumber, isOverdue, stageOf, tellingOutcomes } from "../../src/campaign/index.ts";
import type { Day } from "../../src/campaign/index.ts";
import { correctedColumn } from "../../src/ledger/corrected-column.ts";
import { correctedOn } from "../../src/ledger/corrections.ts";
import { isInForce } from "../../src/ledger/in-force.ts";
import { fromJson } from "../../src/ledger/json.ts";
import type { FindingNow, InstitutionNow, OrderNow } from "../../src/ledger/now.ts";
import type { Db, InspectionRow } from "../../src/ledger/tables.ts";

/**
 * `knownTo`: as it was known when the journal's entry of that number was the last; left out: as it is known now.
 * `annulledTo`: without what was taken back by that day, later than the day looked at: a past day as it should have been counted.
 */
export function standing(asOf: Day, knownTo?: number, annulledTo: Day = asOf): RawBuilder<unknown> {
  const known = (table: string): RawBuilder<unknown> =>
    knownTo === undefined ? sql`` : sql` and ${sql.ref(`${table}.entry`)} <= ${knownTo}`;
  const live = (table: string): RawBuilder<unknown> =>
    sql`${sql.ref(`${table}.happened_on`)} <= ${asOf} and ${sql.ref(`${table}.entry`)} not in (select entry from annulled)${known(table)}`;
  /** The last of the facts in force about the same thing; `also` narrows which facts count. An index over these columns finds it. */
  const latest = (
    table: string,
    about: readonly string[],
    by: readonly string[],
    also: (of: string) => RawBuilder<unknown> = () => sql``,
  ) => sql`
      select ${sql.ref(table)}.* from ${sql.ref(table)}
      where ${live(table)}${also(table)} and not exists (
        select 1 from ${sql.ref(table)} as later
        where ${sql.join(
          about.map((column) => sql`${sql.ref(`later.${column}`)} = ${sql.ref(`${table}.${column}`)}`),
          sql` and `,
        )}
          and (${sql.join(by.map((column) => sql.ref(`later.${column}`)))}) > (${sql.join(by.map((column) => sql.ref(`${table}.${column}`)))})
          and ${live("later")}${also("later")})`;
  const servedUntil = correctedColumn("service", "last_service", "due_on", { day: asOf, knownTo, annulledTo });
  const byDay = ["happened_on", "id"];
  const saysSomething = (of: string): RawBuilder<unknown> =>
    sql` and ${sql.ref(`${of}.outcome`)} in (${sql.join(tellingOutcomes.map((outcome) => sql.lit(outcome)))})`;
  /** Findings with the order whose clock they are under, and what came of it. */
  const findings = sql`
      select finding.*, taken.id as order_id, taken.number as order_number, last_service.happened_on as served_on,
             coalesce(last_extension.due_on, ${servedUntil}) as due_on,
             outcome_now.id as outcome_id, outcome_now.outcome, outcome_now.happened_on as outcome_on,
             (select attempt_now.outcome from attempt_now where attempt_now.finding = finding.id) as attempt,
             (select attempt_now.happened_on from attempt_now where attempt_now.finding = finding.id) as attempt_on
      from finding_closing as finding
      left join orders as taken on taken.id = (
        select coalesce(max(case when order_in_force.effect = '整改' then order_in_force.id end),
                        max(case when order_in_force.effect = '督办' then order_in_force.id end),
                        max(order_in_force.id))
        from order_finding join order_in_force on order_in_force.id = order_finding.order_id
        where order_finding.finding = finding.id)
      left join last_service on last_service.order_id = taken.id
      left join last_extension on last_extension.order_id = taken.id
      left join outcome_now on outcome_now.finding = finding.id`;
  return sql`
    annulled as (select target as entry from annulment where happened_on <= ${annulledTo}${known("annulment")}),
    institution_now as (${latest("roster", ["subject"], byDay)}
        and roster.subject not in (select other from pairing where verdict = '同一家' and ${live("pairing")})),
    visit_now as (select inspection.* from inspection where ${live("inspection")}),
    last_service as (${latest("service", ["order_id"], ["id"])}),
    last_extension as (${latest("extension", ["order_id"], ["id"])}),
    order_in_force as (
      select orders.* from orders
      where ${live("orders")} and not exists (select 1 from withdrawal where withdrawal.order_id = orders.id and ${live("withdrawal")})),
    order_state as (
      select orders.*, last_service.happened_on as served_on,
             coalesce(last_extension.due_on, ${servedUntil}) as due_on,
             (select min(withdrawal.happened_on) from withdrawal where withdrawal.order_id = orders.id and ${live("withdrawal")}) as withdrawn_on
      from orders
      left join last_service on last_service.order_id = orders.id
      left join last_extension on last_extension.order_id = orders.id
      where ${live("orders")}),
    order_count as (
      select order_state.*,
             (select count(*) from extension where extension.order_id = order_state.id and ${live("extension")}) as extensions,
             (select min(waiver.happened_on) from waiver where waiver.order_id = order_state.id and ${live("waiver")}) as waived_on,
             (select count(*) from order_finding where order_finding.order_id = order_state.id) as findings,
             (select count(*) from order_finding where order_finding.order_id = order_state.id
              and exists (select 1 from close_out where close_out.finding = order_finding.finding and ${live("close_out")})) as closed
      from order_state),
    order_now as (
      select order_count.*,
        case when withdrawn_on is not null then '已撤回'
             when findings > 0 and closed = findings then '办结'
             when served_on is null then '已签发'
             when due_on < ${asOf} then '已到期'
             else '已送达' end as stage
      from order_count),
    attempt_now as (${latest("review_outcome", ["finding"], byDay)}),
    outcome_now as (${latest("review_outcome", ["finding"], byDay, saysSomething)}),
    first_close as (
      select close_out.* from close_out
      where ${live("close_out")} and not exists (
        select 1 from close_out as earlier
        where earlier.finding = close_out.finding and (earlier.happened_on, earlier.id) < (close_out.happened_on, close_out.id) and ${live("earlier")})),
    finding_closing as (
      select finding.*,
             (select min(close_out.happened_on) from close_out where close_out.finding = finding.id and ${live("close_out")}) as closed_on
      from finding
      where ${live("finding")}),
    finding_now as (${findings}),
    operation_event as (
      select o.subject, o.effect, last_service.happened_on as day, o.id as nth, 1 as source, 'service' as fact, last_service.id, last_service.entry
      from order_in_force as o join last_service on last_service.order_id = o.id
      where o.effect in ('停办', '恢复', '取缔')
      union all
      select subject, '恢复', happened_on, id, 2, 'inspection', id, entry from visit_now where kind = '验收' and result = '合格'),
    operation_now as (
      select subject, case effect when '停办' then '暂时关停' when '取缔' then '取缔关停' else '继续' end as operation, day as since, fact, id, entry
      from (select operation_event.*, row_number() over (partition by subject order by day desc, case when effect = '取缔' then 0 else 1 end, source desc, nth desc) as last
            from operation_event) as ranked
      where last = 1),
    disposition_now as (${latest("disposition", ["campaign", "subject"], byDay)}),
    tally_now as (select tally.* from tally where ${live("tally")}),
    listing_event as (
      select campaign, list, subject, '公布' as change, happened_on, entry, id from listing where ${live("listing")}
      union all
      select campaign, list, subject, change, happened_on, entry, id from listing_change where ${live("listing_change")}),
    last_move as (
      select * from (
        select listing_event.*, row_number() over (partition by campaign, list, subject order by happened_on desc, entry desc, id desc) as nth
        from listing_event where change in ('公布', '移出', '整改中', '恢复', '复核撤销')) as ranked
      where nth = 1),
    last_word as (
      select * from (
        select listing_event.*, row_number() over (partition by campaign, list, subject order by happened_on desc, entry desc, id desc) as nth
        from listing_event where change in ('告知', '异议', '复核维持', '复核撤销', '移出')) as ranked
      where nth = 1),
    last_listing as (
      select * from (
        select listing.*, row_number() over (partition by listing.campaign, listing.list, listing.subject order by listing.happened_on desc, listing.id desc) as nth
        from listing where ${live("listing")}) as ranked
      where nth = 1),
    last_out as (
      select * from (
        select listing_event.*, row_number() over (partition by campaign, list, subject order by happened_on desc, entry desc, id desc) as nth
        from listing_event where change in ('移出', '整改中', '复核撤销')) as ranked
      where nth = 1),
    listed_since as (
      select came.campaign, came.list, came.subject, min(came.happened_on) as since
      from listing_event as came
      left join last_out on last_out.campaign = came.campaign and last_out.list = came.list and last_out.subject = came.subject
      where came.change in ('公布', '恢复')
        and (last_out.id is null or came.happened_on > last_out.happened_on or (came.happened_on = last_out.happened_on and came.entry > last_out.entry))
      group by came.campaign, came.list, came.subject),
    listing_state as (
      select heard.campaign, heard.list, heard.subject, last_listing.id as listing, last_listing.until,
        case when last_word.change = '异议' then case when last_move.change in ('公布', '恢复') then '在列异议中' else '拟列入异议中' end
             when last_move.change in ('公布', '恢复') then case when last_listing.until < ${asOf} then '期满' else '在列' end
             when last_move.change = '整改中' then '整改中'
             when last_word.change in ('告知', '复核维持') then '拟列入'
             when last_listing.id is not null then '移出'
             else '不予列入' end as state,
        case when last_word.change = '异议' then last_word.happened_on
             when last_move.change in ('公布', '恢复') and last_listing.until < ${asOf} then last_listing.until
             when last_move.change in ('公布', '恢复') then listed_since.since
             when last_move.change = '整改中' then last_move.happened_on
             else last_word.happened_on end as since
      from (select distinct campaign, list, subject from listing_event) as heard
      left join last_move on last_move.campaign = heard.campaign and last_move.list = heard.list and last_move.subject = heard.subject
      left join last_word on last_word.campaign = heard.campaign and last_word.list = heard.list and last_word.subject = heard.subject
      left join last_listing on last_listing.campaign = heard.campaign and last_listing.list = heard.list and last_listing.subject = heard.subject
      left join listed_since on listed_since.campaign = heard.campaign and listed_since.list = heard.list and listed_since.subject = heard.subject),
    listing_now as (
      select listing.*,
        case when listing_state.state = '在列异议中' then '在列' else listing_state.state end as standing, listing_state.since
      from listing join listing_state on listing_state.listing = listing.id
      where listing_state.state in ('在列', '在列异议中', '移出', '整改中'))`;
}

export async function institutionsBySql(db: Db, asOf: Day): Promise<InstitutionNow[]> {
  const query = sql<InstitutionNow>`with ${standing(asOf)} select * from institution_now order by subject`;
  return (await query.execute(db)).rows;
}

type FindingBySql = Omit<FindingNow, "closed_by">;

export async function findingsBySql(db: Db, asOf: Day, campaign: string): Promise<FindingBySql[]> {
  const query = sql<
    Omit<FindingBySql, "stage" | "overdue">
  >`with ${standing(asOf)} select * from finding_now where campaign = ${campaign} order by id`;
  const { rows } = await query.execute(db);
  const settled = await settledFindings(db, asOf, campaign);
  return (await correctedOn(db, "finding", rows, { day: asOf })).map((row) => {
    const staged = stagedOn(row, asOf);
    return Object.assign(row, settled.has(row.id) ? { ...staged, overdue: 0 } : staged);
  });
}

/** Findings whose penalty cases are closed (结案), as the law's `settledBy` has it. */
async function settledFindings(db: Db, asOf: Day, campaign: string): Promise<ReadonlySet<number>> {
  const ends = db.selectFrom("case_step").select("case_id").where("step", "=", "结案").where(isInForce(asOf));
  const cases = await db
    .selectFrom("penalty_case")
    .select("findings")
    .where("campaign", "=", campaign)
    .where("id", "in", ends)
    .where(isInForce(asOf))
    .execute();
  return new Set(cases.flatMap(({ findings }) => fromJson(findings)));
}

function stagedOn(row: Omit<FindingBySql, "stage" | "overdue">, asOf: Day): Pick<FindingBySql, "stage" | "overdue"> {
  const known = {
    closed: row.closed_on !== null,
    taken: row.order_id !== null,
    servedOn: numberOf(row.served_on),
    dueOn: numberOf(row.due_on),
    outcome: row.outcome,
    outcomeOn: numberOf(row.outcome_on),
  };
  const day = dayNumber(asOf);
  return { stage: stageOf(known, day), overdue: isOverdue(known, day) ? 1 : 0 };
}

const numberOf = (day: Day | null): number => (day === null ? 0 : dayNumber(day));

export async function ordersBySql(db: Db, asOf: Day, campaign: string): Promise<OrderNow[]> {
  const query = sql<OrderNow>`with ${standing(asOf)} select * from order_now where campaign = ${campaign} order by id`;
  return (await query.execute(db)).rows;
}

export async function visitsBySql(db: Db, asOf: Day, campaign: string): Promise<InspectionRow[]> {
  const query = sql<InspectionRow>`with ${standing(asOf)} select * from visit_now where campaign = ${campaign} order by happened_on, id`;
  return (await query.execute(db)).rows;
}
