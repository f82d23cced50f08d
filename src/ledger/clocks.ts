/** What the ledger knows of clocks that run: orders, findings under them, lists, measures and cases, as of a day. */
import { sql } from "kysely";
import type { Day, ListName, OrderEffect } from "../campaign/index.ts";
import { casesNow, measuresNow } from "./acts/cases.ts";
import type { CaseNow } from "./acts/cases.ts";
import type { Reading } from "./ledger.ts";
import { noticesRunning } from "./acts/orders.ts";
import { standing } from "./standing.ts";
import type { CaseMeasureRow } from "./tables.ts";

/** An order whose findings are not all put right, or that somebody has to act on by a day. */
export interface OrderClock {
  readonly id: number;
  readonly number: string;
  readonly kind: string;
  readonly effect: OrderEffect;
  readonly issuer: string;
  readonly subject: number;
  readonly issued_on: Day;
  readonly served_on: Day | null;
  readonly due_on: Day | null;
  /** As the order writes it: what is left to be worked out where it was served into a year without a calendar. */
  readonly deadline: string | null;
  readonly due_bound: Day | null;
  readonly withdrawn_on: Day | null;
  readonly waived_on: Day | null;
  /** Findings whose clock this order is, not yet put right. */
  readonly unresolved: number;
  readonly findings: number;
}

export interface ListingClock {
  readonly list: ListName;
  readonly subject: number;
  readonly state: string;
  readonly since: Day;
  readonly until: Day | null;
}

/** A service by public notice that has not taken effect. */
export interface NoticeClock {
  readonly number: string;
  readonly issuer: string;
  readonly subject: number;
  readonly served_on: Day;
}

export interface Clocks {
  readonly names: ReadonlyMap<number, string>;
  readonly orders: readonly OrderClock[];
  readonly listings: readonly ListingClock[];
  readonly notices: readonly NoticeClock[];
  readonly measures: readonly CaseMeasureRow[];
  readonly cases: readonly CaseNow[];
}

/** Everything that may run in a campaign as of a day. */
export async function clocksOn(db: Reading, asOf: Day, campaign: string): Promise<Clocks> {
  const orders = sql<OrderClock>`with ${standing(asOf)},
    open_finding as materialized (
      select order_id, count(*) as unresolved from finding_now
      where campaign = ${campaign} and closed_on is null and coalesce(outcome, '') <> '已整改' and order_id is not null group by order_id)
    select id, number, kind, effect, issuer, subject, happened_on as issued_on, served_on, due_on, deadline, due_bound, withdrawn_on, waived_on,
           coalesce(open_finding.unresolved, 0) as unresolved, findings
    from order_now left join open_finding on open_finding.order_id = order_now.id
    where campaign = ${campaign} order by id`;
  const listings = sql<ListingClock>`with ${standing(asOf)} select list, subject, state, since, until from listing_state where campaign = ${campaign} order by list, subject`;
  const names = sql<{
    subject: number;
    name: string;
  }>`with ${standing(asOf)} select subject, name from institution_now`;
  const running = await noticesRunning(db, asOf);
  const clocks = (await orders.execute(db)).rows;
  return {
    names: new Map((await names.execute(db)).rows.map(({ subject, name }) => [subject, name])),
    orders: clocks,
    listings: (await listings.execute(db)).rows,
    notices: clocks.flatMap(({ id, number, issuer, subject }) => {
      const servedOn = running.get(id);
      return servedOn === undefined ? [] : [{ number, issuer, subject, served_on: servedOn }];
    }),
    measures: await measuresNow(db, asOf, campaign),
    cases: await casesNow(db, asOf, { campaign }),
  };
}
