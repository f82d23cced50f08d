/** A served notice or decision moves the case on that it was issued from. */
import { moveCase, stepVerdict } from "../../campaign/index.ts";
import type { Calendar, Day, Plan, StepDetails } from "../../campaign/index.ts";
import { toJson } from "../../ledger/json.ts";
import type { Entry } from "../../ledger/ledger.ts";
import { caseNamed, caseOfOrder } from "../../ledger/acts/cases.ts";
import type { ListedOrder } from "../../ledger/spans/orders.ts";

export interface Following {
  readonly code: string;
  readonly plan: Plan;
  readonly calendar: Calendar;
  readonly today: Day;
}

/** Gives what to tell of the case; null where the order is of none. A step that the law's gates keep back is not recorded, and told. */
export async function followCase(
  entry: Entry,
  { code, plan, calendar, today }: Following,
  order: Pick<ListedOrder, "id" | "kind" | "effect" | "number">,
  servedOn: Day,
): Promise<string | null> {
  if ((order.effect !== "告知" && order.effect !== "处罚") || servedOn > today) return null;
  const number = await caseOfOrder(entry.db, order.id);
  if (number === null) return null;
  const found = await caseNamed(entry.db, today, code, String(number));
  const { state } = found;
  const step = order.effect === "告知" ? "告知" : "送达";
  const details: StepDetails | null =
    step === "送达"
      ? { note: `${order.kind} ${order.number}` }
      : state.proposal && {
          sanctions: state.proposal.sanctions,
          hearing: state.proposal.hearing,
          note: `${order.kind} ${order.number}`,
        };
  if (details === null) return null;
  const { problems } = stepVerdict(number, state, step, { on: servedOn, details, calendar, plan });
  if (problems.length > 0)
    return `案件 ${number} 没有跟着登记${step}：${problems.map(({ message }) => message).join("；")}`;
  await entry.add("case_step", {
    case_id: number,
    step,
    order_id: order.id,
    details: toJson(details),
    happened_on: servedOn,
  });
  return `案件 ${number}：${servedOn} ${step}，现在${moveCase(state.stage, step, state.procedure) ?? state.stage}`;
}
