/** A report's Markdown as a Word file: what is said stays what was said, each thing in its place on the page. */
import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import PizZip from "pizzip";
import { describe, expect, test } from "vitest";
import { templatePath } from "../../src/templates.ts";
import { reportWord } from "../../src/write/docx-report.ts";
import { readWord } from "../../src/write/docx-read.ts";
import { renderDocument } from "../../src/write/document.ts";
import { plain } from "../../src/write/plain.ts";

const form = readFileSync(templatePath("reports", "版式.docx"));
const partsOf = (bytes: Uint8Array): PizZip => new PizZip(bytes);
const bodyOf = (markdown: string): string =>
  partsOf(reportWord(form, markdown)).file("word/document.xml")?.asText() ?? "";

const unescaped = (text: string): string =>
  text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

/** Each paragraph of the body outside tables: its style and its text. */
const paragraphsOf = (xml: string): string[][] =>
  [...xml.replaceAll(/<w:tbl>.*?<\/w:tbl>/gs, "").matchAll(/<w:p>.*?<\/w:p>/gs)]
    .map(([one]) => [
      /w:pStyle w:val="(\w+)"/.exec(one)?.[1] ?? "",
      unescaped([...one.matchAll(/<w:t [^>]*>([^<]*)|<w:br\/>/g)].map(([, text]) => text ?? "/").join("")),
    ])
    .filter(([, text]) => text !== "");

const tablesOf = (xml: string): string[] => xml.match(/<w:tbl>.*?<\/w:tbl>/gs) ?? [];
const widthsIn = (table: string): number[] =>
  [...table.matchAll(/<w:gridCol w:w="(\d+)"/g)].map(([, width]) => Number(width));
const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

const table = (columns: number, cell = "1"): string =>
  [
    `| 机构 |${" 指标 |".repeat(columns - 1)}`,
    `| --- |${" ---: |".repeat(columns - 1)}`,
    `| 样例培训中心 |${` ${cell} |`.repeat(columns - 1)}`,
  ].join("\n");

describe("reportWord", () => {
  test("题目、期次、主送、层次、正文、落款、成文日期各就各位", () => {
    const markdown = `# 样例区校外培训机构专项治理督查通报

第5期（2021-07-19 至 2021-07-25）

各镇人民政府，区直各部门：

现将进展通报如下：

## 一、工作进展

- 截至日：2021-07-23
- 阶段：集中整改

### （一）各属地

（二）各部门

下表按逾期多少排列：

${table(3)}

尽快整改。

样例区教体局（印章）

2021年7月23日

---

截至 2021-07-23　校验码 ABCD-EF01
`;
    expect(paragraphsOf(bodyOf(markdown))).toEqual([
      ["DocumentTitle", "样例区校外培训机构专项治理督查通报"],
      ["Number", "第5期（2021-07-19 至 2021-07-25）"],
      ["Addressee", "各镇人民政府，区直各部门："],
      ["Body", "现将进展通报如下："],
      ["Section", "一、工作进展"],
      ["Point", "截至日：2021-07-23"],
      ["Point", "阶段：集中整改"],
      ["Subsection", "（一）各属地"],
      ["Level2", "（二）各部门"],
      ["Lead", "下表按逾期多少排列："],
      ["Lead", "尽快整改。"],
      ["Seal", "样例区教体局（印章）"],
      ["SignedOn", "2021年7月23日"],
      ["Colophon", "截至 2021-07-23　校验码 ABCD-EF01"],
    ]);
  });

  test.each([
    ["# 2021年川汇区校外培训机构专项治理情况报告", "2021年川汇区校外培训机构专项治理/情况报告"],
    [`# ${"长".repeat(24)}`, `${"长".repeat(12)}/${"长".repeat(12)}`],
    ["# 2021年川汇区校外培训机构专项治理周调度", "2021年川汇区校外培训机构专项治理周调度"],
  ])("题目过长时按词意回行：%s", (title, lines) => {
    expect(paragraphsOf(bodyOf(`${title}\n\n第5期\n`))[0]).toEqual(["DocumentTitle", lines]);
  });

  test("版面：A4，页边距，行距，页码单右双左，样式的字体字号", () => {
    const zip = partsOf(reportWord(form, "# 样例\n\n正文。\n"));
    const part = (path: string): string => zip.file(path)?.asText() ?? "";
    const xml = part("word/document.xml");
    expect(xml).toContain('<w:pgSz w:w="11906" w:h="16838"');
    expect(xml).toContain('<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588"');
    const styles = part("word/styles.xml");
    const styleOf = (id: string): string => new RegExp(`w:styleId="${id}".*?</w:style>`, "s").exec(styles)?.[0] ?? "";
    expect(styleOf("DocumentTitle")).toMatch(/w:jc w:val="center".*方正小标宋简体.*w:sz w:val="44"/);
    expect(styleOf("Body")).toMatch(/w:line="580" w:lineRule="exact".*w:firstLine="640".*仿宋_GB2312.*w:sz w:val="32"/);
    expect(styleOf("Section")).toMatch(/w:outlineLvl w:val="0".*黑体.*w:sz w:val="32"/);
    expect(styleOf("Subsection")).toMatch(/w:outlineLvl w:val="1".*楷体_GB2312.*w:sz w:val="32"/);
    expect(styleOf("Cell")).toMatch(/仿宋_GB2312.*w:sz w:val="24"/);
    for (const [footer, side] of [
      ["footer1", "right"],
      ["footer2", "left"],
    ] as const)
      expect(part(`word/${footer}.xml`)).toMatch(new RegExp(`w:jc w:val="${side}".*— .*PAGE.* —`));
    expect(part("docProps/core.xml")).toContain("<dc:title>样例</dc:title>");
  });

  test("表格与版心同宽，表头每页重复，一行不跨页，数靠右", () => {
    const [one = ""] = tablesOf(bodyOf(`# 样例\n\n${table(5)}\n`));
    expect(sum(widthsIn(one))).toBeGreaterThan(8844 - 6);
    expect(sum(widthsIn(one))).toBeLessThanOrEqual(8844);
    expect(one.match(/<w:tblHeader\/>/g)).toHaveLength(1);
    expect(one.indexOf("<w:tblHeader/>")).toBeLessThan(one.indexOf("样例培训中心"));
    expect(one.match(/<w:cantSplit\/>/g)).toHaveLength(2);
    expect(one.match(/<w:jc w:val="right"\/>/g)).toHaveLength(4);
    expect(widthsIn(one)[0]).toBeGreaterThan(widthsIn(one)[1] ?? 0);
  });

  test("公布的名单里，十八位的信用代码不断成两行", () => {
    const head = "| 序号 | 机构名称 | 统一社会信用代码 | 办学许可证号 | 地址 | 情形 | 依据 | 有效至 |";
    const row =
      "| 1 | 样例培训中心 | 52411602MJY00001X4 | 教民141160279000001 | 样例路 | 具备办学资质、办学行为规范 | 《2021年川汇区校外培训机构专项治理工作方案》 | 2023-06-30 |";
    const [one = ""] = tablesOf(bodyOf(`# 样例\n\n${head}\n${"| --- ".repeat(8)}|\n${row}\n`));
    expect(widthsIn(one)[2]).toBeGreaterThanOrEqual(20 * 108 + 2 * 90);
  });

  test("逾期清单里的文号：括号里的年份和序号排在一行，括号不单独占一行", () => {
    const row =
      "| 1 | 川汇区样例文化教育培训学校有限公司 | 城东办事处 | 2-1 不符合“开展培训前已取得办学许可证” | 川教责改〔2021〕12号 | 2021-08-02 | 4 | 区教体局、市市场监管局川汇区分局 |";
    const head = "| 序号 | 机构 | 属地 | 问题 | 文号 | 应于 | 逾期天数 | 牵头 |";
    const [one = ""] = tablesOf(bodyOf(`# 样例\n\n${head}\n${"| --- ".repeat(8)}|\n${row}\n`));
    const halfCharacter = 108;
    expect(widthsIn(one)[4]).toBeGreaterThanOrEqual("〔2021〕12号".length * halfCharacter + 3 * halfCharacter);
    expect(sum(widthsIn(one))).toBeLessThanOrEqual(8844);
  });

  test("逾期清单：天数的列只有数那么宽，问题和牵头的格子一样高", () => {
    const [problem, leads] = [
      "2-1 不符合“取得办学许可证”：没有办学许可证",
      "区教体局、市市场监管局川汇区分局、区民政局",
    ];
    const head = "| 序号 | 机构 | 属地 | 问题 | 文号 | 应于 | 逾期天数 | 牵头 |";
    const row = `| 1 | 小树苗培训中心 | 城南办事处 | ${problem} | 川教体改〔2021〕1号 | 2021-08-03 | 3 | ${leads} |`;
    const [one = ""] = tablesOf(bodyOf(`# 样例\n\n${head}\n${"| --- ".repeat(8)}|\n${row}\n`));
    const characters = widthsIn(one).map((width) => (width - 2 * 90) / 216);
    expect(characters[6]).toBeLessThan(3);
    const lines = [problem, leads].map((text, nth) => text.length / (characters[[3, 7][nth] ?? 0] ?? 1));
    expect(Math.max(...lines)).toBeLessThan(5);
    expect(Math.abs((lines[0] ?? 0) - (lines[1] ?? 0))).toBeLessThan(1);
  });

  test("落款、日期和校验码在一页上", () => {
    const xml = bodyOf("# 样例\n\n正文。\n\n样例区教育局（印章）\n\n2021年7月23日\n\n---\n\n校验码 1\n");
    expect(xml).toMatch(/"SignedOn"\/><w:keepNext\/>/);
  });

  test("报送单位在左，签发人在右；没有写签发人的，留出签名的地方", () => {
    const one = (line: string): string => bodyOf(`# 样例\n\n第1期\n\n${line}\n\n正文。\n`);
    expect(one("报送单位：样例区教育局　　签发人：张某甲")).toMatch(
      /"Sender".*报送单位：样例区教育局<.*<w:tab\/>.*签发人：<.*张某甲</,
    );
    expect(one("报送单位：样例区教育局　　签发人：")).toContain("　　　　</w:t>");
  });

  test.each([
    [7, "HeadCell", 8844, false],
    [8, "SmallHeadCell", 8844, false],
    [16, "SmallHeadCell", 12756, true],
  ])("%i 列的表：%s，宽 %i，横排 %s", (columns, style, width, across) => {
    const xml = bodyOf(
      `# 样例\n\n## 一、小表\n\n${table(3, "1")}\n\n## 二、大表\n\n${table(columns, "12345")}\n\n## 三、下步\n\n正文。\n`,
    );
    const one = tablesOf(xml).at(-1) ?? "";
    expect(one).toContain(`w:pStyle w:val="${style}"`);
    expect(sum(widthsIn(one))).toBeGreaterThan(width - 20);
    expect(sum(widthsIn(one))).toBeLessThanOrEqual(width);
    const turns = [...xml.matchAll(/w:orient="(\w+)"/g)].map(([, turn]) => turn);
    expect(turns).toEqual(across ? ["portrait", "landscape", "portrait"] : ["portrait"]);
    // The heading goes across with its table; what comes after does not.
    if (across) {
      expect(xml.indexOf('"portrait"')).toBeLessThan(xml.indexOf("二、大表"));
      expect(xml.indexOf('"landscape"')).toBeLessThan(xml.indexOf("三、下步"));
    }
  });

  test("只有一张表、又要横排的（公布的名单），整份横排，不为几行字转两次", () => {
    const xml = bodyOf(`# 样例\n\n- 版次：第1版\n\n${table(16, "12345")}\n\n异议与更正：样例渠道\n`);
    expect([...xml.matchAll(/w:orient="(\w+)"/g)].map(([, turn]) => turn)).toEqual(["landscape"]);
    expect(xml.indexOf('"landscape"')).toBeGreaterThan(xml.indexOf("异议与更正"));
  });

  test("六七列的表，一行放不下时用小一号的字", () => {
    const styleOf = (columns: number, cell: string): string | undefined =>
      /w:pStyle w:val="(\w+)"/.exec(tablesOf(bodyOf(`# 样例\n\n${table(columns, cell)}\n`))[0] ?? "")?.[1];
    expect(styleOf(7, "疏散通道和安全出口畅通，没有堵塞")).toBe("SmallHeadCell");
    expect(styleOf(5, "疏散通道和安全出口畅通，没有堵塞")).toBe("HeadCell");
  });

  test("填进去的内容只是文字，多怪都打得开、读得回", () => {
    const strange = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom(
        "</w:t><w:br/>",
        "$& $1 $`",
        "【#机构】",
        "<br>",
        "a|b\\|c",
        "&lt;&amp;",
        "\u0007\u202e\uffff",
        "![x](y)",
      ),
    );
    fc.assert(
      fc.property(strange, (value) => {
        const template = "# 样例\n\n开头【内容】结尾\n\n| 甲 | 乙 |\n| --- | --- |\n| 【内容】 | 尾 |\n";
        const rendered = renderDocument(template, { 内容: value }, "x.md");
        if (!("text" in rendered)) throw new Error(JSON.stringify(rendered.problems));
        const bytes = reportWord(form, rendered.text);
        readWord(bytes, "x.docx");
        const xml = partsOf(bytes).file("word/document.xml")?.asText() ?? "";
        const lines = value.replaceAll(/\r\n?/g, "\n").split("\n");
        const said = lines.map((line) => plain(line).trim()).filter((line) => line !== "");
        const text = unescaped([...xml.matchAll(/<w:t [^>]*>([^<]*)/g)].map(([, one]) => one).join("")).replaceAll(
          " ",
          "",
        );
        for (const line of said)
          expect(text).toContain(line.replaceAll(/[\ufffe\uffff]/g, "\ufffd").replaceAll(" ", ""));
        expect(xml).not.toMatch(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|\p{Cs}/u);
        // Nothing in it became a cell.
        expect(xml.match(/<w:tc>/g)).toHaveLength(4);
      }),
    );
  });

  test("同一份文字，字节相同", () => {
    const markdown = `# 样例\n\n${table(4)}\n`;
    expect(Buffer.compare(reportWord(form, markdown), reportWord(form, markdown))).toBe(0);
  });
});
