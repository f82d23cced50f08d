/** What offices counted themselves (登记): recorded, and listed as of a day. */
import { sql } from "kysely";
import type { Day } from "../../campaign/index.ts";
import { correctedOn } from "../corrections.ts";
import type { Entry, New } from "../ledger.ts";
import { standsOn, traitsWhere } from "../spans/read.ts";
import type { Db, TallyRow } from "../tables.ts";

export async function recordTally(entry: Entry, tally: New<TallyRow>): Promise<number> {
  return entry.add("tally", tally);
}

/** A tally with the subject's name. */
export interface TallyNow extends TallyRow {
  name: string | null;
}

/** The tallies of a campaign that stand, the latest first. */
export async function talliesListed(db: Db, asOf: Day, campaign: string): Promise<TallyNow[]> {
  const traits = await traitsWhere(db, "tally", (one) => one.campaign === campaign);
  const { rows } = await sql<TallyNow>`
    select tally.*, roster.name from span join tally on tally.id = span.thing
    left join span as here on ${standsOn("subject", asOf, "here")} and here.subject = tally.subject
    left join roster on roster.id = here.fact
    where ${standsOn("tally", asOf)} and ${traits.in()} order by tally.happened_on desc, tally.id desc`.execute(db);
  return [...(await correctedOn(db, "tally", rows, { day: asOf }))];
}
