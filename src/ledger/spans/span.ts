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

/** A fact is itself on all days. */
function isSameThing<T extends object>(one: T, other: T): boolean {
  if (Array.isArray(one) && Array.isArray(other) && one.length !== other.length) return false;
  for (const name in one) {
    const [mine, theirs] = [one[name], other[name]];
    if (mine === theirs) continue;
    if (typeof mine !== "object" || typeof theirs !== "object" || mine === null || theirs === null) return false;
    if (!isSameThing<object>(mine, theirs)) return false;
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

/** Of a thing about which no more is known. */
export const plain = {
  since: 0,
  until: noEnd,
  ordered_on: null,
  served_on: null,
  due_on: null,
  closed_on: null,
  order_id: null,
  link: null,
  closing: null,
  amount: null,
  more: null,
} as const;

/** What a span says of a thing; null where nothing is kept of it. */
function stateOf(thing: Thing<SpanRows>, visits: Visits): Span | null {
  switch (thing.kind) {
    case "subject":
      return subjectState(thing);
    case "finding":
      return findingState(thing, visits.get(thing.fact.inspection)?.kind ?? null);
    case "order":
      return orderState(thing);
    case "visit": {
      const { id, entry, subject, campaign, kind: inspection_kind } = thing.fact;
      const known = {
        kind: "visit",
        subject,
        thing: id,
        fact: id,
        entry,
        day: numberOf(thing.fact.happened_on),
      } as const;
      return { ...plain, ...known, amount: visits.get(id)?.present ?? 0, traits: { campaign, inspection_kind } };
    }
    case "operation": {
      const { id: subject, state: operation, since, by } = thing;
      const known = { kind: "operation", subject, thing: 0, fact: by.id, entry: by.entry } as const;
      return { ...plain, ...known, day: numberOf(since), traits: { operation, table: by.table } };
    }
    case "disposition": {
      const { id, entry, subject, campaign, bucket } = thing.fact;
      const known = { kind: "disposition", subject, thing: 0, fact: id, entry } as const;
      return { ...plain, ...known, day: numberOf(thing.fact.happened_on), traits: { campaign, bucket } };
    }
    case "listing": {
      const { id: subject, campaign, list, state, since, until, fact } = thing;
      const known = { kind: "listing", subject, thing: 0, fact: fact?.id ?? null, entry: fact?.entry ?? null } as const;
      const days = { day: numberOf(since), due_on: numberOr(until) };
      return { ...plain, ...known, ...days, traits: { campaign, list, state } };
    }
    case "tally": {
      const { id, entry, subject, campaign, item, department: lead, town, quantity } = thing.fact;
      const known = { kind: "tally", subject: subject ?? 0, thing: id, fact: id, entry } as const;
      const amount = { day: numberOf(thing.fact.happened_on), amount: quantity };
      return { ...plain, ...known, ...amount, traits: { campaign, item, lead, town } };
    }
    case "case":
    case "measure":
      return null;
  }
}

/** One that was found to be another (同一家) stands no longer by itself. */
function subjectState({ id, state, fact, since }: Extract<Thing<SpanRows>, { kind: "subject" }>): Span | null {
  if (state !== "在册") return null;
  const { id: row, entry, town, kind, licence_class, category, more } = fact;
  const known = { kind: "subject", subject: id, thing: 0, fact: row, entry, day: numberOf(since) } as const;
  return { ...plain, ...known, traits: { town, kind, licence_class, category, ...goneIn(more) } };
}

/** Whether a row of the roster says 停业 or 注销. Sought in its text: reading that takes longer than all else, and there are as many as rows. */
export const goneIn = (more: string): Pick<SpanTraits, "gone"> =>
  /"existence":"(?:停业|注销)"/.test(more) ? { gone: true } : {};

/** Written out, for most things are findings, and copying costs more than making. */
function findingState(
  { id, fact, state: stage, overdue, order, ordered, orderedOn, closing, closedOn, said }: Finding,
  inspection_kind: InspectionKind | null,
): Span {
  return {
    kind: "finding",
    subject: fact.subject,
    thing: id,
    since: 0,
    until: noEnd,
    fact: id,
    entry: fact.entry,
    day: numberOf(fact.happened_on),
    ordered_on: numberOr(orderedOn),
    served_on: order === null ? null : numberOr(order.servedOn),
    due_on: order === null ? null : numberOr(order.dueOn),
    closed_on: numberOr(closedOn),
    order_id: order === null ? null : order.id,
    link: ordered === null ? null : ordered.id,
    closing: closing === null ? null : closing.id,
    amount: null,
    more: null,
    traits: {
      campaign: fact.campaign,
      stage,
      overdue,
      outcome: said,
      severity: fact.severity,
      lead: fact.lead,
      order_kind: fact.order_kind,
      inspection_kind,
      item: fact.item,
      relapse: fact.relapse_of !== null,
    },
  };
}

type Finding = Extract<Thing<SpanRows>, { kind: "finding" }>;

function orderState(thing: Extract<Thing<SpanRows>, { kind: "order" }>): Span {
  const { id, fact, state: stage, servedOn, dueOn, extensions, withdrawnOn, waivedOn, findings, closed } = thing;
  const { entry, subject, campaign, happened_on, effect, kind: order_kind, issuer: lead } = fact;
  const more = toJson({ extensions, withdrawn_on: withdrawnOn, waived_on: waivedOn, findings, closed });
  const known = { kind: "order", subject, thing: id, fact: id, entry, day: numberOf(happened_on) } as const;
  const days = { served_on: numberOr(servedOn), due_on: numberOr(dueOn) };
  return { ...plain, ...known, ...days, more, traits: { campaign, stage, effect, order_kind, lead } };
}

/** Days as numbers, remembered: a ledger has few days and many facts. */
const numbers = new Map<Day, number>();

function numberOf(day: Day): number {
  let number = numbers.get(day);
  if (number === undefined) numbers.set(day, (number = dayNumber(day)));
  return number;
}

const numberOr = (day: Day | null): number | null => (day === null ? null : numberOf(day));
