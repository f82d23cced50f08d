/** A backup unpacked: whatever it holds comes out below one folder, files and folders only. */
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { extract } from "tar";
import { Stop, misuse } from "../campaign/index.ts";

/** What opens a locked backup: its passphrase, or an identity (AGE-SECRET-KEY-1…). */
export type BackupKey = { readonly passphrase: string } | { readonly identity: string };

const ageHeader = "age-encryption.org/v1";

/** Whether a passphrase or an identity is needed to open it. @throws Stop not-a-backup */
export async function isLocked(path: string): Promise<boolean> {
  const beginning = await beginningOf(path).catch(() =>
    misuse("file-unreadable", `打不开备份：${path}`, { hint: "核对文件名和路径" }),
  );
  if (beginning.toString("latin1") === ageHeader) return true;
  return beginning[0] === 0x1f && beginning[1] === 0x8b
    ? false
    : misuse("not-a-backup", `不是 tuban 的备份：${path}`, { hint: "备份由 tuban backup 写出，以 .tubk 结尾" });
}

/** As many bytes as tell what it is; a folder is open, but cannot be read. */
async function beginningOf(path: string): Promise<Buffer> {
  const file = await open(path, "r");
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(ageHeader.length), 0, ageHeader.length, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** Unpacks into a folder that is there and empty. @throws Stop backup-damaged · backup-wrong-key */
export async function unpackBackup(path: string, folder: string, key: BackupKey | null): Promise<void> {
  const bytes = createReadStream(path);
  const source = key ? await unlocked(bytes, key, path) : bytes;
  try {
    await pipeline(
      source,
      extract({
        cwd: folder,
        strict: true,
        preserveOwner: false,
        filter: (_path, entry) => "type" in entry && (entry.type === "File" || entry.type === "Directory"),
      }),
    );
  } catch (error) {
    throw damagedBackup(path, error);
  }
}

/** Why a backup could not be unpacked. */
export function damagedBackup(path: string, error: unknown): Stop {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return code === "ENOSPC" || code === "EDQUOT"
    ? new Stop(1, [{ code: "restore-disk-full", message: "磁盘空间不足，文件没有解开", hint: "清出空间再试" }])
    : new Stop(2, [
        {
          code: "backup-damaged",
          message: `文件已经损坏，解不开：${path}`,
          hint: "换一份；拷贝时断了的，重新拷一次",
        },
      ]);
}

async function unlocked(bytes: Readable, key: BackupKey, path: string): Promise<Readable> {
  const { Decrypter } = await import("age-encryption");
  const decrypter = new Decrypter();
  try {
    if ("passphrase" in key) decrypter.addPassphrase(key.passphrase);
    else decrypter.addIdentity(key.identity);
    return Readable.fromWeb((await decrypter.decrypt(Readable.toWeb(bytes) as never)) as never);
  } catch {
    bytes.destroy();
    return misuse("backup-wrong-key", `口令或密钥不对，打不开备份：${path}`, {
      hint: "核对后再试，分清大小写；用公钥加密的，加 --identity 密钥文件",
    });
  }
}
