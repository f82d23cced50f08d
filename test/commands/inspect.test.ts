/** tuban inspect: at the keyboard, on paper, and what is left behind when it stops half-way. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { writeXlsx } from "hucre";
import { main } from "../../src/cli.ts";
import { Interrupted } from "../../src/io.ts";
import type { Asker, Io } from "../../src/io.ts";
import { ledgerOn } from "../../src/ledger/ledger.ts";
import type { Ledger, New } from "../../src/ledger/ledger.ts";
import { createSqlite, openSqlite } from "../../src/ledger/engines/sqlite/open.ts";
import type { RosterRow } from "../../src/ledger/tables.ts";
import { isDay } from "../../src/campaign/index.ts";
import type { Day } from "../../src/campaign/index.ts";
import { readWord } from "../../src/write/docx-read.ts";
import { testOffice } from "../office.ts";
import type { Ran, TestOffice } from "../office.ts";
import { orderRow, rosterRow, serviceRow } from "../facts.ts";

const by = "--by 张某甲,李某乙";

describe("在键盘上检查", () => {
  test("一键一答，不合格的记说明和证据，办结后列出问题、牵头和下一步", async () => {
    const office = await inspectors();
    office.write("通道 1.jpg", "sample photograph 1");
    office.write("通道2.jpg", "sample photograph 2");
    // 1-1 fails; the rest in order; then y
    office.answer("2", "西侧楼梯口堆放杂物", `"通道 1.jpg",通道2.jpg`, ...ones(37 - 1), "y", true);
    const ran = await office.ok(`inspect 1 ${by}`);
    expect(ran.out).toContain(
      "已登记排查：1 样例托管中心，2021-07-20，37 项（合格 36、不合格 1、不适用 0），结果不合格",
    );
    expect(flat(ran.out)).toMatch(/重大隐患.*西侧楼梯口堆放杂物.*市公安局川汇区分局/);
    expect(ran.err).toContain("tuban order issue 1 --finding 1 --kind 案件移送函 --to 市公安局川汇区分局");
    await inLedger(office, async ({ db }) => {
      expect(await db.selectFrom("attendance").select(["name", "certificate"]).execute()).toEqual([
        { name: "张某甲", certificate: "豫P0001" },
        { name: "李某乙", certificate: "豫P0002" },
      ]);
      expect(await db.selectFrom("answer").selectAll().execute()).toHaveLength(37);
      const evidence = await db.selectFrom("evidence").select(["fact", "fact_id", "name", "bytes"]).execute();
      expect(evidence).toEqual([
        { fact: "finding", fact_id: 1, name: "通道 1.jpg", bytes: 19 },
        { fact: "finding", fact_id: 1, name: "通道2.jpg", bytes: 19 },
      ]);
      expect(await db.selectFrom("draft").selectAll().execute()).toEqual([]);
    });
    expect((await office.ok("log --json")).out).toContain("排查 1 样例托管中心：不合格，新发现问题 1 个");
    expect((await office.ok("verify")).out).toContain("2 个证据文件");
  });

  test("b 回上一项改答案，改过的不再问第二遍", async () => {
    const office = await inspectors();
    // 1-1 in order, 1-2 failed, taken back from the note, back to 1-1; at the end back to the last item
    office.answer("1", "2", "b", "b", "3", ...ones(36), "b", "2", "合同没有签", "", "y", true);
    const ran = await office.ok(`inspect 1 ${by} --json`);
    const outcome = JSON.parse(ran.out) as { counts: object; findings: { item: string; note: string }[] };
    expect(outcome.counts).toEqual({ passed: 35, failed: 1, notApplicable: 1 });
    expect(outcome.findings.map(({ item, note }) => [item, note])).toEqual([["7-4", "合同没有签"]]);
  });

  test("q 保存离开，下次不用再写检查人员，从没有答的接着答", async () => {
    const office = await inspectors();
    office.answer("1", "2", "没有鉴定手续", "", "q");
    const left = await office.ok(`inspect 1 ${by}`);
    expect(left.out).toBe("");
    expect(left.err).toContain("答案都已保存（2/37），还没有登记为检查");
    expect(left.err).toContain("tuban inspect 1　　接着答");
    office.answer(...ones(35), "y", true);
    const ran = await office.ok("inspect 样例托管");
    expect(ran.err).toContain("接着上次：已答 2/37");
    expect(ran.out).toContain("合格 36、不合格 1");
  });

  test("不同种类的检查各有各的草稿", async () => {
    const office = await inspectors();
    office.answer("1", "1", "q");
    await office.ok(`inspect 1 ${by}`);
    office.answer("1", "q");
    expect((await office.ok(`inspect 1 --kind 双随机 ${by}`)).err).not.toContain("接着上次");
    office.answer("q");
    expect((await office.ok("inspect 1")).err).toContain("接着上次：已答 2/37");
  });

  test("答到一半按 Ctrl-C：退出 130，答过的都在，缺说明的接着问说明", async () => {
    const office = await inspectors();
    const stopped = await runAsking(office, ["inspect", "1", "--by", "张某甲,李某乙"], ["1", "1", "2", interrupt]);
    expect(stopped.err).toContain("已停下");
    expect(stopped.status).toBe(130);
    expect(stopped.err).toContain("答案都已保存（2/37）");
    await inLedger(office, async ({ db }) => {
      expect(
        await db.selectFrom("draft").select(["item", "answer"]).where("item", "like", "1-%").orderBy("item").execute(),
      ).toEqual([
        { item: "1-1", answer: "合格" },
        { item: "1-2", answer: "合格" },
        { item: "1-3", answer: "不合格" },
      ]);
      expect(await db.selectFrom("inspection").selectAll().execute()).toEqual([]);
    });
    office.answer("私拉电线", "", ...ones(34), "y", true);
    expect((await office.ok("inspect 1")).out).toContain("合格 36、不合格 1");
  });

  test("另一个窗口已经办结的，不会再登记一次", async () => {
    const office = await inspectors();
    office.answer(...ones(37), "q");
    await office.ok(`inspect 1 ${by}`);
    const late = await runAsking(
      office,
      ["inspect", "1"],
      [
        async () => {
          expect((await runAsking(office, ["inspect", "1", "--yes"], ["y"])).status).toBe(0);
          return "y";
        },
      ],
    );
    expect(late.status).toBe(1);
    expect(late.err).toContain("已经在另一个窗口办结");
  });

  test("没有写检查人员的，在终端上问；一项没有答就离开的，什么也不留", async () => {
    const office = await inspectors();
    office.answer("张某甲、李某乙", "q");
    expect((await office.ok("inspect 1")).err).toContain("检查人员 张某甲、李某乙，共 37 项");
    await inLedger(office, async ({ db }) => expect(await db.selectFrom("draft").selectAll().execute()).toEqual([]));
  });

  test("换了检查人员或日期再接着答：问沿用还是改用；不是终端的拒绝，说出两样", async () => {
    const office = await inspectors();
    await office.ok("person add 孙某己 --unit 样例街道 --cert 豫P0009 --until 2025-12-31 --on 2021-06-21");
    office.answer("1", "q");
    await office.ok(`inspect 1 ${by} --on 2021-07-16`);
    // Nothing else written, or the same in another order: the inspectors and the day it was begun with.
    for (const line of ["inspect 1", "inspect 1 --by 李某乙,张某甲 --on 2021-07-16"]) {
      office.answer("q");
      expect((await office.ok(line)).err).toContain("排查，2021-07-16，检查人员 张某甲、李某乙");
    }
    for (const [more, written] of [
      ["--by 张某甲,孙某己", "张某甲、孙某己，2021-07-16"],
      ["--on 2021-07-20", "张某甲、李某乙，2021-07-20"],
    ]) {
      const ran = await office.run(`inspect 1 ${more}`);
      expect(ran.status).toBeGreaterThan(0);
      expect(ran.err).toContain("张某甲、李某乙，2021-07-16");
      expect(ran.err).toContain(written);
    }
    office.answer(0, "q");
    expect((await office.ok("inspect 1 --by 张某甲,孙某己")).err).toContain("2021-07-16，检查人员 张某甲、李某乙");
    office.answer(1, "q");
    await office.ok("inspect 1 --by 张某甲,孙某己 --on 2021-07-19");
    office.answer(...ones(36), "y", true);
    expect((await office.ok("inspect 1")).out).toContain("已登记排查：1 样例托管中心，2021-07-19");
    await inLedger(office, async ({ db }) =>
      expect((await db.selectFrom("attendance").select("name").execute()).map(({ name }) => name)).toEqual([
        "张某甲",
        "孙某己",
      ]),
    );
  });
});

describe("不能检查的", () => {
  test.each<[string, string, string, string]>([
    ["只有一名检查人员", "inspect 1 --by 张某甲", "检查要有两名以上执法人员，现在只有 1 名", "--by 张某甲,李某乙"],
    ["没有写，不是终端，办理人只算一名", "inspect 1", "检查要有两名以上执法人员，现在只有 1 名", "--by 张某甲,李某乙"],
    ["证件过期", "inspect 1 --by 张某甲,王某丙", "王某丙 的执法证 豫P0003 已于 2021-06-30 到期", "换一名检查人员"],
    ["没有证", "inspect 1 --by 张某甲,赵某丁", "赵某丁 没有登记执法证号", "tuban person add 赵某丁"],
    ["不在人员名册", "inspect 1 --by 张某甲,钱某戊", "人员名册里没有：钱某戊", "tuban person add 钱某戊"],
    [
      "检查那天还没有进底数",
      `inspect 1 ${by} --on 2021-06-22`,
      "2021-06-22 底数里还没有 样例托管中心（2021-06-23 登记的）",
      "--on",
    ],
    ["行动还没有开始", `inspect 1 ${by} --on 2021-06-01`, "行动还没有开始", "核对 --on"],
    ["底数里没有", `inspect 查无此家 ${by}`, "底数里找不到", "tuban list"],
    ["复查不走检查表", `inspect 1 --kind 复查 ${by}`, "复查不走检查表", "tuban review"],
    ["没有这种检查", `inspect 1 --kind 抽查 ${by}`, "没有这种检查：抽查", "双随机"],
    ["方案不查的对象", `inspect 2 ${by}`, "方案里没有适用于 样例举办者（举办者）的检查项", "tuban plan show"],
    ["不是终端，又没有答案文件", `inspect 1 ${by}`, "当前不是交互终端", "--answers"],
    ["--out 没有 --print", `inspect 1 --out 表.md`, "--out 要和 --print 一起用", "--print --csv"],
  ])("%s", async (_title, line, sentence, hint) => {
    const office = await inspectors();
    const ran = await office.run(line);
    expect(ran.status).toBeGreaterThan(0);
    expect(ran.out).toBe("");
    expect(ran.err).toContain(sentence);
    expect(ran.err).toContain(hint);
  });

  test("同一天同一种检查登记过的，要说明确实又查了一次", async () => {
    const office = await inspectors();
    await handIn(office, {});
    const again = await handIn(office, {}, "run");
    expect(again.status).toBe(1);
    expect(again.err).toContain("样例托管中心 2021-07-20 已经登记过一次排查（合格）");
    await office.ok(`inspect 1 --answers 表.csv ${by} --yes`);
    await inLedger(office, async ({ db }) =>
      expect(await db.selectFrom("inspection").selectAll().execute()).toHaveLength(2),
    );
  });

  test("取缔关停的不能验收；去看是否又在办学的，提醒一句", async () => {
    const office = await inspectors();
    await order(office, "取缔");
    const refused = await office.run(`inspect 1 --kind 验收 ${by}`);
    expect(refused.status).toBe(1);
    expect(refused.err).toContain("样例托管中心 已于 2021-07-02 取缔关停，不能再验收");
    office.answer("q");
    expect((await office.ok(`inspect 1 --kind 线索核查 ${by}`)).err).toContain(
      "注意：样例托管中心 已于 2021-07-02 取缔关停",
    );
  });
});

describe("验收和前科", () => {
  test("证照不全的验收合格也不恢复办学：什么也没有登记", async () => {
    const office = await inspectors();
    await order(office, "停办");
    const ran = await handIn(office, {}, "run", "--kind 验收 --yes");
    expect(ran.status).toBe(1);
    expect(ran.err).toContain("是无证无照，验收合格也不能恢复办学");
    expect((await office.ok("list --stage 暂时关停 --json")).out).toContain('"subject": 1');
  });

  test("验收合格结束暂时关停", async () => {
    const office = await inspectors({ licence_class: "有证有照" });
    await order(office, "停办");
    const ran = await handIn(office, {}, "ok", "--kind 验收");
    expect(ran.out).toContain("2021-07-02 起的暂时关停到此结束，可以继续办学");
  });

  test("没有销号的不另立，提示复查；销号后又出现的是反弹", async () => {
    const office = await inspectors();
    await handIn(office, { "2-1": "不合格" });
    const still = await handIn(office, { "2-1": "不合格" }, "ok", "--on 2021-07-19 --kind 督导");
    expect(still.out).toContain("仍未整改：问题 1（2-1 不符合“开展培训前已取得办学许可证”）");
    expect(still.err).toContain("tuban review 1");
    await close(office, 1, "2021-07-20");
    const back = await handIn(office, { "2-1": "不合格" }, "ok", "--kind 督导");
    expect(flat(back.out)).toMatch(/反弹：问题 ?1 ?销号后又出现/);
    await inLedger(office, async ({ db }) =>
      expect(await db.selectFrom("finding").select(["id", "relapse_of"]).execute()).toEqual([
        { id: 1, relapse_of: null },
        { id: 2, relapse_of: 1 },
      ]),
    );
  });
});

describe("纸质表和答案文件", () => {
  test("出纸质表：和样张一致", async () => {
    const office = await inspectors();
    await expect((await office.ok("inspect 1 --print")).out).toMatchFileSnapshot("golden/checklist.md");
  });

  test("写成 .docx 的是真的 Word：每项一行，签名栏在后；写不成的样子不出假文件", async () => {
    const office = await inspectors();
    await office.ok("inspect 1 --print --out 检查表.docx");
    const { markdown: text } = readWord(readFileSync(join(office.folder, "检查表.docx")), "检查表.docx");
    for (const words of ["现场检查表（排查）", "疏散通道和安全出口畅通", "检查人员不少于两名"])
      expect(text).toContain(words);
    for (const line of ["--csv --out 检查表.xlsx", "--out 检查表.doc", "--csv --out 检查表.docx"]) {
      const { status, err } = await office.run(`inspect 1 --print ${line}`);
      expect([status, err]).toEqual([2, expect.stringContaining("检查表写不成")]);
    }
    await office.ok("inspect 1 --print --out 检查表.md");
    expect(office.read("检查表.md")).toBe((await office.ok("inspect 1 --print")).out);
  });

  test("出可填写的 CSV：Excel 不会把编号变成日期；写进文件不覆盖", async () => {
    const office = await inspectors();
    const sheet = (await office.ok("inspect 1 --print --csv")).out;
    expect(sheet.split("\r\n").slice(0, 3)).toEqual([
      "\ufeff机构：1 样例托管中心,方案：chuanhui-2021,版本：第1版,检查种类：排查,检查日期：2021-07-20",
      "检查项编号,检查内容,结果,说明,证据文件",
      `"\t1-1",疏散通道和安全出口畅通，没有堵塞或锁闭,,,`,
    ]);
    const written = await office.ok("inspect 1 --print --csv --out 表.csv");
    expect(written.err).toContain("tuban inspect --answers 表.csv");
    expect(office.read("表.csv")).toBe(sheet);
    expect((await office.ok('inspect 1 --print --csv --out "七月 表.csv"')).err).toContain('--answers "七月 表.csv"');
    await office.ok("inspect 1 --print --out 表二.csv");
    expect(office.read("表二.csv")).toBe(sheet);
    const again = await office.run("inspect 1 --print --csv --out 表.csv");
    expect(again.status).toBe(1);
    expect(again.err).toContain("不会覆盖");
  });

  test("在 Excel 里填好、存成了 .xlsx：照样收；编号被当成日期的也认得", async () => {
    const office = await inspectors();
    const [mark = [], header = [], ...rows] = (await office.ok("inspect 1 --print --csv")).out
      .replace("\ufeff", "")
      .trim()
      .split("\r\n")
      .map((line) => line.replaceAll('"', "").split(","));
    const filled = rows.map(([item = "", text = ""]) => [
      item.trim() === "1-2" ? new Date("2026-01-02T00:00:00Z") : item.trim(),
      text,
      item.trim() === "1-4" ? "×" : "√",
      item.trim() === "1-4" ? "灭火器过期" : null,
      null,
    ]);
    office.write("坏.xlsx", "PK\u0003\u0004");
    expect((await office.run(`inspect 1 --answers 坏.xlsx ${by}`)).err).toContain("这个 Excel 文件已经损坏，打不开");
    office.write("表.xlsx", await writeXlsx({ sheets: [{ name: "检查表", rows: [mark, header, ...filled] }] }));
    expect((await office.ok(`inspect 1 --answers 表.xlsx ${by} --yes`)).out).toContain("合格 36、不合格 1、不适用 0");
  });

  test("填好交回：证据从表所在的文件夹找，草稿随之作废", async () => {
    const office = await inspectors();
    office.answer("3", "q");
    await office.ok(`inspect 1 ${by}`);
    mkdirSync(join(office.folder, "回收"));
    office.write("回收/照片 1；补.jpg", "one");
    office.write("回收/二.jpg", "two");
    const sheet = (await office.ok("inspect 1 --print --csv")).out;
    const filled = sheet
      .split("\r\n")
      .map((line) =>
        line
          .replace(/^("\t1-1",.*),,,$/, "$1,×,通道锁闭,照片 1；补.jpg")
          .replace(/^("\t1-4",.*),,,$/, "$1,2,灭火器过期,二.jpg；./二.jpg")
          .replace(/,,,$/, ",√,,"),
      )
      .join("\r\n");
    office.write("回收/表.csv", filled);
    const ran = await office.ok(`inspect 1 --answers 回收/表.csv ${by} --yes`);
    expect(ran.out).toContain("合格 35、不合格 2、不适用 0");
    await inLedger(office, async ({ db }) => {
      expect(
        (await db.selectFrom("evidence").select(["fact_id", "name"]).execute()).map(
          ({ fact_id, name }) => `${fact_id} ${name}`,
        ),
      ).toEqual(["1 照片 1；补.jpg", "2 二.jpg", "2 二.jpg"]);
      expect(await db.selectFrom("draft").selectAll().execute()).toEqual([]);
    });
  });

  test("一张表里的毛病一次说完，一行也不登记，证据也不收", async () => {
    const office = await inspectors();
    office.write("好.jpg", "fine");
    const rows = ["1-1,,不合格,,好.jpg", "1-2,,也许,,", "1-3,,合格,,没有.jpg", "1-3,,合格,,", "9-1,,合格,,", "1-4,,,,"];
    office.write("表.csv", `检查项编号,检查内容,结果,说明,证据文件\n${rows.join("\n")}\n`);
    const ran = await office.run(`inspect 1 --answers 表.csv ${by}`);
    expect(ran.status).toBe(2);
    expect(ran.err).toMatchInlineSnapshot(`
      "错误：检查项 1-1 不合格，没有写说明
        位于 表.csv:行2 列「说明」
        → 写明查到了什么
      错误：检查项 1-2 的结果“也许”看不懂
        位于 表.csv:行3 列「结果」
        → 填 合格、不合格、不适用（也可以填 √、×，1、2、3，是、否）
      错误：检查项 1-3 的证据文件用不了：没有.jpg，没有这个文件
        位于 表.csv:行4 列「证据文件」
        → 路径从这张表所在的文件夹算起；多个文件用分号隔开
      错误：检查项 1-3 在第 4 行已经答过
        位于 表.csv:行5 列「检查项编号」
        → 只留一行
      错误：检查项 9-1 只对教师，这家是机构
        位于 表.csv:行6 列「检查项编号」
        → 对照 tuban inspect 编号 --print 里的编号；这张表也许是另一家的
      错误：检查项 1-4 没有填结果
        位于 表.csv:行7 列「结果」
        → 填 合格、不合格、不适用（也可以填 √、×，1、2、3，是、否）
      错误：表里缺 33 个检查项：1-5、1-6、1-7、1-8、1-9、2-1、2-2、2-7、2-8、3-1、3-2、3-3、3-4、3-5、3-6、4-1、4-2、4-3、4-4、5-1、5-2、5-3、5-4、6-1、6-2、6-3、6-4、6-5、6-6、7-1、7-2、7-3、7-4
        位于 表.csv
        → 补上这些行；可用 tuban inspect 编号 --print --csv 重新出一张空表对照
      "
    `);
    expect(existsSync(join(office.folder, "tuban.evidence"))).toBe(false);
    await inLedger(office, async ({ db }) =>
      expect(await db.selectFrom("inspection").selectAll().execute()).toEqual([]),
    );
  });

  test("名册里的终端控制符、竖线和标签，在屏幕和纸面上都只是文字", async () => {
    const office = await inspectors({ name: "样例\u001b[31m中心|<script>alert(1)</script>" });
    office.answer("q");
    const ran = await office.ok(`inspect 1 ${by}`);
    expect(ran.err).not.toContain("\u001b");
    const paper = (await office.ok("inspect 1 --print")).out;
    expect(paper).not.toContain("\u001b");
    expect(paper).toContain("\\|&lt;script>");
  });
});

describe("检查表认得主人", () => {
  const answered = async (office: TestOffice, how = ""): Promise<string> =>
    (await office.ok(`inspect 1 --print --csv ${how}`)).out.replaceAll(/,,,\r/g, ",合格,,\r");

  test("交给另一家的，一句话拒绝；不写机构的，照表上写的登记", async () => {
    const office = await inspectors();
    await office.ok("add 名称=样例书画院 属地=样例街道 --source 摸排 --on 2021-06-25");
    office.write("启航.csv", await answered(office));
    const other = await office.run(`inspect 样例书画院 --answers 启航.csv ${by}`);
    expect([other.status, other.out]).toEqual([1, ""]);
    expect(other.err).toBe(
      "错误：这张检查表是 1 样例托管中心 的，不是 3 样例书画院 的\n" +
        "  → 登记那一家：tuban inspect j1 --answers 这张表；确实拿错了的，重新出表：tuban inspect 3 --print --csv --out 检查表.csv\n",
    );
    expect((await office.ok(`inspect --answers 启航.csv ${by} --yes`)).out).toContain("已登记排查：1 样例托管中心");
  });

  test("方案改了检查项的，旧表不收；只填了待填的，旧表照收", async () => {
    const office = await inspectors();
    const sheet = await answered(office);
    office.write("旧表.csv", sheet);
    await office.ok("plan adopt chuanhui-2021 --fill 文书种类.整改通知书.期限=10个工作日 --on 2021-07-20");
    office.write("改过.csv", sheet.replace("开展培训前已取得办学许可证", "已取得办学许可证"));
    expect(await office.run(`inspect --answers 改过.csv ${by} --yes`)).toMatchObject({
      status: 1,
      err: expect.stringContaining("是按方案第1版出的，那一天用的是第2版，检查项不一样"),
    });
    await office.ok(`inspect --answers 旧表.csv ${by} --yes`);
  });

  test("别的种类、别的日期的，说出来；Excel 表一样写着", async () => {
    const office = await inspectors();
    office.write("验收.csv", await answered(office, "--kind 验收"));
    expect((await office.run(`inspect 1 --kind 排查 --answers 验收.csv ${by}`)).err).toContain(
      "这张检查表是验收用的，现在登记的是排查",
    );
    office.write("七月十六.csv", await answered(office, "--on 2021-07-16"));
    expect((await office.run(`inspect --answers 七月十六.csv ${by}`)).err).toContain(
      "这张检查表写的检查日期是 2021-07-16，现在按 2021-07-20 登记\n  → 那一天检查的，加 --on 2021-07-16",
    );
    expect((await office.ok(`inspect --answers 七月十六.csv ${by} --on 2021-07-16 --yes`)).out).toContain("2021-07-16");
    await office.ok("inspect 1 --print --out 表.xlsx");
    expect((await office.run(`inspect 2 --answers 表.xlsx ${by}`)).status).toBeGreaterThan(0);
    expect((await office.run(`inspect 1 --answers 表.xlsx ${by}`)).err).toContain("检查项 1-1 没有填结果");
  });
});

describe("登记前指出来", () => {
  test("底数里没有证的答了合格：问一句；不是终端的不登记，核对无误加 --yes", async () => {
    const office = await inspectors();
    const ran = await office.run(`inspect 1 --fail 2-2=没有执照 ${by}`);
    expect([ran.status, ran.out]).toEqual([1, ""]);
    expect(ran.err).toBe(
      "错误：1 样例托管中心：检查项 2-1“开展培训前已取得办学许可证”答的是合格，底数里是无证无照\n" +
        "  → 核对现场；底数旧了的，先改：tuban set 1 证照类别=…；核对无误的，加 --yes\n",
    );
    const told = await office.ok(`inspect 1 --fail 2-2=没有执照 ${by} --yes`);
    expect(told.err).toContain("注意：1 样例托管中心：检查项 2-1");
  });

  test("许可证过了期，却答“在有效期内”合格", async () => {
    const office = await inspectors({ licence_class: "有证有照", permit_until: dayOf("2021-06-30") });
    const ran = await office.run(`inspect 1 --pass ${by}`);
    expect(ran.err).toContain("检查项 2-3“办学许可证在有效期内”答的是合格，底数里办学许可证已于 2021-06-30 到期");
    expect((await office.ok(`inspect 1 --fail 2-3=过期 ${by}`)).err).not.toContain("注意");
  });

  test("同一张照片给了两家，或又查处又整改：在登记以前说出来", async () => {
    const office = await inspectors({ licence_class: "有证有照" });
    await office.ok("add 名称=样例书画院 属地=样例街道 证照类别=有证有照 --source 摸排 --on 2021-06-25");
    office.write("门头.jpg", "photo");
    office.write("另名.jpg", "photo");
    await office.ok(`inspect 1 --fail 1-1=堵塞 --evidence 门头.jpg ${by}`);
    const other = await office.run(`inspect 3 --fail 1-1=堵塞 --evidence 另名.jpg ${by}`);
    expect(other.err).toContain(
      "另名.jpg 和“1 样例托管中心 问题 1”的证据是同一张照片，现在要作“3 样例书画院 2021-07-20 的排查”的",
    );
    await office.ok("order issue 1 --finding 1 --kind 整改通知书 --days 5个工作日 --issuer 区教体局 --yes");
    await office.ok("order serve 1 --to 孙某己");
    const review = "review 1 --by 张某甲,李某乙 --result 1=已整改:清了";
    expect((await office.run(`${review} --evidence 1=另名.jpg`)).err).toContain(
      "另名.jpg 已经是“1 样例托管中心 问题 1”的证据（查处），同一张照片又要作“1 样例托管中心 问题 1 的复查”的（整改）",
    );
    office.write("整改后.jpg", "another photo");
    await office.ok(`${review} --evidence 1=整改后.jpg`);
    await office.ok(`inspect 3 --fail 1-1=堵塞 ${by}`);
    expect((await office.run("evidence add 整改后.jpg --finding 2")).err).toContain("是同一张照片");
    await inLedger(office, async ({ db }) =>
      expect(await db.selectFrom("evidence").selectAll().execute()).toHaveLength(2),
    );
  });
});

describe("证据文件", () => {
  test("同一张照片只存一份；改动、丢失都查得出，重新登记能补上", async () => {
    const office = await inspectors();
    office.write("照片.JPG", "the same");
    office.write("副本.jpg", "the same");
    await handIn(office, { "1-1": "不合格", "1-4": "不合格" }, "ok", "", { "1-1": "照片.JPG", "1-4": "副本.jpg" });
    const [kept = ""] = keptFiles(office);
    expect(keptFiles(office)).toHaveLength(1);
    expect(kept).toMatch(/^([0-9a-f]{2})\/\1[0-9a-f]{62}\.jpg$/);
    writeFileSync(join(office.folder, "tuban.evidence", kept), "altered");
    const altered = await office.run("verify");
    expect(altered.status).toBe(4);
    expect(altered.err).toContain("证据文件被改动过");
    rmSync(join(office.folder, "tuban.evidence", kept));
    expect((await office.run("verify")).err).toContain("证据文件不见了");
    await handIn(office, { "1-1": "不合格" }, "ok", "--kind 督导", { "1-1": "照片.JPG" });
    expect((await office.ok("verify")).out).toContain("1 个证据文件");
  });
});

/** An office with a plan, inspectors good and bad, and two subjects on the roster. */
async function inspectors(roster: Partial<New<RosterRow>> = {}): Promise<TestOffice> {
  const office = testOffice({ now: "2021-07-20T09:00:00" });
  await office.ok("init --plan chuanhui-2021 --on 2021-06-21");
  office.write(
    "人员.csv",
    "姓名,单位,执法证号,证件有效期,工作组\n张某甲,区教体局,豫P0001,2025-12-31,\n李某乙,区消防救援大队,豫P0002,2025-12-31,\n王某丙,区教体局,豫P0003,2021-06-30,\n赵某丁,区教体局,,,\n",
  );
  await office.ok("person import 人员.csv --on 2021-06-21");
  await office.ok("as 张某甲");
  await inLedger(office, async (ledger) => {
    await ledger.record({ command: "import", actor: "张某甲", on: dayOf("2021-06-23") }, async (entry) => {
      const told = { name: "样例托管中心", licence_class: "无证无照", category: "托辅机构", town: "样例街道" } as const;
      await entry.add("roster", rosterRow(1, since, { ...told, address: "样例路1号", ...roster }));
      await entry.add("roster", rosterRow(2, since, { kind: "举办者", name: "样例举办者" }));
    });
  });
  return office;
}

const since = dayOf("2021-06-23");

async function inLedger<T>(office: TestOffice, work: (ledger: Ledger) => Promise<T>): Promise<T> {
  const ledger = await ledgerOn(
    await office.io.storage.open(join(office.folder, "tuban.db")),
    () => new Date("2021-07-20T09:00:00"),
  );
  try {
    return await work(ledger);
  } finally {
    await ledger.close();
  }
}

/** Hands in a sheet for subject 1 where everything is in order but for the changes. */
async function handIn(
  office: TestOffice,
  changes: Record<string, string>,
  how: "ok" | "run" = "ok",
  more = "",
  evidence: Record<string, string> = {},
): Promise<Ran> {
  const blank = (await office.ok("inspect 1 --print --csv")).out.trim().split("\r\n");
  const rows = blank.slice(2).map((line) => /(\d+-\d+)/.exec(line)?.[1] ?? "");
  const filled = rows.map((code) =>
    [code, "", changes[code] ?? "合格", changes[code] ? "查到了" : "", evidence[code] ?? ""].join(","),
  );
  office.write("表.csv", `检查项编号,检查内容,结果,说明,证据文件\n${filled.join("\n")}\n`);
  return office[how](`inspect 1 --answers 表.csv ${by} ${more} ${how === "ok" ? "--yes" : ""}`.trim());
}

/** An order of this effect on subject 1, issued and served on 2021-07-02. */
async function order(office: TestOffice, effect: "停办" | "取缔"): Promise<void> {
  const on = dayOf("2021-07-02");
  await inLedger(office, (ledger) =>
    ledger.record({ command: "order", actor: "张某甲", on }, async (entry) => {
      const order_id = await entry.add(
        "orders",
        orderRow(1, 1, on, { kind: effect, effect, word: "样例", addressee: "样例托管中心" }),
      );
      await entry.add("service", serviceRow(order_id, on, { recipient: "孙某己" }));
    }),
  );
}

/** Closes a finding as a second person would. */
async function close(office: TestOffice, finding: number, day: string): Promise<void> {
  const on = dayOf(day);
  await inLedger(office, (ledger) =>
    ledger.record({ command: "close", actor: "李某乙", on }, async (entry) => {
      const inspection = await entry.add("inspection", {
        campaign: "chuanhui-2021",
        subject: 1,
        order_id: null,
        kind: "复查",
        happened_on: on,
        result: "已整改",
        note: "",
      });
      const outcome = await entry.add("review_outcome", {
        inspection,
        finding,
        outcome: "已整改",
        note: "",
        happened_on: on,
      });
      await entry.add("close_out", { finding, outcome, closed_by: "李某乙", note: "", happened_on: on });
    }),
  );
}

function keptFiles(office: TestOffice): string[] {
  const folder = join(office.folder, "tuban.evidence");
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.includes("."))
    .map((name) => name.replaceAll("\\", "/"));
}

function ones(count: number): string[] {
  return Array.from({ length: count }, () => "1");
}

/** A table's text without its rules and line breaks. */
function flat(table: string): string {
  const rows = table.split("\n").map((line) => line.split("│").map((cell) => cell.trim()));
  const columns = Math.max(...rows.map((row) => row.length));
  return Array.from({ length: columns }, (_, at) => rows.map((row) => row[at] ?? "").join("")).join(" ");
}

const interrupt = (): never => {
  throw new Interrupted();
};

/** Runs a command with a person at the terminal who may also press Ctrl-C or do something else in between. */
async function runAsking(
  office: TestOffice,
  argv: string[],
  given: (string | (() => string | Promise<string>))[],
): Promise<Ran> {
  const [out, err]: [string[], string[]] = [[], []];
  const next = async (): Promise<string> => {
    const answer = given.shift();
    if (answer === undefined) throw new Error("no answer left");
    return typeof answer === "string" ? answer : answer();
  };
  const ask: Asker = {
    confirm: async () => (await next()) === "y",
    text: next,
    choose: () => Promise.reject(new Error("not asked")),
    key: async () => (await next()) as never,
  };
  const io: Io = {
    out: { write: (text) => void out.push(text) },
    err: { write: (text) => void err.push(text) },
    page: (text) => void out.push(text),
    interactive: true,
    width: 100,
    color: false,
    cwd: office.folder,
    env: {},
    ask,
    storage: { open: async (path) => openSqlite(path), create: async (path) => createSqlite(path) },
    input: () => null,
    now: () => new Date("2021-07-20T09:00:00"),
  };
  return { status: await main(argv, io), out: out.join(""), err: err.join("") };
}

function dayOf(text: string): Day {
  if (!isDay(text)) throw new Error(`no day: ${text}`);
  return text;
}
