/** What the checks of a plan share: where its parts stand, and how they are called. */
import type { Place, Plan } from "../../../campaign/index.ts";
import { shown } from "../words.ts";

/** Where a record of the plan stands in the file; of its key; of one word of the key's list. */
export type Locate = (record: object, key?: string, word?: string) => Place;

export const itemsOf = (plan: Plan) => plan.topics.flatMap((topic) => topic.items);

export const called = (kind: string, name: string | number | null) => `${kind}“${shown(name ?? "待填")}”`;

export function filters(plan: Plan) {
  return plan.indicators.flatMap((indicator) =>
    indicator.basis === "比率" ? [] : [{ owner: called("指标", indicator.name), filter: indicator.filter }],
  );
}
