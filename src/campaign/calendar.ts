/**
 * Working days and time limits.
 *
 * The core knows no holidays: a Calendar is handed in. A limit that runs into a year it does not know stays open:
 * a guess would move a deadline over 国庆 or 春节, and a wrong deadline voids a penalty.
 */
import { hint, next } from "../base/next.ts";
import type { Day } from "../base/day.ts";
import { addDays, addMonths, toDay, weekday } from "../base/day.ts";
import type { Duration } from "./plan.ts";
import type { Problem } from "../base/problem.ts";
import { refuse } from "../base/problem.ts";

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

/** A statutory holiday on its own day of a year. */
export interface Festival {
  readonly name: "元旦" | "春节" | "清明" | "劳动节" | "端午" | "中秋" | "国庆";
  readonly day: Day;
}

/**
 * The same calendar with an office's own arrangements added; where both speak, the office's hold.
 * A year not covered before counts as covered once every festival of it has its days off: a half-written year stays unknown.
 */
export function extendCalendar(
  base: Calendar,
  arrangements: readonly Arrangement[],
  festivalsOf: (year: number) => readonly Festival[],
): Calendar {
  const listed = new Map(arrangements.map(({ day, works }) => [day, works]));
  const years = new Set(arrangements.map(({ day }) => yearOf(day)));
  const whole = new Set([...years].filter((year) => withoutDaysOff(festivalsOf(year), listed).length === 0));
  const covers = (year: number) => base.covers(year) || whole.has(year);
  const usual = (day: Day) => (base.covers(yearOf(day)) ? base.isWorkday(day) : weekday(day) <= 5);
  return { covers, isWorkday: (day) => listed.get(day) ?? usual(day) };
}

/** Festivals for which no weekday off is listed: their own day, or one within three days where that is a Saturday or Sunday. */
function withoutDaysOff(festivals: readonly Festival[], listed: ReadonlyMap<Day, boolean>): Festival[] {
  const isOff = (day: Day): boolean => listed.get(day) === false && weekday(day) <= 5;
  return festivals.filter(({ day }) =>
    weekday(day) <= 5 ? !isOff(day) : ![-3, -2, -1, 1, 2, 3].some((step) => isOff(addDays(day, step))),
  );
}

/** What is wrong with an arrangement before it is taken over: a day twice with both words, a festival without its days off, nothing at all. */
export function arrangementProblems(
  arrangements: readonly Arrangement[],
  file: string,
  festivalsOf: (year: number) => readonly Festival[],
): Problem[] {
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
  return [
    ...twice.map(({ day }): Problem => ({
      code: "calendar-twice",
      message: `${day} 写了两次，一次放假一次上班`,
      hint: "留下正确的一行",
      place,
    })),
    ...yearsIn(arrangements).flatMap((year) => {
      const missing = withoutDaysOff(festivalsOf(year), listed);
      return missing.length === 0
        ? []
        : [
            {
              code: "calendar-half-year",
              message: `${year}年的安排不完整：没有${missing.map(({ name, day }) => `${name}（${day}）`).join("、")}的放假日`,
              hint: "把国务院办公厅公布的全年安排写全，元旦、春节、清明、劳动节、端午、中秋、国庆都要有；写了一半的年份会算错期限",
              place,
            } satisfies Problem,
          ];
    }),
  ];
}

/**
 * Weekdays off less weekend days worked: how many days the year's arrangement gives in all.
 * It is the same from year to year while the holidays stay the same, so a file that lacks its make-up workdays shows in it.
 */
export function daysGiven(arrangements: readonly Arrangement[], year: number): number {
  const ours = arrangements.filter(({ day, works }) => yearOf(day) === year && works !== weekday(day) <= 5);
  return ours.reduce((given, { works }) => given + (works ? -1 : 1), 0);
}

/** The years spoken of, in order. */
export function yearsIn(arrangements: readonly Arrangement[]): number[] {
  return [...new Set(arrangements.map(({ day }) => yearOf(day)))].toSorted((a, b) => a - b);
}

/** @throws Stop `calendar-unknown-year` when the calendar does not cover the day's year */
export function isWorkday(calendar: Calendar, day: Day): boolean {
  const year = yearOf(day);
  if (calendar.covers(year)) return calendar.isWorkday(day);
  return unknownYear(year, `算不出${day}是不是工作日`);
}

function unknownYear(year: number, consequence: string): never {
  refuse("calendar-unknown-year", `${year}年放假安排未公布，${consequence}`, {
    hint: hint`国务院办公厅公布${year}年安排以后，每行一天写成文件，如「${year}-10-01,放假」「${year}-10-09,上班」，用 ${next("calendar add", ["文件"])} 加进来`,
  });
}

/**
 * When something has to be done at the latest. Open where the count runs into a year whose holidays are not published:
 * then there is only about a day, and nothing that could be compared with one.
 */
export type LastDay = SettledDay | OpenDay;

export interface SettledDay {
  readonly settled: true;
  readonly due: Day;
}

export interface OpenDay {
  readonly settled: false;
  /** For showing, and for the order on a list. */
  readonly around: Day;
  /** It cannot be earlier than this, whatever is published. */
  readonly earliest: Day;
  /** The year without an arrangement. */
  readonly missing: number;
}

export const onDay = (due: Day): SettledDay => ({ settled: true, due });

/** Whether the last day lies before `on`. @throws Stop `calendar-unknown-year` where that depends on what is not published */
export function isOver(last: LastDay, on: Day): boolean {
  if (last.settled) return last.due < on;
  if (on <= last.earliest) return false;
  return unknownYear(last.missing, `期限在 ${last.around} 前后，算不出到 ${on} 是不是已经过了`);
}

/** Whether it has passed beyond doubt; an open one has not. */
export const isSurelyOver = (last: LastDay, on: Day): boolean => last.settled && last.due < on;

/** The day itself. @throws Stop `calendar-unknown-year` where it is open */
export function certainDay(last: LastDay): Day {
  return last.settled ? last.due : unknownYear(last.missing, `期限在 ${last.around} 前后，算不出是哪一天`);
}

/** For the order on a list, and to choose what is near; never to decide whether a limit has passed. */
export const aboutDay = (last: LastDay): Day => (last.settled ? last.due : last.around);

/** 2027-04-29; 2027-04-29 前后（2027年放假安排未公布） */
export function lastDayText(last: LastDay): string {
  return last.settled ? last.due : `${last.around} 前后（${last.missing}年放假安排未公布）`;
}

/** The earlier of two, as far as it is certain; else the one that is about earlier. */
export function earlierOf(one: LastDay, bound: Day): LastDay {
  if (one.settled) return one.due <= bound ? one : onDay(bound);
  if (bound <= one.earliest) return onDay(bound);
  return one.around <= bound ? one : { ...one, around: bound };
}

/** The `count`-th working day after `day`, which itself is not counted (民诉法 §85); before it, when negative. */
function workdaysFrom(works: (day: Day) => boolean, day: Day, count: number): Day {
  const step = Math.sign(count);
  let current = day;
  for (let left = Math.abs(count); left > 0;) {
    current = addDays(current, step);
    if (works(current)) left -= 1;
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

export type Deadline = (SettledDay | OpenDay) & {
  readonly unit: Duration["unit"];
  /** The last day as counted; differs from the last day where it was moved off a day off. null where the count itself is open. */
  readonly counted: Day | null;
};

/**
 * When a limit that starts on `from` runs out; `from` is not counted (民诉法 §85).
 * Whether a limit is in working or calendar days is the law's to say (处罚法 §85, 强制法 §69): the Duration carries it.
 */
export function deadline(
  calendar: Calendar,
  from: Day,
  duration: Duration,
  { roll = true }: DeadlineOptions = {},
): Deadline {
  const { unit } = duration;
  if (unit === "工作日") {
    const last = workdaysLater(calendar, from, duration.count);
    return { ...last, unit, counted: last.settled ? last.due : null };
  }
  const counted = unit === "月" ? addMonths(from, duration.count) : addDays(from, duration.count);
  return { ...(roll ? offDaysOff(calendar, counted) : onDay(counted)), unit, counted };
}

/** The working day a number of working days before `day`, which itself is not counted. */
export function deadlineBefore(calendar: Calendar, day: Day, count: number): LastDay {
  return workdaysLater(calendar, day, -count);
}

/** Where a year is missing, Monday to Friday stand for its working days: about the day. */
function workdaysLater(calendar: Calendar, from: Day, count: number): LastDay {
  let missing: number | null = null;
  const guess = (day: Day): boolean => {
    if (calendar.covers(yearOf(day))) return calendar.isWorkday(day);
    missing ??= yearOf(day);
    return weekday(day) <= 5;
  };
  const around = workdaysFrom(guess, from, count);
  if (missing === null) return onDay(around);
  // No day can be earlier than where every day of the missing year is worked, counted forwards, or none, counted backwards.
  const earliest = workdaysFrom((day) => (yearOf(day) === missing ? count > 0 : guess(day)), from, count);
  return { settled: false, around, earliest, missing };
}

function offDaysOff(calendar: Calendar, day: Day): LastDay {
  const year = yearOf(day);
  if (calendar.covers(year) && calendar.isWorkday(day)) return onDay(day);
  const next = workdaysLater(calendar, addDays(day, -1), 1);
  return next.settled ? next : { ...next, earliest: day };
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
 * The same count as `deadline`, day by day from the starting day to the last day, for showing;
 * of an open one, as far as the days can be numbered.
 */
export function countDays(
  calendar: Calendar,
  from: Day,
  duration: Duration,
  options: DeadlineOptions = {},
): CountedDay[] {
  const last = deadline(calendar, from, duration, options);
  const end = last.settled ? last.due : (last.counted ?? addDays(toDay(last.missing, 1, 1), -1));
  const days: CountedDay[] = [{ day: from, kind: dayKind(calendar, from), number: null }];
  let number = 0;
  for (let day = addDays(from, 1); day <= end; day = addDays(day, 1)) {
    const kind = dayKind(calendar, day);
    const counts =
      day <= (last.counted ?? end) && (duration.unit !== "工作日" || kind === "工作日" || kind === "调休上班");
    if (counts) number += 1;
    days.push({ day, kind, number: counts ? number : null });
  }
  return days;
}

/** The count of working days backwards from a day, which itself is not counted, laid open; of an open one, nothing. */
export function countDaysBack(calendar: Calendar, from: Day, { count }: Duration): CountedDay[] {
  const last = deadlineBefore(calendar, from, count);
  if (!last.settled) return [];
  const days: CountedDay[] = [{ day: from, kind: dayKind(calendar, from), number: null }];
  let number = 0;
  for (let day = addDays(from, -1); day >= last.due; day = addDays(day, -1)) {
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
