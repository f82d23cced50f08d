/** The facts that spans are made of: read for many subjects at once, and parted into roots. */
import { sql } from "kysely";
import { grouped, inStretches, noFacts } from "../../campaign/index.ts";
import type { FactRows, Facts } from "../../campaign/index.ts";
import { correctionsOf } from "../corrections.ts";
import { annulmentsOf } from "../in-force.ts";
import type { Db } from "../tables.ts";
import { rootFacts } from "../root.ts";
import type { Chosen } from "../root.ts";

/** What the law decides by, and what spans bear besides. Measures have no spans, and cases none of their own. */
export const choice = {
  roster: ["id", "entry", "happened_on", "subject", "kind", "licence_class", "category", "town", "more"],
  inspection: ["id", "entry", "happened_on", "campaign", "subject", "kind", "result"],
  finding: [
    "id",
    "entry",
    "happened_on",
    "campaign",
    "subject",
    "inspection",
    "item",
    "severity",
    "lead",
    "order_kind",
    "relapse_of",
  ],
  orders: ["id", "entry", "happened_on", "campaign", "subject", "effect", "kind", "issuer"],
  order_finding: ["id", "entry", "order_id", "finding"],
  service: ["id", "entry", "happened_on", "order_id", "due_on"],
  extension: ["id", "entry", "happened_on", "order_id", "due_on"],
  withdrawal: ["id", "entry", "happened_on", "order_id"],
  waiver: ["id", "entry", "happened_on", "order_id"],
  review_outcome: ["id", "entry", "happened_on", "finding", "outcome"],
  close_out: ["id", "entry", "happened_on", "finding"],
  disposition: ["id", "entry", "happened_on", "campaign", "subject", "bucket"],
  listing: ["id", "entry", "happened_on", "campaign", "subject", "list", "until"],
  listing_change: ["id", "entry", "happened_on", "campaign", "subject", "list", "change"],
  tally: ["id", "entry", "happened_on", "campaign", "subject", "item", "department", "town", "quantity"],
  penalty_case: [
    "id",
    "entry",
    "happened_on",
    "campaign",
    "subject",
    "procedure",
    "acted_on",
    "officers",
    "findings",
    "traits",
  ],
  correction: ["id", "entry", "happened_on", "subject", "fact", "fact_id", "field", "value"],
  case_step: ["id", "entry", "happened_on", "case_id", "step", "details"],
  case_measure: [],
} as const;

export type SpanRows = Chosen<typeof choice>;

/** What is looked at together. */
export interface Root {
  readonly facts: Facts<SpanRows>;
  readonly visits: Visits;
}

/** Visits by number: of what kind each is, and how many came along. */
export type Visits = ReadonlyMap<number, Pick<SpanRows["inspection"], "kind"> & { readonly present: number }>;

/** Roots, and whom they are about. */
export interface Roots {
  readonly subjects: readonly number[];
  readonly roots: readonly Root[];
}

/** Those of these subjects; subjects that were found to be one with them come along. */
export async function rootsWith(db: Db, asked: readonly number[]): Promise<Roots> {
  const { subjects, facts } = await rootFacts(db, asked, choice);
  const numbers = [...facts.inspection.map(({ id }) => id), ...facts.finding.map(({ inspection }) => inspection)];
  const visits = await visitsOf(db, [...new Set(numbers)]);
  return { subjects, roots: parted(facts).map((part) => ({ facts: part, visits })) };
}

async function visitsOf(db: Db, numbers: readonly number[]): Promise<Visits> {
  const visits: Map<number, Pick<SpanRows["inspection"], "kind"> & { readonly present: number }> = new Map();
  for (const some of inStretches(numbers, 500)) {
    const { rows } = await sql<Pick<SpanRows["inspection"], "id" | "kind"> & { readonly present: number }>`
      select id, kind, (select count(*) from attendance where attendance.inspection = inspection.id) as present
      from inspection where id in (${sql.raw(some.join(","))})`.execute(db);
    for (const visit of rows) visits.set(visit.id, visit);
  }
  return visits;
}

/** What was counted of nobody: each a root of its own. */
export async function talliesOfNobody(db: Db, numbers: readonly number[]): Promise<Root[]> {
  if (numbers.length === 0) return [];
  const columns = sql.join(choice.tally.map((name) => sql.ref(name)));
  const { rows } = await sql<SpanRows["tally"]>`
    select ${columns} from tally where id in (${sql.raw(numbers.join(","))}) and subject is null order by id`.execute(
    db,
  );
  const corrections = grouped(await correctionsOf(db, "tally", numbers), ({ fact_id }) => fact_id);
  const annulments = await annulmentsOf(
    db,
    [...rows, ...[...corrections.values()].flat()].map(({ entry }) => entry),
  );
  const back = grouped(annulments, ({ target }) => target);
  return rows.map((tally) => {
    const correction = corrections.get(tally.id) ?? [];
    const annulment = [tally, ...correction].flatMap(({ entry }) => back.get(entry) ?? []);
    return { facts: { ...noFacts, tally: [tally], correction, annulment }, visits: new Map() };
  });
}

type Kind = keyof FactRows;
/** Facts in the making, of one root. */
type Part = { -readonly [K in Kind]?: SpanRows[K][] };

/** Facts of many subjects by root. The law would say the same of all at once, but more slowly: each would be asked on the days of all. */
export function parted(
  facts: Facts<SpanRows>,
  back: ReadonlyMap<number, readonly SpanRows["annulment"][]> = grouped(facts.annulment, ({ target }) => target),
): Facts<SpanRows>[] {
  const { rootOf, orderOf, findingOf } = rootsAmong(facts);
  const parts = new Map<number, Part>();
  const put = <K extends Kind>(
    kind: K,
    row: SpanRows[K] & { readonly entry: number },
    subject: number | null,
  ): void => {
    const root = rootOf(subject ?? 0);
    let part = parts.get(root);
    if (part === undefined) parts.set(root, (part = {}));
    const rows: SpanRows[K][] | undefined = part[kind];
    if (rows === undefined) part[kind] = [row] as Part[K];
    else rows.push(row);
    if (back.size === 0) return;
    const undone = back.get(row.entry);
    if (undone) part.annulment = [...new Set([...(part.annulment ?? []), ...undone])];
  };
  for (const kind of ["roster", "inspection", "finding", "orders", "disposition", "listing", "listing_change"] as const)
    for (const row of facts[kind]) put(kind, row, row.subject);
  for (const row of facts.penalty_case) put("penalty_case", row, row.subject);
  const partyOf = new Map(facts.penalty_case.map(({ id, subject }) => [id, subject]));
  for (const row of facts.case_step) put("case_step", row, partyOf.get(row.case_id) ?? null);
  for (const row of facts.pairing) put("pairing", row, row.other);
  for (const row of facts.tally) put("tally", row, row.subject);
  for (const row of facts.correction) put("correction", row, row.subject);
  for (const kind of ["order_finding", "service", "extension", "withdrawal", "waiver"] as const)
    for (const row of facts[kind]) put(kind, row, orderOf(row.order_id));
  for (const kind of ["review_outcome", "close_out"] as const)
    for (const row of facts[kind]) put(kind, row, findingOf(row.finding));
  return Array.from(parts.values(), (part) => ({ ...noFacts, ...part }));
}

interface RootsAmong {
  readonly rootOf: (subject: number) => number;
  /** The subject by whose root an order goes, and a finding. */
  readonly orderOf: (order: number) => number;
  readonly findingOf: (finding: number) => number;
}

/** Subjects are taken together that an order brings together, though no act does that. */
function rootsAmong({ orders, finding: findings, order_finding: links }: Facts<SpanRows>): RootsAmong {
  const byOrder = new Map(orders.map(({ id, subject }) => [id, subject]));
  const byFinding = new Map(findings.map(({ id, subject }) => [id, subject]));
  const parent = new Map<number, number>();
  const rootOf = (subject: number): number => {
    let root = subject;
    for (let above = parent.get(root); above !== undefined; above = parent.get(root)) root = above;
    return root;
  };
  for (const { order_id, finding } of links) {
    const order = byOrder.get(order_id) ?? 0;
    const subject = byFinding.get(finding);
    if (subject === undefined) byFinding.set(finding, order);
    else if (subject !== order && rootOf(subject) !== rootOf(order)) parent.set(rootOf(subject), rootOf(order));
  }
  return { rootOf, orderOf: (order) => byOrder.get(order) ?? 0, findingOf: (finding) => byFinding.get(finding) ?? 0 };
}
