/** Findings (问题): the order whose clock each is under, what re-checks said of it, when it was closed, and its stage. */
import type { Day } from "../../base/day.ts";
import type { OrderEffect } from "../plan.ts";
import { isOverdue, stageOf, tellingOutcomes } from "../review.ts";
import type { FindingStage, ReviewOutcome, TellingOutcome } from "../review.ts";
import { inForce } from "./as-of.ts";
import type { Snapshot } from "./as-of.ts";
import { countingIn, histories, successions } from "./facts.ts";
import type { FactRows, Facts } from "./facts.ts";
import type { OrderHistory, OrderStanding } from "./order.ts";

export interface FindingStanding<Rows extends FactRows = FactRows> {
  readonly kind: "finding";
  readonly id: number;
  readonly state: FindingStage;
  /**
   * Whether its due day has passed without 已整改; beside the stage, for one that was found 未整改 may be overdue, too. One whose penalty
   * case is closed (结案) is not.
   */
  readonly overdue: boolean;
  readonly fact: Rows["finding"];
  /** The order, not withdrawn, whose clock it is under. */
  readonly order: OrderStanding<Rows> | null;
  /** Every order, not withdrawn, that has taken it up, by number. */
  readonly orders: readonly OrderStanding<Rows>[];
  /** The latest re-check that says something of it, and what it says. */
  readonly outcome: Rows["review_outcome"] | null;
  readonly said: TellingOutcome | null;
  /** The latest re-check of any outcome. */
  readonly attempt: Rows["review_outcome"] | null;
  /** Its first close-out. */
  readonly closing: Rows["close_out"] | null;
  readonly closedOn: Day | null;
  /** The fact that the first 整改 order in force took it up, and the day of that order. */
  readonly ordered: Rows["order_finding"] | null;
  readonly orderedOn: Day | null;
}

/** An order that took a finding up, by its place among the orders. */
interface TakenBy<Rows extends FactRows> {
  readonly place: number;
  readonly link: Rows["order_finding"];
}

/** A finding with everything that happened to it; of each kind what counts comes first. */
interface FindingHistory<Rows extends FactRows> {
  readonly fact: Rows["finding"];
  readonly takenBy: readonly TakenBy<Rows>[];
  readonly attempts: readonly Rows["review_outcome"][];
  readonly closings: readonly Rows["close_out"][];
}

const ofFinding = ({ finding }: { readonly finding: number }): number => finding;

/** The close-outs of each finding. */
export function closingHistories<Rows extends FactRows>(
  facts: Pick<Facts<Rows>, "close_out">,
): ReadonlyMap<number, readonly Rows["close_out"][]> {
  return histories(successions.close_out, facts.close_out, ofFinding);
}

export function findingHistories<Rows extends FactRows>(
  facts: Facts<Rows>,
  orders: readonly OrderHistory<Rows>[],
  closings: ReadonlyMap<number, readonly Rows["close_out"][]>,
): FindingHistory<Rows>[] {
  if (facts.finding.length === 0) return [];
  const places = new Map(orders.map(({ fact }, place) => [fact.id, place]));
  const links = histories(successions.order_finding, facts.order_finding, ofFinding);
  const attempts = histories(successions.review_outcome, facts.review_outcome, ofFinding);
  return facts.finding.map((fact) => ({
    fact,
    takenBy: (links.get(fact.id) ?? []).flatMap((link): TakenBy<Rows>[] => {
      const place = places.get(link.order_id);
      return place === undefined ? [] : [{ place, link }];
    }),
    attempts: attempts.get(fact.id) ?? [],
    closings: closings.get(fact.id) ?? [],
  }));
}

/** What stands beside the findings: the orders, by their places, and the findings whose cases are closed. */
interface Around<Rows extends FactRows> {
  readonly orders: readonly (OrderStanding<Rows> | null)[];
  readonly settled: ReadonlySet<number>;
}

export function findingsOn<Rows extends FactRows>(
  findings: readonly FindingHistory<Rows>[],
  at: Snapshot,
  { orders, settled }: Around<Rows>,
): FindingStanding<Rows>[] {
  const standing: FindingStanding<Rows>[] = [];
  for (const finding of findings)
    if (inForce(finding.fact, at)) standing.push(standingFinding(finding, at, { orders, settled }));
  return standing;
}

function standingFinding<Rows extends FactRows>(
  { fact, takenBy, attempts, closings }: FindingHistory<Rows>,
  at: Snapshot,
  { orders, settled }: Around<Rows>,
): FindingStanding<Rows> {
  const closing = countingIn(closings, at);
  const outcome = lastTelling(attempts, at);
  const over = ordersOver(takenBy, orders);
  const { order } = over;
  const known = {
    closed: closing !== null,
    taken: order !== null,
    servedOn: order?.servedOn ?? null,
    dueOn: order?.dueOn ?? null,
    outcome: outcome === null ? null : tellingIn(outcome),
    outcomeOn: outcome?.happened_on ?? null,
  };
  return {
    kind: "finding",
    id: fact.id,
    state: stageOf(known, at.day),
    overdue: !settled.has(fact.id) && isOverdue(known, at.day),
    fact,
    ...over,
    outcome,
    said: known.outcome,
    attempt: countingIn(attempts, at),
    closing,
    closedOn: closing?.happened_on ?? null,
  };
}

function lastTelling<Row extends FactRows["review_outcome"]>(attempts: readonly Row[], at: Snapshot): Row | null {
  for (const attempt of attempts) if (tellingIn(attempt) !== null && inForce(attempt, at)) return attempt;
  return null;
}

function tellingIn({ outcome }: { readonly outcome: ReviewOutcome }): TellingOutcome | null {
  for (const telling of tellingOutcomes) if (telling === outcome) return telling;
  return null;
}

/** Effects whose clocks come before the others'; a 告知 or 移送 that is issued besides does not stop the clock of a 整改. */
const clockRank: Partial<Record<OrderEffect, number>> = { 整改: 2, 督办: 1 };

type Over<Rows extends FactRows> = Pick<FindingStanding<Rows>, "order" | "orders" | "ordered" | "orderedOn">;

const untaken: Over<never> = { order: null, orders: [], ordered: null, orderedOn: null };

/** The order whose clock a finding is under: the latest 整改 in force, else the latest 督办, else the latest; and the first 整改. */
function ordersOver<Rows extends FactRows>(
  takenBy: readonly TakenBy<Rows>[],
  orders: readonly (OrderStanding<Rows> | null)[],
): Over<Rows> {
  if (takenBy.length === 0) return untaken;
  const over: OrderStanding<Rows>[] = [];
  let order: Over<Rows>["order"] = null;
  let rank = -1;
  let ordered: Over<Rows>["ordered"] = null;
  let orderedOn: Day | null = null;
  for (const { place, link } of takenBy) {
    const one = orders[place] ?? null;
    if (one === null || one.withdrawnOn !== null) continue;
    over.push(one);
    const own = clockRank[one.fact.effect] ?? 0;
    if (order === null || own > rank || (own === rank && one.id > order.id)) {
      order = one;
      rank = own;
    }
    const on = one.fact.happened_on;
    if (one.fact.effect === "整改" && (orderedOn === null || on < orderedOn)) {
      ordered = link;
      orderedOn = on;
    }
  }
  if (over.length > 1) over.sort((one, other) => one.id - other.id);
  return { order, orders: over, ordered, orderedOn };
}
