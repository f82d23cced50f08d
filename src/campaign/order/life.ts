/** The life of an order (文书) from 签发 to 办结: its stages, and what may be done in each. */
import { hint, next } from "../../base/next.ts";
import type { Hint } from "../../base/next.ts";
import { mayDo } from "../life.ts";
import type { Life } from "../life.ts";
import type { Problem } from "../../base/problem.ts";

/** Stages of an order, in the order of its life; which one it is in is derived in standing/. */
export const orderStages = ["已签发", "已送达", "已到期", "办结", "已撤回"] as const;

export type OrderStage = (typeof orderStages)[number];

export const orderActs = ["送达", "送达未成", "收回回证", "延期", "放弃申辩", "撤回"] as const;

export type OrderAct = (typeof orderActs)[number];

/** What may be done to an order in each stage; its parts are the findings that it takes up. */
export const orderLife: Life<OrderStage, OrderAct> = {
  of: "文书",
  states: orderStages,
  acts: orderActs,
  moves: {
    已签发: { 送达: "已送达", 送达未成: "已签发", 撤回: "已撤回" },
    已送达: { 收回回证: "已送达", 延期: "已送达", 放弃申辩: "已送达", 撤回: "已撤回" },
    已到期: { 收回回证: "已到期", 延期: "已送达", 放弃申辩: "已到期", 撤回: "已撤回" },
    办结: { 收回回证: "办结" },
    已撤回: {},
  },
  runsOut: { 已送达: "已到期" },
  partsDone: { 已签发: "办结", 已送达: "办结", 已到期: "办结" },
};

/** Why the act may not be done to this order now; null when it may. */
export function orderProblem(
  act: OrderAct,
  { number, stage }: { readonly number: string; readonly stage: OrderStage },
): Problem | null {
  if (mayDo(orderLife, stage, act)) return null;
  const hints: Record<OrderStage, Hint> = {
    已签发: hint`先登记送达：${next("order serve", [number], { to: "收件人" })}`,
    已送达: hint`用 ${next("order show", [number])} 看送达情况；登记错了的用 ${next("undo")} 撤销那一次登记`,
    已到期: hint`用 ${next("order show", [number])} 看办理经过；到期后先复查：${next("review", [number])}`,
    办结: hint`问题都已销号，不用再办；用 ${next("order show", [number])} 看办理经过`,
    已撤回: hint`撤回的文书不能再用，文号不再使用；需要的重新签发：${next("order issue")}`,
  };
  const again = act === "送达" && (stage === "已送达" || stage === "已到期") ? "再次" : "";
  return { code: "order-stage", message: `${number} 现在是“${stage}”，不能${again}${act}`, hint: hints[stage] };
}
