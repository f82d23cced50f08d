/** A checklist that is filled in elsewhere and brought back says whose it is, so that it is not taken for another institution's. */
import { particular, hint, next } from "../base/next.ts";
import type { Day } from "../base/day.ts";
import { isDay } from "../base/day.ts";
import type { InspectionKind } from "./inspection.ts";
import type { Problem } from "../base/problem.ts";
import { subjectWord } from "./short-number.ts";

/** What stands above the columns of a sheet. */
export interface SheetMark {
  readonly subject: number;
  readonly name: string;
  /** Code of the plan, and which of its adopted versions the items are from. */
  readonly plan: string;
  readonly version: number;
  readonly kind: string;
  /** The day of the visit, as it was printed or as the inspectors wrote it over; null where it is no day. */
  readonly day: Day | null;
}

/** One cell for each part; a word before the value keeps a spreadsheet from taking the date for a number. */
export function markCells({ subject, name, plan, version, kind, day }: SheetMark): string[] {
  return [
    `机构：${subject} ${name}`,
    `方案：${plan}`,
    `版本：第${version}版`,
    `检查种类：${kind}`,
    `检查日期：${day ?? ""}`,
  ];
}

/** The mark among the cells above the columns; null where there is none, as on a sheet of one's own. */
export function readMark(cells: readonly string[]): SheetMark | null {
  const parts = new Map(
    cells.flatMap((cell) => {
      const [, title = "", value = ""] = /^\s*(机构|方案|版本|检查种类|检查日期)\s*[:：]\s*(.*?)\s*$/.exec(cell) ?? [];
      return title === "" ? [] : [[title, value]];
    }),
  );
  const [, subject, name = ""] = /^(\d{1,9})\s*(.*)$/.exec(parts.get("机构") ?? "") ?? [];
  const [, version] = /^第(\d{1,6})版$/.exec(parts.get("版本") ?? "") ?? [];
  if (subject === undefined || version === undefined) return null;
  const day = parts.get("检查日期") ?? "";
  return {
    subject: Number(subject),
    name,
    plan: parts.get("方案") ?? "",
    version: Number(version),
    kind: parts.get("检查种类") ?? "",
    day: isDay(day) ? day : null,
  };
}

/** The visit that a sheet is handed in for. */
export interface HandedInFor {
  readonly subject: number;
  readonly name: string;
  readonly plan: string;
  readonly version: number;
  readonly kind: InspectionKind;
}

/**
 * Why the sheet is not for this visit; null where it is. `reads` tells whether its items still read as the plan has them: a plan
 * adopted again with its blanks filled leaves printed sheets good.
 */
export function sheetProblem(
  mark: SheetMark,
  visit: HandedInFor,
  { reads }: { readonly reads: boolean },
): Problem | null {
  const again = hint`重新出表：${next("inspect", [visit.subject], { print: true, csv: true, out: "检查表.csv" })}`;
  if (mark.subject !== visit.subject)
    return {
      code: "sheet-of-another",
      message: `这张检查表是 ${mark.subject} ${mark.name} 的，不是 ${visit.subject} ${visit.name} 的`,
      hint: hint`登记那一家：${next("inspect", [subjectWord(mark.subject)], { answers: "这张表" })}；确实拿错了的，${again}`,
    };
  if (mark.plan !== visit.plan)
    return {
      code: "sheet-of-another-plan",
      message: `这张检查表是按方案 ${mark.plan} 出的，现在登记的是 ${visit.plan}`,
      hint: hint`加 ${particular({ campaign: mark.plan })}，或${again}`,
    };
  if (mark.kind !== visit.kind)
    return {
      code: "sheet-of-another-kind",
      message: `这张检查表是${mark.kind}用的，现在登记的是${visit.kind}`,
      hint: hint`加 ${particular({ kind: mark.kind })}，或${again} ${particular({ kind: visit.kind })}`,
    };
  if (mark.version !== visit.version && !reads)
    return {
      code: "sheet-of-another-version",
      message: `这张检查表是按方案第${mark.version}版出的，那一天用的是第${visit.version}版，检查项不一样`,
      hint: hint`核对 ${particular({ on: true })} 的日期；日期不错的，${again}`,
    };
  return null;
}
