/**
 * Roll-up (汇总): what counties returned, brought together by city and province in the shape of the Ministry's table of 2018
 * (序号, 单位, 县区总数, 已启动, 基本完成, 完成率, 问题机构数, 已整改数, 整改率).
 *
 * Rates are always worked out again from the counts; what the sender wrote is compared with that and never carried on.
 */
import { grouped } from "./grouped.ts";
import type { Place, Problem } from "./problem.ts";
import { percent } from "./report/figure.ts";

/** A county and what it belongs to; a null is not known. */
export interface CountyUnit {
  readonly province: string | null;
  readonly city: string | null;
  readonly county: string;
}

export const returnCounts = ["institutions", "inspected", "withProblems", "rectified"] as const;
export type ReturnCount = (typeof returnCounts)[number];

/** What each count is called in a form. */
export const countTitles: Readonly<Record<ReturnCount, string>> = {
  institutions: "机构总数",
  inspected: "检查机构数",
  withProblems: "存在问题机构数",
  rectified: "完成整改机构数",
};

/** What one county returned. */
export interface CountyReturn {
  readonly unit: CountyUnit;
  /** 检查机构数 may be left out; the others are always there. */
  readonly counts: Readonly<Record<Exclude<ReturnCount, "inspected">, number>> & { readonly inspected: number | null };
  /** The sender's own 整改完成率, per cent; null when none was given. */
  readonly ownRate: number | null;
  /** As the sender says; null: goes by the counts. */
  readonly started: boolean | null;
  readonly completed: boolean | null;
  /** The day that its numbers are of; null where the return does not say, as a form does not. */
  readonly asOf: string | null;
  /** The campaign's plan by name, without the county's own; null where the return does not say. */
  readonly campaign: string | null;
  readonly place: Place;
}

/** 已启动: as the sender says, else once an institution has been inspected or found with problems. */
export function hasStarted({ started, counts }: CountyReturn): boolean {
  return started ?? ((counts.inspected ?? 0) > 0 || counts.withProblems > 0);
}

/** 基本完成: as the sender says, else when it has started and every institution with problems is rectified. */
export function isCompleted(sent: CountyReturn): boolean {
  return sent.completed ?? (hasStarted(sent) && sent.counts.rectified === sent.counts.withProblems);
}

export function unitName({ province, city, county }: CountyUnit): string {
  return [province, city, county].filter((name) => name !== null && name !== "").join(" ");
}

/** Two names of one county: the same, with one of them leaving out what it belongs to. */
function isSameUnit(one: CountyUnit, other: CountyUnit): boolean {
  const agrees = (a: string | null, b: string | null): boolean => a === null || b === null || a === b;
  return one.county === other.county && agrees(one.city, other.city) && agrees(one.province, other.province);
}

/** What contradicts itself within one return: parts larger than their whole, a rate that cannot be. */
export function returnProblems({ unit, counts, ownRate, started, completed, place }: CountyReturn): Problem[] {
  const name = unitName(unit);
  const problems: Problem[] = [];
  const within = (part: ReturnCount, whole: ReturnCount): void => {
    if ((counts[part] ?? 0) <= (counts[whole] ?? 0)) return;
    problems.push({
      code: "return-part-exceeds-whole",
      message: `${name}：${countTitles[part]} ${counts[part]} 大于${countTitles[whole]} ${counts[whole]}`,
      hint: "请报送单位核对后重报",
      place: { ...place, column: countTitles[part] },
    });
  };
  within("inspected", "institutions");
  within("withProblems", "institutions");
  within("rectified", "withProblems");
  if (ownRate !== null && (ownRate > 100 || ownRate < 0))
    problems.push({
      code: "return-rate-impossible",
      message: `${name}：整改完成率 ${ownRate}% 不在 0% 到 100% 之间`,
      hint: "请报送单位核对后重报，或留空由汇总方计算",
      place: { ...place, column: "整改完成率" },
    });
  if (completed === true && started === false)
    problems.push({
      code: "return-completed-unstarted",
      message: `${name}：填了“基本完成”，又填了没有启动`,
      hint: "请报送单位核对后重报",
      place: { ...place, column: "是否基本完成" },
    });
  return problems;
}

/** A rate that the sender worked out otherwise, by more than rounding. */
export interface RateDifference {
  readonly unit: CountyUnit;
  readonly own: number;
  readonly recomputed: number | null;
  readonly place: Place;
}

export function rateDifferences(returns: readonly CountyReturn[]): RateDifference[] {
  return returns.flatMap(({ unit, counts, ownRate, place }) => {
    if (ownRate === null) return [];
    const recomputed = percent(counts.rectified, counts.withProblems);
    const same = recomputed === null ? ownRate === 0 : Math.abs(ownRate - recomputed) <= 0.0100001;
    return same ? [] : [{ unit, own: ownRate, recomputed, place }];
  });
}

/** A county that returned twice: both places are named. */
export function repeatedReturns(returns: readonly CountyReturn[]): Problem[] {
  const byCounty = grouped(returns, ({ unit }) => unit.county);
  return [...byCounty.values()].flatMap((group) =>
    group.flatMap((sent, nth) => {
      const before = group.slice(0, nth).find((other) => isSameUnit(other.unit, sent.unit));
      if (!before) return [];
      return [
        {
          code: "county-twice",
          message: `${unitName(sent.unit)} 报了两次：${placeWords(before.place)} 和 ${placeWords(sent.place)}`,
          hint: "留下对的那一份，移走另一份",
          place: sent.place,
        },
      ];
    }),
  );
}

function placeWords({ file, row }: Place): string {
  return `${file ?? "（没有文件名）"}${row === undefined ? "" : ` 第${row}行`}`;
}

/** Figures that add up over the campaign and so may not fall from one return to the next. */
const cumulative: readonly ReturnCount[] = ["inspected", "withProblems"];

/** What fell since the previous returns and cannot have. */
export function fallsSince(previous: readonly CountyReturn[], returns: readonly CountyReturn[]): Problem[] {
  return pairedWith(previous, returns).flatMap(([before, sent]) =>
    cumulative
      .filter((count) => (sent.counts[count] ?? Infinity) < (before.counts[count] ?? 0))
      .map((count) => ({
        code: "cumulative-fell",
        message: `${unitName(sent.unit)}：累计数${countTitles[count]}由上期 ${before.counts[count]} 减为 ${sent.counts[count]}`,
        hint: `累计数不会减少；上期见 ${placeWords(before.place)}，请报送单位核对后重报`,
        place: { ...sent.place, column: countTitles[count] },
      })),
  );
}

/** Fewer institutions rectified than before: one where a problem came back (反弹) is rectified no more, so it may be so, and is asked. */
export function relapsesSince(previous: readonly CountyReturn[], returns: readonly CountyReturn[]): Problem[] {
  return pairedWith(previous, returns)
    .filter(([before, sent]) => sent.counts.rectified < before.counts.rectified)
    .map(([before, sent]) => ({
      code: "rectified-fell",
      message: `${unitName(sent.unit)}：${countTitles.rectified}由上期 ${before.counts.rectified} 减为 ${sent.counts.rectified}`,
      hint: `有反弹或新查出问题的会减少，照数汇总；上期见 ${placeWords(before.place)}，请报送单位说明`,
      place: { ...sent.place, column: countTitles.rectified },
    }));
}

function pairedWith(
  previous: readonly CountyReturn[],
  returns: readonly CountyReturn[],
): (readonly [before: CountyReturn, sent: CountyReturn])[] {
  const byCounty = grouped(previous, ({ unit }) => unit.county);
  return returns.flatMap((sent) => {
    const before = byCounty.get(sent.unit.county)?.find(({ unit }) => isSameUnit(unit, sent.unit));
    return before ? [[before, sent] as const] : [];
  });
}

/** Returns of different days add up to the numbers of no day. */
export function mixedDays(returns: readonly CountyReturn[]): Problem[] {
  const dated = grouped(
    returns.filter(({ asOf }) => asOf !== null),
    ({ asOf }) => asOf ?? "",
  );
  const days = [...dated.keys()].toSorted();
  if (days.length < 2) return [];
  const words = days.map((day) => `${day} ${dated.get(day)?.length} 份（${named(dated.get(day) ?? [])}）`);
  return [{ code: "mixed-days", message: `各份报表的截至日不同：${words.join("，")}`, hint: "请截至日不对的单位重报" }];
}

/** Where most are of one campaign, returns of another were likely sent by mistake; counties may call theirs as they like. */
export function mixedCampaigns(returns: readonly CountyReturn[]): Problem[] {
  const said = returns.filter(({ campaign }) => campaign !== null);
  const most = [...grouped(said, ({ campaign }) => campaign ?? "")].find(([, group]) => group.length * 2 > said.length);
  if (!most) return [];
  const [name, { length }] = most;
  return said
    .filter(({ campaign }) => campaign !== name)
    .map(({ unit, campaign, place }) => ({
      code: "mixed-campaigns",
      message: `${unitName(unit)}：报的是“${campaign}”，多数单位（${length} 份）报的是“${name}”`,
      hint: "请报送单位核对是不是报错了专项行动；只是方案名称不同的，不用管",
      place,
    }));
}

function named(returns: readonly CountyReturn[]): string {
  const some = returns.slice(0, 3).map(({ unit }) => unit.county);
  return `${some.join("、")}${returns.length > some.length ? " 等" : ""}`;
}

/** Returns put beside the list of those who should return. */
export interface Roll {
  readonly returns: readonly CountyReturn[];
  /** Counties that should have returned and have not. */
  readonly missing: readonly CountyUnit[];
  /** How many should return. */
  readonly expected: readonly CountyUnit[];
  readonly problems: readonly Problem[];
}

/** A county without a return that counts. */
export interface AbsentCounty extends CountyUnit {
  readonly why: "没有报" | "有错没有计入";
}

/** Each of them once: those missing on the list, by their full names, and those told to have none that counts; where there is a list, of it only. */
export function absentCounties(
  roll: Roll | null,
  told: readonly AbsentCounty[],
  counted: readonly CountyReturn[],
): AbsentCounty[] {
  const { missing, expected } = roll ?? { missing: [], expected: null };
  const there = new Set(counted.map(({ unit }) => unitName(unit)));
  const isFaulty = (unit: CountyUnit): boolean =>
    told.some((one) => one.why === "有错没有计入" && isSameUnit(one, unit));
  const listed = missing.map((unit): AbsentCounty => ({ ...unit, why: isFaulty(unit) ? "有错没有计入" : "没有报" }));
  const isExpected = (one: CountyUnit): boolean => expected?.some((unit) => isSameUnit(unit, one)) ?? true;
  const others = told.filter((one) => isExpected(one) && !missing.some((unit) => isSameUnit(unit, one)));
  const all = [...listed, ...others].filter((unit) => !there.has(unitName(unit)));
  return [...new Map(all.map((unit) => [unitName(unit), unit])).values()];
}

/** Fills in what each county belongs to; a county that is not on the list, or fits several on it, is a problem. */
export function calledRoll(returns: readonly CountyReturn[], expected: readonly CountyUnit[]): Roll {
  const byCounty = grouped(expected, ({ county }) => county);
  const problems: Problem[] = [];
  const came = new Set<CountyUnit>();
  const placed = returns.flatMap((sent) => {
    const fitting = (byCounty.get(sent.unit.county) ?? []).filter((unit) => isSameUnit(unit, sent.unit));
    const [only] = fitting;
    if (only && fitting.length === 1) {
      came.add(only);
      return [{ ...sent, unit: only }];
    }
    problems.push(
      only
        ? {
            code: "county-ambiguous",
            message: `名单里有 ${fitting.length} 个“${sent.unit.county}”：${fitting.map(unitName).join("、")}`,
            hint: "在报表里写明省份和地市",
            place: sent.place,
          }
        : {
            code: "county-unknown",
            message: `应报名单里没有：${unitName(sent.unit)}`,
            hint: "核对单位名称；新增的单位先补进名单",
            place: sent.place,
          },
    );
    return [];
  });
  return { returns: placed, missing: expected.filter((unit) => !came.has(unit)), expected, problems };
}

export const rollLevels = ["省", "市", "县"] as const;
export type RollLevel = (typeof rollLevels)[number];

/** One line of the table. */
export interface RollLine {
  /** 1 for the highest; null for the total. */
  readonly no: number | null;
  readonly name: string;
  readonly counties: number;
  readonly reported: number;
  readonly started: number;
  readonly completed: number;
  /** completed ÷ counties, per cent. */
  readonly completionRate: number | null;
  readonly institutions: number;
  readonly withProblems: number;
  readonly rectified: number;
  /** rectified ÷ withProblems, per cent. */
  readonly rectificationRate: number | null;
}

/** The table at one level, ranked by 完成率, then 整改率; and its total. */
export function rollTable(
  { returns, missing }: Pick<Roll, "returns" | "missing">,
  level: RollLevel,
): { readonly lines: readonly RollLine[]; readonly total: RollLine } {
  const keyOf = (unit: CountyUnit): string => groupName(unit, level);
  const [came, absent] = [grouped(returns, ({ unit }) => keyOf(unit)), grouped(missing, keyOf)];
  const names = [...new Set([...came.keys(), ...absent.keys()])];
  const lines = names
    .map((name) => rollLine(name, came.get(name) ?? [], absent.get(name)?.length ?? 0))
    .toSorted(
      (a, b) =>
        descending(a.completionRate, b.completionRate) ||
        descending(a.rectificationRate, b.rectificationRate) ||
        (a.name < b.name ? -1 : a.name > b.name ? 1 : 0),
    )
    .map((line, index) => ({ ...line, no: index + 1 }));
  return { lines, total: rollLine("合计", returns, missing.length) };
}

const unstated = "（未注明）";

function groupName({ province, city, county }: CountyUnit, level: RollLevel): string {
  if (level === "省") return province ?? unstated;
  if (level === "市") return [province, city ?? unstated].filter((name) => name !== null).join(" ");
  return unitName({ province, city, county });
}

function descending(one: number | null, other: number | null): number {
  return (other ?? -1) - (one ?? -1);
}

function rollLine(name: string, returns: readonly CountyReturn[], missing: number): RollLine {
  const sum = (count: ReturnCount): number => returns.reduce((total, { counts }) => total + (counts[count] ?? 0), 0);
  const counties = returns.length + missing;
  const completed = returns.filter(isCompleted).length;
  const [withProblems, rectified] = [sum("withProblems"), sum("rectified")];
  return {
    no: null,
    name,
    counties,
    reported: returns.length,
    started: returns.filter(hasStarted).length,
    completed,
    completionRate: percent(completed, counties),
    institutions: sum("institutions"),
    withProblems,
    rectified,
    rectificationRate: percent(rectified, withProblems),
  };
}

/** 98.93%, or — where there is nothing to divide by. */
export function rateText(rate: number | null): string {
  return rate === null ? "—" : `${rate.toFixed(2)}%`;
}
