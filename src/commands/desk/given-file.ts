/** A file named on the command line; `-` is standard input. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { misuse } from "../../campaign/index.ts";
import type { Io } from "../../io.ts";
import { fileBytes } from "../../read/file.ts";

/** @throws Stop file-unreadable; no-input where nothing is piped in */
export function bytesGiven(io: Io, file: string): Uint8Array {
  return file === "-" ? inputOf(io) : fileBytes(resolve(io.cwd, file));
}

/** Its path, for what reads a file piece by piece: standard input is put into a file of its own while `work` goes on. @throws Stop as bytesGiven */
export async function withPathGiven<T>(io: Io, file: string, work: (path: string) => Promise<T>): Promise<T> {
  if (file !== "-") return work(resolve(io.cwd, file));
  const bytes = inputOf(io);
  const folder = mkdtempSync(join(tmpdir(), "tuban-"));
  try {
    // a workbook is a ZIP
    const path = join(folder, bytes[0] === 0x50 && bytes[1] === 0x4b ? "标准输入.xlsx" : "标准输入.csv");
    writeFileSync(path, bytes, { mode: 0o600 });
    return await work(path);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function inputOf(io: Io): Uint8Array {
  return (
    io.input() ??
    misuse("no-input", "标准输入里没有内容：- 是从另一个命令接过来的表", {
      hint: "例如 type 底数.csv | tuban import - --source 街道摸排；读文件就写文件名",
    })
  );
}
