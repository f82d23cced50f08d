/**
 * The State Council's calendar: from the package, and from an office's own file for years the package does not have.
 * The package is loaded only when a working day is asked for.
 */
import type { Arrangement, Calendar, Problem } from "../campaign/index.ts";
import { calendarFileName, extendCalendar, shown } from "../campaign/index.ts";
import { readDay } from "./day.ts";

/** The calendar of all years known, with the office's own arrangements on top. */
export async function loadCalendar(arrangements: readonly Arrangement[] = []): Promise<Calendar> {
  const { default: days } = await import("chinese-days");
  // For a year it does not have, the package answers as if there were no holidays; only a year with a 国庆 has its data.
  const covers = remember((year: number) => days.getDayDetail(`${year}-10-01`).name.includes("国庆"));
  return extendCalendar({ covers, isWorkday: remember((day) => days.isWorkday(day)) }, arrangements);
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
