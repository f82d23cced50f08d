/** What is doubtful of rows that were taken. */
import { nameKey } from "../../../campaign/index.ts";
import type { RosterContent } from "../content.ts";
import type { SourcedRow } from "../match-keys-kept.ts";
import type { New } from "../../ledger.ts";
import type { SourceStatement } from "../source-precedence.ts";
import type { DoubtRow } from "../../tables.ts";
import { latestOf } from "./session.ts";
import type { Doubt, IntakeSession, Placed } from "./session.ts";

/** What was said of the subjects before, and what holds of those known now that the rows are weighed. */
export interface Weighed {
  readonly told: ReadonlyMap<number, SourceStatement>;
  readonly holding: ReadonlyMap<number, RosterContent>;
}

/** Tells what is doubtful of the placed rows, and records whom a person has to judge. */
export async function noteDoubts(hand: IntakeSession, placed: readonly Placed[], weighed: Weighed): Promise<void> {
  const { entry, listener, provenance } = hand;
  for (const one of placed)
    for (const doubt of doubtsOf(hand, one, weighed))
      listener.doubt({ line: one.line, name: one.content.name, ...doubt });
  const facts = placed.flatMap(({ how, subject, likely }): New<DoubtRow>[] =>
    how === "新"
      ? likely.map(({ subject: other, why }) => ({ subject: other, other: subject, why, happened_on: provenance.on }))
      : [],
  );
  if (facts.length > 0) await entry.addMany("doubt", facts);
}

function doubtsOf(hand: IntakeSession, one: Placed, weighed: Weighed): Pick<Doubt, "message" | "review">[] {
  if (one.how === "新") return newcomerDoubts(hand, one, weighed);
  return one.how === "已有" ? matchDoubts(one, weighed) : [];
}

/** It may be somebody known, or only has a namesake. */
function newcomerDoubts(
  hand: IntakeSession,
  { others, likely }: Placed,
  weighed: Weighed,
): Pick<Doubt, "message" | "review">[] {
  const named = (subject: number): string =>
    subject > hand.known.last
      ? `本表第 ${hand.lines[subject] ?? 0} 行`
      : `底数里的 ${subject} 号「${nameIn(weighed, subject)}」`;
  if (likely.length > 0) {
    const few = likely.slice(0, 3).map(({ subject, why }) => `${named(subject)}（${why}）`);
    return [{ message: `与${few.join("、")}可能是同一家，先按另一家登记。`, review: true }];
  }
  if (others.length === 0) return [];
  return [{ message: `与${others.slice(0, 3).map(named).join("、")}同名，地方不同，按另一家登记。`, review: false }];
}

/** It was matched by one sign while another speaks against it. */
function matchDoubts({ content, subject, permitOf }: Placed, weighed: Weighed): Pick<Doubt, "message" | "review">[] {
  const before = latestIn(weighed, subject);
  if (!before) return [];
  if (content.uscc !== null && content.uscc === before.uscc && permitOf !== null)
    return [
      {
        message: `代码对应 ${subject} 号「${before.name}」，许可证编号却对应 ${permitOf} 号「${nameIn(weighed, permitOf)}」，按代码收下。`,
        review: false,
      },
    ];
  if (nameKey(before.name) === nameKey(content.name)) return [];
  const taken = weighed.holding.get(subject)?.name === content.name ? "按更名收下" : "底数里的名称不改";
  return [{ message: `与 ${subject} 号「${before.name}」证照号码相同而名称不同，${taken}。`, review: false }];
}

const latestIn = ({ told }: Weighed, subject: number): SourcedRow | undefined => {
  const all = told.get(subject);
  return all && latestOf(all, subject);
};

const nameIn = (weighed: Weighed, subject: number): string => latestIn(weighed, subject)?.name ?? "";
