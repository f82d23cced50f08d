/**
 * Report (报表): periods, phases, and the arithmetic of figures.
 *
 * 时点 counts what stands: value as of the cut-off day, previous as of the day before the period, thisPeriod and change the net change.
 * 期间 counts what happened: value from the campaign's start to the cut-off day, thisPeriod within the period,
 * previous within the period before, change thisPeriod − previous.
 * 比率 divides two of these, in per cent to two places, half up; nothing divided by nothing has no value.
 */
import type { Day } from "./day.ts";
import { addDays, addMonths, daysBetween, toDay, weekday } from "./day.ts";
import type { Indicator, Phase, Plan, ReportKind, SetFilter, SetName } from "./plan.ts";

/** Both days belong to it. */
export interface Period {
  readonly from: Day;
  readonly to: Day;
}

export type Rhythm = ReportKind["rhythm"];
export type CalendarRhythm = Exclude<Rhythm, "阶段">;

const monthsOf = { 月: 1, 季: 3, 年: 12 } as const;

/** The week (Monday to Sunday), month, quarter or year that contains the day. */
export function periodOf(rhythm: CalendarRhythm, day: Day): Period {
  if (rhythm === "周") {
    const from = addDays(day, 1 - weekday(day));
    return { from, to: addDays(from, 6) };
  }
  const months = monthsOf[rhythm];
  const month = Number(day.slice(5, 7));
  const from = toDay(Number(day.slice(0, 4)), month - ((month - 1) % months), 1);
  return { from, to: addDays(addMonths(from, months), -1) };
}

/** The rhythm whose whole week, month, quarter or year this period is; null for any other stretch of days. */
export function rhythmOf(rhythm: Rhythm, period: Period): CalendarRhythm | null {
  if (rhythm === "阶段") return null;
  const whole = periodOf(rhythm, period.from);
  return whole.from === period.from && whole.to === period.to ? rhythm : null;
}

/** The week, month … before; of any other stretch, the same number of days right before it. */
export function previousPeriod(rhythm: CalendarRhythm | null, { from, to }: Period): Period {
  const last = addDays(from, -1);
  return rhythm ? periodOf(rhythm, last) : { from: addDays(last, -daysBetween(from, to)), to: last };
}

/** The week, month … after; of any other stretch, the same number of days right after it. */
export function nextPeriod(rhythm: CalendarRhythm | null, { from, to }: Period): Period {
  const first = addDays(to, 1);
  return rhythm ? periodOf(rhythm, first) : { from: first, to: addDays(first, daysBetween(from, to)) };
}

/** 第几期: 1 for the week, month … in which the campaign started. */
export function periodNumber(rhythm: CalendarRhythm, period: Period, startedOn: Day): number {
  const first = periodOf(rhythm, startedOn).from;
  if (rhythm === "周") return daysBetween(first, period.from) / 7 + 1;
  const months = (day: Day): number => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7));
  return (months(period.from) - months(first)) / monthsOf[rhythm] + 1;
}

/** A phase as seen from a day. */
export interface PhaseStanding {
  readonly phase: Phase;
  /** Where the source names only the end, the day after the phases listed before it end; null where there is none. */
  readonly from: Day | null;
  readonly until: Day | null;
  readonly state: "未开始" | "进行中" | "已结束";
  /** Calendar days gone, this one included; null where it has not begun or its beginning is not known. */
  readonly passed: number | null;
  /** Calendar days to come, this one not included; null where it is over or has no end. */
  readonly left: number | null;
}

export function phaseStanding(plan: Plan, phase: Phase, day: Day): PhaseStanding {
  const from = phase.from ?? dayAfter(plan.phases.filter((earlier) => earlier.no < phase.no));
  const { until } = phase;
  const state = from !== null && day < from ? "未开始" : until !== null && day > until ? "已结束" : "进行中";
  return {
    phase,
    from,
    until,
    state,
    passed:
      from === null || state === "未开始" ? null : daysBetween(from, state === "已结束" && until ? until : day) + 1,
    left:
      until === null || state === "已结束"
        ? null
        : daysBetween(state === "未开始" && from ? addDays(from, -1) : day, until),
  };
}

/** The phases under way on the day, the later one first where they overlap; none between two phases. */
export function phaseOn(plan: Plan, day: Day): PhaseStanding[] {
  return plan.phases
    .map((phase) => phaseStanding(plan, phase, day))
    .filter(({ state }) => state === "进行中")
    .toSorted((a, b) => b.phase.no - a.phase.no);
}

function dayAfter(phases: readonly Phase[]): Day | null {
  const ends = phases.flatMap(({ until }) => (until === null ? [] : [until])).toSorted();
  const last = ends.at(-1);
  return last ? addDays(last, 1) : null;
}

/** What was counted for one indicator; thisPeriod and previous as explained above. */
export interface Amounts {
  readonly value: number;
  readonly thisPeriod: number;
  readonly previous: number;
}

/** An indicator with its numbers; null where a ratio divides by nothing. */
export interface Figure {
  readonly name: string;
  readonly unit: Indicator["unit"];
  readonly basis: Indicator["basis"];
  readonly value: number | null;
  readonly thisPeriod: number | null;
  readonly previous: number | null;
  readonly change: number | null;
}

export type Counted = Exclude<Indicator, { basis: "比率" }>;

/** The figure of one indicator; `amounts` gives what was counted for a counted indicator. */
export function figureOf(
  indicator: Indicator,
  indicators: readonly Indicator[],
  amounts: (counted: Counted) => Amounts,
): Figure {
  const { name, unit, basis } = indicator;
  if (indicator.basis === "比率") return { name, unit, basis, ...ratio(partsOf(indicator, indicators), amounts) };
  const counted = amounts(indicator);
  const change = basis === "时点" ? counted.value - counted.previous : counted.thisPeriod - counted.previous;
  return { name, unit, basis, ...counted, change };
}

/** The indicators that a ratio divides, numerator first; a counted indicator is its own only part. */
export function partsOf(indicator: Indicator, indicators: readonly Indicator[]): Counted[] {
  if (indicator.basis !== "比率") return [indicator];
  return [indicator.numerator, indicator.denominator].flatMap((name) =>
    indicators.filter((part): part is Counted => part.name === name && part.basis !== "比率").slice(0, 1),
  );
}

function ratio(
  [numerator, denominator]: readonly Counted[],
  amounts: (counted: Counted) => Amounts,
): Omit<Figure, "name" | "unit" | "basis"> {
  if (!numerator || !denominator) return { value: null, thisPeriod: null, previous: null, change: null };
  const [over, under] = [amounts(numerator), amounts(denominator)];
  const value = percent(over.value, under.value);
  if (numerator.basis === "期间" && denominator.basis === "期间") {
    const thisPeriod = percent(over.thisPeriod, under.thisPeriod);
    const previous = percent(over.previous, under.previous);
    return { value, thisPeriod, previous, change: difference(thisPeriod, previous) };
  }
  const previous = percent(opening(numerator, over), opening(denominator, under));
  const change = difference(value, previous);
  return { value, thisPeriod: change, previous, change };
}

/** What it came to on the day before the period. */
function opening({ basis }: Counted, { value, thisPeriod, previous }: Amounts): number {
  return basis === "时点" ? previous : value - thisPeriod;
}

/** Per cent to two places, half up; null when there is nothing to divide by. Of whole numbers up to 10^11. */
export function percent(numerator: number, denominator: number): number | null {
  if (denominator === 0) return null;
  return Math.floor((numerator * 20_000 + denominator) / (2 * denominator)) / 100;
}

function difference(one: number | null, other: number | null): number | null {
  return one === null || other === null ? null : Math.round((one - other) * 100) / 100;
}

/** A number as the report prints it: 12, 66.67, — where there is none. */
export function amountText(amount: number | null, unit: Indicator["unit"]): string {
  if (amount === null) return "—";
  return unit === "%" ? amount.toFixed(2) : String(amount);
}

/** The same with its sign: +3, −2 as -2, 0. */
export function changeText(amount: number | null, unit: Indicator["unit"]): string {
  return `${amount !== null && amount > 0 ? "+" : ""}${amountText(amount, unit)}`;
}

/** A filter in the words of rosters as well: a category is also meant by its aliases. */
export function widened(filter: SetFilter, { categories }: Pick<Plan, "categories">): SetFilter {
  if (!filter.categories) return filter;
  return {
    ...filter,
    categories: filter.categories.flatMap((name) => [
      name,
      ...(categories.find((category) => category.name === name)?.aliases ?? []),
    ]),
  };
}

/** What each set holds, in words. */
export const setMeanings: Readonly<Record<SetName, string>> = {
  机构: "底数里的机构，一家计一次",
  检查: "检查，一次计一家次；复查、回头看另计",
  检查机构: "检查过的机构，一家计一次",
  出动: "检查和复查的到场人员，一人一次计一人次",
  问题: "检查发现的问题",
  问题机构: "查出过问题的机构，一家计一次",
  文书: "签发而未撤回的文书",
  完成整改机构: "查出过问题且问题全部销号的机构",
  销号问题: "已销号的问题",
  逾期问题: "整改期限已过而没有整改到位的问题",
  待复查问题: "整改期限已过、还没有复查结果的问题",
  反弹问题: "销号后又查出的同一问题",
  停办机构: "送达停办文书后还没有恢复的机构",
  取缔机构: "送达取缔文书的机构",
  复查: "复查、回头看，一次计一家次",
  名单: "公布在列、没有移出的对象",
  处置: "归入各批的机构",
};

/** What an indicator counts and how, in one sentence. */
export function definitionOf(indicator: Indicator): string {
  if (indicator.basis === "比率") return `${indicator.numerator} ÷ ${indicator.denominator}，百分数，保留两位小数`;
  const only = Object.entries(indicator.filter).flatMap(([key, values]) =>
    values.length > 0 ? [`${filterWords[key as keyof SetFilter]}为${values.join("、")}`] : [],
  );
  const what = `${setMeanings[indicator.set]}${only.length > 0 ? `（只数${only.join("，")}的）` : ""}`;
  return indicator.basis === "时点" ? `截至日的情况：${what}` : `一段时间内发生的：${what}`;
}

const filterWords: Readonly<Record<keyof SetFilter, string>> = {
  classes: "证照类别",
  kinds: "对象",
  categories: "类别",
  severities: "严重程度",
  orderKinds: "文书",
  inspectionKinds: "检查种类",
  lists: "名单",
  buckets: "分批",
};
