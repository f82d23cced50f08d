/** Files out: whole or not at all. */
import { createHash } from "node:crypto";
import { constants, createReadStream, existsSync } from "node:fs";
import { access, open, readFile, realpath, stat } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import { dirname, join, parse, resolve } from "node:path";
import { Stop, misuse, refuse } from "../campaign/index.ts";
import type { Failure, ProblemCode } from "../campaign/index.ts";
import { codeOf, draftIn, makeFolder as makeFolderOnDisk } from "../disk.ts";

/**
 * Where a file of one form is to be written. Under another form's name nobody could open it, and what has that name may be the
 * roster that somebody sent. @throws Stop bad-format where the name has another ending
 */
export function pathFor(cwd: string, file: string, ending: ".docx" | ".xlsx" | ".ics"): string {
  if (!file.toLowerCase().endsWith(ending))
    misuse("bad-format", `文件名要以 ${ending} 结尾，不是 ${file === "" ? "空的" : file}`, {
      hint: `例如 ${ending === ".ics" ? "期限" : "周调度"}${ending}`,
    });
  return resolve(cwd, file);
}

/** The whole of a file, or its pieces as they come. */
export type FileContent = string | Uint8Array | AsyncIterable<Uint8Array>;

/** Whether a file that is there may be written over: somebody said so, or is asked. */
export interface Overwriting {
  readonly mayOverwrite: (path: string) => Promise<boolean>;
}

/**
 * Writes a file that was asked for (--out, --xlsx, --to). What is there already stays unless somebody says that it may go; the same
 * content is left alone. @throws Stop file-exists, and as replaceFile
 */
export async function writeOut(path: string, content: FileContent, overwriting: Overwriting): Promise<void> {
  await writeOutTogether([{ path, content }], overwriting);
}

/** The same for files that belong together: where one of them cannot be written or may not be written over, none is. */
export async function writeOutTogether(
  files: readonly { readonly path: string; readonly content: FileContent }[],
  { mayOverwrite }: Overwriting,
): Promise<void> {
  const drafts: FileDraft[] = [];
  const kept: FileDraft[] = [];
  try {
    for (const { path, content } of files) {
      const draft = await beginFile(path);
      drafts.push(draft);
      const sha256 = await poured(content, draft);
      const there = await hashOfFile(path);
      if (there === sha256) continue;
      if (there !== null && !(await mayOverwrite(path)))
        refuse("file-exists", `文件已存在，不会覆盖：${path}`, { hint: "换一个文件名；确实要覆盖的，加 --force" });
      kept.push(draft);
    }
    for (const draft of kept) {
      await draft.keep();
      drafts.splice(drafts.indexOf(draft), 1);
    }
  } finally {
    for (const draft of drafts) await draft.drop();
  }
}

/**
 * Writes one of tuban's own files so that a reader finds the old content or the new, never half: written beside it, flushed to
 * disk, renamed into place. A link is followed; an existing file keeps its permissions. A ledger is never replaced.
 * @throws Stop write-no-folder · write-not-folder · write-is-folder · write-is-ledger · write-read-only · write-disk-full · write-failed
 */
export async function replaceFile(path: string, content: FileContent): Promise<void> {
  await writeOut(path, content, { mayOverwrite: async () => true });
}

/** Gives the SHA-256 of what went into the draft. */
async function poured(content: FileContent, draft: FileDraft): Promise<string> {
  const hash = createHash("sha256");
  const write = async (piece: string | Uint8Array): Promise<void> => {
    hash.update(piece);
    await draft.write(piece);
  };
  if (typeof content === "string" || content instanceof Uint8Array) await write(content);
  else for await (const piece of content) await write(piece);
  return hash.digest("hex");
}

/** Null where there is no file (a device is none), or none that can be read. */
export async function hashOfFile(path: string): Promise<string | null> {
  const found = await stat(path).catch(() => null);
  if (found?.isFile() !== true) return null;
  const hash = createHash("sha256");
  try {
    for await (const piece of createReadStream(path)) hash.update(piece as Uint8Array);
    return hash.digest("hex");
  } catch {
    return "";
  }
}

/**
 * Writes a document that has been issued. A file that is already there is never replaced: it may have been signed, sent, or belong to
 * another order. The same content is left alone; other content goes beside it as 名称（2）.docx. Gives the path of the document.
 * @throws Stop as writeOut
 */
export async function writeIssued(path: string, content: string | Uint8Array): Promise<string> {
  try {
    const draft = await draftIn(dirname(path));
    try {
      await draft.write(content);
      for (let copy = 1; ; copy += 1) {
        const place = copy === 1 ? path : numbered(path, copy);
        if (await draft.keepNew(place)) return place;
        if (!(await holds(place, content))) continue;
        await draft.drop();
        return place;
      }
    } catch (error) {
      await draft.drop();
      throw error;
    }
  } catch (error) {
    throw writeRefusal(error, path);
  }
}

const numbered = (path: string, copy: number): string => {
  const { dir, name, ext } = parse(path);
  return join(dir, `${name}（${copy}）${ext}`);
};

/** Whether a file has exactly this content. A folder of that name has not. */
async function holds(path: string, content: string | Uint8Array): Promise<boolean> {
  const there = await readFile(path).catch(() => null);
  return there !== null && there.equals(typeof content === "string" ? Buffer.from(content) : content);
}

/** A file on its way: nobody sees it before it is kept. The code that begins one keeps or drops it. */
export interface FileDraft {
  readonly write: (piece: string | Uint8Array) => Promise<void>;
  /** Puts it in the place of what was there. */
  readonly keep: () => Promise<void>;
  readonly drop: () => Promise<void>;
}

/** The same piece by piece. @throws Stop as writeOut, as do `write` and `keep` */
export async function beginFile(path: string): Promise<FileDraft> {
  const inWords = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw writeRefusal(error, path);
    }
  };
  const { write, keep, drop } = await inWords(async () => draftFor(path, await existing(path)));
  return { write: (piece) => inWords(() => write(piece)), keep: () => inWords(keep), drop };
}

async function draftFor(path: string, target: Existing | undefined): Promise<FileDraft> {
  if (target?.isDevice === true) return deviceDraft(await open(target.path, "w"));
  const place = target?.path ?? path;
  const { write, keep, drop } = await draftIn(dirname(place), target?.mode);
  return { write, keep: () => keep(place), drop };
}

/** A device (/dev/stdout, a printer) takes what is written; a rename would put a file in its place. */
function deviceDraft(device: FileHandle): FileDraft {
  return {
    write: (piece) => device.writeFile(piece),
    keep: () => device.close(),
    drop: () => device.close().catch(() => undefined),
  };
}

/** Makes a folder and those above it, where they are not there yet. @throws Stop as writeOut */
export async function makeFolder(folder: string): Promise<void> {
  try {
    await makeFolderOnDisk(folder);
  } catch (error) {
    throw writeRefusal(error, error instanceof Error && "path" in error ? String(error.path) : folder);
  }
}

interface Existing {
  readonly path: string;
  readonly mode: number;
  readonly isDevice: boolean;
}

async function existing(path: string): Promise<Existing | undefined> {
  try {
    const real = await realpath(path);
    const found = await stat(real);
    if (found.isDirectory()) throw Object.assign(new Error("is a folder"), { code: "EISDIR" });
    // A rename would put a new file in place of a protected one without asking.
    await access(real, constants.W_OK);
    if (found.isFile() && (await isDatabase(real))) throw Object.assign(new Error("is a ledger"), { code: "LEDGER" });
    return { path: real, mode: found.mode & 0o777, isDevice: !found.isFile() };
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  }
}

const databaseMark = "SQLite format 3\0";

async function isDatabase(path: string): Promise<boolean> {
  const file = await open(path, "r");
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(databaseMark.length), 0, databaseMark.length, 0);
    return buffer.toString("latin1", 0, bytesRead) === databaseMark;
  } finally {
    await file.close();
  }
}

interface Refusal {
  readonly code: ProblemCode;
  readonly exit: Failure;
  readonly message: (path: string) => string;
  readonly hint: (path: string) => string;
}

const noFolder: Refusal = {
  code: "write-no-folder",
  exit: 2,
  message: (path) => `无法写入「${path}」：文件夹「${dirname(path)}」不存在。`,
  hint: () => "先建好这个文件夹，或者换一个已有的文件夹。",
};
const notFolder: Refusal = {
  code: "write-not-folder",
  exit: 2,
  message: (path) => `无法写入「${path}」：「${lastThere(path)}」是一个文件，不是文件夹。`,
  hint: () => "换一个文件夹，或者先给那个文件改名。",
};
const isFolder: Refusal = {
  code: "write-is-folder",
  exit: 2,
  message: (path) => `无法写入「${path}」：这是一个文件夹，不是文件。`,
  hint: (path) => `在后面加上文件名，例如 ${join(path, "名单.csv")}。`,
};
const isLedger: Refusal = {
  code: "write-is-ledger",
  exit: 2,
  message: (path) => `无法写入「${path}」：这是账本（数据库文件），写进去账就没有了。`,
  hint: () => "换一个文件名。",
};
const readOnly: Refusal = {
  code: "write-read-only",
  exit: 2,
  message: (path) => `无法写入「${path}」：文件或所在文件夹不允许写入。`,
  hint: () => "如果文件正在 Excel 或 WPS 里打开，先关掉它；否则换一个可以写入的文件夹，或者取消文件的只读属性。",
};
const diskFull: Refusal = {
  code: "write-disk-full",
  exit: 1,
  message: (path) => `无法写入「${path}」：磁盘空间不足，原有文件没有改动。`,
  hint: () => "清出一些空间，或者写到别的磁盘，再执行一次。",
};
const refusals: ReadonlyMap<string, Refusal> = new Map([
  ["ENOENT", noFolder],
  ["ENOTDIR", notFolder],
  ["EEXIST", notFolder],
  ["EISDIR", isFolder],
  ["LEDGER", isLedger],
  ["EACCES", readOnly],
  ["EPERM", readOnly],
  ["EROFS", readOnly],
  ["EBUSY", readOnly],
  ["ENOSPC", diskFull],
  ["EDQUOT", diskFull],
]);

/** What a failed write means to the user, from the system's error code. An unknown one is named as it is. */
export function writeRefusal(error: unknown, path: string): Stop {
  if (error instanceof Stop) return error;
  const known = refusals.get(codeOf(error));
  const place = { file: path };
  if (known) {
    return new Stop(known.exit, [{ code: known.code, message: known.message(path), hint: known.hint(path), place }]);
  }
  const message = `无法写入「${path}」：系统报告 ${codeOf(error)}。`;
  return new Stop(1, [{ code: "write-failed", message, hint: "换一个文件名或文件夹再试。", place }]);
}

/** The path itself, or the nearest above it that is there: where something stands in the way, it is this. */
function lastThere(path: string): string {
  return existsSync(path) || dirname(path) === path ? path : lastThere(dirname(path));
}
