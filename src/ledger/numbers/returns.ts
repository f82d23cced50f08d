/** Returns as they were sent (报表), and what the journal knew at a moment. */
import { rangesOf } from "../../campaign/index.ts";
import type { Day, SetName } from "../../campaign/index.ts";
import type { Entry, New } from "../ledger.ts";
import { definitions } from "./sets.ts";
import type { BareRow } from "./set-row.ts";
import type { Db, ReturnRow } from "../tables.ts";
import { takenBack } from "../taken-back.ts";

/** Kind of row → the numbers of the rows, as 1-5,9. */
export type BehindReturn = Readonly<Record<string, string>>;

/** A row by what it stands for from one return to the next: an institution, a name on a list, or a fact. */
export function keyOf(set: SetName, row: BareRow): { readonly group: string; readonly number: number } {
  if (set === "名单") return { group: row.list ?? "", number: row.subject };
  return definitions[set].institutions
    ? { group: "subject", number: row.subject }
    : { group: row.fact, number: row.id };
}

/** Gathers the rows behind a figure as a return keeps them. */
export function keysIn(set: SetName): { add(row: BareRow): void; behind(): BehindReturn } {
  const numbers = new Map<string, number[]>();
  return {
    add: (row) => {
      const { group, number } = keyOf(set, row);
      const of = numbers.get(group);
      if (of) of.push(number);
      else numbers.set(group, [number]);
    },
    behind: () => Object.fromEntries([...numbers].map(([group, of]) => [group, rangesOf(of)])),
  };
}

export async function recordReturn(entry: Entry, issued: New<ReturnRow>): Promise<number> {
  return entry.add("issued_return", issued);
}

/** The returns of a campaign that were not taken back, oldest first. */
export async function returnsOf(db: Db, campaign: string): Promise<ReturnRow[]> {
  return db
    .selectFrom("issued_return")
    .selectAll()
    .where("campaign", "=", campaign)
    .where("entry", "not in", takenBack(db))
    .orderBy("id")
    .execute();
}

/** The serial number that the next return of a kind takes in a year; one taken back keeps its own. */
export async function nextSerial(db: Db, campaign: string, kind: string, year: number): Promise<number> {
  const row = await db
    .selectFrom("issued_return")
    .select((of) => of.fn.max("serial").as("last"))
    .where("campaign", "=", campaign)
    .where("kind", "=", kind)
    .where("year", "=", year)
    .executeTakeFirst();
  return (row?.last ?? 0) + 1;
}

/** The last journal entry recorded by a moment (UTC, ISO 8601); 0 when there was none. */
export async function knownAt(db: Db, moment: string): Promise<number> {
  const row = await db
    .selectFrom("journal")
    .select((of) => of.fn.max("seq").as("last"))
    .where("recorded_at", "<=", moment)
    .executeTakeFirst();
  return row?.last ?? 0;
}

/** An entry as the report names it. */
export interface LateRecord {
  readonly seq: number;
  readonly recorded_at: string;
  readonly actor: string;
  readonly happened_on: Day;
  readonly summary: string;
}

/** What happened by a day but was recorded after an entry: too late for a return. */
export async function recordedAfter(db: Db, seq: number, by: Day): Promise<LateRecord[]> {
  return db
    .selectFrom("journal")
    .select(["seq", "recorded_at", "actor", "happened_on", "summary"])
    .where("seq", ">", seq)
    .where("happened_on", "<=", by)
    .where("command", "<>", "report issue")
    .orderBy("seq")
    .execute();
}
