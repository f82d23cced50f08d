/** Whether the figures of a plan can be counted, and its rules of consistency (勾稽) be read. */
import { filterWords, readRule, setTraits, tallyItems, tallyUnit } from "../../../campaign/index.ts";
import type { Counted, Plan, Problem, SetFilter } from "../../../campaign/index.ts";
import { remedy, shown } from "../words.ts";
import { called, itemsOf } from "./parts.ts";
import type { Locate } from "./parts.ts";
import { unknownAmong, uses } from "./uses.ts";

/** A threshold is compared with amounts: anything but a number would never be reached. */
export function thresholdsAreNumbers({ thresholds }: Plan, locate: Locate): Problem[] {
  return thresholds
    .filter(({ value }) => value !== null && !/^\d+(?:\.\d+)?$/.test(value))
    .map((threshold) => ({
      code: "plan-threshold-no-number",
      message: `${called("阈值", threshold.name)}的数值“${threshold.value ?? ""}”不是数。`,
      hint: "只写数，单位写在“单位”里，如 10000；还不知道的写 待填。",
      place: locate(threshold, "数值"),
    }));
}

/** An item that is measured is judged by a threshold of the plan. */
export function measuredItemsHaveThresholds(plan: Plan, locate: Locate): Problem[] {
  return unknownAmong(
    itemsOf(plan).flatMap((item) => uses(called("检查项", item.code), item, "测得", [item.measured?.limit ?? null])),
    plan.thresholds.map(({ name }) => name),
    { code: "plan-unknown-threshold", noun: "阈值", define: "阈值" },
    locate,
  );
}

/** 家 ÷ 家 is a share; 个 ÷ 家 is not, and a ratio of ratios is nothing a reader can check. */
export function ratiosDivideLikeByLike(plan: Plan, locate: Locate): Problem[] {
  const indicators = new Map(plan.indicators.map((indicator) => [indicator.name, indicator]));
  return plan.indicators.flatMap((ratio) => {
    if (ratio.basis !== "比率") return [];
    const [over, under] = [indicators.get(ratio.numerator), indicators.get(ratio.denominator)];
    if (!over || !under) return [];
    if (over.basis !== "比率" && under.basis !== "比率" && over.unit === under.unit) return [];
    const kindOf = (part: typeof over) => (part.basis === "比率" ? "是比率" : `单位是${part.unit}`);
    return [
      {
        code: "plan-ratio-units",
        message: `指标“${shown(ratio.name)}”的分子${kindOf(over)}、分母${kindOf(under)}，不能相除。`,
        hint: "分子、分母须是单位相同的时点或期间指标。",
        place: locate(ratio, "分母"),
      },
    ];
  });
}

/** 家 for institutions, 人次 for officers …; no state is counted over a time; and nothing is narrowed by what its rows do not have. */
export function indicatorsFitTheirSets(plan: Plan, locate: Locate): Problem[] {
  return plan.indicators.flatMap((indicator) =>
    indicator.basis === "比率"
      ? []
      : [
          ...unitFaults(indicator, locate),
          ...basisFaults(indicator, locate),
          ...filterFaults(indicator, locate),
          ...itemFaults(indicator, locate),
        ],
  );
}

function unitFaults(indicator: Counted, locate: Locate): Problem[] {
  const { units } = setTraits[indicator.set];
  if (units.includes(indicator.unit)) return [];
  return [
    {
      code: "plan-indicator-unit",
      message: `${called("指标", indicator.name)}的单位写了“${indicator.unit}”，“${indicator.set}”数的是${units.join("或")}。`,
      hint: `单位改成${units.join("或")}，或改“统计”。`,
      place: locate(indicator, "单位"),
    },
  ];
}

function basisFaults(indicator: Counted, locate: Locate): Problem[] {
  if (setTraits[indicator.set].bases.includes(indicator.basis)) return [];
  return [
    {
      code: "plan-indicator-basis",
      message: `${called("指标", indicator.name)}的口径写了“期间”，“${indicator.set}”是截至某日的状态，没有“一段时间内发生的”。`,
      hint: "口径改成时点，报表上“比上期”一栏就是净增减；要数本期做了多少，改“统计”，如检查、问题、文书、销号问题。",
      place: locate(indicator, "口径"),
    },
  ];
}

function filterFaults({ name, set, filter }: Counted, locate: Locate): Problem[] {
  const { filters } = setTraits[set];
  return (Object.keys(filter) as (keyof SetFilter)[])
    .filter((key) => !filters.includes(key))
    .map((key) => ({
      code: "plan-indicator-filter",
      message: `${called("指标", name)}按“${keyOf[key]}”筛选，“${set}”没有这一项，会一条也数不到。`,
      hint: `“${set}”可以按${filters.map((known) => keyOf[known]).join("、")}筛选。`,
      place: locate(filter, keyOf[key]),
    }));
}

function itemFaults(indicator: Counted, locate: Locate): Problem[] {
  if (indicator.set !== "登记" || (indicator.filter.items ?? []).length > 0) return [];
  return [
    {
      code: "plan-tally-without-item",
      message: `${called("指标", indicator.name)}统计“登记”，没有写数哪些事项。`,
      hint: "在“其中”里写上“事项: [清理广告]”这样的一行。",
      place: locate(indicator, "统计"),
    },
  ];
}

/** The keys of 其中 in the file. */
const keyOf: Readonly<Record<keyof SetFilter, string>> = { ...filterWords, classes: "证照" };

/** What is tallied in 处 cannot also be counted in 元. */
export function talliesHaveOneUnit(plan: Plan, locate: Locate): Problem[] {
  // The unit that stands first; a later one is told.
  const items = tallyItems({ indicators: plan.indicators.toReversed() });
  return plan.indicators.flatMap((indicator) => {
    if (indicator.basis === "比率" || indicator.set !== "登记") return [];
    return (indicator.filter.items ?? [])
      .filter((item) => items.get(item) !== tallyUnit(indicator.unit))
      .map((item) => ({
        code: "plan-tally-units",
        message: `登记事项“${shown(item)}”在不同指标里单位不同：${items.get(item) ?? ""}、${indicator.unit}。`,
        hint: "同一事项只能有一种单位（元和万元算一种）。",
        place: locate(indicator, "单位"),
      }));
  });
}

export function consistencyReads(plan: Plan, locate: Locate): Problem[] {
  return (plan.consistency ?? []).flatMap((text) => {
    const found = ruleFault(text, plan);
    if (found === null) return [];
    const message = `勾稽“${shown(text)}”：${found.fault}。`;
    return [{ code: "plan-consistency", message, hint: found.hint, place: locate(plan, "勾稽", text) }];
  });
}

/** What is wrong with a line; a ratio is divided here as it is under 指标, or every return would break the line. */
function ruleFault(text: string, { indicators }: Plan): { readonly fault: string; readonly hint: string } | null {
  const rule = readRule(text, indicators);
  if ("unknown" in rule) {
    const names = indicators.map(({ name }) => name);
    const joined = /[-÷/<>]/.test(rule.unknown)
      ? "减号写全角的“－”，或 - 两边各空一格；除号只写在率的右边，写一次。"
      : "";
    return { fault: rule.fault, hint: joined || `${remedy(rule.unknown, names)}确需新增的，先在“指标”里写上。` };
  }
  if ("fault" in rule) return rule;
  const ratio = rule.kind === "ratio" ? indicators.find(({ name }) => name === rule.ratio) : undefined;
  if (rule.kind !== "ratio" || !ratio) return null;
  if (ratio.basis !== "比率")
    return { fault: `“${shown(ratio.name)}”不是比率`, hint: "“÷”左边写口径为比率的指标；数与数之间用 + − ≤ =。" };
  const { numerator, denominator } = ratio;
  if (numerator === rule.over && denominator === rule.under) return null;
  return {
    fault: `“${shown(ratio.name)}”在“指标”里是 ${shown(numerator)} ÷ ${shown(denominator)}`,
    hint: "两处写成一样，或删去这一条：比率等于分子除以分母，不写也核对。",
  };
}
