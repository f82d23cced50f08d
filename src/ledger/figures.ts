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

/** The first of many, and how many there are. */
export interface Listed<Row> {
  readonly rows: readonly Row[];
  readonly total: number;
}

/** What of the open findings is listed one by one. */
export interface OpenFindings {
  /** Past their due day, the earliest first. */
  readonly overdue: Listed<DueFinding>;
  /** Due in the days asked for and not yet 已整改, the earliest first. */
  readonly coming: Listed<DueFinding>;
  /** 重大隐患, the oldest first. */
  readonly hazards: Listed<ListedFinding>;
}

/** Nobody reads further; a nation in mid-campaign has hundreds of thousands. */
export const listedAtMost = 1_000;

/** Goes through the open findings once for all lists, and looks up what is said of the first of each. */
export async function openFindings(db: Reading, vantage: Vantage, soon: Period): Promise<OpenFindings> {
  const lists = {
    overdue: { which: sql`overdue = 1`, order: sql`due_on, subject, id` },
    coming: {
      which: sql`overdue = 0 and coalesce(outcome, '') <> '已整改' and due_on between ${soon.from} and ${soon.to}`,
      order: sql`due_on, subject, id`,
    },
    hazards: { which: sql`severity = '重大隐患'`, order: sql`day, subject, id` },
  };
  const listed = Object.entries(lists).map(
    ([list, { which, order }]) => sql`
      select * from (
        select ${sql.lit(list)} as list, id, row_number() over (order by ${order}) as nth, count(*) over () as total
        from open_finding where ${which}) as listed
      where nth <= ${sql.lit(listedAtMost)}`,
  );
  const query = sql<{ list: keyof OpenFindings; id: number; total: number | string }>`
    with ${sources(vantage)},
      open_finding as materialized (select id, subject, day, due_on, outcome, overdue, severity from own_open_finding)
    select list, id, total from (${sql.join(listed, sql` union all `)}) as all_lists order by list, nth`;
  const { rows } = await query.execute(db);
  const said = await wordsOf(db, vantage, [...new Set(rows.map(({ id }) => id))]);
  const of = (wanted: keyof OpenFindings): Listed<ListedFinding> => {
    const ours = rows.filter(({ list }) => list === wanted);
    return { rows: ours.flatMap(({ id }) => said.get(id) ?? []), total: Number(ours[0]?.total ?? 0) };
  };
  // these two are found by their due day, so that they have one
  const due = (wanted: "overdue" | "coming"): Listed<DueFinding> => of(wanted) as Listed<DueFinding>;
  return { overdue: due("overdue"), coming: due("coming"), hazards: of("hazards") };
}

async function wordsOf(db: Reading, vantage: Vantage, ids: readonly number[]): Promise<Map<number, ListedFinding>> {
  if (ids.length === 0) return new Map();
  const query = sql<ListedFinding>`
    with ${sources(vantage)}
    select id, subject, name, town, label, lead, day, due_on, order_number, overdue
    from open_finding_row where id in (${sql.join(ids)})`;
  return new Map((await query.execute(db)).rows.map((row) => [row.id, row]));
}
