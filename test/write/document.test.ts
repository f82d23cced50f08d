import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fieldsOf, renderDocument, type Field, type Fields } from "../../src/write/document.ts";
import { oneOf } from "./sample.ts";

function text(template: string, fields: Fields): string {
  const rendered = renderDocument(template, fields, "t.md");
  if ("problems" in rendered) throw new Error(JSON.stringify(rendered.problems));
  return rendered.text;
}
function faults(template: string, fields: Fields): string[] {
  const rendered = renderDocument(template, fields, "t.md");
  if (!("problems" in rendered)) throw new Error(rendered.text);
  return rendered.problems.map(({ place, code }) => `${place?.line}:${place?.col} ${code}`);
}

const order = `# 责令限期整改通知书

【机构名称】：

经【检查日期】检查，你单位存在下列问题：

| 序号 | 问题 | 整改要求 |
| --- | --- | --- |
【#问题】
| 【序号】 | 【内容】 | 【要求】（【机构名称】） |
【/问题】
【?有证据】

附证据【证据数】份。
【/有证据】
【^备注】
无其他事项。
【/备注】
`;

describe("a notice from its template", () => {
  it("is what was reviewed, whatever a stranger typed into the record", async () => {
    const notice = text(order, {
      机构名称: "样例<script>alert(1)</script>中心 [点我](http://example.invalid)",
      检查日期: "2021-07-20",
      问题: [
        { 内容: "未公示收费标准", 要求: "三日内公示" },
        { 内容: "a|b\n# 假标题", 要求: "【机构名称】【/问题】" },
      ],
      有证据: true,
      证据数: 2,
      备注: "",
    });
    await expect(notice).toMatchFileSnapshot("golden/notice.md");
  });

  it.each<[string, Fields, string]>([
    ["【 名称 】", { 名称: "甲" }, "甲"],
    ["【＃表】【序号】【名】；【／表】", { 表: [{ 名: "甲" }, { 名: "乙" }] }, "1甲；2乙；"],
    ["【？有】是【/有】【＾有】否【/有】", { 有: false }, "否"],
    ["【?数】有【/数】", { 数: 0 }, "有"],
    ["【?人】【人】【/人】【^人】不详【/人】", { 人: null }, "不详"],
    ["【值】", { 值: "" }, ""],
    ["【值】", { 值: true }, "是"],
    ["【#表】【名】【/表】", { 名: "外", 表: [{}, { 名: "内" }] }, "外内"],
    ["甲\r\n【#表】\r\n- 【名】\r\n【/表】\r\n乙", { 表: [{ 名: "a" }] }, "甲\r\n- a\r\n乙"],
    ["  【?有】【?有】 \n甲\n【/有】【/有】", { 有: true }, "甲\n"],
    ["【值】", { 值: "张**、a_b" }, "张\\*\\*、a\\_b"],
    ["【值】", { 值: "一\r\n\r\n二" }, "一  \n二"],
    ["- 【值】", { 值: "一\n二" }, "- 一<br>二"],
    ["| 【值】 |", { 值: "一|\n二" }, "| 一\\|<br>二 |"],
    [
      "【值】",
      { 值: "# 题\n1. 甲\n---\n> 乙\n    码\n2021-07-20\n-5" },
      "\\# 题  \n1\\. 甲  \n\\---  \n\\> 乙  \n码  \n2021-07-20  \n-5",
    ],
    ["【值】", { 值: "&lt;b&gt; A&B 甲 & 乙" }, "&amp;lt;b&amp;gt; A&amp;B 甲 & 乙"],
  ])("%j with %j reads %j", (template, fields, expected) => {
    expect(text(template, fields)).toBe(expected);
  });

  it("reports every fault in one pass, each at its place", () => {
    const template = "【机够名称】\n【#问题】【内容】\n【?无此】x【/无此】\n】【】\n【日期】【问题】【/别的】\n【^有】";
    expect(
      faults(template, {
        机构名称: "甲",
        日期: null,
        有: true,
        问题: [{ 内容: "a" }, { 内容: "b" }],
      }),
    ).toEqual([
      "1:1 template-unknown-field",
      "2:1 template-unclosed-block",
      "3:1 template-unknown-field",
      "4:1 template-bracket",
      "4:2 template-bracket",
      "5:1 template-missing-field",
      "5:5 template-is-list",
      "5:9 template-mismatched-close",
      "6:1 template-unclosed-block",
    ]);
  });

  it.each<[string, Fields, string]>([
    ["【/甲】", {}, "1:1 template-unopened-block"],
    ["【?甲】【?乙】【/甲】", { 甲: true, 乙: true }, "1:5 template-mismatched-close"],
    ["【#甲】【/甲】", { 甲: "x" }, "1:1 template-not-a-list"],
    ["【#甲】【#甲】【/甲】【/甲】", { 甲: [{}] }, "1:5 template-list-in-itself"],
    ["【甲】", { 甲: Number.NaN }, "1:1 template-missing-field"],
    ["【甲\n】", { 甲: "x" }, "1:1 template-bracket"],
    ["【?甲】【丙】【/甲】", { 甲: false }, "1:5 template-unknown-field"],
    ["【constructor】", {}, "1:1 template-unknown-field"],
    ["【?甲】".repeat(9) + "【/甲】".repeat(9), { 甲: true }, "1:33 template-too-deep"],
  ])("%j is refused", (template, fields, expected) => {
    expect(faults(template, fields)).toContain(expected);
  });

  it("offers the nearest name and names a missing one", () => {
    const rendered = renderDocument("【机够名称】【检查日期】", { 机构名称: "甲", 检查日期: null }, "通知书.md");
    expect(rendered).toEqual({
      problems: [
        {
          code: "template-unknown-field",
          message: "没有「机够名称」这个字段。",
          hint: "是不是「机构名称」？",
          place: { file: "通知书.md", line: 1, col: 1 },
        },
        {
          code: "template-missing-field",
          message: "缺少「检查日期」，文书不能出。",
          hint: "先补录「检查日期」；可以没有的，在模板里用 【?检查日期】…【/检查日期】 括起来。",
          place: { file: "通知书.md", line: 1, col: 7 },
        },
      ],
    });
  });

  it("lists the names a template uses", () => {
    expect(fieldsOf(order)).toEqual([
      "机构名称",
      "检查日期",
      "问题",
      "序号",
      "内容",
      "要求",
      "有证据",
      "证据数",
      "备注",
    ]);
  });

  it("never throws, whatever the template and the fields", () => {
    const piece = fc.constantFrom(
      "【",
      "】",
      "【#甲】",
      "【/甲】",
      "【?乙】",
      "【/乙】",
      "【^丙】",
      "【/丙】",
      "【甲】",
      "【乙】",
      "\n",
      "\r\n",
      " ",
      "|",
      "文",
    );
    const scalar: fc.Arbitrary<Field> = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.double(),
      fc.boolean(),
      fc.constant(null),
    );
    const record = (field: fc.Arbitrary<Field>) => fc.dictionary(fc.constantFrom("甲", "乙", "丙", "__proto__"), field);
    const fields = record(fc.oneof(scalar, fc.array(record(scalar), { maxLength: 3 })));
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), fields, (pieces, values) => {
        const rendered = renderDocument(pieces.join(""), values, "t.md");
        expect("text" in rendered || rendered.problems.length > 0).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it("keeps its structure whatever is inserted: lines, table cells, tags and marks are those of the template", () => {
    const hostile = fc.oneof(
      fc.string({ unit: oneOf("|\\<>&#*_`[]()!~-=+1. \n\r\t【】甲a") }),
      fc.string({ unit: "binary" }),
    );
    const template =
      "# 【甲】\n\n- 【甲】\n\n1. 【甲】\n\n| 【甲】 | 【乙】 |\n| --- | --- |\n【#表】\n| 【甲】 | x |\n【/表】\n";
    fc.assert(
      fc.property(hostile, hostile, (one, other) => {
        const out = text(template, { 甲: one, 乙: other, 表: [{}, {}] });
        expect(out.split("\n").map((line) => line.slice(0, 2))).toEqual([
          "# ",
          "",
          "- ",
          "",
          "1.",
          "",
          "| ",
          "| ",
          "| ",
          "| ",
          "",
        ]);
        const rows = out.split("\n").filter((line) => line.startsWith("| "));
        for (const row of rows) expect(row.replace(/\\./gu, "").split("|")).toHaveLength(4);
        expect(out.replaceAll("<br>", "")).not.toContain("<");
        expect(out.replaceAll(/\\./gu, "").replaceAll("| --- | --- |", "")).not.toMatch(/[*_`[\]~]/);
      }),
      { numRuns: 500 },
    );
  });

  it("in a paragraph no line of a value begins a block", () => {
    const lines = fc.array(fc.string({ unit: oneOf("#>-+=1.) \t甲~`*"), maxLength: 6 }), {
      maxLength: 5,
    });
    fc.assert(
      fc.property(lines, (values) => {
        for (const line of text("【甲】", { 甲: values.join("\n") }).split("  \n")) {
          expect(line).not.toMatch(/^(\s+|#{1,6}(\s|$)|>|[-+*](\s|$)|\d+[.)](\s|$)|[-=]+\s*$|(-\s*){3,}$|~{3}|`{3})/);
        }
      }),
      { numRuns: 500 },
    );
  });
});
