/** Photographs that were used before: looked up by content, before what they show is recorded. */
import { reusedPhotos } from "../../campaign/index.ts";
import type { PhotoUse, Problem } from "../../campaign/index.ts";
import { photoUses } from "../../ledger/evidence/exhibits.ts";
import type { Db } from "../../ledger/tables.ts";
import type { Office } from "../../office.ts";

/** What is to be pointed out of these. */
export async function photoDoubts(db: Db, { today }: Office, coming: readonly PhotoUse[]): Promise<Problem[]> {
  const hashes = [...new Set(coming.map(({ sha256 }) => sha256))];
  return reusedPhotos(coming, await photoUses(db, today, hashes));
}
