/** What may still happen to an order after it was issued: served, extended, waived, returned, withdrawn. */
import { hint, next, particular } from "../../base/next.ts";
import type { Day } from "../../base/day.ts";
import { orderProblem } from "../order/life.ts";
import type { OrderAct, OrderStage } from "../order/life.ts";
import type { Problem } from "../../base/problem.ts";

/** The order as it stood on the day of the act, and as it stands today. */
export interface OrderKnown {
  readonly onDay: { readonly number: string; readonly stage: OrderStage };
  readonly latest: { readonly number: string; readonly stage: OrderStage; readonly happened_on: Day };
}

/** Why there is no such order yet on the day of the act; null when there is. */
export function beforeIssueProblem(act: OrderAct, latest: OrderKnown["latest"], on: Day): Problem | null {
  if (latest.happened_on <= on) return null;
  return {
    code: "before-issue",
    message: `${latest.number} 是 ${latest.happened_on} 签发的，${on} 还没有，不能${act}`,
    hint: hint`核对 ${particular({ on: true })} 的日期`,
  };
}

/**
 * Why the act may not be done on its day: it must have been possible then, and must not contradict what was recorded since. What
 * is at its end today stays so, and nobody is served twice.
 */
export function orderActProblem(act: OrderAct, { onDay, latest }: OrderKnown): Problem | null {
  const ended = latest.stage === "办结" || latest.stage === "已撤回";
  return orderProblem(act, ended ? latest : onDay) ?? (act === "送达" ? orderProblem(act, latest) : null);
}

/** Who approves and who records. @see 方案 文书种类.延期: a leader other than the person who handles it */
export function approverProblems(
  { approver, actor, known }: { readonly approver: string; readonly actor: string; readonly known: boolean },
  { on, today }: { readonly on: Day; readonly today: Day },
): Problem[] {
  if (approver === actor)
    return [
      {
        code: "approver-is-actor",
        message: `${approver} 是办理人，不能批准自己办的延期`,
        hint: hint`${particular({ approver: true })} 写批准的负责人；由别人经办的加 ${particular({ as: "姓名" })}`,
      },
    ];
  if (known) return [];
  return [
    {
      code: "unknown-person",
      message: `批准人不在人员名册里：${approver}`,
      hint: hint`先登记：${next("person add", [approver], { unit: "单位", ...(on !== today && { on }) })}`,
    },
  ];
}
