/**
 * Acts of groups brought into the office's ledger. What two groups did to one thing, neither knowing of the other, counts for neither
 * until a person decides, whichever came first; so the ledger that comes of several bundles does not depend on their order.
 */
import { contradicts, inStretches, officesPart } from "../../campaign/index.ts";
import type { AnyRow, Claim, Day, GroupAct, LooseRow, Problem, Ranking } from "../../campaign/index.ts";
import { keepSealed } from "../acts/sealed.ts";
import { annul, entriesRestingOn } from "../annulment.ts";
import { kindOf, links } from "../facts/links.ts";
import { rowsNamed, rowsWhere } from "../facts/whom.ts";
import { annulmentsOf } from "../in-force.ts";
import { fromJson, toJson } from "../json.ts";
import type { Act, Entry, New, RecordNext } from "../ledger.ts";
import { settleAnew } from "../roster/pairs.ts";
import { takenBack } from "../taken-back.ts";
import type { BundleRow, Db, FactTable, FactTables, JournalRow } from "../tables.ts";
import { sql } from "kysely";
import { claimTables, claimsOf, namesOne } from "./claims.ts";
import { actBack, hasItsSealed, named, readMark, sealedOf } from "./group-acts.ts";
import type { SealedInAct } from "./group-acts.ts";
import { waitingActs } from "./bundles.ts";

/** An act of a group that is to be taken, or waits already. */
export interface ReturningAct {
  readonly bundle: BundleRow;
  readonly act: GroupAct;
  /** The number of the waiting act; null of one that has just come. */
  readonly waiting: number | null;
  /** The texts that came along, or that lie in the bundle which was kept; those of an act that counted here before are looked up when it is recorded. */
  readonly sealed: readonly SealedInAct[];
}

/** An act whose facts are named by their numbers here. */
export interface ResolvedAct {
  readonly act: GroupAct;
  readonly rows: ReadonlyMap<FactTable, readonly AnyRow[]>;
}

/** What the office says of acts. */
export interface Reception {
  /** Who brings it in, and when. */
  readonly by: Act;
  readonly ranking: Ranking;
  /** The sealed texts of acts that wait, by the number of the waiting act. */
  readonly texts: ReadonlyMap<number, readonly SealedInAct[]>;
  /** What stands against an act now; null when nothing does. */
  readonly gate: (db: Db, act: ResolvedAct) => Promise<Pick<Problem, "message"> | null>;
}

export interface TakenIn {
  readonly taken: readonly ReturningAct[];
  readonly waiting: readonly { readonly candidate: ReturningAct; readonly reason: string }[];
  /** Acts that counted already and count no longer, for another group did the same. */
  readonly back: number;
}

/** The acts that wait and are not decided, with their bundles. */
export async function candidatesWaiting(db: Db): Promise<ReturningAct[]> {
  const bundles = new Map((await db.selectFrom("bundle").selectAll().execute()).map((row) => [row.id, row]));
  return (await waitingActs(db)).flatMap((row) => {
    const bundle = bundles.get(row.bundle);
    return bundle ? [{ bundle, act: fromJson(row.act), waiting: row.id, sealed: [] }] : [];
  });
}

/** The sealed texts of an act that counted here before it was taken back to wait. */
async function sealedHere(db: Db, { head }: BundleRow, seq: number): Promise<readonly SealedInAct[]> {
  const entry = await db
    .selectFrom("journal")
    .select("seq")
    .where("origin", "=", head)
    .where("origin_seq", "=", seq)
    .orderBy("seq", "desc")
    .executeTakeFirst();
  return entry ? sealedOf(db, entry.seq) : [];
}

/** Waiting acts that a person takes, and the person's reason. */
interface Choice {
  readonly chosen: ReadonlySet<number>;
  readonly why: string;
}

/** Takes what may be taken of these acts and of those that waited; the rest waits, each with its reason. */
export async function takeIn(
  record: RecordNext,
  db: Db,
  fresh: readonly ReturningAct[],
  reception: Reception,
  { chosen, why }: Choice = { chosen: new Set<number>(), why: settledReason },
): Promise<TakenIn> {
  const waited = (await candidatesWaiting(db)).map((one) => ({
    ...one,
    sealed: reception.texts.get(one.waiting ?? 0) ?? [],
  }));
  const pool = [...waited, ...fresh];
  const { standing, moved } = await withdrawn(record, db, pool, reception);
  pool.push(...moved);
  const undone = undoneWithin(pool);
  const [taken, reasons, done] = [[] as ReturningAct[], new Map<ReturningAct, string>(), new Set<ReturningAct>()];
  for (let again = true; again;) {
    again = false;
    for (const one of pool.toSorted(byPlace)) {
      if (done.has(one)) continue;
      const reason = await reasonAgainst(db, one, { pool, done, standing, undone, chosen });
      const refused = reason ?? (await recordAct(record, db, one, reception));
      if (refused === null) {
        taken.push(one);
        done.add(one);
        reasons.delete(one);
        again = true;
      } else reasons.set(one, refused);
    }
  }
  const waiting = [...reasons].map(([candidate, reason]) => ({ candidate, reason }));
  await writeDown(record, reception, { taken, waiting }, (id) => (chosen.has(id) ? why : settledReason));
  return { taken, waiting, back: moved.length };
}

const byPlace = (one: ReturningAct, other: ReturningAct): number =>
  one.bundle.id - other.bundle.id || one.act.seq - other.act.seq;

/** Entries that groups took back themselves contradict nobody. */
const undoneWithin = (pool: readonly ReturningAct[]): ReadonlySet<string> =>
  new Set(
    pool.flatMap(({ bundle, act }) => (act.undoes === null ? [] : [keyOf(bundle, act.undoes), keyOf(bundle, act.seq)])),
  );

const keyOf = (bundle: BundleRow, seq: number): string => `${bundle.id} ${seq}`;

/** An entry that counts here, with what it lays claim to. */
interface Standing {
  readonly entry: JournalRow;
  readonly claims: readonly Claim[];
}

/** The entries since the earliest of these bundles was handed out that lay claim to something. */
async function standingSince(db: Db, pool: readonly ReturningAct[]): Promise<Standing[]> {
  const since = Math.min(...pool.map(({ bundle }) => bundle.known_to));
  if (!Number.isFinite(since)) return [];
  const byEntry = new Map<number, [FactTable, AnyRow[]][]>();
  const haveNewcomers = pool.some(({ act }) => isOfNewcomer(act));
  for (const table of claimTables.filter((name) => name !== "roster" || haveNewcomers))
    for (const row of await rowsWhere(db, table, sql`entry > ${since} and entry not in ${takenBack(db)}`)) {
      const ours = byEntry.get(row.entry) ?? [];
      byEntry.set(row.entry, ours);
      const last = ours.find(([name]) => name === table);
      if (last) last[1].push(row);
      else ours.push([table, [row]]);
    }
  const entries = await db.selectFrom("journal").selectAll().where("seq", ">", since).orderBy("seq").execute();
  const found: Standing[] = [];
  for (const entry of entries) {
    const rows = byEntry.get(entry.seq);
    const firsts = new Set(await firstRowsOf(db, rows ?? []));
    if (rows) found.push({ entry, claims: await claimsOf(db, rows, ({ id }) => firsts.has(Number(id))) });
  }
  return found;
}

const isOfNewcomer = ({ claims }: GroupAct): boolean => claims.some(({ on }) => on.startsWith("新登记 "));

/** The rows of the roster that are the first of their subject. */
async function firstRowsOf(db: Db, rows: readonly (readonly [FactTable, readonly AnyRow[]])[]): Promise<number[]> {
  const subjects = rows.flatMap(([table, its]) => (table === "roster" ? its.map((row) => Number(row["subject"])) : []));
  const firsts: number[] = [];
  for (const some of inStretches([...new Set(subjects)], 500))
    for (const { id } of await db
      .selectFrom("roster")
      .select((of) => of.fn.min("id").as("id"))
      .where("subject", "in", some)
      .groupBy("subject")
      .execute())
      firsts.push(id);
  return firsts;
}

/** Whether an act came about without knowing of an entry. */
const isUnseen = ({ bundle }: ReturningAct, { entry }: Standing): boolean =>
  entry.seq > bundle.known_to && entry.origin !== bundle.head;

/** Takes back the acts of other groups that one of these contradicts, where nothing else rests on them. */
async function withdrawn(
  record: RecordNext,
  db: Db,
  pool: readonly ReturningAct[],
  { by }: Reception,
): Promise<{ readonly standing: readonly Standing[]; readonly moved: readonly ReturningAct[] }> {
  const standing = await standingSince(db, pool);
  const undone = undoneWithin(pool);
  const live = pool.filter(({ bundle, act }) => !undone.has(keyOf(bundle, act.seq)));
  const contested = standing.filter(
    (one) =>
      one.entry.origin !== null && live.some((each) => isUnseen(each, one) && contradicts(each.act.claims, one.claims)),
  );
  const decided = await decidedByPersons(db);
  const moved: ReturningAct[] = [];
  const gone = new Set<number>();
  for (const { entry } of contested.toReversed()) {
    if (gone.has(entry.seq)) continue;
    const all = await allRestingOn(db, entry, decided);
    if (all === null) continue;
    for (const one of all.filter(({ seq }) => !gone.has(seq)).toSorted((a, b) => b.seq - a.seq)) {
      const candidate = await candidateOf(db, one);
      if (candidate === null) continue;
      await record(by, async (into) => {
        into.describe(`${candidate.bundle.team}的“${candidate.act.summary}”与别组的冲突，先不算，等人定`);
        await annul(into, one, { on: null, reason: "与别组的登记冲突，等人定", lasting: mayWait });
      });
      gone.add(one.seq);
      moved.push(candidate);
    }
  }
  return { standing: standing.filter(({ entry }) => !gone.has(entry.seq)), moved };
}

/** Acts that a person decided to take: they are not taken back again. */
async function decidedByPersons(db: Db): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom("waiting_decision")
    .innerJoin("waiting_act", "waiting_act.id", "waiting_decision.waiting")
    .innerJoin("bundle", "bundle.id", "waiting_act.bundle")
    .select(["bundle.head", "waiting_act.seq"])
    .where("waiting_decision.verdict", "=", "收下")
    .where("waiting_decision.reason", "!=", settledReason)
    .execute();
  return new Set(rows.map(({ head, seq }) => `${head} ${seq}`));
}

/** Kinds that nobody takes back by hand, but that count for no group while two contradict each other: whoever is told last would be right. */
const mayWait: readonly FactTable[] = ["person"];

const lasts = ({ digests }: JournalRow): boolean =>
  (Object.keys(fromJson(digests)) as FactTable[]).some(
    (table) => kindOf(table).lasting !== undefined && !mayWait.includes(table),
  );

/** The entry and all that rest on it; null where one of them is the office's, a person's decision, or cannot be taken back. */
async function allRestingOn(db: Db, entry: JournalRow, decided: ReadonlySet<string>): Promise<JournalRow[] | null> {
  const [found, open] = [new Map<number, JournalRow>(), [entry]];
  for (let one = open.pop(); one; one = open.pop()) {
    if (one.origin === null || decided.has(`${one.origin} ${one.origin_seq}`) || lasts(one)) return null;
    if (found.has(one.seq)) continue;
    found.set(one.seq, one);
    open.push(...(await entriesRestingOn(db, one)));
  }
  return [...found.values()];
}

/** An entry that came from a bundle, as it came. */
async function candidateOf(db: Db, entry: JournalRow): Promise<ReturningAct | null> {
  const bundle = await db.selectFrom("bundle").selectAll().where("head", "=", entry.origin).executeTakeFirst();
  if (!bundle) return null;
  return { bundle, act: await actBack(db, entry, bundle.team), waiting: null, sealed: [] };
}

interface View {
  readonly pool: readonly ReturningAct[];
  readonly done: ReadonlySet<ReturningAct>;
  readonly standing: readonly Standing[];
  readonly undone: ReadonlySet<string>;
  /** Waiting acts that a person takes. */
  readonly chosen: ReadonlySet<number>;
}

/** Why an act waits, before any gate is asked; null when nothing contradicts it. */
async function reasonAgainst(db: Db, one: ReturningAct, view: View): Promise<string | null> {
  const offices = officesPart(one.act);
  if (offices !== null) return `${offices}由单位办理，任务包里办的不收`;
  for (const seq of one.act.needs)
    if ((await entryHere(db, one.bundle, seq)) === null) {
      const needed = view.pool.find(({ bundle, act }) => bundle.id === one.bundle.id && act.seq === seq);
      return needed ? `它依据的“${needed.act.summary}”还在待定` : "它依据的登记没有收下";
    }
  if (one.waiting !== null && view.chosen.has(one.waiting)) return null;
  if (view.undone.has(keyOf(one.bundle, one.act.seq))) return null;
  const rival = view.pool.find(
    (other) =>
      other.bundle.id !== one.bundle.id &&
      !view.done.has(other) &&
      !view.undone.has(keyOf(other.bundle, other.act.seq)) &&
      contradicts(one.act.claims, other.act.claims),
  );
  if (rival) return `${rival.bundle.team}也办了：${rival.act.summary}`;
  const clash = view.standing.find((each) => isUnseen(one, each) && contradicts(one.act.claims, each.claims));
  if (clash) return `带走以后单位已登记（第 ${clash.entry.seq} 次）：${clash.entry.summary}`;
  const twin = isOfNewcomer(one.act) ? await twinBefore(db, one) : null;
  return twin && `单位的底数里已有 ${twin.subject} 号 ${twin.name}，恐怕是同一家`;
}

/** An institution that the office had before the bundle went out, with the name or a code of one that the group registered, and that the group was not told of. */
async function twinBefore(
  db: Db,
  { bundle, act }: ReturningAct,
): Promise<{ readonly subject: number; readonly name: string } | null> {
  const of = (table: FactTable): readonly LooseRow[] => act.rows.find(([name]) => name === table)?.[1] ?? [];
  const told = new Set(of("doubt").map(({ subject }) => subject));
  for (const row of of("roster")) {
    if (readMark(row["subject"])?.seq !== act.seq) continue;
    const signs = (["name", "uscc", "permit_no"] as const).flatMap((sign) => {
      const value = row[sign];
      const tells = typeof value === "string" && value !== "" && (sign !== "name" || namesOne(row["kind"]));
      return tells ? [{ sign, value }] : [];
    });
    const found = await db
      .selectFrom("roster")
      .select(["subject", "name"])
      .where("entry", "<=", bundle.known_to)
      .where("entry", "not in", takenBack(db))
      .where((where) => where.or(signs.map(({ sign, value }) => where(sign, "=", value))))
      .orderBy("subject")
      .execute();
    const twin = found.find(({ subject }) => !told.has(subject));
    if (twin) return twin;
  }
  return null;
}

/** The entry here that a group's entry became; null where it does not count. */
async function entryHere(db: Db, { head }: BundleRow, seq: number): Promise<JournalRow | null> {
  const rows = await db
    .selectFrom("journal")
    .selectAll()
    .where("origin", "=", head)
    .where("origin_seq", "=", seq)
    .where("seq", "not in", takenBack(db))
    .orderBy("seq", "desc")
    .execute();
  return rows[0] ?? null;
}

/** Records an act under its origin; gives what refuses it, or null when it was recorded. */
async function recordAct(
  record: RecordNext,
  db: Db,
  { bundle, act, sealed: came }: ReturningAct,
  { ranking, gate }: Reception,
): Promise<string | null> {
  if (act.undoes !== null) return undoHere(record, db, bundle, act);
  const sealed = hasItsSealed(act, came) ? came : await sealedHere(db, bundle, act.seq);
  if (!hasItsSealed(act, sealed))
    return "它的保密内容没有留下（收回的任务包文件打不开了）：不收这一条，请组里在新的任务包里重新登记";
  const resolved = await resolve(db, bundle, act);
  const problem = (await refusesDead(db, resolved)) ?? (await gate(db, resolved));
  if (problem) return problem.message;
  await record(actFrom(bundle, act), async (entry) => {
    entry.describe(`${act.summary}（${bundle.team}）`);
    const own = await numbersToBe(entry.db, act);
    for (const [table, loose] of act.rows) await addRows(entry, table as FactTable, loose, { bundle, act, own });
    for (const subject of chosenIn(act, resolved)) await settleAnew(entry, subject, { on: act.on, ranking });
    const first = own.get("register_entry");
    if (first !== undefined)
      for (const { place, field, ...text } of sealed) await keepSealed(entry, first + place, new Map([[field, text]]));
  });
  return null;
}

const actFrom = ({ head }: BundleRow, { command, actor, on, seq, hash }: GroupAct): Act => ({
  command,
  actor,
  on,
  origin: { ledger: head ?? "", seq, hash },
});

/** The subjects of which a value was chosen: what their rows say is settled here, where other fields may have changed. */
const chosenIn = (act: GroupAct, { rows }: ResolvedAct): readonly number[] =>
  act.rows.some(([table]) => table === "choice")
    ? [...new Set((rows.get("choice") ?? []).map((row) => Number(row["subject"])))]
    : [];

interface Own {
  readonly bundle: BundleRow;
  readonly act: GroupAct;
  /** The first number of the rows added of each table, and of each new subject. */
  readonly own: Map<string, number>;
}

async function addRows(entry: Entry, table: FactTable, loose: readonly LooseRow[], own: Own): Promise<void> {
  const settledHere = table === "roster" && own.act.rows.some(([name]) => name === "choice");
  if (settledHere || loose.length === 0) return;
  const rows: LooseRow[] = [];
  for (const [place, row] of loose.entries()) {
    if (table === "roster" && typeof row["subject"] === "string" && readMark(row["subject"])?.place === place)
      own.own.set(`subject ${place}`, await nextSubject(entry.db, own.own));
    rows.push(await withNumbers(entry.db, table, row, own));
  }
  await entry.addMany(table as "annulment", rows as never as readonly New<FactTables["annulment"]>[]);
}

/** The number that the first fact of each table will have: some name others that are recorded after them. */
async function numbersToBe(db: Db, act: GroupAct): Promise<Map<string, number>> {
  const numbers = new Map<string, number>();
  for (const [table] of act.rows) {
    const { rows } = await sql<{ last: number | null }>`select max(id) as last from ${sql.table(table)}`.execute(db);
    numbers.set(table, (rows[0]?.last ?? 0) + 1);
  }
  return numbers;
}

async function nextSubject(db: Db, own: ReadonlyMap<string, number>): Promise<number> {
  const { last } = await db
    .selectFrom("roster")
    .select((of) => of.fn.max("subject").as("last"))
    .executeTakeFirstOrThrow();
  const given = [...own].filter(([key]) => key.startsWith("subject ")).map(([, subject]) => subject);
  return Math.max(last ?? 0, ...given) + 1;
}

/** Marks in a row replaced by the numbers that the facts have here. */
async function withNumbers(db: Db, table: FactTable, row: LooseRow, { bundle, act, own }: Own): Promise<LooseRow> {
  const marks = new Map<string, number>();
  const wanted: [of: string, mark: string][] = [];
  named(table, row, (of, id) => {
    if (readMark(id)) wanted.push([of, String(id)]);
    return id;
  });
  for (const [of, text] of wanted) {
    const mark = readMark(text);
    if (!mark) continue;
    const ours = of === "subject" ? own.get(`subject ${mark.place}`) : (own.get(of) ?? Number.NaN) + mark.place;
    const number = mark.seq === act.seq ? ours : await numberHere(db, bundle, of, mark);
    if (number === undefined || Number.isNaN(number)) throw new Error(`${table} names ${text}, which is not here`);
    marks.set(`${of} ${text}`, number);
  }
  return named(table, row, (of, id) => marks.get(`${of} ${String(id)}`) ?? id);
}

/** The number here of a fact, or a subject, that an earlier entry of the bundle made. */
async function numberHere(
  db: Db,
  bundle: BundleRow,
  of: string,
  { seq, place }: { readonly seq: number; readonly place: number },
): Promise<number | undefined> {
  const entry = await entryHere(db, bundle, seq);
  if (!entry) return undefined;
  const table = (of === "subject" ? "roster" : of) as FactTable;
  const rows = fromJson(entry.digests)[table];
  if (rows === undefined || typeof rows === "string") return undefined;
  if (of !== "subject") return rows.first + place;
  const row = await db
    .selectFrom("roster")
    .select("subject")
    .where("id", "=", rows.first + place)
    .executeTakeFirst();
  return row?.subject;
}

/** The act with its facts named as they are here; those of its own entry stay marks. */
async function resolve(db: Db, bundle: BundleRow, act: GroupAct): Promise<ResolvedAct> {
  const rows = new Map<FactTable, AnyRow[]>();
  for (const [name, loose] of act.rows) {
    const table = name as FactTable;
    const its: AnyRow[] = [];
    for (const row of loose) {
      const known = new Map<string, number>();
      const wanted: [string, string][] = [];
      named(table, row, (of, id) => {
        const mark = readMark(id);
        if (mark && mark.seq !== act.seq) wanted.push([of, String(id)]);
        return id;
      });
      for (const [of, text] of wanted) {
        const mark = readMark(text);
        const number = mark ? await numberHere(db, bundle, of, mark) : undefined;
        if (number !== undefined) known.set(`${of} ${text}`, number);
      }
      its.push({ id: 0, entry: 0, ...named(table, row, (of, id) => known.get(`${of} ${String(id)}`) ?? id) });
    }
    rows.set(table, its);
  }
  return { act, rows };
}

/** A fact that the act names may have been taken back here since. */
async function refusesDead(db: Db, { rows }: ResolvedAct): Promise<Pick<Problem, "message"> | null> {
  for (const [table, its] of rows)
    for (const { column, to } of links().filter(({ from, many }) => from === table && !many)) {
      const ids = its.map((row) => row[column]).filter((id) => typeof id === "number");
      const there = await rowsNamed(db, to, [...new Set(ids)]);
      const gone = await annulmentsOf(
        db,
        there.map(({ entry }) => entry),
      );
      const [first] = gone;
      if (first)
        return {
          message: `它依据的${kindOf(to).title}单位已经撤销（第 ${first.target} 次登记）：${first.reason}`,
        };
    }
  return null;
}

/** What a group took back is taken back here; where that act only waits, both are done with. */
async function undoHere(record: RecordNext, db: Db, bundle: BundleRow, act: GroupAct): Promise<string | null> {
  const target = await entryHere(db, bundle, act.undoes ?? 0);
  if (target === null) return `它撤销的第 ${act.undoes ?? 0} 条还在待定`;
  if ((await entriesRestingOn(db, target)).length > 0) return `它撤销的第 ${act.undoes ?? 0} 条，单位已有依据它的登记`;
  const [, [row] = []] = act.rows.find(([table]) => table === "annulment") ?? [];
  const { happened_on: on = act.on, reason = "组里撤销" } = (row ?? {}) as { happened_on?: Day; reason?: string };
  await record(actFrom(bundle, act), async (entry) => {
    entry.describe(`${act.summary}（${bundle.team}）`);
    await annul(entry, target, { on, reason });
  });
  return null;
}

/** Why what waited counts now without a person's word. */
export const settledReason = "没有冲突了";

/** Notes what was taken, what waits, and what waits no longer. */
async function writeDown(
  record: RecordNext,
  { by }: Reception,
  { taken, waiting }: Pick<TakenIn, "taken" | "waiting">,
  whyOf: (waiting: number) => string,
): Promise<void> {
  const newlyWaiting = waiting.filter(({ candidate }) => candidate.waiting === null);
  const settled = taken.filter((one) => one.waiting !== null);
  if (newlyWaiting.length + settled.length === 0) return;
  await record(by, async (entry) => {
    entry.describe(`任务包：收下 ${taken.length} 次登记，${newlyWaiting.length} 次待定`);
    for (const { candidate, reason } of newlyWaiting)
      await entry.add("waiting_act", waitingRow(candidate, reason, by.on));
    for (const { waiting: id } of settled)
      if (id !== null)
        await entry.add("waiting_decision", { waiting: id, verdict: "收下", reason: whyOf(id), happened_on: by.on });
  });
}

const waitingRow = ({ bundle, act }: ReturningAct, reason: string, on: Day) => ({
  bundle: bundle.id,
  seq: act.seq,
  actor: act.actor,
  summary: act.summary,
  reason,
  act: toJson(act),
  happened_on: on,
});
