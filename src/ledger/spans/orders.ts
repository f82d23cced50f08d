/** Orders of a whole campaign as they stand on a day, from their spans. */
import { sql } from "kysely";
import type { Day, OrderStage } from "../../campaign/index.ts";
import { fromJson } from "../json.ts";
import type { Db, MoreOfOrder, OrderRow, SpanRow } from "../tables.ts";
import { dayOrNull, standsOn, traitsWhere } from "./read.ts";

const columns = [
  "id",
  "subject",
  "kind",
  "effect",
  "issuer",
  "number",
  "addressee",
  "deadline",
  "due_bound",
  "happened_on",
] as const satisfies readonly (keyof OrderRow)[];

/** An order as lists show it. */
export interface ListedOrder extends Pick<OrderRow, (typeof columns)[number]>, MoreOfOrder {
  readonly stage: OrderStage;
  readonly served_on: Day | null;
  /** With extensions. */
  readonly due_on: Day | null;
}

type Read = Pick<ListedOrder, (typeof columns)[number]> &
  Pick<SpanRow, "trait" | "more"> & { readonly served: number | null; readonly due: number | null };

/** Oldest first. */
export async function ordersListed(db: Db, asOf: Day, campaign: string): Promise<ListedOrder[]> {
  const traits = await traitsWhere(db, "order", (one) => one.campaign === campaign);
  const names = sql.join(columns.map((column) => sql.ref(`orders.${column}`)));
  const { rows } = await sql<Read>`
    select ${names}, span.trait, span.more, span.served_on as served, span.due_on as due
    from span join orders on orders.id = span.thing
    where ${standsOn("order", asOf)} and ${traits.in()} order by orders.id`.execute(db);
  return rows.map((row) => listed(row, traits.of.get(row.trait)?.stage as OrderStage));
}

function listed(row: Read, stage: OrderStage): ListedOrder {
  const { extensions, withdrawn_on, waived_on, findings, closed } = fromJson(row.more ?? nothingMore);
  return {
    id: row.id,
    subject: row.subject,
    kind: row.kind,
    effect: row.effect,
    issuer: row.issuer,
    number: row.number,
    addressee: row.addressee,
    deadline: row.deadline,
    due_bound: row.due_bound,
    happened_on: row.happened_on,
    stage,
    served_on: dayOrNull(row.served),
    due_on: dayOrNull(row.due),
    extensions,
    withdrawn_on,
    waived_on,
    findings,
    closed,
  };
}

/** Every span of an order has its own. */
const nothingMore: NonNullable<SpanRow["more"]> =
  '{"extensions":0,"withdrawn_on":null,"waived_on":null,"findings":0,"closed":0}';

/** Which orders, not withdrawn, each finding is under: by finding the numbers of orders, oldest first. */
export async function ordersByFinding(
  db: Db,
  asOf: Day,
  campaign: string,
): Promise<ReadonlyMap<number, readonly number[]>> {
  const traits = await traitsWhere(db, "order", (one) => one.campaign === campaign && one.stage !== "已撤回");
  const { rows } = await sql<{ finding: number; order_id: number }>`
    select order_finding.finding, order_finding.order_id from span join order_finding on order_finding.order_id = span.thing
    where ${standsOn("order", asOf)} and ${traits.in()} order by order_finding.order_id`.execute(db);
  const orders = new Map<number, number[]>();
  for (const { finding, order_id: order } of rows) {
    const known = orders.get(finding);
    if (known) known.push(order);
    else orders.set(finding, [order]);
  }
  return orders;
}

/** Orders, in force or not, that took up a finding which is overdue. */
export async function ordersOfOverdue(db: Db, asOf: Day, campaign: string): Promise<ReadonlySet<number>> {
  const traits = await traitsWhere(db, "finding", (one) => one.campaign === campaign && one.overdue === true);
  const { rows } = await sql<{ order_id: number }>`
    select distinct order_finding.order_id from span join order_finding on order_finding.finding = span.thing
    where ${standsOn("finding", asOf)} and ${traits.in()}`.execute(db);
  return new Set(rows.map(({ order_id }) => order_id));
}

/** By order: how many findings are under its clock that are neither closed nor found to be put right. */
export async function unresolvedUnder(db: Db, asOf: Day, campaign: string): Promise<ReadonlyMap<number, number>> {
  const traits = await traitsWhere(
    db,
    "finding",
    (one) => one.campaign === campaign && one.stage !== "销号" && one.outcome !== "已整改",
  );
  const { rows } = await sql<{ order_id: number; count: number | string }>`
    select order_id, count(*) as count from span
    where ${standsOn("finding", asOf)} and ${traits.in()} and order_id is not null group by order_id`.execute(db);
  return new Map(rows.map(({ order_id, count }) => [order_id, Number(count)]));
}
