/** Whether a ledger keeps its files itself (stored.ts). */
import type { Db } from "../tables.ts";

const setting = "files";

/** Whether this ledger keeps its files itself. */
export async function keepsFiles(db: Db): Promise<boolean> {
  return (await db.selectFrom("setting").select("value").where("name", "=", setting).executeTakeFirst()) !== undefined;
}

/** From now on it does, or no more; what it has then goes. */
export async function setKeepsFiles(db: Db, keeps: boolean): Promise<void> {
  if (await keepsFiles(db)) {
    if (keeps) return;
    await db.deleteFrom("file_piece").execute();
    await db.deleteFrom("setting").where("name", "=", setting).execute();
  } else if (keeps) await db.insertInto("setting").values({ name: setting, value: "ledger" }).execute();
}
