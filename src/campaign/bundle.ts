/** Bundles (任务包): the numbers that a group may give, and when two groups did the same thing. */

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
