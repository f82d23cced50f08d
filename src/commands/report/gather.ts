/** The numbers and lists of one report, taken from one unchanging state of the ledger. */
import { figureOf, partsOf, percent, widened } from "../../campaign/index.ts";
import type { Amounts, Counted, Figure, Indicator, Plan, SetName } from "../../campaign/index.ts";
import { countsOf, dueFindings, sumOf } from "../../ledger/figures.ts";
import type { Count, DueFinding, Span, Wanted } from "../../ledger/figures.ts";
import { checkCode } from "../../ledger/ledger.ts";
import type { Opened } from "../campaign.ts";
import type { Scope } from "./scope.ts";

export interface Gathered {
  readonly checkCode: string;
  /** The report's indicators, in its order. */
  readonly figures: readonly Figure[];
  /** The same by town; null stands for subjects without one. */
  readonly figuresByTown: readonly { readonly town: string | null; readonly figures: readonly Figure[] }[];
  readonly towns: readonly TownLine[];
  /** Of all towns. */
  readonly total: TownLine;
  readonly leads: readonly LeadLine[];
  readonly overdue: readonly DueFinding[];
  readonly coming: readonly DueFinding[];
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

/** One lead department, or the joint leads of a finding: findings as of the cut-off day. */
export interface LeadLine {
  readonly lead: string;
  readonly findings: number;
  readonly open: number;
  readonly overdue: number;
  readonly closed: number;
}

/** Sets that the tables by town and by department count. */
const tableSets = [
  "机构",
  "检查机构",
  "问题机构",
  "逾期问题",
  "完成整改机构",
  "问题",
  "销号问题",
] as const satisfies readonly SetName[];

/** What the figures of a report are counted over. */
export function spanOf(
  { code, startedOn }: Pick<Opened, "code" | "startedOn">,
  { period, cutOff, previous }: Scope,
): Span {
  return { campaign: code, startedOn, from: period.from, to: cutOff, previous };
}

/** The plan's indicators that a report prints, in its order. */
export function indicatorsOf(plan: Plan, names: readonly string[]): Indicator[] {
  return names.flatMap((name) => plan.indicators.find((indicator) => indicator.name === name) ?? []);
}

export async function gather({ ledger, code, plan, startedOn }: Opened, scope: Scope): Promise<Gathered> {
  const indicators = indicatorsOf(plan, scope.kind.indicators);
  const counted = [...new Set(indicators.flatMap((indicator) => partsOf(indicator, plan.indicators)))];
  const wanted = [
    ...counted.map((indicator) => wantedOf(indicator, plan)),
    ...tableSets.map((set): Wanted => ({ basis: "现状", set, filter: {} })),
  ];
  return ledger.read(async (db) => {
    const counts = await countsOf(db, spanOf({ code, startedOn }, scope), wanted);
    const due = await dueFindings(db, { campaign: code, day: scope.cutOff }, scope.coming.to);
    const figuresOf = (rows: readonly Count[]): Figure[] => {
      const amounts = (indicator: Counted): Amounts => sumOf(rows, ({ nth }) => nth === counted.indexOf(indicator));
      return indicators.map((indicator) => figureOf(indicator, plan.indicators, amounts));
    };
    const inTables = counts
      .filter(({ nth }) => nth >= counted.length)
      .map((count) => ({ ...count, set: tableSets[count.nth - counted.length] }));
    const towns = townsOf(plan, counts);
    return {
      checkCode: await checkCode(db),
      figures: figuresOf(counts),
      figuresByTown: towns.map((town) => ({ town, figures: figuresOf(counts.filter((count) => count.town === town)) })),
      towns: towns.map((town) =>
        townLine(
          town,
          inTables.filter((count) => count.town === town),
        ),
      ),
      total: townLine(null, inTables),
      leads: leadLines(inTables),
      overdue: due.filter(({ overdue }) => overdue === 1),
      coming: due.filter(({ overdue, due_on }) => overdue === 0 && due_on >= scope.coming.from),
    };
  });
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

type TableCount = Count & { readonly set: (typeof tableSets)[number] | undefined };

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
  const leads = new Set(counts.filter(({ set }) => set === "问题").map(({ lead }) => lead ?? ""));
  return [...leads].toSorted().map((lead) => {
    const of = totalOf(counts.filter((count) => count.lead === lead));
    return {
      lead,
      findings: of("问题"),
      open: of("问题") - of("销号问题"),
      overdue: of("逾期问题"),
      closed: of("销号问题"),
    };
  });
}

function totalOf(counts: readonly TableCount[]): (set: (typeof tableSets)[number]) => number {
  return (set) => sumOf(counts, (count) => count.set === set).value;
}
