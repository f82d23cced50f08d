/**
 * The sets of rows that indicators count (plan.ts setNames), each defined once, as SQL over standing(day):
 * a figure counts exactly the rows that an explanation lists.
 *
 * A set named after institutions holds institutions, unless the filter names other kinds of subject.
 * 机构, 问题机构, 完成整改机构, 停办, 取缔, 名单, 处置, 逾期, 待复查 are states as of the day; their `day` is when the state began
 * (of overdue findings: the day they were due). The others are happenings on their `day`.
 */
import { sql } from "kysely";
import type { RawBuilder } from "kysely";
import type { Day, LicenceClass, ListName, RowFilter, SetName, Severity, SubjectKind } from "../campaign/index.ts";
import type { Reading } from "./ledger.ts";
import { standing } from "./standing.ts";
import type { FactTable } from "./tables.ts";

/** One row behind a number. */
export interface SetRow {
  /** The fact's table and number, and the journal entry that recorded it. */
  readonly fact: FactTable;
  readonly id: number;
  readonly entry: number;
  readonly subject: number;
  readonly name: string | null;
  readonly town: string | null;
  /** Lead departments of a finding, issuer of an order; joint leads as one text. */
  readonly lead: string | null;
  /** When it happened, or when the state began. */
  readonly day: Day;
  /** What it is, in a few words. */
  readonly label: string;
  readonly kind: SubjectKind;
  readonly licence_class: LicenceClass | null;
  readonly category: string | null;
  readonly bucket: string | null;
  readonly severity: Severity | null;
  readonly order_kind: string | null;
  readonly inspection_kind: string | null;
  readonly list: ListName | null;
  /** How many a tally stands for, money in 分 (an engine may give it as text); every other row stands for one. */
  readonly quantity?: number | string;
}

/** A campaign as of a day. */
export interface Vantage {
  readonly campaign: string;
  readonly day: Day;
  /** As it was known when this journal entry was the last; left out: as it is known now. */
  readonly knownTo?: number | undefined;
  /** Without what was taken back by this later day; left out: by the day looked at. */
  readonly annulledTo?: Day | undefined;
  /** Only what concerns subjects of this town; left out: everywhere. */
  readonly town?: string | undefined;
}

/** The rows of a set as of a day: by subject, then day. */
export async function rowsOf(db: Reading, vantage: Vantage, set: SetName, filter: RowFilter): Promise<SetRow[]> {
  const query = sql<SetRow>`with ${sources(vantage)} select * from (${setRows(set, filter)}) as of_set order by subject, day, id`;
  return (await query.execute(db)).rows;
}

const subjectColumns = sql`s.name, s.town`;
const traits = sql`coalesce(s.kind, '机构') as kind, s.licence_class, s.category, d.bucket`;

/**
 * The `with` queries that setRows and figures select from; whoever needs one names it, so that no other is worked out.
 * The queries named own_… hold what a fact says by itself, the subject's number with it; the queries named …_row add the subject,
 * and have the columns of SetRow.
 */
export function sources({ campaign, day, knownTo, annulledTo, town }: Vantage): RawBuilder<unknown> {
  const here = (subject: string): RawBuilder<unknown> =>
    town === undefined
      ? sql``
      : sql` and ${sql.ref(subject)} in (select subject from institution_now where town = ${town})`;
  const at = (place: RawBuilder<unknown>): RawBuilder<unknown> =>
    town === undefined ? sql`` : sql` and ${place} = ${town}`;
  const known = knownTo === undefined ? sql`` : sql` and first.entry <= ${knownTo}`;
  /** Joined one by one, so that a few rows never cost the whole roster. */
  const about = (subject: string): RawBuilder<unknown> => sql`
      left join institution_now s on s.subject = ${sql.ref(subject)}
      left join disposition_now d on d.subject = s.subject and d.campaign = ${campaign}`;
  const findingRows = (findings: string): RawBuilder<unknown> => sql`
      select 'finding' as fact, f.id, f.entry, f.subject, ${subjectColumns}, f.lead, f.happened_on as day,
             f.item || ' ' || f.text || case when f.note = '' then '' else '：' || f.note end as label,
             ${traits}, f.severity, f.order_kind, v.kind as inspection_kind, null as list,
             f.stage, f.overdue, f.due_on, f.order_number, f.outcome, f.closed_on, f.relapse_of
      from ${sql.ref(findings)} f ${about("f.subject")} left join inspection v on v.id = f.inspection
      where f.campaign = ${campaign}${here("f.subject")}`;
  return sql`${standing(day, knownTo, annulledTo)},
    subject_row as (
      select 'roster' as fact, s.id, s.entry, s.subject, ${subjectColumns}, null as lead,
             (select min(first.happened_on) from roster as first
              where first.subject = s.subject and first.happened_on <= ${day} and first.entry not in (select entry from annulled)${known}) as day,
             coalesce(s.licence_class, '证照类别不详') as label,
             ${traits}, null as severity, null as order_kind, null as inspection_kind, null as list,
             d.id as disposition, d.entry as disposition_entry, d.happened_on as disposed_on
      from institution_now s left join disposition_now d on d.subject = s.subject and d.campaign = ${campaign}
      where 1 = 1${at(sql`s.town`)}),
    own_visit as (
      select v.id, v.entry, v.subject, null as lead, v.happened_on as day, null as severity, null as order_kind, v.kind as inspection_kind, null as list, v.kind || '：' || v.result as label,
             (select count(*) from attendance where attendance.inspection = v.id) as present
      from visit_now v where v.campaign = ${campaign}${here("v.subject")}),
    visit_row as (
      select 'inspection' as fact, v.id, v.entry, v.subject, ${subjectColumns}, null as lead, v.day, v.label,
             ${traits}, null as severity, null as order_kind, v.inspection_kind, null as list
      from own_visit v ${about("v.subject")}),
    own_finding as (
      select f.subject, f.lead, f.happened_on as day, f.severity, f.order_kind, (select v.kind from inspection as v where v.id = f.inspection) as inspection_kind, null as list, f.closed_on, f.relapse_of
      from finding_closing f
      where f.campaign = ${campaign}${here("f.subject")}),
    own_open_finding as (
      select f.id, f.subject, f.lead, f.happened_on as day, f.severity, f.order_kind, (select v.kind from inspection as v where v.id = f.inspection) as inspection_kind, null as list, f.relapse_of,
             f.stage, f.outcome, f.overdue, f.due_on
      from open_finding_now f
      where f.campaign = ${campaign}${here("f.subject")}),
    finding_row as (${findingRows("finding_now")}),
    open_finding_row as (${findingRows("open_finding_now")}),
    own_order as (
      select o.id, o.entry, o.subject, o.issuer as lead, o.happened_on as day, null as severity, o.kind as order_kind, null as inspection_kind, null as list, o.kind || ' ' || o.number as label
      from order_in_force o where o.campaign = ${campaign}${here("o.subject")}),
    order_row as (
      select 'orders' as fact, o.id, o.entry, o.subject, ${subjectColumns}, o.lead, o.day, o.label,
             ${traits}, null as severity, o.order_kind, null as inspection_kind, null as list
      from own_order o ${about("o.subject")}),
    operation_row as (
      select o.fact, o.id, o.entry, o.subject, ${subjectColumns}, null as lead, o.since as day, o.operation as label,
             ${traits}, null as severity, null as order_kind, null as inspection_kind, null as list
      from operation_now o ${about("o.subject")}
      where exists (select 1 from institution_now i where i.subject = o.subject${at(sql`i.town`)})),
    listing_row as (
      select 'listing' as fact, l.id, l.entry, l.subject, l.name, s.town, null as lead, l.since as day,
             l.list || case when l.situation = '' then '' else '：' || l.situation end as label,
             ${traits}, null as severity, null as order_kind, null as inspection_kind, l.list
      from listing_now l ${about("l.subject")}
      where l.campaign = ${campaign} and l.standing = '在列'${here("l.subject")}),
    tally_row as (
      select 'tally' as fact, t.id, t.entry, t.subject, s.name, coalesce(t.town, s.town) as town, t.department as lead, t.happened_on as day,
             t.item || case when t.note = '' then '' else '：' || t.note end as label,
             ${traits}, null as severity, null as order_kind, null as inspection_kind, null as list, t.item, t.quantity
      from tally_now t ${about("t.subject")}
      where t.campaign = ${campaign}${at(sql`coalesce(t.town, s.town)`)})`;
}

/** The column of a row that says on which day it counts. */
export type DayColumn = "day" | "closed_on" | "due_on" | "disposed_on";

/**
 * What a set holds. Its rows lie in `from`; `own`, where there is one, has the same rows without their subjects, for counting;
 * `where` and `day` speak of what both have. A row without its day is none of the set.
 */
export interface SetDefinition {
  readonly from: string;
  readonly own?: "subject_row" | "own_visit" | "own_finding" | "own_open_finding" | "own_order";
  readonly where?: RawBuilder<unknown>;
  readonly day: DayColumn;
  /** What a row stands for; one where it is left out. */
  readonly quantity?: RawBuilder<unknown>;
  /** Institutions, unless the filter names other kinds of subject. */
  readonly institutions?: boolean;
  /** Checks and not re-checks, unless the filter names kinds of visit. */
  readonly checks?: boolean;
  /** One row a subject, on the first `day` of its rows; where `finished`, all of them have their day and the last one counts. */
  readonly once?: { readonly finished: boolean; readonly label: RawBuilder<unknown> };
  /** The rows where they are not just those of `from`; `found` gives these. */
  readonly rows?: (found: RawBuilder<unknown>) => RawBuilder<unknown>;
}

/** Visits that go through findings already there, not through a checklist. */
const rechecks = sql`inspection_kind in ('复查', '回头看')`;
const day = "day";
const [subjects, visits, findings, open] = [
  { from: "subject_row", own: "subject_row", day },
  { from: "visit_row", own: "own_visit", day },
  { from: "finding_row", own: "own_finding", day },
  { from: "open_finding_row", own: "own_open_finding", day },
] as const;

export const definitions: Readonly<Record<SetName, SetDefinition>> = {
  机构: { ...subjects, institutions: true },
  检查: { ...visits, checks: true },
  检查机构: {
    ...visits,
    checks: true,
    institutions: true,
    once: { finished: false, label: sql`'查过' || cast(count(*) as text) || '次'` },
  },
  出动: {
    ...visits,
    quantity: sql`present`,
    rows: (found) => sql`
      select 'attendance' as fact, a.id, a.entry, v.subject, v.name, v.town, v.lead, v.day, a.name || '（' || a.unit || '）' as label,
             v.kind, v.licence_class, v.category, v.bucket, v.severity, v.order_kind, v.inspection_kind, v.list
      from attendance a join (${found}) as v on v.id = a.inspection`,
  },
  复查: { ...visits, where: rechecks },
  问题: findings,
  销号问题: {
    ...findings,
    day: "closed_on",
    rows: (found) => sql`
      select 'close_out' as fact, c.id, c.entry, f.subject, f.name, f.town, f.lead, f.closed_on as day, f.label,
             f.kind, f.licence_class, f.category, f.bucket, f.severity, f.order_kind, f.inspection_kind, f.list
      from (${found}) as f join first_close c on c.finding = f.id`,
  },
  逾期问题: { ...open, where: sql`overdue = 1`, day: "due_on" },
  未销号问题: open,
  待复查问题: { ...open, where: sql`stage = '到期待复查'`, day: "due_on" },
  反弹问题: { ...findings, where: sql`relapse_of is not null` },
  问题机构: {
    ...findings,
    institutions: true,
    once: { finished: false, label: sql`cast(count(*) as text) || '个问题'` },
  },
  完成整改机构: {
    ...findings,
    institutions: true,
    day: "closed_on",
    once: { finished: true, label: sql`cast(count(*) as text) || '个问题已全部销号'` },
  },
  文书: { from: "order_row", own: "own_order", day },
  停办机构: { from: "operation_row", day, where: sql`label = '暂时关停'`, institutions: true },
  取缔机构: { from: "operation_row", day, where: sql`label = '取缔关停'`, institutions: true },
  名单: { from: "listing_row", day },
  处置: {
    ...subjects,
    day: "disposed_on",
    institutions: true,
    rows: (found) => sql`
      select 'disposition' as fact, disposition as id, disposition_entry as entry, subject, name, town, lead, disposed_on as day, bucket as label,
             kind, licence_class, category, bucket, severity, order_kind, inspection_kind, list
      from (${found}) as disposed`,
  },
  登记: { from: "tally_row", day, quantity: sql`quantity` },
};

/** A select over `sources` that gives the rows of a set. */
export function setRows(set: SetName, filter: RowFilter): RawBuilder<unknown> {
  const definition = definitions[set];
  const { from, once, rows, quantity } = definition;
  const asked = filterOf(definition, filter);
  const dated = once ? [] : [sql`${sql.ref(definition.day)} is not null`];
  const conditions = [...factConditions(definition, filter), ...conditionsOf(asked.subject), ...dated];
  const found = sql`select * from ${sql.ref(from)} where ${all(conditions)}`;
  const extra = from === "tally_row" && quantity ? sql`, ${quantity}` : sql``;
  const members = once
    ? bySubject(definition, found)
    : rows
      ? rows(found)
      : sql`
    select fact, id, entry, subject, name, town, lead, ${sql.ref(definition.day)} as day, label, kind, licence_class, category, bucket, severity, order_kind, inspection_kind, list${extra}
    from (${found}) as found`;
  return filter.days === undefined
    ? members
    : sql`select * from (${members}) as at_any_time where ${within(sql`day`, filter.days)}`;
}

/** What a filter asks of the fact, and what of the subject that it is about; with what the set asks by itself. */
export function filterOf(
  { institutions, from }: SetDefinition,
  { days: _days, kinds, classes, categories, buckets, towns, ...own }: RowFilter,
): { readonly fact: RowFilter; readonly subject: RowFilter } {
  const ofSubject = {
    ...(kinds ? { kinds } : institutions ? { kinds: ["机构" as const] } : {}),
    ...(classes && { classes }),
    ...(categories && { categories }),
    ...(buckets && { buckets }),
    ...(towns && { towns }),
  };
  return from === "tally_row" ? { fact: { ...own, ...ofSubject }, subject: {} } : { fact: own, subject: ofSubject };
}

/** The conditions that make a row of `from` or `own` one of the set, as far as the fact itself goes. */
export function factConditions(definition: SetDefinition, filter: RowFilter): RawBuilder<unknown>[] {
  const { where, checks } = definition;
  return [
    ...(where ? [where] : []),
    ...(checks && !filter.inspectionKinds ? [sql`not ${rechecks}`] : []),
    ...conditionsOf(filterOf(definition, filter).fact),
  ];
}

/** All of the conditions at once. */
export function all(conditions: readonly RawBuilder<unknown>[]): RawBuilder<unknown> {
  return conditions.length === 0 ? sql`1 = 1` : sql.join(conditions, sql` and `);
}

/** Whether a day lies in one of the stretches. */
export function within(of: RawBuilder<unknown>, days: NonNullable<RowFilter["days"]>): RawBuilder<unknown> {
  if (days.length === 0) return sql`1 = 0`;
  return sql`(${sql.join(
    days.map(({ from, to }) => sql`${of} between ${from} and ${to}`),
    sql` or `,
  )})`;
}

/** One row a subject, under the first of its rows; several leads are none. */
function bySubject({ once, day: column }: SetDefinition, rows: RawBuilder<unknown>): RawBuilder<unknown> {
  const when = once?.finished ? sql`max(${sql.ref(column)})` : sql`min(${sql.ref(column)})`;
  return sql`
    select fact, min(id) as id, min(entry) as entry, subject, name, town, cast(null as text) as lead, ${when} as day, ${once?.label ?? sql`''`} as label,
           kind, licence_class, category, bucket, cast(null as text) as severity, cast(null as text) as order_kind, cast(null as text) as inspection_kind, cast(null as text) as list
    from (${rows}) as found
    group by fact, subject, name, town, kind, licence_class, category, bucket
    ${once?.finished ? sql`having count(*) = count(${sql.ref(column)})` : sql``}`;
}

/** The conditions that a filter sets; each field is "any of", and one that is empty does not ask. */
export function conditionsOf({ departments, ...filter }: RowFilter): RawBuilder<unknown>[] {
  const conditions = Object.entries(columnOf).flatMap(([key, column]) => {
    const values = filter[key as keyof typeof columnOf] ?? [];
    return values.length === 0 ? [] : [sql`${sql.ref(column)} in (${sql.join(values)})`];
  });
  if (departments && departments.length > 0)
    conditions.push(
      sql`(${sql.join(
        departments.map((name) => sql`'、' || lead || '、' like ${`%、${name}、%`}`),
        sql` or `,
      )})`,
    );
  return conditions;
}

const columnOf: Readonly<Record<Exclude<keyof RowFilter, "departments" | "days">, string>> = {
  classes: "licence_class",
  kinds: "kind",
  categories: "category",
  severities: "severity",
  orderKinds: "order_kind",
  inspectionKinds: "inspection_kind",
  lists: "list",
  buckets: "bucket",
  towns: "town",
  items: "item",
};
