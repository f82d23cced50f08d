/** Names on the lists of a campaign as they stand on a day, from their spans. */
import { sql } from "kysely";
import { dayOfNumber } from "../../campaign/index.ts";
import type { Day, ListName, ListingState } from "../../campaign/index.ts";
import { dayOrNull, standsOn, traitsWhere } from "./read.ts";
import type { Db, SpanRow } from "../tables.ts";

/** Where one name stands on one list. */
export interface ListedName {
  campaign: string;
  list: ListName;
  subject: number;
  /** The latest entry; null when never published. */
  listing: number | null;
  until: Day | null;
  state: ListingState;
  since: Day;
}

/** Where every name stands that a list was ever concerned with; of one campaign, or of all when null. */
export async function listingStandings(db: Db, asOf: Day, campaign: string | null): Promise<ListedName[]> {
  const traits = await traitsWhere(db, "listing", (one) => campaign === null || one.campaign === campaign);
  const { rows } = await sql<Pick<SpanRow, "subject" | "trait" | "fact" | "day" | "due_on">>`
    select subject, trait, fact, day, due_on from span where ${standsOn("listing", asOf)} and ${traits.in()}`.execute(
    db,
  );
  const standings = rows.flatMap(({ subject, trait, fact, day, due_on }): ListedName[] => {
    const { campaign: of, list, state } = traits.of.get(trait) ?? {};
    if (of === undefined || list === undefined || state === undefined) return [];
    return [{ campaign: of, list, subject, listing: fact, until: dayOrNull(due_on), state, since: dayOfNumber(day) }];
  });
  return standings.sort((one, other) =>
    one.list === other.list ? one.subject - other.subject : one.list < other.list ? -1 : 1,
  );
}
