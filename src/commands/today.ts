/** tuban alone (今日): the phase and its days left, what waits, and the next command to type for each. */
import { join } from "node:path";
import {
  Stop,
  aboutDay,
  addDays,
  findingWord,
  grouped,
  isSurelyOver,
  lastDayText,
  misuse,
  phaseOn,
} from "../campaign/index.ts";
import type { Day, LastDay } from "../campaign/index.ts";
import { campaignCodesOn } from "../ledger/campaigns.ts";
import { waitingOn } from "../ledger/numbers/waiting.ts";
import type { Task as Waits, Waiting as WaitsFor } from "../ledger/numbers/waiting.ts";
import type { Db } from "../ledger/tables.ts";
import type { Office } from "../office.ts";
import { jsonText } from "../write/json.ts";
import { plain } from "../write/plain.ts";
import { easyWidth } from "../write/easy-width.ts";
import { backupReminder } from "./desk/backup-age.ts";
import { openCampaignAsOf } from "./desk/campaign.ts";
import type { OpenedCampaign } from "./desk/campaign.ts";
import type { Due } from "./due/clocks.ts";
import { phaseJson } from "./report/json.ts";
import { campaignName, phaseText } from "./report/words.ts";

/** More clocks than this are for `tuban due` to list. */
const mostClocks = 6;

/** Calendar days ahead that count as soon. */
const soonDays = 7;

/** tuban, or tuban today. `words` is what stood where a command should. @throws Stop for a word that is no command */
export async function today(office: Office, words: readonly string[]): Promise<void> {
  if (words[0] !== undefined) await refuseWord(words[0]);
  if (await isUnstarted(office))
    return start(
      office,
      ["tuban demo                        用样例账本走一遍", "tuban init                        建一本自己的账"],
      "这里还没有账本。",
    );
  const opened = await openedOrNull(office);
  if (!opened)
    return start(
      office,
      ["tuban plan list                   看有哪些方案", "tuban plan adopt <编号>           采用一个方案"],
      "账本里还没有采用方案。",
    );
  const { clocksRunning, namesIn } = await import("./due/clocks.ts");
  const seen = await opened.ledger.read(async (db) => {
    const clocks = await clocksRunning(office, opened, db, { until: addDays(office.asOf, soonDays), counted: true });
    const vantage = { campaign: opened.code, day: office.asOf };
    return {
      waiting: withLimits(await waitingOn(db, vantage), clocks, office.asOf),
      zeros: await zerosOf(db, opened, office.asOf),
      running: await linesOfClocks(clocks, office.asOf, (dues) => namesIn(db, office.asOf, dues)),
      books: [
        ...(await booksOf(db, opened, clocks, office.asOf)),
        ...(await elsewhere(office, db, opened)),
        ...(await bundlesOn(db)),
      ],
    };
  });
  office.io.out.write(office.json ? jsonOf(opened, seen, office.asOf) : screenOf(opened, seen, office.asOf));
  if (!office.json && office.home.memory !== null)
    office.io.out.write(await backupReminder(opened.ledger.db, office.io.now()));
}

/** What waits, and the findings whose limit runs out soon or has run out. */
type Task = Waits | "将到期" | "逾期";

interface Waiting extends Omit<WaitsFor, "task"> {
  readonly task: Task;
}

/** The limits of findings stand before what waits for a second person. */
function withLimits(waiting: readonly WaitsFor[], rows: readonly Due[], day: Day): Waiting[] {
  const soon = addDays(day, soonDays);
  const limit = (task: Task, those: readonly Due[]): Waiting => ({
    task,
    count: those.reduce((sum, { count }) => sum + count, 0),
    first: those[0]?.subject === undefined ? null : String(those[0].subject),
    draft: null,
  });
  const limits = [
    limit(
      "将到期",
      rows.filter(({ clock, last }) => clock === "整改" && aboutDay(last) <= soon),
    ),
    limit(
      "逾期",
      rows.filter(({ clock }) => clock === "到期复查"),
    ),
  ];
  return waiting.flatMap((one) => (one.task === "待销号" ? [...limits, one] : [one]));
}

/** What the day's screen shows. */
interface Seen {
  readonly waiting: readonly Waiting[];
  readonly zeros: readonly Zero[];
  readonly running: readonly Clock[];
  readonly books: readonly BookLine[];
}

/**
 * What runs besides the limits of findings: cases, notices, decisions, measures, lists; and what is issued but not due yet.
 * A decision that waits for its service tells its last day from the first: the term is so short that it would be late in coming.
 */
async function linesOfClocks(
  rows: readonly Due[],
  day: Day,
  namesOf: (dues: readonly Due[]) => Promise<ReadonlyMap<number, string>>,
): Promise<readonly Clock[]> {
  const soon = addDays(day, soonDays);
  const later = rows.filter(({ clock, last }) => clock === "整改" && aboutDay(last) > soon);
  const others = rows.filter(
    ({ clock, last, ready, who, under }) =>
      under === null &&
      clock !== "整改" &&
      clock !== "到期复查" &&
      (ready || aboutDay(last) <= soon || clock === "决定书送达") &&
      (who !== "当事人" || last.settled),
  );
  const alike = grouped(others, ({ clock, last, ready }) => (ready ? clock : `${clock}，${dayOf(last, day)}`));
  const several = [...alike.values()].filter((dues) => dues.length > 1).flat();
  const names = several.length === 0 ? new Map<number, string>() : await namesOf(several);
  const first = later[0];
  return [
    ...Array.from(alike, ([clock, dues]) => ({
      title: clock,
      count: dues.reduce((sum, { count }) => sum + count, 0),
      next: dues.length === 1 ? (dues[0]?.next ?? "") : "tuban due",
      ...(dues.length === 1 ? {} : { names: eachOnce(dues, names) }),
    })),
    ...(first === undefined
      ? []
      : [
          {
            title: `限期整改中，最早 ${lastDayText(first.last)} 到期`,
            count: later.reduce((sum, { orders = 1 }) => sum + orders, 0),
            next: first.next,
          },
        ]),
  ];
}

/** Whom they are about, each once. */
const eachOnce = (dues: readonly Due[], names: ReadonlyMap<number, string>): string[] => [
  ...new Set(dues.flatMap(({ subject }) => (subject === null ? [] : (names.get(subject) ?? [])))),
];

/** One kind of clock on the day's screen. */
interface Clock {
  readonly title: string;
  readonly count: number;
  readonly next: string;
  /** Of several that are alike: whom they are about. */
  readonly names?: readonly string[];
}

const dayOf = (last: LastDay, day: Day): string =>
  isSurelyOver(last, day) ? `${lastDayText(last)} 已过` : `${lastDayText(last)} 到期`;

interface Zero {
  readonly name: string;
  readonly events: number;
  readonly days: number;
}

/** Nothing is asked of the ledger where the plan sets no zero target. */
async function zerosOf(db: Db, { code, plan, startedOn }: OpenedCampaign, day: Day): Promise<Zero[]> {
  if (plan.zeroTargets.length === 0) return [];
  const [{ zeroCounts }, { daysClear }] = await Promise.all([import("../ledger/numbers/zero.ts"), import("./zero.ts")]);
  const counts = await zeroCounts(db, { campaign: code, day }, plan.zeroTargets);
  return counts.map((count) => ({
    name: count.target.name,
    events: count.events,
    days: daysClear(count, startedOn, day),
  }));
}

/** What is to be done in a register: late, soon due, or without a limit that the plan still has to say. */
interface BookLine extends Clock {
  readonly register: string;
}

async function booksOf(db: Db, { code, plan }: OpenedCampaign, rows: readonly Due[], day: Day): Promise<BookLine[]> {
  const owed = rows
    .filter(({ under, last }) => under?.kind === "应有" && aboutDay(last) <= addDays(day, soonDays))
    .map(({ under, last, count, next }) => {
      const register = under?.name ?? "";
      return { register, title: `${register}还缺，${dayOf(last, day)}`, count, next };
    });
  return [...(await registersOf(db, { code, plan }, day)), ...owed];
}

/** What is to be done in each register: counted, for a day's screen lists none of it. */
async function registersOf(
  db: Db,
  { code, plan }: Pick<OpenedCampaign, "code" | "plan">,
  day: Day,
): Promise<BookLine[]> {
  const registers = plan.registers ?? [];
  if (registers.length === 0) return [];
  const { openInRegisters } = await import("../ledger/acts/open-registers.ts");
  const open = await openInRegisters(db, day, { campaign: code, soonUntil: addDays(day, soonDays) });
  return open.flatMap(({ register, overdue, soon, unlimited }) => {
    const command = `tuban ${registers.find(({ name }) => name === register)?.command ?? `book ${register}`}`;
    const line = (title: string, count: number, next: string): BookLine[] =>
      count === 0 ? [] : [{ register, title: `${register}${title}`, count, next: `${command} ${next}` }];
    return [
      ...line("逾期", overdue, "list --overdue"),
      ...line(`${soonDays}天内到期`, soon, "list --open"),
      ...line("无期限（方案待填）", unlimited, "list --open"),
    ];
  });
}

/** What groups brought back and a person has to decide. */
async function bundlesOn(db: Db): Promise<BookLine[]> {
  const { waitingCount } = await import("../ledger/bundle/waiting-count.ts");
  const count = await waitingCount(db);
  const line = { register: "任务包", title: "任务包带回的登记待定", count, next: "tuban bundle waiting" };
  return count === 0 ? [] : [line];
}

/** What is still open in the other campaigns of the ledger: their work does not end because another has begun. */
async function elsewhere(office: Office, db: Db, { code }: OpenedCampaign): Promise<BookLine[]> {
  const others = (await campaignCodesOn(db, office.asOf)).filter((other) => other !== code);
  if (others.length === 0) return [];
  const [{ countOpen }, { openInRegisters }] = await Promise.all([
    import("../ledger/spans/findings.ts"),
    import("../ledger/acts/open-registers.ts"),
  ]);
  const lines: BookLine[] = [];
  for (const other of others) {
    const open = await countOpen(db, office.asOf, other);
    const late = await openInRegisters(db, office.asOf, { campaign: other });
    const overdue = late.reduce((sum, one) => sum + one.overdue, 0);
    if (open > 0)
      lines.push({ register: other, title: `${other} 未销号的问题`, count: open, next: `tuban --campaign ${other}` });
    if (overdue > 0)
      lines.push({
        register: other,
        title: `${other} 台账逾期`,
        count: overdue,
        next: `tuban due --campaign ${other}`,
      });
  }
  return lines;
}

/** No ledger, and none was named: a named one that is missing is a mistake and is said to be missing. */
async function isUnstarted(office: Office): Promise<boolean> {
  if (office.home.ledger !== join(office.io.cwd, "tuban.db")) return false;
  return (await unless("ledger-missing", () => office.ledger())) === null;
}

async function openedOrNull(office: Office): Promise<OpenedCampaign | null> {
  return unless("no-plan", () => openCampaignAsOf(office));
}

/** What the work gives, or null where it stops for the one reason that is no mistake here. */
async function unless<T>(reason: string, work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Stop && error.problems[0]?.code === reason) return null;
    throw error;
  }
}

function start(office: Office, next: readonly string[], sentence: string): void {
  const commands = next.map((line) => line.split(/ {2,}/)[0] ?? line);
  office.io.out.write(
    office.json
      ? jsonText({ campaign: null, message: sentence, next: commands })
      : `${sentence}\n下一步：\n${next.map((line) => `  ${line}\n`).join("")}`,
  );
}

/** What somebody types who looks for an institution: its name, or a telephone number. */
const mayBeName = (word: string): boolean => /^(?:\p{Script=Han}[\p{L}\p{N}]+|\d{7,12})$/u.test(word);

async function refuseWord(word: string): Promise<never> {
  const [{ nearest }, { commandsFor }, { builtInWords }] = await Promise.all([
    import("../write/nearest.ts"),
    import("../write/meant.ts"),
    import("../campaign/register/words.ts"),
  ]);
  const meant = commandsFor(word);
  const option = word.startsWith("-");
  const near = option ? undefined : nearest(word, builtInWords);
  const all = `${mayBeName(word) ? `查机构用 tuban show ${word}；` : ""}运行 tuban --help 看全部${option ? "选项" : "命令"}`;
  return misuse(
    option ? "usage-unknownOption" : "usage-unknownCommand",
    `没有这个${option ? "选项" : "命令"}：${word}`,
    { hint: meant ? `用 ${meant}` : near ? `是不是要 ${near}？` : all },
  );
}

interface Line {
  readonly title: string;
  readonly unit: string;
  /** The command that does the first of them. */
  readonly next: (first: string, draft: string) => string;
}

const lines: Readonly<Record<Task, Line>> = {
  待判定: { title: "可能是同一家，等判定", unit: "对", next: () => "tuban import review" },
  待检查: { title: "还没有检查过", unit: "家", next: (subject) => `tuban inspect ${subject}` },
  未做完: { title: "检查答了一半", unit: "家", next: resumption },
  待交办: { title: "问题还没有下达文书", unit: "个", next: (subject) => `tuban order issue ${subject}` },
  待送达: { title: "文书还没有送达", unit: "份", next: (order) => `tuban order serve ${order}` },
  将到期: { title: `${soonDays}天内到期`, unit: "个", next: (subject) => `tuban review ${subject}` },
  逾期: { title: "逾期未整改", unit: "个", next: (subject) => `tuban review ${subject}` },
  待销号: {
    title: "已整改，等第二人销号",
    unit: "个",
    next: (finding) => `tuban close ${findingWord(Number(finding))}`,
  },
  已停业: { title: "停业、注销，还有问题没有销号", unit: "家", next: (subject) => `tuban show ${subject}` },
};

/** The draft of a checklist is 检查:排查; of a re-check, 复查. */
function resumption(subject: string, draft: string): string {
  const [task = "", kind = ""] = draft.split(":");
  if (task !== "检查") return `tuban review ${subject}`;
  return `tuban inspect ${subject}${kind === "" || kind === "排查" ? "" : ` --kind ${kind}`}`;
}

function nextOf({ task, first, draft }: Waiting): string | null {
  return first === null ? null : lines[task].next(first, draft ?? "");
}

function screenOf({ plan }: OpenedCampaign, { waiting, zeros, running, books }: Seen, day: Day): string {
  const phases = phaseOn(plan, day);
  const open = waiting.filter(({ count }) => count > 0);
  const cells = [
    ...open.map(
      (row) => [lines[row.task].title, `${row.count} ${lines[row.task].unit}`, plain(nextOf(row) ?? "")] as const,
    ),
    ...running
      .slice(0, mostClocks)
      .map(({ title, count, next, names = [] }) => [title, `${count} 件`, plain(next), namesText(names)] as const),
    ...(running.length > mostClocks ? [[`还有 ${running.length - mostClocks} 项期限`, "", "tuban due"] as const] : []),
    ...books.map(({ title, count, next }) => [plain(title), `${count} 件`, plain(next)] as const),
  ];
  const widths = [0, 1].map((column) => Math.max(0, ...cells.map((row) => widthOf(row[column] ?? ""))));
  const body = cells.flatMap(([title, count, next, names = ""]) => [
    `  ${pad(title, widths[0])}  ${pad(count, widths[1], "left")}   ${next}`.trimEnd(),
    ...(names === "" ? [] : [`    ${names}`]),
  ]);
  const head = [
    `${plain(campaignName(plan.name))}　${day}`,
    ...(phases.length === 0 ? ["阶段：两阶段之间"] : phases.map((phase) => `阶段：${plain(phaseText(phase))}`)),
    ...(zeros.length === 0 ? [] : [`零目标：${zeros.map(zeroText).join("；")}`]),
    "",
  ];
  return `${[...head, ...(body.length === 0 ? ["  没有等着办的事"] : body)].join("\n")}\n`;
}

/** The first few names, cut so that they fit a narrow terminal. */
function namesText(names: readonly string[]): string {
  const few = names.slice(0, 3).map((name) => (name.length > 10 ? `${name.slice(0, 9)}…` : name));
  return `${plain(few.join("、"))}${names.length > few.length ? ` 等 ${names.length} 家` : ""}`;
}

function zeroText({ name, events, days }: Zero): string {
  return `${plain(name)} ${events} 起，已 ${days} 天没有发生`;
}

/** Titles and counts are this file's own words. */
const widthOf = (text: string): number => easyWidth(text) ?? text.length;

function pad(text: string, width = 0, side: "left" | "right" = "right"): string {
  const room = " ".repeat(Math.max(0, width - widthOf(text)));
  return side === "left" ? room + text : text + room;
}

function jsonOf({ code, plan }: OpenedCampaign, { waiting, zeros, running, books }: Seen, asOf: Day): string {
  const phases = phaseOn(plan, asOf);
  return jsonText({
    campaign: code,
    name: plan.name,
    asOf,
    phase: phases[0] ? phaseJson(phases[0]) : null,
    phases: phases.map(phaseJson),
    ...(zeros.length === 0 ? {} : { zeroTargets: zeros }),
    waiting: waiting.map((row) => ({
      task: row.task,
      title: lines[row.task].title,
      count: row.count,
      next: nextOf(row),
    })),
    clocks: running,
    ...(books.length === 0 ? {} : { registers: books }),
  });
}
