import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import type { Calendar, Day, Duration } from "../../src/campaign/index.ts";
import {
  addDays,
  certainDay,
  countDays,
  deadline,
  deadlineBefore,
  earlierOf,
  formatDuration,
  isOver,
  isWorkday,
  lastDayText,
  parseDuration,
  parseNumeral,
} from "../../src/campaign/index.ts";
import { loadCalendar } from "../../src/read/calendar.ts";

let calendar: Calendar;
beforeAll(async () => {
  calendar = await loadCalendar();
});

const day = (text: string) => text as Day;

function duration(text: string): Duration {
  const read = parseDuration(text);
  if (!read) throw new Error(`not a duration: ${text}`);
  return read;
}

describe("期限届满日", () => {
  test.each([
    ["国庆前送达，听证申请", "2021-09-28", "5个工作日", "2021-10-11"],
    ["国庆前送达，七日", "2021-09-28", "7个工作日", "2021-10-13"],
    ["国庆前送达，缴款", "2021-09-28", "15日", "2021-10-13"],
    ["立案到决定", "2021-09-28", "90日", "2021-12-27"],
    ["公示处罚", "2021-09-28", "20个工作日", "2021-11-01"],
    ["周五送达", "2021-07-16", "5个工作日", "2021-07-23"],
    ["周五送达，七日", "2021-07-16", "7个工作日", "2021-07-27"],
    ["第十五日是周六，顺延到周一", "2021-07-16", "15日", "2021-08-02"],
    ["跨春节", "2025-01-24", "5个工作日", "2025-02-07"],
    ["跨春节，周六调休上班也算", "2025-01-24", "7个工作日", "2025-02-10"],
    ["第十五日是调休上班的周六，不顺延", "2025-01-24", "15日", "2025-02-08"],
    ["跨国庆", "2026-09-30", "5个工作日", "2026-10-13"],
    ["跨中秋和国庆", "2026-09-22", "15个工作日", "2026-10-20"],
    ["三个月，没有 31 日的取月末", "2021-11-30", "3个月", "2022-02-28"],
    ["一个月届满在国庆，顺延", "2021-09-03", "1个月", "2021-10-08"],
  ])("%s：%s 起 %s → %s", (_, from, length, due) => {
    expect(certainDay(deadline(calendar, day(from), duration(length)))).toBe(due);
  });

  test("公告送达三十日不顺延", () => {
    const service = deadline(calendar, day("2021-07-16"), duration("30日"), { roll: false });
    expect(service).toEqual({ settled: true, due: "2021-08-15", unit: "日", counted: "2021-08-15" });
  });

  test("顺延的留下原来那天", () => {
    expect(deadline(calendar, day("2021-07-16"), duration("15日"))).toEqual({
      settled: true,
      due: "2021-08-02",
      unit: "日",
      counted: "2021-07-31",
    });
  });

  test("听证 2021-10-15，提前七个工作日通知 → 2021-09-30", () => {
    expect(deadlineBefore(calendar, day("2021-10-15"), 7)).toEqual({ settled: true, due: "2021-09-30" });
  });

  test.each([
    ["诉讼六个月", "2026-10-29", "6个月", "2027-04-29", "2027-04-29"],
    ["第十五日是周六，大约在周一", "2026-12-25", "15日", "2027-01-11", "2027-01-09"],
    ["五个工作日：最早每天都上班", "2026-12-30", "5个工作日", "2027-01-06", "2027-01-04"],
  ])("数进还没有公布安排的年份，只有前后，没有哪一天：%s", (_, from, length, around, earliest) => {
    const last = deadline(calendar, day(from), duration(length));
    expect(last).toMatchObject({ settled: false, around, earliest, missing: 2027 });
    expect(lastDayText(last)).toBe(`${around} 前后（2027年放假安排未公布）`);
    expect(isOver(last, day("2026-12-31"))).toBe(false);
    expect(isOver(last, day(earliest))).toBe(false);
    expect(() => isOver(last, addDays(day(earliest), 1))).toThrow("2027年放假安排未公布");
    expect(() => certainDay(last)).toThrow("2027年放假安排未公布");
  });

  test("不看放假的期限不用等安排公布", () => {
    expect(deadline(calendar, day("2026-12-30"), duration("3年"), { roll: false })).toMatchObject({
      settled: true,
      due: "2029-12-30",
    });
  });

  test("往前数：一月的听证，十二月哪天通知最迟也说不准", () => {
    const last = deadlineBefore(calendar, day("2027-01-08"), 7);
    expect(last).toMatchObject({ settled: false, around: "2026-12-30", missing: 2027 });
    expect(isOver(last, day("2026-12-22"))).toBe(false);
    expect(() => isOver(last, day("2026-12-31"))).toThrow("2027年放假安排未公布");
  });

  test("安排一公布，真的那天不早于说的最早那天，断定没过的也确实没过", () => {
    const someDay = fc.integer({ min: 0, max: 330 }).map((offset) => addDays(day("2026-02-01"), offset));
    const lengths = fc.constantFrom("5个工作日", "40个工作日", "15日", "60日", "6个月").map(duration);
    const off = fc.uniqueArray(fc.integer({ min: 0, max: 364 }), { maxLength: 120 });
    fc.assert(
      fc.property(someDay, lengths, off, fc.integer({ min: 0, max: 300 }), (from, length, days, later) => {
        const open = deadline(calendar, from, length);
        const free = new Set(days.map((offset) => addDays(day("2027-01-01"), offset)));
        const published: Calendar = {
          covers: (year) => year < 2029,
          isWorkday: (one) => (one < "2027-01-01" ? calendar.isWorkday(one) : !free.has(one)),
        };
        const due = certainDay(deadline(published, from, length));
        if (open.settled) {
          expect(due).toBe(open.due);
          return;
        }
        expect(due >= open.earliest).toBe(true);
        const asked = addDays(from, later);
        if (asked <= open.earliest) expect(isOver(open, asked)).toBe(due < asked);
      }),
    );
  });

  test("方案的最晚日期在没有公布的年份之前，就是它；之后的还要等", () => {
    const open = deadline(calendar, day("2026-12-01"), duration("40个工作日"));
    expect(earlierOf(open, day("2026-12-31"))).toEqual({ settled: true, due: "2026-12-31" });
    expect(earlierOf(open, day("2027-01-20"))).toMatchObject({ settled: false, around: "2027-01-20" });
    expect(earlierOf(open, day("2027-12-31"))).toEqual(open);
  });

  test("往后 n 个工作日再往前 n 个，回到原来的工作日", () => {
    const someDay = fc.integer({ min: 0, max: 1500 }).map((offset) => addDays(day("2021-03-01"), offset));
    fc.assert(
      fc.property(someDay, fc.integer({ min: 1, max: 60 }), (from, count) => {
        const due = certainDay(deadline(calendar, from, { count, unit: "工作日" }));
        const passed = countDays(calendar, from, { count, unit: "工作日" }).filter(({ number }) => number !== null);
        expect(isWorkday(calendar, due)).toBe(true);
        expect(passed).toHaveLength(count);
        expect(passed.every((entry) => isWorkday(calendar, entry.day))).toBe(true);
        if (isWorkday(calendar, from)) expect(certainDay(deadlineBefore(calendar, due, count))).toBe(from);
      }),
    );
  });
});

describe("逐日数给人看", () => {
  const lines = (from: string, length: string, roll = true) =>
    countDays(calendar, day(from), duration(length), { roll }).map(
      (entry) => `${entry.day} ${entry.kind} ${entry.number ?? "-"}`,
    );

  test("工作日跳过周末和假日，调休照数", () => {
    expect(lines("2021-09-28", "5个工作日")).toEqual([
      "2021-09-28 工作日 -",
      "2021-09-29 工作日 1",
      "2021-09-30 工作日 2",
      "2021-10-01 放假 -",
      "2021-10-02 周末 -",
      "2021-10-03 周末 -",
      "2021-10-04 放假 -",
      "2021-10-05 放假 -",
      "2021-10-06 放假 -",
      "2021-10-07 放假 -",
      "2021-10-08 工作日 3",
      "2021-10-09 调休上班 4",
      "2021-10-10 周末 -",
      "2021-10-11 工作日 5",
    ]);
  });

  test("日历日天天数，顺延的几天不编号", () => {
    expect(lines("2021-07-16", "15日").slice(-4)).toEqual([
      "2021-07-30 工作日 14",
      "2021-07-31 周末 15",
      "2021-08-01 周末 -",
      "2021-08-02 工作日 -",
    ]);
  });

  test("不顺延的日历日可以数进没有安排的年份", () => {
    expect(lines("2026-12-30", "3日", false)).toEqual([
      "2026-12-30 工作日 -",
      "2026-12-31 工作日 1",
      "2027-01-01 null 2",
      "2027-01-02 null 3",
    ]);
  });
});

describe("期限的写法", () => {
  test.each([
    ["10个工作日", 10, "工作日"],
    ["10工作日", 10, "工作日"],
    ["１０ 个 工作日内", 10, "工作日"],
    ["十五日", 15, "日"],
    ["15日", 15, "日"],
    ["15天以内", 15, "日"],
    ["7个自然日", 7, "日"],
    ["3个月", 3, "月"],
    ["两个月", 2, "月"],
    ["三年", 36, "月"],
    ["二十个工作日", 20, "工作日"],
  ])("%s → %d %s", (text, count, unit) => {
    expect(parseDuration(text)).toEqual({ count, unit });
  });

  test.each(["", "10", "工作日", "0日", "3月", "-5日", "1.5个月", "1000日", "立即", "十十日", "10个工作日后"])(
    "%s 不是期限",
    (text) => {
      expect(parseDuration(text)).toBeNull();
    },
  );

  test("写出来还能读回去", () => {
    const durations = fc.record({
      count: fc.integer({ min: 1, max: 999 }),
      unit: fc.constantFrom("工作日" as const, "日" as const, "月" as const),
    });
    fc.assert(
      fc.property(durations, (written) => {
        expect(parseDuration(formatDuration(written))).toEqual(written);
      }),
    );
  });

  test("乱写不崩溃", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => void parseDuration(text)));
  });

  test.each([
    ["0", 0],
    ["31", 31],
    ["九", 9],
    ["十", 10],
    ["十二", 12],
    ["二十", 20],
    ["九十九", 99],
    ["", null],
    ["一二", null],
    ["百", null],
  ])("数字 %s → %s", (text, value) => {
    expect(parseNumeral(text)).toBe(value);
  });
});
