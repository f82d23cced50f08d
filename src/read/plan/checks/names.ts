/** Whether every name and number in a plan is one thing's, and a code begins as its topic says. */
import type { Plan, Problem } from "../../../campaign/index.ts";
import { shown } from "../words.ts";
import { meet } from "./days.ts";
import { called, itemsOf } from "./parts.ts";
import type { Locate } from "./parts.ts";

export function namesAreUnique(plan: Plan, locate: Locate): Problem[] {
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
    ["编印", byName(plan.editions ?? [])],
    ["应有", byName(plan.expectations ?? [])],
    ["检查种类", byName(plan.visits ?? [])],
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

export function itemsStandUnderTheirTopic(plan: Plan, locate: Locate): Problem[] {
  return itemsOf(plan)
    .filter((item) => !item.code.startsWith(`${item.topic}-`))
    .map((item) => ({
      code: "plan-item-elsewhere",
      message: `检查项“${item.code}”写在治理内容${item.topic}下面。`,
      hint: `编号应以“${item.topic}-”开头，或把它移到相应的治理内容下。`,
      place: locate(item, "编号"),
    }));
}

/** A number tells one order from all others: series are counted by word and year, and orders are found by their number. */
export function numbersTellOrdersApart(plan: Plan, locate: Locate): Problem[] {
  return plan.orderKinds.flatMap((kind) => {
    const { pattern } = kind.numbering;
    const needed = [...(kind.issuers.length > 1 ? ["{代字}"] : []), "{年}", "{序}"];
    const missing = needed.filter((part) => !pattern.includes(part));
    if (missing.length === 0) return [];
    return [
      {
        code: "plan-number-pattern",
        message: `${called("文书", kind.name)}的文号“${shown(pattern)}”里没有${missing.join("、")}，各份会重号。`,
        hint: "写成 {代字}〔{年}〕{序}号 的样子。",
        place: locate(kind, "文号"),
      },
    ];
  });
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
