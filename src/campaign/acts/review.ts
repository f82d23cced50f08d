/** Re-checking findings (复查, 回头看): which of them come up, and what stands against one. */
import { hint, next } from "../../base/next.ts";
import type { Problem } from "../../base/problem.ts";
import { findingProblem } from "../review.ts";
import { faultOf, namedFinding } from "./issue.ts";
import type { StagedFinding } from "./issue.ts";

/** 回头看 is of closed findings only; one that is not closed yet is re-checked (复查), in whatever phase of the plan. */
export type ReviewKind = "复查" | "回头看";

export interface ReviewKnown {
  readonly kind: ReviewKind;
  /** As today: a late entry must not contradict what was recorded since. */
  readonly latest: ReadonlyMap<number, StagedFinding>;
  /** Closed findings that came back already. */
  readonly relapsed: ReadonlySet<number>;
}

/** Why the finding cannot be re-checked, on the day of the act or by what was recorded since; null when it can. */
export function reviewProblem(
  finding: StagedFinding & { readonly subject: number },
  { kind, latest, relapsed }: ReviewKnown,
): Problem | null {
  if (relapsed.has(finding.id))
    return {
      code: "already-relapsed",
      message: `问题 ${finding.id}（${faultOf(finding)}）已登记反弹，另有新问题接着办`,
      hint: hint`用 ${next("show", [finding.subject])} 看新问题的编号`,
    };
  const stages = [finding, latest.get(finding.id) ?? finding];
  return stages.map((one) => findingProblem(kind, namedFinding(one))).find((problem) => problem !== null) ?? null;
}

/** Whether a re-check asks about the finding by itself: it may be re-checked, and no second person has only to close it. */
export function comesUpForReview(finding: StagedFinding & { readonly subject: number }, known: ReviewKnown): boolean {
  const waits = ({ stage }: StagedFinding): boolean => stage === "已整改待验收";
  const latest = known.latest.get(finding.id);
  return !waits(finding) && !(latest && waits(latest)) && reviewProblem(finding, known) === null;
}
