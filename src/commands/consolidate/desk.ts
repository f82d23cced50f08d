/** A city's day: who has not reported, whose numbers contradict each other, where most is left undone. */
import { unitName } from "../../campaign/index.ts";
import type { CountyReturn } from "../../campaign/index.ts";
import { hintText } from "../../write/next.ts";
import { placeText } from "../../write/message.ts";
import { plain } from "../../write/plain.ts";
import type { Sheet } from "../../write/sheet.ts";
import { tableText } from "../../write/table.ts";
import { differenceSheet, missingSheet } from "./sheets.ts";
import type { Consolidated, ReturnRemark } from "./sheets.ts";

/** How many counties with most left undone are shown. */
const most = 10;

interface Behind {
  readonly unit: string;
  readonly withProblems: number | null;
  /** Null where one of the two numbers was not reported. */
  readonly left: number | null;
  /** What the return itself says is overdue; null where it does not say. */
  readonly overdue: number | null;
}

/** The counties with most that is overdue; of those that do not say, with most that is not put right. */
function behind({ returns }: Consolidated): readonly Behind[] {
  return returns
    .map(behindOf)
    .filter(({ left, overdue }) => (left ?? 0) > 0 || (overdue ?? 0) > 0)
    .toSorted((a, b) => (b.overdue ?? 0) - (a.overdue ?? 0) || (b.left ?? 0) - (a.left ?? 0))
    .slice(0, most);
}

function behindOf({ unit, counts, more }: CountyReturn): Behind {
  const { withProblems, rectified } = counts;
  const overdue = Object.entries(more ?? {}).find(([name]) => name.includes("逾期"))?.[1];
  return {
    unit: unitName(unit),
    withProblems,
    left: withProblems === null || rectified === null ? null : Math.max(0, withProblems - rectified),
    overdue: typeof overdue === "number" ? overdue : null,
  };
}

const behindSheet = (rows: readonly Behind[]): Sheet<Behind> => ({
  title: "没有整改完的，最多的在前",
  columns: [
    { key: "unit", title: "单位", value: ({ unit }) => unit },
    { key: "withProblems", title: "问题机构数", kind: "number", value: ({ withProblems }) => withProblems },
    { key: "left", title: "没有整改", kind: "number", value: ({ left }) => left },
    ...(rows.some(({ overdue }) => overdue !== null)
      ? [{ key: "overdue", title: "逾期", kind: "number" as const, value: ({ overdue }: Behind) => overdue }]
      : []),
  ],
  rows,
});

const contradictionText = ({ problem, counted }: ReturnRemark): string => {
  const where = problem.place ? `${placeText(problem.place)}：` : "";
  const what = problem.hint === undefined ? "" : `；${hintText(problem.hint)}`;
  return `  ${where}${problem.message}（${counted ? "已计入" : "没有计入"}${what}）`;
};

export function deskText(
  consolidated: Consolidated,
  { width, color }: { readonly width: number; readonly color: boolean },
): string {
  const { expected, returns, missing, remarks, differences } = consolidated;
  const rows = behind(consolidated);
  const all = expected === null ? "" : `应报 ${expected} 个，`;
  return [
    `${all}已报 ${returns.length} 个，没有报或没有计入 ${missing.length} 个，数有矛盾 ${remarks.length + differences.length} 处\n`,
    missing.length === 0 ? "" : tableText(missingSheet(consolidated), { width, color }),
    remarks.length === 0 ? "" : `数有矛盾的\n${remarks.map((one) => `${plain(contradictionText(one))}\n`).join("")}`,
    differences.length === 0 ? "" : tableText(differenceSheet(consolidated), { width, color }),
    rows.length === 0 ? "" : tableText(behindSheet(rows), { width, color }),
  ].join("");
}

export function deskJson(consolidated: Consolidated): object {
  const { expected, returns, missing, remarks, differences } = consolidated;
  return {
    expected,
    reported: returns.length,
    missing,
    contradictions: remarks.map(({ problem, counted }) => ({ ...problem, counted })),
    rateDifferences: differences.map(({ unit, own, recomputed, place }) => ({ ...unit, own, recomputed, place })),
    behind: behind(consolidated),
  };
}
