/** The facts of a few institutions, found by index, for the law of what stands (campaign/standing). */
import { sql } from "kysely";
import { inStretches, noFacts, timelineOf } from "../campaign/index.ts";
import type { CaseTrait, FactRows, Facts, StepDetails, Timeline } from "../campaign/index.ts";
import { annulmentsOf } from "./in-force.ts";
import { fromJson } from "./json.ts";
import type { CaseStepRow, Db, FactTables, PairingRow, PenaltyCaseRow } from "./tables.ts";

/** A case with what its columns of JSON hold. */
export type CaseFact = Omit<PenaltyCaseRow, "officers" | "findings" | "traits"> & {
  readonly officers: readonly string[];
  readonly findings: readonly number[];
  readonly traits: readonly CaseTrait[];
};

export type StepFact = Omit<CaseStepRow, "details"> & { readonly details: StepDetails };

/** The rows of the ledger as the law takes them. */
export interface RootRows extends Pick<FactTables, Exclude<keyof FactRows, "penalty_case" | "case_step">> {
  readonly penalty_case: CaseFact;
  readonly case_step: StepFact;
}

/**
 * Everything that decides what stands of these subjects, and of those that were found to be one with them (同一家), whatever the
 * day. What is about one institution reads the facts of one institution.
 */
export async function rootsOf(db: Db, subjects: readonly number[]): Promise<Timeline<RootRows>> {
  return timelineOf(await factsOf(db, subjects));
}

/** The same, where only the roster is asked for. */
export async function rosterOf(db: Db, subjects: readonly number[]): Promise<Timeline<RootRows>> {
  const { all, pairing } = await paired(db, subjects);
  const roster = await rowsWith(db, "roster", "subject", all);
  return timelineOf<RootRows>({
    ...noFacts,
    roster,
    pairing,
    annulment: await annulmentsOf(db, entriesOf({ roster, pairing })),
  });
}

export async function factsOf(db: Db, subjects: readonly number[]): Promise<Facts<RootRows>> {
  return (await rootFacts(db, subjects, everything)).facts;
}

/** Of each kind the columns to be read: all where nothing is said, none of a kind that is not to be read. */
export type RootChoice = { readonly [Kind in keyof FactRows]?: readonly (keyof RootRows[Kind] & string)[] };

const everything: RootChoice = {};

/** Rows with the columns chosen. */
export type Chosen<C extends RootChoice> = {
  readonly [Kind in keyof FactRows]: C[Kind] extends readonly [infer First, ...infer Others]
    ? Pick<RootRows[Kind], (First | Others[number]) & keyof RootRows[Kind]>
    : RootRows[Kind];
};

/** The facts, and whom they are about: the subjects asked for, and all that were found to be one with them. */
export async function rootFacts<const C extends RootChoice>(
  db: Db,
  asked: readonly number[],
  choice: C,
): Promise<{ readonly subjects: readonly number[]; readonly facts: Facts<Chosen<C>> }> {
  const { all: subjects, pairing } = await paired(db, asked);
  const rows = <Table extends keyof FactRows>(
    table: Table,
    column: Column<Table>,
    values: readonly number[],
  ): Promise<FactTables[Table][]> => rowsWith(db, table, column, values, choice[table]);
  const finding = await rows("finding", "subject", subjects);
  const ownOrders = await rows("orders", "subject", subjects);
  const links = new Map(
    [
      ...(await rows("order_finding", "finding", idsOf(finding))),
      ...(await rows("order_finding", "order_id", idsOf(ownOrders))),
    ].map((link) => [link.id, link]),
  );
  const order_finding = [...links.values()];
  const owned = new Set(idsOf(ownOrders));
  const others = order_finding.map(({ order_id }) => order_id).filter((order) => !owned.has(order));
  const orders = [...ownOrders, ...(await rows("orders", "id", others))];
  const findings = [...idsOf(finding), ...order_finding.map((link) => link.finding)];
  const cases = await rows("penalty_case", "subject", subjects);
  const steps = await rows("case_step", "case_id", idsOf(cases));
  const facts: Omit<Facts<RootRows>, "annulment"> = {
    pairing,
    finding,
    orders,
    order_finding,
    roster: await rows("roster", "subject", subjects),
    inspection: await rows("inspection", "subject", subjects),
    service: await rows("service", "order_id", idsOf(orders)),
    extension: await rows("extension", "order_id", idsOf(orders)),
    withdrawal: await rows("withdrawal", "order_id", idsOf(orders)),
    waiver: await rows("waiver", "order_id", idsOf(orders)),
    review_outcome: await rows("review_outcome", "finding", findings),
    close_out: await rows("close_out", "finding", findings),
    disposition: await rows("disposition", "subject", subjects),
    listing: await rows("listing", "subject", subjects),
    listing_change: await rows("listing_change", "subject", subjects),
    penalty_case: cases.map(caseFact),
    case_step: steps.map(stepFact),
    case_measure: await rows("case_measure", "subject", subjects),
    tally: await rows("tally", "subject", subjects),
    correction: await rows("correction", "subject", subjects),
  };
  const all: Facts<RootRows> = { ...facts, annulment: await annulmentsOf(db, entriesOf(facts)) };
  // columns that were not chosen are not there: the type given says so
  return { subjects, facts: all as Facts<Chosen<C>> };
}

/** The subjects that findings of these numbers are about; a number that no finding has is left out. */
export async function subjectsOfFindings(db: Db, findings: readonly number[]): Promise<number[]> {
  return (await rowsWith(db, "finding", "id", findings)).map(({ subject }) => subject);
}

/** Whom a finding or a visit is about; null where there is none of that number. */
export async function subjectOf(db: Db, table: "finding" | "inspection", id: number): Promise<number | null> {
  const [row] = await rowsWith(db, table, "id", [id], ["subject"]);
  return row?.subject ?? null;
}

export function caseFact(row: PenaltyCaseRow): CaseFact {
  const { officers, findings, traits } = row;
  return { ...row, officers: fromJson(officers), findings: fromJson(findings), traits: fromJson(traits) };
}

export const stepFact = (row: CaseStepRow): StepFact => ({ ...row, details: fromJson(row.details) });

const idsOf = (rows: readonly { readonly id: number }[]): number[] => rows.map(({ id }) => id);

/** These subjects and all that were found to be one with them, directly or by others. */
export async function paired(
  db: Db,
  subjects: readonly number[],
): Promise<{ readonly all: readonly number[]; readonly pairing: readonly PairingRow[] }> {
  const [known, words] = [new Set(subjects), new Map<number, PairingRow>()];
  for (let fresh: readonly number[] = [...known]; fresh.length > 0;) {
    const found = [
      ...(await rowsWith(db, "pairing", "subject", fresh)),
      ...(await rowsWith(db, "pairing", "other", fresh)),
    ].filter(({ verdict }) => verdict === "同一家");
    for (const word of found) words.set(word.id, word);
    fresh = [...new Set(found.flatMap(({ subject, other }) => [subject, other]))].filter((one) => !known.has(one));
    for (const one of fresh) known.add(one);
  }
  return { all: [...known], pairing: [...words.values()] };
}

/** How many values are named in one query. */
const together = 500;

type Column<Table extends keyof FactTables> = keyof FactTables[Table] & string;

/** The rows of a table of which a column has one of these values, in their order; all columns unless some are chosen. */
async function rowsWith<Table extends keyof FactRows>(
  db: Db,
  table: Table,
  column: Column<Table>,
  values: readonly number[],
  chosen?: readonly string[],
): Promise<FactTables[Table][]> {
  if (chosen?.length === 0) return [];
  const columns = chosen ? sql.join(chosen.map((name) => sql.ref(name))) : sql`*`;
  const rows: FactTables[Table][] = [];
  for (const some of inStretches([...new Set(values)], together)) {
    const query = sql<FactTables[Table]>`
      select ${columns} from ${sql.table(table)} where ${sql.ref(column)} in (${sql.raw(some.join(","))}) order by id`;
    for (const row of (await query.execute(db)).rows) rows.push(row);
  }
  return rows;
}

/** The entries that recorded these facts. */
function entriesOf(facts: Readonly<Record<string, readonly { readonly entry: number }[]>>): number[] {
  const entries = new Set<number>();
  for (const rows of Object.values(facts)) for (const { entry } of rows) entries.add(entry);
  return [...entries];
}
