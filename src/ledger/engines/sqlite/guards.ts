/** What keeps facts as they are, and other writers out. */
import { readFileSync, writeFileSync } from "node:fs";
import { userInfo } from "node:os";
import { chinaTime } from "../../../campaign/index.ts";

/** Triggers that refuse to change or delete rows of a table, or to number them otherwise than from 1. */
export function guards(table: string, numbers: readonly string[]): string {
  const wrong = numbers.map((column) => `typeof(new.${column}) <> 'integer' or new.${column} <= 0`).join(" or ");
  const guard = (name: string, when: string, why: string): string =>
    `drop trigger if exists ${table}_${name}; create trigger ${table}_${name} before ${when} begin select raise(abort, '${why}'); end;`;
  return [
    guard("no_update", `update on ${table}`, "facts are only appended"),
    guard("no_delete", `delete on ${table}`, "facts are only appended"),
    guard("numbered", `insert on ${table} when ${wrong}`, "facts are numbered from 1"),
  ].join("\n");
}

/** Who is recording is noted beside the file, so that a person who waits in vain is told whom to ask. */
const noteOf = (path: string): string => `${path}-holder`;

/** Called with the lock in hand. A help and no more: where it cannot be written nothing else is held up. */
export function noteHolder(path: string): void {
  try {
    const { username } = userInfo();
    const note = JSON.stringify({ pid: process.pid, user: username, since: new Date().toISOString() });
    writeFileSync(noteOf(path), note, { mode: 0o600 });
  } catch {
    return;
  }
}

/** E.g. zhang（进程 4711，10:32 起）; 另一个终端 where nobody is known, or the one known is gone. */
export function holderOf(path: string): string {
  try {
    const { pid, user, since } = JSON.parse(readFileSync(noteOf(path), "utf8")) as Record<string, unknown>;
    if (typeof pid !== "number" || typeof user !== "string" || typeof since !== "string") return "另一个终端";
    process.kill(pid, 0);
    const time = chinaTime(new Date(since))?.time;
    return time === undefined || pid === process.pid ? "另一个终端" : ` ${user}（进程 ${pid}，${time} 起）`;
  } catch {
    return "另一个终端";
  }
}
