/** The numbers of a report: every indicator counted over its set, by town or lead department, in one pass a day for each kind of fact. */
import { sql } from "kysely";
import type { RawBuilder } from "kysely";
import type { Amounts, Day, Period, RowFilter, SetName } from "../campaign/index.ts";
import { addDays } from "../campaign/index.ts";
import type { Reading } from "./ledger.ts";
import { conditionOf, definitions, filterOf, matches, setRows, sources, within } from "./sets.ts";
import type { SetDefinition, SetRow, Vantage } from "./sets.ts";

/** What to count: a set, narrowed. */
export interface Wanted {
  /** 现状: the state on the cut-off day alone, not compared with the day before the period. */
  readonly basis: "时点" | "期间" | "现状";
  readonly set: SetName;
  readonly filter: RowFilter;
  /** By town, unless it is to be by lead department. */
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
  const all = wanted.map((want, nth) => ({ ...want, nth }));
  const closing = await count(
    db,
    span,
    { campaign: span.campaign, day: span.to, knownTo: span.knownTo, town: span.town },
    all,
  );
  const opening = await count(
    db,
    span,
    { campaign: span.campaign, day: addDays(span.from, -1), knownTo: span.knownTo, town: span.town },
    all.filter(({ basis }) => basis === "时点"),
  );
  return [
    ...closing.map(({ standing, happened, ...row }) =>
      wanted[row.nth]?.basis === "期间"
        ? { ...row, value: happened }
        : { ...row, value: standing, thisPeriod: standing, previous: 0 },
    ),
    ...opening.map(({ nth, town, lead, standing }) => ({
      nth,
      town,
      lead,
      value: 0,
      thisPeriod: -standing,
      previous: standing,
    })),
  ];
}

interface Tally {
  readonly nth: number;
  readonly town: string | null;
  readonly lead: string | null;
  /** Rows in the set on the day, and those of them since the campaign's start. */
  readonly standing: number;
  readonly happened: number;
  readonly thisPeriod: number;
  readonly previous: number;
}

/** One of the wanted, with what its set is. */
interface Asked {
  readonly nth: number;
  readonly basis: Wanted["basis"];
  readonly set: SetDefinition;
  readonly filter: RowFilter;
}

/** What is counted of the rows of one figure: all of them for a state, else those of the three stretches of days. */
const [ofStates, ofHappenings] = [["standing"] as const, ["happened", "thisPeriod", "previous"] as const];
type Measure = (typeof ofStates)[number] | (typeof ofHappenings)[number];

/**
 * Counts in one pass for each kind of fact: all figures over findings, say, are sums over the same scan. Facts are first counted
 * subject by subject, in the order that an index gives, and only then brought together by town: far fewer rows to look up and to sort.
 */
async function count(
  db: Reading,
  span: Span,
  vantage: Vantage,
  wanted: readonly (Wanted & { nth: number })[],
): Promise<Tally[]> {
  const asked = wanted.map(({ set, ...rest }) => ({ ...rest, set: definitions[set] }));
  const families = new Map<string, (typeof asked)[number][]>();
  for (const one of asked) {
    const family = `${one.by ?? "town"} ${one.set.own ?? one.set.from}`;
    families.set(family, [...(families.get(family) ?? []), one]);
  }
  const tallies: Tally[] = [];
  for (const family of families.values()) tallies.push(...(await countFamily(db, span, vantage, family)));
  return tallies;
}

async function countFamily(
  db: Reading,
  span: Span,
  vantage: Vantage,
  family: readonly (Asked & Pick<Wanted, "by">)[],
): Promise<Tally[]> {
  const [first] = family;
  if (!first) return [];
  const byLead = first.by === "lead";
  const { own } = first.set;
  const select =
    own && !byLead
      ? bySubjectFirst(own, span, family)
      : atOnce(byLead ? sourceByLead(family) : first.set.from, span, family, byLead);
  const { rows } = await sql<Record<string, number | string | null>>`with ${sources(vantage)} ${select}`.execute(db);
  return rows.flatMap((row) =>
    family.flatMap(({ nth, basis }) => {
      const of = (measure: Measure): number => Number(row[columnOf(nth, measure)] ?? 0);
      const place = row["place"] === null ? null : String(row["place"]);
      if (measuresOf({ basis }).every((measure) => of(measure) === 0)) return [];
      return {
        nth,
        town: byLead ? null : place,
        lead: byLead ? place : null,
        standing: basis === "期间" ? 0 : of("standing"),
        happened: of("happened"),
        thisPeriod: of("thisPeriod"),
        previous: of("previous"),
      };
    }),
  );
}

function columnOf(nth: number, measure: Measure | "rows" | "closed" | "day"): string {
  return `n${nth}_${measure}`;
}

function measuresOf({ basis }: Pick<Asked, "basis">): readonly Measure[] {
  return basis === "期间" ? ofHappenings : ofStates;
}

/** Whether a row's day counts for a measure. */
function falls(
  measure: Measure,
  day: RawBuilder<unknown>,
  { startedOn, from, to, previous }: Span,
): RawBuilder<unknown> {
  if (measure === "standing") return sql`1 = 1`;
  if (measure === "happened") return sql`${day} >= ${startedOn}`;
  const period = measure === "thisPeriod" ? { from, to } : previous;
  return sql`${day} between ${period.from} and ${period.to}`;
}

const sumWhere = (condition: RawBuilder<unknown>, amount: RawBuilder<unknown> = sql`1`): RawBuilder<unknown> =>
  sql`sum(case when ${condition} then ${amount} else 0 end)`;

/** The lead stands in the fact itself; the subject is needed only where a filter asks for it. */
function sourceByLead(family: readonly Asked[]): string {
  const [first] = family;
  const asksOfSubject = family.some(({ set, filter }) => Object.keys(filterOf(set, filter).subject).length > 0);
  return (asksOfSubject ? undefined : first?.set.own) ?? first?.set.from ?? "";
}

/** Rows that have their subject with them, by town or by lead. */
function atOnce(from: string, span: Span, family: readonly Asked[], byLead: boolean): RawBuilder<unknown> {
  const sums = family.flatMap(({ nth, set, filter, ...rest }) => {
    const { fact, subject } = filterOf(set, filter);
    const days = filter.days ? sql` and ${within(set.day, filter.days)}` : sql``;
    const member = sql`${conditionOf(set, filter)} and ${matches({ ...fact, ...subject })}${days}`;
    return measuresOf(rest).map(
      (measure) =>
        sql`${sumWhere(sql`${member} and ${falls(measure, set.day, span)}`, set.quantity)} as ${sql.ref(columnOf(nth, measure))}`,
    );
  });
  return sql`select ${byLead ? sql`lead` : sql`town`} as place, ${sql.join(sums)} from ${sql.ref(from)} as counted group by ${byLead ? sql`lead` : sql`town`}`;
}

/** Facts counted for each subject, then subjects by town. */
function bySubjectFirst(own: string, span: Span, family: readonly Asked[]): RawBuilder<unknown> {
  const inner = family.flatMap((one) => (one.set.once ? rowsOfSubject(one) : measuresOfSubject(one, span)));
  const outer = family.flatMap((one) => {
    const { subject } = filterOf(one.set, one.filter);
    return measuresOf(one).map((measure) => {
      const column = sql.ref(columnOf(one.nth, measure));
      const sum = one.set.once
        ? sumWhere(
            sql`${matches(subject)} and ${isMember(one)} and ${falls(measure, sql.ref(columnOf(one.nth, "day")), span)}`,
          )
        : sumWhere(matches(subject), column);
      return sql`${sum} as ${column}`;
    });
  });
  return sql`
    select town as place, ${sql.join(outer)}
    from (select counted.*, s.town, coalesce(s.kind, '机构') as kind, s.licence_class, s.category, s.bucket
          from (select subject, ${sql.join(inner)} from ${sql.ref(own)} as facts group by subject) as counted
          left join subject_now s on s.subject = counted.subject) as subjects
    group by town`;
}

function measuresOfSubject({ set, filter, nth, basis }: Asked, span: Span): RawBuilder<unknown>[] {
  const days = filter.days ? sql` and ${within(set.day, filter.days)}` : sql``;
  const member = sql`${conditionOf(set, filter)} and ${matches(filterOf(set, filter).fact)}${days}`;
  return measuresOf({ basis }).map(
    (measure) =>
      sql`${sumWhere(sql`${member} and ${falls(measure, set.day, span)}`, set.quantity)} as ${sql.ref(columnOf(nth, measure))}`,
  );
}

/** Of a set that counts a subject once: how many rows it has, how many of them are closed, and the day it counts from. */
function rowsOfSubject({ set, filter, nth }: Asked): RawBuilder<unknown>[] {
  const member = sql`${conditionOf(set, filter)} and ${matches(filterOf(set, filter).fact)}`;
  const of = (what: string): RawBuilder<unknown> => sql`case when ${member} then ${sql.ref(what)} end`;
  const day = set.once?.finished ? sql`max(${of("closed_on")})` : sql`min(${of("day")})`;
  return [
    sql`${sumWhere(member)} as ${sql.ref(columnOf(nth, "rows"))}`,
    sql`${day} as ${sql.ref(columnOf(nth, "day"))}`,
    ...(set.once?.finished ? [sql`count(${of("closed_on")}) as ${sql.ref(columnOf(nth, "closed"))}`] : []),
  ];
}

function isMember({ set, filter, nth }: Asked): RawBuilder<unknown> {
  const [rows, closed, day] = (["rows", "closed", "day"] as const).map((what) => sql.ref(columnOf(nth, what)));
  const finished = set.once?.finished ? sql` and ${rows} = ${closed}` : sql``;
  const days = filter.days && day ? sql` and ${within(day, filter.days)}` : sql``;
  return sql`${rows} > 0${finished}${days}`;
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

/** 重大隐患 found and not closed, the oldest first. */
export async function openHazards(db: Reading, vantage: Vantage): Promise<SetRow[]> {
  const hazards = setRows("未销号问题", { severities: ["重大隐患"] });
  const query = sql<SetRow>`with ${sources(vantage)} select * from (${hazards}) as open order by day, subject, id`;
  return (await query.execute(db)).rows;
}

/** A finding with a due day that has not been settled. */
export interface DueFinding extends SetRow {
  readonly due_on: Day;
  readonly order_number: string;
  /** 1 when the due day has passed. */
  readonly overdue: number;
}

/** Findings served and not yet 已整改 or 销号 that were or are due by `until`, the earliest first. */
export async function dueFindings(db: Reading, vantage: Vantage, until: Day): Promise<DueFinding[]> {
  const query = sql<DueFinding>`
    with ${sources(vantage)} select * from finding_row
    where closed_on is null and coalesce(outcome, '') <> '已整改' and due_on <= ${until}
    order by due_on, subject, id`;
  return (await query.execute(db)).rows;
}
