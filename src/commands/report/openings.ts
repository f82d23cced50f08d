/** 期初数 in a report: added to the figures of their indicators, and said beside them. */
import { amountText, inUnit } from "../../campaign/index.ts";
import type { Counted, Day } from "../../campaign/index.ts";
import type { Count } from "../../ledger/numbers/figures.ts";
import { amountsOf, openingsOn } from "../../ledger/acts/openings.ts";
import type { OpeningsAsked } from "../../ledger/acts/openings.ts";
import type { Db, OpeningRow } from "../../ledger/tables.ts";

/** The balances of what is counted, as counts of the same places in `counted`. */
export async function openingCounts(db: Db, asked: OpeningsAsked, counted: readonly Counted[]): Promise<Count[]> {
  return countsFrom(await openingsOn(db, asked), counted);
}

export function countsFrom(openings: readonly OpeningRow[], counted: readonly Counted[]): Count[] {
  return openings.flatMap(({ indicator, quantity, town }) =>
    counted.flatMap(({ name, basis }, nth) =>
      name === indicator ? [{ nth, town, lead: null, ...amountsOf(basis, quantity) }] : [],
    ),
  );
}

/** What the balances of one indicator come to. */
export interface OpeningTotal {
  readonly name: string;
  /** In the indicator's unit. */
  readonly total: number;
  readonly unit: Counted["unit"];
  /** The days as of which they are. */
  readonly days: readonly Day[];
  readonly entries: readonly number[];
}

/** Those of the counted indicators that have balances. */
export function openingTotals(openings: readonly OpeningRow[], counted: readonly Counted[]): OpeningTotal[] {
  return counted.flatMap(({ name, unit }) => {
    const ours = openings.filter(({ indicator }) => indicator === name);
    if (ours.length === 0) return [];
    return [
      {
        name,
        unit,
        total: inUnit(
          ours.reduce((sum, { quantity }) => sum + quantity, 0),
          unit,
        ),
        days: [...new Set(ours.map(({ happened_on }) => happened_on))],
        entries: [...new Set(ours.map(({ entry }) => entry))],
      },
    ];
  });
}

/** 其中期初数 30 家（截至 2026-11-27 …） */
export function openingText({ total, unit, days, entries }: OpeningTotal): string {
  return `其中期初数 ${amountText(total, unit)} ${unit}（启用账本以前的，截至 ${days.join("、")}，登记序号 ${entries.join("、")}；明细：tuban opening）`;
}

/** The note under a report; nothing where no figure holds a balance. */
export function openingsNote(totals: readonly OpeningTotal[]): string {
  if (totals.length === 0) return "";
  const amounts = totals.map(({ name, total, unit }) => `${name}${amountText(total, unit)}${unit}`).join("、");
  const days = [...new Set(totals.flatMap((one) => one.days))].join("、");
  return `\n注：累计（期末）数含启用账本以前的期初数：${amounts}（截至 ${days}）；分属地、分部门的明细表只列账本里的。\n`;
}
