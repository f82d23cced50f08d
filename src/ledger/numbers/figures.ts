/** The numbers of a report: what is to be counted, and its value by town or lead department. */
import type { Amounts, Day, Period, RowFilter, SetName } from "../../campaign/index.ts";
import type { BareRow } from "./set-row.ts";

/** What to count: a set, narrowed. */
export interface FigureAsked {
  /** 现状: the state on the cut-off day alone, not compared with the day before the period. */
  readonly basis: "时点" | "期间" | "现状";
  readonly set: SetName;
  readonly filter: RowFilter;
  /** By town, unless it is to be by lead department, which findings, orders and tallies have; a set that counts a subject once has none. */
  readonly by?: "town" | "lead";
}

/** From when to when. */
export interface ReportSpan {
  readonly campaign: string;
  /** See Vantage. */
  readonly knownTo?: number | undefined;
  /** 期间 figures add up from here. */
  readonly startedOn: Day;
  readonly from: Day;
  /** The cut-off day, which the states refer to. */
  readonly to: Day;
  readonly previous: Period;
}

/** The value of one wanted number in one town, or under one lead; these add up. */
export interface Count extends Amounts {
  /** Which of the wanted. */
  readonly nth: number;
  readonly town: string | null;
  readonly lead: string | null;
}

/** The sum over the counts that `of` picks. */
export function sumOf<C extends Count>(counts: readonly C[], of: (count: C) => boolean): Amounts {
  const sum = { value: 0, thisPeriod: 0, previous: 0 };
  for (const found of counts) {
    if (!of(found)) continue;
    sum.value += found.value;
    sum.thisPeriod += found.thisPeriod;
    sum.previous += found.previous;
  }
  return sum;
}

/** What a row stands for: one, or as many as was tallied. */
export function quantityOf(row: Pick<BareRow, "quantity">): number {
  return row.quantity ?? 1;
}
