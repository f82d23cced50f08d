/** The problems of an import: the first few on the screen, all of them in a file beside the source. */
import { readFileSync, rmSync } from "node:fs";
import { Stop, misuse } from "../../campaign/index.ts";
import type { Office } from "../../office.ts";
import { csvText } from "../../write/csv.ts";
import { writeOut } from "../../write/files.ts";
import { problemText } from "../../write/message.ts";
import type { Sheet } from "../../write/sheet.ts";
import type { Noted } from "./read.ts";

/** The columns of the list of problems, in their order. */
const titles = ["行", "级别", "机构名称", "列", "原值", "原因", "怎么办"] as const;

/** A list of problems is no roster: whoever puts it right there and imports it would have 原因 and 怎么办 kept as columns. @throws Stop */
export function refuseProblemList(headers: readonly string[], file: string): void {
  if (titles.every((title, index) => headers[index] === title))
    misuse("problem-list", "这是导入时列出的问题清单，不是底数。", {
      hint: "照清单在原来的表里改好，再导入原来的表。",
      place: { file },
    });
}

/** Beside the source; false, with a warning, where it cannot be written: the import itself is done. */
export async function writeProblems(office: Office, path: string, problems: readonly Noted[]): Promise<boolean> {
  const sheet: Sheet<Noted> = {
    title: "导入问题",
    columns: [
      { key: "line", title: titles[0], kind: "number", value: ({ line }) => line },
      { key: "grade", title: titles[1], value: ({ grade }) => grade },
      { key: "name", title: titles[2], value: ({ name }) => name },
      { key: "column", title: titles[3], value: ({ place }) => place?.column ?? "" },
      { key: "value", title: titles[4], kind: "code", value: ({ value }) => value },
      { key: "reason", title: titles[5], value: ({ message }) => message },
      { key: "remedy", title: titles[6], value: ({ hint }) => hint ?? "" },
    ],
    rows: problems,
  };
  try {
    await writeOut(path, csvText(sheet));
    return true;
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    office.io.err.write(
      error.problems.map((problem) => problemText(problem, { color: office.io.color, severity: "warning" })).join(""),
    );
    return false;
  }
}

/** Removes the list of an earlier import of the file that was put right since; a file of anybody else's is left alone, as is one that is open. */
export function removeProblems(path: string): void {
  try {
    if (readFileSync(path, "utf8").startsWith(`\ufeff${titles.join(",")}`)) rmSync(path);
  } catch (error) {
    if (!(error instanceof Error) || !("code" in error)) throw error;
  }
}

/** So many of each grade are printed, of different kinds first; all of them stand in the file. */
const shownAtMost = 5;

/** What refuses a row and what deserves a look, counted by kind, and the first few of each. */
export function problemsText(problems: readonly Noted[], { io }: Office): string {
  return (["拒收", "注意"] as const)
    .flatMap((grade) => {
      const ours = problems.filter((problem) => problem.grade === grade);
      const severity = grade === "拒收" ? "error" : "warning";
      const lines = firstOfEach(ours).map((problem) => problemText(problem, { color: io.color, severity }));
      return ours.length > shownAtMost ? [...lines, `……${grade}共 ${ours.length} 处：${countsText(ours)}\n`] : lines;
    })
    .join("");
}

function firstOfEach(problems: readonly Noted[]): Noted[] {
  const kinds = new Set<string>();
  const firsts = problems.filter(({ code }) => !kinds.has(code) && kinds.add(code));
  const others = problems.filter((problem) => !firsts.includes(problem));
  return [...firsts, ...others].slice(0, shownAtMost).sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
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

function countsText(problems: readonly Noted[]): string {
  const counts = new Map<string, number>();
  for (const { code } of problems) counts.set(code, (counts.get(code) ?? 0) + 1);
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([code, count]) => `${kindNames[code] ?? code} ${count}`)
    .join("、");
}
