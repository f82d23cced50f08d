/** tuban due: every clock that runs, and who has to act. */
import { describe, expect, test } from "vitest";
import { testOffice } from "../office.ts";
import type { TestOffice } from "../office.ts";
import { arrangement2027 } from "./arrangement-2027.ts";
import { decisionSet, noticeSet, orderOffice, servedOffice } from "./order-office.ts";

interface Row {
  due: string | null;
  around: string | null;
  daysLeft: number | null;
  clock: string;
  who: string;
  name: string;
  of: string;
}

async function due(office: TestOffice, line: string): Promise<string[]> {
  const rows = JSON.parse((await office.ok(`due ${line} --json`)).out) as Row[];
  // what the plan expects of everybody by a day is a matter of its own: owed.test.ts
  const clocks = rows.filter(({ clock }) => !clock.includes("（缺 "));
  return clocks.map((row) => `${row.due ?? `${row.around}前后`} ${row.clock}（${row.who}）${row.of}`);
}

describe("整改的期限", () => {
  test("到期前是当事人的，到期后是机关复查；整改好了就没有了", async () => {
    const office = await servedOffice([{ subject: 1 }, { subject: 1, note: "另一个问题" }]);
    expect(await due(office, "--as-of 2021-07-26")).toEqual([]);
    expect(await due(office, "--as-of 2021-07-27")).toEqual(["2021-08-03 整改（当事人）川教体改〔2021〕1号"]);
    expect(await due(office, "--within 0 --as-of 2021-08-03")).toEqual([
      "2021-08-03 整改（当事人）川教体改〔2021〕1号",
    ]);
    expect(await due(office, "--as-of 2021-09-10")).toEqual([
      "2021-08-03 到期复查（区政府办督查室）川教体改〔2021〕1号",
    ]);
    await office.ok("review 川教体改〔2021〕1号 --by 王某丙,赵某丁 --result 全部=已整改:现场查看 --on 2021-08-04");
    expect(await due(office, "--all --as-of 2021-08-04")).toEqual([]);
    expect(await due(office, "--as-of 2021-08-02")).toEqual(["2021-08-03 整改（当事人）川教体改〔2021〕1号"]);
  });

  test("延期以后按新的期限；撤回以后没有", async () => {
    const office = await servedOffice([{ subject: 1 }]);
    await office.ok("order extend 1号 --to 2021-08-10 --reason 施工 --approver 王某丙 --on 2021-08-02");
    expect(await due(office, "--all --as-of 2021-08-02")).toEqual(["2021-08-10 整改（当事人）川教体改〔2021〕1号"]);
    await office.ok("order withdraw 1号 --reason 写错 --on 2021-08-03");
    expect(await due(office, "--all --as-of 2021-08-03")).toEqual([]);
  });

  test("公告期没有满，列出哪天视为送达", async () => {
    const office = await orderOffice({ findings: [{ subject: 1 }] });
    await office.ok("order issue 1 --days 60日 --yes --on 2021-08-16");
    await office.ok("order serve 1号 --method 公告 --reason 下落不明 --place 区政府网站 --to 周某戊 --on 2021-08-17");
    expect(await due(office, "--all --as-of 2021-08-18")).toEqual([
      "2021-09-16 公告期满（区教体局）川教体改〔2021〕1号",
    ]);
    expect(await due(office, "--all --as-of 2021-08-16")).toEqual([]);
    expect(await due(office, "--all --as-of 2021-09-17")).toEqual(["2021-11-15 整改（当事人）川教体改〔2021〕1号"]);
  });
});

describe("处罚的期限", () => {
  test("不立案、只出文书的：申辩、送达、缴款、复议、诉讼", async () => {
    const office = await orderOffice({ findings: [{ subject: 1 }] });
    await office.ok(`order issue 1 --kind 行政处罚告知书 ${noticeSet} --yes --on 2021-07-19`);
    await office.ok("order serve 川教体罚告〔2021〕1号 --to 周某戊 --on 2021-07-20");
    expect(await due(office, "--as-of 2021-07-21")).toEqual(["2021-07-27 陈述申辩（当事人）川教体罚告〔2021〕1号"]);
    expect(await due(office, "--as-of 2021-07-28")).toEqual(["2021-07-28 可以决定了（区教体局）川教体罚告〔2021〕1号"]);
    await office.ok(`order issue 1 --kind 行政处罚决定书 ${decisionSet} --yes --on 2021-07-28`);
    expect(await due(office, "--all --as-of 2021-07-28")).toEqual([
      "2021-08-06 决定书送达（区教体局）川教体罚〔2021〕1号",
    ]);
    await office.ok("order serve 川教体罚〔2021〕1号 --to 周某戊 --on 2021-07-29");
    expect(await due(office, "--all --as-of 2021-07-29")).toEqual([
      "2021-08-13 缴纳罚款（当事人）川教体罚〔2021〕1号",
      "2021-09-27 行政复议（当事人）川教体罚〔2021〕1号",
      "2022-01-29 行政诉讼（当事人）川教体罚〔2021〕1号",
    ]);
  });

  test("案件的期限由承办人办，查封的到期由实施部门办", async () => {
    const office = await orderOffice({ findings: [{ subject: 1 }] });
    await office.ok("case open 1 --cause 擅自举办 --finding 1 --by 张某甲,李某乙 --approver 王某丙 --on 2021-07-19");
    await office.ok(
      "case measure 1 查封 --case 1 --authority 市市场监管局川汇区分局 --basis 无证无照11 --approver 王某丙 --by 张某甲,李某乙 --on 2021-07-20",
    );
    expect(await due(office, "--all --as-of 2021-07-20")).toEqual([
      "2021-08-19 查封到期（市市场监管局川汇区分局）案件 1",
      "2021-10-17 案件办理（张某甲、李某乙）案件 1",
    ]);
    expect((await office.ok("due --within 40 --as-of 2021-07-20")).out).toContain("查封到期");
    expect((await office.ok("due --within 5 --as-of 2021-10-14")).out).toContain("案件办理");
  });
});

describe("期限落在还没有公布放假安排的年份", () => {
  /** A decision served on 2026-10-29: the six months of a suit end in 2027. */
  async function autumn(): Promise<TestOffice> {
    const office = await orderOffice({ findings: [{ subject: 1 }, { subject: 2 }] });
    await office.ok(`order issue 1 --kind 行政处罚告知书 ${noticeSet} --yes --on 2026-10-12`);
    await office.ok("order serve 川教体罚告〔2026〕1号 --to 周某戊 --on 2026-10-13");
    await office.ok(`order issue 1 --kind 行政处罚决定书 ${decisionSet} --yes --on 2026-10-28`);
    await office.ok("order serve 川教体罚〔2026〕1号 --to 周某戊 --on 2026-10-29");
    return office;
  }

  test("清单照列，那一项写前后", async () => {
    const office = await autumn();
    expect(await due(office, "--all --as-of 2026-11-11")).toEqual([
      "2026-11-13 缴纳罚款（当事人）川教体罚〔2026〕1号",
      "2026-12-28 行政复议（当事人）川教体罚〔2026〕1号",
      "2027-04-29前后 行政诉讼（当事人）川教体罚〔2026〕1号",
    ]);
    const screen = (await office.ok("due --all --as-of 2026-11-11")).out;
    expect(screen).toContain("│ 2027-04-29 前后 │");
    expect(screen).toContain("写着“前后”的：2027年放假安排未公布");
    expect((await office.ok("due --all --csv --as-of 2026-11-11")).out).toContain(
      "2027-04-29 前后（2027年放假安排未公布）,,行政诉讼",
    );
    await office.ok("due --ics 期限.ics --as-of 2026-11-11");
    expect(office.read("期限.ics").replaceAll("\r\n ", "")).toContain("SUMMARY:大约：行政诉讼：");
  });

  test("送达不因此拒办：期限记作前后，清单里有它", async () => {
    const office = await autumn();
    await office.ok("order issue 2 --days 40个工作日 --yes --on 2026-11-20");
    const { out } = await office.ok("order serve 川教体改〔2026〕1号 --to 吴某己 --on 2026-11-23");
    expect(out).toContain("期限：自送达次日 2026-11-24 起 40个工作日，2027-01-18 前后（2027年放假安排未公布）");
    expect(await due(office, "--within 60 --as-of 2026-11-23")).toContain(
      "2027-01-18前后 整改（当事人）川教体改〔2026〕1号",
    );
    expect((await office.ok("order show 川教体改〔2026〕1号")).out).toContain(
      "；期限：自送达次日 2026-11-24 起 40个工作日，2027-01-18 前后",
    );
  });

  test("公布以后加进来，期限就定了：到期提醒，过了是逾期，送达那天起都照它算；撤销得了", async () => {
    const office = await autumn();
    await office.ok("order issue 2 --days 40个工作日 --yes --on 2026-11-20");
    await office.ok("order serve 川教体改〔2026〕1号 --to 吴某己 --on 2026-11-23");
    office.write("2027.json", JSON.stringify(arrangement2027));
    const later = testOffice({ at: office.folder, now: "2027-01-20T09:00:00" });
    expect((await later.ok("findings --state 逾期 --json")).out).toBe("[]\n");
    const { out } = await later.ok("calendar add 2027.json --clock-ok");
    expect(out).toContain("期限定了：川教体改〔2026〕1号 到 2027-01-19\n");
    expect(await due(later, "--as-of 2027-01-15")).toContain("2027-01-19 整改（当事人）川教体改〔2026〕1号");
    expect(await due(later, "")).toContain("2027-01-19 到期复查（区政府办督查室）川教体改〔2026〕1号");
    const [late] = JSON.parse((await later.ok("findings --state 逾期 --json")).out) as { state: string }[];
    expect(late?.state).toBe("到期待复查（逾期）");
    expect((await later.ok("show 2")).out).toContain("的到期日“”改为“2027-01-19”");
    await later.ok("verify");
    expect((await later.ok("calendar add 2027.json")).out).not.toContain("期限定了");
  });
});

describe("可以决定了", () => {
  test("申辩期过了没有决定的，一直列着；签发决定以后没有了", async () => {
    const office = await orderOffice({ findings: [{ subject: 1 }] });
    await office.ok(`order issue 1 --kind 行政处罚告知书 ${noticeSet} --yes --on 2021-07-19`);
    await office.ok("order serve 川教体罚告〔2021〕1号 --to 周某戊 --on 2021-07-20");
    expect(await due(office, "--as-of 2021-07-27")).toEqual(["2021-07-27 陈述申辩（当事人）川教体罚告〔2021〕1号"]);
    expect(await due(office, "--as-of 2021-08-20")).toEqual(["2021-07-28 可以决定了（区教体局）川教体罚告〔2021〕1号"]);
    expect((await office.ok("due --as-of 2021-08-20")).out).toContain("│ 2021-07-28 起 │");
    expect((await office.ok("today --as-of 2021-08-20")).out).toMatch(
      /可以决定了 +1 件 +tuban order issue 1 --kind 行政处罚决定书/,
    );
    await office.ok(`order issue 1 --kind 行政处罚决定书 ${decisionSet} --yes --on 2021-08-20`);
    expect(await due(office, "--as-of 2021-08-20")).toEqual([]);
    expect((await office.ok("today --as-of 2021-08-27")).out).toContain("决定书送达，2021-08-31 到期");
  });

  test("案件的：告知、听证两个期限都过了才算", async () => {
    const office = await orderOffice({ findings: [{ subject: 1 }] });
    const step = "case step 1";
    await office.ok("case open 1 --cause 擅自举办 --finding 1 --by 张某甲,李某乙 --approver 王某丙 --on 2021-07-19");
    await office.ok(`${step} 调查 --note 查明 --on 2021-07-20`);
    await office.ok(`${step} 告知 --penalty 罚款=5000元 --hearing --on 2021-07-20`);
    expect(await due(office, "--as-of 2021-07-27")).not.toContainEqual(expect.stringContaining("可以决定了"));
    expect(await due(office, "--as-of 2021-08-20")).toEqual(["2021-07-28 可以决定了（张某甲、李某乙）案件 1"]);
    expect((await office.ok("today --as-of 2021-08-20")).out).toMatch(/可以决定了 +1 件 +tuban case step 1 决定/);
  });

  test("罚款缴清、结了案的，不再催整改", async () => {
    const office = await servedOffice([{ subject: 1 }]);
    const step = "case step 1";
    await office.ok("case open 1 --cause 擅自举办 --finding 1 --by 张某甲,李某乙 --approver 王某丙 --on 2021-07-21");
    await office.ok(`${step} 调查 --note 查明 --on 2021-07-21`);
    await office.ok(`${step} 告知 --penalty 罚款=5000元 --hearing --on 2021-07-21`);
    await office.ok(`${step} 放弃 --note 书面放弃 --on 2021-07-22`);
    await office.ok(
      `${step} 决定 --penalty 罚款=5000元 --proof 笔录 --basis 民促法64 --performance 缴到样例银行 --remedies 依法复议 --on 2021-07-23`,
    );
    await office.ok(`${step} 送达 --note 直接送达 --on 2021-07-26`);
    await office.ok(`${step} 履行 --paid 5000元 --on 2021-07-27`);
    expect(await due(office, "--as-of 2021-08-10")).toContain(
      "2021-08-03 到期复查（区政府办督查室）川教体改〔2021〕1号",
    );
    const late = async (day: string): Promise<unknown[]> =>
      JSON.parse((await office.ok(`findings --state 逾期 --json --as-of ${day}`)).out);
    const counted = async (day: string): Promise<string> =>
      (await office.ok(`report explain 逾期未整改数 --as-of ${day}`)).out.split("（")[0] ?? "";
    expect([(await late("2021-08-10")).length, await counted("2021-08-10")]).toEqual([1, "逾期未整改数：1个"]);
    await office.ok(`${step} 结案 --on 2021-08-10`);
    expect([(await late("2021-08-10")).length, await counted("2021-08-10")]).toEqual([0, "逾期未整改数：0个"]);
    expect([(await late("2021-08-09")).length, await counted("2021-08-09")]).toEqual([1, "逾期未整改数：1个"]);
    expect(await due(office, "--all --as-of 2021-08-10")).toEqual([]);
    expect((await office.ok("today --as-of 2021-08-10")).out).not.toContain("逾期未整改");
    expect((await office.ok("today --as-of 2021-08-09")).out).toContain("逾期未整改");
  });
});

describe("许可证到期", () => {
  test("快到期的、到期不久的都在清单里；停业、注销的没有；同一天的几家，今日页合成一行，写出名字", async () => {
    const office = await orderOffice({ findings: [] });
    await office.ok("set 1 许可证有效期至=2021-07-25 --on 2021-07-16");
    await office.ok("set 2 许可证有效期至=2021-07-25 --on 2021-07-16");
    const ends = "2021-07-25 许可证到期（机构）";
    expect(await due(office, "--as-of 2021-07-17")).toEqual([]);
    expect(await due(office, "--as-of 2021-07-20")).toEqual([ends, ends]);
    expect(await due(office, "--as-of 2021-08-24")).toEqual([ends, ends]);
    expect(await due(office, "--as-of 2021-08-25")).toEqual([]);
    expect((await office.ok("today --as-of 2021-07-20")).out).toMatch(
      /许可证到期，2021-07-25 到期 +2 件 +tuban due\n {4}样例甲培训中心、样例乙/,
    );
    await office.ok("set 2 机构状态=注销 --on 2021-07-19");
    expect(await due(office, "--as-of 2021-07-20")).toEqual([ends]);
    expect((await office.ok("today --as-of 2021-07-20")).out).toMatch(
      /许可证到期，2021-07-25 到期 +1 件 +tuban set 1 许可证有效期至=/,
    );
  });
});

describe("日历文件", () => {
  test("写出文件，可以再写", async () => {
    const office = await servedOffice([{ subject: 1 }]);
    expect((await office.ok("due --within 1 --ics 期限.ics --as-of 2021-07-20")).out).toContain("已写出 2 项期限");
    expect((await office.ok("due --ics 期限.ics --force --as-of 2021-07-20")).out).toContain("已写出 4 项期限");
    const text = office.read("期限.ics").replaceAll("\r\n ", "");
    expect(text).toContain("DTSTART;VALUE=DATE:20210803");
    expect(text).toContain("SUMMARY:整改：样例甲培训中心（当事人）");
    expect(text).toContain("UID:chuanhui-2021-1-川教体改〔2021〕1号-整改@tuban");
  });

  test("--within 看不懂", async () => {
    const office = await servedOffice([{ subject: 1 }]);
    const ran = await office.run("due --within 几天");
    expect([ran.status, ran.out]).toEqual([2, ""]);
    expect(ran.err).toContain("--within 要写天数");
  });
});
