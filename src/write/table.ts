/** A sheet on the screen: a table that fits the terminal, or one block a record where no table fits. */
import { Chalk } from "chalk";
import CliTable from "cli-table3";
import wrapAnsi from "wrap-ansi";
import { plain, plainLines } from "./plain.ts";
import { cutAt, displayWidth } from "./width.ts";
import { alignOf, toCells, type Align, type Cell, type Column, type Sheet } from "./sheet.ts";

export interface Screen {
  /** Terminal columns; 100 when the output is not a terminal. Beyond 200 a line is too long to read, so no more are used. */
  readonly width?: number;
  readonly color?: boolean;
}

const usualWidth = 100;
const readableWidth = 200;
/** Four Chinese characters: a text column narrower than this cannot be read. */
const narrowestText = 8;
/** Room for a document number; a day, a credit code or a count is shorter and is never broken over two lines. */
const longestCode = 24;

/** The lines of one cell, none wider than its column. */
type Wrapped = readonly string[];

/** The sheet as lines of text, each ending in \n, none wider than the screen (a screen under 20 columns is taken as 20). */
export function tableText<Row>(sheet: Sheet<Row>, screen: Screen = {}): string {
  const width = Math.max(20, Math.min(screen.width ?? usualWidth, readableWidth));
  const chalk = new Chalk({ level: screen.color ? 1 : 0 });
  const bold = (text: string) => chalk.bold(text);
  const title = wrap(plain(sheet.title), width).map(bold);
  const cells = toCells(sheet);
  if (cells.length === 0) return lines([...title, "（没有记录）"]);
  const texts = cells.map((row) => row.map(screenText));
  const widths = fit(sheet.columns, texts, width);
  const body = widths ? grid(sheet.columns, texts, widths, bold) : blocks(sheet.columns, texts, width, bold);
  return lines([...title, ...body]);
}

function screenText(cell: Cell): string {
  return plainLines(cell.text);
}

function lines(texts: readonly string[]): string {
  return texts.map((text) => `${text}\n`).join("");
}

/** The width of each column such that the table fits, or undefined where it cannot: text gives way first, widest first. */
function fit<Row>(
  columns: readonly Column<Row>[],
  texts: readonly (readonly string[])[],
  width: number,
): readonly number[] | undefined {
  const room = width - 3 * columns.length - 1;
  const wanted = columns.map((column, index) => wantedWidth(column, index, texts));
  const least = columns.map((column, index) => leastWidth(column, index, texts, wanted[index] ?? 0));
  let excess = sum(wanted) - room;
  if (sum(least) > room) return undefined;
  while (excess > 0) {
    const widest = indexOfWidest(wanted, least);
    wanted[widest] = (wanted[widest] ?? 0) - 1;
    excess -= 1;
  }
  return wanted;
}

function wantedWidth<Row>(column: Column<Row>, index: number, texts: readonly (readonly string[])[]): number {
  let widest = Math.max(2, displayWidth(plain(column.title)), widestOf(texts, index));
  if (column.width !== undefined) widest = Math.min(widest, Math.max(narrowestText, column.width));
  // Wider than any screen makes no difference.
  return Math.min(widest, readableWidth);
}

function leastWidth<Row>(
  column: Column<Row>,
  index: number,
  texts: readonly (readonly string[])[],
  wanted: number,
): number {
  const kind = column.kind ?? "text";
  if (kind === "text") return Math.min(wanted, narrowestText);
  // The header of a narrow number may break after two characters; the number may not break.
  return Math.min(wanted, Math.max(4, Math.min(widestOf(texts, index), longestCode)));
}

function widestOf(texts: readonly (readonly string[])[], index: number): number {
  let widest = 0;
  for (const row of texts) {
    for (const line of (row[index] ?? "").split("\n")) widest = Math.max(widest, displayWidth(line));
  }
  return widest;
}

function indexOfWidest(widths: readonly number[], least: readonly number[]): number {
  let found = -1;
  for (const [index, width] of widths.entries()) {
    if (width > (least[index] ?? 0) && width > (widths[found] ?? 0)) found = index;
  }
  return found;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function wrap(text: string, width: number): Wrapped {
  return text.split("\n").flatMap((line) => {
    if (displayWidth(line) <= width) return [line];
    // The table's own word wrap loses Chinese text, so every cell is cut before it gets there.
    const cut = cutAt(line, width) ?? wrapAnsi(line, width, { hard: true, trim: false }).split("\n");
    // A space that had to go to the next line is a line of its own.
    const parts = cut.map((part) => part.replace(/^ +| +$/g, "")).filter((part) => part !== "");
    return parts.length > 0 ? parts : [""];
  });
}

/** Wraps each text once: a long list says the same in most of its rows. */
function wrapping(): typeof wrap {
  const known = new Map<string, Wrapped>();
  return (text, width) => {
    const key = `${width} ${text}`;
    const before = known.get(key);
    if (before) return before;
    const cut = wrap(text, width);
    known.set(key, cut);
    return cut;
  };
}

function grid<Row>(
  columns: readonly Column<Row>[],
  texts: readonly (readonly string[])[],
  widths: readonly number[],
  bold: (text: string) => string,
): readonly string[] {
  const aligns = columns.map(alignOf);
  const wrapped = wrapping();
  const wrapRow = (row: readonly string[]) => row.map((text, index) => wrapped(text, widths[index] ?? 2));
  const head = wrapRow(columns.map((column) => plain(column.title)));
  const rows = texts.map(wrapRow);
  const { top, line, rule, bottom } = frameOf(widths);
  const fill = (row: readonly Wrapped[], style?: (text: string) => string) => filled(line, row, widths, aligns, style);
  // Rules between records only where a record takes several lines.
  const compact = rows.every((row) => row.every((cell) => cell.length === 1));
  const records = rows.flatMap((row, index) => [...(compact || index === 0 ? [] : [rule]), ...fill(row)]);
  return [top, ...fill(head, bold), rule, ...records, bottom];
}

interface Frame {
  readonly top: string;
  /** A line of cells, a stand-in of x in each. */
  readonly line: string;
  readonly rule: string;
  readonly bottom: string;
}

/**
 * The library draws the frame once, around stand-ins; the text is put in afterwards. It measures by an older table of widths than terminals do
 * and cuts what it thinks too wide, and its time grows faster than the rows. Left to itself it also colours heads and borders, even into a pipe.
 */
function frameOf(widths: readonly number[]): Frame {
  const standIns = widths.map((width) => "x".repeat(width));
  const colWidths = widths.map((width) => width + 2);
  const table = new CliTable({ head: standIns, colWidths, style: { head: [], border: [] } });
  table.push(standIns);
  const [top = "", line = "", rule = "", , bottom = ""] = table.toString().split("\n");
  return { top, line, rule, bottom };
}

/** A record's lines: the frame's line with each cell's text, padded to its column, in place of the stand-in. */
function filled(
  line: string,
  row: readonly Wrapped[],
  widths: readonly number[],
  aligns: readonly Align[],
  style: (text: string) => string = (text) => text,
): readonly string[] {
  const height = Math.max(...row.map((cell) => cell.length));
  return Array.from({ length: height }, (_, at) => {
    let index = 0;
    return line.replace(/x+/g, () => {
      const text = row[index]?.[at] ?? "";
      const blank = " ".repeat(Math.max(0, (widths[index] ?? 0) - displayWidth(text)));
      const styled = text === "" ? "" : style(text);
      return aligns[index++] === "right" ? blank + styled : styled + blank;
    });
  });
}

function blocks<Row>(
  columns: readonly Column<Row>[],
  texts: readonly (readonly string[])[],
  width: number,
  bold: (text: string) => string,
): readonly string[] {
  const line = "─".repeat(width);
  const records = texts.map((row) =>
    columns.flatMap((column, index) => entry(plain(column.title), row[index] ?? "", width, bold)),
  );
  return [line, ...records.flatMap((record) => [...record, line])];
}

/** 「标题：值」, the further lines of a long value set in by two. */
function entry(title: string, text: string, width: number, bold: (text: string) => string): readonly string[] {
  const label = `${title}：`;
  const besideLabel = width - displayWidth(label);
  if (!text.includes("\n") && displayWidth(text) <= besideLabel) return [bold(label) + text];
  return [...wrap(label, width).map(bold), ...wrap(text, width - 2).map((line) => `  ${line}`)];
}
