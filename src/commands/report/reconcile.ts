/** From the return before to this one (期初 = 上期期末): every figure bridged, and every row that changed in a past period named. */
import { addDays, inUnit, subjectKinds } from "../../campaign/index.ts";
import type { Bridge, Counted, Day } from "../../campaign/index.ts";
import { recordedAfterwards } from "../../ledger/numbers/late-entries.ts";
import type { AfterwardsAbout } from "../../ledger/numbers/late-entries.ts";
import type { Vantage } from "../../ledger/as-of/vantage.ts";
import { factsOf } from "../../ledger/as-of/vantage.ts";
import type { FactsRead } from "../../ledger/as-of/vantage.ts";
import { quantityOf } from "../../ledger/numbers/figures.ts";
import { stretchesOf } from "../../ledger/numbers/rows.ts";
import type { BareRow } from "../../ledger/numbers/set-row.ts";
import { keysIn } from "../../ledger/numbers/returns.ts";
import { whyTakenBack } from "../../ledger/taken-back.ts";
import type { BehindReturn } from "../../ledger/numbers/returns.ts";
import { openingsOn } from "../../ledger/acts/openings.ts";
import type { Db, OpeningRow, ReturnRow } from "../../ledger/tables.ts";
import type { OpenedCampaign } from "../desk/campaign.ts";
import { adjustmentsOf } from "./adjustments.ts";
import { opened } from "./frozen.ts";
import type { Adjustment, Frozen, FrozenFigure, FrozenRows } from "./frozen.ts";
import { wantedOf } from "./counted.ts";
import { isCounted } from "./rows.ts";
import type { Counting } from "./rows.ts";
import type { Scope } from "./scope.ts";

export interface Reconciled {
  readonly bridges: readonly Bridge[];
  /** The same for each town that the return before gave figures of. */
  readonly carried: readonly CarriedFigure[];
  readonly adjustments: readonly Adjustment[];
  /** The rows behind every counted figure of this return. */
  readonly behind: FrozenRows;
}

/** One town's figure from the day before the period to its end, by today's knowledge and by where each subject is today. */
export interface CarriedFigure extends Pick<Bridge, "name" | "opening" | "added"> {
  readonly town: string | null;
}

interface Known {
  /** The return sent last. */
  readonly before: ReturnRow | null;
  /** The last entry that counts; undefined: all of them. */
  readonly knownTo: number | undefined;
  /** What was taken back by this day counts nowhere. */
  readonly annulledTo: Day;
}

type Campaign = Pick<OpenedCampaign, "code" | "plan" | "startedOn">;

/**
 * Bridges each counted indicator from `before`, the return sent last. Rows of past days that are there now and were not, or
 * were and are not, are its adjustments: opening + adjusted + between + this period = closing, whatever was entered late.
 */
export async function reconcile(
  db: Db,
  campaign: Campaign,
  { period, cutOff }: Pick<Scope, "period" | "cutOff">,
  counted: readonly Counted[],
  { before, knownTo, annulledTo }: Known,
): Promise<Reconciled> {
  const facts = factsOf(db);
  const vantage = { campaign: campaign.code, knownTo, annulledTo };
  const past = before && { row: before, ...opened(before) };
  const [bridges, carried, adjustments]: [Bridge[], CarriedFigure[], Adjustment[]] = [[], [], []];
  const behind: Record<string, BehindReturn> = {};
  const townNow = past ? await townsOf(facts, { ...vantage, day: cutOff }) : new Map<number, string | null>();
  const taken = await whyTakenBack(db);
  const openings = await openingsOn(db, { campaign: campaign.code, day: cutOff, knownTo });
  let told: Promise<AfterwardsAbout> | undefined;
  for (const indicator of counted) {
    const old = past?.frozen.figures.find(({ name }) => name === indicator.name);
    const counting = { ...wantedOf(indicator, campaign.plan), basis: indicator.basis, startedOn: campaign.startedOn };
    const days = past && old ? [cutOff, past.row.cut_off, addDays(period.from, -1)] : [cutOff];
    const [closing, was, start] = await sumsOn(facts, vantage, { counting, days, townNow });
    if (closing) behind[indicator.name] = closing.behind;
    if (!past || !old || !closing || !was || !start) continue;
    const balances = openings.filter((row) => row.indicator === indicator.name);
    bridges.push(bridgeOf(indicator, old, { closing, was, start }, balances));
    carried.push(...carriedOf(indicator, past.frozen, { closing, start }, balances));
    if (same(past.rows[indicator.name] ?? {}, was.behind)) continue;
    const { known_to: knewTo, cut_off: day } = past.row;
    const sent = { ...counting, ...old.counted };
    adjustments.push(
      ...(await adjustmentsOf(facts, {
        indicator,
        sent: { vantage: { campaign: campaign.code, day, knownTo: knewTo }, counting: sent },
        now: { vantage: { ...vantage, day: indicator.basis === "期间" ? cutOff : day }, counting, until: day },
        taken,
        redefined: sent.set !== counting.set || JSON.stringify(sent.filter) !== JSON.stringify(counting.filter),
        afterwards: () => (told ??= recordedAfterwards(db, { after: knewTo, until: knownTo, day })),
      })),
    );
  }
  return { bridges, carried, adjustments, behind };
}

interface Sums {
  readonly closing: Sum;
  /** On the cut-off day of the return before. */
  readonly was: Sum;
  /** On the day before the period. */
  readonly start: Sum;
}

/** 期初数 stand on every day: they are in each of the sums. */
function bridgeOf(
  { name, unit }: Counted,
  old: FrozenFigure,
  { closing, was, start }: Sums,
  balances: readonly OpeningRow[],
): Bridge {
  const balance = balances.reduce((sum, { quantity }) => sum + quantity, 0);
  const [end, then, begin] = [closing, was, start].map(({ total }) => inUnit(total + balance, unit)) as [
    number,
    number,
    number,
  ];
  const opening = old.value ?? 0;
  const [adjusted, between] = [round(then - opening), begin - then];
  const added = round(end - opening - adjusted - between);
  return { name, unit, opening: round(opening), between: round(between), adjusted, added, closing: round(end) };
}

function carriedOf(
  { name, unit }: Counted,
  { byTown }: Frozen,
  { closing, start }: Omit<Sums, "was">,
  balances: readonly OpeningRow[],
): CarriedFigure[] {
  const balance = (of: string | null): number =>
    balances.reduce((sum, { town, quantity }) => sum + (town === of ? quantity : 0), 0);
  return byTown
    .filter(({ figures }) => figures.some((figure) => figure.name === name))
    .map(({ town }) => {
      const here = (sum: Sum): number => inUnit((sum.byTown.get(town) ?? 0) + balance(town), unit);
      return { town, name, opening: round(here(start)), added: round(here(closing) - here(start)) };
    });
}

const round = (amount: number): number => Math.round(amount * 100) / 100;

/** What rows come to: altogether, by today's town, and which they are. */
interface Sum {
  readonly total: number;
  readonly byTown: ReadonlyMap<string | null, number>;
  readonly behind: BehindReturn;
}

interface Summing {
  readonly counting: Counting;
  /** The last of them first. */
  readonly days: readonly Day[];
  readonly townNow: ReadonlyMap<number, string | null>;
}

/** What a figure's rows come to on each of the days. What happened by an earlier day is taken from what stands on the last. */
async function sumsOn(
  facts: FactsRead,
  vantage: Omit<Vantage, "day">,
  { counting, days, townNow }: Summing,
): Promise<Sum[]> {
  const { set, filter, basis } = counting;
  const sums = days.map((day) => ({ day, ...newSum(set) }));
  for (const day of basis === "期间" ? days.slice(0, 1) : new Set(days)) {
    const ours = basis === "期间" ? sums : sums.filter((sum) => sum.day === day);
    for await (const { rows } of stretchesOf(facts, { ...vantage, day }, set, filter))
      for (const row of rows)
        for (const sum of ours) if (isCounted(counting, row, sum.day)) sum.add(row, placeOf(row, townNow));
  }
  return sums.map((of) => of.sum());
}

function newSum(set: Counted["set"]): { add(row: BareRow, town: string | null): void; sum(): Sum } {
  let total = 0;
  const byTown = new Map<string | null, number>();
  const keys = keysIn(set);
  return {
    add: (row, town) => {
      const quantity = quantityOf(row);
      total += quantity;
      byTown.set(town, (byTown.get(town) ?? 0) + quantity);
      keys.add(row);
    },
    sum: () => ({ total, byTown, behind: keys.behind() }),
  };
}

/** Where each subject is on the day. */
async function townsOf(facts: FactsRead, vantage: Vantage): Promise<ReadonlyMap<number, string | null>> {
  const towns = new Map<number, string | null>();
  for await (const { rows } of stretchesOf(facts, vantage, "机构", { kinds: [...subjectKinds] }))
    for (const { subject, town } of rows) towns.set(subject, town);
  return towns;
}

/** Today's town: one that moved takes its past along. What was tallied stays with the town that tallied it. */
function placeOf({ fact, subject, town }: BareRow, townNow: ReadonlyMap<number, string | null>): string | null {
  const now = fact === "tally" ? undefined : townNow.get(subject);
  return now === undefined ? town : now;
}

/** What changed in the figures of one return since it was sent. */
export async function changesSince(
  db: Db,
  campaign: Campaign,
  row: ReturnRow,
  counted: readonly Counted[],
  today: Day,
): Promise<readonly Adjustment[]> {
  const scope = { period: { from: addDays(row.cut_off, 1), to: row.cut_off }, cutOff: row.cut_off };
  return (await reconcile(db, campaign, scope, counted, { before: row, knownTo: undefined, annulledTo: today }))
    .adjustments;
}

function same(one: BehindReturn, other: BehindReturn): boolean {
  const keys = Object.keys(one);
  return keys.length === Object.keys(other).length && keys.every((key) => one[key] === other[key]);
}
