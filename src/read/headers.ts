/** Which column of a table is which field, by the words that offices use for their headers. */
import { Stop, cleanCell, misuse, shown } from "../campaign/index.ts";
import type { Problem } from "../campaign/index.ts";
import type { Row } from "./csv.ts";

/** One field that a table may have: its own title, and the words headers use for it. */
export interface HeaderField {
  readonly title: string;
  /** Sought inside longer headers, too; the likelier word first. */
  readonly aliases: readonly string[];
  /** Words that mean the field only when they are the whole header; any of the others goes before them. */
  readonly alone?: readonly string[];
}

/** The fields of one kind of table, by their names in code. */
export type HeaderFields<Name extends string> = Readonly<Record<Name, HeaderField>>;

/** How a column was recognised: said by the user, the same as last time, the very word, or only a part of it. */
export type Recognised = "given" | "remembered" | "exact" | "loose";

export interface HeaderColumn<Name extends string> {
  /** 0-based. */
  readonly index: number;
  /** The header as it stands; a blank one is 第3列, a repeated one 备注（2）, one of two rows 联系方式/电话. */
  readonly header: string;
  /** null: no field claims it. */
  readonly field: Name | null;
  readonly how: Recognised | null;
}

export interface Headers<Name extends string> {
  /** Row of the header. */
  readonly line: number;
  readonly columns: readonly HeaderColumn<Name>[];
  /** Rows after the header. */
  readonly rows: Iterable<Row>;
  /** What stands above the header: the title, 填表单位. */
  readonly above: readonly string[];
  readonly remarks: readonly Problem[];
}

/** What the user says of columns: header → field, null for none. */
export type GivenColumns<Name extends string> = ReadonlyMap<string, Name | null>;

interface Wanted<Name extends string> {
  /** Those of one kind of table; others stay unknown. */
  readonly fields: Readonly<Partial<Record<Name, HeaderField>>>;
  readonly key: Name;
  /** Whether the command takes --map, so that a hint may offer it. */
  readonly mappable?: boolean;
  readonly given?: GivenColumns<Name>;
  /** As given, but a header that the table does not have is no fault; null for a column that no field claimed. */
  readonly remembered?: ReadonlyMap<string, Name | null>;
  readonly file: string;
}

/** How many title rows may stand above the header. */
export const headerWithin = 10;
/** How many known headers make a row the header. */
const enough = 3;

/**
 * Finds the header (the first row of ten with three known headers, else the first with the `key` field) and its columns; a header
 * of two rows, with groups above, becomes one. One column a field: an exact match before a loose one, the left one before the right one.
 * @throws Stop when there is no header (with the row that has the most known words, else the most words), or a column given by the user does not exist
 */
export function findHeaders<Name extends string>(source: Iterable<Row>, wanted: Wanted<Name>): Headers<Name> {
  const { file, key, given = new Map<string, Name | null>() } = wanted;
  const keyTitle = wanted.fields[key]?.title ?? key;
  const columnsIn = recogniser(wanted);
  const hits = (row: Row): number =>
    columnsIn(titlesOf(row)).filter(({ header, field }) => field !== null || given.has(header)).length;
  const rows = source[Symbol.iterator]();
  const head: Row[] = [];
  for (let next = rows.next(); next.done !== true; next = rows.next()) {
    if (next.value.fault) throw new Stop(2, [next.value.fault]);
    head.push(next.value);
    if (hits(next.value) >= enough || head.length === headerWithin) break;
  }
  const header =
    head.findLast((row) => hits(row) >= enough) ??
    head.find((row) => columnsIn(titlesOf(row)).some(({ field }) => field === key));
  if (!header) {
    const filled = head.filter((row) => wordsIn(row) > 0);
    const [likely] = filled.toSorted((a, b) => hits(b) - hits(a) || wordsIn(b) - wordsIn(a));
    if (likely) refuseUnknownColumns(given, columnsIn(titlesOf(likely)), file);
    return noHeader({ first: filled[0], likely }, keyTitle, wanted);
  }
  const at = head.indexOf(header);
  const after = [...head.slice(at + 1), ...taken(rows, at + 1 < head.length ? 0 : 1)];
  const { titles, below } = twoRows(head[at - 1], header, after[0], (words) =>
    columnsIn(words.map(plainTitle)).some(({ field }) => field !== null),
  );
  const columns = columnsIn(titles);
  refuseUnknownColumns(given, columns, file);
  if (!columns.some(({ field }) => field === key)) noHeader({ first: header, likely: header }, keyTitle, wanted);
  return {
    line: header.line,
    columns,
    rows: following(below ? after.slice(1) : after, rows),
    above: head.slice(0, at).flatMap(({ cells }) => cells.map(cleanCell).filter(Boolean)),
    remarks: repeatedHeaders(titles, columns, header, file),
  };
}

function taken(rows: Iterator<Row>, count: number): Row[] {
  const next = count > 0 ? rows.next() : null;
  return next === null || next.done === true ? [] : [next.value];
}

function* following(first: readonly Row[], rest: Iterator<Row>): Generator<Row> {
  yield* first;
  for (let next = rest.next(); next.done !== true; next = rest.next()) yield next.value;
}

/** A header cell: what is shown of it, and what it may be recognised by, the surest first. */
interface Title {
  readonly text: string;
  readonly forms: readonly string[];
}

/** A group without the words that only say that it is one: 负责人情况/姓名 is 负责人姓名. */
const groupEnd = /(?:基本)?(?:情况|信息|资料|内容|一览)$/;

function titleUnder(group: string, own: string): Title {
  const text = `${group}/${own}`;
  return { text, forms: [...new Set([text, group.replace(groupEnd, "") + own, own])] };
}

/** A group may stand before its part in one cell, too. */
function plainTitle(text: string): Title {
  const at = text.indexOf("/");
  if (at > 0 && groupEnd.test(text.slice(0, at))) return titleUnder(text.slice(0, at), text.slice(at + 1));
  return { text, forms: text === "" ? [] : [text] };
}
const wordsIn = ({ cells }: Row): number => cells.filter((cell) => cleanCell(cell) !== "").length;
const titlesOf = ({ cells }: Row): Title[] => cells.map((cell) => plainTitle(cleanCell(cell)));

/** The header of one row or two: the second may hold the parts of groups (联系方式: 电话, 地址), the first the words of cells merged over both. */
function twoRows(
  above: Row | undefined,
  header: Row,
  below: Row | undefined,
  isKnown: (words: readonly string[]) => boolean,
): { titles: Title[]; below: boolean } {
  const parts = below && !below.fault ? partsOf(header, below, (word) => isKnown([word])) : [];
  if (below && parts.length > 0 && isKnown(parts)) return { titles: joined(header, below), below: true };
  const words = above?.cells.map(cleanCell).filter(Boolean) ?? [];
  const isGroups = new Set(words).size >= 2 && !words.some((word) => /[:：]/.test(word));
  const fills = isGroups && header.cells.some((cell, index) => cleanCell(cell) === "" && wordAt(above, index) !== "");
  return { titles: above && fills ? joined(above, header) : titlesOf(header), below: false };
}

const wordAt = (row: Row | undefined, index: number): string => cleanCell(row?.cells[index] ?? "");

/** A unit or a remark under a word: （㎡）, (人). */
const bracketed = /^[(（【[].{1,10}[)）】\]]$/;

/** The words of a row that can only be parts of the groups in the row above: none where one of them cannot. One part alone (规模 over 面积) has to be a known word. */
function partsOf(groups: Row, row: Row, isKnown: (word: string) => boolean): string[] {
  const parts: string[] = [];
  let isPart = false;
  for (let index = 0; index < Math.max(groups.cells.length, row.cells.length); index += 1) {
    const [group, word] = [wordAt(groups, index), wordAt(row, index)];
    const before = index > 0 ? wordAt(row, index - 1) : "";
    const begins = group !== "" && wordAt(groups, index + 1) === "" && wordAt(row, index + 1) !== "";
    if (word === "" || word === group || (group !== "" && !begins && bracketed.test(word))) continue;
    const goesOn = group === "" && before !== "";
    if ((!begins && !goesOn && !isKnown(word)) || /\d{4}/.test(word) || word.length > 20) return [];
    isPart ||= goesOn;
    parts.push(word);
  }
  return isPart ? parts : [];
}

function joined(groups: Row, row: Row): Title[] {
  let group = "";
  return Array.from({ length: Math.max(groups.cells.length, row.cells.length) }, (_, index) => {
    const [above, own] = [wordAt(groups, index), wordAt(row, index)];
    if (own === "" || own === above) {
      group = "";
      return plainTitle(own || above);
    }
    group = above || group;
    return group === "" ? plainTitle(own) : titleUnder(group, own);
  });
}

type Changing<T> = { -readonly [K in keyof T]: T[K] };

/** Tells of header cells what each column is. */
function recogniser<Name extends string>({
  fields,
  given = new Map(),
  remembered = new Map(),
}: Wanted<Name>): (titles: readonly Title[]) => HeaderColumn<Name>[] {
  const match = matcherOf(fields);
  /** Not by a header that was there last time: then the memory has weighed it. */
  const saysExactly = (field: Name, headers: readonly string[]): boolean =>
    headers.some((header) => !remembered.has(header) && match(header, "exact")?.field === field);
  return (titles) => {
    const headers = namesOf(titles);
    const recalled = (header: string): Name | null => {
      const field = remembered.get(header) ?? null;
      return field !== null && fields[field] !== undefined && !saysExactly(field, headers) ? field : null;
    };
    const said = headers.map((header) => (given.has(header) ? (given.get(header) ?? null) : recalled(header)));
    const columns = headers.map((header, index): Changing<HeaderColumn<Name>> => {
      const field = said[index] ?? null;
      return { index, header, field, how: given.has(header) ? "given" : field === null ? null : "remembered" };
    });
    const free = (): Changing<HeaderColumn<Name>>[] =>
      columns.filter(({ field, header }) => field === null && !given.has(header));
    const taken = (field: Name): boolean => columns.some((column) => column.field === field);
    for (const how of ["exact", "loose"] as const) {
      const found = free().flatMap((column) => {
        const best = bestOf(titles[column.index]?.forms ?? [], (form) => match(form, how));
        return best ? [{ column, ...best }] : [];
      });
      for (const { column, field } of found.sort((a, b) => a.rank - b.rank || a.column.index - b.column.index))
        if (!taken(field)) [column.field, column.how] = [field, how];
    }
    return columns;
  };
}

/** The headers, each different from the others. */
function namesOf(titles: readonly Title[]): string[] {
  const seen = new Map<string, number>();
  return titles.map(({ text }, index) => {
    const header = text || `第${index + 1}列`;
    const times = (seen.get(header) ?? 0) + 1;
    seen.set(header, times);
    return times === 1 ? header : `${header}（${times}）`;
  });
}

/** A field that a header may mean; the lower the rank, the likelier. */
interface Match<Name extends string> {
  readonly field: Name;
  readonly rank: number;
}

type Matcher<Name extends string> = (header: string, how: "exact" | "loose") => Match<Name> | null;

function bestOf<Name extends string>(
  forms: readonly string[],
  match: (form: string) => Match<Name> | null,
): Match<Name> | null {
  for (const form of forms) {
    const found = match(form);
    if (found) return found;
  }
  return null;
}

/** In a header like these the known word is not what the column holds: 法定代表人身份证号, 举办者属性. */
const aboutSomethingElse = /身份证|属性|资质|资格|签字|签名|是否一致/;
/** What may follow a known word without changing its meaning. */
const harmlessEnd = /^(?:号|号码|编号|名|姓名|名称|全称|信息|情况|说明|填写|必填|元|人|数)*$/;
const unit = /(?:平方米|m2|㎡|万元|元|人|名|家|个)$/;

/** Two signs are too few to be sought inside a longer header, except these. */
const shortButClear = new Set(["电话", "手机", "地址", "校名", "属地", "乡镇", "街道", "镇街"]);

/** Words that stand alone come after all others. */
const aloneRank = 1_000;

function matcherOf<Name extends string>(fields: Readonly<Partial<Record<Name, HeaderField>>>): Matcher<Name> {
  const known = new Map<string, Match<Name>>();
  const learn = (words: readonly string[], field: Name, from: number): void => {
    for (const [at, word] of words.entries())
      if (!known.has(plainHeader(word))) known.set(plainHeader(word), { field, rank: from + at });
  };
  const all = Object.entries(fields) as [Name, HeaderField][];
  for (const [name, { title, aliases }] of all) learn([title, ...aliases], name, 0);
  const longestFirst = [...known]
    .filter(([alias]) => alias.length >= 3 || shortButClear.has(alias))
    .sort(([a], [b]) => b.length - a.length);
  for (const [name, { alone = [] }] of all) learn(alone, name, aloneRank);
  const remembered = new Map<string, Match<Name> | null>();
  return (header, how) => {
    const memory = `${how} ${header}`;
    const before = remembered.get(memory);
    if (before !== undefined) return before;
    const field = how === "exact" ? exactly(header, known) : loosely(header, longestFirst);
    remembered.set(memory, field);
    return field;
  };
}

/** The header itself, without its unit, without what stands in brackets, or of words side by side that mean the same (校长/负责人). */
function exactly<Name extends string>(header: string, known: ReadonlyMap<string, Match<Name>>): Match<Name> | null {
  const withoutHint = header.normalize("NFKC").replaceAll(/[([【〔][^)\]】〕]*[)\]】〕]/g, "");
  for (const form of [header, withoutHint]) {
    const plain = plainHeader(form).replace(/^\d+(?=\p{L})/u, "");
    const match = known.get(plain) ?? known.get(plain.replace(unit, ""));
    if (match !== undefined && plain !== "") return match;
  }
  const [first, ...others] = withoutHint.split(/[/、]|或/).map((part) => known.get(plainHeader(part)));
  return first !== undefined && others.length > 0 && others.every((other) => other?.field === first.field)
    ? first
    : null;
}

/** The longest known word that the header ends in, or has with a harmless end. */
function loosely<Name extends string>(
  header: string,
  longestFirst: readonly (readonly [string, Match<Name>])[],
): Match<Name> | null {
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

function repeatedHeaders<Name extends string>(
  titles: readonly Title[],
  columns: readonly HeaderColumn<Name>[],
  row: Row,
  file: string,
): Problem[] {
  return columns
    .filter(({ header, index }) => header !== (titles[index]?.text || header))
    .map(({ header }) => ({
      code: "repeated-header",
      message: `有两列的表头相同，后一列按${shown(header)}收下。`,
      hint: "如果两列不是一回事，请改掉其中一个表头。",
      place: { file, row: row.line, column: header },
    }));
}

function refuseUnknownColumns<Name extends string>(
  given: GivenColumns<Name>,
  columns: readonly HeaderColumn<Name>[],
  file: string,
): void {
  const missing = [...given.keys()].find((header) => !columns.some((column) => column.header === header));
  if (missing !== undefined)
    misuse("unknown-column", `表头里没有${shown(missing)}这一列。`, {
      hint: `表头有：${listed(columns.map(({ header }) => header))}`,
      place: { file },
    });
}

const webPage = /^<(?:!doctype|html|head|meta|table|\?xml)\b/i;

/** @throws Stop always */
function noHeader(
  { first, likely }: { first?: Row | undefined; likely?: Row | undefined },
  key: string,
  { file, mappable = false }: { readonly file: string; readonly mappable?: boolean },
): never {
  if (!first || !likely)
    return misuse("empty-file", "文件是空的，一行内容也没有。", { hint: "核对是不是选错了文件。", place: { file } });
  if (webPage.test(first.cells[0]?.trim() ?? ""))
    return misuse("web-page", "这是网页或 XML 文件，不是表格，读不了；有些系统导出的「Excel」就是这样。", {
      hint: "用 Excel 或 WPS 打开，「另存为」时选「Excel 工作簿（*.xlsx）」，再用新存的文件。",
      place: { file },
    });
  return misuse("no-header", `表头里没有一列认得出是「${key}」（表头要在前 ${headerWithin} 行里）。`, {
    hint: `第 ${likely.line} 行是：${listed(likely.cells.map(cleanCell))}。${mappable ? `用 --map 列名=${key} 指明哪一列是${key}，或在表格最上面补上表头。` : `在表格最上面补上表头，有一列写「${key}」。`}`,
    place: { file, row: likely.line },
  });
}

function listed(words: readonly string[]): string {
  const some = words.filter(Boolean).slice(0, 8).map(shown).join("、");
  return words.length > 8 ? `${some} 等 ${words.length} 列` : some;
}
