/** A roll-up as a Markdown document. */
import { markdownValue } from "../../write/markdown.ts";
import { alignOf, toCells } from "../../write/sheet.ts";
import type { Sheet } from "../../write/sheet.ts";
import { behind, behindSheet } from "./desk.ts";
import { remarkSheet, rollSheet, tablesBehind, toldText, unreportedText } from "./sheets.ts";
import type { Consolidated } from "./sheets.ts";

export function consolidatedMarkdown(consolidated: Consolidated): string {
  const parts = [
    tableOf(rollSheet(consolidated, { others: false }), "#"),
    `${[toldText(consolidated), unreportedText(consolidated)].filter((text) => text !== "").join("；")}。\n`,
    ...tablesBehind(consolidated, (sheet) => tableOf(sheet, "##")),
  ];
  const left = behindSheet(behind(consolidated));
  if (left.rows.length > 0) parts.push(tableOf(left, "##"));
  if (consolidated.remarks.length > 0) parts.push(tableOf(remarkSheet(consolidated), "##"));
  return parts.join("\n");
}

export const sheetMarkdown = <Row>(sheet: Sheet<Row>): string => tableOf(sheet, "#");

function tableOf<Row>(sheet: Sheet<Row>, heading: string): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  const rule = sheet.columns.map((column) => (alignOf(column) === "right" ? "---:" : "---"));
  const rows = toCells(sheet).map((cells) => line(cells.map(({ text }) => markdownValue(text, "| |"))));
  return `${heading} ${sheet.title}\n\n${[line(sheet.columns.map(({ title }) => title)), line(rule), ...rows].join("\n")}\n`;
}
