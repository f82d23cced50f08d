/** What is wrong with a row of a table. */
import type { Problem } from "../../campaign/index.ts";

/** More columns than this are a file gone wrong (Excel itself ends at 16,384). */
export const mostColumns = 1_000;

/** Characters; a longer row means that line breaks or quotes are missing. */
export const longestRow = 1_000_000;

export function brokenQuote(line: number, file: string): Problem {
  return {
    code: "broken-quote",
    message: `第 ${line} 行有一个引号没有配对，这一行无法分列。`,
    hint: "请用 Excel 打开核对这一行，去掉多余的英文双引号，另存为「CSV UTF-8」后再导入一次。",
    place: { file, row: line },
  };
}

export function rowTooLong(line: number, file: string): Problem {
  return {
    code: "row-too-long",
    message: `第 ${line} 行超过 ${longestRow} 个字，不像表格的一行。`,
    hint: "文件可能缺了换行，或不是表格；请用 Excel 打开核对后另存为「CSV UTF-8」。",
    place: { file, row: line },
  };
}

export function tooManyColumns(line: number, columns: number, file: string): Problem {
  return {
    code: "too-many-columns",
    message: `第 ${line} 行有 ${columns} 列，最多读 ${mostColumns} 列。`,
    hint: "检查分隔符，或删去多余的列后再试。",
    place: { file, row: line },
  };
}
