/** Closing findings (销号): a second person accepts what a re-check found put right. */
import type { ReviewRule, Severity } from "../plan.ts";
import type { Problem } from "../../base/problem.ts";
import { closeProblems, findingProblem } from "../review.ts";
import { namedFinding } from "./issue.ts";
import type { StagedFinding } from "./issue.ts";

export interface FindingToClose extends StagedFinding {
  readonly severity: Severity;
  /** The telling outcome that the close-out would rest on. */
  readonly outcome_id: number | null;
}

/** What has to be known: the finding on the day of the act and today, and what its last outcome rests on. */
export interface CloseKnown {
  readonly finding: FindingToClose;
  readonly latest: FindingToClose;
  readonly support: { readonly reviewers: readonly string[]; readonly recorder: string; readonly evidence: boolean };
}

/** Who closes, and whether with evidence of their own. */
export interface Closer {
  readonly person: string;
  readonly evidence: boolean;
}

/**
 * Why the finding is in no stage to be closed, on the day of the act or by what was recorded since; null when it is. Asked before
 * the rest, which needs an outcome.
 */
export function closeStageProblem({ finding, latest }: Pick<CloseKnown, "finding" | "latest">): Problem | null {
  return findingProblem("销号", namedFinding(finding)) ?? findingProblem("销号", namedFinding(latest));
}

/** What stands against this person closing it; by the plan's rule (复查.第二人). */
export function closeActProblems(
  rule: ReviewRule,
  { finding, latest, support }: CloseKnown,
  { person, evidence }: Closer,
): Problem[] {
  const stage = closeStageProblem({ finding, latest });
  if (stage) return [stage];
  const { severity } = finding;
  const { reviewers, recorder } = support;
  const closing = { ...namedFinding(finding), severity, reviewers, recorder, evidence: support.evidence || evidence };
  return closeProblems(rule, closing, person);
}
