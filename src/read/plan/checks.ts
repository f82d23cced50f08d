/**
 * Step 4: what one part of a plan says about another. Each check is a function that gives every problem it finds;
 * it is left out where a section it relies on could not be read, lest one fault be told twenty times.
 */
import type { Day, InForce, Law, Place, Plan, Problem, SetFilter } from "../../campaign/index.ts";
import { filterWords, readRule, setTraits, tallyItems, tallyUnit } from "../../campaign/index.ts";
import type { Section } from "./shape.ts";
import { remedy, shown } from "./words.ts";

/** Where a record of the plan stands in the file; of its key; of one word of the key's list. */
export type Locate = (record: object, key?: string, word?: string) => Place;

export interface Check {
  /** Sections that define what the others refer to. */
  readonly reliesOn: readonly Section[];
  readonly find: (plan: Plan, locate: Locate) => Problem[];
}

/** A word somewhere in the plan that must be defined elsewhere in it. */
interface Use {
  readonly record: object;
  readonly key: string;
  readonly word: string;
  /** Whose key it is, for the message: 检查项1-2. */
  readonly owner: string;
}

function uses(owner: string, record: object, key: string, words: readonly (string | null)[]): Use[] {
  return words.flatMap((word) => (word === null ? [] : [{ record, key, word, owner }]));
}

function unknownAmong(
  used: readonly Use[],
  known: readonly string[],
  what: { code: string; noun: string; define: string },
  locate: Locate,
): Problem[] {
  const defined = new Set(known);
  return used
    .filter(({ word }) => !defined.has(word))
    .map(({ record, key, word, owner }) => ({
      code: what.code,
      message: `${owner}的“${key}”写了“${shown(word)}”，方案里没有这个${what.noun}。`,
      hint: `${remedy(word, known)}确需新增的，先在“${what.define}”里写上。`,
      place: locate(record, key, word),
    }));
}

const itemsOf = (plan: Plan) => plan.topics.flatMap((topic) => topic.items);
const called = (kind: string, name: string | number | null) => `${kind}“${shown(name ?? "待填")}”`;

function departmentsAreKnown(plan: Plan, locate: Locate): Problem[] {
  const departments = plan.departments.flatMap((department) => [department.name, ...department.aliases]);
  const bodies = plan.bodies.flatMap((body) => body.name ?? []);
  const what = { code: "plan-unknown-department", noun: "部门", define: "部门" };
  const acting = [
    ...plan.bodies.flatMap((body) => uses(called("工作机构", body.name), body, "牵头", [body.lead])),
    ...itemsOf(plan).flatMap((item) => uses(called("检查项", item.code), item, "牵头", item.lead)),
    ...plan.routes.flatMap((route) => [
      ...uses(called("分类处置", route.code), route, "牵头", route.lead),
      ...uses(called("分类处置", route.code), route, "配合", route.supporting),
    ]),
    ...plan.orderKinds.flatMap((kind) => [
      ...uses(called("文书", kind.name), kind, "签发", kind.issuers),
      ...uses(called("文书", kind.name), kind, "代字", Object.keys(kind.numbering.words)),
    ]),
    ...uses("复查", plan.review, "牵头", plan.review.lead),
    ...filters(plan).flatMap(({ owner, filter }) => uses(owner, filter, "部门", filter.departments ?? [])),
    ...plan.lists.flatMap((list) => uses(list.name, list, "牵头", [list.lead])),
    ...plan.measures.flatMap((measure) => uses(called("措施", measure.name), measure, "主管", measure.authority)),
  ];
  const leading = plan.phases.flatMap((phase) => uses(called("阶段", phase.name), phase, "牵头", phase.lead));
  return [
    ...unknownAmong(leading, [...departments, ...bodies], what, locate),
    ...unknownAmong(acting, departments, what, locate),
  ];
}

function issuersHaveNumberWords(plan: Plan, locate: Locate): Problem[] {
  return plan.orderKinds.flatMap((kind) =>
    kind.issuers
      .filter((issuer) => !Object.hasOwn(kind.numbering.words, issuer))
      .map((issuer) => ({
        code: "plan-missing-number-word",
        message: `文书“${shown(kind.name)}”没有写“${shown(issuer)}”的机关代字。`,
        hint: `在“代字”里补一行“${shown(issuer)}: …”；还没定的写“待填”。`,
        place: locate(kind, "代字"),
      })),
  );
}

/** A number tells one order from all others: series are counted by word and year, and orders are found by their number. */
function numbersTellOrdersApart(plan: Plan, locate: Locate): Problem[] {
  return plan.orderKinds.flatMap((kind) => {
    const { pattern } = kind.numbering;
    const needed = [...(kind.issuers.length > 1 ? ["{代字}"] : []), "{年}", "{序}"];
    const missing = needed.filter((part) => !pattern.includes(part));
    if (missing.length === 0) return [];
    return [
      {
        code: "plan-number-pattern",
        message: `文书“${shown(kind.name)}”的文号“${shown(pattern)}”里没有${missing.join("、")}，各份会重号。`,
        hint: "写成 {代字}〔{年}〕{序}号 的样子。",
        place: locate(kind, "文号"),
      },
    ];
  });
}

type LawUse = Use & { readonly rule: InForce | null };

function basisOf(owner: string, record: { basis: readonly string[] }, rule: InForce | null): LawUse[] {
  return record.basis.map((word) => ({ record, key: "依据", word, owner, rule }));
}

function lawUses(plan: Plan): LawUse[] {
  return [
    ...itemsOf(plan).flatMap((item) => basisOf(called("检查项", item.code), item, item)),
    ...plan.orderKinds.flatMap((kind) => basisOf(called("文书", kind.name), kind, kind)),
    ...plan.lists.flatMap((list) => basisOf(list.name, list, list)),
    ...plan.measures.flatMap((measure) => basisOf(called("措施", measure.name), measure, null)),
    ...plan.thresholds.flatMap((threshold) => basisOf(called("阈值", threshold.name), threshold, null)),
    ...(plan.credit ? basisOf("信用记分", plan.credit, null) : []),
  ];
}

function lawsAreKnown(plan: Plan, locate: Locate): Problem[] {
  const known = plan.laws.map((law) => law.code);
  return unknownAmong(lawUses(plan), known, { code: "plan-unknown-law", noun: "法律依据", define: "法律依据" }, locate);
}

/** A rule may rest only on a law that is in force on some day of the rule, within the plan's days; a phase without an end leaves the plan without one. */
function lawsAreInForce(plan: Plan, locate: Locate): Problem[] {
  const days = plan.phases.flatMap((phase) => [phase.from, phase.until]).filter((day) => day !== null);
  const first = days.toSorted().at(0) ?? null;
  const last = plan.phases.some(({ until }) => until === null) ? null : (days.toSorted().at(-1) ?? null);
  const laws = new Map(plan.laws.map((law) => [law.code, law]));
  return lawUses(plan).flatMap(({ record, key, word, owner, rule }) => {
    const law = laws.get(word);
    if (!law || meet(law, { from: rule?.from ?? first, until: rule?.until ?? last })) return [];
    return [
      {
        code: "plan-law-not-in-force",
        message: `${owner}引用“${shown(word)}”，但它${periodOf(law)}，在这条规则适用的日子里没有效力。`,
        hint: "改引当时有效的条款，或给这一条写上“自”“至”。",
        place: locate(record, key, word),
      },
    ];
  });
}

function meet(left: InForce, right: InForce): boolean {
  return notAfter(left.from, right.until) && notAfter(right.from, left.until);
}

function notAfter(from: Day | null, until: Day | null): boolean {
  return from === null || until === null || from <= until;
}

function periodOf(law: Law): string {
  const from = law.from === null ? "" : `自${law.from}起施行`;
  const until = law.until === null ? "" : `至${law.until}止`;
  return [from, until].filter(Boolean).join("、");
}

function orderKindsAreKnown(plan: Plan, locate: Locate): Problem[] {
  const known = plan.orderKinds.map((kind) => kind.name);
  const what = { code: "plan-unknown-order-kind", noun: "文书种类", define: "文书种类" };
  const named = [
    ...plan.routes.flatMap((route) => uses(called("分类处置", route.code), route, "文书", [route.orderKind])),
    ...plan.orderKinds.flatMap((kind) =>
      kind.after ? uses(called("文书", kind.name), kind.after, "名称", [kind.after.kind]) : [],
    ),
    ...filters(plan).flatMap(({ owner, filter }) => uses(owner, filter, "文书", filter.orderKinds ?? [])),
  ];
  return [
    ...unknownAmong(named, known, what, locate),
    ...unknownAmong(uses("复查", plan.review, "下一步", plan.review.nextSteps), ["延期", ...known], what, locate),
  ];
}

function filters(plan: Plan) {
  return plan.indicators.flatMap((indicator) =>
    indicator.basis === "比率" ? [] : [{ owner: called("指标", indicator.name), filter: indicator.filter }],
  );
}

function categoriesAreKnown(plan: Plan, locate: Locate): Problem[] {
  const used = [
    ...itemsOf(plan).flatMap((item) => uses(called("检查项", item.code), item, "类别", item.categories)),
    ...plan.routes.flatMap((route) => uses(called("分类处置", route.code), route.when, "类别", route.when.categories)),
    ...filters(plan).flatMap(({ owner, filter }) => uses(owner, filter, "类别", filter.categories ?? [])),
  ];
  const known = plan.categories.map((category) => category.name);
  return unknownAmong(used, known, { code: "plan-unknown-category", noun: "类别", define: "类别" }, locate);
}

function topicsAreKnown(plan: Plan, locate: Locate): Problem[] {
  const used = [
    ...plan.routes.flatMap((route) =>
      uses(called("分类处置", route.code), route.when, "内容", route.when.topics.map(String)),
    ),
    ...plan.lists.flatMap((list) =>
      list.situations.flatMap((situation) =>
        uses(`${list.name}${called("情形", situation.name)}`, situation, "内容", situation.topics.map(String)),
      ),
    ),
  ];
  const known = plan.topics.map((topic) => String(topic.no));
  return unknownAmong(used, known, { code: "plan-unknown-topic", noun: "序号的治理内容", define: "治理内容" }, locate);
}

function bucketsAreKnown(plan: Plan, locate: Locate): Problem[] {
  const used = [
    ...plan.routes.flatMap((route) => uses(called("分类处置", route.code), route, "归入", [route.bucket])),
    ...filters(plan).flatMap(({ owner, filter }) => uses(owner, filter, "分批", filter.buckets ?? [])),
  ];
  const known = plan.buckets.map((bucket) => bucket.name);
  return unknownAmong(used, known, { code: "plan-unknown-bucket", noun: "分批", define: "分批" }, locate);
}

function itemsAreKnown(plan: Plan, locate: Locate): Problem[] {
  const used = plan.zeroTargets.flatMap((target) =>
    uses(called("零目标", target.name), target, "检查项", target.items),
  );
  const known = itemsOf(plan).map((item) => item.code);
  return unknownAmong(used, known, { code: "plan-unknown-item", noun: "检查项", define: "治理内容" }, locate);
}

function indicatorsAreKnown(plan: Plan, locate: Locate): Problem[] {
  const used = [
    ...plan.indicators.flatMap((indicator) =>
      indicator.basis === "比率"
        ? [
            ...uses(called("指标", indicator.name), indicator, "分子", [indicator.numerator]),
            ...uses(called("指标", indicator.name), indicator, "分母", [indicator.denominator]),
          ]
        : [],
    ),
    ...plan.reports.flatMap((report) => uses(called("报表", report.name), report, "指标", report.indicators)),
  ];
  const known = plan.indicators.map((indicator) => indicator.name);
  return unknownAmong(used, known, { code: "plan-unknown-indicator", noun: "指标", define: "指标" }, locate);
}

/** 家 ÷ 家 is a share; 个 ÷ 家 is not, and a ratio of ratios is nothing a reader can check. */
function ratiosDivideLikeByLike(plan: Plan, locate: Locate): Problem[] {
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
function indicatorsFitTheirSets(plan: Plan, locate: Locate): Problem[] {
  return plan.indicators.flatMap((indicator) => {
    if (indicator.basis === "比率") return [];
    const { units, bases, filters } = setTraits[indicator.set];
    const owner = called("指标", indicator.name);
    const wrongUnit = {
      code: "plan-indicator-unit",
      message: `${owner}的单位写了“${indicator.unit}”，“${indicator.set}”数的是${units.join("或")}。`,
      hint: `单位改成${units.join("或")}，或改“统计”。`,
      place: locate(indicator, "单位"),
    };
    const wrongBasis = {
      code: "plan-indicator-basis",
      message: `${owner}的口径写了“期间”，“${indicator.set}”是截至某日的状态，没有“一段时间内发生的”。`,
      hint: "口径改成时点，报表上“比上期”一栏就是净增减；要数本期做了多少，改“统计”，如检查、问题、文书、销号问题。",
      place: locate(indicator, "口径"),
    };
    const unfit = (Object.keys(indicator.filter) as (keyof SetFilter)[])
      .filter((key) => !filters.includes(key))
      .map((key) => ({
        code: "plan-indicator-filter",
        message: `${owner}按“${keyOf[key]}”筛选，“${indicator.set}”没有这一项，会一条也数不到。`,
        hint: `“${indicator.set}”可以按${filters.map((known) => keyOf[known]).join("、")}筛选。`,
        place: locate(indicator.filter, keyOf[key]),
      }));
    const noItem = {
      code: "plan-tally-without-item",
      message: `${owner}统计“登记”，没有写数哪些事项。`,
      hint: "在“其中”里写上“事项: [清理广告]”这样的一行。",
      place: locate(indicator, "统计"),
    };
    const withoutItem = indicator.set === "登记" && (indicator.filter.items ?? []).length === 0;
    return [
      ...(units.includes(indicator.unit) ? [] : [wrongUnit]),
      ...(bases.includes(indicator.basis) ? [] : [wrongBasis]),
      ...unfit,
      ...(withoutItem ? [noItem] : []),
    ];
  });
}

/** The keys of 其中 in the file. */
const keyOf: Readonly<Record<keyof SetFilter, string>> = { ...filterWords, classes: "证照" };

/** What is tallied in 处 cannot also be counted in 元. */
function talliesHaveOneUnit(plan: Plan, locate: Locate): Problem[] {
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

function filteredPhasesAreKnown(plan: Plan, locate: Locate): Problem[] {
  const used = filters(plan).flatMap(({ owner, filter }) =>
    uses(owner, filter, "阶段", (filter.phases ?? []).map(String)),
  );
  const known = plan.phases.map((phase) => String(phase.no));
  return unknownAmong(used, known, { code: "plan-unknown-phase", noun: "序号的阶段", define: "阶段" }, locate);
}

/** Where the plan lists its towns, another would count nothing. */
function filteredTownsAreKnown(plan: Plan, locate: Locate): Problem[] {
  if (plan.towns === null) return [];
  const used = filters(plan).flatMap(({ owner, filter }) => uses(owner, filter, "属地", filter.towns ?? []));
  const what = { code: "plan-unknown-town", noun: "乡镇街道", define: "乡镇街道" };
  return unknownAmong(used, plan.towns, what, locate);
}

/** A weekly return closes on a day of the week, a monthly one on a day of the month. */
function cutoffsFitTheirRhythm(plan: Plan, locate: Locate): Problem[] {
  return plan.reports
    .filter(
      ({ rhythm, cutoff }) => cutoff && ((cutoff.weekday && rhythm !== "周") || (cutoff.dayOfMonth && rhythm !== "月")),
    )
    .map((report) => ({
      code: "plan-cutoff-rhythm",
      message: `${called("报表", report.name)}的频次是“${report.rhythm}”，截止时刻不合。`,
      hint: "周报写“周五 17:00”，月报写“25日 12:00”，其他的只写“17:00”。",
      place: locate(report, "截止"),
    }));
}

function consistencyReads(plan: Plan, locate: Locate): Problem[] {
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

/** A name given to a record under one of its keys. */
interface Named {
  readonly record: object;
  readonly key: string;
  readonly name: string;
}

function named<T extends object>(records: readonly T[], key: string, nameOf: (record: T) => string | null): Named[] {
  return records.flatMap((record) => {
    const name = nameOf(record);
    return name === null ? [] : [{ record, key, name }];
  });
}

function withAliases(records: readonly { name: string; aliases: readonly string[] }[]): Named[] {
  return records.flatMap((record) => [
    { record, key: "名称", name: record.name },
    ...record.aliases.map((name) => ({ record, key: "别名", name })),
  ]);
}

const byName = (records: readonly { name: string | null }[]) => named(records, "名称", (record) => record.name);
const byNumber = (records: readonly { no: number }[]) => named(records, "序号", (record) => String(record.no));
const byCode = (records: readonly { code: string }[], key: string) => named(records, key, (record) => record.code);

function namesAreUnique(plan: Plan, locate: Locate): Problem[] {
  const groups: [noun: string, names: Named[]][] = [
    ["类别", withAliases(plan.categories)],
    ["阶段序号", byNumber(plan.phases)],
    ["部门", withAliases(plan.departments)],
    ["工作机构", byName(plan.bodies)],
    ["法律依据", byCode(plan.laws, "代号")],
    ["治理内容序号", byNumber(plan.topics)],
    ["检查项", byCode(itemsOf(plan), "编号")],
    ["分类处置", byCode(plan.routes, "编号")],
    ["分批", byName(plan.buckets)],
    ["文书种类", byName(plan.orderKinds)],
    ["名单", byName(plan.lists.filter((list) => isTwin(plan, list)))],
    ["零目标", byName(plan.zeroTargets)],
    ["措施", byName(plan.measures)],
    ["双随机", byName(plan.draws)],
    ["阈值", byName(plan.thresholds)],
    ["指标", byName(plan.indicators)],
    ["报表", byName(plan.reports)],
    ...plan.reports.map((report): [noun: string, names: Named[]] => [
      `${called("报表", report.name)}的指标`,
      report.indicators.map((name) => ({ record: report, key: "指标", name })),
    ]),
  ];
  return groups.flatMap(([noun, names]) => repeated(names).map((twin) => twinProblem(noun, twin, locate)));
}

/** A list may be ruled twice when the rules are in force one after the other. */
function isTwin(plan: Plan, list: Plan["lists"][number]): boolean {
  return plan.lists.some((other) => other !== list && other.name === list.name && meet(other, list));
}

function repeated(names: readonly Named[]): Named[] {
  const seen = new Set<string>();
  return names.filter(({ name }) => {
    if (seen.has(name)) return true;
    seen.add(name);
    return false;
  });
}

function twinProblem(noun: string, twin: Named, locate: Locate): Problem {
  return {
    code: "plan-duplicate",
    message: `${noun}“${shown(twin.name)}”出现了两次。`,
    hint: "改掉其中一个；别名也不能与别的名称相同。",
    place: locate(twin.record, twin.key, twin.name),
  };
}

function itemsStandUnderTheirTopic(plan: Plan, locate: Locate): Problem[] {
  return itemsOf(plan)
    .filter((item) => !item.code.startsWith(`${item.topic}-`))
    .map((item) => ({
      code: "plan-item-elsewhere",
      message: `检查项“${item.code}”写在治理内容${item.topic}下面。`,
      hint: `编号应以“${item.topic}-”开头，或把它移到相应的治理内容下。`,
      place: locate(item, "编号"),
    }));
}

function kindsAreInScope(plan: Plan, locate: Locate): Problem[] {
  return itemsOf(plan)
    .filter((item) => !plan.scope.includes(item.kind))
    .map((item) => ({
      code: "plan-kind-out-of-scope",
      message: `检查项“${item.code}”查的是${item.kind}，方案的治理对象里没有${item.kind}。`,
      hint: `在“治理对象”里加上${item.kind}，或改这一项的“对象”。`,
      place: locate(item, "对象"),
    }));
}

function untilIsNotBeforeFrom(plan: Plan, locate: Locate): Problem[] {
  const periods = [
    ...plan.phases.map((phase) => ({ owner: called("阶段", phase.name), record: phase, key: "止" })),
    ...plan.laws.map((law) => ({ owner: called("法律依据", law.code), record: law, key: "至" })),
    ...itemsOf(plan).map((item) => ({ owner: called("检查项", item.code), record: item, key: "至" })),
    ...plan.routes.map((route) => ({ owner: called("分类处置", route.code), record: route, key: "至" })),
    ...plan.orderKinds.map((kind) => ({ owner: called("文书", kind.name), record: kind, key: "至" })),
    ...plan.lists.map((list) => ({ owner: list.name, record: list, key: "至" })),
  ];
  return periods
    .filter(({ record }) => !notAfter(record.from, record.until))
    .map(({ owner, record, key }) => ({
      code: "plan-until-before-from",
      message: `${owner}止于${record.until}，早于起日${record.from}。`,
      hint: "检查两个日期是否写反。",
      place: locate(record, key),
    }));
}

export const checks: readonly Check[] = [
  { reliesOn: [], find: namesAreUnique },
  { reliesOn: [], find: untilIsNotBeforeFrom },
  { reliesOn: ["部门", "工作机构"], find: departmentsAreKnown },
  { reliesOn: ["部门", "文书种类"], find: issuersHaveNumberWords },
  { reliesOn: ["文书种类"], find: numbersTellOrdersApart },
  { reliesOn: ["法律依据"], find: lawsAreKnown },
  { reliesOn: ["阶段", "法律依据"], find: lawsAreInForce },
  { reliesOn: ["文书种类"], find: orderKindsAreKnown },
  { reliesOn: ["类别"], find: categoriesAreKnown },
  { reliesOn: ["治理内容"], find: topicsAreKnown },
  { reliesOn: ["分批"], find: bucketsAreKnown },
  { reliesOn: ["治理内容"], find: itemsAreKnown },
  { reliesOn: ["治理内容"], find: itemsStandUnderTheirTopic },
  { reliesOn: ["治理对象"], find: kindsAreInScope },
  { reliesOn: ["指标"], find: indicatorsAreKnown },
  { reliesOn: ["指标"], find: ratiosDivideLikeByLike },
  { reliesOn: ["指标"], find: indicatorsFitTheirSets },
  { reliesOn: ["指标"], find: talliesHaveOneUnit },
  { reliesOn: ["阶段"], find: filteredPhasesAreKnown },
  { reliesOn: ["乡镇街道"], find: filteredTownsAreKnown },
  { reliesOn: [], find: cutoffsFitTheirRhythm },
  { reliesOn: ["指标"], find: consistencyReads },
];
