/** The sets of rows that indicators count: what each holds, what it is counted in and narrowed by. */
import type { Expectation, Indicator, Plan, SetFilter, SetName, Unit } from "../plan.ts";
import type { Period } from "./period.ts";
import { daysOfPhases } from "./phase.ts";
import { roundingNote, tallyUnit } from "./unit.ts";
import type { Counted } from "./figure.ts";

/** A filter as the ledger's rows can answer it: phases are stretches of days. */
export interface RowFilter extends Omit<SetFilter, "phases" | "expectations"> {
  /** Only rows whose day lies in one of these. */
  readonly days?: readonly Period[];
  /** What is expected, as the plan says it. */
  readonly expected?: readonly Expectation[];
  /** Codes of the campaigns taken over from. */
  readonly inherits?: readonly string[];
}

/** A filter in the words of rosters as well: a category is also meant by its aliases; phases become their days. */
export function widened(
  { phases, expectations, ...filter }: SetFilter,
  plan: Pick<Plan, "categories" | "phases" | "registers" | "expectations" | "inherits">,
): RowFilter {
  return {
    ...filter,
    ...(filter.categories && {
      categories: filter.categories.flatMap((name) => [
        name,
        ...(plan.categories.find((category) => category.name === name)?.aliases ?? []),
      ]),
    }),
    ...(plan.inherits && { inherits: plan.inherits }),
    ...(expectations && {
      expected: (plan.expectations ?? []).filter(({ name }) => expectations.includes(name)),
    }),
    ...(phases && { days: daysOfPhases(plan, phases) }),
    ...(filter.registers && { registers: withOldNames(plan.registers ?? [], filter.registers) }),
    ...(filter.states && {
      states: withOldNames(
        (plan.registers ?? []).flatMap(({ states }) => states),
        filter.states,
      ),
    }),
  };
}

/** Names and those that the same things had before. */
const withOldNames = (
  things: readonly { readonly name: string; readonly aliases: readonly string[] }[],
  names: readonly string[],
): string[] =>
  names.flatMap((name) => [name, ...things.flatMap((thing) => (thing.name === name ? thing.aliases : []))]);

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
  台账: "台账的登记、步骤、在某状态的（分办的按份数）或数量",
  应有: "按期应有某样东西的单位、对象，有了的，或还缺的",
  承接: "所承接的行动里销号的问题、没有销号的问题，关停的机构，或关停以后又查出问题的机构",
};

const ofSubject = ["kinds", "classes", "categories", "buckets", "towns", "phases"] as const;

const ofFinding = [
  ...ofSubject,
  "topics",
  "itemCodes",
  "severities",
  "orderKinds",
  "inspectionKinds",
  "departments",
] as const;

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
    filters: [...ofSubject, "topics", "itemCodes", "severities", "inspectionKinds", "departments"],
  },
  登记: {
    units: ["家", "家次", "人次", "份", "个", "处", "次", "元", "万元"],
    bases: happening,
    filters: [...ofSubject, "departments", "items"],
  },
  台账: {
    units: ["家", "家次", "人次", "份", "个", "处", "次", "件", "人", "场", "条", "元", "万元"],
    bases: happening,
    filters: [...ofSubject, "departments", "registers", "counts", "states", "steps", "fields", "overdue"],
  },
  应有: {
    units: ["家", "个", "人", "份", "件"],
    bases: standing,
    filters: ["counts", "expectations"],
  },
  承接: { units: ["家", "个"], bases: standing, filters: ["counts"] },
};

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

/** What an indicator counts and how, in one sentence; topics and checklist items in the plan's words. */
export function definitionOf(indicator: Indicator, { topics }: Pick<Plan, "topics">): string {
  if (indicator.basis === "比率") return `${indicator.numerator} ÷ ${indicator.denominator}，百分数，保留两位小数`;
  const filter: SetFilter = {
    ...indicator.filter,
    ...(indicator.filter.itemCodes && { itemCodes: indicator.filter.itemCodes.map((code) => itemName(code, topics)) }),
  };
  const only = Object.entries(filter).flatMap(([key, values]: [string, FilterValue]) => {
    const text = key === "topics" ? topicNames(indicator.filter.topics ?? [], topics) : filterText(values);
    return text === "" ? [] : [`${filterWords[key as keyof SetFilter]}为${text}`];
  });
  const what = `${setMeanings[indicator.set]}${only.length > 0 ? `（只数${only.join("，")}的）` : ""}`;
  const rounded = indicator.unit === "万元" ? `；${roundingNote}` : "";
  return `${indicator.basis === "时点" ? "截至日的情况" : "一段时间内发生的"}：${what}${rounded}`;
}

/** 6 教学管理、7 竞赛管理 */
function topicNames(numbers: readonly number[], topics: Plan["topics"]): string {
  return numbers.map((no) => `${no} ${topics.find((topic) => topic.no === no)?.name ?? ""}`.trim()).join("、");
}

/** 6-1 培训内容没有超纲 */
function itemName(code: string, topics: Plan["topics"]): string {
  return `${code} ${topics.flatMap(({ items }) => items).find((item) => item.code === code)?.text ?? ""}`.trim();
}

type FilterValue = NonNullable<SetFilter[keyof SetFilter]>;

/** 学科类、艺术类; 渠道 电话、来信; 是 */
export function filterText(value: FilterValue): string {
  if (value === true) return "是";
  if (value === false) return "否";
  if (typeof value === "string") return value;
  if (isList(value)) return value.join("、");
  return Object.entries(value)
    .map(([name, values]) => `${name} ${values.join("、")}`)
    .join("，");
}

const isList = (value: object): value is readonly (string | number)[] => Array.isArray(value);

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
  topics: "内容",
  itemCodes: "检查项",
  registers: "台账",
  counts: "计",
  expectations: "应有",
  states: "状态",
  steps: "步骤",
  fields: "字段",
  overdue: "逾期",
};
