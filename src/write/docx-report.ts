/**
 * A report's Markdown as a Word document by GB/T 9704, put into the shipped form (templates/reports/版式.docx, made by
 * scripts/documents.mjs), which has the page, its number and the styles named here.
 */
import PizZip from "pizzip";
import { blocksOf, partsOf } from "./blocks.ts";
import type { Block, TableBlock } from "./blocks.ts";
import { codeLineXml } from "./code-line.ts";
import { plain } from "./plain.ts";
import { displayWidth } from "./width.ts";

/**
 * Tables are set in 小四. More columns than `narrow` are set in 五号 where their cells would not stay on one line, more than `wide` always;
 * a table whose words do not fit the upright page even so goes on a page set across (横排).
 */
const [narrow, wide] = [5, 7];

/** The Word file. The same form and text give the same bytes; what a text holds is text, whatever was typed. */
export function reportWord(form: Uint8Array, markdown: string): Uint8Array {
  return wordIn(form, markdown, sectionsXml);
}

/**
 * A sheet to be written on (检查表): small type and narrow margins, a head that comes again on each page,
 * and all the room that the printed words leave for the columns that have none.
 */
export function sheetWord(form: Uint8Array, markdown: string): Uint8Array {
  return wordIn(form, markdown, denseXml);
}

function wordIn(
  form: Uint8Array,
  markdown: string,
  bodyOf: (blocks: readonly Block[], page: Page) => string,
): Uint8Array {
  const zip = new PizZip(form);
  const xml = zip.file("word/document.xml")?.asText() ?? "";
  const page = pageOf(xml);
  const blocks = blocksOf(markdown);
  const body = bodyOf(blocks, page);
  // By function: the text may hold $& and the like, which mean something in a replacement.
  zip.file(
    "word/document.xml",
    xml.replace(/(<w:body>).*(<\/w:body>)/s, (_, start: string, end: string) => start + body + end),
  );
  const title = blocks.find((block) => block.kind === "heading");
  const core = zip.file("docProps/core.xml")?.asText() ?? "";
  zip.file(
    "docProps/core.xml",
    core.replace(
      /(<dc:title>).*(<\/dc:title>)/s,
      (_, start: string, end: string) => start + escaped(title ? textOf(title.text) : "") + end,
    ),
  );
  // By the local clock, as zip files have it: the same digits in every time zone.
  for (const entry of Object.values(zip.files)) entry.date = new Date(2021, 0, 1, 12);
  return zip.generate({ type: "uint8array", compression: "DEFLATE", platform: "UNIX" });
}

/** The form's page, upright and set across; widths of the text in twentieths of a point (dxa). */
interface Page {
  readonly upright: string;
  readonly across: string;
  readonly width: number;
  readonly acrossWidth: number;
}

function pageOf(xml: string): Page {
  const upright = /<w:sectPr\b(?:(?!<w:sectPr\b).)*<\/w:sectPr>(?=<\/w:body>)/s.exec(xml)?.[0] ?? "<w:sectPr/>";
  const size = (name: string): number => Number(new RegExp(`w:${name}="(\\d+)"`).exec(upright)?.[1] ?? 0);
  const [top, right, bottom, left] = [size("top"), size("right"), size("bottom"), size("left")];
  const across = upright
    .replace(/<w:pgSz[^>]*>/, `<w:pgSz w:w="${size("h")}" w:h="${size("w")}" w:orient="landscape"/>`)
    // Turned with its page: the head of the table lies at the binding edge.
    .replace(/w:top="\d+"/, `w:top="${left}"`)
    .replace(/w:right="\d+"/, `w:right="${top}"`)
    .replace(/w:bottom="\d+"/, `w:bottom="${right}"`)
    .replace(/w:left="\d+"/, `w:left="${bottom}"`);
  return { upright, across, width: size("w") - left - right, acrossWidth: size("h") - top - bottom };
}

/** Blocks in sections, and the page that the last one is on. */
function sectionsXml(blocks: readonly Block[], page: Page): string {
  const across = turnedBlocks(blocks, page);
  const pageAt = (at: number): string => (across[at] === true ? page.across : page.upright);
  const sections = blocks.map((block, at) => {
    const xml =
      block.kind === "table"
        ? tableXml(
            block,
            across[at] === true ? page.acrossWidth : page.width,
            blocks[at + 1]?.kind === "rule" || isSeal(blocks[at + 1]),
          )
        : paragraphsOf(blocks, at).map(({ style, text }) =>
            at === blocks.length - 1 && codeLineXml(text) !== null
              ? codeLineXml(text)
              : style === "Sender"
                ? senderXml(text)
                : paragraphXml(style, text, propertiesOf(style, blocks[at + 1])),
          );
    const ends = at + 1 < blocks.length && across[at] !== across[at + 1];
    return `${[xml].flat().join("")}${ends ? sectionEnd(pageAt(at)) : ""}`;
  });
  return `${sections.join("")}${pageAt(blocks.length - 1)}`;
}

/**
 * A table too wide for the upright page goes across, with the headings and the sentence that lead to it; where every table does,
 * as in a published list, the whole paper does, rather than turn twice for a few lines.
 */
function turnedBlocks(blocks: readonly Block[], page: Page): boolean[] {
  const tooWide = (block: Block): boolean =>
    block.kind === "table" && sumOf(layoutOf(block, page.width).needs, "short") > page.width;
  const across = blocks.map(tooWide);
  if (across.includes(true) && blocks.every((block) => block.kind !== "table" || tooWide(block)))
    return blocks.map(() => true);
  for (let at = blocks.length - 2; at >= 0; at--) if (across[at + 1] && leads(blocks, at)) across[at] = true;
  return across;
}

function leads(blocks: readonly Block[], at: number): boolean {
  return blocks[at]?.kind === "heading" || (blocks[at]?.kind === "paragraph" && blocks[at + 1]?.kind === "table");
}

/** The line of the check code does not stand alone on a page: the day, and with it the seal, goes along. */
const propertiesOf = (style: string, next: Block | undefined): string =>
  style === "DocumentTitle" ? offGrid : style === "SignedOn" && next?.kind === "rule" ? keepNext : "";

/** The page's grid of lines would set the lines of a title two apart. */
const offGrid = '<w:snapToGrid w:val="0"/>';
const sectionEnd = (page: string): string =>
  `<w:p><w:pPr>${offGrid}<w:spacing w:line="20" w:lineRule="exact"/>${page}</w:pPr></w:p>`;

interface Paragraph {
  /** Of the form. */
  readonly style: string;
  readonly text: string;
}

/** A block's paragraphs, each by where it stands. A rule is drawn over the paragraph after it. */
function paragraphsOf(blocks: readonly Block[], at: number): Paragraph[] {
  const block = blocks[at];
  if (block?.kind === "heading")
    return [
      { style: headingStyle(block.level, block.text), text: block.level === 1 ? inLines(block.text) : block.text },
    ];
  if (block?.kind === "point") return [{ style: "Point", text: block.text }];
  if (block?.kind !== "paragraph") return [];
  const text = block.lines.join("<br>");
  return [senderLine.test(text) ? { style: "Sender", text } : { style: paragraphStyle(block, blocks, at), text }];
}

/** 报送单位 at the left and 签发人 at the right, as a paper that goes upwards has them (GB/T 9704); room for a pen where nobody is named. */
const senderLine = /^((?:报送|编发)单位：.*?)　　(签发人：)(.*)$/;

function senderXml(text: string): string {
  const [, sender = "", signedBy = "", signer = ""] = senderLine.exec(text) ?? [];
  const runs = `${runsXml(sender)}<w:r><w:tab/></w:r>${runsXml(signedBy)}${runsXml(signer || "　　　　")}`;
  return `<w:p><w:pPr><w:pStyle w:val="Sender"/></w:pPr>${runs}</w:p>`;
}

function headingStyle(level: number, text: string): string {
  if (level === 1) return "DocumentTitle";
  return level === 2 && !/^（[一二三四五六七八九十]+）/.test(text) ? "Section" : "Subsection";
}

/** As many characters as a line of the title takes: twenty of 22 points are as wide as the page's text, and Word sets digits apart. */
const titleLine = 19;

/** A title too long for its line breaks before what the paper is, 情况报告 after 2021年川汇区校外培训机构专项治理, or in the middle. */
function inLines(title: string): string {
  if (displayWidth(textOf(title)) <= 2 * titleLine || title.includes("<br>")) return title;
  const [, campaign, paper] = /^(.*(?:治理|整治|行动|回头看))(.{2,})$/.exec(title) ?? [];
  if (campaign !== undefined && paper !== undefined && displayWidth(textOf(campaign)) <= 2 * titleLine)
    return `${campaign}<br>${paper}`;
  const half = Math.ceil(title.length / 2);
  return title.length <= 2 * titleLine && !/[\\&]/.test(title)
    ? `${title.slice(0, half)}<br>${title.slice(half)}`
    : title;
}

function paragraphStyle(
  { lines, alone }: Block & { readonly kind: "paragraph" },
  blocks: readonly Block[],
  at: number,
): string {
  const text = lines.join("");
  const title = endOfTitle(blocks);
  const next = blocks[at + 1];
  if (blocks[at - 1]?.kind === "rule") return "Colophon";
  if (title >= 0 && at === title + 1 && !/[。：；]$/.test(text)) return "Number";
  if (title >= 0 && at <= title + 2 && text.endsWith("：") && !text.endsWith("如下：") && next?.kind !== "table")
    return "Addressee";
  if (alone && text.endsWith("（印章）")) return "Seal";
  if (alone && /^\d{4}年\d{1,2}月\d{1,2}日$/.test(text)) return "SignedOn";
  if (/^[一二三四五六七八九十]+、.{1,14}$/.test(text)) return "Level1";
  if (/^（[一二三四五六七八九十]+）.{1,20}$/.test(text)) return "Level2";
  return next?.kind === "table" || isSeal(next) ? "Lead" : "Body";
}

/** The last line of the title: an organ's name above that of its paper are two. */
function endOfTitle(blocks: readonly Block[]): number {
  const isTitle = (block: Block | undefined): boolean => block?.kind === "heading" && block.level === 1;
  let end = blocks.findIndex((block) => block.kind === "heading");
  while (end >= 0 && isTitle(blocks[end]) && isTitle(blocks[end + 1])) end += 1;
  return end;
}

const isSeal = (block: Block | undefined): boolean =>
  block?.kind === "paragraph" && block.alone && block.lines.join("").endsWith("（印章）");

function paragraphXml(style: string, text: string, more = ""): string {
  return `<w:p><w:pPr><w:pStyle w:val="${style}"/>${more}</w:pPr>${runsXml(text)}</w:p>`;
}

function runsXml(text: string): string {
  const lines = textOf(text).split("\n");
  return lines
    .map(
      (line, at) =>
        `<w:r>${at > 0 ? "<w:br/>" : ""}${line === "" ? "" : `<w:t xml:space="preserve">${escaped(line)}</w:t>`}</w:r>`,
    )
    .join("");
}

/** What a text says, harmless, with its line breaks. */
function textOf(text: string): string {
  return partsOf(text)
    .map((part) => (part.kind === "break" ? "\n" : plain(part.kind === "text" ? part.text : `（照片：${part.name}）`)))
    .join("");
}

/** As XML; what XML cannot hold at all becomes a visible sign. */
function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll(/[\ufffe\uffff]/g, "\ufffd");
}

const border = (side: string): string => `<w:${side} w:val="single" w:color="auto" w:sz="4"/>`;
const borders = ["top", "left", "bottom", "right", "insideH", "insideV"].map(border).join("");
const padding = 90;
const cellMargins = `<w:top w:type="dxa" w:w="40"/><w:left w:type="dxa" w:w="${padding}"/><w:bottom w:type="dxa" w:w="40"/><w:right w:type="dxa" w:w="${padding}"/>`;

/** As wide as the text; its head comes again on each page, and no row is cut by one. `kept`: its end stays with what follows. */
function tableXml(table: TableBlock, room: number, kept: boolean): string {
  const { small, needs } = layoutOf(table, room);
  const widths = widthsOf(needs, room);
  const row = (cells: readonly string[], head: boolean, last = false): string => {
    const style = `${small ? "Small" : ""}${head ? "HeadCell" : "Cell"}`;
    const its = widths.map((width, column) => {
      const right = !head && table.right[column] === true ? '<w:jc w:val="right"/>' : "";
      const text = paragraphXml(style, cells[column] ?? "", `${last && kept ? keepNext : ""}${right}`);
      return `<w:tc><w:tcPr><w:tcW w:type="dxa" w:w="${width}"/><w:vAlign w:val="center"/></w:tcPr>${text}</w:tc>`;
    });
    return `<w:tr><w:trPr><w:cantSplit/>${head ? "<w:tblHeader/>" : ""}</w:trPr>${its.join("")}</w:tr>`;
  };
  const total = widths.reduce((sum, width) => sum + width, 0);
  const grid = widths.map((width) => `<w:gridCol w:w="${width}"/>`).join("");
  const properties = `<w:tblW w:type="dxa" w:w="${total}"/><w:tblBorders>${borders}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>${cellMargins}</w:tblCellMar>`;
  const rows = [
    row(table.head, true),
    ...table.rows.map((cells, at) => row(cells, false, at === table.rows.length - 1)),
  ];
  return `<w:tbl><w:tblPr>${properties}</w:tblPr><w:tblGrid>${grid}</w:tblGrid>${rows.join("")}</w:tbl>${paragraphXml("Gap", "", kept ? keepNext : "")}`;
}

const keepNext = "<w:keepNext/>";

/** In half characters: room for what is written by hand. */
const handwritten = 30;

/** In half characters. A word, a number or a code is not broken unless longer; a short text stays on one line; a long one is given no more. */
const [longestWord, shortText, longText] = [20, 8, 120];

/** What a column needs so that no word breaks, so that short texts do not either, and so that nothing does. */
interface Need {
  readonly words: number;
  readonly short: number;
  readonly all: number;
}

/** Margins of a sheet, in twentieths of a point: 15 mm, and 14 at the sides. */
const sheetMargin = { top: 850, side: 794 };

function denseXml(blocks: readonly Block[], { upright }: Page): string {
  const size = Number(/w:w="(\d+)"/.exec(/<w:pgSz[^>]*>/.exec(upright)?.[0] ?? "")?.[1] ?? 11906);
  const page = upright
    .replace(/w:(top|bottom)="\d+"/g, (_, side: string) => `w:${side}="${sheetMargin.top}"`)
    .replace(/w:(left|right)="\d+"/g, (_, side: string) => `w:${side}="${sheetMargin.side}"`)
    .replace(/w:footer="\d+"/, 'w:footer="400"')
    .replace(/<w:docGrid[^>]*\/>/, "");
  const body = blocks.map((block) => {
    if (block.kind === "table") return denseTableXml(block, size - 2 * sheetMargin.side);
    if (block.kind === "heading") return paragraphXml("DenseTitle", block.text);
    return block.kind === "paragraph" ? paragraphXml("DenseLine", block.lines.join("<br>")) : "";
  });
  return `${body.join("")}${page}`;
}

/** Half of 小五 (9), in twentieths of a point, and what a cell keeps free at its sides. */
const [dense, narrowPadding] = [92, 60];

/** In half characters: what the longest printed column is given, so that forty characters stand on two lines. */
const printedMost = 40;

function denseTableXml({ head, rows }: TableBlock, room: number): string {
  const texts = head.map((_, column) => rows.filter((row) => !isPart(row)).map((cells) => textOf(cells[column] ?? "")));
  const blank = texts.map((column) => column.every((text) => text === ""));
  const printed = texts.map((column, at) =>
    Math.min(printedMost, Math.max(largest(column.map(displayWidth)) / (blank[at] ? 1 : 1.4), at === 0 ? 5 : 8)),
  );
  const taken = printed.map((width, at) => (blank[at] ? 0 : Math.ceil(width) * dense + 2 * narrowPadding));
  const left = room - taken.reduce((sum, width) => sum + width, 0);
  const shares = head.map((title, at) => (blank[at] ? Math.max(6, displayWidth(textOf(title))) : 0));
  const all = shares.reduce((sum, share) => sum + share, 0);
  const widths = taken.map((width, at) =>
    all === 0 ? Math.floor((width * room) / (room - left)) : width + Math.floor((left * (shares[at] ?? 0)) / all),
  );
  const cell = (text: string, width: number, style: string, span = 1): string =>
    `<w:tc><w:tcPr><w:tcW w:type="dxa" w:w="${width}"/>${span > 1 ? `<w:gridSpan w:val="${span}"/>` : ""}<w:vAlign w:val="center"/></w:tcPr>${paragraphXml(style, text)}</w:tc>`;
  const total = widths.reduce((sum, width) => sum + width, 0);
  const last = head.length - 1;
  const rowXml = (cells: readonly string[]): string => {
    if (isPart(cells))
      return `<w:tr><w:trPr><w:cantSplit/></w:trPr>${cell(cells[0] ?? "", total, "DenseHeadCell", head.length)}</w:tr>`;
    const room = cells.filter((text) => text === "").length > 2 ? 520 : blank.includes(true) ? 350 : 0;
    const signed = room === 0 ? "" : `<w:trHeight w:val="${room}" w:hRule="atLeast"/>`;
    const its = cells.map((text, at) =>
      cell(text, widths[at] ?? 0, all > 0 && at === last && blank.indexOf(true) < last ? "DenseSmall" : "DenseCell"),
    );
    return `<w:tr><w:trPr><w:cantSplit/>${signed}</w:trPr>${its.join("")}</w:tr>`;
  };
  const isForm = head.includes("项目");
  const headXml = isForm
    ? ""
    : `<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>${head.map((title, at) => cell(title, widths[at] ?? 0, "DenseHeadCell")).join("")}</w:tr>`;
  const grid = widths.map((width) => `<w:gridCol w:w="${width}"/>`).join("");
  const cellMargin = `<w:top w:type="dxa" w:w="15"/><w:left w:type="dxa" w:w="${narrowPadding}"/><w:bottom w:type="dxa" w:w="15"/><w:right w:type="dxa" w:w="${narrowPadding}"/>`;
  const properties = `<w:tblW w:type="dxa" w:w="${total}"/><w:tblBorders>${borders}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>${cellMargin}</w:tblCellMar>`;
  return `<w:tbl><w:tblPr>${properties}</w:tblPr><w:tblGrid>${grid}</w:tblGrid>${headXml}${rows.map(rowXml).join("")}</w:tbl>${paragraphXml("DenseSmall", "")}`;
}

/** A row that names the part of the table below it. */
const isPart = ([first = "", ...rest]: readonly string[]): boolean =>
  /^[\d一二三四五六七八九十]+、/.test(first) && rest.every((text) => text === "");

/** A little more than half of 小四 (12) and of 五号 (10.5), in twentieths of a point. */
const [large, little] = [123, 108];

function layoutOf(table: TableBlock, room: number): { readonly small: boolean; readonly needs: readonly Need[] } {
  const needs = needsOf(table, large);
  const columns = table.head.length;
  const small = columns > wide || (columns > narrow && sumOf(needs, "all") > room);
  return { small, needs: small ? needsOf(table, little) : needs };
}

/** A word, a number, and the year and number of a 文号, whose bracket would stand alone on a line. */
const unbroken = /[!-~]+|〔\d{4}〕\d{1,6}号/g;

/** A capital takes more than half a character: the last sign of a credit code would go to a line of its own. */
const roomOf = (word: string): number => displayWidth(word) + Math.ceil((word.match(/[A-Z]/g)?.length ?? 0) / 2);

function needsOf(table: TableBlock, unit: number): Need[] {
  const width = (characters: number): number => characters * unit + 2 * padding;
  return table.head.map((title, column) => {
    const texts = [title, ...table.rows.map((cells) => cells[column] ?? "")].map(textOf);
    const word = largest(texts.flatMap((text) => text.match(unbroken) ?? []).map(roomOf));
    const cell = largest(
      texts
        .slice(1)
        .flatMap((text) => text.split("\n"))
        .map(displayWidth),
    );
    const line = Math.max(cell, displayWidth(textOf(title)));
    // a column that nothing is printed in is for a pen
    if (column > 0 && cell === 0 && table.rows.length > 0)
      return { words: width(handwritten), short: width(handwritten), all: width(handwritten) };
    const words = Math.max(4, Math.min(word, longestWord));
    const short = Math.max(words, Math.min(Math.max(cell, breakable(title)), shortText));
    return { words: width(words), short: width(short), all: width(Math.max(short, Math.min(line, longText))) };
  });
}

/** A heading of Chinese may stand on two lines, 逾期 over 天数: it does not make room that its column's numbers leave empty. */
function breakable(title: string): number {
  const width = displayWidth(textOf(title));
  return width > shortText / 2 && !/[!-~]/.test(title) ? 2 * Math.ceil(width / 4) : width;
}

const sumOf = (needs: readonly Need[], key: keyof Need): number => needs.reduce((sum, need) => sum + need[key], 0);

/** Widths of the columns, together `room`: each gets what it needs so that the longest cell of the table has as few lines as can be. */
function widthsOf(needs: readonly Need[], room: number): number[] {
  const least = sumOf(needs, "short") <= room ? "short" : "words";
  const [low, high] = [sumOf(needs, least), sumOf(needs, "all")];
  if (high <= room) return needs.map((need) => Math.floor((need.all * room) / high));
  if (low >= room) return needs.map((need) => Math.floor((need[least] * room) / low));
  const widths = inLinesOf(needs, least, room);
  const spare = room - widths.reduce((sum, width) => sum + width, 0);
  const wanting = needs.map((need, at) => need.all - (widths[at] ?? 0));
  const wanted = wanting.reduce((sum, want) => sum + want, 0);
  return widths.map((width, at) => Math.floor(width + (spare * (wanting[at] ?? 0)) / wanted));
}

/** As wide as it takes for every text to stand on so many lines, of the fewest lines that the room allows. */
function inLinesOf(needs: readonly Need[], least: "short" | "words", room: number): number[] {
  for (let lines = 2; lines <= longText; lines++) {
    const widths = needs.map((need) =>
      Math.max(need[least], Math.ceil((need.all - 2 * padding) / lines) + 2 * padding),
    );
    if (widths.reduce((sum, width) => sum + width, 0) <= room) return widths;
  }
  return needs.map((need) => need[least]);
}

/** A table may have more rows than a call takes arguments. */
function largest(numbers: readonly number[]): number {
  return numbers.reduce((most, number) => Math.max(most, number), 0);
}
