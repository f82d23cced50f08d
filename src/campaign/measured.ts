/** 测得: items that are answered by a number, and judged by a threshold of the plan (一次性收费不超过60课时). */
import type { Day } from "../base/day.ts";
import type { Given } from "./inspection.ts";
import { hint } from "../base/next.ts";
import { fillCommand, isBlank } from "./order/limit.ts";
import { inForceOn } from "./plan.ts";
import type { Item, Plan, Threshold } from "./plan.ts";
import type { Problem } from "../base/problem.ts";

/** The number in 72课时, 72 课时 or 72; null where the text is none, or in another unit. */
export function readMeasure(text: string, unit: string): number | null {
  const [, digits, written = ""] = /^(\d+(?:\.\d+)?)\s*(\S*)$/.exec(text.normalize("NFKC").trim()) ?? [];
  return digits !== undefined && (written === "" || written === unit) ? Number(digits) : null;
}

/**
 * The answer that a measured number is: more than the threshold that is in force on the day is a fault. What was measured, and against
 * what, is its note.
 */
export function measuredAnswer(plan: Plan, item: Item, text: string, on: Day): Given | Problem {
  const { measured } = item;
  if (!measured)
    return {
      code: "item-not-measured",
      message: `检查项 ${item.code} 不按量登记`,
      hint: `直接写 ${item.code} 合格、不合格或不适用`,
    };
  const { unit, limit } = measured;
  const value = readMeasure(text, unit);
  if (value === null)
    return {
      code: "bad-measure",
      message: `检查项 ${item.code} 测得的数看不懂：${text}`,
      hint: `写数，单位是${unit}：72${unit}`,
    };
  const threshold = thresholdOn(plan, limit, on);
  if (threshold?.value == null) {
    const path = `阈值.${limit}.数值`;
    return {
      code: "blank-threshold",
      message: `方案没有填写“${limit}”（${on}），测得 ${value}${unit} 不能判定`,
      hint: isBlank(plan, path)
        ? hint`写进方案：${fillCommand(plan, path, "60")}；或者自己判定：合格、不合格`
        : "在方案“阈值”里写上那一天适用的数",
    };
  }
  const most = Number(threshold.value);
  return {
    answer: value > most ? "不合格" : "合格",
    note: `测得 ${value}${unit}，上限 ${most}${threshold.unit}`,
  };
}

const thresholdOn = ({ thresholds }: Plan, name: string, on: Day): Threshold | undefined =>
  thresholds.find((one) => one.name === name && inForceOn({ from: one.from ?? null, until: one.until ?? null }, on));
