/** Putting an institution where it goes (四个"一批"): a bucket of the plan; the latest one stands. */
import type { Day } from "../../base/day.ts";
import type { New } from "../facts/column.ts";
import type { KindRows } from "../facts/kinds.ts";
import type { Plan } from "../plan.ts";
import { oneProblem } from "../../base/problem.ts";
import type { ActLaw } from "./act.ts";

export interface BucketKnown {
  readonly plan: Plan;
  readonly subject: number;
}

export interface BucketAsked {
  readonly campaign: string;
  /** As somebody writes it: 查处, 查处一批. */
  readonly bucket: string;
  readonly reason: string;
  readonly on: Day;
}

/** The plan's bucket of that name, with or without 一批 behind it; null where the plan has none. */
export function bucketNamed({ buckets }: Pick<Plan, "buckets">, text: string): string | null {
  const bare = (name: string): string => name.trim().replace(/一批$/, "");
  return buckets.find(({ name }) => bare(name) === bare(text))?.name ?? null;
}

/** Which buckets there are to choose from. */
export function bucketsText({ buckets }: Pick<Plan, "buckets">): string {
  return buckets.length === 0 ? "方案没有写分批" : `方案的分批：${buckets.map(({ name }) => name).join("、")}`;
}

export const puttingInBucket: ActLaw<BucketKnown, BucketAsked, New<KindRows["disposition"]>> = {
  problems({ plan }, { bucket }) {
    if (bucketNamed(plan, bucket) !== null) return [];
    return oneProblem("unknown-bucket", `方案里没有这一批：${bucket}`, bucketsText(plan));
  },

  facts: ({ plan, subject }, { campaign, bucket, reason, on }) => ({
    campaign,
    subject,
    bucket: bucketNamed(plan, bucket) ?? bucket,
    reason,
    happened_on: on,
  }),
};
