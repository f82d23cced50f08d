/** Whether a subject may operate: stopped (停办), let continue (恢复, 验收合格) or closed (取缔) by what was served on it or seen there. */
import type { Day } from "../../base/day.ts";
import type { OrderEffect } from "../plan.ts";
import { inForce } from "./as-of.ts";
import type { Snapshot } from "./as-of.ts";
import { follows } from "./facts.ts";
import type { FactRows } from "./facts.ts";
import type { OrderStanding } from "./order.ts";

export const operations = ["暂时关停", "继续", "取缔关停"] as const;

/** Whether an institution may operate, as orders and acceptance inspections left it. */
export type Operation = (typeof operations)[number];

export interface OperationStanding {
  readonly kind: "operation";
  /** The subject's short number. */
  readonly id: number;
  readonly state: Operation;
  readonly since: Day;
  /** The fact that brought it about. */
  readonly by: { readonly table: "service" | "inspection"; readonly id: number; readonly entry: number };
}

const operationAfter: Partial<Record<OrderEffect, Operation>> = { 停办: "暂时关停", 恢复: "继续", 取缔: "取缔关停" };

/** What stops a subject, lets it continue or closes it. */
interface OperationEvent extends Omit<OperationStanding, "kind"> {
  /** On one day 取缔 comes last. */
  readonly closes: number;
  /** Then an acceptance inspection comes after an order. */
  readonly source: number;
  /** Then the greater number of the order or the visit. */
  readonly nth: number;
}

/** The last event counts. */
const succession = ["since", "closes", "source", "nth"] as const;

/** The subjects that something has stopped, let continue or closed. `visits` are acceptance inspections that were passed. */
export function operationsOn(
  visits: readonly FactRows["inspection"][],
  at: Snapshot,
  orders: readonly (OrderStanding | null)[],
): OperationStanding[] {
  const last = new Map<number, OperationEvent>();
  const take = (event: OperationEvent): void => {
    const before = last.get(event.id);
    if (before === undefined || follows(succession, event, before)) last.set(event.id, event);
  };
  for (const order of orders) {
    const event = order === null ? null : eventOf(order);
    if (event !== null) take(event);
  }
  for (const visit of visits) if (inForce(visit, at)) take(acceptance(visit));
  return Array.from(last.values(), ({ id, state, since, by }) => ({ kind: "operation", id, state, since, by }));
}

export const isAcceptance = ({ kind, result }: FactRows["inspection"]): boolean => kind === "验收" && result === "合格";

function acceptance({ id, entry, subject, happened_on: since }: FactRows["inspection"]): OperationEvent {
  return { id: subject, state: "继续", since, by: { table: "inspection", id, entry }, closes: 0, source: 2, nth: id };
}

function eventOf({ id: nth, fact, service, withdrawnOn }: OrderStanding): OperationEvent | null {
  const state = operationAfter[fact.effect];
  if (state === undefined || service === null || withdrawnOn !== null) return null;
  const { id, entry, happened_on: since } = service;
  const closes = state === "取缔关停" ? 1 : 0;
  return { id: fact.subject, state, since, by: { table: "service", id, entry }, closes, source: 1, nth };
}
