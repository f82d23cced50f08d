/**
 * The arithmetic of figures (指标).
 *
 * Every figure has four numbers: thisPeriod and previous, one under the other's heading (本周, 上周), change = thisPeriod − previous, and value to date.
 * 时点 counts what stands: thisPeriod and value as of the cut-off day, previous as of the day before the period.
 * 期间 counts what happened: thisPeriod within the period, previous within the period before, value from the campaign's start to the cut-off day.
 * 比率 divides two of these, in per cent to two places, half up: as 期间 where both count what happened, else as 时点; nothing divided by
 * nothing has no value.
 */
import type { Indicator } from "../plan.ts";
import { inUnit } from "./unit.ts";

/** What was counted for one indicator: as explained above, save that thisPeriod of a 时点 is its net change. */
export interface Amounts {
  readonly value: number;
  readonly thisPeriod: number;
  readonly previous: number;
}

/** An indicator with its numbers; null where a ratio divides by nothing. */
export interface Figure {
  readonly name: string;
  readonly unit: Indicator["unit"];
  readonly basis: Indicator["basis"];
  readonly value: number | null;
  readonly thisPeriod: number | null;
  readonly previous: number | null;
  readonly change: number | null;
}

export type Counted = Exclude<Indicator, { basis: "比率" }>;

/** The figure of one indicator; `amounts` gives what was counted for a counted indicator. */
export function figureOf(
  indicator: Indicator,
  indicators: readonly Indicator[],
  amounts: (counted: Counted) => Amounts,
): Figure {
  const { name, unit, basis } = indicator;
  if (indicator.basis === "比率") return { name, unit, basis, ...ratio(partsOf(indicator, indicators), amounts) };
  const counted = amounts(indicator);
  const value = inUnit(counted.value, unit);
  const thisPeriod = inUnit(amountIn(indicator, counted), unit);
  const previous = inUnit(counted.previous, unit);
  // Of what is printed, so that subtracting one 万元 from the other gives the same.
  const change = Math.round((thisPeriod - previous) * 100) / 100;
  return { name, unit, basis, value, thisPeriod, previous, change };
}

/** What stands under the period's heading: a state has no sum over time, so it is the one of the last day. */
export function amountIn({ basis }: Pick<Counted, "basis">, { value, thisPeriod }: Amounts): number {
  return basis === "时点" ? value : thisPeriod;
}

/** The indicators that a ratio divides, numerator first; a counted indicator is its own only part. */
export function partsOf(indicator: Indicator, indicators: readonly Indicator[]): Counted[] {
  if (indicator.basis !== "比率") return [indicator];
  return [indicator.numerator, indicator.denominator].flatMap((name) =>
    indicators.filter((part): part is Counted => part.name === name && part.basis !== "比率").slice(0, 1),
  );
}

function ratio(
  [numerator, denominator]: readonly Counted[],
  amounts: (counted: Counted) => Amounts,
): Omit<Figure, "name" | "unit" | "basis"> {
  if (!numerator || !denominator) return { value: null, thisPeriod: null, previous: null, change: null };
  const [over, under] = [amounts(numerator), amounts(denominator)];
  const value = percent(over.value, under.value);
  if (numerator.basis === "期间" && denominator.basis === "期间") {
    const thisPeriod = percent(over.thisPeriod, under.thisPeriod);
    const previous = percent(over.previous, under.previous);
    return { value, thisPeriod, previous, change: difference(thisPeriod, previous) };
  }
  const previous = percent(opening(numerator, over), opening(denominator, under));
  return { value, thisPeriod: value, previous, change: difference(value, previous) };
}

/** Its value on the day before the period. */
function opening({ basis }: Counted, { value, thisPeriod, previous }: Amounts): number {
  return basis === "时点" ? previous : value - thisPeriod;
}

/** Per cent to two places, half up; null when there is nothing to divide by. Of whole numbers up to 10^11. */
export function percent(numerator: number, denominator: number): number | null {
  if (denominator === 0) return null;
  return Math.floor((numerator * 20_000 + denominator) / (2 * denominator)) / 100;
}

function difference(one: number | null, other: number | null): number | null {
  return one === null || other === null ? null : Math.round((one - other) * 100) / 100;
}
