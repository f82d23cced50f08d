/** The problems of an import: the first few on the screen, all of them in a file beside the source. */
import { readFileSync, rmSync } from "node:fs";
import { Stop, misuse } from "../../campaign/index.ts";
import type { Problem, ProblemCode } from "../../campaign/index.ts";
import type { Office } from "../../office.ts";
import type { Grade } from "../../read/roster/hand.ts";
import { csvHeader, csvRows } from "../../write/csv.ts";
import { beginFile } from "../../write/files.ts";
import type { FileDraft } from "../../write/files.ts";
import { problemText } from "../../write/message.ts";
import { hintText } from "../../write/next.ts";
import type { Sheet } from "../../write/sheet.ts";

/** The columns of the list of problems, in their order. */
const titles = ["行", "级别", "机构名称", "列", "原值", "原因", "怎么办"] as const;

/** A list of problems is no roster: put right there and imported, it would have 原因 and 怎么办 kept as columns. @throws Stop */
export function refuseProblemList(headers: readonly string[], file: string): void {
  if (titles.every((title, index) => headers[index] === title))
    misuse("problem-list", "这是导入时列出的问题清单，不是底数。", {
      hint: "照清单在原来的表里改好，再导入原来的表。",
      place: { file },
    });
}

/** A fault of the file or a row, as it goes to the screen and into the file of problems. */
export interface Noted extends Problem {
  readonly grade: Grade;
  readonly line: number | null;
  readonly name: string;
  readonly value: string;
}

const columns: Sheet<Noted>["columns"] = [
  { key: "line", title: titles[0], kind: "number", value: ({ line }) => line },
  { key: "grade", title: titles[1], value: ({ grade }) => grade },
  { key: "name", title: titles[2], value: ({ name }) => name },
  { key: "column", title: titles[3], value: ({ place }) => place?.column ?? "" },
  { key: "value", title: titles[4], kind: "code", value: ({ value }) => value },
  { key: "reason", title: titles[5], value: ({ message }) => message },
  { key: "remedy", title: titles[6], value: ({ hint }) => hintText(hint ?? "") },
];

/** What is wrong with a file, counted and written as it comes: there may be a million faults. */
export interface ProblemList {
  note(noted: Noted): void;
  /** Writes what has come together, when it is much. */
  flush(): Promise<void>;
  /** Puts the list beside the source, in place of an earlier one; null where there is nothing to list, or it cannot be written, with a warning: the import itself is done. */
  keep(office: Office): Promise<string | null>;
  /** Nothing is left behind of a list that was not kept. */
  drop(): Promise<void>;
  readonly total: () => number;
  readonly count: (grade: Grade) => number;
  readonly kinds: (grade: Grade) => readonly ProblemKind[];
  /** By row; only where all are kept. */
  readonly all: () => readonly Noted[];
}

export interface ProblemKind {
  readonly code: ProblemCode;
  readonly count: number;
  /** The first few rows that have it. */
  readonly first: readonly Noted[];
}

/** How many notes are put in the order of their rows before they are written. */
const together = 20_000;

const byLine = (a: Noted, b: Noted): number => (a.line ?? 0) - (b.line ?? 0);

/** `keepAll`: where they are all to be shown, too. `path` null: nothing is written. */
export function problemListAt(path: string | null, { keepAll }: { readonly keepAll: boolean }): ProblemList {
  const file = path === null ? null : listFileAt(path);
  const counted = newCounts();
  const [all, waiting]: [Noted[], Noted[]] = [[], []];
  const write = async (): Promise<void> => file?.write(waiting.splice(0).sort(byLine));
  return {
    ...counted,
    note: (noted) => {
      counted.note(noted);
      if (keepAll) all.push(noted);
      if (file) waiting.push(noted);
    },
    flush: async () => {
      if (waiting.length >= together) await write();
    },
    keep: async (office) => {
      if (path === null || file === null) return null;
      if (counted.total() === 0) {
        removeProblems(path);
        return null;
      }
      await write();
      const failure = await file.keep();
      if (failure === null) return path;
      warn(office, failure);
      return null;
    },
    drop: async () => file?.drop(),
    all: () => all.sort(byLine),
  };
}

/** The problems by kind, and the first few of each. */
interface Counts extends Pick<ProblemList, "total" | "count" | "kinds"> {
  readonly note: (noted: Noted) => void;
}

function newCounts(): Counts {
  const kinds = new Map<string, { grade: Grade; code: ProblemCode; count: number; first: Noted[] }>();
  let total = 0;
  return {
    note: (noted) => {
      total += 1;
      const key = `${noted.grade} ${noted.code}`;
      const kind = kinds.get(key) ?? { grade: noted.grade, code: noted.code, count: 0, first: [] };
      kinds.set(key, kind);
      kind.count += 1;
      addToFirst(kind.first, noted);
    },
    total: () => total,
    count: (grade) => [...kinds.values()].reduce((sum, kind) => (kind.grade === grade ? sum + kind.count : sum), 0),
    kinds: (grade) => [...kinds.values()].filter((kind) => kind.grade === grade),
  };
}

/** The file of problems while it is written: begun with the first row, given up at the first row that cannot be written. */
interface ListFile {
  readonly write: (rows: readonly Noted[]) => Promise<void>;
  /** Puts it in its place; gives why that could not be done. */
  readonly keep: () => Promise<Stop | null>;
  readonly drop: () => Promise<void>;
}

function listFileAt(path: string): ListFile {
  let draft: FileDraft | null = null;
  let failure: Stop | null = null;
  const drop = async (): Promise<void> => {
    await draft?.drop();
    draft = null;
  };
  return {
    write: async (rows) => {
      if (failure !== null) return;
      const sheet: Sheet<Noted> = { title: "导入问题", columns, rows };
      try {
        if (draft === null) {
          draft = await beginFile(path);
          await draft.write(csvHeader(sheet));
        }
        await draft.write(csvRows(sheet));
      } catch (error) {
        if (!(error instanceof Stop)) throw error;
        failure = error;
      }
    },
    keep: async () => {
      try {
        if (failure !== null) throw failure;
        await draft?.keep();
        draft = null;
        return null;
      } catch (error) {
        await drop();
        if (!(error instanceof Stop)) throw error;
        return error;
      }
    },
    drop,
  };
}

/** Notes mostly come in the order of their rows. */
function addToFirst(first: Noted[], noted: Noted): void {
  const last = first.at(-1);
  if (first.length === shownAtMost && last && byLine(last, noted) <= 0) return;
  first.push(noted);
  first.sort(byLine);
  first.length = Math.min(first.length, shownAtMost);
}

function warn({ io }: Office, { problems }: Stop): void {
  io.err.write(problems.map((problem) => problemText(problem, { color: io.color, severity: "warning" })).join(""));
}

/** Removes the list of an earlier import of the file that was put right since; a file of anybody else's is left alone, as is one that is open. */
function removeProblems(path: string): void {
  try {
    if (readFileSync(path, "utf8").startsWith(`\ufeff${titles.join(",")}`)) rmSync(path);
  } catch (error) {
    if (!(error instanceof Error) || !("code" in error)) throw error;
  }
}

/** How many of each grade are printed, of different kinds first; all of them stand in the file. */
const shownAtMost = 5;

/** What refuses a row and what deserves a look, counted by kind, and the first few of each. */
export function problemsText(problems: ProblemList, { io }: Office): string {
  return (["拒收", "注意"] as const)
    .flatMap((grade) => {
      const [kinds, count] = [problems.kinds(grade), problems.count(grade)];
      const severity = grade === "拒收" ? "error" : "warning";
      const lines = firstOfEach(kinds).map((problem) => problemText(problem, { color: io.color, severity }));
      return count > shownAtMost ? [...lines, `……${grade}共 ${count} 处：${countsText(kinds)}\n`] : lines;
    })
    .join("");
}

function firstOfEach(kinds: readonly ProblemKind[]): Noted[] {
  const firsts = kinds.flatMap(({ first }) => first.slice(0, 1)).sort(byLine);
  const others = kinds.flatMap(({ first }) => first.slice(1)).sort(byLine);
  return [...firsts, ...others].slice(0, shownAtMost).sort(byLine);
}

const kindNames: Readonly<Record<string, string>> = {
  "bad-class": "证照类别看不懂",
  "bad-date": "日期看不懂",
  "bad-kind": "对象类型看不懂",
  "bad-number": "数目看不懂",
  "bad-phone": "电话不对",
  "bad-presence": "有无看不懂",
  "broken-quote": "引号不配对",
  "credit-code": "统一社会信用代码不对",
  "dates-reversed": "起止日期颠倒",
  "doubtful-match": "是不是同一家存疑",
  "excel-damage": "号码被 Excel 损坏",
  "formula-error": "公式没有值",
  "name-too-long": "名称太长",
  "no-name": "没有名称",
  "nothing-above": "同上而上面没有内容",
  "organisation-code": "组织机构代码不对",
  "other-sheets": "还有没读的工作表",
  "papers-disagree": "证照前后不一",
  "permit-expired": "许可证已过期",
  "permit-number": "办学许可证编号不对",
  "possible-match": "可能是同一家",
  reappearance: "疑似死灰复燃",
  "row-too-long": "一行太长",
  "same-institution": "同一家两行不同",
  "surplus-cells": "多出的格子",
  "too-many-columns": "列太多",
  "unknown-town": "属地不在方案里",
};

function countsText(kinds: readonly ProblemKind[]): string {
  return kinds
    .toSorted((a, b) => b.count - a.count)
    .map(({ code, count }) => `${kindNames[code] ?? code} ${count}`)
    .join("、");
}
