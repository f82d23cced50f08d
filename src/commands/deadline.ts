/** tuban deadline: when a time runs out, counted day by day. */
import {
  countDays,
  countLimit,
  deadline,
  lastDayText,
  limitLength,
  limitNamed,
  limits,
  misuse,
  parseDuration,
  weekdayName,
} from "../campaign/index.ts";
import type { Calendar, CountedDay, Day, Deadline, Duration } from "../campaign/index.ts";
import type { Office } from "../office.ts";
import { readDay } from "../read/day.ts";
import { jsonText } from "../write/json.ts";
import { calendarOf } from "./desk/calendar.ts";
import { lastDayJson } from "./desk/last-day.ts";
import { print } from "./desk/print.ts";

export interface DeadlineWanted {
  readonly from?: string;
  readonly days?: string;
  readonly working?: boolean;
  readonly rule?: string;
  readonly roll: boolean;
  readonly rules?: boolean;
  readonly csv?: boolean;
}

interface Answer {
  readonly from: Day;
  /** What was asked, in words. */
  readonly length: string;
  readonly source: string | null;
  readonly note: string | null;
  readonly end: Deadline;
  readonly days: readonly CountedDay[];
}

/** @throws Stop when the question cannot be understood, or the limit was not in force */
export async function deadlineOf(office: Office, wanted: DeadlineWanted): Promise<void> {
  if (wanted.rules === true) return rules(office, wanted);
  const from = startOf(office, wanted.from);
  const calendar = await calendarOf(office);
  const answer =
    wanted.rule === undefined ? byLength(calendar, from, wanted) : byRule(calendar, from, wanted.rule, wanted.days);
  office.io.out.write(office.json ? jsonText(jsonOf(answer, wanted.rule ?? null)) : textOf(answer, wanted.rule));
}

async function rules(office: Office, { csv = false }: DeadlineWanted): Promise<void> {
  await print(
    office,
    {
      title: "法定期限（工作日、自然日按各法的规定）",
      columns: [
        { key: "name", title: "期限", value: ({ name }) => name },
        { key: "length", title: "多长", value: limitLength },
        { key: "direction", title: "方向", value: ({ direction }) => direction },
        { key: "startsAt", title: "起算", value: ({ startsAt }) => startsAt },
        { key: "roll", title: "顺延", value: ({ roll }) => roll },
        { key: "source", title: "依据", value: ({ source }) => source },
        { key: "from", title: "施行", kind: "day", value: ({ from }) => from },
        { key: "note", title: "说明", value: ({ note }) => note },
      ],
      rows: limits,
    },
    { csv },
  );
}

function startOf(office: Office, text: string | undefined): Day {
  if (text === undefined) return office.asOf;
  return (
    readDay(text, { today: office.today }) ??
    misuse("bad-day", `--from 的日期看不懂：${text}`, { hint: "写成 2021-09-28 或 2021年9月28日" })
  );
}

function byRule(calendar: Calendar, from: Day, name: string, days: string | undefined): Answer {
  if (days !== undefined) misuse("rule-and-days", "--rule 和 --days 不能一起用", { hint: "去掉其中一个" });
  const limit = limitNamed(name, from);
  const { end, days: counted } = countLimit(calendar, limit, from);
  return {
    from,
    length: `${limitLength(limit)}${limit.direction === "之前" ? "前" : ""}`,
    source: limit.source,
    note: limit.note,
    end,
    days: counted,
  };
}

function byLength(calendar: Calendar, from: Day, { days, working = false, roll }: DeadlineWanted): Answer {
  if (days === undefined)
    misuse("no-length", "没有写明多少天", {
      hint: "加 --days 5 --working，或 --rule 听证申请；全部期限用 tuban deadline --rules 看",
    });
  const duration = durationOf(days, working);
  return {
    from,
    length: `${duration.count}${duration.unit === "日" ? "日" : `个${duration.unit}`}`,
    source: null,
    note: null,
    end: deadline(calendar, from, duration, { roll }),
    days: countDays(calendar, from, duration, { roll }),
  };
}

function durationOf(text: string, working: boolean): Duration {
  const bare = /^\d+$/.test(text.trim());
  const duration = parseDuration(bare ? `${text.trim()}${working ? "个工作日" : "日"}` : text);
  if (duration === null)
    return misuse("bad-duration", `--days 的期限看不懂：${text}`, {
      hint: "写成 5（加 --working 是工作日）、15日、3个月",
    });
  if (working && duration.unit !== "工作日")
    misuse("unit-twice", `--days ${text} 已写明单位，不能再加 --working`, { hint: "去掉 --working" });
  return duration;
}

function textOf({ from, length, source, note, end, days }: Answer, rule: string | undefined): string {
  const head = `${rule ?? "期限"}：${from} 起 ${length}，${endText(end)}\n`;
  const basis = source === null ? "" : `依据：${source}${note === null ? "" : `（${note}）`}\n`;
  const lines = days.map((one) => `  ${one.day} ${weekdayName(one.day)} ${lineOf(one, from, end)}\n`);
  return `${head}${basis}${folded(lines).join("")}`;
}

/** More days than two months are told by their ends: nobody checks a year day by day on a screen. */
function folded(lines: readonly string[]): readonly string[] {
  if (lines.length <= 62) return lines;
  const left = lines.length - 21;
  return [...lines.slice(0, 7), `  ……（中间 ${left} 天，逐日的用 --json）\n`, ...lines.slice(-14)];
}

function endText(end: Deadline): string {
  if (!end.settled) return lastDayText(end);
  const moved = end.due === end.counted ? "" : `（${end.counted ?? ""} 不是工作日，顺延）`;
  return `${end.due} ${weekdayName(end.due)}${moved}`;
}

function lineOf({ day, kind, number }: CountedDay, from: Day, end: Deadline): string {
  const name = kind ?? "放假安排未公布";
  const due = end.settled ? end.due : null;
  if (day === from) return `${name}　起算日，不计入`;
  if (number !== null) return `${name}　第${number}日${day === due ? "，届满" : ""}`;
  if (end.counted !== null && day > end.counted && end.counted > from)
    return `${name}　${day === due ? "顺延到这天，届满" : "顺延"}`;
  return `${name}　不计`;
}

function jsonOf({ from, length, source, note, end, days }: Answer, rule: string | null): object {
  return { rule, from, length, ...lastDayJson(end), counted: end.counted, unit: end.unit, source, note, days };
}
