/** Dates as people write them. */
import type { Day } from "../campaign/index.ts";
import { addDays, cleanCell, foldWidth, isDay, parseNumeral, toDay } from "../campaign/index.ts";

export interface DayOptions {
  /** Where given, 7月20日 is read in this day's year, and 今天, 昨天 and 前天 from it. */
  readonly today?: Day;
}

/** The round signs that are typed for 〇, letters among them. */
const noughts = "〇○◯零OoΟοОо";
const digitOf: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Array.from(noughts, (sign) => [sign, "0"])),
  一: "1",
  二: "2",
  三: "3",
  四: "4",
  五: "5",
  六: "6",
  七: "7",
  八: "8",
  九: "9",
};

const month = "(\\d{1,2}|[一二三四五六七八九十]{1,3}|元)";
const date = "(\\d{1,2}|[一二三四五六七八九十]{1,3}|廿[一二三四五六七八九]?|卅一?)";
const parted = /^(\d{4})([-./])(\d{1,2})\2(\d{1,2})[日号]?$/;
const joined = /^(\d{4})(\d{2})(\d{2})$/;
const named = new RegExp(`^([\\d${noughts}一二三四五六七八九]{4})年${month}月${date}[日号]?$`);
const withoutYear = new RegExp(`^${month}月${date}[日号]$`);
const clock = /(?:T|\s+)\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?$/;

/**
 * Reads 2021-07-20, 2021.7.20, 2021/7/20, 20210720, 2021年7月20日, 二〇二一年七月二十日 (二O二一年元月廿日), with spaces, full-width
 * digits, a full stop or a time of day after it (dropped: Excel adds 0:00). null for anything else, for days that do not exist, for years
 * outside 1900–2099 and for a bare month, however written: which day of it is meant nobody said, and a limit hangs on it.
 * A serial number is not read here: see dayOfSerial.
 */
export function readDay(text: string, { today }: DayOptions = {}): Day | null {
  if (text.length > 60) return null;
  const plain = foldWidth(cleanCell(text))
    .replaceAll(/[‐‑‒–—−]/g, "-")
    .replace(clock, "")
    .replaceAll(/\s|(?<=\d)[.。、]$/g, "");
  const numbers = parted.exec(plain);
  if (numbers) return dayOf(numbers[1], numbers[3], numbers[4]);
  const together = joined.exec(plain);
  if (together) return dayOf(together[1], together[2], together[3]);
  const words = named.exec(plain);
  if (words) return dayOf(digits(words[1]), words[2], words[3]);
  return today ? relativeDay(plain, today) : null;
}

/** 2000-01-01 and 2050-12-31: outside them a number in a date column is more likely a slip than a date. */
const [firstSerial, lastSerial] = [36526, 55153];

/** What has to be added to a serial number of the 1904 system. */
export const from1904To1900 = 1462;

/** The day of an Excel serial number (1900 system: 44375 is 2021-06-28; the time of day is dropped); null outside 2000–2050. */
export function dayOfSerial(
  serial: number,
  { from1904 }: { readonly from1904: boolean } = { from1904: false },
): Day | null {
  const whole = Math.floor(serial) + (from1904 ? from1904To1900 : 0);
  return whole >= firstSerial && whole <= lastSerial ? addDays(toDay(1899, 12, 30), whole) : null;
}

function relativeDay(text: string, today: Day): Day | null {
  const back = ["今天", "昨天", "前天"].indexOf(text);
  if (back >= 0) return addDays(today, -back);
  const parts = withoutYear.exec(text);
  return parts ? dayOf(today.slice(0, 4), parts[1], parts[2]) : null;
}

function dayOf(year = "", month = "", date = ""): Day | null {
  const text = `${year}-${twoDigits(month)}-${twoDigits(date)}`;
  return isDay(text) && year >= "1900" && year <= "2099" ? text : null;
}

function twoDigits(text: string): string {
  const written = text.replace(/^元$/, "一").replace("廿", "二十").replace("卅", "三十");
  return String(parseNumeral(written) ?? "").padStart(2, "0");
}

function digits(text = ""): string {
  return Array.from(text)
    .map((character) => digitOf[character] ?? character)
    .join("");
}
