/** Evidence as it is looked for: which file shows what, of which subject. Keeping and checking the files is in evidence.ts. */
import type { Day } from "../campaign/index.ts";
import type { EvidenceOf } from "./evidence.ts";
import { isInForce } from "./in-force.ts";
import type { Reading } from "./ledger.ts";
import type { EvidenceRow } from "./tables.ts";
import { takenBack } from "./taken-back.ts";

export interface Exhibit extends EvidenceRow {
  readonly subject: number | null;
  /** What it shows, in words. */
  readonly of: string;
}

/** A fact that evidence hangs on: of which subject and campaign, and how it is called. */
interface Bearer {
  readonly campaign: string;
  readonly subject: number;
  readonly of: string;
}

/** The files of a campaign as of a day, in the order they came; those taken back are left out. */
export async function evidenceNow(db: Reading, asOf: Day, campaign: string): Promise<Exhibit[]> {
  const rows = await db.selectFrom("evidence").selectAll().where(isInForce(asOf)).orderBy("id").execute();
  const bearers = await allBearers(db);
  return rows.flatMap((row) => {
    const bearer = bearers.get(`${row.fact} ${row.fact_id}`);
    return bearer && bearer.campaign !== campaign
      ? []
      : [{ ...row, subject: bearer?.subject ?? null, of: bearer?.of ?? row.fact }];
  });
}

/** The files that hang on facts of one kind and were not taken back, in the order they came. */
export async function filesOf(db: Reading, fact: EvidenceOf, ids: readonly number[]): Promise<EvidenceRow[]> {
  if (ids.length === 0) return [];
  return db
    .selectFrom("evidence")
    .selectAll()
    .where("fact", "=", fact)
    .where("fact_id", "in", [...ids])
    .where("entry", "not in", takenBack(db))
    .orderBy("id")
    .execute();
}

/** The files of these hashes, under each name they were kept by. */
export async function filesByHash(
  db: Reading,
  hashes: readonly string[],
): Promise<Pick<EvidenceRow, "sha256" | "name">[]> {
  if (hashes.length === 0) return [];
  return db
    .selectFrom("evidence")
    .select(["sha256", "name"])
    .where("sha256", "in", [...hashes])
    .execute();
}

async function allBearers(db: Reading): Promise<ReadonlyMap<string, Bearer>> {
  const [visits, answers, findings, outcomes, orders, services, attempts, cases, steps, measures] = await Promise.all([
    db.selectFrom("inspection").select(["id", "campaign", "subject", "kind", "happened_on"]).execute(),
    db
      .selectFrom("answer")
      .innerJoin("inspection", "inspection.id", "answer.inspection")
      .select(["answer.id", "campaign", "subject", "item"])
      .execute(),
    db.selectFrom("finding").select(["id", "campaign", "subject"]).execute(),
    db
      .selectFrom("review_outcome")
      .innerJoin("finding", "finding.id", "review_outcome.finding")
      .select(["review_outcome.id", "finding.campaign", "finding.subject", "review_outcome.finding"])
      .execute(),
    db.selectFrom("orders").select(["id", "campaign", "subject", "kind", "number"]).execute(),
    db
      .selectFrom("service")
      .innerJoin("orders", "orders.id", "service.order_id")
      .select(["service.id", "campaign", "subject", "number"])
      .execute(),
    db
      .selectFrom("service_attempt")
      .innerJoin("orders", "orders.id", "service_attempt.order_id")
      .select(["service_attempt.id", "campaign", "subject", "number"])
      .execute(),
    db.selectFrom("penalty_case").select(["id", "campaign", "subject"]).execute(),
    db
      .selectFrom("case_step")
      .innerJoin("penalty_case", "penalty_case.id", "case_step.case_id")
      .select(["case_step.id", "campaign", "subject", "case_id", "step"])
      .execute(),
    db.selectFrom("case_measure").select(["id", "campaign", "subject", "measure"]).execute(),
  ]);
  const named = <Row extends { id: number; campaign: string; subject: number }>(
    fact: EvidenceOf,
    rows: readonly Row[],
    of: (row: Row) => string,
  ) =>
    rows.map((row): [string, Bearer] => [
      `${fact} ${row.id}`,
      { campaign: row.campaign, subject: row.subject, of: of(row) },
    ]);
  return new Map([
    ...named("inspection", visits, ({ kind, happened_on }) => `${happened_on} ${kind}`),
    ...named("answer", answers, ({ item }) => `检查项 ${item}`),
    ...named("finding", findings, ({ id }) => `问题 ${id}`),
    ...named("review_outcome", outcomes, ({ finding }) => `问题 ${finding} 的复查`),
    ...named("orders", orders, ({ kind, number }) => `${kind} ${number}`),
    ...named("service", services, ({ number }) => `${number} 的送达`),
    ...named("service_attempt", attempts, ({ number }) => `${number} 送达未成`),
    ...named("penalty_case", cases, ({ id }) => `案件 ${id}`),
    ...named("case_step", steps, ({ case_id, step }) => `案件 ${case_id} 的${step}`),
    ...named("case_measure", measures, ({ measure }) => `措施：${measure}`),
  ]);
}
