/** What happens to a name on a list besides its publication: 告知, 异议, 复核, 移出, 整改中, 恢复. */
import { hint, next, particular } from "../../base/next.ts";
import type { Calendar, LastDay } from "../calendar.ts";
import type { Day } from "../../base/day.ts";
import type { New } from "../facts/column.ts";
import type { KindRows } from "../facts/kinds.ts";
import { listingProblem, moveListing, takeDownDue } from "../listing.ts";
import type { ListingChange, ListingState } from "../listing.ts";
import type { ListName, Plan } from "../plan.ts";
import { oneProblem } from "../../base/problem.ts";
import type { Problem } from "../../base/problem.ts";
import type { CandidateFacts } from "../publication/candidate.ts";
import { judge, listRuleOn, restoreProblems } from "../publication/judgement.ts";
import type { ActLaw } from "./act.ts";

export interface ListingKnown {
  readonly facts: CandidateFacts;
  /** Since when the name is in its state on this list; null where the list never concerned it. */
  readonly since: Day | null;
  /** The day of the last thing recorded of the name on this list, whatever the day one looks from. */
  readonly last: Day | null;
}

export interface ListingAsked {
  readonly campaign: string;
  readonly list: ListName;
  readonly change: ListingChange;
  readonly reason: string;
  readonly on: Day;
  readonly plan: Plan;
  readonly calendar: Calendar;
}

export const changingListing: ActLaw<ListingKnown, ListingAsked, New<KindRows["listing_change"]>> = {
  problems({ facts, since, last }, asked) {
    const { list, change, on, plan, calendar } = asked;
    const state = listingProblem(change, { ...facts, list, state: stateOf(facts, list) });
    if (state) return [state];
    const late = beforeLastProblem(facts.name, last, asked);
    if (late) return [late];
    if (change !== "告知" && change !== "恢复") return [];
    const rule = listRuleOn(plan, list, on);
    if (rule === null) return [noListRuleProblem(plan, list, on)];
    if (change === "恢复") return restoreProblems(rule, facts, since ?? on, { plan, day: on, calendar });
    return situationProblems(facts, asked);
  },

  facts: ({ facts: { subject } }, { campaign, list, change, reason, on }) => ({
    campaign,
    list,
    subject,
    change,
    reason,
    happened_on: on,
  }),
};

/** Where the change leaves the name; with it by when a name revoked from the 黑名单 has to be taken down, for leaving a 白名单 revokes no decision. */
export function listingAfter(
  { facts }: Pick<ListingKnown, "facts">,
  { list, change, on, calendar }: Pick<ListingAsked, "list" | "change" | "on" | "calendar">,
): { readonly state: ListingState; readonly due: LastDay | null } {
  const before = stateOf(facts, list);
  const state = moveListing(list, before, change) ?? before;
  const revoked = list === "黑名单" && change === "复核撤销" && state === "移出";
  return { state, due: revoked ? takeDownDue(calendar, on) : null };
}

const stateOf = ({ states }: CandidateFacts, list: ListName): ListingState => states[list] ?? "未列入";

/** Facts of one name come in the order of their days: an act between two recorded ones would change what the later one rested on. */
function beforeLastProblem(
  name: string,
  last: Day | null,
  { list, on }: Pick<ListingAsked, "list" | "on">,
): Problem | null {
  if (last === null || last <= on) return null;
  return {
    code: "listing-day-past",
    message: `${name} 在${list}上 ${last} 已有登记，不能再登记 ${on} 的变动`,
    hint: hint`${particular({ on: true })} 不早于 ${last}`,
  };
}

/** Why nothing can be done on a list that the plan has no rule for on the day. */
export function noListRuleProblem(plan: Plan, list: ListName, on: Day): Problem {
  const known = [...new Set(plan.lists.map(({ name }) => name))].join("、");
  return {
    code: "no-list-rule",
    message: `方案 ${plan.code} 在 ${on} 没有${list}的规定`,
    hint: `方案里${known === "" ? "没有写任何名单" : `有：${known}`}；要公布就先写进方案再采用`,
  };
}

/** Nobody is told of a 黑名单 entry that the plan gives no situation for; a situation that only people can judge fits whom they name. */
function situationProblems(facts: CandidateFacts, { list, on: day, plan, calendar }: ListingAsked): Problem[] {
  const rule = listRuleOn(plan, list, day);
  const told: CandidateFacts = { ...facts, states: { ...facts.states, [list]: "拟列入" } };
  if (rule === null || judge(rule, told, { plan, day, calendar }).situations.length > 0) return [];
  const situations = rule.situations.map(({ name }) => name).join("、");
  return oneProblem(
    "no-situation",
    `${facts.name} 不符合${list}的任何一种情形`,
    hint`方案的情形：${situations}；核对证照类别和检查发现的问题：${next("show", [facts.subject])}`,
  );
}
