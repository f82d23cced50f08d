/** The numbers and lists of one report, taken from one unchanging state of the ledger. */
import { figureOf, namesOf, partsOf, percent, rulesOf, widened } from "../../campaign/index.ts";
import type { Amounts, Counted, Figure, Indicator, Plan, SetName } from "../../campaign/index.ts";
import { countsOf } from "../../ledger/numbers/counting.ts";
import { factsOf } from "../../ledger/columns/facts.ts";
import { sumOf } from "../../ledger/numbers/figures.ts";
import type { Count, Span, Wanted } from "../../ledger/numbers/figures.ts";
import { checkCode } from "../../ledger/ledger.ts";
import type { Reading } from "../../ledger/ledger.ts";
import { openFindings } from "../../ledger/numbers/open-findings.ts";
import type { DueFinding, Listed, ListedFinding } from "../../ledger/numbers/open-findings.ts";
import { knownAt, recordedAfter } from "../../ledger/returns.ts";
import type { Recorded } from "../../ledger/returns.ts";
import type { Opened } from "../campaign.ts";
import type { Scope } from "./scope.ts";
import { townAsked } from "./words.ts";

export interface Gathered {
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
  readonly overdue: Listed<DueFinding>;
  readonly coming: Listed<DueFinding>;
  /** 重大隐患 still open, the oldest first. */
  readonly hazards: Listed<ListedFinding>;
  /** Towns by the report's first ratio, the highest first. */
  readonly ranking: readonly Ranked[];
  /** Recorded after the cut-off moment although it happened before: not in the figures. */
  readonly late: readonly Recorded[];
  /** Figures by name: the report's, those that its ratios divide and its rules compare. */
  readonly stated: readonly Figure[];
  readonly statedByTown: readonly { readonly town: string | null; readonly figures: readonly Figure[] }[];
}

/** A town in its place: 1 for the best; equals share a place; no place where there is nothing to divide by. */
export interface Ranked {
  readonly place: number | null;
  readonly town: string | null;
  readonly name: string;
  readonly value: number | null;
  readonly change: number | null;
}

/** One town: institutions, as of the cut-off day. */
export interface TownLine {
  readonly town: string | null;
  readonly institutions: number;
  readonly inspected: number;
  readonly withFindings: number;
  readonly overdue: number;
  readonly completed: number;
  /** completed ÷ withFindings, per cent. */
  readonly rate: number | null;
}

/** One lead department, or all of them: findings as of the cut-off day. */
export interface LeadLine {
  readonly lead: string;
  readonly findings: number;
  readonly open: number;
  readonly overdue: number;
  readonly closed: number;
  /** Of the findings, those with several leads. */
  readonly joint: number;
}

/** Sets that the tables by town and by department count. */
const townSets = ["机构", "检查机构", "问题机构", "逾期问题", "完成整改机构"] as const satisfies readonly SetName[];
const leadSets = ["问题", "销号问题", "逾期问题"] as const satisfies readonly SetName[];
const tables = [
  ...townSets.map((set) => ({ set, by: "town" as const })),
  ...leadSets.map((set) => ({ set, by: "lead" as const })),
];

/** What the figures of a report are counted over. */
export function spanOf(
  { code, startedOn }: Pick<Opened, "code" | "startedOn">,
  { period, cutOff, previous }: Scope,
  knownTo?: number,
): Span {
  return { campaign: code, startedOn, from: period.from, to: cutOff, previous, knownTo };
}

/** The plan's indicators that a report prints, in its order. */
export function indicatorsOf(plan: Plan, names: readonly string[]): Indicator[] {
  return names.flatMap((name) => plan.indicators.find((indicator) => indicator.name === name) ?? []);
}

/** What is counted for a report: its figures, the parts of its ratios, and what its rules compare. */
export function statedIndicators(plan: Plan, { kind }: Pick<Scope, "kind">): Indicator[] {
  const printed = indicatorsOf(plan, kind.indicators);
  const compared = rulesOf(plan)
    .filter((rule) => namesOf(rule).some((name) => kind.indicators.includes(name)))
    .flatMap(namesOf);
  const all = [...printed, ...indicatorsOf(plan, compared)];
  return [...new Set([...all, ...all.flatMap((indicator) => partsOf(indicator, plan.indicators))])];
}

/** The last entry that a return may know of; undefined where everything known counts. */
export async function knownTo(db: Reading, { moment }: Scope): Promise<number | undefined> {
  return moment === null ? undefined : knownAt(db, moment.utc);
}

export async function gather(opened: Opened, scope: Scope): Promise<Gathered> {
  return opened.ledger.read((db) => gatherFrom(db, opened, scope));
}

/** Nobody on the roster, and nothing that was counted otherwise. */
export function isEmpty({ total, stated }: Gathered): boolean {
  return total.institutions === 0 && stated.every(({ value }) => !value);
}

/** What gather gives, from within a recording. */
export async function gatherFrom(
  db: Reading,
  { code, plan, startedOn }: Pick<Opened, "code" | "plan" | "startedOn">,
  scope: Scope,
): Promise<Gathered> {
  const indicators = indicatorsOf(plan, scope.kind.indicators);
  const stated = statedIndicators(plan, scope);
  const counted = [...new Set(stated.flatMap((indicator) => partsOf(indicator, plan.indicators)))];
  const known = await knownTo(db, scope);
  const wanted = [
    ...counted.map((indicator) => wantedOf(indicator, plan)),
    ...tables.map(({ set, by }): Wanted => ({ basis: "现状", set, filter: {}, by })),
  ];
  const town = townAsked(scope.town);
  const facts = factsOf(db, town);
  const vantage = { campaign: code, day: scope.cutOff, knownTo: known };
  const counts = await countsOf(facts, spanOf({ code, startedOn }, scope, known), wanted);
  const { overdue, coming, hazards } = await openFindings(facts, vantage, scope.coming);
  const places = new Map(counted.map((indicator, nth) => [indicator, nth]));
  const figuresOf = (rows: readonly Count[]): Figure[] => {
    const sums = sumsOf(rows);
    const amounts = (indicator: Counted): Amounts => sums[places.get(indicator) ?? -1] ?? nothing;
    return stated.map((indicator) => figureOf(indicator, plan.indicators, amounts));
  };
  const tableOf = ({ nth }: Count): (typeof tables)[number] | undefined => tables[nth - counted.length];
  const placed = counts.filter((count) => tableOf(count)?.by !== "lead");
  const inTable = (by: (typeof tables)[number]["by"]): TableCount[] =>
    counts.flatMap((count) => {
      const table = tableOf(count);
      return table?.by === by ? [{ ...count, set: table.set }] : [];
    });
  const [inTowns, underLeads] = [inTable("town"), inTable("lead")];
  const [byTown, tablesByTown] = [groupedByTown(placed), groupedByTown(inTowns)];
  const statedByTown = (town === undefined ? townsOf(plan, placed) : [town]).map((place) => ({
    town: place,
    figures: figuresOf(byTown.get(place) ?? []),
  }));
  const printed = (figures: readonly Figure[]): Figure[] => figures.slice(0, indicators.length);
  const figuresByTown = statedByTown.map((one) => ({ ...one, figures: printed(one.figures) }));
  const all = figuresOf(counts);
  return {
    checkCode: await checkCode(db),
    figures: printed(all),
    figuresByTown,
    stated: all,
    statedByTown,
    towns: figuresByTown.map((one) => townLine(one.town, tablesByTown.get(one.town) ?? [])),
    total: townLine(null, inTowns),
    leads: leadLines(underLeads),
    leadTotal: underLeads.length === 0 ? null : leadLine("", underLeads),
    overdue,
    coming,
    hazards,
    ranking: rankingOf(figuresByTown),
    late: known === undefined ? [] : await recordedAfter(db, known, scope.cutOff),
  };
}

const nothing: Amounts = { value: 0, thisPeriod: 0, previous: 0 };

/** What each of the wanted comes to, in their order; nothing where nothing was counted. */
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

function groupedByTown<C extends Count>(counts: readonly C[]): ReadonlyMap<string | null, C[]> {
  const groups = new Map<string | null, C[]>();
  for (const count of counts) {
    const group = groups.get(count.town);
    if (group) group.push(count);
    else groups.set(count.town, [count]);
  }
  return groups;
}

function rankingOf(towns: Gathered["figuresByTown"]): Ranked[] {
  const lines = towns.flatMap(({ town, figures }) => {
    const ratio = town === null ? undefined : figures.find(({ basis }) => basis === "比率");
    return ratio ? [{ town, name: ratio.name, value: ratio.value, change: ratio.change }] : [];
  });
  const sorted = lines.toSorted((one, other) => (other.value ?? -1) - (one.value ?? -1));
  return sorted.map((line) => ({
    ...line,
    place: line.value === null ? null : sorted.findIndex(({ value }) => value === line.value) + 1,
  }));
}

export function wantedOf({ basis, set, filter }: Counted, plan: Plan): Wanted {
  return { basis, set, filter: widened(filter, plan) };
}

/** The plan's towns, then others that the roster has, then those without one. */
function townsOf({ towns }: Plan, counts: readonly Count[]): (string | null)[] {
  const found = new Set(counts.map(({ town }) => town));
  const others = [...found].filter((town) => town !== null).toSorted();
  return [...new Set([...(towns ?? []), ...others, ...(found.has(null) ? [null] : [])])];
}

type TableCount = Count & { readonly set: (typeof tables)[number]["set"] | undefined };

function townLine(town: string | null, counts: readonly TableCount[]): TownLine {
  const of = totalOf(counts);
  const [withFindings, completed] = [of("问题机构"), of("完成整改机构")];
  return {
    town,
    institutions: of("机构"),
    inspected: of("检查机构"),
    withFindings,
    overdue: of("逾期问题"),
    completed,
    rate: percent(completed, withFindings),
  };
}

function leadLines(counts: readonly TableCount[]): LeadLine[] {
  const leads = new Set(counts.flatMap(({ lead }) => leadsOf(lead)));
  return [...leads].toSorted().map((name) =>
    leadLine(
      name,
      counts.filter(({ lead }) => leadsOf(lead).includes(name)),
    ),
  );
}

/** Joint leads stand in one text. */
function leadsOf(lead: string | null): string[] {
  return (lead ?? "").split("、");
}

function leadLine(lead: string, counts: readonly TableCount[]): LeadLine {
  const of = totalOf(counts);
  const joint = totalOf(counts.filter((count) => leadsOf(count.lead).length > 1));
  return {
    lead,
    findings: of("问题"),
    open: of("问题") - of("销号问题"),
    overdue: of("逾期问题"),
    closed: of("销号问题"),
    joint: joint("问题"),
  };
}

function totalOf(counts: readonly TableCount[]): (set: (typeof tables)[number]["set"]) => number {
  return (set) => sumOf(counts, (count) => count.set === set).value;
}
