/**
 * Papers whose files are still to be written: noted in the transaction that gives the numbers, struck off when the files are there. What a
 * power cut leaves on the list is told by the next command and written by tuban doctor --mend.
 */
import { inStretches } from "../campaign/index.ts";
import type { Db } from "./tables.ts";

export type PaperTable = "orders" | "paper";

export interface Unwritten {
  readonly of: PaperTable;
  readonly id: number;
  readonly number: string;
  /** The process that was to write it. */
  readonly pid: number;
}

const prefix = "unwritten:";
const nameOf = ({ of, id }: Pick<Unwritten, "of" | "id">): string => `${prefix}${of}:${id}`;

/** Called in the transaction that records the papers; `first` is the number of the first fact. */
export async function noteUnwritten(db: Db, of: PaperTable, first: number, numbers: readonly string[]): Promise<void> {
  const rows = numbers.map((number, at) => ({
    name: nameOf({ of, id: first + at }),
    value: JSON.stringify({ number, pid: process.pid }),
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
      const { number, pid } = JSON.parse(value) as Pick<Unwritten, "number" | "pid">;
      return of === undefined ? [] : [{ of: of as PaperTable, id: Number(id), number, pid }];
    })
    .filter(({ pid }) => pid === process.pid || !isRunning(pid))
    .toSorted((one, other) => one.id - other.id);
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
