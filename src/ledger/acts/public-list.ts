/** The lists as the public knows them: what put names up or took them down, and the entries of a published version. */
import type { Day, ListEvent, ListName } from "../../campaign/index.ts";
import { isInForce } from "../in-force.ts";
import type { Db, ListingRow } from "../tables.ts";

/** What put names of a campaign's lists up or took them down until a day, in its order; of one entry, those that came before those that left. */
export async function listEventsOn(db: Db, asOf: Day, campaign: string): Promise<ListEvent[]> {
  const versions = await db.selectFrom("publication").select(["id", "version"]).execute();
  const versionOf = new Map(versions.map(({ id, version }) => [id, version]));
  const published = await db
    .selectFrom("listing")
    .select(["list", "subject", "name", "until", "happened_on as on", "entry", "publication"])
    .where("campaign", "=", campaign)
    .where(isInForce(asOf))
    .orderBy("id")
    .execute();
  const changes = await db
    .selectFrom("listing_change")
    .select(["list", "subject", "change as act", "happened_on as on", "entry"])
    .where("campaign", "=", campaign)
    .where(isInForce(asOf))
    .orderBy("id")
    .execute();
  const came = published.map((row) => ({
    ...row,
    act: "公布" as const,
    version: versionOf.get(row.publication) ?? 0,
  }));
  return [...came, ...changes].sort((one, other) =>
    one.on === other.on ? one.entry - other.entry : one.on < other.on ? -1 : 1,
  );
}

/** What a party said of its entry. */
export interface Reply {
  readonly text: string;
  readonly on: Day;
}

/** The latest of each party, by list and subject. */
export async function repliesOn(db: Db, asOf: Day, campaign: string): Promise<readonly (Reply & RepliedTo)[]> {
  const rows = await db
    .selectFrom("reply")
    .select(["list", "subject", "text", "happened_on as on"])
    .where("campaign", "=", campaign)
    .where(isInForce(asOf))
    .orderBy("happened_on")
    .orderBy("id")
    .execute();
  return [...new Map(rows.map((row) => [`${row.list} ${row.subject}`, row])).values()];
}

interface RepliedTo {
  readonly list: ListName;
  readonly subject: number;
}

/** The entries of one version, in the order of its lines. */
export async function entriesIn(db: Db, publication: number): Promise<ListingRow[]> {
  return db.selectFrom("listing").selectAll().where("publication", "=", publication).orderBy("id").execute();
}
