import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import type { Calendar, Day } from "../../src/campaign/index.ts";
import {
  addDays,
  certainDay,
  countLimit,
  limitEnd,
  limitLength,
  limitNamed,
  limits,
  unitBy,
  weekday,
} from "../../src/campaign/index.ts";
import { loadCalendar } from "../../src/read/calendar.ts";

let calendar: Calendar;
beforeAll(async () => {
  calendar = await loadCalendar();
});

const day = (text: string) => text as Day;

describe("工作日还是自然日，由法律规定", () => {
  test.each([
    [1, "日"],
    [2, "工作日"],
    [3, "工作日"],
    [4, "日"],
    [5, "工作日"],
    [7, "工作日"],
    [10, "日"],
    [15, "日"],
    [90, "日"],
  ] as const)("处罚法的%d日是%s（第八十五条）", (count, unit) => {
    expect(unitBy("处罚法", count)).toBe(unit);
  });

  test.each([
    [3, "工作日"],
    [10, "工作日"],
    [11, "日"],
    [30, "日"],
  ] as const)("强制法的%d日是%s（第六十九条）", (count, unit) => {
    expect(unitBy("强制法", count)).toBe(unit);
  });
});

test("期限表：多长、往哪边数、谁的期限、出自哪一条", () => {
  const direction = { 之内: "", 之前: "前", 之后: "后" };
  expect(
    limits.map((one) => `${one.name} ${limitLength(one)}${direction[one.direction]} ${one.who} ${one.source}`),
  ).toEqual([
    "处罚时效 24个月 机关 行政处罚法（2021年修订）第三十六条",
    "处罚时效五年 60个月 机关 行政处罚法（2021年修订）第三十六条",
    "登记保存处理 7个工作日 机关 行政处罚法（2021年修订）第五十六条",
    "案件办理 90日 机关 行政处罚法（2021年修订）第六十条",
    "陈述申辩 由方案规定 当事人 行政处罚法（2021年修订）第四十四条、第四十五条",
    "听证申请 5个工作日 当事人 行政处罚法（2021年修订）第六十四条",
    "听证通知 7个工作日前 机关 行政处罚法（2021年修订）第六十四条",
    "决定书送达 7个工作日 机关 行政处罚法（2021年修订）第六十一条",
    "缴纳罚款 15日 当事人 行政处罚法（2021年修订）第六十七条",
    "处罚公开撤回 3个工作日 机关 行政处罚法（2021年修订）第四十八条",
    "公告送达 30日后 无 民事诉讼法第九十五条",
    "行政复议 60日 当事人 行政复议法（2023年修订）第二十条",
    "行政诉讼 6个月 当事人 行政诉讼法第四十六条",
    "紧急强制补报 24小时 机关 行政强制法第十九条",
    "查封扣押 30日 机关 行政强制法第二十五条",
    "查封扣押延长 30日 机关 行政强制法第二十五条",
    "加处罚款满三十日 30日后 无 行政强制法第四十六条",
    "催告履行 10个工作日 当事人 行政强制法第五十四条",
    "申请强制执行 3个月 机关 行政强制法第五十三条",
    "处罚信息公示 20个工作日 机关 市场监督管理行政处罚信息公示规定（2021）",
    "公示撤下 3个工作日 机关 市场监督管理行政处罚信息公示规定（2021）",
    "公示期三个月 3个月后 无 市场监督管理行政处罚信息公示规定（2021）",
    "公示期三年 36个月后 无 市场监督管理行政处罚信息公示规定（2021）",
    "政府信息公开 20个工作日 机关 政府信息公开条例第二十六条",
  ]);
});

test("别的法律没有这样写，天数就是自然日", () => {
  expect([3, 5, 10].map((count) => unitBy("其他", count))).toEqual(["日", "日", "日"]);
});

describe("逐个期限", () => {
  test.each([
    ["听证申请", "2021-09-28", "2021-10-11"],
    ["登记保存处理", "2021-09-28", "2021-10-13"],
    ["缴纳罚款", "2021-09-28", "2021-10-13"],
    ["案件办理", "2021-09-28", "2021-12-27"],
    ["处罚信息公示", "2021-09-28", "2021-11-01"],
    ["听证申请", "2021-07-16", "2021-07-23"],
    ["决定书送达", "2021-07-16", "2021-07-27"],
    ["缴纳罚款", "2021-07-16", "2021-08-02"],
    ["公告送达", "2021-07-16", "2021-08-15"],
    ["听证申请", "2025-01-24", "2025-02-07"],
    ["登记保存处理", "2025-01-24", "2025-02-10"],
    ["缴纳罚款", "2025-01-24", "2025-02-08"],
    ["听证申请", "2026-09-30", "2026-10-13"],
    ["听证通知", "2021-10-15", "2021-09-30"],
    ["处罚公开撤回", "2021-09-30", "2021-10-11"],
    ["催告履行", "2021-09-28", "2021-10-18"],
    ["查封扣押", "2021-09-01", "2021-10-01"],
    ["行政复议", "2021-08-04", "2021-10-08"],
    ["行政诉讼", "2021-07-29", "2022-01-29"],
    ["申请强制执行", "2021-11-30", "2022-02-28"],
    ["公示期三年", "2021-10-01", "2024-10-01"],
    ["处罚时效", "2019-07-19", "2021-07-19"],
    ["处罚时效五年", "2021-08-01", "2026-08-01"],
  ])("%s：%s → %s", (name, start, due) => {
    expect(limitEnd(calendar, name, day(start))).toMatchObject({ settled: true, due });
  });

  test("机关自己的期限不顺延，当事人的顺延", () => {
    for (const { name, who, roll } of limits) expect([name, roll]).toEqual([name, who === "当事人"]);
  });

  test("新处罚法施行前没有九十日的期限，也不能按新法算听证", () => {
    expect(limitEnd(calendar, "案件办理", day("2021-07-14"))).toBeNull();
    expect(limitEnd(calendar, "案件办理", day("2021-07-15"))).toMatchObject({ due: "2021-10-13" });
    expect(() => limitNamed("听证申请", day("2021-07-14"))).toThrow("自 2021-07-15 起施行");
  });

  test("没有天数的、按小时的，不按日推算", () => {
    for (const name of ["陈述申辩", "紧急强制补报"]) {
      expect(limitEnd(calendar, name, day("2021-08-01"))).toBeNull();
      expect(() => countLimit(calendar, limitNamed(name, day("2021-08-01")), day("2021-08-01"))).toThrow(
        "不能按日推算",
      );
    }
  });

  test("没有的名字列出全部", () => {
    expect(() => limitNamed("什么期限", day("2021-08-01"))).toThrow("没有这个期限");
    expect(new Set(limits.map(({ name }) => name)).size).toBe(limits.length);
    for (const { source } of limits) expect(source).toMatch(/第.+条|规定/);
  });
});

test("逐日的数法与届满日一致，序号连着", () => {
  const start = fc.integer({ min: 0, max: 1400 }).map((offset) => addDays(day("2021-07-15"), offset));
  fc.assert(
    fc.property(start, fc.constantFrom("听证申请", "听证通知", "缴纳罚款", "催告履行", "案件办理"), (from, name) => {
      const { end, days } = countLimit(calendar, limitNamed(name, from), from);
      const numbers = days.flatMap(({ number }) => number ?? []);
      expect(numbers).toEqual(numbers.map((_, index) => index + 1));
      expect(days[0]?.number).toBeNull();
      const due = certainDay(end);
      expect(days.at(-1)?.day).toBe(due);
      expect(days.findLast(({ number }) => number !== null)?.day).toBe(end.counted);
      if (end.unit === "工作日" || name === "缴纳罚款") expect(calendar.isWorkday(due)).toBe(true);
      if (weekday(due) > 5 && name !== "案件办理") expect(days.at(-1)?.kind).toBe("调休上班");
    }),
  );
});
