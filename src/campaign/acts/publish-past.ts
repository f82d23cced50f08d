/** A version of a list that was published on paper, before the ledger or beside it, written into it afterwards (补录). */
import { hint, next } from "../../base/next.ts";
import type { Day } from "../../base/day.ts";
import type { ListRule } from "../plan.ts";
import { oneProblem } from "../../base/problem.ts";
import type { CandidateFacts, JudgedBy } from "../publication/candidate.ts";
import { publicEntry } from "../publication/entry.ts";
import type { PublicEntry } from "../publication/entry.ts";
import { paperReason } from "../publication/paper.ts";
import { publicText } from "../naming.ts";
import type { ActLaw } from "./act.ts";
import { publishing } from "./publish.ts";
import type { EditionMade, PublishKnown } from "./publish.ts";

export interface PastKnown extends Pick<PublishKnown, "last" | "version" | "text"> {
  /** Those whom the paper names. */
  readonly facts: readonly CandidateFacts[];
  /** The entries that stand on the list, by subject. */
  readonly present: ReadonlyMap<number, { readonly happened_on: Day }>;
}

export interface PastAsked extends Announced {
  readonly campaign: string;
  readonly measure: JudgedBy;
}

/** What the paper says. */
export interface Announced {
  readonly rule: ListRule;
  readonly title: string;
  readonly number: string;
  readonly situation: string;
  readonly until: Day | null;
}

/** The lines of the version, each with the announcement as its reason. */
export function pastEntries(
  facts: readonly CandidateFacts[],
  { rule, title, number, situation, until }: Announced,
  measure: JudgedBy,
): PublicEntry[] {
  const judgement = { situations: [situation], verdicts: [], listed: false, stands: true, elsewhere: null };
  return facts.map((one) => {
    const entry = publicEntry(rule, one, judgement, measure, null);
    return { ...entry, reason: publicText(paperReason(`${number}《${title}》`)), until: until ?? entry.until };
  });
}

export const publishingPast: ActLaw<PastKnown, PastAsked, EditionMade> = {
  problems({ facts, present, last }, { rule: { name: list }, measure: { day: on } }) {
    if (last !== null && last > on)
      return oneProblem(
        "listing-day-past",
        `${list}在 ${last} 已有登记，不能再补录 ${on} 公布的`,
        hint`从最早的一版补起；补错了次序的，先 ${next("undo")} 后面的`,
      );
    return facts.flatMap(({ subject, name }) => {
      const entry = present.get(subject);
      return entry === undefined
        ? []
        : oneProblem(
            "listed-already",
            `${subject} ${name} ${entry.happened_on} 已列入${list}`,
            "从这一版里去掉；中间移出过的，先补录移出",
          );
    });
  },

  facts({ facts, ...known }, asked) {
    const { measure } = asked;
    const entries = pastEntries(facts, asked, measure);
    const edition = { ...known, candidates: [], entries, fresh: new Set<number>(), leaving: [] };
    return publishing.facts(edition, { ...asked, ...measure, on: measure.day, only: null });
  },
};
