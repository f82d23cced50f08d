/** Lists and dispositions. */
import type { Day } from "../../campaign/index.ts";
import type { Reading } from "../ledger.ts";
import { eventOf } from "./event.ts";
import type { Told } from "./event.ts";

export async function listEvents(db: Reading, asOf: Day, subject: number): Promise<Told[]> {
  const dispositions = await db
    .selectFrom("disposition")
    .selectAll()
    .where("subject", "=", subject)
    .where("happened_on", "<=", asOf)
    .execute();
  const listings = await db
    .selectFrom("listing")
    .innerJoin("publication", "publication.id", "listing.publication")
    .selectAll("listing")
    .select("publication.version")
    .where("listing.subject", "=", subject)
    .where("listing.happened_on", "<=", asOf)
    .execute();
  const changes = await db
    .selectFrom("listing_change")
    .selectAll()
    .where("subject", "=", subject)
    .where("happened_on", "<=", asOf)
    .execute();
  return [
    ...dispositions.map((row) => eventOf(row, "处置", [row.bucket, row.reason])),
    ...listings.map((row) => eventOf(row, "名单", [`公布${row.list}第 ${row.version} 版`, row.situation, row.reason])),
    ...changes.map((row) => eventOf(row, "名单", [`${row.list}${row.change}`, row.reason])),
  ];
}
