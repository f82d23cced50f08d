/** The ledger's file: whether it is one, and copies of it. */
import { hint, next, particular } from "../../../campaign/index.ts";
import { accessSync, closeSync, constants, existsSync, openSync, readSync } from "node:fs";
import { misuse, refuse } from "../../../campaign/index.ts";

/** Marks the file as a tuban ledger ("tubn"), so that another program's database is never taken for one. */
export const applicationId = 0x7475626e;

/** @throws Stop when the file is no ledger, or its head cannot be read */
export function refuseForeignFile(path: string): void {
  const head = headOf(path);
  if (head.length === 0)
    misuse("ledger-empty", `账本文件是空的，一个字节也没有：${path}`, {
      hint: hint`多半是拷贝没有拷完：从备份或原来的电脑重新拷一份；确实要从头建账的，先删去这个文件，再 ${next("init")}`,
    });
  const foreign =
    head.length < 72 ||
    head.subarray(0, 15).toString("latin1") !== "SQLite format 3" ||
    head.readUInt32BE(68) !== applicationId;
  if (foreign)
    misuse("ledger-foreign", `这不是 tuban 账本文件：${path}`, {
      hint: hint`用 ${particular({ ledger: true })} 指明正确的账本，或用 ${next("init")} 新建`,
    });
}

function headOf(path: string): Buffer {
  try {
    const file = openSync(path, "r");
    const head = Buffer.alloc(100);
    const length = readSync(file, head, 0, 100, 0);
    closeSync(file);
    return head.subarray(0, length);
  } catch {
    return misuse("ledger-unreadable", `打不开账本文件：${path}`, { hint: "检查路径和读取权限" });
  }
}

/** @throws Stop when no file can be made in the folder */
export function refuseUnwritable(folder: string): void {
  try {
    accessSync(folder, constants.W_OK);
  } catch {
    refuse("ledger-read-only", `文件夹不存在或不可写：${folder}`, {
      hint: hint`换一个可写的文件夹，或用 ${particular({ ledger: true })} 指明位置`,
    });
  }
}

/** The name with this extension, numbered where it is taken: a copy of an earlier upgrade is left as it is. */
export function freeName(stem: string, extension: string): string {
  for (let no = 1; ; no += 1) {
    const name = no === 1 ? `${stem}${extension}` : `${stem}（${no}）${extension}`;
    if (!existsSync(name)) return name;
  }
}

/** An empty file for a ledger or a copy of one, for its owner alone; what SQLite lays beside it is so as well. @throws the system's error */
export const makePrivate = (path: string): void => closeSync(openSync(path, "wx", 0o600));
