/**
 * Files kept in the ledger itself, for an office whose computers share no folder: evidence and issued documents, cut into pieces, under
 * the SHA-256 of the whole. Outside the chain: the facts name the hash. What is needed on a computer is laid in its own folder as well.
 */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { dirname } from "node:path";
import { draftIn, makeFolder } from "../../disk.ts";
import type { Db } from "../tables.ts";

/** So much is in memory at a time. */
const pieceSize = 1 << 20;

/** Takes a file into the ledger; nothing when its content is there already. @throws the system's error */
export async function storeFile(db: Db, sha256: string, path: string): Promise<void> {
  const there = await db.selectFrom("file_piece").select("no").where("sha256", "=", sha256).executeTakeFirst();
  if (there) return;
  let no = 0;
  for await (const content of createReadStream(path, { highWaterMark: pieceSize }) as AsyncIterable<Buffer>)
    await db
      .insertInto("file_piece")
      .values({ sha256, no: (no += 1), content })
      .execute();
}

/** Takes a file out of the ledger. */
export async function dropStored(db: Db, sha256: string): Promise<void> {
  await db.deleteFrom("file_piece").where("sha256", "=", sha256).execute();
}

/** The hash of what the ledger has under this hash; null where it has nothing. */
export async function storedHash(db: Db, sha256: string): Promise<string | null> {
  const hash = createHash("sha256");
  let isThere = false;
  for await (const content of piecesOf(db, sha256)) {
    hash.update(content);
    isThere = true;
  }
  return isThere ? hash.digest("hex") : null;
}

/** Lays a stored file under a path of this computer, where it is not there as it should be. @throws the system's error */
export async function layOut(db: Db, sha256: string, path: string): Promise<void> {
  if ((await hashOf(path)) === sha256 || (await storedHash(db, sha256)) !== sha256) return;
  await makeFolder(dirname(path));
  const draft = await draftIn(dirname(path));
  try {
    for await (const content of piecesOf(db, sha256)) await draft.write(content);
    await draft.keep(path);
  } catch (error) {
    await draft.drop();
    throw error;
  }
}

async function* piecesOf(db: Db, sha256: string): AsyncGenerator<Uint8Array> {
  for (let no = 1; ; no += 1) {
    const piece = await db
      .selectFrom("file_piece")
      .select("content")
      .where("sha256", "=", sha256)
      .where("no", "=", no)
      .executeTakeFirst();
    if (!piece) return;
    yield piece.content;
  }
}

/** The hash of a file on this computer; null where there is none that can be read. */
export async function hashOf(path: string): Promise<string | null> {
  try {
    const hash = createHash("sha256");
    for await (const chunk of createReadStream(path, { highWaterMark: pieceSize }) as AsyncIterable<Buffer>)
      hash.update(chunk);
    return hash.digest("hex");
  } catch {
    return null;
  }
}
