/** What stands as of a vantage, span by span: as it is kept, or, where that is another day's knowledge, as the law says of it. */
import { sql } from "kysely";
import type { RawBuilder } from "kysely";
import { inStretches } from "../../campaign/index.ts";
import { standsOn, traitsWhere } from "../spans/read.ts";
import { spanKinds } from "../spans/kinds.ts";
import type { SpanKind } from "../spans/kinds.ts";
import type { Span } from "../spans/span.ts";
import type { Touched } from "../spans/touched.ts";
import { traitsOf } from "../spans/traits.ts";
import type { SpanTraits } from "../spans/traits.ts";
import type { Db } from "../tables.ts";
import type { FactsRead, Vantage } from "./vantage.ts";

type Column =
  | "subject"
  | "thing"
  | "trait"
  | "fact"
  | "entry"
  | "day"
  | "ordered_on"
  | "due_on"
  | "closed_on"
  | "order_id"
  | "link"
  | "closing"
  | "amount";

const known = ["subject", "trait", "fact", "entry", "day"] as const satisfies readonly Column[];

/** What spans of each kind bear (stateOf in spans/span.ts); their other columns are empty, and not read. */
export const columnsBorne: Readonly<Record<SpanKind, readonly Column[]>> = {
  subject: known,
  operation: known,
  disposition: known,
  visit: [...known, "thing", "amount"],
  tally: [...known, "thing", "amount"],
  order: [...known, "thing", "due_on"],
  listing: [...known, "due_on"],
  finding: [...known, "thing", "ordered_on", "due_on", "closed_on", "order_id", "link", "closing"],
};

/** What figures ask of a span; numbers of days and of facts, 0 for none. */
export type SpanSeen = { readonly [Name in Exclude<Column, "trait">]: number };

/** What stands, to be gone through by kind. */
export interface Spans {
  /** One more than the greatest short number that anything is about. */
  readonly size: number;
  /** Calls `take` with each. Of the campaign's, or of what has no campaign; of one town's subjects where one is looked at. */
  each(kind: SpanKind, take: (span: SpanSeen, traits: SpanTraits) => void): Promise<void>;
}

/** How many subjects are read together. */
const together = 20_000;

export async function spansOn(facts: FactsRead, vantage: Vantage): Promise<Spans> {
  const { db } = facts;
  const { campaign, day } = vantage;
  const { subjects, tallies, spans } = await knownThen(facts, vantage);
  const isOurs = ({ campaign: of = campaign }: SpanTraits): boolean => of === campaign;
  const isStored = ({ subject, thing }: SpanSeen): boolean =>
    subject === 0 ? !tallies.has(thing) : !subjects.has(subject);
  const size = (await greatestSubject(facts, [...subjects])) + 1;
  return {
    size,
    each: async (kind, take) => {
      const traits = await traitsOf(db, kind);
      const here = await subjectsHere(facts, vantage, kind);
      for (const within of stretchesOf(facts, size)) {
        const found = await arraysOf(db, columnsBorne[kind], sql`${standsOn(kind, day)} and ${within} and ${here}`);
        for (const [at, trait] of found.trait.entries()) {
          const said = traits.get(trait);
          if (said === undefined || !isOurs(said)) continue;
          const span = seenAt(found, at);
          if (isStored(span)) take(span, said);
        }
      }
      for (const span of spans) if (span.kind === kind && isOurs(span.traits)) take(seenOf(span), span.traits);
    },
  };
}

type Found = Readonly<Record<Column, readonly number[]>>;

/**
 * The spans for which something holds, a column that they bear an array. They come as one text a column: a million rows of a dozen numbers, taken out
 * one by one, cost twice as much.
 */
async function arraysOf(db: Db, borne: readonly Column[], where: RawBuilder<unknown>): Promise<Found> {
  const texts = borne.map(
    (name) => sql`string_agg(cast(coalesce(${sql.ref(name)}, 0) as text), ',') as ${sql.ref(name)}`,
  );
  const { rows } = await sql<Partial<Record<Column, string | null>>>`
    select ${sql.join(texts)} from span where ${where}`.execute(db);
  const numbers = (name: Column): readonly number[] => JSON.parse(`[${rows[0]?.[name] ?? ""}]`) as readonly number[];
  const subject = numbers("subject");
  // as long as the others: reading beyond the end of an array costs more than its zeros
  const zeros: readonly number[] = subject.map(() => 0);
  const column = (name: Column): readonly number[] => (borne.includes(name) ? numbers(name) : zeros);
  return {
    subject,
    thing: column("thing"),
    trait: column("trait"),
    fact: column("fact"),
    entry: column("entry"),
    day: column("day"),
    ordered_on: column("ordered_on"),
    due_on: column("due_on"),
    closed_on: column("closed_on"),
    order_id: column("order_id"),
    link: column("link"),
    closing: column("closing"),
    amount: column("amount"),
  };
}

const seenAt = (found: Found, at: number): SpanSeen => ({
  subject: found.subject[at] ?? 0,
  thing: found.thing[at] ?? 0,
  fact: found.fact[at] ?? 0,
  entry: found.entry[at] ?? 0,
  day: found.day[at] ?? 0,
  ordered_on: found.ordered_on[at] ?? 0,
  due_on: found.due_on[at] ?? 0,
  closed_on: found.closed_on[at] ?? 0,
  order_id: found.order_id[at] ?? 0,
  link: found.link[at] ?? 0,
  closing: found.closing[at] ?? 0,
  amount: found.amount[at] ?? 0,
});

const seenOf = (span: Span): SpanSeen => ({
  subject: span.subject,
  thing: span.thing,
  fact: span.fact ?? 0,
  entry: span.entry ?? 0,
  day: span.day,
  ordered_on: span.ordered_on ?? 0,
  due_on: span.due_on ?? 0,
  closed_on: span.closed_on ?? 0,
  order_id: span.order_id ?? 0,
  link: span.link ?? 0,
  closing: span.closing ?? 0,
  amount: span.amount ?? 0,
});

async function greatestSubject({ db }: FactsRead, others: readonly number[]): Promise<number> {
  const { rows } = await sql<{ last: number | null }>`
    select max(last) as last from (${sql.join(
      spanKinds.map((kind) => sql`select max(subject) as last from span where kind = ${kind}`),
      sql` union all `,
    )}) as known`.execute(db);
  return others.reduce((most, one) => Math.max(most, one), rows[0]?.last ?? 0);
}

function stretchesOf({ town }: FactsRead, size: number): RawBuilder<unknown>[] {
  if (typeof town === "string") return [sql`1 = 1`];
  const stretches: RawBuilder<unknown>[] = [];
  for (let from = 0; from < size; from += together)
    stretches.push(sql`subject between ${from} and ${from + together - 1}`);
  return stretches;
}

/** Of a town those that are there on the day, and of which it counted something, and what it counted itself. */
async function subjectsHere({ db, town }: FactsRead, { day }: Vantage, kind: SpanKind): Promise<RawBuilder<unknown>> {
  if (typeof town !== "string") return sql`1 = 1`;
  const there = await traitsWhere(db, "subject", (traits) => traits.town === town);
  const counted = await traitsWhere(db, "tally", (traits) => traits.town === town);
  const subjects = sql`
    select h.subject from span as h where ${standsOn("subject", day, "h")} and ${there.in("h")}
    union select h.subject from span as h where ${standsOn("tally", day, "h")} and ${counted.in("h")}`;
  return kind === "tally" ? sql`(subject in (${subjects}) or ${counted.in()})` : sql`subject in (${subjects})`;
}

interface KnownThen extends Touched {
  /** Of these subjects and tallies, what stood as it was known. */
  readonly spans: readonly Span[];
}

/** Whom it concerns that another state of knowledge is asked for than the present one. */
async function knownThen({ db }: FactsRead, { day, knownTo, annulledTo = day }: Vantage): Promise<KnownThen> {
  if (knownTo === undefined && annulledTo <= day) return { subjects: new Set(), tallies: new Set(), spans: [] };
  // the law itself, which what stands now needs nothing of
  const [{ rootsWith, talliesOfNobody }, { standingSpans }, { touchedSince }] = await Promise.all([
    import("../spans/facts.ts"),
    import("../spans/span.ts"),
    import("../spans/touched.ts"),
  ]);
  const touched = await touchedSince(db, { day, knownTo, annulledTo });
  const asOf = { day, knownTo, annulledTo };
  const spans: Span[] = [];
  for (const some of inStretches([...touched.subjects], 500)) {
    const ours = new Set(some);
    for (const root of (await rootsWith(db, some)).roots)
      for (const span of standingSpans(root, asOf)) if (ours.has(span.subject)) spans.push(span);
  }
  for (const root of await talliesOfNobody(db, [...touched.tallies])) spans.push(...standingSpans(root, asOf));
  return { ...touched, spans };
}
