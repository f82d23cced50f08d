/** 建账、方案、人员、流水: what an office does before the first inspection. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { testOffice } from "../office.ts";

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

  test("a plan with faults leaves no ledger behind", async () => {
    const office = testOffice();
    office.write("坏.yaml", "模式版本: 1\n代号: [");
    expect((await office.run("init --plan 坏.yaml")).status).not.toBe(0);
    expect(existsSync(join(office.folder, "tuban.db"))).toBe(false);
  });
});

describe("tuban plan", () => {
  test("lists the three shipped plans", async () => {
    const { out } = await testOffice().ok("plan list --json");
    expect(JSON.parse(out)).toMatchObject([
      { code: "beilun-2021", phases: 3 },
      { code: "chuanhui-2021", phases: 7 },
      { code: "epidemic-2021", phases: 3 },
    ]);
  });

  test("check names every blank, overlap and gap of the shipped plan", async () => {
    const { out } = await testOffice().ok("plan check chuanhui-2021");
    expect(out).toContain("听证");
    expect(out).toContain("第1个工作组的名称");
    expect(out).toContain("方案可以采用");
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
  });

  test.each([
    ["person add 张某甲", 2, "必须给出选项"],
    ["person add 张某甲 --unit 区教体局 --until 明年", 2, "--until 的日期看不懂：明年"],
    ["as 赵某丁", 2, "人员名册里没有：赵某丁"],
    ["person add 张某甲 --unit 区教体局 --on 2099-01-01", 1, "还没有发生的事不能登记"],
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
  test("verify prints the check code that log shows for the last entry", async () => {
    const office = testOffice();
    await office.ok("init --plan chuanhui-2021 --on 2021-06-21");
    const [last] = JSON.parse((await office.ok("log --json")).out);
    expect(JSON.parse((await office.ok("verify --json")).out).checkCode.replace("-", "")).toBe(last.checkCode);
  });

  test.each([
    ["log", 2, "找不到账本文件"],
    ["verify --ledger 底数.csv", 2, "这不是 tuban 账本文件"],
    ["log --limit 零", 2, "选项或参数的内容不对"],
    ["verifi", 2, "没有这个命令：verifi"],
    ["verify --fast", 2, "没有这个选项：--fast"],
    ["plan show", 2, "少了参数"],
  ])("%s without a ledger or with wrong words ends with 2", async (line, status, words) => {
    const office = testOffice();
    office.write("底数.csv", "机构名称\n阳光\n");
    const ran = await office.run(line);
    expect(ran.err).toContain(words);
    expect(ran.status).toBe(status);
    expect(ran.out).toBe("");
  });
});
