/** In a bundle (任务包) the first entries are the office's, handed out with it; its header is the last of them. */
import type { BundleRow, Db } from "./tables.ts";

/** What a bundle says of itself; null in an office's ledger. */
export async function headerOf(db: Db): Promise<BundleRow | null> {
  return (await db.selectFrom("bundle").selectAll().where("head", "is", null).executeTakeFirst()) ?? null;
}

/** The number of the last entry that was handed out; 0 in an office's ledger. */
export const handedOutTo = async (db: Db): Promise<number> => (await headerOf(db))?.entry ?? 0;
