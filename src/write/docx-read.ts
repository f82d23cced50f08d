/** What a Word file says, read as the Markdown that its paragraphs, headings and tables amount to; and whether it is safe to fill. */
import PizZip from "pizzip";
import { Stop } from "../campaign/index.ts";
import type { Problem } from "../campaign/index.ts";

/** A Word file opened: its parts, and its text with the fields in it. */
export interface WordFile {
  readonly bytes: Uint8Array;
  readonly markdown: string;
}

/** A template of words and a few rules is some ten kilobytes; with a letterhead picture still far less than this. */
const largest = 20 * 1024 * 1024;

/**
 * Opens a .docx. Refuses whatever can run or fetch something when the file is opened: macros, controls, embedded objects,
 * pages or templates from elsewhere, fields that start programs. `file` names it in the problems.
 * @throws Stop docx-unreadable · docx-unsafe · template-in-margin
 */
export function readWord(bytes: Uint8Array, file: string): WordFile {
  const zip = opened(bytes, file);
  const problems = [...unsafe(zip, file), ...marginFields(zip, file)];
  if (problems.length > 0) throw new Stop(1, problems);
  return { bytes, markdown: markdownOf(partOf(zip, "word/document.xml")) };
}

function opened(bytes: Uint8Array, file: string): PizZip {
  const hint = "用 Word 或 WPS 打开，另存为“Word 文档（.docx）”；.doc 要先另存";
  const refuse = (message: string): never => {
    throw new Stop(1, [{ code: "docx-unreadable", message, hint, place: { file } }]);
  };
  if (bytes.length > largest) refuse(`模板太大（${Math.round(bytes.length / 1048576)} MB），不像是文书模板：${file}`);
  try {
    const zip = new PizZip(bytes);
    return zip.file("word/document.xml") ? zip : refuse(`不是 Word 文档（.docx）：${file}`);
  } catch (error) {
    if (error instanceof Stop) throw error;
    return refuse(`打不开，不是完好的 Word 文档（.docx）：${file}`);
  }
}

const running = /(?:^|\/)(?:vbaProject\.bin|vbaData\.xml|activeX\/|embeddings\/|afchunk)/i;
const startingFields = /\b(?:DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|MACROBUTTON|LINK|EMBED)\b/;

function unsafe(zip: PizZip, file: string): Problem[] {
  const found: string[] = [];
  const names = Object.keys(zip.files);
  if (names.some((name) => running.test(name))) found.push("宏、控件或嵌入的对象");
  for (const name of names.filter((one) => one.endsWith(".rels"))) {
    const outside = [...partOf(zip, name).matchAll(/<Relationship\b[^>]*TargetMode\s*=\s*["']External["'][^>]*>/g)];
    if (outside.some(([tag]) => !/\/hyperlink["']/.test(tag))) found.push("从别处取来的模板或图片");
  }
  for (const name of names.filter((one) => /^word\/[^/]+\.xml$/.test(one))) {
    const xml = partOf(zip, name);
    const instructions = [...xml.matchAll(/<w:instrText\b[^>]*>([^<]*)|w:instr="([^"]*)"/g)];
    // A field's instruction may be cut over several runs.
    if (startingFields.test(instructions.map((match) => match[1] ?? match[2] ?? "").join("")))
      found.push("会启动程序或取外部内容的域");
    if (/<w:altChunk\b|<!DOCTYPE|<!ENTITY/i.test(xml)) found.push("嵌入的其他格式内容");
  }
  return [...new Set(found)].map((what) => ({
    code: "docx-unsafe",
    message: `模板里有${what}，不能用`,
    hint: "在 Word 里删去，或从 tuban template copy 重新开始；模板只能有文字、表格和【字段】",
    place: { file },
  }));
}

/** Headers and footers are the same for every document: a field there would not be seen by the check of the text. */
function marginFields(zip: PizZip, file: string): Problem[] {
  return Object.keys(zip.files)
    .filter((name) => /^word\/(?:header|footer|footnotes|endnotes)\d*\.xml$/.test(name))
    .filter((name) => /[【】]/.test(partOf(zip, name)))
    .map(() => ({
      code: "template-in-margin",
      message: "页眉、页脚、脚注里有【字段】，不能填",
      hint: "把字段移到正文里",
      place: { file },
    }));
}

function partOf(zip: PizZip, name: string): string {
  return zip.file(name)?.asText() ?? "";
}

interface Paragraph {
  style: string;
  text: string;
}
interface TableNow {
  readonly rows: string[][];
}

/** Paragraph styles that are headings or points of a list: ours (scripts/documents.mjs) and Word's own. */
const headings: Readonly<Record<string, string>> = {
  Office: "# ",
  DocumentTitle: "# ",
  Title: "# ",
  Heading1: "# ",
  Part: "## ",
  Heading2: "## ",
  Section: "## ",
  Subsection: "### ",
  Point: "- ",
};

/** The text of a document's body. What is deleted, hidden behind a fallback, or only layout, is left out. */
export function markdownOf(xml: string): string {
  const blocks: string[] = [];
  const table: TableNow[] = [];
  let paragraph: Paragraph | null = null;
  let cell: string[] | null = null;
  let skipped = 0;
  let inText = false;
  for (const [, tag, text] of xml.matchAll(/<([^>]+)>|([^<]+)/g)) {
    if (text !== undefined) {
      if (inText && skipped === 0 && paragraph) paragraph.text += unescaped(text);
      continue;
    }
    const { name, closing, empty, attributes } = tagOf(tag ?? "");
    if (name === "mc:Fallback" || name === "w:del") skipped += closing ? -1 : empty ? 0 : 1;
    else if (name === "w:t") inText = !closing && !empty;
    else if (skipped > 0) continue;
    else if (name === "w:p" && !closing) paragraph = { style: "", text: "" };
    else if (name === "w:pStyle" && paragraph) paragraph.style = /w:val="([^"]*)"/.exec(attributes)?.[1] ?? "";
    else if ((name === "w:br" || name === "w:cr") && paragraph && !/w:type="page"/.test(attributes))
      paragraph.text += "\n";
    else if (name === "w:tab" && paragraph && !closing && !/w:pos=/.test(attributes)) paragraph.text += " ";
    if (name === "w:p" && (closing || empty) && paragraph) {
      const done: Paragraph = paragraph;
      paragraph = null;
      // 版记 is layout, like the page number: it says again who issued the document and when.
      if (done.style === "Record") continue;
      if (cell) cell.push(done.text);
      else if (done.text.trim() !== "") blocks.push(headingOrText(done));
    } else if (name === "w:tbl" && !closing) table.push({ rows: [] });
    else if (name === "w:tr" && !closing) table.at(-1)?.rows.push([]);
    else if (name === "w:tc" && !closing) cell = [];
    else if (name === "w:tc" && closing) {
      table
        .at(-1)
        ?.rows.at(-1)
        ?.push((cell ?? []).filter((one) => one !== "").join("\n"));
      cell = null;
    } else if (name === "w:tbl" && closing) {
      const done = table.pop();
      if (done) blocks.push(tableText(done.rows));
    }
  }
  return `${joined(blocks)}\n`;
}

function tagOf(tag: string): { name: string; closing: boolean; empty: boolean; attributes: string } {
  const [, slash, name = "", attributes = ""] = /^(\/?)([^\s/]+)([^]*)$/.exec(tag) ?? [];
  return { name, closing: slash === "/", empty: attributes.endsWith("/"), attributes };
}

function headingOrText({ style, text }: Paragraph): string {
  return `${headings[style] ?? ""}${text.trim()}`.replaceAll("<", "&lt;").replaceAll("\n", "  \n");
}

/** Paragraphs stand apart; marks alone on a line stay with what they enclose, and so do the points of a list. */
function joined(blocks: readonly string[]): string {
  return blocks.reduce((text, block, at) => {
    const before = blocks[at - 1];
    if (before === undefined) return block;
    const close =
      (block.startsWith("- ") && before.startsWith("- ")) ||
      bareMarks.test(before) ||
      (bareMarks.test(block) && listPoint.test(before));
    return `${text}${close ? "\n" : "\n\n"}${block}`;
  }, "");
}

const bareMarks = /^(?:【[#＃?？^＾/／][^【】]*】)+$/;
const listPoint = /^【序号】\. /;

function tableText(rows: readonly string[][]): string {
  const lines: string[] = [];
  for (const [at, cells] of rows.entries()) {
    const { before, row, after } = hoisted(cells);
    lines.push(
      ...before,
      `| ${row.map(cellText).join(" | ")} |`,
      ...(at === 0 ? [`|${" --- |".repeat(row.length)}`] : []),
      ...after,
    );
  }
  return lines.join("\n");
}

const cellText = (text: string): string =>
  text.trim().replaceAll("|", "\\|").replaceAll("<", "&lt;").replaceAll("\n", "<br>");

const opening = /^【[#＃?？^＾]\s*([^【】]*?)\s*】/;
const ending = /【[/／]\s*([^【】]*?)\s*】$/;

/** A block that opens in a row's first cell, or ends in its last, and not in the same cell, is around the row. */
function hoisted(cells: readonly string[]): { before: string[]; row: string[]; after: string[] } {
  const row = [...cells];
  const [before, after]: [string[], string[]] = [[], []];
  for (let mark = opening.exec(row[0] ?? ""); mark; mark = opening.exec(row[0] ?? "")) {
    if (closes(row[0] ?? "", mark[1] ?? "")) break;
    before.push(mark[0]);
    row[0] = (row[0] ?? "").slice(mark[0].length);
  }
  const last = row.length - 1;
  for (let mark = ending.exec(row[last] ?? ""); mark; mark = ending.exec(row[last] ?? "")) {
    if (opens(row[last] ?? "", mark[1] ?? "")) break;
    after.unshift(mark[0]);
    row[last] = (row[last] ?? "").slice(0, -mark[0].length);
  }
  return { before, row, after };
}

const opens = (text: string, name: string): boolean => new RegExp(`【[#＃?？^＾]\\s*${escaped(name)}\\s*】`).test(text);
const closes = (text: string, name: string): boolean => new RegExp(`【[/／]\\s*${escaped(name)}\\s*】`).test(text);
const escaped = (name: string): string => name.replaceAll(/[\\^$.*+?()[\]{}|]/g, "\\$&");

const entities: Readonly<Record<string, string>> = {
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&apos;": "'",
  "&amp;": "&",
};

function unescaped(text: string): string {
  return text.replace(/&(?:lt|gt|quot|apos|amp|#\d+|#x[\da-fA-F]+);/g, (entity) => {
    const known = entities[entity];
    if (known !== undefined) return known;
    const code = entity.startsWith("&#x") ? Number.parseInt(entity.slice(3, -1), 16) : Number(entity.slice(2, -1));
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : "";
  });
}
