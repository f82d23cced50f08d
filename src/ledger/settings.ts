/** The ledger's own settings: not facts, not in the chain. */
import type { Db } from "./tables.ts";

/** `backup`: the moment of the last backup, ISO 8601. `witnessed`: after how many entries something was given to a witness, as JSON. */
type SettingName = "actor" | "backup" | "witnessed";

export async function setting(db: Db, name: SettingName): Promise<string | null> {
  return (await db.selectFrom("setting").select("value").where("name", "=", name).executeTakeFirst())?.value ?? null;
}

export async function set(db: Db, name: SettingName, value: string): Promise<void> {
  await db
    .insertInto("setting")
    .values({ name, value })
    .onConflict((conflict) => conflict.column("name").doUpdateSet({ value }))
    .execute();
}
