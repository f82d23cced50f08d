/**
 * Taking a list into the roster (底数), a stretch of rows at a time: each row to the subject it is of, what is new or says
 * something new recorded at once, so that a million rows are never held together.
 *
 * Sure signs (code, permit, name with address) decide at once. A row with only looser ones waits until the others have been
 * placed, so that it never takes a subject from the row it belongs to.
 */
import { likenessOf, nameKey } from "../campaign/index.ts";
import type { Day, Likeness, Ranking } from "../campaign/index.ts";
import { changesBetween, mergedWith } from "./content.ts";
import type { Change, Content } from "./content.ts";
import { incomingOf } from "./incoming.ts";
import type { Glanced, Incoming, Said } from "./incoming.ts";
import { elsewhere, lookalikes, namesakes, onlyOne, surely } from "./identity.ts";
import { keepPages, knownSigns, sayOf } from "./known.ts";
import type { Known, SourcedRow } from "./known.ts";
import type { Entry, New } from "./ledger.ts";
import { closedSubjects } from "./reappearance.ts";
import type { ClosedSubjects, Reappearance } from "./reappearance.ts";
import { overrules, saysIn, settled, toldOf } from "./says.ts";
import type { Told } from "./says.ts";
import type { Glance, OwnSign } from "./signs/sign.ts";
import type { DoubtRow, ImportBatchRow, RosterRow } from "./tables.ts";

/** How the subject stands that a source names for the first time, when it was closed down or blacklisted; null otherwise. */
export type Closed = Reappearance["standing"] | null;

/** What became of a row. `overruled`: it says something that another source's word or a person's choice goes before. */
export type Outcome = { readonly line: number; readonly row: Content } & (
  | { readonly what: "新登记"; readonly subject: number; readonly reappears: readonly Reappearance[] }
  | {
      readonly what: "变更";
      readonly subject: number;
      readonly changes: readonly Change[];
      readonly closed: Closed;
      readonly overruled: boolean;
    }
  /** Another source says the same of a subject, or what a better ranked one overrules: kept, nothing changes. */
  | { readonly what: "印证"; readonly subject: number; readonly closed: Closed; readonly overruled: boolean }
  | { readonly what: "未变"; readonly subject: number }
  /** The same as an earlier row of the file. */
  | { readonly what: "重复"; readonly sameAs: number }
  /** The same institution as in an earlier row of the file, but with other content: set aside. */
  | { readonly what: "冲突"; readonly sameAs: number; readonly changes: readonly Change[] }
);

/** Taken, but the match deserves a look; `review` when it waits for a person's word. */
export interface Doubt {
  readonly line: number;
  readonly name: string;
  readonly message: string;
  readonly review: boolean;
}

export interface Intake {
  /** Places the next rows of the file. */
  take(rows: readonly (Incoming | Glanced)[]): Promise<void>;
  /** Places what waited, and records the batch; nothing when no row said anything new. */
  finish(batch: () => New<ImportBatchRow>): Promise<void>;
}

export interface Listener {
  outcome(outcome: Outcome): void;
  doubt(doubt: Doubt): void;
}

/** Where the rows come from, and how much it is trusted. */
export interface Provenance {
  readonly on: Day;
  readonly source: string;
  readonly ranking: Ranking;
}

/** So many rows wait at most for the others to be placed. */
const mostWaiting = 20_000;
const stretch = 1_000;

interface Placed extends Incoming {
  readonly subject: number;
  readonly how: "新" | "已有" | "同前";
  /** Another subject that the permit points to, and namesakes: for the doubts about the match. */
  readonly permitOf: number | null;
  readonly others: readonly number[];
  readonly likely: readonly { readonly subject: number; readonly why: string }[];
}

export async function openIntake(entry: Entry, provenance: Provenance, listener: Listener): Promise<Intake> {
  const known = await knownSigns(entry.db);
  const hand: Hand = {
    entry,
    provenance,
    listener,
    known,
    closed: await closedSubjects(entry.db, provenance.on),
    batch: await nextBatch(entry),
    next: known.last + 1,
    lines: new Int32Array(known.last + 2),
    says: new Float64Array(known.last + 2),
    waiting: [],
    recorded: 0,
  };
  return {
    take: async (rows) => {
      const placed: Placed[] = [];
      for (const row of rows) {
        const one = "sign" in row ? placeSurely(hand, row) : placeGlanced(hand, row);
        if (one) placed.push(one);
      }
      await settle(hand, placed);
      if (hand.waiting.length >= mostWaiting) await placeWaiting(hand);
    },
    finish: async (batch) => {
      await placeWaiting(hand);
      if (hand.recorded === 0) return;
      await entry.add("import_batch", batch());
      await keepPages(entry.db, known);
    },
  };
}

/** Everything an intake goes by. */
interface Hand {
  readonly entry: Entry;
  readonly provenance: Provenance;
  readonly listener: Listener;
  readonly known: Known;
  readonly closed: ClosedSubjects;
  /** The number the batch will have: nobody else writes meanwhile. */
  readonly batch: number;
  next: number;
  /** By subject: the first line of the file that is of it. */
  lines: Int32Array;
  /** What that line says, as a number. */
  says: Float64Array;
  waiting: Incoming[];
  recorded: number;
}

async function nextBatch({ db }: Entry): Promise<number> {
  const row = await db
    .selectFrom("import_batch")
    .select((of) => of.fn.max("id").as("last"))
    .executeTakeFirst();
  return (row?.last ?? 0) + 1;
}

function stage({ known, entry, provenance }: Hand, own: OwnSign | Glance): void {
  known.signs.stage(own, { subject: 0, entry: entry.seq, day: provenance.on, source: provenance.source });
}

/** Of a row whose code is known and that says nothing new no more has to be worked out. */
function placeGlanced(hand: Hand, row: Glanced): Placed | null {
  stage(hand, row.glance);
  const byCode = hand.known.signs.alike("code");
  if (byCode.length > 0 && saysNothingNew(hand, row, Math.min(...byCode))) return null;
  return placeSurely(hand, incomingOf(row));
}

/** The row placed by what is sure; null when it waits, or needs no further look. */
function placeSurely(hand: Hand, row: Incoming): Placed | null {
  const { signs, last } = hand.known;
  stage(hand, row.sign);
  const subject = surely(signs);
  if (subject !== null) return placeAt(hand, row, subject);
  if (last > 0 && (namesakes(signs).some((one) => one <= last) || lookalikes(signs).some((one) => one <= last))) {
    hand.waiting.push(row);
    return null;
  }
  return placeAnew(hand, row, []);
}

/** The staged row is of a subject known before or of an earlier row. */
function placeAt(hand: Hand, row: Incoming, subject: number): Placed | null {
  if (saysNothingNew(hand, row, subject)) return null;
  const { line, content, sign } = row;
  if (taken(hand, subject))
    return { line, content, sign, subject, how: "同前", permitOf: null, others: [], likely: [] };
  claim(hand, subject, line);
  const permitOf = hand.known.signs.alike("permit").find((one) => one !== subject) ?? null;
  return { line, content, sign, subject, how: "已有", permitOf, others: [], likely: [] };
}

/** Tells of the staged row if an earlier row of the file, or the subject's latest of this source, says just the same. */
function saysNothingNew(hand: Hand, row: Said, subject: number): boolean {
  const { signs } = hand.known;
  const sameAs = hand.lines[subject] ?? 0;
  if (sameAs > 0 ? hand.says[subject] !== signs.sayNumber() : signs.said(subject) !== true) return false;
  if (sameAs === 0) claim(hand, subject, row.line);
  hand.listener.outcome(
    sameAs > 0 ? { what: "重复", ...outward(row), sameAs } : { what: "未变", ...outward(row), subject },
  );
  return true;
}

/** The staged row is of a subject not heard of before, unless an earlier row of the file is of the same. */
function placeAnew(hand: Hand, row: Incoming, likely: Placed["likely"]): Placed | null {
  const { signs, last } = hand.known;
  const others = namesakes(signs);
  const again = onlyOne(
    signs,
    others.filter((subject) => subject > last && signs.same("place", subject) !== false),
  );
  if (again !== null) return placeAt(hand, row, again);
  // one code of the two may be a slip of the pen; nobody but a person can tell
  const otherwiseCoded = signs
    .alike("spot")
    .filter((one) => !signs.fits(one) && signs.same("town", one) !== false)
    .map((one) => ({ subject: one, why: "名称、地址相同而统一社会信用代码不同" }));
  const subject = hand.next++;
  claim(hand, subject, row.line);
  signs.hold(subject, true);
  return {
    line: row.line,
    content: row.content,
    sign: row.sign,
    subject,
    how: "新",
    permitOf: null,
    others,
    likely: otherwiseCoded.length === 0 ? likely : [...otherwiseCoded, ...likely],
  };
}

/** The staged row is the first of the file that is of the subject. */
function claim(hand: Hand, subject: number, line: number): void {
  if (subject >= hand.lines.length) {
    const [lines, says] = [new Int32Array(subject * 2), new Float64Array(subject * 2)];
    lines.set(hand.lines);
    says.set(hand.says);
    [hand.lines, hand.says] = [lines, says];
  }
  hand.lines[subject] = line;
  hand.says[subject] = hand.known.signs.sayNumber();
}

const outward = ({ line, content }: Said): { line: number; row: Content } => ({ line, row: content });

/** Rows with loose signs only, when all that is sure has been placed. */
async function placeWaiting(hand: Hand): Promise<void> {
  const waiting = hand.waiting;
  hand.waiting = [];
  for (let from = 0; from < waiting.length; from += stretch) {
    const rows = waiting.slice(from, from + stretch);
    const candidates = new Set<number>();
    for (const row of rows) for (const subject of candidatesOf(hand, row)) candidates.add(subject);
    const told = await tellingOf(hand, [...candidates]);
    await settle(
      hand,
      rows.flatMap((row) => placeLoosely(hand, row, told) ?? []),
    );
  }
}

/** Subjects known before that no row of the file is surely of, and that the row may be of. */
function candidatesOf(hand: Hand, row: Incoming): number[] {
  const { signs, last } = hand.known;
  stage(hand, row.sign);
  return [...new Set([...namesakes(signs), ...lookalikes(signs)])].filter(
    (subject) => subject <= last && !taken(hand, subject),
  );
}

const taken = (hand: Hand, subject: number): boolean => (hand.lines[subject] ?? 0) > 0;

function placeLoosely(hand: Hand, row: Incoming, told: ReadonlyMap<number, Told>): Placed | null {
  const { signs, last } = hand.known;
  const candidates = candidatesOf(hand, row);
  const sure = surely(signs);
  if (sure !== null) return placeAt(hand, row, sure);
  const only = onlyOne(
    signs,
    namesakes(signs).filter((subject) => subject <= last && !taken(hand, subject)),
  );
  if (only !== null && !elsewhere(signs, only)) return placeAt(hand, row, only);
  const judged = candidates.flatMap((subject) => {
    const likeness = likenessTo(row.content, subject, told.get(subject));
    return likeness === null ? [] : [{ subject, ...likeness }];
  });
  const same = judged.filter(({ verdict }) => verdict === "同一家");
  if (same.length === 1 && same[0]) return placeAt(hand, row, same[0].subject);
  const likely = judged.filter(({ verdict }) => verdict !== "两家");
  return placeAnew(
    hand,
    row,
    only !== null && likely.length === 0 ? [{ subject: only, why: "名称、属地相同而地址、电话不同" }] : likely,
  );
}

/** As a subject is now; where that is unlike, as any source has it: then a person decides, for the subject may have moved. */
function likenessTo(content: Content, subject: number, told: Told | undefined): Likeness | null {
  const now = told && latestOf(told, subject);
  if (!told || now === undefined || now.kind !== content.kind) return null;
  const likeness = likenessOf(content, now);
  if (likeness.verdict !== "两家") return likeness;
  for (const row of told.rows.toReversed()) {
    const { verdict, why } = likenessOf(content, sayOf(row));
    if (verdict !== "两家") return { verdict: "待核", why: row.source === null ? why : `照${row.source}所报，${why}` };
  }
  return likeness;
}

/** What holds of a subject: a row of one that was found to be it may be later, and says less. */
const latestOf = ({ rows }: Told, subject: number): SourcedRow | undefined =>
  rows.findLast((row) => row.subject === subject) ?? rows.at(-1);

/** What is told of subjects; the rows of this file, whose batch is not recorded yet, come from its source. */
async function tellingOf(
  { entry, provenance, known, batch }: Hand,
  subjects: readonly number[],
): Promise<Map<number, Told>> {
  const told = await toldOf(entry.db, subjects, { on: provenance.on, absorbed: known.absorbed });
  const sourced = (row: SourcedRow): SourcedRow => (row.batch === batch ? { ...row, source: provenance.source } : row);
  return new Map([...told].map(([subject, { rows, choices }]) => [subject, { rows: rows.map(sourced), choices }]));
}

/** Records what the placed rows add, and tells what became of each. */
async function settle(hand: Hand, placed: readonly Placed[]): Promise<void> {
  const { entry, listener } = hand;
  const asked = new Set<number>();
  for (const { how, subject, permitOf, others, likely } of placed) {
    if (how === "已有") asked.add(subject);
    for (const one of [permitOf, ...others.slice(0, 3), ...likely.map((other) => other.subject)])
      if (one !== null && one <= hand.known.last) asked.add(one);
  }
  const told = asked.size === 0 ? new Map<number, Told>() : await tellingOf(hand, [...asked]);
  const outcomes: Outcome[] = [];
  const rows: New<RosterRow>[] = [];
  const holding = new Map<number, Content>();
  for (const one of placed) {
    if (one.how !== "新") continue;
    rows.push(factOf(hand, one, one.content, null));
    outcomes.push({
      what: "新登记",
      line: one.line,
      row: one.content,
      subject: one.subject,
      reappears: hand.closed.sharing(one.content),
    });
  }
  for (const one of placed) {
    if (one.how !== "已有") continue;
    const outcome = weighed(hand, one, told.get(one.subject) ?? { rows: [], choices: [] });
    outcomes.push(outcome);
    holding.set(one.subject, outcome.row);
    if (outcome.what === "未变") continue;
    const said = changesBetween(outcome.row, one.content).length === 0 ? null : JSON.stringify(one.content);
    rows.push(factOf(hand, one, outcome.row, said));
    stage(hand, one.sign);
    hand.known.signs.hold(one.subject, true);
  }
  hand.recorded += rows.length;
  if (rows.length > 0) await entry.addMany("roster", rows);
  outcomes.push(...(await conflicting(hand, placed)));
  await noteDoubts(hand, placed, { told, holding });
  for (const outcome of outcomes.sort((a, b) => a.line - b.line)) listener.outcome(outcome);
}

/** Spelled out: copies made by spreading are several times slower, and there are as many as rows. */
function factOf(
  { batch, provenance }: Hand,
  { line, subject }: Placed,
  content: Content,
  said: string | null,
): New<RosterRow> {
  return {
    batch,
    line,
    subject,
    happened_on: provenance.on,
    kind: content.kind,
    name: content.name,
    uscc: content.uscc,
    permit_no: content.permit_no,
    permit_until: content.permit_until,
    licence_class: content.licence_class,
    category: content.category,
    town: content.town,
    address: content.address,
    phone: content.phone,
    legal_rep: content.legal_rep,
    organizer: content.organizer,
    more: content.more,
    extra: content.extra,
    said,
  };
}

/** What a row says of a subject that was known, weighed against what was said before. */
function weighed({ provenance, closed }: Hand, one: Placed, told: Told): Outcome {
  const { line, content, subject } = one;
  const before = latestOf(told, subject);
  if (before === undefined)
    return {
      what: "变更",
      line,
      row: content,
      subject,
      changes: changesBetween(null, content),
      closed: closed.standingOf(subject),
      overruled: false,
    };
  const says = saysIn(told);
  const ours = says.filter(({ source }) => source === provenance.source);
  const own = settled(ours, [], provenance.ranking);
  if (own !== null && changesBetween(own, mergedWith(own, content)).length === 0)
    return { what: "未变", line, row: before, subject };
  const holding =
    settled([...says, { source: provenance.source, content }], told.choices, provenance.ranking) ?? content;
  const changes = changesBetween(before, holding);
  const standing = own === null ? closed.standingOf(subject) : null;
  const overruled = overrules(holding, content);
  return changes.length > 0
    ? { what: "变更", line, row: holding, subject, changes, closed: standing, overruled }
    : { what: "印证", line, row: holding, subject, closed: standing, overruled };
}

/** Rows of subjects that an earlier row of the file is of, in other words. */
async function conflicting(hand: Hand, placed: readonly Placed[]): Promise<Outcome[]> {
  const again = placed.filter(({ how }) => how === "同前");
  if (again.length === 0) return [];
  const told = await tellingOf(
    hand,
    again.map(({ subject }) => subject),
  );
  return again.map((one): Outcome => {
    const says = saysIn(told.get(one.subject) ?? { rows: [], choices: [] }).filter(
      ({ source }) => source === hand.provenance.source,
    );
    const first = says.at(-1)?.content ?? null;
    const sameAs = hand.lines[one.subject] ?? 0;
    const changes = changesBetween(first, one.content);
    return changes.length === 0
      ? { what: "重复", ...outward(one), sameAs }
      : { what: "冲突", ...outward(one), sameAs, changes };
  });
}

/** `holding`: what holds of the subjects known before, now that the rows are weighed. */
async function noteDoubts(
  hand: Hand,
  placed: readonly Placed[],
  { told, holding }: { readonly told: ReadonlyMap<number, Told>; readonly holding: ReadonlyMap<number, Content> },
): Promise<void> {
  const { entry, listener, provenance, known } = hand;
  const latest = (subject: number): SourcedRow | undefined => {
    const all = told.get(subject);
    return all && latestOf(all, subject);
  };
  const nameOf = (subject: number): string => latest(subject)?.name ?? "";
  const named = (subject: number): string =>
    subject > known.last ? `本表第 ${hand.lines[subject] ?? 0} 行` : `底数里的 ${subject} 号「${nameOf(subject)}」`;
  const facts: New<DoubtRow>[] = [];
  for (const { how, line, content, subject, permitOf, others, likely } of placed) {
    const doubt = (message: string, review = false): void =>
      listener.doubt({ line, name: content.name, message, review });
    if (how === "新" && likely.length > 0) {
      for (const { subject: other, why } of likely)
        facts.push({ subject: other, other: subject, why, happened_on: provenance.on });
      doubt(
        `与${likely
          .slice(0, 3)
          .map((one) => `${named(one.subject)}（${one.why}）`)
          .join("、")}可能是同一家，先按另一家登记。`,
        true,
      );
    } else if (how === "新" && others.length > 0)
      doubt(`与${others.slice(0, 3).map(named).join("、")}同名，地方不同，按另一家登记。`);
    if (how !== "已有") continue;
    const before = latest(subject);
    if (!before) continue;
    const sameCode = content.uscc !== null && content.uscc === before.uscc;
    if (sameCode && permitOf !== null)
      doubt(
        `代码对应 ${subject} 号「${before.name}」，许可证编号却对应 ${permitOf} 号「${nameOf(permitOf)}」，按代码收下。`,
      );
    else if (nameKey(before.name) !== nameKey(content.name))
      doubt(
        `与 ${subject} 号「${before.name}」证照号码相同而名称不同，${holding.get(subject)?.name === content.name ? "按更名收下" : "底数里的名称不改"}。`,
      );
  }
  if (facts.length > 0) await entry.addMany("doubt", facts);
}
