import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import type { Calendar, Day, Duration } from "../../src/campaign/index.ts";
import {
  addDays,
  addWorkdays,
  countDays,
  deadline,
  formatDuration,
  isWorkday,
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
    expect(deadline(calendar, day(from), duration(length)).due).toBe(due);
  });

  test("公告送达三十日不顺延", () => {
    const service = deadline(calendar, day("2021-07-16"), duration("30日"), { roll: false });
    expect(service).toEqual({ due: "2021-08-15", unit: "日", counted: "2021-08-15" });
  });

  test("顺延的留下原来那天", () => {
    expect(deadline(calendar, day("2021-07-16"), duration("15日"))).toEqual({
      due: "2021-08-02",
      unit: "日",
      counted: "2021-07-31",
    });
  });

  test("听证 2021-10-15，提前七个工作日通知 → 2021-09-30", () => {
    expect(addWorkdays(calendar, day("2021-10-15"), -7)).toBe("2021-09-30");
  });

  test("零个工作日就是当天，放假也是", () => {
    expect(addWorkdays(calendar, day("2021-10-01"), 0)).toBe("2021-10-01");
  });

  test("要用到没有安排的年份就停下", () => {
    expect(() => deadline(calendar, day("2026-12-30"), duration("5个工作日"))).toThrow("没有2027年");
    expect(() => deadline(calendar, day("2026-12-30"), duration("15日"))).toThrow("没有2027年");
    expect(deadline(calendar, day("2026-12-30"), duration("3年"), { roll: false }).due).toBe("2029-12-30");
  });

  test("往后 n 个工作日再往前 n 个，回到原来的工作日", () => {
    const someDay = fc.integer({ min: 0, max: 1500 }).map((offset) => addDays(day("2021-03-01"), offset));
    fc.assert(
      fc.property(someDay, fc.integer({ min: 1, max: 60 }), (from, count) => {
        const due = addWorkdays(calendar, from, count);
        const passed = countDays(calendar, from, { count, unit: "工作日" }).filter(({ number }) => number !== null);
        expect(isWorkday(calendar, due)).toBe(true);
        expect(passed).toHaveLength(count);
        expect(passed.every((entry) => isWorkday(calendar, entry.day))).toBe(true);
        if (isWorkday(calendar, from)) expect(addWorkdays(calendar, due, -count)).toBe(from);
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
