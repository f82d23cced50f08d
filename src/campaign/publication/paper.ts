/** Names on a list that was published before the ledger began: what led to them lies on paper, and is not asked for again. */
import type { GateName } from "../plan.ts";

const mark = "原公布";

/** What stands as the reason of an entry: the announcement, by its number and title. */
export const paperReason = (announcement: string): string => `${mark}：${announcement}`;

/** Whether an entry comes from such an announcement. */
export const isFromPaper = ({ reason }: { readonly reason: string }): boolean => reason.startsWith(`${mark}：`);

/** Conditions that were answered when the list was published; of what a place is like today the ledger knows itself. */
export const answeredOnPaper: ReadonlySet<GateName> = new Set<GateName>([
  "检查过",
  "事实有证据",
  "已告知",
  "申辩期满",
  "已决定并送达",
]);
