/** The working-day calendar of this office: the State Council's arrangements, and the county's file for what was announced since. */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import {
  Stop,
  addDays,
  arrangementProblems,
  calendarFileName,
  daysBetween,
  isWorkday,
  misuse,
  toDay,
  weekday,
  weekdayName,
} from "../campaign/index.ts";
import type { Arrangement, Calendar, Day } from "../campaign/index.ts";
import type { Office } from "../office.ts";
import { loadCalendar, readArrangements, readYearFile } from "../read/calendar.ts";
import { fileBytes } from "../read/file.ts";
import { writeOut } from "../write/files.ts";
import { jsonText } from "../write/json.ts";
import { nextSteps } from "../write/message.ts";
import { plain } from "../write/plain.ts";
import { print } from "./print.ts";

/** Reads 节假日.csv beside the ledger when it is there. @throws Stop naming each line that is not understood */
export async function calendarOf(office: Office): Promise<Calendar> {
  return loadCalendar(ownFile(office).arrangements);
}

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

/** tuban calendar check: which years can be counted in, and whether the county's file can be read. @throws Stop naming each bad line */
export async function calendarCheck(office: Office): Promise<void> {
  const { arrangements, years } = ownFile(office);
  const calendar = await loadCalendar(arrangements);
  const known = Array.from({ length: 200 }, (_, index) => 1950 + index).filter((year) => calendar.covers(year));
  const missing = years.filter((year) => !calendar.covers(year));
  if (missing.length > 0)
    throw new Stop(
      1,
      missing.map((year) => ({
        code: "calendar-half-year",
        message: `「${calendarFileName}」里 ${year}年的安排不完整：没有国庆节放假（${year}-10-01）`,
        hint: `把国务院办公厅公布的 ${year} 年安排写全，再运行 tuban calendar check`,
      })),
    );
  if (office.json) {
    office.io.out.write(jsonText({ years: known, ownYears: years, ownDays: arrangements.length }));
    return;
  }
  const own =
    arrangements.length === 0
      ? `没有「${calendarFileName}」`
      : `「${calendarFileName}」${arrangements.length} 天（${years.join("、")}年）`;
  office.io.out.write(`工作日历：${known[0] ?? ""}–${known.at(-1) ?? ""}年可用；${own}\n`);
  const last = known.at(-1) ?? 0;
  if (last <= Number(office.today.slice(0, 4)))
    office.io.err.write(nextSteps([`tuban calendar add ${last + 1}.json`], office.io));
}

/** tuban calendar add: a year's arrangement, checked, into the county's file. @throws Stop; then the file is as it was */
export async function calendarAdd(office: Office, file: string): Promise<void> {
  const added = readYearFile(new TextDecoder().decode(fileBytes(resolve(office.io.cwd, file))), file);
  const problems = [...added.problems, ...arrangementProblems(added.arrangements, file)];
  if (problems.length > 0) throw new Stop(2, problems);
  const own = ownFile(office);
  const merged = new Map([...own.arrangements, ...added.arrangements].map(({ day, works }) => [day, works]));
  const lines = [...merged]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([day, works]) => `${day},${works ? "上班" : "放假"}`);
  const path = ownPath(office);
  await writeOut(path, `\uFEFF日期,安排\n${lines.join("\n")}\n`);
  const years = [...new Set(added.arrangements.map(({ day }) => day.slice(0, 4)))].toSorted();
  office.io.out.write(
    office.json
      ? jsonText({ file: path, years: years.map(Number), added: added.arrangements.length, total: merged.size })
      : `已加入 ${years.join("、")}年的安排 ${added.arrangements.length} 天，写在 ${plain(path)}\n`,
  );
  office.io.err.write(
    nextSteps(
      years.map((year) => `tuban calendar show ${year}`),
      office.io,
    ),
  );
}

const ownPath = (office: Office): string => join(dirname(office.ledgerPath), calendarFileName);

function ownFile(office: Office): { arrangements: readonly Arrangement[]; years: readonly number[] } {
  const path = ownPath(office);
  if (!existsSync(path)) return { arrangements: [], years: [] };
  const { arrangements, problems } = readArrangements(readFileSync(path, "utf8"), calendarFileName);
  if (problems.length > 0) throw new Stop(2, problems);
  return {
    arrangements,
    years: [...new Set(arrangements.map(({ day }) => Number(day.slice(0, 4))))].toSorted((a, b) => a - b),
  };
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
