/** The figures of a report over the periods up to it, for its charts. */
import { figureOf, partsOf, previousPeriod, rhythmOf } from "../../campaign/index.ts";
import type { Amounts, Counted, Indicator, Period } from "../../campaign/index.ts";
import { countsOf } from "../../ledger/numbers/counting.ts";
import { factsOf } from "../../ledger/columns/facts.ts";
import { sumOf } from "../../ledger/numbers/figures.ts";
import type { Series } from "../../write/chart.ts";
import type { Opened } from "../campaign.ts";
import { indicatorsOf, knownTo, spanOf, wantedOf } from "./gather.ts";
import type { Scope } from "./scope.ts";
import { townAsked } from "./words.ts";

export interface Charted extends Series {
  /** What happened in a period is a bar; what stands at its end, and a ratio, is a line. */
  readonly form: "bar" | "line";
}

const mostPeriods = 8;

/** Six figures at most: what was done, the ratios, and what is still open. */
export async function seriesOf(opened: Opened, scope: Scope): Promise<Charted[]> {
  const { plan } = opened;
  const shown = chosen(indicatorsOf(plan, scope.kind.indicators));
  const counted = [...new Set(shown.flatMap((indicator) => partsOf(indicator, plan.indicators)))];
  const periods = periodsUpTo(scope, opened.startedOn);
  return opened.ledger.read(async (db) => {
    const known = await knownTo(db, scope);
    const facts = factsOf(db, townAsked(scope.town));
    const points = new Map<string, { label: string; value: number | null }[]>(shown.map(({ name }) => [name, []]));
    for (const period of periods) {
      const cutOff = period.to < scope.cutOff ? period.to : scope.cutOff;
      const wanted = counted.map((indicator) => wantedOf(indicator, plan));
      // What happened is counted as known at the report's cut-off, as its tables do; what stood, as of the period's end.
      const happened = await countsOf(
        facts,
        spanOf(opened, { ...scope, previous: { from: period.from, to: cutOff } }, known),
        wanted,
      );
      const stood = await countsOf(
        facts,
        spanOf(opened, { ...scope, period, cutOff, previous: period }, known),
        wanted,
      );
      const amounts = (part: Counted): Amounts => {
        const of = ({ nth }: { readonly nth: number }): boolean => nth === counted.indexOf(part);
        return part.basis === "期间"
          ? { ...sumOf(stood, of), thisPeriod: sumOf(happened, of).previous }
          : sumOf(stood, of);
      };
      for (const indicator of shown) {
        const { thisPeriod, value } = figureOf(indicator, plan.indicators, amounts);
        const label = cutOff.slice(5);
        points.get(indicator.name)?.push({ label, value: indicator.basis === "期间" ? thisPeriod : value });
      }
    }
    return shown.map(({ name, unit, basis }) => ({
      title: basis === "期间" ? name : `${name}（期末）`,
      unit,
      form: basis === "期间" ? "bar" : "line",
      points: points.get(name) ?? [],
    }));
  });
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
