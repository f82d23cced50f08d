/** Orders (文书) as facts: issued and served; what is asked of them, and how one is found again. */
import { sql } from "kysely";
import type { Day } from "../campaign/index.ts";
import { grouped, misuse } from "../campaign/index.ts";
import type { NumberTaken, OrderEffect, OrderStage } from "../campaign/index.ts";
import { documentsNamed } from "./document-numbers.ts";
import type { Entry, New, Reading } from "./ledger.ts";
import { ordersNow, standing } from "./standing.ts";
import type { OrderNow } from "./standing.ts";
import type { OrderFindingRow, OrderRow, ServiceProofRow, ServiceRow } from "./tables.ts";
import { takenBack } from "./taken-back.ts";

/** An order that a finding is under; withdrawn ones are left out. */
export interface OrderOver {
  readonly finding: number;
  readonly id: number;
  readonly number: string;
  readonly kind: string;
  readonly effect: OrderEffect;
  readonly served_on: Day | null;
  readonly waived_on: Day | null;
  readonly due_on: Day | null;
  readonly stage: OrderStage;
}

/** The orders of every finding of a campaign, oldest first. */
export async function ordersOver(
  db: Reading,
  asOf: Day,
  campaign: string,
): Promise<ReadonlyMap<number, readonly OrderOver[]>> {
  const query = sql<OrderOver>`with ${standing(asOf)}
    select order_finding.finding, order_now.id, number, kind, effect, served_on, waived_on, due_on, stage
    from order_finding join order_now on order_now.id = order_finding.order_id
    where withdrawn_on is null and campaign = ${campaign} order by order_now.id`;
  return grouped((await query.execute(db)).rows, ({ finding }) => finding);
}

/** The orders of a campaign that were not withdrawn, by subject, oldest first. */
export async function subjectOrders(
  db: Reading,
  asOf: Day,
  campaign: string,
): Promise<ReadonlyMap<number, readonly OrderNow[]>> {
  const orders = await ordersNow(db, asOf, { campaign });
  return grouped(
    orders.filter(({ withdrawn_on }) => withdrawn_on === null),
    ({ subject }) => subject,
  );
}

/** Every number given in a year, to orders and papers, in any campaign, taken back or not. */
export async function numbersTaken(db: Reading, year: number): Promise<NumberTaken[]> {
  const columns = ["word", "year", "serial", "number"] as const;
  return [
    ...(await db.selectFrom("orders").select(columns).where("year", "=", year).execute()),
    ...(await db.selectFrom("paper").select(columns).where("year", "=", year).execute()),
  ];
}

/** The numbers of the findings that an order takes up. */
export async function findingsOf(db: Reading, order: number): Promise<number[]> {
  const rows = await db
    .selectFrom("order_finding")
    .select("finding")
    .where("order_id", "=", order)
    .orderBy("finding")
    .execute();
  return rows.map(({ finding }) => finding);
}

/** A service on record that has not taken effect by the day (公告 not yet thirty days old). */
export async function pendingServices(db: Reading, day: Day): Promise<ReadonlyMap<number, Day>> {
  const rows = await db
    .selectFrom("service")
    .select(["order_id", "happened_on"])
    .where("happened_on", ">", day)
    .where("entry", "not in", takenBack(db))
    .execute();
  return new Map(rows.map(({ order_id, happened_on }) => [order_id, happened_on]));
}

/** Orders under public notice (公告) on a day, each with the day on which it counts as served. */
export async function noticesRunning(db: Reading, asOf: Day): Promise<ReadonlyMap<number, Day>> {
  const rows = await db
    .selectFrom("service")
    .innerJoin("journal", "journal.seq", "service.entry")
    .select(["service.order_id", "service.happened_on"])
    .where("service.method", "=", "公告")
    .where("journal.happened_on", "<=", asOf)
    .where("service.happened_on", ">", asOf)
    .where("service.entry", "not in", takenBack(db, asOf))
    .execute();
  return new Map(rows.map(({ order_id, happened_on }) => [order_id, happened_on]));
}

/** How many attempts at serving each order failed by the day. */
export async function attemptsOn(db: Reading, day: Day): Promise<ReadonlyMap<number, number>> {
  const rows = await db
    .selectFrom("service_attempt")
    .select("order_id")
    .where("happened_on", "<=", day)
    .where("entry", "not in", takenBack(db))
    .execute();
  const counts = new Map<number, number>();
  for (const { order_id } of rows) counts.set(order_id, (counts.get(order_id) ?? 0) + 1);
  return counts;
}

/** The service of an order that stands; null where there is none. */
export async function serviceOf(db: Reading, order: number): Promise<ServiceRow | null> {
  const row = await db
    .selectFrom("service")
    .selectAll()
    .where("order_id", "=", order)
    .where("entry", "not in", takenBack(db))
    .orderBy("id", "desc")
    .executeTakeFirst();
  return row ?? null;
}

/** What is told of how a service was made; null where nothing is. */
export async function proofOf(db: Reading, service: number): Promise<ServiceProofRow | null> {
  return (await db.selectFrom("service_proof").selectAll().where("service", "=", service).executeTakeFirst()) ?? null;
}

/** The day on which the 送达回证 of a service came back; null where it has not. */
export async function returnOf(db: Reading, service: number): Promise<Day | null> {
  const row = await db
    .selectFrom("service_return")
    .select("happened_on")
    .where("service", "=", service)
    .where("entry", "not in", takenBack(db))
    .executeTakeFirst();
  return row?.happened_on ?? null;
}

/** The orders that a user's words may mean. */
export async function ordersNamed(db: Reading, asOf: Day, campaign: string, query: string): Promise<OrderNow[]> {
  return documentsNamed(await ordersNow(db, asOf, { campaign }), query);
}

/** The one order meant. @throws Stop when none or several fit */
export async function orderNamed(db: Reading, asOf: Day, campaign: string, query: string): Promise<OrderNow> {
  const found = await ordersNamed(db, asOf, campaign, query);
  if (found.length === 0)
    return misuse("unknown-order", `没有这份文书（截至 ${asOf}）：${query}`, {
      hint: "用 tuban order list 看文号；写文号、它的一部分，或短编号后面加 #，如 12#",
    });
  return onlyOrder(found, query);
}

/** The one order among those found. @throws Stop listing the candidates when there are several */
export function onlyOrder(found: readonly OrderNow[], query: string): OrderNow {
  const [only] = found;
  if (only && found.length === 1) return only;
  const shown = found.slice(0, 5).map(({ id, number, kind, addressee }) => `${id}# ${number} ${kind}（${addressee}）`);
  return misuse(
    "ambiguous-order",
    `“${query}”对应 ${found.length} 份文书：${shown.join("；")}${found.length > 5 ? " 等" : ""}`,
    { hint: "改用完整的文号，或 短编号#" },
  );
}

/** An order as it will be recorded, with the findings it takes up. */
export interface IssuedOrder {
  readonly row: New<OrderRow>;
  readonly findings: readonly number[];
}

/** Appends orders and gives the number of the first; the others follow. */
export async function recordOrders(entry: Entry, orders: readonly IssuedOrder[]): Promise<number> {
  const first = await entry.addMany(
    "orders",
    orders.map(({ row }) => row),
  );
  const links = orders.flatMap(({ findings }, index) =>
    findings.map((finding): New<OrderFindingRow> => ({ order_id: first + index, finding })),
  );
  if (links.length > 0) await entry.addMany("order_finding", links);
  return first;
}

/** Appends services and gives the number of the first. */
export async function recordServices(entry: Entry, services: readonly New<ServiceRow>[]): Promise<number> {
  return entry.addMany("service", services);
}
