/** The numbers of a report: every indicator counted over its set, by town or lead department. */
import { sql } from "kysely";
import type { RawBuilder } from "kysely";
import type { Amounts, Day, Period, RowFilter, SetName } from "../campaign/index.ts";
import { addDays } from "../campaign/index.ts";
import type { Reading } from "./ledger.ts";
import { countOwn } from "./counting.ts";
import type { Moment } from "./counting.ts";
import { all, conditionsOf, definitions, factConditions, filterOf, sources, within } from "./sets.ts";
import type { SetDefinition, SetRow, Vantage } from "./sets.ts";

/** What to count: a set, narrowed. */
export interface Wanted {
  /** 现状: the state on the cut-off day alone, not compared with the day before the period. */
  readonly basis: "时点" | "期间" | "现状";
  readonly set: SetName;
  readonly filter: RowFilter;
  /** By town, unless it is to be by lead department; a set that counts a subject once has towns only. */
  readonly by?: "town" | "lead";
}

/** From when to when. */
export interface Span {
  readonly campaign: string;
  /** See Vantage. */
  readonly knownTo?: number | undefined;
  /** Only this town. */
  readonly town?: string | undefined;
  /** 期间 figures add up from here. */
  readonly startedOn: Day;
  readonly from: Day;
  /** The cut-off day, which the states refer to. */
  readonly to: Day;
  readonly previous: Period;
}

/** What one wanted number comes to in one town, or under one lead; these add up. */
export interface Count extends Amounts {
  /** Which of the wanted. */
  readonly nth: number;
  readonly town: string | null;
  readonly lead: string | null;
}

/** Counts everything wanted: as of the cut-off day, and 时点 also as of the day before the period. */
export async function countsOf(db: Reading, span: Span, wanted: readonly Wanted[]): Promise<Count[]> {
  const asked = wanted.map(({ set, ...rest }, nth) => ({ ...rest, nth, set: definitions[set] }));
  const closing = { day: span.to, asked };
  const opening = { day: addDays(span.from, -1), asked: asked.filter(({ basis }) => basis === "时点") };
  const own = await countOwn(db, span, closing, opening);
  const [last, first] = [await countGrouped(db, span, closing), await countGrouped(db, span, opening)];
  return [
    ...[...own.closing, ...last].map(({ standing, happened, ...row }) =>
      wanted[row.nth]?.basis === "期间"
        ? { ...row, value: happened }
        : { ...row, value: standing, thisPeriod: standing, previous: 0 },
    ),
    ...[...own.opening, ...first].map(({ nth, town, lead, standing }) => ({
      nth,
      town,
      lead,
      value: 0,
      thisPeriod: -standing,
      previous: standing,
    })),
  ];
}

/** One of the wanted, with what its set is. */
export interface Asked extends Omit<Wanted, "set"> {
  readonly nth: number;
  readonly set: SetDefinition;
}

export interface Tally {
  readonly nth: number;
  readonly town: string | null;
  readonly lead: string | null;
  /** Rows in the set on the day, and those of them since the campaign's start. */
  readonly standing: number;
  readonly happened: number;
  readonly thisPeriod: number;
  readonly previous: number;
}

/** Counts what has no `own` query, and is never much: one statement for each kind. */
async function countGrouped(db: Reading, span: Span, { day, asked }: Moment): Promise<Tally[]> {
  const tallies: Tally[] = [];
  const families = new Map<string, Asked[]>();
  for (const one of asked) {
    if (one.set.own) continue;
    const family = `${one.by ?? "town"} ${one.set.from}`;
    families.set(family, [...(families.get(family) ?? []), one]);
  }
  for (const family of families.values()) tallies.push(...(await countFamily(db, span, day, family)));
  return tallies;
}

const measures = ["standing", "happened", "thisPeriod", "previous"] as const;

async function countFamily(db: Reading, span: Span, day: Day, family: readonly Asked[]): Promise<Tally[]> {
  const [first] = family;
  if (!first) return [];
  const place = sql.ref(first.by ?? "town");
  const sums = family.flatMap((one) => {
    const member = all([
      ...factConditions(one.set, one.filter),
      ...conditionsOf(filterOf(one.set, one.filter).subject),
    ]);
    const on = sql.ref(one.set.day);
    const days = one.filter.days ? sql` and ${within(on, one.filter.days)}` : sql``;
    return measures.map(
      (measure) =>
        sql`sum(case when ${member}${days} and ${falls(measure, on, span)} then ${one.set.quantity ?? sql`1`} else 0 end) as ${sql.ref(columnOf(one, measure))}`,
    );
  });
  const vantage = { campaign: span.campaign, day, knownTo: span.knownTo, town: span.town };
  const query = sql<Record<string, number | string | null>>`with ${sources(vantage)}
    select ${place} as place, ${sql.join(sums)} from ${sql.ref(first.set.from)} as counted group by ${place}`;
  const { rows } = await query.execute(db);
  return rows.flatMap((row) =>
    family.map((one) => {
      const of = (measure: (typeof measures)[number]): number => Number(row[columnOf(one, measure)] ?? 0);
      const name = row["place"] === null ? null : String(row["place"]);
      return {
        nth: one.nth,
        ...(one.by === "lead" ? { town: null, lead: name } : { town: name, lead: null }),
        standing: of("standing"),
        happened: of("happened"),
        thisPeriod: of("thisPeriod"),
        previous: of("previous"),
      };
    }),
  );
}

function columnOf({ nth }: Asked, measure: (typeof measures)[number]): string {
  return `n${nth}_${measure}`;
}

/** Whether a row's day counts for a measure. */
function falls(
  measure: (typeof measures)[number],
  day: RawBuilder<unknown>,
  { startedOn, from, to, previous }: Span,
): RawBuilder<unknown> {
  if (measure === "standing") return sql`1 = 1`;
  if (measure === "happened") return sql`${day} >= ${startedOn}`;
  const period = measure === "thisPeriod" ? { from, to } : previous;
  return sql`${day} between ${period.from} and ${period.to}`;
}

/** The sum over the counts that `of` picks. */
export function sumOf<C extends Count>(counts: readonly C[], of: (count: C) => boolean): Amounts {
  const sum = { value: 0, thisPeriod: 0, previous: 0 };
  for (const found of counts) {
    if (!of(found)) continue;
    sum.value += found.value;
    sum.thisPeriod += found.thisPeriod;
    sum.previous += found.previous;
  }
  return sum;
}

/** What a row stands for: one, or as many as was tallied. */
export function quantityOf(row: Pick<SetRow, "quantity">): number {
  return Number(row.quantity ?? 1);
}

/** An open finding as it is listed: no more of it than the lists show, for there may be hundreds of thousands. */
export interface ListedFinding extends Pick<SetRow, "id" | "subject" | "name" | "town" | "label" | "lead" | "day"> {
  readonly due_on: Day | null;
  readonly order_number: string | null;
  /** 1 when the due day has passed. */
  readonly overdue: number;
}

/** One with a due day. */
export interface DueFinding extends ListedFinding {
  readonly due_on: Day;
  readonly order_number: string;
}

/** What of the open findings is listed one by one. */
export interface OpenFindings {
  /** Served and not yet 已整改, due by the day asked for, the earliest first. */
  readonly due: readonly DueFinding[];
  /** 重大隐患, the oldest first. */
  readonly hazards: readonly ListedFinding[];
}

/** Gone through once for both lists. */
export async function openFindings(db: Reading, vantage: Vantage, until: Day): Promise<OpenFindings> {
  const isDue = sql`coalesce(outcome, '') <> '已整改' and due_on <= ${until}`;
  const query = sql<ListedFinding & { readonly is_due: number; readonly is_hazard: number }>`
    with ${sources(vantage)}
    select id, subject, name, town, label, lead, day, due_on, order_number, overdue,
           case when ${isDue} then 1 else 0 end as is_due, case when severity = '重大隐患' then 1 else 0 end as is_hazard
    from open_finding_row
    where (${isDue}) or severity = '重大隐患'
    order by subject, id`;
  const { rows } = await query.execute(db);
  const due = rows.filter((row): row is (typeof rows)[number] & DueFinding => row.is_due === 1);
  return {
    due: due.toSorted((one, other) => order(one.due_on, other.due_on)),
    hazards: rows.filter((row) => row.is_hazard === 1).toSorted((one, other) => order(one.day, other.day)),
  };
}

/** Days in their order; rows of one day stay as they are, by subject. */
function order(one: Day, other: Day): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
