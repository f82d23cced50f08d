import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Day } from "../../src/campaign/index.ts";
import { addDays, addMonths, daysBetween, isDay, toDay, weekday } from "../../src/campaign/index.ts";

const day = (text: string) => text as Day;
const someDay = fc.integer({ min: -20_000, max: 40_000 }).map((offset) => addDays(day("2000-01-01"), offset));

describe("是不是一天", () => {
  test.each(["2021-07-20", "2020-02-29", "2000-02-29", "1999-12-31"])("%s 是", (text) => {
    expect(isDay(text)).toBe(true);
  });

  test.each([
    "2021-02-29",
    "1900-02-29",
    "2021-04-31",
    "2021-13-01",
    "2021-00-10",
    "2021-01-00",
    "2021-7-20",
    "20210720",
    "2021-07-20 ",
    "",
  ])("%j 不是", (text) => {
    expect(isDay(text)).toBe(false);
  });

  test("没有的日子造不出来", () => {
    expect(() => toDay(2021, 2, 30)).toThrow(RangeError);
    expect(toDay(2021, 7, 1)).toBe("2021-07-01");
  });
});

describe("加减", () => {
  test.each([
    ["2021-06-28", 3, "2021-07-01"],
    ["2021-12-31", 1, "2022-01-01"],
    ["2020-03-01", -1, "2020-02-29"],
    ["2021-07-20", 0, "2021-07-20"],
  ])("%s 加 %d 天 → %s", (from, count, to) => {
    expect(addDays(day(from), count)).toBe(to);
    expect(daysBetween(day(from), day(to))).toBe(count);
  });

  test.each([
    ["2021-01-31", 1, "2021-02-28"],
    ["2020-01-31", 1, "2020-02-29"],
    ["2021-11-30", 3, "2022-02-28"],
    ["2021-12-15", 12, "2022-12-15"],
    ["2021-01-15", -1, "2020-12-15"],
    ["2021-03-31", -1, "2021-02-28"],
  ])("%s 加 %d 个月 → %s", (from, count, to) => {
    expect(addMonths(day(from), count)).toBe(to);
  });

  test.each([
    ["2021-07-19", 1],
    ["2021-07-25", 7],
    ["2000-01-01", 6],
    ["1969-12-31", 3],
    ["1900-01-01", 1],
  ])("%s 是星期 %d", (text, expected) => {
    expect(weekday(day(text))).toBe(expected);
  });

  test("加了再减回到原处，先后与文字先后一致", () => {
    fc.assert(
      fc.property(someDay, fc.integer({ min: -5000, max: 5000 }), (from, count) => {
        const to = addDays(from, count);
        expect(isDay(to)).toBe(true);
        expect(addDays(to, -count)).toBe(from);
        expect(daysBetween(from, to)).toBe(count);
        expect(from < to).toBe(count > 0);
        expect((weekday(from) + count - weekday(to)) % 7 === 0).toBe(true);
      }),
    );
  });

  test("加月总是一天，且落在那个月", () => {
    fc.assert(
      fc.property(someDay, fc.integer({ min: -120, max: 120 }), (from, count) => {
        const months = (text: Day) => Number(text.slice(0, 4)) * 12 + Number(text.slice(5, 7));
        const to = addMonths(from, count);
        expect(isDay(to)).toBe(true);
        expect(months(to) - months(from)).toBe(count);
      }),
    );
  });
});
