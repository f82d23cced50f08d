/** 报表: what a report prints over the story of test/report-story.ts, every number counted by hand. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { storyOffice, inLedger } from "../report-story.ts";
import { testOffice } from "../office.ts";

/** The check code changes with the plan's text; the rest of a report does not. */
const steady = (text: string): string => text.replaceAll(/[0-9A-F]{4}-[0-9A-F]{4}/g, "XXXX-XXXX");

interface Shown {
  readonly indicators: readonly {
    readonly name: string;
    readonly value: number | null;
    readonly thisPeriod: number | null;
    readonly previous: number | null;
  }[];
}

/** name → [value, thisPeriod, previous] */
const numbersOf = (json: string): Record<string, readonly (number | null)[]> =>
  Object.fromEntries(
    (JSON.parse(json) as Shown).indicators.map(({ name, value, thisPeriod, previous }) => [
      name,
      [value, thisPeriod, previous],
    ]),
  );

describe("tuban report", () => {
  test("the week of 07-19 in phase 4, as of Friday", async () => {
    const { out } = await (await storyOffice()).ok("report --phase 4 --as-of 2021-07-23");
    await expect(steady(out)).toMatchFileSnapshot("golden/周调度-2021-07-23.md");
  });

  test("the same for programs: every figure, in the plan's order", async () => {
    const { out } = await (await storyOffice()).ok("report --as-of 2021-07-23 --json");
    expect(JSON.parse(out)).toMatchObject({
      campaign: "chuanhui-2021",
      phase: { no: 4, name: "集中整改", daysPassed: 8, daysLeft: 23 },
      from: "2021-07-19",
      to: "2021-07-25",
      asOf: "2021-07-23",
      checkCode: expect.stringMatching(/^[0-9A-F]{4}-[0-9A-F]{4}$/) as string,
    });
    expect(numbersOf(out)).toEqual({
      机构总数: [5, 0, 5],
      检查家次: [5, 1, 4],
      出动人次: [19, 11, 8],
      存在问题机构数: [4, 0, 4],
      发现问题数: [6, 2, 4],
      重大隐患数: [1, 0, 1],
      整改通知书份数: [4, 1, 3],
      完成整改机构数: [1, 1, 0],
      整改完成率: [25, 25, 0],
      销号问题数: [3, 3, 0],
      逾期未整改数: [1, 1, 0],
      待复查问题数: [0, 0, 0],
      复查家次: [4, 4, 0],
      反弹问题数: [1, 1, 0],
      暂时关停家数: [1, 1, 0],
      取缔关停家数: [0, 0, 0],
    });
  });

  test("the week before, looked at on its Sunday: what was taken back later still stood", async () => {
    const numbers = numbersOf((await (await storyOffice()).ok("report --as-of 2021-07-18 --json")).out);
    expect(numbers).toMatchObject({
      机构总数: [5, 0, 5],
      检查家次: [5, 5, 0],
      发现问题数: [5, 5, 0],
      存在问题机构数: [4, 4, 0],
      整改完成率: [0, null, null],
    });
  });

  test("the week before, looked at on the 23rd: what was taken back is gone, what came late is in", async () => {
    const { out } = await (
      await storyOffice()
    ).ok("report --from 2021-07-12 --to 2021-07-18 --as-of 2021-07-23 --json");
    expect(numbersOf(out)).toMatchObject({ 检查家次: [5, 5, 0], 出动人次: [11, 11, 0] });
  });

  test("any stretch of days; the period before has as many", async () => {
    const { out } = await (await storyOffice()).ok("report --from 2021-07-20 --to 7月22日 --as-of 2021-07-23 --json");
    expect(JSON.parse(out)).toMatchObject({
      asOf: "2021-07-22",
      previousPeriod: { from: "2021-07-17", to: "2021-07-19" },
    });
    expect(numbersOf(out)).toMatchObject({ 检查家次: [5, 1, 1], 复查家次: [3, 3, 0] });
  });

  test("a phase's own report runs over the phase", async () => {
    const { out } = await (await storyOffice()).ok("report --kind 阶段情况报告 --phase 4 --as-of 2021-07-23");
    expect(out).toContain("起止：2021-07-16 至 2021-08-15");
    expect(out).toMatch(/\| 有照无证 \| 家 \| 1 \| 1 \| 0 \| 1 \|/);
    expect(out).toMatch(/\| 检查家次 \| 家次 \| 2 \| 3 \| -1 \| 5 \|/);
  });

  test("--csv has every indicator for the whole and for each town; towns add up to the whole", async () => {
    const { out } = await (await storyOffice()).ok("report --as-of 2021-07-23 --csv");
    await expect(steady(out)).toMatchFileSnapshot("golden/周调度-2021-07-23.csv");
    const rows = out.split("\r\n").map((line) => line.split(","));
    const of = (town: string, name: string): number =>
      Number(rows.find((row) => row[0]?.replace("\ufeff", "") === town && row[1] === name)?.[7]);
    for (const name of ["机构总数", "检查家次", "出动人次", "发现问题数", "销号问题数", "逾期未整改数"])
      expect(of("城北", name) + of("城南", name) + of("未填属地", name)).toBe(of("全部", name));
  });

  test("--out writes Markdown and CSV into a folder, made when it is not there", async () => {
    const office = await storyOffice();
    const { err, out } = await office.ok("report --as-of 2021-07-23 --out 周报");
    expect(readdirSync(join(office.folder, "周报")).toSorted()).toEqual([
      "周调度-2021-07-23.csv",
      "周调度-2021-07-23.md",
    ]);
    expect([out, err]).toEqual(["", expect.stringContaining("周调度-2021-07-23.md")]);
    expect(office.read("周报/周调度-2021-07-23.md")).toBe((await office.ok("report --as-of 2021-07-23")).out);
  });

  test("the check code is the chain's present one", async () => {
    const office = await storyOffice();
    const { checkCode } = JSON.parse((await office.ok("report --as-of 2021-07-23 --json")).out) as {
      checkCode: string;
    };
    expect((await office.ok("verify")).out).toContain(checkCode);
    expect((await office.ok("report --as-of 2021-07-23")).out).toContain(`校验码 ${checkCode}`);
  });

  test("every shipped plan's reports have a template that can be filled", async () => {
    for (const plan of ["beilun-2021", "chuanhui-2021", "epidemic-2021"]) {
      const office = testOffice();
      await office.ok(`init --plan ${plan} --on 2021-04-01`);
      const { adopted } = await inLedger(office, async ({ db }) => ({
        adopted: await db.selectFrom("campaign").select("plan").executeTakeFirstOrThrow(),
      }));
      const { reports } = JSON.parse(adopted.plan) as { reports: { name: string }[] };
      expect(reports.length).toBeGreaterThan(0);
      for (const { name } of reports)
        expect((await office.ok(`report --kind ${name} --phase 2 --as-of 2021-07-23`)).out).toContain(name);
    }
  });

  test.each([
    { line: "report --from 2021-07-23 --to 2021-07-01", status: 2, says: "起日 2021-07-23 在止日 2021-07-01 之后" },
    { line: "report --from 2021-06-01 --to 2021-06-07", status: 1, says: "在本次行动开始（2021-06-21）之前" },
    { line: "report --from 2021-08-01 --to 2021-08-07 --as-of 2021-07-23", status: 1, says: "还没有开始" },
    { line: "report --phase 8", status: 2, says: "可选：1 排查摸底、2 暂时关停" },
    { line: "report --kind 旬报", status: 2, says: "可选：周调度、阶段情况报告" },
    { line: "report --from 昨晚", status: 2, says: "--from 的日期看不懂：昨晚" },
    { line: "report explain 整改率", status: 2, says: "是不是：整改完成率" },
    { line: "report explain 机构总数 --town 城西", status: 1, says: "底数里没有这个属地：城西" },
    { line: "report --as-of 2021-06-01", status: 1, says: "早于本次行动的方案采用日期" },
  ])("$line is refused", async ({ line, status, says }) => {
    const office = await storyOffice();
    const ran = await office.run(line);
    expect(ran).toMatchObject({ status, out: "" });
    expect(ran.err).toContain(says);
    expect(ran.err).toContain("→");
  });
});

describe("tuban report explain", () => {
  test("lists the rows of a number, their facts and journal entries", async () => {
    const { out } = await (await storyOffice()).ok("report explain 销号问题数 --as-of 2021-07-23");
    await expect(steady(out)).toMatchFileSnapshot("golden/explain-销号问题数.txt");
  });

  test("a ratio shows both its parts", async () => {
    const { out } = await (await storyOffice()).ok("report explain 整改完成率 --as-of 2021-07-23");
    expect(out).toContain("1 ÷ 4 ＝ 25.00%");
    expect(out).toContain("合计 4 家；上周末 4，本周净增 0");
  });

  test("for every indicator of the plan the rows are as many as the figure says", async () => {
    const office = await storyOffice();
    const indicators = JSON.parse((await office.ok("report indicators --json")).out) as { name: string }[];
    expect(indicators.length).toBeGreaterThan(20);
    for (const { name } of indicators) {
      const shown = JSON.parse((await office.ok(`report explain ${name} --as-of 2021-07-23 --json`)).out) as {
        indicator: { value: number; unit: string };
        parts: { value: number; rows: unknown[] }[];
      };
      expect(shown.parts.map(({ rows }) => rows.length)).toEqual(shown.parts.map(({ value }) => value));
      if (shown.indicator.unit !== "%")
        expect([name, shown.parts[0]?.rows.length]).toEqual([name, shown.indicator.value]);
    }
  });

  test("--town narrows the number and its rows alike; --csv is for a spreadsheet", async () => {
    const office = await storyOffice();
    const shown = JSON.parse(
      (await office.ok("report explain 发现问题数 --town 城北 --as-of 2021-07-23 --json")).out,
    ) as { indicator: { value: number }; parts: { rows: { subject: number }[] }[] };
    expect(shown.indicator.value).toBe(4);
    expect(shown.parts[0]?.rows.map(({ subject }) => subject)).toEqual([1, 1, 1, 2]);
    const { out } = await office.ok("report explain 逾期未整改数 --as-of 2021-07-23 --csv");
    expect(out).toBe(
      "\ufeff指标,编号,名称,属地,日期,内容,部门,本周,事实,登记序号\r\n逾期未整改数,2,样例|<script>艺术,城北,2021-07-20,2-1 取得办学许可证：没有,区教体局、区市场监管局,是,finding#3,5\r\n",
    );
  });
});

test("tuban report indicators says what each counts", async () => {
  const office = await storyOffice();
  expect(JSON.parse((await office.ok("report indicators --json")).out)).toContainEqual({
    name: "重大隐患数",
    unit: "个",
    basis: "期间",
    definition: "一段时间内发生的：检查发现的问题（只数严重程度为重大隐患的）",
  });
});
