/** What offices counted themselves (登记): recorded, and listed as of a day. */
import { sql } from "kysely";
import type { Day } from "../../campaign/index.ts";
import { correctedOn } from "../corrections.ts";
import type { Entry, New } from "../ledger.ts";
import { standing } from "../standing.ts";
import type { Db, TallyRow } from "../tables.ts";

export async function recordTally(entry: Entry, tally: New<TallyRow>): Promise<number> {
  return entry.add("tally", tally);
}

/** A tally with the subject's name. */
export interface TallyNow extends TallyRow {
  name: string | null;
}

/** The tallies of a campaign that stand, the latest first. */
export async function talliesNow(db: Db, asOf: Day, campaign: string): Promise<TallyNow[]> {
  const query = sql<TallyNow>`with ${standing(asOf)}
    select tally_now.*, institution_now.name from tally_now
    left join institution_now on institution_now.subject = tally_now.subject
    where tally_now.campaign = ${campaign} order by tally_now.happened_on desc, tally_now.id desc`;
  return [...(await correctedOn(db, "tally", (await query.execute(db)).rows, { day: asOf }))];
}
