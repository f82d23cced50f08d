/** Where a name stands on a list (名单): by the last move and the last word of it, and by the day until which it is listed. */
import type { Day } from "../../base/day.ts";
import { afterLimit } from "../life.ts";
import { listingLives } from "../listing.ts";
import type { ListingAct, ListingState } from "../listing.ts";
import type { ListName } from "../plan.ts";
import { inForce } from "./as-of.ts";
import type { DatedFact, Snapshot } from "./as-of.ts";
import { countingIn, follows, histories, successions } from "./facts.ts";
import type { FactRows, Facts } from "./facts.ts";

/** One name on one list of one campaign. */
export interface ListingStanding<Rows extends FactRows = FactRows> {
  readonly kind: "listing";
  /** The subject's short number. */
  readonly id: number;
  readonly campaign: string;
  readonly list: ListName;
  readonly state: ListingState;
  readonly since: Day;
  /** The latest entry; null when it was never published. */
  readonly fact: Rows["listing"] | null;
  readonly until: Day | null;
}

interface ListingEvent extends DatedFact {
  readonly campaign: string;
  readonly list: ListName;
  readonly subject: number;
  readonly act: ListingAct;
}

/** A name with what happened to it on one list, and its entries, the latest first. */
interface ListingHistory<Rows extends FactRows> {
  readonly events: readonly ListingEvent[];
  readonly entries: readonly Rows["listing"][];
}

const nameOf = ({ campaign, list, subject }: Pick<ListingEvent, "campaign" | "list" | "subject">): string =>
  `${campaign}\n${list}\n${subject}`;

export function listingHistories<Rows extends FactRows>({
  listing,
  listing_change: changes,
}: Pick<Facts<Rows>, "listing" | "listing_change">): ListingHistory<Rows>[] {
  if (listing.length === 0 && changes.length === 0) return [];
  const entries = histories(successions.listing, listing, nameOf);
  const events = histories(
    successions.listing_change,
    [...listing.map((one) => eventOf(one, "公布")), ...changes.map((one) => eventOf(one, one.change))],
    nameOf,
  );
  return Array.from(events, ([name, events]) => ({ events, entries: entries.get(name) ?? [] }));
}

function eventOf(fact: FactRows["listing"] | FactRows["listing_change"], act: ListingAct): ListingEvent {
  const { id, entry, happened_on, campaign, list, subject } = fact;
  return { id, entry, happened_on, campaign, list, subject, act };
}

/** Every name that a list was ever concerned with. */
export function listingsOn<Rows extends FactRows>(
  names: readonly ListingHistory<Rows>[],
  at: Snapshot,
): ListingStanding<Rows>[] {
  const standing: ListingStanding<Rows>[] = [];
  for (const { events, entries } of names) {
    const heard = events.filter((event) => inForce(event, at));
    const [last] = heard;
    if (last === undefined) continue;
    const fact = countingIn(entries, at);
    const until = fact?.until ?? null;
    const { campaign, list, subject: id } = last;
    standing.push({ kind: "listing", id, campaign, list, fact, until, ...stateBy(heard, list, until, at.day) });
  }
  return standing;
}

/** Acts that put a name up, and that take it down; these are its moves. */
const comesOn: ReadonlySet<ListingAct> = new Set(["公布", "恢复"]);
const comesOff: ReadonlySet<ListingAct> = new Set(["移出", "整改中", "复核撤销"]);
/** Words on a name: what was announced or objected, and how that ended. */
const words: ReadonlySet<ListingAct> = new Set(["告知", "异议", "复核维持", "复核撤销", "移出"]);

/** Of the events in force, the latest first. An objection stays open through a new version of the list. */
function stateBy(
  heard: readonly ListingEvent[],
  list: ListName,
  until: Day | null,
  day: Day,
): Pick<ListingStanding, "state" | "since"> {
  const move = heard.find(({ act }) => comesOn.has(act) || comesOff.has(act));
  const word = heard.find(({ act }) => words.has(act));
  if (move !== undefined && comesOn.has(move.act)) {
    if (word?.act === "异议") return { state: "在列异议中", since: word.happened_on };
    const state = afterLimit(listingLives[list], "在列", until, day);
    return { state, since: state === "在列" || until === null ? listedSince(heard, move) : until };
  }
  if (word?.act === "异议") return { state: "拟列入异议中", since: word.happened_on };
  if (move?.act === "整改中") return { state: "整改中", since: move.happened_on };
  const since = word?.happened_on ?? day;
  if (word?.act === "告知" || word?.act === "复核维持") return { state: "拟列入", since };
  return { state: heard.some(({ act }) => act === "公布") ? "移出" : "不予列入", since };
}

/** The day on which the name came up after it was last taken down. */
function listedSince(heard: readonly ListingEvent[], { happened_on: last }: ListingEvent): Day {
  const out = heard.find(({ act }) => comesOff.has(act));
  let since = last;
  for (const event of heard)
    if (comesOn.has(event.act) && event.happened_on < since && (!out || follows(["happened_on", "entry"], event, out)))
      since = event.happened_on;
  return since;
}
