/**
 * Figures counted over passes, as of two days: the cut-off day and the day before the period. What stands on both alike is gone through
 * once: a visit or a finding where nothing was taken back in between (on the earlier day it was there if it had happened by then, and closed
 * if it was closed by then), subjects where the roster did not change in between.
 */
import { sql } from "kysely";
import type { RawBuilder } from "kysely";
import { dayNumber } from "../campaign/index.ts";
import type { Day } from "../campaign/index.ts";
import type { Asked, Span, Tally } from "./figures.ts";
import type { Reading } from "./ledger.ts";
import { bitsOfNobody, mostConditions, numbered, passOver } from "./passes.ts";
import type { Line } from "./passes.ts";
import { conditionsOf, factConditions, filterOf } from "./sets.ts";
import type { DayColumn, SetDefinition, Vantage } from "./sets.ts";

type Own = NonNullable<SetDefinition["own"]>;

/** Facts that stand on an earlier day as they stand on a later one, but for what had not happened yet. */
const alike: ReadonlySet<Own> = new Set(["own_visit", "own_finding"]);

/** One wanted number, with the numbers of the conditions that a fact and its subject must fulfil. */
interface Figure extends Asked {
  readonly own: Own;
  readonly ofFact: number;
  readonly ofSubject: number;
  /** Null where it does not matter on which day. */
  readonly day: DayColumn | null;
}

/** A batch of figures whose conditions one pass can tell apart. */
interface Batch {
  readonly figures: readonly Figure[];
  readonly conditions: ReadonlyMap<number, RawBuilder<unknown>>;
}

/** By subject: the place in `towns`, and which conditions hold. */
interface People {
  readonly towns: (string | null)[];
  readonly town: number[];
  readonly bits: number[];
  readonly nobody: number;
}

/** Figures as of a day, over one kind of fact. */
interface View {
  /** What happened after it is left out. */
  readonly until: number;
  readonly people: People;
  readonly leads: (string | null)[];
  readonly sums: readonly Sum[];
  /** See `fitting`. */
  readonly combinations: Map<number, Map<number, readonly Sum[]>>;
}

interface Sum {
  readonly figure: Figure;
  /** Where in the line its day stands. */
  readonly column: number;
  readonly stretches: readonly Stretch[] | undefined;
  /** By place. */
  readonly counts: Readonly<Record<Measure, number[]>>;
  /** Of a set that counts a subject once, by subject: the day so far, or `unfinished`. */
  readonly once: number[];
}

type Measure = "standing" | "happened" | "thisPeriod" | "previous";
type Stretch = { readonly from: number; readonly to: number };

/** A row without its day was met where all must have one. */
const unfinished = -1;

export interface Moment {
  readonly day: Day;
  readonly asked: readonly Asked[];
}

/** Counts all that lies in `own` queries; at the opening nothing is asked that is not asked at the closing. */
export async function countOwn(
  db: Reading,
  span: Span,
  closing: Moment,
  opening: Moment,
): Promise<{ readonly closing: Tally[]; readonly opening: Tally[] }> {
  const still = {
    roster: !(await rosterChanged(db, opening.day, closing.day)),
    facts: span.town === undefined && !(await takenBack(db, opening.day, closing.day)),
  };
  const again = new Set(opening.asked.map(({ nth }) => nth));
  const found: { readonly closing: Tally[][]; readonly opening: Tally[][] } = { closing: [], opening: [] };
  for (const { figures, conditions } of batchesOf(db, closing.asked)) {
    const over = { db, span, conditions };
    const atOpening = figures.filter(({ nth }) => again.has(nth));
    const last = await subjectsOn(over, closing.day, figures);
    const first = atOpening.length === 0 || still.roster ? last : await subjectsOn(over, opening.day, atOpening);
    found.closing.push(last.tallies);
    found.opening.push(first.tallies.filter(({ nth }) => again.has(nth)));
    for (const own of new Set(figures.map((figure) => figure.own))) {
      if (own === "subject_row") continue;
      const later = { day: closing.day, figures: figures.filter((one) => one.own === own), people: last.people };
      const earlier = { day: opening.day, figures: atOpening.filter((one) => one.own === own), people: first.people };
      const moments = earlier.figures.length === 0 ? [later] : [later, earlier];
      const [closed, opened] =
        still.facts && alike.has(own)
          ? await factsOn(over, own, moments)
          : [...(await factsOn(over, own, [later])), ...(await factsOn(over, own, moments.slice(1)))];
      found.closing.push(closed ?? []);
      found.opening.push(opened ?? []);
    }
  }
  return { closing: found.closing.flat(), opening: found.opening.flat() };
}

/** Figures in their order, as many together as one pass can tell apart. */
function batchesOf(db: Reading, asked: readonly Asked[]): Batch[] {
  const batches: Batch[] = [];
  let [{ known, numberOf }, figures]: [ReturnType<typeof numbered>, Figure[]] = [numbered(db), []];
  for (const one of asked) {
    const figure = figureOf(one, numberOf);
    if (!figure) continue;
    if (known.size <= mostConditions) {
      figures.push(figure);
      continue;
    }
    batches.push({ figures, conditions: known });
    ({ known, numberOf } = numbered(db));
    figures = [];
    const alone = figureOf(one, numberOf);
    if (alone) figures.push(alone);
  }
  return [...batches, { figures, conditions: known }].filter((batch) => batch.figures.length > 0);
}

function figureOf(asked: Asked, numberOf: ReturnType<typeof numbered>["numberOf"]): Figure | null {
  const { set, filter, basis } = asked;
  if (!set.own) return null;
  const anyDay = basis !== "期间" && !filter.days && set.day === "day";
  return {
    ...asked,
    own: set.own,
    ofFact: numberOf(factConditions(set, filter)),
    ofSubject: numberOf(conditionsOf(filterOf(set, filter).subject)),
    day: anyDay ? null : set.day,
  };
}

interface Over {
  readonly db: Reading;
  readonly span: Span;
  readonly conditions: Batch["conditions"];
}

/** Who the facts are about on a day, and the figures that count them. */
async function subjectsOn(
  { db, span, conditions }: Over,
  day: Day,
  figures: readonly Figure[],
): Promise<{ readonly people: People; readonly tallies: Tally[] }> {
  const own = figures.filter((figure) => figure.own === "subject_row");
  const ofSubject = figures.reduce((bits, figure) => bits | figure.ofSubject, 0);
  const people: People = {
    towns: [],
    town: [],
    bits: [],
    nobody: await bitsOfNobody(db, chosen(conditions, ofSubject)),
  };
  const days = daysOf(own);
  const view = viewOf(own, days, people, []);
  const bits = own.reduce((all, figure) => all | figure.ofFact, ofSubject);
  const pass = {
    from: "subject_row",
    conditions: chosen(conditions, bits),
    wanted: false,
    days,
    quantity: undefined,
    text: "town" as const,
  };
  const townOf = places(people.towns);
  const spans = spansOf(span);
  await passOver(db, vantageOf(span, day), pass, (line) => {
    people.town[line.subject] = townOf(line.text);
    people.bits[line.subject] = line.bits;
    count(view, line, spans, 0);
  });
  return { people, tallies: talliesOf(view, spans) };
}

/** The figures over one kind of fact, at every moment; the first moment's is the latest day. */
async function factsOn(
  { db, span, conditions }: Over,
  own: Own,
  moments: readonly { readonly day: Day; readonly figures: readonly Figure[]; readonly people: People }[],
): Promise<Tally[][]> {
  const [first] = moments;
  if (!first) return [];
  const { figures } = first;
  const days = [...new Set([...(moments.length > 1 ? (["day"] as const) : []), ...daysOf(figures)])];
  const bits = figures.reduce((all, figure) => all | figure.ofFact, 0);
  const byLead = figures.some(({ by }) => by === "lead");
  const quantity = figures.find(({ set }) => set.quantity)?.set.quantity;
  const leads: (string | null)[] = [];
  const leadOf = byLead ? places(leads) : () => 0;
  const views = moments.map((moment) => ({
    ...viewOf(moment.figures, days, moment.people, leads),
    until: moment === first ? Infinity : dayNumber(moment.day),
  }));
  const spans = spansOf(span);
  const pass = {
    from: own,
    conditions: chosen(conditions, bits),
    wanted: figures.every(({ ofFact }) => ofFact !== 0),
    days,
    quantity,
    text: byLead ? ("lead" as const) : undefined,
  };
  await passOver(db, vantageOf(span, first.day), pass, (line) => {
    const lead = leadOf(line.text);
    for (const view of views) if ((line.days[0] ?? 0) <= view.until) count(view, line, spans, lead);
  });
  return views.map((view) => talliesOf(view, spans));
}

function count(view: View, line: Readonly<Line>, spans: Spans, lead: number): void {
  const { people, until } = view;
  const town = people.town[line.subject] ?? noTown(people);
  for (const sum of fitting(view, line.bits, people.bits[line.subject] ?? people.nobody)) {
    const { column, figure } = sum;
    const on = column === -1 ? 0 : (line.days[column] ?? 0);
    const day = on > until ? 0 : on;
    if (figure.set.once) sum.once[line.subject] = dayOnce(figure, sum.once[line.subject], day);
    else if (column === -1 || day > 0)
      add(sum, figure.by === "lead" ? lead : town, day, figure.set.quantity ? line.quantity : 1, spans);
  }
}

/** The sums that count a fact and a subject with these conditions; there are far fewer combinations than facts. */
function fitting({ sums, combinations }: View, ofFact: number, ofSubject: number): readonly Sum[] {
  let bySubject = combinations.get(ofFact);
  if (!bySubject) combinations.set(ofFact, (bySubject = new Map()));
  let fit = bySubject.get(ofSubject);
  if (!fit) {
    const holds = (bits: number, wanted: number): boolean => (bits & wanted) === wanted;
    fit = sums.filter(({ figure }) => holds(ofFact, figure.ofFact) && holds(ofSubject, figure.ofSubject));
    bySubject.set(ofSubject, fit);
  }
  return fit;
}

function dayOnce({ set }: Figure, before: number | undefined, day: number): number {
  if (!set.once?.finished) return before === undefined ? day : Math.min(before, day);
  return day === 0 || before === unfinished ? unfinished : Math.max(before ?? 0, day);
}

function add({ figure, stretches, counts }: Sum, place: number, day: number, quantity: number, spans: Spans): void {
  if (stretches && !stretches.some((stretch) => isIn(stretch, day))) return;
  const { standing, happened, thisPeriod, previous } = counts;
  if (figure.basis !== "期间") return bump(standing, place, quantity);
  if (isIn(spans.happened, day)) bump(happened, place, quantity);
  if (isIn(spans.thisPeriod, day)) bump(thisPeriod, place, quantity);
  if (isIn(spans.previous, day)) bump(previous, place, quantity);
}

function bump(counts: number[], place: number, quantity: number): void {
  counts[place] = (counts[place] ?? 0) + quantity;
}

const isIn = ({ from, to }: Stretch, day: number): boolean => day >= from && day <= to;

/** Where a subject that the roster does not have is counted. */
function noTown({ towns }: People): number {
  const at = towns.indexOf(null);
  return at === -1 ? towns.push(null) - 1 : at;
}

type Spans = Readonly<Record<Exclude<Measure, "standing">, Stretch>>;

function spansOf({ startedOn, from, to, previous }: Span): Spans {
  return {
    happened: { from: dayNumber(startedOn), to: Infinity },
    thisPeriod: { from: dayNumber(from), to: dayNumber(to) },
    previous: { from: dayNumber(previous.from), to: dayNumber(previous.to) },
  };
}

function viewOf(
  figures: readonly Figure[],
  days: readonly DayColumn[],
  people: People,
  leads: (string | null)[],
): View {
  const sums = figures.map((figure) => ({
    figure,
    column: figure.day === null ? -1 : days.indexOf(figure.day),
    stretches: figure.filter.days?.map(({ from, to }) => ({ from: dayNumber(from), to: dayNumber(to) })),
    counts: { standing: [], happened: [], thisPeriod: [], previous: [] },
    once: [],
  }));
  return { until: Infinity, people, leads, sums, combinations: new Map() };
}

function talliesOf({ sums, people, leads }: View, spans: Spans): Tally[] {
  return sums.flatMap((sum) => {
    const { figure, counts, once } = sum;
    // forEach leaves out the subjects that have none of the rows
    once.forEach((day, subject) => {
      if (day !== unfinished) add(sum, people.town[subject] ?? noTown(people), day, 1, spans);
    });
    const byLead = figure.by === "lead";
    return (byLead ? leads : people.towns).flatMap((place, at) => {
      const [standing = 0, happened = 0, thisPeriod = 0, previous = 0] = [
        counts.standing[at],
        counts.happened[at],
        counts.thisPeriod[at],
        counts.previous[at],
      ];
      if (standing === 0 && happened === 0 && thisPeriod === 0 && previous === 0) return [];
      const of = byLead ? { town: null, lead: place } : { town: place, lead: null };
      return [{ nth: figure.nth, ...of, standing, happened, thisPeriod, previous }];
    });
  });
}

function daysOf(figures: readonly Figure[]): DayColumn[] {
  return [...new Set(figures.flatMap(({ day }) => day ?? []))];
}

function chosen(conditions: Batch["conditions"], bits: number): Batch["conditions"] {
  return new Map([...conditions].filter(([number]) => (bits & number) !== 0));
}

/** Gives each text its place in the list, and puts it there when it is new. */
function places(list: (string | null)[]): (text: string | null) => number {
  const known = new Map<string | null, number>();
  return (text) => {
    const at = known.get(text) ?? list.push(text) - 1;
    known.set(text, at);
    return at;
  };
}

function vantageOf({ campaign, knownTo, town }: Span, day: Day): Vantage {
  return { campaign, day, knownTo, town };
}

/** Whether anything about subjects happened after one day and up to another. */
async function rosterChanged(db: Reading, after: Day, upTo: Day): Promise<boolean> {
  return happenedBetween(db, ["roster", "pairing", "disposition", "annulment"], after, upTo);
}

async function takenBack(db: Reading, after: Day, upTo: Day): Promise<boolean> {
  return happenedBetween(db, ["annulment"], after, upTo);
}

async function happenedBetween(db: Reading, tables: readonly string[], after: Day, upTo: Day): Promise<boolean> {
  const there = tables.map(
    (table) => sql`exists (select 1 from ${sql.ref(table)} where happened_on > ${after} and happened_on <= ${upTo})`,
  );
  const query = sql<{ yes: number }>`select case when ${sql.join(there, sql` or `)} then 1 else 0 end as yes`;
  return (await query.execute(db)).rows[0]?.yes === 1;
}
