/** One institution by hand: tuban set, tuban add; and finding one by its telephone, its address, its people. */
import { describe, expect, test } from "vitest";
import { office } from "./import-office.ts";
import type { TestOffice } from "../office.ts";

const on = "--on 2021-06-25";

async function begun(): Promise<TestOffice> {
  const place = await office();
  place.write(
    "甲.csv",
    "机构名称,证照情况,属地,联系电话,办学地址,法定代表人,负责人\n阳光中心,有照无证,城东,13800000001,样例路1号,张某甲,钱某\n知行中心,无证无照,城西,0394-8221234,样例路20号,李某乙,钱某\n",
  );
  await place.ok(`import 甲.csv --source 街道摸排 ${on}`);
  return place;
}
const shown = async (place: TestOffice, subject: number, day = "2021-06-30"): Promise<Record<string, unknown>> =>
  JSON.parse((await place.ok(`show ${subject} --json --on ${day}`)).out) as Record<string, unknown>;

describe("改一家", () => {
  test("改一个电话：一条命令，一次登记，来历写着原因，撤得回来", async () => {
    const place = await begun();
    const { out, err } = await place.ok("set 1 电话=13900000009 --source 机构来电 --reason 换号 --on 2021-06-26");
    expect(out).toBe("1 阳光中心：联系电话 13800000001 → 13900000009（第 4 次登记）\n");
    expect(err).toContain("tuban undo 4 --reason 写错了");
    const after = await shown(place, 1);
    expect(after).toMatchObject({ phone: "13900000009", address: "样例路1号" });
    expect(JSON.stringify(after["history"])).toContain("机构来电，换号");
    expect(await shown(place, 1, "2021-06-25")).toMatchObject({ phone: "13800000001" });
    await place.ok("undo 4 --reason 写错了 --on 2021-06-27");
    expect(await shown(place, 1)).toMatchObject({ phone: "13800000001" });
  });

  test("改过的，街道再报旧的来也不翻回去", async () => {
    const place = await begun();
    await place.ok("set 阳光 手机号=13900000009 --on 2021-06-26");
    await place.ok("import 甲.csv --source 街道摸排 --on 2021-06-27");
    expect(await shown(place, 1)).toMatchObject({ phone: "13900000009" });
  });

  test("补录的不吃掉后来的：早一天的电话补进来，现在就是它；后来那一次只改了它改的", async () => {
    const place = await begun();
    await place.ok("set 1 机构状态=停业 --on 2021-06-28");
    place.write("补.csv", "机构名称,属地,办学地址,联系电话\n阳光中心,城东,样例路1号,13900000009\n");
    await place.ok("import 补.csv --source 教育局 --on 2021-06-26");
    const now = await shown(place, 1);
    expect(now).toMatchObject({ phone: "13900000009", more: { existence: "停业" } });
    const history = (await place.ok("show 1 --on 2021-06-30")).out;
    expect(history).toMatch(/2021-06-28 │ 变更 │ 本办公室核实，更正：机构状态 （空） → 停业 +│/);
    expect(history.match(/13900000009/g)).toHaveLength(2);
    await place.ok("set 1 电话=13700000001 --on 2021-06-27");
    expect(await shown(place, 1)).toMatchObject({ phone: "13700000001" });
    await place.ok("set 1 电话=13600000001 --on 2021-06-26");
    expect(await shown(place, 1)).toMatchObject({ phone: "13700000001" });
    expect((await place.ok("verify")).out).toContain("账本完好");
  });

  test("同样的话由另一个来源、补在前面：各是登记，没有空的变更", async () => {
    const place = await begun();
    await place.ok("import 甲.csv --source 市场局 --on 2021-06-22");
    await place.ok("import 甲.csv --source 教育局 --on 2021-06-27");
    const { history } = (await shown(place, 1)) as { history: { day: string; what: string }[] };
    expect(history.map(({ day, what }) => `${day} ${what}`)).toEqual([
      "2021-06-22 登记",
      "2021-06-25 登记",
      "2021-06-27 印证",
    ]);
  });

  test("几项一起改；有了许可证，证照类别跟着变", async () => {
    const place = await begun();
    const { out } = await place.ok(
      "set 1 许可证号=教民141160279000001 有效期至=2024.6.30 --reason 已发证 --on 2021-06-26",
    );
    expect(out).toContain("证照类别 有照无证 → 有证有照");
    expect(await shown(place, 1)).toMatchObject({
      permitNo: "教民141160279000001",
      permitTo: "2024-06-30",
      licenceClass: "有证有照",
    });
  });

  test("空着就是没有", async () => {
    const place = await begun();
    await place.ok("set 1 电话= 负责人= --on 2021-06-26");
    expect(await shown(place, 1)).toMatchObject({ phone: null });
    expect((await shown(place, 1))["more"]).not.toHaveProperty("principal");
  });

  test("在终端不写项目：问哪一项、改成什么", async () => {
    const place = await begun();
    place.answer(11, "13900000009");
    const { out } = await place.ok("set 1 --on 2021-06-26");
    expect(out).toContain("→");
  });

  test.each([
    ["set 1 电话=138", "不像电话号码：「138」"],
    ["set 1 门牌=3", "底数里没有「门牌」这个项目"],
    ["set 1 电话", "看不懂：电话"],
    ["set 1 电话=13800000001", "本来就是这样"],
    ["set 1 电话=13900000001 手机=13900000002", "「联系电话」写了两遍"],
    ["set 1 名称=", "「机构名称」不能空着"],
    ["set 1 有效期至=明年", "看不懂日期「明年」"],
    ["set 1 证照类别=半证", "看不懂证照类别「半证」"],
    ["set 没有这家 电话=13900000001", "底数里找不到：没有这家"],
  ])("tuban %s：%s，什么也没有写", async (line, message) => {
    const place = await begun();
    const { status, err } = await place.run(`${line} --on 2021-06-26`);
    expect(status).not.toBe(0);
    expect(err).toContain(message);
    expect((await place.ok("log")).out).not.toContain("更改");
  });
});

describe("注销、停业、转型", () => {
  test("从哪一天起是什么，那天以前还是原样", async () => {
    const place = await begun();
    await place.ok("set 1 机构状态=已注销 --reason 登记机关核准注销 --on 2021-06-28");
    expect(await shown(place, 1)).toMatchObject({ state: "注销", next: [], more: { existence: "注销" } });
    expect(await shown(place, 1, "2021-06-27")).toMatchObject({ state: "未检查" });
    expect((await place.ok("list --stage 注销 --on 2021-06-28")).out).toContain("共 1 家");
  });
  test("写“状态=停业”也懂：只有机构状态里有这个词", async () => {
    const place = await begun();
    expect((await place.ok("set 1 状态=停业 --on 2021-06-28")).out).toContain("机构状态 （空） → 停业");
  });
  test("名单里写着营转非、停业的，也收下", async () => {
    const place = await begun();
    place.write("乙.csv", "机构名称,属地,经营状态\n阳光中心,城东,停业\n知行中心,城西,营转非\n");
    await place.ok("import 乙.csv --source 街道摸排 --on 2021-06-28");
    expect(await shown(place, 2)).toMatchObject({ state: "营转非" });
    expect((await place.ok("list --stage 停业 --on 2021-06-28")).out).toContain("阳光中心");
  });
});

describe("登记新的一家", () => {
  test("一条命令；撤得回来", async () => {
    const place = await begun();
    const { out } = await place.ok(
      "add 名称=博雅中心 属地=城南 证照=无证无照 电话=13800000003 --source 举报 --on 2021-06-26",
    );
    expect(out).toBe("新登记 3 博雅中心（无证无照，城南）（第 4 次登记）\n");
    expect(await shown(place, 3)).toMatchObject({ phone: "13800000003", town: "城南" });
    await place.ok("undo 4 --reason 重复 --on 2021-06-26");
    expect((await place.ok("list --on 2021-06-26")).out).toContain("共 2 家");
  });
  test("在终端只写名称：逐项问", async () => {
    const place = await begun();
    place.answer("学科", "无证无照", "城南", "样例路3号", "", "");
    await place.ok("add 博雅中心 --on 2021-06-26");
    expect(await shown(place, 3)).toMatchObject({ category: "学科类", licenceClass: "无证无照", address: "样例路3号" });
  });
  test.each([
    ["add 名称=阳光中心 属地=城东 地址=样例路1号", "底数里已有这一家：1 号"],
    ["add 属地=城东", "没有写机构名称"],
    ["add 名称=博雅中心 电话=1", "不像电话号码：「1」"],
  ])("tuban %s：%s，什么也没有写", async (line, message) => {
    const place = await begun();
    const { status, err } = await place.run(`${line} --on 2021-06-26`);
    expect([status === 0, err.includes(message)]).toEqual([false, true]);
    expect((await place.ok("list --on 2021-06-26")).out).toContain("共 2 家");
  });
  test("电话和在册的一家相同：登记下来，说一声", async () => {
    const place = await begun();
    const { err } = await place.ok("add 名称=博雅中心 属地=城南 电话=13800000001 --on 2021-06-26");
    expect(err).toContain("注意：电话 13800000001 也是 1 号「阳光中心」的");
  });
});

describe("凭电话、地址、人找到是哪一家", () => {
  test.each([
    ["list 13800000001", ["阳光中心"]],
    ["list 8221234", ["知行中心"]],
    ["list 0394-8221234", ["知行中心"]],
    ["list 钱某", ["阳光中心", "知行中心"]],
    ["list 张某甲", ["阳光中心"]],
    ["list 样例路20号", ["知行中心"]],
    ["list --person 钱 --address 路1号", ["阳光中心"]],
    ["list --phone 1380000", ["阳光中心"]],
    ["list --address 样例路", ["阳光中心", "知行中心"]],
    ["list --phone 139", []],
  ])("tuban %s", async (line, names) => {
    const place = await begun();
    const { out } = await place.ok(`${line} --on 2021-06-26 --json`);
    expect((JSON.parse(out) as { name: string }[]).map(({ name }) => name)).toEqual(names);
  });
  test.each([
    ["list 无证无照", "tuban list --class 无证无照"],
    ["list 从未检查", "tuban list --stage 从未检查"],
    ["list 城西", "tuban list --town 城西"],
    ["知行", "查机构用 tuban show 知行"],
    ["13800000001", "查机构用 tuban show 13800000001"],
  ])("tuban %s：查不到，说该怎么写", async (line, hint) => {
    const place = await begun();
    expect((await place.run(`${line} --on 2021-06-26`)).err).toContain(hint);
  });
  test("几家都是他的，show 列出来让人挑", async () => {
    const place = await begun();
    const { err } = await place.run("show 钱某 --on 2021-06-26");
    expect(err).toContain("“钱某”对应 2 家：1 阳光中心；2 知行中心");
  });
});
