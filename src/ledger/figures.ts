/** The numbers of a report: every indicator counted over its set, by town and lead department, in one pass a day. */
import { sql } from "kysely";
import type { RawBuilder } from "kysely";
import type { Amounts, Day, Period, RowFilter, SetName } from "../campaign/index.ts";
import { addDays } from "../campaign/index.ts";
import type { Reading } from "./ledger.ts";
import { setRows, sources } from "./sets.ts";
import type { SetRow, Vantage } from "./sets.ts";

/** What to count: a set, narrowed. */
export interface Wanted {
  /** 现状: the state on the cut-off day alone, not compared with the day before the period. */
  readonly basis: "时点" | "期间" | "现状";
  readonly set: SetName;
  readonly filter: RowFilter;
}

/** From when to when. */
export interface Span {
  readonly campaign: string;
  /** See Vantage. */
  readonly knownTo?: number | undefined;
  /** 期间 figures add up from here. */
  readonly startedOn: Day;
  readonly from: Day;
  /** The cut-off day, which the states refer to. */
  readonly to: Day;
  readonly previous: Period;
}

/** What one wanted number comes to in one town and under one lead; these add up. */
export interface Count extends Amounts {
  /** Which of the wanted. */
  readonly nth: number;
  readonly town: string | null;
  readonly lead: string | null;
}

/** Counts everything wanted. Two statements: one as of the cut-off day, one for 时点 as of the day before the period. */
export async function countsOf(db: Reading, span: Span, wanted: readonly Wanted[]): Promise<Count[]> {
  const all = wanted.map((want, nth) => ({ ...want, nth }));
  const closing = await count(db, span, { campaign: span.campaign, day: span.to, knownTo: span.knownTo }, all);
  const opening = await count(
    db,
    span,
    { campaign: span.campaign, day: addDays(span.from, -1), knownTo: span.knownTo },
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

/** An engine may give a count as text. */
type RawTally = { readonly [K in keyof Tally]: Tally[K] extends number ? number | string : Tally[K] };

async function count(
  db: Reading,
  { startedOn, from, to, previous }: Span,
  vantage: Vantage,
  wanted: readonly (Wanted & { nth: number })[],
): Promise<Tally[]> {
  if (wanted.length === 0) return [];
  const one = ({ nth, set, filter }: (typeof wanted)[number]) => sql`
    select ${sql.lit(nth)} as nth, town, lead, ${set === "登记" ? sql`sum(quantity)` : sql`count(*)`} as standing,
           sum(case when day >= ${startedOn} then ${amountOf(set)} else 0 end) as happened,
           sum(case when day between ${from} and ${to} then ${amountOf(set)} else 0 end) as "thisPeriod",
           sum(case when day between ${previous.from} and ${previous.to} then ${amountOf(set)} else 0 end) as previous
    from (${setRows(set, filter)}) as of_set group by town, lead`;
  const query = sql<RawTally>`with ${sources(vantage, { shared: true })} ${sql.join(wanted.map(one), sql` union all `)}`;
  return (await query.execute(db)).rows.map((row) => ({
    nth: Number(row.nth),
    town: row.town,
    lead: row.lead,
    standing: Number(row.standing),
    happened: Number(row.happened),
    thisPeriod: Number(row.thisPeriod),
    previous: Number(row.previous),
  }));
}

/** What one row of a set adds to a figure. */
function amountOf(set: SetName): RawBuilder<unknown> {
  return set === "登记" ? sql`quantity` : sql`1`;
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
