/** Subjects of different lists that may be one (存疑): what waits for a person's word, and what the word does. */
import { hint, next, particular } from "../../campaign/index.ts";
import { sql } from "kysely";
import { inStretches, refuse } from "../../campaign/index.ts";
import type { Day, Ranking } from "../../campaign/index.ts";
import { changesBetween } from "./content.ts";
import { isInForce } from "../in-force.ts";
import { knownPairings } from "./match-keys-kept.ts";
import type { SourcedRow } from "./match-keys-kept.ts";
import type { Entry } from "../ledger.ts";
import { saysIn, settled, toldOf } from "./source-precedence.ts";
import { institutionsNow } from "../now.ts";
import type { Db, DoubtRow, PairingRow } from "../tables.ts";
import { takenBack } from "../taken-back.ts";

export type PairVerdict = PairingRow["verdict"];

/** Two subjects that look alike, each with its latest row and where that comes from. */
export interface OpenDoubt {
  readonly one: SourcedRow;
  readonly two: SourcedRow;
  readonly why: string;
}

/** A pair that nobody has given a word on, as it stands after the words on others. */
interface OpenPair {
  readonly one: number;
  readonly two: number;
  readonly why: string;
}

/** Oldest first, each pair once; a subject of a pair may stand no longer. */
async function openPairs(
  db: Db,
  asOf: Day,
): Promise<{ pairs: OpenPair[]; absorbed: Awaited<ReturnType<typeof knownPairings>>["absorbed"] }> {
  const live = isInForce(asOf);
  const { rows } = await sql<DoubtRow>`select * from doubt where ${live} order by id`.execute(db);
  const { absorbed, merged } = await knownPairings(db);
  const now = (subject: number): number => merged.get(subject) ?? subject;
  const pairOf = (one: number, two: number): string => [now(one), now(two)].sort((a, b) => a - b).join("=");
  const words = await sql<PairingRow>`select * from pairing where ${live}`.execute(db);
  // a word on a subject holds for those that were found to be it
  const seen = new Set(words.rows.map(({ subject, other }) => pairOf(subject, other)));
  const pairs = rows.flatMap(({ subject, other, why }): OpenPair[] => {
    const pair = pairOf(subject, other);
    if (now(subject) === now(other) || seen.has(pair)) return [];
    seen.add(pair);
    return [{ one: now(subject), two: now(other), why }];
  });
  return { pairs, absorbed };
}

const subjectsOf = (pairs: readonly OpenPair[]): number[] => [...new Set(pairs.flatMap(({ one, two }) => [one, two]))];

/** Doubts nobody has given a word on, oldest first; those about a subject that stands no longer are left out. */
export async function openDoubts(db: Db, asOf: Day): Promise<OpenDoubt[]> {
  const { pairs, absorbed } = await openPairs(db, asOf);
  const subjects = subjectsOf(pairs);
  const latest = new Map<number, SourcedRow>();
  for (const some of inStretches(subjects, 1000))
    for (const [subject, { rows: told }] of await toldOf(db, some, { on: asOf, absorbed })) {
      const row = told.findLast((one) => one.subject === subject);
      // what was settled after a word comes from no file: the latest row that does is named with it
      const from = row?.source === null ? told.findLast(({ source }) => source !== null) : row;
      if (row) latest.set(subject, from ? { ...row, source: from.source, file: from.file, line: from.line } : row);
    }
  return pairs.flatMap((pair): OpenDoubt[] => {
    const [one, two] = [latest.get(pair.one), latest.get(pair.two)];
    return one && two ? [{ one, two, why: pair.why }] : [];
  });
}

/** The pairs of openDoubts, each as 12=34, without what is known of them. */
export async function openPairNumbers(db: Db, asOf: Day): Promise<string[]> {
  const { pairs } = await openPairs(db, asOf);
  const subjects = subjectsOf(pairs);
  const stand = new Set<number>();
  for (const some of inStretches(subjects, 1000))
    for (const subject of await standingAmong(db, asOf, some)) stand.add(subject);
  return pairs.flatMap(({ one, two }) => (stand.has(one) && stand.has(two) ? [`${one}=${two}`] : []));
}

export interface Judged {
  /** The subject that stays. */
  readonly subject: number;
  readonly other: number;
  readonly verdict: PairVerdict;
}

/**
 * Records that two subjects are one, or two. One: the lower number stays, unless only the other has been inspected, served or listed;
 * what their sources say is settled anew under it. @throws Stop when one is unknown, both have been acted on, or the word was given before
 */
export async function judge(
  entry: Entry,
  pair: readonly [number, number],
  { verdict, reason, on, ranking }: { verdict: PairVerdict; reason: string; on: Day; ranking: Ranking },
): Promise<Judged> {
  const { db } = entry;
  const [low, high] = [Math.min(...pair), Math.max(...pair)];
  if (low === high)
    refuse("same-number", `${low} 号和自己不用比`, {
      hint: hint`写两个不同的编号，如 ${particular({ same: "12=34" })}`,
    });
  const standing = await toldOf(db, await standingAmong(db, on, [low, high]), { on, absorbed: new Map() });
  for (const one of [low, high])
    if (!standing.has(one))
      refuse("unknown-subject", `底数里没有 ${one} 号，或它已并入别的一家`, {
        hint: hint`用 ${next("import review")} 看待判定的各对`,
      });
  const acted = { low: await actedOn(db, low), high: await actedOn(db, high) };
  if (verdict === "同一家" && acted.low !== null && acted.high !== null)
    refuse("both-acted-on", `${low} 号有${acted.low}，${high} 号有${acted.high}，不能并成一家`, {
      hint: hint`先用 ${next("undo")} 撤销其中一家的登记，再判定`,
    });
  const [subject, other] =
    acted.high !== null && acted.low === null && verdict === "同一家" ? [high, low] : [low, high];
  const word = await db
    .selectFrom("pairing")
    .selectAll()
    .where("subject", "in", [low, high])
    .where("other", "in", [low, high])
    .where("entry", "not in", takenBack(db))
    .executeTakeFirst();
  if (word)
    refuse("already-judged", `${low} 号和 ${high} 号已判定为${word.verdict}（第 ${word.entry} 次登记）`, {
      hint: hint`判错了的先撤销：${next("undo", [word.entry], { reason: "原因" })}`,
    });
  await entry.add("pairing", { subject, other, verdict, reason, happened_on: on });
  if (verdict === "同一家") await settleAnew(entry, subject, { other, on, ranking });
  return { subject, other, verdict };
}

const standingAmong = async (db: Db, on: Day, subjects: readonly number[]): Promise<number[]> =>
  (await institutionsNow(db, on, subjects)).map(({ subject }) => subject);

interface Settling {
  readonly other?: number;
  readonly on: Day;
  readonly ranking: Ranking;
}

/**
 * Records what holds of a subject when it is settled with what was said of another, or after a choice; nothing when that stands already.
 * Of a late entry (补录), also on the later days that have rows: they were written without knowing of it.
 */
export async function settleAnew(entry: Entry, subject: number, settling: Settling): Promise<void> {
  await settleOn(entry, subject, settling);
  await settleLater(entry, subject, settling);
}

/** The same on the later days alone, for whoever has recorded the day's own row. */
export async function settleLater(entry: Entry, subject: number, settling: Settling): Promise<void> {
  const later = await entry.db
    .selectFrom("roster")
    .select("happened_on")
    .distinct()
    .where("subject", "=", subject)
    .where("happened_on", ">", settling.on)
    .where("entry", "not in", takenBack(entry.db))
    .orderBy("happened_on")
    .execute();
  for (const { happened_on: on } of later) await settleOn(entry, subject, { ...settling, on });
}

async function settleOn(entry: Entry, subject: number, { other, on, ranking }: Settling): Promise<void> {
  const { absorbed } = await knownPairings(entry.db);
  const all = new Map(absorbed);
  if (other !== undefined) all.set(subject, [...new Set([...(all.get(subject) ?? []), other])]);
  const told = (await toldOf(entry.db, [subject], { on, absorbed: all })).get(subject);
  const before = told?.rows.findLast((row) => row.subject === subject);
  if (!told || !before) return;
  const content = settled(saysIn(told), told.choices, ranking);
  if (content === null || changesBetween(before, content).length === 0) return;
  await entry.add("roster", { batch: null, line: null, subject, happened_on: on, ...content, said: null });
}

/** What was done to a subject, in a word; null when nothing was. */
async function actedOn(db: Db, subject: number): Promise<string | null> {
  for (const [table, word] of [
    ["inspection", "检查"],
    ["orders", "文书"],
    ["disposition", "处置"],
    ["listing", "名单"],
    ["listing_change", "名单"],
  ] as const) {
    const row = await db
      .selectFrom(table as "inspection")
      .select("id")
      .where("subject", "=", subject)
      .where("entry", "not in", takenBack(db))
      .limit(1)
      .executeTakeFirst();
    if (row) return word;
  }
  return null;
}
