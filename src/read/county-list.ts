/** A county's published list of names (白名单、黑名单 …), as tuban publish or an office's own table has it: one institution a row. */
import { cleanCell, foldWidth, misuse } from "../campaign/index.ts";
import type { Place } from "../campaign/index.ts";
import { tableRows } from "./table.ts";

export interface CountyListRow {
  readonly name: string;
  readonly code: string;
  readonly permit: string;
  readonly address: string;
  readonly since: string;
  readonly publisher: string;
  readonly place: Place;
}

const titles: Readonly<Record<Exclude<keyof CountyListRow, "place">, readonly string[]>> = {
  name: ["名称", "机构名称", "培训机构名称", "单位名称"],
  code: ["统一社会信用代码", "信用代码", "社会信用代码"],
  permit: ["办学许可证号", "许可证号", "办学许可证编号"],
  address: ["地址", "办学地址", "机构地址"],
  since: ["列入日期", "公布日期"],
  publisher: ["公布单位", "审批机关", "主管部门"],
};

/** The names of a list's file, its titles wherever they stand among the first rows. @throws Stop when it has no column of names */
export function readCountyList(bytes: Uint8Array, file: string): CountyListRow[] {
  const rows = [...tableRows(bytes, file)];
  const titleOf = (cell: string): string => foldWidth(cleanCell(cell)).replaceAll(/\s/g, "");
  const at = rows.slice(0, 10).findIndex(({ cells }) => cells.some((cell) => titles.name.includes(titleOf(cell))));
  const header = rows[at];
  if (!header)
    return misuse("list-no-names", "名单里没有“名称”一列", {
      hint: "用 tuban publish 编印出来的 CSV，或表头写有 名称、统一社会信用代码 的表",
      place: { file },
    });
  const column = (key: keyof typeof titles): number =>
    header.cells.findIndex((cell) => titles[key].includes(titleOf(cell)));
  const columns = {
    name: column("name"),
    code: column("code"),
    permit: column("permit"),
    address: column("address"),
    since: column("since"),
    publisher: column("publisher"),
  };
  return rows.slice(at + 1).flatMap(({ cells, line }) => {
    const text = (key: keyof typeof columns): string => cleanCell(cells[columns[key]] ?? "").trim();
    if (text("name") === "") return [];
    return [
      {
        name: text("name"),
        code: text("code").toUpperCase(),
        permit: text("permit"),
        address: text("address"),
        since: text("since"),
        publisher: text("publisher"),
        place: { file, row: line },
      },
    ];
  });
}
