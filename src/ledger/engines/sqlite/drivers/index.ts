/** Which SQLite driver runs here: better-sqlite3 where it loads, else the one in Node itself. */
import { Stop } from "../../../../campaign/index.ts";
import { builtinDriver } from "./builtin.ts";
import type { Connection, Driver } from "./connection.ts";
import { packagedDriver } from "./packaged.ts";

let chosen: Driver | undefined;

/**
 * TUBAN_DRIVER=better-sqlite3 or node:sqlite takes that one and no other.
 * @throws Stop `driver-missing` with the reason why neither loads
 */
export function sqliteDriver(): Driver {
  return (chosen ??= choose(process.env["TUBAN_DRIVER"]));
}

function choose(wanted: string | undefined): Driver {
  const packaged = wanted === "node:sqlite" ? { fault: notWanted } : tried(packagedDriver);
  if ("driver" in packaged) return packaged.driver;
  const builtin = wanted === "better-sqlite3" ? null : builtinDriver();
  if (builtin !== null) return builtin;
  throw driverMissing(packaged.fault, process.versions.node);
}

const notWanted = new Error("没有用到");

/** The addon is loaded with the first database, one in memory. */
function tried(driverOf: () => Driver): { readonly driver: Driver } | { readonly fault: unknown } {
  try {
    const driver = driverOf();
    driver.open(":memory:").close();
    return { driver };
  } catch (fault) {
    return { fault };
  }
}

/** Why no driver runs: the real reason, and what helps against that one. */
export function driverMissing(fault: unknown, node: string): Stop {
  const { why, mend } = reasonOf(fault instanceof Error ? fault : new Error(String(fault)));
  const own = `用 Node.js 22.16 以上（数据库驱动在里面，现在是 ${node}），或用不必安装的文件夹`;
  return new Stop(2, [
    { code: "driver-missing", message: `数据库驱动用不了：${why}`, hint: mend === null ? own : `${own}；或${mend}` },
  ]);
}

const rebuild = "在 tuban 的文件夹里运行 npm rebuild better-sqlite3";

function reasonOf({ message }: Error): { readonly why: string; readonly mend: string | null } {
  const library = /\b(GLIBC(?:XX)?_[\d.]+)/.exec(message)?.[1];
  if (library !== undefined) return { why: `这台电脑的系统库太旧，驱动 better-sqlite3 要 ${library}`, mend: null };
  if (message.includes("NODE_MODULE_VERSION") || message.includes("did not self-register"))
    return { why: "better-sqlite3 是为另一个版本的 Node.js 装的", mend: rebuild };
  if (message.includes("bindings file"))
    return { why: "better-sqlite3 没有编译好（安装脚本没有运行，或没有编译器）", mend: rebuild };
  if (message.startsWith("Cannot find module")) return { why: "没有装 better-sqlite3", mend: null };
  return { why: message.split("\n")[0] ?? "", mend: rebuild };
}

export type { Connection };
