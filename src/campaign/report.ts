/**
 * Report (报表): periods, phases, and the arithmetic of figures.
 *
 * Every figure has four numbers: thisPeriod and previous, one under the other's heading (本周, 上周), change = thisPeriod − previous, and value to date.
 * 时点 counts what stands: thisPeriod and value as of the cut-off day, previous as of the day before the period.
 * 期间 counts what happened: thisPeriod within the period, previous within the period before, value from the campaign's start to the cut-off day.
 * 比率 divides two of these, in per cent to two places, half up: as 期间 where both count what happened, else as 时点; nothing divided by
 * nothing has no value.
 */
import type { Day } from "./day.ts";
import { addDays, addMonths, daysBetween, toDay, weekday } from "./day.ts";
import type { Cutoff, Indicator, Phase, Plan, ReportKind, SetFilter, SetName, Unit } from "./plan.ts";

/** Both days belong to it. */
export interface Period {
  readonly from: Day;
  readonly to: Day;
}

export type Rhythm = ReportKind["rhythm"];
export type CalendarRhythm = Exclude<Rhythm, "阶段">;

const monthsOf = { 月: 1, 季: 3, 年: 12 } as const;

/**
 * The week (Monday to Sunday), month, quarter or year that contains the day. With a cut-off on a day of the week or of
 * the month (截止: 周五 17:00), the week or month that ends on it, so that no day falls between two returns.
 */
export function periodOf(rhythm: CalendarRhythm, day: Day, cutoff?: Cutoff | null): Period {
  if (rhythm === "周") {
    const last = cutoff?.weekday ?? 7;
    const to = addDays(day, (last - weekday(day) + 7) % 7);
    return { from: addDays(to, -6), to };
  }
  if (rhythm === "月" && cutoff?.dayOfMonth) return monthUpTo(cutoff.dayOfMonth, day);
  const months = monthsOf[rhythm];
  const month = Number(day.slice(5, 7));
  const from = toDay(Number(day.slice(0, 4)), month - ((month - 1) % months), 1);
  return { from, to: addDays(addMonths(from, months), -1) };
}

/** From the day after one 25日 to the next; in a month that is shorter, to its last day. */
function monthUpTo(dayOfMonth: number, day: Day): Period {
  const endIn = (first: Day): Day => {
    const last = addDays(addMonths(first, 1), -1);
    return Number(last.slice(8)) < dayOfMonth ? last : addDays(first, dayOfMonth - 1);
  };
  const first = toDay(Number(day.slice(0, 4)), Number(day.slice(5, 7)), 1);
  const end = endIn(first);
  if (day > end) return { from: addDays(end, 1), to: endIn(addMonths(first, 1)) };
  return { from: addDays(endIn(addMonths(first, -1)), 1), to: end };
}

/** The rhythm whose whole week, month, quarter or year this period is; null for any other stretch of days. */
export function rhythmOf(rhythm: Rhythm, period: Period, cutoff?: Cutoff | null): CalendarRhythm | null {
  if (rhythm === "阶段") return null;
  const whole = periodOf(rhythm, period.from, cutoff);
  return whole.from === period.from && whole.to === period.to ? rhythm : null;
}

/** The week, month … before; of any other stretch, the same number of days right before it. */
export function previousPeriod(rhythm: CalendarRhythm | null, { from, to }: Period, cutoff?: Cutoff | null): Period {
  const last = addDays(from, -1);
  return rhythm ? periodOf(rhythm, last, cutoff) : { from: addDays(last, -daysBetween(from, to)), to: last };
}

/** The week, month … after; of any other stretch, the same number of days right after it. */
export function nextPeriod(rhythm: CalendarRhythm | null, { from, to }: Period, cutoff?: Cutoff | null): Period {
  const first = addDays(to, 1);
  return rhythm ? periodOf(rhythm, first, cutoff) : { from: first, to: addDays(first, daysBetween(from, to)) };
}

/** 第几期: 1 for the week, month … in which the campaign started. */
export function periodNumber(rhythm: CalendarRhythm, period: Period, startedOn: Day, cutoff?: Cutoff | null): number {
  const first = periodOf(rhythm, startedOn, cutoff).to;
  if (rhythm === "周") return daysBetween(first, period.to) / 7 + 1;
  const months = (day: Day): number => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7));
  return (months(period.to) - months(first)) / monthsOf[rhythm] + 1;
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
  const from = startOf(plan, phase);
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

function startOf({ phases }: Pick<Plan, "phases">, phase: Phase): Day | null {
  return phase.from ?? dayAfter(phases.filter((earlier) => earlier.no < phase.no));
}

function dayAfter(phases: readonly Phase[]): Day | null {
  const ends = phases.flatMap(({ until }) => (until === null ? [] : [until])).toSorted();
  const last = ends.at(-1);
  return last ? addDays(last, 1) : null;
}

/** What was counted for one indicator: as explained above, save that thisPeriod of a 时点 is its net change. */
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
  const value = inUnit(counted.value, unit);
  const thisPeriod = inUnit(amountIn(indicator, counted), unit);
  const previous = inUnit(counted.previous, unit);
  // Of what is printed: whoever subtracts one 万元 from the other finds the same.
  const change = Math.round((thisPeriod - previous) * 100) / 100;
  return { name, unit, basis, value, thisPeriod, previous, change };
}

/** What stands under the period's heading: a state has no sum over time, so it is the one of the last day. */
export function amountIn({ basis }: Pick<Counted, "basis">, { value, thisPeriod }: Amounts): number {
  return basis === "时点" ? value : thisPeriod;
}

/** 分 as 元, or as 万元 to two places, half up; every other amount as it is. */
export function inUnit(amount: number, unit: Unit): number {
  if (unit === "元") return amount / 100;
  if (unit === "万元") return Math.sign(amount) * (Math.floor((Math.abs(amount) + 5_000) / 10_000) / 100);
  return amount;
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
  return { value, thisPeriod: value, previous, change: difference(value, previous) };
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
  const places = placesOf(unit);
  return places === undefined ? String(amount) : amount.toFixed(places);
}

/** To how many places amounts of a unit are printed; undefined where they are counted and have none. */
export function placesOf(unit: Unit): number | undefined {
  return unit === "%" || unit === "元" || unit === "万元" ? 2 : undefined;
}

/** The same with its sign: +3, −2 as -2, 0. */
export function changeText(amount: number | null, unit: Indicator["unit"]): string {
  return `${amount !== null && amount > 0 ? "+" : ""}${amountText(amount, unit)}`;
}

/** A filter as the ledger's rows can answer it: phases are stretches of days. */
export interface RowFilter extends Omit<SetFilter, "phases"> {
  /** Only rows whose day lies in one of these. */
  readonly days?: readonly Period[];
}

const [firstDay, lastDay] = [toDay(1900, 1, 1), toDay(2099, 12, 31)];

/** A filter in the words of rosters as well: a category is also meant by its aliases; phases become their days. */
export function widened({ phases, ...filter }: SetFilter, plan: Pick<Plan, "categories" | "phases">): RowFilter {
  return {
    ...filter,
    ...(filter.categories && {
      categories: filter.categories.flatMap((name) => [
        name,
        ...(plan.categories.find((category) => category.name === name)?.aliases ?? []),
      ]),
    }),
    ...(phases && {
      days: plan.phases
        .filter(({ no }) => phases.includes(no))
        .map((phase) => ({ from: startOf(plan, phase) ?? firstDay, to: phase.until ?? lastDay })),
    }),
  };
}

/** What each set holds, in words. */
const setMeanings: Readonly<Record<SetName, string>> = {
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
  未销号问题: "还没有销号的问题",
  限期整改问题: "签发了整改文书（未撤回）的问题，按首次签发的日子",
  登记: "各单位登记的数量，合计（金额以分计，按单位换算）",
};

const ofSubject = ["kinds", "classes", "categories", "buckets", "towns", "phases"] as const;
const ofFinding = [...ofSubject, "severities", "orderKinds", "inspectionKinds", "departments"] as const;
const ofVisit = [...ofSubject, "inspectionKinds"] as const;

/** 时点 of what stands on a day; 期间 besides, of what happens on one: an amount to date stands as well. */
const standing = ["时点"] as const;
const happening = ["时点", "期间"] as const;

/** What the rows of a set are counted in, what an indicator over it may be, and by what it may narrow it. */
export const setTraits: Readonly<
  Record<
    SetName,
    {
      readonly units: readonly Unit[];
      readonly bases: readonly Counted["basis"][];
      readonly filters: readonly (keyof SetFilter)[];
    }
  >
> = {
  机构: { units: ["家", "个"], bases: standing, filters: ofSubject },
  检查: { units: ["家次", "次"], bases: happening, filters: ofVisit },
  检查机构: { units: ["家", "个"], bases: happening, filters: ofVisit },
  出动: { units: ["人次"], bases: happening, filters: ofVisit },
  问题: { units: ["个", "处"], bases: happening, filters: ofFinding },
  问题机构: { units: ["家", "个"], bases: standing, filters: ofFinding },
  文书: { units: ["份", "个"], bases: happening, filters: [...ofSubject, "orderKinds", "departments"] },
  完成整改机构: { units: ["家", "个"], bases: standing, filters: ofFinding },
  销号问题: { units: ["个", "处"], bases: happening, filters: ofFinding },
  逾期问题: { units: ["个", "处"], bases: standing, filters: ofFinding },
  待复查问题: { units: ["个", "处"], bases: standing, filters: ofFinding },
  反弹问题: { units: ["个", "处"], bases: happening, filters: ofFinding },
  停办机构: { units: ["家", "个"], bases: standing, filters: ofSubject },
  取缔机构: { units: ["家", "个"], bases: standing, filters: ofSubject },
  复查: { units: ["家次", "次"], bases: happening, filters: ofVisit },
  名单: { units: ["家", "个"], bases: standing, filters: [...ofSubject, "lists"] },
  处置: { units: ["家", "个"], bases: standing, filters: ofSubject },
  未销号问题: { units: ["个", "处"], bases: standing, filters: ofFinding },
  限期整改问题: {
    units: ["个", "处"],
    bases: happening,
    filters: [...ofSubject, "severities", "inspectionKinds", "departments"],
  },
  登记: {
    units: ["家", "家次", "人次", "份", "个", "处", "次", "元", "万元"],
    bases: happening,
    filters: [...ofSubject, "departments", "items"],
  },
};

/** A tally's own unit: money is kept in 分 and may be shown in 元 or 万元. */
export function tallyUnit(unit: Unit): Unit {
  return unit === "万元" ? "元" : unit;
}

/** What may be tallied under a plan: the items of its indicators, each with its unit. */
export function tallyItems({ indicators }: Pick<Plan, "indicators">): ReadonlyMap<string, Unit> {
  return new Map(
    indicators.flatMap((indicator) =>
      indicator.basis !== "比率" && indicator.set === "登记"
        ? (indicator.filter.items ?? []).map((item) => [item, tallyUnit(indicator.unit)] as const)
        : [],
    ),
  );
}

/** What an indicator counts and how, in one sentence. */
export function definitionOf(indicator: Indicator): string {
  if (indicator.basis === "比率") return `${indicator.numerator} ÷ ${indicator.denominator}，百分数，保留两位小数`;
  const only = Object.entries(indicator.filter).flatMap(([key, values]: [string, readonly (string | number)[]]) =>
    values.length > 0 ? [`${filterWords[key as keyof SetFilter]}为${values.join("、")}`] : [],
  );
  const what = `${setMeanings[indicator.set]}${only.length > 0 ? `（只数${only.join("，")}的）` : ""}`;
  const rounded = indicator.unit === "万元" ? `；${roundingNote}` : "";
  return `${indicator.basis === "时点" ? "截至日的情况" : "一段时间内发生的"}：${what}${rounded}`;
}

/** Of 万元: each figure is rounded by itself, so that parts need not come to the whole. */
export const roundingNote = "万元数各自四舍五入到两位小数，各部分相加可能与合计差几个 0.01，以合计为准";

/** How the plan file names what a set is narrowed by. */
export const filterWords: Readonly<Record<keyof SetFilter, string>> = {
  classes: "证照类别",
  kinds: "对象",
  categories: "类别",
  severities: "严重程度",
  orderKinds: "文书",
  inspectionKinds: "检查种类",
  lists: "名单",
  buckets: "分批",
  towns: "属地",
  departments: "部门",
  phases: "阶段",
  items: "事项",
};
