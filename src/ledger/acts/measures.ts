/** Measures of administrative coercion (行政强制措施) as facts. */
import type { Day } from "../../campaign/index.ts";
import { inForceOn, isInForce } from "../in-force.ts";
import type { CaseMeasureRow, Db } from "../tables.ts";

/** Measures taken, oldest first. */
export async function measuresNow(db: Db, asOf: Day, campaign: string): Promise<CaseMeasureRow[]> {
  return db
    .selectFrom("case_measure")
    .selectAll()
    .where("campaign", "=", campaign)
    .where(isInForce(asOf))
    .orderBy("id")
    .execute();
}

/** Measures taken as part of a case, oldest first. */
export async function measuresOfCase(db: Db, asOf: Day, id: number): Promise<CaseMeasureRow[]> {
  const rows = await db.selectFrom("case_measure").selectAll().where("case_id", "=", id).orderBy("id").execute();
  return inForceOn(db, rows, { day: asOf });
}
