/**
 * Issued documents as they left the office: papers that are no orders, and the Word files of both.
 *
 * The ledger tuban.db keeps the files in tuban.documents/ab/abcd….docx, under the SHA-256 of their content. A file is kept
 * before the fact that names it is recorded: one that no fact names does no harm.
 */
import { hint, next } from "../../campaign/index.ts";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Stop, misuse } from "../../campaign/index.ts";
import type { Day, Problem } from "../../campaign/index.ts";
import { codeOf, draftIn, makeFolder } from "../../disk.ts";
import type { DiskDraft } from "../../disk.ts";
import { documentsNamed } from "./document-numbers.ts";
import { keepsFiles } from "../evidence/keeping.ts";
import { layOut } from "../evidence/stored.ts";
import { isInForce } from "../in-force.ts";
import { codeText } from "../tree/code.ts";
import type { Code } from "../tree/code.ts";
import type { Home } from "../home.ts";
import type { Entry, New } from "../ledger.ts";
import type { Db, IssuedFileRow, PaperRow } from "../tables.ts";

/** A Word file as issued, before it is recorded. */
export type IssuedFile = Pick<New<IssuedFileRow>, "template" | "template_sha256" | "sha256" | "name" | "bytes">;

export function sha256Of(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

/** Where the original of an issued document lies. */
export function issuedPath(home: Home, sha256: string): string {
  return join(home.documents, sha256.slice(0, 2), `${sha256}.docx`);
}

/** Keeps an issued file; when this returns it is on the disk. @throws Stop document-not-kept */
export async function keepIssued(home: Home, sha256: string, content: Uint8Array): Promise<void> {
  const path = issuedPath(home, sha256);
  let draft: DiskDraft | undefined;
  try {
    await makeFolder(dirname(path));
    draft = await draftIn(dirname(path));
    await draft.write(content);
    await draft.keep(path);
  } catch (error) {
    await draft?.drop().catch(() => undefined);
    throw new Stop(1, [
      {
        code: "document-not-kept",
        message: `文书原件没有存下来，没有签发（系统报告 ${codeOf(error)}）`,
        hint: `检查磁盘空间和文件夹的写入权限：${dirname(dirname(path))}`,
      },
    ]);
  }
}

/** Records which file each fact was issued in. */
export async function recordIssued(
  entry: Entry,
  fact: IssuedFileRow["fact"],
  first: number,
  files: readonly (IssuedFile | null)[],
): Promise<void> {
  const rows = files.flatMap((file, index) => (file ? [{ fact, fact_id: first + index, ...file }] : []));
  if (rows.length > 0) await entry.addMany("issued_file", rows);
}

/** The file a fact was issued in, and its content, checked against its hash; null where it was issued as text only. @throws Stop exit 4 */
export async function issuedFile(
  db: Db,
  home: Home,
  fact: IssuedFileRow["fact"],
  factId: number,
): Promise<{ readonly row: IssuedFileRow; readonly content: Uint8Array } | null> {
  const row = await db
    .selectFrom("issued_file")
    .selectAll()
    .where("fact", "=", fact)
    .where("fact_id", "=", factId)
    .executeTakeFirst();
  if (!row) return null;
  if (await keepsFiles(db)) await layOut(db, row.sha256, issuedPath(home, row.sha256));
  const content = await readFile(issuedPath(home, row.sha256)).catch(() => null);
  const problem = faultOf(home, row, content);
  if (problem || !content) throw new Stop(4, problem ? [problem] : []);
  return { row, content };
}

function faultOf(home: Home, { name, sha256 }: IssuedFileRow, content: Uint8Array | null): Problem | null {
  const hint = `从备份里找回这个文件，放回 ${issuedPath(home, sha256)}；文字另存在账本里，不受影响`;
  if (content === null) return { code: "document-missing", message: `签发的文书原件不见了：${name}`, hint };
  if (sha256Of(content) !== sha256)
    return { code: "document-altered", message: `签发的文书原件被改动过：${name}`, hint };
  return null;
}

export interface IssuedVerdict {
  readonly files: number;
  readonly problems: readonly Problem[];
}

/** Reads every issued file and compares it with its hash. */
export async function verifyIssued(db: Db, home: Home): Promise<IssuedVerdict> {
  const rows = await db.selectFrom("issued_file").selectAll().orderBy("id").execute();
  const isStored = await keepsFiles(db);
  const problems: Problem[] = [];
  for (const row of rows) {
    if (isStored) await layOut(db, row.sha256, issuedPath(home, row.sha256));
    const problem = faultOf(home, row, await readFile(issuedPath(home, row.sha256)).catch(() => null));
    if (problem) problems.push(problem);
  }
  return { files: rows.length, problems };
}

/**
 * Papers that were handed out and of which the ledger knows nothing: a Word file in the office's folder that was kept as an original,
 * without a fact that names it. A file for people is written after its fact, so that fact was there once.
 */
export async function unrecordedPapers(db: Db, home: Home): Promise<Problem[]> {
  const rows = await db.selectFrom("issued_file").select("sha256").execute();
  const named = new Set(rows.map(({ sha256 }) => sha256));
  const originals = new Set(namesIn(home.documents).filter((sha256) => !named.has(sha256)));
  if (originals.size === 0) return [];
  const papers = filesIn(join(home.folder, "文书"));
  return papers.flatMap((path): Problem[] =>
    originals.has(sha256Of(readFileSync(path)))
      ? [
          {
            code: "paper-unrecorded",
            message: `文书已经写出，账上却没有：${path}`,
            hint: "账本少了签发它的那一次登记：先不要登记，找出更新的备份核对",
          },
        ]
      : [],
  );
}

/** The hashes under which originals are kept. */
const namesIn = (folder: string): string[] =>
  filesIn(folder).flatMap((path) => /([0-9a-f]{64})\.docx$/.exec(path)?.[1] ?? []);

/** Empty where there is no folder. */
const filesIn = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
    : [];

/** The orders and papers, oldest first, on whose text the check code of this state stands. */
export async function papersBearing(
  db: Db,
  code: Code,
): Promise<readonly Pick<PaperRow, "entry" | "kind" | "number">[]> {
  const text = `%${codeText(code)}%`;
  const bearing = (table: "orders" | "paper") =>
    db.selectFrom(table).select(["entry", "kind", "number"]).where("text", "like", text).orderBy("id").execute();
  return [...(await bearing("orders")), ...(await bearing("paper"))];
}

/** The papers of a campaign issued by the day, oldest first; what was taken back is left out. */
export async function papersOn(db: Db, asOf: Day, campaign: string): Promise<PaperRow[]> {
  return db
    .selectFrom("paper")
    .selectAll()
    .where("campaign", "=", campaign)
    .where(isInForce(asOf))
    .orderBy("id")
    .execute();
}

/** The one paper meant. @throws Stop when none or several fit */
export async function paperNamed(db: Db, asOf: Day, campaign: string, query: string): Promise<PaperRow> {
  const found = await documentsNamed(db, asOf, { table: "paper", campaign }, query);
  const [only] = found;
  if (only && found.length === 1)
    return db.selectFrom("paper").selectAll().where("id", "=", only.id).executeTakeFirstOrThrow();
  const few = found.slice(0, 5).map(({ id, number, addressee }) => `${id}# ${number}（${addressee}）`);
  return misuse(
    only ? "ambiguous-paper" : "unknown-paper",
    only ? `“${query}”对应 ${found.length} 份：${few.join("；")}` : `没有这份文书（截至 ${asOf}）：${query}`,
    { hint: only ? "改用完整的编号，或 短编号#" : hint`用 ${next("paper list")} 看编号` },
  );
}
