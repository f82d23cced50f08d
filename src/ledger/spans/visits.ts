/** Visits of a whole campaign that stand on a day, from their spans. */
import { sql } from "kysely";
import type { Day } from "../../campaign/index.ts";
import { correctedOn } from "../corrections.ts";
import type { Db, InspectionRow } from "../tables.ts";
import { standsOn, traitsWhere } from "./read.ts";

/** Oldest first. */
export async function visitsListed(db: Db, asOf: Day, campaign: string): Promise<readonly InspectionRow[]> {
  const traits = await traitsWhere(db, "visit", (one) => one.campaign === campaign);
  const { rows } = await sql<InspectionRow>`
    select inspection.* from span join inspection on inspection.id = span.thing
    where ${standsOn("visit", asOf)} and ${traits.in()} order by inspection.happened_on, inspection.id`.execute(db);
  return correctedOn(db, "inspection", rows, { day: asOf });
}
