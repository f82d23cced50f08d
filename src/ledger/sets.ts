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
  /** How many a tally stands for, money in 分; every other row stands for one. */
  readonly quantity?: number;
}

/** A campaign as of a day. */
export interface Vantage {
  readonly campaign: string;
  readonly day: Day;
  /** As it was known when this journal entry was the last; left out: as it is known now. */
  readonly knownTo?: number | undefined;
}

/** The rows of a set as of a day: by subject, then day. */
export async function rowsOf(db: Reading, vantage: Vantage, set: SetName, filter: RowFilter): Promise<SetRow[]> {
  const query = sql<SetRow>`with ${sources(vantage)} select * from (${setRows(set, filter)}) as of_set order by subject, day, id`;
  return (await query.execute(db)).rows;
}

const subjectColumns = sql`s.name, s.town`;
const traits = sql`coalesce(s.kind, '机构') as kind, s.licence_class, s.category, s.bucket`;

/**
 * The `with` queries that setRows selects from. All have the columns of SetRow; finding_row has more.
 * Each state of standing is used once, so that a database need not keep its wide rows aside. `shared` says that several
 * sets are selected in one statement: the rows are then worked out once and kept, else only those asked for.
 */
export function sources({ campaign, day, knownTo }: Vantage, { shared = false } = {}): RawBuilder<unknown> {
  const kept = shared ? sql`materialized` : sql`not materialized`;
  return sql`${standing(day, knownTo)},
    first_seen as (
      select subject, min(happened_on) as day from roster
      where happened_on <= ${day} and entry not in (select entry from annulled)${knownTo === undefined ? sql`` : sql` and entry <= ${knownTo}`} group by subject),
    subject_now as ${kept} (
      select i.id, i.entry, i.subject, i.name, i.town, i.kind, i.licence_class, i.category, first_seen.day, d.bucket,
             d.id as disposition, d.entry as disposition_entry, d.happened_on as disposed_on
      from institution_now i
      join first_seen on first_seen.subject = i.subject
      left join disposition_now d on d.subject = i.subject and d.campaign = ${campaign}),
    subject_row as (
      select 'roster' as fact, s.id, s.entry, s.subject, ${subjectColumns}, null as lead, s.day, coalesce(s.licence_class, '证照类别不详') as label,
             ${traits}, null as severity, null as order_kind, null as inspection_kind, null as list, s.disposition, s.disposition_entry, s.disposed_on
      from subject_now s),
    visit_row as ${kept} (
      select 'inspection' as fact, v.id, v.entry, v.subject, ${subjectColumns}, null as lead, v.happened_on as day, v.kind || '：' || v.result as label,
             ${traits}, null as severity, null as order_kind, v.kind as inspection_kind, null as list
      from visit_now v left join subject_now s on s.subject = v.subject
      where v.campaign = ${campaign}),
    finding_row as ${kept} (
      select 'finding' as fact, f.id, f.entry, f.subject, ${subjectColumns}, f.lead, f.happened_on as day,
             f.item || ' ' || f.text || case when f.note = '' then '' else '：' || f.note end as label,
             ${traits}, f.severity, f.order_kind, v.kind as inspection_kind, null as list,
             f.stage, f.overdue, f.due_on, f.order_number, f.outcome, f.closed_on, f.relapse_of
      from finding_now f left join subject_now s on s.subject = f.subject left join inspection v on v.id = f.inspection
      where f.campaign = ${campaign}),
    order_row as ${kept} (
      select 'orders' as fact, o.id, o.entry, o.subject, ${subjectColumns}, o.issuer as lead, o.happened_on as day, o.kind || ' ' || o.number as label,
             ${traits}, null as severity, o.kind as order_kind, null as inspection_kind, null as list
      from order_now o left join subject_now s on s.subject = o.subject
      where o.campaign = ${campaign} and o.withdrawn_on is null),
    operation_row as ${kept} (
      select 'roster' as fact, s.id, s.entry, s.subject, ${subjectColumns}, null as lead, o.since as day, o.operation as label,
             ${traits}, null as severity, null as order_kind, null as inspection_kind, null as list
      from operation_now o join subject_now s on s.subject = o.subject),
    listing_row as ${kept} (
      select 'listing' as fact, l.id, l.entry, l.subject, l.name, s.town, null as lead, l.since as day,
             l.list || case when l.situation = '' then '' else '：' || l.situation end as label,
             ${traits}, null as severity, null as order_kind, null as inspection_kind, l.list
      from listing_now l left join subject_now s on s.subject = l.subject
      where l.campaign = ${campaign} and l.standing = '在列'),
    tally_row as ${kept} (
      select 'tally' as fact, t.id, t.entry, t.subject, s.name, coalesce(t.town, s.town) as town, t.department as lead, t.happened_on as day,
             t.item || case when t.note = '' then '' else '：' || t.note end as label,
             ${traits}, null as severity, null as order_kind, null as inspection_kind, null as list, t.item, t.quantity
      from tally_now t left join subject_now s on s.subject = t.subject
      where t.campaign = ${campaign})`;
}

const columns = sql`fact, id, entry, subject, name, town, lead, day, label, kind, licence_class, category, bucket, severity, order_kind, inspection_kind, list`;

/** A select over `sources` that gives the rows of a set. */
export function setRows(set: SetName, { days, ...filter }: RowFilter): RawBuilder<unknown> {
  const rows = definitions[set](filter);
  if (days === undefined) return rows;
  const within = days.map(({ from, to }) => sql`day between ${from} and ${to}`);
  return sql`select * from (${rows}) as at_any_time where ${within.length === 0 ? sql`1 = 0` : sql.join(within, sql` or `)}`;
}

type Definition = (filter: RowFilter) => RawBuilder<unknown>;

const definitions: Readonly<Record<SetName, Definition>> = {
  机构: (filter) => sql`select ${columns} from subject_row where ${matches(institutions(filter))}`,
  检查: (filter) => sql`select ${columns} from visit_row where ${visits(filter)}`,
  检查机构: (filter) =>
    bySubject(
      sql`'查过' || cast(count(*) as text) || '次'`,
      sql`select * from visit_row where ${visits(institutions(filter))}`,
    ),
  出动: (filter) => sql`
    select 'attendance' as fact, a.id, a.entry, v.subject, v.name, v.town, v.lead, v.day, a.name || '（' || a.unit || '）' as label,
           v.kind, v.licence_class, v.category, v.bucket, v.severity, v.order_kind, v.inspection_kind, v.list
    from attendance a join (select * from visit_row where ${matches(filter)}) as v on v.id = a.inspection`,
  复查: (filter) => sql`select ${columns} from visit_row where ${rechecks} and ${matches(filter)}`,
  问题: (filter) => sql`select ${columns} from finding_row where ${matches(filter)}`,
  销号问题: (filter) => findings(filter, sql`closed_on is not null`, sql`closed_on`),
  逾期问题: (filter) => findings(filter, sql`overdue = 1`, sql`due_on`),
  未销号问题: (filter) => findings(filter, sql`closed_on is null`, sql`day`),
  待复查问题: (filter) => findings(filter, sql`stage = '到期待复查'`, sql`due_on`),
  反弹问题: (filter) => findings(filter, sql`relapse_of is not null`, sql`day`),
  问题机构: (filter) =>
    bySubject(
      sql`cast(count(*) as text) || '个问题'`,
      sql`select * from finding_row where ${matches(institutions(filter))}`,
    ),
  完成整改机构: (filter) =>
    bySubject(
      sql`cast(count(*) as text) || '个问题已全部销号'`,
      sql`select * from finding_row where ${matches(institutions(filter))}`,
      { having: sql`having count(*) = count(closed_on)`, day: sql`max(closed_on)` },
    ),
  文书: (filter) => sql`select ${columns} from order_row where ${matches(filter)}`,
  停办机构: (filter) =>
    sql`select ${columns} from operation_row where label = '暂时关停' and ${matches(institutions(filter))}`,
  取缔机构: (filter) =>
    sql`select ${columns} from operation_row where label = '取缔关停' and ${matches(institutions(filter))}`,
  名单: (filter) => sql`select ${columns} from listing_row where ${matches(filter)}`,
  处置: (filter) => sql`
    select 'disposition' as fact, disposition as id, disposition_entry as entry, subject, name, town, lead, disposed_on as day, bucket as label,
           kind, licence_class, category, bucket, severity, order_kind, inspection_kind, list
    from subject_row where disposition is not null and ${matches(institutions(filter))}`,
  登记: (filter) => sql`select ${columns}, quantity from tally_row where ${matches(filter)}`,
};

function institutions(filter: RowFilter): RowFilter {
  return { kinds: ["机构"], ...filter };
}

/** Visits that go through findings already there, not through a checklist. */
const rechecks = sql`inspection_kind in ('复查', '回头看')`;

/** A re-check is counted apart (复查), unless the filter asks for kinds of visit by name. */
function visits(filter: RowFilter): RawBuilder<unknown> {
  return filter.inspectionKinds ? matches(filter) : sql`not ${rechecks} and ${matches(filter)}`;
}

function findings(filter: RowFilter, condition: RawBuilder<unknown>, day: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    select fact, id, entry, subject, name, town, lead, ${day} as day, label, kind, licence_class, category, bucket, severity, order_kind, inspection_kind, list
    from finding_row where ${condition} and ${matches(filter)}`;
}

/** One row a subject, under the first of its rows; several leads are none. */
function bySubject(
  label: RawBuilder<unknown>,
  rows: RawBuilder<unknown>,
  { having = sql``, day = sql`min(day)` } = {},
): RawBuilder<unknown> {
  return sql`
    select fact, min(id) as id, min(entry) as entry, subject, name, town, cast(null as text) as lead, ${day} as day, ${label} as label,
           kind, licence_class, category, bucket, cast(null as text) as severity, cast(null as text) as order_kind, cast(null as text) as inspection_kind, cast(null as text) as list
    from (${rows}) as found
    group by fact, subject, name, town, kind, licence_class, category, bucket ${having}`;
}

/** The condition that a filter sets; each field is "any of", and one that is empty does not ask. */
function matches({ departments, ...filter }: RowFilter): RawBuilder<unknown> {
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
  return conditions.length === 0 ? sql`1 = 1` : sql.join(conditions, sql` and `);
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
