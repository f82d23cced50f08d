/** The tables of a roll-up. */
import { rateText, unitName } from "../../campaign/index.ts";
import type { CountyUnit, RateDifference, RollLevel, RollLine } from "../../campaign/index.ts";
import { placeText } from "../../write/message.ts";
import type { Column, Sheet } from "../../write/sheet.ts";

export interface Consolidated {
  readonly level: RollLevel;
  readonly lines: readonly RollLine[];
  readonly total: RollLine;
  /** How many should return; null where no list was given. */
  readonly expected: number | null;
  readonly reported: number;
  /** Counties without a return that counts. */
  readonly missing: readonly CountyUnit[];
  /** Faults of the returns that were left out. */
  readonly faulty: number;
  readonly differences: readonly RateDifference[];
}

const nameTitles: Readonly<Record<RollLevel, string>> = { 省: "省份", 市: "地市", 县: "县区" };

/** The Ministry's table of 2018, with what is needed to see who is behind. `ratios`: rates as ratios, for a spreadsheet. */
export function rollSheet({ level, lines, total }: Consolidated, { ratios = false } = {}): Sheet<RollLine> {
  const count = (key: keyof RollLine, title: string): Column<RollLine> => ({
    key,
    title,
    kind: "number",
    value: (line) => line[key],
  });
  const rate = (key: "completionRate" | "rectificationRate", title: string): Column<RollLine> =>
    ratios
      ? { key, title, kind: "percent", value: (line) => (line[key] === null ? null : line[key] / 100) }
      : { key, title, align: "right", value: (line) => rateText(line[key]) };
  return {
    title: `专项治理进展情况（按${nameTitles[level]}，完成率、整改率由高到低）`,
    columns: [
      count("no", "序号"),
      { key: "name", title: nameTitles[level], value: ({ name }) => name },
      count("counties", "县区总数"),
      count("started", "已启动"),
      count("completed", "基本完成"),
      rate("completionRate", "完成率"),
      count("withProblems", "问题机构数"),
      count("rectified", "已整改数"),
      rate("rectificationRate", "整改率"),
      count("reported", "已报县区"),
      count("institutions", "机构总数"),
    ],
    rows: [...lines, total],
  };
}

export function missingSheet({ missing }: Pick<Consolidated, "missing">): Sheet<CountyUnit> {
  return {
    title: `未报送 ${missing.length} 个`,
    columns: [
      { key: "province", title: "省份", value: ({ province }) => province },
      { key: "city", title: "地市", value: ({ city }) => city },
      { key: "county", title: "县区", value: ({ county }) => county },
    ],
    rows: missing,
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
