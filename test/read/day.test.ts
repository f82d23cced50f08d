import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Day } from "../../src/campaign/index.ts";
import { addDays, daysBetween } from "../../src/campaign/index.ts";
import { dayOfSerial, readDay } from "../../src/read/day.ts";

const first = "1900-01-01" as Day;
const someDay = fc
  .integer({ min: 0, max: daysBetween(first, "2099-12-31" as Day) })
  .map((offset) => addDays(first, offset));

describe("日期的写法", () => {
  test.each([
    "2021-07-20",
    "2021-7-20",
    "2021.7.20",
    "2021.7.20.",
    "2021.7.20日",
    "2021.07.20",
    "2021/7/20",
    "20210720",
    "2021年7月20日",
    "2021 年 7 月 20 日",
    "2021年07月20号",
    "2021年7月20",
    "２０２１．７．２０",
    "２０２１年７月２０日",
    "二〇二一年七月二十日",
    "二○二一年七月二十日",
    "二零二一年七月二十日",
    "二O二一年七月二十日",
    "二Ｏ二一年七月二十号",
    "二о二一年七月廿日",
    "二〇二一年7月20日",
    "2021–7–20",
    " 2021-07-20\u00A0",
    "'2021-07-20",
    "2021/7/20 0:00",
    "2021-07-20 14:30:00",
    "2021-07-20T00:00:00.000Z",
    "2021年7月20日 9:05",
  ])("%j", (text) => {
    expect(readDay(text)).toBe("2021-07-20");
  });

  test.each([
    "",
    "长期",
    "2021-02-30",
    "202107201",
    "2021-13-01",
    "2021-06",
    "2021年6月",
    "二〇二一年六月",
    "2021年6月份",
    "二〇二一年六月廿十日",
    "二〇二一年六月元日",
    "二〇二一年六月卅一日",
    "21.7.20",
    "7月20日",
    "今天",
    "44397",
    "2021-7.20",
    "2021720",
    "1821-07-20",
    "2121-07-20",
    "2021-07-20前",
    "2021年7月1日—7月15日",
    "二〇二一年七月三十二日",
    "二〇二一年七月十十日",
    "2021年０月1日",
    "-2021-07-20",
    "2021-07-20\u001b[0m",
    "9".repeat(100_000),
  ])("%j 不是日期", (text) => {
    expect(readDay(text)).toBeNull();
  });

  test.each([
    ["7月20日", "2021-07-20"],
    ["七月二十日", "2021-07-20"],
    ["今天", "2021-07-23"],
    ["昨天", "2021-07-22"],
    ["前天", "2021-07-21"],
    ["2020-01-05", "2020-01-05"],
    ["2月30日", null],
    ["明年", null],
  ])("知道今天是 2021-07-23 时，%s → %s", (text, expected) => {
    expect(readDay(text, { today: "2021-07-23" as Day })).toBe(expected);
  });

  test.each([
    ["二〇二二年六月十五日", "2022-06-15"],
    ["二〇二二年元月一日", "2022-01-01"],
    ["二〇二二年十二月卅一日", "2022-12-31"],
    ["2022年元月廿九日", "2022-01-29"],
    ["二〇二二年十月十日", "2022-10-10"],
  ])("%s → %s", (text, expected) => {
    expect(readDay(text)).toBe(expected);
  });

  test("每一天的每种写法都读得回来", () => {
    fc.assert(
      fc.property(someDay, (day) => {
        for (const written of formsOf(day)) expect(readDay(written), written).toBe(day);
      }),
    );
  });

  test("随便什么文字都不崩溃，读出来的一定是 1900 到 2099 的一天", () => {
    const nearly = fc.string({
      unit: fc.constantFrom(...Array.from("0123456789-./年月日号二〇一十 T:Z０２")),
    });
    fc.assert(
      fc.property(fc.oneof(nearly, fc.string({ unit: "binary" })), (text) => {
        const day = readDay(text, { today: "2021-07-23" as Day });
        if (day !== null) expect(formsOf(day)[0]).toBe(day);
      }),
      { numRuns: 300 },
    );
  });
});

describe("Excel 的日期序号", () => {
  test.each([
    [44375, "2021-06-28"],
    [44378, "2021-07-01"],
    [44378.75, "2021-07-01"],
    [36526, "2000-01-01"],
    [55153, "2050-12-31"],
    [36525, null],
    [55154, null],
    [-1, null],
    [Number.NaN, null],
    [Number.POSITIVE_INFINITY, null],
  ])("%d → %s", (serial, expected) => {
    expect(dayOfSerial(serial)).toBe(expected);
  });
});

function formsOf(day: Day): string[] {
  const [year, month, date] = [day.slice(0, 4), Number(day.slice(5, 7)), Number(day.slice(8))];
  const wide = (text: string) => text.replaceAll(/[!-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0));
  const chinese = `${Array.from(year)
    .map((digit) => "〇一二三四五六七八九".charAt(Number(digit)))
    .join("")}年${numeral(month)}月${numeral(date)}日`;
  const plain = [
    day,
    `${year}.${month}.${date}`,
    `${year}/${month}/${date}`,
    day.replaceAll("-", ""),
    `${year}年${month}月${date}日`,
    `${year} 年 ${month} 月 ${date} 日`,
  ];
  return [...plain, ...plain.map(wide), chinese];
}

function numeral(value: number): string {
  const digit = (count: number) => "〇一二三四五六七八九".charAt(count);
  if (value < 10) return digit(value);
  return `${value >= 20 ? digit(Math.floor(value / 10)) : ""}十${value % 10 ? digit(value % 10) : ""}`;
}
