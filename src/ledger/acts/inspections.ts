/** Inspections as facts: the visit, who was there, every answer, what was found, and the files that show it. */
import type {
  Conclusion,
  Day,
  FindingDraft,
  FormerFinding,
  Given,
  InspectionKind,
  Item,
  Officer,
} from "../../campaign/index.ts";
import { attachEvidence } from "../evidence/files.ts";
import type { KeptFile } from "../evidence/files.ts";
import { toJson } from "../json.ts";
import { correctedNow } from "../corrections.ts";
import type { Entry, New } from "../ledger.ts";
import { operationIn, visitsIn } from "../now.ts";
import type { OperationNow } from "../spans/institutions.ts";
import { rootsOf } from "../root.ts";
import { findingsNow } from "../now.ts";
import type { AnswerRow, AttendanceRow, Db, FindingRow, InspectionRow } from "../tables.ts";

/** An inspection as it will be recorded. */
export interface RecordedVisit {
  readonly campaign: string;
  readonly subject: number;
  readonly kind: InspectionKind;
  readonly on: Day;
  readonly officers: readonly Officer[];
  readonly items: readonly Item[];
  readonly given: ReadonlyMap<string, Given>;
  /** Kept files by item. */
  readonly evidence: ReadonlyMap<string, readonly KeptFile[]>;
  /** Kept files that show the visit as a whole. */
  readonly ofVisit: readonly KeptFile[];
  readonly conclusion: Conclusion;
}

/** A finding with the number it was given. */
export interface NumberedFinding extends FindingDraft {
  readonly id: number;
}

export interface RecordedInspection {
  readonly inspection: number;
  readonly findings: readonly NumberedFinding[];
}

/** Appends an inspection. Evidence goes to the finding that a failed item gave rise to, else to the answer itself. */
export async function recordInspection(entry: Entry, inspected: RecordedVisit): Promise<RecordedInspection> {
  const { campaign, subject, kind, on, officers, items, given, conclusion } = inspected;
  const inspection = await entry.add("inspection", {
    campaign,
    subject,
    order_id: null,
    kind,
    happened_on: on,
    result: conclusion.result,
    note: "",
  });
  await entry.addMany(
    "attendance",
    officers.map(({ name, unit, certificate }): New<AttendanceRow> => ({ inspection, name, unit, certificate })),
  );
  const rows = items.flatMap(({ code }): New<AnswerRow>[] => {
    const one = given.get(code);
    return one ? [{ inspection, item: code, answer: one.answer, note: one.note.trim() }] : [];
  });
  for (const kept of inspected.ofVisit) await attachEvidence(entry, "inspection", inspection, kept, on);
  const firstAnswer = await entry.addMany("answer", rows);
  const findings = await recordFindings(entry, inspected, inspection);
  for (const [index, { item }] of rows.entries()) {
    const finding = findings.find((one) => one.item === item);
    for (const kept of inspected.evidence.get(item) ?? [])
      await (finding
        ? attachEvidence(entry, "finding", finding.id, kept, on)
        : attachEvidence(entry, "answer", firstAnswer + index, kept, on));
  }
  return { inspection, findings };
}

async function recordFindings(
  entry: Entry,
  { campaign, subject, on, conclusion }: RecordedVisit,
  inspection: number,
): Promise<NumberedFinding[]> {
  if (conclusion.findings.length === 0) return [];
  const rows = conclusion.findings.map(
    ({ item, topic, text, note, severity, basis, route, lead, supporting, orderKind, relapseOf }): New<FindingRow> => ({
      campaign,
      inspection,
      subject,
      item,
      topic,
      text,
      note,
      severity,
      basis: toJson(basis),
      route,
      lead,
      supporting,
      order_kind: orderKind,
      happened_on: on,
      relapse_of: relapseOf,
    }),
  );
  const first = await entry.addMany("finding", rows);
  return conclusion.findings.map((finding, index) => ({ ...finding, id: first + index }));
}

/** A subject's findings of this campaign as known on a day, in the form the campaign's rules ask for. */
export async function formerFindings(
  db: Db,
  asOf: Day,
  of: { readonly campaign: string; readonly subject: number },
): Promise<FormerFinding[]> {
  const findings = await findingsNow(db, asOf, of);
  return findings.map(({ id, item, happened_on, closed_on }) => ({ id, item, on: happened_on, closedOn: closed_on }));
}

/** Whether the subject may operate, as of a day; null when nothing has stopped, resumed or closed it. */
export async function operationOf(db: Db, asOf: Day, subject: number): Promise<OperationNow | null> {
  return operationIn((await rootsOf(db, [subject])).on({ day: asOf }), subject);
}

/** Who took part in a visit, in the order they were named. */
export async function attendants(
  db: Db,
  inspection: number,
): Promise<Pick<AttendanceRow, "name" | "unit" | "certificate">[]> {
  const rows = await db
    .selectFrom("attendance")
    .select(["id", "name", "unit", "certificate"])
    .where("inspection", "=", inspection)
    .orderBy("id")
    .execute();
  const read = await correctedNow(db, "attendance", rows);
  return read.map(({ name, unit, certificate }) => ({ name, unit, certificate }));
}

/** The names of those who made the last visit that this person took part in; empty where there was none. */
export async function lastParty(db: Db, name: string): Promise<string[]> {
  const last = await db
    .selectFrom("attendance")
    .select("inspection")
    .where("name", "=", name)
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
  return last === undefined ? [] : (await attendants(db, last.inspection)).map((one) => one.name);
}

/** The answers of an inspection, in the order they were given. */
export async function answersOf(db: Db, inspection: number): Promise<AnswerRow[]> {
  return db.selectFrom("answer").selectAll().where("inspection", "=", inspection).orderBy("id").execute();
}

/** The inspection of this kind already on record for that very day, or null. */
export async function visitOnDay(
  db: Db,
  day: Day,
  of: { readonly campaign: string; readonly subject: number; readonly kind: InspectionKind },
): Promise<InspectionRow | null> {
  const visits = visitsIn((await rootsOf(db, [of.subject])).on({ day }), of);
  return visits.findLast(({ kind, happened_on }) => kind === of.kind && happened_on === day) ?? null;
}
