/** Orders of a subject, from issue to the last act. */
import type { Day } from "../../campaign/index.ts";
import type { Reading } from "../ledger.ts";
import { joined, rowsOf } from "./event.ts";
import type { EventKind, Told } from "./event.ts";

/** Orders, and all that has become of them. */
export async function orderEvents(db: Reading, asOf: Day, subject: number): Promise<Told[]> {
  const orders = await db.selectFrom("orders").selectAll().where("subject", "=", subject).execute();
  const numbers = new Map(orders.map(({ id, number }) => [id, number]));
  const about: About = (row, what, words) => ({
    day: row.happened_on,
    entry: row.entry,
    what,
    text: joined([numbers.get(row.order_id) ?? "", ...words]),
  });
  const ids = [...numbers.keys()];
  return [
    ...orders.map((order) =>
      about({ ...order, order_id: order.id }, "文书", [
        order.kind,
        `签发 ${order.issuer}`,
        order.deadline === null ? "" : `期限 ${order.deadline}`,
      ]),
    ),
    ...(await serviceEvents(db, ids, about)),
    ...(await changeEvents(db, ids, about)),
  ].filter(({ day }) => day <= asOf);
}

/** An event of an order, by its number. */
type About = (
  row: { readonly order_id: number; readonly entry: number; readonly happened_on: Day },
  what: EventKind,
  words: readonly string[],
) => Told;

async function serviceEvents(db: Reading, orders: number[], about: About): Promise<Told[]> {
  const services = await rowsOf(orders, (some) =>
    db
      .selectFrom("service")
      .innerJoin("journal", "journal.seq", "service.entry")
      .selectAll("service")
      .select("journal.happened_on as act_on")
      .where("order_id", "in", some)
      .execute(),
  );
  const attempts = await rowsOf(orders, (some) =>
    db.selectFrom("service_attempt").selectAll().where("order_id", "in", some).execute(),
  );
  const receipts = await rowsOf(orders, (some) =>
    db
      .selectFrom("service_return")
      .innerJoin("service", "service.id", "service_return.service")
      .where("service.order_id", "in", some)
      .selectAll("service_return")
      .select("service.order_id")
      .execute(),
  );
  return [
    ...services
      .filter(({ method }) => method === "公告")
      .map((row) => about({ ...row, happened_on: row.act_on }, "送达", [`公告，${row.happened_on} 视为送达`])),
    ...services.map((row) =>
      about(row, "送达", [
        `${row.method}送达`,
        `收件人 ${row.recipient}`,
        row.due_on === null ? (row.due_rule ?? "") : `到期 ${row.due_on}`,
        row.note,
      ]),
    ),
    ...attempts.map((row) => about(row, "送达", [`${row.method}送达未成：${row.outcome}`, row.note])),
    ...receipts.map((row) => about(row, "送达", ["送达回证收回", `${row.signed_by}签收`, row.note])),
  ];
}

/** Extensions, withdrawals, and defences given up. */
async function changeEvents(db: Reading, orders: number[], about: About): Promise<Told[]> {
  const extensions = await rowsOf(orders, (some) =>
    db.selectFrom("extension").selectAll().where("order_id", "in", some).execute(),
  );
  const withdrawals = await rowsOf(orders, (some) =>
    db.selectFrom("withdrawal").selectAll().where("order_id", "in", some).execute(),
  );
  const waivers = await rowsOf(orders, (some) =>
    db.selectFrom("waiver").selectAll().where("order_id", "in", some).execute(),
  );
  return [
    ...extensions.map((row) => about(row, "延期", [`延期到 ${row.due_on}`, row.reason, `批准人 ${row.approver}`])),
    ...withdrawals.map((row) => about(row, "撤回", [row.reason])),
    ...waivers.map((row) => about(row, "放弃申辩", [row.reason])),
  ];
}
