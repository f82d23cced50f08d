/** A report as Markdown, from its template. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { Stop, amountText, changeText, chineseDay, daysBetween, refuse } from "../../campaign/index.ts";
import type { Day, Figure } from "../../campaign/index.ts";
import type { DueFinding, OpenFinding } from "../../ledger/numbers/open-findings.ts";
import type { LateRecord } from "../../ledger/numbers/returns.ts";
import type { Office } from "../../office.ts";
import { fileText } from "../../read/file.ts";
import { templatePath } from "../../templates.ts";
import { renderDocument } from "../../write/document.ts";
import type { Fields, Rendered } from "../../write/document.ts";
import type { OpenedCampaign } from "../desk/campaign.ts";
import { ownTemplates } from "../paper/template.ts";
import type { GatheredReport } from "./gather.ts";
import type { Signature } from "./signature.ts";
import type { LeadLine, Ranked, TownLine } from "./lines.ts";
import type { Scope } from "./scope.ts";
import { sentenceFields } from "./sentences.ts";
import { ranked } from "./tables.ts";
import { topicTotal } from "./topics.ts";
import type { TopicLine } from "./topics.ts";
import { openingsNote } from "./openings.ts";
import { campaignTitle, issueText, noLead, noTown, phasesText, summaryText } from "./words.ts";

/** @throws Stop when the template is missing or names a field that reports do not have */
export function reportText(
  office: Office,
  opened: Pick<OpenedCampaign, "plan" | "startedOn">,
  scope: Scope,
  gathered: GatheredReport,
): string {
  const rendered = filled(office, opened, scope, gathered);
  if ("problems" in rendered) throw new Stop(1, rendered.problems);
  // Sentences whose numbers the ledger lacks leave empty paragraphs behind.
  return rendered.text.replaceAll(/\n{3,}/g, "\n\n") + openingsNote(gathered.openings) + omissionsText(gathered);
}

/** The text of a kind of report, filled, or what is wrong with it. @throws Stop when there is none */
export function filled(
  office: Pick<Office, "home">,
  opened: Pick<OpenedCampaign, "plan" | "startedOn">,
  scope: Scope,
  gathered: GatheredReport,
): Rendered {
  const { name, markdown } = templateOf(office, scope.kind.template);
  return renderDocument(markdown, fieldsOf(opened, scope, gathered), name);
}

/** What the lists leave off, so that nobody takes them for the whole. */
function omissionsText({ overdue, coming }: GatheredReport): string {
  const cut = [
    { name: "逾期", list: overdue },
    { name: "到期", list: coming },
  ].filter(({ list }) => list.rows.length < list.total);
  if (cut.length === 0) return "";
  const counts = cut.map(({ name, list }) => `${name}的共 ${list.total} 个，列前 ${list.rows.length} 个`);
  return `\n注：${counts.join("；")}；全部用 tuban report explain 指标名 --csv 列出。\n`;
}

/** The office's own text beside the ledger holds before the one shipped. @throws Stop when there is neither */
export function templateOf(
  office: Pick<Office, "home">,
  file: string,
): { readonly name: string; readonly markdown: string } {
  const own = join(ownTemplates(office), file);
  if (existsSync(own)) return { name: own, markdown: fileText(own) };
  const shipped = templatePath(file);
  if (existsSync(shipped)) return { name: `templates/${file}`, markdown: fileText(shipped) };
  return refuse("no-template", `没有报表模板：${file}`, {
    hint: `把模板放到 ${own}，或在方案的“报表”一节改用随附的（reports/周调度.md 等）`,
  });
}

function fieldsOf(
  { plan, startedOn }: Pick<OpenedCampaign, "plan" | "startedOn">,
  scope: Scope,
  gathered: GatheredReport,
): Fields {
  const { words, period, coming } = scope;
  const { figures, towns, total, leads, leadTotal, topics, overdue } = gathered;
  const days = {
    起: period.from,
    止: period.to,
    截至日: scope.cutOff,
    起算日: startedOn,
    到期起: coming.from,
    到期止: coming.to,
  };
  return {
    ...days,
    ...spelled(days),
    方案: plan.name,
    行动: campaignTitle(plan.name, scope.town),
    地区: plan.region.name,
    ...signatureFields(scope.signature),
    报表: scope.kind.name,
    期次: issueText(scope),
    未完: scope.cutOff < period.to,
    本期: words.current,
    上期: words.previous,
    下期: words.next,
    阶段: phasesText(scope.phases),
    概述: summaryText(figures, scope),
    指标表: figures.map(figureFields),
    属地表: towns.map(townFields),
    合计: [townFields(total)],
    内容表: topics.map((line) => ({ 内容序号: line.no, 治理内容: line.name, ...topicFields(line) })),
    内容合计: [topicFields(topicTotal(gathered))],
    牵头表: leads.map(leadFields),
    牵头合计: leadTotal ? [leadFields(leadTotal)] : [],
    联合牵头: leadTotal !== null && leadTotal.joint > 0,
    逾期清单: overdue.rows.map((finding) => overdueFields(finding, scope.cutOff)),
    到期清单: gathered.coming.rows.map((finding) => comingFields(finding, scope.cutOff)),
    截止时刻: scope.moment?.text ?? null,
    迟登清单: gathered.late.map(lateFields),
    重大隐患清单: gathered.hazards.rows.slice(0, 10).map((finding) => hazardFields(finding, scope.cutOff)),
    属地排名: gathered.ranking.map(rankedFields),
    部门排名: ranked(leads).map(leadFields),
    ...sentenceFields(plan, gathered.stated),
    校验码: gathered.checkCode,
  };
}

const signatureFields = ({ sender, signer, on, number }: Signature): Fields => ({
  编号: number,
  报送单位: sender,
  签发人: signer ?? "",
  报出日期: chineseDay(on),
});

/** 【年月日·截至日】 for the sentences of an official text, where a day is written 2021年7月23日. */
function spelled(days: Readonly<Record<string, Day>>): Fields {
  return Object.fromEntries(Object.entries(days).map(([name, day]) => [`年月日·${name}`, chineseDay(day)]));
}

function figureFields({ name, unit, basis, value, thisPeriod, previous, change }: Figure): Fields {
  const text = (amount: number | null): string => amountText(amount, unit);
  return {
    指标: name,
    单位: unit,
    口径: basis,
    本期数: text(thisPeriod),
    上期数: text(previous),
    增减: changeText(change, unit),
    累计: text(value),
  };
}

function townFields({ town, institutions, inspected, withFindings, overdue, completed, rate }: TownLine): Fields {
  return {
    属地: town ?? noTown,
    机构数: institutions,
    检查数: inspected,
    问题机构数: withFindings,
    逾期数: overdue,
    完成数: completed,
    完成率: amountText(rate, "%"),
  };
}

function leadFields({ lead, findings, open, overdue, closed }: LeadLine): Fields {
  return { 牵头: lead || noLead, 问题数: findings, 未销号数: open, 逾期数: overdue, 销号数: closed };
}

function topicFields({
  institutions,
  completed,
  findings,
  open,
  overdue,
  closed,
}: Omit<TopicLine, "no" | "name">): Fields {
  return {
    问题机构数: institutions,
    完成数: completed,
    问题数: findings,
    未销号数: open,
    逾期数: overdue,
    销号数: closed,
  };
}

function dueFields({ subject, name, town, label, order_number, due_on, lead }: DueFinding): Fields {
  return {
    编号: subject,
    机构: name ?? "",
    属地: town ?? noTown,
    问题: label,
    文号: order_number,
    应于: due_on,
    牵头: lead || noLead,
  };
}

const overdueFields = (finding: DueFinding, on: Day): Fields => ({
  ...dueFields(finding),
  逾期天数: daysBetween(finding.due_on, on),
});

const comingFields = (finding: DueFinding, on: Day): Fields => ({
  ...dueFields(finding),
  剩余天数: daysBetween(on, finding.due_on),
});

function lateFields({ seq, happened_on, actor, summary }: LateRecord): Fields {
  return { 登记序号: seq, 发生: happened_on, 办理人: actor, 内容: summary };
}

function hazardFields({ subject, name, town, label, lead, day }: OpenFinding, on: Day): Fields {
  return {
    编号: subject,
    机构: name ?? "",
    属地: town ?? noTown,
    问题: label,
    牵头: lead || noLead,
    发现: day,
    已过天数: daysBetween(day, on),
  };
}

function rankedFields({ place, town, name, value, change }: Ranked): Fields {
  return {
    名次: place ?? "—",
    属地: town ?? noTown,
    指标: name,
    数值: amountText(value, "%"),
    增减: changeText(change, "%"),
  };
}
