/**
 * The State Council's calendar: the years that come with tuban (templates/calendar), and an office's own file for those published since.
 * Read only when a working day is asked for.
 */
import { readFileSync } from "node:fs";
import type { Arrangement, Calendar, Day, Festival, Problem } from "../campaign/index.ts";
import { calendarFileName, extendCalendar, shown, weekday, yearsIn } from "../campaign/index.ts";
import { templatePath } from "../templates.ts";
import { readDay } from "./day.ts";

/** The calendar of all years known, with the office's own arrangements on top. */
export async function loadCalendar(arrangements: readonly Arrangement[] = []): Promise<Calendar> {
  return extendCalendar(shippedCalendar, arrangements, await loadFestivals());
}

/** The years of the notices that came with this version: each day that departs from Monday to Friday. Read when first asked. */
const shippedCalendar: Calendar = {
  covers: (year) => shippedDays().years.has(year),
  isWorkday: (day) => shippedDays().listed.get(day) ?? weekday(day) <= 5,
};

interface ShippedDays {
  readonly listed: ReadonlyMap<Day, boolean>;
  readonly years: ReadonlySet<number>;
}

let shipped: ShippedDays | undefined;

function shippedDays(): ShippedDays {
  if (shipped) return shipped;
  const { arrangements } = readArrangements(readFileSync(templatePath("calendar", calendarFileName), "utf8"));
  const listed = new Map(arrangements.map(({ day, works }) => [day, works]));
  return (shipped = { listed, years: new Set(yearsIn(arrangements)) });
}

/**
 * On which day each of the seven holidays falls in a year. Those of the lunar calendar and 清明 come from a table
 * that ends in 2060; in later years only 元旦, 劳动节 and 国庆 are known.
 */
export async function loadFestivals(): Promise<(year: number) => readonly Festival[]> {
  let moving: ReadonlyMap<number, readonly Festival[]> | undefined;
  return (year) =>
    [
      { name: "元旦", day: `${year}-01-01` as Day } as const,
      ...((moving ??= movingFestivals()).get(year) ?? []),
      { name: "劳动节", day: `${year}-05-01` as Day } as const,
      { name: "国庆", day: `${year}-10-01` as Day } as const,
    ].toSorted((a, b) => (a.day < b.day ? -1 : 1));
}

const movingNames = ["春节", "清明", "端午", "中秋"] as const;

/** By year, from a table of their dates: 年,春节,清明,端午,中秋. */
function movingFestivals(): Map<number, Festival[]> {
  const [, ...lines] = readFileSync(templatePath("calendar", "节日.csv"), "utf8").trimEnd().split("\n");
  return new Map(
    lines.map((line) => {
      const [year, ...dates] = line.split(",");
      return [
        Number(year),
        movingNames.flatMap((name, index) => {
          const day = readDay(`${year}-${dates[index]}`);
          return day === null ? [] : [{ name, day }];
        }),
      ];
    }),
  );
}

/**
 * Reads 节假日.csv: one day a line, 日期,安排, where 安排 is 放假 or 上班. A header, blank lines and lines after # are skipped.
 * All faults in one pass.
 */
export function readArrangements(
  text: string,
  file: string = calendarFileName,
): { arrangements: Arrangement[]; problems: Problem[] } {
  const arrangements: Arrangement[] = [];
  const problems: Problem[] = [];
  for (const [index, line] of text.split(/\r\n|\n|\r/).entries()) {
    const trimmed = line.replace(/^\uFEFF/, "").trim();
    if (trimmed === "" || trimmed.startsWith("#") || /^"?日期/.test(trimmed)) continue;
    const arrangement = readArrangement(trimmed);
    if (arrangement) arrangements.push(arrangement);
    else problems.push(unreadable(trimmed, file, index + 1));
  }
  return { arrangements, problems };
}

/**
 * Reads a year's arrangement to be added: the lines of 节假日.csv, or JSON: {"2027-10-01":"放假"}, {"放假":[…],"上班":[…]},
 * a list of {"date","isOffDay"}, or {"days":[…]} of those. All faults in one pass.
 */
export function readYearFile(text: string, file: string): { arrangements: Arrangement[]; problems: Problem[] } {
  const body = text.replace(/^\uFEFF/, "").trim();
  if (!/^[[{]/.test(body)) return readArrangements(body, file);
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return { arrangements: [], problems: [unreadableFile(file, "不是完整的 JSON")] };
  }
  const pairs = pairsIn(value);
  if (pairs === null) return { arrangements: [], problems: [unreadableFile(file, "没有认出放假和上班的日期")] };
  const read = pairs.map(([date, word]) => ({ date, word, arrangement: readArrangement(`${date},${word}`) }));
  return {
    arrangements: read.flatMap(({ arrangement }) => arrangement ?? []),
    problems: read
      .filter(({ arrangement }) => arrangement === null)
      .map(({ date, word }) => ({
        code: "calendar-bad-line",
        message: `看不懂${shown(`${date}：${word}`)}。`,
        hint: "日期写成 2027-10-01，安排写「放假」或「上班」。",
        place: { file },
      })),
  };
}

function unreadableFile(file: string, why: string): Problem {
  return {
    code: "calendar-unreadable",
    message: `${file} ${why}`,
    hint: '写成 {"放假":["2027-10-01"],"上班":["2027-10-09"]}，或每行一天的 CSV：2027-10-01,放假',
    place: { file },
  };
}

/** Dates with 放假 or 上班 in the forms that are met; null for any other value. */
function pairsIn(value: unknown): (readonly [string, string])[] | null {
  if (Array.isArray(value)) {
    const pairs = value.map((one: unknown) => pairOf(one));
    return pairs.some((pair) => pair === null) ? null : pairs.flatMap((pair) => (pair ? [pair] : []));
  }
  if (typeof value !== "object" || value === null) return null;
  const record = value as Readonly<Record<string, unknown>>;
  if (Array.isArray(record["days"])) return pairsIn(record["days"]);
  const lists = ["放假", "上班"].filter((word) => Array.isArray(record[word]));
  if (lists.length > 0)
    return lists.flatMap((word) => (record[word] as unknown[]).map((date) => [String(date), word] as const));
  const entries = Object.entries(record);
  return entries.length > 0 && entries.every(([date, word]) => /^\d/.test(date) && typeof word === "string")
    ? entries.map(([date, word]) => [date, String(word)] as const)
    : null;
}

function pairOf(one: unknown): readonly [string, string] | null {
  if (typeof one !== "object" || one === null) return null;
  const { date, isOffDay } = one as Readonly<Record<string, unknown>>;
  return typeof date === "string" && typeof isOffDay === "boolean" ? [date, isOffDay ? "放假" : "上班"] : null;
}

function readArrangement(line: string): Arrangement | null {
  const [date = "", word = ""] = line
    .replaceAll('"', "")
    .split(/[,，\t]/)
    .map((cell) => cell.trim());
  const day = readDay(date);
  if (!day || !["放假", "上班"].includes(word)) return null;
  return { day, works: word === "上班" };
}

function unreadable(line: string, file: string, row: number): Problem {
  return {
    code: "calendar-bad-line",
    message: `看不懂${shown(line)}。`,
    hint: "每行写一个日期和「放假」或「上班」，如 2027-10-01,放假。",
    place: { file, row },
  };
}
