/** tuban template: an office changes a copy in Word; what is wrong with it is said before anything is issued. */
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import PizZip from "pizzip";
import { describe, expect, test } from "vitest";
import { sampleOf } from "../../src/commands/template/sample.ts";
import { testOffice } from "../office.ts";
import type { TestOffice } from "../office.ts";
import { orderOffice, servedOffice } from "./order-office.ts";

const pathOf = (office: TestOffice, kind: string): string => join(office.folder, `templates/documents/${kind}.docx`);

/** The copy as changed in Word. */
async function changed(office: TestOffice, kind: string, from: string, to: string): Promise<void> {
  if (!existsSync(pathOf(office, kind))) await office.ok(`template copy ${kind}`);
  const zip = new PizZip(readFileSync(pathOf(office, kind)));
  const xml = zip.file("word/document.xml")?.asText() ?? "";
  expect(xml).toContain(from);
  zip.file("word/document.xml", xml.replace(from, to));
  writeFileSync(pathOf(office, kind), zip.generate({ type: "nodebuffer" }));
}

describe("template copy", () => {
  test("复制到账本旁边，不覆盖改过的", async () => {
    const office = await orderOffice();
    await office.ok("template copy 整改通知书");
    expect(existsSync(pathOf(office, "整改通知书"))).toBe(true);
    writeFileSync(pathOf(office, "整改通知书"), "改到一半");
    const again = await office.run("template copy 整改通知书");
    expect(again.err).toContain("不会覆盖");
    expect(readFileSync(pathOf(office, "整改通知书"), "utf8")).toBe("改到一半");
    expect((await office.run("template copy ../../秘密")).err).toContain("没有这个模板");
  });
});

describe("报表的文字", () => {
  test("复制出来改，用的就是改过的；预览就是报表本身", async () => {
    const office = testOffice();
    await office.ok("init --plan chuanhui-2021 --on 2021-06-21");
    const copied = await office.ok("template copy 工作简报");
    expect(copied.err).toContain("tuban report --kind 工作简报");
    office.write("templates/reports/工作简报.md", "# 本局的简报\n\n检查【数·检查】家次。\n");
    const { templates } = JSON.parse((await office.ok("template check 工作简报 --json")).out) as { templates: unknown };
    const template = join(office.folder, "templates/reports/工作简报.md");
    expect(templates).toEqual([{ kind: "工作简报", template, fields: ["数·检查"] }]);
    expect((await office.ok("report --kind 工作简报 --as-of 2021-07-01")).out).toBe("# 本局的简报\n\n检查0家次。\n");
    expect((await office.run("template copy 工作简报")).err).toContain("不会覆盖");
    expect((await office.run("template preview 工作简报")).err).toContain("运行 tuban report --kind 工作简报");
  });

  test.each([
    ["写错的字段", "【数·完成整该】", "没有「数·完成整该」这个字段", "是不是「数·完成整改」？"],
    ["清单里写错的字段", "【#属地表】【属第】【/属地表】", "没有「属第」这个字段", "是不是「属地」？"],
    ["没有结束的一段", "【?数·检查】检查", "「数·检查」这一段没有结束", "【/数·检查】"],
    ["账本里可能没有的数", "宣传【数·宣传】次", "缺少「数·宣传」", "【?数·宣传】…【/数·宣传】"],
    ["没有分子分母时的率", "完成率【数·完成率】%", "缺少「数·完成率」", "【?数·完成率】…【/数·完成率】"],
  ])("%s，出报表以前就查得出", async (_what, text, words, hint) => {
    const office = testOffice();
    await office.ok("init --plan chuanhui-2021 --on 2021-06-21");
    mkdirSync(join(office.folder, "templates/reports"), { recursive: true });
    office.write("templates/reports/自己的.md", `第一行\n${text}\n`);
    const ran = await office.run("template check 自己的");
    expect([ran.status, ran.out]).toEqual([1, ""]);
    expect(ran.err).toContain(words);
    expect(ran.err).toContain(`${join(office.folder, "templates/reports/自己的.md")}:2:`);
    expect(ran.err).toContain(hint);
  });
});

test("读不了的报表文字：方案照样采用，检查把它和别的毛病一起说出", async () => {
  const office = testOffice();
  mkdirSync(join(office.folder, "templates/reports/周调度.md"), { recursive: true });
  office.write("templates/reports/情况报告.md", "【数·没有】\n");
  const made = await office.ok("init --plan chuanhui-2021 --on 2021-06-21");
  expect(made.err).toContain("周调度.md（这是一个文件夹）");
  expect(made.err).toContain("下一步");
  const { out } = await office.ok("plan check");
  expect(out).toContain("周调度.md（这是一个文件夹）");
  expect(out).toContain("没有「数·没有」这个字段");
});

describe("template check", () => {
  test("随附的都可以用", async () => {
    const office = await orderOffice();
    const { templates } = JSON.parse((await office.ok("template check --json")).out) as {
      templates: { kind: string }[];
    };
    const reports = ["周调度", "阶段情况报告", "台账情况", "情况报告", "督查通报", "工作简报", "年度总结"];
    expect(templates.map(({ kind }) => kind).slice(-reports.length)).toEqual(reports);
  });

  test.each(["beilun-2021", "chuanhui-2021", "epidemic-2021"])("随附的报表文字，%s 的都可以用", async (plan) => {
    const office = testOffice();
    await office.ok(`init --plan ${plan} --on 2021-06-21`);
    for (const name of [
      "周督导",
      "周调度",
      "月调度",
      "季通报",
      "年总结",
      "年度总结",
      "情况报告",
      "督查通报",
      "工作简报",
    ])
      expect((await office.ok(`template check ${name}`)).out).toContain(`可以用：${name}  templates/reports/`);
  });

  test.each([
    ["没有的字段", "【称谓】", "【称胃】", "没有「称胃」这个字段", "是不是「称谓」？"],
    ["没有结束的一段", "【/要求】", "", "这一段没有结束", ""],
    ["清单当字段写", "【文号】", "【问题】", "「问题」是清单，不能直接写出", ""],
    ["不在的照片", "【文号】", "【%文号】", "「文号」不是照片", ""],
    ["缺了日期", ">【签发日期】<", "><", "模板里没有【签发日期】", "documents/整改通知书.docx（本单位）"],
    ["原样的标签", "【文号】", "【文号】【@文号】", "没有「@文号」这个字段", ""],
    ["换分隔符", "【文号】", "【文号】【=&lt;% %&gt;=】", "这个字段", ""],
  ])("%s", async (_what, from, to, words, more) => {
    const office = await orderOffice({ findings: [{ subject: 1 }] });
    await changed(office, "整改通知书", from, to);
    const ran = await office.run("template check 整改通知书");
    expect(ran.status).toBe(1);
    expect(ran.err).toContain(words);
    expect(ran.err).toContain(more);
    const issued = await office.run("order issue 1 --yes --on 2021-07-19");
    expect(issued.status).toBe(1);
    expect(issued.err).toContain(words);
    expect((await office.ok("order list --json")).out).toBe("[]\n");
  });

  test("不是 Word 文件的、有宏的，说得出是哪一份；一次查全", async () => {
    const office = await orderOffice();
    await changed(office, "督办单", "【文号】", "【文号】");
    const zip = new PizZip(readFileSync(pathOf(office, "督办单")));
    zip.file("word/vbaProject.bin", "x");
    writeFileSync(pathOf(office, "督办单"), zip.generate({ type: "nodebuffer" }));
    mkdirSync(join(office.folder, "templates/documents"), { recursive: true });
    writeFileSync(pathOf(office, "案件移送函"), "不是 Word");
    const ran = await office.run("template check");
    expect(ran.err).toContain("模板里有宏、控件或嵌入的对象，不能用");
    expect(ran.err).toContain("documents/督办单.docx（本单位）");
    expect(ran.err).toContain("不是完好的 Word 文档（.docx）：documents/案件移送函.docx（本单位）");
  });

  test("缺的内容，签发时说得出是哪个字段", async () => {
    const office = await orderOffice({ findings: [{ subject: 2 }] });
    await changed(office, "整改通知书", "【文号】", "【文号】许可证【办学许可证号】");
    await office.ok("template check 整改通知书");
    const ran = await office.run("order issue 2 --yes --on 2021-07-19");
    expect(ran.err).toContain("缺少「办学许可证号」，文书不能出");
  });
});

test("改过的模板签发出来的，文字和 Word 都照它；登记了模板的版本", async () => {
  const office = await orderOffice({ findings: [{ subject: 1 }] });
  await changed(office, "整改通知书", "请在期限内", "样例加一句。请在期限内");
  await office.ok("order issue 1 --yes --on 2021-07-19");
  expect(office.read("文书/川教体改〔2021〕1号.md")).toContain("样例加一句。请在期限内");
  const zip = new PizZip(readFileSync(join(office.folder, "文书/川教体改〔2021〕1号.docx")));
  expect(zip.file("word/document.xml")?.asText()).toContain("样例加一句。请在期限内");
  const { createHash } = await import("node:crypto");
  const hash = createHash("sha256")
    .update(readFileSync(pathOf(office, "整改通知书")))
    .digest("hex");
  expect((await office.ok("order show 1号 --json")).out).toContain(hash);
});

test("预览用样例内容，不编号、不记账", async () => {
  const office = await orderOffice();
  const before = (await office.ok("log --json")).out;
  await office.ok("template preview 现场检查笔录 --format docx,md,html");
  expect(
    readdirSync(office.folder)
      .filter((name) => name.startsWith("预览-"))
      .toSorted(),
  ).toEqual(["docx", "html", "md"].map((ending) => `预览-现场检查笔录.${ending}`));
  expect(office.read("预览-现场检查笔录.md")).toContain("样例培训中心");
  expect((await office.ok("log --json")).out).toBe(before);
});

describe("样例内容与真的一样齐全", () => {
  test("方案的文书", async () => {
    const office = await servedOffice([{ subject: 1 }]);
    expect(Object.keys(sampleOf("整改通知书").fields).toSorted()).toEqual(await keysOf(office, "orders"));
  });

  test.each([
    ["约谈记录", "1"],
    ["行政处罚立案审批表", "1 --by 张某甲,李某乙 --set 案由=样例"],
    ["送达回证", "川教体改〔2021〕1号"],
    ["专项治理公告", "--set 监督举报方式=样例"],
  ])("%s", async (kind, line) => {
    const office = await servedOffice([{ subject: 1 }]);
    await office.ok(`paper issue ${kind} ${line} --on 2021-07-21`);
    const known = Object.keys(sampleOf(kind).fields);
    const spot = new Set(["处罚内容", "罚款"]);
    expect(known.filter((name) => !spot.has(name)).toSorted()).toEqual(await keysOf(office, "paper"));
  });
});

async function keysOf(office: TestOffice, table: "orders" | "paper"): Promise<string[]> {
  const engine = await office.io.storage.open(join(office.folder, "tuban.db"));
  const row = await engine.db.selectFrom(table).select("fields").executeTakeFirstOrThrow();
  await engine.close();
  return Object.keys(JSON.parse(row.fields) as object).toSorted();
}
