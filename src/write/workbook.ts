/** An Excel workbook: sheets from the same columns as any list, with links from one sheet to another. */
import { writeXlsx } from "hucre/xlsx";
import type { Cell as ExcelCell, WriteSheet } from "hucre/xlsx";
import { plain } from "./plain.ts";
import type { Column, Sheet } from "./sheet.ts";

export interface WorkbookSheet<Row = unknown> {
  /** As the tab shows it; made fit and unique by workbookBytes. */
  readonly name: string;
  readonly sheet: Sheet<Row>;
  /** Lines over the table: what it is of, and of which day. */
  readonly above?: readonly string[];
  /** The name of the sheet that a cell leads to; null where it leads nowhere. */
  readonly link?: ((row: Row, column: Column<Row>) => string | null) | undefined;
}

/** A sheet among others of other rows. */
export function workbookSheet<Row>(sheet: WorkbookSheet<Row>): WorkbookSheet {
  // Each sheet's columns are only ever given its own rows.
  return sheet as unknown as WorkbookSheet;
}

/**
 * The workbook as bytes of an .xlsx file. Days are dates, percents ratios, codes and every other text stay text, so that nothing
 * typed by a stranger is a formula and no code loses its zeros. The header stays in view and can be filtered.
 */
export async function workbookBytes(sheets: readonly WorkbookSheet[]): Promise<Uint8Array> {
  const tabs = tabNames(sheets.map(({ name }) => name));
  return writeXlsx({
    sheets: sheets.map((sheet, index) => excelSheet(sheet, tabs[index] ?? "", tabs, sheets)),
    stringMode: "shared",
  });
}

/** Excel takes 31 characters and not []:*?/\ in the name of a sheet, and each name once. */
function tabNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    const fit =
      plain(name)
        .replaceAll(/[[\]:*?/\\']/g, "_")
        .slice(0, 31) || "表";
    let tab = fit;
    for (let nth = 2; taken.has(tab.toLowerCase()); nth++) tab = `${fit.slice(0, 27)}_${nth}`;
    taken.add(tab.toLowerCase());
    return tab;
  });
}

function excelSheet(
  { sheet, link, above = [] }: WorkbookSheet,
  name: string,
  tabs: readonly string[],
  sheets: readonly WorkbookSheet[],
): WriteSheet {
  const { columns, rows } = sheet;
  const cells = new Map<string, Partial<ExcelCell>>();
  const top = above.length;
  above.forEach((line, row) => cells.set(`${row},0`, textCell(plain(line))));
  columns.forEach(({ title }, column) =>
    cells.set(`${top},${column}`, { ...textCell(plain(title)), style: headerStyle }),
  );
  rows.forEach((row, index) => {
    columns.forEach((column, at) => {
      const cell = excelCell(column, row);
      const target = link?.(row, column) ?? null;
      const tab = target === null ? undefined : tabs[sheets.findIndex((other) => other.name === target)];
      if (cell) cells.set(`${top + index + 1},${at}`, tab === undefined ? cell : linked(cell, tab));
    });
  });
  const last = columnLetters(Math.max(columns.length - 1, 0));
  return {
    name,
    columns: columns.map((column) => ({ width: widthOf(column, rows) })),
    rows: Array.from({ length: top + 1 + rows.length }, () => columns.map(() => null)),
    cells,
    freezePane: { rows: top + 1 },
    autoFilter: { range: `A${top + 1}:${last}${top + 1 + rows.length}` },
    pageSetup: { orientation: "landscape", fitToPage: true, fitToWidth: 1, fitToHeight: 0 },
  };
}

const headerStyle = { font: { bold: true } };
const linkStyle = { font: { underline: true, color: { rgb: "0563C1" } } };

function textCell(text: string): Partial<ExcelCell> {
  return { value: text, type: "string" };
}

function excelCell<Row>({ kind = "text", places, value: valueOf }: Column<Row>, row: Row): Partial<ExcelCell> | null {
  const value = valueOf(row);
  if (value === null || value === "") return null;
  if (typeof value === "boolean") return textCell(value ? "是" : "否");
  if (typeof value === "number") {
    return { value, type: "number", style: { numFmt: numberFormat(kind, places?.(row) ?? placesIn(value)) } };
  }
  if (kind === "day" && /^\d{4}-\d{2}-\d{2}$/.test(value))
    return { value: new Date(`${value}T00:00:00Z`), type: "date", style: { numFmt: "yyyy-mm-dd" } };
  return { ...textCell(plain(value)), style: { numFmt: "@" } };
}

const placesIn = (value: number): number => (Number.isInteger(value) ? 0 : 2);

function numberFormat(kind: Column<unknown>["kind"], places: number): string {
  if (kind === "percent") return "0.00%";
  return places === 0 ? "0" : `0.${"0".repeat(places)}`;
}

function linked(cell: Partial<ExcelCell>, tab: string): Partial<ExcelCell> {
  const location = `'${tab}'!A1`;
  return { ...cell, hyperlink: { target: "", location }, style: { ...cell.style, ...linkStyle } };
}

/** In characters of a Latin font, of which a Chinese one takes two; enough for most rows and never too much for a page. */
function widthOf(column: Column<unknown>, rows: readonly unknown[]): number {
  const texts = [column.title, ...rows.slice(0, 200).map((row) => String(column.value(row) ?? ""))];
  const longest = Math.max(...texts.map((text) => text.replaceAll(/[^\0-\xff]/g, "xx").length));
  return Math.min(Math.max(longest + 2, 8), 50);
}

function columnLetters(index: number): string {
  const rest = index % 26;
  const letter = String.fromCodePoint(65 + rest);
  return index < 26 ? letter : columnLetters(Math.floor(index / 26) - 1) + letter;
}
