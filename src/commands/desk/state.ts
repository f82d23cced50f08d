/** The state of a subject in a few words, and the states that a list can be narrowed to. */
import type { Existence, ListName } from "../../campaign/index.ts";
import { fromJson } from "../../ledger/json.ts";
import type { RosterNow } from "../../ledger/roster/list.ts";

const existenceOf = (row: RosterNow): Existence => fromJson(row.more).existence ?? "正常";

const listed = (row: RosterNow, list: ListName): boolean =>
  row.lists.some((one) => one.list === list && one.standing === "在列");

export const stages = {
  有未销号问题: (row: RosterNow) => row.open > 0,
  有逾期问题: (row: RosterNow) => row.overdue > 0,
  从未检查: (row: RosterNow) => row.lastVisit === null,
  只查过一次: (row: RosterNow) => row.visits === 1,
  检查过: (row: RosterNow) => row.lastVisit !== null,
  暂时关停: (row: RosterNow) => row.operation === "暂时关停",
  取缔关停: (row: RosterNow) => row.operation === "取缔关停",
  停业: (row: RosterNow) => existenceOf(row) === "停业",
  注销: (row: RosterNow) => existenceOf(row) === "注销",
  转型: (row: RosterNow) => ["转型", "营转非", "学科转非学科"].includes(existenceOf(row)),
  白名单: (row: RosterNow) => listed(row, "白名单"),
  黑名单: (row: RosterNow) => listed(row, "黑名单"),
} as const satisfies Record<string, (row: RosterNow) => boolean>;

export type Stage = keyof typeof stages;

/** 暂时关停；未销号 2（逾期 1）；白名单 */
export function stateText(row: RosterNow): string {
  const words: string[] = [];
  const existence = existenceOf(row);
  if (existence !== "正常") words.push(existence);
  if (row.operation !== null && row.operation !== "继续") words.push(row.operation);
  if (row.open > 0) words.push(`未销号 ${row.open}${row.overdue > 0 ? `（逾期 ${row.overdue}）` : ""}`);
  for (const { list, standing } of row.lists)
    words.push(
      standing === "在列"
        ? list
        : `${standing === "移出" ? "移出" : ""}${list}${standing === "整改中" ? "·整改中" : ""}`,
    );
  if (words.length > 0) return words.join("；");
  return row.lastVisit === null ? "未检查" : "已检查";
}
