/** From the return before to this one (期初 = 上期期末): every figure bridged, and every row that changed in a past period named. */
import { addDays, inUnit, subjectKinds } from "../../campaign/index.ts";
import type { Bridge, Counted, Day } from "../../campaign/index.ts";
import { factsOf } from "../../ledger/columns/facts.ts";
import type { Facts } from "../../ledger/columns/facts.ts";
import { quantityOf } from "../../ledger/numbers/figures.ts";
import type { Reading } from "../../ledger/ledger.ts";
import { recordedAfterwards } from "../../ledger/afterwards.ts";
import type { Afterwards, AfterwardsAbout } from "../../ledger/afterwards.ts";
import { behindOf, keyOf, takenBack } from "../../ledger/returns.ts";
import type { Behind } from "../../ledger/returns.ts";
import { rowsOf } from "../../ledger/numbers/rows.ts";
import type { SetRow } from "../../ledger/numbers/words.ts";
import type { ReturnRow } from "../../ledger/tables.ts";
import type { Opened } from "../campaign.ts";
import { opened } from "./frozen.ts";
import type { Adjustment, FrozenFigure, FrozenRows } from "./frozen.ts";
import { wantedOf } from "./gather.ts";
import type { Scope } from "./scope.ts";

export interface Reconciled {
  readonly bridges: readonly Bridge[];
  /** The same for each town that the return before gave figures of. */
  readonly carried: readonly Carried[];
  readonly adjustments: readonly Adjustment[];
  /** The rows behind every counted figure of this return. */
  readonly behind: FrozenRows;
}

/** One town's figure from the day before the period to its end, by today's knowledge and by where each subject is today. */
export interface Carried extends Pick<Bridge, "name" | "opening" | "added"> {
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

type Campaign = Pick<Opened, "code" | "plan" | "startedOn">;

/**
 * Bridges each counted indicator from `before`, the return sent last. Rows of past days that are there now and were not, or
 * were and are not, are its adjustments: opening + adjusted + between + this period = closing, whatever was entered late.
 */
export async function reconcile(
  db: Reading,
  campaign: Campaign,
  scope: Pick<Scope, "period" | "cutOff">,
  counted: readonly Counted[],
  { before, knownTo, annulledTo }: Known,
): Promise<Reconciled> {
  const taken = await takenBack(db);
  const facts = factsOf(db);
  let told: Promise<AfterwardsAbout> | undefined;
  const afterwards = (row: ReturnRow): Promise<AfterwardsAbout> =>
    (told ??= recordedAfterwards(db, { after: row.known_to, until: knownTo, day: row.cut_off }));
  const past = before && { row: before, ...opened(before) };
  const result: { bridges: Bridge[]; carried: Carried[]; adjustments: Adjustment[]; behind: Record<string, Behind> } = {
    bridges: [],
    carried: [],
    adjustments: [],
    behind: {},
  };
  const vantage = { campaign: campaign.code, knownTo, annulledTo };
  const townNow = past ? await townsOf(facts, { ...vantage, day: scope.cutOff }) : new Map<number, string | null>();
  for (const indicator of counted) {
    const { set, filter } = wantedOf(indicator, campaign.plan);
    const asOf = async (day: Day): Promise<SetRow[]> =>
      since(await rowsOf(facts, { ...vantage, day }, set, filter), indicator, campaign.startedOn);
    const closing = await asOf(scope.cutOff);
    result.behind[indicator.name] = behindOf(set, closing);
    const old = past?.frozen.figures.find(({ name }) => name === indicator.name);
    if (!past || !old) continue;
    const until = past.row.cut_off;
    const standing = async (last: Day): Promise<readonly SetRow[]> =>
      indicator.basis === "期间" ? closing.filter(({ day }) => day <= last) : asOf(last);
    const eve = addDays(scope.period.from, -1);
    const was = await standing(until);
    const start = until === eve ? was : await standing(eve);
    const opening = old.value ?? 0;
    const total = (rows: readonly SetRow[]): number => totalOf(rows, indicator);
    const between = total(start) - total(was);
    const parts = { name: indicator.name, unit: indicator.unit, opening: round(opening), between: round(between) };
    const adjusted = round(total(was) - opening);
    const end = total(closing);
    result.bridges.push({
      ...parts,
      adjusted,
      added: round(end - opening - adjusted - between),
      closing: round(end),
    });
    for (const { town, figures } of past.frozen.byTown)
      if (figures.some(({ name }) => name === indicator.name)) {
        const here = (rows: readonly SetRow[]): number => total(rows.filter((row) => placeOf(row, townNow) === town));
        const before = here(start);
        result.carried.push({
          town,
          name: indicator.name,
          opening: round(before),
          added: round(here(closing) - before),
        });
      }
    result.adjustments.push(
      ...(await adjustmentsOf(facts, campaign, {
        indicator,
        old,
        past,
        was,
        taken,
        afterwards: () => afterwards(past.row),
        knownTo: past.row.known_to,
      })),
    );
  }
  return result;
}

/** Where each subject is on the day. */
async function townsOf(
  facts: Facts,
  vantage: Parameters<typeof rowsOf>[1],
): Promise<ReadonlyMap<number, string | null>> {
  const rows = await rowsOf(facts, vantage, "机构", { kinds: [...subjectKinds] });
  return new Map(rows.flatMap(({ subject, town }) => (subject === null ? [] : [[subject, town] as const])));
}

/** Today's town: one that moved takes its past along. What was tallied stays with the town that tallied it. */
function placeOf({ fact, subject, town }: SetRow, townNow: ReadonlyMap<number, string | null>): string | null {
  const now = fact === "tally" || subject === null ? undefined : townNow.get(subject);
  return now === undefined ? town : now;
}

/** What changed in the figures of one return since it was sent. */
export async function changesSince(
  db: Reading,
  campaign: Campaign,
  row: ReturnRow,
  counted: readonly Counted[],
  today: Day,
): Promise<readonly Adjustment[]> {
  const scope = { period: { from: addDays(row.cut_off, 1), to: row.cut_off }, cutOff: row.cut_off };
  return (await reconcile(db, campaign, scope, counted, { before: row, knownTo: undefined, annulledTo: today }))
    .adjustments;
}

/** A 期间 figure adds up from the campaign's start. */
function since(rows: readonly SetRow[], { basis }: { readonly basis: string }, startedOn: Day): SetRow[] {
  return basis === "期间" ? rows.filter(({ day }) => day >= startedOn) : [...rows];
}

function totalOf(rows: readonly SetRow[], { unit }: Counted): number {
  return inUnit(
    rows.reduce((sum, row) => sum + quantityOf(row), 0),
    unit,
  );
}

const round = (amount: number): number => Math.round(amount * 100) / 100;

interface Compared {
  readonly indicator: Counted;
  readonly old: FrozenFigure;
  readonly past: { readonly row: ReturnRow; readonly rows: FrozenRows };
  readonly was: readonly SetRow[];
  readonly taken: Awaited<ReturnType<typeof takenBack>>;
  /** Asked only where a row does not say by itself why it came or went. */
  readonly afterwards: () => Promise<AfterwardsAbout>;
  /** The last entry that the old return knew. */
  readonly knownTo: number;
}

async function adjustmentsOf(facts: Facts, campaign: Campaign, compared: Compared): Promise<Adjustment[]> {
  const { indicator, old, past, was, taken, afterwards, knownTo } = compared;
  const frozen = past.rows[indicator.name] ?? {};
  if (same(frozen, behindOf(indicator.set, was))) return [];
  const { set, filter, basis } = old.counted ?? { ...indicator };
  const then = since(
    await rowsOf(facts, { campaign: campaign.code, day: past.row.cut_off, knownTo }, set, filter),
    { basis },
    campaign.startedOn,
  );
  const keyed = (rows: readonly SetRow[], of: Counted["set"]): Map<string, SetRow> =>
    new Map(rows.map((row) => [keyText(of, row), row]));
  const [thenRows, nowRows] = [keyed(then, set), keyed(was, indicator.set)];
  const came = [...nowRows].filter(([key]) => !thenRows.has(key)).map(([, row]) => ({ row, sign: 1 as const }));
  const went = [...thenRows].filter(([key]) => !nowRows.has(key)).map(([, row]) => ({ row, sign: -1 as const }));
  const redefined =
    set !== indicator.set || JSON.stringify(filter) !== JSON.stringify(wantedOf(indicator, campaign.plan).filter);
  const changed = [...came, ...went];
  const own = changed.map(({ row, sign }) => (sign > 0 ? whyCame(row, knownTo) : whyWent(row, taken)));
  const about = !redefined && own.includes(null) ? await afterwards() : null;
  return changed.map(({ row, sign }, nth): Adjustment => {
    const { subject, name, town, day, label } = row;
    const why = redefined ? "指标口径改了" : (own[nth] ?? whyOtherwise(row, sign, about));
    const amount = sign * inUnit(quantityOf(row), indicator.unit);
    return { indicator: indicator.name, amount, fact: `${row.fact}#${row.id}`, subject, name, town, day, label, why };
  });
}

const keyText = (set: Counted["set"], row: SetRow): string => {
  const { group, number } = keyOf(set, row);
  return `${group}#${number}`;
};

function same(one: Behind, other: Behind): boolean {
  const keys = Object.keys(one);
  return keys.length === Object.keys(other).length && keys.every((key) => one[key] === other[key]);
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
