/** A table in a text file: CSV or TSV, with the separator found by itself. */
import { Stop } from "../campaign/index.ts";
import type { Problem } from "../campaign/index.ts";

/** One row of any table, whatever file it came from. */
export interface Row {
  /** 1-based, as a spreadsheet counts rows: blank ones count, and a cell with line breaks is still one row. */
  readonly line: number;
  readonly cells: readonly string[];
  /** Why the row cannot be read; its cells then mean nothing. */
  readonly fault?: Problem;
}

/** The rows, where none may be left out. Going through them @throws Stop at the first that cannot be read */
export function* wholeTable(rows: Iterable<Row>): Generator<Row> {
  for (const row of rows) {
    if (row.fault) throw new Stop(2, [row.fault]);
    yield row;
  }
}

export interface Csv {
  readonly separator: string;
  /** Can be gone through once. */
  readonly rows: Iterable<Row>;
}

/** More columns than this are a file gone wrong (Excel itself ends at 16,384). */
export const mostColumns = 1_000;
/** Characters; a longer row means that line breaks or quotes are missing. */
const longestRow = 1_000_000;

const separators = [",", "\t", ";", "，"] as const;

/**
 * The rows of a text that comes piece by piece. Cells are as typed. A row whose quote is not closed, that is too long or has
 * too many columns comes with its fault, and the rows after it go on at the next line.
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
    if (typeof block !== "string") {
      line += 1;
      yield { line, cells: [], fault: block };
      continue;
    }
    for (const cells of block.includes('"') ? quotedCells(block, separator) : plainCells(block, separator)) {
      line += 1;
      yield cells.length <= mostColumns ? { line, cells } : wideRow(line, cells, file);
    }
  }
}

/** Blank cells at the end of a row are no columns. */
function wideRow(line: number, cells: readonly string[], file: string): Row {
  const width = cells.findLastIndex((cell) => cell.trim() !== "") + 1;
  const row = { line, cells: cells.slice(0, Math.min(width, mostColumns)) };
  return width <= mostColumns ? row : { ...row, fault: tooManyColumns(line, width, file) };
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
 * The text in blocks of whole rows, so that each block can be parsed by itself and only one is held; in place of a row that cannot
 * be read, its fault. A quote opens a cell only at its beginning; elsewhere it is a sign like any other.
 */
function* wholeRows(pieces: Iterable<string>, separator: string, file: string): Generator<string | Problem> {
  const comma = separator.charCodeAt(0);
  const ready: (string | Problem)[] = [];
  // rows up to `start` are whole, those up to `given` have been handed on
  let [text, at, line, given, start, quoteAt] = ["", 0, 1, 0, 0, 0];
  let fresh = true;
  const state = { quoted: false };
  let fault: Problem | null = null;
  const handOn = (): void => {
    if (start > given) ready.push(text.slice(given, start));
    given = start;
  };
  /** The row is left at the end of the line in which its quote stands. */
  const giveUp = (why: Problem): void => {
    fault = why;
    at = quoteAt;
    state.quoted = false;
  };
  const endRow = (): void => {
    if (fault !== null) {
      handOn();
      ready.push(fault);
      given = at + 1;
      fault = null;
    }
    [start, fresh, line] = [at + 1, true, line + 1];
  };
  // up to `end`, where the sign after the one looked at must be known
  const scan = (end: number): void => {
    for (; at < end; at += 1) {
      const sign = text.charCodeAt(at);
      if (state.quoted) {
        if (sign !== quote) continue;
        const next = text.charCodeAt(at + 1);
        if (next === quote) at += 1;
        else if (next === comma || next === lineFeed || next === carriageReturn || Number.isNaN(next))
          state.quoted = false;
        else giveUp(brokenQuote(line, file));
      } else if (sign === lineFeed || (sign === carriageReturn && text.charCodeAt(at + 1) !== lineFeed)) endRow();
      else if (fault !== null) continue;
      else if (sign === quote && fresh) [state.quoted, fresh, quoteAt] = [true, false, at];
      else fresh = sign === comma;
    }
  };
  // text without quotes needs no looking at, its rows only have to be counted
  const pass = (): void => {
    for (let end = text.indexOf("\n", at); end >= 0; end = text.indexOf("\n", at))
      [at, line, fresh, start] = [end + 1, line + 1, true, end + 1];
  };
  for (const piece of pieces) {
    text += piece;
    if (!state.quoted && fault === null && isPlain(text)) pass();
    else scan(text.length - 1);
    while (state.quoted && text.length - start > longestRow) {
      giveUp(brokenQuote(line, file));
      scan(text.length - 1);
    }
    if (text.length - start > longestRow) fault ??= rowTooLong(line, file);
    handOn();
    yield* ready.splice(0);
    // of a row that is given up nothing is kept
    const keep: number = fault === null ? start : at;
    [text, at, quoteAt, given, start] = [text.slice(keep), at - keep, quoteAt - keep, 0, 0];
  }
  scan(text.length);
  while (state.quoted) {
    giveUp(brokenQuote(line, file));
    scan(text.length);
  }
  start = fault === null ? text.length : start;
  handOn();
  yield* ready;
  if (fault !== null) yield fault;
}

/** No quotes, and no row ends other than line feeds, alone or after carriage returns. */
const isPlain = (text: string): boolean => !text.includes('"') && !(text.includes("\r") && /\r(?!\n)/.test(text));

function brokenQuote(line: number, file: string): Problem {
  return {
    code: "broken-quote",
    message: `第 ${line} 行有一个引号没有配对，这一行无法分列。`,
    hint: "请用 Excel 打开核对这一行，去掉多余的英文双引号，另存为「CSV UTF-8」后再导入一次。",
    place: { file, row: line },
  };
}

function rowTooLong(line: number, file: string): Problem {
  return {
    code: "row-too-long",
    message: `第 ${line} 行超过 ${longestRow} 个字，不像表格的一行。`,
    hint: "文件可能缺了换行，或不是表格；请用 Excel 打开核对后另存为「CSV UTF-8」。",
    place: { file, row: line },
  };
}

export function tooManyColumns(line: number, columns: number, file: string): Problem {
  return {
    code: "too-many-columns",
    message: `第 ${line} 行有 ${columns} 列，最多读 ${mostColumns} 列。`,
    hint: "检查分隔符，或删去多余的列后再试。",
    place: { file, row: line },
  };
}
