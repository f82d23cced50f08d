/** 报表: what a report prints over the story of test/report-story.ts, every number counted by hand. */
import { readFileSync, readdirSync } from "node:fs";
import { readXlsx } from "hucre/xlsx";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { storyOffice, inLedger } from "../report-story.ts";
import { testOffice } from "../office.ts";
import type { TestOffice } from "../office.ts";
import type { Day, SetName } from "../../src/campaign/index.ts";
import { factsOf } from "../../src/ledger/as-of/vantage.ts";
import { rowsOf } from "../../src/ledger/numbers/rows.ts";
import { summaryText } from "../../src/commands/report/words.ts";
import { readWord } from "../../src/write/docx-read.ts";

/** The check code changes with the plan's text; the rest of a report does not. */
const steady = (text: string): string => text.replaceAll(/\d+(-[0-9A-Z]{4}){4}-[0-9A-Z]/g, "XXXX-XXXX");

interface Shown {
  readonly indicators: readonly {
    readonly name: string;
    readonly value: number | null;
    readonly thisPeriod: number | null;
    readonly previous: number | null;
    readonly change: number | null;
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

  test("报送单位、签发人和落款：办理人的单位，印它的全称；没有写签发人的留空", async () => {
    const office = await storyOffice();
    await office.ok("person add 张某甲 --unit 区教体局 --on 2021-07-01");
    const { out } = await office.ok("report --as-of 2021-07-23 --as 张某甲");
    expect(out).toContain("（2021-07-19 至 2021-07-25）\n\n报送单位：区教体局　　签发人：\n\n- 本周截至日");
    expect(out).toContain("\n区教体局（印章）\n\n2021年7月23日\n\n---\n");
    const web = (await office.ok("report --as-of 2021-07-23 --as 张某甲 --signer 王某丙 --html")).out;
    expect(web).toContain("<span>报送单位：区教体局</span><span>签发人：王某丙</span>");
    expect(web).toContain("区教体局（印章）<br>2021年7月23日");
  });

  test.each([
    ["督查通报", "区教体局（印章）", "报送单位"],
    ["工作简报", "编发单位：区教体局　　签发人：王某丙", "（印章）"],
    ["年度总结", "报送单位：区教体局　　签发人：王某丙", "编发单位"],
  ])("%s 有“%s”，没有“%s”", async (kind, has, lacks) => {
    const office = await storyOffice();
    await office.ok("person add 张某甲 --unit 区教体局 --on 2021-07-01");
    const { out } = await office.ok(`report --kind ${kind} --as-of 2021-07-23 --as 张某甲 --signer 王某丙`);
    expect(out).toContain(has);
    expect(out).not.toContain(lacks);
  });

  test("不知道谁办理的，报表照看，只是没有抬头和落款", async () => {
    const { out } = await (await storyOffice()).ok("report --as-of 2021-07-23");
    expect(out).not.toMatch(/报送单位|（印章）/);
  });

  test("on the week's last day the head does not say that it goes on", async () => {
    const office = await storyOffice();
    expect((await office.ok("report --as-of 2021-07-23")).out).toContain(
      "- 本周截至日：2021-07-23（本周到 2021-07-25 为止）\n",
    );
    const { out } = await office.ok("report --as-of 2021-07-25");
    expect(out).toContain("\n- 截至日：2021-07-25\n");
    expect(out).toContain("## 六、到下周末到期（2021-07-25 至 2021-08-01）");
  });

  test.each([
    ["月调度", "--period month"],
    ["季通报", "--period quarter"],
    ["年总结", "--period year"],
  ])("方案只写了周调度，领导要%s：写名称和写 %s 一样", async (name, period) => {
    const office = await storyOffice();
    const { out } = await office.ok(`report --kind ${name} --as-of 2021-07-23`);
    expect(out).toContain(name);
    expect(out).toBe((await office.ok(`report ${period} --as-of 2021-07-23`)).out);
  });

  test("领导问哪几家还没有查第二遍：复查过的不列，撤销了的那次检查不算一次", async () => {
    const office = await storyOffice();
    const numbers = async (stage: string): Promise<string[]> =>
      (await office.ok(`list --stage ${stage} --as-of 2021-07-23 --csv`)).out.match(/^\d+/gm) ?? [];
    expect(await numbers("检查过")).toEqual(["1", "2", "3", "4", "5"]);
    expect(await numbers("只查过一次")).toEqual(["3", "5"]);
  });

  test("写了没有的报表：方案里的、随附的都列出来", async () => {
    const { status, err } = await (await storyOffice()).run("report --kind 日报 --as-of 2021-07-23");
    expect([status, err]).toEqual([
      2,
      "错误：方案里没有这种报表：日报\n  → 可选：周调度、阶段情况报告、台账情况；随附的 月调度、季通报、年总结、情况报告、督查通报、工作简报、年度总结\n",
    ]);
  });

  test("期限正好是截至日的问题：还没有逾期，列在将到期里，不会哪张清单都没有", async () => {
    const office = await storyOffice();
    const listedOn = async (day: string): Promise<readonly [overdue: boolean, coming: boolean]> => {
      const { out } = await office.ok(`report --as-of ${day}`);
      const [, overdue = "", coming = ""] = out.split(/^## [五六]、/m);
      return [overdue.includes("| 2021-07-29 |"), coming.includes("| 2021-07-29 |")];
    };
    expect(await listedOn("2021-07-28")).toEqual([false, true]);
    expect(await listedOn("2021-07-29")).toEqual([false, true]);
    expect(await listedOn("2021-07-30")).toEqual([true, false]);
  });

  test("有超纲、竞赛、无证问题的各几家：分治理内容一节的每个数都问得出是哪几家", async () => {
    const office = await storyOffice();
    const { out } = await office.ok("report --as-of 2021-07-23 --json");
    expect((JSON.parse(out) as { byTopic: object[] }).byTopic.slice(0, 2)).toEqual([
      { no: 1, name: "安全管理", institutions: 3, completed: 1, findings: 5, open: 2, overdue: 0, closed: 3 },
      { no: 2, name: "办学资质", institutions: 1, completed: 0, findings: 1, open: 1, overdue: 1, closed: 0 },
    ]);
    const rows = async (command: string): Promise<number[]> => {
      const { out: json } = await office.ok(`${command} --as-of 2021-07-23 --json`);
      const { parts } = JSON.parse(json) as { parts: { rows: { subject: number }[] }[] };
      return parts.flatMap((part) => part.rows.map(({ subject }) => subject));
    };
    expect(await rows("report explain 存在问题机构数 --topic 1")).toEqual([1, 3, 4]);
    expect(await rows("report explain 存在问题机构数 --topic 办学资质")).toEqual([2]);
    expect(await rows("report explain 逾期未整改数 --topic 2")).toEqual([2]);
    expect(await rows("report explain 无证办学机构数")).toEqual([2]);
    expect(await rows("report explain 竞赛问题机构数")).toEqual([]);
  });

  test.each([
    ["report explain 检查家次 --topic 1", 1, "指标“检查家次”数的是检查，不分治理内容"],
    ["report explain 发现问题数 --topic 管理", 2, "方案里不止一项治理内容：管理"],
    ["report explain 发现问题数 --topic 11", 2, "方案里没有这项治理内容：11"],
  ])("%s 办不了", async (command, exit, message) => {
    const { status, err } = await (await storyOffice()).run(command);
    expect([status, err]).toEqual([exit, expect.stringContaining(message)]);
  });

  test("the same for programs: every figure, in the plan's order", async () => {
    const { out } = await (await storyOffice()).ok("report --as-of 2021-07-23 --json");
    expect(JSON.parse(out)).toMatchObject({
      campaign: "chuanhui-2021",
      phase: { no: 4, name: "集中整改", daysPassed: 8, daysLeft: 23 },
      from: "2021-07-19",
      to: "2021-07-25",
      asOf: "2021-07-23",
      checkCode: expect.stringMatching(/^\d+(-[0-9A-Z]{4}){4}-[0-9A-Z]$/) as string,
    });
    expect(numbersOf(out)).toEqual({
      机构总数: [5, 5, 5],
      检查家次: [5, 1, 4],
      出动人次: [19, 11, 8],
      存在问题机构数: [4, 4, 4],
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

  test.each(["", "--town 城南", "--period month", "--kind 阶段情况报告"])(
    "a figure's numbers are the same in JSON and in the table, under the same name: %s",
    async (options) => {
      const office = await storyOffice();
      const { indicators } = JSON.parse((await office.ok(`report --as-of 2021-07-23 --json ${options}`)).out) as Shown;
      const { out } = await office.ok(`report --as-of 2021-07-23 ${options}`);
      const number = (text: string | undefined): number | null => (text === "—" ? null : Number(text));
      for (const { name, value, thisPeriod, previous, change } of indicators) {
        const row = out.split("\n").find((line) => line.startsWith(`| ${name} |`)) ?? "";
        const printed = row.slice(2, -2).split(" | ").slice(2);
        expect([name, ...printed.map(number)]).toEqual([name, thisPeriod, previous, change, value]);
        if (thisPeriod !== null && previous !== null)
          expect([name, change]).toEqual([name, Math.round((thisPeriod - previous) * 100) / 100]);
      }
    },
  );

  test("the week before, looked at on its Sunday: what was taken back later still stood", async () => {
    const numbers = numbersOf((await (await storyOffice()).ok("report --as-of 2021-07-18 --json")).out);
    expect(numbers).toMatchObject({
      机构总数: [5, 5, 5],
      检查家次: [5, 5, 0],
      发现问题数: [5, 5, 0],
      存在问题机构数: [4, 4, 0],
      整改完成率: [0, 0, null],
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

  test("--out makes the folder and writes Markdown, Word, CSV and a page; a file in its place is named", async () => {
    const office = await storyOffice();
    office.write("不是文件夹", "");
    expect((await office.run("report --as-of 2021-07-23 --out 不是文件夹")).err).toContain("无法写入");
    const { err, out } = await office.ok("report --as-of 2021-07-23 --out 周报");
    expect(readdirSync(join(office.folder, "周报")).toSorted()).toEqual([
      "周调度-2021-07-23.csv",
      "周调度-2021-07-23.docx",
      "周调度-2021-07-23.html",
      "周调度-2021-07-23.md",
    ]);
    expect([out, err]).toEqual(["", expect.stringContaining("周调度-2021-07-23.md")]);
    expect(office.read("周报/周调度-2021-07-23.md")).toBe((await office.ok("report --as-of 2021-07-23")).out);
  });

  test("a report of one town says so wherever it is read, and its files do not take the place of the county's", async () => {
    const office = await storyOffice();
    await office.ok("report --as-of 2021-07-23 --out 周报");
    const whole = office.read("周报/周调度-2021-07-23.md");
    await office.ok("report --as-of 2021-07-23 --town 城南 --out 周报");
    expect(office.read("周报/周调度-2021-07-23.md")).toBe(whole);
    const title = "2021年川汇区校外培训机构专项治理（城南）周调度";
    expect(office.read("周报/周调度-城南-2021-07-23.md")).toMatch(new RegExp(`^# ${title}\n`));
    expect(office.read("周报/周调度-城南-2021-07-23.html")).toContain(`<h1>${title}</h1>`);
    const places = office.read("周报/周调度-城南-2021-07-23.csv").split("\r\n").slice(1, -1);
    expect(new Set(places.map((line) => line.split(",")[0]))).toEqual(new Set(["城南"]));
    const { out } = await office.ok("report --as-of 2021-07-23 --town 城南 --json");
    expect(JSON.parse(out)).toMatchObject({ region: "川汇区", town: "城南" });
    const { out: all } = await office.ok("report --as-of 2021-07-23 --json");
    expect(JSON.parse(all)).toMatchObject({ region: "川汇区", town: null });
  });

  test("those without a town are looked at by the word the table has for them: report, explanation, list and chart agree", async () => {
    const office = await storyOffice();
    const json = async (line: string): Promise<string> => (await office.ok(`${line} --as-of 2021-07-23 --json`)).out;
    const { indicatorsByTown } = JSON.parse(await json("report")) as {
      indicatorsByTown: { town: string | null; indicators: Shown["indicators"] }[];
    };
    const nowhere = indicatorsByTown.find(({ town }) => town === null)?.indicators;
    const alone = JSON.parse(await json("report --town 未填属地")) as Shown & { byTown: unknown[]; overdue: unknown[] };
    expect(alone.indicators).toEqual(nowhere);
    expect([alone.byTown, alone.overdue]).toMatchObject([[{ town: null, institutions: 1, inspected: 1 }], []]);
    const explained = JSON.parse(await json("report explain 检查家次 --town 未填属地")) as { indicator: object };
    expect(explained.indicator).toMatchObject({ value: nowhere?.find(({ name }) => name === "检查家次")?.value });
    const { out } = await office.ok("list --town 未填属地 --as-of 2021-07-23");
    expect(out.match(/样例\S+/g)).toEqual(["样例培训中心4", "样例中学"]);
    expect((await office.ok("chart --town 未填属地 --as-of 2021-07-23")).err).toContain("1 家机构");
    await office.ok("report --town 未填属地 --as-of 2021-07-23 --xlsx 未填.xlsx --html");
  });

  /** Blank lines, the marks of tables, the rule and the title's break carry no words, nor does the tab before 签发人. */
  const words = (markdown: string): string =>
    markdown
      .replaceAll(/\s+(?=签发人：)/g, " ")
      .replaceAll(/^\|[\s:|-]+\|$|^---$/gm, "")
      .replaceAll(/\s+\n/g, "\n")
      .trim();

  test.each(["周调度", "阶段情况报告"])("--docx: %s says in Word what it says in Markdown", async (kind) => {
    const office = await storyOffice();
    await office.ok("person add 张某甲 --unit 区教体局 --on 2021-07-01");
    const { out } = await office.ok(`report --kind ${kind} --as-of 2021-07-23`);
    const written = await office.ok(`report --kind ${kind} --as-of 2021-07-23 --docx 报.docx`);
    expect([written.out, written.err]).toEqual(["", expect.stringContaining("报.docx")]);
    const { markdown } = readWord(readFileSync(join(office.folder, "报.docx")), "报.docx");
    expect(words(markdown.replace("治理  \n阶段", "治理阶段"))).toBe(words(out));
    expect((await office.run("report --as-of 2021-07-23 --docx 没有/报.docx")).err).toContain("文件夹");
  });

  test("a finding of joint leads is in the line of each department, and once in the total; every number has its rows", async () => {
    const office = await storyOffice();
    const { byLead, leadTotal } = JSON.parse((await office.ok("report --as-of 2021-07-23 --json")).out) as {
      byLead: Record<string, number | string>[];
      leadTotal: Record<string, number | string>;
    };
    expect(byLead.map(({ lead, findings, joint }) => [lead, findings, joint])).toEqual([
      ["区市场监管局", 1, 1],
      ["区教体局", 5, 1],
      ["区消防救援大队", 1, 0],
    ]);
    expect(leadTotal).toMatchObject({ findings: 6, joint: 1 });
    const sets = { findings: "问题", open: "未销号问题", overdue: "逾期问题", closed: "销号问题" } as const;
    const vantage = { campaign: "chuanhui-2021", day: "2021-07-23" as Day };
    await inLedger(office, async ({ db }) => {
      for (const [key, set] of Object.entries(sets) as [keyof typeof sets, SetName][]) {
        for (const line of byLead) {
          const rows = await rowsOf(factsOf(db), vantage, set, { departments: [String(line["lead"])] });
          expect([line["lead"], set, line[key]]).toEqual([line["lead"], set, rows.length]);
        }
        expect([set, leadTotal[key]]).toEqual([set, (await rowsOf(factsOf(db), vantage, set, {})).length]);
      }
    });
    expect((await office.ok("report --as-of 2021-07-23")).out).toContain(
      "| 合计 | 6 | 3 | 1 | 3 |\n\n联合牵头的问题，各牵头部门都计；合计里一个问题只计一次。\n",
    );
    expect((await office.ok("report --as-of 2021-07-23 --html")).out).toContain("合计（联合牵头的只计一次）");
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
    { line: "report --as-of 2021-06-01", status: 1, says: "行动还没有开始" },
    { line: "report --as-of 2021-06-01", status: 1, says: "核对 --on、--as-of 的日期" },
    { line: "report --docx tuban.db", status: 2, says: "文件名要以 .docx 结尾，不是 tuban.db" },
    { line: "report --xlsx roster.csv", status: 2, says: "文件名要以 .xlsx 结尾，不是 roster.csv" },
    { line: "report explain 机构总数 --xlsx 底数.csv", status: 2, says: "文件名要以 .xlsx 结尾，不是 底数.csv" },
  ])("$line is refused", async ({ line, status, says }) => {
    const office = await storyOffice();
    const ran = await office.run(line);
    expect(ran).toMatchObject({ status, out: "" });
    expect(ran.err).toContain(says);
    expect(ran.err).toContain("→");
  });
});

test("the summary says what came down to nothing; what was nothing before and is nothing now it leaves out", () => {
  const figure = (name: string, previous: number) =>
    ({ name, unit: "个", basis: "时点", value: 0, thisPeriod: 0, previous, change: -previous }) as const;
  const words = { current: "本周", previous: "上周", next: "下周" };
  expect(
    summaryText([figure("逾期未整改数", 3), figure("待复查问题数", 0)], {
      words,
      cutOff: "2021-07-23" as Day,
    } as Parameters<typeof summaryText>[1]),
  ).toBe("本周各项指标没有新增。截至2021年7月23日，逾期未整改数 0 个。");
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

  test("限期整改: problems that a notice was issued for, on its day, whatever the plan had in mind for them", async () => {
    const office = await storyOffice();
    const listed = async (on: string): Promise<string[]> => {
      const { out } = await office.ok(`report explain 限期整改问题数 --kind 阶段情况报告 --as-of ${on} --json`);
      const { indicator, parts } = JSON.parse(out) as {
        indicator: { value: number };
        parts: { rows: { day: string; label: string; entry: number }[] }[];
      };
      const rows = parts.flatMap((part) => part.rows);
      expect(rows.length).toBe(indicator.value);
      return rows.map(({ day, label, entry }) => `${day} ${label.replace(/.*（/, "（")} 登记${entry}`);
    };
    const earlier = [
      "2021-07-14 （样教改〔2021〕4号） 登记4",
      "2021-07-14 （样教改〔2021〕4号） 登记4",
      "2021-07-14 （样教改〔2021〕5号） 登记5",
    ];
    expect(await listed("2021-07-20")).toEqual([
      ...earlier,
      "2021-07-20 （样教改〔2021〕10号） 登记10",
      "2021-07-15 （样教改〔2021〕6号） 登记6",
    ]);
    // withdrawn and issued anew on the 21st; the relapse of the 23rd is routed to a notice that nobody has issued yet
    expect(await listed("2021-07-23")).toEqual([
      ...earlier,
      "2021-07-21 （样教改〔2021〕11号） 登记11",
      "2021-07-15 （样教改〔2021〕6号） 登记6",
    ]);
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
      "\ufeff指标,编号,名称,属地,日期,内容,部门,本周,事实,登记序号,经过\r\n逾期未整改数,2,样例|<script>艺术,城北,2021-07-20,2-1 不符合“取得办学许可证”：没有,区教体局、区市场监管局,是,finding#3,5,张某甲\r\n",
    );
  });
});

describe("the other forms of a report", () => {
  test("a page of its own: charts, ranked towns, nothing loaded from elsewhere, nothing a stranger typed as markup", async () => {
    const office = await storyOffice();
    const { out } = await office.ok("report --as-of 2021-07-23 --html");
    await expect(steady(out)).toMatchFileSnapshot("golden/周调度-2021-07-23.html");
    expect(out.match(/<svg/g)).toHaveLength(5);
    expect(out).toContain("样例|&lt;script&gt;艺术");
    expect(out).not.toMatch(/<script|href=|src=|url\(/);
  });

  test("more rows than anyone reads: the screen and the report's workbook have the first and say so, CSV and Excel have all", async () => {
    const office = testOffice();
    await office.ok("init --plan chuanhui-2021 --on 2021-06-21");
    await office.ok("person add 张某甲 --unit 区教体局 --on 2021-06-21");
    const rows = Array.from({ length: 10_001 }, (_, nth) => `样例培训中心${nth},样例路${nth}号`);
    office.write("底数.csv", `名称,地址\n${rows.join("\n")}\n`);
    await office.ok("import 底数.csv --as 张某甲 --on 2021-06-22 --yes");
    const explain = "report explain 机构总数 --as-of 2021-07-23";
    const { out } = await office.ok(explain);
    expect(out).toContain("只列前 5000 行；全部用 --csv 或 --xlsx 文件\n合计 10001 家");
    expect(out.match(/roster#/g)).toHaveLength(5_000);
    expect((await office.ok(`${explain} --csv`)).out.match(/roster#/g)).toHaveLength(10_001);
    expect(JSON.parse((await office.ok(`${explain} --json`)).out)).toMatchObject({
      parts: [{ rows: { length: 10_001, 5_000: { subject: 5_001, act: expect.stringContaining("导入") as string } } }],
    });
    await office.ok(`${explain} --xlsx 机构.xlsx`);
    const alone = await readXlsx(readFileSync(join(office.folder, "机构.xlsx")));
    expect(alone.sheets[0]?.rows).toHaveLength(10_002);
    await office.ok("report --kind 阶段情况报告 --as-of 2021-07-23 --xlsx 表.xlsx");
    const sheet = (await readXlsx(readFileSync(join(office.folder, "表.xlsx")))).sheets.find(
      ({ name }) => name === "机构总数",
    );
    expect([sheet?.rows[0]?.[0], sheet?.rows.length]).toEqual([
      "共 10001 行，只列前 10000 行；全部用 tuban report explain 机构总数 --csv",
      10_002,
    ]);
  });

  test("a workbook: every figure leads to its rows, and there are as many as it says; days are dates, codes text", async () => {
    const office = await storyOffice();
    await office.ok("report --as-of 2021-07-23 --kind 阶段情况报告 --xlsx 表.xlsx");
    const book = await readXlsx(readFileSync(join(office.folder, "表.xlsx")), { readStyles: true });
    const [figures] = book.sheets;
    expect((figures?.rows ?? []).slice(0, 3).map(([first]) => steady(String(first)))).toEqual([
      "2021年川汇区校外培训机构专项治理阶段情况报告　2021-07-16 至 2021-08-15",
      "截至 2021-07-23　校验码 XXXX-XXXX",
      "指标",
    ]);
    const checked = [];
    for (const [index, row] of (figures?.rows ?? []).entries()) {
      if (index < 3) continue;
      const [name, unit, , , , , value] = row;
      const cell = figures?.cells?.get(`${index},6`);
      const tab = /^'(.+)'!A1$/.exec(cell?.hyperlink?.location ?? "")?.[1];
      expect([name, tab]).toEqual([name, name]);
      const detail = book.sheets.find((sheet) => sheet.name === tab);
      if (unit === "%") expect([name, cell?.style?.numFmt]).toEqual([name, "0.00"]);
      if (unit !== "%") expect([name, (detail?.rows.length ?? 0) - 1]).toEqual([name, value]);
      checked.push(name);
    }
    expect(checked.length).toBeGreaterThan(25);
    const rows = book.sheets.find((sheet) => sheet.name === "检查家次")?.rows ?? [];
    expect(rows[0]).toContain("经过");
    expect(rows[1]?.[3]).toBeInstanceOf(Date);
    expect(rows[1]?.[7]).toBe("inspection#1");
  });

  test.each(["情况报告", "督查通报", "工作简报", "年度总结"])(
    "the text %s: sentences made of the ledger's numbers",
    async (kind) => {
      const { out } = await (await storyOffice()).ok(`report --kind ${kind} --as-of 2021-07-23`);
      await expect(steady(out)).toMatchFileSnapshot(`golden/${kind}-2021-07-23.md`);
      // Nobody tallied 清理广告, so no sentence speaks of it.
      expect(out).not.toContain("清理广告0处");
      expect(out).not.toContain("【");
    },
  );

  async function officeCountingRefundsInTenThousands(): Promise<TestOffice> {
    const office = testOffice();
    await office.ok("plan copy beilun-2021 plan.yaml");
    office.write(
      "plan.yaml",
      office.read("plan.yaml").replace("名称: 退费金额, 单位: 元", "名称: 退费金额, 单位: 万元"),
    );
    await office.ok("init --plan plan.yaml --on 2021-06-21");
    await office.ok("person add 张某甲 --unit 区教育局 --on 2021-06-21");
    await office.ok("as 张某甲 --on 2021-06-21");
    return office;
  }

  test("refunds that the plan counts in 万元 are not written as so many 元", async () => {
    const office = await officeCountingRefundsInTenThousands();
    await office.ok("tally 退费 35600.50 --on 2021-07-20");
    for (const kind of ["情况报告", "督查通报", "年度总结"])
      expect((await office.ok(`report --kind ${kind} --as-of 2021-07-23`)).out).toMatch(
        /督促退费3\.56万元(?:，累计3\.56万元)?。/,
      );
  });

  test("towns' refunds in 万元 need not add up to the whole by a cent: the workbook and the explanation say so, issue and check let it be", async () => {
    const office = await officeCountingRefundsInTenThousands();
    for (const town of ["样例一镇", "样例二镇"]) await office.ok(`tally 退费 4440 --town ${town} --on 2021-07-20`);
    const { out } = await office.ok("report --as-of 2021-07-23 --json --xlsx 报表.xlsx");
    const { indicators, indicatorsByTown } = JSON.parse(out) as Shown & { indicatorsByTown: Shown[] };
    const refunds = (of: Shown) => of.indicators.find(({ name }) => name === "退费金额")?.value;
    expect([refunds({ indicators }), ...indicatorsByTown.map(refunds).filter((value) => value)]).toEqual([
      0.89, 0.44, 0.44,
    ]);
    const book = await readXlsx(readFileSync(join(office.folder, "报表.xlsx")));
    const note = "万元数各自四舍五入到两位小数，各部分相加可能与合计差几个 0.01，以合计为准";
    expect(book.sheets.find(({ name }) => name === "各属地各指标")?.rows[0]?.[0]).toBe(`注：${note}。`);
    expect((await office.ok("report explain 退费金额 --as-of 2021-07-23")).out).toContain(note);
    office.write("报.json", out);
    await office.ok("report check 报.json");
    await office.ok("report issue --as-of 2021-07-23");
  });

  test("the second year's summary does not take the first year's work for its own", async () => {
    const office = testOffice();
    await office.ok("init --plan chuanhui-2021 --on 2021-06-21");
    await office.ok("person add 张某甲 --unit 区教体局 --on 2021-06-21");
    await office.ok("as 张某甲 --on 2021-06-21");
    await office.ok("tally 清理广告 12 --on 2021-07-20");
    await office.ok("tally 清理广告 3 --on 2022-03-01");
    const said = async (day: string) => (await office.ok(`report --kind 年度总结 --as-of ${day}`)).out;
    expect(await said("2021-12-31")).toContain("本年清理广告12处，累计12处。");
    expect(await said("2022-12-31")).toContain("本年清理广告3处，累计15处。");
  });

  test.each(["beilun-2021", "epidemic-2021"])("every text can be filled for %s", async (plan) => {
    const office = testOffice();
    await office.ok(`init --plan ${plan} --on 2021-05-01`);
    for (const kind of ["情况报告", "督查通报", "工作简报", "年度总结"])
      expect((await office.ok(`report --kind ${kind} --as-of 2021-07-23`)).out).toContain(kind);
  });

  test.each([
    { line: "--period week", says: "| 指标 | 单位 | 本周 |" },
    { line: "--period month", says: "专项治理月调度" },
    { line: "--period quarter", says: "专项治理季通报" },
    { line: "--period year", says: "专项治理年总结" },
    { line: "--period phase --phase 4", says: "起止：2021-07-16 至 2021-08-15" },
    { line: "--period campaign", says: "| 指标 | 单位 | 行动以来 |" },
    { line: "--period campaign", says: "## 一、行动以来情况" },
  ])("$line", async ({ line, says }) => {
    const { out } = await (await storyOffice()).ok(`report ${line} --as-of 2021-07-23`);
    expect(out).toContain(says);
    expect(out).toMatch(/\| 检查家次 \| 家次 \| \d/);
  });
});

describe("tuban report check", () => {
  test("the form that tuban itself hands out for a roll-up is checked, whether or not the plan counts 检查机构数", async () => {
    const office = await storyOffice();
    await office.ok("consolidate --form 表样.csv");
    const [head] = office.read("表样.csv").split("\r\n");
    const check = async (row: string) => {
      office.write("报.csv", `${head}\n${row}\n`);
      return office.run("report check 报.csv --as-of 2021-07-23");
    };
    expect((await check("样例甲省,样例A市,样例一县,100,90,50,40,80%,是,否")).out).toContain("核对无误");
    const { err } = await check("样例甲省,样例A市,样例一县,100,九十,50,51,102%,是,否");
    expect(err).toContain("检查机构数 应写数，写了“九十”");
    expect(err).toContain("完成整改机构数（51）≤ 存在问题机构数（50）不成立：样例一县");
    expect(err).not.toContain("方案里没有这个指标");
  });

  test("the program's own CSV, JSON and workbook hold", async () => {
    const office = await storyOffice();
    office.write("报.csv", (await office.ok("report --as-of 2021-07-23 --csv")).out);
    office.write("报.json", (await office.ok("report --as-of 2021-07-23 --json")).out);
    await office.ok("report --as-of 2021-07-23 --xlsx 报.xlsx");
    for (const file of ["报.csv", "报.json", "报.xlsx"])
      expect([file, (await office.ok(`report check ${file} --as-of 2021-07-23`)).out]).toEqual([
        file,
        expect.stringContaining("核对无误"),
      ]);
  });

  test("everything wrong with a return that somebody sent, each at its place", async () => {
    const office = await storyOffice();
    office.write(
      "街道报.csv",
      "属地,机构总数,存在问题机构数,完成整改机构数,整改完成率,检查家次,满意率\n合计,10,5,6,103%,12,99\n城北,6,三家,3,50,-1,\n城南,4,2,1,50,2.5,\n城南,4,2,1,50,3,\n",
    );
    const { status, out, err } = await office.run("report check 街道报.csv --as-of 2021-07-23");
    expect([status, out]).toEqual([1, ""]);
    await expect(err).toMatchFileSnapshot("golden/街道报-核对.txt");
  });

  test("a rate of 103% and a week with more than the whole campaign are found in the week's column as well", async () => {
    const office = await storyOffice();
    office.write(
      "街道报.csv",
      "范围,指标,本周,累计（期末）\n全部,完成整改机构数,1,1\n全部,存在问题机构数,4,4\n全部,整改完成率,103,25\n全部,检查家次,9,5\n",
    );
    const { status, err } = await office.run("report check 街道报.csv --as-of 2021-07-23");
    expect(status).toBe(1);
    expect(err).toBe(
      "错误：整改完成率 写了 103%，比率应在 0% 到 100% 之间\n  位于 街道报.csv:行4 列「本周」\n  → 请报送单位核实\n" +
        "错误：检查家次 本期 9，比累计 5 还多\n  位于 街道报.csv:行5 列「本周」\n  → 请报送单位核实\n",
    );
  });

  test("a form as people fill it: remarks beside the figures, and a rate as the spreadsheet keeps it", async () => {
    const office = await storyOffice();
    const head = "省份,地市,县区,机构总数,存在问题机构数,完成整改机构数,整改完成率,是否启动,备注";
    office.write("报.csv", `${head}\n样例甲省,样例A市,样例一县,100,40,30,0.75,是,两家停业\n`);
    expect((await office.ok("report check 报.csv --as-of 2021-07-23")).out).toContain("核对无误：4 个数");
    office.write("报.csv", `${head}\n样例甲省,样例A市,样例一县,100,40,30,0.57,是,两家停业\n`);
    expect((await office.run("report check 报.csv --as-of 2021-07-23")).err).toContain(
      "整改完成率（0.57）= 完成整改机构数 ÷ 存在问题机构数（30 ÷ 40）（75）不成立：样例一县",
    );
  });

  test.each([
    { name: "坏.json", content: "{", says: "JSON 文件读不通" },
    { name: "别的.json", content: "{}", says: "不是 tuban 写出的报表" },
    { name: "坏.xlsx", content: "PK\u0003\u0004", says: "这个 Excel 文件已经损坏，打不开" },
    { name: "空.csv", content: "", says: "文件里没有表格" },
  ])("$name is no return: $says", async ({ name, content, says }) => {
    const office = await storyOffice();
    office.write(name, content);
    expect(await office.run(`report check ${name} --as-of 2021-07-23`)).toMatchObject({
      status: 2,
      err: expect.stringContaining(says) as string,
    });
    expect((await office.run("report check 没有.csv --as-of 2021-07-23")).err).toContain("打不开文件");
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
