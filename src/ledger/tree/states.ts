/** The states a ledger has been in: after each of its entries one, told from all others by the root over the seals until then. */
import type { Kysely } from "kysely";
import type { Tables } from "../tables.ts";
import { codeOf } from "./code.ts";
import type { Code } from "./code.ts";
import { isSame, leafHash, rootOf } from "./merkle.ts";
import type { Hash, RememberedNodes } from "./merkle.ts";

/** The leaf of an entry, of its seal in hexadecimal. */
export const leafOf = (seal: string): Hash => leafHash(Buffer.from(seal, "hex"));

/** The leaves of the first `size` entries, or of all. */
export async function leavesOf(db: Kysely<Tables>, size?: number): Promise<Hash[]> {
  const all = db.selectFrom("journal").select("hash").orderBy("seq");
  const rows = await (size === undefined ? all : all.where("seq", "<=", size)).execute();
  return rows.map(({ hash }) => leafOf(hash));
}

export const stateOf = (leaves: readonly Hash[]): RememberedNodes => ({ size: leaves.length, root: rootOf(leaves) });

/** The check code of the ledger as it is, or as it was after `size` entries; "" where there was none. */
export async function checkCode(db: Kysely<Tables>, size?: number): Promise<string> {
  return codeOf(stateOf(await leavesOf(db, size)));
}

/** How a state that was written down elsewhere stands to a ledger: it was in it, the ledger was changed since, or had not come so far. */
export type StateOfCode = "within" | "altered" | "beyond";

export function standingOf({ size, prefix }: Code, leaves: readonly Hash[]): StateOfCode {
  if (size > leaves.length) return "beyond";
  const root = rootOf(leaves.slice(0, size));
  return isSame(root.subarray(0, prefix.length), prefix) ? "within" : "altered";
}
