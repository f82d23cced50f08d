/** What stands as of a day, in columns: figures go through all of it at once. What stands is read from the spans that the law made. */
import { findingStages } from "../../campaign/index.ts";
import type { FindingStage } from "../../campaign/index.ts";
import type { SpanKind } from "../spans/kinds.ts";
import type { SpanTraits as Said } from "../spans/traits.ts";
import { peopleOn } from "./people.ts";
import type { People } from "./people.ts";
import { spansOn } from "./standing.ts";
import type { SpanSeen, Spans } from "./standing.ts";
import { noTraits, placesOf } from "./traits.ts";
import type { FactTraits, Places, TraitColumns } from "./traits.ts";
import type { FactsRead, Vantage } from "./vantage.ts";

/** The column that says on which day a fact counts. */
export type DayColumn = "day" | "ordered_on" | "closed_on" | "due_on" | "disposed_on";

/** Things of one kind that stand, and what is known of each, by its place. */
export interface Stand {
  readonly places: Int32Array;
  readonly id: Int32Array;
  readonly entry: Int32Array;
  readonly subject: Int32Array;
  /** As numbers; 0 for none. */
  readonly days: Readonly<Partial<Record<DayColumn, Int32Array>>>;
  readonly traits: TraitColumns<FactTraits>;
  /** By place: where its lead departments stand in the list of all that are led by. */
  readonly lead?: { readonly of: Int32Array; readonly all: readonly (string | null)[] };
  /** How many each stands for; one where this is left out. */
  readonly amounts?: Float64Array;
  /** Its own place in the towns, which need not be its subject's. */
  readonly town?: Int32Array;
  /** Of a finding: the order whose clock it is under, the fact that an order took it up, its close-out; 0 for none. */
  readonly order: Int32Array;
  readonly link: Int32Array;
  readonly closing: Int32Array;
}

export type ThingKind = "subject" | "visit" | "finding" | "open" | "order" | "tally";

export interface State {
  readonly vantage: Vantage;
  people(): Promise<People>;
  stand(kind: ThingKind): Promise<Stand>;
  /** See Spans. */
  each(kind: SpanKind, take: (span: SpanSeen, traits: Said) => void): Promise<void>;
}

/** The state as of a vantage; the last few of the same facts are remembered. */
export function stateOn(facts: FactsRead, vantage: Vantage): State {
  const { states, towns, leads } = lasting(facts);
  const { campaign, day, knownTo, annulledTo } = vantage;
  const key = JSON.stringify([campaign, day, knownTo, annulledTo]);
  const state = states.get(key) ?? newState(facts, vantage, { towns, leads });
  states.delete(key);
  states.set(key, state);
  for (const oldest of states.keys()) if (states.size > statesRemembered) states.delete(oldest);
  return state;
}

/** The closing and the opening of a period, and those of the return before. */
const statesRemembered = 4;

/** What is the same for all days of one reading. */
interface Names {
  readonly towns: Places<string | null>;
  readonly leads: Places<string | null>;
}

interface Lasting extends Names {
  readonly states: Map<string, State>;
}

function lasting(facts: FactsRead): Lasting {
  const made = lastings.get(facts) ?? { states: new Map(), towns: placesOf(), leads: placesOf() };
  lastings.set(facts, made);
  return made;
}

const lastings = new WeakMap<FactsRead, Lasting>();

function newState(facts: FactsRead, vantage: Vantage, names: Names): State {
  const spans = once(() => spansOn(facts, vantage));
  const people = once(async () => peopleOn(await spans(), names.towns));
  const read = async (kind: Exclude<ThingKind, "subject" | "open">): Promise<Stand> =>
    standOf(await spans(), kind, { names, people: await people(), town: facts.town });
  const finding = once(() => read("finding"));
  const stands: Readonly<Record<ThingKind, () => Promise<Stand>>> = {
    subject: once(async () => subjectsOf(await people(), facts.town)),
    visit: once(() => read("visit")),
    finding,
    open: once(async () => openOf(await finding())),
    order: once(() => read("order")),
    tally: once(() => read("tally")),
  };
  return {
    vantage,
    people,
    stand: (kind) => stands[kind](),
    each: async (kind, take) => (await spans()).each(kind, take),
  };
}

function once<T>(work: () => Promise<T>): () => Promise<T> {
  let done: Promise<T> | undefined;
  return () => (done ??= work());
}

/** Where only one town is looked at, or those without one: whether a subject is there; everywhere is here else. */
function isHere(town: string | null | undefined, people: People): (place: number) => boolean {
  if (town === undefined) return () => true;
  const here = people.towns.indexOf(town);
  return (place) => place === here;
}

/** The subjects themselves, each by its row in force. */
function subjectsOf(people: People, town: string | null | undefined): Stand {
  const here = isHere(town, people);
  const { row, entry, since, disposedOn } = people;
  const places = Int32Array.from(row.keys()).filter((subject) => row[subject] !== 0 && here(people.town[subject] ?? 0));
  const nothing = new Int32Array(row.length);
  return {
    places,
    id: row,
    entry,
    subject: Int32Array.from(row.keys()),
    days: { day: since, disposed_on: disposedOn },
    traits: { of: nothing, all: [noTraits] },
    order: nothing,
    link: nothing,
    closing: nothing,
  };
}

/** Findings that are not closed. */
function openOf(findings: Stand): Stand {
  const { closed_on: closedOn } = findings.days;
  return { ...findings, places: findings.places.filter((at) => closedOn?.[at] === 0) };
}

async function standOf(
  spans: Spans,
  kind: Exclude<ThingKind, "subject" | "open">,
  { names, people, town }: { readonly names: Names; readonly people: People; readonly town: string | null | undefined },
): Promise<Stand> {
  const found: SpanSeen[] = [];
  const [of, lead, towns] = [[] as number[], [] as number[], [] as number[]];
  const traits = placesOf<Said>();
  const here = isHere(town, people);
  await spans.each(kind, (span, said) => {
    // a withdrawn order is in force no longer
    if (kind === "order" && said.stage === "已撤回") return;
    const there =
      typeof said.town === "string" ? names.towns.of(said.town) : (people.town[span.subject] ?? people.nowhere);
    if (!here(there)) return;
    found.push(span);
    of.push(traits.of(said));
    lead.push(names.leads.of(said.lead ?? null));
    towns.push(there);
  });
  const column = (name: keyof SpanSeen): Int32Array => Int32Array.from(found, (span) => span[name]);
  return {
    places: Int32Array.from(of.keys()),
    id: column("thing"),
    entry: column("entry"),
    subject: column("subject"),
    days: {
      day: column("day"),
      ordered_on: column("ordered_on"),
      closed_on: column("closed_on"),
      due_on: column("due_on"),
    },
    traits: { of: new Int32Array(of), all: traits.all.map(traitsSaid) },
    lead: { of: new Int32Array(lead), all: names.leads.all },
    amounts: Float64Array.from(found, ({ amount }) => amount),
    town: new Int32Array(towns),
    order: column("order_id"),
    link: column("link"),
    closing: column("closing"),
  };
}

function traitsSaid(said: Said): FactTraits {
  const { lead = null, severity = null, order_kind = null, inspection_kind = null, item = null } = said;
  const stage = said.stage as FindingStage | undefined;
  return {
    lead,
    severity,
    order_kind,
    inspection_kind,
    item,
    relapse: said.relapse === true,
    stage: stage !== undefined && findingStages.includes(stage) ? stage : null,
    overdue: said.overdue === true,
  };
}

/** Whether an open finding is in this stage. */
export function inStage({ traits: { of, all } }: Stand, wanted: FindingStage): (at: number) => boolean {
  return (at) => all[of[at] ?? 0]?.stage === wanted;
}

/** Whether the due day of an open finding has passed without 已整改. */
export function isLate({ traits: { of, all } }: Stand): (at: number) => boolean {
  return (at) => all[of[at] ?? 0]?.overdue === true;
}
