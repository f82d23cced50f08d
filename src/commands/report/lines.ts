/** The lines of a report's tables: by town and by lead department, and the towns in their places. */
import { percent } from "../../campaign/index.ts";
import type { Figure, SetName } from "../../campaign/index.ts";
import { sumOf } from "../../ledger/numbers/figures.ts";
import type { Count, FigureAsked } from "../../ledger/numbers/figures.ts";

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

/** A town in its place: 1 for the best; equals share a place; no place where there is nothing to divide by. */
export interface Ranked {
  readonly place: number | null;
  readonly town: string | null;
  readonly name: string;
  readonly value: number | null;
  readonly change: number | null;
}

/** Sets that the tables by town and by department count. */
const townSets = ["机构", "检查机构", "问题机构", "逾期问题", "完成整改机构"] as const satisfies readonly SetName[];
const leadSets = ["问题", "销号问题", "逾期问题"] as const satisfies readonly SetName[];
const tables = [
  ...townSets.map((set) => ({ set, by: "town" as const })),
  ...leadSets.map((set) => ({ set, by: "lead" as const })),
];

type TableSet = (typeof tables)[number]["set"];

/** What the tables need counted. */
export const tablesWanted: readonly FigureAsked[] = tables.map(({ set, by }) => ({
  basis: "现状",
  set,
  filter: {},
  by,
}));

/** The counts of one table, where the tables' own begin at the place `first` of what was wanted. */
export function countsIn(by: "town" | "lead", counts: readonly Count[], first: number): TableCount[] {
  return counts.flatMap((count) => {
    const table = tables[count.nth - first];
    return table?.by === by ? [{ ...count, set: table.set }] : [];
  });
}

export type TableCount = Count & { readonly set: TableSet };

/** One town's line from its counts, or with null that of all. */
export function townLine(town: string | null, counts: readonly TableCount[]): TownLine {
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

/** A line a department, by name. */
export function leadLines(counts: readonly TableCount[]): LeadLine[] {
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

export function leadLine(lead: string, counts: readonly TableCount[]): LeadLine {
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

function totalOf(counts: readonly TableCount[]): (set: TableSet) => number {
  return (set) => sumOf(counts, (count) => count.set === set).value;
}

/** Towns by the first ratio of their figures. */
export function rankingOf(
  towns: readonly { readonly town: string | null; readonly figures: readonly Figure[] }[],
): Ranked[] {
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
