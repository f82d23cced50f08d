/** A workbook (.xlsx): the same columns as CSV, with dates as dates and codes as text, so that Excel damages nothing. */
import { writeXlsxStream } from "hucre";
import type { CellStyle, CellValue } from "hucre";
import { plain } from "./plain.ts";
import { cellsOf } from "./sheet.ts";
import type { Cell, Kind, Sheet, Stretches } from "./sheet.ts";
import { displayWidth } from "./width.ts";

export const formats: Readonly<Record<Kind, string>> = {
  text: "@",
  code: "@",
  number: "General",
  day: "yyyy-mm-dd",
  percent: "0.0%",
};

export const headerStyle: CellStyle = {
  font: { bold: true },
  fill: { type: "pattern", pattern: "solid", fgColor: { rgb: "DDEBF7" } },
  alignment: { vertical: "center", wrapText: true },
  numFmt: "@",
};

/** The sheet with a frozen header row. Values from files are text and never formulas. */
export async function xlsxBytes<Row>(sheet: Sheet<Row>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of xlsxPieces(sheet, [sheet.rows])) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** The same in pieces: the rows come a stretch at a time, so that a large roster fits; the sheet's own are a sample that gives the widths. */
export function xlsxPieces<Row>(sheet: Sheet<Row>, stretches: Stretches<Row>): AsyncIterable<Uint8Array> {
  const titles = sheet.columns.map(({ title }) => unescapable(plain(title)));
  const samples = sheet.rows.slice(0, sampleRows).map((row) => cellsOf(sheet, row));
  const columns = sheet.columns.map(({ kind = "text" }, index) => ({
    header: titles[index] ?? "",
    width: widthOf([titles[index] ?? "", ...samples.map((cells) => cells[index]?.text ?? "")]),
    numFmt: formats[kind],
  }));
  return writeXlsxStream(rowsOf(sheet, stretches), {
    name: sheetName(sheet.title),
    columns,
    freezePane: { rows: 1 },
  });
}

/** How many rows tell how wide a column is. */
export const sampleRows = 200;

async function* rowsOf<Row>(sheet: Sheet<Row>, stretches: Stretches<Row>): AsyncGenerator<CellValue[]> {
  for await (const rows of stretches) for (const row of rows) yield cellsOf(sheet, row).map(valueOf);
}

function valueOf({ kind, value, text }: Cell): CellValue {
  if (value === null || text === "") return null;
  if (typeof value === "number") return value;
  // spreadsheets count a day too many before March 1900
  return kind === "day" && /^\d{4}-\d{2}-\d{2}$/.test(text) && text >= "1900-03-01"
    ? new Date(`${text}T00:00:00Z`)
    : unescapable(plain(text));
}

/** A text that looks like an escaped sign (_x0041_) would be read as that sign. */
const unescapable = (text: string): string => text.replaceAll(/_(?=x[\dA-Fa-f]{4}_)/g, "_x005F_");

/** Excel allows 31 signs, and not these. */
export const sheetName = (title: string): string =>
  plain(title)
    .replaceAll(/[[\]:*?/\\']/g, "")
    .slice(0, 31) || "表";

/** As wide as what stands in the column, within reason. */
export function widthOf(texts: readonly string[]): number {
  return Math.min(50, Math.max(8, ...texts.map((text) => displayWidth(text) + 2)));
}
