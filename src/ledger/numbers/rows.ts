/** The rows of a set, one by one: those that a figure over the set counts. */
import { dayNumber } from "../../campaign/index.ts";
import type { Period, RowFilter, SetName } from "../../campaign/index.ts";
import type { Vantage } from "../as-of/moment.ts";
import type { People } from "../as-of/people.ts";
import { stateOn } from "../as-of/state.ts";
import type { Stand } from "../as-of/state.ts";
import { noTraits } from "../as-of/traits.ts";
import type { Facts } from "../columns/facts.ts";
import { definitions, factFits, subjectFits, townFits } from "./sets.ts";
import type { SetDefinition, StandingSet } from "./sets.ts";
import { fewRows, wordsOf } from "./words.ts";
import type { FewRow, SetRow } from "./words.ts";

/** The rows of a set as of a day: by subject, then day. */
export async function rowsOf(facts: Facts, vantage: Vantage, set: SetName, filter: RowFilter): Promise<SetRow[]> {
  const definition = definitions[set];
  const rows = await allRows(facts, vantage, definition, filter);
  return rows.sort((one, other) => one.subject - other.subject || compare(one.day, other.day) || one.id - other.id);
}

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

async function allRows(
  facts: Facts,
  vantage: Vantage,
  definition: SetDefinition,
  filter: RowFilter,
): Promise<SetRow[]> {
  const isIn = withinDays(filter.days);
  if (definition.of === "operation" || definition.of === "listing") {
    const rows = await fewRows(facts.db, vantage, definition.of, facts.town);
    return rows.filter(fewFit(definition, filter)).filter(({ day }) => isIn(dayNumber(day)));
  }
  const state = stateOn(facts, vantage);
  const [people, stand] = [await state.people(), await state.stand(definition.of)];
  const members = await membersOf(stand, people, definition, filter);
  return definition.once
    ? onceRows(facts, vantage, definition, { stand, members, isIn })
    : worded(facts, vantage, definition, { stand, members, isIn });
}

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
async function membersOf(
  stand: Stand,
  people: People,
  definition: SetDefinition,
  filter: RowFilter,
): Promise<number[]> {
  const traits = await stand.traits();
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

interface Found {
  readonly stand: Stand;
  readonly members: readonly number[];
  readonly isIn: (day: number) => boolean;
}

async function worded(facts: Facts, vantage: Vantage, set: StandingSet, found: Found): Promise<SetRow[]> {
  const { stand, members, isIn } = found;
  const dayOf = stand.days[set.day] ?? new Int32Array();
  const days = new Map<number, number>();
  for (const at of members) {
    const day = dayOf[at] ?? 0;
    if (day > 0 && isIn(day)) days.set(stand.id[at] ?? 0, day);
  }
  const rows: SetRow[] = [];
  for await (const some of wordsOf(facts, vantage, set, days)) for (const row of some) rows.push(row);
  return rows;
}

/** The first of a subject's rows, and what they come to. */
interface Once {
  id: number;
  entry: number;
  day: number;
  rows: number;
  unfinished: boolean;
}

async function onceRows(facts: Facts, vantage: Vantage, set: StandingSet, found: Found): Promise<SetRow[]> {
  const { once } = set;
  if (!once) return [];
  const firsts = new Map<number, Once>();
  for (const one of subjectsOnce(set, found).values())
    if (!(once.finished && one.unfinished) && found.isIn(one.day)) firsts.set(one.id, one);
  const rows: SetRow[] = [];
  const days = new Map(Array.from(firsts, ([id, { day }]) => [id, day]));
  const nobodys = { lead: null, severity: null, order_kind: null, inspection_kind: null };
  for await (const some of wordsOf(facts, vantage, set, days))
    for (const row of some) {
      const { entry, rows: count } = firsts.get(row.id) ?? { ...row, rows: 1 };
      rows.push({ ...row, ...nobodys, entry, label: once.label(count) });
    }
  return rows;
}

function subjectsOnce({ day, once }: SetDefinition, { stand, members }: Found): Map<number, Once> {
  const dayOf = stand.days[day] ?? new Int32Array();
  const subjects = new Map<number, Once>();
  for (const at of members) {
    const [subject, id, entry, on] = [stand.subject[at] ?? 0, stand.id[at] ?? 0, stand.entry[at] ?? 0, dayOf[at] ?? 0];
    const before = subjects.get(subject);
    if (!before) {
      subjects.set(subject, { id, entry, day: on, rows: 1, unfinished: on === 0 });
      continue;
    }
    before.entry = Math.min(before.entry, entry);
    before.day = once?.finished ? Math.max(before.day, on) : Math.min(before.day, on);
    before.rows += 1;
    before.unfinished ||= on === 0;
  }
  return subjects;
}
