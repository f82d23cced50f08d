/** Limits that ran into a year without a calendar when they were served (前后): their day is written down once the year is known. */
import { existsSync } from "node:fs";
import { dueDay, parseDuration } from "../../campaign/index.ts";
import type { Calendar, Day } from "../../campaign/index.ts";
import { serviceOf } from "../../ledger/acts/orders.ts";
import { campaignsOn } from "../../ledger/campaigns.ts";
import { isServer } from "../../ledger/engines/storage.ts";
import type { Act } from "../../ledger/ledger.ts";
import { ordersListed } from "../../ledger/spans/orders.ts";
import type { Office } from "../../office.ts";

/** The due day of a served order that had none. */
export interface LaterLimit {
  readonly campaign: string;
  readonly subject: number;
  readonly number: string;
  readonly service: number;
  readonly servedOn: Day;
  readonly due: Day;
}

/** Orders served without a due day that this calendar gives one; none where there is no ledger. */
export async function laterLimits(office: Office, calendar: Calendar): Promise<LaterLimit[]> {
  if (!isServer(office.home.ledger) && !existsSync(office.home.ledger)) return [];
  const { db } = await office.ledger();
  const found: LaterLimit[] = [];
  for (const { code: campaign } of await campaignsOn(db, office.today))
    for (const {
      id,
      subject,
      number,
      deadline,
      due_bound: bound,
      served_on,
      due_on,
      withdrawn_on,
    } of await ordersListed(db, office.today, campaign)) {
      if (served_on === null || due_on !== null || deadline === null || withdrawn_on !== null) continue;
      const { last } = dueDay(calendar, { deadline: parseDuration(deadline), bound }, served_on);
      const service = last?.settled === true ? await serviceOf(db, id) : null;
      if (last?.settled === true && service !== null)
        found.push({ campaign, subject, number, service: service.id, servedOn: served_on, due: last.due });
    }
  return found;
}

/** Writes the days down, each from the day of its service on. */
export async function settleLimits(office: Office, act: Act, limits: readonly LaterLimit[]): Promise<void> {
  const ledger = await office.ledger();
  await ledger.record(act, async (entry) => {
    for (const { campaign, subject, number, service, servedOn, due } of limits)
      await entry.add("correction", {
        campaign,
        subject,
        fact: "service",
        fact_id: service,
        field: "due_on",
        what: `${number} 的到期日`,
        was: null,
        value: due,
        reason: `${due.slice(0, 4)}年放假安排已公布，期限算定`,
        source: "国务院办公厅放假安排的通知",
        happened_on: servedOn,
      });
    entry.describe(
      `放假安排公布，算定期限 ${limits.length} 份：${limits.map(({ number, due }) => `${number} ${due}`).join("、")}`,
    );
  });
}
