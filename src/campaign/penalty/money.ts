/** Money in penalty cases: in 分, whole numbers. Articles are of 行政处罚法 (2021) unless another law is named. */

/** Money in 分. */
export type Fen = number;

const moneyText = /^(\d{1,12})(?:\.(\d{1,6}))?(万)?元?$/;

/** Reads 3000, 46,580.50元, 5万元; null for anything else and for what is finer than one 分. */
export function parseMoney(text: string): Fen | null {
  const parts = moneyText.exec(text.normalize("NFKC").replaceAll(/[\s,¥]/g, ""));
  if (!parts) return null;
  const [, whole = "", fraction = "", wan] = parts;
  const places = wan ? 6 : 2;
  const kept = fraction.padEnd(places, "0");
  if (/[1-9]/.test(kept.slice(places))) return null;
  const fen = Number(`${whole}${kept.slice(0, places)}`);
  return Number.isSafeInteger(fen) ? fen : null;
}

/** 46580.50元; without the decimals where there are none. */
export function formatMoney(fen: Fen): string {
  const rest = fen % 100;
  return `${Math.floor(fen / 100)}${rest === 0 ? "" : `.${String(rest).padStart(2, "0")}`}元`;
}

export interface Takings {
  readonly collected: Fen;
  readonly refunded: Fen;
  /** Whether what was paid back is taken off: the rule that is applied says so, and has to be named. */
  readonly deduct: boolean;
}

/** 违法所得: what was collected, less what was paid back where the rule says so (§28: 除依法应当退赔的外). */
export function illegalIncome({ collected, refunded, deduct }: Takings): Fen {
  if (refunded > collected) throw new RangeError("more was refunded than collected");
  return deduct ? collected - refunded : collected;
}
