/** Whether the conditions of lists (名单的条件、情形) can be met at all under the plan. */
import type { GateName, ListRule, OrderEffect, Plan, Problem, Situation } from "../../../campaign/index.ts";
import { called, itemsOf } from "./parts.ts";
import type { Locate } from "./parts.ts";

/** A condition that nobody can ever meet keeps everybody off the list, and is noticed on the day of publication. */
export function listConditionsCanBeMet(plan: Plan, locate: Locate): Problem[] {
  return plan.lists.flatMap((list) =>
    list.gates.flatMap((gate): Problem[] => {
      const fault = gateFault(plan, list, gate);
      if (fault === null) return [];
      const message = `${list.name}的条件“${gate}”永远满足不了：${fault.why}。`;
      return [{ code: "plan-gate-never", message, hint: fault.hint, place: locate(list, "条件", gate) }];
    }),
  );
}

interface Fault {
  readonly why: string;
  readonly hint: string;
}

function gateFault(plan: Plan, list: ListRule, gate: GateName): Fault | null {
  const lacks = (effects: readonly OrderEffect[]): boolean =>
    !plan.orderKinds.some(({ effect }) => effects.includes(effect));
  if (gate === "已告知" && lacks(["告知"]))
    return { why: "方案里没有作用为“告知”的文书", hint: "在“文书种类”里写上处罚告知书，或从“条件”里去掉这一项。" };
  if (gate === "已决定并送达" && lacks(["处罚", "取缔"]))
    return {
      why: "方案里没有作用为“处罚”或“取缔”的文书",
      hint: "在“文书种类”里写上处罚决定书，或从“条件”里去掉这一项。",
    };
  if (gate === "申辩期满" && !isDefenceTimed(plan))
    return {
      why: "没有哪种处罚、取缔的文书以告知书为先行文书，申辩期不知道多长",
      hint: "在处罚决定书里写上“先行文书: { 名称: 行政处罚告知书, 间隔: … }”，或从“条件”里去掉这一项。",
    };
  if (gate === "未在黑名单" && list.name === "黑名单")
    return { why: "已在黑名单上的，下一版就要移出", hint: "从黑名单的“条件”里去掉这一项。" };
  if (gate === "有证有照" && list.situations.length > 0 && list.situations.every(excludesLicensed))
    return {
      why: "它的情形都只限证照不齐的",
      hint: "从“条件”里去掉这一项，或改“情形”的证照。",
    };
  return null;
}

const excludesLicensed = ({ classes }: Situation): boolean => classes.length > 0 && !classes.includes("有证有照");

/** A decision waits for its notice: then the time for the defence has a length, or is a blank that is told. */
function isDefenceTimed({ orderKinds }: Plan): boolean {
  const notices = new Set(orderKinds.filter(({ effect }) => effect === "告知").map(({ name }) => name));
  return orderKinds.some(
    ({ effect, after }) => (effect === "处罚" || effect === "取缔") && after !== null && notices.has(after.kind),
  );
}

/** A situation asks for findings of a severity that no item of its topics has: nobody is ever in it. */
export function listSituationsCanArise(plan: Plan, locate: Locate): Problem[] {
  return plan.lists.flatMap((list) =>
    list.situations.flatMap((situation): Problem[] => {
      const { severities, topics, name } = situation;
      if (severities.length === 0) return [];
      const items = itemsOf(plan).filter(({ topic }) => topics.length === 0 || topics.includes(topic));
      if (items.some(({ severity }) => severities.includes(severity))) return [];
      const which = topics.length === 0 ? "检查项" : `治理内容 ${topics.join("、")} 的检查项`;
      return [
        {
          code: "plan-situation-never",
          message: `${list.name}${called("情形", name)}要有${severities.join("、")}的问题，${which}里没有这样的。`,
          hint: "改“严重程度”或“内容”，或给检查项定这样的严重程度。",
          place: locate(situation, "严重程度"),
        },
      ];
    }),
  );
}
