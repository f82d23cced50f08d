/**
 * Papers whose files are still to be written: noted in the transaction that gives the numbers, struck off when the files are there. What a
 * power cut leaves on the list is told by the next command and written by tuban doctor --mend.
 */
import { hostname } from "node:os";
import { inStretches } from "../campaign/index.ts";
import type { Db } from "./tables.ts";

export type PaperTable = "orders" | "paper";

export interface Unwritten {
  readonly of: PaperTable;
  readonly id: number;
  readonly number: string;
  /** The process that was to write it, on which computer, since when (milliseconds); a note of before 2026-11-29 has the process alone. */
  readonly pid: number;
  readonly computer?: string;
  readonly since?: number;
}

const prefix = "unwritten:";
const nameOf = ({ of, id }: Pick<Unwritten, "of" | "id">): string => `${prefix}${of}:${id}`;

/** Called in the transaction that records the papers; `first` is the number of the first fact. */
export async function noteUnwritten(db: Db, of: PaperTable, first: number, numbers: readonly string[]): Promise<void> {
  const rows = numbers.map((number, at) => ({
    name: nameOf({ of, id: first + at }),
    value: JSON.stringify({ number, pid: process.pid, computer: hostname(), since: Date.now() }),
  }));
  for (const some of inStretches(rows, 500)) await db.insertInto("setting").values(some).execute();
}

/** The files of these are there. */
export async function noteWritten(db: Db, of: PaperTable, first: number, count: number): Promise<void> {
  const names = Array.from({ length: count }, (_, at) => nameOf({ of, id: first + at }));
  for (const some of inStretches(names, 500)) await db.deleteFrom("setting").where("name", "in", some).execute();
}

/** Those that nobody is writing any more, by number. */
export async function unwrittenIn(db: Db): Promise<Unwritten[]> {
  const rows = await db.selectFrom("setting").selectAll().where("name", "like", `${prefix}%`).execute();
  return rows
    .flatMap(({ name, value }): Unwritten[] => {
      const [, of, id] = /^unwritten:(orders|paper):(\d+)$/.exec(name) ?? [];
      const note = JSON.parse(value) as Omit<Unwritten, "of" | "id">;
      return of === undefined ? [] : [{ ...note, of: of as PaperTable, id: Number(id) }];
    })
    .filter((note) => !isBeingWritten(note))
    .toSorted((one, other) => one.id - other.id);
}

/** Nobody writes papers for longer than this. */
const longest = 15 * 60_000;

/** Of another computer, which also works in a ledger on a server, only the time tells. */
function isBeingWritten({ pid, computer = hostname(), since = 0 }: Unwritten): boolean {
  if (computer !== hostname()) return Date.now() - since < longest;
  return pid !== process.pid && isRunning(pid);
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
