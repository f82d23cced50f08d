/** Service of an order (送达): its methods, what each asks to be put on record, and from when it counts. */
import { hint, next, particular } from "../../base/next.ts";
import type { Hint } from "../../base/next.ts";
import { addDays } from "../../base/day.ts";
import type { Day } from "../../base/day.ts";
import type { Problem } from "../../base/problem.ts";

export const serviceMethods = ["直接", "留置", "电子", "邮寄", "公告"] as const;

export type ServiceMethod = (typeof serviceMethods)[number];

/** What is put on record of a service; empty text where nothing was given. */
export interface ServiceAct {
  readonly method: ServiceMethod;
  readonly note: string;
  /** 见证人 of 留置. */
  readonly witness: string;
  /** Whether it was photographed or filmed: what shows it, or that files were handed in. */
  readonly recording: string;
  /** 电子: the signed consent to this way of service. */
  readonly consent: string;
  /** 邮寄: number of the mail. */
  readonly mailNo: string;
  /** 邮寄: the day written on the receipt. */
  readonly receivedOn: Day | null;
  /** 留置: how it was refused; 公告: why nothing else is possible. */
  readonly reason: string;
  /** 公告: where the notice was published. */
  readonly place: string;
  /** Attempts on record that did not succeed. */
  readonly attempts: number;
}

/** What may come of an attempt at service. */
export const attemptOutcomes = ["拒收", "不在", "查无此人", "退回"] as const;

/** The day on which the order counts as served, when the act of service was done on `on`; 公告 counts from thirty days after (民诉法 第九十五条). */
export function servedDay(method: ServiceMethod, on: Day): Day {
  return method === "公告" ? addDays(on, noticeDays) : on;
}

/** Not moved off days off: nobody has to act within them. */
const noticeDays = 30;

/** What a method of service asks to be put on record (民诉法 第八十五条至第九十五条; 行政处罚法 第六十一条), all that is missing in one pass. */
export function serviceProblems(act: ServiceAct): Problem[] {
  const wanted = proofOf[act.method];
  return wanted
    .filter(({ given }) => !given(act))
    .map(({ message, hint }) => ({ code: "service-proof", message: `${act.method}送达${message}`, hint }));
}

interface Proof {
  readonly given: (act: ServiceAct) => boolean;
  readonly message: string;
  readonly hint: Hint;
}

const proofOf: Readonly<Record<ServiceMethod, readonly Proof[]>> = {
  直接: [],
  留置: [
    {
      given: ({ witness, recording }) => witness !== "" || recording !== "",
      message: "要有见证人，或者拍照、录像",
      hint: hint`加 ${particular({ witness: "见证人" })}，或 ${particular({ recording: "录像一段" })}；照片、录像用 ${particular({ evidence: true })} 附上`,
    },
    {
      given: ({ reason, attempts }) => reason !== "" || attempts > 0,
      message: "要记明拒收的情况",
      hint: hint`加 ${particular({ reason: "拒收事由" })}，如 ${particular({ reason: "法定代表人看后拒绝签字" })}；或先用 ${next("order attempt")} 登记拒收`,
    },
  ],
  电子: [
    {
      given: ({ consent }) => consent !== "",
      message: "要受送达人签名同意",
      hint: hint`加 ${particular({ consent: "同意的依据" })}，如 ${particular({ consent: "2021-07-15签的电子送达确认书" })}`,
    },
    {
      given: ({ place, note }) => place !== "" || note !== "",
      message: "要记明送到哪里",
      hint: hint`加 ${particular({ place: "传真号或电子邮箱" })}`,
    },
  ],
  邮寄: [
    {
      given: ({ mailNo }) => mailNo !== "",
      message: "要记明邮件号",
      hint: hint`加 ${particular({ mailNo: "邮件号" })}`,
    },
    {
      given: ({ receivedOn }) => receivedOn !== null,
      message: "以回执上注明的收件日期为送达日期",
      hint: hint`加 ${particular({ received: "收件日期" })}；还没有收到回执的等回执来了再登记`,
    },
  ],
  公告: [
    {
      given: ({ reason }) => reason !== "",
      message: "要记明原因和经过",
      hint: hint`加 ${particular({ reason: "原因" })}，如 ${particular({ reason: "下落不明" })}，或 ${particular({ reason: "其他方式都无法送达" })}`,
    },
    {
      given: ({ place }) => place !== "",
      message: "要记明公告登在哪里",
      hint: hint`加 ${particular({ place: true })} 如 ${particular({ place: "区政府网站和办学地点门口" })}`,
    },
    {
      given: ({ reason, attempts }) => attempts > 0 || reason.includes("下落不明"),
      message: "只在受送达人下落不明，或者用其他方式都无法送达时用",
      hint: hint`先登记试过的方式：${next("order attempt", ["文号"], { method: "直接", outcome: "不在" })}；下落不明的在 ${particular({ reason: true })} 写明`,
    },
  ],
};
