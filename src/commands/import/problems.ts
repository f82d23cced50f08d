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

/** How many of the problems of each grade are printed; all of them stand in the file. */
export const shownAtMost = 5;

export function problemsText(problems: readonly Noted[], { io }: Office): string {
  const some = (["拒收", "注意"] as const).flatMap((grade) => {
    const ours = problems.filter((problem) => problem.grade === grade);
    const lines = ours
      .slice(0, shownAtMost)
      .map((problem) => problemText(problem, { color: io.color, severity: grade === "拒收" ? "error" : "warning" }));
    return ours.length > shownAtMost ? [...lines, `……${grade}还有 ${ours.length - shownAtMost} 处\n`] : lines;
  });
  return some.join("");
}
