/** By which law the spans of a ledger were made. */
import type { Db } from "../tables.ts";

/** Raised when the law changes, or what spans bear: spans of an older law are made anew when the ledger is opened. */
export const lawVersion = 3;

export const spansSetting = "spans";

/** Of the law by which the ledger's spans were made; 0 where none are. */
export async function spansVersion(db: Db): Promise<number> {
  const row = await db.selectFrom("setting").select("value").where("name", "=", spansSetting).executeTakeFirst();
  return Number(row?.value ?? 0);
}
