import { hintText } from "../../src/write/next.ts";
import published from "chinese-days";
import { beforeAll, describe, expect, test } from "vitest";
import type { Calendar, Day, Festival } from "../../src/campaign/index.ts";
import { addDays, isWorkday, Stop, weekday } from "../../src/campaign/index.ts";
import { loadCalendar, loadFestivals, readArrangements } from "../../src/read/calendar.ts";

/** The State Council's yearly notices: weekdays off, and weekend days worked. */
const notices: Record<number, { workdays: number; off: string; worked: string }> = {
  2021: {
    workdays: 250,
    off: "01-01 02-11 02-12 02-15 02-16 02-17 04-05 05-03 05-04 05-05 06-14 09-20 09-21 10-01 10-04 10-05 10-06 10-07",
    worked: "02-07 02-20 04-25 05-08 09-18 09-26 10-09",
  },
  2022: {
    workdays: 249,
    off: "01-03 01-31 02-01 02-02 02-03 02-04 04-04 04-05 05-02 05-03 05-04 06-03 09-12 10-03 10-04 10-05 10-06 10-07",
    worked: "01-29 01-30 04-02 04-24 05-07 10-08 10-09",
  },
  2023: {
    workdays: 249,
    off: "01-02 01-23 01-24 01-25 01-26 01-27 04-05 05-01 05-02 05-03 06-22 06-23 09-29 10-02 10-03 10-04 10-05 10-06",
    worked: "01-28 01-29 04-23 05-06 06-25 10-07 10-08",
  },
  2024: {
    workdays: 251,
    off: "01-01 02-12 02-13 02-14 02-15 02-16 04-04 04-05 05-01 05-02 05-03 06-10 09-16 09-17 10-01 10-02 10-03 10-04 10-07",
    worked: "02-04 02-18 04-07 04-28 05-11 09-14 09-29 10-12",
  },
  2025: {
    workdays: 248,
    off: "01-01 01-28 01-29 01-30 01-31 02-03 02-04 04-04 05-01 05-02 05-05 06-02 10-01 10-02 10-03 10-06 10-07 10-08",
    worked: "01-26 02-08 04-27 09-28 10-11",
  },
  2026: {
    workdays: 248,
    off: "01-01 01-02 02-16 02-17 02-18 02-19 02-20 02-23 04-06 05-01 05-04 05-05 06-19 09-25 10-01 10-02 10-05 10-06 10-07",
    worked: "01-04 02-14 02-28 05-09 09-20 10-10",
  },
};

let calendar: Calendar;
beforeAll(async () => {
  calendar = await loadCalendar();
});

function daysOf(year: number): Day[] {
  const days: Day[] = [];
  for (let day = `${year}-01-01` as Day; day.startsWith(String(year)); day = addDays(day, 1)) days.push(day);
  return days;
}

describe("国务院办公厅历年放假安排", () => {
  test.each(Object.entries(notices))("%s 年每一天都对", (year, { workdays, off, worked }) => {
    const differs = new Set([...off.split(" "), ...worked.split(" ")].map((date) => `${year}-${date}`));
    const days = daysOf(Number(year));
    const expected = days.filter((day) => weekday(day) <= 5 !== differs.has(day));
    expect(days.filter((day) => isWorkday(calendar, day))).toEqual(expected);
    expect(expected).toHaveLength(workdays);
  });

  test("随附的每一年，每一天都和 chinese-days 说的一样", () => {
    for (const year of Array.from({ length: 23 }, (_, index) => 2004 + index))
      expect(daysOf(year).filter((day) => isWorkday(calendar, day))).toEqual(
        daysOf(year).filter((day) => published.isWorkday(day)),
      );
  });

  test("chinese-days 里有的年份，随附的也都有：少了就是该补放假安排了", () => {
    const has = (year: number): boolean => published.getDayDetail(`${year}-10-01`).name.includes("国庆");
    const years = Array.from({ length: 60 }, (_, index) => 2004 + index);
    expect(years.filter(has)).toEqual(years.filter((year) => calendar.covers(year)));
  });

  test("随着农历走的节日，到 2060 年都和 chinese-days 算的一样", async () => {
    const festivalsOf = await loadFestivals();
    const lunar = (year: number, date: string): string => published.getSolarDateFromLunar(`${year}-${date}`).date;
    for (const year of Array.from({ length: 57 }, (_, index) => 2004 + index)) {
      const days = new Map(festivalsOf(year).map(({ name, day }) => [name, day]));
      expect([...days.values()]).toEqual([...days.values()].toSorted());
      expect(["春节", "清明", "端午", "中秋"].map((name) => [name, days.get(name as Festival["name"])])).toEqual([
        ["春节", lunar(year, "01-01")],
        ["清明", published.getSolarTermDate(year, 4, "pure_brightness")],
        ["端午", lunar(year, "05-05")],
        ["中秋", lunar(year, "08-15")],
      ]);
    }
  });

  test("知道 2004 到 2026 年，前后都不猜", () => {
    const known = Array.from({ length: 200 }, (_, index) => 1900 + index).filter((year) => calendar.covers(year));
    expect(known).toEqual(Array.from({ length: 23 }, (_, index) => 2004 + index));
  });

  test("七个节日：已公布的每一年都放假", async () => {
    const festivalsOf = await loadFestivals();
    for (const year of Array.from({ length: 19 }, (_, index) => 2008 + index))
      for (const { name, day } of festivalsOf(year))
        expect([day, name, calendar.isWorkday(day)]).toEqual([day, name, false]);
    expect(festivalsOf(2027).map(({ day }) => day)).toEqual([
      "2027-01-01",
      "2027-02-06",
      "2027-04-05",
      "2027-05-01",
      "2027-06-09",
      "2027-09-15",
      "2027-10-01",
    ]);
  });

  test("没有安排的年份停下，说出年份和补法", () => {
    const problem = stopOf(() => isWorkday(calendar, "2027-10-01" as Day)).problems[0];
    expect(problem).toMatchObject({ code: "calendar-unknown-year" });
    expect(problem?.message).toContain("2027年");
    expect(hintText(problem?.hint ?? "")).toContain("tuban calendar add");
    stopOf(() => isWorkday(calendar, "2003-10-01" as Day));
  });
});

describe("县里自备的 节假日.csv", () => {
  const file =
    "\uFEFF日期,安排\r\n# 样例，不是真的安排\r\n2027-01-01,放假\r\n2027-02-08,放假\r\n2027-04-05,放假\r\n2027-05-03,放假\r\n2027-06-09,放假\r\n2027-09-15,放假\r\n2027-10-01,放假\r\n2027/10/4,放假\r\n2027年10月9日,上班\r\n\r\n2026-10-10,放假\r\n";

  test("补上新的一年，也能改已有的一天", async () => {
    const { arrangements, problems } = readArrangements(file);
    expect(problems).toEqual([]);
    const extended = await loadCalendar(arrangements);
    const works = (day: string) => isWorkday(extended, day as Day);
    expect(["2027-10-01", "2027-10-04", "2027-10-05", "2027-10-09", "2027-10-10"].map(works)).toEqual([
      false,
      false,
      true,
      true,
      false,
    ]);
    expect(works("2026-10-10")).toBe(false);
    expect(works("2021-10-09")).toBe(true);
  });

  test.each(["2027-01-01,放假", "2027-01-01,放假\n2027-10-01,放假", "2027-10-01,上班"])(
    "七个节日没有写全的一年仍算不知道：%s",
    async (text) => {
      const extended = await loadCalendar(readArrangements(text).arrangements);
      stopOf(() => isWorkday(extended, "2027-03-01" as Day));
    },
  );

  test("看不懂的行全部指出，带行号", () => {
    const { arrangements, problems } = readArrangements(
      "日期,安排\n2027-02-30,放假\n2027-10-01,休假\n2027-10-02,放假\n=cmd(),\u001b[31m",
    );
    expect(arrangements).toEqual([{ day: "2027-10-02", works: false }]);
    expect(problems.map(({ place }) => place)).toEqual([
      { file: "节假日.csv", row: 2 },
      { file: "节假日.csv", row: 3 },
      { file: "节假日.csv", row: 5 },
    ]);
    expect(problems[2]?.message).not.toContain("\u001b");
  });
});

function stopOf(work: () => unknown): Stop {
  try {
    work();
  } catch (error) {
    if (error instanceof Stop) return error;
    throw error;
  }
  throw new Error("expected a Stop");
}
