/** Orders (文书) as facts: issued and served; what is asked of them, and how one is found again. */
import { hint, next } from "../../campaign/index.ts";
import type { Day } from "../../campaign/index.ts";
import { inStretches, misuse, numberOf } from "../../campaign/index.ts";
import type { NumberTaken, ServiceMade } from "../../campaign/index.ts";
import { documentsNamed } from "./document-numbers.ts";
import { lastSerial } from "./reserved-numbers.ts";
import { correctedNow } from "../corrections.ts";
import type { Entry, New } from "../ledger.ts";
import { ordersNow } from "../now.ts";
import type { OrderNow } from "../now.ts";
import type { Db, OrderFindingRow, OrderRow, ServiceProofRow, ServiceRow } from "../tables.ts";
import { takenBack } from "../taken-back.ts";

/** The highest numbers given in a series, to orders and papers, in any campaign, taken back or not; and what is reserved for bundles. */
export async function lastNumbers(
  db: Db,
  { pattern, word, year }: { readonly pattern: string; readonly word: string; readonly year: number },
): Promise<NumberTaken[]> {
  const last: NumberTaken[] = [];
  for (const table of ["orders", "paper"] as const)
    for (let passed = 0, found = false; !found; passed += numbersAtOnce) {
      const given = await db
        .selectFrom(table)
        .select(["word", "year", "serial", "number"])
        .where("word", "=", word)
        .where("year", "=", year)
        .orderBy("serial", "desc")
        .limit(numbersAtOnce)
        .offset(passed)
        .execute();
      const ours = given.find(({ serial, number }) => number === numberOf(pattern, word, year, serial));
      if (ours) last.push(ours);
      found = ours !== undefined || given.length < numbersAtOnce;
    }
  const highest = last.reduce((most, { serial }) => Math.max(most, serial), 0);
  const reserved = await lastSerial(db, { word, year }, highest);
  if (reserved > highest) last.push({ word, year, serial: reserved, number: numberOf(pattern, word, year, reserved) });
  return last;
}

/** Whether an order or a paper has this number, in any campaign, taken back or not. */
export async function isNumberTaken(db: Db, number: string): Promise<boolean> {
  for (const table of ["orders", "paper"] as const)
    if (await db.selectFrom(table).select("id").where("number", "=", number).executeTakeFirst()) return true;
  return false;
}

/** The highest number of a word is of the series, unless the plan has changed its pattern within the year. */
const numbersAtOnce = 20;

/** The numbers of the findings that an order takes up. */
export async function findingsOf(db: Db, order: number): Promise<number[]> {
  const rows = await db
    .selectFrom("order_finding")
    .select("finding")
    .where("order_id", "=", order)
    .orderBy("finding")
    .execute();
  return rows.map(({ finding }) => finding);
}

/** Services on record of these orders, or of all, that have not taken effect by the day (公告 not yet thirty days old). */
export async function pendingServices(db: Db, day: Day, orders?: readonly number[]): Promise<ReadonlyMap<number, Day>> {
  if (orders?.length === 0) return new Map();
  let services = db
    .selectFrom("service")
    .select(["order_id", "happened_on"])
    .where("happened_on", ">", day)
    .where("entry", "not in", takenBack(db));
  if (orders) services = services.where("order_id", "in", [...orders]);
  const rows = await services.execute();
  return new Map(rows.map(({ order_id, happened_on }) => [order_id, happened_on]));
}

/** How many attempts at serving each of these orders failed by the day. */
export async function attemptsOn(db: Db, day: Day, orders: readonly number[]): Promise<ReadonlyMap<number, number>> {
  const rows: { readonly order_id: number }[] = [];
  for (const some of inStretches(orders, 500))
    rows.push(
      ...(await db
        .selectFrom("service_attempt")
        .select("order_id")
        .where("order_id", "in", some)
        .where("happened_on", "<=", day)
        .where("entry", "not in", takenBack(db))
        .execute()),
    );
  const counts = new Map<number, number>();
  for (const { order_id } of rows) counts.set(order_id, (counts.get(order_id) ?? 0) + 1);
  return counts;
}

/** The service of an order that stands; null where there is none. */
export async function serviceOf(db: Db, order: number): Promise<ServiceRow | null> {
  const row = await db
    .selectFrom("service")
    .selectAll()
    .where("order_id", "=", order)
    .where("entry", "not in", takenBack(db))
    .orderBy("id", "desc")
    .executeTakeFirst();
  const [service = null] = row ? await correctedNow(db, "service", [row]) : [];
  return service;
}

/** What is told of how a service was made; null where nothing is. */
export async function proofOf(db: Db, service: number): Promise<ServiceProofRow | null> {
  return (await db.selectFrom("service_proof").selectAll().where("service", "=", service).executeTakeFirst()) ?? null;
}

/** The day on which the 送达回证 of a service came back; null where it has not. */
export async function returnOf(db: Db, service: number): Promise<Day | null> {
  const row = await db
    .selectFrom("service_return")
    .select("happened_on")
    .where("service", "=", service)
    .where("entry", "not in", takenBack(db))
    .executeTakeFirst();
  return row?.happened_on ?? null;
}

/** The one order that a user's words mean; null where they fit none. @throws Stop when several fit */
export async function orderIfAny(db: Db, asOf: Day, campaign: string, query: string): Promise<OrderNow | null> {
  const found = await documentsNamed(db, asOf, { table: "orders", campaign }, query);
  return found.length === 0 ? null : orderNumbered(db, asOf, onlyOrder(found, query).id);
}

/** The one order meant. @throws Stop when none or several fit */
export async function orderNamed(db: Db, asOf: Day, campaign: string, query: string): Promise<OrderNow> {
  return (
    (await orderIfAny(db, asOf, campaign, query)) ??
    misuse("unknown-order", `没有这份文书（截至 ${asOf}）：${query}`, {
      hint: hint`用 ${next("order list")} 看文号；写文号、它的一部分，或短编号后面加 #，如 12#`,
    })
  );
}

/** The order of that number as it stands on a day; null where it is not in force then. */
async function orderNumbered(db: Db, asOf: Day, id: number): Promise<OrderNow | null> {
  const row = await db.selectFrom("orders").select(["subject", "campaign"]).where("id", "=", id).executeTakeFirst();
  if (!row) return null;
  return (await ordersNow(db, asOf, row)).find((order) => order.id === id) ?? null;
}

/** The one order among those found. @throws Stop listing the candidates when there are several */
export function onlyOrder<Order extends Pick<OrderNow, "id" | "number" | "kind" | "addressee">>(
  found: readonly Order[],
  query: string,
): Order {
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

/** Appends services, each with its 送达回证, and gives the number of the first. */
export async function recordServices(entry: Entry, made: readonly ServiceMade[]): Promise<number> {
  const first = await entry.addMany(
    "service",
    made.map(({ service }) => service),
  );
  await entry.addMany(
    "service_proof",
    made.map(({ proof }, index) => ({ ...proof, service: first + index })),
  );
  return first;
}
