/** Word templates: what they say, how they are laid out, what is refused, and what comes out when they are filled. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { encode } from "jpeg-js";
import PizZip from "pizzip";
import { describe, expect, onTestFinished, test } from "vitest";
import { Stop } from "../../src/campaign/index.ts";
import { templatePath } from "../../src/templates.ts";
import { fillWord } from "../../src/write/docx-fill.ts";
import { markdownOf } from "../../src/write/docx-markdown.ts";
import { readWord } from "../../src/write/docx-read.ts";
import { bytesOf, paragraph, withBody } from "./word-template.ts";

const shipped = readdirSync(templatePath("documents")).map((file) => basename(file, ".docx"));

/** Blank lines, alignment marks and the breaks around block marks carry no text. */
const bare = (text: string): string =>
  text
    .replaceAll(/^\|[\s:|-]+\|$/gm, "|-|")
    .replaceAll(/\n{2,}/g, "\n")
    .trim();

const filled = (
  bytes: Uint8Array,
  fields: Parameters<typeof fillWord>[1],
  pictures: Parameters<typeof fillWord>[2] = new Map(),
) => fillWord(readWord(bytes, "x.docx"), fields, pictures, "x.docx");
const textOf = (bytes: Uint8Array): string =>
  bare(markdownOf(new PizZip(bytes).file("word/document.xml")?.asText() ?? ""));

function codesOf(work: () => unknown): string[] {
  try {
    work();
  } catch (error) {
    if (error instanceof Stop) return error.problems.map(({ code, message }) => `${code} ${message}`);
    throw error;
  }
  return [];
}

describe("随附的 Word 模板", () => {
  test.each(shipped)("%s：与文字模板一字不差", (name) => {
    const text = ["orders", "papers"]
      .map((folder) => templatePath(folder, `${name}.md`))
      .find((path) => existsSync(path));
    expect(bare(readWord(bytesOf(name), name).markdown)).toBe(bare(readFileSync(text ?? "", "utf8")));
  });

  test("每份文字模板都有 Word 版，由脚本生成，可以重现", () => {
    const folder = mkdtempSync(join(tmpdir(), "tuban-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    execFileSync(process.execPath, [join(import.meta.dirname, "../../scripts/documents.mjs"), folder]);
    expect(readdirSync(join(folder, "documents"))).toEqual(readdirSync(templatePath("documents")));
    const made = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".docx"));
    expect(made).toContain(join("reports", "版式.docx"));
    for (const file of made)
      expect(Buffer.compare(readFileSync(join(folder, file)), readFileSync(templatePath(file))), file).toBe(0);
  });

  test.each(shipped)("%s：版式按 GB/T 9704", (name) => {
    const zip = new PizZip(bytesOf(name));
    const part = (path: string): string => zip.file(path)?.asText() ?? "";
    const xml = part("word/document.xml");
    // 天头 37 毫米、下 35、订口 28、右 26；A4；每页 22 行。给当事人的文书和一页的表排得紧一些，一个问题一页印完。
    const notice = xml.includes("送达回证") || ["复查意见书", "行政处罚立案审批表"].includes(name);
    const pitch = notice ? 510 : 580;
    expect(xml).toContain('<w:pgSz w:w="11906" w:h="16838"');
    expect(xml).toContain(
      notice
        ? '<w:pgMar w:top="1700" w:right="1474" w:bottom="1700" w:left="1588"'
        : '<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588"',
    );
    expect(xml).toContain(`<w:docGrid w:type="lines" w:linePitch="${pitch}"/>`);
    expect(((225 / 25.4) * 1440) / 580).toBeCloseTo(22, 1);
    const styles = part("word/styles.xml");
    expect(/w:styleId="Body".*?<\/w:style>/.exec(styles)?.[0]).toMatch(
      new RegExp(
        `w:spacing w:line="${pitch}" w:lineRule="exact".*w:eastAsia="仿宋_GB2312".*w:spacing w:val="-4".*w:sz w:val="32"`,
      ),
    );
    expect(/w:styleId="DocumentTitle".*?<\/w:style>/.exec(styles)?.[0]).toMatch(/方正小标宋简体.*w:sz w:val="44"/);
    for (const font of ["方正小标宋简体", "仿宋_GB2312", "楷体_GB2312", "黑体"])
      expect(part("word/fontTable.xml")).toMatch(new RegExp(`w:name="${font}"><w:altName w:val="[^"]*Noto`));
    // 页码单页居右、双页居左。
    expect(part("word/settings.xml")).toContain("<w:evenAndOddHeaders/>");
    expect(
      [part("word/footer1.xml"), part("word/footer2.xml")].map((footer) => /w:jc w:val="(\w+)"/.exec(footer)?.[1]),
    ).toEqual(["right", "left"]);
    // Every table is as wide as the text, and no row is cut by a page.
    for (const [, width] of xml.matchAll(/<w:tblW w:type="dxa" w:w="(\d+)"/g))
      expect(Math.abs(Number(width) - 8844)).toBeLessThan(6);
    expect(xml.split("<w:tr>").length).toBe(xml.split("<w:cantSplit/>").length);
    expect(Object.keys(zip.files).filter((file) => /fonts\/|\.odttf|vba|embeddings|media/.test(file))).toEqual([]);
  });

  test("落款处留出盖章的位置，落款跟着正文，版记在页底", () => {
    const xml = new PizZip(bytesOf("督办单")).file("word/document.xml")?.asText() ?? "";
    const styles = new PizZip(bytesOf("督办单")).file("word/styles.xml")?.asText() ?? "";
    expect(/w:styleId="Seal".*?<\/w:style>/.exec(styles)?.[0]).toMatch(
      /<w:keepNext\/>.*w:before="1160".*w:right="1280"/,
    );
    expect(xml).toMatch(/w:framePr[^>]*w:vAnchor="margin"[^>]*w:yAlign="bottom"/);
  });
});

describe("填写", () => {
  test("照原样填字：标点、尖括号、字段括号、控制符都不起作用", () => {
    const text = '【机构名称】<w:p/>&amp; =1+1|\u001b[31m"x"';
    const out = filled(withBody(paragraph("名称：【机构名称】。")), { 机构名称: text });
    const xml = new PizZip(out).file("word/document.xml")?.asText() ?? "";
    expect(xml).toContain("【机构名称】&lt;w:p/&gt;&amp;amp; =1+1|␛[31m");
    expect(xml).not.toContain("\u001b");
    expect(textOf(out)).toBe('名称：【机构名称】&lt;w:p/>&amp; =1+1|␛[31m"x"。');
  });

  test("Word 把字段切成几段也认得；全角符号也认得", () => {
    const out = filled(withBody(paragraph("甲【机", "构名", "称】乙【？有】丙【／有】")), {
      机构名称: "样例",
      有: "x",
    });
    expect(textOf(out)).toBe("甲样例乙丙");
  });

  test("清单逐行、逐段重复，序号自己数；空的一段不留痕迹", () => {
    const row =
      "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/><w:gridCol/></w:tblGrid><w:tr><w:tc><w:p><w:r><w:t>序号</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>内容</w:t></w:r></w:p></w:tc></w:tr><w:tr><w:tc><w:p><w:r><w:t>【#问题】【序号】</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>【内容】【/问题】</w:t></w:r></w:p></w:tc></w:tr></w:tbl>";
    const body =
      row +
      paragraph("【?问题】") +
      paragraph("有问题") +
      paragraph("【/问题】") +
      paragraph("【^问题】") +
      paragraph("没有") +
      paragraph("【/问题】");
    const out = filled(withBody(body), { 问题: [{ 内容: "甲" }, { 内容: "乙|丙\n丁" }] });
    expect(textOf(out)).toBe("| 序号 | 内容 |\n|-|\n| 1 | 甲 |\n| 2 | 乙\\|丙<br>丁 |\n有问题");
  });

  test("照片放进文件，同一张只放一份；没有的写出名称", () => {
    const jpg = encode({ width: 40, height: 30, data: new Uint8Array(4800).fill(90) }, 80).data;
    const pictures = new Map([["a".repeat(64), { bytes: jpg, type: "jpg" as const, width: 40, height: 30 }]]);
    const photo = (sha: string, name: string) => ({ 图: { sha256: sha.repeat(64), name } });
    const fields = { 照片: [photo("a", '一"<.jpg'), photo("a", "又.jpg"), photo("b", "缺<.heic")] };
    const out = filled(withBody(paragraph("【#照片】【%图】【/照片】")), fields, pictures);
    const zip = new PizZip(out);
    const xml = zip.file("word/document.xml")?.asText() ?? "";
    expect(xml.split("<w:drawing>").length).toBe(3);
    expect(xml).toContain("（照片：缺&lt;.heic）");
    expect(Object.keys(zip.files).filter((name) => name.includes("media"))).toEqual(["word/media/photo1.jpg"]);
    expect(zip.file("word/_rels/document.xml.rels")?.asText()).toContain('Id="rIdPhoto1"');
    expect(zip.file("[Content_Types].xml")?.asText()).toContain('Extension="jpg"');
    // 60 × 48 毫米以内，不变形。
    const [, cx, cy] = /wp:extent cx="(\d+)" cy="(\d+)"/.exec(xml) ?? [];
    expect([Number(cx) / 36_000, Number(cy) / 36_000]).toEqual([60, 45]);
    expect(Buffer.compare(out, filled(withBody(paragraph("【#照片】【%图】【/照片】")), fields, pictures))).toBe(0);
  });

  test("一段的开头和结尾跨了格，说得出是哪一段", () => {
    const body =
      "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:tc><w:p><w:r><w:t>【#问题】【内容】</w:t></w:r></w:p></w:tc></w:tr></w:tbl><w:p><w:r><w:t>【/问题】</w:t></w:r></w:p>";
    expect(codesOf(() => filled(withBody(body), { 问题: [{ 内容: "甲" }] })).join()).toContain("template-structure");
  });
});

describe("不能用的模板", () => {
  const plainBody = paragraph("【文号】");
  test.each([
    ["宏", withBody(plainBody, { "word/vbaProject.bin": "x" })],
    ["嵌入对象", withBody(plainBody, { "word/embeddings/oleObject1.bin": "x" })],
    [
      "远程模板",
      withBody(plainBody, {
        "word/_rels/settings.xml.rels":
          '<Relationships><Relationship Id="r" Type="http://x/attachedTemplate" Target="http://x.example/a.dotm" TargetMode="External"/></Relationships>',
      }),
    ],
    [
      "启动程序的域",
      withBody(
        `<w:p><w:r><w:instrText>DDEAU</w:instrText></w:r><w:r><w:instrText>TO c:\\x.exe</w:instrText></w:r></w:p>`,
      ),
    ],
    ["外来内容", withBody('<w:altChunk r:id="r"/>')],
    ["小写的域", withBody("<w:p><w:r><w:instrText>ddeauto c:\\x.exe</w:instrText></w:r></w:p>")],
    ["单引号的域", withBody("<w:p><w:fldSimple w:instr='DDEAUTO c:\\x.exe'/></w:p>")],
    ["别的前缀的域", withBody("<x:p><x:r><x:instrText>INCLUDETEXT x</x:instrText></x:r></x:p>")],
    ["用实体写的域", withBody("<w:p><w:r><w:instrText>&#68;&#x44;EAUTO x</w:instrText></w:r></w:p>")],
    ["夹了注释的域", withBody("<w:p><w:r><w:instrText>D<!-- -->DEAUTO x</w:instrText></w:r></w:p>")],
    ["夹了 CDATA 的域", withBody("<w:p><w:r><w:instrText><![CDATA[DDEAUTO x]]></w:instrText></w:r></w:p>")],
    ["放在别的文件夹里的域", withBody(plainBody, { "外/footer.xml": "<w:instrText>DDEAUTO x</w:instrText>" })],
    ["别的编码的部件", withBody(plainBody, { "word/footer1.xml": '<?xml version="1.0" encoding="utf-16"?><w:ftr/>' })],
    [
      "冒充超链接的远程模板",
      withBody(plainBody, {
        "word/_rels/settings.xml.rels":
          '<Relationship Type="http://x/attachedTemplate" Target="http://x.example/hyperlink" TargetMode = \'External\'/>',
      }),
    ],
    [
      "用实体写的外部",
      withBody(plainBody, {
        "word/_rels/settings.xml.RELS":
          '<Relationship Type="http://x/image" Target="http://x.example/a.png" TargetMode="Ext&#101;rnal"/>',
      }),
    ],
    [
      "改了名的宏",
      withBody(plainBody, { "word/_rels/document2.xml.rels": '<Relationship Type="x/vbaProject" Target="a.dat"/>' }),
    ],
  ])("%s", (_what, bytes) => {
    expect(codesOf(() => readWord(bytes, "x.docx")).join()).toContain("docx-unsafe");
  });

  test("不是 Word 文档；页脚里的字段", () => {
    expect(codesOf(() => readWord(new TextEncoder().encode("文字"), "x.docx")).join()).toContain("docx-unreadable");
    expect(
      codesOf(() =>
        readWord(
          withBody(plainBody, { "word/footer1.xml": "<w:ftr><w:p><w:r><w:t>【文号】</w:t></w:r></w:p></w:ftr>" }),
          "x.docx",
        ),
      ),
    ).toEqual(["template-in-margin 页眉、页脚、脚注里有【字段】，不能填"]);
  });

  test("普通的超链接不拦", () => {
    const rels =
      '<Relationships><Relationship Id="r" Type="http://x/hyperlink" Target="http://x.example" TargetMode="External"/></Relationships>';
    expect(codesOf(() => readWord(withBody(plainBody, { "word/_rels/header9.xml.rels": rels }), "x.docx"))).toEqual([]);
  });
});
