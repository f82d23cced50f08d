/** A city's day: who has not reported, whose numbers contradict each other, where most is left undone. */
import { unitName } from "../../campaign/index.ts";
import type { CountyReturn, Day } from "../../campaign/index.ts";
import { hintText } from "../../write/next.ts";
import { asTyped, placeText } from "../../write/message.ts";
import { plain } from "../../write/plain.ts";
import type { Sheet } from "../../write/sheet.ts";
import { tableText } from "../../write/table.ts";
import { isLedger } from "./ledgers.ts";
import { differenceSheet, missingSheet } from "./sheets.ts";
import type { Consolidated, ReturnRemark } from "./sheets.ts";

export interface CountyBehind {
  readonly unit: string;
  /** The file or the ledger that says so. */
  readonly place: string | undefined;
  readonly withProblems: number | null;
  /** Null where one of the two numbers was not reported. */
  readonly left: number | null;
  /** What the return itself says is overdue; null where it does not say. */
  readonly overdue: number | null;
}

/** The counties with most that is overdue; of those that do not say, with most that is not put right. */
export function behind({ returns }: Consolidated): readonly CountyBehind[] {
  return returns
    .map(behindOf)
    .filter(({ left, overdue }) => (left ?? 0) > 0 || (overdue ?? 0) > 0)
    .toSorted((a, b) => (b.overdue ?? 0) - (a.overdue ?? 0) || (b.left ?? 0) - (a.left ?? 0));
}

function behindOf({ unit, counts, more, place }: CountyReturn): CountyBehind {
  const { withProblems, rectified } = counts;
  const overdue = Object.entries(more ?? {}).find(([name]) => name.includes("逾期"))?.[1];
  return {
    unit: unitName(unit),
    place: place?.file,
    withProblems,
    left: withProblems === null || rectified === null ? null : Math.max(0, withProblems - rectified),
    overdue: typeof overdue === "number" ? overdue : null,
  };
}

export const behindSheet = (rows: readonly CountyBehind[]): Sheet<CountyBehind> => ({
  title: "没有整改完的，最多的在前",
  columns: [
    { key: "unit", title: "单位", value: ({ unit }) => unit },
    { key: "withProblems", title: "问题机构数", kind: "number", value: ({ withProblems }) => withProblems },
    { key: "left", title: "没有整改", kind: "number", value: ({ left }) => left },
    ...(rows.some(({ overdue }) => overdue !== null)
      ? [{ key: "overdue", title: "逾期", kind: "number" as const, value: ({ overdue }: CountyBehind) => overdue }]
      : []),
  ],
  rows,
});

const contradictionText = ({ problem, counted }: ReturnRemark): string => {
  const where = problem.place ? `${placeText(problem.place)}：` : "";
  const what = problem.hint === undefined ? "" : `；${hintText(problem.hint)}`;
  return `  ${where}${problem.message}（${counted ? "已计入" : "没有计入"}${what}）`;
};

/** How many counties with most left undone are on the screen. */
const most = 10;

export function deskText(
  consolidated: Consolidated,
  { width, color }: { readonly width: number; readonly color: boolean },
  asOf: Day,
): string {
  const { expected, returns, missing, remarks, differences } = consolidated;
  const rows = behind(consolidated);
  const all = expected === null ? "" : `应报 ${expected} 个，`;
  return [
    `截至 ${asOf}：${all}已报 ${returns.length} 个，没有报或没有计入 ${missing.length} 个，数有矛盾 ${remarks.length + differences.length} 处\n`,
    missing.length === 0 ? "" : tableText(missingSheet(consolidated), { width, color }),
    remarks.length === 0 ? "" : `数有矛盾的\n${remarks.map((one) => `${plain(contradictionText(one))}\n`).join("")}`,
    differences.length === 0 ? "" : tableText(differenceSheet(consolidated), { width, color }),
    rows.length === 0 ? "" : tableText(behindSheet(rows.slice(0, most)), { width, color }),
    rows.length > most ? `没有整改完的共 ${rows.length} 个，只列前 ${most} 个；全部用 --out 写成文件看\n` : "",
  ].join("");
}

/** How many units are named in a line. */
const named = 5;

/** Whom to press, whom to ask, where to look first. */
export function deskSteps(consolidated: Consolidated): string[] {
  const { missing, remarks, differences } = consolidated;
  const [worst] = behind(consolidated);
  const steps: string[] = [];
  if (missing.length > 0) {
    const units = missing.slice(0, named).map(unitName).join("、");
    steps.push(`催报：${units}${missing.length > named ? `等 ${missing.length} 个` : ""}`);
  }
  if (remarks.length + differences.length > 0) steps.push("有矛盾的，请单位核对后重报，再运行一次");
  if (worst) steps.push(lookInto(worst));
  return steps;
}

function lookInto({ unit, place = "", overdue, left }: CountyBehind): string {
  if (isLedger(place)) return `tuban due --ledger ${asTyped(place)}    ${unit}哪些逾期，谁来办`;
  return `先问${unit}：${overdue ? `逾期 ${overdue}` : `没有整改 ${left ?? 0}`}，什么时候整改完`;
}

export function deskJson(consolidated: Consolidated): object {
  const { expected, returns, missing, remarks, differences } = consolidated;
  return {
    expected,
    reported: returns.length,
    missing,
    contradictions: remarks.map(({ problem, counted }) => ({ ...problem, counted })),
    rateDifferences: differences.map(({ unit, own, recomputed, place }) => ({ ...unit, own, recomputed, place })),
    behind: behind(consolidated).map(({ place: _place, ...told }) => told),
  };
}
