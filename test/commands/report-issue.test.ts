/** 签发、衔接、勾稽: returns are kept as sent, the next follows from them, and contradictions stop. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import * as fc from "fast-check";
import { addDays } from "../../src/campaign/index.ts";
import type { Bridge, Day } from "../../src/campaign/index.ts";
import { ledgerOn } from "../../src/ledger/ledger.ts";
import { recordTally } from "../../src/ledger/acts/tallies.ts";
import { finding, inLedger, roster, settle, storyOffice, visit } from "../report-story.ts";
import { readWord } from "../../src/write/docx-read.ts";
import { testOffice } from "../office.ts";
import type { TestOffice } from "../office.ts";

const day = (text: string): Day => `2021-${text}` as Day;
const act = { command: "test", actor: "张某甲", on: day("07-20") };

async function actor(office: TestOffice, plan = "chuanhui-2021"): Promise<TestOffice> {
  if (plan !== "chuanhui-2021") await office.ok(`init --plan ${plan} --on 2021-06-21`);
  await office.ok("person add 张某甲 --unit 区教体局 --on 2021-06-21");
  await office.ok("as 张某甲 --on 2021-06-21");
  return office;
}

interface Frozen {
  readonly number: string;
  readonly figures: readonly {
    readonly name: string;
    readonly value: number | null;
    readonly counted: object | null;
  }[];
  readonly bridges: readonly Bridge[];
  readonly adjustments: readonly { readonly indicator: string; readonly amount: number; readonly why: string }[];
  readonly rows: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

const shown = async (office: TestOffice, number: string): Promise<Frozen> =>
  JSON.parse((await office.ok(`report show ${number} --json`)).out) as Frozen;

const steady = (text: string): string => text.replaceAll(/\d+(-[0-9A-Z]{4}){4}-[0-9A-Z]/g, "XXXX-XXXX");

describe("tuban report issue", () => {
  test("two weeks: the second says how it follows from the first, line by line", async () => {
    const office = await actor(await storyOffice());
    await office.ok("report issue --as-of 2021-07-18 --on 2021-07-18");
    await inLedger(office, (ledger) =>
      ledger.record(act, (entry) => entry.add("roster", roster(8, "07-17", { town: "城南" }))),
    );
    const { out } = await office.ok("report issue --as-of 2021-07-23 --on 2021-07-23");
    expect(out).toBe("已签发：周调度〔2021〕2号（2021-07-19 至 2021-07-23），调整 11 条\n");
    const printed = (await office.ok("report show 周调度〔2021〕2号")).out;
    await expect(steady(printed)).toMatchFileSnapshot("golden/周调度-第2号.md");
  });

  test("a return is not touched by what comes later, and diff says what did", async () => {
    const office = await actor(await storyOffice());
    await office.ok("report issue --as-of 2021-07-18 --on 2021-07-18");
    const before = (await office.ok("report show 1")).out;
    expect((await office.ok("report diff 1 --as-of 2021-07-18")).out).toContain("没有变动");
    await inLedger(office, (ledger) => ledger.record(act, (entry) => entry.add("roster", roster(8, "07-17"))));
    expect((await office.ok("report show 1")).out).toBe(before);
    const changes = (await office.ok("report diff 1 --as-of 2021-07-18 --csv")).out;
    expect(changes).toContain("机构总数,1,roster#8,8,样例培训中心8,未填属地,2021-07-17,有证有照,补录（登记 21）");
  });

  test("a 销号 recorded late takes a finding off last week's figures: the line names the 销号, not the finding", async () => {
    const office = await actor(await storyOffice());
    await office.ok("report issue --as-of 2021-07-18 --on 2021-07-18");
    await inLedger(office, async (ledger) => {
      await ledger.record({ ...act, on: day("07-17") }, async (entry) => {
        entry.describe("复查 样例培训中心2：已整改");
        await settle(entry, await visit(entry, 2, "07-17", { kind: "复查", result: "已整改" }), "07-17", {
          3: "已整改",
        });
      });
      await ledger.record({ ...act, on: day("07-18") }, async (entry) => {
        entry.describe("销号 1 个问题：3");
        const outcome = { finding: 3, outcome: 6, closed_by: "王某丙", note: "" };
        await entry.add("close_out", { ...outcome, happened_on: day("07-18") });
      });
    });
    const lines = (await office.ok("report diff 1 --as-of 2021-07-18 --csv")).out.split("\r\n");
    expect(lines.filter((line) => line.startsWith("未销号问题数"))).toEqual([
      expect.stringContaining(
        "补录（登记 21：复查 样例培训中心2：已整改）；补录（登记 22：销号 1 个问题：3），不再计入",
      ),
    ]);
    expect(lines.find((line) => line.startsWith("完成整改机构数"))).toContain(
      "补录（登记 22：销号 1 个问题：3），计入",
    );
  });

  test("a 销号 taken back puts the finding back into last week's figures: the line names what was taken back and why", async () => {
    const office = await actor(await storyOffice());
    await office.ok("report issue --as-of 2021-07-23 --on 2021-07-23 --override 样例");
    await inLedger(office, (ledger) =>
      ledger.record(act, (entry) =>
        entry.add("annulment", { target: 13, happened_on: day("07-22"), reason: "佐证不是这一家的" }),
      ),
    );
    const lines = (await office.ok("report diff 1 --as-of 2021-07-23 --csv")).out.split("\r\n");
    const back = lines.filter((line) => line.startsWith("未销号问题数,1,"));
    expect(back.length).toBe(3);
    for (const line of back) expect(line).toContain("登记 13 已撤回（登记 21：佐证不是这一家的），计入");
  });

  test("an indicator that a new plan counts otherwise: its lines say so, whether the set or the filter is another", async () => {
    const office = await actor(await storyOffice());
    await office.ok("report issue --as-of 2021-07-18 --on 2021-07-18");
    await office.ok("plan copy chuanhui-2021 plan.yaml");
    const text = office
      .read("plan.yaml")
      .replace(
        "名称: 发现问题数, 单位: 个, 口径: 期间, 统计: 问题 }",
        "名称: 发现问题数, 单位: 个, 口径: 期间, 统计: 限期整改问题 }",
      )
      .replace("统计: 问题, 其中: { 严重程度: [重大隐患] }", "统计: 问题, 其中: { 严重程度: [重大隐患, 一般] }");
    office.write("plan.yaml", text);
    await office.ok("plan adopt plan.yaml --on 2021-07-18");
    const lines = (await office.ok("report diff 1 --as-of 2021-07-18 --csv")).out.split("\r\n");
    for (const name of ["发现问题数", "重大隐患数"]) {
      const ours = lines.filter((line) => line.startsWith(`${name},`));
      expect([name, ours.length > 0]).toEqual([name, true]);
      for (const line of ours) expect(line).toContain("指标口径改了");
    }
  });

  test("as a Word file, when issued or later: the text as it was sent", async () => {
    const office = await actor(await storyOffice());
    await office.ok("report issue --as-of 2021-07-18 --on 2021-07-18 --docx 一.docx");
    await office.ok("report show 1 --docx 再.docx");
    expect(readFileSync(join(office.folder, "再.docx"))).toEqual(readFileSync(join(office.folder, "一.docx")));
    const { markdown } = readWord(readFileSync(join(office.folder, "一.docx")), "一.docx");
    expect(markdown).toContain("周调度〔2021〕1号　经办：张某甲");
    const late = await office.run("report issue --as-of 2021-07-23 --on 2021-07-23 --docx 没有/二.docx");
    expect([late.status, late.err]).toEqual([3, expect.stringContaining("report show 周调度〔2021〕2号 --docx")]);
    expect((await office.ok("report list --csv")).out).toContain("周调度〔2021〕2号");
  });

  test("one day is returned once; a return taken back makes room, and its number is not used again", async () => {
    const office = await actor(await storyOffice());
    await office.ok("report issue --as-of 2021-07-18 --on 2021-07-18");
    const again = await office.run("report issue --as-of 2021-07-18 --on 2021-07-18");
    expect([again.status, again.err]).toEqual([
      1,
      expect.stringContaining("周调度〔2021〕1号 已报过 2021-07-12 至 2021-07-18"),
    ]);
    await office.ok("undo 20 --reason 报早了 --on 2021-07-19");
    expect((await office.ok("report issue --as-of 2021-07-18 --on 2021-07-19")).out).toContain("周调度〔2021〕2号");
    expect((await office.ok("report list --csv")).out).not.toContain("周调度〔2021〕1号");
  });

  test("a week sent long ago is refused by the number it went out under, not by the latest one", async () => {
    const office = await actor(await storyOffice());
    await office.ok("report issue --as-of 2021-07-11 --on 2021-07-11 --override 样例");
    await office.ok("report issue --as-of 2021-07-18 --on 2021-07-18");
    const again = (await office.run("report issue --as-of 2021-07-09 --on 2021-07-18")).err;
    expect(again).toContain("周调度〔2021〕1号 已报过 2021-07-05 至 2021-07-11，这一期又从 2021-07-05 起");
    expect(again).toContain("加 --from 2021-07-19");
    const before = (await office.run("report issue --as-of 2021-07-04 --on 2021-07-18")).err;
    expect(before).toContain("已报到 2021-07-18（周调度〔2021〕2号），这一期又从 2021-06-28 起");
  });

  test("a contradiction stops it with both sides and the rows; a reason lets it pass and is printed", async () => {
    const office = await actor(await storyOffice());
    await office.ok("plan copy chuanhui-2021 plan.yaml");
    const text = office.read("plan.yaml").replace("勾稽:\n", "勾稽:\n  - 存在问题机构数 ≤ 完成整改机构数\n");
    office.write("plan.yaml", text);
    await office.ok("plan adopt plan.yaml --on 2021-07-01");
    const refused = await office.run("report issue --as-of 2021-07-23 --on 2021-07-23");
    expect(refused.status).toBe(1);
    expect(refused.err).toContain("存在问题机构数（4）≤ 完成整改机构数（1）不成立");
    expect(refused.err).toContain("存在问题机构数 4 行：1 样例培训中心1 finding#1");
    expect((await office.ok("report list --json")).out).toBe("[]\n");
    expect((await office.run("report issue --as-of 2021-07-23 --on 2021-07-23 --override ''")).status).toBe(2);
    await office.ok("report issue --as-of 2021-07-23 --on 2021-07-23 --override 街道补报中");
    const printed = (await office.ok("report show 1")).out;
    expect(printed).toContain("带问题签发，理由：街道补报中");
    expect(printed).toContain("- 存在问题机构数（4）≤ 完成整改机构数（1）不成立");
  });

  test("the first return of an office that took back a finding this week: there is no return before to contradict", async () => {
    const office = await actor(await storyOffice());
    expect((await office.ok("report issue --as-of 2021-07-23 --on 2021-07-23")).out).toContain("周调度〔2021〕1号");
    expect((await office.ok("report show 1")).out).toContain("各项勾稽关系成立");
  });

  test("a rule with 上期末 is asked of each town: the whole adds up, two towns do not, and both values are said", async () => {
    const office = await actor(await storyOffice());
    await office.ok("plan copy chuanhui-2021 plan.yaml");
    const rule = "发现问题数 = 上期末 发现问题数 + 本期 立查立改问题数";
    office.write("plan.yaml", office.read("plan.yaml").replace("勾稽:\n", `勾稽:\n  - ${rule}\n`));
    await office.ok("plan adopt plan.yaml --on 2021-07-01");
    await office.ok("tally 立查立改 2 --town 城北 --on 2021-07-21");
    await office.ok("report issue --as-of 2021-07-18 --on 2021-07-18 --override 第一期");
    const refused = await office.run("report issue --as-of 2021-07-23 --on 2021-07-23");
    expect(refused.status).toBe(1);
    const says = (left: number, right: number, town: string): string =>
      `勾稽不成立：发现问题数（${left}）= 上期末 发现问题数 + 本期 立查立改问题数（${right}）不成立：${town}`;
    expect(refused.err).toContain(says(4, 5, "城北"));
    expect(refused.err).toContain(says(1, 0, "城南"));
    expect(refused.err.match(/勾稽不成立/g)).toHaveLength(2);
  });

  test("an institution that moves to another town between two returns takes its past along and breaks no rule", async () => {
    const office = await actor(await storyOffice());
    await office.ok("report issue --as-of 2021-07-18 --on 2021-07-18");
    const open = async (town: string): Promise<unknown> =>
      (await office.ok(`report explain 未销号问题数 --town ${town} --as-of 2021-07-23`)).out.split("\n")[0];
    expect([await open("城北"), await open("城南")]).toEqual([
      "未销号问题数：2个（城北，截至 2021-07-23）",
      "未销号问题数：1个（城南，截至 2021-07-23）",
    ]);
    await inLedger(office, (ledger) =>
      ledger.record(act, (entry) => entry.add("roster", roster(2, "07-20", { town: "城南" }))),
    );
    expect([await open("城北"), await open("城南")]).toEqual([
      "未销号问题数：1个（城北，截至 2021-07-23）",
      "未销号问题数：2个（城南，截至 2021-07-23）",
    ]);
    await office.ok("report issue --as-of 2021-07-23 --on 2021-07-23");
  });

  test("nothing is issued before the cut-off, before the plan, or of an empty ledger", async () => {
    const office = await actor(testOffice(), "beilun-2021");
    const cases = {
      "report issue --as-of 2021-07-23 --on 2021-07-20": "还不能签发",
      "report issue --as-of 2021-01-01 --on 2021-07-20": "2021-01-01 行动还没有开始",
      "report issue --as-of 2021-07-18 --on 2021-07-20": "账本里还没有可以上报的事实",
      "report issue --period decade": "没有这种时段：decade",
      "report show 周调度〔2021〕9号": "没有这份报表",
    };
    for (const [line, says] of Object.entries(cases))
      expect([line, (await office.run(line)).err]).toEqual([line, expect.stringContaining(says)]);
    expect((await office.ok("report list --json")).out).toBe("[]\n");
    expect((await office.ok("report --as-of 2021-07-18")).err).toContain("截至 2021-07-18，账本里还没有底数");
    expect((await (await storyOffice()).ok("report --as-of 2021-07-18")).err).not.toContain("还没有底数");
  });

  test("a week returned on its Friday and the next from Monday: the weekend between is said, at once and in the return", async () => {
    const office = await actor(await storyOffice());
    const friday = (await office.ok("report issue --as-of 2021-07-16 --on 2021-07-16")).err;
    expect(friday).toContain(
      "注意：这一期到 2021-07-18 为止，这一份只报到 2021-07-16；下一份加 --from 2021-07-17 接着报；每周都在周五报的，在方案的报表里写“截止: 周五 17:00”（几点由你们定），一周就算到周五，不用再写\n",
    );
    expect(friday).not.toContain("两期之间");
    const said = "2021-07-17 至 2021-07-18 不在上期里，也不在本期里，这几天的数算在“两期之间”";
    const { err } = await office.ok("report issue --as-of 2021-07-23 --on 2021-07-23");
    expect(err).toContain(`注意：${said}；要接上的，先 tuban undo 这次签发，再加 --from 2021-07-17 签发\n`);
    const printed = (await office.ok("report show 2")).out;
    expect(printed).toContain(`接 周调度〔2021〕1号；${said}。`);
    expect(printed).toContain("（两期之间）");
    await office.ok("undo 21 --reason 接上周末 --on 2021-07-23");
    const joined = await office.ok("report issue --from 2021-07-17 --to 2021-07-25 --as-of 2021-07-25 --on 2021-07-25");
    expect(joined.err).not.toContain("注意");
    expect((await office.ok("report show 周调度〔2021〕3号")).out).not.toContain("两期之间");
  });

  test("a contradiction found after the cut-off moment: the rows are named, and that a correction comes too late for this return", async () => {
    const office = testOffice({ now: "2021-07-26T09:00:00" });
    await office.ok("init --plan chuanhui-2021 --on 2021-06-21");
    await actor(office);
    await office.ok("plan copy chuanhui-2021 plan.yaml");
    const text = office
      .read("plan.yaml")
      .replace("    频次: 周\n", "    频次: 周\n    截止: 周五 17:00\n")
      .replace("勾稽:\n", "勾稽:\n  - 立查立改问题数 ≤ 重大隐患数\n")
      .replace("    指标: [机构总数,", "    指标: [立查立改问题数, 机构总数,");
    office.write("plan.yaml", text);
    await office.ok("plan adopt plan.yaml --on 2021-06-21");
    const ledger = await ledgerOn(
      await office.io.storage.open(join(office.folder, "tuban.db")),
      () => new Date("2021-07-23T16:00:00"),
    );
    await ledger.record(act, (entry) =>
      recordTally(entry, {
        campaign: "chuanhui-2021",
        item: "立查立改",
        quantity: 2,
        unit: "个",
        subject: null,
        department: null,
        town: null,
        note: "",
        happened_on: day("07-20"),
      }),
    );
    await ledger.close();
    const { err } = await office.run("report issue --as-of 2021-07-23");
    expect(err).toContain("立查立改问题数（2）≤ 重大隐患数（0）不成立：未填属地；立查立改问题数 1 行：tally#1\n");
    expect(err).toContain(
      "这一期只认截止（2021-07-23 17:00）以前登记的，现在更正、撤销的算作下期的调整。确需带问题签发",
    );
  });

  test("the plan's cut-off moment: the week ends on it, and what was recorded later waits for the next", async () => {
    const office = testOffice({ now: "2021-07-26T09:00:00" });
    await office.ok("init --plan chuanhui-2021 --on 2021-06-21");
    await office.ok("plan copy chuanhui-2021 plan.yaml");
    office.write(
      "plan.yaml",
      office.read("plan.yaml").replace("    频次: 周\n", "    频次: 周\n    截止: 周五 17:00\n"),
    );
    await office.ok("plan adopt plan.yaml --on 2021-06-21");
    await recordAt(office, ["2021-07-23T16:00:00", "2021-07-23T18:00:00"]);
    const shownNow = JSON.parse((await office.ok("report --as-of 2021-07-23 --json")).out) as {
      from: string;
      to: string;
      cutoff: string;
      late: { summary: string }[];
      indicators: { name: string; value: number }[];
    };
    expect(shownNow).toMatchObject({ from: "2021-07-17", to: "2021-07-23", cutoff: "2021-07-23 17:00" });
    expect(shownNow.indicators[0]).toMatchObject({ name: "机构总数", value: 1 });
    expect(shownNow.late).toHaveLength(1);
    expect((await office.ok("report --as-of 2021-07-23")).out).toContain(
      "截止（2021-07-23 17:00）以后才登记的，不在本期数里",
    );
    expect((await office.ok("report explain 机构总数 --as-of 2021-07-23")).out).toContain("合计 1 家");
    expect((await office.ok("report --as-of 2021-07-24 --json")).out).toContain('"to": "2021-07-30"');
  });
});

/** One institution at each moment, local time. */
async function recordAt(office: TestOffice, moments: readonly string[]): Promise<void> {
  for (const [index, moment] of moments.entries()) {
    const ledger = await ledgerOn(
      await office.io.storage.open(join(office.folder, "tuban.db")),
      () => new Date(moment),
    );
    await ledger.record({ ...act, on: day("07-23") }, async (entry) => {
      entry.describe("补登一家");
      await entry.add("roster", roster(index + 1, "07-23"));
    });
    await ledger.close();
  }
}

/** One act on an invented subject: some findings, perhaps closed, perhaps entered late, perhaps taken back. */
interface Random {
  readonly on: number;
  readonly findings: number;
  readonly closed: number | null;
  readonly annulled: number | null;
}

const random: fc.Arbitrary<Random> = fc.record({
  on: fc.integer({ min: 0, max: 11 }),
  findings: fc.integer({ min: 0, max: 3 }),
  closed: fc.option(fc.integer({ min: 0, max: 6 })),
  annulled: fc.option(fc.integer({ min: 0, max: 6 })),
});

const first = day("07-12");

async function record(office: TestOffice, acts: readonly Random[], from: number): Promise<void> {
  await inLedger(office, async (ledger) => {
    for (const [index, { on, findings, closed, annulled }] of acts.entries()) {
      const subject = from + index;
      const { seq } = await ledger.record(act, async (entry) => {
        await entry.add("roster", { ...roster(subject, "07-12"), happened_on: addDays(first, on) });
        const inspection = await entry.add("inspection", {
          campaign: "chuanhui-2021",
          subject,
          order_id: null,
          kind: "排查",
          happened_on: addDays(first, on),
          result: "不合格",
          note: "",
        });
        for (let nth = 0; nth < findings; nth++) {
          const id = await entry.add("finding", {
            ...finding(inspection, subject, "07-12"),
            happened_on: addDays(first, on),
          });
          if (closed !== null)
            await entry.add("close_out", {
              finding: id,
              outcome: 0,
              closed_by: "",
              note: "",
              happened_on: addDays(first, on + closed),
            });
        }
      });
      if (annulled !== null && seq !== null)
        await ledger.record(act, (entry) =>
          entry.add("annulment", { target: seq, happened_on: addDays(first, on + annulled), reason: "样例" }),
        );
    }
  });
}

test("whatever is entered late or taken back: opening + adjusted + this period = closing, and each adjustment has its rows", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(random, { maxLength: 5 }), fc.array(random, { maxLength: 5 }), async (early, later) => {
      const office = testOffice();
      await office.ok("init --plan chuanhui-2021 --on 2021-06-21");
      await actor(office);
      await record(office, [{ on: 0, findings: 0, closed: null, annulled: null }, ...early], 1);
      await office.ok("report issue --as-of 2021-07-18 --on 2021-07-25 --override 样例");
      await record(office, later, 20);
      await office.ok("report issue --as-of 2021-07-25 --on 2021-07-25 --override 样例");
      const [one, two] = [await shown(office, "1"), await shown(office, "2")];
      const valueOf = ({ figures }: Frozen, name: string) => figures.find((figure) => figure.name === name)?.value;
      const numbers = JSON.parse((await office.ok("report --as-of 2021-07-25 --json")).out) as {
        indicators: { name: string; basis: string; thisPeriod: number }[];
      };
      for (const { name, opening, adjusted, between, added, closing } of two.bridges) {
        expect([name, opening, closing]).toEqual([name, valueOf(one, name), valueOf(two, name)]);
        expect([name, opening + adjusted + between + added]).toEqual([name, closing]);
        const lines = two.adjustments.filter(({ indicator }) => indicator === name);
        expect([name, lines.reduce((sum, { amount }) => sum + amount, 0)]).toEqual([name, adjusted]);
        const figure = numbers.indicators.find((of) => of.name === name);
        if (figure?.basis === "期间") expect([name, added]).toEqual([name, figure.thisPeriod]);
      }
      expect(two.bridges.length).toBe(two.figures.filter(({ counted }) => counted !== null).length);
    }),
    { numRuns: 10 },
  );
}, 120_000);
