/**
 * The time limits of the law, each by name: how long, in which days, from what, by which article, and since when.
 *
 * 处罚法 §85: its limits of two, three, five and seven days are working days, all others calendar days.
 * 强制法 §69: its limits of ten days and under are working days, longer ones calendar days.
 * A limit within which the office itself has to act never moves past a day off: nothing in the law gives the office more time.
 */
import { hint, particular } from "../base/next.ts";
import type { Calendar, CountedDay, Deadline } from "./calendar.ts";
import { countDays, countDaysBack, deadline, deadlineBefore, formatDuration } from "./calendar.ts";
import type { Day } from "../base/day.ts";
import { inForceOn } from "./plan.ts";
import type { Duration, InForce } from "./plan.ts";
import { misuse, refuse } from "../base/problem.ts";

/** Of each law, the two counts by which a number of days is read as working days. */
export type CountingLaw = "处罚法" | "强制法" | "其他";

export interface Limit extends InForce {
  readonly name: string;
  /** null: the law gives no number, the plan does. Hours are counted by the clock, not by days. */
  readonly length: Duration | { readonly count: number; readonly unit: "小时" } | null;
  /** 之前: the act has to be done so long before the day named. */
  readonly direction: "之内" | "之前" | "之后";
  /** What it is counted from. */
  readonly startsAt: string;
  /** Whether a last day that is a day off moves on. */
  readonly roll: boolean;
  /** Who has to keep it. */
  readonly who: "机关" | "当事人" | "无";
  readonly source: string;
  readonly note: string | null;
}

/** Working or calendar days, as the law that sets the days counts them. */
export function unitBy(law: CountingLaw, count: number): "工作日" | "日" {
  if (law === "处罚法") return [2, 3, 5, 7].includes(count) ? "工作日" : "日";
  return law === "强制法" && count <= 10 ? "工作日" : "日";
}

const penaltyLaw = "行政处罚法（2021年修订）";
const coercionLaw = "行政强制法";
const procedureLaw = "民事诉讼法";
/** In force since (处罚法 §86). */
export const penaltyLawSince = "2021-07-15" as Day;

type Rest = Partial<Pick<Limit, "direction" | "roll" | "who" | "note"> & InForce>;

function limit(name: string, length: Limit["length"], startsAt: string, source: string, rest: Rest = {}): Limit {
  return {
    name,
    length,
    startsAt,
    source,
    direction: "之内",
    roll: false,
    who: "机关",
    note: null,
    from: null,
    until: null,
    ...rest,
  };
}

function penaltyLimit(name: string, count: number, startsAt: string, article: string, rest: Rest = {}): Limit {
  return limit(name, { count, unit: unitBy("处罚法", count) }, startsAt, `${penaltyLaw}${article}`, {
    from: penaltyLawSince,
    ...rest,
  });
}

function coercionLimit(name: string, count: number, startsAt: string, article: string, rest: Rest = {}): Limit {
  return limit(name, { count, unit: unitBy("强制法", count) }, startsAt, `${coercionLaw}${article}`, rest);
}

const months = (count: number): Duration => ({ count, unit: "月" });
const workdays = (count: number): Duration => ({ count, unit: "工作日" });
const days = (count: number): Duration => ({ count, unit: "日" });
const party: Rest = { roll: true, who: "当事人" };
const publicity = "市场监督管理行政处罚信息公示规定（2021）";
const model = "直接约束市场监管部门，其他部门参照";

/** Every limit that the program counts by, in the order of a case. */
export const limits: readonly Limit[] = [
  limit("处罚时效", months(24), "违法行为发生之日（连续、继续的，行为终了之日）", `${penaltyLaw}第三十六条`, {
    note: "二年内未被发现的不再处罚",
  }),
  limit("处罚时效五年", months(60), "违法行为发生之日（连续、继续的，行为终了之日）", `${penaltyLaw}第三十六条`, {
    from: penaltyLawSince,
    note: "涉及公民生命健康安全、金融安全且有危害后果的",
  }),
  penaltyLimit("登记保存处理", 7, "先行登记保存证据之日", "第五十六条"),
  penaltyLimit("案件办理", 90, "立案之日，到作出处罚决定", "第六十条", { note: "法律、法规、规章另有规定的从其规定" }),
  limit("陈述申辩", null, "行政处罚告知书送达之日", `${penaltyLaw}第四十四条、第四十五条`, {
    ...party,
    from: penaltyLawSince,
    note: "法律没有写天数，由方案的先行文书间隔规定",
  }),
  penaltyLimit("听证申请", 5, "听证告知送达之日", "第六十四条", party),
  penaltyLimit("听证通知", 7, "听证举行之日", "第六十四条", { direction: "之前" }),
  penaltyLimit("决定书送达", 7, "作出决定之日（当事人不在场的）", "第六十一条"),
  penaltyLimit("缴纳罚款", 15, "收到决定书之日", "第六十七条", party),
  penaltyLimit("处罚公开撤回", 3, "公开的决定被变更、撤销、确认违法或者无效之日", "第四十八条"),
  limit("公告送达", days(30), "公告之日", `${procedureLaw}第九十五条`, { direction: "之后", who: "无" }),
  limit("行政复议", days(60), "知道该行政行为之日", "行政复议法（2023年修订）第二十条", {
    ...party,
    note: "较早的案件核对当时的条文",
  }),
  limit("行政诉讼", months(6), "知道或者应当知道作出行政行为之日", "行政诉讼法第四十六条", party),
  limit("紧急强制补报", { count: 24, unit: "小时" }, "紧急情况下当场实施行政强制措施之时", `${coercionLaw}第十九条`),
  coercionLimit("查封扣押", 30, "查封、扣押之日", "第二十五条"),
  coercionLimit("查封扣押延长", 30, "原期限届满之日", "第二十五条", { note: "须经批准并书面告知" }),
  coercionLimit("加处罚款满三十日", 30, "加处罚款之日", "第四十六条", { direction: "之后", who: "无" }),
  coercionLimit("催告履行", 10, "催告书送达之日", "第五十四条", party),
  limit("申请强制执行", months(3), "法定的复议、诉讼期限届满之日", `${coercionLaw}第五十三条`),
  limit("处罚信息公示", workdays(20), "作出处罚决定之日", publicity, { note: model }),
  limit("公示撤下", workdays(3), "处罚决定被变更、撤销等之日", publicity, { note: model }),
  limit("公示期三个月", months(3), "公示之日", publicity, {
    direction: "之后",
    who: "无",
    note: `通报批评、较低数额罚款；${model}`,
  }),
  limit("公示期三年", months(36), "公示之日", publicity, { direction: "之后", who: "无", note: `其他处罚；${model}` }),
  limit("政府信息公开", workdays(20), "信息形成或者变更之日", "政府信息公开条例第二十六条"),
];

/** The limit of that name, in force on the day. @throws Stop unknown-limit · limit-not-in-force */
export function limitNamed(name: string, on: Day): Limit {
  const wanted = name.trim();
  const found = limits.find((one) => one.name === wanted);
  if (!found)
    return misuse("unknown-limit", `没有这个期限：${wanted}`, {
      hint: `可用：${limits.map((one) => one.name).join("、")}`,
    });
  if (!inForceOn(found, on))
    refuse(
      "limit-not-in-force",
      `${found.name}的期限出自${found.source}，自 ${found.from ?? "…"} 起施行，${on} 还不适用`,
      {
        hint: hint`核对当时的法律，用 ${particular({ days: true })} 写明天数`,
      },
    );
  return found;
}

/** When a limit that starts on a day runs out; null where it did not hold then, or has no number of days. */
export function limitEnd(calendar: Calendar, name: string, start: Day): Deadline | null {
  const found = limits.find((one) => one.name === name);
  if (!found) throw new RangeError(`no such limit: ${name}`);
  const length = daysOfLimit(found);
  if (length === null || !inForceOn(found, start)) return null;
  return endOf(calendar, found, length, start);
}

/** A limit counted from a day, with every day of the count. @throws Stop limit-without-days */
export function countLimit(
  calendar: Calendar,
  found: Limit,
  start: Day,
): { readonly end: Deadline; readonly days: readonly CountedDay[] } {
  const length = daysOfLimit(found);
  if (length === null)
    refuse(
      "limit-without-days",
      `${found.name}不能按日推算：${found.note ?? "自实施之时起按小时计"}（${found.source}）`,
      {
        hint:
          found.length === null
            ? hint`按方案规定的天数推算：${particular({ days: "5", working: true })}`
            : "从当时的钟点算起",
      },
    );
  const end = endOf(calendar, found, length, start);
  return {
    end,
    days:
      found.direction === "之前" ? countDaysBack(calendar, start, length) : countDays(calendar, start, length, found),
  };
}

/** 5个工作日, 24小时, 由方案规定: how long a limit is, in words. */
export function limitLength({ length }: Limit): string {
  if (length === null) return "由方案规定";
  return length.unit === "小时" ? `${length.count}小时` : formatDuration(length);
}

function daysOfLimit({ length }: Limit): Duration | null {
  return length === null || length.unit === "小时" ? null : { count: length.count, unit: length.unit };
}

function endOf(calendar: Calendar, { direction, roll }: Limit, length: Duration, start: Day): Deadline {
  if (direction !== "之前") return deadline(calendar, start, length, { roll });
  const last = deadlineBefore(calendar, start, length.count);
  return { ...last, unit: length.unit, counted: last.settled ? last.due : null };
}
