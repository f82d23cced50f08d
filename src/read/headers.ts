/** Which column of a table is which field, by the words that offices use for their headers. */
import { cleanCell, misuse, shown } from "../campaign/index.ts";
import type { Problem } from "../campaign/index.ts";
import type { Row } from "./csv.ts";

/** One field that a table may have: its own title, and the words headers use for it. */
export interface Field {
  readonly title: string;
  readonly aliases: readonly string[];
}

/** The fields of one kind of table, by their names in code. */
export type Fields<Name extends string> = Readonly<Record<Name, Field>>;

export interface Column<Name extends string> {
  /** 0-based. */
  readonly index: number;
  /** The header as it stands; a blank one is 第3列, a repeated one 备注（2）. */
  readonly header: string;
  /** null: no field claims it. */
  readonly field: Name | null;
}

export interface Headers<Name extends string> {
  /** Row of the header. */
  readonly line: number;
  readonly columns: readonly Column<Name>[];
  /** Rows after the header. */
  readonly rows: Iterable<Row>;
  readonly remarks: readonly Problem[];
}

/** What the user says of columns: header → field. */
export type GivenColumns<Name extends string> = ReadonlyMap<string, Name>;

/** Title rows may stand above the header, in so many rows at most. */
const headerWithin = 10;
/** So many known headers make a row the header. */
const enough = 3;

/**
 * Finds the header (the first row of ten with three known headers, else the first with the `key` field) and its columns.
 * One column a field: an exact match before a loose one, the left one before the right one.
 * @throws Stop when there is no header, or a column given by the user does not exist
 */
export function findHeaders<Name extends string>(
  source: Iterable<Row>,
  {
    fields,
    key,
    given = new Map(),
    file,
  }: { fields: Fields<Name>; key: Name; given?: GivenColumns<Name>; file: string },
): Headers<Name> {
  const match = matcherOf(fields);
  const rows = source[Symbol.iterator]();
  const head: Row[] = [];
  for (let next = rows.next(); next.done !== true; next = rows.next()) {
    head.push(next.value);
    if (hits(next.value, match, given) >= enough || head.length === headerWithin) break;
  }
  const header =
    head.findLast((row) => hits(row, match, given) >= enough) ??
    head.find((row) => columnsOf(row, match, given).some(({ field }) => field === key));
  if (!header) {
    const first = head.find((row) => row.cells.some((cell) => cleanCell(cell) !== ""));
    if (first) refuseUnknownColumns(given, columnsOf(first, match, given), file);
    return noHeader(first, fields[key].title, file);
  }
  const columns = columnsOf(header, match, given);
  refuseUnknownColumns(given, columns, file);
  if (!columns.some(({ field }) => field === key)) noHeader(header, fields[key].title, file);
  const after = head.slice(head.indexOf(header) + 1);
  return { line: header.line, columns, rows: following(after, rows), remarks: repeatedHeaders(columns, header, file) };
}

function* following(first: readonly Row[], rest: Iterator<Row>): Generator<Row> {
  yield* first;
  for (let next = rest.next(); next.done !== true; next = rest.next()) yield next.value;
}

function hits<Name extends string>(row: Row, match: Matcher<Name>, given: GivenColumns<Name>): number {
  return columnsOf(row, match, given).filter(({ header, field }) => field !== null || given.has(header)).length;
}

function columnsOf<Name extends string>(row: Row, match: Matcher<Name>, given: GivenColumns<Name>): Column<Name>[] {
  const headers = namesOf(row);
  const fields: (Name | null)[] = headers.map((header) => given.get(header) ?? null);
  for (const how of ["exact", "loose"] as const) {
    for (const [index, header] of headers.entries()) {
      if (fields[index] !== null || given.has(header)) continue;
      const field = match(header, how);
      if (field !== null && !fields.includes(field)) fields[index] = field;
    }
  }
  return headers.map((header, index) => ({ index, header, field: fields[index] ?? null }));
}

/** The headers, each different from the others. */
function namesOf(row: Row): string[] {
  const seen = new Map<string, number>();
  return row.cells.map((cell, index) => {
    const header = cleanCell(cell) || `第${index + 1}列`;
    const times = (seen.get(header) ?? 0) + 1;
    seen.set(header, times);
    return times === 1 ? header : `${header}（${times}）`;
  });
}

type Matcher<Name extends string> = (header: string, how: "exact" | "loose") => Name | null;

/** In a header like these the known word is not what the column holds: 法定代表人身份证号, 举办者属性. */
const aboutSomethingElse = /身份证|属性|资质|资格|签字|签名|是否一致/;
/** What may follow a known word without changing its meaning. */
const harmlessEnd = /^(?:号|号码|编号|名|姓名|名称|全称|信息|填写|必填|元|人|数)*$/;
const unit = /(?:平方米|m2|㎡|万元|元|人|名|家|个)$/;

/** Two signs are too few to be sought inside a longer header, except these. */
const shortButClear = new Set(["电话", "手机", "地址", "校名", "属地"]);

function matcherOf<Name extends string>(fields: Fields<Name>): Matcher<Name> {
  const known = new Map<string, Name>();
  for (const [name, { title, aliases }] of Object.entries(fields) as [Name, Field][])
    for (const alias of [title, ...aliases]) if (!known.has(plainHeader(alias))) known.set(plainHeader(alias), name);
  const longestFirst = [...known]
    .filter(([alias]) => alias.length >= 3 || shortButClear.has(alias))
    .sort(([a], [b]) => b.length - a.length);
  const remembered = new Map<string, Name | null>();
  return (header, how) => {
    const memory = `${how} ${header}`;
    const before = remembered.get(memory);
    if (before !== undefined) return before;
    const field = how === "exact" ? exactly(header, known) : loosely(header, longestFirst);
    remembered.set(memory, field);
    return field;
  };
}

/** The header itself, without its unit, or without what stands in brackets. */
function exactly<Name extends string>(header: string, known: ReadonlyMap<string, Name>): Name | null {
  const plain = plainHeader(header);
  const withoutHint = plainHeader(header.normalize("NFKC").replaceAll(/[([【〔][^)\]】〕]*[)\]】〕]/g, ""));
  for (const form of [plain, plain.replace(unit, ""), withoutHint, withoutHint.replace(unit, "")]) {
    const field = known.get(form);
    if (field !== undefined && form !== "") return field;
  }
  return null;
}

/** The longest known word that the header ends in, or has with a harmless end. */
function loosely<Name extends string>(header: string, longestFirst: readonly (readonly [string, Name])[]): Name | null {
  const plain = plainHeader(header).replace(unit, "");
  if (aboutSomethingElse.test(plain) || plain.length > 30) return null;
  const found = longestFirst.find(([alias]) => {
    const at = plain.lastIndexOf(alias);
    return at >= 0 && harmlessEnd.test(plain.slice(at + alias.length));
  });
  return found?.[1] ?? null;
}

/** A header without what people put into it for looks. */
function plainHeader(header: string): string {
  return header
    .normalize("NFKC")
    .replaceAll(/[\s*:：()[\]【】〔〕{}《》<>"'“”/、\-_.。,，]|\p{Cf}|\p{Cc}/gu, "")
    .toLowerCase();
}

function repeatedHeaders<Name extends string>(columns: readonly Column<Name>[], row: Row, file: string): Problem[] {
  return columns
    .filter(({ header, index }) => header !== (cleanCell(row.cells[index] ?? "") || header))
    .map(({ header }) => ({
      code: "repeated-header",
      message: `有两列的表头相同，后一列按${shown(header)}收下。`,
      hint: "如果两列不是一回事，请改掉其中一个表头。",
      place: { file, row: row.line, column: header },
    }));
}

function refuseUnknownColumns<Name extends string>(
  given: GivenColumns<Name>,
  columns: readonly Column<Name>[],
  file: string,
): void {
  const missing = [...given.keys()].find((header) => !columns.some((column) => column.header === header));
  if (missing !== undefined)
    misuse("unknown-column", `表头里没有${shown(missing)}这一列。`, {
      hint: `表头有：${listed(columns.map(({ header }) => header))}`,
      place: { file },
    });
}

function noHeader(first: Row | undefined, key: string, file: string): never {
  if (!first)
    return misuse("empty-file", "文件是空的，一行内容也没有。", { hint: "核对是不是选错了文件。", place: { file } });
  return misuse("no-header", `表头里没有一列认得出是「${key}」（表头要在前 ${headerWithin} 行里）。`, {
    hint: `第 ${first.line} 行是：${listed(first.cells.map(cleanCell))}。用 --map 列名=${key} 指明哪一列是${key}，或在表格最上面补上表头。`,
    place: { file, row: first.line },
  });
}

function listed(words: readonly string[]): string {
  const some = words.filter(Boolean).slice(0, 8).map(shown).join("、");
  return words.length > 8 ? `${some} 等 ${words.length} 列` : some;
}
