/** The facts and the spans of a stretch of subjects, whose short numbers follow each other: each table read once, in one text. */
import { sql } from "kysely";
import type { RawBuilder } from "kysely";
import { noFacts } from "../../campaign/index.ts";
import type { Facts } from "../../campaign/index.ts";
import { jsonTextOf } from "../json-text.ts";
import { caseFact, stepFact } from "../root.ts";
import type { Db, SpanRow } from "../tables.ts";
import { choice } from "./facts.ts";
import type { SpanRows, Visits } from "./facts.ts";
import type { SpanKind } from "./kinds.ts";

/** From one short number to another, both included. */
export interface SubjectRange {
  readonly from: number;
  readonly to: number;
}

/** Along which column the facts of a table are a subject's: their own, or that of the fact that they belong to. */
const owners = {
  roster: null,
  inspection: null,
  finding: null,
  orders: null,
  disposition: null,
  listing: null,
  listing_change: null,
  tally: null,
  penalty_case: null,
  correction: null,
  order_finding: ["orders", "order_id"],
  service: ["orders", "order_id"],
  extension: ["orders", "order_id"],
  withdrawal: ["orders", "order_id"],
  waiver: ["orders", "order_id"],
  review_outcome: ["finding", "finding"],
  close_out: ["finding", "finding"],
  case_step: ["penalty_case", "case_id"],
} as const;

/**
 * Without annulments, and without what such facts have to do with subjects outside of the stretch. Measures have no spans.
 */
export async function factsIn(
  db: Db,
  stretch: SubjectRange,
): Promise<{ readonly facts: Facts<SpanRows>; readonly visits: Visits }> {
  const rows = async <Table extends keyof typeof owners>(table: Table): Promise<SpanRows[Table][]> =>
    rowsOf<SpanRows[Table]>(db, choice[table], within(table, stretch));
  const present = sql`(select count(*) from attendance where attendance.inspection = f.id)`;
  const visits = await rowsOf<SpanRows["inspection"] & { readonly present: number }>(
    db,
    [...choice.inspection, "present"],
    within("inspection", stretch),
    present,
  );
  const facts: Facts<SpanRows> = {
    ...noFacts,
    inspection: visits,
    roster: await rows("roster"),
    finding: await rows("finding"),
    orders: await rows("orders"),
    order_finding: await rows("order_finding"),
    service: await rows("service"),
    extension: await rows("extension"),
    withdrawal: await rows("withdrawal"),
    waiver: await rows("waiver"),
    review_outcome: await rows("review_outcome"),
    close_out: await rows("close_out"),
    disposition: await rows("disposition"),
    listing: await rows("listing"),
    listing_change: await rows("listing_change"),
    tally: await rows("tally"),
    correction: await rows("correction"),
    penalty_case: (
      await rowsOf<Parameters<typeof caseFact>[0]>(db, choice.penalty_case, within("penalty_case", stretch))
    ).map(caseFact),
    case_step: (await rowsOf<Parameters<typeof stepFact>[0]>(db, choice.case_step, within("case_step", stretch))).map(
      stepFact,
    ),
  };
  return { facts, visits: new Map(visits.map((visit) => [visit.id, visit])) };
}

/** The rows `f` of a table that are of these subjects. */
function within(table: keyof typeof owners, { from, to }: SubjectRange): RawBuilder<unknown> {
  const owner = owners[table];
  if (owner === null) return sql`${sql.table(table)} as f where f.subject between ${from} and ${to}`;
  const [owning, column] = owner;
  // subjects are few, so that they come first, whatever the engine thinks
  return sql`${sql.table(owning)} as o cross join ${sql.table(table)} as f
             where ${sql.ref(`f.${column}`)} = o.id and o.subject between ${from} and ${to}`;
}

/** Rows of `f`; the last column may be worked out. */
async function rowsOf<Row>(
  db: Db,
  columns: readonly string[],
  from: RawBuilder<unknown>,
  last?: RawBuilder<unknown>,
): Promise<Row[]> {
  const json = jsonTextOf(db);
  const values = columns.map((name, at) => (last && at === columns.length - 1 ? last : sql.ref(`f.${name}`)));
  const { rows } = await sql<{ all: string | null }>`
    select ${json.array(json.row(values))} as "all" from ${from}`.execute(db);
  return listIn<readonly unknown[]>(rows).map((row) => {
    const named: Record<string, unknown> = {};
    for (let at = 0; at < columns.length; at += 1) named[columns[at] ?? ""] = row[at];
    return named as Row;
  });
}

const listIn = <T>([row]: readonly { readonly all: string | null }[]): T[] => JSON.parse(row?.all ?? "[]") as T[];

/** Their columns, without the kind. */
export type StoredSpan = readonly [
  subject: number,
  thing: number,
  since: number,
  trait: number,
  ...others: readonly (number | string | null)[],
];

const placed = ["subject", "thing", "since", "trait"] as const satisfies readonly (keyof SpanRow)[];

/** Spans of one kind by subject, thing, and first day; of each these columns after the four that tell it from others. */
export async function spansIn(
  db: Db,
  { kind, from, to }: SubjectRange & { readonly kind: SpanKind },
  columns: readonly (keyof SpanRow)[],
): Promise<StoredSpan[]> {
  const json = jsonTextOf(db);
  const all = [...placed, ...columns].map((name) => sql.ref(name));
  const { rows } = await sql<{ all: string | null }>`
    select ${json.array(json.row(all.map((column) => json.any(column))))} as "all"
    from (select ${sql.join(all)} from span where kind = ${kind} and subject between ${from} and ${to}
          order by subject, thing, since, trait) as stretch`.execute(db);
  return listIn(rows);
}
