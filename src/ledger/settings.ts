/** The ledger's own settings: not facts, not in the chain. */
import { sql } from "kysely";
import { isServer } from "./engines/storage.ts";
import type { Db } from "./tables.ts";

/**
 * `actor`: who acts, in a file; on a server each login has its own. `backup`: the moment of the last backup, ISO 8601. `witnessed`: after
 * how many entries something was given to a witness, as JSON.
 */
type SettingName = "actor" | `actor ${string}` | "backup" | "witnessed";

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

/** The name of the person that `tuban as` set: for the whole ledger in a file, for the login alone on a server. */
export async function actingPerson(db: Db, place: string): Promise<string | null> {
  return setting(db, await actorSetting(db, place));
}

/** Sets who acts from now on, and gives the login for which this holds; null in a file, where it holds for everybody. */
export async function setActingPerson(db: Db, place: string, person: string): Promise<string | null> {
  const name = await actorSetting(db, place);
  await set(db, name, person);
  return name === "actor" ? null : name.slice("actor ".length);
}

async function actorSetting(db: Db, place: string): Promise<"actor" | `actor ${string}`> {
  if (!isServer(place)) return "actor";
  const { rows } = await sql<{ login: string }>`select session_user as login`.execute(db);
  return `actor ${rows[0]?.login ?? ""}`;
}
