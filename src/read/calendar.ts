/**
 * The State Council's calendar: from the package, and from an office's own file for years the package does not have.
 * The package is loaded only when a working day is asked for.
 */
import type { Arrangement, Calendar, Day, Festival, Problem } from "../campaign/index.ts";
import { calendarFileName, extendCalendar, shown } from "../campaign/index.ts";
import { readDay } from "./day.ts";

/** The calendar of all years known, with the office's own arrangements on top. */
export async function loadCalendar(arrangements: readonly Arrangement[] = []): Promise<Calendar> {
  const { default: days } = await import("chinese-days");
  // For a year it does not have, the package answers as if there were no holidays; only a year with a 国庆 has its data.
  const covers = remember((year: number) => days.getDayDetail(`${year}-10-01`).name.includes("国庆"));
  return extendCalendar(
    { covers, isWorkday: remember((day) => days.isWorkday(day)) },
    arrangements,
    await loadFestivals(),
  );
}

/** On which day each of the seven holidays falls in a year, by the lunar calendar where it goes by that. */
export async function loadFestivals(): Promise<(year: number) => readonly Festival[]> {
  const { default: days } = await import("chinese-days");
  const lunar = (year: number, date: string): Day => days.getSolarDateFromLunar(`${year}-${date}`).date as Day;
  return (year) => [
    { name: "元旦", day: `${year}-01-01` as Day },
    { name: "春节", day: lunar(year, "01-01") },
    { name: "清明", day: days.getSolarTermDate(year, 4, "pure_brightness") as Day },
    { name: "劳动节", day: `${year}-05-01` as Day },
    { name: "端午", day: lunar(year, "05-05") },
    { name: "中秋", day: lunar(year, "08-15") },
    { name: "国庆", day: `${year}-10-01` as Day },
  ];
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

function remember<Key, Value>(answer: (key: Key) => Value): (key: Key) => Value {
  const known = new Map<Key, Value>();
  return (key) => {
    const before = known.get(key);
    if (before !== undefined) return before;
    const value = answer(key);
    known.set(key, value);
    return value;
  };
}
