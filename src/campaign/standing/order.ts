/** Orders (文书): served, due, extended, withdrawn, and how many of their findings are closed. */
import type { Day } from "../../base/day.ts";
import { afterLimit } from "../life.ts";
import { orderLife } from "../order/life.ts";
import type { OrderStage } from "../order/life.ts";
import { inForce } from "./as-of.ts";
import type { Snapshot } from "./as-of.ts";
import { countIn, countingIn, histories, successions } from "./facts.ts";
import type { FactRows, Facts } from "./facts.ts";

export interface OrderStanding<Rows extends FactRows = FactRows> {
  readonly kind: "order";
  readonly id: number;
  readonly state: OrderStage;
  readonly fact: Rows["orders"];
  /** The last service. */
  readonly service: Rows["service"] | null;
  readonly servedOn: Day | null;
  /** With extensions. */
  readonly dueOn: Day | null;
  readonly extensions: number;
  readonly withdrawnOn: Day | null;
  readonly waivedOn: Day | null;
  readonly findings: number;
  readonly closed: number;
}

/** An order with everything that happened to it; of each kind what counts comes first. */
export interface OrderHistory<Rows extends FactRows> {
  readonly fact: Rows["orders"];
  readonly services: readonly Rows["service"][];
  readonly extensions: readonly Rows["extension"][];
  readonly withdrawals: readonly Rows["withdrawal"][];
  readonly waivers: readonly Rows["waiver"][];
  /** The close-outs of each finding that it takes up. */
  readonly parts: readonly (readonly Rows["close_out"][])[];
}

export function orderHistories<Rows extends FactRows>(
  facts: Facts<Rows>,
  closings: ReadonlyMap<number, readonly Rows["close_out"][]>,
): OrderHistory<Rows>[] {
  if (facts.orders.length === 0) return [];
  const ofOrder = ({ order_id }: { readonly order_id: number }): number => order_id;
  const services = histories(successions.service, facts.service, ofOrder);
  const extensions = histories(successions.extension, facts.extension, ofOrder);
  const withdrawals = histories(successions.withdrawal, facts.withdrawal, ofOrder);
  const waivers = histories(successions.waiver, facts.waiver, ofOrder);
  const links = histories(successions.order_finding, facts.order_finding, ofOrder);
  return facts.orders.map((fact) => ({
    fact,
    services: services.get(fact.id) ?? [],
    extensions: extensions.get(fact.id) ?? [],
    withdrawals: withdrawals.get(fact.id) ?? [],
    waivers: waivers.get(fact.id) ?? [],
    parts: (links.get(fact.id) ?? []).map(({ finding }) => closings.get(finding) ?? []),
  }));
}

/** By place of the order; null where it is not in force. */
export function ordersOn<Rows extends FactRows>(
  orders: readonly OrderHistory<Rows>[],
  at: Snapshot,
): readonly (OrderStanding<Rows> | null)[] {
  return orders.map((order) => (inForce(order.fact, at) ? standingOrder(order, at) : null));
}

function standingOrder<Rows extends FactRows>(order: OrderHistory<Rows>, at: Snapshot): OrderStanding<Rows> {
  const { fact, parts } = order;
  const service = countingIn(order.services, at);
  const servedOn = service?.happened_on ?? null;
  const dueOn = countingIn(order.extensions, at)?.due_on ?? service?.due_on ?? null;
  const withdrawnOn = countingIn(order.withdrawals, at)?.happened_on ?? null;
  let closed = 0;
  for (const closings of parts) if (countingIn(closings, at) !== null) closed += 1;
  const isDone = parts.length > 0 && closed === parts.length;
  return {
    kind: "order",
    id: fact.id,
    state: withdrawnOn === null ? orderStageOf(servedOn, dueOn, isDone, at.day) : "已撤回",
    fact,
    service,
    servedOn,
    dueOn,
    extensions: countIn(order.extensions, at),
    withdrawnOn,
    waivedOn: countingIn(order.waivers, at)?.happened_on ?? null,
    findings: parts.length,
    closed,
  };
}

/** The stage of one that is not withdrawn. An order whose findings are all closed is 办结, served or not. */
function orderStageOf(servedOn: Day | null, dueOn: Day | null, isDone: boolean, day: Day): OrderStage {
  const stage = servedOn === null ? "已签发" : afterLimit(orderLife, "已送达", dueOn, day);
  return isDone ? (orderLife.partsDone?.[stage] ?? stage) : stage;
}
