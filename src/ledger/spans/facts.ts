/** The facts that the law folds, loaded for many subjects at once, and parted into roots. */
import { sql } from "kysely";
import type { RawBuilder } from "kysely";
import { grouped, noFacts } from "../../campaign/index.ts";
import type { AnnulmentFact, FactRows, Facts } from "../../campaign/index.ts";
import type { Reading } from "../ledger.ts";
import type { FindingRow, InspectionRow, OrderRow, RosterRow, TallyRow } from "../tables.ts";

/** Rows of the law with what spans bear besides. */
export interface SpanRows extends FactRows {
  readonly roster: FactRows["roster"] & Pick<RosterRow, "kind" | "licence_class" | "category" | "town">;
  /** With how many came along. */
  readonly inspection: FactRows["inspection"] & { readonly present: number | string };
  readonly finding: FactRows["finding"] &
    Pick<FindingRow, "item" | "severity" | "lead" | "order_kind" | "relapse_of"> & {
      readonly inspection_kind: InspectionRow["kind"] | null;
    };
  readonly orders: FactRows["orders"] & Pick<OrderRow, "kind" | "issuer">;
  readonly tally: FactRows["tally"] & Pick<TallyRow, "subject" | "item" | "department" | "town" | "quantity">;
}

/** What is looked at together, and whom it is about. */
export interface Root {
  readonly subjects: readonly number[];
  readonly facts: Facts<SpanRows>;
}

type Kind = keyof SpanRows;
/** Kinds that spans are made of; cases and measures have none. */
type Loaded = Exclude<Kind, "annulment" | "penalty_case" | "case_step" | "case_measure">;

const columns: Readonly<Record<Loaded, string>> = {
  roster: "id, entry, happened_on, subject, kind, licence_class, category, town",
  pairing: "id, entry, happened_on, subject, other, verdict",
  inspection: `id, entry, happened_on, campaign, subject, kind, result,
    (select count(*) from attendance where attendance.inspection = inspection.id) as present`,
  finding: `id, entry, happened_on, campaign, subject, item, severity, lead, order_kind, relapse_of,
    (select visit.kind from inspection as visit where visit.id = finding.inspection) as inspection_kind`,
  orders: "id, entry, happened_on, campaign, subject, effect, kind, issuer",
  order_finding: "id, order_id, finding",
  service: "id, entry, happened_on, order_id, due_on",
  extension: "id, entry, happened_on, order_id, due_on",
  withdrawal: "id, entry, happened_on, order_id",
  waiver: "id, entry, happened_on, order_id",
  review_outcome: "id, entry, happened_on, finding, outcome",
  close_out: "id, entry, happened_on, finding",
  disposition: "id, entry, happened_on, campaign, subject, bucket",
  listing: "id, entry, happened_on, campaign, subject, list, until",
  listing_change: "id, entry, happened_on, campaign, subject, list, change",
  tally: "id, entry, happened_on, campaign, subject, item, department, town, quantity",
};

async function rowsOf<K extends Loaded>(db: Reading, kind: K, where: RawBuilder<unknown>): Promise<SpanRows[K][]> {
  const query = sql<SpanRows[K]>`select ${sql.raw(columns[kind])} from ${sql.table(kind)} where ${where} order by id`;
  return (await query.execute(db)).rows;
}

function among(column: string, numbers: Iterable<number>): RawBuilder<unknown> {
  const list = [...numbers].join(",");
  return list === "" ? sql`1 = 0` : sql`${sql.ref(column)} in (${sql.raw(list)})`;
}

/** Every annulment of the ledger: few, and asked of every root. */
export async function annulmentsOf(db: Reading): Promise<readonly AnnulmentFact[]> {
  return db.selectFrom("annulment").select(["entry", "target", "happened_on"]).execute();
}

/** The facts of these subjects, and of those whose findings and orders are taken together with theirs. */
export async function rootsOf(
  db: Reading,
  subjects: Iterable<number>,
  annulments: readonly AnnulmentFact[],
): Promise<Root[]> {
  const all = new Set(subjects);
  for (;;) {
    const heads = await headsOf(db, all);
    if (heads.outside.length === 0) return parted(all, await restOf(db, all, heads), annulments);
    for (const subject of heads.outside) all.add(subject);
  }
}

interface Heads extends Pick<Facts<SpanRows>, "finding" | "orders" | "order_finding"> {
  /** Subjects, not asked for, of orders over these findings and of findings under these orders. */
  readonly outside: readonly number[];
}

async function headsOf(db: Reading, subjects: ReadonlySet<number>): Promise<Heads> {
  const finding = await rowsOf(db, "finding", among("subject", subjects));
  const orders = await rowsOf(db, "orders", among("subject", subjects));
  const [findings, ordered] = [numbersOf(finding), numbersOf(orders)];
  const links =
    finding.length + orders.length === 0
      ? []
      : await rowsOf(db, "order_finding", sql`${among("finding", findings)} or ${among("order_id", ordered)}`);
  const outside = [
    ...(await subjectsOf(
      db,
      "finding",
      links.map(({ finding: one }) => one).filter((one) => !findings.has(one)),
    )),
    ...(await subjectsOf(
      db,
      "orders",
      links.map(({ order_id: one }) => one).filter((one) => !ordered.has(one)),
    )),
  ];
  return { finding, orders, order_finding: links, outside: outside.filter((subject) => !subjects.has(subject)) };
}

const numbersOf = (rows: readonly { readonly id: number }[]): ReadonlySet<number> => new Set(rows.map(({ id }) => id));

async function subjectsOf(db: Reading, table: "finding" | "orders", numbers: readonly number[]): Promise<number[]> {
  if (numbers.length === 0) return [];
  const rows = await db
    .selectFrom(table)
    .select("subject")
    .where(among("id", numbers) as RawBuilder<boolean>)
    .execute();
  return rows.map(({ subject }) => subject);
}

async function restOf(
  db: Reading,
  subjects: ReadonlySet<number>,
  { finding, orders, order_finding }: Heads,
): Promise<Facts<SpanRows>> {
  const of = async <K extends Loaded>(kind: K, column: string, numbers: Iterable<number>): Promise<SpanRows[K][]> => {
    const some = [...numbers];
    return some.length === 0 ? [] : rowsOf(db, kind, among(column, some));
  };
  const [findings, ordered] = [numbersOf(finding), numbersOf(orders)];
  return {
    ...noFacts,
    finding,
    orders,
    order_finding,
    roster: await of("roster", "subject", subjects),
    pairing: await of("pairing", "other", subjects),
    inspection: await of("inspection", "subject", subjects),
    service: await of("service", "order_id", ordered),
    extension: await of("extension", "order_id", ordered),
    withdrawal: await of("withdrawal", "order_id", ordered),
    waiver: await of("waiver", "order_id", ordered),
    review_outcome: await of("review_outcome", "finding", findings),
    close_out: await of("close_out", "finding", findings),
    disposition: await of("disposition", "subject", subjects),
    listing: await of("listing", "subject", subjects),
    listing_change: await of("listing_change", "subject", subjects),
    tally: await of("tally", "subject", subjects),
  };
}

/** What was counted of nobody: each a root of its own. */
export async function talliesOfNobody(
  db: Reading,
  numbers: readonly number[],
  annulments: readonly AnnulmentFact[],
): Promise<Facts<SpanRows>[]> {
  if (numbers.length === 0) return [];
  const rows = await rowsOf(db, "tally", sql`${among("id", numbers)} and subject is null`);
  const back = grouped(annulments, ({ target }) => target);
  return rows.map((tally) => ({ ...noFacts, tally: [tally], annulment: back.get(tally.entry) ?? [] }));
}

/** Facts in the making, of one root. */
type Part = { -readonly [K in Kind]: SpanRows[K][] };

function parted(subjects: ReadonlySet<number>, facts: Facts<SpanRows>, annulments: readonly AnnulmentFact[]): Root[] {
  const rootOf = rootsAmong(subjects, facts);
  const parts = new Map<number, { readonly subjects: number[]; readonly facts: Partial<Part> }>();
  const partOf = (subject: number): { readonly subjects: number[]; readonly facts: Partial<Part> } => {
    const root = rootOf(subject);
    const known = parts.get(root) ?? { subjects: [], facts: {} };
    parts.set(root, known);
    return known;
  };
  for (const subject of subjects) partOf(subject).subjects.push(subject);
  const back = grouped(annulments, ({ target }) => target);
  const put = <K extends Loaded>(kind: K, row: SpanRows[K], subject: number | null | undefined): void => {
    if (subject === null || subject === undefined) return;
    const { facts: part } = partOf(subject);
    ((part[kind] ??= [] as Part[K]) as SpanRows[K][]).push(row);
    if (back.size === 0 || !("entry" in row)) return;
    const undone = back.get(row.entry);
    if (undone) (part.annulment ??= []).push(...undone.filter((one) => !part.annulment?.includes(one)));
  };
  const byFinding = new Map(facts.finding.map(({ id, subject }) => [id, subject]));
  const byOrder = new Map(facts.orders.map(({ id, subject }) => [id, subject]));
  for (const kind of ["roster", "inspection", "finding", "orders", "disposition", "listing", "listing_change"] as const)
    for (const row of facts[kind]) put(kind, row, row.subject);
  for (const row of facts.pairing) put("pairing", row, row.other);
  for (const row of facts.tally) put("tally", row, row.subject);
  for (const kind of ["service", "extension", "withdrawal", "waiver"] as const)
    for (const row of facts[kind]) put(kind, row, byOrder.get(row.order_id));
  for (const kind of ["review_outcome", "close_out"] as const)
    for (const row of facts[kind]) put(kind, row, byFinding.get(row.finding));
  for (const row of facts.order_finding)
    put("order_finding", row, byOrder.get(row.order_id) ?? byFinding.get(row.finding));
  return Array.from(parts.values(), (part) => ({ subjects: part.subjects, facts: { ...noFacts, ...part.facts } }));
}

/** Subjects that an order brings together, by one of them. */
function rootsAmong(subjects: ReadonlySet<number>, facts: Facts<SpanRows>): (subject: number) => number {
  const parent = new Map<number, number>();
  const rootOf = (subject: number): number => {
    let root = subject;
    for (let above = parent.get(root); above !== undefined; above = parent.get(root)) root = above;
    return root;
  };
  const byOrder = new Map(facts.orders.map(({ id, subject }) => [id, subject]));
  const byFinding = new Map(facts.finding.map(({ id, subject }) => [id, subject]));
  for (const { order_id, finding } of facts.order_finding) {
    const [one, other] = [byOrder.get(order_id), byFinding.get(finding)];
    if (one === undefined || other === undefined || one === other) continue;
    const [mine, theirs] = [rootOf(one), rootOf(other)];
    if (mine !== theirs) parent.set(theirs, mine);
  }
  return rootOf;
}
