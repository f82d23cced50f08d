/**
 * Spans: what stands, as the law (campaign/standing) says of it, each thing in each state from a day to a day. `until` is the first day
 * on which it no longer holds, so that what stands on a day is since <= day < until. Spans are derived from the facts, outside the chain.
 *
 * Town, class, category and bucket stand only in the subject's own spans: one that moves splits no other span.
 */
import { dayNumber, thingsOf, timelineOf, breakpointsOf } from "../../campaign/index.ts";
import type { Day, Facts, Thing } from "../../campaign/index.ts";
import { toJson } from "../json.ts";
import type { MoreOfOrder, SpanRow } from "../tables.ts";
import type { SpanRows } from "./facts.ts";
import type { Traits } from "./traits.ts";

/** Changes with the law and with what spans bear: spans of another version are made anew when the ledger is opened. */
export const spansVersion = "1";

/** The end of what has no end yet. */
export const noEnd = 9999_12_31;

export const spanKinds = [
  "subject",
  "visit",
  "finding",
  "order",
  "operation",
  "disposition",
  "listing",
  "tally",
] as const;
export type SpanKind = (typeof spanKinds)[number];

/** A span before its traits have a number. */
export interface Span extends Omit<SpanRow, "kind" | "trait"> {
  readonly kind: SpanKind;
  /** Traits as JSON; see traits.ts. */
  readonly said: string;
  until: number;
}

/** All spans of one root, by the law. */
export function spansOf(facts: Facts<SpanRows>): Span[] {
  const timeline = timelineOf(facts);
  const spans: Span[] = [];
  const running = new Map<string, Running>();
  for (const day of breakpointsOf(facts)) {
    const since = dayNumber(day);
    for (const thing of thingsOf(timeline.on({ day }))) {
      const state = stateOf(thing);
      if (state !== null) take(running, spans, state, since);
    }
    for (const [key, one] of running)
      if (one.seenOn !== since) {
        one.span.until = since;
        running.delete(key);
      }
  }
  return spans;
}

/** A span that has not ended by the day come to. */
interface Running {
  readonly span: Span;
  readonly state: State;
  seenOn: number;
}

/** A thing in one state, on whatever day. */
type State = Omit<Span, "since" | "until">;

function take(running: Map<string, Running>, spans: Span[], state: State, day: number): void {
  const key = `${state.kind} ${state.subject} ${state.thing} ${state.thing === 0 ? groupOf(state) : ""}`;
  const before = running.get(key);
  if (before !== undefined) {
    before.seenOn = day;
    if (isSame(before.state, state)) return;
    before.span.until = day;
  }
  const span = { ...state, since: day, until: noEnd };
  spans.push(span);
  running.set(key, { span, state, seenOn: day });
}

/** A subject has one bucket in each campaign, and one place on each list. */
function groupOf({ kind, said }: State): string {
  if (kind !== "disposition" && kind !== "listing") return "";
  const { campaign, list } = JSON.parse(said) as Traits;
  return `${campaign} ${list}`;
}

const compared = [
  "said",
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
] as const satisfies readonly (keyof State)[];

function isSame(one: State, other: State): boolean {
  for (const column of compared) if (one[column] !== other[column]) return false;
  return true;
}

/** What a thing is called by, and what is known of it; the rest is nothing. */
type Known = Pick<State, "kind" | "subject" | "thing" | "fact" | "entry" | "day"> & Partial<State>;

function stateWith(known: Known, traits: Traits): State {
  return {
    ordered_on: null,
    served_on: null,
    due_on: null,
    closed_on: null,
    order_id: null,
    link: null,
    closing: null,
    amount: null,
    more: null,
    said: JSON.stringify(traits),
    ...known,
  };
}

/** What a span says of a thing; null where nothing is kept of it. */
function stateOf(thing: Thing<SpanRows>): State | null {
  switch (thing.kind) {
    case "subject":
      return subjectState(thing);
    case "finding":
      return findingState(thing);
    case "order":
      return orderState(thing);
    case "visit": {
      const { id, entry, subject, happened_on, campaign, kind, present } = thing.fact;
      const known = { kind: "visit", subject, thing: id, fact: id, entry, day: dayNumber(happened_on) } as const;
      return stateWith({ ...known, amount: Number(present) }, { campaign, inspection_kind: kind });
    }
    case "operation": {
      const { id: subject, state: operation, since, by } = thing;
      const known = { kind: "operation", subject, thing: 0, fact: by.id, entry: by.entry } as const;
      return stateWith({ ...known, day: dayNumber(since) }, { operation, table: by.table });
    }
    case "disposition": {
      const { id, entry, subject, happened_on, campaign, bucket } = thing.fact;
      const known = { kind: "disposition", subject, thing: 0, fact: id, entry, day: dayNumber(happened_on) } as const;
      return stateWith(known, { campaign, bucket });
    }
    case "listing": {
      const { id: subject, campaign, list, state, since, until, fact } = thing;
      const known = { kind: "listing", subject, thing: 0, fact: fact?.id ?? null, entry: fact?.entry ?? null } as const;
      return stateWith({ ...known, day: dayNumber(since), due_on: numberOf(until) }, { campaign, list, state });
    }
    case "tally": {
      const { id, entry, subject, happened_on, campaign, item, department: lead, town, quantity } = thing.fact;
      const known = { kind: "tally", subject: subject ?? 0, thing: id, fact: id, entry } as const;
      const amount = { day: dayNumber(happened_on), amount: quantity };
      return stateWith({ ...known, ...amount }, { campaign, item, lead, town });
    }
    case "case":
    case "measure":
      return null;
  }
}

/** One that was found to be another (同一家) stands no longer by itself. */
function subjectState({ id, state, fact, since }: Extract<Thing<SpanRows>, { kind: "subject" }>): State | null {
  if (state !== "在册") return null;
  const { id: row, entry, town, kind, licence_class, category } = fact;
  const known = { kind: "subject", subject: id, thing: 0, fact: row, entry, day: dayNumber(since) } as const;
  return stateWith(known, { town, kind, licence_class, category });
}

function findingState(thing: Extract<Thing<SpanRows>, { kind: "finding" }>): State {
  const { id, fact, state: stage, overdue, order, ordered, orderedOn, closing, closedOn, said: outcome } = thing;
  const { entry, subject, campaign, happened_on, severity, lead, order_kind, inspection_kind, item } = fact;
  const relapse = fact.relapse_of !== null;
  const traits = { campaign, stage, overdue, outcome, severity, lead, order_kind, inspection_kind, item, relapse };
  return {
    kind: "finding",
    subject,
    thing: id,
    fact: id,
    entry,
    day: dayNumber(happened_on),
    ordered_on: numberOf(orderedOn),
    served_on: numberOf(order?.servedOn ?? null),
    due_on: numberOf(order?.dueOn ?? null),
    closed_on: numberOf(closedOn),
    order_id: order?.id ?? null,
    link: ordered?.id ?? null,
    closing: closing?.id ?? null,
    amount: null,
    more: null,
    said: JSON.stringify(traits satisfies Traits),
  };
}

function orderState(thing: Extract<Thing<SpanRows>, { kind: "order" }>): State {
  const { id, fact, state: stage, servedOn, dueOn, extensions, withdrawnOn, waivedOn, findings, closed } = thing;
  const { entry, subject, campaign, happened_on, effect, kind: order_kind, issuer: lead } = fact;
  const more: MoreOfOrder = { extensions, withdrawn_on: withdrawnOn, waived_on: waivedOn, findings, closed };
  const known = { kind: "order", subject, thing: id, fact: id, entry, day: dayNumber(happened_on) } as const;
  const days = { served_on: numberOf(servedOn), due_on: numberOf(dueOn) };
  return stateWith({ ...known, ...days, more: toJson(more) }, { campaign, stage, effect, order_kind, lead });
}

const numberOf = (day: Day | null): number | null => (day === null ? null : dayNumber(day));
