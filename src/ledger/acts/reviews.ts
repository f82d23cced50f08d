/** Reviews (复查, 回头看) and close-outs (销号) as facts. */
import { histories, inStretches, successions } from "../../campaign/index.ts";
import type { Day, InspectionKind, Officer, ReviewOutcome } from "../../campaign/index.ts";
import { attachEvidence } from "../evidence/files.ts";
import type { KeptFile } from "../evidence/files.ts";
import { inForceOn } from "../in-force.ts";
import type { Entry, New } from "../ledger.ts";
import type { FindingNow } from "../now.ts";
import type { AttendanceRow, CloseOutRow, Db, FindingRow, ReviewOutcomeRow } from "../tables.ts";
import { correctedNow, correctedOn } from "../corrections.ts";
import { takenBack } from "../taken-back.ts";

/** What was seen of one finding. */
export interface SeenFinding {
  readonly finding: FindingNow;
  readonly outcome: ReviewOutcome;
  readonly note: string;
  readonly evidence: readonly KeptFile[];
}

/** A re-check as it will be recorded. */
export interface Reviewed {
  readonly campaign: string;
  readonly subject: number;
  readonly order: number | null;
  readonly kind: "复查" | "回头看";
  readonly on: Day;
  readonly officers: readonly Officer[];
  /** Its result, in words. */
  readonly result: string;
  readonly seen: readonly SeenFinding[];
  /** 反弹: closed findings that came back. */
  readonly relapsed: readonly SeenFinding[];
}

/** Appends a re-check with those who took part, an outcome for each finding, its evidence, and the findings that came back. Gives the numbers of these. */
export async function recordReview(
  entry: Entry,
  { campaign, subject, order, kind, on, officers, result, seen, relapsed }: Reviewed,
): Promise<number[]> {
  const inspection = await entry.add("inspection", {
    campaign,
    subject,
    order_id: order,
    kind,
    happened_on: on,
    result,
    note: "",
  });
  await entry.addMany(
    "attendance",
    officers.map(({ name, unit, certificate }): New<AttendanceRow> => ({ inspection, name, unit, certificate })),
  );
  const outcomes = seen.map(({ finding, outcome, note }): New<ReviewOutcomeRow> => ({
    inspection,
    finding: finding.id,
    outcome,
    note,
    happened_on: on,
  }));
  const first = await entry.addMany("review_outcome", outcomes);
  for (const [index, { evidence }] of seen.entries())
    for (const file of evidence) await attachEvidence(entry, "review_outcome", first + index, file, on);
  if (relapsed.length === 0) return [];
  const firstNew = await entry.addMany(
    "finding",
    relapsed.map((one) => relapseRow(one, { campaign, inspection, on })),
  );
  for (const [index, { evidence }] of relapsed.entries())
    for (const file of evidence) await attachEvidence(entry, "finding", firstNew + index, file, on);
  return relapsed.map((_, index) => firstNew + index);
}

/** The same fault again, routed as before: a finding of the campaign that looks back. */
function relapseRow(
  { finding, note }: SeenFinding,
  { campaign, inspection, on }: { readonly campaign: string; readonly inspection: number; readonly on: Day },
): New<FindingRow> {
  const { subject, item, topic, text, severity, basis, route, lead, supporting, order_kind } = finding;
  return {
    campaign,
    inspection,
    subject,
    item,
    topic,
    text,
    note,
    severity,
    basis,
    route,
    lead,
    supporting,
    order_kind,
    happened_on: on,
    relapse_of: finding.id,
  };
}

/** Who took part in these inspections, by inspection. */
export async function attendance(
  db: Db,
  inspections: readonly number[],
): Promise<ReadonlyMap<number, readonly string[]>> {
  if (inspections.length === 0) return new Map();
  const recorded = await db
    .selectFrom("attendance")
    .select(["id", "inspection", "name"])
    .where("inspection", "in", [...inspections])
    .orderBy("id")
    .execute();
  const rows = await correctedNow(db, "attendance", recorded);
  return new Map(
    inspections.map((inspection) => [
      inspection,
      rows.filter((row) => row.inspection === inspection).map(({ name }) => name),
    ]),
  );
}

/** What a close-out rests on. */
export interface OutcomeSupport {
  /** Who took part in the re-check. */
  readonly reviewers: readonly string[];
  /** Who recorded it. */
  readonly recorder: string;
  readonly evidence: boolean;
}

/** The people and the files behind one outcome. */
export async function supportOf(db: Db, outcome: number): Promise<OutcomeSupport> {
  const row = await db
    .selectFrom("review_outcome")
    .innerJoin("journal", "journal.seq", "review_outcome.entry")
    .select(["review_outcome.inspection", "journal.actor"])
    .where("review_outcome.id", "=", outcome)
    .executeTakeFirstOrThrow();
  const names = (await attendance(db, [row.inspection])).get(row.inspection) ?? [];
  const file = await db
    .selectFrom("evidence")
    .select("id")
    .where("fact", "=", "review_outcome")
    .where("fact_id", "=", outcome)
    .where("entry", "not in", takenBack(db))
    .limit(1)
    .executeTakeFirst();
  return { reviewers: names, recorder: row.actor, evidence: file !== undefined };
}

/** Appends close-outs. */
export async function recordCloseOuts(entry: Entry, rows: readonly New<CloseOutRow>[]): Promise<void> {
  await entry.addMany("close_out", rows);
}

/** The result of a re-check, finding by finding. */
export async function outcomesOf(db: Db, inspection: number): Promise<readonly ReviewOutcomeRow[]> {
  const rows = await db
    .selectFrom("review_outcome")
    .selectAll()
    .where("inspection", "=", inspection)
    .orderBy("id")
    .execute();
  return correctedNow(db, "review_outcome", rows);
}

/** The entries of the close-outs that rest on an outcome, those taken back left out. */
export async function closingsOn(db: Db, outcome: number): Promise<number[]> {
  const rows = await db
    .selectFrom("close_out")
    .select("entry")
    .where("outcome", "=", outcome)
    .where("entry", "not in", takenBack(db))
    .execute();
  return rows.map(({ entry }) => entry);
}

/** Of what kind a visit was. */
export async function visitKindOf(db: Db, inspection: number): Promise<InspectionKind | null> {
  const row = await db.selectFrom("inspection").select("kind").where("id", "=", inspection).executeTakeFirst();
  return row?.kind ?? null;
}

/** A close-out and the re-check it rests on. */
export interface CloseOut extends Pick<CloseOutRow, "closed_by" | "happened_on"> {
  readonly inspection: number;
  readonly outcome: ReviewOutcome;
  readonly reviewed_on: Day;
}

/** The close-out of a closed finding that stands. */
export async function closeOutOf(db: Db, finding: number): Promise<CloseOut> {
  const recorded = await db
    .selectFrom("close_out")
    .selectAll()
    .where("finding", "=", finding)
    .where("entry", "not in", takenBack(db))
    .orderBy("id", "desc")
    .executeTakeFirstOrThrow();
  const outcomes = await db.selectFrom("review_outcome").selectAll().where("id", "=", recorded.outcome).execute();
  const [closing = recorded] = await correctedNow(db, "close_out", [recorded]);
  const [review] = await correctedNow(db, "review_outcome", outcomes);
  if (review === undefined) throw new Error(`close-out ${closing.id} rests on no outcome`);
  const { closed_by, happened_on } = closing;
  return {
    closed_by,
    happened_on,
    inspection: review.inspection,
    outcome: review.outcome,
    reviewed_on: review.happened_on,
  };
}

/** The last re-check of each of these findings, whatever came of it. */
export async function lastAttempts(
  db: Db,
  asOf: Day,
  findings: readonly number[],
): Promise<ReadonlyMap<number, ReviewOutcomeRow>> {
  const last = new Map<number, ReviewOutcomeRow>();
  for (const some of inStretches(findings, 500)) {
    const recorded = await db.selectFrom("review_outcome").selectAll().where("finding", "in", some).execute();
    const rows = await correctedOn(db, "review_outcome", recorded, { day: asOf });
    const inForce = await inForceOn(db, rows, { day: asOf });
    for (const [finding, [latest]] of histories(successions.review_outcome, inForce, ({ finding: of }) => of))
      if (latest) last.set(finding, latest);
  }
  return last;
}
