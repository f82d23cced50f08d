/** A roster file opened: its columns, and what has been noted of it so far. */
import { basename } from "node:path";
import { misuse, shown } from "../../campaign/index.ts";
import type { Problem } from "../../campaign/index.ts";
import { toJson } from "../../ledger/json.ts";
import { readable } from "../../read/file.ts";
import { everyColumn, rosterFieldNamed } from "../../read/fields.ts";
import type { RosterField } from "../../read/fields.ts";
import { readRoster } from "../../read/roster.ts";
import type { Roster, RosterOptions } from "../../read/roster.ts";
import type { Asides } from "../../read/roster/asides.ts";
import { openTable } from "../../read/table.ts";
import type { Table, TableOptions } from "../../read/table.ts";
import { refuseProblemList } from "./problems.ts";
import type { Noted } from "./problems.ts";
import { fileNameOf } from "../../write/file-name.ts";

/** What reading has come to so far; complete after the last row. */
export interface Progress {
  rowsRead: number;
  refused: number;
  /** How much of the file has been read, 0 to 1; 0 where it cannot be told. */
  share: number;
  /** What has been remarked since the last look: going through the rows takes it out. */
  readonly noted: Noted[];
  /** Rows that are no institution's, and cells that say 同上; at the end. */
  asides: Asides;
}

export interface FileRead {
  readonly path: string;
  readonly file: string;
  readonly sha256: string;
  readonly encoding: Table["encoding"];
  /** Of a workbook, the sheet that is read. */
  readonly sheet: string | null;
  /** Where all that is wrong is listed: beside the file; a sheet that was asked for has its own list. */
  readonly problemList: string;
  readonly roster: Roster;
  readonly progress: Progress;
}

export interface ReadOptions extends Omit<RosterOptions, "file">, TableOptions {}

/** A file opened, its columns recognised; its rows have not been looked at. */
export interface OpenedRoster extends FileRead {
  readonly table: Table;
  /** What it was opened with: another thread opens it alike. */
  readonly options: ReadOptions;
}

/** @throws Stop when the file cannot be read, is no table, has no header or is a list of problems */
export function openFile(path: string, options: ReadOptions): OpenedRoster {
  const file = basename(path);
  const table = readable(path, () => openTable(path, file, options));
  const roster = readRoster(table.rows, { ...options, file, from1904: table.from1904 });
  refuseProblemList(
    roster.columns.map(({ header }) => header),
    file,
  );
  const { sha256, encoding, sheet } = table;
  return {
    path,
    file,
    sha256,
    encoding,
    sheet,
    problemList: problemListOf(path, options.sheet === undefined ? null : sheet),
    roster,
    table,
    options,
    progress: { rowsRead: 0, refused: 0, share: 0, noted: [], asides: roster.asides },
  };
}

/** The sheet's name without signs that a file's name must not have. */
function problemListOf(path: string, sheet: string | null): string {
  return sheet === null ? `${path}.问题.csv` : `${path}.${fileNameOf(sheet)}.问题.csv`;
}

/** What concerns the file and not one of its rows. */
export function notedOfFile({ otherSheets, hidden }: Table, { remarks, columns }: Roster, file: string): Noted[] {
  const unread = otherSheets.map(shown).join("、");
  const unseen = columns.filter(({ index }) => hidden.columns.has(index)).map(({ header }) => shown(header));
  const found: readonly (false | Pick<Noted, "grade" | "code" | "message" | "hint">)[] = [
    unread !== "" && {
      grade: "注意",
      code: "other-sheets",
      message: `工作簿里还有工作表${unread}，这次没有读。`,
      hint: "要读的，加 --sheet 工作表名 再导入一次。",
    },
    unseen.length > 0 && {
      grade: "提示",
      code: "hidden-columns",
      message: `表里隐藏的列也读了：${unseen.join("、")}。`,
      hint: "不该收的，在表里删去这些列再导入。",
    },
    hidden.rows > 0 && {
      grade: "提示",
      code: "hidden-rows",
      message: `表里隐藏（筛选掉）的 ${hidden.rows} 行也读了。`,
      hint: "不该收的，在表里删去这些行再导入。",
    },
  ];
  return [
    ...found.flatMap((one) => (one ? [{ ...one, place: { file }, line: null, name: "", value: "" }] : [])),
    ...remarks.map(repeatedHeader),
  ];
}

function repeatedHeader(problem: Problem): Noted {
  const { row = null, column = "" } = problem.place ?? {};
  return { ...problem, grade: "提示", line: row, name: "", value: column };
}

/** The columns as they are kept with the import: header → field; "" where the user said that it is none, null where none was found. */
export function mappingText({ columns }: Roster): string {
  return toJson(
    Object.fromEntries(columns.map(({ header, field, how }) => [header, field ?? (how === "given" ? "" : null)])),
  );
}

/** What is written for a column that is no field, but kept with the row. */
export const keptWord = "另存";

/** --map 列名=字段, the field by its Chinese name. @throws Stop */
export function columnsGiven(pairs: readonly string[]): Map<string, RosterField | null> {
  const titles = Object.values(everyColumn).map(({ title }) => title);
  return new Map(
    pairs.map((pair) => {
      const at = pair.lastIndexOf("=");
      const word = pair.slice(at + 1).trim();
      const field = at < 1 || word === keptWord ? null : rosterFieldNamed(word);
      if (at < 1 || (field === null && word !== keptWord))
        misuse("bad-map", `--map 看不懂：${pair}`, {
          hint: `写成 --map 列名=字段，字段是：${[keptWord, ...titles].join("、")}`,
        });
      return [pair.slice(0, at).trim(), field];
    }),
  );
}
