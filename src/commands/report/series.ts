/** The figures of a report over the periods up to it, for its charts. */
import { figureOf, previousPeriod, rhythmOf } from "../../campaign/index.ts";
import type { Amounts, Counted, Figure, Indicator, Period } from "../../campaign/index.ts";
import { countsOf } from "../../ledger/numbers/counting.ts";
import { factsOf } from "../../ledger/as-of/vantage.ts";
import type { FactsRead } from "../../ledger/as-of/vantage.ts";
import { sumOf } from "../../ledger/numbers/figures.ts";
import type { ChartSeries } from "../../write/chart.ts";
import type { OpenedCampaign } from "../desk/campaign.ts";
import { countedFor, printedIn, knownTo, spanOf, wantedOf } from "./counted.ts";
import { openingCounts } from "./openings.ts";
import type { Scope } from "./scope.ts";
import { townAsked } from "./words.ts";

export interface Charted extends ChartSeries {
  /** What happened in a period is a bar; what stands at its end, and a ratio, is a line. */
  readonly form: "bar" | "line";
}

const mostPeriods = 8;

/** Six figures at most: what was done, the ratios, and what is still open. */
export async function seriesOf(opened: OpenedCampaign, scope: Scope): Promise<Charted[]> {
  const { plan } = opened;
  const shown = chosen(printedIn(plan, scope.kind.indicators));
  const counted = countedFor(shown, plan);
  return opened.ledger.read(async (db) => {
    const facts = factsOf(db, townAsked(scope.town));
    const asked = { facts, opened, scope, counted, known: await knownTo(db, scope) };
    const figures: { readonly label: string; readonly of: readonly Figure[] }[] = [];
    for (const period of periodsUpTo(scope, opened.startedOn)) {
      const cutOff = period.to < scope.cutOff ? period.to : scope.cutOff;
      const amounts = await amountsOver(asked, { period, cutOff });
      const of = shown.map((indicator) => figureOf(indicator, plan.indicators, amounts));
      figures.push({ label: cutOff.slice(5), of });
    }
    return shown.map(({ name, unit, basis }, nth) => ({
      title: basis === "期间" ? name : `${name}（期末）`,
      unit,
      form: basis === "期间" ? "bar" : "line",
      points: figures.map(({ label, of }) => ({
        label,
        value: (basis === "期间" ? of[nth]?.thisPeriod : of[nth]?.value) ?? null,
      })),
    }));
  });
}

interface Asked {
  readonly facts: FactsRead;
  readonly opened: OpenedCampaign;
  readonly scope: Scope;
  readonly counted: readonly Counted[];
  readonly known: number | undefined;
}

/**
 * Its value in one period. What happened is counted as known at the report's cut-off, as its tables do; what
 * stood, as of the period's end.
 */
async function amountsOver(
  { facts, opened, scope, counted, known }: Asked,
  { period, cutOff }: Pick<Scope, "period" | "cutOff">,
): Promise<(part: Counted) => Amounts> {
  const wanted = counted.map((indicator) => wantedOf(indicator, opened.plan));
  const upTo = { ...scope, previous: { from: period.from, to: cutOff } };
  const happened = await countsOf(facts, spanOf(opened, upTo, known), wanted);
  const atEnd = { ...scope, period, cutOff, previous: period };
  const town = townAsked(scope.town);
  const stood = [
    ...(await countsOf(facts, spanOf(opened, atEnd, known), wanted)),
    ...(await openingCounts(facts.db, { campaign: opened.code, day: cutOff, knownTo: known, town }, counted)),
  ];
  return (part) => {
    const of = ({ nth }: { readonly nth: number }): boolean => nth === counted.indexOf(part);
    return part.basis === "期间" ? { ...sumOf(stood, of), thisPeriod: sumOf(happened, of).previous } : sumOf(stood, of);
  };
}

function chosen(indicators: readonly Indicator[]): Indicator[] {
  const done = indicators.filter(({ basis }) => basis === "期间").slice(0, 3);
  const ratios = indicators.filter(({ basis }) => basis === "比率").slice(0, 1);
  const open = indicators
    .filter((of) => of.basis === "时点" && ["逾期问题", "未销号问题"].includes(of.set))
    .slice(0, 2);
  return [...done, ...ratios, ...open];
}

function periodsUpTo({ kind, period, cutOff }: Scope, startedOn: string): Period[] {
  const rhythm = rhythmOf(kind.rhythm, period, kind.cutoff);
  const periods: Period[] = [{ from: period.from, to: cutOff }];
  for (let one = period; periods.length < mostPeriods;) {
    one = previousPeriod(rhythm, one, kind.cutoff);
    if (one.to < startedOn) break;
    periods.unshift(one);
  }
  return periods;
}
