/** Which facts name which, from the declarations of their kinds. */
import { kindsByName } from "../../campaign/index.ts";
import type { FactKind } from "../../campaign/index.ts";
import type { FactTable } from "../tables.ts";

/** The kind of a table. */
export function kindOf(table: string): FactKind {
  const kind = kindsByName.get(table);
  if (!kind) throw new Error(`no kind of fact: ${table}`);
  return kind;
}

/** The tables whose kinds are so. */
export function tablesOf(is: (kind: FactKind) => boolean): FactTable[] {
  return [...kindsByName].filter(([, kind]) => is(kind)).map(([name]) => name as FactTable);
}

/** A column of one table that names rows of another: those named have to stand. */
export interface Link {
  readonly from: FactTable;
  readonly column: string;
  readonly to: FactTable;
  /** It holds a list of numbers. */
  readonly many: boolean;
  /** It rests on the service of the order, too. */
  readonly served: boolean;
}

export function links(): Link[] {
  return tablesOf(() => true).flatMap((from) =>
    Object.entries(kindOf(from).columns).flatMap(([column, { names, many, rests }]) =>
      names === undefined || names === "subject"
        ? []
        : [{ from, column, to: names as FactTable, many: many === true, served: rests === true }],
    ),
  );
}

/** A column that names a row of the table that another column says. */
export interface Pointer {
  readonly from: FactTable;
  readonly column: string;
  readonly tableIn: string;
  readonly among: readonly FactTable[];
}

export function pointers(): Pointer[] {
  return tablesOf(() => true).flatMap((from) =>
    Object.entries(kindOf(from).columns).flatMap(([column, { kindIn, among }]) =>
      kindIn === undefined || among === undefined
        ? []
        : [{ from, column, tableIn: kindIn, among: tablesOf((kind) => kind[among] !== undefined) }],
    ),
  );
}

/** Tables whose facts stand only while their subject is in the roster. */
export const restingOnSubject = (): FactTable[] => tablesOf(({ columns }) => columns["subject"]?.rests === true);

/** The table that a column names. @throws where it names none */
export function namedBy(table: string, column: string): FactTable {
  const { names } = kindOf(table).columns[column] ?? {};
  if (names === undefined) throw new Error(`${table}.${column} names no fact`);
  return names as FactTable;
}
