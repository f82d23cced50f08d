/**
 * A workbook (.xlsx, .xlsm) as rows of text, the same as those of a CSV file.
 *
 * Rows are read one after the other straight from the packed sheet: a library that builds the whole workbook first takes
 * more memory for 100,000 rows than a whole import may, and forgets merged cells where it does not.
 */
import { isDateFormat } from "hucre";
import { addDays, misuse, shown, toDay } from "../campaign/index.ts";
import type { Row } from "./csv.ts";
import { mostColumns, tooManyColumns } from "./csv/faults.ts";
import { from1904To1900 } from "./day.ts";
import { attribute, readTags } from "./markup.ts";
import { excessOf, unpack, zipParts } from "./zip.ts";
import type { PackedFile } from "./zip.ts";

export interface SheetName {
  readonly name: string;
  readonly hidden: boolean;
}

export interface Workbook {
  readonly sheets: readonly SheetName[];
  /** The rows of one sheet, by its place in `sheets`. @throws Stop when the sheet is damaged */
  open(index: number): SheetRows;
}

export interface SheetRows {
  /** Can be gone through once. Blank rows may be left out; the numbers are the spreadsheet's. */
  readonly rows: Iterable<Row>;
  /** What a person looking at the sheet does not see: complete once the rows have been gone through. */
  readonly hidden: { readonly columns: ReadonlySet<number>; readonly rows: number };
  /** Serial numbers of days that no format marks as such count from 1904. */
  readonly from1904: boolean;
}

/** Whether a file is packed as workbooks are. */
export function isPacked(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 0x03 && bytes[3] === 0x04;
}

/** Bytes of a workbook once unpacked; 1,000,000 rows of 16 columns are about 500 MB and come as CSV. */
const mostUnpacked = 200 * 1024 * 1024;
/** A large part that shrank to less than this share holds nothing but repetition. */
const [largePart, mostShrunk] = [10 * 1024 * 1024, 250];

/** @throws Stop when the archive is no workbook, is damaged, or would unpack to more than a workbook may */
export function openWorkbook(bytes: Uint8Array, file: string): Workbook {
  const parts = zipParts(bytes) ?? damaged(file);
  refuseOthers(parts, file);
  refuseBombs(parts, file);
  const read = (name: string): Uint8Array | null => {
    const part = parts.get(name.toLowerCase());
    return part === undefined ? null : (unpack(bytes, part) ?? damaged(file));
  };
  const { sheets, from1904 } = bookOf(read, file);
  let texts: Texts | undefined;
  return {
    sheets,
    open: (index) => {
      texts ??= {
        shared: sharedStrings(read("xl/sharedStrings.xml")),
        dates: dateStyles(read("xl/styles.xml")),
        from1904,
      };
      return sheetRows(read(sheets[index]?.part ?? "") ?? damaged(file), texts, file);
    },
  };
}

function damaged(file: string): never {
  return misuse("damaged-workbook", "这个 Excel 文件已经损坏，打不开。", {
    hint: "请用 Excel 或 WPS 打开（会提示修复），另存为新的 .xlsx 再用；打不开的向提供方再要一份。",
    place: { file },
  });
}

function refuseOthers(parts: ReadonlyMap<string, PackedFile>, file: string): void {
  if (parts.has("xl/workbook.xml")) return;
  const others: readonly (readonly [part: string, what: string, hint: string])[] = [
    ["xl/workbook.bin", "二进制工作簿（.xlsb）", "请用 Excel 打开，另存为「Excel 工作簿（.xlsx）」再用。"],
    ["word/document.xml", "Word 文档", "请把表格复制到 Excel 里，存成 .xlsx 再用。"],
    ["ppt/presentation.xml", "演示文稿", "请向提供方要 Excel 原件。"],
    ["content.xml", "OpenDocument 文件（.ods 等）", "请用 WPS 或 LibreOffice 打开，另存为 .xlsx 再用。"],
  ];
  const other = others.find(([part]) => parts.has(part));
  misuse("not-workbook", `这是${other?.[1] ?? "压缩包"}，不是 Excel 工作簿，读不了。`, {
    hint: other?.[2] ?? "请先解压，再用里面的 .xlsx 或 .csv。",
    place: { file },
  });
}

function refuseBombs(parts: ReadonlyMap<string, PackedFile>, file: string): void {
  const excess = excessOf(parts, { most: mostUnpacked, large: largePart, shrunk: mostShrunk });
  if (excess === null) return;
  if ("total" in excess)
    misuse(
      "workbook-too-large",
      `工作簿解开后有 ${Math.round(excess.total / 1024 / 1024)} MB，最多读 ${mostUnpacked / 1024 / 1024} MB。`,
      {
        hint: "请核对文件；确是大表的，在 Excel 里另存为「CSV UTF-8（逗号分隔）」再用。",
        place: { file },
      },
    );
  const { name, size, fullSize } = excess.bomb;
  misuse(
    "workbook-bomb",
    `工作簿里的${shown(name)}解开后是原来的 ${Math.round(fullSize / Math.max(1, size))} 倍，不像正常的表，没有打开。`,
    {
      hint: "可能是恶意文件，请勿用其他软件打开，向提供方核实；确是正常的表，另存为 CSV 再用。",
      place: { file },
    },
  );
}

type Read = (name: string) => Uint8Array | null;

/** The sheets with the part each is in, in the order of the tabs. */
function bookOf(read: Read, file: string): { sheets: (SheetName & { part: string })[]; from1904: boolean } {
  const parts = new Map<string, string>();
  eachTag(read("xl/_rels/workbook.xml.rels"), (name, attributes) => {
    if (name !== "Relationship") return;
    const target = attribute(attributes, "Target") ?? "";
    parts.set(attribute(attributes, "Id") ?? "", target.startsWith("/") ? target.slice(1) : `xl/${target}`);
  });
  const sheets: (SheetName & { part: string })[] = [];
  let from1904 = false;
  eachTag(read("xl/workbook.xml"), (name, attributes) => {
    if (name === "workbookPr") from1904 = /^(?:1|true)$/.test(attribute(attributes, "date1904") ?? "");
    if (name !== "sheet") return;
    const part = parts.get(attribute(attributes, "id") ?? "");
    const hidden = (attribute(attributes, "state") ?? "visible") !== "visible";
    if (part !== undefined) sheets.push({ name: attribute(attributes, "name") ?? "", hidden, part });
  });
  return sheets.length === 0 ? damaged(file) : { sheets, from1904 };
}

function eachTag(bytes: Uint8Array | null, open: (name: string, attributes: string) => void): void {
  const silent = { open, text: () => undefined, close: () => undefined };
  if (bytes !== null) for (const _ of readTags(bytes, silent)) continue;
}

interface Texts {
  readonly shared: readonly string[];
  /** For each cell style, whether it shows a number as a date. */
  readonly dates: readonly boolean[];
  readonly from1904: boolean;
}

/** The texts of all cells, without the reading aids (拼音) above them; each a copy, because a part cut out of the XML would keep the XML. */
function sharedStrings(bytes: Uint8Array | null): string[] {
  const strings: string[] = [];
  let [text, inText, inAid] = ["", false, false];
  const reader = {
    open: (name: string) => {
      if (name === "si") text = "";
      else if (name === "t") inText = true;
      else if (name === "rPh") inAid = true;
    },
    text: (more: string) => {
      if (inText && !inAid) text += more;
    },
    close: (name: string) => {
      if (name === "si") strings.push(Buffer.from(text).toString());
      else if (name === "t") inText = false;
      else if (name === "rPh") inAid = false;
    },
  };
  if (bytes !== null) for (const _ of readTags(bytes, reader)) continue;
  return strings;
}

/** Dates of the formats that have a number and no pattern in the file: ECMA-376, 18.8.30, with those of Chinese and Japanese. */
const builtInDate = (format: number): boolean =>
  (format >= 14 && format <= 17) || format === 22 || (format >= 27 && format <= 36) || (format >= 50 && format <= 58);

function dateStyles(bytes: Uint8Array | null): boolean[] {
  const patterns = new Map<number, string>();
  const styles: boolean[] = [];
  let inStyles = false;
  eachTag(bytes, (name, attributes) => {
    if (name === "numFmt")
      patterns.set(Number(attribute(attributes, "numFmtId")), attribute(attributes, "formatCode") ?? "");
    else if (name === "cellXfs" || name === "cellStyleXfs") inStyles = name === "cellXfs";
    else if (name === "xf" && inStyles) {
      const format = Number(attribute(attributes, "numFmtId"));
      const pattern = patterns.get(format);
      styles.push(pattern === undefined ? builtInDate(format) : isDateFormat(pattern) && /[yd年日]/i.test(pattern));
    }
  });
  return styles;
}

function sheetRows(bytes: Uint8Array, texts: Texts, file: string): SheetRows {
  const hidden = { columns: new Set<number>(), rows: 0 };
  return { hidden, from1904: texts.from1904, rows: rowsOf(bytes, { texts, file, hidden }) };
}

interface Around {
  readonly texts: Texts;
  readonly file: string;
  readonly hidden: { columns: Set<number>; rows: number };
}

function* rowsOf(bytes: Uint8Array, { texts, file, hidden }: Around): Generator<Row> {
  const ready: Row[] = [];
  const fill = fillingOf(mergedDown(bytes));
  const take = (line: number, cells: string[], isHidden: boolean): void => {
    if (!cells.some((cell) => cell !== "")) return;
    if (isHidden) hidden.rows += 1;
    const row = { line, cells: fill(line, cells) };
    ready.push(cells.length > mostColumns ? { ...row, fault: tooManyColumns(line, cells.length, file) } : row);
  };
  for (const _ of readTags(bytes, sheetReader(texts, take, hidden.columns))) {
    yield* ready;
    ready.length = 0;
  }
}

/** What lies further is no cell. */
const lastColumn = 16_384;

function sheetReader(
  texts: Texts,
  take: (line: number, cells: string[], hidden: boolean) => void,
  hiddenColumns: Set<number>,
): Parameters<typeof readTags>[1] {
  let [line, column, type, style] = [0, -1, "", -1];
  let [value, formula, inText] = ["", false, false];
  let [cells, hidden, inAid]: [string[], boolean, boolean] = [[], false, false];
  const openCell = (attributes: string): void => {
    const at = columnOf(attribute(attributes, "r") ?? "");
    column = at < 0 ? column + 1 : at;
    [type, style] = [attribute(attributes, "t") ?? "n", Number(attribute(attributes, "s") ?? -1)];
    [value, formula] = ["", false];
  };
  const closeCell = (): void => {
    const text = cellText({ type, value, style, formula }, texts);
    if (text === "" || column >= lastColumn) return;
    while (cells.length < column) cells.push("");
    cells[column] = text;
  };
  return {
    open: (name, attributes) => {
      if (name === "c") openCell(attributes);
      else if (name === "v" || name === "t") inText = !inAid;
      else if (name === "f") formula = true;
      else if (name === "rPh") inAid = true;
      else if (name === "row") {
        const said = Number(attribute(attributes, "r"));
        line = Number.isSafeInteger(said) && said > line ? said : line + 1;
        [cells, column, hidden] = [[], -1, /^(?:1|true)$/.test(attribute(attributes, "hidden") ?? "")];
      } else if (name === "col") hideColumns(attributes, hiddenColumns);
    },
    text: (text) => {
      if (inText) value += text;
    },
    close: (name) => {
      if (name === "c") closeCell();
      else if (name === "v" || name === "t") inText = false;
      else if (name === "rPh") inAid = false;
      else if (name === "row") take(line, cells, hidden);
    },
  };
}

function hideColumns(attributes: string, hidden: Set<number>): void {
  if (!/^(?:1|true)$/.test(attribute(attributes, "hidden") ?? "")) return;
  const [from, to] = [Number(attribute(attributes, "min")), Number(attribute(attributes, "max"))];
  for (let column = from; column <= Math.min(to, mostColumns); column += 1) hidden.add(column - 1);
}

/** 0-based: A1 is 0, AA7 is 26; -1 when the cell does not say. */
function columnOf(reference: string): number {
  let column = 0;
  for (let at = 0; at < reference.length; at += 1) {
    const letter = reference.charCodeAt(at) - 64;
    if (letter < 1 || letter > 26) break;
    column = column * 26 + letter;
  }
  return column - 1;
}

/** What stands in a cell whose formula the writing program has not worked out. */
const notWorkedOut = "#公式无值";

function cellText(
  { type, value, style, formula }: { type: string; value: string; style: number; formula: boolean },
  { shared, dates, from1904 }: Texts,
): string {
  if (value === "") return formula && type !== "str" ? notWorkedOut : "";
  if (type === "s") return shared[Number(value)] ?? "";
  if (type === "b") return value === "1" ? "TRUE" : "FALSE";
  if (type !== "n") return value;
  const number = Number(value);
  if (!Number.isFinite(number)) return value;
  return dates[style] === true ? dateText(number, from1904) : numberText(number);
}

/** Excel keeps 15 digits: a longer number has lost its end, and is shown as Excel shows it, so that nobody takes it for the code it was. */
function numberText(number: number): string {
  if (Math.abs(number) >= 1e15) return number.toExponential().toUpperCase();
  return String(Number(number.toPrecision(15)));
}

function dateText(serial: number, from1904: boolean): string {
  const days = Math.floor(serial) + (from1904 ? from1904To1900 : 0);
  // day 60 of the 1900 system, 1900-02-29, has never been
  return days >= 61 && days <= 73_050 ? addDays(toDay(1899, 12, 30), days) : numberText(serial);
}

/** Cells merged over several rows: first and last row of each, by column. */
type Merged = ReadonlyMap<number, readonly (readonly [first: number, last: number])[]>;

function mergedDown(bytes: Uint8Array): Merged {
  const merged = new Map<number, [number, number][]>();
  // they stand behind the rows
  const behind = Math.max(0, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).lastIndexOf("sheetData"));
  eachTag(bytes.subarray(behind), (name, attributes) => {
    const area =
      name === "mergeCell"
        ? /^([A-Z]{1,3})(\d{1,7}):[A-Z]{1,3}(\d{1,7})$/.exec(attribute(attributes, "ref") ?? "")
        : null;
    if (!area || area[2] === area[3]) return;
    const column = columnOf(area[1] ?? "");
    if (column >= mostColumns) return;
    const areas = merged.get(column) ?? [];
    areas.push([Number(area[2]), Number(area[3])]);
    merged.set(column, areas);
  });
  for (const areas of merged.values()) areas.sort(([a], [b]) => a - b);
  return merged;
}

/** Gives each row of a merged area the text of its first one. */
function fillingOf(merged: Merged): (line: number, cells: string[]) => string[] {
  const columns = Array.from(merged, ([column, areas]) => ({ column, areas, at: 0, first: "" }));
  return (line, cells) => {
    for (const one of columns) {
      while ((one.areas[one.at]?.[1] ?? Infinity) < line) [one.at, one.first] = [one.at + 1, ""];
      const [first, last] = one.areas[one.at] ?? [Infinity, 0];
      if (line === first) one.first = cells[one.column] ?? "";
      else if (line > first && line <= last && one.first !== "") {
        while (cells.length <= one.column) cells.push("");
        cells[one.column] ||= one.first;
      }
    }
    return cells;
  };
}
