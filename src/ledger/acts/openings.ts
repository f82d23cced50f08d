/** Opening balances (期初数): what an indicator had come to before this ledger began, kept apart from what the ledger counts. */
import type { Amounts, Day, Indicator } from "../../campaign/index.ts";
import type { Entry, New } from "../ledger.ts";
import type { Db, OpeningRow } from "../tables.ts";
import { takenBack } from "../taken-back.ts";

export async function recordOpenings(entry: Entry, rows: readonly New<OpeningRow>[]): Promise<void> {
  if (rows.length > 0) await entry.addMany("opening", rows);
}

/** From where the ledger is looked at. */
export interface OpeningsAsked {
  readonly campaign: string;
  readonly day: Day;
  /** The last entry that counts; undefined: all of them. */
  readonly knownTo?: number | undefined;
  /** Only of this town; null: of none; undefined: of all. */
  readonly town?: string | null | undefined;
}

/** The opening balances that stand on a day, oldest first. */
export async function openingsOn(db: Db, { campaign, day, knownTo, town }: OpeningsAsked): Promise<OpeningRow[]> {
  const rows = await db
    .selectFrom("opening")
    .selectAll()
    .where("campaign", "=", campaign)
    .where("happened_on", "<=", day)
    .where("entry", "not in", takenBack(db, day))
    .$if(knownTo !== undefined, (query) => query.where("entry", "<=", knownTo ?? 0))
    .orderBy("id")
    .execute();
  return rows.filter((row) => town === undefined || row.town === town);
}

/** What a balance adds to its indicator: to the amount to date, and to the state before as after; nothing happened in a period. */
export function amountsOf(basis: Indicator["basis"], quantity: number): Amounts {
  return { value: quantity, thisPeriod: 0, previous: basis === "时点" ? quantity : 0 };
}
