/** A file of rows, whatever its form: CSV or TSV in any encoding, or a workbook. */
import { createHash } from "node:crypto";
import { closeSync, openSync, readFileSync, readSync, statSync } from "node:fs";
import { cleanCell, misuse, shown } from "../campaign/index.ts";
import { readCsv } from "./csv.ts";
import type { Row } from "./csv.ts";
import { textFile, textOf } from "./text.ts";
import type { Encoding, TextSurvey } from "./text.ts";
import { isPacked, openWorkbook } from "./xlsx.ts";
import type { SheetRows, Workbook } from "./xlsx.ts";

export interface Table {
  /** "xlsx" for a workbook. */
  readonly encoding: Encoding | "xlsx";
  readonly sha256: string;
  /** The sheet that is read; null where the file has none to choose from. */
  readonly sheet: string | null;
  /** Visible sheets that look like tables too and are not read. */
  readonly otherSheets: readonly string[];
  /** Can be gone through once. */
  readonly rows: Iterable<Row>;
  /** Columns (0-based) and the count of rows that a person looking at the sheet does not see; complete after the rows. */
  readonly hidden: SheetRows["hidden"];
  /** Days that stand as serial numbers count from 1904. */
  readonly from1904: boolean;
  /** How much of the file has been gone through, 0 to 1; 0 where it cannot be told. */
  readonly share: () => number;
  /** Of a text: opening the same file again, one need not look for it. */
  readonly survey?: TextSurvey;
}

export interface TableOptions {
  readonly sheet?: string | undefined;
  /** Of a text that was opened before. */
  readonly survey?: TextSurvey | undefined;
}

/** Bytes; more than this is no workbook that people have typed. */
const mostPacked = 200 * 1024 * 1024;

/**
 * Opens a table; of a workbook the sheet of that name or number (1 is the first), else the first visible one that holds a table.
 * @throws Stop when the file is neither text nor a workbook, is damaged, has no such sheet; the file system's own error where it cannot be read
 */
export function openTable(path: string, file: string, { sheet, survey: known }: TableOptions = {}): Table {
  if (isPacked(beginning(path))) return openSheet(path, file, sheet);
  if (sheet !== undefined)
    misuse("no-sheets", "--sheet 只用于 Excel 工作簿，这个文件是文本表格，没有工作表。", {
      hint: "去掉 --sheet 再导入。",
      place: { file },
    });
  const { pieces, encoding, survey, share } = textFile(path, file, known);
  const hidden = { columns: new Set<number>(), rows: 0 };
  const { sha256 } = survey;
  const { rows } = readCsv(pieces, file);
  return { encoding, sha256, survey, sheet: null, otherSheets: [], rows, hidden, from1904: false, share };
}

function beginning(path: string): Uint8Array {
  const descriptor = openSync(path, "r");
  try {
    const bytes = new Uint8Array(4);
    readSync(descriptor, bytes, 0, 4, 0);
    return bytes;
  } finally {
    closeSync(descriptor);
  }
}

/** The rows of a file that is in memory: a text, or the first visible sheet of a workbook that holds a table; they can be gone through once. @throws Stop as openTable */
export function tableRows(bytes: Uint8Array, file: string): Iterable<Row> {
  return isPacked(bytes)
    ? sheetOf(openWorkbook(bytes, file), file, undefined).rows
    : readCsv([textOf(bytes, file).text], file).rows;
}

function openSheet(path: string, file: string, sheet: string | undefined): Table {
  const { size } = statSync(path);
  if (size > mostPacked)
    misuse(
      "workbook-too-large",
      `工作簿有 ${Math.round(size / 1024 / 1024)} MB，最多读 ${mostPacked / 1024 / 1024} MB。`,
      {
        hint: "请核对文件；确是大表的，在 Excel 里另存为「CSV UTF-8（逗号分隔）」再用。",
        place: { file },
      },
    );
  const bytes = readFileSync(path);
  return {
    sha256: createHash("sha256").update(bytes).digest("hex"),
    ...sheetOf(openWorkbook(bytes, file), file, sheet),
  };
}

function sheetOf(book: Workbook, file: string, wanted: string | undefined): Omit<Table, "sha256"> {
  const tables = wanted === undefined ? tablesIn(book) : [sheetNamed(book, wanted, file)];
  const [index = 0, ...others] = tables;
  const nameOf = (at: number): string => book.sheets[at]?.name ?? "";
  return {
    encoding: "xlsx",
    sheet: nameOf(index),
    otherSheets: others.map(nameOf),
    share: () => 0,
    ...book.open(index),
  };
}

function sheetNamed({ sheets }: Workbook, wanted: string, file: string): number {
  const byName = sheets.findIndex(({ name }) => cleanCell(name) === wanted.trim());
  const index = byName >= 0 || !/^\d{1,4}$/.test(wanted) ? byName : Number(wanted) - 1;
  return sheets[index]
    ? index
    : misuse("no-such-sheet", `工作簿里没有${shown(wanted)}这张工作表。`, {
        hint: `有：${sheets.map(({ name }) => shown(name)).join("、")}；也可以写第几张，如 --sheet 2。`,
        place: { file },
      });
}

/** Places of the visible sheets that hold a table; of the first visible one where none does. */
function tablesIn(book: Workbook): number[] {
  const visible = book.sheets.flatMap(({ hidden }, index) => (hidden ? [] : [index]));
  const tables = visible.length < 2 ? visible : visible.filter((index) => holdsTable(book.open(index).rows));
  return tables.length > 0 ? tables : visible.slice(0, 1);
}

/** Within how many rows from the top a table begins, and how many filled cells side by side make one. */
const [beginsWithin, cellsAtLeast] = [10, 3];

function holdsTable(rows: Iterable<Row>): boolean {
  let seen = 0;
  for (const { cells } of rows) {
    if (cells.filter((cell) => cleanCell(cell) !== "").length >= cellsAtLeast) return true;
    seen += 1;
    if (seen === beginsWithin) return false;
  }
  return false;
}
