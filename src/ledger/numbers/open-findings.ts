/** Which of the open findings are listed one by one in a report: what is overdue, what is due next, and 重大隐患. */
import { sql } from "kysely";
import { dayNumber, dayOfNumber, publicText } from "../../campaign/index.ts";
import type { Day, Period, PublicWords } from "../../campaign/index.ts";
import { inStage, isLate, stateOn } from "../as-of/state.ts";
import type { Stand } from "../as-of/state.ts";
import type { FactsRead, Vantage } from "../as-of/vantage.ts";
import { publicNamesOf, wordsOf } from "./words.ts";
import type { SetRow } from "./set-row.ts";

/** An open finding as it is listed: no more of it than the lists show, for there may be hundreds of thousands. A report goes to many: its words are public ones. */
export interface OpenFinding extends Pick<SetRow, "id" | "subject" | "town" | "lead" | "day"> {
  readonly name: PublicWords | null;
  readonly label: PublicWords;
  readonly due_on: Day | null;
  readonly order_number: string | null;
  /** 1 when the due day has passed. */
  readonly overdue: number;
}

/** One with a due day. */
export interface DueFinding extends OpenFinding {
  readonly due_on: Day;
  readonly order_number: string;
}

/** The first of many, and how many there are. */
export interface Excerpt<Row> {
  readonly rows: readonly Row[];
  readonly total: number;
}

/** What of the open findings is listed one by one. */
export interface OpenFindings {
  /** Past their due day, the earliest first. */
  readonly overdue: Excerpt<DueFinding>;
  /** Due in the days asked for and not yet 已整改, the earliest first. */
  readonly coming: Excerpt<DueFinding>;
  /** 重大隐患, the oldest first. */
  readonly hazards: Excerpt<OpenFinding>;
}

/** Nobody reads further; a nation in mid-campaign has hundreds of thousands. */
export const listedAtMost = 1_000;

/** Finds the first of each list, and looks up what is said of them. */
export async function openFindings(facts: FactsRead, vantage: Vantage, soon: Period): Promise<OpenFindings> {
  const stand = await stateOn(facts, vantage).stand("open");
  const { days, traits } = stand;
  const [due, found] = [days.due_on ?? new Int32Array(), days.day ?? new Int32Array()];
  const [from, to] = [dayNumber(soon.from), dayNumber(soon.to)];
  const [settled, late] = [inStage(stand, "已整改待验收"), isLate(stand)];
  const isSoon = (at: number): boolean => (due[at] ?? 0) >= from && (due[at] ?? 0) <= to;
  const lists = {
    overdue: firstOf(stand, due, late),
    coming: firstOf(stand, due, (at) => isSoon(at) && !late(at) && !settled(at)),
    hazards: firstOf(stand, found, (at) => traits.all[traits.of[at] ?? 0]?.severity === "重大隐患"),
  };
  const said = await saidOf(facts, vantage, stand, [...new Set(Object.values(lists).flatMap(({ rows }) => rows))]);
  const listed = ({ rows, total }: Excerpt<number>): Excerpt<OpenFinding> => ({
    rows: rows.flatMap((at) => said.get(at) ?? []),
    total,
  });
  // these two are found by their due day, so that they have one
  const dated = (list: Excerpt<number>): Excerpt<DueFinding> => listed(list) as Excerpt<DueFinding>;
  return { overdue: dated(lists.overdue), coming: dated(lists.coming), hazards: listed(lists.hazards) };
}

/** Places of the first, by a day, then subject, then number. */
function firstOf({ places, subject, id }: Stand, day: Int32Array, which: (at: number) => boolean): Excerpt<number> {
  const all = places.filter(which);
  const last = lastDay(all, day);
  const first = all.filter((at) => (day[at] ?? 0) <= last);
  const by = (of: Int32Array) => (one: number, other: number) => (of[one] ?? 0) - (of[other] ?? 0);
  const [byDay, bySubject, byId] = [by(day), by(subject), by(id)];
  first.sort((one, other) => byDay(one, other) || bySubject(one, other) || byId(one, other));
  return { rows: [...first.subarray(0, listedAtMost)], total: all.length };
}

/** The day by which as many as are listed have come together, so that no more need be put in order. */
function lastDay(places: Int32Array, day: Int32Array): number {
  const counts = new Map<number, number>();
  for (const at of places) counts.set(day[at] ?? 0, (counts.get(day[at] ?? 0) ?? 0) + 1);
  let sum = 0;
  for (const [on, count] of [...counts].toSorted(([one], [other]) => one - other))
    if ((sum += count) >= listedAtMost) return on;
  return Infinity;
}

/** By place in the columns. */
async function saidOf(
  facts: FactsRead,
  vantage: Vantage,
  stand: Stand,
  places: readonly number[],
): Promise<ReadonlyMap<number, OpenFinding>> {
  const { id, days, order } = stand;
  const late = isLate(stand);
  const numbers = await orderNumbers(
    facts,
    places.map((at) => order[at] ?? 0),
  );
  const placeOf = new Map(places.map((at) => [id[at] ?? 0, at]));
  const said = new Map<number, OpenFinding>();
  const found = new Map(places.map((at) => [id[at] ?? 0, days.day?.[at] ?? 0]));
  const people = await stateOn(facts, vantage).people();
  for await (const rows of wordsOf(facts, vantage, { of: "open" }, found)) {
    const names = await publicNamesOf(
      facts,
      people,
      rows.map(({ subject }) => subject),
    );
    for (const { id, subject, town, label, lead, day } of rows) {
      const at = placeOf.get(id) ?? 0;
      const due = days.due_on?.[at] ?? 0;
      said.set(at, {
        id,
        subject,
        name: names.get(subject) ?? null,
        town,
        label: publicText(label),
        lead,
        day,
        due_on: due === 0 ? null : dayOfNumber(due),
        order_number: numbers.get(order[at] ?? 0) ?? null,
        overdue: late(at) ? 1 : 0,
      });
    }
  }
  return said;
}

async function orderNumbers({ db }: FactsRead, orders: readonly number[]): Promise<ReadonlyMap<number, string>> {
  const wanted = [...new Set(orders)].filter((order) => order > 0);
  if (wanted.length === 0) return new Map();
  const { rows } = await sql<{ id: number; number: string }>`
    select id, number from orders where id in (${sql.raw(wanted.join(","))})`.execute(db);
  return new Map(rows.map(({ id, number }) => [id, number]));
}
