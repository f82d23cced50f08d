/** What the ledger knows of clocks that run: orders, findings under them, lists, measures and cases, as of a day. */
import type { Day, ListName } from "../campaign/index.ts";
import type { CaseNow } from "./acts/cases.ts";
import { measuresNow } from "./acts/measures.ts";
import { listingStandings } from "./spans/listings.ts";
import { noticesRunning } from "./spans/notices.ts";
import { firstRectification, ordersRunning, rectificationsOn } from "./spans/orders.ts";
import type { Rectifications, RunningOrder } from "./spans/orders.ts";
import type { CaseMeasureRow, Db } from "./tables.ts";

/**
 * An order whose findings are not all put right, or that somebody has to act on by a day. `due_on` is as recorded at service; where that
 * was into a year without a calendar, `deadline` and `due_bound` leave it to be worked out.
 */
export interface OrderClock extends RunningOrder {
  readonly issued_on: Day;
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
  readonly orders: readonly OrderClock[];
  /** Where they were asked for summed: orders that only wait for their findings to be put right. */
  readonly rectifications: readonly Rectifications[];
  /** Of these the number (文号) of the one that is due first after the last day asked for. */
  readonly firstLater: string | null;
  readonly listings: readonly ListingClock[];
  readonly notices: readonly NoticeClock[];
  readonly measures: readonly CaseMeasureRow[];
  readonly cases: readonly CaseNow[];
}

/** Which clocks are asked for: up to a day (null: all), and whether orders that only wait for the party are summed by day. */
export interface ClocksAsked {
  readonly until: Day | null;
  readonly summed: boolean;
}

/** What may run in a campaign as of a day, without the findings that closed cases have done with. */
export async function clocksOn(db: Db, asOf: Day, campaign: string, { until, summed }: ClocksAsked): Promise<Clocks> {
  const { cases, settled } = await casesOn(db, asOf, campaign);
  const running = await noticesRunning(db, asOf);
  const without = [...settled.keys()];
  const read = await ordersRunning(db, asOf, campaign, { until, summed, also: [...running.keys(), ...without] });
  const unresolved = ({ id, served_on, due_on, unresolved: count }: RunningOrder): number =>
    summed && !settled.has(id) && served_on !== null && due_on !== null ? 0 : count - (settled.get(id) ?? 0);
  const orders = read.map((order): OrderClock =>
    Object.assign(order, { issued_on: order.happened_on, unresolved: unresolved(order) }),
  );
  const rectifications = summed ? await rectificationsOn(db, asOf, campaign, without) : [];
  const isLater = until !== null && rectifications.some(({ due }) => due > until);
  return {
    orders,
    rectifications,
    firstLater: isLater ? await firstRectification(db, asOf, campaign, { after: until, without }) : null,
    listings: await listingStandings(db, asOf, campaign),
    notices: orders.flatMap(({ id, number, issuer, subject }) => {
      const servedOn = running.get(id);
      return servedOn === undefined ? [] : [{ number, issuer, subject, served_on: servedOn }];
    }),
    measures: await measuresNow(db, asOf, campaign),
    cases,
  };
}

interface CasesOn {
  readonly cases: readonly CaseNow[];
  /** By order: how many findings under its clock are in cases that ended. */
  readonly settled: ReadonlyMap<number, number>;
}

/** Most campaigns have no cases, and need not load the law of penalties. */
async function casesOn(db: Db, asOf: Day, campaign: string): Promise<CasesOn> {
  const any = await db.selectFrom("penalty_case").select("id").where("campaign", "=", campaign).limit(1).execute();
  if (any.length === 0) return { cases: [], settled: new Map() };
  const { casesNow, settledByCases } = await import("./acts/cases.ts");
  const cases = await casesNow(db, asOf, { campaign });
  return { cases, settled: await settledByCases(db, asOf, campaign, cases) };
}
