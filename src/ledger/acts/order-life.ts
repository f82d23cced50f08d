/** What happened to an order, from its issue to the close-out of its findings. */
import type { Day } from "../../campaign/index.ts";
import { correctedNow } from "../corrections.ts";
import { annulmentsOf } from "../in-force.ts";
import type { Db } from "../tables.ts";
import type { OrderNow } from "../now.ts";

/** One thing that happened to an order. */
export interface LifeEvent {
  readonly day: Day;
  readonly what: string;
  readonly entry: number;
  readonly actor: string;
  readonly recordedAt: string;
  /** Taken back later. */
  readonly annulled: boolean;
}

type OrderEvent = Pick<LifeEvent, "entry" | "day" | "what">;

/** What happened to an order, by day; what was taken back is marked. */
export async function lifeOf(db: Db, order: OrderNow, asOf: Day): Promise<LifeEvent[]> {
  const events: OrderEvent[] = [
    { entry: order.entry, day: order.happened_on, what: `${order.issuer}签发` },
    ...(await servings(db, order.id)),
    ...(await changes(db, order.id)),
    ...(await reviews(db, order.id)),
  ];
  const entries = await db
    .selectFrom("journal")
    .select(["seq", "actor", "recorded_at"])
    .where(
      "seq",
      "in",
      events.map(({ entry }) => entry),
    )
    .execute();
  const journal = new Map(entries.map((row) => [row.seq, row]));
  const annulments = await annulmentsOf(
    db,
    events.map(({ entry }) => entry),
  );
  const annulled = new Set(annulments.map(({ target }) => target));
  return events
    .filter(({ day }) => day <= asOf)
    .toSorted((a, b) => (a.day === b.day ? a.entry - b.entry : a.day < b.day ? -1 : 1))
    .map((event) => {
      const { actor = "", recorded_at: recordedAt = "" } = journal.get(event.entry) ?? {};
      return { ...event, actor, recordedAt, annulled: annulled.has(event.entry) };
    });
}

/** Services, attempts at them, and receipts (送达回证) that came back. A public notice is told on its day and on the day it serves. */
async function servings(db: Db, order: number): Promise<OrderEvent[]> {
  const recorded = await db
    .selectFrom("service")
    .innerJoin("journal", "journal.seq", "service.entry")
    .selectAll("service")
    .select("journal.happened_on as act_on")
    .where("order_id", "=", order)
    .execute();
  const services = await correctedNow(db, "service", recorded);
  const attempts = await db.selectFrom("service_attempt").selectAll().where("order_id", "=", order).execute();
  const returns = await db
    .selectFrom("service_return")
    .innerJoin("service", "service.id", "service_return.service")
    .where("service.order_id", "=", order)
    .selectAll("service_return")
    .execute();
  return [
    ...services
      .filter(({ method }) => method === "公告")
      .map((one) => ({ entry: one.entry, day: one.act_on, what: `公告，${one.happened_on} 视为送达` })),
    ...services.map((one) => {
      const rule = one.due_rule ?? "";
      const due = one.due_on === null ? (rule === "" ? "" : `；期限：${rule}`) : `；期限 ${one.due_on}（${rule}）`;
      return told(one, `${one.method}送达 ${one.recipient}${noted(one.note)}${due}`);
    }),
    ...attempts.map((one) => told(one, `${one.method}送达未成：${one.outcome}${noted(one.note)}`)),
    ...returns.map((one) => told(one, `送达回证收回，${one.signed_by}签收${noted(one.note)}`)),
  ];
}

/** What changed its course: extensions, a defence given up, its withdrawal. */
async function changes(db: Db, order: number): Promise<OrderEvent[]> {
  const extensions = await db.selectFrom("extension").selectAll().where("order_id", "=", order).execute();
  const waivers = await db.selectFrom("waiver").selectAll().where("order_id", "=", order).execute();
  const withdrawals = await db.selectFrom("withdrawal").selectAll().where("order_id", "=", order).execute();
  return [
    ...extensions.map((one) => told(one, `${one.approver}批准延期到 ${one.due_on}${noted(one.reason)}`)),
    ...waivers.map((one) => told(one, `放弃陈述申辩${noted(one.reason)}`)),
    ...withdrawals.map((one) => told(one, `撤回${noted(one.reason)}`)),
  ];
}

/** Re-checks and close-outs of its findings. */
async function reviews(db: Db, order: number): Promise<OrderEvent[]> {
  const reviewed = await db
    .selectFrom("review_outcome")
    .innerJoin("order_finding", "order_finding.finding", "review_outcome.finding")
    .where("order_finding.order_id", "=", order)
    .selectAll("review_outcome")
    .execute();
  const outcomes = await correctedNow(db, "review_outcome", reviewed);
  const closed = await db
    .selectFrom("close_out")
    .innerJoin("order_finding", "order_finding.finding", "close_out.finding")
    .where("order_finding.order_id", "=", order)
    .selectAll("close_out")
    .execute();
  const closings = await correctedNow(db, "close_out", closed);
  return [
    ...outcomes.map((one) => told(one, `复查 问题 ${one.finding}：${one.outcome}${noted(one.note)}`)),
    ...closings.map((one) => told(one, `${one.closed_by}销号 问题 ${one.finding}`)),
  ];
}

const told = ({ entry, happened_on: day }: { entry: number; happened_on: Day }, what: string): OrderEvent => ({
  entry,
  day,
  what,
});

const noted = (note: string): string => (note === "" ? "" : `（${note}）`);
