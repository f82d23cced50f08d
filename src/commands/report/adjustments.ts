/** Rows by which a figure of a past period differs from what was returned (调整), and what made each of them come or go. */
import { inUnit } from "../../campaign/index.ts";
import type { Counted, Day } from "../../campaign/index.ts";
import type { Afterwards, AfterwardsAbout } from "../../ledger/numbers/late-entries.ts";
import type { Vantage } from "../../ledger/as-of/vantage.ts";
import type { FactsRead } from "../../ledger/as-of/vantage.ts";
import { quantityOf } from "../../ledger/numbers/figures.ts";
import { stretchesOf } from "../../ledger/numbers/rows.ts";
import type { BareRow, SetRow } from "../../ledger/numbers/set-row.ts";
import { keyOf } from "../../ledger/numbers/returns.ts";
import type { TakenBack } from "../../ledger/taken-back.ts";
import type { Adjustment } from "./frozen.ts";
import { isCounted } from "./rows.ts";
import type { Counting } from "./rows.ts";

/** A figure as it was looked at once. */
interface Look {
  readonly vantage: Vantage;
  readonly counting: Counting;
  /** Only what had happened by this day; left out: by the day looked at. */
  readonly until?: Day;
}

interface Compared {
  readonly indicator: Counted;
  /** As the return knew it. */
  readonly sent: Look;
  readonly now: Look;
  readonly taken: ReadonlyMap<number, TakenBack>;
  /** The plan says now that other rows are counted. */
  readonly redefined: boolean;
  /** Asked only where a row does not say by itself why it came or went. */
  readonly afterwards: () => Promise<AfterwardsAbout>;
}

/** Those that are there now and were not, then those that were and are not. */
export async function adjustmentsOf(facts: FactsRead, compared: Compared): Promise<Adjustment[]> {
  const { indicator, sent, now, taken, redefined, afterwards } = compared;
  const [before, after] = [await keysOf(facts, sent), await keysOf(facts, now)];
  const changed = [
    ...(await toldBut(facts, now, before)).map((row) => ({ row, sign: 1 as const })),
    ...(await toldBut(facts, sent, after)).map((row) => ({ row, sign: -1 as const })),
  ];
  const knewTo = sent.vantage.knownTo ?? Infinity;
  const own = changed.map(({ row, sign }) => (sign > 0 ? whyCame(row, knewTo) : whyWent(row, taken)));
  const about = !redefined && own.includes(null) ? await afterwards() : null;
  return changed.map(({ row, sign }, nth): Adjustment => {
    const { subject, name, town, day, label } = row;
    const why = redefined ? "指标口径改了" : (own[nth] ?? whyOtherwise(row, sign, about));
    const amount = sign * inUnit(quantityOf(row), indicator.unit);
    return { indicator: indicator.name, amount, fact: `${row.fact}#${row.id}`, subject, name, town, day, label, why };
  });
}

async function keysOf(facts: FactsRead, look: Look): Promise<ReadonlySet<string>> {
  const keys = new Set<string>();
  for await (const { rows } of stretchesIn(facts, look))
    for (const row of rows) if (isIn(look, row)) keys.add(keyText(look, row));
  return keys;
}

/** The rows with other keys than these. */
async function toldBut(facts: FactsRead, look: Look, keys: ReadonlySet<string>): Promise<SetRow[]> {
  const isOther = (row: BareRow): boolean => isIn(look, row) && !keys.has(keyText(look, row));
  const others = new Map<string, SetRow>();
  for await (const { rows, told } of stretchesIn(facts, look))
    if (rows.some(isOther)) for (const row of (await told()).filter(isOther)) others.set(keyText(look, row), row);
  return [...others.values()];
}

const stretchesIn = (facts: FactsRead, { vantage, counting: { set, filter } }: Look): ReturnType<typeof stretchesOf> =>
  stretchesOf(facts, vantage, set, filter);

const isIn = ({ counting, vantage, until = vantage.day }: Look, row: BareRow): boolean =>
  isCounted(counting, row, until);

function keyText({ counting: { set } }: Look, row: BareRow): string {
  const { group, number } = keyOf(set, row);
  return `${group}#${number}`;
}

/** Null where the row itself is not what was recorded late, or taken back. */
function whyCame({ entry }: SetRow, knownTo: number): string | null {
  return entry > knownTo ? `补录（登记 ${entry}）` : null;
}

function whyWent({ entry }: SetRow, taken: Compared["taken"]): string | null {
  const undone = taken.get(entry);
  return undone ? undoneText(entry, undone) : null;
}

function undoneText(entry: number, { by, reason }: { readonly by: number; readonly reason: string }): string {
  return `登记 ${entry} 已撤回（登记 ${by}：${reason}）`;
}

/** A row that stands or stood by itself: what else was recorded of its finding, or else of its institution, made the difference. */
function whyOtherwise({ fact, id, subject, entry }: SetRow, sign: 1 | -1, about: AfterwardsAbout | null): string {
  const then = sign > 0 ? "计入" : "不再计入";
  const ofFinding = fact === "finding" ? about?.finding.get(id) : undefined;
  const told = ofFinding ?? (subject === null ? undefined : about?.subject.get(subject)) ?? [];
  if (told.length === 0) return `更正后${then}（登记 ${entry}）`;
  const first = told.slice(0, causesAtMost).map(causeText).join("；");
  return `${first}${told.length > causesAtMost ? "等" : ""}，${then}`;
}

/** Nobody reads more in one cell. */
const causesAtMost = 3;

function causeText({ seq, summary, undone }: Afterwards): string {
  return undone ? undoneText(seq, undone) : `补录（登记 ${seq}：${summary}）`;
}
