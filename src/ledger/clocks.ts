/** What the ledger knows of clocks that run: orders, findings under them, lists, measures and cases, as of a day. */
import type { Day, ListName, OrderEffect } from "../campaign/index.ts";
import type { CaseNow } from "./acts/cases.ts";
import { measuresNow } from "./acts/measures.ts";
import { listingStandings } from "./spans/listings.ts";
import { noticesRunning } from "./spans/notices.ts";
import { ordersListed, unresolvedUnder } from "./spans/orders.ts";
import { subjectsNamed } from "./spans/institutions.ts";
import type { CaseMeasureRow, Db } from "./tables.ts";

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
export async function clocksOn(db: Db, asOf: Day, campaign: string): Promise<Clocks> {
  const unresolved = await unresolvedUnder(db, asOf, campaign);
  const orders = (await ordersListed(db, asOf, campaign)).map((order): OrderClock =>
    Object.assign(order, { issued_on: order.happened_on, unresolved: unresolved.get(order.id) ?? 0 }),
  );
  const running = await noticesRunning(db, asOf);
  const subjects = await subjectsNamed(db, asOf);
  return {
    names: new Map(Array.from(subjects, ([subject, { name }]) => [subject, name])),
    orders,
    listings: await listingStandings(db, asOf, campaign),
    notices: orders.flatMap(({ id, number, issuer, subject }) => {
      const servedOn = running.get(id);
      return servedOn === undefined ? [] : [{ number, issuer, subject, served_on: servedOn }];
    }),
    measures: await measuresNow(db, asOf, campaign),
    cases: await casesOn(db, asOf, campaign),
  };
}

/** Most campaigns have no cases, and need not load the law of penalties. */
async function casesOn(db: Db, asOf: Day, campaign: string): Promise<CaseNow[]> {
  const any = await db.selectFrom("penalty_case").select("id").where("campaign", "=", campaign).limit(1).execute();
  return any.length === 0 ? [] : (await import("./acts/cases.ts")).casesNow(db, asOf, { campaign });
}
