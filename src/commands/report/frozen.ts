/** A return as it was sent: what it keeps so that it can be shown, compared and questioned later. */
import { createHash } from "node:crypto";
import { damaged, misuse } from "../../campaign/index.ts";
import type { Breach, Bridge, Day, Figure, Indicator, Period, RowFilter, SetName } from "../../campaign/index.ts";
import type { BehindReturn } from "../../ledger/numbers/returns.ts";
import type { ReturnRow } from "../../ledger/tables.ts";

/** One indicator of a return, as it was defined then. */
export interface FrozenFigure extends Figure {
  readonly definition: string;
  /** How it was counted; null for a ratio. */
  readonly counted: { readonly set: SetName; readonly filter: RowFilter; readonly basis: "时点" | "期间" } | null;
  /** The ratio's numerator and denominator. */
  readonly parts: readonly string[];
}

/** A row by which a figure of a past period differs from what was returned. */
export interface Adjustment {
  readonly indicator: string;
  /** What it adds to the figure; negative where it fell away. In the figure's unit. */
  readonly amount: number;
  readonly fact: string;
  readonly subject: number | null;
  readonly name: string | null;
  readonly town: string | null;
  readonly day: Day | null;
  readonly label: string;
  /** Which entry did it, and why. */
  readonly why: string;
}

export interface Frozen {
  readonly plan: string;
  readonly period: Period;
  readonly figures: readonly FrozenFigure[];
  readonly byTown: readonly { readonly town: string | null; readonly figures: readonly Figure[] }[];
  /** Number of the return that this one follows. */
  readonly follows: string | null;
  /** Days between that one and this one, which are in the period of neither; absent where there are none. */
  readonly gap?: Period;
  readonly bridges: readonly Bridge[];
  readonly adjustments: readonly Adjustment[];
  readonly breaches: readonly Breach[];
  /** Why it was sent although rules are broken. */
  readonly override: string | null;
  readonly actor: string;
  readonly checkCode: string;
}

/** indicator → rows */
export type FrozenRows = Readonly<Record<string, BehindReturn>>;

export function sealOfReturn({
  content,
  behind,
  markdown,
}: Pick<ReturnRow, "content" | "behind" | "markdown">): string {
  return createHash("sha256")
    .update(JSON.stringify([content, behind, markdown]))
    .digest("hex");
}

/** What a return keeps. @throws Stop "damaged" when its text is not what was sealed */
export function opened(row: ReturnRow): { readonly frozen: Frozen; readonly rows: FrozenRows } {
  if (sealOfReturn(row) !== row.sha256)
    damaged("return-damaged", `报表 ${row.number} 与签发时的校验值不一致`, {
      hint: "运行 tuban verify 核对账本，或从备份恢复",
    });
  return { frozen: JSON.parse(row.content) as Frozen, rows: JSON.parse(row.behind) as FrozenRows };
}

/** By its number, or its place in tuban report list. @throws Stop */
export function returnNamed(returns: readonly ReturnRow[], text: string): ReturnRow {
  const wanted = text.trim();
  const found = returns.find(({ id, number }) => number === wanted || String(id) === wanted);
  if (found) return found;
  const near = /^\d*$/.test(wanted) ? [] : returns.filter(({ number }) => number.includes(wanted));
  if (near.length === 1 && near[0]) return near[0];
  const known = returns
    .map(({ number }) => number)
    .slice(-6)
    .join("、");
  return misuse("unknown-return", `没有这份报表：${text}`, {
    hint: known === "" ? "还没有签发过；签发用 tuban report issue" : `已签发：${known}`,
  });
}

/** The frozen definition of an indicator. */
export function countedOf(indicator: Indicator, filter: RowFilter): FrozenFigure["counted"] {
  return indicator.basis === "比率" ? null : { set: indicator.set, filter, basis: indicator.basis };
}
