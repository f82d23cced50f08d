/** Reads a list of inspection results (检查结果表), one row a visit: cells as people wrote them. */
import { basename } from "node:path";
import { cleanCell } from "../campaign/index.ts";
import type { Day, Place } from "../campaign/index.ts";
import { wholeTable } from "./csv.ts";
import type { Row } from "./csv.ts";
import { dayOfSerial, readDay } from "./day.ts";
import { readable } from "./file.ts";
import { findHeaders } from "./headers.ts";
import type { HeaderColumn, HeaderFields } from "./headers.ts";
import { openTable } from "./table.ts";

export const resultFields = {
  number: { title: "机构编号", aliases: "编号 底数编号 机构序号".split(" ") },
  subject: {
    title: "机构",
    aliases:
      "机构名称 培训机构名称 单位名称 学校名称 名称 被检查单位 检查对象 受检单位 被检查对象 机构全称 统一社会信用代码".split(
        " ",
      ),
  },
  town: { title: "属地", aliases: "乡镇街道 乡镇 街道 所属乡镇 所在乡镇 镇街".split(" ") },
  day: { title: "日期", aliases: "检查日期 检查时间 时间 到访日期 排查日期 排查时间".split(" ") },
  officers: {
    title: "检查人员",
    aliases: "检查人 执法人员 检查组成员 检查人员姓名 排查人员 检查人员签名 人员".split(" "),
  },
  kind: { title: "检查种类", aliases: "种类 检查类型 检查方式 检查类别".split(" ") },
  result: { title: "结果", aliases: "检查结果 是否合格 结论 检查结论 排查结果".split(" ") },
  failed: {
    title: "不合格项",
    aliases: "不合格 不合格项目 不合格检查项 不合格项编号 问题项 存在问题 发现问题 问题".split(" "),
  },
  notApplicable: { title: "不适用项", aliases: "不适用 不涉及 不涉及项".split(" ") },
  note: { title: "说明", aliases: "情况说明 问题说明 检查情况 具体问题 问题描述 备注 查到了什么".split(" ") },
  photos: { title: "照片", aliases: "证据 证据文件 照片文件 图片 附件 佐证 现场照片".split(" ") },
} as const satisfies HeaderFields<string>;

export type ResultField = keyof typeof resultFields;

/** One row that tells of a visit. */
export interface ResultRow {
  readonly text: (field: ResultField) => string;
  readonly place: (field: ResultField) => Place;
  /** null where the row names none that can be read. */
  readonly day: Day | null;
}

export interface ResultsRead {
  readonly rows: readonly ResultRow[];
  /** Rows of the form where nothing was filled in: not visited. */
  readonly blank: number;
}

/** What a row has only if somebody went there. */
const filledIn: readonly ResultField[] = ["day", "officers", "result", "failed", "notApplicable", "note", "photos"];

/** @throws Stop where the file is no table, or has no column of institutions */
export function readResults(path: string): ResultsRead {
  const file = basename(path);
  const table = readable(path, () => openTable(path, file));
  const headers = findHeaders(wholeTable(table.rows), { fields: resultFields, key: "subject", file });
  const rows: ResultRow[] = [];
  let blank = 0;
  for (const row of headers.rows) {
    const cells = cellsOf(row, headers.columns, file);
    if (cells.text("subject") === "" && cells.text("number") === "") continue;
    if (filledIn.every((field) => cells.text(field) === "")) {
      blank += 1;
      continue;
    }
    rows.push({ ...cells, day: dayIn(cells.text("day"), table.from1904) });
  }
  return { rows, blank };
}

function cellsOf(row: Row, columns: readonly HeaderColumn<ResultField>[], file: string): Omit<ResultRow, "day"> {
  const columnOf = new Map(columns.flatMap((column) => (column.field === null ? [] : [[column.field, column]])));
  return {
    // a line break in a cell parts two items
    text: (field) => cleanCell((row.cells[columnOf.get(field)?.index ?? -1] ?? "").replaceAll(/[\r\n]+/g, "；")).trim(),
    place: (field) => ({ file, row: row.line, column: columnOf.get(field)?.header ?? resultFields[field].title }),
  };
}

function dayIn(text: string, from1904: boolean): Day | null {
  return readDay(text) ?? (/^\d{5}(?:\.\d+)?$/.test(text) ? dayOfSerial(Number(text), { from1904 }) : null);
}
