/** The tables of a report as sheets: for the page and the workbook alike. */
import { daysBetween, placesOf } from "../../campaign/index.ts";
import type { Figure } from "../../campaign/index.ts";
import type { DueFinding, Excerpt, OpenFinding } from "../../ledger/numbers/open-findings.ts";
import type { LateRecord } from "../../ledger/numbers/returns.ts";
import type { Column, Sheet } from "../../write/sheet.ts";
import type { GatheredReport } from "./gather.ts";
import type { LeadLine, Ranked, TownLine } from "./lines.ts";
import type { Scope } from "./scope.ts";
import { topicTotal } from "./topics.ts";
import type { TopicLine } from "./topics.ts";
import { noLead, noTown } from "./words.ts";

/** What stands of a figure in this period, in the one before, and at the end: as numbers, nothing where a ratio has no value. */
export function amountColumns(words: Scope["words"]): Column<Figure>[] {
  const amount = { kind: "number", places: ({ unit }: Figure) => placesOf(unit) } as const;
  return [
    { ...amount, key: "thisPeriod", title: words.current, value: ({ thisPeriod }) => thisPeriod },
    { ...amount, key: "previous", title: words.previous, value: ({ previous }) => previous },
    { ...amount, key: "change", title: `比${words.previous}`, value: ({ change }) => change },
    { ...amount, key: "value", title: "累计（期末）", value: ({ value }) => value },
  ];
}

export function figuresSheet({ words }: Scope, figures: readonly Figure[]): Sheet<Figure> {
  return {
    title: "总体情况",
    columns: [
      { key: "name", title: "指标", value: ({ name }) => name },
      { key: "unit", title: "单位", value: ({ unit }) => unit },
      { key: "basis", title: "口径", value: ({ basis }) => basis },
      ...amountColumns(words),
    ],
    rows: figures,
  };
}

/** Towns by place where the report has a ratio, with what the place rests on. */
export function townsSheet({ towns, ranking }: GatheredReport): Sheet<{ line: TownLine; ranked: Ranked | undefined }> {
  const lines = towns.map((line) => ({ line, ranked: ranking.find(({ town }) => town === line.town) }));
  const place = ({ ranked }: (typeof lines)[number]): number => ranked?.place ?? Infinity;
  const rate = { kind: "number", places: () => placesOf("%") } as const;
  return {
    title: "分属地（按完成率排名）",
    columns: [
      { key: "place", title: "名次", kind: "number", value: ({ ranked }) => ranked?.place ?? null },
      { key: "town", title: "属地", value: ({ line }) => line.town ?? noTown },
      { key: "institutions", title: "机构", kind: "number", value: ({ line }) => line.institutions },
      { key: "inspected", title: "已检查", kind: "number", value: ({ line }) => line.inspected },
      { key: "withFindings", title: "存在问题", kind: "number", value: ({ line }) => line.withFindings },
      { key: "overdue", title: "逾期问题", kind: "number", value: ({ line }) => line.overdue },
      { key: "completed", title: "完成整改", kind: "number", value: ({ line }) => line.completed },
      { ...rate, key: "rate", title: "完成率（%）", value: ({ line }) => line.rate },
      { ...rate, key: "change", title: "完成率增减", value: ({ ranked }) => ranked?.change ?? null },
    ],
    rows: lines.toSorted((one, other) => (place(one) === place(other) ? 0 : place(one) - place(other))),
  };
}

/** Departments, the one with most overdue first, and all of them. */
export function leadsSheet({ leads, leadTotal }: GatheredReport): Sheet<LeadLine> {
  const total = leadTotal && { ...leadTotal, lead: leadTotal.joint > 0 ? "合计（联合牵头的只计一次）" : "合计" };
  return {
    title: "分牵头部门（按逾期排列）",
    columns: [
      { key: "lead", title: "牵头", value: ({ lead }) => lead || noLead },
      { key: "findings", title: "问题", kind: "number", value: ({ findings }) => findings },
      { key: "open", title: "未销号", kind: "number", value: ({ open }) => open },
      { key: "overdue", title: "其中逾期", kind: "number", value: ({ overdue }) => overdue },
      { key: "closed", title: "已销号", kind: "number", value: ({ closed }) => closed },
    ],
    rows: [...ranked(leads), ...(total ? [total] : [])],
  };
}

/** Topics in the plan's order, and all of them: an institution with several once. */
export function topicsSheet(gathered: GatheredReport): Sheet<TopicLine> {
  return {
    title: "分治理内容",
    columns: [
      { key: "no", title: "序号", kind: "number", value: ({ no }) => no || null },
      { key: "name", title: "治理内容", value: ({ name }) => name },
      { key: "institutions", title: "存在问题机构", kind: "number", value: (line) => line.institutions },
      { key: "completed", title: "完成整改机构", kind: "number", value: ({ completed }) => completed },
      { key: "findings", title: "问题", kind: "number", value: (line) => line.findings },
      { key: "open", title: "未销号", kind: "number", value: ({ open }) => open },
      { key: "overdue", title: "其中逾期", kind: "number", value: ({ overdue }) => overdue },
      { key: "closed", title: "已销号", kind: "number", value: ({ closed }) => closed },
    ],
    rows: [...gathered.topics, { ...topicTotal(gathered), no: 0, name: "合计（一家计一次）" }],
  };
}

export function ranked(leads: readonly LeadLine[]): LeadLine[] {
  return leads.toSorted((one, other) => other.overdue - one.overdue || other.open - one.open);
}

export function hazardsSheet({ cutOff }: Scope, { hazards }: GatheredReport): Sheet<OpenFinding> {
  return {
    title: listTitle("未销号重大隐患", hazards),
    columns: [
      { key: "subject", title: "编号", kind: "number", value: ({ subject }) => subject },
      { key: "name", title: "机构", value: ({ name }) => name },
      { key: "town", title: "属地", value: ({ town }) => town ?? noTown },
      { key: "label", title: "问题", value: ({ label }) => label },
      { key: "lead", title: "牵头", value: ({ lead }) => lead || noLead },
      { key: "day", title: "发现", kind: "day", value: ({ day }) => day },
      { key: "days", title: "已过天数", kind: "number", value: ({ day }) => daysBetween(day, cutOff) },
    ],
    rows: hazards.rows,
  };
}

/** A list that leaves off says so. */
export function listTitle(title: string, { rows, total }: Excerpt<unknown>): string {
  return rows.length === total ? title : `${title}（共 ${total} 个，列前 ${rows.length} 个）`;
}

export function dueSheet(title: string, { cutOff }: Scope, listed: Excerpt<DueFinding>): Sheet<DueFinding> {
  const overdue = title.startsWith("逾期");
  return {
    title: listTitle(title, listed),
    columns: [
      { key: "subject", title: "编号", kind: "number", value: ({ subject }) => subject },
      { key: "name", title: "机构", value: ({ name }) => name },
      { key: "town", title: "属地", value: ({ town }) => town ?? noTown },
      { key: "label", title: "问题", value: ({ label }) => label },
      { key: "order", title: "文号", kind: "code", value: ({ order_number }) => order_number },
      { key: "dueOn", title: "应于", kind: "day", value: ({ due_on }) => due_on },
      {
        key: "days",
        title: overdue ? "逾期天数" : "还剩天数",
        kind: "number",
        value: ({ due_on }) => Math.abs(daysBetween(due_on, cutOff)),
      },
      { key: "lead", title: "牵头", value: ({ lead }) => lead || noLead },
    ],
    rows: listed.rows,
  };
}

export function lateSheet({ moment }: Scope, { late }: GatheredReport): Sheet<LateRecord> {
  return {
    title: `截止（${moment?.text ?? ""}）以后才登记的，不在本期数里`,
    columns: [
      { key: "entry", title: "登记序号", kind: "number", value: ({ seq }) => seq },
      { key: "on", title: "发生", kind: "day", value: ({ happened_on }) => happened_on },
      { key: "actor", title: "办理人", value: ({ actor }) => actor },
      { key: "summary", title: "内容", value: ({ summary }) => summary },
    ],
    rows: late,
  };
}
