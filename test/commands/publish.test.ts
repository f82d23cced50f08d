/** tuban publish: candidates and reasons, the public files, and what happens to a name afterwards. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Day } from "../../src/campaign/index.ts";
import { readWord } from "../../src/write/docx-read.ts";
import { contact, hostileName, inLedger, issue, listOffice, record, visit } from "./list-office.ts";
import { findingRow } from "../facts.ts";
import type { TestOffice } from "../office.ts";

interface Candidate {
  readonly subject: number;
  readonly verdict: string;
  readonly reason: string;
  readonly next: string;
}

async function candidates(office: TestOffice, list: string): Promise<Record<number, Candidate>> {
  const { out } = await office.ok(`publish ${list} --preview --json`);
  const { candidates: rows } = JSON.parse(out) as { candidates: Candidate[] };
  return Object.fromEntries(rows.map((row) => [row.subject, row]));
}

const standing = async (office: TestOffice, more = ""): Promise<string[]> =>
  (
    JSON.parse((await office.ok(`publish list --json ${more}`.trim())).out) as {
      list: string;
      subject: number;
      state: string;
      since: string;
      note: string;
    }[]
  ).map(({ list, subject, state, since, note }) => [list, subject, state, since, note].filter(Boolean).join(" "));

describe("候选", () => {
  test("白名单：站得住的、暂缓的和理由、下一步；老师不是候选", async () => {
    const found = await candidates(await listOffice(), "whitelist");
    expect(Object.values(found).map(({ subject, verdict }) => `${subject} ${verdict}`)).toEqual([
      "1 拟列入",
      "2 暂缓",
      "3 暂缓",
      "5 拟列入",
      "6 暂缓",
    ]);
    expect(found[1]).toMatchObject({ reason: "6 项条件全部符合", next: "" });
    expect(found[3]).toMatchObject({ reason: "办学许可证已于 2021-09-30 到期", next: "tuban import 名册.csv" });
    expect(found[6]?.reason).toBe("证照类别是有照无证；没有登记办学许可证有效期；本次行动还没有检查过");
  });

  test("黑名单：程序没走完的暂缓，下一步是缺的那一道；没有情形的只计数", async () => {
    const office = await listOffice();
    const found = await candidates(office, "blacklist");
    expect(Object.values(found).map(({ subject, verdict }) => `${subject} ${verdict}`)).toEqual([
      "2 拟列入",
      "4 拟列入",
      "6 暂缓",
    ]);
    expect(found[6]?.next).toBe("tuban inspect 6");
    const { err } = await office.ok("publish blacklist --preview");
    expect(err).toContain("另有 3 家不符合列入情形（--all 全部列出）");
    expect((await office.ok("publish blacklist --preview --all")).out).toContain("样例书法培训学校");
  });

  test("预览什么也不登记；公开文本给出来看", async () => {
    const office = await listOffice();
    const { out } = await office.ok("publish blacklist --preview");
    expect(out).toContain("# 川汇区校外培训机构黑名单");
    expect(out).toContain("异议与更正：（待填）");
    expect(existsSync(join(office.folder, "名单"))).toBe(false);
    await inLedger(office, async ({ db }) =>
      expect(await db.selectFrom("publication").selectAll().execute()).toEqual([]),
    );
  });

  test("预览看的是 --as-of 那天；真公布只能按公布那天", async () => {
    const office = await listOffice();
    const early = await office.ok("publish whitelist --preview --as-of 2021-09-01 --json");
    const { entries } = JSON.parse(early.out) as { entries: { subject: number }[] };
    // The permit of 3 ran out on 09-30.
    expect(entries.map(({ subject }) => subject)).toEqual([1, 3, 5]);
    const { status, err } = await office.run(`publish whitelist ${contact} --yes --as-of 2021-09-01`);
    expect([status, err]).toEqual([
      2,
      expect.stringContaining("公布只能按公布当天（2021-12-01）的情况，不能按 2021-09-01 的"),
    ]);
    await inLedger(office, async ({ db }) =>
      expect(await db.selectFrom("publication").selectAll().execute()).toEqual([]),
    );
  });

  test("地区名称待填的方案：可以预览，不能公布，也不能签发报表、文书", async () => {
    const office = await listOffice();
    await office.ok("plan copy chuanhui-2021 方案.yaml");
    office.write("方案.yaml", office.read("方案.yaml").replace(/^( *)名称: 川汇区$/m, "$1名称: 待填"));
    await office.ok("plan adopt 方案.yaml --yes");
    await office.ok("publish whitelist --preview");
    for (const line of [
      `publish whitelist ${contact} --yes`,
      "report issue",
      "paper issue 专项治理公告 --set 监督举报方式=样例",
    ]) {
      const { status, err } = await office.run(line);
      expect([status, err]).toEqual([1, expect.stringContaining("方案的“地区.名称”还是待填，不能公布或签发")]);
    }
  });

  test("名字里的终端控制字符到不了屏幕", async () => {
    const office = await listOffice();
    const { out, err } = await office.ok("publish whitelist --preview");
    // oxlint-disable-next-line no-control-regex -- that there is none is what is tested
    expect(out + err).not.toMatch(/[\u001b\u202e]/);
  });
});

describe("公布", () => {
  test("名单另有一份 Word，可以直接报批、张贴；字和公开文本一样，名字里的标记不作数", async () => {
    const office = await listOffice();
    await office.ok(`publish whitelist ${contact} --yes`);
    const { markdown } = readWord(readFileSync(join(office.folder, "名单/白名单-第1版.docx")), "白名单-第1版.docx");
    for (const words of ["川汇区校外培训机构白名单", "第1版（共2家", "异议与更正", "=cmd()"])
      expect(markdown).toContain(words);
    expect(await office.run(`publish blacklist --out 名单 ${contact} --yes`)).toMatchObject({ status: 0 });
    expect(existsSync(join(office.folder, "名单/黑名单-第1版.docx"))).toBe(true);
  });

  test("两份公开文件和账本里冻结的一字不差", async () => {
    const office = await listOffice();
    await office.ok(`publish whitelist ${contact} --yes`);
    await office.ok(`publish blacklist ${contact} --yes`);
    for (const list of ["白名单", "黑名单"]) {
      const word = list === "白名单" ? "whitelist" : "blacklist";
      const [markdown, csv] = [office.read(`名单/${list}-第1版.md`), office.read(`名单/${list}-第1版.csv`)];
      await expect(steady(markdown)).toMatchFileSnapshot(`golden/${list}.md`);
      await expect(steady(csv)).toMatchFileSnapshot(`golden/${list}.csv`);
      expect((await office.ok(`publish show ${word}`)).out).toBe(markdown);
      expect((await office.ok(`publish show ${word} 1 --csv`)).out).toBe(csv);
      expect(csv.startsWith("\ufeff")).toBe(true);
    }
    expect((await office.ok("verify")).out).toContain("账本完好");
  });

  test("该隐去的一样也不在公开文件里：电话、法定代表人、举办者、举报人、老师全名、自然人住址", async () => {
    const office = await listOffice();
    await office.ok(`publish whitelist ${contact} --yes`);
    const { err } = await office.ok(`publish blacklist ${contact} --yes`);
    const files = ["白名单", "黑名单"]
      .flatMap((list) => [office.read(`名单/${list}-第1版.md`), office.read(`名单/${list}-第1版.csv`)])
      .join("\n");
    for (const secret of [
      "1380000",
      "赵某丁",
      "孙某己",
      "王某丙",
      "欧阳某甲",
      "样例小区",
      "样例巷3号",
      "\u001b",
      "\u202e",
      "\n=cmd",
      ",=cmd",
    ])
      expect(files).not.toContain(secret);
    expect(office.read("名单/白名单-第1版.md")).not.toMatch(/<(?:script|b)/);
    expect(files).toContain("欧阳××");
    expect(err).toContain("自然人 1 名，姓名已隐去；公开前应做个人信息保护影响评估");
  });

  test("分批公布：--only 只新列入这几家，--batch 写进标题；以前列入的继续在列，没列的留作候选", async () => {
    const office = await listOffice();
    await office.ok(`publish whitelist --only 1 --batch 第一批 ${contact} --yes --on 2021-11-01`);
    const first = office.read("名单/白名单-第1版.md");
    expect([first.includes("白名单（第一批）"), first.includes("样例书法培训学校"), first.includes("=cmd")]).toEqual([
      true,
      true,
      false,
    ]);
    expect(first).not.toMatch(/\|  \|/);
    expect((await candidates(office, "whitelist"))[5]?.verdict).toBe("拟列入");
    expect((await office.ok(`publish whitelist --only 1 ${contact} --yes --on 2021-11-02`)).out).toContain(
      "与第 1 版相比没有变化",
    );
    const { out } = await office.ok(`publish whitelist --only 5 --batch 第二批 ${contact} --yes --json`);
    expect(JSON.parse(out)).toMatchObject({ version: 2, newEntries: [5] });
    const second = office.read("名单/白名单-第2版.md");
    expect(second).toContain("第2版（共2家，本次新列入1家）");
    expect(second).toMatch(
      /## 一、本次新列入（第二批，1 家）[^]*=cmd[^]*## 二、以前列入、继续在列（1 家）[^]*样例书法培训学校/,
    );
    const dates = office
      .read("名单/白名单-第2版.csv")
      .split("\n")
      .map((line) => /2021-1[12]-01/.exec(line)?.[0] ?? "");
    expect(dates.slice(1, 3)).toEqual(["2021-11-01", "2021-12-01"]);
    expect((await office.ok("log")).out).toContain("公布白名单第 2 版（第二批），2 家，新列入 1 家");
  });

  test.each([
    ["--only 1,3", 1, "3 样例舞蹈培训中心 不能列入：办学许可证已于 2021-09-30 到期"],
    ["--only 4", 1, "4 欧阳某甲 不能列入：不符合列入情形"],
    ["--only 99", 2, "底数里"],
    ["--only 、", 2, "--only 没有写是哪几家"],
  ])("白名单 %s：说明为什么不行，什么也不公布", async (chosen, status, why) => {
    const office = await listOffice();
    const ran = await office.run(`publish whitelist ${chosen} ${contact} --yes`);
    expect([ran.status, ran.err]).toEqual([status, expect.stringContaining(why)]);
    expect(existsSync(join(office.folder, "名单"))).toBe(false);
  });

  test("校验码是公布之前账本的校验码", async () => {
    const office = await listOffice();
    const code = /校验码 (\S+)/.exec((await office.ok("verify")).out)?.[1] ?? "没有";
    await office.ok(`publish whitelist ${contact} --yes`);
    expect(office.read("名单/白名单-第1版.md")).toContain(`校验码 ${code}`);
  });

  test("没有异议渠道不公布，给出两条路", async () => {
    const office = await listOffice();
    const { status, err } = await office.run("publish whitelist --yes");
    expect(status).toBe(1);
    expect(err).toContain("白名单没有异议与更正的联系方式，不能公布");
    expect(err).toMatch(/--contact .*tuban plan adopt chuanhui-2021 --fill 名单\.\S*异议渠道=/);
  });

  test("没有终端又没有 --yes 不公布；回答否也不公布", async () => {
    const office = await listOffice();
    expect(await office.run(`publish whitelist ${contact}`)).toMatchObject({
      status: expect.not.toSatisfy((status: number) => status === 0) as number,
    });
    office.answer(false);
    const { status, err } = await office.run(`publish whitelist ${contact}`);
    expect([status, err.includes("没有公布白名单")]).toEqual([1, true]);
    await inLedger(office, async ({ db }) =>
      expect(await db.selectFrom("publication").selectAll().execute()).toEqual([]),
    );
  });

  test("没有变化不出新版；文件已在不覆盖；--out 换地方", async () => {
    const office = await listOffice();
    await office.ok(`publish whitelist ${contact} --yes --out 公示`);
    expect(office.read("公示/白名单-第1版.md")).toContain("第1版（共2家");
    expect((await office.ok(`publish whitelist ${contact} --yes`)).out).toContain("与第 1 版相比没有变化，没有出新版");
    await office.ok("publish remove 5 --list whitelist --reason 机构申请");
    office.write("公示/白名单-第2版.csv", "别人的文件");
    const { status, err } = await office.run(`publish whitelist ${contact} --yes --out 公示`);
    expect([status, office.read("公示/白名单-第2版.csv")]).toEqual([1, "别人的文件"]);
    expect(err).toContain("文件已存在，不会覆盖");
    expect((await office.run("publish show whitelist 2")).err).toContain("白名单没有第 2 版");
  });

  test("整改中的从新版里拿掉，恢复以后再出一版放回来；空名单也照样公布", async () => {
    const office = await listOffice();
    await office.ok(`publish whitelist ${contact} --yes --on 2021-11-01`);
    await office.ok("publish suspend 1 --reason 收费未公示 --on 2021-11-02");
    await office.ok(`publish whitelist ${contact} --yes --on 2021-11-02`);
    expect(office.read("名单/白名单-第2版.md")).not.toContain("样例书法培训学校");
    await record(office, "2021-11-09", (entry) => visit(entry, 1, "合格", "2021-11-09"));
    await office.ok("publish restore 1 --reason 验收合格 --on 2021-11-10");
    await office.ok(`publish whitelist ${contact} --yes --on 2021-11-10`);
    expect(office.read("名单/白名单-第3版.md")).toContain("样例书法培训学校");
    for (const subject of [1, 5])
      await office.ok(`publish remove ${subject} --list whitelist --reason 样例 --on 2021-11-11`);
    await office.ok(`publish whitelist ${contact} --yes --on 2021-11-12`);
    expect(office.read("名单/白名单-第4版.md")).toContain("本版没有列入的机构");
    expect((await office.ok(`publish whitelist ${contact} --yes --on 2021-11-13`)).out).toContain(
      "没有一家可以列入白名单",
    );
  });

  test("只更正了证号或异议渠道，也出新版", async () => {
    const office = await listOffice();
    await office.ok(`publish whitelist ${contact} --yes`);
    await record(office, "2021-12-01", async (entry) => {
      const {
        id,
        entry: seq,
        ...row
      } = await entry.db.selectFrom("roster").selectAll().where("subject", "=", 1).executeTakeFirstOrThrow();
      await entry.add("roster", { ...row, permit_no: `教民141160270000009号`, more: JSON.stringify({ id, seq }) });
    });
    await office.ok(`publish whitelist ${contact} --yes`);
    expect(office.read("名单/白名单-第2版.csv")).toContain("教民141160270000009号");
    expect((await office.ok("publish whitelist --contact 样例新电话 --yes")).out).toContain("第 3 版");
    expect((await office.ok("publish whitelist --contact 样例新电话 --yes")).out).toContain("与第 3 版相比没有变化");
  });

  test("新版：条件不再符合的移出并记明原因，其余续列，自第一次列入算起", async () => {
    const office = await listOffice();
    await office.ok(`publish blacklist ${contact} --yes --on 2021-11-01`);
    await record(office, "2021-11-10", async (entry) => {
      const order = (
        await entry.db
          .selectFrom("orders")
          .select("id")
          .where("number", "=", "川教罚〔2021〕12号")
          .executeTakeFirstOrThrow()
      ).id;
      await entry.add("withdrawal", { order_id: order, happened_on: "2021-11-10" as Day, reason: "样例" });
    });
    expect(await standing(office)).toEqual([
      "黑名单 2 在列 2021-11-01 川教罚〔2021〕12号 已于 2021-11-10 撤回，应在 2021-11-15 前移出，已超过",
      "黑名单 4 在列 2021-11-01",
    ]);
    const { err } = await office.ok(`publish blacklist ${contact} --yes`);
    expect(err).toContain("本版移出：2 样例托管中心（没有处罚决定）");
    expect(await standing(office)).toEqual(["黑名单 2 移出 2021-12-01", "黑名单 4 在列 2021-11-01"]);
    expect(office.read("名单/黑名单-第2版.md")).not.toContain("样例托管中心");
    expect((await office.ok("log")).out).toContain("公布黑名单第 2 版，1 家，移出 1 家");
    expect(await standing(office, "--as-of 2021-11-05")).toHaveLength(2);
  });

  test("已有更晚的登记，不能补做从前的公布；方案没有的名单不公布", async () => {
    const office = await listOffice();
    await office.ok(`publish blacklist ${contact} --yes --on 2021-11-20`);
    const late = await office.run(`publish blacklist ${contact} --yes --on 2021-11-10`);
    expect([late.status, late.err.includes("黑名单在 2021-11-20 已有登记")]).toEqual([1, true]);
    await office.ok("plan adopt epidemic-2021");
    expect((await office.run("publish whitelist --preview")).err).toContain("没有白名单的规定");
  });
});

describe("名单上的变动", () => {
  test("告知、异议、复核维持，再公布；有异议没复核的暂缓", async () => {
    const office = await listOffice();
    expect(
      (await office.ok("publish notify 2 --list blacklist --reason 拟列入告知书已送达 --on 2021-11-01")).out,
    ).toContain("已登记告知：2 样例托管中心，黑名单现在是“拟列入”");
    await office.ok("publish object 2 --list blacklist --reason 称已停办 --on 2021-11-03");
    const heldBack = (await candidates(office, "blacklist"))[2];
    expect(heldBack).toMatchObject({
      verdict: "暂缓",
      reason: "样例托管中心 在黑名单上现在是“拟列入异议中”，不能公布列入",
      next: "tuban publish decide 2 --uphold --list blacklist --reason 理由",
    });
    await office.ok("publish decide 2 --list blacklist --uphold --reason 核查仍在办学 --on 2021-11-10");
    expect((await candidates(office, "blacklist"))[2]?.verdict).toBe("拟列入");
  });

  test("在列的异议撤销：移出，三个工作日内撤下；以后不重新告知就回不来", async () => {
    const office = await listOffice();
    await office.ok(`publish blacklist ${contact} --yes --on 2021-11-01`);
    await office.ok("publish object 2 --list blacklist --reason 不服 --on 2021-11-05");
    const { out, err } = await office.ok(
      "publish decide 2 --list blacklist --revoke --reason 事实不清 --on 2021-11-12",
    );
    expect(out).toContain("黑名单现在是“移出”");
    expect(err).toContain("已公开的名单要在 2021-11-17 前（3 个工作日）撤下");
    expect((await standing(office, "--as-of 2021-11-16"))[0]).toBe(
      "黑名单 2 移出 2021-11-12 已公布的最新一版还有它，应在 2021-11-17 前撤下",
    );
    expect((await standing(office))[0]).toBe(
      "黑名单 2 移出 2021-11-12 已公布的最新一版还有它，应在 2021-11-17 前撤下，已超过",
    );
    await office.ok(`publish blacklist ${contact} --yes`);
    expect((await standing(office))[0]).toBe("黑名单 2 移出 2021-11-12");
    expect((await candidates(office, "blacklist"))[2]).toMatchObject({
      verdict: "暂缓",
      next: "tuban publish notify 2 --list blacklist --reason 理由",
    });
  });

  test("三个工作日撤下是处罚决定的事，白名单没有", async () => {
    const office = await listOffice();
    await office.ok(`publish whitelist ${contact} --yes --on 2021-11-01`);
    await office.ok("publish object 1 --list whitelist --reason 群众反映 --on 2021-11-05");
    const { out, err } = await office.ok(
      "publish decide 1 --list whitelist --revoke --reason 反映属实 --on 2021-11-12",
    );
    expect(out).toContain("白名单现在是“移出”");
    expect(err).not.toContain("行政处罚法");
    expect((await standing(office))[0]).toBe("白名单 1 移出 2021-11-12");
  });

  test("移出白名单·整改中：检查合格才能恢复，恢复了又在列", async () => {
    const office = await listOffice();
    await office.ok(`publish whitelist ${contact} --yes --on 2021-11-01`);
    await office.ok("publish suspend 1 --reason 收费未公示 --on 2021-11-05");
    expect((await office.ok("publish list")).out).toContain("移出白名单·整改中");
    const early = await office.run("publish restore 1 --reason 已整改 --on 2021-11-08");
    expect([
      early.status,
      early.err.includes("没有检查合格的记录"),
      early.err.includes("tuban inspect 1 --kind 验收"),
    ]).toEqual([1, true, true]);
    await record(office, "2021-11-09", (entry) => visit(entry, 1, "合格", "2021-11-09"));
    await office.ok("publish restore 1 --reason 验收合格 --on 2021-11-10");
    expect((await standing(office, "--list whitelist"))[0]).toBe("白名单 1 在列 2021-11-10");
  });

  test.each([
    ["publish remove 1 --list blacklist --reason 样例", "样例书法培训学校 在黑名单上现在是“未列入”，不能移出"],
    ["publish object 2 --list blacklist --reason 样例", "不能登记异议"],
    ["publish decide 2 --list blacklist --uphold --reason 样例", "不能复核"],
    ["publish suspend 2 --reason 样例", "不能转为移出白名单·整改中"],
    ["publish restore 2 --reason 样例", "不能恢复列入"],
    ["publish notify 1 --list blacklist --reason 样例", "样例书法培训学校 不符合黑名单的任何一种情形"],
  ])("%s：拒绝，什么也不登记", async (line, sentence) => {
    const office = await listOffice();
    const { status, err } = await office.run(line);
    expect(status).toBe(1);
    expect(err).toContain(sentence);
    expect(err).toContain("→ ");
    await inLedger(office, async ({ db }) =>
      expect(await db.selectFrom("listing_change").selectAll().execute()).toEqual([]),
    );
  });

  test.each([
    ["publish remove 1 --list blacklist", "移出要写明理由"],
    ["publish decide 2 --list blacklist --reason 样例", "复核结论要二选一"],
    ["publish decide 2 --list blacklist --uphold --revoke --reason 样例", "复核结论要二选一"],
    ["publish remove 1 --list 灰名单 --reason 样例", "没有这个名单：灰名单"],
    ["publish show whitelist 最新", "版次看不懂：最新"],
    ["publish show blacklist", "黑名单还没有公布过"],
  ])("%s：用法不对", async (line, sentence) => {
    const { status, err } = await (await listOffice()).run(line);
    expect([status, err.includes(sentence) ? sentence : err]).toEqual([2, sentence]);
  });

  test("比已有登记还早的变动不收", async () => {
    const office = await listOffice();
    await office.ok(`publish blacklist ${contact} --yes --on 2021-11-01`);
    await office.ok("publish object 2 --list blacklist --reason 不服 --on 2021-11-05");
    const { status, err } = await office.run("publish remove 2 --list blacklist --reason 样例 --on 2021-11-03");
    expect([status, err.includes("样例托管中心 在黑名单上 2021-11-05 已有登记，不能再登记 2021-11-03 的变动")]).toEqual(
      [1, true],
    );
  });

  test("--json 给出公布了什么、写到哪里", async () => {
    const office = await listOffice();
    const { out } = await office.ok(`publish whitelist ${contact} --yes --json`);
    const said = JSON.parse(out) as { version: number; entries: { subject: number }[]; files: string[] };
    expect([
      said.version,
      said.entries.map(({ subject }) => subject),
      said.files.every((file) => existsSync(file)),
    ]).toEqual([1, [1, 5], true]);
  });

  test("黑名单上的不能上白名单", async () => {
    const office = await listOffice();
    await record(office, "2021-09-01", async (entry) => {
      const inspection = await visit(entry, 1, "不合格", "2021-09-01");
      const finding = await entry.add(
        "finding",
        findingRow(inspection, 1, "2021-09-01" as Day, { topic: 7, item: "7-1" }),
      );
      await entry.add("evidence", {
        fact: "finding",
        fact_id: finding,
        sha256: "1".repeat(64),
        name: "样例.jpg",
        bytes: 1,
        happened_on: "2021-09-01" as Day,
      });
      const outcome = await entry.add("review_outcome", {
        inspection,
        finding,
        outcome: "已整改",
        note: "",
        happened_on: "2021-09-01" as Day,
      });
      await entry.add("close_out", {
        finding,
        outcome,
        closed_by: "李某乙",
        note: "",
        happened_on: "2021-09-01" as Day,
      });
      await issue(entry, 1, "行政处罚告知书", "告知", 21, "2021-09-01");
    });
    await record(office, "2021-09-20", (entry) => issue(entry, 1, "行政处罚决定书", "处罚", 22, "2021-09-20"));
    await office.ok(`publish blacklist ${contact} --yes`);
    expect((await candidates(office, "whitelist"))[1]).toMatchObject({ verdict: "暂缓", reason: "还在黑名单上" });
  });
});

/** The check code depends on the moment of every earlier entry. */
function steady(text: string): string {
  return text.replaceAll(/\d+(-[0-9A-Z]{4}){4}-[0-9A-Z]/g, "XXXX-XXXX");
}

test("样例里的敌意名字确实有控制字符", () => {
  // oxlint-disable-next-line no-control-regex -- the sample has to be hostile
  expect(hostileName).toMatch(/[\u001b]/);
});
