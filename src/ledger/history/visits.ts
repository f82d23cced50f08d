/** Visits, with who went. */
import type { Day } from "../../campaign/index.ts";
import type { Db } from "../tables.ts";
import { joined } from "./event.ts";
import type { ToldEvent } from "./event.ts";

export async function visitEvents(db: Db, asOf: Day, subject: number): Promise<ToldEvent[]> {
  const visits = await db
    .selectFrom("inspection")
    .selectAll()
    .where("subject", "=", subject)
    .where("happened_on", "<=", asOf)
    .execute();
  const officers = await db
    .selectFrom("attendance")
    .innerJoin("inspection", "inspection.id", "attendance.inspection")
    .selectAll("attendance")
    .where("subject", "=", subject)
    .orderBy("attendance.id")
    .execute();
  return visits.map((row) => {
    const by = officers.filter(({ inspection }) => inspection === row.id).map(({ name, unit }) => `${name}（${unit}）`);
    const what = row.kind === "复查" || row.kind === "回头看" ? "复查" : "检查";
    const words = [row.kind, row.result, by.length > 0 ? `检查人员 ${by.join("、")}` : "", row.note];
    return { day: row.happened_on, entry: row.entry, what, text: joined(words) };
  });
}
