/**
 * CSV for Excel and WPS: UTF-8 with BOM, CRLF, quoting of RFC 4180, nothing that a spreadsheet would run.
 *
 * Three things are changed so that a spreadsheet does no harm, and each can be undone on reading by dropping one leading character:
 * - text that begins with = + - @ (also full-width), a tab, a line break or an apostrophe gets a leading apostrophe. Numbers are left alone.
 * - a code that a spreadsheet would take for a number and damage (12 digits or more turn into 3.40E+17 and lose their end; a leading 0 goes; 12E45 becomes 1.2E+46; item 1-2 becomes the 2nd of January)
 *   gets a leading tab: invisible, keeps the cell text, and is white space to any reader. Any other code is written as it is.
 *   The formula ="340…" is not used, because it comes back as a formula and not as the code.
 * - control and invisible characters are written as visible signs, as on the screen. JSON has them unchanged.
 */
import { plainLines } from "./plain.ts";
import { cellsOf, type Cell, type Sheet } from "./sheet.ts";

/** Tells Excel that a file is UTF-8. It belongs to a file, not to a text that is kept in a ledger. */
export const byteOrderMark = "\ufeff";
const startsLikeFormula = /^[=+\-@＝＋－＠\t\r\n']/;
const takenForNumber = /^(?:\d{12,}|0\d+|\d+[Ee]\d+|\d{1,4}[-/]\d{1,2}(?:[-/]\d{1,4})?)$/;
const needsQuotes = /[",\r\n]|^\s|\s$/;

/** The sheet as CSV text with a header row, under a line of cells where one is given; its title is not written, so that the file can be imported as it is. */
export function csvText<Row>(sheet: Sheet<Row>, above: readonly string[] = []): string {
  return csvHeader(sheet, above) + csvRows(sheet);
}

/** What stands before the rows. */
export const csvHeader = <Row>({ columns }: Sheet<Row>, above: readonly string[] = []): string =>
  byteOrderMark +
  (above.length === 0 ? "" : lineOf(above.map(guarded))) +
  lineOf(columns.map(({ title }) => guarded(title)));

/** The rows alone. */
export const csvRows = <Row>(sheet: Sheet<Row>): string =>
  sheet.rows.map((row) => lineOf(cellsOf(sheet, row).map(fieldOf))).join("");

const lineOf = (fields: readonly string[]): string => `${fields.map(quoted).join(",")}\r\n`;

function fieldOf(cell: Cell): string {
  // A true number may begin with a minus; it cannot be anything but a number.
  if (typeof cell.value === "number") return cell.text;
  if (cell.kind === "code" && takenForNumber.test(cell.text)) return `\t${cell.text}`;
  return guarded(cell.text);
}

function guarded(text: string): string {
  return (startsLikeFormula.test(text) ? "'" : "") + visible(text);
}

function visible(text: string): string {
  // A tab inside a cell is data; plainLines would make it a space.
  return text.includes("\t") ? text.split("\t").map(plainLines).join("\t") : plainLines(text);
}

function quoted(field: string): string {
  return needsQuotes.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}
