/** tuban correct (更正): later lists and figures are right, what was issued stays and is marked. */
import { describe, expect, test } from "vitest";
import { furnishedOffice } from "../office.ts";
import type { TestOffice } from "../office.ts";

describe("更正", () => {
  test("问题的严重程度登错了：清单、数字从发生那天起都对，签发过的文书、报表不改而标“已更正”，更正可以撤销", async () => {
    const office = await withFindings();
    await office.ok("order issue 2 --issuer 区教体局 --on 2021-07-19 --yes");
    await office.ok("report issue --as-of 2021-07-18 --override 样例");
    const before = await jsonOf(office, "findings 2 --json");
    expect(before).toMatchObject([{ finding: 1, severity: "严重" }]);
    const sent = (await office.ok("report show 周调度〔2021〕1号")).out;
    const text = (await office.ok("order show 川教体改〔2021〕1号")).out;

    const { out } = await office.ok(
      "correct w1 严重程度=重大隐患 情况=无证，且无消防验收 --reason 复核时改定 --source 7月23日复核记录",
    );
    expect(out).toBe(
      "已更正：问题 1的严重程度“严重”改为“重大隐患”（登记 9），自 2021-07-16 起按更正后的算\n" +
        "已更正：问题 1的情况“没有办学许可证”改为“无证，且无消防验收”（登记 9），自 2021-07-16 起按更正后的算\n" +
        "更正前签发的 2 份不改，出示时标“已更正”：整改通知书 川教体改〔2021〕1号、周调度〔2021〕1号\n",
    );
    expect(await jsonOf(office, "findings 2 --json")).toMatchObject([{ severity: "重大隐患" }]);
    const counted = JSON.stringify(await jsonOf(office, "report explain 重大隐患数 --as-of 2021-07-16 --json"));
    expect(counted).toContain("不符合“开展培训前已取得办学许可证”：无证，且无消防验收");
    expect((await office.ok("show 2")).out).toContain("更正");

    const marked = (await office.ok("order show 川教体改〔2021〕1号")).out;
    expect(marked).toContain("〔已更正〕签发以后更正：问题 1的严重程度“严重”改为“重大隐患”（登记 9）");
    expect(marked).toContain(text.split("——————")[0]?.trim());
    expect((await office.ok("order list")).out).toContain("已签发，已更正");
    const shown = (await office.ok("report show 周调度〔2021〕1号")).out;
    expect(shown).toContain("〔已更正〕");
    expect(shown.endsWith(sent)).toBe(true);
    expect((await office.ok("verify")).out).toContain("完好");

    await office.ok("undo 9 --reason 改错了");
    expect(await jsonOf(office, "findings 2 --json")).toMatchObject(before as object);
    expect((await office.ok("order list")).out).not.toContain("已更正");
    expect((await office.ok("verify")).out).toContain("完好");
  });

  test("有更正的登记，先撤销更正；撤销了的事不用更正", async () => {
    const office = await withFindings();
    await office.ok("correct w1 牵头部门=区城管局 --reason 派错了 --source 联席会议纪要");
    expect((await office.run("undo 5 --reason 登错")).err).toContain("之后还有依据它的登记");
    await office.ok("undo 7 --reason 登错");
    await office.ok("undo 5 --reason 登错");
    expect((await office.run("correct w1 情况=无 --reason 无 --source 无")).err).toContain(
      "问题 1已撤销（登错），不用再更正",
    );
  });

  test("从某一天起更正：那天以前仍是原来的", async () => {
    const office = await withFindings();
    await office.ok("correct w1 牵头部门=区城管局 --on 2021-07-20 --reason 改派 --source 联席会议纪要");
    expect(await jsonOf(office, "findings 2 --json --as-of 2021-07-19")).toMatchObject([
      { lead: expect.stringContaining("区教体局、") },
    ]);
    expect(await jsonOf(office, "findings 2 --json --as-of 2021-07-20")).toMatchObject([{ lead: "区城管局" }]);
  });

  test("检查人员的名字写错了，以后出的笔录用更正后的", async () => {
    const office = await withFindings();
    const listed = (await jsonOf(office, "correct 2 --json")) as { fact: string; field: string; value: string }[];
    expect(listed.filter(({ field }) => field === "姓名").map(({ fact, value }) => `${fact} ${value}`)).toEqual([
      "出动1 张某甲",
      "出动2 李某乙",
    ]);
    await office.ok("correct 出动2 姓名=王某丙 --reason 写错了人 --source 签到表");
    const rows = await jsonOf(office, "report explain 出动人次 --as-of 2021-07-16 --json");
    expect(JSON.stringify(rows)).toContain("王某丙（区教体局）");
  });

  test("登记的数更正后，清单和指标都按新数", async () => {
    const office = await withFindings();
    await office.ok("tally 清理广告 12 --on 2021-07-16");
    await office.ok("correct 登记的数1 数量=21 --reason 抄反了 --source 原始记录");
    expect(await jsonOf(office, "tally --json")).toMatchObject([{ quantity: 21 }]);
    expect((await office.ok("verify")).out).toContain("完好");
  });

  test.each([
    ["correct w1 严重程度=较重 --reason 一 --source 二", "严重程度不能是“较重”"],
    ["correct w1 严重程度=严重 --reason 一 --source 二", "问题 1的严重程度已经是“严重”"],
    ["correct w1 日期=2021-07-01 --reason 一 --source 二", "问题 1没有可以更正的“日期”"],
    ["correct w9 情况=无 --reason 一 --source 二", "没有问题 9"],
    ["correct 甲 情况=无 --reason 一 --source 二", "看不懂要更正哪一件：「甲」"],
    ["correct w1 情况=无 --reason 一", "更正要写明理由和依据"],
    ["correct w1 牵头部门=某局 --reason 一 --source 二", "方案里没有这个部门：某局"],
    ["correct w1 情况=无 --on 2021-07-01 --reason 一 --source 二", "不能从 2021-07-01 起更正"],
    ["correct 出动1 姓名= --reason 一 --source 二", "姓名不能空着"],
  ])("%s：%s", async (line, message) => {
    const office = await withFindings();
    const { status, err } = await office.run(line);
    expect(status).toBeGreaterThan(0);
    expect(err).toContain(message);
    expect((await office.ok("log --json")).out).not.toContain("更正");
  });
});

async function jsonOf(office: TestOffice, line: string): Promise<unknown> {
  return JSON.parse((await office.ok(line)).out);
}

/** Finding 1 is of institution 2; entry 5 is its inspection. */
async function withFindings(): Promise<TestOffice> {
  return furnishedOffice(
    "corrections",
    async (office) => {
      await office.ok("init --plan chuanhui-2021 --fill 文书种类.整改通知书.期限=10个工作日 --on 2021-06-21");
      for (const name of ["张某甲", "李某乙"])
        await office.ok(`person add ${name} --unit 区教体局 --cert 豫P0001 --until 2025-12-31 --on 2021-06-21`);
      await office.ok("as 张某甲");
      office.write("底数.csv", "机构名称,属地,证照类别\n晨曦中心,城东,有照无证\n启明中心,城西,有照无证\n");
      await office.ok("import 底数.csv --on 2021-06-25");
      await office.ok("inspect 2 --fail 2-1=没有办学许可证 --by 张某甲,李某乙 --on 2021-07-16");
      await office.ok("inspect 1 --fail 2-1 --fail 2-8=没有固定场所 --by 张某甲,李某乙 --on 2021-07-16");
    },
    { now: "2021-07-23T09:00:00" },
  );
}
