/** A campaign as of a day, in numbers, and which facts count then. */
import { dayNumber } from "../../campaign/index.ts";
import type { Day } from "../../campaign/index.ts";
import type { Words } from "../columns/columns.ts";
import type { Facts } from "../columns/facts.ts";

/** A campaign as of a day. */
export interface Vantage {
  readonly campaign: string;
  readonly day: Day;
  /** As it was known when this journal entry was the last; left out: as it is known now. */
  readonly knownTo?: number | undefined;
  /** Without what was taken back by this later day; left out: by the day looked at. */
  readonly annulledTo?: Day | undefined;
}

export interface Moment {
  readonly campaign: string;
  readonly day: number;
  readonly knownTo: number;
  /** By entry: 1 where it was taken back. */
  readonly annulled: Uint8Array;
}

export async function momentOf(
  facts: Facts,
  { campaign, day, knownTo = Infinity, annulledTo = day }: Vantage,
): Promise<Moment> {
  const { count, target, happened_on: on, entry } = await facts.of("annulment");
  const annulled = new Uint8Array(target.reduce((most, one) => Math.max(most, one), 0) + 1);
  const until = dayNumber(annulledTo);
  for (let at = 0; at < count; at += 1)
    if ((on[at] ?? 0) <= until && (entry[at] ?? 0) <= knownTo) annulled[target[at] ?? 0] = 1;
  return { campaign, day: dayNumber(day), knownTo, annulled };
}

interface Happening {
  readonly happened_on: Int32Array;
  readonly entry: Int32Array;
}

/** Whether a fact had happened, was known, and was not taken back. */
export function liveIn(
  { happened_on: on, entry }: Happening,
  { day, knownTo, annulled }: Moment,
): (at: number) => boolean {
  return (at) => {
    const of = entry[at] ?? 0;
    return (on[at] ?? 0) <= day && of <= knownTo && annulled[of] !== 1;
  };
}

/** The same, and of this campaign. */
export function liveInCampaign(
  columns: Happening & { readonly campaign: Words },
  moment: Moment,
): (at: number) => boolean {
  const live = liveIn(columns, moment);
  const { codes, texts } = columns.campaign;
  const ours = texts.indexOf(moment.campaign);
  return (at) => codes[at] === ours && live(at);
}

/** Places for which something holds. */
export function placesWhere(count: number, holds: (at: number) => boolean): Int32Array {
  const places = new Int32Array(count);
  let found = 0;
  for (let at = 0; at < count; at += 1) if (holds(at)) places[found++] = at;
  return places.subarray(0, found);
}

/** What is known by number, by place; where no number is left out, each stands one place further. */
export function byPlace(byNumber: Int32Array, numbers: Int32Array): Int32Array {
  return lastOf(numbers) === numbers.length ? byNumber.subarray(1) : numbers.map((number) => byNumber[number] ?? 0);
}

/** The greatest of numbers in order; 0 where there is none. */
export const lastOf = (numbers: Int32Array): number => numbers.at(-1) ?? 0;
