/** A plan as an official would read it: Markdown, in the plan's own order. */
import type { Indicator, Item, Plan, Register } from "../campaign/index.ts";
import { filterText, formatDuration } from "../campaign/index.ts";
import { plain } from "./plain.ts";

export function planText(plan: Plan): string {
  const parts = [
    `# ${plan.name}（${plan.code}）`,
    section("工作目标", plan.goals),
    section("阶段", plan.phases.map(phaseText)),
    ...plan.topics.map((topic) => section(`治理内容 ${topic.no}. ${topic.text}`, topic.items.map(itemText))),
    section("处置路由（先合先得）", plan.routes.map(routeText)),
    section("文书", plan.orderKinds.map(orderKindText)),
    section(
      "名单",
      plan.lists.map(({ name, lead, gates }) => `${name}：${lead}；条件 ${gates.join("、")}`),
    ),
    section(
      "四个“一批”",
      plan.buckets.map(({ name, meaning }) => `${name}：${meaning}`),
    ),
    section(
      "零目标",
      plan.zeroTargets.map(({ name, text }) => `${name}：${text}`),
    ),
    section("措施", plan.measures.map(measureText)),
    section(
      "部门职责",
      plan.departments.map(({ name, duties }) => `${name}：${duties.join("；") || "（方案未写明）"}`),
    ),
    section("指标", plan.indicators.map(indicatorText)),
    section("台账", (plan.registers ?? []).map(registerText)),
    section(
      `待填（${plan.blanks.length} 处）`,
      plan.blanks.map(({ path, note }) => `${path}：${note}`),
    ),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

const phaseText = ({ no, name, from, until, lead, outputs }: Plan["phases"][number]): string =>
  `${no}. ${name}（${span(from, until)}）${owners(lead)}${tail(outputs)}`;

const itemText = ({ code, text, severity, classes, categories, lead }: Item): string =>
  `${code} ${text}〔${severity}〕${scope(classes, categories)}${owners(lead)}`;

const routeText = ({ code, text, lead, supporting, orderKind }: Plan["routes"][number]): string =>
  `${code} ${text} → ${lead.join("、")}${helpers(supporting)}${orderKind ? `，${orderKind}` : ""}`;

const orderKindText = ({ name, issuers, deadline, demands }: Plan["orderKinds"][number]): string =>
  `${name}：${issuers.join("、")}签发${deadline ? `，期限 ${formatDuration(deadline)}` : ""}${tail(demands)}`;

const measureText = ({ name, authority, warning }: Plan["measures"][number]): string =>
  `${name}（${authority.join("、")}）${warning ? `——${warning}` : ""}`;

const registerText = ({ name, text, states }: Register): string =>
  `${name}：${text}；${states.map((state) => state.name).join(" → ")}`;

function section(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? "" : `## ${plain(title)}\n\n${lines.map((line) => `- ${plain(line)}`).join("\n")}`;
}

function span(from: string | null, until: string | null): string {
  if (from === null) return until === null ? "日期未定" : `${until} 前`;
  return until === null ? `${from} 以后` : `${from} 至 ${until}`;
}

const owners = (lead: readonly string[]): string => (lead.length === 0 ? "" : `，${lead.join("、")}`);
const helpers = (supporting: readonly string[]): string =>
  supporting.length === 0 ? "" : `（${supporting.join("、")}配合）`;
const tail = (texts: readonly string[]): string => (texts.length === 0 ? "" : `：${texts.join("；")}`);
const scope = (classes: readonly string[], categories: readonly string[]): string =>
  [...classes, ...categories].length === 0 ? "" : `（限${[...classes, ...categories].join("、")}）`;

function indicatorText(indicator: Indicator): string {
  if (indicator.basis === "比率") return `${indicator.name}（%）= ${indicator.numerator} ÷ ${indicator.denominator}`;
  const filter = Object.values(indicator.filter).map(filterText).join("、");
  return `${indicator.name}（${indicator.unit}，${indicator.basis}）：${indicator.set}${filter ? `，限${filter}` : ""}`;
}
