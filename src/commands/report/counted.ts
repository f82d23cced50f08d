/** What is counted for a report, and over which time. */
import { namesOf, partsOf, rulesOf, widened } from "../../campaign/index.ts";
import type { Counted, Indicator, Plan } from "../../campaign/index.ts";
import type { Db } from "../../ledger/tables.ts";
import type { ReportSpan, FigureAsked } from "../../ledger/numbers/figures.ts";
import { knownAt } from "../../ledger/numbers/returns.ts";
import type { OpenedCampaign } from "../desk/campaign.ts";
import type { Scope } from "./scope.ts";

/** What the figures of a report are counted over. */
export function spanOf(
  { code, startedOn }: Pick<OpenedCampaign, "code" | "startedOn">,
  { period, cutOff, previous }: Scope,
  knownTo?: number,
): ReportSpan {
  return { campaign: code, startedOn, from: period.from, to: cutOff, previous, knownTo };
}

/** The plan's indicators that a report prints, in its order. */
export function indicatorsOf(plan: Plan, names: readonly string[]): Indicator[] {
  return names.flatMap((name) => plan.indicators.find((indicator) => indicator.name === name) ?? []);
}

/** Those of them that a report prints: what is counted over earlier campaigns only where the plan takes over from one (承接). */
export function printedIn(plan: Plan, names: readonly string[]): Indicator[] {
  const takesOver = (plan.inherits ?? []).length > 0;
  return indicatorsOf(plan, names).filter(
    (indicator) => takesOver || partsOf(indicator, plan.indicators).every(({ set }) => set !== "承接"),
  );
}

/** What a report states: its figures, the parts of its ratios, and what its rules compare. */
export function statedIndicators(plan: Plan, { kind }: Pick<Scope, "kind">): Indicator[] {
  const printed = printedIn(plan, kind.indicators);
  const compared = rulesOf(plan)
    .filter((rule) => namesOf(rule).some((name) => kind.indicators.includes(name)))
    .flatMap(namesOf);
  const all = [...printed, ...indicatorsOf(plan, compared)];
  return [...new Set([...all, ...countedFor(all, plan)])];
}

/** What has to be counted for indicators: themselves, or the parts of ratios; each once. */
export function countedFor(indicators: readonly Indicator[], plan: Plan): Counted[] {
  return [...new Set(indicators.flatMap((indicator) => partsOf(indicator, plan.indicators)))];
}

export function wantedOf({ basis, set, filter }: Counted, plan: Plan): FigureAsked {
  return { basis, set, filter: widened(filter, plan) };
}

/** The last entry that a return may know of; undefined where everything known counts. */
export async function knownTo(db: Db, { moment }: Scope): Promise<number | undefined> {
  return moment === null ? undefined : knownAt(db, moment.utc);
}
