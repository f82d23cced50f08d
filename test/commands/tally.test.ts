/** 登记: what an office counts itself, and the indicators over it. */
import { describe, expect, test } from "vitest";
import { testOffice } from "../office.ts";
import type { TestOffice } from "../office.ts";
import type { Day, Unit } from "../../src/campaign/index.ts";
import { inLedger, roster, storyOffice } from "../report-story.ts";

async function office(): Promise<TestOffice> {
  const of = await storyOffice();
  await of.ok("person add 张某甲 --unit 区教体局 --on 2021-06-21");
  await of.ok("as 张某甲 --on 2021-06-21");
  return of;
}

const figureOf = async (of: TestOffice, name: string, more = ""): Promise<{ value: number; rows: number }> => {
  const { out } = await of.ok(`report explain ${name} --as-of 2021-07-23 --json ${more}`);
  const shown = JSON.parse(out) as { indicator: { value: number }; parts: { rows: { quantity: number }[] }[] };
  return {
    value: shown.indicator.value,
    rows: shown.parts[0]?.rows.reduce((sum, { quantity }) => sum + quantity, 0) ?? 0,
  };
};

describe("tuban tally", () => {
  test("quantities add up to the indicator, by town too; a tally taken back counts no longer", async () => {
    const of = await office();
    await of.ok("tally 清理广告 12 --department 城管 --town 城北 --on 2021-07-20");
    await of.ok("tally 清理广告处数 ３ --subject 3 --note 拆除门头 --on 2021-07-21");
    expect(await figureOf(of, "清理广告处数")).toEqual({ value: 15, rows: 15 });
    expect(await figureOf(of, "清理广告处数", "--town 城南")).toEqual({ value: 3, rows: 3 });
    await of.ok("undo 21 --reason 重复登记 --on 2021-07-22");
    expect(await figureOf(of, "清理广告处数")).toEqual({ value: 12, rows: 12 });
    expect((await of.ok("tally --as-of 2021-07-23")).out).toMatch(/清理广告.*12.*处.*区城管局.*城北/);
  });

  test("a town that nobody has heard of: told where the plan leaves the towns open, refused where it lists them", async () => {
    const of = await office();
    expect((await of.ok("tally 清理广告 5 --town 城北 --on 2021-07-20")).err).not.toContain("属地");
    expect((await of.ok("tally 清理广告 5 --town 城背 --on 2021-07-20")).err).toContain(
      "注意：底数里没有这个属地：城背（是不是：城北）；写错了的用 tuban undo 撤回重记",
    );
    await of.ok("plan adopt chuanhui-2021 --fill 乡镇街道=城北、城南、城东 --on 2021-07-20");
    await of.ok("tally 清理广告 5 --town 城东 --on 2021-07-20");
    const refused = await of.run("tally 清理广告 5 --town 城背 --on 2021-07-20");
    expect([refused.status, refused.out]).toEqual([2, ""]);
    expect(refused.err).toContain("方案和底数里没有这个属地：城背");
  });

  test("money is kept to the 分 and printed to two places", async () => {
    const of = testOffice();
    await of.ok("init --plan beilun-2021 --on 2021-05-01");
    await of.ok("person add 张某甲 --unit 区教育局 --on 2021-05-01");
    await of.ok("as 张某甲 --on 2021-05-01");
    await of.ok("tally 退费 35600.55 --on 2021-07-20");
    await of.ok("tally 退费 1.2 --unit 万元 --on 2021-07-20");
    expect((await of.ok("tally --csv --as-of 2021-07-23")).out).toContain(",退费,12000.00,元,");
    const { out } = await of.ok("report explain 退费金额 --as-of 2021-07-23");
    expect(out).toContain("退费金额：47600.55元");
    expect((await of.ok("report --kind 阶段情况报告 --as-of 2021-07-23")).out).toContain(
      "| 退费金额 | 元 | 47600.55 | 0.00 | +47600.55 | 47600.55 |",
    );
  });

  test.each(["beilun-2021", "epidemic-2021", "chuanhui-2021"])(
    "of every indicator of %s, the rows come to the figure",
    async (plan) => {
      const of = testOffice();
      await of.ok(`init --plan ${plan} --on 2021-05-01`);
      await of.ok("person add 张某甲 --unit 区教育局 --on 2021-05-01");
      await of.ok("as 张某甲 --on 2021-05-01");
      await inLedger(of, (ledger) =>
        ledger.record({ command: "test", actor: "张某甲", on: "2021-06-22" as Day }, (entry) =>
          entry.addMany("roster", [
            roster(1, "06-22", { town: "城北" }),
            roster(2, "06-22", { licence_class: "有照无证" }),
          ]),
        ),
      );
      const indicators = JSON.parse((await of.ok("report indicators --json")).out) as {
        name: string;
        definition: string;
      }[];
      for (const { name, definition } of indicators)
        if (definition.includes("登记的数量")) await of.ok(`tally ${name} 1 --subject 1 --on 2021-07-20`);
      const { out } = await of.ok("report --kind 情况报告 --as-of 2021-07-23 --json");
      const report = JSON.parse(out) as { indicators: { name: string; value: number | null }[] };
      // this plan takes over from no earlier campaign
      const earlier = new Set(["承接销号问题数", "未落实问题数", "承接关停家数", "假注销真运营家数", "反弹率"]);
      const printed = indicators.map(({ name }) => name).filter((name) => !earlier.has(name));
      expect(report.indicators.map(({ name }) => name)).toEqual(printed);
      for (const { name, value } of report.indicators) {
        const shown = JSON.parse((await of.ok(`report explain ${name} --as-of 2021-07-23 --json`)).out) as {
          indicator: { value: number | null };
          parts: { value: number; rows: { quantity?: number }[] }[];
        };
        expect([name, shown.indicator.value]).toEqual([name, value]);
        for (const part of shown.parts)
          expect([name, part.rows.reduce((sum, { quantity = 1 }) => sum + quantity, 0)]).toEqual([name, part.value]);
      }
    },
  );

  test.each([
    { line: "tally 清理广告 一些", says: "数量看不懂：一些" },
    { line: "tally 清理广告 -3", says: "数量看不懂：-3" },
    { line: "tally 清理广告 2.5", says: "数量看不懂：2.5" },
    { line: "tally 清理广告 1.23456万", says: "数量看不懂：1.23456万" },
    { line: "tally 清理广告 5元", says: "数量看不懂：5元" },
    { line: "tally 清理广告", says: "数量看不懂" },
    { line: "tally 清理广 3", says: "是不是：清理广告" },
    { line: "tally 检查家次 3", says: "检查家次不是登记得来的" },
    { line: "tally 清理广告 3 --unit 元", says: "清理广告 的单位是处，写了元" },
    { line: "tally 家访 3 --unit 趟", says: "没有这个单位：趟" },
    { line: "tally 清理广告 3 --department 园林局", says: "方案里没有这个部门：园林局" },
  ])("$line is refused: $says", async ({ line, says }) => {
    const of = await office();
    const { status, out, err } = await of.run(`${line} --on 2021-07-20`);
    expect([status === 0, out]).toEqual([false, ""]);
    expect(err).toContain(says);
    expect((await of.ok("tally --json --as-of 2021-07-23")).out).toBe("[]\n");
  });
});

test("1.5万、1.69亿元照读；同一天同一个数登记第二遍，问一句", async () => {
  const { amountOf } = await import("../../src/commands/tally.ts");
  const read = (text: string, unit: Unit, said: string = unit) => amountOf(text, unit, said);
  expect([
    read("1.5万", "家"),
    read("1,200", "家"),
    read("12 家", "家"),
    read("1.5万", "元"),
    read("1.69亿元", "元"),
    read("12000.50", "元"),
    read("3.5", "元", "万元"),
    read("3.5万元", "元", "万元"),
  ]).toEqual([15_000, 1200, 12, 1_500_000, 16_900_000_000, 1_200_050, 3_500_000, 3_500_000]);
  const office = testOffice({ now: "2021-07-20T09:00:00" });
  await office.ok("init --plan chuanhui-2021 --on 2021-06-21");
  await office.ok("person add 张某甲 --unit 区教体局 --on 2021-06-21");
  await office.ok("tally 清理广告 1.5万");
  expect(await office.run("tally 清理广告 15000")).toMatchObject({
    status: 1,
    out: "",
    err: expect.stringContaining("2021-07-20 的清理广告 15000 处已经登记过（序号 1）"),
  });
  await office.ok("tally 清理广告 15000 --town 城东办事处");
  await office.ok("tally 清理广告 15000 --yes");
});
