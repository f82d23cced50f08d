/** What a ledger gives to its witness, and what the witness finds. With a state comes what shows that the ledger only grew since earlier ones. */
import type { KeptState, Testimony, WitnessFinding } from "../../campaign/index.ts";
import type { Db } from "../tables.ts";
import { identityOf } from "../journal.ts";
import { codeOf } from "./code.ts";
import { consistencyProof, isConsistent, isSame, rootOf } from "./merkle.ts";
import type { Hash } from "./merkle.ts";
import { leavesOf } from "./states.ts";

/** Of the ledger as it is, with proofs since these numbers of entries. Null in a ledger without entries. */
export async function testimonyOf(db: Db, since: readonly number[]): Promise<Testimony | null> {
  const ledger = await identityOf(db);
  if (ledger === null) return null;
  const leaves = await leavesOf(db);
  const earlier = [...new Set(since)].filter((size) => size > 0 && size < leaves.length).toSorted((a, b) => a - b);
  const root = rootOf(leaves);
  return {
    ledger,
    entries: leaves.length,
    root: hex(root),
    code: codeOf({ size: leaves.length, root }),
    since: earlier.map((entries) => ({ entries, proof: consistencyProof(entries, leaves).map(hex) })),
  };
}

/** What a witness finds in a testimony, by what it keeps. */
export function judged(kept: KeptState | null, given: Testimony): WitnessFinding {
  if (kept === null) return "初次";
  if (given.entries < kept.entries) return "倒回";
  if (given.entries === kept.entries) return given.root === kept.root ? "一致" : "分叉";
  const proof = given.since.find(({ entries }) => entries === kept.entries)?.proof;
  if (proof === undefined) return "无从核对";
  return isConsistent(stateIn(kept), stateIn(given), proof.map(bytesOf)) ? "一致" : "分叉";
}

const stateIn = ({ entries, root }: KeptState) => ({ size: entries, root: bytesOf(root) });

/** How a kept state stands to the ledger itself, which has all entries. */
export function heldAgainst(kept: KeptState, leaves: readonly Hash[]): WitnessFinding {
  if (kept.entries > leaves.length) return "倒回";
  return isSame(rootOf(leaves.slice(0, kept.entries)), bytesOf(kept.root)) ? "一致" : "分叉";
}

export const hex = (hash: Hash): string => Buffer.from(hash).toString("hex");
const bytesOf = (text: string): Hash => Uint8Array.from(Buffer.from(text, "hex"));
