/** Serving an order (送达): what its method asks for, from when it counts, and when the order is due. */
import { hint, next, particular } from "../../base/next.ts";
import { isSurelyOver, lastDayText, parseDuration } from "../calendar.ts";
import type { Calendar } from "../calendar.ts";
import type { Day } from "../../base/day.ts";
import { toJson } from "../../base/json.ts";
import type { New } from "../facts/column.ts";
import type { KindRows } from "../facts/kinds.ts";
import type { OrderStage } from "../order/life.ts";
import { dueDay } from "../order/limit.ts";
import type { OrderDue } from "../order/limit.ts";
import { servedDay, serviceProblems } from "../order/service.ts";
import type { ServiceAct } from "../order/service.ts";
import { oneProblem } from "../../base/problem.ts";
import type { Problem } from "../../base/problem.ts";
import type { ActLaw } from "./act.ts";
import { orderActProblem } from "./order.ts";

/** An order as the act looks at it; rows of the ledger fit as they are. */
export interface OrderToServe {
  readonly id: number;
  readonly number: string;
  readonly addressee: string;
  readonly stage: OrderStage;
  readonly happened_on: Day;
  readonly deadline: string | null;
  readonly due_bound: Day | null;
}

export interface ServeKnown {
  /** The order on the day of the act and today; the same twice where nothing came between. */
  readonly onDay: OrderToServe;
  readonly latest: OrderToServe;
  /** The day on which a public notice (公告) on record counts as service; null where there is none. */
  readonly pending: Day | null;
  /** Attempts on record that did not succeed. */
  readonly attempts: number;
}

/** How orders are served. */
export interface Serving {
  readonly act: Omit<ServiceAct, "attempts">;
  /** null: each addressee receives its own. */
  readonly recipient: string | null;
  /** Of who took it for the addressee (代收人). */
  readonly relation: string | null;
  /** Names of those who served it. */
  readonly officers: readonly string[];
  /** The day of the act; of 邮寄 the day of receipt. */
  readonly on: Day;
  readonly calendar: Calendar;
}

/** The service, and what stands in its 送达回证, which names the service by its number. */
export interface ServiceMade {
  readonly service: New<KindRows["service"]>;
  readonly proof: Omit<New<KindRows["service_proof"]>, "service">;
}

export const serving: ActLaw<ServeKnown, Serving, ServiceMade> = {
  problems(known, asked) {
    const { onDay, pending, attempts } = known;
    const stage = orderActProblem("送达", known);
    if (stage) return [stage];
    if (pending !== null)
      return oneProblem(
        "service-pending",
        `${onDay.number} 已登记公告送达，${pending} 视为送达`,
        hint`用 ${next("order show", [onDay.number])} 看经过`,
      );
    return [...serviceProblems({ ...asked.act, attempts }), ...timeProblems(onDay, asked)];
  },

  facts({ onDay: { id, addressee, deadline, due_bound } }, asked) {
    const { act, recipient, relation, officers, on, calendar } = asked;
    const effective = servedDay(act.method, on);
    const { last, rule } = dueOf({ deadline, due_bound }, calendar, effective);
    return {
      service: {
        order_id: id,
        happened_on: effective,
        method: act.method,
        recipient: recipient ?? addressee,
        note: noteOf(asked),
        due_on: last?.settled === true ? last.due : null,
        due_rule: rule,
      },
      proof: {
        officers: toJson(officers),
        place: act.place || null,
        relation,
        witness: act.witness || null,
        recording: act.recording || null,
        consent: act.consent || null,
        mail_no: act.mailNo || null,
        reason: act.reason || null,
      },
    };
  },
};

function dueOf(
  { deadline, due_bound }: Pick<OrderToServe, "deadline" | "due_bound">,
  calendar: Calendar,
  effective: Day,
): OrderDue {
  const limit = { deadline: deadline === null ? null : parseDuration(deadline), bound: due_bound };
  return dueDay(calendar, limit, effective);
}

/** It is not received before it is issued; and once the last day that it names has passed, service means nothing. */
function timeProblems(order: OrderToServe, { act, on, calendar }: Serving): Problem[] {
  if (on < order.happened_on)
    return oneProblem(
      "served-before-issue",
      `${order.number} 是 ${order.happened_on} 签发的，不能在 ${on} 收到`,
      hint`核对 ${particular({ received: true })}`,
    );
  const effective = servedDay(act.method, on);
  const { last } = dueOf(order, calendar, effective);
  if (last === null || !isSurelyOver(last, effective)) return [];
  return oneProblem(
    "due-before-service",
    `${order.number} 写明的期限 ${lastDayText(last)} 在送达之日 ${effective} 之前，送达已没有意义`,
    hint`撤回后另定期限重新签发：${next("order withdraw", [order.number], { reason: "期限已过" })}`,
  );
}

/** What the book of the order says of the service. */
function noteOf({ act, relation, on }: Serving): string {
  const { method, place, reason, witness, recording, consent, mailNo, note } = act;
  const parts = [
    method === "公告" ? `${on} 公告于${place}` : place,
    relation === null ? "" : `代收，${relation}`,
    reason,
    witness === "" ? "" : `见证人${witness}`,
    recording,
    consent === "" ? "" : `同意：${consent}`,
    mailNo === "" ? "" : `邮件号 ${mailNo}`,
    note,
  ];
  return parts.filter((part) => part !== "").join("，");
}

/** How a recorded service was made, as the act was asked for: what came back in a bundle is judged by it. */
export function servingOf(
  { method, recipient, note, happened_on }: New<KindRows["service"]>,
  proof: Partial<ServiceMade["proof"]>,
  { on, calendar }: Pick<Serving, "on" | "calendar">,
): Serving {
  const text = (value: string | null | undefined): string => value ?? "";
  const act = {
    method,
    note,
    witness: text(proof.witness),
    recording: text(proof.recording),
    consent: text(proof.consent),
    mailNo: text(proof.mail_no),
    receivedOn: method === "邮寄" ? happened_on : null,
    reason: text(proof.reason),
    place: text(proof.place),
  };
  const { relation = null } = proof;
  return { act, recipient, relation, officers: [], on: method === "邮寄" ? happened_on : on, calendar };
}
