/** A roster (底数台账) of any form: its columns, and its rows one by one. */
import { Stop, cleanCell, isClean, subjectKinds } from "../campaign/index.ts";
import type { Day, Problem, SubjectKind } from "../campaign/index.ts";
import type { Row } from "./csv.ts";
import { readDay } from "./day.ts";
import { fieldsOfKind } from "./fields.ts";
import type { RosterField } from "./fields.ts";
import { findHeaders, headerWithin } from "./headers.ts";
import type { HeaderColumn, GivenColumns } from "./headers.ts";
import type { RosterSheet } from "./roster/hand.ts";
import { newAsides, passOver, remarksOnLikeAbove } from "./roster/asides.ts";
import type { Asides } from "./roster/asides.ts";
import { entryOf } from "./roster/row.ts";
import type { RosterEntry } from "./roster/row.ts";
import { categoriesOf, daysOf, townsOf } from "./roster/words.ts";
import type { RosterRules } from "./roster/words.ts";

export interface Roster {
  readonly headerLine: number;
  /** What a row is that does not say so itself. */
  readonly kind: SubjectKind;
  readonly columns: readonly HeaderColumn<RosterField>[];
  /** Headers of columns that are not taken over at all: identity numbers of persons. */
  readonly leftOut: readonly string[];
  /** Of the table as a whole; complete after the entries. */
  readonly remarks: readonly Problem[];
  /** Can be gone through once. */
  readonly entries: Iterable<RosterEntry>;
  /** Headers of the unclaimed columns that hold anything; complete after the entries. */
  readonly used: Set<string>;
  /** Complete after the entries. */
  readonly asides: Asides;
}

export interface RosterOptions {
  readonly file: string;
  readonly plan: RosterRules;
  /** As the roster writes its towns so far; asked where the plan lists none. */
  readonly townsOnRoster?: readonly string[];
  /** The day of the import: a permit that ended before it is named. */
  readonly on: Day;
  /** What a row is that does not say so itself; without it the table's title or its columns tell. */
  readonly kind?: SubjectKind | undefined;
  readonly given?: GivenColumns<RosterField>;
  /** The columns of the same source last time, null for one that no field claimed. */
  readonly remembered?: ReadonlyMap<string, RosterField | null>;
  /** Serial numbers of days count from 1904. */
  readonly from1904?: boolean;
}

/** Reads the rows of any table as a roster. @throws Stop when there is no header; going through the entries, what the rows throw */
export function readRoster(source: Iterable<Row>, options: RosterOptions): Roster {
  const { file, plan, on, given, remembered, from1904 = false } = options;
  const { kind, rows } = kindOf(source, options);
  const headers = findHeaders<RosterField>(rows, {
    fields: fieldsOfKind(kind),
    key: "name",
    mappable: true,
    file,
    ...(given ? { given } : {}),
    ...(remembered ? { remembered } : {}),
  });
  const isLeftOut = ({ header, field }: HeaderColumn<RosterField>): boolean => field === null && /身份证/.test(header);
  const columns = headers.columns.filter((column) => !isLeftOut(column));
  const used = new Set<string>();
  const asides = newAsides();
  const remarks = [...headers.remarks];
  return {
    headerLine: headers.line,
    kind,
    columns,
    leftOut: headers.columns.filter(isLeftOut).map(({ header }) => header),
    remarks,
    used,
    asides,
    entries: entriesOf(
      headers.rows,
      {
        file,
        kind,
        on,
        columns,
        used,
        width: headers.columns.length,
        towns: townsOf(plan, options.townsOnRoster),
        categories: categoriesOf(plan),
        hasCategories: plan.categories.length > 0,
        area: plan.region.areaCode,
        days: daysOf({ from1904 }),
        asides,
        above: [],
      },
      (remark) => void remarks.push(remark),
    ),
  };
}

/** The title of a form says what it lists. */
const formTitle = /底数登记表[（(·：:]\s*(机构|学校|教师|举办者)/;

/** What the table lists: as the user says, as its title says, else the kind whose columns it has. */
function kindOf(source: Iterable<Row>, options: RosterOptions): { kind: SubjectKind; rows: Iterable<Row> } {
  if (options.kind !== undefined) return { kind: options.kind, rows: source };
  const rows = source[Symbol.iterator]();
  const head: Row[] = [];
  for (let next = rows.next(); next.done !== true; next = rows.next()) if (head.push(next.value) > headerWithin) break;
  const title = head.flatMap(({ cells }) => cells.flatMap((cell) => formTitle.exec(cleanCell(cell))?.[1] ?? []))[0];
  const kind = subjectKinds.find((known) => known === title) ?? kindByColumns(head, options) ?? "机构";
  return { kind, rows: chained(head, rows) };
}

function* chained(first: readonly Row[], rest: Iterator<Row>): Generator<Row> {
  yield* first;
  for (let next = rest.next(); next.done !== true; next = rest.next()) yield next.value;
}

/** Columns of teachers two of which, and columns of operators one of which, tell the table; one that says the kind in each row needs no telling. */
const [ofTeachers, ofOperators]: readonly RosterField[][] = [
  ["school", "subject", "certificate"],
  ["institutions", "operatorType"],
];

function kindByColumns(head: readonly Row[], { file, given }: RosterOptions): SubjectKind | null {
  if (given !== undefined && given.size > 0) return null;
  const fieldsAs = (kind: SubjectKind): readonly (RosterField | null)[] => {
    try {
      const { columns } = findHeaders<RosterField>(head, {
        fields: fieldsOfKind(kind),
        key: "name",
        mappable: true,
        file,
      });
      return columns.map(({ field }) => field);
    } catch (error) {
      if (error instanceof Stop) return [];
      throw error;
    }
  };
  const [asInstitutions, asTeachers, asOperators] = [fieldsAs("机构"), fieldsAs("教师"), fieldsAs("举办者")];
  if (asInstitutions.includes("kind")) return null;
  const teacherColumns = ofTeachers?.filter((field) => asTeachers.includes(field)).length ?? 0;
  if (teacherColumns >= (asInstitutions.length === 0 ? 1 : 2)) return "教师";
  const isOperators = asInstitutions.length === 0 && ofOperators?.some((field) => asOperators.includes(field));
  return isOperators === true ? "举办者" : null;
}

function* entriesOf(rows: Iterable<Row>, sheet: RosterSheet, note: (remark: Problem) => void): Generator<RosterEntry> {
  const whole = institutionRows(rows, sheet);
  const town = sheet.columns.find(({ field }) => field === "town");
  const tell = (line: number, filled: boolean): void => {
    if (town) note(filled ? wasFilled(sheet, town, line) : notFilled(sheet, town, line));
  };
  for (const row of town ? filledDown(whole, town.index, tell) : whole) {
    if (!row.fault) {
      yield entryOf(row, sheet);
      continue;
    }
    sheet.above = [];
    yield unreadable(row.line, row.fault);
  }
  for (const remark of remarksOnLikeAbove(sheet.asides, sheet.file)) note(remark);
}

function unreadable(line: number, fault: Problem): RosterEntry {
  return { line, institution: null, remarks: [{ ...fault, grade: "拒收", value: "" }] };
}

/** How many rows show whether the towns' cells are merged. */
const foresight = 200;

/**
 * Towns whose cells were merged in the spreadsheet stand only in the first row of each group: they are filled down. `tell` is told
 * the row of the first blank, and that it was left alone where towns are written out elsewhere.
 */
function* filledDown(rows: Iterable<Row>, town: number, tell: (line: number, filled: boolean) => void): Generator<Row> {
  const source = rows[Symbol.iterator]();
  const first: Row[] = [];
  for (let next = source.next(); next.done !== true; next = source.next())
    if (first.push(next.value) === foresight) break;
  const blank = blankBelow(first, town);
  const merged = blank !== null && !repeats(first, town);
  if (blank !== null) tell(blank, merged);
  let last = "";
  const fill = (row: Row): Row => {
    const cell = row.cells[town] ?? "";
    if (cell !== "") last = cell;
    return cell === "" && last !== "" && !row.fault
      ? {
          line: row.line,
          cells: Array.from({ length: Math.max(row.cells.length, town + 1) }, (_, index) =>
            index === town ? last : (row.cells[index] ?? ""),
          ),
        }
      : row;
  };
  for (const row of first) yield merged ? fill(row) : row;
  for (let next = source.next(); next.done !== true; next = source.next()) yield merged ? fill(next.value) : next.value;
}

/** Merged cells leave blanks below a town; the row of the first, null where there is none. */
function blankBelow(rows: readonly Row[], town: number): number | null {
  const begins = rows.findIndex(({ cells }) => (cells[town] ?? "") !== "");
  if (begins < 0) return null;
  return rows.find(({ cells, fault }, at) => at > begins && !fault && (cells[town] ?? "") === "")?.line ?? null;
}

/** Under merged cells no town stands twice in a row, unless the whole row does. */
function repeats(rows: readonly Row[], town: number): boolean {
  return rows.some(({ cells }, at) => {
    const above = rows[at - 1]?.cells ?? [];
    const same = (cell: string, index: number): boolean => cell === (above[index] ?? "");
    return (cells[town] ?? "") !== "" && cells[town] === above[town] && !cells.every(same);
  });
}

function wasFilled({ file }: RosterSheet, { header }: HeaderColumn<RosterField>, line: number): Problem {
  return {
    code: "filled-down",
    message: `「${header}」一栏空着的（第 ${line} 行起）当作合并的单元格，照上面一行填下。`,
    hint: "本来就不清楚、不该填的，写上「不详」再导入一次。",
    place: { file, row: line, column: header },
  };
}

function notFilled({ file }: RosterSheet, { header }: HeaderColumn<RosterField>, line: number): Problem {
  return {
    code: "not-filled-down",
    message: `「${header}」一栏有空着的（第 ${line} 行起），也有上下行重复写的，没有当作合并的单元格往下填。`,
    hint: "是合并的单元格，就把重复写的删去，再导入一次；本来就不清楚的不用管。",
    place: { file, row: line, column: header },
  };
}

const total = /^(?:.{0,8}(?:合计|小计|总计|共计)|累计|汇总)[:：]?(?:\d+[家所个]?)?$/;
const footer =
  /^(?:填表人|填报人|制表人|审核人|复核人|经办人|统计人|联系人|联系电话|分管领导|负责人签字|单位负责人|填表单位|填报单位|填表日期|填报日期|签字|签章|盖章|单位[（(]盖章[）)]?|注|备注|说明)\s*(?:[（(][^（）()]*[)）])?\s*[:：]/;
/** What stands alone in a row below the table. */
const below =
  /^(?:以下空白|以下无正文|共\s*\d+\s*[家所个]|[（(][^（）()]*(?:盖章|签章|公章|签字)[)）]|(?:注|备注|说明)[\s\d、.．].*)$/;

/** Lines of a remark are statements, where those of a name or an address are one that did not fit its cell. */
const inOneLine = (cell: string): string => cell.trim().replaceAll(/\s*[\r\n]+\s*/g, "；");

/** The rows that stand for an institution, their cells made clean: no blank ones, no sums, no signatures, no header repeated on a further page. */
function* institutionRows(rows: Iterable<Row>, { columns, asides }: RosterSheet): Generator<Row> {
  const aPage = Math.min(3, columns.length);
  const remarks = columns.find(({ field }) => field === "remark")?.index;
  for (const row of rows) {
    if (row.fault) {
      yield row;
      continue;
    }
    const cells = row.cells.every(isClean)
      ? row.cells
      : row.cells.map((cell, at) => cleanCell(at === remarks ? inOneLine(cell) : cell));
    const words = firstWords(cells);
    if (words.length === 0) continue;
    if (closes(words)) {
      passOver(asides, row.line, words[0] ?? "");
      continue;
    }
    let repeated = 0;
    for (const { index, header } of columns) if (cells[index] === header) repeated += 1;
    if (repeated >= aPage) passOver(asides, row.line, "又一个表头");
    else yield cells === row.cells ? row : { line: row.line, cells };
  }
}

/** The first three cells that say something. */
function firstWords(cells: readonly string[]): string[] {
  const words: string[] = [];
  for (const cell of cells) if (cell !== "" && words.push(cell) === 3) break;
  return words;
}

/** Whether a row sums up the table, or signs it. */
function closes(words: readonly string[]): boolean {
  return (
    words.some((word) => word.length < 20 && total.test(word.replaceAll(/\s/g, ""))) ||
    words.slice(0, 2).some((word) => footer.test(word)) ||
    (words.length === 1 && words.some((word) => below.test(word) || readDay(word) !== null))
  );
}
