/** A last day as scripts are given it: `due` is null while the year's holidays are not published, and `around` says about when. */
import type { Day, LastDay } from "../../campaign/index.ts";

export function lastDayJson(last: LastDay): { due: Day | null; around?: Day; unpublishedYear?: number } {
  return last.settled ? { due: last.due } : { due: null, around: last.around, unpublishedYear: last.missing };
}
