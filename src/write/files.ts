/** Files out: whole or not at all. */
import { randomBytes } from "node:crypto";
import { constants, existsSync } from "node:fs";
import { access, mkdir, open, realpath, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Stop, type Failure } from "../campaign/index.ts";

/** The whole of a file, or its pieces as they come. */
export type Content = string | Uint8Array | AsyncIterable<Uint8Array>;

/**
 * Writes a file so that whoever opens it finds the old content or the new, never half: written beside it, flushed to disk, renamed into place.
 * A link is followed; an existing file keeps its permissions.
 * @throws Stop write-no-folder · write-not-folder · write-is-folder · write-read-only · write-disk-full · write-failed
 */
export async function writeOut(path: string, content: Content): Promise<void> {
  const draft = await beginFile(path);
  try {
    if (typeof content === "string" || content instanceof Uint8Array) await draft.write(content);
    else for await (const piece of content) await draft.write(piece);
    await draft.keep();
  } catch (error) {
    await draft.drop();
    throw error;
  }
}

/** A file on its way: nobody sees it before it is kept. Whoever begins one keeps or drops it. */
export interface FileDraft {
  write(piece: string | Uint8Array): Promise<void>;
  /** Puts it in the place of what was there. */
  keep(): Promise<void>;
  drop(): Promise<void>;
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
  const target = await inWords(async () => existing(path));
  const place = target?.path ?? path;
  // In the same folder, since a rename cannot cross disks; a short name, since a Chinese one may already be as long as a name can be.
  const draft = join(dirname(place), `.tuban-${randomBytes(6).toString("hex")}.tmp`);
  const file = await inWords(async () => open(draft, "wx"));
  const drop = async (): Promise<void> => {
    await file.close().catch(() => undefined);
    await rm(draft, { force: true });
  };
  try {
    if (target) await inWords(async () => file.chmod(target.mode));
  } catch (error) {
    await drop();
    throw error;
  }
  const keep = async (): Promise<void> => {
    await file.sync();
    await file.close();
    await rename(draft, place);
  };
  return {
    write: async (piece) => inWords(async () => file.appendFile(piece)),
    keep: async () => inWords(keep),
    drop,
  };
}

/** Makes a folder and those above it, where they are not there yet. @throws Stop as writeOut */
export async function makeFolder(folder: string): Promise<void> {
  try {
    await makeOne(folder);
  } catch (error) {
    if (codeOf(error) !== "ENOENT" || dirname(folder) === folder) throw writeRefusal(error, folder);
    // Not Node's own `recursive`: where a folder can never be made (/proc) it tries for ever.
    await makeFolder(dirname(folder));
    await makeOne(folder).catch((again: unknown) => {
      throw writeRefusal(again, folder);
    });
  }
}

/** One that is there, or that somebody else makes at the same time, is as good. */
async function makeOne(folder: string): Promise<void> {
  try {
    await mkdir(folder);
  } catch (error) {
    const found = codeOf(error) === "EEXIST" ? await stat(folder).catch(() => null) : null;
    if (found?.isDirectory() !== true) throw error;
  }
}

async function existing(path: string): Promise<{ path: string; mode: number } | undefined> {
  try {
    const real = await realpath(path);
    const found = await stat(real);
    if (found.isDirectory()) throw Object.assign(new Error("is a folder"), { code: "EISDIR" });
    // A rename would put a new file in place of a protected one without asking.
    await access(real, constants.W_OK);
    return { path: real, mode: found.mode & 0o777 };
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  }
}

interface Refusal {
  readonly code: string;
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

function codeOf(error: unknown): string {
  if (error instanceof Error && "code" in error && typeof error.code === "string") return error.code;
  return String(error);
}
