/**
 * Evidence (证据): files kept beside the ledger under the SHA-256 of their content, so that a photo sent twice is kept
 * once and one changed afterwards is found out.
 *
 * The ledger tuban.db keeps them in tuban.evidence/ab/abcd….jpg. A file is kept first and attached to a fact later:
 * one that no fact names does no harm.
 */
import { createHash } from "node:crypto";
import { open, rm, stat } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import { basename, dirname, extname, join } from "node:path";
import { Stop, misuse } from "../../campaign/index.ts";
import type { Day, EvidenceOf, Problem } from "../../campaign/index.ts";
import { codeOf, draftIn, makeFolder } from "../../disk.ts";
import type { DiskDraft } from "../../disk.ts";
import { handedOutTo } from "../handed-out.ts";
import type { Home } from "../home.ts";
import type { Entry } from "../ledger.ts";
import type { Db } from "../tables.ts";
import { keepsFiles } from "./keeping.ts";
import { hashOf, layOut, storedHash } from "./stored.ts";

export interface KeptFile {
  readonly sha256: string;
  /** As the user's file was called, without its folder. */
  readonly name: string;
  readonly bytes: number;
}

/** Where a kept file lies; its extension stays, so that a double click opens it. */
export function evidencePath(home: Home, { sha256, name }: Pick<KeptFile, "sha256" | "name">): string {
  const extension = /^\.[a-z0-9]{1,8}$/.exec(extname(name).toLowerCase())?.[0] ?? "";
  return join(home.evidence, sha256.slice(0, 2), `${sha256}${extension}`);
}

/**
 * Copies a file into the evidence folder; when this returns the copy is on the disk. Keeping the same content again
 * changes nothing, and mends a copy that was altered.
 * @throws Stop evidence-unreadable · evidence-not-file · evidence-empty · evidence-not-kept
 */
export async function keepEvidence(home: Home, file: string): Promise<KeptFile> {
  const source = await openSource(file);
  const folder = home.evidence;
  let draft: DiskDraft | undefined;
  try {
    await makeFolder(folder);
    draft = await draftIn(folder);
    const kept = { ...(await copyHashed(source, draft)), name: basename(file).normalize("NFC") };
    const path = evidencePath(home, kept);
    await makeFolder(dirname(path));
    if ((await hashOf(path)) === kept.sha256) await draft.drop();
    else await draft.keep(path);
    return kept;
  } catch (error) {
    await draft?.drop().catch(() => undefined);
    throw new Stop(1, [
      {
        code: "evidence-not-kept",
        message: `证据文件没有存下来：${file}（系统报告 ${codeOf(error)}）`,
        hint: `检查磁盘空间和文件夹的写入权限：${folder}`,
      },
    ]);
  } finally {
    await source.close();
  }
}

/** Says that a kept file belongs to a fact. */
export async function attachEvidence(
  entry: Entry,
  fact: EvidenceOf,
  factId: number,
  kept: KeptFile,
  on: Day,
): Promise<void> {
  const { sha256, name, bytes } = kept;
  await entry.add("evidence", { fact, fact_id: factId, sha256, name, bytes, happened_on: on });
}

export interface EvidenceVerdict {
  /** Different files that facts name. */
  readonly files: number;
  /** One for each that is missing or altered. */
  readonly problems: readonly Problem[];
}

/** Reads every file that a fact names (in a bundle, of the group's own facts), or only those of these hashes, and compares it with its hash, one after the other. */
export async function verifyEvidence(
  db: Db,
  home: Home,
  only: ReadonlySet<string> | null = null,
): Promise<EvidenceVerdict> {
  const all = await db
    .selectFrom("evidence")
    .select(["sha256", "name"])
    .where("entry", ">", await handedOutTo(db))
    .orderBy("id")
    .execute();
  const erased = await erasedFiles(db);
  const rows = all.filter(({ sha256 }) => !erased.has(sha256) && (only === null || only.has(sha256)));
  const byPath = new Map(rows.map((row) => [evidencePath(home, row), row]));
  const isStored = await keepsFiles(db);
  const problems: Problem[] = [];
  for (const [path, { sha256, name }] of byPath) {
    const found = isStored ? await storedHash(db, sha256) : await hashOf(path);
    const hint = isStored
      ? "文件存在账本里：请管理员从数据库的备份里找回"
      : `从备份里找回这个文件，放回 ${path}；原件还在的，用同一个文件重新登记证据也会补上`;
    if (found === null) problems.push({ code: "evidence-missing", message: `证据文件不见了：${name}`, hint });
    else if (found !== sha256) problems.push({ code: "evidence-altered", message: `证据文件被改动过：${name}`, hint });
  }
  return { files: byPath.size, problems };
}

/** Makes sure that files which the ledger keeps itself lie on this computer before they are read. */
export async function evidenceAtHand(
  db: Db,
  home: Home,
  files: readonly Pick<KeptFile, "sha256" | "name">[],
): Promise<void> {
  if (files.length === 0 || !(await keepsFiles(db))) return;
  for (const file of files) await layOut(db, file.sha256, evidencePath(home, file));
}

/** The hashes of files that were destroyed when their time of keeping had run out, with the day. */
export async function erasedFiles(db: Db): Promise<ReadonlyMap<string, Day>> {
  const rows = await db.selectFrom("evidence_erasure").select(["sha256", "happened_on"]).orderBy("id").execute();
  return new Map(rows.map(({ sha256, happened_on }) => [sha256, happened_on]));
}

/** Destroys kept files in the folder whose destruction is on record; those that are gone already are passed over. */
export async function destroyEvidence(home: Home, files: readonly Pick<KeptFile, "sha256" | "name">[]): Promise<void> {
  for (const file of files) await rm(evidencePath(home, file), { force: true });
}

async function openSource(file: string): Promise<FileHandle> {
  const place = { file };
  const unreadable = (): never =>
    misuse("evidence-unreadable", `打不开证据文件：${file}`, { hint: "检查文件名、路径和读取权限", place });
  // Asked before opening: to open a pipe is to wait for its writer.
  const found = await stat(file).catch(unreadable);
  if (!found.isFile())
    misuse("evidence-not-file", `不是文件，不能作证据：${file}`, {
      hint: "给出照片、视频或扫描件本身；一个文件夹里的要逐个列出",
      place,
    });
  if (found.size === 0)
    misuse("evidence-empty", `证据文件是空的：${file}`, { hint: "换成有内容的文件；照片可能还没有传完", place });
  return open(file, "r").catch(unreadable);
}

async function copyHashed(source: FileHandle, copy: DiskDraft): Promise<Pick<KeptFile, "sha256" | "bytes">> {
  const hash = createHash("sha256");
  let bytes = 0;
  const chunks = source.createReadStream({ autoClose: false, highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>;
  for await (const chunk of chunks) {
    hash.update(chunk);
    bytes += chunk.length;
    await copy.write(chunk);
  }
  return { sha256: hash.digest("hex"), bytes };
}
