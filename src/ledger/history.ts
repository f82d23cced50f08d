/** What has happened to one subject, from its first roster row to the last act, each with the entry that recorded it. */
import { sanctionsText } from "../campaign/index.ts";
import type { Day, LicenceClass, StepDetails } from "../campaign/index.ts";
import type { Reading } from "./ledger.ts";
import { changesBetween } from "./content.ts";
import type { Change } from "./content.ts";
import { knownPairings } from "./known.ts";
import { toldOf } from "./says.ts";
import type { RosterRow } from "./tables.ts";
import { takenBack } from "./taken-back.ts";

const eventKinds = [
  "登记",
  "变更",
  "检查",
  "问题",
  "文书",
  "送达",
  "延期",
  "撤回",
  "放弃申辩",
  "复查",
  "销号",
  "案件",
  "措施",
  "处置",
  "名单",
] as const;
export type EventKind = (typeof eventKinds)[number];

export interface HistoryEvent {
  readonly day: Day;
  /** Number of the journal entry. */
  readonly entry: number;
  /** The moment of recording, UTC. */
  readonly recordedAt: string;
  readonly actor: string;
  readonly what: EventKind;
  readonly text: string;
  /** Of a roster row: the fields that differ from the row before. */
  readonly changes: readonly Change[];
  /** Why the entry was taken back; null when it stands. */
  readonly annulled: string | null;
}

/** A roster row with the file and row it came from; null for one that came from no file. */
export interface SourceRow extends RosterRow {
  readonly file: string | null;
  readonly source: string | null;
}

type Plain = Omit<HistoryEvent, "recordedAt" | "actor" | "annulled" | "changes"> & {
  readonly changes?: readonly Change[];
};

/** Every event up to a day, in the order in which it happened; entries taken back by then are marked, not left out. */
export async function historyOf(db: Reading, asOf: Day, subject: number): Promise<HistoryEvent[]> {
  const annulments = await db
    .selectFrom("annulment")
    .select(["target", "reason"])
    .where("happened_on", "<=", asOf)
    .execute();
  const annulled = new Map(annulments.map(({ target, reason }) => [target, reason]));
  const plain = [
    ...rosterEvents(await sourceRows(db, asOf, subject), annulled),
    ...(await inspectionEvents(db, asOf, subject)),
    ...(await findingEvents(db, asOf, subject)),
    ...(await orderEvents(db, asOf, subject)),
    ...(await caseEvents(db, asOf, subject)),
    ...(await listEvents(db, asOf, subject)),
  ];
  const entries = await journalOf(
    db,
    plain.map(({ entry }) => entry),
  );
  return plain
    .map((event): HistoryEvent => {
      const { recorded_at: recordedAt = "", actor = "" } = entries.get(event.entry) ?? {};
      return { ...event, changes: event.changes ?? [], recordedAt, actor, annulled: annulled.get(event.entry) ?? null };
    })
    .sort((a, b) =>
      a.day < b.day
        ? -1
        : a.day > b.day
          ? 1
          : a.entry - b.entry || eventKinds.indexOf(a.what) - eventKinds.indexOf(b.what),
    );
}

/** The roster rows of a subject up to a day, oldest first, with where each came from. */
async function sourceRows(db: Reading, asOf: Day, subject: number): Promise<SourceRow[]> {
  return db
    .selectFrom("roster")
    .leftJoin("import_batch", "import_batch.id", "roster.batch")
    .selectAll("roster")
    .select(["import_batch.file", "import_batch.source"])
    .where("roster.subject", "=", subject)
    .where("roster.happened_on", "<=", asOf)
    .orderBy("roster.happened_on")
    .orderBy("roster.id")
    .execute();
}

/** The rows of files that a subject's content comes from, those of subjects found to be it among them, oldest first; none taken back. */
export async function standingSources(db: Reading, asOf: Day, subject: number): Promise<SourceRow[]> {
  const { absorbed } = await knownPairings(db);
  const rows = (await toldOf(db, [subject], { on: asOf, absorbed })).get(subject)?.rows ?? [];
  const fromFiles = rows.filter(({ file }) => file !== null);
  return fromFiles.length > 0 ? fromFiles : [...rows];
}

/** Since when a subject has had which licence class; rows taken back by the day do not count. */
export async function licenceHistory(
  db: Reading,
  asOf: Day,
  subject: number,
): Promise<{ since: Day; licenceClass: LicenceClass }[]> {
  const annulled = takenBack(db, asOf);
  const rows = await db
    .selectFrom("roster")
    .select(["happened_on", "licence_class"])
    .where("subject", "=", subject)
    .where("happened_on", "<=", asOf)
    .where("entry", "not in", annulled)
    .orderBy("happened_on")
    .orderBy("id")
    .execute();
  const stood = rows.flatMap(({ happened_on, licence_class }) =>
    licence_class === null ? [] : [{ since: happened_on, licenceClass: licence_class }],
  );
  return stood.filter(({ licenceClass }, index) => licenceClass !== stood[index - 1]?.licenceClass);
}

function rosterEvents(rows: readonly SourceRow[], annulled: ReadonlyMap<number, string>): Plain[] {
  let before: SourceRow | null = null;
  return rows.map((row) => {
    const origin = row.file === null ? "" : `${row.source ?? ""}，${row.file} 第 ${row.line ?? "?"} 行`;
    const changes: readonly Change[] = before === null ? [] : changesBetween(before, row);
    const what = before === null ? "登记" : "变更";
    if (!annulled.has(row.entry)) before = row;
    return { day: row.happened_on, entry: row.entry, what, text: origin, changes };
  });
}

async function inspectionEvents(db: Reading, asOf: Day, subject: number): Promise<Plain[]> {
  const visits = await db
    .selectFrom("inspection")
    .selectAll()
    .where("subject", "=", subject)
    .where("happened_on", "<=", asOf)
    .execute();
  const officers = await rowsOf(
    visits.map(({ id }) => id),
    (ids) => db.selectFrom("attendance").selectAll().where("inspection", "in", ids).orderBy("id").execute(),
  );
  return visits.map(({ id, entry, kind, happened_on, result, note }) => {
    const by = officers.filter((officer) => officer.inspection === id).map(({ name, unit }) => `${name}（${unit}）`);
    const what = kind === "复查" || kind === "回头看" ? "复查" : "检查";
    return {
      day: happened_on,
      entry,
      what,
      text: joined([kind, result, by.length > 0 ? `检查人员 ${by.join("、")}` : "", note]),
    };
  });
}

async function findingEvents(db: Reading, asOf: Day, subject: number): Promise<Plain[]> {
  const findings = await db.selectFrom("finding").selectAll().where("subject", "=", subject).execute();
  const ids = findings.map(({ id }) => id);
  const outcomes = await rowsOf(ids, (some) =>
    db.selectFrom("review_outcome").selectAll().where("finding", "in", some).execute(),
  );
  const closings = await rowsOf(ids, (some) =>
    db.selectFrom("close_out").selectAll().where("finding", "in", some).execute(),
  );
  const named = (id: number): string => `问题 ${id}`;
  return [
    ...findings.map(({ id, entry, happened_on, severity, item, text, note, lead, relapse_of }): Plain => {
      const relapse = relapse_of === null ? "" : `${named(relapse_of)} 反弹`;
      return {
        day: happened_on,
        entry,
        what: "问题",
        text: joined([
          `${named(id)}［${severity}］${item} 不符合“${text}”`,
          note,
          lead === "" ? "" : `牵头 ${lead}`,
          relapse,
        ]),
      };
    }),
    ...outcomes.map(({ finding, entry, happened_on, outcome, note }): Plain => ({
      day: happened_on,
      entry,
      what: "复查",
      text: joined([named(finding), outcome, note]),
    })),
    ...closings.map(({ finding, entry, happened_on, closed_by, note }): Plain => ({
      day: happened_on,
      entry,
      what: "销号",
      text: joined([named(finding), `销号人 ${closed_by}`, note]),
    })),
  ].filter(({ day }) => day <= asOf);
}

async function orderEvents(db: Reading, asOf: Day, subject: number): Promise<Plain[]> {
  const orders = await db.selectFrom("orders").selectAll().where("subject", "=", subject).execute();
  const ids = orders.map(({ id }) => id);
  const numbers = new Map(orders.map(({ id, number }) => [id, number]));
  const services = await rowsOf(ids, (some) =>
    db
      .selectFrom("service")
      .innerJoin("journal", "journal.seq", "service.entry")
      .selectAll("service")
      .select("journal.happened_on as act_on")
      .where("order_id", "in", some)
      .execute(),
  );
  const extensions = await rowsOf(ids, (some) =>
    db.selectFrom("extension").selectAll().where("order_id", "in", some).execute(),
  );
  const withdrawals = await rowsOf(ids, (some) =>
    db.selectFrom("withdrawal").selectAll().where("order_id", "in", some).execute(),
  );
  const attempts = await rowsOf(ids, (some) =>
    db.selectFrom("service_attempt").selectAll().where("order_id", "in", some).execute(),
  );
  const receipts = await rowsOf(ids, (some) =>
    db
      .selectFrom("service_return")
      .innerJoin("service", "service.id", "service_return.service")
      .where("service.order_id", "in", some)
      .selectAll("service_return")
      .select("service.order_id")
      .execute(),
  );
  const waivers = await rowsOf(ids, (some) =>
    db.selectFrom("waiver").selectAll().where("order_id", "in", some).execute(),
  );
  const about = (
    order: { order_id: number; entry: number; happened_on: Day },
    what: EventKind,
    words: readonly string[],
  ): Plain => ({
    day: order.happened_on,
    entry: order.entry,
    what,
    text: joined([numbers.get(order.order_id) ?? "", ...words]),
  });
  return [
    ...orders.map((order): Plain =>
      about({ ...order, order_id: order.id }, "文书", [
        order.kind,
        `签发 ${order.issuer}`,
        order.deadline === null ? "" : `期限 ${order.deadline}`,
      ]),
    ),
    ...services
      .filter(({ method }) => method === "公告")
      .map((row) => about({ ...row, happened_on: row.act_on }, "送达", [`公告，${row.happened_on} 视为送达`])),
    ...services.map((row) =>
      about(row, "送达", [
        `${row.method}送达`,
        `收件人 ${row.recipient}`,
        row.due_on === null ? "" : `到期 ${row.due_on}`,
        row.note,
      ]),
    ),
    ...attempts.map((row) => about(row, "送达", [`${row.method}送达未成：${row.outcome}`, row.note])),
    ...receipts.map((row) => about(row, "送达", ["送达回证收回", `${row.signed_by}签收`, row.note])),
    ...extensions.map((row) => about(row, "延期", [`延期到 ${row.due_on}`, row.reason, `批准人 ${row.approver}`])),
    ...withdrawals.map((row) => about(row, "撤回", [row.reason])),
    ...waivers.map((row) => about(row, "放弃申辩", [row.reason])),
  ].filter(({ day }) => day <= asOf);
}

async function caseEvents(db: Reading, asOf: Day, subject: number): Promise<Plain[]> {
  const cases = await db
    .selectFrom("penalty_case")
    .selectAll()
    .where("subject", "=", subject)
    .where("happened_on", "<=", asOf)
    .execute();
  const steps = await db
    .selectFrom("case_step")
    .innerJoin("penalty_case", "penalty_case.id", "case_step.case_id")
    .selectAll("case_step")
    .where("penalty_case.subject", "=", subject)
    .where("case_step.happened_on", "<=", asOf)
    .execute();
  const measures = await db
    .selectFrom("case_measure")
    .selectAll()
    .where("subject", "=", subject)
    .where("happened_on", "<=", asOf)
    .execute();
  return [
    ...cases.map((row): Plain => ({
      day: row.happened_on,
      entry: row.entry,
      what: "案件",
      text: joined([`案件 ${row.id} 立案`, row.cause, `${row.approver}批准`]),
    })),
    ...steps.map((row): Plain => {
      const { sanctions, note } = JSON.parse(row.details) as StepDetails;
      return {
        day: row.happened_on,
        entry: row.entry,
        what: "案件",
        text: joined([`案件 ${row.case_id} ${row.step}`, sanctions ? sanctionsText(sanctions) : "", note]),
      };
    }),
    ...measures.map((row): Plain => ({
      day: row.happened_on,
      entry: row.entry,
      what: "措施",
      text: joined([row.measure, row.authority, row.basis, row.until === null ? "" : `至 ${row.until}`]),
    })),
  ];
}

async function listEvents(db: Reading, asOf: Day, subject: number): Promise<Plain[]> {
  const dispositions = await db
    .selectFrom("disposition")
    .selectAll()
    .where("subject", "=", subject)
    .where("happened_on", "<=", asOf)
    .execute();
  const listings = await db
    .selectFrom("listing")
    .innerJoin("publication", "publication.id", "listing.publication")
    .selectAll("listing")
    .select("publication.version")
    .where("listing.subject", "=", subject)
    .where("listing.happened_on", "<=", asOf)
    .execute();
  const changes = await db
    .selectFrom("listing_change")
    .selectAll()
    .where("subject", "=", subject)
    .where("happened_on", "<=", asOf)
    .execute();
  return [
    ...dispositions.map(({ entry, happened_on, bucket, reason }): Plain => ({
      day: happened_on,
      entry,
      what: "处置",
      text: joined([bucket, reason]),
    })),
    ...listings.map((row): Plain => ({
      day: row.happened_on,
      entry: row.entry,
      what: "名单",
      text: joined([`公布${row.list}第 ${row.version} 版`, row.situation, row.reason]),
    })),
    ...changes.map((row): Plain => ({
      day: row.happened_on,
      entry: row.entry,
      what: "名单",
      text: joined([`${row.list}${row.change}`, row.reason]),
    })),
  ];
}

/** `in ()` is no SQL: without numbers there are no rows. */
async function rowsOf<Row>(ids: number[], select: (ids: number[]) => Promise<Row[]>): Promise<Row[]> {
  return ids.length === 0 ? [] : select(ids);
}

async function journalOf(
  db: Reading,
  entries: readonly number[],
): Promise<Map<number, { recorded_at: string; actor: string }>> {
  const rows = await rowsOf([...new Set(entries)], (some) =>
    db.selectFrom("journal").select(["seq", "recorded_at", "actor"]).where("seq", "in", some).execute(),
  );
  return new Map(rows.map((row) => [row.seq, row]));
}

const joined = (words: readonly string[]): string => words.filter(Boolean).join("，");
