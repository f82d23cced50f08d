/** A form to be filled in (.xlsx): a title, a frozen header, cells of the right kind, lists to choose from, and a sheet that says how. */
import { writeXlsx } from "hucre";
import type { DataValidation, WriteSheet } from "hucre";
import type { Kind } from "./sheet.ts";
import { formats, headerStyle, sheetName, widthOf } from "./xlsx.ts";

export interface FormColumn {
  readonly title: string;
  readonly kind: Kind;
  /** How to fill it in; shown when a cell is entered, and on the sheet of notes. */
  readonly note: string;
  /** Offered as a list; anything else is still taken. */
  readonly choices?: readonly string[];
}

export interface Form {
  readonly title: string;
  /** The line under the title, cell by cell. */
  readonly filledBy: readonly string[];
  readonly columns: readonly FormColumn[];
  /** Rows that are written in; a null cell is to be filled in. */
  readonly rows?: readonly (readonly (string | number | null)[])[];
  /** Blank rows that are ready to be filled in, after those. */
  readonly blankRows: number;
  /** Another sheet to look things up in. */
  readonly beside?: {
    readonly name: string;
    readonly rows: readonly (readonly string[])[];
    readonly widths: readonly number[];
  };
}

/** The header stands in this row. */
const headerRow = 3;

export async function formBytes(form: Form): Promise<Uint8Array> {
  const lists = form.columns.filter(({ choices }) => choices !== undefined && choices.length > 0);
  return writeXlsx({
    sheets: [
      mainSheet(form, lists),
      ...besideSheet(form),
      notesSheet(form),
      ...(lists.length > 0 ? [listSheet(lists)] : []),
    ],
  });
}

function besideSheet({ beside }: Form): WriteSheet[] {
  if (beside === undefined) return [];
  const cells: WriteSheet["cells"] = new Map(
    beside.rows.flatMap((row, at) =>
      row.map((value, column) => [
        `${at},${column}`,
        { value, type: "string" as const, ...(at === 0 ? { style: headerStyle } : {}) },
      ]),
    ),
  );
  return [
    {
      name: beside.name,
      rows: beside.rows.map((row) => row.map(() => null)),
      cells,
      columns: beside.widths.map((width) => ({ width })),
      freezePane: { rows: 1 },
    },
  ];
}

function mainSheet(form: Form, lists: readonly FormColumn[]): WriteSheet {
  const { title, filledBy, columns, rows = [], blankRows } = form;
  const line = columns.map((_, index) => filledBy[index] ?? null);
  const blank = columns.map(() => null);
  const cells: WriteSheet["cells"] = new Map(
    columns.map(({ title: value }, column) => [
      `${headerRow - 1},${column}`,
      { value, type: "string", style: headerStyle },
    ]),
  );
  rows.forEach((row, at) =>
    row.forEach((value, column) => {
      if (value !== null)
        cells.set(`${headerRow + at},${column}`, { value, type: typeof value === "string" ? "string" : "number" });
    }),
  );
  cells.set("0,0", {
    value: title,
    type: "string",
    style: { font: { bold: true, size: 16 } },
  });
  return {
    name: sheetName(title),
    rows: [
      [title],
      line,
      columns.map(({ title: name }) => name),
      ...Array.from({ length: rows.length + blankRows }, () => blank),
    ],
    columns: columns.map(({ title: name, kind, choices = [] }, column) => ({
      width: widthOf([name, ...choices, ...rows.map((row) => String(row[column] ?? ""))]),
      numFmt: formats[kind],
    })),
    cells,
    pageSetup: { paperSize: "a4", orientation: "landscape", fitToPage: true, fitToWidth: 1, fitToHeight: 0 },
    freezePane: { rows: headerRow },
    dataValidations: columns.map((column, index) => validationOf(column, index, rows.length + blankRows, lists)),
  };
}

const listsName = "选项";

function validationOf(
  column: FormColumn,
  index: number,
  blankRows: number,
  lists: readonly FormColumn[],
): DataValidation {
  const letter = letterOf(index);
  const shown = { showInputMessage: true, inputTitle: column.title, inputMessage: column.note, allowBlank: true };
  const range = `${letter}${headerRow + 1}:${letter}${headerRow + blankRows}`;
  const list = lists.indexOf(column);
  if (list < 0) return { ...shown, type: "custom", formula1: "TRUE", range };
  const from = letterOf(list);
  return {
    ...shown,
    type: "list",
    formula1: `${listsName}!$${from}$1:$${from}$${column.choices?.length ?? 1}`,
    showErrorMessage: true,
    errorStyle: "warning",
    errorTitle: column.title,
    errorMessage: "不在列表里；确认无误可以照填。",
    range,
  };
}

function notesSheet({ columns }: Form): WriteSheet {
  return {
    name: "填写说明",
    rows: [["列", "怎么填"], ...columns.map(({ title, note }) => [title, note])],
    columns: [{ width: 24 }, { width: 90 }],
    freezePane: { rows: 1 },
  };
}

/** Lists stand on a hidden sheet: written into the cells they may have 255 signs. */
function listSheet(lists: readonly FormColumn[]): WriteSheet {
  const longest = Math.max(...lists.map(({ choices = [] }) => choices.length));
  return {
    name: listsName,
    hidden: true,
    rows: Array.from({ length: longest }, (_, row) => lists.map(({ choices = [] }) => choices[row] ?? null)),
  };
}

/** A, B … Z, AA …; forms have fewer than 702 columns. */
function letterOf(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : `${String.fromCharCode(64 + Math.floor(index / 26))}${letter}`;
}
