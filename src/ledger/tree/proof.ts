/** What shows that one entry is in the ledger, and that a Word file is one that it issued: a file that anybody checks without tuban. */
import { createHash } from "node:crypto";
import { fromJson } from "../json.ts";
import { sealedText } from "../journal.ts";
import type { Db } from "../tables.ts";
import { codeOf } from "./code.ts";
import { inclusionProof, rootOf } from "./merkle.ts";
import { leavesOf } from "./states.ts";
import { hex } from "./witness.ts";

export interface EntryProof {
  readonly format: "tuban-proof-1";
  /** What is sealed of the entry, exactly as it is hashed; its SHA-256 is the seal. */
  readonly entry: string;
  /** Its place among the leaves, from 0. */
  readonly index: number;
  readonly entries: number;
  /** The hashes beside the way to the root, from below. */
  readonly path: readonly string[];
  readonly root: string;
  readonly code: string;
  /** The rows of the Word files that the entry issued, exactly as they are hashed; null of an entry that issued very many. */
  readonly files: string | null;
}

/** Of more files the rows would tell the holder of one paper of too many others. */
const mostFiles = 1;

/** Of the entry of this number. */
export async function proofOf(db: Db, seq: number): Promise<EntryProof> {
  const row = await db.selectFrom("journal").selectAll().where("seq", "=", seq).executeTakeFirstOrThrow();
  const leaves = await leavesOf(db);
  const root = rootOf(leaves);
  const rows = await db.selectFrom("issued_file").selectAll().where("entry", "=", seq).orderBy("id").execute();
  const files = rows.map(hashedText).join("");
  const sealed = fromJson(row.digests).issued_file;
  const isAll = typeof sealed === "object" && createHash("sha256").update(files).digest("hex") === sealed.sha256;
  return {
    format: "tuban-proof-1",
    entry: sealedText(row),
    index: seq - 1,
    entries: leaves.length,
    path: inclusionProof(seq - 1, leaves).map(hex),
    root: hex(root),
    code: codeOf({ size: leaves.length, root }),
    files: isAll && rows.length <= mostFiles ? files : null,
  };
}

/** A row as the digest of its table takes it (journal.ts). */
const hashedText = (row: object): string =>
  `${JSON.stringify(
    Object.entries(row)
      .filter(([, value]) => value !== null)
      .toSorted(([one], [other]) => (one < other ? -1 : 1)),
  )}\n`;
