/** What a person has to look at before anything more is recorded: a clock that cannot be right, a ledger whose last entries are gone. */
import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { Stop, chinaTime, clockFault, hint, next, particular } from "../campaign/index.ts";
import type { ClockFault, IncidentKind, Problem } from "../campaign/index.ts";
import type { Home } from "./home.ts";
import { headOf } from "./journal.ts";
import type { Act, Entry, Ledger } from "./ledger.ts";
import type { Db } from "./tables.ts";

export interface Alarm {
  readonly what: IncidentKind;
  readonly problem: Problem;
}

/** Whether the clock can be right, by the last entry. */
export async function clockAlarm(db: Db, now: Date): Promise<Alarm | null> {
  const last = (await headOf(db))?.recorded_at;
  const alarm = last === undefined ? null : clockFault(new Date(last), now);
  return alarm && last !== undefined ? { what: "时钟", problem: clockProblem(alarm, new Date(last), now) } : null;
}

function clockProblem(alarm: ClockFault, last: Date, now: Date): Problem {
  const [shown, then] = [now, last].map((moment) => {
    const { day, time } = chinaTime(moment) ?? { day: moment.toISOString(), time: "" };
    return `${day} ${time}`.trim();
  });
  const how = alarm === "behind" ? "早于" : "远远晚于";
  return {
    code: `clock-${alarm}`,
    message: `电脑的时间是 ${shown}，${how}账上最后一次登记（${then}），电脑的时钟恐怕不对`,
    hint: hint`先把电脑的时间调对；时间确实没有错的，加 ${particular({ clockOk: true })}，会一并记在账上`,
  };
}

/** The last entry as it is remembered beside the ledger. */
export interface Memory {
  readonly seq: number;
  readonly hash: string;
}

/**
 * Whether the ledger still has the entry that was recorded last on this computer. A file put back from before, or a log (-wal) that was
 * lost, leaves a chain that is whole, but shorter than what is remembered.
 */
export async function endAlarm(db: Db, home: Home): Promise<Alarm | null> {
  // before the ledger is asked: what another terminal records meanwhile is in both
  const memory = remembered(home);
  if (!memory) return null;
  const found = await db.selectFrom("journal").select("hash").where("seq", "=", memory.seq).executeTakeFirst();
  if (found?.hash === memory.hash) return null;
  const entries = (await headOf(db))?.seq ?? 0;
  const message = found
    ? `账本第 ${memory.seq} 次登记不是在这里记下的那一次：账本被换过`
    : `账本只有 ${entries} 次登记，这里记得登记过 ${memory.seq} 次：最后的登记不见了，可能放回了旧的账本`;
  return {
    what: "末尾",
    problem: {
      code: found ? "ledger-replaced" : "ledger-rolled-back",
      message,
      hint: hint`先不要登记，免得文号重用：找出更新的那一份（备份，或 tuban.db 的另一份）放回来；确实找不回来的，${next("doctor", [], { mend: true })} 记下这件事，再接着登记`,
    },
  };
}

function remembered({ memory }: Home): Memory | null {
  if (memory === null) return null;
  try {
    const read: unknown = JSON.parse(readFileSync(memory, "utf8"));
    return isMemory(read) ? read : null;
  } catch {
    // none yet, or one that a power cut left empty
    return null;
  }
}

const isMemory = (read: unknown): read is Memory =>
  typeof read === "object" &&
  read !== null &&
  "seq" in read &&
  typeof read.seq === "number" &&
  "hash" in read &&
  typeof read.hash === "string";

/** Remembers the last entry. A help and no part of the record: where it cannot be written, nothing else is held up. */
export async function remember(db: Db, home: Home): Promise<void> {
  const head = home.memory === null ? null : await headOf(db);
  if (home.memory === null || !head) return;
  const { unfinishedIn } = await import("../disk.ts");
  const draft = unfinishedIn(dirname(home.memory));
  try {
    writeFileSync(draft, JSON.stringify({ seq: head.seq, hash: head.hash }), { mode: 0o600 });
    renameSync(draft, home.memory);
  } catch {
    rmSync(draft, { force: true });
  }
}

/** Who says whether a state is right all the same. */
export type Judge = (alarm: Alarm) => Promise<boolean>;

/**
 * The ledger whose acts are refused while there is a alarm, unless `isRight` says that all is right; the act then records that it was
 * said. @throws Stop clock-behind · clock-ahead · ledger-rolled-back · ledger-replaced
 */
export function heeding(ledger: Ledger, home: Home, now: () => Date, isRight: Judge): Ledger {
  const settledAlarms = async (dryRun: boolean): Promise<Alarm[]> => {
    const settled: Alarm[] = [];
    if (dryRun) return settled;
    for (const alarm of [await endAlarm(ledger.db, home), await clockAlarm(ledger.db, now())]) {
      if (!alarm) continue;
      if (!(await isRight(alarm))) throw new Stop(alarm.what === "末尾" ? 4 : 1, [alarm.problem]);
      settled.push(alarm);
    }
    return settled;
  };
  const noting =
    <T>(settled: Alarm[], act: Act, work: (entry: Entry) => Promise<T>) =>
    async (entry: Entry): Promise<T> => {
      const counted = counting(entry);
      const value = await work(counted.entry);
      if (counted.hasFacts() && act.origin === undefined)
        for (const { what, problem } of settled.splice(0))
          await entry.add("incident", { what, detail: problem.message, happened_on: act.on });
      return value;
    };
  return {
    ...ledger,
    record: async (act, work) => {
      const settled = await settledAlarms(act.dryRun === true);
      const recorded = await ledger.record(act, noting(settled, act, work));
      if (recorded.seq !== null) await remember(ledger.db, home);
      return recorded;
    },
    recordAll: async (work, dryRun) => {
      const settled = await settledAlarms(dryRun === true);
      const value = await ledger.recordAll(
        (next, db) => work((act, its) => next(act, noting(settled, act, its)), db),
        dryRun,
      );
      if (dryRun !== true) await remember(ledger.db, home);
      return value;
    },
  };
}

/** Tells whether anything was added: what was settled is no reason for an entry of its own. */
function counting(entry: Entry): { readonly entry: Entry; readonly hasFacts: () => boolean } {
  let has = false;
  const add: Entry["add"] = (table, row) => {
    has = true;
    return entry.add(table, row);
  };
  const addMany: Entry["addMany"] = (table, rows) => {
    has = true;
    return entry.addMany(table, rows);
  };
  return { entry: { ...entry, add, addMany }, hasFacts: () => has };
}

/** Takes note that the end of the ledger is gone and was not found again; from then on it is as it is. */
export async function recordLostEnd(ledger: Ledger, home: Home, { what, problem }: Alarm, act: Act): Promise<void> {
  if (home.memory !== null) rmSync(home.memory, { force: true });
  await ledger.record(act, async (entry) => {
    await entry.add("incident", { what, detail: problem.message, happened_on: act.on });
    entry.describe(`账本的情况：${problem.message}`);
  });
}
