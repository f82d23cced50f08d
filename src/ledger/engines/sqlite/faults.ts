/** What SQLite reports, said so that the user can do something about it. */
import { hint, particular } from "../../../campaign/index.ts";
import type { Hint, ProblemCode } from "../../../campaign/index.ts";
import { Stop } from "../../../campaign/index.ts";
import { holderOf } from "./guards.ts";

/** @throws Stop for what the user can do something about, the engine's own error otherwise */
export function inWords<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw stopOf(error, path) ?? error;
  }
}

/** What the database says, and what the system says when a new file is made. */
const unwritable: ReadonlySet<string> = new Set([
  "SQLITE_CANTOPEN",
  "SQLITE_PERM",
  "EACCES",
  "EPERM",
  "EROFS",
  "ENOENT",
  "ENOTDIR",
]);

export function stopOf(error: unknown, path: string): Stop | null {
  const code = codeOf(error);
  const stop = (exit: 1 | 2 | 4, name: ProblemCode, message: string, hint: Hint): Stop =>
    new Stop(exit, [{ code: name, message, hint }]);
  if (code.startsWith("SQLITE_BUSY"))
    return stop(1, "ledger-busy", `账本正被${holderOf(path)}使用：${path}`, "等那边的命令结束后再试一次");
  if (code === "SQLITE_FULL" || code === "ENOSPC")
    return stop(1, "disk-full", `磁盘已满，没有写入任何内容：${path}`, "腾出空间后再试一次");
  if (code.startsWith("SQLITE_READONLY") || unwritable.has(code))
    return stop(1, "ledger-read-only", `账本或所在文件夹不可写：${path}`, "检查文件夹权限，或把账本移到可写的位置");
  if (code.startsWith("SQLITE_IOERR"))
    return stop(1, "ledger-io", `读写账本时磁盘出错，没有写入任何内容：${path}`, "检查磁盘和剩余空间后再试一次");
  if (code === "SQLITE_NOTADB")
    return stop(
      2,
      "ledger-foreign",
      `这不是账本文件：${path}`,
      hint`用 ${particular({ ledger: true })} 指明正确的账本`,
    );
  if (code.startsWith("SQLITE_CORRUPT"))
    return stop(
      4,
      "ledger-damaged",
      `账本文件已损坏：${path}`,
      "停止使用，用最近的备份恢复（tuban.db 旁的 .bak 文件）；从别处拷来的，也许没有拷全，重新拷一次",
    );
  return null;
}

/** The names that better-sqlite3 gives; node:sqlite gives SQLite's numbers (https://sqlite.org/rescode.html). */
function codeOf(error: unknown): string {
  if (!(error instanceof Error) || !("code" in error)) return "";
  if (!("errcode" in error) || typeof error.errcode !== "number") return String(error.code);
  return names[error.errcode & 0xff] ?? "";
}

const names: Readonly<Record<number, string>> = {
  3: "SQLITE_PERM",
  5: "SQLITE_BUSY",
  8: "SQLITE_READONLY",
  10: "SQLITE_IOERR",
  11: "SQLITE_CORRUPT",
  13: "SQLITE_FULL",
  14: "SQLITE_CANTOPEN",
  26: "SQLITE_NOTADB",
};
