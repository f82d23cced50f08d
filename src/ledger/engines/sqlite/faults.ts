/** What SQLite reports, said so that the user can do something about it. */
import { Stop } from "../../../campaign/index.ts";

/** @throws Stop for what the user can do something about, the engine's own error otherwise */
export function inWords<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw stopOf(error, path) ?? error;
  }
}

export function stopOf(error: unknown, path: string): Stop | null {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const stop = (exit: 1 | 2 | 4, name: string, message: string, hint: string): Stop =>
    new Stop(exit, [{ code: name, message, hint }]);
  if (code === "ERR_DLOPEN_FAILED" || (error instanceof Error && error.message.includes("bindings file")))
    return stop(
      2,
      "driver-missing",
      "数据库驱动没有装好，或是为另一个版本的 Node.js 装的",
      "在 tuban 的文件夹里运行 npm rebuild better-sqlite3，再试一次",
    );
  if (code.startsWith("SQLITE_BUSY"))
    return stop(1, "ledger-busy", `账本正被另一个终端使用：${path}`, "等那边的命令结束后再试一次");
  if (code === "SQLITE_FULL") return stop(1, "disk-full", `磁盘已满，没有写入任何内容：${path}`, "腾出空间后再试一次");
  if (code.startsWith("SQLITE_READONLY") || code === "SQLITE_CANTOPEN" || code === "SQLITE_PERM")
    return stop(1, "ledger-read-only", `账本或所在文件夹不可写：${path}`, "检查文件夹权限，或把账本移到可写的位置");
  if (code.startsWith("SQLITE_IOERR"))
    return stop(1, "ledger-io", `读写账本时磁盘出错，没有写入任何内容：${path}`, "检查磁盘和剩余空间后再试一次");
  if (code === "SQLITE_NOTADB")
    return stop(2, "ledger-foreign", `这不是账本文件：${path}`, "用 --ledger 指明正确的账本");
  if (code.startsWith("SQLITE_CORRUPT"))
    return stop(
      4,
      "ledger-damaged",
      `账本文件已损坏：${path}`,
      "停止使用，用最近的备份恢复（tuban.db 旁的 .bak 文件）；从别处拷来的，也许没有拷全，重新拷一次",
    );
  return null;
}
