/** A published version of a list, read back from the CSV that the ledger froze: what the public was told, cell by cell. */
import { parse } from "csv-parse/sync";

/** What one line says; a column that the version does not have is empty. */
export interface PublishedLine {
  readonly uscc: string;
  readonly permitNo: string;
  readonly address: string;
  readonly since: string;
  readonly publisher: string;
  readonly contact: string;
  readonly checkCode: string;
}

/** The lines of a version, in their order. */
export function publishedLines(csv: string): PublishedLine[] {
  return parse<Readonly<Record<string, string>>>(csv, { columns: true, bom: true }).map((line) => {
    const cell = (title: string): string => meantBy(line[title] ?? "");
    return {
      uscc: cell("统一社会信用代码"),
      permitNo: cell("办学许可证号"),
      address: cell("地址"),
      since: cell("列入日期"),
      publisher: cell("公布单位"),
      contact: cell("异议与更正"),
      checkCode: cell("校验码"),
    };
  });
}

/** A cell without the sign that the CSV put before it for spreadsheets (write/csv.ts). */
const meantBy = (cell: string): string => cell.replace(/^['\t]/, "");
