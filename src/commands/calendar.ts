/** The working-day calendar of this office: the State Council's arrangements, and the county's file for what was announced since. */
import {
  Stop,
  addDays,
  arrangementProblems,
  calendarFileName,
  daysGiven,
  daysBetween,
  isWorkday,
  misuse,
  toDay,
  weekday,
  weekdayName,
  yearsIn,
} from "../campaign/index.ts";
import type { Arrangement, Calendar, Day } from "../campaign/index.ts";
import type { Office } from "../office.ts";
import { loadCalendar, loadFestivals, readYearFile } from "../read/calendar.ts";
import { actOf } from "./desk/campaign.ts";
import { calendarOf, ownFile, ownPath } from "./desk/calendar.ts";
import { bytesGiven } from "./desk/given-file.ts";
import { laterLimits, settleLimits } from "./desk/later-limits.ts";
import { replaceFile } from "../write/files.ts";
import { jsonText } from "../write/json.ts";
import { nextSteps } from "../write/message.ts";
import { plain } from "../write/plain.ts";
import { print } from "./desk/print.ts";

/** tuban calendar show: a year's arrangement, month by month. */
export async function calendarShow(
  office: Office,
  yearText: string | undefined,
  { csv = false }: { readonly csv?: boolean } = {},
): Promise<void> {
  const year = yearOf(yearText ?? office.asOf.slice(0, 4));
  const calendar = await calendarOf(office);
  const days = daysOfYear(year).map((day) => ({ day, works: isWorkday(calendar, day) }));
  const rows = days.filter(({ day, works }) => works !== weekday(day) <= 5);
  const worked = days.filter(({ works }) => works).length;
  await print(
    office,
    {
      title: `${year}年：工作日 ${worked} 天，其中调休上班 ${rows.filter(({ works }) => works).length} 天；周一至周五放假 ${rows.filter(({ works }) => !works).length} 天`,
      columns: [
        { key: "day", title: "日期", kind: "day", value: ({ day }) => day },
        { key: "weekday", title: "星期", value: ({ day }) => weekdayName(day) },
        { key: "arrangement", title: "安排", value: ({ works }) => (works ? "上班" : "放假") },
      ],
      rows,
    },
    { csv },
  );
}

/** tuban calendar check: which years can be counted in, and whether the county's file can be read. @throws Stop naming each year that is not whole */
export async function calendarCheck(office: Office): Promise<void> {
  const { arrangements } = ownFile(office);
  const calendar = await loadCalendar(arrangements);
  const festivalsOf = await loadFestivals();
  const own = yearsIn(arrangements);
  const half = arrangements.filter(({ day }) => !calendar.covers(yearOf(day.slice(0, 4))));
  const problems = half.length === 0 ? [] : arrangementProblems(half, calendarFileName, festivalsOf);
  if (problems.length > 0) throw new Stop(1, problems);
  const known = knownYears(calendar);
  const next = Number(office.today.slice(0, 4)) + 1;
  if (office.json) {
    office.io.out.write(jsonText({ years: known, ownYears: own, ownDays: arrangements.length }));
    return;
  }
  const file =
    arrangements.length === 0
      ? `没有「${calendarFileName}」`
      : `「${calendarFileName}」${arrangements.length} 天（${own.join("、")}年）`;
  office.io.out.write(`工作日历：${known[0] ?? ""}–${known.at(-1) ?? ""}年可用；${file}\n`);
  if (calendar.covers(next)) return;
  const off = `${next}-10-01,放假`;
  office.io.out.write(
    `还没有${next}年的放假安排：落在${next}年的期限先记作“前后”，不耽误办理。国务院办公厅公布以后，把放假和调休上班的日子每行一天写成文件（如「${off}」「${next}-10-09,上班」）再加进来。\n`,
  );
  office.io.err.write(nextSteps([`tuban calendar add ${next}.csv`], office.io));
}

/** tuban calendar add: a year's arrangement, checked, into the county's file. @throws Stop; then the file is as it was */
export async function calendarAdd(office: Office, file: string): Promise<void> {
  const added = readYearFile(new TextDecoder().decode(bytesGiven(office.io, file)), file);
  const { arrangements } = added;
  const own = ownFile(office);
  const calendar = await loadCalendar(own.arrangements);
  const whole = merged(own.arrangements, arrangements);
  // A year that is known already is corrected day by day; a new one has to be whole.
  const fresh = whole.filter(({ day }) => !calendar.covers(yearOf(day.slice(0, 4))));
  const problems = [
    ...added.problems,
    ...arrangementProblems(arrangements, file, () => []),
    ...(fresh.length === 0 ? [] : arrangementProblems(fresh, file, await loadFestivals())),
  ];
  if (problems.length > 0) throw new Stop(2, problems);
  if (!(await isBalanced(office, calendar, fresh))) return;
  const lines = whole.map(({ day, works }) => `${day},${works ? "上班" : "放假"}`);
  const limits = await laterLimits(office, await loadCalendar(whole));
  const act = limits.length === 0 ? null : await actOf(office, "calendar add");
  const path = ownPath(office);
  await replaceFile(path, `\uFEFF日期,安排\n${lines.join("\n")}\n`);
  if (act !== null) await settleLimits(office, act, limits);
  const years = yearsIn(arrangements);
  office.io.out.write(
    office.json
      ? jsonText({
          file: path,
          years,
          added: arrangements.length,
          total: whole.length,
          settled: limits.map(({ number, due }) => ({ number, due })),
        })
      : `已加入 ${years.join("、")}年的安排 ${arrangements.length} 天，写在 ${plain(path)}\n${limits.map(({ number, due }) => plain(`期限定了：${number} 到 ${due}`) + "\n").join("")}`,
  );
  office.io.err.write(
    nextSteps(
      years.map((year) => `tuban calendar show ${year}`),
      office.io,
    ),
  );
}

/** Where both speak of a day, the later holds. In the order of the days. */
function merged(before: readonly Arrangement[], added: readonly Arrangement[]): Arrangement[] {
  const all = new Map([...before, ...added].map(({ day, works }) => [day, works]));
  return [...all].map(([day, works]) => ({ day, works })).toSorted((a, b) => (a.day < b.day ? -1 : 1));
}

/** A new year that gives more or fewer days off than the last known one may lack its make-up workdays: the official looks again. */
async function isBalanced(office: Office, calendar: Calendar, fresh: readonly Arrangement[]): Promise<boolean> {
  const last = knownYears(calendar).at(-1) ?? 0;
  const usual = daysGiven(
    daysOfYear(last).map((day) => ({ day, works: isWorkday(calendar, day) })),
    last,
  );
  const odd = yearsIn(fresh).filter((year) => daysGiven(fresh, year) !== usual);
  if (odd.length === 0) return true;
  const told = odd.map(
    (year) => `${year}年工作日里放假的天数减去调休上班的天数是 ${daysGiven(fresh, year)} 天，${last}年是 ${usual} 天`,
  );
  office.io.err.write(`注意：${told.join("；")}。对照通知看有没有漏写调休上班或放假的日子。\n`);
  return office.yes || office.io.ask.confirm({ message: "照这样加入？", instead: "--yes" });
}

function knownYears(calendar: Calendar): number[] {
  return Array.from({ length: 200 }, (_, index) => 1950 + index).filter((year) => calendar.covers(year));
}

function yearOf(text: string): number {
  const parts = /^(\d{4})年?$/.exec(text.trim());
  return parts
    ? Number(parts[1])
    : misuse("bad-year", `年份看不懂：${text}`, { hint: "写成 tuban calendar show 2026" });
}

function daysOfYear(year: number): Day[] {
  const first = toDay(year, 1, 1);
  return Array.from({ length: daysBetween(first, toDay(year + 1, 1, 1)) }, (_, index) => addDays(first, index));
}
