/**
 * The facts that decide what stands, by the ledger's name of their kind, with only the columns that decide: a row of the ledger
 * fits as it is. Beside each kind stands which of several facts about one thing counts.
 *
 * A root (根) is what is looked at together: subjects that were found to be one (同一家), with everything recorded of them.
 */
import type { Day } from "../../base/day.ts";
import type { InspectionKind } from "../inspection.ts";
import type { ListingChange } from "../listing.ts";
import type { CaseStep, Procedure } from "../penalty/course.ts";
import type { CaseTrait, StepDetails } from "../penalty/state.ts";
import type { ListName, OrderEffect } from "../plan.ts";
import type { ReviewOutcome } from "../review.ts";
import { inForce } from "./as-of.ts";
import type { AnnulmentFact, DatedFact, Snapshot } from "./as-of.ts";

interface SubjectFact extends DatedFact {
  readonly subject: number;
}

interface CampaignFact extends SubjectFact {
  readonly campaign: string;
}

interface FactOfOrder extends DatedFact {
  readonly order_id: number;
}

/** A column of a fact put right (更正). */
export interface CorrectionFact extends DatedFact {
  readonly fact: string;
  readonly fact_id: number;
  readonly field: string;
  /** As text, whatever the column holds. */
  readonly value: string | null;
}

/** One row of each kind. */
export interface FactRows {
  readonly annulment: AnnulmentFact;
  readonly roster: SubjectFact;
  readonly pairing: SubjectFact & { readonly other: number; readonly verdict: "同一家" | "两家" };
  readonly inspection: CampaignFact & { readonly kind: InspectionKind; readonly result: string };
  readonly finding: CampaignFact;
  readonly orders: CampaignFact & { readonly effect: OrderEffect };
  readonly order_finding: { readonly id: number; readonly order_id: number; readonly finding: number };
  readonly service: FactOfOrder & { readonly due_on: Day | null };
  readonly extension: FactOfOrder & { readonly due_on: Day };
  readonly withdrawal: FactOfOrder;
  readonly waiver: FactOfOrder;
  readonly review_outcome: DatedFact & { readonly finding: number; readonly outcome: ReviewOutcome };
  readonly close_out: DatedFact & { readonly finding: number };
  readonly disposition: CampaignFact & { readonly bucket: string };
  readonly listing: CampaignFact & { readonly list: ListName; readonly until: Day | null };
  readonly listing_change: CampaignFact & { readonly list: ListName; readonly change: ListingChange };
  readonly penalty_case: CampaignFact & {
    readonly procedure: Procedure;
    readonly acted_on: Day;
    readonly officers: readonly string[];
    readonly findings: readonly number[];
    readonly traits: readonly CaseTrait[];
  };
  readonly case_step: DatedFact & {
    readonly case_id: number;
    readonly step: CaseStep;
    readonly details: StepDetails;
  };
  readonly case_measure: CampaignFact & { readonly until: Day | null };
  readonly tally: DatedFact & { readonly campaign: string };
  readonly correction: CorrectionFact;
}

/** All facts of one root, or of several; in each kind in any order. Annulments are those of the entries that recorded them. */
export type Facts<Rows extends FactRows = FactRows> = { readonly [Kind in keyof Rows]: readonly Rows[Kind][] };

/** No facts of any kind. */
export const noFacts: Facts<{ readonly [Kind in keyof FactRows]: never }> = {
  annulment: [],
  roster: [],
  pairing: [],
  inspection: [],
  finding: [],
  orders: [],
  order_finding: [],
  service: [],
  extension: [],
  withdrawal: [],
  waiver: [],
  review_outcome: [],
  close_out: [],
  disposition: [],
  listing: [],
  listing_change: [],
  penalty_case: [],
  case_step: [],
  case_measure: [],
  tally: [],
  correction: [],
};

/** Which of several facts about one thing counts: the first or the last, in the order of these columns. */
export interface Succession<Column extends string> {
  readonly counts: "first" | "last";
  readonly by: readonly Column[];
}

/**
 * By kind; steps of a case all count, in this order. What a person corrects by doing it again (a service, an extension) is ordered by number, whatever the day it speaks of; what
 * may be entered late (补录) is ordered by day, then by number.
 */
export const successions = {
  roster: { counts: "last", by: ["happened_on", "id"] },
  pairing: { counts: "last", by: ["id"] },
  order_finding: { counts: "first", by: ["id"] },
  service: { counts: "last", by: ["id"] },
  extension: { counts: "last", by: ["id"] },
  withdrawal: { counts: "first", by: ["happened_on", "id"] },
  waiver: { counts: "first", by: ["happened_on", "id"] },
  review_outcome: { counts: "last", by: ["happened_on", "id"] },
  close_out: { counts: "first", by: ["happened_on", "id"] },
  disposition: { counts: "last", by: ["happened_on", "id"] },
  listing: { counts: "last", by: ["happened_on", "id"] },
  listing_change: { counts: "last", by: ["happened_on", "entry", "id"] },
  case_step: { counts: "first", by: ["happened_on", "id"] },
  correction: { counts: "last", by: ["id"] },
} as const satisfies { readonly [Kind in keyof FactRows]?: Succession<keyof FactRows[Kind] & string> };

/** Whether one fact comes after another by these columns. */
export function follows<Column extends string>(
  by: readonly Column[],
  one: Readonly<Record<Column, number | string>>,
  other: Readonly<Record<Column, number | string>>,
): boolean {
  for (const column of by) {
    const [mine, theirs] = [one[column], other[column]];
    if (mine !== theirs) return mine > theirs;
  }
  return false;
}

const nothing: ReadonlyMap<never, never> = new Map<never, never>();

/** Facts by the thing they are about, those that count before others first. */
export function histories<
  Key extends number | string,
  Column extends string,
  Row extends Readonly<Record<Column, number | string>>,
>({ counts, by }: Succession<Column>, rows: readonly Row[], of: (row: Row) => Key): ReadonlyMap<Key, readonly Row[]> {
  if (rows.length === 0) return nothing;
  const all = new Map<Key, Row[]>();
  for (const row of rows) {
    const key = of(row);
    const before = all.get(key);
    if (before) before.push(row);
    else all.set(key, [row]);
  }
  const sooner = counts === "first" ? 1 : -1;
  for (const history of all.values())
    if (history.length > 1) history.sort((one, other) => (follows(by, one, other) ? sooner : -sooner));
  return all;
}

/** Of a history the fact that counts: the first that is in force. */
export function countingIn<Row extends Pick<DatedFact, "entry" | "happened_on">>(
  history: readonly Row[],
  at: Snapshot,
): Row | null {
  for (const row of history) if (inForce(row, at)) return row;
  return null;
}

/** How many facts of a history are in force. */
export function countIn(history: readonly Pick<DatedFact, "entry" | "happened_on">[], at: Snapshot): number {
  let count = 0;
  for (const row of history) if (inForce(row, at)) count += 1;
  return count;
}
