/** What the commands on editions share: which one is meant, its table as a sheet, and what a row is called. */
import { misuse } from "../../campaign/index.ts";
import type { EditionChange, EditionLine, EditionRule, EditionTable } from "../../campaign/index.ts";
import { nearest } from "../../write/nearest.ts";
import type { Sheet } from "../../write/sheet.ts";
import type { OpenedCampaign } from "../desk/campaign.ts";

/** @throws Stop when the plan has no such edition */
export function editionNamed({ plan }: OpenedCampaign, name: string | undefined): EditionRule {
  const editions = plan.editions ?? [];
  const found = editions.find((rule) => rule.name === name?.trim());
  if (found) return found;
  const names = editions.map((rule) => rule.name);
  if (names.length === 0)
    return misuse("no-editions", `方案 ${plan.code} 里没有“编印”`, {
      hint: "在方案里写一段“编印”，再 tuban plan adopt",
    });
  const near = name === undefined ? undefined : nearest(name, names);
  return misuse("unknown-edition", name === undefined ? "要写明编印哪一种" : `方案里没有这种编印：${name}`, {
    hint: near === undefined ? `有：${names.join("、")}` : `是不是：${near}`,
  });
}

/** The first two cells tell a row from the others. */
export const labelOf = ({ cells }: Pick<EditionChange, "cells">): string =>
  cells
    .filter((text) => text !== "")
    .slice(0, 2)
    .join(" ");

/** The table for CSV and JSON. */
export function sheetOf(title: string, { columns, rows }: EditionTable): Sheet<EditionLine> {
  return {
    title,
    columns: columns.map((name, at) => ({ key: name, title: name, value: ({ cells }) => cells[at] ?? "" })),
    rows,
  };
}
