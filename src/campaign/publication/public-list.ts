/** What the public may read of the lists on a day: who came, who went, and who is held back although a version names them. */
import { addDays } from "../../base/day.ts";
import type { Day } from "../../base/day.ts";
import type { ListingChange } from "../listing.ts";
import type { ListName } from "../plan.ts";
import type { CandidateFacts, JudgedBy } from "./candidate.ts";
import { hearingRuns } from "./gates.ts";
import { takeDownOf } from "./judgement.ts";

/** What puts a name up or takes it down, in the order in which it was recorded. */
export type ListEvent = {
  readonly list: ListName;
  readonly subject: number;
  readonly on: Day;
} & (
  | { readonly act: "公布"; readonly name: string; readonly version: number; readonly until: Day | null }
  | { readonly act: ListingChange }
);

/** How a name left a list. */
export type Departure = "移出" | "整改中" | "复核撤销" | "期满";

/** The time of one name on one list: from the version that it came with, until it left. */
export interface TimeOnList {
  readonly list: ListName;
  readonly subject: number;
  /** As the public was told. */
  readonly name: string;
  readonly from: Day;
  readonly version: number;
  /** Null while it stands. */
  readonly left: { readonly on: Day; readonly how: Departure } | null;
}

/** Every time that a name was on a list up to the day, in the order of their beginnings; a name comes back with a version alone. */
export function timesOnLists(events: readonly ListEvent[], day: Day): TimeOnList[] {
  const times: TimeOnList[] = [];
  const open = new Map<string, { readonly at: number; readonly until: Day | null }>();
  const leave = (key: string, on: Day, how: Departure): void => {
    const at = open.get(key)?.at;
    const time = at === undefined ? undefined : times[at];
    if (at !== undefined && time) times[at] = { ...time, left: { on, how } };
    open.delete(key);
  };
  const expire = (key: string, on: Day): void => {
    const until = open.get(key)?.until ?? null;
    if (until !== null && until < on) leave(key, addDays(until, 1), "期满");
  };
  for (const event of events) {
    const { list, subject, on } = event;
    const key = `${list}\n${subject}`;
    expire(key, on);
    if (event.act === "公布") {
      const { name, version, until } = event;
      const at = open.get(key)?.at ?? times.push({ list, subject, name, from: on, version, left: null }) - 1;
      open.set(key, { at, until });
    } else if (event.act === "移出" || event.act === "整改中" || event.act === "复核撤销") leave(key, on, event.act);
  }
  for (const key of open.keys()) expire(key, day);
  return times;
}

/** For how many calendar days a page and a feed say that a name has left; no law names a time, it is our own. */
export const tombstoneDays = 365;

/**
 * Why a name of a published 黑名单 is kept from the public all the same: its right to be heard runs, or its decision was revoked
 * (行政处罚法 第四十四条、第四十五条、第四十八条). Null where nothing stands against it.
 */
export function keptBack(facts: CandidateFacts, measure: JudgedBy): string | null {
  const running = hearingRuns(facts, measure);
  if (running !== null) return running;
  const revoked = takeDownOf(facts, measure);
  return revoked && `${revoked.number} 已于 ${revoked.revokedOn} 撤回`;
}
