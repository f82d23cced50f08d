/** A roll-up as a Markdown document. */
import { markdownValue } from "../../write/markdown.ts";
import { alignOf, toCells } from "../../write/sheet.ts";
import type { Sheet } from "../../write/sheet.ts";
import {
  differenceSheet,
  missingSheet,
  otherSheet,
  remarkSheet,
  rollSheet,
  toldText,
  unreportedText,
} from "./sheets.ts";
import type { Consolidated } from "./sheets.ts";

export function consolidatedMarkdown(consolidated: Consolidated): string {
  const { missing, differences, remarks } = consolidated;
  const parts = [
    tableOf(rollSheet(consolidated, { others: false }), "#"),
    `${[toldText(consolidated), unreportedText(consolidated)].filter((text) => text !== "").join("；")}。\n`,
  ];
  const others = otherSheet(consolidated);
  if (others.rows.length > 0) parts.push(tableOf(others, "##"));
  if (missing.length > 0) parts.push(tableOf(missingSheet(consolidated), "##"));
  if (differences.length > 0) parts.push(tableOf(differenceSheet(consolidated), "##"));
  if (remarks.length > 0) parts.push(tableOf(remarkSheet(consolidated), "##"));
  return parts.join("\n");
}

export const sheetMarkdown = <Row>(sheet: Sheet<Row>): string => tableOf(sheet, "#");

function tableOf<Row>(sheet: Sheet<Row>, heading: string): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  const rule = sheet.columns.map((column) => (alignOf(column) === "right" ? "---:" : "---"));
  const rows = toCells(sheet).map((cells) => line(cells.map(({ text }) => markdownValue(text, "| |"))));
  return `${heading} ${sheet.title}\n\n${[line(sheet.columns.map(({ title }) => title)), line(rule), ...rows].join("\n")}\n`;
}
