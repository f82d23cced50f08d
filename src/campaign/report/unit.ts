/** Amounts in the unit of their indicator, and as they are printed. */
import type { Indicator, Unit } from "../plan.ts";

/** 分 as 元, or as 万元 to two places, half up; every other amount as it is. */
export function inUnit(amount: number, unit: Unit): number {
  if (unit === "元") return amount / 100;
  if (unit === "万元") return Math.sign(amount) * (Math.floor((Math.abs(amount) + 5_000) / 10_000) / 100);
  return amount;
}

/** To how many places amounts of a unit are printed; undefined where they are counted and have none. */
export function placesOf(unit: Unit): number | undefined {
  return unit === "%" || unit === "元" || unit === "万元" ? 2 : undefined;
}

/** A number as the report prints it: 12, 66.67, — where there is none. */
export function amountText(amount: number | null, unit: Indicator["unit"]): string {
  if (amount === null) return "—";
  const places = placesOf(unit);
  return places === undefined ? String(amount) : amount.toFixed(places);
}

/** The same with its sign: +3, −2 as -2, 0. */
export function changeText(amount: number | null, unit: Indicator["unit"]): string {
  return `${amount !== null && amount > 0 ? "+" : ""}${amountText(amount, unit)}`;
}

/** A tally's own unit: money is kept in 分 and may be shown in 元 or 万元. */
export function tallyUnit(unit: Unit): Unit {
  return unit === "万元" ? "元" : unit;
}

/** Of 万元: each figure is rounded by itself, so that parts need not come to the whole. */
export const roundingNote = "万元数各自四舍五入到两位小数，各部分相加可能与合计差几个 0.01，以合计为准";
