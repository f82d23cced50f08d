/** The time that an order leaves, counted from its service, and its extension. */
import { hint, next, particular } from "../../base/next.ts";
import type { Hint, Next } from "../../base/next.ts";
import { deadline, earlierOf, formatDuration, lastDayText, onDay } from "../calendar.ts";
import type { Calendar, LastDay } from "../calendar.ts";
import { addDays } from "../../base/day.ts";
import type { Day } from "../../base/day.ts";
import type { Duration, OrderKind, Plan } from "../plan.ts";
import { misuse, refuse } from "../../base/problem.ts";
import type { Problem } from "../../base/problem.ts";
import type { ProblemCode } from "../../base/problem-code.ts";

/** How long an order leaves: a time counted from service, a last day, both (the earlier holds), or neither. */
export interface TimeLimit {
  readonly deadline: Duration | null;
  readonly bound: Day | null;
}

export interface OrderDue {
  /** The last day on which the demand is met in time; null where the order sets none. */
  readonly last: LastDay | null;
  /** How it was counted, in words. */
  readonly rule: string | null;
}

/** The due day of an order served on a day; the day of service is not counted. */
export function dueDay(calendar: Calendar, { deadline: time, bound }: TimeLimit, servedOn: Day): OrderDue {
  if (time === null)
    return bound === null ? { last: null, rule: null } : { last: onDay(bound), rule: `文书写明的期限 ${bound}` };
  const end = deadline(calendar, servedOn, time);
  const moved =
    end.settled && end.counted !== null && end.due !== end.counted
      ? `，${end.counted} 不是工作日，顺延到 ${end.due}`
      : "";
  const rule = `自送达次日 ${addDays(servedOn, 1)} 起 ${formatDuration(time)}${moved}`;
  const last = bound === null ? end : earlierOf(end, bound);
  const bounded = last.settled && last.due === bound && !(end.settled && end.due === bound);
  return {
    last,
    rule: bounded
      ? `${rule}，到 ${lastDayText(end)}；方案规定不超过 ${bound}`
      : end.settled
        ? rule
        : `${rule}，${lastDayText(last)}${bound === null ? "" : `；方案规定不超过 ${bound}`}`,
  };
}

/** The time limit as a document says it; null where it sets none. */
export function limitText({ deadline: time, bound }: TimeLimit): string | null {
  if (time === null) return bound === null ? null : `${chineseDay(bound)}前（含当日）`;
  const last = bound === null ? "" : `（最迟不超过${chineseDay(bound)}）`;
  return `自送达之日起${formatDuration(time)}内${last}`;
}

/** 2021年7月1日, without padding (GB/T 9704). */
export function chineseDay(day: Day): string {
  return `${Number(day.slice(0, 4))}年${Number(day.slice(5, 7))}月${Number(day.slice(8))}日`;
}

export interface GivenLimit {
  readonly days: Duration | null;
  readonly due: Day | null;
}

/**
 * The time limit of an order of this kind issued on a day. What the command line gives fills what the plan leaves open
 * and may shorten what it sets; the plan's last day (期限不超过) binds what is issued up to that day.
 * @throws Stop when the plan leaves it blank and nothing is given, or what is given goes beyond the plan
 */
export function limitOf(plan: Plan, kind: OrderKind, on: Day, given: GivenLimit): TimeLimit {
  const planBound = kind.deadlineBound !== null && kind.deadlineBound >= on ? kind.deadlineBound : null;
  if (given.due !== null) {
    if (given.due < on)
      misuse("due-before-issue", `期限 ${given.due} 早于签发日期 ${on}`, {
        hint: hint`改 ${particular({ due: true })} 的日期`,
      });
    if (planBound !== null && given.due > planBound)
      refuse("due-beyond-plan", `期限 ${given.due} 超过方案规定的最晚日期 ${planBound}（${kind.name}）`, {
        hint: hint`${particular({ due: true })} 不晚于 ${planBound}`,
      });
    return { deadline: given.days, bound: given.due };
  }
  const time = given.days ?? kind.deadline;
  if (time !== null) return { deadline: time, bound: planBound };
  if (isBlank(plan, limitPath(kind)) || kind.effect === "整改")
    refuse("blank-deadline", `方案没有填写${kind.name}的期限（${limitPath(kind)}）`, {
      hint: hint`本次用 ${particular({ days: "10个工作日" })} 或 ${particular({ due: "日期" })} 给出；一律照办的写进方案：${fillCommand(plan, limitPath(kind), "10个工作日")}`,
    });
  return { deadline: null, bound: planBound };
}

const limitPath = (kind: OrderKind): string => `文书种类.${kind.name}.期限`;

export function isBlank(plan: Plan, path: string): boolean {
  return plan.blanks.some((blank) => blank.path === path);
}

/** The act that writes a blank into the plan. */
export function fillCommand(plan: Plan, path: string, example: string): Next {
  return next("plan adopt", [plan.code], { fill: `${path}=${example}` });
}

/** The order to be extended, as it stands. */
export interface Extendable {
  readonly number: string;
  readonly kind: string;
  readonly dueOn: Day | null;
  readonly extensions: number;
  /** Whether a re-check left something unresolved: then an extension may follow after the due day. */
  readonly unresolved: boolean;
}

/** What stands against a new due day, approved on `on`. */
export function extensionProblems(
  plan: Plan,
  kind: OrderKind,
  order: Extendable,
  { on, to }: { readonly on: Day; readonly to: Day },
): Problem[] {
  const problems: Problem[] = [];
  const no = (code: ProblemCode, message: string, hint: Hint): void => void problems.push({ code, message, hint });
  const path = `文书种类.${kind.name}.延期次数`;
  if (order.dueOn === null)
    no("no-due-day", `${order.number} 没有期限，谈不上延期`, hint`用 ${next("order show", [order.number])} 看内容`);
  else if (to <= order.dueOn)
    no(
      "extension-not-later",
      `新期限 ${to} 不晚于现在的期限 ${order.dueOn}`,
      hint`${particular({ to: true })} 要在 ${order.dueOn} 之后`,
    );
  else if (on > order.dueOn && !order.unresolved)
    no(
      "extension-late",
      `${order.number} 的期限 ${order.dueOn} 已过，${on} 不能直接延期`,
      hint`先复查：${next("review", [order.number])}；没有整改到位的再延期`,
    );
  if (to <= on)
    no("extension-past", `新期限 ${to} 不在批准日期 ${on} 之后`, hint`改 ${particular({ to: true })} 的日期`);
  if (kind.extension === null && isBlank(plan, path))
    no(
      "blank-extension",
      `方案没有填写${kind.name}能延期几次（${path}）`,
      hint`写进方案：${fillCommand(plan, path, "1")}`,
    );
  else if (kind.extension === null)
    no("not-extendable", `方案规定${kind.name}不能延期`, "按期复查；仍未整改的采取方案的下一步");
  else if (order.extensions >= kind.extension.times)
    no(
      "extension-used-up",
      `${order.number} 已延期 ${order.extensions} 次，方案只许 ${kind.extension.times} 次`,
      hint`到期复查：${next("review", [order.number])}`,
    );
  if (kind.deadlineBound !== null && on <= kind.deadlineBound && to > kind.deadlineBound)
    no(
      "extension-beyond-plan",
      `新期限 ${to} 超过方案规定的最晚日期 ${kind.deadlineBound}`,
      hint`${particular({ to: true })} 不晚于 ${kind.deadlineBound}`,
    );
  return problems;
}
