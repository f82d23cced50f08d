/** Numbers for sentences under names that every plan's texts can use, whatever the plan calls its own indicators. */
import { amountText } from "../../campaign/index.ts";
import type { Figure, Indicator, Plan, SetFilter, SetName } from "../../campaign/index.ts";
import type { Fields } from "../../write/document.ts";

/** A name for sentences → the set it counts and how that is narrowed; a plan's indicator of just this definition supplies it. */
const common: Readonly<Record<string, { readonly set: SetName; readonly filter?: SetFilter }>> = {
  在册机构: { set: "机构" },
  在册有证有照: { set: "机构", filter: { classes: ["有证有照"] } },
  在册有照无证: { set: "机构", filter: { classes: ["有照无证"] } },
  在册有证无照: { set: "机构", filter: { classes: ["有证无照"] } },
  在册无证无照: { set: "机构", filter: { classes: ["无证无照"] } },
  检查: { set: "检查" },
  出动: { set: "出动" },
  问题机构: { set: "问题机构" },
  问题: { set: "问题" },
  重大隐患: { set: "问题", filter: { severities: ["重大隐患"] } },
  完成整改: { set: "完成整改机构" },
  销号: { set: "销号问题" },
  未销号: { set: "未销号问题" },
  逾期: { set: "逾期问题" },
  反弹: { set: "反弹问题" },
  复查: { set: "复查" },
  停办: { set: "停办机构" },
  取缔: { set: "取缔机构" },
  列入白名单: { set: "名单", filter: { lists: ["白名单"] } },
  列入黑名单: { set: "名单", filter: { lists: ["黑名单"] } },
  立查立改: { set: "登记", filter: { items: ["立查立改"] } },
  清理广告: { set: "登记", filter: { items: ["清理广告"] } },
  退费: { set: "登记", filter: { items: ["退费"] } },
  宣传: { set: "登记", filter: { items: ["宣传"] } },
  举报受理: { set: "登记", filter: { items: ["举报受理"] } },
  举报办结: { set: "登记", filter: { items: ["举报办结"] } },
};

/**
 * 【数·检查】 to date or as of the day, 【本期·检查】 in the period, for every name above; 【数·整改文书】 and 【数·移送】 by what the orders
 * do; 【数·完成率】; 【单位·退费】 the unit that the plan counts it in, since one has 元 and another 万元; and every indicator by its own name, 【数·机构总数】. One that the report does not count, and a tally that nobody
 * recorded, is a number the ledger lacks: null, so that its sentence falls away.
 */
export function sentenceFields(plan: Plan, stated: readonly Figure[]): Fields {
  const figures = new Map(stated.map((figure) => [figure.name, figure]));
  const named: [string, Indicator | undefined][] = [
    ...plan.indicators.map((indicator): [string, Indicator] => [indicator.name, indicator]),
    ...Object.entries(common).map(([name, { set, filter = {} }]): [string, Indicator | undefined] => [
      name,
      plan.indicators.find((indicator) => isOf(indicator, set, filter)),
    ]),
    ["整改文书", ordersOf(plan, "整改")],
    ["移送", ordersOf(plan, "移送")],
    ["处罚决定", ordersOf(plan, "处罚")],
    ["完成率", completionOf(plan)],
  ];
  return Object.fromEntries(
    named.flatMap(([name, indicator]) => {
      const figure = indicator && figures.get(indicator.name);
      const tallied = indicator !== undefined && indicator.basis !== "比率" && indicator.set === "登记";
      const lacking = !figure || figure.value === null || (tallied && figure.value === 0);
      return [
        [`数·${name}`, lacking ? null : amountText(figure.value, figure.unit)],
        [`本期·${name}`, lacking ? null : amountText(figure.thisPeriod, figure.unit)],
        [`单位·${name}`, lacking ? null : figure.unit],
      ];
    }),
  );
}

function isOf(indicator: Indicator, set: SetName, filter: SetFilter): boolean {
  if (indicator.basis === "比率" || indicator.set !== set) return false;
  // A set named after institutions holds institutions without being told.
  const { kinds = ["机构"], ...rest } = indicator.filter;
  return kinds.join() === "机构" && JSON.stringify(rest) === JSON.stringify(filter);
}

/** The indicator that counts just the orders of one effect. */
function ordersOf({ indicators, orderKinds }: Plan, effect: string): Indicator | undefined {
  const kinds = orderKinds.filter((kind) => kind.effect === effect).map(({ name }) => name);
  return indicators.find(
    (indicator) =>
      indicator.basis !== "比率" &&
      indicator.set === "文书" &&
      kinds.length > 0 &&
      kinds.length === indicator.filter.orderKinds?.length &&
      kinds.every((name) => indicator.filter.orderKinds?.includes(name)),
  );
}

function completionOf({ indicators }: Plan): Indicator | undefined {
  const named = (name: string): Indicator | undefined => indicators.find((indicator) => indicator.name === name);
  return indicators.find((indicator) => {
    if (indicator.basis !== "比率") return false;
    const [over, under] = [named(indicator.numerator), named(indicator.denominator)];
    return over !== undefined && under !== undefined && isOf(over, "完成整改机构", {}) && isOf(under, "问题机构", {});
  });
}
