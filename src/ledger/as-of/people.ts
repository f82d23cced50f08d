/** Who is in the roster on a day: by short number of the subject. */
import type { LicenceClass, SubjectKind } from "../../campaign/index.ts";
import type { Columns, Words } from "../columns/columns.ts";
import type { Facts } from "../columns/facts.ts";
import { liveIn, liveInCampaign, placesWhere } from "./moment.ts";
import type { Moment } from "./moment.ts";
import type { Stand } from "./state.ts";
import { combined, noTraits, nobody } from "./traits.ts";
import type { Coded, SubjectTraits, Traits } from "./traits.ts";

export interface People {
  /** Place in the roster's columns, plus one; 0 where the roster has no such subject. */
  readonly row: Int32Array;
  /** The first day on which it was there. */
  readonly since: Int32Array;
  /** Place in `towns`. */
  readonly town: Int32Array;
  /** The roster's; tallies may bring others. */
  readonly towns: (string | null)[];
  /** Where in `towns` those stand that the roster does not have. */
  readonly nowhere: number;
  /** Of subjects; the first one is of those that the roster does not have. */
  readonly traits: Traits<SubjectTraits>;
  /** Place in the dispositions' columns, plus one; 0 where there is none. */
  readonly disposition: Int32Array;
}

export async function peopleOn(facts: Facts, moment: Moment): Promise<People> {
  const roster = await facts.of("roster");
  const size = roster.subject.reduce((most, one) => Math.max(most, one), 0) + 1;
  const { row, since } = rowsInForce(roster, moment, size);
  await leaveOutMerged(facts, moment, row);
  const disposition = await dispositionsOn(facts, moment, size);
  const towns: (string | null)[] = [...roster.town.texts];
  const nowhere = towns.includes(null) ? towns.indexOf(null) : towns.push(null) - 1;
  const town = row.map((place) => (place === 0 ? nowhere : (roster.town.codes[place - 1] ?? nowhere)));
  const traits = subjectTraits(roster, await facts.of("disposition"), { row, disposition });
  return { row, since, town, towns, nowhere, disposition, traits };
}

/** The latest row of each subject, and the day of the first. */
function rowsInForce(roster: Columns<"roster">, moment: Moment, size: number): Pick<People, "row" | "since"> {
  const [row, since] = [new Int32Array(size), new Int32Array(size)];
  const live = liveIn(roster, moment);
  const { count, subject: subjects, happened_on: on } = roster;
  for (let at = 0; at < count; at += 1) {
    if (!live(at)) continue;
    const [subject, day] = [subjects[at] ?? 0, on[at] ?? 0];
    const before = row[subject] ?? 0;
    if (before === 0 || day >= (on[before - 1] ?? 0)) row[subject] = at + 1;
    if (before === 0 || day < (since[subject] ?? 0)) since[subject] = day;
  }
  return { row, since };
}

async function leaveOutMerged(facts: Facts, moment: Moment, row: Int32Array): Promise<void> {
  const pairing = await facts.of("pairing");
  const live = liveIn(pairing, moment);
  const one = pairing.verdict.texts.indexOf("同一家");
  for (let at = 0; at < pairing.count; at += 1)
    if (pairing.verdict.codes[at] === one && live(at)) row[pairing.other[at] ?? 0] = 0;
}

async function dispositionsOn(facts: Facts, moment: Moment, size: number): Promise<Int32Array> {
  const columns = await facts.of("disposition");
  const { count, happened_on: on, subject: subjects } = columns;
  const live = liveInCampaign(columns, moment);
  const latest = new Int32Array(size);
  for (let at = 0; at < count; at += 1) {
    if (!live(at)) continue;
    const subject = subjects[at] ?? 0;
    const before = latest[subject] ?? 0;
    if (before === 0 || (on[at] ?? 0) >= (on[before - 1] ?? 0)) latest[subject] = at + 1;
  }
  return latest;
}

/** Subject 0 is nobody, so that the first traits are those of subjects that the roster does not have. */
function subjectTraits(
  { kind, licence_class: licence, category }: Columns<"roster">,
  { bucket }: Columns<"disposition">,
  { row, disposition }: Pick<People, "row" | "disposition">,
): Traits<SubjectTraits> {
  /** Code 0 is of a subject that the roster does not have, or that nothing was decided about. */
  const found = ({ codes, texts }: Words, placeOf: (subject: number) => number): Coded => ({
    size: texts.length + 1,
    at: (subject) => {
      const place = placeOf(subject);
      return place === 0 ? 0 : (codes[place - 1] ?? 0) + 1;
    },
  });
  const inRow = (subject: number): number => row[subject] ?? 0;
  const decided = (subject: number): number => (row[subject] ? (disposition[subject] ?? 0) : 0);
  const coded = [...[kind, licence, category].map((words) => found(words, inRow)), found(bucket, decided)];
  const traits = (kindAt = 0, licenceAt = 0, categoryAt = 0, bucketAt = 0): SubjectTraits => ({
    kind: (kind.texts[kindAt - 1] ?? nobody.kind) as SubjectKind,
    licence_class: (licence.texts[licenceAt - 1] ?? null) as LicenceClass | null,
    category: category.texts[categoryAt - 1] ?? null,
    bucket: bucket.texts[bucketAt - 1] ?? null,
  });
  return combined(row.length, coded, traits, (subject) => row[subject] === 0);
}

/** Where only one town is looked at, or those without one: whether a subject is there; everywhere is here else. */
export function isHere({ town }: Facts, people: People): (subject: number) => boolean {
  if (town === undefined) return () => true;
  const here = people.towns.indexOf(town);
  return (subject) => (people.town[subject] ?? people.nowhere) === here;
}

/** The subjects themselves, each by its row in force. */
export async function subjectsOn(facts: Facts, people: People): Promise<Stand> {
  const { count, id, entry, subject } = await facts.of("roster");
  const { happened_on: decidedOn } = await facts.of("disposition");
  const here = isHere(facts, people);
  const [day, disposed] = [new Int32Array(count), new Int32Array(count)];
  const places = placesWhere(count, (at) => {
    const of = subject[at] ?? 0;
    if (people.row[of] !== at + 1 || !here(of)) return false;
    day[at] = people.since[of] ?? 0;
    disposed[at] = decidedOn[(people.disposition[of] ?? 0) - 1] ?? 0;
    return true;
  });
  const traits = async () => ({ of: new Int32Array(count), all: [noTraits] });
  return { places, id, entry, subject, days: { day, disposed_on: disposed }, traits };
}
