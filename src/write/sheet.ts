/** A list as it leaves the ledger: columns declared once, for the screen, CSV and JSON alike. */

export type Value = string | number | boolean | null;

/** What a column holds. A percent is a ratio (0.125 is 12.5%); a code is digits and letters that are never counted with. */
export type Kind = "text" | "number" | "day" | "code" | "percent";
export type Align = "left" | "right";

export interface Column<Row> {
  /** The English name in JSON. */
  readonly key: string;
  /** The Chinese header. */
  readonly title: string;
  /** Numbers and percents stand right unless told otherwise. */
  readonly align?: Align;
  /** The most terminal columns it may take on the screen. */
  readonly width?: number;
  /** "text" unless told otherwise. */
  readonly kind?: Kind;
  /** To how many places a number is written (2: 20.00); as it comes unless told otherwise. */
  readonly places?: (row: Row) => number | undefined;
  readonly value: (row: Row) => Value;
}

export interface Sheet<Row> {
  readonly title: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
}

/** The rows of a large sheet, some at a time. */
export type Stretches<Row> = Iterable<readonly Row[]> | AsyncIterable<readonly Row[]>;

export interface Cell {
  readonly kind: Kind;
  readonly align: Align;
  readonly value: Value;
  /** The value as people read it: nothing for null, 是/否, 12.5%. */
  readonly text: string;
}

/** The cells of every row, in the order the columns are declared; the header is not among them. */
export function toCells<Row>(sheet: Sheet<Row>): readonly (readonly Cell[])[] {
  return sheet.rows.map((row) => cellsOf(sheet, row));
}

/** The cells of one row. */
export function cellsOf<Row>({ columns }: Sheet<Row>, row: Row): Cell[] {
  return columns.map((column) => cellOf(column, row));
}

function cellOf<Row>(column: Column<Row>, row: Row): Cell {
  const [kind, value] = [column.kind ?? "text", column.value(row)];
  return { kind, align: alignOf(column), value, text: textOf(kind, value, column.places?.(row)) };
}

/** On which side a column's cells stand. */
export function alignOf<Row>(column: Column<Row>): Align {
  return column.align ?? (column.kind === "number" || column.kind === "percent" ? "right" : "left");
}

function textOf(kind: Kind, value: Value, places: number | undefined): string {
  if (value === null) return "";
  if (typeof value === "boolean") return value ? "是" : "否";
  if (typeof value === "number" && kind === "percent") return `${(value * 100).toFixed(1)}%`;
  if (typeof value === "number") return places === undefined ? String(value) : value.toFixed(places);
  return value;
}
