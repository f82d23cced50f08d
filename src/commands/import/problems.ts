/** The problems of an import: the first few on the screen, all of them in a file beside the source. */
import { Stop } from "../../campaign/index.ts";
import type { Office } from "../../office.ts";
import { csvText } from "../../write/csv.ts";
import { writeOut } from "../../write/files.ts";
import { problemText } from "../../write/message.ts";
import type { Sheet } from "../../write/sheet.ts";
import type { Noted } from "./read.ts";

/** Beside the source; false, with a warning, where it cannot be written: the import itself is done. */
export async function writeProblems(office: Office, path: string, problems: readonly Noted[]): Promise<boolean> {
  const sheet: Sheet<Noted> = {
    title: "导入问题",
    columns: [
      { key: "line", title: "行", kind: "number", value: ({ line }) => line },
      { key: "grade", title: "级别", value: ({ grade }) => grade },
      { key: "name", title: "机构名称", value: ({ name }) => name },
      { key: "column", title: "列", value: ({ place }) => place?.column ?? "" },
      { key: "value", title: "原值", kind: "code", value: ({ value }) => value },
      { key: "reason", title: "原因", value: ({ message }) => message },
      { key: "remedy", title: "怎么办", value: ({ hint }) => hint ?? "" },
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
