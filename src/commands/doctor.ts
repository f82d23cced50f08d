/** tuban doctor: whether everything is as it should be around the ledger, said so that it can be read out on the telephone; what is safely mended. */
import { chmodSync, existsSync, lstatSync, readdirSync, rmSync, statSync, statfsSync } from "node:fs";
import { release, type } from "node:os";
import { basename, dirname, join } from "node:path";
import { Stop, chinaTime } from "../campaign/index.ts";
import { clockAlarm, endAlarm, recordLostEnd } from "../ledger/alarm.ts";
import type { Home } from "../ledger/home.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { setting } from "../ledger/settings.ts";
import { noteWritten, unwrittenIn } from "../ledger/unwritten.ts";
import type { Office } from "../office.ts";
import { jsonText } from "../write/json.ts";
import { nextSteps } from "../write/message.ts";
import { plain } from "../write/plain.ts";
import { backupDue, daysSinceBackup } from "./desk/backup-age.ts";
import { actOf } from "./desk/campaign.ts";
import { localMoment } from "./log.ts";
import { reprint } from "./paper/print.ts";
import { soundnessOf } from "./verify.ts";

type State = "好" | "注意" | "不好";

/** One thing looked at. */
interface Finding {
  readonly title: string;
  readonly state: State;
  readonly words: string;
  /** Puts it right; only where that can do no harm. */
  readonly mend?: () => Promise<void>;
  readonly hint?: string;
}

const good = (title: string, words: string): Finding => ({ title, state: "好", words });

/** Looks at everything; with `mend` puts right what is safely put right, and looks again. @throws Stop (exit 1, or 4 for the ledger itself) */
export async function doctor(office: Office, { mend = false }: { readonly mend?: boolean }): Promise<void> {
  if (!existsSync(office.home.ledger) && office.home.memory !== null) {
    tell(office, [...machine(), { title: "账本", state: "注意", words: `这里没有账本：${office.home.ledger}` }]);
    return;
  }
  const ledger = await office.ledger();
  let findings = await examined(office, ledger);
  const mended: string[] = [];
  if (mend)
    for (const { title, mend: put } of findings)
      if (put) {
        await put();
        mended.push(title);
      }
  if (mended.length > 0) findings = await examined(office, ledger);
  tell(office, findings, mended);
  const bad = findings.filter(({ state }) => state === "不好");
  if (bad.length > 0)
    throw new Stop(
      bad.some(({ title }) => title === "账本" || title === "末尾") ? 4 : 1,
      bad.map(({ title, words, hint }) => ({
        code: "doctor-found",
        message: `${title}：${words}`,
        ...(hint === undefined ? {} : { hint }),
      })),
    );
}

async function examined(office: Office, ledger: Ledger): Promise<Finding[]> {
  return [
    ...machine(),
    place(office.home),
    permissions(office.home),
    await clock(office, ledger),
    await soundness(office, ledger),
    await end(office, ledger),
    await backupAge(office, ledger),
    await papers(office, ledger),
    leftovers(office.home),
  ];
}

declare const __VERSION__: string;

const machine = (): Finding[] => [
  good(
    "程序",
    `tuban ${typeof __VERSION__ === "string" ? __VERSION__ : "dev"}，Node.js ${process.versions.node}，${type()} ${release()} ${process.arch}`,
  ),
];

/** Less than this and the next backup may not fit, bytes. */
const enoughSpace = 500_000_000;

function place({ ledger, folder, memory }: Home): Finding {
  if (memory === null) return good("位置", `账本在服务器上（${ledger}），文件在 ${folder}`);
  const { bavail, bsize } = statfsSync(folder);
  const free = bavail * bsize;
  const words = `${ledger}（${megabytes(statSync(ledger).size)}），磁盘还有 ${megabytes(free)}`;
  return free < enoughSpace
    ? { title: "位置", state: "注意", words, hint: "腾出空间，备份才放得下" }
    : good("位置", words);
}

const megabytes = (bytes: number): string =>
  bytes < 1_000_000_000 ? `${(bytes / 1_000_000).toFixed(1)} MB` : `${(bytes / 1_000_000_000).toFixed(1)} GB`;

/** What others of this computer must not read: the ledger and what goes with it. */
function permissions({ ledger, memory, evidence, documents, folder }: Home): Finding {
  if (process.platform === "win32" || memory === null) return good("权限", "由系统管");
  const own = [ledger, `${ledger}-wal`, `${ledger}-shm`, memory, evidence, documents, join(folder, "备份")];
  const open = own.filter(existsSync).flatMap(within).filter(isOpenToOthers);
  return open.length === 0
    ? good("权限", "账本、证据、文书原件、备份只有本人能读")
    : {
        title: "权限",
        state: "注意",
        words: `有 ${open.length} 个文件或文件夹，这台电脑上别的用户也能读`,
        hint: "tuban doctor --mend 改成只有本人能读",
        mend: async () => {
          for (const path of open) chmodSync(path, lstatSync(path).mode & 0o7700);
        },
      };
}

const within = (path: string): string[] =>
  statSync(path).isDirectory()
    ? [
        path,
        ...readdirSync(path, { recursive: true, withFileTypes: true })
          .filter((entry) => !entry.isSymbolicLink())
          .map((entry) => join(entry.parentPath, entry.name)),
      ]
    : [path];

const isOpenToOthers = (path: string): boolean => (lstatSync(path).mode & 0o007) !== 0;

async function clock({ io }: Office, ledger: Ledger): Promise<Finding> {
  const alarm = await clockAlarm(ledger.db, io.now());
  const { day, time } = chinaTime(io.now()) ?? { day: "", time: "" };
  return alarm
    ? { title: "时钟", state: "不好", words: alarm.problem.message, hint: "把电脑的时间调对" }
    : good("时钟", `${day} ${time}（北京时间）`);
}

async function soundness({ home }: Office, ledger: Ledger): Promise<Finding> {
  const { verdict, evidence, issued, problems } = await soundnessOf(ledger, home);
  const own = problems.filter(({ code }) => !code.startsWith("ledger-"));
  return own.length === 0
    ? good(
        "账本",
        `${verdict.entries} 次登记、${verdict.facts} 条事实、${evidence} 个证据文件、${issued} 份文书原件完好，校验码 ${verdict.checkCode || "（空账本）"}`,
      )
    : { title: "账本", state: "不好", words: `有 ${own.length} 处不符`, hint: "tuban verify 看是哪些" };
}

/** A lost end is no harm to mend: nothing is changed, it is taken note of that it is gone. */
async function end(office: Office, ledger: Ledger): Promise<Finding> {
  const alarm = await endAlarm(ledger.db, office.home);
  if (!alarm) return good("末尾", "最后一次登记在");
  return {
    title: "末尾",
    state: "不好",
    words: alarm.problem.message,
    hint: "找出更新的那一份放回来；找不回来的，tuban doctor --mend 记下这件事",
    mend: async () => {
      const sure =
        office.yes ||
        (await office.io.ask.confirm({
          message: `${alarm.problem.message}。找不回来了，记下这件事，接着登记？`,
          instead: "--yes",
        }));
      if (sure) await recordLostEnd(ledger, office.home, alarm, await actOf(office, "doctor"));
    },
  };
}

async function backupAge({ io, home }: Office, ledger: Ledger): Promise<Finding> {
  if (home.memory === null) return good("备份", "由服务器做");
  const days = await daysSinceBackup(ledger.db, io.now());
  const last = await setting(ledger.db, "backup");
  const words = days === null ? "还没有备份过" : `上次备份 ${localMoment(last ?? "")}，${days} 天前`;
  return days === null || days > backupDue
    ? { title: "备份", state: "注意", words, hint: "tuban backup，再拷到另一处" }
    : good("备份", words);
}

async function papers(office: Office, ledger: Ledger): Promise<Finding> {
  const unwritten = await unwrittenIn(ledger.db);
  if (unwritten.length === 0) return good("文书", "登记了的文书，文件都写出了");
  const names = unwritten.slice(0, 3).map(({ number }) => number);
  return {
    title: "文书",
    state: "注意",
    words: `${unwritten.length} 份登记了，文件没有写完：${names.join("、")}${unwritten.length > 3 ? "……" : ""}`,
    hint: "tuban doctor --mend 写出",
    mend: async () => {
      for (const { of, id } of unwritten)
        if ((await reprint(office, of, `${id}#`, {})) === 0) await noteWritten(ledger.db, of, id, 1);
    },
  };
}

/** Half-made files are of no use to anybody; one that is younger may still be on its way, milliseconds. */
const abandoned = 3_600_000;

function leftovers({ folder, evidence, documents }: Home): Finding {
  const now = Date.now();
  const found = [folder, join(folder, "文书"), evidence, documents]
    .filter(existsSync)
    .flatMap((one) => readdirSync(one, { withFileTypes: true }).map(({ name }) => join(one, name)))
    .filter((path) => /^\.tuban-.*\.tmp(?:-wal|-shm|-holder)?$|^\.tuban-(?:备份|任务包)-/.test(basename(path)))
    .filter((path) => now - statSync(path).mtimeMs > abandoned);
  return found.length === 0
    ? good("半成品", "没有")
    : {
        title: "半成品",
        state: "注意",
        words: `断电、中断留下的半成品 ${found.length} 个，在 ${dirname(found[0] ?? "")}`,
        hint: "tuban doctor --mend 删去",
        mend: async () => {
          for (const path of found) rmSync(path, { recursive: true, force: true });
        },
      };
}

const signs: Readonly<Record<State, string>> = { 好: "✓", 注意: "!", 不好: "✗" };

function tell({ io, json }: Office, findings: readonly Finding[], mended: readonly string[] = []): void {
  if (json) {
    io.out.write(
      jsonText({
        findings: findings.map(({ title, state, words, hint }) => ({ title, state, words, hint: hint ?? null })),
        mended,
      }),
    );
    return;
  }
  if (mended.length > 0) io.out.write(`已处理：${mended.join("、")}\n`);
  io.out.write(
    findings
      .map(
        ({ title, state, words, hint }) =>
          `${signs[state]} ${title}　${plain(words)}\n${state === "注意" && hint !== undefined ? `    → ${hint}\n` : ""}`,
      )
      .join(""),
  );
  const mendable = findings.some(({ mend }) => mend !== undefined);
  io.err.write(nextSteps(mendable ? ["tuban doctor --mend   能放心处理的，都处理"] : [], io));
}
