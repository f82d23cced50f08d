/**
 * Working days and time limits.
 *
 * The core knows no holidays: a Calendar is handed in, and a year it does not know stops the count.
 * A guess would move a deadline over 国庆 or 春节, and a wrong deadline voids a penalty.
 */
import type { Day } from "./day.ts";
import { addDays, addMonths, toDay, weekday } from "./day.ts";
import type { Duration } from "./plan.ts";
import type { Problem } from "./problem.ts";
import { refuse } from "./problem.ts";

/** Which days are worked, as the State Council arranges them each year (放假与调休上班). */
export interface Calendar {
  /** Meaningful only for years that `covers` affirms. */
  isWorkday(day: Day): boolean;
  covers(year: number): boolean;
}

/** One day on which the year's arrangement departs from Monday to Friday. */
export interface Arrangement {
  readonly day: Day;
  readonly works: boolean;
}

/** Lies beside the ledger and supplies the years the program does not know yet. */
export const calendarFileName = "节假日.csv";

/**
 * The same calendar with an office's own arrangements added; where both speak, the office's hold.
 * A year not covered before counts as covered once its National Day is listed as off:
 * a half-written year stays unknown.
 */
export function extendCalendar(base: Calendar, arrangements: readonly Arrangement[]): Calendar {
  const listed = new Map(arrangements.map(({ day, works }) => [day, works]));
  const covers = (year: number) => base.covers(year) || listed.get(`${year}-10-01` as Day) === false;
  const usual = (day: Day) => (base.covers(yearOf(day)) ? base.isWorkday(day) : weekday(day) <= 5);
  return { covers, isWorkday: (day) => listed.get(day) ?? usual(day) };
}

/** What is wrong with a year's arrangement before it is taken over: a day twice with both words, no National Day, nothing at all. */
export function arrangementProblems(arrangements: readonly Arrangement[], file: string): Problem[] {
  const place = { file };
  if (arrangements.length === 0)
    return [
      {
        code: "calendar-empty",
        message: `${file} 里没有放假或上班的日期`,
        hint: "每行写一个日期和「放假」或「上班」，如 2027-10-01,放假",
        place,
      },
    ];
  const listed = new Map<Day, boolean>();
  const twice = arrangements.filter(({ day, works }) => {
    const before = listed.get(day);
    listed.set(day, works);
    return before !== undefined && before !== works;
  });
  const years = [...new Set(arrangements.map(({ day }) => yearOf(day)))].toSorted((a, b) => a - b);
  return [
    ...twice.map(({ day }) => ({
      code: "calendar-twice",
      message: `${day} 写了两次，一次放假一次上班`,
      hint: "留下正确的一行",
      place,
    })),
    ...years
      .filter((year) => listed.get(toDay(year, 10, 1)) !== false)
      .map((year) => ({
        code: "calendar-half-year",
        message: `${year}年的安排不完整：没有国庆节放假（${year}-10-01）`,
        hint: "把国务院办公厅公布的全年安排写全；写了一半的年份会算错期限",
        place,
      })),
  ];
}

/** @throws Stop `calendar-unknown-year` when the calendar does not cover the day's year */
export function isWorkday(calendar: Calendar, day: Day): boolean {
  const year = yearOf(day);
  if (calendar.covers(year)) return calendar.isWorkday(day);
  refuse("calendar-unknown-year", `没有${year}年的放假和调休安排，算不出${day}是不是工作日。`, {
    hint: `请按国务院办公厅公布的${year}年安排写一个文件，每行一天，如「${year}-10-01,放假」「${year}-10-09,上班」，须含国庆节，用 tuban calendar add 文件 加进来；也可以直接写在账本旁的「${calendarFileName}」里。`,
  });
}

/**
 * The `count`-th working day after `day`, which itself is not counted (民诉法 §85); before it, when negative.
 * @throws Stop `calendar-unknown-year`
 */
export function addWorkdays(calendar: Calendar, day: Day, count: number): Day {
  const step = Math.sign(count);
  let current = day;
  for (let left = Math.abs(count); left > 0;) {
    current = addDays(current, step);
    if (isWorkday(calendar, current)) left -= 1;
  }
  return current;
}

export interface DeadlineOptions {
  /**
   * Whether a limit in 日 or 月 that ends on a day off moves to the next working day. Default true:
   * 民诉法 §85, applied by analogy to the calendar limits of 处罚法. Set false where nobody has to act
   * within the time: 公告送达 30 日, how long a name stays published.
   */
  readonly roll?: boolean;
}

export interface Deadline {
  /** The last day on which the act is in time. */
  readonly due: Day;
  readonly unit: Duration["unit"];
  /** The last day as counted; differs from `due` where it was moved off a day off. */
  readonly counted: Day;
}

/**
 * When a limit that starts on `from` runs out; `from` is not counted (民诉法 §85).
 * Whether a limit is in working or calendar days is the law's to say (处罚法 §85, 强制法 §69): the Duration carries it.
 * @throws Stop `calendar-unknown-year`
 */
export function deadline(
  calendar: Calendar,
  from: Day,
  duration: Duration,
  { roll = true }: DeadlineOptions = {},
): Deadline {
  const counted = lastDayOf(calendar, from, duration);
  return {
    due: roll ? rollForward(calendar, counted, duration) : counted,
    unit: duration.unit,
    counted,
  };
}

const dayKinds = ["工作日", "调休上班", "周末", "放假"] as const;
export type DayKind = (typeof dayKinds)[number];

/** One line of a count laid open. */
export interface CountedDay {
  readonly day: Day;
  /** null where the calendar does not know the year and the count did not need it. */
  readonly kind: DayKind | null;
  /** 1 for the first day counted; null for the starting day and for days that do not count. */
  readonly number: number | null;
}

/**
 * The same count as `deadline`, day by day from the starting day to the due day, for showing.
 * @throws Stop `calendar-unknown-year`
 */
export function countDays(
  calendar: Calendar,
  from: Day,
  duration: Duration,
  options: DeadlineOptions = {},
): CountedDay[] {
  const { due, counted } = deadline(calendar, from, duration, options);
  const days: CountedDay[] = [{ day: from, kind: dayKind(calendar, from), number: null }];
  let number = 0;
  for (let day = addDays(from, 1); day <= due; day = addDays(day, 1)) {
    const kind = dayKind(calendar, day);
    const counts = day <= counted && (duration.unit !== "工作日" || kind === "工作日" || kind === "调休上班");
    if (counts) number += 1;
    days.push({ day, kind, number: counts ? number : null });
  }
  return days;
}

/** The count of working days backwards from a day, which itself is not counted, laid open. @throws Stop `calendar-unknown-year` */
export function countDaysBack(calendar: Calendar, from: Day, { count }: Duration): CountedDay[] {
  const until = addWorkdays(calendar, from, -count);
  const days: CountedDay[] = [{ day: from, kind: dayKind(calendar, from), number: null }];
  let number = 0;
  for (let day = addDays(from, -1); day >= until; day = addDays(day, -1)) {
    const kind = dayKind(calendar, day);
    const counts = kind === "工作日" || kind === "调休上班";
    if (counts) number += 1;
    days.push({ day, kind, number: counts ? number : null });
  }
  return days;
}

const durationText = /^(\d{1,3}|[一二两三四五六七八九十]{1,3})(个?工作日|个?自然日|日|天|个月|年)(?:以内|之内|内)?$/;

/** Reads 10个工作日, 15日, 15天, 3个月, 三年; a year is twelve months. null for anything else, and for zero. */
export function parseDuration(text: string): Duration | null {
  const parts = durationText.exec(text.normalize("NFKC").replaceAll(/\s/g, ""));
  if (!parts) return null;
  const [, numeral = "", word = ""] = parts;
  const count = parseNumeral(numeral);
  if (!count) return null;
  if (word.endsWith("工作日")) return { count, unit: "工作日" };
  if (word === "个月") return { count, unit: "月" };
  if (word === "年") return { count: count * 12, unit: "月" };
  return { count, unit: "日" };
}

/** 10个工作日, 15日, 3个月: the form that parseDuration reads back. */
export function formatDuration({ count, unit }: Duration): string {
  return unit === "日" ? `${count}日` : `${count}个${unit}`;
}

/** Reads a whole number in digits, or in Chinese numerals up to 九十九; null for anything else. */
export function parseNumeral(text: string): number | null {
  if (/^\d{1,4}$/.test(text)) return Number(text);
  const parts = /^(?:([一二三四五六七八九]?)(十))?([一二两三四五六七八九]?)$/.exec(text);
  if (!parts || text === "") return null;
  const [, tens = "", ten = "", ones = ""] = parts;
  return (ten ? valueOf(tens || "一") * 10 : 0) + (ones === "两" ? 2 : valueOf(ones));
}

function valueOf(numeral: string): number {
  return "零一二三四五六七八九".indexOf(numeral || "零");
}

function lastDayOf(calendar: Calendar, from: Day, { count, unit }: Duration): Day {
  if (unit === "工作日") return addWorkdays(calendar, from, count);
  return unit === "月" ? addMonths(from, count) : addDays(from, count);
}

function rollForward(calendar: Calendar, day: Day, { unit }: Duration): Day {
  if (unit === "工作日" || isWorkday(calendar, day)) return day;
  return addWorkdays(calendar, day, 1);
}

/** null where the calendar does not know the year. */
export function dayKind(calendar: Calendar, day: Day): DayKind | null {
  if (!calendar.covers(yearOf(day))) return null;
  const works = calendar.isWorkday(day);
  if (weekday(day) <= 5) return works ? "工作日" : "放假";
  return works ? "调休上班" : "周末";
}

function yearOf(day: Day): number {
  return Number(day.slice(0, 4));
}
