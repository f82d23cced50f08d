/** 今日: the screen that `tuban` alone shows. */
import { expect, test } from "vitest";
import { grouped } from "../../src/campaign/index.ts";
import type { Day } from "../../src/campaign/index.ts";
import { campaignOn } from "../../src/ledger/campaigns.ts";
import { clocksOn } from "../../src/ledger/clocks.ts";
import { missingOn } from "../../src/ledger/numbers/missing.ts";
import { owedOn } from "../../src/ledger/numbers/expected.ts";
import { testOffice } from "../office.ts";
import { campaign, inLedger, storyOffice } from "../report-story.ts";

test("the phase, its days left, what waits, and the command for each", async () => {
  expect((await (await storyOffice()).ok("--as-of 2021-07-21")).out).toBe(
    `2021年川汇区校外培训机构专项治理　2021-07-21
阶段：集中整改（第4阶段，2021-07-16 至 2021-08-15）：第 6 天，还剩 25 天

  还没有检查过                   1 家   tuban inspect 7
  文书还没有送达                 1 份   tuban order serve 样教改〔2021〕11号
  逾期未整改                     1 个   tuban review 2
  已整改，等第二人销号           3 个   tuban close w1
  排查摸底还缺，2021-06-28 已过  1 件   tuban owed 排查摸底
  再次验收还缺，2021-07-15 已过  3 件   tuban owed 再次验收
`,
  );
});

test("for programs: every kind of work, also what does not wait", async () => {
  const shown = JSON.parse((await (await storyOffice()).ok("today --as-of 2021-07-23 --json")).out) as {
    waiting: { task: string; count: number; next: string | null }[];
  };
  expect(shown).toMatchObject({ campaign: "chuanhui-2021", asOf: "2021-07-23", phase: { no: 4, daysLeft: 23 } });
  expect(shown.waiting.map(({ task, count, next }) => [task, count, next])).toEqual([
    ["待判定", 0, null],
    ["待检查", 1, "tuban inspect 7"],
    ["未做完", 0, null],
    ["待交办", 1, "tuban order issue 1"],
    ["待送达", 0, null],
    ["将到期", 1, "tuban review 3"],
    ["逾期", 1, "tuban review 2"],
    ["待销号", 0, null],
    ["已停业", 0, null],
  ]);
});

test.each(["2021-07-13", "2021-07-18", "2021-07-21", "2021-07-22", "2021-07-24", "2021-08-30"])(
  "截至 %s：一起数的，和一件件列的一样",
  async (on) => {
    const [asOf, until] = [on as Day, null];
    const { summed, each, missing, owed } = await inLedger(await storyOffice(), async ({ db }) => {
      const opened = await campaignOn(db, asOf, null);
      // with a last day for what the plan leaves open
      const expectations = (opened.plan.expectations ?? []).map((one) => ({ ...one, until: one.until ?? asOf }));
      const whole = { ...opened, plan: { ...opened.plan, expectations } };
      return {
        summed: await clocksOn(db, asOf, campaign, { until: asOf, summed: true }),
        each: await clocksOn(db, asOf, campaign, { until, summed: false }),
        missing: await missingOn(db, whole, asOf, until),
        owed: await owedOn(db, whole, asOf),
      };
    });
    const waiting = each.orders.filter((order) => order.unresolved > 0 && order.due_on !== null && !order.withdrawn_on);
    const byDay = grouped(waiting, ({ due_on }) => due_on);
    expect(summed.rectifications).toEqual(
      Array.from(byDay, ([due, orders]) => ({
        due,
        orders: orders.length,
        findings: orders.reduce((sum, { unresolved }) => sum + unresolved, 0),
        subject: Math.min(...orders.map(({ subject }) => subject)),
      })).toSorted((one, other) => (String(one.due) < String(other.due) ? -1 : 1)),
    );
    const later = waiting.filter(({ due_on: due }) => due !== null && due > asOf);
    const first = later.toSorted((one, other) =>
      one.due_on === other.due_on ? one.subject - other.subject : String(one.due_on) < String(other.due_on) ? -1 : 1,
    )[0];
    expect(summed.firstLater).toBe(first?.number ?? null);
    expect(missing.map(({ expectation: { name }, count }) => [name, count])).toEqual(
      owed.filter((one) => one.missing.length > 0).map((one) => [one.expectation.name, one.missing.length]),
    );
  },
);

test("停业、注销的不用再去查；留下的问题另起一行", async () => {
  const office = await storyOffice();
  await office.ok("person add 张某甲 --unit 区教体局 --on 2021-07-01");
  await office.ok("set 7 机构状态=停业 --as 张某甲 --on 2021-07-22");
  await office.ok("set 2 机构状态=注销 --as 张某甲 --on 2021-07-22");
  const { out } = await office.ok("--as-of 2021-07-23");
  expect(out).not.toContain("还没有检查过");
  expect(out).toMatch(/停业、注销，还有问题没有销号 +1 家 +tuban show 2\n/);
  expect((await office.ok("--as-of 2021-07-21")).out).toContain("tuban inspect 7");
});

test.each([
  ["期限 --all --as-of 2021-07-21", "期限（截至 2021-07-21"],
  ["月报 --as-of 2021-07-21", "本月"],
  ["report --period 月 --as-of 2021-07-21", "本月"],
  ["help 检查", "tuban inspect"],
  ["查看 2 --as-of 2021-07-21", "截至 2021-07-21"],
])("tuban %s: a Chinese word that names one command does what the command does", async (line, shows) => {
  expect((await (await storyOffice()).ok(line)).out).toContain(shows);
});

test.each([
  ["检查:排查", "tuban inspect 7"],
  ["检查:双随机", "tuban inspect 7 --kind 双随机"],
  ["复查", "tuban review 7"],
])("a half-answered %s is taken up again by %s", async (task, next) => {
  const office = await storyOffice();
  await inLedger(office, ({ db }) =>
    db
      .insertInto("draft")
      .values({
        campaign: "chuanhui-2021",
        subject: 7,
        task,
        item: "1-1",
        answer: "合格",
        note: "",
        evidence: "null",
        saved_at: "2021-07-23T01:00:00Z",
      })
      .execute(),
  );
  expect((await office.ok("--as-of 2021-07-23")).out).toMatch(new RegExp(`检查答了一半 +1 家 +${next}\n`));
});

test("two phases at once are both shown, the later first; between phases it says so", async () => {
  const office = await storyOffice();
  expect((await office.ok("--as-of 2021-07-01")).out).toMatch(
    /阶段：规范优化提升（第3阶段.*第 1 天，还剩 14 天\n阶段：暂时关停（第2阶段.*今天是最后一天/,
  );
  const other = testOffice();
  await other.ok("init --plan epidemic-2021 --on 2021-01-04");
  expect((await other.ok("--as-of 2021-10-08")).out).toContain("阶段：两阶段之间");
});

test("nothing waits in an empty ledger with a plan", async () => {
  const office = testOffice();
  await office.ok("init --plan chuanhui-2021 --on 2021-06-21");
  expect((await office.ok("--as-of 2021-06-22")).out).toContain("没有等着办的事");
});

test("without a ledger, and without a plan, it says how to begin", async () => {
  const office = testOffice();
  expect(await office.run("")).toEqual({
    status: 0,
    out: "这里还没有账本。\n下一步：\n  tuban demo                        用样例账本走一遍\n  tuban init                        建一本自己的账\n",
    err: "",
  });
  expect(JSON.parse((await office.ok("--json")).out)).toEqual({
    campaign: null,
    message: "这里还没有账本。",
    next: ["tuban demo", "tuban init"],
  });
  await office.ok("init");
  expect((await office.ok("")).out).toContain("tuban plan adopt <编号>");
});

test("a ledger that was named and is missing is a mistake", async () => {
  const ran = await testOffice().run("--ledger 别处.db");
  expect(ran.status).toBe(2);
  expect(ran.err).toContain("找不到账本文件");
});

test.each([
  ["reprot --phase 4", "没有这个命令：reprot", "是不是要 report？"],
  ["天气", "没有这个命令：天气", "tuban --help"],
  ["--phse", "没有这个选项：--phse", "tuban --help"],
  // the first guesses of somebody who has never seen the program
  ["导出", "没有这个命令：导出", "用 tuban list --xlsx 底数.xlsx，或 tuban report --xlsx 周报.xlsx"],
  ["stats", "没有这个命令：stats", "用 tuban report\n"],
  ["本月月报", "没有这个命令：本月月报", "用 tuban report --period month"],
  ["逾期", "没有这个命令：逾期", "用 tuban due，或 tuban review --due"],
  ["谁查的", "没有这个命令：谁查的", "用 tuban show 机构"],
  ["version", "没有这个命令：version", "用 tuban --version"],
  ["order 送达", "没有这个命令：送达", "用 tuban order serve 文号"],
  ["report excel", "不认识这里的：excel", "或 tuban report --xlsx 周报.xlsx"],
  ["report explain 检查家次 逾期 --as-of 2021-07-23", "不认识这里的：逾期", "用 tuban due"],
  ["report excel --as-of 2021-07-23 --xlsx 周报.xlsx", "不认识这里的：excel", "tuban report --xlsx"],
  ["report 2021-07-23", "不认识这里的：2021-07-23", "用 --as-of 2021-07-23 看那一天的"],
  ["due 城东 城西", "不认识这里的：城东", "tuban 命令 --help"],
  [
    "review --overdue",
    "没有这个选项：--overdue",
    "用 tuban due，或 tuban review --due；运行 tuban review --help 看它的选项",
  ],
  ["order serve --tracking", "没有这个选项：--tracking", "运行 tuban order serve --help 看它的选项"],
  ["report --xls 周报.xls", "没有这个选项：--xls", "是不是要 --xlsx？"],
  ["show", "少了参数：机构", "写成：tuban show [选项] <机构>"],
  ["report explain", "少了参数：指标", "写成：tuban report explain [选项] <指标>"],
  ["undo 3", "必须给出选项：--reason <原因>", "在命令后面加上 --reason 原因\n"],
  ["help 天气", "没有这个命令：天气", "tuban --help"],
])("tuban %s: a mistyped word is not taken for today", async (line, message, hint) => {
  const ran = await (await storyOffice()).run(line);
  expect(ran).toMatchObject({ status: 2, out: "" });
  expect(ran.err).toContain(message);
  expect(ran.err).toContain(hint);
});
