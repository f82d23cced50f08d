/** How the columns of a source were read last time. */
import { fromJson } from "../json.ts";
import type { Db } from "../tables.ts";
import { takenBack } from "../taken-back.ts";

/** The columns of the latest import of a source that stands: header → field, "" for none by the user's word, null for none found; null before the first. */
export async function lastMapping(db: Db, source: string): Promise<Readonly<Record<string, string | null>> | null> {
  const found = await db
    .selectFrom("import_batch")
    .select("mapping")
    .where("source", "=", source)
    .where("entry", "not in", takenBack(db))
    .orderBy("id", "desc")
    .executeTakeFirst();
  return found === undefined ? null : fromJson(found.mapping);
}
