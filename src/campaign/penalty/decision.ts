/** What a decision rests on and has to say. Articles are of 行政处罚法 (2021) unless another law is named. */
import { hint, next, particular } from "../../base/next.ts";
import type { Hint } from "../../base/next.ts";
import { isOver, lastDayText } from "../calendar.ts";
import type { Calendar } from "../calendar.ts";
import type { Day } from "../../base/day.ts";
import { limitEnd, penaltyLawSince } from "../limits.ts";
import { inForceOn } from "../plan.ts";
import type { Law } from "../plan.ts";
import type { Problem } from "../../base/problem.ts";

/** §59: what a decision has to say. Each is a text as it will stand there. */
export interface DecisionContent {
  /** 当事人的姓名或者名称、地址 */
  readonly party: string;
  readonly address: string;
  /** 违反法律、法规、规章的事实和证据 */
  readonly facts: string;
  readonly evidence: string;
  /** 违反的规定; absent in decisions entered earlier. */
  readonly violated?: string;
  /** 陈述、申辩、听证的情况和采纳意见; absent in decisions entered earlier. */
  readonly pleading?: string;
  /** 行政处罚的种类和依据 */
  readonly basis: string;
  /** 行政处罚的履行方式和期限 */
  readonly performance: string;
  /** 申请行政复议、提起行政诉讼的途径和期限 */
  readonly remedies: string;
  /** 作出决定的行政机关名称 */
  readonly agency: string;
}

/** §44: what a notice has to tell besides the penalty that is intended. */
export interface NoticeContent {
  readonly facts: string;
  readonly evidence: string;
  /** 违反的规定 */
  readonly violated: string;
  /** 处罚依据 */
  readonly basis: string;
  /** 处罚理由; empty where nothing is to be said beyond the facts. */
  readonly reason: string;
}

const noticeNames: readonly (readonly [keyof NoticeContent, string, Hint])[] = [
  ["facts", "违法事实", hint`用 ${particular({ facts: true })} 写明`],
  ["evidence", "证据", hint`用 ${particular({ proof: true })} 写明，或先用 ${next("evidence add")} 登记`],
  ["violated", "违反的规定", hint`用 ${particular({ violates: true })} 写明法律代号或《…》第…条`],
  ["basis", "处罚依据", hint`用 ${particular({ basis: true })} 写明法律代号或《…》第…条`],
];

/** What a notice lacks (§44), all in one pass. */
export function noticeContentProblems(content: NoticeContent): Problem[] {
  return noticeNames
    .filter(([key]) => content[key].trim() === "")
    .map(([, name, hint]) => ({
      code: "notice-incomplete",
      message: `告知书缺少${name}（行政处罚法第四十四条）`,
      hint,
    }));
}

const contentNames: readonly (readonly [Exclude<keyof DecisionContent, "violated" | "pleading">, string, Hint])[] = [
  ["party", "当事人名称", "机构的名称在底数里"],
  ["address", "当事人地址", hint`用 ${particular({ address: true })} 写明，或在底数里补上地址`],
  ["facts", "违法事实", hint`用 ${particular({ facts: true })} 写明`],
  ["evidence", "证据", hint`用 ${particular({ proof: true })} 写明，或先用 ${next("evidence add")} 登记`],
  ["basis", "处罚依据", hint`用 ${particular({ basis: true })} 写明法律名称和条款`],
  [
    "performance",
    "履行方式和期限",
    hint`用 ${particular({ performance: true })} 写明，如 ${particular({ performance: "收到决定书之日起15日内到指定银行缴纳" })}`,
  ],
  [
    "remedies",
    "复议、诉讼的途径和期限",
    hint`用 ${particular({ remedies: true })} 写明，如 ${particular({ remedies: "60日内向某某人民政府申请复议" })}，或6个月内向某某人民法院起诉`,
  ],
  ["agency", "机关名称", hint`用 ${particular({ agency: true })} 写明`],
];

/** What a decision lacks of the six contents (§59), all in one pass. */
export function contentProblems(content: DecisionContent): Problem[] {
  return contentNames
    .filter(([key]) => content[key].trim() === "")
    .map(([, name, hint]) => ({
      code: "decision-incomplete",
      message: `决定书缺少${name}（行政处罚法第五十九条）`,
      hint,
    }));
}

/** What stands against citing these laws: each has to be in force on the day of the act (§37). */
export function basisProblems(laws: readonly Law[], actedOn: Day): Problem[] {
  return laws
    .filter((law) => !inForceOn(law, actedOn))
    .map(({ title, article, from, until }) => ({
      code: "law-not-in-force",
      message: `《${title}》${article}在违法行为之日 ${actedOn} 不适用（${from ?? "…"} 至 ${until ?? "今"}）`,
      hint: hint`改引行为当时的规定；新规定处罚较轻或不认为违法的，用 ${particular({ lighter: true })} 写明理由（行政处罚法第三十七条）`,
    }));
}

/** §36: why it is too late to punish; null while it is not. The five years are of the law since 2021-07-15, for what ended since. */
export function limitationProblem(calendar: Calendar, actedOn: Day, on: Day, five: boolean): Problem | null {
  const longer = five ? limitEnd(calendar, "处罚时效五年", actedOn) : null;
  const end = longer ?? limitEnd(calendar, "处罚时效", actedOn);
  if (end === null || !isOver(end, on)) return null;
  return {
    code: "time-barred",
    message: `违法行为终了于 ${actedOn}，到 ${lastDayText(end)} 已过${longer ? "五" : "二"}年，不再给予处罚（行政处罚法第三十六条）`,
    hint: longer
      ? hint`核对 ${particular({ acted: true })} 的日期`
      : five
        ? hint`五年的时效自 ${penaltyLawSince} 起施行，此前终了的行为是二年；核对 ${particular({ acted: true })} 的日期`
        : hint`涉及公民生命健康安全、金融安全且有危害后果的，用 ${particular({ fiveYears: true })} 写明理由；此前已被发现的，${particular({ on: true })} 写发现后立案的日期`,
  };
}
