/** Reads a table for the institutions that it names, whatever else stands in it. */
import { basename } from "node:path";
import { cleanCell } from "../campaign/index.ts";
import type { Place } from "../campaign/index.ts";
import { wholeTable } from "./csv.ts";
import { readable } from "./file.ts";
import { findHeaders } from "./headers.ts";
import type { HeaderFields } from "./headers.ts";
import { openTable } from "./table.ts";

const nameFields = {
  name: {
    title: "机构名称",
    aliases: "名称 机构 培训机构名称 单位名称 学校名称 机构全称 机构名称（全称） 培训机构 校外培训机构名称".split(" "),
  },
  code: { title: "统一社会信用代码", aliases: "信用代码 社会信用代码 统一信用代码".split(" ") },
} as const satisfies HeaderFields<string>;

/** One row: by what it may be found, the surest first. */
export interface NamedRow {
  readonly names: readonly string[];
  readonly place: Place;
}

/** @throws Stop where the file is no table, or has no column of names */
export function readNames(path: string): NamedRow[] {
  const file = basename(path);
  const table = readable(path, () => openTable(path, file));
  const headers = findHeaders(wholeTable(table.rows), { fields: nameFields, key: "name", file });
  const columnOf = (field: keyof typeof nameFields) => headers.columns.find((column) => column.field === field);
  return [...headers.rows].flatMap((row) => {
    const cell = (field: keyof typeof nameFields): string =>
      cleanCell(row.cells[columnOf(field)?.index ?? -1] ?? "").trim();
    const names = [cell("code"), cell("name")].filter((text) => text !== "");
    if (cell("name") === "") return [];
    return [{ names, place: { file, row: row.line, column: columnOf("name")?.header ?? "机构名称" } }];
  });
}
