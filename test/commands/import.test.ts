import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Day } from "../../src/campaign/index.ts";
import { ledgerOn } from "../../src/ledger/ledger.ts";
import type { Entry } from "../../src/ledger/ledger.ts";
import { templatePath } from "../../src/templates.ts";
import { office } from "./import-office.ts";
import type { TestOffice } from "../office.ts";
import { findingRow, orderRow, serviceRow } from "../facts.ts";

/** An office with a plan and 张某甲 at the desk. */
/** What other commands would record, on a day. */
async function recordOn(
  place: TestOffice,
  on: string,
  work: (entry: Entry, day: Day) => Promise<unknown>,
): Promise<void> {
  const ledger = await ledgerOn(
    await place.io.storage.open(join(place.folder, "tuban.db")),
    () => new Date("2026-11-23T01:00:00Z"),
  );
  await ledger.record({ command: "测试", actor: "张某甲", on: on as Day }, async (entry) => {
    entry.describe(`${on} 的测试登记`);
    await work(entry, on as Day);
  });
  await ledger.close();
}

const visit = (subject: number) => (entry: Entry, day: Day) =>
  entry.add("inspection", {
    campaign: "chuanhui-2021",
    subject,
    order_id: null,
    kind: "排查",
    happened_on: day,
    result: "合格",
    note: "",
  });

async function namesOf(place: TestOffice, on = "2021-07-01"): Promise<string[]> {
  const { out } = await place.ok(`list --as-of ${on} --csv`);
  return out
    .trim()
    .split("\r\n")
    .slice(1)
    .map((line) => line.split(",").slice(0, 2).join(" "));
}

const header = "机构名称,统一社会信用代码,办学许可证编号,联系电话,办学地址,属地,法定代表人,举办者,备注\n";

describe("导入底数", () => {
  test("样例台账：认列、收下、问题单、再导一次不变", async () => {
    const place = await office();
    const sample = templatePath("sample", "roster.csv");
    place.write("台账.csv", readFileSync(sample));
    const first = await place.run("import 台账.csv --source 街道摸排 --on 2021-06-25");
    expect(first.status).toBe(3);
    expect(first.out).toContain(
      "读到 41 行：新登记 39 家，变更 0 家，未变 0 家，重复 1 行，拒收 1 行；注意 4 处、提示 3 处",
    );
    expect(first.out).toContain("已登记（第 3 次登记）");
    expect(first.err).toContain("所属乡镇（街道）→属地");
    const problems = place.read("台账.csv.问题.csv").split("\r\n");
    expect(problems[0]).toBe("\ufeff行,级别,机构名称,列,原值,原因,怎么办");
    expect(problems.filter((line) => line.includes(",拒收,"))).toEqual([
      expect.stringContaining("28,拒收,,机构名称（全称）,,这一行没有机构名称。"),
    ]);
    expect(problems).toHaveLength(1 + 8 + 1);

    const again = await place.run("import 台账.csv --source 街道摸排 --on 2021-06-25");
    expect(again.out).toContain("新登记 0 家，变更 0 家，未变 39 家");
    expect(again.out).toContain("底数没有变化，没有写入任何内容");
    expect((await place.ok("log")).out.match(/导入底数/g)).toHaveLength(1);
    await place.ok("verify");
  });

  test("样例里四种证照都有，人员名册里有一人证件过期", async () => {
    const place = await office();
    place.write("台账.csv", readFileSync(templatePath("sample", "roster.csv")));
    await place.run("import 台账.csv --on 2021-06-25");
    for (const licence of ["有证有照", "有照无证", "有证无照", "无证无照"])
      expect((await place.ok(`list --class ${licence}`)).out).not.toContain("共 0 家");
    await place.ok(`person import ${templatePath("sample", "people.csv")} --on 2021-06-21`);
    expect((await place.ok("person list --as-of 2021-06-25 --csv")).out.match(/已过期/g)).toHaveLength(1);
  });

  test("预演说清每一行会怎样，什么也不留下", async () => {
    const place = await office();
    place.write("甲.csv", `${header}阳光中心,,,13800000001,一路1号,城东,,,\n知行中心,,,,二路2号,城西,,,\n`);
    await place.ok("import 甲.csv --on 2021-06-25");
    place.write(
      "乙.csv",
      `${header}阳光中心,,,13800000002,一路1号,城东,,,\n知行中心,,,,二路2号,城西,,,\n,,,,,,,,\n新来中心,,,12,三路,城东,,,\n,,,13800000009,,,,,\n`,
    );
    const rehearsal = await place.run("import 乙.csv --on 2021-06-28 --dry-run");
    expect(rehearsal.status).toBe(3);
    expect(rehearsal.out).toBe(
      [
        "第 2 行 变更 1 阳光中心：联系电话 13800000001 → 13800000002",
        "第 3 行 未变 2",
        "第 5 行 新登记 3 新来中心（证照类别不详，城东）",
        "第 6 行 拒收：这一行没有机构名称。（列「机构名称」）",
        "读到 4 行：将新登记 1 家，将变更 1 家，未变 1 家，重复 0 行，拒收 1 行；注意 1 处、提示 1 处",
        "证照类别不详 2 家：有的格子空着或者看不懂；补上再导入一次，或者逐家改（tuban set 编号 证照类别=有照无证）。是哪几家：tuban list --class 不详",
        "以上是预演，没有写入任何内容",
        "",
      ].join("\n"),
    );
    expect(existsSync(join(place.folder, "乙.csv.问题.csv"))).toBe(false);
    expect(await namesOf(place)).toEqual(["1 阳光中心", "2 知行中心"]);
  });

  test("改正的行记到同一家名下：按代码、按许可证、按名称加地方；空格不冲掉原来的内容", async () => {
    const place = await office();
    const code = "52411602MJY00001X4";
    place.write(
      "甲.csv",
      `${header}阳光中心,${code},,13800000001,一路1号,城东,张某甲,,旧\n知行中心,,教民141160279000002号,,二路2号,城西,,,\n博雅培训中心,,,,三路3号,城北,,,\n`,
    );
    await place.ok("import 甲.csv --on 2021-06-25");
    place.write(
      "乙.csv",
      `${header}阳光教育,${code},,,,,,,\n知行学校,,141160279000002,,,,李某乙,,\n博雅（培训中心）,,,13800000003,,城北,,,\n`,
    );
    const { out, err } = await place.ok("import 乙.csv --on 2021-07-05");
    expect(out).toContain("新登记 0 家，变更 3 家");
    expect(out).toContain("改 1 阳光教育：机构名称 阳光中心 → 阳光教育");
    expect(err).toContain("与 1 号「阳光中心」证照号码相同而名称不同，按更名收下");
    const shown = JSON.parse((await place.ok("show 1 --json --as-of 2021-07-05")).out) as Record<string, unknown>;
    expect(shown).toMatchObject({
      name: "阳光教育",
      phone: "13800000001",
      legalRep: "张某甲",
      more: { remark: "旧" },
    });
    expect(await namesOf(place, "2021-07-01")).toEqual(["1 阳光中心", "2 知行中心", "3 博雅培训中心"]);
    expect((await place.ok("import 乙.csv --on 2021-07-05")).out).toContain("底数没有变化");
  });

  test("办下证来：换了类别，从那天起算", async () => {
    const place = await office();
    place.write("甲.csv", "机构名称,证照类别,信用代码,属地\n阳光中心,无证无照,,城东\n");
    await place.ok("import 甲.csv --on 2021-06-25");
    place.write("乙.csv", "机构名称,信用代码,属地\n阳光中心,52411602MJY00001X4,城东\n");
    await place.ok("import 乙.csv --on 2021-07-20");
    expect((await place.ok("list --as-of 2021-07-01")).out).toContain("无证无照");
    expect((await place.ok("list --as-of 2021-07-20")).out).toContain("有照无证");
    expect((await place.ok("show 1")).out).toContain("2021-06-25 无证无照 → 2021-07-20 有照无证");
  });

  test("同名不同地是两家；同一表里同一家内容不同的，后一行放一边", async () => {
    const place = await office();
    place.write(
      "甲.csv",
      `${header}托管班,,,,一路1号,城东,,,\n托管班,,,,二路2号,城东,,,\n托管班,,,,一路1号,城东,,,\n托管班,,,13800000001,二路2号,城东,,,\n`,
    );
    const { status, out } = await place.run("import 甲.csv --on 2021-06-25");
    expect(status).toBe(3);
    expect(out).toContain("新登记 2 家，变更 0 家，未变 0 家，重复 1 行，拒收 1 行");
    expect(place.read("甲.csv.问题.csv")).toContain(
      "与第 3 行是同一家，内容不同（联系电话 （空） → 13800000001），没有收下",
    );
    expect((await place.run("import 甲.csv --on 2021-06-25")).out).toContain("底数没有变化");
    // the order of the rows does not matter
    place.write("乙.csv", `${header}托管班,,,,二路2号,城东,,,\n托管班,,,,一路1号,城东,,,\n`);
    expect((await place.run("import 乙.csv --on 2021-06-26")).out).toContain("新登记 0 家，变更 0 家，未变 2 家");
  });

  test("补录较早的名册：认得出后来登记的那一家，不另起一号", async () => {
    const place = await office();
    place.write("甲.csv", `${header}阳光中心,,,13800000002,一路1号,城东,,,\n`);
    await place.ok("import 甲.csv --on 2021-07-05");
    place.write("乙.csv", `${header}阳光中心,,,13800000001,一路1号,城东,,,\n`);
    expect((await place.ok("import 乙.csv --on 2021-06-25")).out).toContain("新登记 0 家，变更 1 家");
    expect((await place.ok("import 乙.csv --on 2021-06-25")).out).toContain("底数没有变化");
    const phone = async (on: string): Promise<unknown> =>
      (JSON.parse((await place.ok(`show 1 --json --as-of ${on}`)).out) as { phone: string }).phone;
    expect([await phone("2021-06-30"), await phone("2021-07-06")]).toEqual(["13800000001", "13800000002"]);
  });

  test("死灰复燃：新来的一家与取缔关停的同一个电话、同一个举办者", async () => {
    const place = await office();
    place.write("甲.csv", `${header}阳光中心,,,13800000001,一路1号,城东,张某甲,李某乙,\n`);
    await place.ok("import 甲.csv --on 2021-06-25");
    await recordOn(place, "2021-07-01", async (entry, day) => {
      const order_id = await entry.add(
        "orders",
        orderRow(1, 1, day, { kind: "取缔", effect: "取缔", addressee: "阳光中心" }),
      );
      await entry.add("service", serviceRow(order_id, day));
    });
    place.write(
      "乙.csv",
      `${header}月亮中心,,,0394-8221234；138 0000 0001,九路,城西,李某乙,,\n星星中心,,,,川汇区一路一号,城东,,,\n云朵中心,,,,十路,城东,王某丙,,\n`,
    );
    const { err } = await place.ok("import 乙.csv --on 2021-07-10");
    expect(err.match(/已取缔关停的 1 号「阳光中心」/g)).toHaveLength(3);
    expect(err).toContain("电话相同（13800000001）");
    expect(err).toContain("法定代表人或举办者相同（李某乙）");
    expect(err).toContain("地址相同（川汇区一路一号）");
    expect(err).toContain("tuban show 1");
    place.write("丙.csv", `${header}阳光中心,,,13800000001,一路1号,城东,,,\n`);
    const again = await place.ok("import 丙.csv --source 举报 --on 2021-07-11");
    expect(again.out).toContain("别的来源又报来 1 家");
    expect(again.err).toContain("已取缔关停的 1 号「阳光中心」，这个来源又报来了");
    expect((await place.ok("show 月亮中心")).out).toContain("疑似死灰复燃");
    expect((await place.ok("show 1")).out).not.toContain("疑似死灰复燃");
  });

  test("列名认不出时用 --map 指明；写错了说清楚", async () => {
    const place = await office();
    place.write("甲.csv", "门头,电话,甲\n阳光中心,13800000001,x\n");
    expect(await place.run("import 甲.csv --on 2021-06-25")).toMatchObject({
      status: 2,
      err: expect.stringContaining("--map 列名=机构名称"),
    });
    expect((await place.ok("import 甲.csv --map 门头=机构名称 --on 2021-06-25")).out).toContain("新登记 1 家");
    expect(await place.run("import 甲.csv --map 门头=不知道")).toMatchObject({
      status: 2,
      err: expect.stringContaining("--map 看不懂：门头=不知道"),
    });
    expect(await place.run("import 甲.csv --map 没有=机构名称")).toMatchObject({
      status: 2,
      err: expect.stringContaining("表头里没有「没有」这一列"),
    });
  });

  test("终端转义、公式、HTML 进得来，出去时无害", async () => {
    const place = await office();
    place.write("甲.csv", '机构名称,电话,属地\n"=HYPERLINK(""x"")",,城东\n<script>alert(1)</script>,,城\u001b[31m东\n');
    const { out } = await place.run("import 甲.csv --on 2021-06-25");
    expect(out).not.toContain("\u001b");
    expect((await place.ok("list --csv")).out).toContain(`"'=HYPERLINK(""x"")"`);
    expect((await place.ok("list")).out).not.toContain("\u001b");
  });

  test.each([
    ["空文件", "", "empty-file"],
    ["PDF", "%PDF-1.4\n1 0 obj", "not-text"],
    ["表头的引号不配对", '机构名称,"电话,地址\n阳光,1,2\n', "broken-quote"],
    ["一列也认不出", "甲,乙\n1,2\n", "no-header"],
  ])("%s：一句话，退出 2，账本不动", async (_, content, code) => {
    const place = await office();
    place.write("坏.csv", content);
    const { status, err } = await place.run("import 坏.csv --on 2021-06-25 --json");
    expect(status).toBe(2);
    expect((JSON.parse(err) as { problems: { code: string }[] }).problems.map((problem) => problem.code)).toEqual([
      code,
    ]);
    expect(await namesOf(place)).toEqual([]);
  });

  test("没有这个文件；只有表头", async () => {
    const place = await office();
    expect(await place.run("import 没有.csv")).toMatchObject({
      status: 2,
      err: expect.stringContaining("没有这个文件"),
    });
    place.write("空表.csv", header);
    expect(await place.ok("import 空表.csv --on 2021-06-25")).toMatchObject({
      out: expect.stringContaining("读到 0 行"),
    });
  });

  test("--json 的标准输出只有 JSON", async () => {
    const place = await office();
    place.write("甲.csv", `${header}阳光中心,,,13800000001,一路1号,城东,,,\n,,,1,,,,,\n`);
    const { status, out } = await place.run("import 甲.csv --on 2021-06-25 --json");
    expect(status).toBe(3);
    expect(JSON.parse(out)).toMatchObject({
      entry: 3,
      rowsRead: 2,
      refused: 1,
      unchanged: 0,
      new: [{ line: 2, subject: 1, name: "阳光中心", reappears: [] }],
      problems: [{ code: "bad-phone" }, { code: "no-name", grade: "拒收" }, { code: "filled-down", grade: "提示" }],
    });
  });
});

describe("几份一起导入", () => {
  const list = (name: string): string => `机构名称,电话,地址\n${name},13800000001,一路1号\n`;

  test("依次导入，各是一次登记，各说各的", async () => {
    const place = await office();
    place.write("甲.csv", list("阳光中心"));
    place.write("乙.csv", `机构名称,电话,地址\n知行中心,13800000002,二路2号\n,,三路\n`);
    const { status, out, err } = await place.run("import 甲.csv 乙.csv --source 街道摸排 --on 2021-06-25");
    expect(status).toBe(3);
    expect(out).toMatch(/^甲\.csv 读到 1 行[^]*第 3 次登记[^]*^乙\.csv 读到 2 行[^]*第 4 次登记/m);
    expect(err.match(/下一步/g)).toHaveLength(1);
    expect(await namesOf(place)).toEqual(["1 阳光中心", "2 知行中心"]);
    await place.ok("import undo --reason 乙表导错了 --on 2021-06-25");
    expect(await namesOf(place)).toEqual(["1 阳光中心"]);
  });

  test("有一份读不了：说清前面哪几份已经导入，后面哪几份还没有读", async () => {
    const place = await office();
    for (const name of ["甲", "乙", "丁"]) place.write(`${name}.csv`, list(`${name}中心`));
    place.write("丙.csv", "");
    const { status, err } = await place.run("import 甲.csv 乙.csv 丙.csv 丁.csv --on 2021-06-25");
    expect(status).toBe(3);
    expect(err).toContain("文件是空的");
    expect(err).toContain("前面的 2 份已经导入：「甲.csv」、「乙.csv」；停在「丙.csv」；后面的还没有读：「丁.csv」。");
    expect(err).toContain("tuban import 丙.csv 丁.csv");
    expect((await place.ok("log")).out.match(/导入底数/g)).toHaveLength(2);
    expect(await place.run("import 没有.csv 丁.csv")).toMatchObject({
      status: 2,
      err: expect.stringContaining("一份也没有导入；停在「没有.csv」；后面的还没有读：「丁.csv」。"),
    });
  });

  test("--json 是一个数组；停下来的也把导入了的交代清楚", async () => {
    const place = await office();
    place.write("甲.csv", list("阳光中心"));
    place.write("乙.csv", list("知行中心"));
    const { out } = await place.ok("import 甲.csv 乙.csv --on 2021-06-25 --json --dry-run");
    expect(JSON.parse(out)).toMatchObject([
      { file: "甲.csv", dryRun: true },
      { file: "乙.csv", dryRun: true },
    ]);
    const stopped = await place.run("import 甲.csv 丙.csv --on 2021-06-25 --json");
    expect(stopped.status).toBe(3);
    expect(JSON.parse(stopped.out)).toMatchObject([{ file: "甲.csv", entry: 3 }]);
    expect(JSON.parse(stopped.err)).toMatchObject({ problems: [{ code: "file-unreadable" }, { code: "files-left" }] });
  });
});

describe("撤销", () => {
  const two = `${header}阳光中心,,,13800000001,一路1号,城东,,,\n知行中心,,,,二路2号,城西,,,\n`;

  test("撤销最近一次导入：从那天起不算数，记录还在；编号不再给别人", async () => {
    const place = await office();
    place.write("甲.csv", two);
    await place.ok("import 甲.csv --on 2021-06-25");
    const { out } = await place.ok("import undo --reason 导错了文件 --on 2021-06-28");
    expect(out).toContain("已撤销第 3 次登记：导入底数 甲.csv");
    expect(await namesOf(place, "2021-06-27")).toEqual(["1 阳光中心", "2 知行中心"]);
    expect(await namesOf(place, "2021-06-28")).toEqual([]);
    expect((await place.ok("log --csv")).out).toContain("〔已撤销〕导入底数 甲.csv");
    await place.ok("import 甲.csv --on 2021-06-29");
    expect(await namesOf(place, "2021-06-30")).toEqual(["3 阳光中心", "4 知行中心"]);
    await place.ok("verify");
  });

  test("不写 --on 就从发生那天起不算；写了的，此前的数里仍有它，说明怎样从头不算", async () => {
    const place = await office();
    place.write("甲.csv", two);
    await place.ok("import 甲.csv --on 2021-06-25");
    const late = await place.ok("undo 3 --reason 不在本区 --on 2021-06-28");
    expect(late.out).toContain("自 2021-06-28 起不再算数");
    expect(late.err).toContain("2021-06-25 到 2021-06-27 各日的数里仍有它");
    expect(late.err).toContain("tuban undo 3 --on 2021-06-25 --reason 原因");
    expect(await namesOf(place, "2021-06-27")).toEqual(["1 阳光中心", "2 知行中心"]);
    await place.ok("undo 3 --on 2021-06-25 --reason 本来就登错");
    expect(await namesOf(place, "2021-06-27")).toEqual([]);
    await place.ok("import 甲.csv --on 2021-06-26");
    const { out, err } = await place.ok("undo 6 --reason 登错");
    expect([out.includes("自 2021-06-26 起不再算数"), err]).toEqual([true, ""]);
    expect(await namesOf(place, "2021-06-26")).toEqual([]);
  });

  test("依据它的登记有一段算过数的，不能撤到那以前", async () => {
    const place = await office();
    place.write("甲.csv", two);
    await place.ok("import 甲.csv --on 2021-06-25");
    await recordOn(place, "2021-07-02", visit(2));
    await place.ok("undo 4 --reason 已注销 --on 2021-07-05");
    expect(await place.run("undo 3 --reason 试 --on 2021-07-04")).toMatchObject({
      status: 1,
      err: expect.stringContaining("依据它的第 4 次登记到 2021-07-05 才撤销"),
    });
    expect((await place.ok("undo 3 --reason 已注销")).out).toContain("自 2021-07-05 起不再算数");
    expect(await namesOf(place, "2021-07-04")).toEqual(["1 阳光中心", "2 知行中心"]);
  });

  test("记在一家名下的登记也依据它：先撤登记，才能撤导入", async () => {
    const place = await office();
    place.write("甲.csv", two);
    await place.ok("import 甲.csv --on 2021-06-25");
    await place.ok("tally 清理广告 3 --subject 2 --on 2021-07-02");
    const refused = await place.run("import undo 3 --reason 导错了");
    expect(refused.err).toContain("已有后续登记的 1 家：2 号「知行中心」（第 3 行）");
    await place.ok("undo 4 --reason 先撤它");
    await place.ok("import undo 3 --reason 导错了");
  });

  test("后面有检查、有更正的不能撤销，一一列出；先撤后面的就可以", async () => {
    const place = await office();
    place.write("甲.csv", two);
    await place.ok("import 甲.csv --on 2021-06-25");
    await recordOn(place, "2021-07-02", visit(2));
    place.write("乙.csv", two.replace("13800000001", "13800000002"));
    await place.ok("import 乙.csv --on 2021-07-03");
    const refused = await place.run("import undo 3 --reason 导错了");
    expect(refused.status).toBe(1);
    expect(refused.err).toContain("第 5 次（2021-07-03）导入底数 乙.csv");
    expect(refused.err).toContain("第 4 次（2021-07-02）2021-07-02 的测试登记");
    expect(refused.err).toContain("tuban undo 5 --reason");
    expect(refused.err).toContain("已有后续登记的 2 家：1 号「阳光中心」（第 2 行）、2 号「知行中心」（第 3 行）");
    await place.ok("undo 5 --reason 先撤它");
    await place.ok("undo 4 --reason 再撤它");
    await place.ok("undo 3 --reason 导错了");
    expect(await namesOf(place, "2026-11-23")).toEqual([]);
  });

  test("只更正了几家的导入，不因为这几家早先的检查而撤不掉", async () => {
    const place = await office();
    place.write("甲.csv", two);
    await place.ok("import 甲.csv --on 2021-06-25");
    place.write("乙.csv", two.replace("13800000001", "13800000002"));
    await place.ok("import 乙.csv --on 2021-07-03");
    await recordOn(place, "2021-07-04", visit(1));
    await place.ok("undo 4 --reason 电话抄错 --on 2021-07-05");
    expect((await place.ok("show 1 --as-of 2021-07-05")).out).toContain("13800000001");
  });

  test("文书送达以后，问题和文书都不能撤；撤了送达就可以撤文书", async () => {
    const place = await office();
    place.write("甲.csv", two);
    await place.ok("import 甲.csv --on 2021-06-25");
    await recordOn(place, "2021-07-02", async (entry, day) => {
      const inspection = await visit(1)(entry, day);
      await entry.add("finding", findingRow(inspection, 1, day));
    });
    await recordOn(place, "2021-07-03", async (entry, day) => {
      const order_id = await entry.add("orders", orderRow(1, 1, day, { addressee: "阳光中心" }));
      await entry.add("order_finding", { order_id, finding: 1 });
    });
    await recordOn(place, "2021-07-04", (entry, day) => entry.add("service", serviceRow(1, day)));
    await recordOn(place, "2021-07-05", (entry, day) =>
      entry.add("extension", {
        order_id: 1,
        happened_on: day,
        due_on: "2021-08-01" as Day,
        reason: "样例",
        approver: "李某乙",
      }),
    );
    for (const seq of [3, 4, 5, 6])
      expect(await place.run(`undo ${seq} --reason 试`)).toMatchObject({
        status: 1,
        err: expect.stringContaining("还有依据它的登记"),
      });
    for (const seq of [7, 6, 5, 4, 3]) await place.ok(`undo ${seq} --reason 从后往前`);
  });

  test.each([
    ["undo 99 --reason 试", 1, "没有第 99 次登记"],
    ["undo 1 --reason 试", 1, "改过方案再采用一次就是新的一版"],
    ["undo 2 --reason 试", 1, "再登记一次就是更正"],
    ["undo 3 --reason ' '", 2, "撤销要写明原因"],
    ["undo 三 --reason 试", 2, "内容不对：三"],
    ["undo 3", 2, "--reason"],
    ["undo 3 --reason 试 --on 2021-06-22", 1, "早于那件事的日期"],
    ["import undo 2 --reason 试", 2, "不是导入"],
  ])("%s", async (line, status, words) => {
    const place = await office();
    place.write("甲.csv", two);
    await place.ok("import 甲.csv --on 2021-06-25");
    const ran = await place.run(line);
    expect(ran.status).toBe(status);
    expect(ran.err).toContain(words);
  });

  test("撤销过的不能再撤；没有可撤的导入", async () => {
    const place = await office();
    expect(await place.run("import undo --reason 试")).toMatchObject({
      status: 1,
      err: expect.stringContaining("没有可以撤销的导入"),
    });
    place.write("甲.csv", two);
    await place.ok("import 甲.csv --on 2021-06-25");
    await place.ok("undo 3 --reason 头一次 --on 2021-06-26");
    expect(await place.run("undo 3 --reason 又一次")).toMatchObject({
      status: 1,
      err: expect.stringContaining("已于 2021-06-26 撤销：头一次"),
    });
    expect(await place.run("undo 4 --reason 撤销的撤销")).toMatchObject({
      status: 1,
      err: expect.stringContaining("撤销本身不能再撤销"),
    });
  });
});

describe("列出和查看", () => {
  const roster =
    "机构名称,类别,证照类别,信用代码,属地,电话\n阳光教育培训中心,学科类,有证有照,52411602MJY00001X4,城东,13800000001\n阳光艺术中心,艺术,无证无照,,城西,\n知行托管,托管,,,城东,\n";

  async function filled(): Promise<TestOffice> {
    const place = await office();
    place.write("甲.csv", roster);
    await place.ok("import 甲.csv --source 街道摸排 --on 2021-06-25");
    await recordOn(place, "2021-07-02", async (entry, day) => {
      const inspection = await visit(2)(entry, day);
      await entry.add("attendance", { inspection, name: "张某甲", unit: "区教体局", certificate: "样例P0001" });
      await entry.add(
        "finding",
        findingRow(inspection, 2, day, { text: "消防通道畅通", note: "堆放杂物", lead: "区教体局" }),
      );
    });
    return place;
  }

  test.each([
    ["", ["1 阳光教育培训中心", "2 阳光艺术中心", "3 知行托管"]],
    ["阳光", ["1 阳光教育培训中心", "2 阳光艺术中心"]],
    ["ygjy", ["1 阳光教育培训中心"]],
    ["52411602mjy00001x4", ["1 阳光教育培训中心"]],
    ["MJY00001", ["1 阳光教育培训中心"]],
    ["阳光（教育）", ["1 阳光教育培训中心"]],
    ["没有这家", []],
    ["--class 无照无证", ["2 阳光艺术中心"]],
    ["--class 不详", ["3 知行托管"]],
    ["--town 城东", ["1 阳光教育培训中心", "3 知行托管"]],
    ["--stage 从未检查", ["1 阳光教育培训中心", "3 知行托管"]],
    ["--stage 只查过一次", ["2 阳光艺术中心"]],
    ["--stage 有未销号问题", ["2 阳光艺术中心"]],
    ["--stage 取缔关停", []],
    ["--kind 学校", []],
    ["阳光 --town 城西", ["2 阳光艺术中心"]],
  ])("tuban list %s", async (words, expected) => {
    const place = await filled();
    const { out } = await place.ok(`list ${words} --csv --as-of 2021-07-10`);
    expect(
      out
        .trim()
        .split("\r\n")
        .slice(1)
        .map((line) => line.split(",").slice(0, 2).join(" ")),
    ).toEqual(expected);
    expect((await place.ok(`list ${words} --as-of 2021-07-10`)).out).toContain(`共 ${expected.length} 家`);
  });

  test("那一天还没有的，列不出来", async () => {
    const place = await filled();
    expect((await place.ok("list --as-of 2021-06-24")).out).toContain("共 0 家");
    expect(JSON.parse((await place.ok("list --stage 有未销号问题 --as-of 2021-07-01 --json")).out)).toEqual([]);
  });

  test.each([
    ["list --town 城南", "底数里没有这个属地：城南；已有：城东", "tuban list"],
    ["list --stage 取缔关停", "", "tuban list"],
    ["list --as-of 2021-06-24", "", "tuban import 底数.csv"],
  ])("tuban %s 一家也没有，说下一步", async (line, words, next) => {
    const { err } = await (await filled()).ok(line);
    expect(err.startsWith(words)).toBe(true);
    expect(err).toContain(next);
    expect(err.includes("tuban import")).toBe(next.includes("import"));
    expect(err.includes("没有这个属地")).toBe(words !== "");
  });

  test("查看一家：登记事项、出处、经过、下一步", async () => {
    const place = await filled();
    const { out, err } = await place.ok("show 艺术 --as-of 2021-07-10");
    for (const words of [
      "阳光艺术中心",
      "艺术类",
      "无证无照",
      "2021-06-25 街道摸排，甲.csv 第 3 行",
      "排查，合格，检查人员 张某甲（区教体局）",
      "问题 1［一般］1-1 不符合“消防通道畅通”，堆放杂物，牵头",
      "未销号 1",
      "补录",
    ])
      expect(out).toContain(words);
    expect(out.indexOf("街道摸排")).toBeLessThan(out.indexOf("检查人员"));
    expect(err).toContain("tuban order issue 2");
    expect(JSON.parse((await place.ok("show 2 --json --as-of 2021-07-10")).out)).toMatchObject({
      subject: 2,
      state: "未销号 1",
      next: ["tuban order issue 2"],
      licenceClass: "无证无照",
      history: [{ what: "登记" }, { what: "检查" }, { what: "问题" }],
      findings: [{ stage: "待交办", orderKind: null, dueOn: null }],
    });
    expect((await place.ok("show 2 --json --as-of 2021-07-10")).out).not.toMatch(/"[a-zA-Z]+_[a-zA-Z_]+":/);
  });

  test("撤销的登记在经过里看得见，但不算数", async () => {
    const place = await filled();
    await place.ok("undo 4 --reason 检查对象登错了 --on 2021-07-05");
    const { out } = await place.ok("show 2 --as-of 2021-07-10");
    expect(out).toContain("〔已撤销：检查对象登错了〕");
    expect(out).toContain("未检查");
  });

  test("撤销了的导入不再列作来源，经过里还在", async () => {
    const place = await office();
    place.write("甲.csv", `${header}阳光中心,,,13800000001,一路1号,城东,,,\n`);
    await place.ok("import 甲.csv --source 审批库 --on 2021-06-25");
    await place.ok("import 甲.csv --source 举报 --on 2021-06-26");
    await place.ok("import undo --reason 导错了 --on 2021-06-27");
    const { out } = await place.ok("show 1");
    expect(out.match(/来源 .*甲\.csv/g)).toEqual([expect.stringContaining("2021-06-25 审批库，甲.csv")]);
    expect(out).toMatch(/〔已撤销：导错了〕举报，甲\.csv/);
  });

  test("找不到、不止一家，都说下一步", async () => {
    const place = await filled();
    expect(await place.run("show 阳光")).toMatchObject({
      status: 2,
      err: expect.stringContaining("“阳光”对应 2 家：1 阳光教育培训中心；2 阳光艺术中心"),
    });
    expect(await place.run("show 阳光教育培圳中心")).toMatchObject({
      status: 2,
      err: expect.stringContaining("是不是 1 阳光教育培训中心"),
    });
  });
});
