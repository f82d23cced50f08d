/** A backup: one file with the ledger and all that goes with it, packed as tar.gz; with a key, in the age format (age-encryption.org/v1). */
import { createReadStream, createWriteStream } from "node:fs";
import { dirname } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { create } from "tar";
import { misuse, refuse } from "../campaign/index.ts";
import { draftIn } from "../disk.ts";
import { writeRefusal } from "./files.ts";

/** Who can open a backup: a person who knows the passphrase, or has the identity of one of the recipients (age1…). */
export type BackupLock = { readonly passphrase: string } | { readonly recipients: readonly string[] };

/** Packs files and folders of `folder` into a new file; links are followed. @throws Stop as writeOut */
export async function packBackup(folder: string, names: readonly string[], path: string): Promise<void> {
  try {
    // Photographs do not shrink any further: the fastest way of packing serves.
    const packed = create({ cwd: folder, follow: true, portable: true, gzip: { level: 1 } }, [...names]);
    await pipeline(Readable.from(packed), createWriteStream(path, { flags: "wx", mode: 0o600 }));
  } catch (error) {
    throw writeRefusal(error, path);
  }
}

/**
 * Copies a packed backup to its place, readable by its owner alone, locked where a lock is given: the whole of it or nothing.
 * @throws Stop as writeOut; file-exists; bad-recipient
 */
export async function placeBackup(packed: string, path: string, lock: BackupLock | null): Promise<void> {
  const pieces = lock ? await locked(packed, lock) : createReadStream(packed);
  try {
    const draft = await draftIn(dirname(path), 0o600);
    try {
      for await (const piece of pieces as AsyncIterable<Uint8Array>) await draft.write(piece);
      if (!(await draft.keepNew(path)))
        refuse("file-exists", `文件已存在，不会覆盖：${path}`, { hint: "用 --to 换一个文件名" });
    } finally {
      await draft.drop();
    }
  } catch (error) {
    throw writeRefusal(error, path);
  }
}

async function locked(packed: string, lock: BackupLock): Promise<AsyncIterable<Uint8Array>> {
  const { Encrypter } = await import("age-encryption");
  const encrypter = new Encrypter();
  try {
    if ("passphrase" in lock) encrypter.setPassphrase(lock.passphrase);
    else for (const recipient of lock.recipients) encrypter.addRecipient(recipient);
  } catch {
    const keys = "recipients" in lock ? lock.recipients.join("、") : "";
    return misuse("bad-recipient", `看不懂收件公钥：${keys}`, { hint: "写成 age1 开头的一串，可以写几次" });
  }
  const stream = await encrypter.encrypt(Readable.toWeb(createReadStream(packed)) as ReadableStream<Uint8Array>);
  return Readable.fromWeb(stream as Parameters<typeof Readable.fromWeb>[0]);
}
