/** A table in a text file: CSV or TSV, with the separator found by itself. */
import { misuse } from "../campaign/index.ts";

/** One row of any table, whatever file it came from. */
export interface Row {
  /** 1-based, as a spreadsheet counts rows: blank ones count, and a cell with line breaks is still one row. */
  readonly line: number;
  readonly cells: readonly string[];
}

export interface Csv {
  readonly separator: string;
  /** Can be gone through once. */
  readonly rows: Iterable<Row>;
}

/** More columns than this are a file gone wrong (Excel itself ends at 16,384). */
const mostColumns = 1_000;
/** Characters; a longer row means that line breaks or quotes are missing. */
const longestRow = 1_000_000;

const separators = [",", "\t", ";", "，"] as const;

/**
 * The rows of a text that comes piece by piece. Cells are as typed. Going through the rows
 * @throws Stop naming the row when a quote is not closed, a row is too long or has too many columns
 */
export function readCsv(pieces: Iterable<string>, file: string): Csv {
  const source = pieces[Symbol.iterator]();
  const first = source.next();
  const start = first.done === true ? "" : first.value;
  const separator = separatorOf(start);
  return { separator, rows: rowsOf(chain(start, source), separator, file) };
}

function* chain(first: string, rest: Iterator<string>): Generator<string> {
  yield first;
  for (let next = rest.next(); next.done !== true; next = rest.next()) yield next.value;
}

/** The sign that stands most often between the quoted cells of the first lines. */
function separatorOf(text: string): string {
  const lines = text
    .slice(0, 1 << 16)
    .replaceAll(/"[^"]*"/g, "")
    .split(/[\r\n]+/, 20)
    .join("\n");
  const counts = separators.map((separator) => lines.split(separator).length);
  return separators[counts.indexOf(Math.max(...counts))] ?? ",";
}

function* rowsOf(pieces: Iterable<string>, separator: string, file: string): Generator<Row> {
  let line = 0;
  for (const block of wholeRows(pieces, separator, file)) {
    for (const cells of block.includes('"') ? quotedCells(block, separator) : plainCells(block, separator)) {
      line += 1;
      if (cells.length > mostColumns)
        misuse("too-many-columns", `第 ${line} 行有 ${cells.length} 列，最多读 ${mostColumns} 列。`, {
          hint: "检查分隔符，或删去多余的空列后再试。",
          place: { file, row: line },
        });
      yield { line, cells };
    }
  }
}

/** Whole rows without a quote are cut at their separators: most of a large file goes this way. */
function* plainCells(block: string, separator: string): Generator<string[]> {
  const lines = block.includes("\r") ? block.split(/\r\n|\n|\r/) : block.split("\n");
  if (lines.at(-1) === "") lines.pop();
  for (const line of lines) yield line.split(separator);
}

/** Whole rows whose quotes are known to match: a cell that begins with one ends at the next that stands alone. */
function* quotedCells(block: string, separator: string): Generator<string[]> {
  let [at, cells]: [number, string[]] = [0, []];
  const ends = /[\r\n]/g;
  let [rowEnd, cellEnd] = [-1, -1];
  while (at < block.length) {
    if (block.charCodeAt(at) === quote) {
      const end = closingQuote(block, at + 1);
      cells.push(block.slice(at + 1, end).replaceAll('""', '"'));
      at = end + 1;
    } else {
      if (rowEnd < at) {
        ends.lastIndex = at;
        rowEnd = ends.exec(block)?.index ?? block.length;
      }
      if (cellEnd < at) {
        cellEnd = block.indexOf(separator, at);
        if (cellEnd < 0) cellEnd = block.length;
      }
      const end = Math.min(cellEnd, rowEnd);
      cells.push(block.slice(at, end));
      at = end;
    }
    const sign = block.charCodeAt(at);
    at += sign === carriageReturn && block.charCodeAt(at + 1) === lineFeed ? 2 : 1;
    if (sign === lineFeed || sign === carriageReturn || Number.isNaN(sign)) {
      yield cells;
      cells = [];
    } else if (at === block.length) cells.push("");
  }
  if (cells.length > 0) yield cells;
}

function closingQuote(block: string, from: number): number {
  let at = block.indexOf('"', from);
  while (at >= 0 && block.charCodeAt(at + 1) === quote) at = block.indexOf('"', at + 2);
  return at < 0 ? block.length : at;
}

const [quote, lineFeed, carriageReturn] = [0x22, 0x0a, 0x0d];

/**
 * Cuts the text where rows end, so that each block can be parsed by itself and only one is held.
 * A quote opens a cell only at its beginning; elsewhere it is a sign like any other.
 */
function* wholeRows(pieces: Iterable<string>, separator: string, file: string): Generator<string> {
  const comma = separator.charCodeAt(0);
  let [text, at, line] = ["", 0, 1];
  let [quoted, fresh] = [false, true];
  // up to `end`, where the sign after the one looked at must be known
  const scan = (end: number): number => {
    let cut = 0;
    for (; at < end; at += 1) {
      const sign = text.charCodeAt(at);
      if (quoted) {
        if (sign !== quote) continue;
        const next = text.charCodeAt(at + 1);
        if (next === quote) at += 1;
        else if (next === comma || next === lineFeed || next === carriageReturn || Number.isNaN(next)) quoted = false;
        else brokenQuote(file, line);
      } else if (sign === lineFeed || (sign === carriageReturn && text.charCodeAt(at + 1) !== lineFeed)) {
        [cut, fresh, line] = [at + 1, true, line + 1];
      } else if (sign === quote && fresh) [quoted, fresh] = [true, false];
      else fresh = sign === comma;
    }
    return cut;
  };
  // text without quotes needs no looking at, its rows only have to be counted
  const pass = (cut: number): number => {
    for (let end = text.indexOf("\n", at); end >= 0 && cut > at; end = text.indexOf("\n", at))
      [at, line, fresh] = [end + 1, line + 1, true];
    return cut;
  };
  for (const piece of pieces) {
    text += piece;
    const cut = isPlain(text) && !quoted ? pass(text.lastIndexOf("\n") + 1) : scan(text.length - 1);
    if (cut > 0) yield text.slice(0, cut);
    [text, at] = [text.slice(cut), at - cut];
    if (text.length > longestRow && quoted) brokenQuote(file, line);
    if (text.length > longestRow) tooLong(file, line);
  }
  scan(text.length);
  if (quoted) brokenQuote(file, line);
  if (text !== "") yield text;
}

/** No quotes, and no row ends other than line feeds, alone or after carriage returns. */
const isPlain = (text: string): boolean => !text.includes('"') && !(text.includes("\r") && /\r(?!\n)/.test(text));

function brokenQuote(file: string, line: number): never {
  return misuse("broken-quote", `第 ${line} 行有一个引号没有配对，后面的内容无法分列。`, {
    hint: "请用 Excel 打开核对这一行，去掉多余的英文双引号，另存为「CSV UTF-8」后再试。",
    place: { file, row: line },
  });
}

function tooLong(file: string, line: number): never {
  return misuse("row-too-long", `第 ${line} 行超过 ${longestRow} 个字，不像表格的一行。`, {
    hint: "文件可能缺了换行，或不是表格；请用 Excel 打开核对后另存为「CSV UTF-8」。",
    place: { file, row: line },
  });
}
