/** What the rows of a set say: in a few words what a fact is, and whom it is about; looked up for those that are listed. */
import { sql } from "kysely";
import type { RawBuilder } from "kysely";
import { dayOfNumber, inStretches } from "../../campaign/index.ts";
import type { Day, LicenceClass, ListName, Operation, RowFilter, Severity, SubjectKind } from "../../campaign/index.ts";
import type { Vantage } from "../as-of/moment.ts";
import type { People } from "../as-of/people.ts";
import { stateOn } from "../as-of/state.ts";
import type { FactKind } from "../as-of/state.ts";
import { nobody } from "../as-of/traits.ts";
import type { SubjectTraits } from "../as-of/traits.ts";
import type { Facts } from "../columns/facts.ts";
import type { Reading } from "../ledger.ts";
import type { ListedKind, SetDefinition } from "./sets.ts";
import { standing } from "../standing.ts";
import type { FactTable } from "../tables.ts";

/** One row behind a number. */
export interface BareRow {
  /** The fact's table and number, and the journal entry that recorded it. */
  readonly fact: FactTable;
  readonly id: number;
  readonly entry: number;
  readonly subject: number;
  readonly town: string | null;
  /** When it happened, or when the state began. */
  readonly day: Day;
  readonly list: ListName | null;
  /** How many a tally stands for, money in 分; every other row stands for one. */
  readonly quantity?: number;
}

/** The same, and what it says. */
export interface SetRow extends BareRow {
  readonly name: string | null;
  /** Lead departments of a finding, issuer of an order; joint leads as one text. */
  readonly lead: string | null;
  /** What it is, in a few words. */
  readonly label: string;
  readonly kind: SubjectKind;
  readonly licence_class: LicenceClass | null;
  readonly category: string | null;
  readonly bucket: string | null;
  readonly severity: Severity | null;
  readonly order_kind: string | null;
  readonly inspection_kind: string | null;
}

/** A row of a set that is never large. */
export interface FewRow extends SetRow {
  /** Of who was stopped or closed; null of a name on a list. */
  readonly operation: Operation | null;
}

/** What a fact says by itself, and the number of the fact that stands. */
interface Said extends Omit<SetRow, "name" | "town" | "day" | keyof SubjectTraits> {
  readonly source: number;
  readonly own_town?: string | null;
}

const of = (traits: Partial<Record<"severity" | "order_kind" | "inspection_kind" | "list", RawBuilder<unknown>>>) =>
  sql.join(
    (["severity", "order_kind", "inspection_kind", "list"] as const).map(
      (name) => sql`${traits[name] ?? sql`null`} as ${sql.ref(name)}`,
    ),
  );

/** The item says what is demanded, so that a problem is told as not fulfilling it. */
const findingText = sql`f.item || ' 不符合“' || f.text || '”' || case when f.note = '' then '' else '：' || f.note end`;
const findingLabel = sql`${findingText} as label`;
const orderedLabel = sql`${findingText} || '（' || orders.number || '）' as label`;
const findingTraits = of({
  severity: sql`f.severity`,
  order_kind: sql`f.order_kind`,
  inspection_kind: sql`(select v.kind from inspection as v where v.id = f.inspection)`,
});

/** What the facts with these numbers say, over standing(day). */
const sayings: Readonly<Record<Listed, (campaign: string, ids: RawBuilder<unknown>) => RawBuilder<unknown>>> = {
  roster: (_, ids) => sql`
    select id as source, 'roster' as fact, id, entry, subject, null as lead, coalesce(licence_class, '证照类别不详') as label, ${of({})}
    from roster where id in (${ids})`,
  disposition: (campaign, ids) => sql`
    select s.id as source, 'disposition' as fact, d.id, d.entry, s.subject, null as lead, d.bucket as label, ${of({})}
    from roster s join disposition_now d on d.subject = s.subject and d.campaign = ${campaign}
    where s.id in (${ids})`,
  inspection: (_, ids) => sql`
    select id as source, 'inspection' as fact, id, entry, subject, null as lead, kind || '：' || result as label, ${of({ inspection_kind: sql`kind` })}
    from inspection where id in (${ids})`,
  attendance: (_, ids) => sql`
    select v.id as source, 'attendance' as fact, a.id, a.entry, v.subject, null as lead, a.name || '（' || a.unit || '）' as label,
           ${of({ inspection_kind: sql`v.kind` })}
    from inspection v join attendance a on a.inspection = v.id
    where v.id in (${ids})`,
  finding: (_, ids) => sql`
    select f.id as source, 'finding' as fact, f.id, f.entry, f.subject, f.lead, ${findingLabel}, ${findingTraits}
    from finding f where f.id in (${ids})`,
  close_out: (_, ids) => sql`
    select f.id as source, 'close_out' as fact, c.id, c.entry, f.subject, f.lead, ${findingLabel}, ${findingTraits}
    from finding f join first_close c on c.finding = f.id
    where f.id in (${ids})`,
  order_finding: (_, ids) => sql`
    select f.id as source, 'order_finding' as fact, t.id, t.entry, f.subject, f.lead, ${orderedLabel}, ${findingTraits}
    from finding f
    join order_finding t on t.id = (
      select taken.id from order_finding taken join order_in_force o on o.id = taken.order_id
      where taken.finding = f.id and o.effect = '整改' order by o.happened_on, taken.id limit 1)
    join orders on orders.id = t.order_id
    where f.id in (${ids})`,
  orders: (_, ids) => sql`
    select id as source, 'orders' as fact, id, entry, subject, issuer as lead, kind || ' ' || number as label, ${of({ order_kind: sql`kind` })}
    from orders where id in (${ids})`,
  tally: (_, ids) => sql`
    select id as source, 'tally' as fact, id, entry, subject, department as lead,
           item || case when note = '' then '' else '：' || note end as label, quantity, town as own_town, ${of({})}
    from tally where id in (${ids})`,
};

type Listed =
  | "roster"
  | "disposition"
  | "inspection"
  | "attendance"
  | "finding"
  | "close_out"
  | "order_finding"
  | "orders"
  | "tally";

/** The table that a set's facts lie in. */
export const tableOf = {
  subject: "roster",
  visit: "inspection",
  finding: "finding",
  open: "finding",
  order: "orders",
  tally: "tally",
} as const satisfies Readonly<Record<FactKind, Listed>>;

/** So many facts are looked up in one statement. */
const together = 5_000;

/** What the facts with these numbers say, each with its day, in no order; several rows for one where a set lists several. */
export async function* wordsOf(
  facts: Facts,
  vantage: Vantage,
  { of: kind, lists }: { readonly of: FactKind; readonly lists?: SetDefinition["lists"] },
  days: ReadonlyMap<number, number>,
): AsyncGenerator<SetRow[]> {
  const { campaign, day, knownTo, annulledTo } = vantage;
  const people = await stateOn(facts, vantage).people();
  const saying = sayings[lists ?? tableOf[kind]];
  for (const ids of inStretches([...days.keys()], together)) {
    const some = sql.raw(ids.join(","));
    const query = sql<Said>`with ${standing(day, knownTo, annulledTo)} ${saying(campaign, some)}`;
    const { rows } = await query.execute(facts.db);
    const names = await namesOf(facts, people, rows);
    yield rows.map(({ source, own_town: town = null, ...row }) => {
      const of = people.traits.all[people.traits.of[row.subject] ?? 0] ?? nobody;
      return Object.assign(row, of, {
        name: names.get(row.subject) ?? null,
        town: town ?? people.towns[people.town[row.subject] ?? people.nowhere] ?? null,
        day: dayOfNumber(days.get(source) ?? 0),
      });
    });
  }
}

/** What subjects are called on the day; those that the roster does not have are left out. */
async function namesOf(
  facts: Facts,
  { row }: People,
  rows: readonly { readonly subject: number }[],
): Promise<ReadonlyMap<number, string>> {
  const { id } = await facts.of("roster");
  const places = new Set(rows.map(({ subject }) => row[subject] ?? 0).filter((place) => place > 0));
  if (places.size === 0) return new Map();
  const ids = Array.from(places, (place) => id[place - 1] ?? 0);
  const query = sql<{ subject: number; name: string }>`
    select subject, name from roster where id in (${sql.raw(ids.join(","))})`;
  return new Map((await query.execute(facts.db)).rows.map(({ subject, name }) => [subject, name]));
}

const subjectColumns = sql`coalesce(s.kind, '机构') as kind, s.licence_class, s.category, d.bucket`;

/** The rows of sets that one statement lists: who is stopped or closed, who is on a list, what is in a register. */
export async function fewRows(
  db: Reading,
  vantage: Vantage,
  kind: ListedKind,
  { town, filter }: { readonly town: string | null | undefined; readonly filter: RowFilter },
): Promise<FewRow[]> {
  if (kind === "register") {
    const { registerRows } = await import("./registers.ts");
    return registerRows(db, vantage, filter, town);
  }
  if (kind === "expected") {
    const { expectedRows } = await import("./expected.ts");
    return expectedRows(db, vantage, filter, town);
  }
  if (kind === "inherited") {
    const { inheritedRows } = await import("./inherited.ts");
    return inheritedRows(db, vantage, filter, town);
  }
  const { campaign, day, knownTo, annulledTo } = vantage;
  const here = (id: string): RawBuilder<unknown> => {
    const at = town === undefined ? sql`` : town === null ? sql` and i.town is null` : sql` and i.town = ${town}`;
    return sql`exists (select 1 from institution_now i where i.subject = ${sql.ref(id)}${at})`;
  };
  /** Joined one by one, so that a few rows never cost the whole roster. */
  const about = (id: string): RawBuilder<unknown> => sql`
    left join institution_now s on s.subject = ${sql.ref(id)}
    left join disposition_now d on d.subject = s.subject and d.campaign = ${campaign}`;
  const rows = {
    operation: sql`
      select o.fact, o.id, o.entry, o.subject, s.name, ${subjectColumns}, s.town, null as lead, o.since as day, o.operation as label, o.operation, ${of({})}
      from operation_now o ${about("o.subject")}
      where ${here("o.subject")}`,
    listing: sql`
      select 'listing' as fact, l.id, l.entry, l.subject, l.name, ${subjectColumns}, s.town, null as lead, l.since as day,
             l.list || case when l.situation = '' then '' else '：' || l.situation end as label, null as operation, ${of({ list: sql`l.list` })}
      from listing_now l ${about("l.subject")}
      where l.campaign = ${campaign} and l.standing = '在列' and ${town === undefined ? sql`1 = 1` : town === null ? sql`s.town is null` : here("l.subject")}`,
  };
  return (await sql<FewRow>`with ${standing(day, knownTo, annulledTo)} ${rows[kind]}`.execute(db)).rows;
}
