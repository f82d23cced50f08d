/** Counts many figures at once: what stands on the cut-off day and on the day before the period is gone through once for each kind of fact. */
import { addDays, dayNumber } from "../../campaign/index.ts";
import type { Period } from "../../campaign/index.ts";
import type { People } from "../as-of/people.ts";
import { stateOn } from "../as-of/state.ts";
import type { ThingKind, Stand, State } from "../as-of/state.ts";
import type { FactTraits, SubjectTraits } from "../as-of/traits.ts";
import type { FactsRead } from "../as-of/vantage.ts";
import { quantityOf } from "./figures.ts";
import type { Count, ReportSpan, FigureAsked } from "./figures.ts";
import { fewFit, withinDays } from "./rows.ts";
import { definitions, factFits, isListed, subjectFits, townFits } from "./sets.ts";
import type { ListedKind, SetDefinition } from "./sets.ts";
import { fewCounted } from "./small-sets.ts";
import type { FewRow } from "./set-row.ts";

/** Counts everything wanted: as of the cut-off day, and 时点 also as of the day before the period. */
export async function countsOf(facts: FactsRead, span: ReportSpan, wanted: readonly FigureAsked[]): Promise<Count[]> {
  const { campaign, knownTo, from, to } = span;
  const asked = wanted.map((one, nth) => ({ ...one, nth, definition: definitions[one.set] }));
  const closing = stateOn(facts, { campaign, knownTo, day: to });
  const opening = stateOn(facts, { campaign, knownTo, day: addDays(from, -1) });
  const counts: Count[] = [];
  for (const kind of new Set(asked.map(({ definition }) => definition.of))) {
    const ours = asked.filter(({ definition }) => definition.of === kind);
    const question = { closing, opening, asked: ours, spans: spansOf(span) };
    const sums = isListed(kind) ? await countFew(facts, kind, question) : await countStands(kind, question);
    for (const sum of sums) for (const count of countsIn(sum)) counts.push(count);
  }
  return counts;
}

/** One of the wanted, with what its set is. */
interface Asked extends FigureAsked {
  readonly nth: number;
  readonly definition: SetDefinition;
}

interface Question {
  readonly closing: State;
  readonly opening: State;
  readonly asked: readonly Asked[];
  readonly spans: Spans;
}

/** 期间 figures add up from the campaign's start. */
interface Spans {
  readonly startedOn: number;
  readonly thisPeriod: Stretch;
  readonly previous: Stretch;
}

interface Stretch {
  readonly from: number;
  readonly to: number;
}

function spansOf({ startedOn, from, to, previous }: ReportSpan): Spans {
  const stretch = (of: Period): Stretch => ({ from: dayNumber(of.from), to: dayNumber(of.to) });
  return { startedOn: dayNumber(startedOn), thisPeriod: stretch({ from, to }), previous: stretch(previous) };
}

/** The value of one of the asked, by place: a town or a lead. */
interface Sum {
  readonly asked: Asked;
  readonly places: readonly (string | null)[];
  readonly value: Float64Array;
  readonly thisPeriod: Float64Array;
  readonly previous: Float64Array;
  /** Where the day must lie; left out where any day does. */
  readonly isIn: ((day: number) => boolean) | undefined;
}

function sumOver(asked: Asked, places: readonly (string | null)[]): Sum {
  const zeros = (): Float64Array => new Float64Array(places.length);
  const isIn = asked.filter.days && withinDays(asked.filter.days);
  return { asked, places, value: zeros(), thisPeriod: zeros(), previous: zeros(), isIn };
}

type Adding = (sum: Sum, place: number, day: number, quantity: number) => void;

/** Adds what stands on the cut-off day, or what happened by then. */
function atClosing({ startedOn, thisPeriod, previous }: Spans): Adding {
  const isIn = ({ from, to }: Stretch, day: number): boolean => day >= from && day <= to;
  return (sum, place, day, quantity) => {
    if (sum.isIn && !sum.isIn(day)) return;
    const happens = sum.asked.basis === "期间";
    if (!happens || day >= startedOn) sum.value[place] = (sum.value[place] ?? 0) + quantity;
    if (!happens || isIn(thisPeriod, day)) sum.thisPeriod[place] = (sum.thisPeriod[place] ?? 0) + quantity;
    if (happens && isIn(previous, day)) sum.previous[place] = (sum.previous[place] ?? 0) + quantity;
  };
}

/** Sets against it what stood on the day before the period. */
const atOpening: Adding = (sum, place, day, quantity) => {
  if (sum.isIn && !sum.isIn(day)) return;
  sum.thisPeriod[place] = (sum.thisPeriod[place] ?? 0) - quantity;
  sum.previous[place] = (sum.previous[place] ?? 0) + quantity;
};

const isCompared = ({ asked }: { readonly asked: Asked }): boolean => asked.basis === "时点";

function* countsIn({ asked: { nth, by }, places, value, thisPeriod, previous }: Sum): Generator<Count> {
  for (const [at, place] of places.entries()) {
    const amounts = { value: value[at] ?? 0, thisPeriod: thisPeriod[at] ?? 0, previous: previous[at] ?? 0 };
    if (amounts.value === 0 && amounts.thisPeriod === 0 && amounts.previous === 0) continue;
    const [town, lead] = by === "lead" ? [null, place] : [place, null];
    yield { nth, town, lead, value: amounts.value, thisPeriod: amounts.thisPeriod, previous: amounts.previous };
  }
}

async function countFew(
  facts: FactsRead,
  kind: ListedKind,
  { closing, opening, asked, spans }: Question,
): Promise<Sum[]> {
  const sums: Sum[] = [];
  for (const one of asked) {
    const now = await fewCounted(facts, closing.vantage, kind, one.filter);
    const before = one.basis === "时点" ? await fewCounted(facts, opening.vantage, kind, one.filter) : [];
    const placeOf = (row: FewRow): string | null => row[one.by ?? "town"];
    const sum = sumOver(one, [...new Set([...now, ...before].map(placeOf))]);
    const fits = fewFit(one.definition, one.filter);
    const addAll = (rows: readonly FewRow[], add: Adding): void => {
      for (const row of rows.filter(fits))
        add(sum, sum.places.indexOf(placeOf(row)), dayNumber(row.day), quantityOf(row));
    };
    addAll(now, atClosing(spans));
    if (isCompared(sum)) addAll(before, atOpening);
    sums.push(sum);
  }
  return sums;
}

/** Towns and leads have the same places on both days: all have theirs before anything is counted. */
async function countStands(kind: ThingKind, { closing, opening, asked, spans }: Question): Promise<Sum[]> {
  const compares = asked.some(({ basis }) => basis === "时点");
  if (compares) await opening.stand(kind);
  const [people, stand] = [await closing.people(), await closing.stand(kind)];
  const sums = asked.map((one) => sumOver(one, one.by === "lead" ? (stand.lead?.all ?? []) : people.towns));
  await countStand(closing, kind, sums, atClosing(spans));
  if (compares) await countStand(opening, kind, sums.filter(isCompared), atOpening);
  return sums;
}

async function countStand(state: State, kind: ThingKind, sums: readonly Sum[], add: Adding): Promise<void> {
  const [people, stand] = [await state.people(), await state.stand(kind)];
  const counters = sums.map((sum) => counterOf(sum, { stand, people }));
  const { traits } = stand;
  const counting = choosing(counters, traits.all, people.traits.all);
  const { places, subject: subjects, town: ownTown } = stand;
  for (const at of places) {
    const subject = subjects[at] ?? 0;
    const town = ownTown?.[at] ?? people.town[subject] ?? people.nowhere;
    for (const counter of counting(traits.of[at] ?? 0, people.traits.of[subject] ?? 0)) {
      if (counter.towns && !counter.towns[town]) continue;
      const day = counter.days?.[at] ?? 0;
      if (counter.once) counter.once[subject] = dayOnce(counter, counter.once[subject] ?? 0, day);
      else if (day > 0) add(counter.sum, counter.leads?.[at] ?? town, day, counter.amounts?.[at] ?? 1);
    }
  }
  const countingOnce = counters.filter(({ once }) => once);
  if (countingOnce.length === 0) return;
  for (const subject of subjectsMet(stand))
    for (const { once, sum } of countingOnce) {
      const day = once?.[subject] ?? 0;
      if (day > 0) add(sum, people.town[subject] ?? people.nowhere, day, 1);
    }
}

/** One of the sums over facts that stand on a day. */
interface Counter {
  readonly sum: Sum;
  readonly days: Int32Array | undefined;
  /** Where the fact itself says how much. */
  readonly amounts: Float64Array | undefined;
  /** Where it is counted by lead. */
  readonly leads: Int32Array | undefined;
  /** By place of the town: whether it is asked for; left out where towns are not asked for. */
  readonly towns: readonly boolean[] | undefined;
  readonly finished: boolean;
  /** Of a set that counts a subject once, by subject: the day so far, 0 before the first row, or `unfinished`. */
  readonly once: Int32Array | undefined;
}

/** A row without its day was met where all must have one. */
const unfinished = -1;

function counterOf(sum: Sum, { stand, people }: { readonly stand: Stand; readonly people: People }): Counter {
  const { definition, filter, by } = sum.asked;
  return {
    sum,
    days: stand.days[definition.day],
    amounts: definition.amounts ? stand.amounts : undefined,
    leads: by === "lead" ? stand.lead?.of : undefined,
    towns: filter.towns && filter.towns.length > 0 ? people.towns.map(townFits(filter)) : undefined,
    finished: definition.once?.finished === true,
    once: definition.once ? new Int32Array(subjectsIn(stand, people)) : undefined,
  };
}

/** Each once: one county's are few among the nation's numbers. */
function subjectsMet({ places, subject: subjects }: Stand): number[] {
  const met = new Uint8Array(subjects.reduce((most, one) => Math.max(most, one + 1), 0));
  const each: number[] = [];
  for (const at of places) {
    const subject = subjects[at] ?? 0;
    if (met[subject] === 1) continue;
    met[subject] = 1;
    each.push(subject);
  }
  return each;
}

/** Room for every subject, also those that the roster does not have. */
function subjectsIn({ subject }: Stand, { row }: People): number {
  return subject.reduce((most, one) => Math.max(most, one + 1), row.length);
}

/** The counters that a fact and a subject with these traits fit; there are far fewer combinations than facts. */
function choosing(
  counters: readonly Counter[],
  ofFacts: readonly FactTraits[],
  ofSubjects: readonly SubjectTraits[],
): (ofFact: number, ofSubject: number) => readonly Counter[] {
  const fits = counters.map(({ sum: { asked } }) => ({
    facts: ofFacts.map(factFits(asked.definition, asked.filter)),
    subjects: ofSubjects.map(subjectFits(asked.definition, asked.filter)),
  }));
  const chosen: (readonly Counter[] | undefined)[] = [];
  return (ofFact, ofSubject) => {
    const combination = ofFact * ofSubjects.length + ofSubject;
    return (chosen[combination] ??= counters.filter(
      (_, nth) => fits[nth]?.facts[ofFact] && fits[nth]?.subjects[ofSubject],
    ));
  };
}

function dayOnce({ finished }: Counter, before: number, day: number): number {
  if (!finished) return before === 0 ? day : Math.min(before, day);
  return day === 0 || before === unfinished ? unfinished : Math.max(before, day);
}
