/** What becomes of the rows of a file, counted as it goes; the rows themselves are kept only where all of them are shown. */
import type { SubjectKind } from "../../campaign/index.ts";
import type { Doubt, Listener, Outcome } from "../../ledger/intake.ts";

export type Of<What extends Outcome["what"]> = Extract<Outcome, { what: What }>;

export interface Tally extends Listener {
  readonly count: Readonly<Record<Outcome["what"], number>>;
  /** New subjects by kind. */
  readonly kinds: ReadonlyMap<SubjectKind, number>;
  /** All of them, or the first few of each sort. */
  readonly outcomes: readonly Outcome[];
  /** Those that go into the file of problems. */
  readonly repeated: readonly Of<"重复">[];
  readonly conflicting: readonly Of<"冲突">[];
  readonly reappearing: readonly Of<"新登记">[];
  /** Closed down or blacklisted, and now named by another source. */
  readonly namedAgain: readonly Of<"变更" | "印证">[];
  readonly doubts: readonly Doubt[];
  /** Rows that say something which does not hold. */
  readonly overruled: () => number;
}

/** So many of each sort are shown of a recording. */
export const shownAtMost = 5;

export function newTally({ keepAll }: { keepAll: boolean }): Tally {
  const count = { 新登记: 0, 变更: 0, 印证: 0, 未变: 0, 重复: 0, 冲突: 0 };
  const kinds = new Map<SubjectKind, number>();
  const outcomes: Outcome[] = [];
  const repeated: Of<"重复">[] = [];
  const conflicting: Of<"冲突">[] = [];
  const reappearing: Of<"新登记">[] = [];
  const namedAgain: Of<"变更" | "印证">[] = [];
  const doubts: Doubt[] = [];
  let overruled = 0;
  return {
    count,
    kinds,
    outcomes,
    repeated,
    conflicting,
    reappearing,
    namedAgain,
    doubts,
    overruled: () => overruled,
    doubt: (doubt) => void doubts.push(doubt),
    outcome: (outcome) => {
      count[outcome.what] += 1;
      if (keepAll || count[outcome.what] <= shownAtMost) outcomes.push(outcome);
      if (outcome.what === "重复") repeated.push(outcome);
      else if (outcome.what === "冲突") conflicting.push(outcome);
      else if (outcome.what === "新登记") {
        kinds.set(outcome.row.kind, (kinds.get(outcome.row.kind) ?? 0) + 1);
        if (outcome.reappears.length > 0) reappearing.push(outcome);
      } else if (outcome.what === "变更" || outcome.what === "印证") {
        if (outcome.closed !== null) namedAgain.push(outcome);
        if (outcome.overruled) overruled += 1;
      }
    },
  };
}

/** Those of one sort, in the order of the file. */
export const outcomesOf = <What extends Outcome["what"]>({ outcomes }: Tally, what: What): Of<What>[] =>
  outcomes.filter((outcome): outcome is Of<What> => outcome.what === what);
