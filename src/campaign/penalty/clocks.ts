/** What runs in a case: the clocks of either side, and what is owed. Articles are of 行政处罚法 (2021) unless another law is named. */
import { aboutDay, deadline, onDay } from "../calendar.ts";
import type { Calendar, LastDay } from "../calendar.ts";
import type { Day } from "../../base/day.ts";
import { limitEnd } from "../limits.ts";
import type { Duration, Plan } from "../plan.ts";
import type { Fen } from "./money.ts";
import { fineOf, lateFee, owedOf } from "./sanctions.ts";
import type { CaseState } from "./state.ts";

/** A clock that runs in a case, with who has to act. */
export interface CaseClock {
  readonly name: string;
  readonly last: LastDay;
  readonly who: "机关" | "当事人";
}

/** Every clock of the case that runs after the steps taken. */
export function caseClocks(state: CaseState, calendar: Calendar, plan: Plan): CaseClock[] {
  if (state.stage === "已结案") return [];
  const clocks: CaseClock[] = [];
  const add = (name: string, start: Day | null, who: CaseClock["who"]): void => {
    const end = start === null ? null : limitEnd(calendar, name, start);
    if (end !== null) clocks.push({ name, last: end, who });
  };
  const { notice, decision } = state;
  if (decision === null) {
    if (state.procedure === "普通") add("案件办理", state.openedOn, "机关");
    if (notice !== null && state.heardOn === null) {
      const wait = state.waived ? null : defenceWait(plan);
      if (wait !== null) clocks.push({ name: "陈述申辩", last: deadline(calendar, notice.on, wait), who: "当事人" });
      if (notice.hearing && !state.unheard && state.requestedOn === null) add("听证申请", notice.on, "当事人");
    }
    if (state.hearingOn !== null && state.heardOn === null)
      clocks.push({ name: "举行听证", last: onDay(state.hearingOn), who: "机关" });
    return clocks;
  }
  if (state.servedOn === null) add("决定书送达", decision.on, "机关");
  const onlyWarned = decision.sanctions.every(({ kind }) => kind === "警告");
  if (state.publishedOn === null && !onlyWarned) add("处罚信息公示", decision.on, "机关");
  if (state.publishedUntil !== null)
    clocks.push({ name: "公示到期撤下", last: onDay(state.publishedUntil), who: "机关" });
  const money = moneyOf(state, calendar, state.lastOn);
  if (money.left > 0) add("缴纳罚款", state.servedOn, "当事人");
  if (state.appliedOn !== null) return clocks;
  add("行政复议", state.servedOn, "当事人");
  add("行政诉讼", state.servedOn, "当事人");
  if (state.urgedOn !== null) add("催告履行", state.urgedOn, "当事人");
  const ended = remedyEnd(state, calendar);
  // An open end of review and suit is followed by a limit that is open too, and months away: it is shown once the first is known.
  if (money.left > 0 && ended?.settled === true) add("申请强制执行", ended.due, "机关");
  return clocks;
}

/**
 * When the party's last window closes after which a decision may be taken; null where none runs: nothing told yet, decided already,
 * a hearing asked for, or the plan leaves the time blank. Where the windows were given up or a hearing was held, the day of that.
 */
export function windowsEnd(state: CaseState, calendar: Calendar, plan: Plan): LastDay | null {
  const { notice, decision, stage } = state;
  if (notice === null || decision !== null || stage === "听证中" || stage === "已结案") return null;
  if (state.heardOn !== null || (state.waived && state.unheard)) return onDay(state.lastOn);
  const wait = defenceWait(plan);
  if (wait === null) return null;
  const ends: LastDay[] = [state.waived ? onDay(state.lastOn) : deadline(calendar, notice.on, wait)];
  const hearing = notice.hearing && !state.unheard ? limitEnd(calendar, "听证申请", notice.on) : null;
  if (hearing !== null) ends.push(hearing);
  return ends.toSorted((a, b) => (aboutDay(a) < aboutDay(b) ? -1 : 1)).at(-1) ?? null;
}

/** How long the plan gives the party for statement and defence; null while it is not filled in. */
export function defenceWait(plan: Plan): Duration | null {
  return plan.orderKinds.find(({ effect, after }) => effect === "处罚" && after !== null)?.after?.wait ?? null;
}

export interface MoneyDue {
  /** The last day for paying; null before service and where nothing has to be paid. */
  readonly due: LastDay | null;
  readonly owed: Fen;
  /** 加处罚款 up to the day asked about, or up to the payment that settled the fine; nothing while the last day is open. */
  readonly late: { readonly days: number; readonly amount: Fen };
  readonly left: Fen;
}

/** What is owed, what was added for delay, and what is left on a day (§67, §72). */
export function moneyOf(state: CaseState, calendar: Calendar, asOf: Day): MoneyDue {
  const sanctions = state.decision?.sanctions ?? [];
  const owed = owedOf(sanctions);
  const none = { days: 0, amount: 0 };
  if (state.servedOn === null || owed === 0)
    return { due: null, owed, late: none, left: owed - Math.min(owed, state.paid) };
  const due = limitEnd(calendar, "缴纳罚款", state.servedOn);
  const until = state.settledOn ?? asOf;
  const late = due?.settled === true ? lateFee(fineOf(sanctions), due.due, until) : none;
  return { due, owed, late, left: Math.max(0, owed + late.amount - state.paid) };
}

/** The later of the days until which the party may ask for review or sue; null before service. */
export function remedyEnd({ servedOn }: CaseState, calendar: Calendar): LastDay | null {
  if (servedOn === null) return null;
  const ends = ["行政复议", "行政诉讼"].flatMap((name) => limitEnd(calendar, name, servedOn) ?? []);
  return ends.toSorted((a, b) => (aboutDay(a) < aboutDay(b) ? -1 : 1)).at(-1) ?? null;
}
