/**
 * Roll-up (汇总): what counties returned, brought together by city and province in the shape of the Ministry's table of 2018
 * (序号, 单位, 县区总数, 已启动, 基本完成, 完成率, 问题机构数, 已整改数, 整改率).
 *
 * Rates are always worked out again from the counts; what the sender wrote is compared with that and never carried on.
 */
import { inDivisionOrder } from "./divisions.ts";
import { grouped } from "../base/grouped.ts";
import type { Place, Problem } from "../base/problem.ts";
import { percent } from "./report/figure.ts";

/** A county and what it belongs to; a null is not known. */
export interface CountyUnit {
  readonly province: string | null;
  readonly city: string | null;
  /** Empty where a published table has one line for a whole city or province. */
  readonly county: string;
  /** 行政区划代码, where the table has it. */
  readonly code?: string;
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
  /** null is not reported (未报), which is not 0. */
  readonly counts: Readonly<Record<ReturnCount, number | null>>;
  /** What else it says in numbers, by the indicator's or the column's name. */
  readonly more?: Readonly<Record<string, number>>;
  /** Of a line about a whole city or province: how many counties it is of, and how many of them have started and completed; null: not said. */
  readonly whole?: {
    readonly counties: number | null;
    readonly started: number | null;
    readonly completed: number | null;
  };
  /** The sender's own 整改完成率, per cent; null when none was given. */
  readonly ownRate: number | null;
  /** As the sender says; null: taken from the counts. */
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
  return started ?? ((counts.inspected ?? 0) > 0 || (counts.withProblems ?? 0) > 0);
}

/** 基本完成: as the sender says, else when it has started and every institution with problems is rectified; not where that was not reported. */
export function isCompleted(sent: CountyReturn): boolean {
  const { rectified, withProblems } = sent.counts;
  return sent.completed ?? (hasStarted(sent) && rectified !== null && rectified === withProblems);
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
    if ((counts[part] ?? 0) <= (counts[whole] ?? Infinity)) return;
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
    if (ownRate === null || counts.rectified === null || counts.withProblems === null) return [];
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
    .filter(([before, sent]) => (sent.counts.rectified ?? Infinity) < (before.counts.rectified ?? 0))
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

/** One line of the table; null is a number that none of its counties reported. */
export interface RollLine {
  /** In the order of administrative divisions; null for the total. */
  readonly no: number | null;
  /** 1 for the highest 完成率, then 整改率; null for the total, and where there is no rate. */
  readonly place: number | null;
  readonly name: string;
  readonly counties: number | null;
  readonly reported: number;
  readonly started: number | null;
  readonly completed: number | null;
  /** completed ÷ counties, per cent. */
  readonly completionRate: number | null;
  readonly institutions: number | null;
  readonly withProblems: number | null;
  readonly rectified: number | null;
  /** rectified ÷ withProblems of the counties that gave both, per cent. */
  readonly rectificationRate: number | null;
  /** What else was reported in numbers, by name. */
  readonly more: Readonly<Record<string, number>>;
}

/** The table at one level, in the order of administrative divisions; and its total. */
export function rollTable(
  { returns, missing, expected = [] }: Pick<Roll, "returns" | "missing"> & Partial<Pick<Roll, "expected">>,
  level: RollLevel,
): { readonly lines: readonly RollLine[]; readonly total: RollLine } {
  const keyOf = (unit: CountyUnit): string => groupName(unit, level);
  const [came, absent] = [grouped(returns, ({ unit }) => keyOf(unit)), grouped(missing, keyOf)];
  const units = [...expected, ...returns.map(({ unit }) => unit), ...missing];
  const names = new Set([...came.keys(), ...absent.keys()]);
  const sorted = [...new Set(inDivisionOrder(units).map(keyOf))].filter((name) => names.has(name));
  const lines = sorted.map((name, nth) => ({
    ...rollLine(name, came.get(name) ?? [], absent.get(name)?.length ?? 0),
    no: nth + 1,
  }));
  return { lines: placed(lines), total: rollLine("合计", returns, missing.length) };
}

/** By 完成率, then 整改率; equals share a place. */
function placed(lines: readonly RollLine[]): RollLine[] {
  const rated = lines.filter((line) => line.completionRate !== null || line.rectificationRate !== null);
  const sorted = rated.toSorted(
    (one, other) =>
      descending(one.completionRate, other.completionRate) ||
      descending(one.rectificationRate, other.rectificationRate),
  );
  const ratesOf = (line: RollLine): string => `${line.completionRate} ${line.rectificationRate}`;
  const places = new Map<string, number>();
  for (const [nth, line] of sorted.entries()) if (!places.has(ratesOf(line))) places.set(ratesOf(line), nth + 1);
  return lines.map((line) => ({ ...line, place: places.get(ratesOf(line)) ?? null }));
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
  const sum = (count: ReturnCount): number | null => sumOf(returns.map(({ counts }) => counts[count]));
  const whole = (of: "started" | "completed", isSo: (sent: CountyReturn) => boolean): number | null =>
    sumOf(returns.map((sent) => (sent.whole ? sent.whole[of] : Number(isSo(sent)))));
  const counted = returns.map((sent) => (sent.whole ? sent.whole.counties : 1));
  const counties = counted.includes(null) ? null : (sumOf(counted) ?? 0) + missing;
  const completed = whole("completed", isCompleted);
  const [withProblems, rectified] = [sum("withProblems"), sum("rectified")];
  return {
    no: null,
    place: null,
    name,
    counties,
    reported: returns.length,
    started: whole("started", hasStarted),
    completed,
    completionRate: shareOf(completed, counties),
    institutions: sum("institutions"),
    withProblems,
    rectified,
    rectificationRate: rateOfBoth(returns),
    more: moreIn(returns),
  };
}

/** Over the counties that gave both numbers: one that gave one of them alone would make a rate of parts that do not belong together. */
function rateOfBoth(returns: readonly CountyReturn[]): number | null {
  const both = returns.filter(({ counts }) => counts.rectified !== null && counts.withProblems !== null);
  return shareOf(
    sumOf(both.map(({ counts }) => counts.rectified)),
    sumOf(both.map(({ counts }) => counts.withProblems)),
  );
}

/** null where nobody says. */
function sumOf(numbers: readonly (number | null)[]): number | null {
  const said = numbers.filter((number) => number !== null);
  return said.length === 0 ? null : said.reduce((total, number) => total + number, 0);
}

const shareOf = (part: number | null, of: number | null): number | null =>
  part === null || of === null ? null : percent(part, of);

/** Amounts with two places are added up without the dust of binary fractions. */
function moreIn(returns: readonly CountyReturn[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { more = {} } of returns)
    for (const [name, number] of Object.entries(more))
      sums[name] = Math.round(((sums[name] ?? 0) + number) * 100) / 100;
  return sums;
}

/** How many of the returns that count leave a number out that others give. */
export function unreportedCounts(
  returns: readonly CountyReturn[],
): { readonly title: string; readonly units: string[] }[] {
  return (["institutions", "withProblems", "rectified"] as const).flatMap((count) => {
    const units = returns.filter(({ counts }) => counts[count] === null).map(({ unit }) => unitName(unit));
    return units.length === 0 ? [] : [{ title: countTitles[count], units }];
  });
}

/** 98.93%, or — where there is nothing to divide by. */
export function rateText(rate: number | null): string {
  return rate === null ? "—" : `${rate.toFixed(2)}%`;
}
