// Lays the Markdown templates (templates/orders, templates/papers) out as Word files by GB/T 9704: templates/documents/*.docx,
// and makes the empty form that reports are put into (src/write/docx-report.ts): templates/reports/版式.docx.
// The wording stands in the Markdown alone; this file knows only where it goes on the page. The same input gives the same bytes.
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import {
  AlignmentType,
  BorderStyle,
  Document,
  Footer,
  FrameAnchorType,
  HorizontalPositionAlign,
  LineRuleType,
  Packer,
  PageNumber,
  Paragraph,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  VerticalAlign,
  VerticalPositionAlign,
  WidthType,
} from "docx";
import PizZip from "pizzip";

const templates = join(import.meta.dirname, "..", "templates");

// Twentieths of a point (twips); 1 mm is 56.7 of them. GB/T 9704: 天头 37, 订口 28, 版心 156 × 225 mm, 22 行 × 28 字.
const page = { width: 11906, height: 16838 };
const margin = { top: 2098, bottom: 1984, left: 1588, right: 1474, footer: 1588 };
const textWidth = page.width - margin.left - margin.right;
const line = 580;
const character = 320;
// 28 characters of 16 pt are 448 pt; 版心 is 442.2 pt wide.
const squeezed = -4;

const font = (eastAsia) => ({ ascii: "Times New Roman", hAnsi: "Times New Roman", cs: "Times New Roman", eastAsia });
const song = font("方正小标宋简体");
const body = font("仿宋_GB2312");
const kai = font("楷体_GB2312");
const hei = font("黑体");

/** What a reader without the named font gets instead, in this order. */
const fallbacks = {
  方正小标宋简体: ["小标宋体", "Noto Serif CJK SC", "Source Han Serif SC", "宋体", "SimSun"],
  仿宋_GB2312: ["仿宋", "FangSong", "FandolFang", "Noto Serif CJK SC", "宋体"],
  楷体_GB2312: ["楷体", "KaiTi", "FandolKai", "Noto Serif CJK SC", "宋体"],
  黑体: ["SimHei", "Noto Sans CJK SC", "Source Han Sans SC"],
  宋体: ["SimSun", "Noto Serif CJK SC", "Source Han Serif SC"],
};

/** A paper to a party, or a form, is closer set, so that one of a single problem stays on one page; GB/T 9704 speaks of official letters. */
const noticeLine = 510;
const noticeMargin = { top: 1700, bottom: 1700, footer: 1100 };

const exact = { line, lineRule: LineRuleType.EXACT };
const style = (id, name, size, fonts, paragraph, run = {}) => ({
  id,
  name,
  basedOn: "Normal",
  quickFormat: true,
  run: { font: fonts, size: size * 2, ...run },
  paragraph: { spacing: exact, ...paragraph },
});
/** Ids are read back by src/write/docx-markdown.ts: Office, Title and Part are headings there. */
const styles = [
  style("Office", "发文机关", 22, song, {
    alignment: AlignmentType.CENTER,
    keepNext: true,
    spacing: { line: 640, lineRule: LineRuleType.EXACT },
  }),
  style("DocumentTitle", "文书标题", 22, song, {
    alignment: AlignmentType.CENTER,
    keepNext: true,
    spacing: { line: 640, lineRule: LineRuleType.EXACT, after: 290 },
  }),
  style("Number", "文号", 16, body, { alignment: AlignmentType.CENTER, spacing: { ...exact, after: 290 } }),
  style("Addressee", "主送", 16, body, {}, { characterSpacing: squeezed }),
  style(
    "Body",
    "正文段",
    16,
    body,
    { indent: { firstLine: 2 * character }, alignment: AlignmentType.BOTH },
    { characterSpacing: squeezed },
  ),
  // For a field of several lines, such as questions and answers.
  style("Lines", "逐行", 16, body, { indent: { left: 2 * character } }, { characterSpacing: squeezed }),
  style("Level1", "一级标题", 16, hei, { indent: { firstLine: 2 * character }, keepNext: true }),
  style("Level2", "二级标题", 16, kai, { indent: { firstLine: 2 * character }, keepNext: true }),
  style(
    "Lead",
    "表前",
    16,
    body,
    { indent: { firstLine: 2 * character }, keepNext: true, alignment: AlignmentType.BOTH },
    { characterSpacing: squeezed },
  ),
  style("Part", "附页标题", 16, hei, {
    alignment: AlignmentType.CENTER,
    keepNext: true,
    spacing: { ...exact, before: 290, after: 145 },
  }),
  // The seal is set over the issuer and the date, 右空四字.
  style("Seal", "落款", 16, body, {
    alignment: AlignmentType.RIGHT,
    indent: { right: 4 * character },
    keepNext: true,
    spacing: { ...exact, before: 2 * line },
  }),
  style("SignedOn", "成文日期", 16, body, { alignment: AlignmentType.RIGHT, indent: { right: 4 * character } }),
  style("Record", "版记", 14, body, {}),
  style("Cell", "表格文字", 12, body, { spacing: { line: 360, lineRule: LineRuleType.AT_LEAST } }),
  // Where many columns share the page.
  style("SmallCell", "表格小字", 10.5, body, { spacing: { line: 320, lineRule: LineRuleType.AT_LEAST } }),
  style("HeadCell", "表格标题", 12, hei, {
    alignment: AlignmentType.CENTER,
    spacing: { line: 360, lineRule: LineRuleType.AT_LEAST },
  }),
];

/** Reports have parts and tables of their own; what Word shows as an outline is named after what it is. */
const reportStyles = [
  style("Section", "报表一级标题", 16, hei, { indent: { firstLine: 2 * character }, keepNext: true, outlineLevel: 0 }),
  style("Subsection", "报表二级标题", 16, kai, {
    indent: { firstLine: 2 * character },
    keepNext: true,
    outlineLevel: 1,
  }),
  // 报送单位 at the left and 签发人 at the right, each 空一字.
  style("Sender", "报送单位和签发人", 16, body, {
    indent: { left: character, right: character },
    spacing: { ...exact, after: 145 },
    tabStops: [{ type: "right", position: textWidth - character }],
  }),
  style("Point", "分项", 16, body, { indent: { firstLine: 2 * character } }, { characterSpacing: squeezed }),
  style("SmallHeadCell", "表格小标题", 10.5, hei, {
    alignment: AlignmentType.CENTER,
    spacing: { line: 320, lineRule: LineRuleType.AT_LEAST },
  }),
  // The checklist, on two sides of a sheet.
  style("DenseTitle", "密排标题", 15, song, {
    alignment: AlignmentType.CENTER,
    spacing: { line: 400, lineRule: LineRuleType.EXACT },
  }),
  style("DenseLine", "密排正文", 9, body, { spacing: { line: 260, lineRule: LineRuleType.AT_LEAST } }),
  style("DenseCell", "密排表格", 9, body, { spacing: { line: 220, lineRule: LineRuleType.AT_LEAST } }),
  style("DenseHeadCell", "密排表头", 9, hei, {
    alignment: AlignmentType.CENTER,
    spacing: { line: 220, lineRule: LineRuleType.AT_LEAST },
  }),
  style("DenseSmall", "密排小字", 7, body, { spacing: { line: 180, lineRule: LineRuleType.AT_LEAST } }),
  style("Gap", "表后", 6, body, { spacing: { line: 200, lineRule: LineRuleType.EXACT } }),
  style("Colophon", "报表末行", 14, body, {
    border: { top: { style: BorderStyle.SINGLE, size: 8, space: 4, color: "000000" } },
    spacing: { ...exact, before: 290 },
  }),
];

/** How much of a table's width a column takes, by its heading. */
const weights = {
  序号: 9,
  问题编号: 13,
  阶段: 8,
  严重程度: 9,
  依据: 32,
  检查内容: 25,
  查实的情况: 27,
  检查结果: 14,
  现场照片: 44,
  照片: 44,
  复查结果: 13,
  检查内容和查明的情况: 44,
  问题和复查情况: 33,
  有效至: 18,
  公布至: 18,
  统一社会信用代码: 37,
  情形和依据: 32,
  名称: 21,
  地址: 15,
  起: 14,
  止: 14,
};

const blockMark = /【[#?^/][^【】]*】/g;
const isBare = (text) => text.trim() !== "" && text.replace(blockMark, "").trim() === "";
const isRow = (text) => text.startsWith("|");

/** The lines of a template with marks set where Word needs them: paragraphs of their own, or inside what they belong to. */
function piecesOf(source) {
  const lines = source.split("\n");
  const inline = inlineMarks(lines);
  const pieces = [];
  let pending = "";
  for (let at = 0; at < lines.length; at++) {
    const text = lines[at];
    if (text.trim() === "") continue;
    if (isBare(text) && inline.has(at)) pending += text.trim();
    else if (isBare(text) && isRow(lines[at + 1] ?? "") && isRow(lines[at - 1] ?? "")) pending += text.trim();
    else if (
      isBare(text) &&
      isRow(lines[at - 1] ?? "") &&
      pieces.at(-1)?.rows &&
      opensInRows(pieces.at(-1).rows, text)
    ) {
      const last = pieces.at(-1).rows.at(-1);
      last[last.length - 1] += text.trim();
    } else if (isRow(text)) {
      if (/^\|[\s:|-]+\|$/.test(text)) continue;
      const cells = text
        .slice(1, -1)
        .split("|")
        .map((cell) => cell.trim());
      cells[0] = pending + cells[0];
      pending = "";
      const open = pieces.at(-1);
      const continues = open?.rows && (isRow(lines[at - 1] ?? "") || isBare(lines[at - 1] ?? ""));
      if (continues) open.rows.push(cells);
      else pieces.push({ rows: [cells] });
    } else {
      pieces.push({ text: pending + text.trim() });
      pending = "";
    }
  }
  return pieces;
}

/** A closing mark belongs to a table when what it closes was opened in one of its rows. */
function opensInRows(rows, text) {
  const name = /【\/([^【】]*)】/.exec(text)?.[1];
  const marks = rows.flat().join("");
  return marks.split(`【#${name}】`).length > marks.split(`【/${name}】`).length;
}

/** Lines with nothing but marks whose other half stands within a line of text: they belong to the next line. */
function inlineMarks(lines) {
  const open = [];
  const inline = new Set();
  for (const [at, text] of lines.entries())
    for (const [mark] of text.matchAll(blockMark)) {
      if (mark[1] !== "/") open.push(at);
      else {
        const from = open.pop();
        if (from !== undefined && isBare(lines[from]) && !isBare(text)) inline.add(from);
      }
    }
  return inline;
}

function textRuns(text, run = {}) {
  return text
    .split(/<br>/)
    .map((part, index) => new TextRun({ text: part, ...(index > 0 ? { break: 1 } : {}), ...run }));
}

function paragraphOf(text, role, more = {}) {
  return new Paragraph({ style: role, children: textRuns(text), ...more });
}

function tableOf(rows) {
  const headings = rows[0].map((cell) => cell.replaceAll(/【[^】]*】/g, ""));
  const pairs = headings.length / 2;
  const shares = headings.map((heading) =>
    heading === "内容" ? 64 / pairs : heading === "项目" ? 24 - 3 * pairs : (weights[heading] ?? 22),
  );
  const total = shares.reduce((sum, share) => sum + share, 0);
  const widths = shares.map((share) => Math.round((textWidth * share) / total));
  const form = headings.includes("项目");
  // Where people sign has to stand on one page.
  const together = headings.includes("签名") || headings.includes("项目");
  return new Table({
    layout: TableLayoutType.FIXED,
    width: { size: widths.reduce((sum, width) => sum + width, 0), type: WidthType.DXA },
    columnWidths: widths,
    margins: { top: 40, bottom: 40, left: 90, right: 90 },
    rows: rows.map(
      (cells, at) =>
        new TableRow({
          tableHeader: at === 0,
          cantSplit: true,
          ...(form || cells.some((cell) => cell === "")
            ? { height: { value: heightOf(cells, at, headings), rule: "atLeast" } }
            : {}),
          children: cells.map(
            (cell, column) =>
              new TableCell({
                width: { size: widths[column], type: WidthType.DXA },
                verticalAlign: VerticalAlign.CENTER,
                children: [
                  paragraphOf(cell, at === 0 ? "HeadCell" : headings.length > 5 ? "SmallCell" : "Cell", {
                    ...(headings[column] === "序号" ? { alignment: AlignmentType.CENTER } : {}),
                    ...(together && rows.length < 14 && at < rows.length - 1 ? { keepNext: true } : {}),
                  }),
                ],
              }),
          ),
        }),
    ),
  });
}

/** In twips; where somebody signs by hand there is room for a name. */
const heightOf = (cells, at, headings) =>
  at > 0 && (headings.includes("签名") || cells.some((cell) => cell.includes("签名"))) ? 720 : 480;

/** 版记: who issued it and when, between two lines at the foot of the last page of the document proper. */
function record() {
  const rule = { style: BorderStyle.SINGLE, size: 8, space: 1, color: "000000" };
  return new Paragraph({
    style: "Record",
    frame: {
      type: "alignment",
      width: textWidth,
      height: line,
      anchor: { horizontal: FrameAnchorType.MARGIN, vertical: FrameAnchorType.MARGIN },
      alignment: { x: HorizontalPositionAlign.LEFT, y: VerticalPositionAlign.BOTTOM },
    },
    border: { top: rule, bottom: rule },
    tabStops: [{ type: "right", position: textWidth - character }],
    indent: { left: character, right: character },
    children: [new TextRun("【签发机关】"), new TextRun({ children: ["\t", "【签发日期】印发"] })],
  });
}

/** Written to a party, often with the proof of service behind it; it has no 版记. */
const isNotice = (source) => source.includes("## 送达回证") || /^【机构名称】.*：$/m.test(source);

/** A form of one page: one table of what it is about, to be signed. */
const isForm = (source) => /^\| 项目 \| 内容 \|$/m.test(source) && !source.includes("（印章）");

/** Where the office seals; an order of several names each in a line of its own (落款机关). */
const seal = /^【(?:签发|落款)机关】（印章）$/;

/** Whether only the lines of contact, which may be left out, stand between it and the seal, which never stands alone on a page. */
function leadsToSeal(pieces, at) {
  for (let after = at + 1; after <= at + 4; after++) {
    const { text } = pieces[after] ?? {};
    if (text !== undefined && seal.test(text)) return true;
    if (text === undefined || !(isBare(text) || isBare(pieces[after - 1].text ?? ""))) return false;
  }
  return false;
}

function blocksOf(source) {
  const pieces = piecesOf(source);
  const blocks = [];
  let headings = 0;
  for (const [at, { text, rows }] of pieces.entries()) {
    if (rows) {
      // Word makes one table of two that touch.
      if (pieces[at - 1]?.rows) blocks.push(paragraphOf("", "SmallCell", { keepNext: true }));
      blocks.push(tableOf(rows));
      continue;
    }
    const before = pieces[at - 1]?.text ?? "";
    const next = pieces[at + 1];
    if (text.startsWith("# ")) blocks.push(paragraphOf(text.slice(2), headings++ === 0 ? "Office" : "DocumentTitle"));
    else if (text.startsWith("## "))
      blocks.push(paragraphOf(text.slice(3), "Part", text === "## 送达回证" ? { pageBreakBefore: true } : {}));
    else if (text === "【文号】") blocks.push(paragraphOf(text, "Number"));
    else if (before === "【文号】" && /^【(?:主送|机构名称|受送达人)】/.test(text))
      blocks.push(paragraphOf(text, "Addressee"));
    else if (seal.test(text) && isNotice(source)) blocks.push(paragraphOf(text, "Seal"));
    else if (seal.test(text)) {
      // The frame stands on the page of the paragraph after it, and that paragraph on the page of the seal.
      if (pieces[at - 1]?.rows) blocks.push(record());
      else blocks.splice(-1, 0, record());
      blocks.push(paragraphOf(text, "Seal"));
    } else if (text === "【签发日期】") blocks.push(paragraphOf(text, "SignedOn"));
    else if (isBare(text)) blocks.push(paragraphOf(text, "Body", next?.rows ? { keepNext: true } : {}));
    else if (/^[一二三四五六七八九十]+、.{1,14}$/.test(text)) blocks.push(paragraphOf(text, "Level1"));
    else if (/^（[一二三四五六七八九十]+）.{1,20}$/.test(text)) blocks.push(paragraphOf(text, "Level2"));
    else if (leadsToSeal(pieces, at)) blocks.push(paragraphOf(text, "Body", { keepNext: true }));
    else if (/^【[^#?^/【】]+】$/.test(text)) blocks.push(paragraphOf(text, "Lines"));
    else
      blocks.push(
        paragraphOf(text, next?.rows || (next && isBare(next.text) && pieces[at + 2]?.rows) ? "Lead" : "Body"),
      );
  }
  return blocks;
}

/** The style with the page's own distance between lines, and less room around headings and seal where that is small. */
function closer(one, pitch) {
  const { spacing } = one.paragraph;
  if (pitch === line || spacing === undefined) return one;
  const within = {
    ...spacing,
    ...(spacing.line === line ? { line: pitch } : {}),
    ...(spacing.after === undefined ? {} : { after: spacing.after / 2 }),
    ...(one.id === "Seal" ? { before: pitch / 2 } : {}),
  };
  return { ...one, paragraph: { ...one.paragraph, spacing: within } };
}

/** — 1 — in 四号, odd pages right and even pages left, 空一字. */
function footer(alignment, indent) {
  return new Footer({
    children: [
      new Paragraph({
        alignment,
        indent,
        children: [new TextRun({ children: ["— ", PageNumber.CURRENT, " —"], size: 28, font: font("宋体") })],
      }),
    ],
  });
}

function documentOf(name, children, more = [], pitch = line) {
  return new Document({
    title: name,
    creator: "tuban",
    lastModifiedBy: "tuban",
    evenAndOddHeaderAndFooters: true,
    styles: {
      default: { document: { run: { font: body, size: 32, language: { eastAsia: "zh-CN", value: "en-US" } } } },
      paragraphStyles: [...styles, ...more].map((one) => closer(one, pitch)),
    },
    sections: [
      {
        properties: {
          page: {
            size: { width: page.width, height: page.height },
            margin: { ...margin, ...(pitch === line ? {} : noticeMargin), header: 850, gutter: 0 },
          },
          grid: { type: "lines", linePitch: pitch },
        },
        footers: {
          default: footer(AlignmentType.RIGHT, { right: 280 }),
          even: footer(AlignmentType.LEFT, { left: 280 }),
        },
        children,
      },
    ],
  });
}

/** The same bytes for the same template: no clock, no random ids; and the fonts' fallbacks named. */
async function reproducible(document) {
  const zip = new PizZip(await Packer.toBuffer(document));
  const fixed = new PizZip();
  // By the local clock, as zip files have it: the same digits in every time zone.
  const stamp = new Date(2021, 0, 1, 12);
  for (const name of Object.keys(zip.files).toSorted()) {
    if (zip.files[name].dir) continue;
    let content = zip.files[name].asText();
    if (name === "docProps/core.xml")
      content = content.replaceAll(/(<dcterms:(?:created|modified)[^>]*>)[^<]*/g, "$12021-01-01T00:00:00Z");
    if (name === "word/fontTable.xml") content = fontTable();
    // A line ended by hand inside a paragraph is not stretched to the margin.
    if (name === "word/settings.xml") content = content.replace("<w:compat>", "<w:compat><w:doNotExpandShiftReturn/>");
    // Lines in tables are not stretched to the page's 22.
    if (name === "word/styles.xml")
      content = content.replaceAll(
        /(<w:style [^>]*w:styleId="(?:Cell|SmallCell|HeadCell|SmallHeadCell|Gap|Dense\w+)".*?<w:pPr>.*?)(<w:spacing )/g,
        '$1<w:snapToGrid w:val="0"/>$2',
      );
    fixed.file(name, content, { date: stamp, createFolders: false });
  }
  return fixed.generate({ type: "nodebuffer", compression: "DEFLATE", platform: "UNIX" });
}

function fontTable() {
  const fonts = Object.entries(fallbacks).map(
    ([name, others]) =>
      `<w:font w:name="${name}"><w:altName w:val="${others.join(",")}"/><w:charset w:val="86"/><w:family w:val="auto"/></w:font>`,
  );
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:fonts xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">${fonts.join("")}</w:fonts>`;
}

const out = process.argv[2] ?? templates;
for (const folder of ["documents", "reports"]) mkdirSync(join(out, folder), { recursive: true });
for (const folder of ["orders", "papers"])
  for (const file of readdirSync(join(templates, folder))
    .filter((one) => one.endsWith(".md"))
    .toSorted()) {
    const name = basename(file, ".md");
    const source = readFileSync(join(templates, folder, file), "utf8");
    writeFileSync(
      join(out, "documents", `${name}.docx`),
      await reproducible(
        documentOf(name, blocksOf(source), [], isNotice(source) || isForm(source) ? noticeLine : line),
      ),
    );
  }
const form = documentOf("报表", [paragraphOf("报表", "DocumentTitle")], reportStyles);
writeFileSync(join(out, "reports", "版式.docx"), await reproducible(form));
