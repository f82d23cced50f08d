/** The rows of a set, one by one: those that a figure over the set counts. */
import { dayNumber, dayOfNumber, inStretches } from "../../campaign/index.ts";
import type { Period, RowFilter, SetName } from "../../campaign/index.ts";
import type { People } from "../as-of/people.ts";
import { stateOn } from "../as-of/state.ts";
import type { Stand } from "../as-of/state.ts";
import { noTraits } from "../as-of/traits.ts";
import type { FactsRead, Vantage } from "../as-of/vantage.ts";
import { definitions, factFits, subjectFits, townFits } from "./sets.ts";
import type { SetDefinition, StandingSet } from "./sets.ts";
import { fewRows } from "./small-sets.ts";
import { listedBy, tableOf, wordsOf } from "./words.ts";
import type { BareRow, FewRow, SetRow } from "./set-row.ts";

/** Some rows of a set; what they say is looked up when it is asked for. */
export interface Stretch {
  readonly rows: readonly BareRow[];
  readonly told: () => Promise<readonly SetRow[]>;
}

/** How many rows are in one stretch. */
const together = 5_000;

/** The rows of a set as of a day, with what they say: by subject, then day. */
export async function rowsOf(facts: FactsRead, vantage: Vantage, set: SetName, filter: RowFilter): Promise<SetRow[]> {
  const rows: SetRow[] = [];
  for await (const { told } of stretchesOf(facts, vantage, set, filter)) for (const row of await told()) rows.push(row);
  return rows;
}

/** The same some at a time, so that a million of them take no room. */
export async function* stretchesOf(
  facts: FactsRead,
  vantage: Vantage,
  set: SetName,
  filter: RowFilter,
): AsyncGenerator<Stretch> {
  const definition = definitions[set];
  const isIn = withinDays(filter.days);
  if (
    definition.of === "operation" ||
    definition.of === "listing" ||
    definition.of === "register" ||
    definition.of === "expected" ||
    definition.of === "inherited"
  ) {
    const rows = (await fewRows(facts, vantage, definition.of, filter)).filter(fewFit(definition, filter));
    const ours = rows.filter(({ day }) => isIn(dayNumber(day))).sort(bySubject);
    for (const some of inStretches(ours, together)) yield toldAlready(some);
    return;
  }
  const found = await foundIn(facts, vantage, definition, filter, isIn);
  for (let from = 0; from < found.places.length; from += together)
    yield stretchOf(facts, vantage, found, found.places.subarray(from, from + together));
}

const toldAlready = (rows: readonly SetRow[]): Stretch => ({ rows, told: async () => rows });

const bySubject = (one: SetRow, other: SetRow): number =>
  one.subject - other.subject || compare(one.day, other.day) || one.id - other.id;

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

/** Whether a row of the sets that are never large is one of this set. */
export function fewFit(definition: SetDefinition, filter: RowFilter): (row: FewRow) => boolean {
  const [fact, subject, town] = [factFits(definition, filter), subjectFits(definition, filter), townFits(filter)];
  return (row) =>
    fact({ ...noTraits, lead: row.lead, list: row.list, operation: row.operation }) && subject(row) && town(row.town);
}

/** Whether a day, as a number, lies in one of the stretches; any day where there are none to lie in. */
export function withinDays(days: readonly Period[] | undefined): (day: number) => boolean {
  if (days === undefined) return () => true;
  const stretches = days.map(({ from, to }) => ({ from: dayNumber(from), to: dayNumber(to) }));
  return (day) => stretches.some(({ from, to }) => day >= from && day <= to);
}

/** Places of the facts that are in the set, on whatever day. */
function membersOf(stand: Stand, people: People, definition: SetDefinition, filter: RowFilter): number[] {
  const { traits } = stand;
  const fits = traits.all.map(factFits(definition, filter));
  const subjectsFit = people.traits.all.map(subjectFits(definition, filter));
  const townsFit = people.towns.map(townFits(filter));
  const members: number[] = [];
  for (const at of stand.places) {
    const subject = stand.subject[at] ?? 0;
    const town = stand.town?.[at] ?? people.town[subject] ?? people.nowhere;
    if (fits[traits.of[at] ?? 0] && subjectsFit[people.traits.of[subject] ?? 0] && townsFit[town]) members.push(at);
  }
  return members;
}

/** The facts behind the rows, in the rows' order. */
interface Found {
  readonly set: StandingSet;
  readonly people: People;
  readonly stand: Stand;
  readonly places: Int32Array;
  readonly day: (place: number) => number;
  readonly amounts: Float64Array | undefined;
  /** Of a set that counts a subject once: by place of the first of its rows, what they come to. */
  readonly once: ReadonlyMap<number, Once> | undefined;
}

/** What a subject's rows come to. */
interface Once {
  place: number;
  entry: number;
  day: number;
  rows: number;
  unfinished: boolean;
}

async function foundIn(
  facts: FactsRead,
  vantage: Vantage,
  set: StandingSet,
  filter: RowFilter,
  isIn: (day: number) => boolean,
): Promise<Found> {
  const state = stateOn(facts, vantage);
  const [people, stand] = [await state.people(), await state.stand(set.of)];
  const members = membersOf(stand, people, set, filter);
  const days = stand.days[set.day] ?? new Int32Array();
  const once = set.once && subjectsOnce(set.once, stand, { members, days });
  const dayOf = (place: number): number => once?.get(place)?.day ?? days[place] ?? 0;
  const finished = (place: number): boolean => !(set.once?.finished && once?.get(place)?.unfinished);
  const places = Int32Array.from(once ? once.keys() : members).filter(
    (at) => dayOf(at) > 0 && isIn(dayOf(at)) && finished(at),
  );
  const { subject, id } = stand;
  const between = (of: Int32Array, one: number, other: number): number => (of[one] ?? 0) - (of[other] ?? 0);
  places.sort((one, other) => between(subject, one, other) || dayOf(one) - dayOf(other) || between(id, one, other));
  return { set, people, stand, places, day: dayOf, amounts: set.amounts ? stand.amounts : undefined, once };
}

function subjectsOnce(
  { finished }: NonNullable<SetDefinition["once"]>,
  { subject: subjects, entry }: Stand,
  { members, days }: { readonly members: readonly number[]; readonly days: Int32Array },
): ReadonlyMap<number, Once> {
  const found = new Map<number, Once>();
  for (const place of members) {
    const [subject, by, on] = [subjects[place] ?? 0, entry[place] ?? 0, days[place] ?? 0];
    const before = found.get(subject);
    if (!before) {
      found.set(subject, { place, entry: by, day: on, rows: 1, unfinished: on === 0 });
      continue;
    }
    before.entry = Math.min(before.entry, by);
    before.day = finished ? Math.max(before.day, on) : Math.min(before.day, on);
    before.rows += 1;
    before.unfinished ||= on === 0;
  }
  return new Map(Array.from(found.values(), (once) => [once.place, once]));
}

async function stretchOf(facts: FactsRead, vantage: Vantage, found: Found, places: Int32Array): Promise<Stretch> {
  const told = async (): Promise<readonly SetRow[]> => toldOf(facts, vantage, found, places);
  // What belongs to a fact (who came along, what closed it) is only known to the facts themselves.
  if (found.set.lists) return toldAlready(await told());
  const { set, people, stand, day, amounts, once } = found;
  const rows = Array.from(places, (at): BareRow => {
    const subject = stand.subject[at] ?? 0;
    return {
      fact: tableOf[set.of],
      id: stand.id[at] ?? 0,
      entry: once?.get(at)?.entry ?? stand.entry[at] ?? 0,
      subject,
      town: people.towns[stand.town?.[at] ?? people.town[subject] ?? people.nowhere] ?? null,
      day: dayOfNumber(day(at)),
      list: null,
      ...(amounts && { quantity: amounts[at] ?? 0 }),
    };
  });
  return { rows, told };
}

/** Of a subject that is counted once, no single row's own traits are told. */
const nobodys = { lead: null, severity: null, order_kind: null, inspection_kind: null };

async function toldOf(facts: FactsRead, vantage: Vantage, found: Found, places: Int32Array): Promise<SetRow[]> {
  const { set, stand, people, day, once } = found;
  const listed = listedBy(set, stand, people);
  const placeOf = new Map(Array.from(places, (at) => [listed[at] ?? 0, at]));
  const days = new Map(Array.from(placeOf, ([id, at]) => [id, day(at)]));
  const rows: SetRow[] = [];
  for await (const some of wordsOf(facts, vantage, set, days))
    for (const row of some) {
      const of = once?.get(placeOf.get(row.id) ?? -1);
      rows.push(of && set.once ? { ...row, ...nobodys, entry: of.entry, label: set.once.label(of.rows) } : row);
    }
  return rows.sort(bySubject);
}
