/** tuban deadline, tuban calendar: counted day by day, with the county's own file for years to come. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { testOffice } from "../office.ts";
import { arrangement2027 as full } from "./arrangement-2027.ts";

describe("算期限", () => {
  test("国庆前五个工作日，逐日列出", async () => {
    expect((await testOffice().ok("deadline --from 2021-09-28 --days 5 --working")).out)
      .toBe(`期限：2021-09-28 起 5个工作日，2021-10-11 星期一
  2021-09-28 星期二 工作日　起算日，不计入
  2021-09-29 星期三 工作日　第1日
  2021-09-30 星期四 工作日　第2日
  2021-10-01 星期五 放假　不计
  2021-10-02 星期六 周末　不计
  2021-10-03 星期日 周末　不计
  2021-10-04 星期一 放假　不计
  2021-10-05 星期二 放假　不计
  2021-10-06 星期三 放假　不计
  2021-10-07 星期四 放假　不计
  2021-10-08 星期五 工作日　第3日
  2021-10-09 星期六 调休上班　第4日
  2021-10-10 星期日 周末　不计
  2021-10-11 星期一 工作日　第5日，届满
`);
  });

  test("顺延的说到哪天；不顺延也可以", async () => {
    const office = testOffice();
    const moved = (await office.ok("deadline --from 2021-07-16 --rule 缴纳罚款")).out;
    expect(moved).toContain("缴纳罚款：2021-07-16 起 15日，2021-08-02 星期一（2021-07-31 不是工作日，顺延）");
    expect(moved).toContain("依据：行政处罚法（2021年修订）第六十七条");
    expect(moved).toMatch(/2021-07-31 星期六 周末　第15日\n.*\n {2}2021-08-02 星期一 工作日　顺延到这天，届满\n$/);
    expect((await office.ok("deadline --from 2021年7月16日 --days 15 --no-roll")).out).toContain("2021-07-31 星期六\n");
  });

  test("一年的不逐日铺满一屏：两头逐日，中间说有多少天；程序用的仍是全部", async () => {
    const office = testOffice();
    const lines = (await office.ok("deadline --from 2020-11-20 --days 1年")).out.trimEnd().split("\n");
    expect(lines).toHaveLength(23);
    expect(lines[8]).toMatch(/^ +……（中间 \d+ 天，逐日的用 --json）$/);
    expect(lines.at(-1)).toContain("届满");
    const { days } = JSON.parse((await office.ok("deadline --from 2020-11-20 --days 1年 --json")).out);
    expect(days.length).toBeGreaterThan(365);
  });

  test("往前数的：听证七个工作日前通知", async () => {
    const { due, days } = JSON.parse(
      (await testOffice().ok("deadline --from 2021-10-15 --rule 听证通知 --json")).out,
    ) as { due: string; days: unknown[] };
    expect(due).toBe("2021-09-30");
    expect(days.at(-1)).toEqual({ day: "2021-09-30", kind: "工作日", number: 7 });
  });

  test.each([
    ["没有写多少天", "deadline --from 2021-09-28", "没有写明多少天"],
    ["天数看不懂", "deadline --from 2021-09-28 --days 几天", "--days 的期限看不懂"],
    ["单位写了两次", "deadline --days 15日 --working", "不能再加 --working"],
    ["日期看不懂", "deadline --from 国庆 --days 5", "--from 的日期看不懂"],
    ["没有这个期限", "deadline --rule 申诉", "没有这个期限"],
    ["两样都写", "deadline --rule 听证申请 --days 5", "不能一起用"],
    ["那时还没有施行", "deadline --from 2021-07-01 --rule 听证申请", "自 2021-07-15 起施行"],
  ])("%s", async (_, line, message) => {
    const ran = await testOffice().run(line);
    expect([ran.out, ran.status > 0]).toEqual(["", true]);
    expect(ran.err).toContain(message);
  });

  test("全部期限列得出，名字都能用", async () => {
    const office = testOffice();
    const rules = JSON.parse((await office.ok("deadline --rules --json")).out) as { name: string; length: string }[];
    expect(rules.length).toBeGreaterThan(20);
    for (const { name, length } of rules)
      if (/日|月/.test(length))
        expect((await office.ok(`deadline --from 2024-06-03 --rule ${name}`)).out).toContain(`${name}：2024-06-03`);
  });
});

describe("还没有公布安排的年份", () => {
  test("说前后，数到能数的那天", async () => {
    expect((await testOffice().ok("deadline --from 2026-12-30 --days 5 --working")).out)
      .toBe(`期限：2026-12-30 起 5个工作日，2027-01-06 前后（2027年放假安排未公布）
  2026-12-30 星期三 工作日　起算日，不计入
  2026-12-31 星期四 工作日　第1日
`);
    const { due, around, unpublishedYear } = JSON.parse(
      (await testOffice().ok("deadline --from 2026-10-29 --rule 行政诉讼 --json")).out,
    ) as Record<string, unknown>;
    expect([due, around, unpublishedYear]).toEqual([null, "2027-04-29", 2027]);
  });

  test("tuban calendar 说知道哪些年份、新的一年怎样加", async () => {
    const { out, err } = await testOffice().ok("calendar");
    expect(out).toContain("2004–2026年可用；没有「节假日.csv」");
    expect(out).toContain("还没有2027年的放假安排");
    expect(err).toContain("tuban calendar add 2027.csv");
  });
});

describe("县里补充的年份", () => {
  const pairs = [
    ...full.放假.map((date) => [date, "放假"] as const),
    ...full.上班.map((date) => [date, "上班"] as const),
  ];

  test.each([
    ["放假、上班两张表", JSON.stringify(full)],
    ["日期对安排", JSON.stringify(Object.fromEntries(pairs))],
    [
      "一列 date、isOffDay",
      JSON.stringify({
        year: 2027,
        days: pairs.map(([date, word]) => ({ date, isOffDay: word === "放假" })),
      }),
    ],
    [
      "CSV",
      `日期,安排\n${pairs.map(([date, word]) => `${date.replace("-", "年").replace("-", "月")}日,${word}`).join("\n")}\n`,
    ],
  ])("%s：加进来就能算，原来的年份不变", async (_, text) => {
    const office = testOffice();
    expect((await office.ok("deadline --from 2027-09-30 --days 3 --working")).out).toContain("前后（2027年");
    office.write("2027.txt", text);
    expect((await office.ok("calendar add 2027.txt")).out).toContain("已加入 2027年的安排 23 天");
    expect((await office.ok("deadline --from 2027-09-30 --days 3 --working")).out).toContain("2027-10-11 星期一\n");
    expect((await office.ok("calendar check")).out).toContain("2004–2027年可用；「节假日.csv」23 天（2027年）");
    expect((await office.ok("deadline --from 2021-09-28 --days 5 --working")).out).toContain("2021-10-11 星期一\n");
    expect((await office.ok("calendar show 2027 --csv")).out).toContain("2027-10-09,星期六,上班");
  });

  test("再加一次是更正，只写改的那几天；写在旁边的别的年份也留着", async () => {
    const office = testOffice();
    office.write("a.json", JSON.stringify(full));
    office.write("b.json", JSON.stringify({ 放假: ["2026-12-31"], 上班: ["2027-10-04"] }));
    for (const file of ["a.json", "b.json"]) await office.ok(`calendar add ${file}`);
    expect(office.read("节假日.csv")).toContain("2026-12-31,放假\n2027-01-01,放假");
    expect(office.read("节假日.csv")).toContain("2027-10-04,上班\n2027-10-05,放假");
  });

  test("漏了调休上班的，问过才加", async () => {
    const office = testOffice();
    office.write("漏.json", JSON.stringify({ 放假: full.放假 }));
    const asked = await office.run("calendar add 漏.json");
    expect(asked.status).toBeGreaterThan(0);
    expect(asked.err).toContain("2027年工作日里放假的天数减去调休上班的天数是 18 天，2026年是 13 天");
    expect(existsSync(join(office.folder, "节假日.csv"))).toBe(false);
    expect((await office.ok("calendar add 漏.json --yes")).out).toContain("已加入 2027年的安排 18 天");
  });

  test.each([
    [
      "只写了两天",
      JSON.stringify({ 放假: ["2027-01-01", "2027-10-01"] }),
      "2027年的安排不完整：没有春节（2027-02-06）、清明（2027-04-05）、劳动节（2027-05-01）、端午（2027-06-09）、中秋（2027-09-15）的放假日",
    ],
    [
      "少了中秋",
      JSON.stringify({ ...full, 放假: full.放假.filter((date) => date !== "2027-09-15") }),
      "没有中秋（2027-09-15）",
    ],
    ["同一天两样", "2027-10-01,放假\n2027-10-02,放假\n2027-10-02,上班", "2027-10-02 写了两次"],
    ["没有这一天", JSON.stringify({ 放假: ["2027-10-01", "2027-02-30"] }), "2027-02-30"],
    ["不是 JSON", '{"放假":', "不是完整的 JSON"],
    ["认不出", '{"holidays":3}', "没有认出放假和上班的日期"],
    ["空的", "", "没有放假或上班的日期"],
    ["看不懂的行", "2027-10-01,放假\n乱写", "看不懂"],
  ])("%s：拒绝，文件不动", async (_, text, message) => {
    const office = testOffice();
    office.write("新.json", text);
    const ran = await office.run("calendar add 新.json");
    expect([ran.out, ran.status]).toEqual(["", 2]);
    expect(ran.err).toContain(message);
    expect(existsSync(join(office.folder, "节假日.csv"))).toBe(false);
  });

  test("手写的一半的年份，check 说出来", async () => {
    const office = testOffice();
    office.write("节假日.csv", "2027-01-01,放假\n");
    const ran = await office.run("calendar check");
    expect(ran.status).toBe(1);
    expect(ran.err).toContain("2027年的安排不完整");
  });
});
