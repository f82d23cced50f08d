/** What has happened to one subject, from its first roster row to the last act, each with the entry that recorded it. */
import { eventKinds } from "../../campaign/index.ts";
import type { Day } from "../../campaign/index.ts";
import type { Change } from "../roster/content.ts";
import { announcementEvents } from "./announcements.ts";
import { declaredEvents } from "./declared.ts";
import type { ToldEvent } from "./event.ts";
import { correctionsOf, rosterEvents, sourceRows } from "./roster.ts";
import { visitEvents } from "./visits.ts";
import { annulmentsOf } from "../in-force.ts";
import { entriesOf } from "../journal.ts";
import type { Db } from "../tables.ts";

export interface HistoryEvent extends ToldEvent {
  /** The moment of recording, UTC. */
  readonly recordedAt: string;
  readonly actor: string;
  /** Of a roster row: the fields that differ from the row before. */
  readonly changes: readonly Change[];
  /** Why the entry was taken back; null when it stands. */
  readonly annulled: string | null;
}

/** Every event up to a day, in the order in which it happened; entries taken back by then are marked, not left out. */
export async function historyOf(db: Db, asOf: Day, subject: number): Promise<HistoryEvent[]> {
  const rows = await sourceRows(db, asOf, subject);
  const told = [
    ...rosterEvents(rows, await correctionsOf(db, subject), await reasonsTakenBack(db, asOf, rows)),
    ...(await visitEvents(db, asOf, subject)),
    ...(await announcementEvents(db, asOf, subject)),
    ...(await declaredEvents(db, asOf, subject)),
  ];
  const entries = await entriesOf(
    db,
    told.map(({ entry }) => entry),
  );
  const annulled = await reasonsTakenBack(db, asOf, told);
  const recorded = new Map(entries.map((entry) => [entry.seq, entry]));
  return told
    .map((event): HistoryEvent => {
      const { recorded_at: recordedAt = "", actor = "" } = recorded.get(event.entry) ?? {};
      return { ...event, changes: event.changes ?? [], recordedAt, actor, annulled: annulled.get(event.entry) ?? null };
    })
    .sort((a, b) =>
      a.day < b.day
        ? -1
        : a.day > b.day
          ? 1
          : a.entry - b.entry || eventKinds.indexOf(a.what) - eventKinds.indexOf(b.what),
    );
}

/** Why those of these entries that were taken back by the day were, by entry. */
async function reasonsTakenBack(
  db: Db,
  asOf: Day,
  facts: readonly { readonly entry: number }[],
): Promise<ReadonlyMap<number, string>> {
  const annulments = await annulmentsOf(
    db,
    facts.map(({ entry }) => entry),
  );
  return new Map(
    annulments.filter(({ happened_on }) => happened_on <= asOf).map(({ target, reason }) => [target, reason]),
  );
}
