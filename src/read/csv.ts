/** A table in a text file: CSV or TSV, with the separator found by itself. */
import { parse } from "csv-parse/sync";
import { Stop } from "../campaign/index.ts";
import type { Problem } from "../campaign/index.ts";
import { mostColumns, tooManyColumns } from "./csv/faults.ts";
import { wholeRows } from "./csv/whole-rows.ts";

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

/** Whole rows without a quote are cut at their separators: most of a large file goes this way, five times as fast as through the parser. */
function* plainCells(block: string, separator: string): Generator<string[]> {
  const lines = block.includes("\r") ? block.split(/\r\n|\n|\r/) : block.split("\n");
  if (lines.at(-1) === "") lines.pop();
  for (const line of lines) yield line.split(separator);
}

/** Whole rows with quotes, which are known to match. A quote within an unquoted cell is a sign like any other. */
function quotedCells(block: string, separator: string): string[][] {
  return parse(block, {
    delimiter: separator,
    record_delimiter: ["\r\n", "\n", "\r"],
    relax_column_count: true,
    relax_quotes: true,
  });
}
