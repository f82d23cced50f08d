/** What becomes of the rows of a file, counted as it goes; the rows themselves are kept only where all of them are shown. */
import type { SubjectKind } from "../../campaign/index.ts";
import type { Listener, IntakeOutcome } from "../../ledger/roster/intake/session.ts";
import { noteOfDoubt, notesOf } from "./notes.ts";
import type { Noted } from "./problems.ts";

export type Of<What extends IntakeOutcome["what"]> = Extract<IntakeOutcome, { what: What }>;

export interface Tally extends Listener {
  readonly count: Readonly<Record<IntakeOutcome["what"], number>>;
  /** New subjects by kind. */
  readonly kinds: ReadonlyMap<SubjectKind, number>;
  /** All of them, or the first few of each sort. */
  readonly outcomes: readonly IntakeOutcome[];
  /** Institutions among those taken of which the licence class, or the town, is not known now. */
  readonly unknown: Readonly<{ licenceClass: number; town: number }>;
  /** Rows that say something which does not hold. */
  readonly overruled: () => number;
}

/** How many of each sort are shown of a recording. */
export const shownAtMost = 5;

/** `note` is told what there is to say of a row, as it comes. */
export function newTally(
  file: string,
  { keepAll, note }: { readonly keepAll: boolean; readonly note: (noted: Noted) => void },
): Tally {
  const count = { 新登记: 0, 变更: 0, 印证: 0, 未变: 0, 重复: 0, 冲突: 0 };
  const kinds = new Map<SubjectKind, number>();
  const outcomes: IntakeOutcome[] = [];
  const unknown = { licenceClass: 0, town: 0 };
  let overruled = 0;
  return {
    count,
    kinds,
    outcomes,
    unknown,
    overruled: () => overruled,
    doubt: (doubt) => note(noteOfDoubt(doubt, file)),
    outcome: (outcome) => {
      count[outcome.what] += 1;
      if (keepAll || count[outcome.what] <= shownAtMost) outcomes.push(outcome);
      if (outcome.what === "新登记") kinds.set(outcome.row.kind, (kinds.get(outcome.row.kind) ?? 0) + 1);
      else if ((outcome.what === "变更" || outcome.what === "印证") && outcome.overruled) overruled += 1;
      if (stands.has(outcome.what) && outcome.row.kind === "机构") {
        if (outcome.row.licence_class === null) unknown.licenceClass += 1;
        if (outcome.row.town === null) unknown.town += 1;
      }
      if (isNoteworthy(outcome)) for (const noted of notesOf(outcome, file)) note(noted);
    },
  };
}

/** Outcomes whose row is what holds now. */
const stands: ReadonlySet<IntakeOutcome["what"]> = new Set(["新登记", "变更", "印证"]);

/** Most rows are not, and there may be a million. */
function isNoteworthy(outcome: IntakeOutcome): boolean {
  if (outcome.what === "新登记") return outcome.reappears.length > 0;
  return outcome.what !== "未变";
}

/** Those of one sort, in the order of the file. */
export const outcomesOf = <What extends IntakeOutcome["what"]>({ outcomes }: Tally, what: What): Of<What>[] =>
  outcomes.filter((outcome): outcome is Of<What> => outcome.what === what);
