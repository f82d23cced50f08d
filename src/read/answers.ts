/** Reads a filled-in checklist (CSV, as `tuban inspect --print --csv` gives it, or saved from Excel or WPS as a workbook) back: answers, or every fault with its row. */
import { answers, cleanCell, foldWidth, misuse, readMark } from "../campaign/index.ts";
import type { Answer, Given, Item, Place, Problem, SheetMark } from "../campaign/index.ts";
import { readCsv, wholeTable } from "./csv.ts";
import type { Row } from "./csv.ts";
import { textOf } from "./text.ts";
import { isPacked, openWorkbook } from "./xlsx.ts";

/** The columns of the sheet, in its order. */
export const sheetColumns = {
  item: "检查项编号",
  text: "检查内容",
  answer: "结果",
  note: "说明",
  evidence: "证据文件",
} as const;

export interface FilledAnswer {
  readonly answer: Answer;
  readonly note: string;
  /** Paths as the sheet has them. */
  readonly evidence: readonly string[];
}

export interface FilledSheet {
  /** By item; complete only when there are no problems. */
  readonly answers: ReadonlyMap<string, FilledAnswer>;
  readonly problems: readonly Problem[];
  /** Whose sheet it is, as it says above its columns; null where it does not. */
  readonly mark: SheetMark | null;
  /** Whether its items are those asked for, word for word; one without the words is taken to be. */
  readonly reads: boolean;
}

/** What is wrong with a path as evidence, in a sentence; null when nothing is. */
export type EvidenceFault = (path: string) => string | null;

/** How a sheet's cells are judged besides its words: files, and numbers that an item is measured by. */
export interface Judges {
  readonly evidenceFault: EvidenceFault;
  readonly measured: (item: Item, text: string) => Given | Problem;
  /** Why an item of the plan is not asked here; null where the plan has none of that code. */
  readonly notAsked: (code: string) => Problem | null;
}

const words: Readonly<Record<Answer, readonly string[]>> = {
  合格: ["合格", "是", "1", "√", "✓", "✔", "☑"],
  不合格: ["不合格", "否", "2", "×", "✗", "✘", "X"],
  不适用: ["不适用", "3", "—", "-", "/", "不涉及", "无此项"],
};

/** 合格/不合格/不适用, √/×, 1/2/3, 是/否 (the items say what should be in order); null for anything else. */
export function readAnswer(text: string): Answer | null {
  const word = foldWidth(cleanCell(text)).replaceAll(/\s/g, "").toUpperCase();
  return answers.find((answer) => words[answer].includes(word)) ?? null;
}

/**
 * Reads a sheet for a subject's items. Rows count as a spreadsheet counts them.
 * @throws Stop when the file is no table, or lacks a column that is needed
 */
export function readAnswers(bytes: Uint8Array, file: string, items: readonly Item[], judges: Judges): FilledSheet {
  const { columns, rows, mark } = tableOf(bytes, file);
  const reading: Reading = {
    file,
    columns,
    items: new Map(items.map((item) => [item.code, item])),
    judges,
    answers: new Map(),
    rowOf: new Map(),
    differs: false,
  };
  const problems = rows.flatMap((row) => rowProblems(reading, row));
  const absent = items.filter(({ code }) => !reading.rowOf.has(code)).map(({ code }) => code);
  if (absent.length > 0)
    problems.push({
      code: "answers-absent",
      message: `表里缺 ${absent.length} 个检查项：${absent.join("、")}`,
      hint: "补上这些行；可用 tuban inspect 编号 --print --csv 重新出一张空表对照",
      place: { file },
    });
  const reads = !reading.differs && !problems.some(({ code }) => code === "unknown-item" || code === "answers-absent");
  return { answers: reading.answers, problems, mark, reads };
}

/** Whose sheet it is, before its items are known. @throws Stop as readAnswers */
export function readSheetMark(bytes: Uint8Array, file: string): SheetMark | null {
  return tableOf(bytes, file).mark;
}

/** File names as people list them: separated by commas, semicolons, 、 or line breaks, with quotes where a name holds one. */
export function fileNames(text: string, { spaces = false }: { readonly spaces?: boolean } = {}): string[] {
  const plain = spaces ? /(?:"[^"]*"|'[^']*'|\\[ ]|[^\s,，;；、"'])+/g : /(?:"[^"]*"|[^,，;；、\n"])+/g;
  return (text.match(plain) ?? [])
    .map((name) => name.replaceAll(/["']/g, "").replaceAll("\\ ", " ").trim())
    .filter((name) => name !== "");
}

interface Reading {
  readonly file: string;
  readonly columns: ReadonlyMap<string, number>;
  readonly items: ReadonlyMap<string, Item>;
  readonly judges: Judges;
  readonly answers: Map<string, FilledAnswer>;
  /** The first row of each item. */
  readonly rowOf: Map<string, number>;
  /** An item reads otherwise than the plan has it. */
  differs: boolean;
}

/** Takes one row into the answers, or says everything that is wrong with it. */
function rowProblems(reading: Reading, row: Row): Problem[] {
  const cells = cellsOf(reading, row);
  const item = itemNamed(reading.items, cells.text("item"));
  if (!item) return [{ ...unasked(reading, cells.text("item")), place: cells.place("item") }];
  const before = reading.rowOf.get(item.code);
  if (before !== undefined)
    return [
      {
        code: "duplicate-item",
        message: `检查项 ${item.code} 在第 ${before} 行已经答过`,
        hint: "只留一行",
        place: cells.place("item"),
      },
    ];
  reading.rowOf.set(item.code, row.line);
  const words = cells.text("text");
  if (words !== "" && words !== cleanCell(item.text).trim()) reading.differs = true;
  return takeAnswer(reading, item, cells);
}

function unasked({ judges }: Reading, code: string): Problem {
  const known = judges.notAsked(code);
  return {
    code: "unknown-item",
    message: known?.message ?? `这家的检查表里没有检查项“${code}”`,
    hint: "对照 tuban inspect 编号 --print 里的编号；这张表也许是另一家的",
  };
}

type SheetColumn = keyof typeof sheetColumns;

/** The cells of a row by column, and where each is. */
interface Cells {
  readonly text: (column: SheetColumn) => string;
  readonly place: (column: SheetColumn) => Place;
}

function cellsOf({ file, columns }: Reading, { cells, line: row }: Row): Cells {
  return {
    text: (column) => cleanCell(cells[columns.get(sheetColumns[column]) ?? -1] ?? "").trim(),
    place: (column) => ({ file, row, column: sheetColumns[column] }),
  };
}

function takeAnswer(reading: Reading, item: Item, { text, place }: Cells): Problem[] {
  const { code } = item;
  const measured = measuredIn(reading, item, text("answer"));
  if (measured !== null && "code" in measured) return [{ ...measured, place: place("answer") }];
  const answer = measured?.answer ?? readAnswer(text("answer"));
  const note = [measured?.note ?? "", text("note")].filter((part) => part !== "").join("；");
  const evidence = evidenceOf(text("evidence"), reading.judges.evidenceFault);
  const problems: Problem[] = [];
  if (answer === null) problems.push({ ...answerProblem(code, text("answer")), place: place("answer") });
  if (answer === "不合格" && note === "")
    problems.push({
      code: "note-missing",
      message: `检查项 ${code} 不合格，没有写说明`,
      hint: "写明查到了什么",
      place: place("note"),
    });
  for (const { name, fault } of evidence)
    if (fault !== null)
      problems.push({
        code: "evidence-unusable",
        message: `检查项 ${code} 的证据文件用不了：${name}，${fault}`,
        hint: "路径从这张表所在的文件夹算起；多个文件用分号隔开",
        place: place("evidence"),
      });
  if (answer !== null) reading.answers.set(code, { answer, note, evidence: evidence.map(({ name }) => name) });
  return problems;
}

/** A number with its unit in place of a word; a bare 1, 2 or 3 is a word. */
function measuredIn({ judges }: Reading, item: Item, text: string): Given | Problem | null {
  return item.measured && /^\d/.test(text) && readAnswer(text) === null ? judges.measured(item, text) : null;
}

function answerProblem(code: string, word: string): Problem {
  const hint = "填 合格、不合格、不适用（也可以填 √、×，1、2、3，是、否）";
  return word === ""
    ? { code: "answer-missing", message: `检查项 ${code} 没有填结果`, hint }
    : { code: "unknown-answer", message: `检查项 ${code} 的结果“${word}”看不懂`, hint };
}

/** A cell that is itself a file's name is one file, whatever signs are in it. */
function evidenceOf(cell: string, faultOf: EvidenceFault): { name: string; fault: string | null }[] {
  if (cell === "") return [];
  const names = faultOf(cell) === null ? [cell] : fileNames(cell);
  return names.map((name) => ({ name, fault: faultOf(name) }));
}

const monthNames = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** The item of a code, also where a spreadsheet has taken 1-2 for a date: 1月2日, 2-Jan, 2021/1/2, Jan-13 for 13-1. */
export function itemNamed(items: ReadonlyMap<string, Item>, text: string): Item | undefined {
  const code = foldWidth(text)
    .replaceAll(/[‐‑‒–—−－]/g, "-")
    .replaceAll(/\s/g, "");
  const [month, date] = /^(?:\d{4}[-/年])?(\d{1,2})[-/月](\d{1,2})日?$/.exec(code)?.slice(1) ?? [];
  const english = /^(?:(\d{1,2})-)?([a-z]{3})(?:-(\d{1,2}))?$/i.exec(code);
  const named = monthNames.indexOf(english?.[2]?.toLowerCase() ?? "") + 1;
  const candidates = [code, `${Number(month)}-${Number(date)}`];
  if (named > 0 && english?.[1] !== undefined) candidates.push(`${named}-${Number(english[1])}`);
  if (named > 0 && english?.[3] !== undefined) candidates.push(`${Number(english[3])}-${named}`);
  return candidates.map((candidate) => items.get(candidate)).find((item) => item !== undefined);
}

function firstSheet(bytes: Uint8Array, file: string): Iterable<Row> {
  const book = openWorkbook(bytes, file);
  return book.open(book.sheets.findIndex(({ hidden }) => !hidden)).rows;
}

/** 1 MB is a hundred times the longest sheet. */
const largest = 1_048_576;

function tableOf(
  bytes: Uint8Array,
  file: string,
): { readonly columns: ReadonlyMap<string, number>; readonly rows: readonly Row[]; readonly mark: SheetMark | null } {
  if (bytes.length > largest)
    misuse("answers-too-large", "答案文件超过 1 MB，不像是检查表", {
      hint: "照片写成文件名，不要放进表里",
      place: { file },
    });
  const written = isPacked(bytes) ? firstSheet(bytes, file) : readCsv([textOf(bytes, file).text], file).rows;
  const all = [...wholeTable(written)].filter(({ cells }) => cells.some((cell) => cell.trim() !== ""));
  const at = Math.max(0, all.slice(0, mostAbove).findIndex(isHeader));
  const header = all[at];
  const rows = all.slice(at + 1);
  const columns = new Map(header?.cells.map((title, index) => [titleOf(title), index]));
  const missing = [sheetColumns.item, sheetColumns.answer].filter((title) => !columns.has(title));
  if (missing.length > 0)
    misuse("answers-no-column", `答案文件缺少列：${missing.join("、")}`, {
      hint: `表头要是 ${Object.values(sheetColumns).join(",")}；用 tuban inspect 编号 --print --csv 出表`,
      place: { file, row: header?.line ?? 1 },
    });
  const mark = readMark(all.slice(0, at).flatMap(({ cells }) => cells.map((cell) => cleanCell(cell))));
  return { columns, rows, mark };
}

/** A title and whose sheet it is may stand above the columns. */
const mostAbove = 10;

const titleOf = (cell: string): string => foldWidth(cleanCell(cell)).replaceAll(/\s/g, "");

const isHeader = ({ cells }: Row): boolean =>
  [sheetColumns.item, sheetColumns.answer].every((title) => cells.some((cell) => titleOf(cell) === title));
