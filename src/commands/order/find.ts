/** The order that a command is about, as it stood on the day of the act and as it stands today. */
import { Stop, beforeIssueProblem, orderActProblem, orderProblem, refuse } from "../../campaign/index.ts";
import type { Day, OrderAct } from "../../campaign/index.ts";
import { findSubject } from "../../ledger/roster/find.ts";
import type { Db } from "../../ledger/tables.ts";
import { onlyOrder, orderIfAny, orderNamed } from "../../ledger/acts/orders.ts";
import { ordersNow } from "../../ledger/now.ts";
import type { OrderNow } from "../../ledger/now.ts";
import type { Office } from "../../office.ts";

/** The order that words name, by its 文号, a part of it or #12; null where they name something else. @throws Stop when several fit, or a 文号 has none */
export async function orderIfNamed(db: Db, day: Day, campaign: string, query: string): Promise<OrderNow | null> {
  return /[#号]/.test(query) ? orderNamed(db, day, campaign, query) : orderIfAny(db, day, campaign, query);
}

/** The order by its 文号 (or part, or #12), else the one order of an institution that the act fits. @throws Stop */
export async function orderMeant(
  office: Office,
  db: Db,
  campaign: string,
  query: string,
  act: OrderAct,
): Promise<OrderNow> {
  const named = await orderIfNamed(db, office.today, campaign, query);
  if (named !== null) return onOfficeDay(office, db, named, act);
  const { subject, name } = await findSubject(db, office.today, query);
  const ours = await ordersNow(db, office.today, { campaign, subject });
  const fitting = ours.filter((order) => orderProblem(act, order) === null);
  const [only] = ours;
  if (!only)
    refuse("no-orders", `${subject} ${name} 还没有下发过文书`, { hint: `先签发：tuban order issue ${subject}` });
  return onOfficeDay(
    office,
    db,
    fitting.length === 0 && ours.length === 1 ? only : onlyOrder(fitting.length === 0 ? ours : fitting, query),
    act,
  );
}

/**
 * The order as it stood on the day of the act. The act must have been possible then, and must not contradict what was
 * recorded since. @throws Stop
 */
async function onOfficeDay(office: Office, db: Db, latest: OrderNow, act: OrderAct): Promise<OrderNow> {
  const { on, today } = office;
  const early = beforeIssueProblem(act, latest, on);
  if (early) throw new Stop(1, [early]);
  const then =
    on === today
      ? latest
      : ((await ordersNow(db, on, { campaign: latest.campaign, subject: latest.subject })).find(
          ({ id }) => id === latest.id,
        ) ?? latest);
  const problem = orderActProblem(act, { onDay: then, latest });
  if (problem) throw new Stop(1, [problem]);
  return then;
}
