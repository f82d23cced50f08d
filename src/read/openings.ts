/** Reads a table of opening balances (期初数): a row a town or department, a column an indicator. */
import { basename } from "node:path";
import { cleanCell, misuse, shown } from "../campaign/index.ts";
import type { Place, Problem } from "../campaign/index.ts";
import { wholeTable } from "./csv.ts";
import { readable } from "./file.ts";
import { headerWithin } from "./headers.ts";
import { openTable } from "./table.ts";

/** One filled cell, as it was written. */
export interface OpeningCell {
  readonly indicator: string;
  readonly amount: string;
  readonly town: string;
  readonly department: string;
  readonly note: string;
  readonly place: Place;
}

export interface OpeningsRead {
  readonly cells: readonly OpeningCell[];
  readonly problems: readonly Problem[];
}

/** What stands beside the indicators. */
export const besideColumns = { town: "属地", department: "部门", note: "说明" } as const;

/** A header without its unit: 检查家次（家次） → 检查家次. */
const nameOf = (header: string): string =>
  cleanCell(header)
    .replace(/[（(][^）)]*[）)]$/, "")
    .trim();

/** @throws Stop where the file is no table, or none of its first rows names an indicator */
export function readOpenings(path: string, indicators: readonly string[]): OpeningsRead {
  const file = basename(path);
  const known = new Set(indicators);
  const rows = [...wholeTable(readable(path, () => openTable(path, file)).rows)];
  const at = rows.slice(0, headerWithin).findIndex(({ cells }) => cells.some((cell) => known.has(nameOf(cell))));
  const header = rows[at];
  if (!header)
    return misuse("no-header", "表头里没有一列是方案里的指标。", {
      hint: "空表用 tuban opening --form --out 期初数.xlsx；指标见 tuban report indicators",
      place: { file },
    });
  const names = header.cells.map(nameOf);
  const beside: readonly string[] = Object.values(besideColumns);
  const problems = names.flatMap((name): Problem[] =>
    name === "" || known.has(name) || beside.includes(name)
      ? []
      : [
          {
            code: "unknown-indicator",
            message: `方案里没有这个指标：${shown(name)}`,
            hint: "改成方案里的名称，或删去这一列；指标见 tuban report indicators",
            place: { file, row: header.line, column: name },
          },
        ],
  );
  const cells = rows.slice(at + 1).flatMap(({ cells: row, line }): OpeningCell[] => {
    const text = (name: string): string => cleanCell(row[names.indexOf(name)] ?? "").trim();
    const [town, department, note] = [
      text(besideColumns.town),
      text(besideColumns.department),
      text(besideColumns.note),
    ];
    return indicators.flatMap((indicator) => {
      const amount = names.includes(indicator) ? text(indicator) : "";
      const place = { file, row: line, column: indicator };
      return amount === "" ? [] : [{ indicator, amount, town, department, note, place }];
    });
  });
  return { cells, problems };
}
