/** Taking back a whole journal entry (撤销): a fact of its own; what rests on the entry has to go first. */
import { hint, next, particular } from "../campaign/index.ts";
import { inStretches, refuse } from "../campaign/index.ts";
import type { Day } from "../campaign/index.ts";
import { kindOf, links, pointers, restingOnSubject } from "./facts/links.ts";
import type { Pointer } from "./facts/links.ts";
import { handedOutTo } from "./handed-out.ts";
import { entriesOf } from "./journal.ts";
import { fromJson } from "./json.ts";
import type { Entry } from "./ledger.ts";
import type { Db, FactTable, JournalRow } from "./tables.ts";
import { takenBack } from "./taken-back.ts";

/**
 * Takes a journal entry back as of `on`, with the reason; gives the day from which it no longer counts. Without `on` that is the day
 * it happened, as if it had never been entered, or the day on which the last entry that had rested on it was taken back.
 * What was taken back already may be taken back again from an earlier day. Kinds that last are named in `lasting` where they are taken
 * back all the same.
 * @throws Stop when there is no such entry, it was taken back already, cannot be, or later entries that stand on `on` or after rest on it (all are listed)
 */
export async function annul(
  entry: Entry,
  target: JournalRow,
  { on, reason, lasting = [] }: { on: Day | null; reason: string; readonly lasting?: readonly FactTable[] },
): Promise<Day> {
  const { db } = entry;
  await refuseAgain(db, target, on);
  if (target.seq <= (await handedOutTo(db)))
    refuse("handed-out", `第 ${target.seq} 次登记是单位登记的，任务包里不能撤销：${target.summary}`, {
      hint: "请单位在自己的账本上撤销",
    });
  const tables = Object.keys(fromJson(target.digests)) as FactTable[];
  refuseLasting(
    target,
    tables.filter((table) => !lasting.includes(table)),
  );
  if (on !== null && on < target.happened_on)
    refuse("annulled-before", `撤销的日期 ${on} 早于那件事的日期 ${target.happened_on}`, {
      hint: hint`核对 ${particular({ on: true })} 的日期`,
    });
  const resting = await restingOn(db, target, tables);
  const back = await countedUntil(db, target.seq);
  await refuseIfRestedOn(db, target, { tables, seqs: new Set(resting.filter((seq) => !back.has(seq))) });
  const from = startOf(target, on, new Map(resting.map((seq) => [seq, back.get(seq)])));
  await entry.add("annulment", { target: target.seq, happened_on: from, reason });
  return from;
}

/** What was taken back is taken back once more only from an earlier day. */
async function refuseAgain(db: Db, { seq }: JournalRow, on: Day | null): Promise<void> {
  const before = await db
    .selectFrom("annulment")
    .selectAll()
    .where("target", "=", seq)
    .orderBy("happened_on")
    .executeTakeFirst();
  if (before && (on === null || on >= before.happened_on))
    refuse("already-annulled", `第 ${seq} 次登记已于 ${before.happened_on} 撤销：${before.reason}`, {
      hint: hint`用 ${next("log")} 看全部登记`,
    });
}

function refuseLasting({ seq, summary }: JournalRow, tables: readonly FactTable[]): void {
  for (const table of tables) {
    const { lasting: instead } = kindOf(table);
    if (instead !== undefined) refuse("not-annullable", `第 ${seq} 次登记不能撤销：${summary}`, { hint: instead });
  }
}

/**
 * The day from which the target counts no longer: its own, or when the last of those resting on it (entry → until when it
 * counted) was taken back.
 */
function startOf({ seq, happened_on }: JournalRow, on: Day | null, resting: ReadonlyMap<number, Day | undefined>): Day {
  let from = on ?? happened_on;
  for (const [other, until] of resting) {
    if (until === undefined || until <= from) continue;
    if (on !== null)
      refuse("rested-on-until", `依据它的第 ${other} 次登记到 ${until} 才撤销，第 ${seq} 次登记不能从 ${on} 起撤销`, {
        hint: hint`${particular({ on: true })} 不早于 ${until}`,
      });
    from = until;
  }
  return from;
}

/** Entries after `seq` that were taken back, and the day until which they had counted; undefined where they never did. */
async function countedUntil(db: Db, seq: number): Promise<ReadonlyMap<number, Day | undefined>> {
  const rows = await db
    .selectFrom("annulment")
    .innerJoin("journal", "journal.seq", "annulment.target")
    .select(["annulment.target", "annulment.happened_on as until", "journal.happened_on as since"])
    .where("annulment.target", ">", seq)
    .orderBy("annulment.happened_on", "desc")
    .execute();
  return new Map(rows.map(({ target, until, since }) => [target, until > since ? until : undefined]));
}

/** The entry with that number. @throws Stop */
export async function journalEntry(db: Db, seq: number): Promise<JournalRow> {
  const row = await db.selectFrom("journal").selectAll().where("seq", "=", seq).executeTakeFirst();
  return row ?? refuse("unknown-entry", `没有第 ${seq} 次登记`, { hint: hint`用 ${next("log")} 看登记序号` });
}

/** The last import that still stands. @throws Stop when there is none */
export async function lastImport(db: Db): Promise<JournalRow> {
  const row = await db
    .selectFrom("import_batch")
    .select("entry")
    .where("entry", "not in", takenBack(db))
    .orderBy("entry", "desc")
    .limit(1)
    .executeTakeFirst();
  return row
    ? journalEntry(db, row.entry)
    : refuse("no-import", "没有可以撤销的导入", { hint: hint`用 ${next("log")} 看全部登记` });
}

/** Later entries that rest on the target, those taken back among them. */
async function restingOn(db: Db, target: JournalRow, tables: readonly FactTable[]): Promise<number[]> {
  const found = [
    ...(await linkedEntries(db, target.seq, tables)),
    ...(await subjectEntries(db, target.seq, tables)),
    ...(await serviceEntries(db, target.seq, tables)),
    ...(await listedEntries(db, target.seq, tables)),
    ...(await causedEntries(db, target.seq, tables)),
  ];
  for (const pointer of pointers()) found.push(...(await pointingEntries(db, target.seq, tables, pointer)));
  return found;
}

/** Later entries that rest on the target and were not taken back. */
export async function entriesRestingOn(db: Db, target: JournalRow): Promise<JournalRow[]> {
  const tables = Object.keys(fromJson(target.digests)) as FactTable[];
  const back = await countedUntil(db, target.seq);
  const seqs = (await restingOn(db, target, tables)).filter((seq) => !back.has(seq));
  return entriesOf(db, seqs);
}

async function refuseIfRestedOn(
  db: Db,
  target: JournalRow,
  { tables, seqs }: { readonly tables: readonly FactTable[]; readonly seqs: ReadonlySet<number> },
): Promise<void> {
  if (seqs.size === 0) return;
  const rows = await db
    .selectFrom("journal")
    .selectAll()
    .where("seq", "in", [...seqs].slice(0, 500))
    .orderBy("seq", "desc")
    .execute();
  const shown = rows.slice(0, 10).map((row) => `第 ${row.seq} 次（${row.happened_on}）${row.summary}`);
  const more = seqs.size > 10 ? `，等 ${seqs.size} 次登记` : "";
  const acted = tables.includes("roster") ? await rowsActedOn(db, target.seq, [...seqs]) : [];
  const some = acted
    .slice(0, 10)
    .map(({ subject, name, line }) => `${subject} 号「${name}」${line === null ? "" : `（第 ${line} 行）`}`);
  const which =
    acted.length === 0
      ? ""
      : `。已有后续登记的 ${acted.length} 家：${some.join("、")}${acted.length > 10 ? " 等" : ""}`;
  refuse("rested-on", `第 ${target.seq} 次登记之后还有依据它的登记，不能撤销：${shown.join("；")}${more}${which}`, {
    hint: hint`确要撤销的，先从后往前撤销它们：${next("undo", [rows[0]?.seq ?? ""], { reason: "原因" })}`,
  });
}

/** The rows of an import whose subjects later entries are about. */
async function rowsActedOn(
  db: Db,
  seq: number,
  later: number[],
): Promise<{ subject: number; name: string; line: number | null }[]> {
  const subjects = new Set<number>();
  for (const table of [...restingOnSubject(), "roster"] as const)
    for (const some of inStretches(later, 500)) {
      const rows = await db
        .selectFrom(table as "orders")
        .select("subject")
        .distinct()
        .where("entry", "in", some)
        .execute();
      for (const { subject } of rows) subjects.add(subject);
    }
  const rows = await db
    .selectFrom("roster")
    .select(["subject", "name", "line"])
    .where("entry", "=", seq)
    .orderBy("id")
    .execute();
  return rows.filter(({ subject }) => subjects.has(subject));
}

/** Later entries with a row that names a row of the target. */
async function linkedEntries(db: Db, seq: number, tables: readonly FactTable[]): Promise<number[]> {
  const found: number[] = [];
  for (const { from, column, to } of links().filter(({ to: its, many }) => !many && tables.includes(its))) {
    const named = db
      .selectFrom(to as "orders")
      .select("id")
      .where("entry", "=", seq);
    const rows = await laterWith(db, from, seq)
      .where(column as "id", "in", named)
      .execute();
    found.push(...rows.map((row) => row.entry));
  }
  return found;
}

/** Later entries on subjects that the target brought in; and later corrections, which were made over its rows. */
async function subjectEntries(db: Db, seq: number, tables: readonly FactTable[]): Promise<number[]> {
  if (!tables.includes("roster")) return [];
  const touched = db.selectFrom("roster").select("subject").where("entry", "=", seq);
  const corrected = await laterWith(db, "roster", seq)
    .where("subject" as "id", "in", touched)
    .execute();
  const known = db
    .selectFrom("roster")
    .select("subject")
    .where("entry", "<", seq)
    .where("entry", "not in", takenBack(db));
  const found = corrected.map((row) => row.entry);
  for (const table of restingOnSubject()) {
    const rows = await laterWith(db, table, seq)
      .where("subject" as "id", "in", touched)
      .where("subject" as "id", "not in", known)
      .execute();
    found.push(...rows.map((row) => row.entry));
  }
  const paired = await laterWith(db, "pairing", seq)
    .where("other" as "id", "in", touched)
    .execute();
  return [...found, ...paired.map((row) => row.entry)];
}

async function serviceEntries(db: Db, seq: number, tables: readonly FactTable[]): Promise<number[]> {
  if (!tables.includes("service")) return [];
  const served = db.selectFrom("service").select("order_id").where("entry", "=", seq);
  const found: number[] = [];
  for (const { from, column } of links().filter((link) => link.served)) {
    const rows = await laterWith(db, from, seq)
      .where(column as "id", "in", served)
      .execute();
    found.push(...rows.map((row) => row.entry));
  }
  return found;
}

/** Later entries with a row that names a row of the target in a list, as a case does its findings. */
async function listedEntries(db: Db, seq: number, tables: readonly FactTable[]): Promise<number[]> {
  const found: number[] = [];
  for (const { from, column, to } of links().filter(({ to: its, many }) => many && tables.includes(its))) {
    const named = await db
      .selectFrom(to as "finding")
      .select("id")
      .where("entry", "=", seq)
      .execute();
    const ours = new Set(named.map(({ id }) => id));
    const rows = await db
      .selectFrom(from as "penalty_case")
      .select(["entry", column as "findings"])
      .where("entry", ">", seq)
      .execute();
    found.push(
      ...rows.filter((row) => fromJson(row[column as "findings"]).some((id) => ours.has(id))).map((row) => row.entry),
    );
  }
  return found;
}

/** What an entry of a register may come from, and the table where that is. */
const causes: readonly (readonly [cause: string, table: FactTable])[] = [
  ["问题", "finding"],
  ["检查", "inspection"],
  ["文书", "orders"],
  ["案件", "penalty_case"],
];

/** Later entries of registers that came from facts of the entry; every other cause is an entry of a register. */
async function causedEntries(db: Db, seq: number, tables: readonly FactTable[]): Promise<number[]> {
  const found: number[] = [];
  const built = causes.map(([cause]) => cause);
  for (const [cause, table] of [...causes, [null, "register_entry"] as const]) {
    if (!tables.includes(table)) continue;
    const named = db
      .selectFrom(table as "orders")
      .select("id")
      .where("entry", "=", seq);
    const rows = await db
      .selectFrom("register_entry")
      .select("entry")
      .where("entry", ">", seq)
      .where("cause_id", "in", named)
      .where("cause", cause === null ? "not in" : "in", cause === null ? built : [cause])
      .execute();
    found.push(...rows.map(({ entry }) => entry));
  }
  return found;
}

/** Later entries of papers or evidence about facts of the entry. */
async function pointingEntries(
  db: Db,
  seq: number,
  tables: readonly FactTable[],
  { from, column, tableIn, among }: Pointer,
): Promise<number[]> {
  const found: number[] = [];
  for (const fact of among) {
    if (!tables.includes(fact)) continue;
    const rows = await laterWith(db, from, seq)
      .where(tableIn as "id", "=", fact as unknown as number)
      .where(
        column as "id",
        "in",
        db
          .selectFrom(fact as "orders")
          .select("id")
          .where("entry", "=", seq),
      )
      .execute();
    found.push(...rows.map((row) => row.entry));
  }
  return found;
}

/** Entries after `seq` with rows of a table. */
function laterWith(db: Db, table: FactTable, seq: number) {
  return db
    .selectFrom(table as "orders")
    .select("entry")
    .distinct()
    .where("entry", ">", seq);
}
