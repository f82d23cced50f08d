/** A served notice or decision moves the case on that it was issued from. */
import { stepOfService } from "../../campaign/index.ts";
import type { Calendar, Day, Plan, StepDocument } from "../../campaign/index.ts";
import type { Entry } from "../../ledger/ledger.ts";
import { caseNamed, caseOfOrder } from "../../ledger/acts/cases.ts";

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
  order: Pick<StepDocument, "id" | "kind" | "effect" | "number">,
  servedOn: Day,
): Promise<string | null> {
  if ((order.effect !== "告知" && order.effect !== "处罚") || servedOn > today) return null;
  const id = await caseOfOrder(entry.db, order.id);
  if (id === null) return null;
  const { state } = await caseNamed(entry.db, today, code, String(id));
  const follows = stepOfService({ id, state }, order, { on: servedOn, calendar, plan });
  if (follows === null) return null;
  const { step, problems, fact, stage } = follows;
  if (problems.length > 0)
    return `案件 ${id} 没有跟着登记${step}：${problems.map(({ message }) => message).join("；")}`;
  await entry.add("case_step", fact);
  return `案件 ${id}：${servedOn} ${step}，现在${stage}`;
}
