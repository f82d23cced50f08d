/** How many acts of groups wait for a person: asked by the day's screen, which loads nothing else of bundles. */
import type { Db } from "../tables.ts";

export async function waitingCount(db: Db): Promise<number> {
  const { count } = await db
    .selectFrom("waiting_act")
    .select((of) => of.fn.countAll<number>().as("count"))
    .where("id", "not in", db.selectFrom("waiting_decision").select("waiting"))
    .executeTakeFirstOrThrow();
  return count;
}
