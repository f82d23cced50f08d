/** What an intake needs to know, and what it says of each row. */
import type { Day, Ranking } from "../../../campaign/index.ts";
import type { Change, RosterContent } from "../content.ts";
import type { Incoming, IncomingContent } from "../incoming.ts";
import type { KnownRows, SourcedRow } from "../match-keys-kept.ts";
import type { Entry } from "../../ledger.ts";
import type { ClosedSubjects, Reappearance } from "../reappearance.ts";
import { toldOf } from "../source-precedence.ts";
import type { SourceStatement } from "../source-precedence.ts";
import type { Glance, OwnSign } from "../match-index/match-key.ts";

/** How the subject stands that a source names for the first time, when it was closed down or blacklisted; null otherwise. */
export type Closed = Reappearance["standing"] | null;

/** What became of a row. `overruled`: it says something that another source's word or a person's choice goes before. */
export type IntakeOutcome = { readonly line: number; readonly row: RosterContent } & (
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

export interface Listener {
  outcome(outcome: IntakeOutcome): void;
  doubt(doubt: Doubt): void;
}

/** Where the rows come from, and how much it is trusted. */
export interface Provenance {
  readonly on: Day;
  readonly source: string;
  readonly ranking: Ranking;
}

export interface Placed extends Incoming {
  readonly subject: number;
  readonly how: "新" | "已有" | "同前";
  /** Another subject that the permit points to, and namesakes: for the doubts about the match. */
  readonly permitOf: number | null;
  readonly others: readonly number[];
  readonly likely: readonly { readonly subject: number; readonly why: string }[];
}

/** Everything that an intake needs to know. */
export interface IntakeSession {
  readonly entry: Entry;
  readonly provenance: Provenance;
  readonly listener: Listener;
  readonly known: KnownRows;
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
  /** Subjects that have rows of later days than the file's: these have to take in what it says. */
  readonly overtaken: Set<number>;
}

export function stage({ known, entry, provenance }: IntakeSession, own: OwnSign | Glance): void {
  known.signs.stage(own, { subject: 0, entry: entry.seq, day: provenance.on, source: provenance.source });
}

export const taken = (hand: IntakeSession, subject: number): boolean => (hand.lines[subject] ?? 0) > 0;

/** The staged row is the first of the file that is of the subject. */
export function claim(hand: IntakeSession, subject: number, line: number): void {
  if (subject >= hand.lines.length) {
    const [lines, says] = [new Int32Array(subject * 2), new Float64Array(subject * 2)];
    lines.set(hand.lines);
    says.set(hand.says);
    [hand.lines, hand.says] = [lines, says];
  }
  hand.lines[subject] = line;
  hand.says[subject] = hand.known.signs.sayNumber();
}

export const outward = ({ line, content }: IncomingContent): { line: number; row: RosterContent } => ({
  line,
  row: content,
});

/** What holds of a subject: a row of one that was found to be it may be later, and says less. */
export const latestOf = ({ rows }: SourceStatement, subject: number): SourcedRow | undefined =>
  rows.findLast((row) => row.subject === subject) ?? rows.at(-1);

/** What is told of subjects; the rows of this file, whose batch is not recorded yet, come from its source. */
export async function tellingOf(
  { entry, provenance, known, batch }: IntakeSession,
  subjects: readonly number[],
): Promise<Map<number, SourceStatement>> {
  const told = await toldOf(entry.db, subjects, { on: provenance.on, absorbed: known.absorbed });
  const sourced = (row: SourcedRow): SourcedRow => (row.batch === batch ? { ...row, source: provenance.source } : row);
  return new Map([...told].map(([subject, { rows, choices }]) => [subject, { rows: rows.map(sourced), choices }]));
}
