/**
 * Spans: what stands, as the law (campaign/standing) says of it, each thing in each state from a day to a day. `until` is the first day
 * on which it no longer holds, so that what stands on a day is since <= day < until. Spans are derived from the facts, outside the chain.
 *
 * Town, class, category and bucket stand only in the subject's own spans: one that moves splits no other span.
 */
import { breakpointsOf, dayNumber, thingsOf, timelineOf } from "../../campaign/index.ts";
import type { AsOf, Day, InspectionKind, Thing } from "../../campaign/index.ts";
import { toJson } from "../json.ts";
import type { SpanRow } from "../tables.ts";
import type { Root, SpanRows, Visits } from "./facts.ts";
import { spanKinds } from "./kinds.ts";
import type { SpanKind } from "./kinds.ts";
import type { SpanTraits } from "./traits.ts";

/** The end of what has no end yet. */
export const noEnd = 9999_12_31;

/** A thing in one state; its traits have no number yet. */
export interface Span extends Omit<SpanRow, "kind" | "trait"> {
  readonly kind: SpanKind;
  readonly traits: SpanTraits;
}

/** What stands of one root as of a day; since when it has is left open. */
export function standingSpans(root: Root, asOf: AsOf): Span[] {
  const spans: Span[] = [];
  for (const thing of thingsOf(timelineOf(root.facts).on(asOf))) {
    const span = stateOf(thing, root.visits);
    if (span !== null) spans.push(span);
  }
  return spans;
}

/** A span that has not ended by the day come to. */
interface Running {
  thing: Thing<SpanRows>;
  span: Span;
  seenOn: number;
}

/** All spans of one root, by the law. */
export function spansOf(root: Root): Span[] {
  const timeline = timelineOf(root.facts);
  const spans: Span[] = [];
  const running = new Map<string | number, Running>();
  for (const day of breakpointsOf(root.facts)) {
    const since = dayNumber(day);
    for (const thing of thingsOf(timeline.on({ day }))) take(running, spans, { thing, since, root });
    for (const [key, { span, seenOn }] of running)
      if (seenOn !== since) {
        span.until = since;
        running.delete(key);
      }
  }
  return spans;
}

/** Most things are on most days what they were the day before: no state is made for these. */
function take(
  running: Map<string | number, Running>,
  spans: Span[],
  { thing, since, root }: { readonly thing: Thing<SpanRows>; readonly since: number; readonly root: Root },
): void {
  const key = keyOf(thing);
  const before = running.get(key);
  if (before !== undefined && isSameThing(before.thing, thing)) {
    before.seenOn = since;
    return;
  }
  const state = stateOf(thing, root.visits);
  if (state === null) return;
  if (before !== undefined && isSame(before.span, state)) {
    before.thing = thing;
    before.seenOn = since;
    return;
  }
  if (before !== undefined) before.span.until = since;
  state.since = since;
  spans.push(state);
  running.set(key, { thing, span: state, seenOn: since });
}

type Of<Kind extends Thing["kind"]> = Extract<Thing<SpanRows>, { kind: Kind }>;

/** Whether nothing that a span says of it is otherwise: findings and orders, which are most, by what is said of them (below). */
function isSameThing(one: Thing<SpanRows>, other: Thing<SpanRows>): boolean {
  if (one.kind === "finding") return other.kind === "finding" && isSameFinding(one, other);
  if (one.kind === "order") return other.kind === "order" && isSameOrder(one, other);
  return isAlike(one, other);
}

function isSameFinding(one: Of<"finding">, other: Of<"finding">): boolean {
  return (
    one.fact === other.fact &&
    one.state === other.state &&
    one.overdue === other.overdue &&
    one.said === other.said &&
    one.ordered === other.ordered &&
    one.orderedOn === other.orderedOn &&
    one.closing === other.closing &&
    one.closedOn === other.closedOn &&
    one.order?.id === other.order?.id &&
    one.order?.servedOn === other.order?.servedOn &&
    one.order?.dueOn === other.order?.dueOn
  );
}

function isSameOrder(one: Of<"order">, other: Of<"order">): boolean {
  return (
    one.fact === other.fact &&
    one.state === other.state &&
    one.servedOn === other.servedOn &&
    one.dueOn === other.dueOn &&
    one.extensions === other.extensions &&
    one.withdrawnOn === other.withdrawnOn &&
    one.waivedOn === other.waivedOn &&
    one.findings === other.findings &&
    one.closed === other.closed
  );
}

/** A fact is itself on all days. */
function isAlike<T extends object>(one: T, other: T): boolean {
  if (Array.isArray(one) && Array.isArray(other) && one.length !== other.length) return false;
  for (const name in one) {
    const [mine, theirs] = [one[name], other[name]];
    if (mine === theirs) continue;
    if (typeof mine !== "object" || typeof theirs !== "object" || mine === null || theirs === null) return false;
    if (!isAlike<object>(mine, theirs)) return false;
  }
  return true;
}

/** Which thing it is, on whatever day. A subject has one bucket in each campaign, and one place on each list. */
function keyOf(thing: Thing<SpanRows>): string | number {
  if (thing.kind === "disposition") return `${thing.kind} ${thing.fact.subject} ${thing.fact.campaign}`;
  if (thing.kind === "listing") return `${thing.kind} ${thing.id} ${thing.campaign} ${thing.list}`;
  return thing.id * thingKinds.length + thingKinds.indexOf(thing.kind);
}

const thingKinds: readonly Thing["kind"][] = [...spanKinds, "case", "measure"];

/** What a span bears besides its traits, which thing it is of and when. */
export const bornBySpans = [
  "fact",
  "entry",
  "day",
  "ordered_on",
  "served_on",
  "due_on",
  "closed_on",
  "order_id",
  "link",
  "closing",
  "amount",
  "more",
] as const satisfies readonly (keyof Span & keyof SpanRow)[];

function isSame(one: Span, other: Span): boolean {
  for (const column of bornBySpans) if (one[column] !== other[column]) return false;
  for (const trait in one.traits)
    if (one.traits[trait as keyof SpanTraits] !== other.traits[trait as keyof SpanTraits]) return false;
  return true;
}

/** A thing in a state, of which no more is known; since when it is so is left open. All spans are of this one make, which is quickly compared. */
export function spanOf(
  kind: SpanKind,
  { subject, thing, fact, entry, day }: Pick<Span, "subject" | "thing" | "fact" | "entry"> & { readonly day: Day },
  traits: SpanTraits,
): Span {
  return {
    kind,
    subject,
    thing,
    since: 0,
    until: noEnd,
    fact,
    entry,
    day: numberOf(day),
    ordered_on: null,
    served_on: null,
    due_on: null,
    closed_on: null,
    order_id: null,
    link: null,
    closing: null,
    amount: null,
    more: null,
    traits,
  };
}

/** What a span says of a thing; null where nothing is kept of it. */
function stateOf(thing: Thing<SpanRows>, visits: Visits): Span | null {
  switch (thing.kind) {
    case "subject":
      return subjectState(thing);
    case "finding":
      return findingState(thing, visits.get(thing.fact.inspection)?.kind ?? null);
    case "order":
      return orderState(thing);
    case "visit":
      return visitState(thing, visits);
    case "operation": {
      const { id: subject, state: operation, since: day, by } = thing;
      return spanOf(
        "operation",
        { subject, thing: 0, fact: by.id, entry: by.entry, day },
        { operation, table: by.table },
      );
    }
    case "disposition": {
      const { id: fact, entry, subject, campaign, bucket, happened_on: day } = thing.fact;
      return spanOf("disposition", { subject, thing: 0, fact, entry, day }, { campaign, bucket });
    }
    case "listing": {
      const { id: subject, campaign, list, state, since: day, until, fact } = thing;
      const known = { subject, thing: 0, fact: fact?.id ?? null, entry: fact?.entry ?? null, day };
      const span = spanOf("listing", known, { campaign, list, state });
      span.due_on = numberOr(until);
      return span;
    }
    case "tally":
      return tallyState(thing.fact);
    case "case":
    case "measure":
      return null;
  }
}

function visitState({ id, fact }: Of<"visit">, visits: Visits): Span {
  const { entry, subject, campaign, kind: inspection_kind, happened_on: day } = fact;
  const span = spanOf("visit", { subject, thing: id, fact: id, entry, day }, { campaign, inspection_kind });
  span.amount = visits.get(id)?.present ?? 0;
  return span;
}

function tallyState(fact: SpanRows["tally"]): Span {
  const { id, entry, subject, campaign, item, department: lead, town, quantity, happened_on: day } = fact;
  const known = { subject: subject ?? 0, thing: id, fact: id, entry, day };
  const span = spanOf("tally", known, { campaign, item, lead, town });
  span.amount = quantity;
  return span;
}

/** One that was found to be another (同一家) stands no longer by itself. */
function subjectState({ id, state, fact, since }: Of<"subject">): Span | null {
  if (state !== "在册") return null;
  const { id: row, entry, town, kind, licence_class, category, more } = fact;
  const known = { subject: id, thing: 0, fact: row, entry, day: since };
  return spanOf("subject", known, { town, kind, licence_class, category, ...goneIn(more) });
}

/** Whether a row of the roster says 停业 or 注销. Sought in its text: reading that takes longer than all else, and there are as many as rows. */
export const goneIn = (more: string): Pick<SpanTraits, "gone"> =>
  /"existence":"(?:停业|注销)"/.test(more) ? { gone: true } : {};

function findingState(
  { id, fact, state: stage, overdue, order, ordered, orderedOn, closing, closedOn, said: outcome }: Of<"finding">,
  inspection_kind: InspectionKind | null,
): Span {
  const { entry, subject, campaign, severity, lead, order_kind, item, happened_on: day } = fact;
  const relapse = fact.relapse_of !== null;
  const span = spanOf(
    "finding",
    { subject, thing: id, fact: id, entry, day },
    { campaign, stage, overdue, outcome, severity, lead, order_kind, inspection_kind, item, relapse },
  );
  span.ordered_on = numberOr(orderedOn);
  span.closed_on = numberOr(closedOn);
  span.link = ordered === null ? null : ordered.id;
  span.closing = closing === null ? null : closing.id;
  if (order === null) return span;
  span.served_on = numberOr(order.servedOn);
  span.due_on = numberOr(order.dueOn);
  span.order_id = order.id;
  return span;
}

function orderState(thing: Of<"order">): Span {
  const { id, fact, state: stage, servedOn, dueOn, extensions, withdrawnOn, waivedOn, findings, closed } = thing;
  const { entry, subject, campaign, happened_on: day, effect, kind: order_kind, issuer: lead } = fact;
  const known = { subject, thing: id, fact: id, entry, day };
  const span = spanOf("order", known, { campaign, stage, effect, order_kind, lead });
  span.served_on = numberOr(servedOn);
  span.due_on = numberOr(dueOn);
  span.more = toJson({ extensions, withdrawn_on: withdrawnOn, waived_on: waivedOn, findings, closed });
  return span;
}

/** Days as numbers, remembered: a ledger has few days and many facts. */
const numbers = new Map<Day, number>();

function numberOf(day: Day): number {
  let number = numbers.get(day);
  if (number === undefined) numbers.set(day, (number = dayNumber(day)));
  return number;
}

const numberOr = (day: Day | null): number | null => (day === null ? null : numberOf(day));
