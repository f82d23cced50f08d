/** The text of a Word document, as the Markdown that it would be made from. */

interface Paragraph {
  style: string;
  text: string;
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

/** Where one is in the body of a document. */
interface Body {
  readonly blocks: string[];
  /** The rows of the tables that are open, the innermost last. */
  readonly tables: string[][][];
  paragraph: Paragraph | null;
  cell: string[] | null;
  /** How deep in what is left out. */
  skipped: number;
  inText: boolean;
}

/** The text of a document's body. What is deleted, hidden behind a fallback, or only layout, is left out. */
export function markdownOf(xml: string): string {
  const body: Body = { blocks: [], tables: [], paragraph: null, cell: null, skipped: 0, inText: false };
  for (const [, tag, text] of xml.matchAll(/<([^>]+)>|([^<]+)/g))
    if (text === undefined) take(body, tagOf(tag ?? ""));
    else if (body.inText && body.skipped === 0 && body.paragraph) body.paragraph.text += unescaped(text);
  return `${joined(body.blocks)}\n`;
}

interface Tag {
  readonly name: string;
  readonly closing: boolean;
  readonly empty: boolean;
  readonly attributes: string;
}

function take(body: Body, tag: Tag): void {
  const { name, closing, empty } = tag;
  if (name === "mc:Fallback" || name === "w:del") body.skipped += closing ? -1 : empty ? 0 : 1;
  else if (name === "w:t") body.inText = !closing && !empty;
  else if (body.skipped > 0) return;
  else if (name === "w:p") {
    if (!closing) body.paragraph = { style: "", text: "" };
    if (closing || empty) endParagraph(body);
  } else if (name === "w:tbl") {
    if (closing) endTable(body);
    else body.tables.push([]);
  } else if (name === "w:tr" && !closing) body.tables.at(-1)?.push([]);
  else if (name === "w:tc") {
    if (closing) endCell(body);
    else body.cell = [];
  } else if (body.paragraph) takeInto(body.paragraph, tag);
}

function takeInto(paragraph: Paragraph, { name, closing, attributes }: Tag): void {
  if (name === "w:pStyle") paragraph.style = /w:val="([^"]*)"/.exec(attributes)?.[1] ?? "";
  else if ((name === "w:br" || name === "w:cr") && !/w:type="page"/.test(attributes)) paragraph.text += "\n";
  else if (name === "w:tab" && !closing && !/w:pos=/.test(attributes)) paragraph.text += " ";
}

function endParagraph(body: Body): void {
  const { paragraph, cell, blocks } = body;
  body.paragraph = null;
  // 版记 is layout, like the page number: it says again who issued the document and when.
  if (paragraph === null || paragraph.style === "Record") return;
  if (cell) cell.push(paragraph.text);
  else if (paragraph.text.trim() !== "") blocks.push(headingOrText(paragraph));
}

function endCell(body: Body): void {
  const text = (body.cell ?? []).filter((one) => one !== "").join("\n");
  body.tables.at(-1)?.at(-1)?.push(text);
  body.cell = null;
}

function endTable({ tables, blocks }: Body): void {
  const rows = tables.pop();
  if (rows) blocks.push(tableText(rows));
}

function tagOf(tag: string): Tag {
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
