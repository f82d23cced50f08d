/** A plan as an official would read it: Markdown, in the plan's own order. */
import type { Indicator, Plan } from "../campaign/index.ts";
import { formatDuration } from "../campaign/index.ts";
import { plain } from "./plain.ts";

export function planText(plan: Plan): string {
  const parts = [
    `# ${plan.name}（${plan.code}）`,
    section("工作目标", plan.goals),
    section(
      "阶段",
      plan.phases.map(
        (phase) =>
          `${phase.no}. ${phase.name}（${span(phase.from, phase.until)}）${owners(phase.lead)}${tail(phase.outputs)}`,
      ),
    ),
    ...plan.topics.map((topic) =>
      section(
        `治理内容 ${topic.no}. ${topic.text}`,
        topic.items.map(
          (item) =>
            `${item.code} ${item.text}〔${item.severity}〕${scope(item.classes, item.categories)}${owners(item.lead)}`,
        ),
      ),
    ),
    section(
      "处置路由（先合先得）",
      plan.routes.map(
        (route) =>
          `${route.code} ${route.text} → ${route.lead.join("、")}${helpers(route.supporting)}${route.orderKind ? `，${route.orderKind}` : ""}`,
      ),
    ),
    section(
      "文书",
      plan.orderKinds.map(
        (kind) =>
          `${kind.name}：${kind.issuers.join("、")}签发${kind.deadline ? `，期限 ${formatDuration(kind.deadline)}` : ""}${tail(kind.demands)}`,
      ),
    ),
    section(
      "名单",
      plan.lists.map((list) => `${list.name}：${list.lead}；条件 ${list.gates.join("、")}`),
    ),
    section(
      "四个“一批”",
      plan.buckets.map((bucket) => `${bucket.name}：${bucket.meaning}`),
    ),
    section(
      "零目标",
      plan.zeroTargets.map((target) => `${target.name}：${target.text}`),
    ),
    section(
      "措施",
      plan.measures.map(
        (measure) =>
          `${measure.name}（${measure.authority.join("、")}）${measure.warning ? `——${measure.warning}` : ""}`,
      ),
    ),
    section(
      "部门职责",
      plan.departments.map((department) => `${department.name}：${department.duties.join("；") || "（方案未写明）"}`),
    ),
    section("指标", plan.indicators.map(indicatorText)),
    section(
      `待填（${plan.blanks.length} 处）`,
      plan.blanks.map((blank) => `${blank.path}：${blank.note}`),
    ),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

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
  const filter = Object.values(indicator.filter).flat().join("、");
  return `${indicator.name}（${indicator.unit}，${indicator.basis}）：${indicator.set}${filter ? `，限${filter}` : ""}`;
}
