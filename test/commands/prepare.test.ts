/** 建账、方案、人员、流水: what an office does before the first inspection. */
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Day } from "../../src/campaign/index.ts";
import { campaignOn } from "../../src/ledger/campaigns.ts";
import { ledgerOn } from "../../src/ledger/ledger.ts";
import { otherProgram } from "../ledger/other-program.ts";
import { testOffice } from "../office.ts";

/** As Notepad on a Chinese Windows saves it: two bytes a character. */
function inGbk(text: string): Uint8Array {
  const decoder = new TextDecoder("gbk");
  const bytes = new Map<string, readonly number[]>();
  for (let high = 0x81; high <= 0xfe; high += 1)
    for (let low = 0x40; low <= 0xfe; low += 1) bytes.set(decoder.decode(Uint8Array.of(high, low)), [high, low]);
  return Uint8Array.from(
    Array.from(text).flatMap((char) => (char < "\u0080" ? [char.charCodeAt(0)] : (bytes.get(char) ?? []))),
  );
}

describe("tuban init", () => {
  test("makes a ledger with its plan and says what comes next", async () => {
    const office = testOffice();
    const { out, err } = await office.ok("init --plan chuanhui-2021 --on 2021-06-21");
    expect(out).toContain("已采用方案：2021年川汇区校外培训机构专项治理工作方案（chuanhui-2021）");
    expect(err).toContain("待填");
    expect(err).toContain("tuban import 底数.csv");
  });

  test("never writes over a ledger", async () => {
    const office = testOffice();
    await office.ok("init");
    const before = office.read("tuban.db");
    const { status, err } = await office.run("init");
    expect(status).toBe(1);
    expect(err).toMatch(/错误：账本已存在，不会覆盖：.*tuban\.db\n {2}→ 换一个文件名/);
    expect(office.read("tuban.db")).toBe(before);
  });

  test("在账本下面的文件夹里建练习账：说清上面那本，不会记到它里面；照提示建得成", async () => {
    const office = testOffice();
    await office.ok("init --plan chuanhui-2021 --on 2021-06-21");
    mkdirSync(join(office.folder, "练习"));
    const practice = testOffice({ at: join(office.folder, "练习") });
    expect(await practice.run("init --plan chuanhui-2021")).toMatchObject({
      status: 1,
      err: expect.stringContaining("要在这个文件夹另建一本：tuban init --ledger tuban.db"),
    });
    await practice.ok("init --ledger tuban.db --plan chuanhui-2021 --on 2021-06-21");
    await practice.ok("person add 张某甲 --unit 区教体局 --on 2021-06-21");
    expect((await practice.ok("person list --csv")).out).toContain("张某甲");
    expect((await office.ok("person list --csv")).out).not.toContain("张某甲");
  });

  test("主板电池没电，电脑的日期退到从前：看的时候说一声（不肯登记：alarm.test.ts）", async () => {
    const office = testOffice({ now: "2021-07-20T09:00:00" });
    await office.ok("init --plan chuanhui-2021");
    const behind = testOffice({ now: "2019-01-01T08:00:00", at: office.folder });
    expect((await behind.run("list")).err).toContain(
      "电脑的时间是 2019-01-01 08:00，早于账上最后一次登记（2021-07-20 09:00），电脑的时钟恐怕不对",
    );
    const another = testOffice({ now: "2021-07-20T08:30:00", at: office.folder });
    expect((await another.ok("list")).err).not.toContain("时钟");
  });

  test("最后一次登记的时间被改得不成时间：照样打得开，由 verify 说出是哪一次", async () => {
    const office = testOffice({ now: "2021-07-20T09:00:00" });
    await office.ok("init --plan chuanhui-2021");
    const database = otherProgram(join(office.folder, "tuban.db"));
    const guards = database.prepare("select name from sqlite_master where type = 'trigger' and tbl_name = 'journal'");
    for (const { name } of guards.all([]) as { name: string }[]) database.exec(`drop trigger ${name}`);
    database.exec("update journal set recorded_at = '昨天'");
    database.close();
    expect(await office.run("verify")).toMatchObject({
      status: 4,
      err: expect.stringMatching(/错误：第 1 次登记(?:（[^）]*）)?：登记本身被改动过/),
    });
  });

  test("a plan with faults leaves no ledger behind", async () => {
    const office = testOffice();
    office.write("坏.yaml", "模式版本: 1\n代号: [");
    expect((await office.run("init --plan 坏.yaml")).status).not.toBe(0);
    expect(existsSync(join(office.folder, "tuban.db"))).toBe(false);
  });
});

describe("第一分钟", () => {
  test("tuban init 问地区、方案、哪天开始、由谁办理，写出本地的方案，接着就能导入、检查", async () => {
    const office = testOffice({ now: "2026-11-28T09:00:00" });
    office.answer("清河县", 0, "2026-12-01", 1, "2026.9.1", 0, "张某甲", "县教育局", "冀E0001", "2028-12-31");
    const { out, err } = await office.ok("init");
    expect(err).toContain("1 排查摸底　2026-09-01 至 2026-10-01");
    expect(out).toContain("已采用方案：2026年清河县校外培训机构专项治理工作方案（qinghe-2026）");
    expect(out).toContain("以后由 张某甲（县教育局）办理");
    expect(err).toContain("tuban import 底数.csv");
    expect(existsSync(join(office.folder, "qinghe-2026.yaml"))).toBe(true);
    office.write("底数.csv", "机构名称,属地\n样例培训中心,样例镇\n");
    await office.ok("import 底数.csv --on 2026-09-01");
    await office.ok("person add 李某乙 --unit 县教育局 --cert 冀E0002 --until 2028-12-31 --on 2026-09-01");
    await office.ok("inspect 1 --pass --by 张某甲,李某乙 --on 2026-09-10");
  });

  test("地区以后再定的，只建账", async () => {
    const office = testOffice();
    office.answer("");
    expect((await office.ok("init")).err).toContain("tuban plan new --region 清河县 --start 日期");
  });

  test("plan new：写出文件，列出各阶段和要核对的；不覆盖，看不懂的说怎么写", async () => {
    const office = testOffice();
    const { out } = await office.ok("plan new --region 清河县 --start 2026-12-01 --from chuanhui-2021 --out 方案.yaml");
    expect(out).toContain(
      "已写出 2026年清河县校外培训机构专项治理工作方案：方案.yaml\n  1 排查摸底　2026-12-01 至 2026-12-07\n",
    );
    expect((await office.ok("plan check 方案.yaml")).out).toContain("方案可以采用：2026年清河县");
    expect((await office.run("plan new --region 清河县 --start 2026-12-01 --out 方案.yaml")).err).toContain("不会覆盖");
    expect((await office.run("plan new --region 清河 --start 2026-12-01")).err).toContain("例如 --region 清河县");
    expect((await office.run("plan new --region 清河县 --start 下周")).err).toContain("--start 的日期看不懂");
  });

  test("行动开始以后才采用方案：从第一个阶段起都能补录；更早的，说怎样补上采用的日期", async () => {
    const office = testOffice({ now: "2021-07-20T09:00:00" });
    await office.ok("init --plan beilun-2021");
    await office.ok("person add 张某甲 --unit 区教育局 --on 2021-04-01");
    office.write("底数.csv", "机构名称\n样例培训中心\n");
    await office.ok("import 底数.csv --on 2021-04-20");
    expect((await office.run("list --as-of 2021-03-01")).err).toContain("tuban plan adopt beilun-2021 --on 2021-03-01");
    await office.ok("plan adopt beilun-2021 --on 2021-03-01");
    await office.ok("list --as-of 2021-03-01");
  });

  test("只登记了一个人，不问由谁办理", async () => {
    const office = testOffice({ now: "2021-07-20T09:00:00" });
    await office.ok("init --plan chuanhui-2021 --on 2021-06-21");
    office.write("底数.csv", "机构名称\n样例培训中心\n");
    expect((await office.run("import 底数.csv")).err).toContain("先登记自己：tuban person add 姓名");
    await office.ok("person add 张某甲 --unit 区教体局");
    await office.ok("import 底数.csv");
    expect((await office.ok("log --json")).out).toContain('"张某甲"');
    await office.ok("person add 李某乙 --unit 区教体局");
    expect((await office.run("bucket 1 规范 --reason 试")).err).toContain("先运行 tuban as <姓名>");
  });
});

describe("tuban plan", () => {
  test("lists the shipped plans", async () => {
    const { out } = await testOffice().ok("plan list --json");
    expect(JSON.parse(out)).toMatchObject([
      { code: "beilun-2021", phases: 3 },
      { code: "chuanhui-2021", phases: 7 },
      { code: "epidemic-2021", phases: 3 },
      { code: "model-2026", phases: 5 },
    ]);
  });

  test("check names every blank, overlap and gap of the shipped plan", async () => {
    const { out } = await testOffice().ok("plan check chuanhui-2021");
    expect(out).toContain("阶段5“督导整改”之后，2021-09-01至2021-11-30没有写明属于哪个阶段");
    expect(out).toContain("\n待填 88 处（用到时会提醒，也可用 --fill 路径=内容 填上）：\n  乡镇街道：");
    expect(out).toContain("\n  阈值.听证较大数额罚款.数值：由本省本部门规定，没有统一数额（第");
    expect(out.match(/（第\d+行）/g)).toHaveLength(88);
    expect(out).toContain("\n方案可以采用：");
  });

  test("a plan that the office wrote in Notepad, saved as GBK, is read like any other", async () => {
    const office = testOffice();
    await office.ok("plan copy chuanhui-2021 我的.yaml");
    // GBK has no “−”; an input method writes “－”.
    office.write("我的.yaml", inGbk(office.read("我的.yaml").replaceAll("−", "－")));
    expect(office.read("我的.yaml")).not.toContain("川汇区");
    expect((await office.ok("plan check 我的.yaml")).out).toContain("方案可以采用：2021年川汇区");
    await office.ok("init --plan 我的.yaml --on 2021-06-21");
    const { out } = await office.ok("plan show chuanhui-2021");
    expect((await office.ok("plan show")).out).toBe(out.replaceAll("−", "－"));
  });

  test("a report of the office's own: check tells that its text is missing; beside the ledger it is found", async () => {
    const office = testOffice();
    await office.ok("plan copy chuanhui-2021 我的.yaml --fill 文书种类.整改通知书.期限=10个工作日");
    const own = "  - { 名称: 教育简报, 频次: 月, 模板: reports/教育简报.md, 指标: [机构总数, 检查家次] }\n";
    office.write("我的.yaml", office.read("我的.yaml").replace("\n报表:\n", `\n报表:\n${own}`));
    const { out } = await office.ok("plan check 我的.yaml");
    const place = office.read("我的.yaml").split("\n").indexOf(own.trimEnd()) + 1;
    expect(out).toContain(`注意：报表“教育简报”的模板 reports/教育简报.md 还没有。\n  位于 我的.yaml:${place}\n`);
    expect((await office.ok("init --plan 我的.yaml --on 2021-06-21")).err).toContain("模板 reports/教育简报.md 还没有");
    const without = await office.run("report --kind 教育简报 --as-of 2021-07-23");
    const file = join(office.folder, "templates/reports/教育简报.md");
    expect([without.status, without.err]).toEqual([1, expect.stringContaining(`把模板放到 ${file}`)]);
    mkdirSync(join(office.folder, "templates/reports"), { recursive: true });
    office.write("templates/reports/教育简报.md", "# 【地区】【报表】\n\n机构【数·机构总数】家。\n");
    expect((await office.ok("plan check")).out).not.toContain("还没有");
    expect((await office.ok("report --kind 教育简报 --as-of 2021-07-23")).out).toBe("# 川汇区教育简报\n\n机构0家。\n");
    office.write(
      "templates/reports/教育简报.md",
      "# 【报表】\n\n机构【数·机构总量】家。\n【#逾期清单】【应予】【/逾期清单】\n",
    );
    const checked = (await office.ok("plan check")).out;
    expect(checked).toContain(`注意：没有「数·机构总量」这个字段。\n  位于 ${file}:3:3\n  → 是不是「数·机构总数」？\n`);
    expect(checked).toContain(`注意：没有「应予」这个字段。\n  位于 ${file}:4:8\n  → 是不是「应于」？\n`);
    const wrong = await office.run("report --kind 教育简报 --as-of 2021-07-23");
    expect(wrong.err).toContain(`没有「数·机构总量」这个字段。\n  位于 ${file}:3:3\n  → 是不是「数·机构总数」？`);
  });

  test("the office's own text of a shipped report holds, also when the report is issued", async () => {
    const office = testOffice();
    await office.ok("init --plan chuanhui-2021 --on 2021-06-21");
    office.write("名册.csv", "机构名称,属地\n样例培训中心,城南办事处\n");
    await office.ok("person add 张某甲 --unit 区教体局 --on 2021-06-21");
    await office.ok("import 名册.csv --source 街道摸排 --as 张某甲 --on 2021-06-25");
    mkdirSync(join(office.folder, "templates/reports"), { recursive: true });
    office.write("templates/reports/周调度.md", "本单位的样式：【数·机构总数】家\n");
    await office.ok("report issue --as-of 2021-07-25 --as 张某甲");
    expect((await office.ok("report show 1")).out).toMatch(/^本单位的样式：1家\n/);
  });

  test("check and show without a name: the plan that the ledger adopted, with what was filled in", async () => {
    const office = testOffice();
    const limit = "文书种类.整改通知书.期限";
    const { err } = await office.ok(`init --plan chuanhui-2021 --fill ${limit}=10个工作日 --on 2021-06-21`);
    expect(err).toContain("……全部见 tuban plan check\n");
    const { out } = await office.ok("plan check");
    expect(out).toContain("账本里的方案：");
    expect((await office.ok("plan check chuanhui-2021")).out).toContain(limit);
    expect(out).not.toContain(`${limit}：`);
    const blanks = (json: string): number => (JSON.parse(json) as { blanks: unknown[] }).blanks.length;
    const [shipped, own] = [
      blanks((await office.ok("plan check chuanhui-2021 --json")).out),
      blanks((await office.ok("plan check --json")).out),
    ];
    expect(own).toBe(shipped - 1);
    expect((await office.ok("plan show")).out).toContain("10个工作日");
    await office.ok("plan adopt chuanhui-2021 --fill 文书种类.整改通知书.延期次数=1 --on 2021-06-30");
    expect(blanks((await office.ok("plan check --json")).out)).toBe(own - 1);
    expect(blanks((await office.ok("plan check --json --as-of 2021-06-25")).out)).toBe(own);
    expect((await testOffice().run("plan check")).err).toContain("找不到账本文件");
  });

  test("a copy with a blank filled is adopted; adopting the same text again changes nothing", async () => {
    const office = testOffice();
    await office.ok("init --on 2021-06-21");
    await office.ok("plan copy chuanhui-2021 我的.yaml --fill 文书种类.整改通知书.期限=10个工作日");
    expect((await office.run("plan copy chuanhui-2021 我的.yaml")).err).toContain("文件已存在，不会覆盖");
    expect((await office.ok("plan adopt 我的.yaml --on 2021-06-21")).err).not.toContain("文书种类.整改通知书.期限");
    expect((await office.ok("plan adopt 我的.yaml --on 2021-06-22")).out).toBe(
      "方案未变，账本里已是这一版：chuanhui-2021\n",
    );
    expect(JSON.parse((await office.ok("log --json")).out)).toHaveLength(1);
  });

  test("fills of a plan adopted from the shelf add up, one may be filled anew, and none is lost unsaid", async () => {
    const office = testOffice();
    const [limit, times] = ["文书种类.整改通知书.期限", "文书种类.整改通知书.延期次数"];
    await office.ok(`init --plan chuanhui-2021 --fill ${limit}=10个工作日 --on 2021-06-21`);
    await office.ok(`plan adopt chuanhui-2021 --fill ${times}=1 --on 2021-06-22`);
    const again = await office.ok(`plan adopt chuanhui-2021 --fill ${times}=1 --on 2021-06-22`);
    expect(again.out).toBe("方案未变，账本里已是这一版：chuanhui-2021\n");
    const { status, err } = await office.run("plan adopt chuanhui-2021 --on 2021-06-23");
    expect(status).toBe(1);
    expect(err).toContain(`账本里的方案已经填了 2 处，重新采用随附的会丢掉：${limit}、${times}`);
    expect(err).toContain("tuban plan adopt 文件路径");
    await office.ok(`plan adopt chuanhui-2021 --fill ${limit}=15个工作日 --on 2021-06-24`);
    const ledger = await ledgerOn(await office.io.storage.open(join(office.folder, "tuban.db")), () => new Date());
    const { plan } = await campaignOn(ledger.db, "2021-06-24" as Day, null);
    await ledger.close();
    expect(plan.orderKinds.find(({ name }) => name === "整改通知书")).toMatchObject({ deadline: { count: 15 } });
    expect(plan.blanks.map(({ path }) => path)).not.toContain(times);
    expect((await office.run("plan adopt chuanhui-2021 --fill 没有.这处=1")).err).toContain("没有待填项“没有.这处”");
    await office.ok("plan copy chuanhui-2021 重来.yaml");
    expect((await office.ok("plan adopt 重来.yaml")).err).toContain("待填 88 处");
  });

  test("shows a plan as an official would read it", async () => {
    const { out } = await testOffice().ok("plan show chuanhui-2021");
    expect(out).toContain("4. 集中整改（2021-07-16 至 2021-08-15）");
    expect(out).toContain("不得招收新生");
  });

  test.each([
    ["plan show 没有", 2, "没有这个方案：没有"],
    ["plan copy chuanhui-2021 x.yaml --fill 期限", 2, "--fill 写成 路径=内容，看不懂：期限"],
    ["plan copy chuanhui-2021 x.yaml --fill 不存在.路径=1", 2, "不存在.路径"],
  ])("%s is refused", async (line, status, words) => {
    const ran = await testOffice().run(line);
    expect(ran.err).toContain(words);
    expect(ran.status).toBe(status);
  });
});

describe("tuban person, tuban as", () => {
  test("a person is added, changed by adding again, and set to act", async () => {
    const office = testOffice();
    await office.ok("init --plan chuanhui-2021 --on 2021-06-21");
    await office.ok("person add 张某甲 --unit 区教体局 --cert 样例001 --until 2021-06-30 --on 2021-06-21");
    expect((await office.ok("person add 张某甲 --unit 区教体局 --cert 样例001 --until 2021-06-30")).out).toBe(
      "人员未变：张某甲\n",
    );
    await office.ok("person add 张某甲 --unit 区教体局 --cert 样例001 --until 2025年12月31日 --on 2021-07-02");
    const validOn = async (day: string): Promise<unknown> =>
      JSON.parse((await office.ok(`person list --json --as-of ${day}`)).out)[0].valid;
    expect([await validOn("2021-06-30"), await validOn("2021-07-01"), await validOn("2021-07-02")]).toEqual([
      "有效",
      "已过期",
      "有效",
    ]);
    expect((await office.ok("as 张某甲")).out).toContain("以后由 张某甲（区教体局）办理");
    expect((await office.run("as 张")).err).toContain("人员名册里没有：张\n  → 是不是 张某甲？写全名；不是的，先运行");
  });

  test("a lost certificate: from that day on he has none, before it he had; entered late, it does not undo the new one", async () => {
    const office = testOffice();
    await office.ok("init --plan chuanhui-2021 --on 2021-06-21");
    await office.ok("person add 陈某己 --unit 区教体局 --cert 样例009 --until 2025-12-31 --team 一组 --on 2021-06-21");
    expect((await office.run("person add 陈某己 --unit 区教体局 --no-cert --until 2025-12-31")).err).toContain(
      "--no-cert 和 --until 不能一起写",
    );
    await office.ok("person add 陈某己 --unit 区教体局 --cert 样例010 --until 2026-12-31 --on 2021-08-02");
    expect((await office.ok("person add 陈某己 --unit 区教体局 --no-cert --on 2021-07-20")).out).toBe(
      "已变更：陈某己（区教体局）：执法证号 样例009 → （空）；证件有效期 2025-12-31 → （空）\n",
    );
    const on = async (day: string): Promise<unknown> => {
      const [person] = JSON.parse((await office.ok(`person list --json --as-of ${day}`)).out) as Record<
        string,
        unknown
      >[];
      return [person?.["certificate"], person?.["valid"], person?.["team"]];
    };
    expect(await on("2021-07-19")).toEqual(["样例009", "有效", "一组"]);
    expect(await on("2021-07-20")).toEqual([null, "无证", "一组"]);
    expect(await on("2021-08-02")).toEqual(["样例010", "有效", "一组"]);
    expect((await office.ok("log --json")).out).toContain("登记人员 陈某己（区教体局），没有执法证");
  });

  test("adding again changes what is given and keeps the rest", async () => {
    const office = testOffice();
    await office.ok("init --plan chuanhui-2021 --on 2021-06-21");
    await office.ok("person add 陈某己 --unit 区教体局 --cert 样例009 --until 2021-06-30 --team 一组 --on 2021-06-21");
    expect((await office.ok("person add 陈某己 --unit 区教体局 --until 2025-12-31 --on 2021-07-02")).out).toBe(
      "已变更：陈某己（区教体局）：证件有效期 2021-06-30 → 2025-12-31\n",
    );
    expect(JSON.parse((await office.ok("person list --json")).out)).toMatchObject([
      { name: "陈某己", certificate: "样例009", certificateUntil: "2025-12-31", team: "一组" },
    ]);
  });

  test("someone registered too late is said to be so, and the hint, followed, helps and loses nothing", async () => {
    const office = testOffice();
    await office.ok("init --plan chuanhui-2021 --on 2021-06-21");
    await office.ok("person add 陈某己 --unit 区教体局 --cert 样例009");
    office.write("底数.csv", "机构名称\n阳光培训中心\n");
    const late = "import 底数.csv --source 街道摸排 --as 陈某己 --on 2021-06-25";
    const { status, err } = await office.run(late);
    expect(status).toBe(2);
    expect(err).toContain("陈某己 在 2026-11-23 才登记，2021-06-25 还没有");
    const hint = "person add 陈某己 --unit 区教体局 --on 2021-06-21";
    expect(err).toContain(`补登用 tuban ${hint}`);
    await office.ok(hint);
    expect(JSON.parse((await office.ok("person list --json --as-of 2021-06-25")).out)).toMatchObject([
      { certificate: "样例009" },
    ]);
    await office.ok(late);
  });

  test.each([
    ["person add 张某甲", 2, "必须给出选项"],
    ["person add 张某甲 --unit 区教体局 --until 明年", 2, "--until 的日期看不懂：明年"],
    ["as 赵某丁", 2, "人员名册里没有：赵某丁"],
    ["person add 张某甲 --unit 区教体局 --on 2099-01-01", 1, "还没有发生的事不能登记"],
    ["person list --as-of 2026-11-24", 1, "--as-of 2026-11-24 在今天（2026-11-23）之后"],
    ["person add 张某甲 --unit 区教体局 --on 2021-02-30", 2, "--on 的日期看不懂：2021-02-30"],
  ])("%s is refused and nothing is recorded", async (line, status, words) => {
    const office = testOffice();
    await office.ok("init");
    const ran = await office.run(line);
    expect(ran.err).toContain(words);
    expect(ran.status).toBe(status);
    expect(JSON.parse((await office.ok("log --json")).out)).toEqual([]);
  });

  test("a roster of people with faults says which rows, and nothing is taken", async () => {
    const office = testOffice();
    await office.ok("init");
    office.write(
      "人员.csv",
      "姓名,单位,执法证号,证件有效期,工作组\n张某甲,区教体局,样例001,2025-12-31,一组\n,区消防救援大队,样例002,某日,二组\n",
    );
    const { status, err } = await office.run("person import 人员.csv");
    expect(status).toBe(2);
    expect(err).toContain("行3");
    expect(JSON.parse((await office.ok("person list --json")).out)).toEqual([]);
  });
});

describe("tuban log, tuban verify", () => {
  test("the check code begins with the number of the last entry in log", async () => {
    const office = testOffice();
    await office.ok("init --plan chuanhui-2021 --on 2021-06-21");
    const [last] = JSON.parse((await office.ok("log --json")).out);
    expect(JSON.parse((await office.ok("verify --json")).out).checkCode.split("-")[0]).toBe(String(last.seq));
  });

  test.each([
    ["log", 2, "找不到账本文件"],
    ["verify --ledger 底数.csv", 2, "这不是 tuban 账本文件"],
    ["log --limit 零", 2, "选项或参数的内容不对"],
    ["verifi", 2, "没有这个命令：verifi"],
    ["verify --fast", 2, "没有这个选项：--fast"],
    ["plan adopt", 2, "少了参数"],
  ])("%s without a ledger or with wrong words ends with 2", async (line, status, words) => {
    const office = testOffice();
    office.write("底数.csv", "机构名称\n阳光\n");
    const ran = await office.run(line);
    expect(ran.err).toContain(words);
    expect(ran.status).toBe(status);
    expect(ran.out).toBe("");
  });
});

describe("help", () => {
  test.each([
    ["plan --help", ["用法： tuban plan <命令>\n", "命令：\n  list"]],
    ["list --help", ["用法： tuban list [选项] [关键词]\n", "（可选 "]],
    ["order serve --help", ["直接、留置、电子、邮寄、公告（默认 直接）"]],
    ["help", ["其他：\n  completion", "\n  help [命令]"]],
  ])("tuban %s is all in Chinese", async (line, words) => {
    const { out } = await testOffice({ width: 200 }).ok(line);
    for (const word of words) expect(out).toContain(word);
    expect(out).not.toMatch(/Usage|Commands:|\[options\]|\[command\]|default:|choices:/);
  });

  test("a group of commands alone prints its help and ends with 2", async () => {
    const { status, out, err } = await testOffice().run("order");
    expect([status, out]).toEqual([2, ""]);
    expect(err).toContain("用法： tuban order <命令>\n");
    expect(err).not.toContain("错误");
    expect(JSON.parse((await testOffice().run("order --json")).err).problems).toHaveLength(1);
  });

  test.each(["help nosuch", "plan help nosuch"])("tuban %s names the word", async (line) => {
    const { status, err } = await testOffice().run(line);
    expect(status).toBe(2);
    expect(err).toMatch(/^错误：没有这个命令：nosuch\n/);
  });
});
