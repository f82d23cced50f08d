/** Where the plan sends a subject (四个"一批"). */
import type { Day } from "../../base/day.ts";
import { routeOf } from "../inspection.ts";
import type { Plan } from "../plan.ts";
import type { CandidateFacts } from "./candidate.ts";

/** Where the plan sends a subject (四个"一批"), and by which rule; null when no rule speaks of it. */
export interface Proposal {
  readonly bucket: string;
  readonly why: string;
}

/** The bucket of the plan's first route that its open findings took; else of the first that its papers alone meet; a closed institution goes to 关停 where the plan has it. */
export function proposeBucket(plan: Plan, facts: CandidateFacts, day: Day): Proposal | null {
  if (facts.operation === "取缔关停" && plan.buckets.some(({ name }) => name === "关停"))
    return { bucket: "关停", why: "已取缔关停" };
  const taken = facts.findings.filter(({ open, route }) => open && route !== null);
  const byFinding = plan.routes.find(
    ({ code, bucket }) => bucket !== null && taken.some(({ route }) => route === code),
  );
  if (byFinding?.bucket) return { bucket: byFinding.bucket, why: `有未销号问题走处置第 ${byFinding.code} 项` };
  const onPapers = {
    ...plan,
    routes: plan.routes.filter(
      ({ when }) => when.severities.length === 0 && when.topics.length === 0 && when.classes.length > 0,
    ),
  };
  const route = routeOf(onPapers, { ...facts, severity: "一般", topic: 0 }, day);
  return route?.bucket ? { bucket: route.bucket, why: `${facts.licenceClass ?? ""}，处置第 ${route.code} 项` } : null;
}
