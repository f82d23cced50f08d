/** tuban correct (更正): later lists and figures are right, what was issued stays and is marked. */
import { describe, expect, test } from "vitest";
import { furnishedOffice, testOffice } from "../office.ts";
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
    expect((await office.ok("show 2")).out).toContain("〔已更正〕");
    expect(await jsonOf(office, "findings 2 --json")).toMatchObject([
      { corrected: expect.stringContaining("严重程度“严重”改为“重大隐患”") as string },
    ]);
    const ordered = JSON.stringify(await jsonOf(office, "report explain 整改通知书份数 --as-of 2021-07-23 --json"));
    expect(ordered).toContain("〔已更正〕");
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
      "问题 1 已撤销（登错），不用再更正",
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

  test("检查的日期登错了：那次发现的问题、当日的数一起改，别的日子不受影响", async () => {
    const office = await withFindings();
    const found = async (day: string): Promise<number> =>
      ((await jsonOf(office, `report explain 出动人次 --as-of ${day} --json`)) as { indicator: { value: number } })
        .indicator.value;
    expect([await found("2021-07-14"), await found("2021-07-16")]).toEqual([0, 4]);
    const { out } = await office.ok("correct 检查1 日期=2021-07-14 --reason 登错 --source 现场检查笔录");
    expect(out).toContain("2021-07-16 排查的日期“2021-07-16”改为“2021-07-14”（登记 7），自 2021-07-14 起按更正后的算");
    expect(out).toContain("问题 1的日期“2021-07-16”改为“2021-07-14”");
    expect([await found("2021-07-13"), await found("2021-07-14"), await found("2021-07-16")]).toEqual([0, 2, 4]);
    expect(await jsonOf(office, "findings 2 --json")).toMatchObject([{ foundOn: "2021-07-14" }]);
    expect(await jsonOf(office, "findings 2 --json --as-of 2021-07-14")).toHaveLength(1);
    await office.ok("correct 检查1 日期=2021-07-19 --reason 又登错 --source 现场检查笔录");
    expect(await jsonOf(office, "findings 2 --json --as-of 2021-07-18")).toEqual([]);
    expect([await found("2021-07-16"), await found("2021-07-19")]).toEqual([2, 4]);
    expect((await office.ok("verify")).out).toContain("完好");
  });

  test("送达的日期登错了：期限重算；不早于签发，不晚于以后依据它的事", async () => {
    const office = await withFindings();
    await office.ok("order issue 2 --issuer 区教体局 --on 2021-07-16 --yes");
    await office.ok("order serve 川教体改〔2021〕1号 --to 王某 --on 2021-07-20");
    const due = async (): Promise<unknown> => jsonOf(office, "order list --json");
    expect(await due()).toMatchObject([{ servedOn: "2021-07-20", dueOn: "2021-08-03" }]);
    expect((await office.run("correct 送达1 日期=2021-07-15 --reason 一 --source 二")).err).toContain(
      "川教体改〔2021〕1号 的送达的日期不能早于 2021-07-16（文书 川教体改〔2021〕1号）",
    );
    const { out } = await office.ok("correct 送达1 日期=2021-07-19 收件人=王某丁 --reason 登晚一天 --source 送达回证");
    expect(out).toContain("川教体改〔2021〕1号 的送达的到期日“2021-08-03”改为“2021-08-02”");
    expect(await due()).toMatchObject([{ servedOn: "2021-07-19", dueOn: "2021-08-02" }]);
    const shown = (await office.ok("order show 1号")).out;
    expect(shown).toContain("2021-07-19  直接送达 王某丁；期限 2021-08-02（自送达次日 2021-07-20 起 10个工作日）");
    await office.ok("paper issue 送达回证 1号");
    await office.ok("correct 送达1 备注=当面签收 --reason 漏写 --source 送达回证");
    expect((await office.ok("paper show 送达回证")).out).toContain("〔已更正〕");
    expect((await office.ok("verify")).out).toContain("完好");
  });

  test("复查结果登错了：没有销号的可以更正，凭它销了号的先撤销销号", async () => {
    const office = await withFindings();
    await office.ok("order issue 2 --issuer 区教体局 --on 2021-07-16 --yes");
    await office.ok("order serve 川教体改〔2021〕1号 --to 王某 --on 2021-07-16");
    await office.ok("review 2 --by 张某甲,李某乙 --result 1=未整改:仍未办证 --on 2021-07-20");
    expect(await jsonOf(office, "findings 2 --json")).toMatchObject([{ state: "限期内" }]);
    await office.ok("correct 复查结果1 结果=已整改 --reason 看错了 --source 复查记录");
    expect(await jsonOf(office, "findings 2 --json")).toMatchObject([{ state: "已整改待验收" }]);
    await office.ok("person add 王某丙 --unit 区教体局 --cert 豫P0003 --until 2025-12-31 --on 2021-06-21");
    office.write("照片.jpg", "样例");
    const closed = await office.run("close w1 --as 王某丙 --evidence 照片.jpg --on 2021-07-21");
    expect(closed.status, closed.err).toBe(0);
    const refused = await office.run("correct 复查结果1 结果=未整改 --reason 一 --source 二");
    expect(refused.err).toContain("之后已经销号（登记 12），结果不能改为“未整改”");
    expect((await office.run("correct 销号1 日期=2021-07-19 --reason 一 --source 二")).err).toContain(
      "不能早于 2021-07-20",
    );
    await office.ok("correct 销号1 日期=2021-07-22 --reason 登错 --source 销号单");
    expect(await jsonOf(office, "findings 2 --json")).toMatchObject([{ closedOn: "2021-07-22" }]);
    expect(await jsonOf(office, "findings 2 --json --as-of 2021-07-21")).toMatchObject([{ closedOn: null }]);
    expect((await office.ok("verify")).out).toContain("完好");
  });

  test("台账里写错的一项：清单、件、数字都按更正后的；以后的步骤再写，按步骤的", async () => {
    const office = testOffice({ now: "2021-07-23T09:00:00" });
    await office.ok("init --plan chuanhui-2021 --on 2021-06-21");
    await office.ok("person add 张某甲 --unit 区教体局 --cert 豫P0001 --until 2025-12-31 --on 2021-06-21");
    await office.ok("as 张某甲");
    await office.ok("clue add 来源=举报电话 内容=周末照常上课 举报人=周某己 --on 2021-07-01");
    expect((await office.run("correct 台账1 举报人=吴某 --reason 一 --source 二")).err).toContain(
      "没有可以更正的“举报人”",
    );
    await office.ok("correct 台账1 内容=夜间照常上课 --reason 听错了 --source 录音");
    expect(JSON.stringify(await jsonOf(office, "clue list --json"))).toContain("夜间照常上课");
    expect((await office.ok("clue show 1")).out).toContain("夜间照常上课");
    expect((await office.ok("correct 台账1")).out).toContain("夜间照常上课");
    expect((await office.ok("verify")).out).toContain("完好");
    await office.ok("undo 4 --reason 没有听错");
    expect(JSON.stringify(await jsonOf(office, "clue list --json"))).toContain("周末照常上课");
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
    ["correct w1 严重程度=严重 --reason 一 --source 二", "问题 1 的严重程度已经是“严重”"],
    ["correct w1 日期=2021-07-01 --reason 一 --source 二", "问题 1 没有可以更正的“日期”"],
    ["correct 检查1 日期=2021-08-01 --reason 一 --source 二", "日期还没有到：2021-08-01"],
    ["correct 检查1 日期=前天去的 --reason 一 --source 二", "日期的日期看不懂"],
    ["correct 检查1 日期=2021-07-15 --on 2021-07-20 --reason 一 --source 二", "改的是日期"],
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
