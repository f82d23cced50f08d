/** What the rows of a set say: in a few words what a fact is, and whom it is about; looked up for those that are listed. */
import { sql } from "kysely";
import type { RawBuilder } from "kysely";
import { dayOfNumber, inStretches, publicName, personsNamed } from "../../campaign/index.ts";
import type { AsOf, PublicWords } from "../../campaign/index.ts";
import type { People } from "../as-of/people.ts";
import { correctedColumn } from "../corrected-column.ts";
import { stateOn } from "../as-of/state.ts";
import type { ThingKind, Stand } from "../as-of/state.ts";
import { nobody } from "../as-of/traits.ts";
import type { SubjectTraits } from "../as-of/traits.ts";
import type { FactsRead, Vantage } from "../as-of/vantage.ts";
import { fromJson } from "../json.ts";
import type { RosterRow } from "../tables.ts";
import type { SetRow } from "./set-row.ts";
import type { SetDefinition } from "./sets.ts";

/** What a fact says by itself, and the number of the fact that stands. */
interface DescribedRow extends Omit<SetRow, "name" | "town" | "day" | keyof SubjectTraits> {
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
const findingText = (at: AsOf): RawBuilder<unknown> => {
  const note = correctedColumn("finding", "f", "note", at);
  return sql`f.item || ' 不符合“' || f.text || '”' || case when ${note} = '' then '' else '：' || ${note} end`;
};
const findingLead = (at: AsOf): RawBuilder<unknown> => sql`${correctedColumn("finding", "f", "lead", at)} as lead`;
const findingTraits = (at: AsOf): RawBuilder<unknown> =>
  of({
    severity: correctedColumn("finding", "f", "severity", at),
    order_kind: sql`f.order_kind`,
    inspection_kind: sql`(select v.kind from inspection as v where v.id = f.inspection)`,
  });

/** What the facts with these numbers say. */
const sayings: Readonly<Record<Listed, (ids: RawBuilder<unknown>, at: AsOf) => RawBuilder<unknown>>> = {
  roster: (ids) => sql`
    select id as source, 'roster' as fact, id, entry, subject, null as lead, coalesce(licence_class, '证照类别不详') as label, ${of({})}
    from roster where id in (${ids})`,
  disposition: (ids) => sql`
    select id as source, 'disposition' as fact, id, entry, subject, null as lead, bucket as label, ${of({})}
    from disposition where id in (${ids})`,
  inspection: (ids) => sql`
    select id as source, 'inspection' as fact, id, entry, subject, null as lead, kind || '：' || result as label, ${of({ inspection_kind: sql`kind` })}
    from inspection where id in (${ids})`,
  attendance: (ids, at) => sql`
    select v.id as source, 'attendance' as fact, a.id, a.entry, v.subject, null as lead,
           ${correctedColumn("attendance", "a", "name", at)} || '（' || ${correctedColumn("attendance", "a", "unit", at)} || '）' as label,
           ${of({ inspection_kind: sql`v.kind` })}
    from inspection v join attendance a on a.inspection = v.id
    where v.id in (${ids})`,
  finding: (ids, at) => sql`
    select f.id as source, 'finding' as fact, f.id, f.entry, f.subject, ${findingLead(at)}, ${findingText(at)} as label, ${findingTraits(at)}
    from finding f where f.id in (${ids})`,
  close_out: (ids, at) => sql`
    select c.id as source, 'close_out' as fact, c.id, c.entry, f.subject, ${findingLead(at)}, ${findingText(at)} as label, ${findingTraits(at)}
    from close_out c join finding f on f.id = c.finding
    where c.id in (${ids})`,
  order_finding: (ids, at) => sql`
    select t.id as source, 'order_finding' as fact, t.id, t.entry, f.subject, ${findingLead(at)},
           ${findingText(at)} || '（' || orders.number || '）' as label, ${findingTraits(at)}
    from order_finding t join finding f on f.id = t.finding join orders on orders.id = t.order_id
    where t.id in (${ids})`,
  orders: (ids) => sql`
    select id as source, 'orders' as fact, id, entry, subject, issuer as lead, kind || ' ' || number as label, ${of({ order_kind: sql`kind` })}
    from orders where id in (${ids})`,
  tally: (ids, at) => sql`
    select id as source, 'tally' as fact, id, entry, subject, department as lead,
           item || case when ${correctedColumn("tally", "tally", "note", at)} = '' then ''
                        else '：' || ${correctedColumn("tally", "tally", "note", at)} end as label,
           cast(${correctedColumn("tally", "tally", "quantity", at)} as bigint) as quantity, town as own_town, ${of({})}
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
} as const satisfies Readonly<Record<ThingKind, Listed>>;

/** By place: the number of the fact that a set lists for a thing. */
export function listedBy({ lists }: Pick<SetDefinition, "lists">, stand: Stand, people: People): Int32Array {
  if (lists === "close_out") return stand.closing;
  if (lists === "order_finding") return stand.link;
  return lists === "disposition" ? people.disposition : stand.id;
}

/** How many facts are looked up in one statement. */
export const together = 5_000;

/** What the facts with these numbers say, each with its day, in no order; several rows for one where a set lists several. */
export async function* wordsOf(
  facts: FactsRead,
  vantage: Vantage,
  { of: kind, lists }: { readonly of: ThingKind; readonly lists?: SetDefinition["lists"] },
  days: ReadonlyMap<number, number>,
): AsyncGenerator<SetRow[]> {
  const people = await stateOn(facts, vantage).people();
  const saying = sayings[lists ?? tableOf[kind]];
  for (const ids of inStretches([...days.keys()], together)) {
    const { rows } = await sql<DescribedRow>`${saying(sql.raw(ids.join(",")), vantage)}`.execute(facts.db);
    const names = await namesOf(facts, people, rows);
    yield rows.map(({ source, own_town: town = null, ...row }) => {
      const { town: there, ...traits } = subjectIn(people, row.subject);
      return Object.assign(row, traits, {
        name: names.get(row.subject) ?? null,
        town: town ?? there,
        day: dayOfNumber(days.get(source) ?? 0),
      });
    });
  }
}

/** What is known of a subject on the day. */
export function subjectIn(people: People, subject: number): SubjectTraits & { readonly town: string | null } {
  const traits = people.traits.all[people.traits.of[subject] ?? 0] ?? nobody;
  return { ...traits, town: people.towns[people.town[subject] ?? people.nowhere] ?? null };
}

/** What subjects are called in public on the day; those that the roster does not have are left out. */
export async function publicNamesOf(
  { db }: FactsRead,
  people: People,
  subjects: readonly number[],
): Promise<ReadonlyMap<number, PublicWords>> {
  const names = new Map<number, PublicWords>();
  const ids = [...new Set(subjects.map((subject) => people.row[subject] ?? 0).filter((id) => id > 0))];
  for (const some of inStretches(ids, together)) {
    const { rows } = await sql<Pick<RosterRow, "subject" | "name" | "legal_rep" | "organizer" | "more">>`
      select subject, name, legal_rep, organizer, more from roster where id in (${sql.raw(some.join(","))})`.execute(
      db,
    );
    for (const { subject, name, more, ...row } of rows) {
      const persons = personsNamed({ ...row, principal: fromJson(more).principal });
      names.set(subject, publicName(name, { ...subjectIn(people, subject), persons }));
    }
  }
  return names;
}

/** What subjects are called on the day; those that the roster does not have are left out. */
export async function namesOf(
  { db }: FactsRead,
  { row }: People,
  rows: readonly { readonly subject: number }[],
): Promise<ReadonlyMap<number, string>> {
  const ids = new Set(rows.map(({ subject }) => row[subject] ?? 0).filter((id) => id > 0));
  const names = new Map<number, string>();
  for (const some of inStretches([...ids], together)) {
    const query = sql<{ subject: number; name: string }>`
      select subject, name from roster where id in (${sql.raw(some.join(","))})`;
    for (const { subject, name } of (await query.execute(db)).rows) names.set(subject, name);
  }
  return names;
}
