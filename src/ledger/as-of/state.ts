/**
 * What stands as of a day, worked out from columns: the law of standing.ts in arithmetic, for figures over all facts at once.
 * A test holds the two together on random ledgers.
 */
import type { Words } from "../columns/columns.ts";
import type { Facts } from "../columns/facts.ts";
import { closingsOn, findingTraits, findingsOn, openFindingsOn } from "./findings.ts";
import { momentOf } from "./moment.ts";
import type { Vantage } from "./moment.ts";
import { ordersInForce, ordersOn, servicesOn, unservedOn } from "./orders.ts";
import { peopleOn, subjectsOn } from "./people.ts";
import type { People } from "./people.ts";
import { talliesOn } from "./tallies.ts";
import type { FactTraits, Traits } from "./traits.ts";
import { presentAt, visitsOn } from "./visits.ts";

/** The column that says on which day a fact counts. */
export type DayColumn = "day" | "ordered_on" | "closed_on" | "due_on" | "disposed_on";

/** Facts of one kind that stand, and what is known of each, by its place in the table's columns. */
export interface Stand {
  /** Those that stand. */
  readonly places: Int32Array;
  readonly id: Int32Array;
  readonly entry: Int32Array;
  readonly subject: Int32Array;
  readonly days: Readonly<Partial<Record<DayColumn, Int32Array>>>;
  readonly traits: () => Promise<Traits<FactTraits>>;
  readonly lead?: Words;
  /** How many each stands for; one where this is left out. */
  readonly amounts?: () => Promise<Int32Array | Float64Array>;
  /** Its own place in the towns, which need not be its subject's. */
  readonly town?: Int32Array;
}

/** Findings that are not closed. */
export interface OpenStand extends Stand {
  /** Place in campaign/review's findingStages. */
  readonly stage: Uint8Array;
  /** 1 when its due day has passed without 已整改. */
  readonly overdue: Uint8Array;
  /** The order whose clock it is under; 0 for none. */
  readonly order: Int32Array;
}

export type FactKind = "subject" | "visit" | "finding" | "open" | "order" | "tally";

export interface State {
  readonly vantage: Vantage;
  people(): Promise<People>;
  stand(kind: FactKind): Promise<Stand>;
  openFindings(): Promise<OpenStand>;
  /** See unservedOn. */
  unserved(): Promise<number[]>;
}

/** The state as of a vantage; the last few of the same facts are remembered. */
export function stateOn(facts: Facts, vantage: Vantage): State {
  const { states } = lasting(facts);
  const { campaign, day, knownTo, annulledTo } = vantage;
  const key = JSON.stringify([campaign, day, knownTo, annulledTo]);
  const state = states.get(key) ?? newState(facts, vantage);
  states.delete(key);
  states.set(key, state);
  for (const oldest of states.keys()) if (states.size > statesRemembered) states.delete(oldest);
  return state;
}

/** The closing and the opening of a period, and those of the return before. */
const statesRemembered = 4;

/** What is worked out once for the same facts. */
interface Lasting {
  readonly states: Map<string, State>;
  readonly findingTraits: Stand["traits"];
  readonly present: () => Promise<Int32Array>;
}

function lasting(facts: Facts): Lasting {
  const made = lastings.get(facts) ?? {
    states: new Map(),
    findingTraits: once(async () => findingTraits(await facts.of("finding"), await facts.of("inspection"))),
    present: once(async () => presentAt(await facts.of("attendance"), (await facts.of("inspection")).id)),
  };
  lastings.set(facts, made);
  return made;
}

const lastings = new WeakMap<Facts, Lasting>();

function newState(facts: Facts, vantage: Vantage): State {
  const { findingTraits: traits, present } = lasting(facts);
  const moment = once(() => momentOf(facts, vantage));
  const people = once(async () => peopleOn(facts, await moment()));
  const closings = once(async () => closingsOn(facts, await moment()));
  const inForce = once(async () => ordersInForce(facts, await moment()));
  const services = once(async () => servicesOn(facts, await moment()));
  const findings = once(async () =>
    findingsOn(facts, await moment(), await people(), { closings: await closings(), inForce: await inForce(), traits }),
  );
  const openFindings = once(async () =>
    openFindingsOn(facts, await moment(), await findings(), { inForce: await inForce(), services: await services() }),
  );
  const orders = once(async () => ordersOn(facts, await moment(), await people(), await inForce()));
  const stands: Readonly<Record<FactKind, () => Promise<Stand>>> = {
    subject: once(async () => subjectsOn(facts, await people())),
    visit: once(async () => visitsOn(facts, await moment(), await people(), present)),
    finding: findings,
    open: openFindings,
    order: orders,
    tally: once(async () => talliesOn(facts, await moment(), await people())),
  };
  const unserved = async (): Promise<number[]> => unservedOn(facts, await orders(), await services(), await closings());
  return { vantage, people, stand: (kind) => stands[kind](), openFindings, unserved };
}

function once<T>(work: () => Promise<T>): () => Promise<T> {
  let done: Promise<T> | undefined;
  return () => (done ??= work());
}
