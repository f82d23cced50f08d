/** Zero targets (三个不出现): what has broken each, as of a day. */
import { dayOfNumber } from "../../campaign/index.ts";
import type { Day, ZeroTarget } from "../../campaign/index.ts";
import type { Vantage } from "../as-of/moment.ts";
import { stateOn } from "../as-of/state.ts";
import type { Facts } from "../columns/facts.ts";

/** One target, and the findings on its items. */
export interface ZeroCount {
  readonly target: ZeroTarget;
  /** Findings that broke it; 0 is what is wanted. */
  readonly events: number;
  /** The latest of them. */
  readonly last: {
    readonly finding: number;
    readonly subject: number;
    readonly name: string | null;
    readonly day: Day;
  } | null;
}

/** Counts every target; a finding counts from the day it was found, and no longer once it is taken back. */
export async function zeroCounts(facts: Facts, vantage: Vantage, targets: readonly ZeroTarget[]): Promise<ZeroCount[]> {
  const { places, id, subject, days } = await stateOn(facts, vantage).stand("finding");
  const { item } = await facts.of("finding");
  const day = days.day ?? new Int32Array();
  const later = (one: number, other: number): boolean => (day[one] ?? 0) >= (day[other] ?? 0);
  const counts: ZeroCount[] = [];
  for (const target of targets) {
    const breaking = new Set(target.items.map((name) => item.texts.indexOf(name)));
    let [events, last] = [0, -1];
    for (const at of places) {
      if (!breaking.has(item.codes[at] ?? -1)) continue;
      events += 1;
      if (last < 0 || later(at, last)) last = at;
    }
    const of = subject[last] ?? 0;
    const named = { finding: id[last] ?? 0, subject: of, day: dayOfNumber(day[last] ?? 0) };
    counts.push({ target, events, last: last < 0 ? null : { ...named, name: await nameOf(facts, vantage, of) } });
  }
  return counts;
}

/** What a subject is called on the day; null where the roster does not have it. */
async function nameOf(facts: Facts, vantage: Vantage, subject: number): Promise<string | null> {
  const { row } = await stateOn(facts, vantage).people();
  const { id } = await facts.of("roster");
  const at = (row[subject] ?? 0) - 1;
  if (at < 0) return null;
  const { name } = await facts.db
    .selectFrom("roster")
    .select("name")
    .where("id", "=", id[at] ?? 0)
    .executeTakeFirstOrThrow();
  return name;
}
