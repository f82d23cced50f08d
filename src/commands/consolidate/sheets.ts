/** The tables of a roll-up. */
import { rateText, unitName, unreportedCounts } from "../../campaign/index.ts";
import type { AbsentCounty, CountyReturn, Problem, RateDifference, RollLevel, RollLine } from "../../campaign/index.ts";
import { hintText } from "../../write/next.ts";
import { placeText } from "../../write/message.ts";
import type { Column, Sheet } from "../../write/sheet.ts";

/** What was found in checking: a fault for which a return was left out, or a question about one that counts. */
export interface ReturnRemark {
  readonly problem: Problem;
  readonly counted: boolean;
}

export interface Consolidated {
  readonly level: RollLevel;
  readonly lines: readonly RollLine[];
  readonly total: RollLine;
  /** How many should return; null where no list was given. */
  readonly expected: number | null;
  /** Those that count. */
  readonly returns: readonly CountyReturn[];
  /** Counties without a return that counts. */
  readonly missing: readonly AbsentCounty[];
  readonly remarks: readonly ReturnRemark[];
  readonly differences: readonly RateDifference[];
}

const nameTitles: Readonly<Record<RollLevel, string>> = { 省: "省份", 市: "地市", 县: "县区" };

/** The Ministry's table of 2018, with what is needed to see who is behind. `ratios`: rates as ratios, for a spreadsheet. */
export function rollSheet(
  { level, lines, total, returns }: Consolidated,
  { ratios = false, others = true } = {},
): Sheet<RollLine> {
  const count = (key: Exclude<keyof RollLine, "more">, title: string): Column<RollLine> => ({
    key,
    title,
    kind: "number",
    value: (line) => line[key],
  });
  const rate = (key: "completionRate" | "rectificationRate", title: string): Column<RollLine> =>
    ratios
      ? { key, title, kind: "percent", value: (line) => (line[key] === null ? null : line[key] / 100) }
      : { key, title, align: "right", value: (line) => rateText(line[key]) };
  const rows = [...lines, total];
  const isWhole = returns.some(({ whole }) => whole !== undefined);
  const columns = [
    count("no", "序号"),
    { key: "name", title: nameTitles[level], value: ({ name }: RollLine) => name },
    count("counties", "县区总数"),
    count("started", "已启动"),
    count("completed", "基本完成"),
    rate("completionRate", "完成率"),
    count("withProblems", "问题机构数"),
    count("rectified", "已整改数"),
    rate("rectificationRate", "整改率"),
    ...(isWhole ? [] : [count("reported", "已报县区")]),
    count("institutions", "机构总数"),
    count("place", "名次"),
    ...(others ? otherColumns(total) : []),
  ];
  return {
    title: `专项治理进展情况（按${nameTitles[level]}，行政区划次序）`,
    // What nobody reported has no column.
    columns: columns.filter((column) =>
      rows.some((line) => ![null, "—"].includes(column.value(line) as string | null)),
    ),
    rows,
  };
}

const otherColumns = ({ more }: RollLine): Column<RollLine>[] =>
  Object.keys(more).map((name) => ({
    key: name,
    title: name,
    kind: "number",
    value: (line) => line.more[name] ?? null,
  }));

/** How many units stand beside each other on a screen or a page. */
const mostBeside = 6;

/** The other indicators, one a row, for where they would make the table too wide. */
export function otherSheet({ lines, total }: Pick<Consolidated, "lines" | "total">): Sheet<string> {
  const beside = lines.length > mostBeside ? [] : lines;
  return {
    title: "其他指标",
    columns: [
      { key: "name", title: "指标", value: (name) => name },
      ...[...beside, total].map((line): Column<string> => ({
        key: line.name,
        title: line.name,
        kind: "number",
        value: (name) => line.more[name] ?? null,
      })),
    ],
    rows: Object.keys(total.more),
  };
}

/** Numbers that some did not report, which stay empty and are not 0; nothing where all did. */
export function unreportedText({ returns }: Pick<Consolidated, "returns">): string {
  return unreportedCounts(returns)
    .map(({ title, units }) =>
      units.length === returns.length
        ? `${title}都没有报`
        : `${title}有 ${units.length} 个没有报（${units.slice(0, 5).join("、")}${units.length > 5 ? " 等" : ""}），合计里没有它们的`,
    )
    .join("；");
}

/** 应报 32 个，计入 20 个，没有计入 12 个（没有报 8 个，有错没有计入 4 个） */
export function toldText({ expected, returns, missing }: Consolidated): string {
  const faulty = missing.filter(({ why }) => why !== "没有报").length;
  const counted = faulty === 0 ? "已报" : "计入";
  const due = expected === null ? "" : `应报 ${expected} 个，`;
  if (missing.length === 0) return `${due}${counted} ${returns.length} 个${expected === null ? "" : "，未报 0 个"}`;
  const without =
    faulty === 0
      ? `未报 ${missing.length} 个`
      : `没有计入 ${missing.length} 个（没有报 ${missing.length - faulty} 个，有错没有计入 ${faulty} 个）`;
  return `${due}${counted} ${returns.length} 个，${without}`;
}

export function missingSheet({ missing }: Pick<Consolidated, "missing">): Sheet<AbsentCounty> {
  return {
    title: `没有计入的县区 ${missing.length} 个`,
    columns: [
      { key: "province", title: "省份", value: ({ province }) => province },
      { key: "city", title: "地市", value: ({ city }) => city },
      { key: "county", title: "县区", value: ({ county }) => county },
      { key: "why", title: "情况", value: ({ why }) => why },
    ],
    rows: missing,
  };
}

/** What the sender is to be asked goes with the table, so that its reader can see what it rests on. */
export function remarkSheet({ remarks }: Pick<Consolidated, "remarks">): Sheet<ReturnRemark> {
  return {
    title: `核对意见 ${remarks.length} 条`,
    columns: [
      { key: "counted", title: "计入", value: ({ counted }) => (counted ? "已计入，请说明" : "没有计入") },
      { key: "message", title: "意见", value: ({ problem }) => problem.message },
      { key: "place", title: "出处", value: ({ problem }) => (problem.place ? placeText(problem.place) : null) },
      {
        key: "hint",
        title: "怎么办",
        value: ({ problem }) => (problem.hint === undefined ? null : hintText(problem.hint)),
      },
    ],
    rows: remarks,
  };
}

export function differenceSheet({ differences }: Pick<Consolidated, "differences">): Sheet<RateDifference> {
  return {
    title: `报送的整改率与按数计算的不一致 ${differences.length} 个（汇总用计算的）`,
    columns: [
      { key: "unit", title: "单位", value: ({ unit }) => unitName(unit) },
      { key: "own", title: "报送", align: "right", value: ({ own }) => rateText(own) },
      { key: "recomputed", title: "计算", align: "right", value: ({ recomputed }) => rateText(recomputed) },
      { key: "place", title: "出处", value: ({ place }) => placeText(place) },
    ],
    rows: differences,
  };
}

/** The tables that stand behind the roll-up, drawn, as far as they have rows. */
export function tablesBehind(consolidated: Consolidated, draw: <Row>(sheet: Sheet<Row>) => string): string[] {
  const drawn = <Row>(sheet: Sheet<Row>): string[] => (sheet.rows.length > 0 ? [draw(sheet)] : []);
  return [
    ...drawn(otherSheet(consolidated)),
    ...drawn(missingSheet(consolidated)),
    ...drawn(differenceSheet(consolidated)),
  ];
}
