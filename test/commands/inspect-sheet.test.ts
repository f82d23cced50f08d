/** tuban inspect, told by what was wrong: one institution in one line, many in one list. */
import { describe, expect, test } from "vitest";
import { testOffice } from "../office.ts";
import type { TestOffice } from "../office.ts";

const by = "--by 张某甲,李某乙";

describe("只写不合格的", () => {
  test("一条命令登记一家：写明的不合格，其余合格", async () => {
    const office = await inspectors();
    office.write("门头.jpg", "photo");
    const { out, err } = await office.ok(
      `inspect 3 --fail 2-1=没有办学许可证 --fail 1-2 --na 1-3 --evidence 2-1=门头.jpg ${by}`,
    );
    expect(out).toContain("已登记排查：3 晨光培训中心，2021-07-20，41 项（合格 38、不合格 2、不适用 1），结果不合格");
    expect(err).toContain(
      "tuban order issue 3 --finding 2 --kind 文书种类　　（方案没有写用哪种：整改通知书、责令整改通知书、督办单、案件移送函）",
    );
    expect(err).toContain("tuban order issue 3 --finding 1 --kind 案件移送函 --to 市公安局川汇区分局");
    expect((await office.ok("show 3")).out).toContain("没有办学许可证");
    expect((await office.ok("evidence list 3")).out).toContain("门头.jpg");
  });

  test("不对这一家的项写了不适用，说的是同一件事，不算错", async () => {
    const office = await inspectors();
    expect((await office.ok(`inspect 3 --na 2-4,8-1 --fail 1-2 ${by}`)).out).toContain("合格 40、不合格 1、不适用 0");
  });

  test("什么问题也没有：--pass", async () => {
    const office = await inspectors();
    const { out } = await office.ok(`inspect 晨光 --pass ${by} --on 2021-07-16`);
    expect(out).toContain("已登记排查：3 晨光培训中心，2021-07-16，41 项（合格 41、不合格 0、不适用 0），结果合格");
    expect(await office.run(`inspect 晨光 --pass ${by} --on 2021-07-16`)).toMatchObject({
      status: 1,
      err: expect.stringContaining("已经登记过一次排查"),
    });
  });

  test.each<[string, string, string]>([
    ["一个人不能检查", "inspect 3 --pass --by 张某甲", "检查要有两名以上执法人员"],
    ["没有这一项", `inspect 3 --fail 99-9 ${by}`, "这家的检查表里没有检查项「99-9」"],
    ["只对别的证照", `inspect 3 --fail 2-4=超范围 ${by}`, "检查项 2-4 只对有照无证的，这家底数里是有证有照"],
    ["只对别的对象", `inspect 3 --fail 8—1 ${by}`, "检查项 8-1 只对学校，这家是机构"],
    ["那一天还不查", `inspect 3 --fail 2-9 ${by}`, "检查项 2-9 从 2021-09-01 起才查"],
    ["两样都写了", `inspect 3 --fail 2-1 --na 2-1 ${by}`, "检查项 2-1 既写了不合格，又写了不适用"],
    ["又合格又不合格", `inspect 3 --pass --fail 2-1 ${by}`, "--pass 和 --fail 不能同时用"],
    ["没有这张照片", `inspect 3 --fail 2-1 --evidence 没有.jpg ${by}`, "证据文件用不了：没有.jpg"],
    ["没有写哪一家", `inspect --pass ${by}`, "没有写检查哪一家"],
  ])("%s", async (_title, line, sentence) => {
    const { status, out, err } = await (await inspectors()).run(line);
    expect([status > 0, out]).toEqual([true, ""]);
    expect(err).toContain(sentence);
  });
});

describe("在键盘上", () => {
  test("a 其余合格：全部没有问题的，两个键", async () => {
    const office = await inspectors();
    office.answer("a", "y");
    expect((await office.ok(`inspect 3 ${by}`)).out).toContain("合格 41、不合格 0");
  });

  test("g 跳到某一项，答完用 a；办结前还能改某一项", async () => {
    const office = await inspectors();
    office.answer("g", "2-1", "2", "没有办学许可证", "", "a", "g", "1-3", "3", "y");
    expect((await office.ok(`inspect 3 ${by}`)).out).toContain("合格 39、不合格 1、不适用 1");
  });

  test("没有写检查人员的，给出上次一起去的", async () => {
    const office = await inspectors();
    await office.ok(`inspect 2 --pass ${by}`);
    office.answer("", "q");
    expect((await office.ok("inspect 3")).err).toContain("检查人员 张某甲、李某乙");
  });

  test("第一次去的：另一个能去的只有一人，回车就是两人；有几个人的，只写着自己，要填", async () => {
    const office = await inspectors();
    office.answer("", "q");
    expect((await office.ok("inspect 3")).err).toContain("检查人员 张某甲、李某乙");
    await office.ok("person add 王某丙 --unit 区教体局 --cert 豫P0003 --until 2025-12-31 --on 2021-06-21");
    office.answer("", "q");
    expect((await office.run("inspect 2")).err).toContain("检查要有两名以上执法人员");
  });
});

describe("一张表登记许多家", () => {
  test("一行一家，合成一次登记，可以一次撤销；交第二遍，登记过的不再登记", async () => {
    const office = await inspectors();
    office.write("门头.jpg", "photo");
    const rows = [
      "1,2021.7.16,张某甲、李某乙,无,,",
      "2 号不认,2021-07-16,张某甲、李某乙,无,,",
      "晨光培训中心,2021年7月19日,张某甲、李某乙,2-1：没有办学许可证；1-2,楼板开裂,门头.jpg",
      "4,,,,,",
    ];
    office.write("结果.csv", `机构,检查日期,检查人员,不合格项,说明,照片\n${rows.join("\n")}\n`);
    expect(await office.run("inspect --sheet 结果.csv")).toMatchObject({ status: 2, out: "" });
    office.write("结果.csv", office.read("结果.csv").replace("2 号不认", "2"));
    const { out, err } = await office.ok("inspect --sheet 结果.csv");
    expect(out).toContain("已登记检查 3 家次（合格 2、不合格 1），2021-07-16 至 2021-07-19；没有填的 1 行\n");
    expect(out).toContain("1-2 不符合“办学用房");
    const again = await office.ok("inspect --sheet 结果.csv --json");
    expect(JSON.parse(again.out)).toMatchObject({
      entry: null,
      recorded: [],
      before: [{ row: 2 }, { row: 3 }, { row: 4 }],
    });
    const [, seq = ""] = /tuban undo (\d+)/.exec(err) ?? [];
    await office.ok(`undo ${seq} --reason 交错了表`);
    expect((await office.ok("list --json")).out).not.toContain('"2021-07-19"');
    expect((await office.ok("inspect --sheet 结果.csv")).out).toContain("已登记检查 3 家次");
  });

  test("改过结果再交的，说出与账上不同，不改账", async () => {
    const office = await inspectors();
    office.write("结果.csv", "机构,日期,不合格项\n1,2021-07-16,无\n");
    await office.ok(`inspect --sheet 结果.csv ${by}`);
    office.write("结果.csv", "机构,日期,不合格项\n1,2021-07-16,2-1\n");
    expect((await office.ok(`inspect --sheet 结果.csv ${by}`)).out).toContain(
      "第 2 行：1 晨曦培训中心 2021-07-16 的排查已登记为合格，表里是不合格，没有改",
    );
  });

  test("所有行的毛病一次说完，一行也不登记", async () => {
    const office = await inspectors();
    const rows = [
      "1,晨光培训中心,2021-07-16,张某甲、李某乙,,,",
      "2,,2021年7月49日,张某甲、李某乙,,,",
      "3,,2021-07-19,张某甲,,,没有.jpg",
      ",查无此家,2021-07-19,张某甲、李某乙,,消防通道堵塞,",
      "3,,,张某甲、李某乙,不合格,,",
      "4,,2021-07-21,张某甲、李某乙,合格,2-1,",
      "4,,2021-07-19,张某甲、钱某戊,,无,",
      "5,,2021-07-19,张某甲、李某乙,,无,",
      "5,,2021-07-19,张某甲、李某乙,,2-1,",
    ];
    office.write("结果.csv", `编号,被检查单位,检查时间,检查人员,检查结果,存在问题,照片\n${rows.join("\n")}\n`);
    const { status, out, err } = await office.run("inspect --sheet 结果.csv");
    expect([status, out]).toEqual([2, ""]);
    expect(err).toMatchInlineSnapshot(`
      "错误：编号 1 是 晨曦培训中心，这一行写的是「晨光培训中心」
        位于 结果.csv:行2 列「被检查单位」
        → 核对是不是串了行；编号和名称留对的一个
      错误：看不懂日期「2021年7月49日」
        位于 结果.csv:行3 列「检查时间」
        → 写成 2026-09-10、2026.9.10 或 2026年9月10日
      错误：检查要有两名以上执法人员，现在只有 1 名
        位于 结果.csv:行4 列「检查人员」
        → 用 --by 张某甲,李某乙 写明两名检查人员
      错误：证据文件用不了：没有.jpg，没有这个文件
        位于 结果.csv:行4 列「照片」
        → 表里的路径从这张表所在的文件夹算起；多个文件用分号隔开
      错误：底数里找不到：查无此家
        位于 结果.csv:行5 列「被检查单位」
        → 用 tuban list 关键词 查编号；名称、代码、拼音首字母都可以
      错误：这一行没有写检查日期
        位于 结果.csv:行6 列「检查时间」
        → 填上日期；全表是同一天的，也可以用 --on 日期 写明
      错误：结果写的是「不合格」，没有写是哪几项不合格
        位于 结果.csv:行6 列「存在问题」
        → 在不合格项里写检查项的编号，如 2-1、3-2
      错误：检查日期 2021-07-21 在今天（2021-07-20）之后
        位于 结果.csv:行7 列「检查时间」
        → 改用实际发生的日期
      错误：结果写的是「合格」，却有不合格项
        位于 结果.csv:行7 列「检查结果」
        → 改成不合格，或删去不合格项
      错误：人员名册里没有：钱某戊
        位于 结果.csv:行8 列「检查人员」
        → 先运行 tuban person add 钱某戊 --unit 单位 --cert 执法证号 --until 有效期
      错误：知行培训中心 2021-07-19 的排查在第 9 行已经有了
        位于 结果.csv:行10 列「被检查单位」
        → 一家一天一种检查只留一行，不合格项写在一起
      "
    `);
    expect((await office.ok("list --json")).out).not.toContain('"lastVisit": "2021');
  });

  test("空表：机构已列好，检查项另有一页；填好就能交", async () => {
    const office = await inspectors();
    const { out, err } = await office.ok("inspect --form --town 城南 --out 检查结果.csv");
    expect([out, err]).toEqual([
      expect.stringContaining("已写出检查结果表 2 家"),
      expect.stringContaining("tuban inspect --sheet 检查结果.csv"),
    ]);
    expect(office.read("检查结果.csv")).toBe(
      "\ufeff机构编号,机构,属地,日期,检查人员,检查种类,结果,不合格项,说明,照片\r\n3,晨光培训中心,城南办事处,,,,,,,\r\n4,新苗培训中心,城南办事处,,,,,,,\r\n",
    );
    const filled = office
      .read("检查结果.csv")
      .replace("3,晨光培训中心,城南办事处,,,,,,,", "3,晨光培训中心,城南办事处,7/20/2021,,,,,,");
    office.write("检查结果.csv", filled);
    expect((await office.run(`inspect --sheet 检查结果.csv ${by}`)).err).toContain("看不懂日期「7/20/2021」");
    office.write("检查结果.csv", filled.replace("7/20/2021", "2021/7/20"));
    expect((await office.ok(`inspect --sheet 检查结果.csv ${by}`)).out).toContain(
      "已登记检查 1 家次（合格 1、不合格 0）",
    );
    await office.ok("inspect --form");
    expect((await office.ok(`inspect --sheet 检查结果.xlsx ${by}`)).out).toContain(
      "已登记检查 0 家次（合格 0、不合格 0）；没有填的 5 行",
    );
    expect((await office.run("inspect --form")).err).toContain("不会覆盖");
  });
});

/** An office with a plan, two officers and five institutions. */
async function inspectors(): Promise<TestOffice> {
  const office = testOffice({ now: "2021-07-20T09:00:00" });
  await office.ok("init --plan chuanhui-2021 --on 2021-06-21");
  for (const name of ["张某甲", "李某乙"])
    await office.ok(`person add ${name} --unit 区教体局 --cert 豫P0001 --until 2025-12-31 --on 2021-06-21`);
  await office.ok("as 张某甲");
  const names = ["晨曦,城东", "启明,城西", "晨光,城南", "新苗,城南", "知行,城北"];
  const rows = names.map((name) => name.replace(",", "培训中心,") + "办事处,有证有照");
  office.write("底数.csv", `机构名称,属地,证照类别\n${rows.join("\n")}\n`);
  await office.ok("import 底数.csv --on 2021-06-25");
  return office;
}
