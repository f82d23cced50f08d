/** Bundles (任务包): the numbers that a group may give, what it did, and when two groups did the same thing. */
import type { Day } from "../base/day.ts";

/** Numbers that a bundle may give, of each series the same count. */
export interface ReservedNumbers {
  /** How many of each series. */
  readonly count: number;
  /** The last number before those of a series that had none yet. */
  readonly after: number;
  /** The same of a series that had some, by its key. */
  readonly series: Readonly<Record<string, number>>;
}

/** The key of a series of papers or of a register's entries: 川教体改 2021. */
export const seriesKey = (word: string, year: number): string => `${word} ${year}`;

/** The last number before those that are reserved in a series. */
export const beforeReserved = ({ series, after }: ReservedNumbers, key: string): number => series[key] ?? after;

/**
 * What an act lays claim to: one thing that has one state, such as a field of an institution or the course of a finding. Several acts may
 * lean on a thing (`shared`); who changes it claims it alone.
 */
export interface Claim {
  /** E.g. 问题 7, 文书 3, 字段 12 phone. */
  readonly on: string;
  readonly shared?: true;
  /** What is put there; the same value twice is no contradiction. */
  readonly value?: string;
}

/** Whether two acts, neither of which knew of the other, contradict each other. */
export function contradicts(some: readonly Claim[], others: readonly Claim[]): boolean {
  return some.some((one) => others.some((other) => clash(one, other)));
}

function clash(one: Claim, other: Claim): boolean {
  if (one.on !== other.on || (one.shared && other.shared)) return false;
  return one.value === undefined || one.value !== other.value;
}

/** A fact without its number; what it names of the group's own is written @entry:place. */
export type LooseRow = Readonly<Record<string, unknown>>;

/** One entry of a bundle: facts that the group made itself are named by their place in its entries, for they have other numbers at the office. */
export interface GroupAct {
  readonly seq: number;
  readonly hash: string;
  readonly actor: string;
  readonly command: string;
  readonly on: Day;
  readonly summary: string;
  /** By table, in the order in which they were recorded. */
  readonly rows: readonly (readonly [table: string, rows: readonly LooseRow[]])[];
  /** What it lays claim to of what was handed out. */
  readonly claims: readonly Claim[];
  /** Own entries that it names. */
  readonly needs: readonly number[];
  /** The own entry that it takes back. */
  readonly undoes: number | null;
}

/** What only the office does: a group's plan, lists, returns and pairings are never taken. */
const officesOwn: Readonly<Record<string, string>> = {
  campaign: "采用方案",
  publication: "公布名单",
  listing: "公布名单",
  issued_return: "上报",
  edition: "编印",
  draw: "抽取",
  draw_seed: "抽取",
  draw_change: "抽取",
  opening: "期初数",
  pairing: "认定同一家",
  bundle: "分包",
};

/** What of an act only the office does: one of the things above, or rows of a list about institutions that it knows; null when a group may do all of it. */
export function officesPart({ rows, command }: Pick<GroupAct, "rows" | "command">): string | null {
  const [what] = rows.flatMap(([table]) => officesOwn[table] ?? []);
  if (what !== undefined) return what;
  const lists = rows.some(
    ([table, its]) => table === "roster" && its.some(({ subject }) => typeof subject === "number"),
  );
  const chosen = rows.some(([table]) => table === "choice");
  return lists && !chosen && command !== "undo" ? "导入底数里已有的机构" : null;
}
