/** Services by public notice (公告): the day of the notice, beside the later one on which the order counts as served. */
import type { Day } from "../../campaign/index.ts";
import type { Db } from "../tables.ts";
import { joined } from "./event.ts";
import type { ToldEvent } from "./event.ts";

export async function announcementEvents(db: Db, asOf: Day, subject: number): Promise<ToldEvent[]> {
  const rows = await db
    .selectFrom("service")
    .innerJoin("orders", "orders.id", "service.order_id")
    .innerJoin("journal", "journal.seq", "service.entry")
    .select(["service.entry", "service.happened_on as served_on", "orders.number", "journal.happened_on as day"])
    .where("orders.subject", "=", subject)
    .where("service.method", "=", "公告")
    .where("journal.happened_on", "<=", asOf)
    .execute();
  return rows.map(({ day, entry, number, served_on }) => ({
    day,
    entry,
    what: "送达",
    text: joined([number, `公告，${served_on} 视为送达`]),
  }));
}
