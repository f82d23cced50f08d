/** Services by public notice (公告) that have not taken effect. */
import type { Day } from "../../campaign/index.ts";
import { takenBack } from "../taken-back.ts";
import type { Db } from "../tables.ts";

/** Orders, or the one named, under public notice (公告) on a day, each with the day on which it counts as served. */
export async function noticesRunning(db: Db, asOf: Day, order?: number): Promise<ReadonlyMap<number, Day>> {
  let notices = db
    .selectFrom("service")
    .innerJoin("journal", "journal.seq", "service.entry")
    .select(["service.order_id", "service.happened_on"])
    .where("service.method", "=", "公告")
    .where("journal.happened_on", "<=", asOf)
    .where("service.happened_on", ">", asOf)
    .where("service.entry", "not in", takenBack(db, asOf));
  if (order !== undefined) notices = notices.where("service.order_id", "=", order);
  const rows = await notices.execute();
  return new Map(rows.map(({ order_id, happened_on }) => [order_id, happened_on]));
}
