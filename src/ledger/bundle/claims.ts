/** What an act lays claim to, by the facts that it records. */
import { sql } from "kysely";
import { nameKey } from "../../campaign/index.ts";
import type { Claim, LooseRow } from "../../campaign/index.ts";
import type { Db, FactTable } from "../tables.ts";

/** Orders that decide whether a subject may operate. */
const stopping: ReadonlySet<unknown> = new Set(["停办", "恢复", "取缔"]);

const alone = (on: string): Claim[] => [{ on }];
const shared = (on: string): Claim[] => [{ on, shared: true }];

/** A newcomer may be one that somebody else registered, too: the same code, or the same name, which persons share. */
const asNewcomer = ({ kind, name, uscc, permit_no }: LooseRow): Claim[] =>
  [namesOne(kind) ? `名称 ${nameKey(String(name))}` : null, uscc, permit_no].flatMap((sign) =>
    typeof sign === "string" && sign !== "" ? alone(`新登记 ${sign}`) : [],
  );

/** Whether the name of a subject of this kind is hardly ever another one's. */
export const namesOne = (kind: unknown): boolean => kind === "机构" || kind === "学校";

/** Of each table whose facts change one thing that others may change, too. What a row of a group's own is about, nobody else knows of. */
const byTable: Readonly<Partial<Record<FactTable, (row: LooseRow) => readonly Claim[]>>> = {
  roster: asNewcomer,
  choice: ({ subject, field, value }) => [{ on: `字段 ${String(subject)} ${String(field)}`, value: String(value) }],
  correction: ({ fact, fact_id, field, value }) => [
    { on: `更正 ${String(fact)} ${String(fact_id)} ${String(field)}`, value: String(value) },
  ],
  person: ({ name, unit, certificate, certificate_until, team }) => [
    { on: `人员 ${String(name)}`, value: JSON.stringify([unit, certificate, certificate_until, team]) },
  ],
  review_outcome: ({ finding }) => alone(`问题 ${String(finding)}`),
  close_out: ({ finding }) => alone(`问题 ${String(finding)}`),
  order_finding: ({ finding }) => alone(`问题 ${String(finding)}`),
  orders: ({ subject, effect }) => (stopping.has(effect) ? alone : shared)(`停办 ${String(subject)}`),
  service: ({ order_id }) => alone(`文书 ${String(order_id)}`),
  extension: ({ order_id }) => alone(`文书 ${String(order_id)}`),
  withdrawal: ({ order_id }) => alone(`文书 ${String(order_id)}`),
  waiver: ({ order_id }) => alone(`文书 ${String(order_id)}`),
  service_return: ({ service }) => alone(`送达 ${String(service)}`),
  register_step: ({ of_entry }) => alone(`台账 ${String(of_entry)}`),
  case_step: ({ case_id }) => alone(`案件 ${String(case_id)}`),
  penalty_case: ({ findings }) =>
    (JSON.parse(String(findings)) as unknown[]).flatMap((one) => alone(`立案 ${String(one)}`)),
  disposition: ({ campaign, subject }) => alone(`处置 ${String(campaign)} ${String(subject)}`),
  listing_change: ({ list, subject }) => alone(`${String(list)} ${String(subject)}`),
};

export const claimTables = Object.keys(byTable) as FactTable[];

/**
 * Settling a finding leans on the orders that it is under: such an order is not extended or withdrawn meanwhile. `isNewcomer` says
 * which rows of the roster are the first of their subject.
 */
export async function claimsOf(
  db: Db,
  rows: readonly (readonly [FactTable, readonly LooseRow[]])[],
  isNewcomer: (row: LooseRow) => boolean,
): Promise<Claim[]> {
  const claims = rows.flatMap(([table, its]) =>
    its.flatMap((row) => (table === "roster" && !isNewcomer(row) ? [] : (byTable[table]?.(row) ?? []))),
  );
  const findings = rows
    .filter(([table]) => table === "review_outcome" || table === "close_out")
    .flatMap(([, its]) => its.map((row) => row["finding"]).filter((id) => typeof id === "number"));
  const orders = findings.length === 0 ? [] : await ordersOf(db, findings);
  return [...claims, ...orders.flatMap((order) => shared(`文书 ${order}`))].filter(({ on }) => !on.includes("@"));
}

async function ordersOf(db: Db, findings: readonly number[]): Promise<number[]> {
  const { rows } = await sql<{ order_id: number }>`
    select distinct order_id from order_finding where finding in (${sql.raw(findings.join(","))})`.execute(db);
  return rows.map(({ order_id }) => order_id);
}
