/** Orders of a whole campaign as they stand on a day, from their spans. */
import { sql } from "kysely";
import type { RawBuilder } from "kysely";
import { dayNumber, dayOfNumber } from "../../campaign/index.ts";
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

const columnsRead = (): RawBuilder<unknown> => sql`
  ${sql.join(columns.map((column) => sql.ref(`orders.${column}`)))},
  span.trait, span.more, span.served_on as served, span.due_on as due`;

/** Oldest first. */
export async function ordersListed(db: Db, asOf: Day, campaign: string): Promise<ListedOrder[]> {
  const traits = await traitsWhere(db, "order", (one) => one.campaign === campaign);
  const { rows } = await sql<Read>`
    select ${columnsRead()} from span join orders on orders.id = span.thing
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

/** Of which orders a clock may run. */
export interface OrdersAsked {
  /** The last day of the clocks that are asked for; null: all. */
  readonly until: Day | null;
  /** Whether those that only wait for findings to be put right are left to `rectificationsOn`. */
  readonly summed: boolean;
  /** Numbers of orders that are read whatever they say. */
  readonly also: readonly number[];
}

/** An order, and how many findings are under its clock that are neither closed nor found to be put right. */
export interface RunningOrder extends ListedOrder {
  readonly unresolved: number;
}

/**
 * The orders of which a clock may run, oldest first: notices and decisions, those whose limit could not be worked out when they were served,
 * those without findings whose day is still to come, and those with findings that are not put right. The rest of a campaign's orders are done with.
 */
export async function ordersRunning(
  db: Db,
  asOf: Day,
  campaign: string,
  { until, summed, also }: OrdersAsked,
): Promise<RunningOrder[]> {
  const ours = await traitsWhere(db, "order", (one) => one.campaign === campaign);
  const penalties = await traitsWhere(
    db,
    "order",
    ({ campaign: of, effect }) => of === campaign && (effect === "告知" || effect === "处罚"),
  );
  const byThen = until === null ? sql`1 = 1` : sql`span.due_on <= ${dayNumber(until)}`;
  const under = await unresolvedUnder(db, asOf, campaign);
  const waiting = summed ? sql`1 = 0` : sql`(${byThen} and span.thing in (select order_id from (${under}) as waiting))`;
  const { rows } = await sql<Read>`
    select ${columnsRead()} from span join orders on orders.id = span.thing
    where ${standsOn("order", asOf)} and ${ours.in()} and (
      ${penalties.in()} or ${isOneOf(also)}
      or (span.due_on is null and span.served_on is not null and (orders.deadline is not null or orders.due_bound is not null))
      or (${byThen} and span.due_on >= ${dayNumber(asOf)} and span.more like ${withoutFindings})
      or ${waiting}
    ) order by orders.id`.execute(db);
  if (rows.length === 0) return [];
  const counts = await sql<{ order_id: number; findings: number | string }>`${under}`.execute(db);
  const unresolved = new Map(counts.rows.map(({ order_id, findings }) => [order_id, Number(findings)]));
  return rows.map((row) =>
    Object.assign(listed(row, ours.of.get(row.trait)?.stage as OrderStage), {
      unresolved: unresolved.get(row.id) ?? 0,
    }),
  );
}

/** `more` of an order without findings, as spans write it. */
const withoutFindings = '%"findings":0,%';

const isOneOf = (orders: readonly number[]): RawBuilder<unknown> =>
  orders.length === 0 ? sql`1 = 0` : sql`span.thing in (${sql.raw(orders.join(","))})`;

/** Orders with findings that are not put right, those of one last day taken together. */
export interface Rectifications {
  readonly due: Day;
  readonly orders: number;
  readonly findings: number;
  /** The first subject by number. */
  readonly subject: number;
}

/** By last day. `without` are numbers of orders that are left out. */
export async function rectificationsOn(
  db: Db,
  asOf: Day,
  campaign: string,
  without: readonly number[],
): Promise<Rectifications[]> {
  const { rows } = await sql<{ due: number; orders: number | string; findings: number | string; subject: number }>`
    select span.due_on as due, count(*) as orders, sum(unresolved.findings) as findings, min(span.subject) as subject
    ${await waitingForParty(db, asOf, campaign, without)} group by span.due_on order by span.due_on`.execute(db);
  return rows.map(({ due, orders, findings, subject }) => ({
    due: dayOfNumber(due),
    orders: Number(orders),
    findings: Number(findings),
    subject,
  }));
}

/** Of these the number (文号) of the one that is due first after a day, of the first subject. */
export async function firstRectification(
  db: Db,
  asOf: Day,
  campaign: string,
  { after, without }: { readonly after: Day; readonly without: readonly number[] },
): Promise<string | null> {
  const { rows } = await sql<{ number: string }>`
    select (select number from orders where orders.id = span.thing) as number
    ${await waitingForParty(db, asOf, campaign, without)} and span.due_on > ${dayNumber(after)}
    order by span.due_on, span.subject, span.thing limit 1`.execute(db);
  return rows[0]?.number ?? null;
}

async function waitingForParty(
  db: Db,
  asOf: Day,
  campaign: string,
  without: readonly number[],
): Promise<RawBuilder<unknown>> {
  const traits = await traitsWhere(db, "order", (one) => one.campaign === campaign && one.stage !== "已撤回");
  return sql`
    from span join (${await unresolvedUnder(db, asOf, campaign)}) as unresolved on unresolved.order_id = span.thing
    where ${standsOn("order", asOf)} and ${traits.in()} and span.served_on is not null and span.due_on is not null
      and not ${isOneOf(without)}`;
}

/** By order: how many findings are under its clock that are neither closed nor found to be put right. */
async function unresolvedUnder(db: Db, asOf: Day, campaign: string): Promise<RawBuilder<unknown>> {
  const traits = await traitsWhere(
    db,
    "finding",
    (one) => one.campaign === campaign && one.stage !== "销号" && one.outcome !== "已整改",
  );
  return sql`select f.order_id, count(*) as findings from span as f
    where ${standsOn("finding", asOf, "f")} and ${traits.in("f")} and f.order_id is not null group by f.order_id`;
}
