/** The facts of a few institutions, found by index, for the law of what stands (campaign/standing). */
import { sql } from "kysely";
import { inStretches, noFacts, timelineOf } from "../campaign/index.ts";
import type { CaseTrait, FactRows, Facts, StepDetails, Timeline } from "../campaign/index.ts";
import { annulmentsOf } from "./in-force.ts";
import { fromJson } from "./json.ts";
import type { Reading } from "./ledger.ts";
import type { CaseStepRow, FactTables, PairingRow, PenaltyCaseRow } from "./tables.ts";

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
export async function rootsOf(db: Reading, subjects: readonly number[]): Promise<Timeline<RootRows>> {
  return timelineOf(await factsOf(db, subjects));
}

/** The same, where only the roster is asked for. */
export async function rosterOf(db: Reading, subjects: readonly number[]): Promise<Timeline<RootRows>> {
  const { all, pairing } = await paired(db, subjects);
  const roster = await rowsWith(db, "roster", "subject", all);
  return timelineOf<RootRows>({
    ...noFacts,
    roster,
    pairing,
    annulment: await annulmentsOf(db, entriesOf({ roster, pairing })),
  });
}

export async function factsOf(db: Reading, subjects: readonly number[]): Promise<Facts<RootRows>> {
  const { all, pairing } = await paired(db, subjects);
  const finding = await rowsWith(db, "finding", "subject", all);
  const ownOrders = await rowsWith(db, "orders", "subject", all);
  const links = new Map(
    [
      ...(await rowsWith(db, "order_finding", "finding", idsOf(finding))),
      ...(await rowsWith(db, "order_finding", "order_id", idsOf(ownOrders))),
    ].map((link) => [link.id, link]),
  );
  const order_finding = [...links.values()];
  const owned = new Set(idsOf(ownOrders));
  const others = order_finding.map(({ order_id }) => order_id).filter((order) => !owned.has(order));
  const orders = [...ownOrders, ...(await rowsWith(db, "orders", "id", others))];
  const findings = [...idsOf(finding), ...order_finding.map((link) => link.finding)];
  const cases = await rowsWith(db, "penalty_case", "subject", all);
  const steps = await rowsWith(db, "case_step", "case_id", idsOf(cases));
  const facts: Omit<Facts<RootRows>, "annulment"> = {
    pairing,
    finding,
    orders,
    order_finding,
    roster: await rowsWith(db, "roster", "subject", all),
    inspection: await rowsWith(db, "inspection", "subject", all),
    service: await rowsWith(db, "service", "order_id", idsOf(orders)),
    extension: await rowsWith(db, "extension", "order_id", idsOf(orders)),
    withdrawal: await rowsWith(db, "withdrawal", "order_id", idsOf(orders)),
    waiver: await rowsWith(db, "waiver", "order_id", idsOf(orders)),
    review_outcome: await rowsWith(db, "review_outcome", "finding", findings),
    close_out: await rowsWith(db, "close_out", "finding", findings),
    disposition: await rowsWith(db, "disposition", "subject", all),
    listing: await rowsWith(db, "listing", "subject", all),
    listing_change: await rowsWith(db, "listing_change", "subject", all),
    penalty_case: cases.map(caseFact),
    case_step: steps.map(stepFact),
    case_measure: await rowsWith(db, "case_measure", "subject", all),
    tally: await rowsWith(db, "tally", "subject", all),
  };
  return { ...facts, annulment: await annulmentsOf(db, entriesOf(facts)) };
}

/** The subjects that findings of these numbers are about; a number that no finding has is left out. */
export async function subjectsOfFindings(db: Reading, findings: readonly number[]): Promise<number[]> {
  return (await rowsWith(db, "finding", "id", findings)).map(({ subject }) => subject);
}

export function caseFact(row: PenaltyCaseRow): CaseFact {
  const { officers, findings, traits } = row;
  return { ...row, officers: fromJson(officers), findings: fromJson(findings), traits: fromJson(traits) };
}

export const stepFact = (row: CaseStepRow): StepFact => ({ ...row, details: fromJson(row.details) });

const idsOf = (rows: readonly { readonly id: number }[]): number[] => rows.map(({ id }) => id);

/** These subjects and all that were found to be one with them, directly or by others. */
export async function paired(
  db: Reading,
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

/** So many values are named in one query. */
const together = 500;

type Column<Table extends keyof FactTables> = keyof FactTables[Table] & string;

/** The rows of a table of which a column has one of these values, in their order. */
async function rowsWith<Table extends keyof FactRows>(
  db: Reading,
  table: Table,
  column: Column<Table>,
  values: readonly number[],
): Promise<FactTables[Table][]> {
  const rows: FactTables[Table][] = [];
  for (const some of inStretches([...new Set(values)], together)) {
    const query = sql<FactTables[Table]>`
      select * from ${sql.table(table)} where ${sql.ref(column)} in (${sql.join(some)}) order by id`;
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
