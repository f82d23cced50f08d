/** A file that somebody named on the command line, and why it cannot be read. */
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { Stop, misuse } from "../campaign/index.ts";
import { textOf } from "./text.ts";

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "没有这个文件",
  ENOTDIR: "没有这个文件",
  EISDIR: "这是一个文件夹",
  EACCES: "没有读取权限",
  EPERM: "没有读取权限",
};

/** The file's bytes. @throws Stop file-unreadable, with the reason */
export function fileBytes(path: string): Uint8Array {
  return readable(path, () => readFileSync(path));
}

/** The text of a plan or template that an office wrote, in whichever encoding its editor saved it. @throws Stop */
export function fileText(path: string): string {
  return textOf(fileBytes(path), basename(path)).text;
}

/** What `open` gives; where the system will not open the file, one sentence says why. @throws Stop file-unreadable */
export function readable<T>(path: string, open: () => T): T {
  try {
    return open();
  } catch (error) {
    if (error instanceof Stop) throw error;
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    if (code === "") throw error;
    return misuse("file-unreadable", `打不开文件：${path}（${reasons[code] ?? code}）`, {
      hint: "核对文件名和路径；文件名里有空格的要加引号",
    });
  }
}
