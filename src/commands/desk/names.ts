/** What subjects are called on a day. */
import type { Day } from "../../campaign/index.ts";
import { institutionsNow } from "../../ledger/now.ts";
import { institutionsListed } from "../../ledger/spans/institutions.ts";
import type { Db } from "../../ledger/tables.ts";

/** By short number; those that the roster does not have are left out. */
export async function namesOfSubjects(
  db: Db,
  asOf: Day,
  subjects: readonly number[],
): Promise<ReadonlyMap<number, string>> {
  if (subjects.length === 0) return new Map();
  const rows = await (subjects.length > 500 ? institutionsListed(db, asOf) : institutionsNow(db, asOf, subjects));
  return new Map(rows.map(({ subject, name }) => [subject, name]));
}
