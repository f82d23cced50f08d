/** What every command starts from: the io, the words given for all commands, and the ledger, opened when first needed. */
import { dirname, join, resolve } from "node:path";
import { existsSync } from "node:fs";
import { chinaTime, isDay } from "./base/day.ts";
import { Stop, misuse, refuse } from "./base/problem.ts";
import type { Day } from "./campaign/index.ts";
import type { Io } from "./io.ts";
import { conflictCode } from "./ledger/engines/engine.ts";
import { isServer } from "./ledger/engines/storage.ts";
import { homeOf } from "./ledger/home.ts";
import type { Home } from "./ledger/home.ts";
import type { Ledger } from "./ledger/ledger.ts";

/** Options that any command takes. */
export interface Globals {
  readonly ledger?: string;
  readonly files?: string;
  readonly as?: string;
  readonly on?: string;
  readonly asOf?: string;
  readonly campaign?: string;
  readonly yes?: boolean;
  readonly force?: boolean;
  readonly clockOk?: boolean;
  readonly json?: boolean;
  readonly color?: boolean;
  readonly debug?: boolean;
}

export interface Office {
  readonly io: Io;
  /** Today by China's clocks. */
  readonly today: Day;
  /** The day an act happened; never later than today. */
  readonly on: Day;
  /** The day that counts and states refer to: --as-of, else --on, else today. */
  readonly asOf: Day;
  readonly json: boolean;
  /** Every question is answered yes. */
  readonly yes: boolean;
  /** Whether a file that is there already may be written over: --force, or the person at the terminal says so. */
  readonly mayOverwrite: (path: string) => Promise<boolean>;
  readonly wanted: {
    readonly as: string | null;
    readonly campaign: string | null;
    /** What --ledger says. */
    readonly ledger: string | undefined;
    /** Where files lie, as it was said. */
    readonly files: string | undefined;
    /** Whether --on was written. */
    readonly on: boolean;
  };
  /** Where the ledger is or would be, and the files that go with it. */
  readonly home: Home;
  /** Opens the ledger once; it is closed when the command ends. @throws Stop */
  ledger(): Promise<Ledger>;
  /** Whether only others that recorded at the same time stopped this command, and nothing of it is in the ledger: it may run again. */
  mayRunAgain(error: unknown): boolean;
  /** Another command line, as if typed; gives its exit status. */
  run(argv: readonly string[], io: Io): Promise<number>;
  close(): Promise<void>;
}

/** @throws Stop when a day is malformed or lies in the future */
export async function officeOf(io: Io, globals: Globals, run: Office["run"]): Promise<Office> {
  const today = todayAt(io.now());
  const on = globals.on === undefined ? today : await dayOf("--on", globals.on, today);
  if (on > today)
    refuse("day-in-future", `--on ${on} 在今天（${today}）之后，还没有发生的事不能登记`, {
      hint: "改用实际发生的日期",
    });
  const asOf = globals.asOf === undefined ? on : await dayOf("--as-of", globals.asOf, today);
  if (asOf > today)
    refuse("day-in-future", `--as-of ${asOf} 在今天（${today}）之后，那一天的情况还不知道`, {
      hint: "改用今天或以前的日期；往后看哪些到期，用 tuban due --within 天数",
    });
  const home = homeFor(io, globals);
  let opened: Promise<Ledger> | undefined;
  let recorded = false;
  const noted = (found: Ledger): Ledger => ({
    ...found,
    record: async (act, work) => {
      const { withinBundle } = await import("./ledger/bundle/group-ledger.ts");
      const done = await found.record(act, withinBundle(act.command, work));
      recorded ||= done.seq !== null;
      return done;
    },
    recordAll: async (work, dryRun) => {
      const value = await found.recordAll(work, dryRun);
      recorded ||= dryRun !== true;
      return value;
    },
  });
  const ledger = async (): Promise<Ledger> => (opened ??= openLedger(home, io, globals).then(noted));
  return {
    io,
    today,
    on,
    asOf,
    json: globals.json === true,
    yes: globals.yes === true,
    mayOverwrite: async (path) =>
      globals.force === true ||
      (io.interactive &&
        globals.json !== true &&
        io.ask.confirm({ message: `${path} 已经有了，覆盖它？`, instead: "--force" })),
    wanted: {
      as: globals.as ?? io.env["TUBAN_AS"] ?? null,
      campaign: globals.campaign ?? null,
      ledger: globals.ledger,
      files: globals.files ?? io.env["TUBAN_FILES"],
      on: globals.on !== undefined,
    },
    home,
    ledger,
    mayRunAgain: (error) =>
      !recorded && error instanceof Stop && error.problems.some(({ code }) => code === conflictCode),
    run,
    close: async () => (await opened?.catch(() => undefined))?.close(),
  };
}

/** The ledger, with a word of warning where something about it is doubtful; to record then takes somebody's word that all is right. */
async function openLedger(home: Home, io: Io, globals: Globals): Promise<Ledger> {
  const [engine, { ledgerOn }, { clockAlarm, endAlarm, heeding }, { unwrittenIn }, { keepsFiles }] = await Promise.all([
    io.storage.open(home.ledger),
    import("./ledger/ledger.ts"),
    import("./ledger/alarm.ts"),
    import("./ledger/unwritten.ts"),
    import("./ledger/evidence/keeping.ts"),
  ]);
  const found = await ledgerOn(engine, () => io.now(), {
    upgrades: () =>
      io.err.write(
        engine.copyBefore
          ? "账本是旧版本写的，正在升级：先照原样留一份，大的账本要几十秒。\n"
          : "账本是旧版本写的，正在升级，大的账本要几十秒；升级以后，各台电脑上的 tuban 都要用新版本。服务器上的账本升级前不自动留一份，备份由管理员用 pg_dump 做。\n",
      ),
    upgraded: ({ copy }) =>
      io.err.write(
        copy
          ? `升级好了；升级前的账本原样留在 ${copy}（要退回去，改名放回原处，用旧版本打开），核对无误后可以删去。\n`
          : "升级好了。\n",
      ),
    waits: () => io.err.write("有人正在登记，排队等候……\n"),
  });
  for (const alarm of [await endAlarm(found.db, home), await clockAlarm(found.db, io.now())])
    if (alarm && !(alarm.what === "时钟" && globals.clockOk === true)) io.err.write(`注意：${alarm.problem.message}\n`);
  const unwritten = await unwrittenIn(found.db);
  if (unwritten.length > 0)
    io.err.write(`注意：有 ${unwritten.length} 份文书登记了，文件没有写完；tuban doctor --mend 写出\n`);
  const isKeeping = await keepsFiles(found.db);
  if (!isKeeping && globals.files === inLedger)
    misuse("files-not-in-ledger", "这本账的证据、文书不存在账本里，存在文件夹里", {
      hint: `去掉 --files ${inLedger}；要搬进账本里的，用 tuban ledger copy 抄一本，加 --to-files ${inLedger}`,
    });
  return heeding(
    isKeeping ? (await import("./ledger/acts/stored-files.ts")).storingFiles(found, home) : found,
    home,
    () => io.now(),
    async ({ what }) => what === "时钟" && (globals.clockOk === true || (await clockIsRight(io, globals))),
  );
}

/** Asks the person at the terminal; what is wrong was said when the ledger was opened. */
const clockIsRight = async (io: Io, { json, yes }: Globals): Promise<boolean> =>
  io.interactive &&
  json !== true &&
  yes !== true &&
  io.ask.confirm({ message: "电脑的时间没有错，照这个时间登记？", instead: "--clock-ok" });

/** Said in the place of a folder: the ledger keeps its files itself. */
export const inLedger = "db";

/** The ledger that was named, else the nearest one; the files of a server's ledger lie in this folder where none is named. */
function homeFor({ cwd, env }: Io, { ledger, files }: Globals): Home {
  const given = ledger ?? env["TUBAN_LEDGER"] ?? nearestLedger(cwd) ?? "tuban.db";
  const named = files ?? env["TUBAN_FILES"];
  const folder = named === undefined || named === inLedger ? (isServer(given) ? "." : null) : named;
  return homeOf(isServer(given) ? given : resolve(cwd, given), folder === null ? null : resolve(cwd, folder));
}

/** tuban.db in this folder or the nearest one above. */
function nearestLedger(from: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    const path = join(folder, "tuban.db");
    if (existsSync(path)) return path;
    if (folder === dirname(folder)) return undefined;
  }
}

async function dayOf(flag: string, text: string, today: Day): Promise<Day> {
  // as nearly always: what reads the other writings is loaded for them
  if (/^20\d\d-/.test(text) && isDay(text)) return text;
  const { readDay } = await import("./read/day.ts");
  return (
    readDay(text, { today }) ??
    misuse("bad-day", `${flag} 的日期看不懂：${text}`, { hint: "写成 2021-07-20、2021.7.20 或 2021年7月20日" })
  );
}

/** @throws Stop bad-clock */
const todayAt = (moment: Date): Day =>
  chinaTime(moment)?.day ?? misuse("bad-clock", "电脑的日期不对", { hint: "校正系统时间" });
