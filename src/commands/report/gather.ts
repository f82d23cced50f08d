/** The numbers and lists of one report, taken from one unchanging state of the ledger. */
import { figureOf, grouped } from "../../campaign/index.ts";
import type { Amounts, Counted, Figure, Indicator, Plan } from "../../campaign/index.ts";
import { factsOf } from "../../ledger/as-of/vantage.ts";
import { checkCode } from "../../ledger/tree/states.ts";
import type { Db } from "../../ledger/tables.ts";
import { countsOf } from "../../ledger/numbers/counting.ts";
import type { Count } from "../../ledger/numbers/figures.ts";
import { openFindings } from "../../ledger/numbers/open-findings.ts";
import type { DueFinding, Excerpt, OpenFinding } from "../../ledger/numbers/open-findings.ts";
import { openingsOn } from "../../ledger/acts/openings.ts";
import { recordedAfter } from "../../ledger/numbers/returns.ts";
import type { LateRecord } from "../../ledger/numbers/returns.ts";
import type { OpenedCampaign } from "../desk/campaign.ts";
import { countedFor, printedIn, knownTo, spanOf, statedIndicators, wantedOf } from "./counted.ts";
import { countsIn, leadLine, leadLines, rankingOf, tablesWanted, townLine } from "./lines.ts";
import type { LeadLine, Ranked, TownLine } from "./lines.ts";
import { countsFrom, openingTotals } from "./openings.ts";
import type { OpeningTotal } from "./openings.ts";
import type { Scope } from "./scope.ts";
import { topicLines, topicsWanted } from "./topics.ts";
import type { TopicLine } from "./topics.ts";
import { townAsked } from "./words.ts";

export interface GatheredReport {
  readonly checkCode: string;
  /** The report's indicators, in its order. */
  readonly figures: readonly Figure[];
  /** The same by town; null stands for subjects without one. */
  readonly figuresByTown: readonly { readonly town: string | null; readonly figures: readonly Figure[] }[];
  readonly towns: readonly TownLine[];
  /** Of all towns. */
  readonly total: TownLine;
  /** One line a department: a finding of joint leads (甲、乙) is in the line of each. */
  readonly leads: readonly LeadLine[];
  /** Of all departments, each finding once; null where there is none. */
  readonly leadTotal: LeadLine | null;
  /** One line a topic of the plan: what has findings of several is in the line of each. */
  readonly topics: readonly TopicLine[];
  readonly overdue: Excerpt<DueFinding>;
  readonly coming: Excerpt<DueFinding>;
  /** 重大隐患 still open, the oldest first. */
  readonly hazards: Excerpt<OpenFinding>;
  /** Towns by the report's first ratio, the highest first. */
  readonly ranking: readonly Ranked[];
  /** Recorded after the cut-off moment although it happened before: not in the figures. */
  readonly late: readonly LateRecord[];
  /** 期初数 in the figures. */
  readonly openings: readonly OpeningTotal[];
  /** Whether all of them belong to towns: else those without one stand under no town, and its figures need not agree. */
  readonly isSplit: boolean;
  /** Figures by name: the report's, those that its ratios divide and its rules compare. */
  readonly stated: readonly Figure[];
  readonly statedByTown: readonly { readonly town: string | null; readonly figures: readonly Figure[] }[];
}

export async function gather(opened: OpenedCampaign, scope: Scope): Promise<GatheredReport> {
  return opened.ledger.read((db) => gatherFrom(db, opened, scope));
}

/** Nobody on the roster, and nothing that was counted otherwise. */
export function isEmpty({ total, stated }: GatheredReport): boolean {
  return total.institutions === 0 && stated.every(({ value }) => !value);
}

/** What gather gives, from within a recording. */
export async function gatherFrom(
  db: Db,
  { code, plan, startedOn }: Pick<OpenedCampaign, "code" | "plan" | "startedOn">,
  scope: Scope,
): Promise<GatheredReport> {
  const town = townAsked(scope.town);
  const facts = factsOf(db, town);
  const known = await knownTo(db, scope);
  const indicators = statedIndicators(plan, scope);
  const counted = countedFor(indicators, plan);
  const figuresWanted = counted.map((indicator) => wantedOf(indicator, plan));
  const wanted = [...figuresWanted, ...tablesWanted, ...topicsWanted(plan)];
  const openings = await openingsOn(db, { campaign: code, day: scope.cutOff, knownTo: known, town });
  const counts = [
    ...(await countsOf(facts, spanOf({ code, startedOn }, scope, known), wanted)),
    ...countsFrom(openings, counted),
  ];
  const [inTowns, underLeads] = [countsIn("town", counts, counted.length), countsIn("lead", counts, counted.length)];
  const ofFigures = counts.filter(({ nth }) => nth < counted.length);
  const places = town === undefined ? townsOf(plan, [...ofFigures, ...inTowns]) : [town];
  const figuresFrom = (of: readonly Count[]): Figure[] => figuresOf(indicators, counted, of, plan);
  const stated = figuresFrom(ofFigures);
  const statedByTown = byTown(places, ofFigures, (place, of) => ({ town: place, figures: figuresFrom(of) }));
  const printedCount = printedIn(plan, scope.kind.indicators).length;
  const printed = (figures: readonly Figure[]): Figure[] => figures.slice(0, printedCount);
  const figuresByTown = statedByTown.map((one) => ({ ...one, figures: printed(one.figures) }));
  const vantage = { campaign: code, day: scope.cutOff, knownTo: known };
  return {
    checkCode: await checkCode(db),
    figures: printed(stated),
    figuresByTown,
    stated,
    statedByTown,
    towns: byTown(places, inTowns, townLine),
    total: townLine(null, inTowns),
    leads: leadLines(underLeads),
    leadTotal: underLeads.length === 0 ? null : leadLine("", underLeads),
    topics: topicLines(plan, counts, counted.length + tablesWanted.length),
    ...(await openFindings(facts, vantage, scope.coming)),
    ranking: rankingOf(figuresByTown),
    openings: openingTotals(openings, counted),
    isSplit: openings.every((row) => row.town !== null),
    late: known === undefined ? [] : await recordedAfter(db, known, scope.cutOff),
  };
}

/** The indicators' figures from counts of what they are counted by. */
function figuresOf(
  indicators: readonly Indicator[],
  counted: readonly Counted[],
  counts: readonly Count[],
  plan: Plan,
): Figure[] {
  const sums = sumsOf(counts);
  const places = new Map(counted.map((indicator, nth) => [indicator, nth]));
  const amounts = (indicator: Counted): Amounts => sums[places.get(indicator) ?? -1] ?? nothing;
  return indicators.map((indicator) => figureOf(indicator, plan.indicators, amounts));
}

/** Something of each town from its counts. */
function byTown<C extends Count, Of>(
  towns: readonly (string | null)[],
  counts: readonly C[],
  of: (town: string | null, counts: readonly C[]) => Of,
): Of[] {
  const groups = grouped(counts, ({ town }) => town);
  return towns.map((town) => of(town, groups.get(town) ?? []));
}

const nothing: Amounts = { value: 0, thisPeriod: 0, previous: 0 };

/** The value of each of the wanted, in their order; nothing where nothing was counted. */
function sumsOf(rows: readonly Count[]): readonly Amounts[] {
  const sums: { -readonly [Amount in keyof Amounts]: Amounts[Amount] }[] = [];
  for (const { nth, value, thisPeriod, previous } of rows) {
    const sum = (sums[nth] ??= { ...nothing });
    sum.value += value;
    sum.thisPeriod += thisPeriod;
    sum.previous += previous;
  }
  return sums;
}

/** The plan's towns, then others that the roster has, then those without one. */
function townsOf({ towns }: Plan, counts: readonly Count[]): (string | null)[] {
  const found = new Set(counts.map(({ town }) => town));
  const others = [...found].filter((town) => town !== null).toSorted();
  return [...new Set([...(towns ?? []), ...others, ...(found.has(null) ? [null] : [])])];
}
