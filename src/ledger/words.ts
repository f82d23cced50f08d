/** What the rows of a set say: whom a fact is about, where, and in a few words what it is; looked up for those that are listed. */
import { sql } from "kysely";
import type { RawBuilder } from "kysely";
import type { Day, LicenceClass, ListName, Severity, SubjectKind } from "../campaign/index.ts";
import type { Vantage } from "./as-of/moment.ts";
import type { Reading } from "./ledger.ts";
import type { SetDefinition } from "./sets.ts";
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

/** A row before the day is put to it, and the number of the fact that stands. */
export interface Worded extends Omit<SetRow, "day"> {
  readonly source: number;
}

/** A row of a set that is never large. */
export interface FewRow extends SetRow {
  /** Of who was stopped or closed. */
  readonly operation: string;
}

const subject = sql`coalesce(s.kind, '机构') as kind, s.licence_class, s.category, d.bucket`;
const of = (traits: Partial<Record<"severity" | "order_kind" | "inspection_kind" | "list", RawBuilder<unknown>>>) =>
  sql.join(
    (["severity", "order_kind", "inspection_kind", "list"] as const).map(
      (name) => sql`${traits[name] ?? sql`null`} as ${sql.ref(name)}`,
    ),
  );

/** Joined one by one, so that a few rows never cost the whole roster. */
const about = (id: string, campaign: string): RawBuilder<unknown> => sql`
  left join institution_now s on s.subject = ${sql.ref(id)}
  left join disposition_now d on d.subject = s.subject and d.campaign = ${campaign}`;

const words: Readonly<Record<Listed, (campaign: string, ids: RawBuilder<unknown>) => RawBuilder<unknown>>> = {
  roster: (campaign, ids) => sql`
    select s.id as source, 'roster' as fact, s.id, s.entry, s.subject, s.name, ${subject}, s.town, null as lead,
           coalesce(s.licence_class, '证照类别不详') as label, ${of({})}
    from roster s left join disposition_now d on d.subject = s.subject and d.campaign = ${campaign}
    where s.id in (${ids})`,
  disposition: (campaign, ids) => sql`
    select s.id as source, 'disposition' as fact, d.id, d.entry, s.subject, s.name, ${subject}, s.town, null as lead, d.bucket as label, ${of({})}
    from roster s join disposition_now d on d.subject = s.subject and d.campaign = ${campaign}
    where s.id in (${ids})`,
  inspection: (campaign, ids) => sql`
    select v.id as source, 'inspection' as fact, v.id, v.entry, v.subject, s.name, ${subject}, s.town, null as lead,
           v.kind || '：' || v.result as label, ${of({ inspection_kind: sql`v.kind` })}
    from inspection v ${about("v.subject", campaign)}
    where v.id in (${ids})`,
  attendance: (campaign, ids) => sql`
    select v.id as source, 'attendance' as fact, a.id, a.entry, v.subject, s.name, ${subject}, s.town, null as lead,
           a.name || '（' || a.unit || '）' as label, ${of({ inspection_kind: sql`v.kind` })}
    from inspection v join attendance a on a.inspection = v.id ${about("v.subject", campaign)}
    where v.id in (${ids})`,
  finding: (campaign, ids) => sql`
    select f.id as source, 'finding' as fact, f.id, f.entry, f.subject, s.name, ${subject}, s.town, f.lead, ${findingLabel},
           ${of({ severity: sql`f.severity`, order_kind: sql`f.order_kind`, inspection_kind: sql`v.kind` })}
    from finding f left join inspection v on v.id = f.inspection ${about("f.subject", campaign)}
    where f.id in (${ids})`,
  close_out: (campaign, ids) => sql`
    select f.id as source, 'close_out' as fact, c.id, c.entry, f.subject, s.name, ${subject}, s.town, f.lead, ${findingLabel},
           ${of({ severity: sql`f.severity`, order_kind: sql`f.order_kind`, inspection_kind: sql`v.kind` })}
    from finding f join first_close c on c.finding = f.id left join inspection v on v.id = f.inspection ${about("f.subject", campaign)}
    where f.id in (${ids})`,
  orders: (campaign, ids) => sql`
    select o.id as source, 'orders' as fact, o.id, o.entry, o.subject, s.name, ${subject}, s.town, o.issuer as lead,
           o.kind || ' ' || o.number as label, ${of({ order_kind: sql`o.kind` })}
    from orders o ${about("o.subject", campaign)}
    where o.id in (${ids})`,
  tally: (campaign, ids) => sql`
    select t.id as source, 'tally' as fact, t.id, t.entry, t.subject, s.name, ${subject}, coalesce(t.town, s.town) as town, t.department as lead,
           t.item || case when t.note = '' then '' else '：' || t.note end as label, t.quantity, ${of({})}
    from tally t ${about("t.subject", campaign)}
    where t.id in (${ids})`,
};

type Listed = "roster" | "disposition" | "inspection" | "attendance" | "finding" | "close_out" | "orders" | "tally";

const findingLabel = sql`f.item || ' ' || f.text || case when f.note = '' then '' else '：' || f.note end as label`;

/** The table that a set's facts lie in. */
const tableOf = {
  subject: "roster",
  visit: "inspection",
  finding: "finding",
  open: "finding",
  order: "orders",
  tally: "tally",
} as const satisfies Readonly<Record<Exclude<SetDefinition["of"], "operation" | "listing">, Listed>>;

/** So many facts are looked up in one statement. */
const together = 5_000;

/** What the facts with these numbers say, in no order; several rows for one where a set lists several. */
export async function* wordsOf(
  db: Reading,
  { campaign, day, knownTo, annulledTo }: Vantage,
  { of: kind, lists }: Pick<SetDefinition, "of" | "lists">,
  ids: readonly number[],
): AsyncGenerator<Worded[]> {
  if (kind === "operation" || kind === "listing") return;
  const worded = words[lists ?? tableOf[kind]];
  for (let from = 0; from < ids.length; from += together) {
    const some = sql.raw(ids.slice(from, from + together).join(","));
    const query = sql<Worded>`with ${standing(day, knownTo, annulledTo)} ${worded(campaign, some)}`;
    yield (await query.execute(db)).rows;
  }
}

/** The rows of sets that are never large: who is stopped or closed, and who is on a list. */
export async function fewRows(
  db: Reading,
  { campaign, day, knownTo, annulledTo }: Vantage,
  kind: "operation" | "listing",
  town: string | undefined,
): Promise<FewRow[]> {
  const here = (id: string): RawBuilder<unknown> => {
    const at = town === undefined ? sql`` : sql` and i.town = ${town}`;
    return sql`exists (select 1 from institution_now i where i.subject = ${sql.ref(id)}${at})`;
  };
  const rows = {
    operation: sql`
      select o.fact, o.id, o.entry, o.subject, s.name, ${subject}, s.town, null as lead, o.since as day, o.operation as label, o.operation, ${of({})}
      from operation_now o ${about("o.subject", campaign)}
      where ${here("o.subject")}`,
    listing: sql`
      select 'listing' as fact, l.id, l.entry, l.subject, l.name, ${subject}, s.town, null as lead, l.since as day,
             l.list || case when l.situation = '' then '' else '：' || l.situation end as label, '' as operation, ${of({ list: sql`l.list` })}
      from listing_now l ${about("l.subject", campaign)}
      where l.campaign = ${campaign} and l.standing = '在列' and ${town === undefined ? sql`1 = 1` : here("l.subject")}`,
  };
  return (await sql<FewRow>`with ${standing(day, knownTo, annulledTo)} ${rows[kind]}`.execute(db)).rows;
}
