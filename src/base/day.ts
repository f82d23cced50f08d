/** A calendar day, written 2021-07-20. Days compare as text. */
export type Day = string & { readonly __day: never };

const isoDay = /^(\d{4})-(\d{2})-(\d{2})$/;

/** Whether a text is a day of the calendar in the form 2021-07-20; 2021-02-30 is not. */
export function isDay(text: string): text is Day {
  const parts = isoDay.exec(text);
  if (!parts) return false;
  const [year, month, date] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  return date >= 1 && month >= 1 && month <= 12 && date <= lastDateOf(year, month);
}

/** A day as one number that sorts as the day does: 20210720 for 2021-07-20. */
export const dayNumber = (day: Day): number =>
  Number(day.slice(0, 4)) * 10_000 + Number(day.slice(5, 7)) * 100 + Number(day.slice(8, 10));

/** The day that a number of `dayNumber` stands for. */
export function dayOfNumber(number: number): Day {
  const text = String(number).padStart(8, "0");
  return `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}` as Day;
}

/** The day `count` calendar days after `day` (before, when negative). */
export function addDays(day: Day, count: number): Day {
  return dayOfEpoch(epochOf(day) + count);
}

/** The same date `count` months later; the month's last day where that date does not exist (01-31 + 1 month = 02-28). */
export function addMonths(day: Day, count: number): Day {
  const months = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1 + count;
  const [year, month] = [Math.floor(months / 12), (months % 12) + 1];
  return toDay(year, month, Math.min(Number(day.slice(8)), lastDateOf(year, month)));
}

/** Calendar days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: Day, to: Day): number {
  return epochOf(to) - epochOf(from);
}

/** 1 = Monday … 7 = Sunday. */
export function weekday(day: Day): number {
  return ((((epochOf(day) + 3) % 7) + 7) % 7) + 1;
}

/** 星期一 … 星期日 */
export function weekdayName(day: Day): string {
  return `星期${"一二三四五六日".charAt(weekday(day) - 1)}`;
}

/** A day from its numbers. @throws RangeError when there is no such day */
export function toDay(year: number, month: number, date: number): Day {
  const text = `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}-${String(date).padStart(2, "0")}`;
  if (!isDay(text)) throw new RangeError(`no such day: ${text}`);
  return text;
}

function lastDateOf(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function epochOf(day: Day): number {
  return Date.parse(`${day}T00:00:00Z`) / 86_400_000;
}

function dayOfEpoch(epoch: number): Day {
  return new Date(epoch * 86_400_000).toISOString().slice(0, 10) as Day;
}

/** China's clocks are 8 hours ahead of UTC all year. Acts are dated by them, whatever zone a computer is set to. */
const chinaAhead = 8 * 3_600_000;

/** A moment by China's clocks, e.g. 2026-11-23 09:00; null where it is no moment, or none of a year with four digits. */
export function chinaTime(moment: Date): { readonly day: Day; readonly time: string } | null {
  const shifted = new Date(moment.getTime() + chinaAhead);
  if (Number.isNaN(shifted.getTime())) return null;
  const [day = "", time = ""] = shifted.toISOString().split("T");
  return isDay(day) ? { day, time: time.slice(0, 5) } : null;
}

/** The moment at which China's clocks show this time, e.g. 17:00, on a day. */
export const momentInChina = (day: Day, time: string): Date => new Date(`${day}T${time}:00+08:00`);
