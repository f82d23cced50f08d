/** Keeps spans in step with the facts: those touched by a recording are folded anew, and what differs is written. */
import { sql } from "kysely";
import type { RawBuilder } from "kysely";
import { dayNumber, inStretches } from "../../campaign/index.ts";
import type { AnnulmentFact, Day } from "../../campaign/index.ts";
import type { Appender, Engine } from "../engines/engine.ts";
import type { Reading } from "../ledger.ts";
import type { FactTable, SpanRow } from "../tables.ts";
import { annulmentsOf, rootsOf, talliesOfNobody } from "./facts.ts";
import { noEnd, spanKinds, spansOf, spansVersion } from "./span.ts";
import type { Span, SpanKind } from "./span.ts";
import { touch } from "./touched.ts";
import type { Range, Touched } from "./touched.ts";
import { traitNumbers } from "./traits.ts";
import type { TraitNumbers, Traits } from "./traits.ts";

/** So many subjects are folded together. */
const together = 500;

const columns = [
  "kind",
  "subject",
  "thing",
  "since",
  "trait",
  "until",
  "fact",
  "entry",
  "day",
  "ordered_on",
  "served_on",
  "due_on",
  "closed_on",
  "order_id",
  "link",
  "closing",
  "amount",
  "more",
] as const satisfies readonly (keyof SpanRow)[];

/** What tells one span from another. */
const keyColumns = ["kind", "subject", "thing", "since", "trait"] as const;

/** Spans as an entry is recorded. */
export interface SpanKeeper {
  /** Takes a fact as it is recorded: a new subject's row needs no folding. */
  take(table: FactTable, names: readonly string[], values: readonly unknown[]): void | Promise<void>;
  /** Folds all that these facts concern. To be called once, before the entry is sealed. */
  settle(ranges: readonly Range[]): Promise<void>;
}

export function spanKeeper(engine: Pick<Engine, "appender">, db: Reading): SpanKeeper {
  const writer = spanWriter(engine, db);
  const newcomers = newcomersTo(db, writer);
  return {
    take: (table, names, values) => (table === "roster" ? newcomers.take(names, values) : undefined),
    settle: async (ranges) => {
      const touched: Touched = { subjects: newcomers.again, tallies: new Set() };
      await touch(
        db,
        touched,
        ranges.filter(({ table }) => table !== "roster"),
      );
      await refold(db, writer, touched);
    },
  };
}

/** New subjects with one row each: what the law says of them is that they are there from that day on. */
interface Newcomers {
  take(names: readonly string[], values: readonly unknown[]): void | Promise<void>;
  /** Those of whom there is more to say. */
  readonly again: Set<number>;
}

function newcomersTo(db: Reading, writer: SpanWriter): Newcomers {
  const again = new Set<number>();
  let [last, names] = [-1, [] as readonly string[]];
  let at: (name: string) => number = () => -1;
  const take = (values: readonly unknown[]): void | Promise<void> => {
    const subject = Number(values[at("subject")]);
    if (subject <= last) return void again.add(subject);
    last = subject;
    const text = (name: string): string | null => (values[at(name)] ?? null) as string | null;
    const traits: Traits = {
      town: text("town"),
      kind: text("kind") as NonNullable<Traits["kind"]>,
      licence_class: text("licence_class") as NonNullable<Traits["licence_class"]> | null,
      category: text("category"),
    };
    const day = dayNumber(text("happened_on") as Day);
    const [fact, entry] = [Number(values[at("id")]), Number(values[at("entry")])];
    return writer.add({ ...blank, subject, since: day, day, fact, entry, said: JSON.stringify(traits) });
  };
  return {
    again,
    take: (known, values) => {
      if (known !== names) {
        const places = new Map(known.map((name, place) => [name, place]));
        [names, at] = [known, (name) => places.get(name) ?? -1];
      }
      if (last >= 0) return take(values);
      return lastSubject(db).then((before) => {
        last = before;
        return take(values);
      });
    },
  };
}

const blank: Span = {
  kind: "subject",
  subject: 0,
  thing: 0,
  since: 0,
  until: noEnd,
  said: "",
  fact: null,
  entry: null,
  day: 0,
  ordered_on: null,
  served_on: null,
  due_on: null,
  closed_on: null,
  order_id: null,
  link: null,
  closing: null,
  amount: null,
  more: null,
};

/** The greatest short number that anything was recorded of. */
async function lastSubject(db: Reading): Promise<number> {
  const lastIn = async (from: RawBuilder<unknown>): Promise<number> => {
    const { rows } = await sql<{ subject: number }>`${from} order by subject desc limit 1`.execute(db);
    return rows[0]?.subject ?? 0;
  };
  const last = [await lastIn(sql`select subject from roster`), await lastIn(sql`select other as subject from pairing`)];
  for (const kind of spanKinds) last.push(await lastIn(sql`select subject from span where kind = ${kind}`));
  return Math.max(...last);
}

/** Writes spans, and takes away those that are no more. */
interface SpanWriter {
  add(span: Span): void | Promise<void>;
  /** Makes what is kept of these subjects what it should be; gives how many spans differed. */
  settle(stored: readonly SpanRow[], spans: readonly Span[]): Promise<number>;
}

/** Without an engine it writes nothing, and only tells what differs. */
function spanWriter(engine: Pick<Engine, "appender"> | null, db: Reading): SpanWriter {
  const traits = traitNumbers(db, { writes: engine !== null });
  let write: Appender | undefined;
  const insert = (row: SpanRow): void | Promise<void> => {
    write ??= engine?.appender("span", columns);
    return write?.(columns.map((column) => row[column]));
  };
  return {
    add: (span) => {
      const trait = traits.of(span.kind, span.said);
      if (trait !== undefined) return insert(rowOf(span, trait));
      return traits
        .find(span.kind, new Set([span.said]))
        .then(() => insert(rowOf(span, traits.of(span.kind, span.said) ?? 0)));
    },
    settle: async (stored, spans) => {
      const { gone, fresh } = differences(stored, await numbered(traits, spans));
      const differing = new Set([...gone, ...fresh].map(keyOf)).size;
      if (engine === null) return differing;
      await remove(db, gone);
      for (const row of fresh) {
        const written = insert(row);
        if (written) await written;
      }
      return differing;
    },
  };
}

function rowOf(span: Span, trait: number): SpanRow {
  const { kind, subject, thing, since, until, fact, entry, day, ordered_on, served_on, due_on, closed_on } = span;
  const { order_id, link, closing, amount, more } = span;
  const days = { day, ordered_on, served_on, due_on, closed_on };
  return { kind, subject, thing, since, trait, until, fact, entry, ...days, order_id, link, closing, amount, more };
}

async function numbered(traits: TraitNumbers, spans: readonly Span[]): Promise<SpanRow[]> {
  const said = new Map<SpanKind, Set<string>>();
  for (const span of spans) {
    const ours = said.get(span.kind);
    if (ours) ours.add(span.said);
    else said.set(span.kind, new Set([span.said]));
  }
  for (const [kind, ours] of said) await traits.find(kind, ours);
  return spans.map((span) => rowOf(span, traits.of(span.kind, span.said) ?? 0));
}

interface Differences {
  readonly gone: readonly SpanRow[];
  readonly fresh: readonly SpanRow[];
}

function differences(stored: readonly SpanRow[], wanted: readonly SpanRow[]): Differences {
  const before = new Map(stored.map((row) => [keyOf(row), row]));
  const fresh: SpanRow[] = [];
  const kept = new Set<SpanRow>();
  for (const row of wanted) {
    const known = before.get(keyOf(row));
    if (known !== undefined && isSame(known, row)) kept.add(known);
    else fresh.push(row);
  }
  return { gone: stored.filter((row) => !kept.has(row)), fresh };
}

const keyOf = (row: SpanRow): string => keyColumns.map((column) => row[column]).join();

/** An engine may give an amount as text. */
function isSame(one: SpanRow, other: SpanRow): boolean {
  return columns.every((column) => one[column] === other[column] || String(one[column]) === String(other[column]));
}

async function remove(db: Reading, rows: readonly SpanRow[]): Promise<void> {
  const names = sql.join(keyColumns.map((column) => sql.ref(column)));
  for (const some of inStretches(rows, together)) {
    // a kind is one of our own words, the rest are numbers
    const keys = some.map(
      ({ kind, subject, thing, since, trait }) => `('${kind}',${subject},${thing},${since},${trait})`,
    );
    await sql`delete from span where (${names}) in (values ${sql.raw(keys.join(","))})`.execute(db);
  }
}

/** Folds these and writes what differs; gives how many spans did. */
async function refold(db: Reading, writer: SpanWriter, { subjects, tallies }: Touched): Promise<number> {
  if (subjects.size + tallies.size === 0) return 0;
  const annulments = await annulmentsOf(db);
  let count = 0;
  const done = new Set<number>();
  for (const some of inStretches(
    [...subjects].toSorted((one, other) => one - other),
    together,
  )) {
    const { about, spans } = await foldedOf(
      db,
      some.filter((subject) => !done.has(subject)),
      annulments,
    );
    for (const subject of about) done.add(subject);
    count += await writer.settle(await storedOf(db, about), spans);
  }
  for (const some of inStretches([...tallies], together))
    count += await writer.settle(
      await storedTallies(db, some),
      (await talliesOfNobody(db, some, annulments)).flatMap(spansOf),
    );
  return count;
}

interface Folded {
  /** Those asked for, and those taken together with them. */
  readonly about: readonly number[];
  readonly spans: readonly Span[];
}

async function foldedOf(
  db: Reading,
  subjects: readonly number[],
  annulments: readonly AnnulmentFact[],
): Promise<Folded> {
  if (subjects.length === 0) return { about: [], spans: [] };
  const roots = await rootsOf(db, subjects, annulments);
  return { about: roots.flatMap((root) => root.subjects), spans: roots.flatMap(({ facts }) => spansOf(facts)) };
}

async function storedOf(db: Reading, subjects: readonly number[]): Promise<SpanRow[]> {
  if (subjects.length === 0) return [];
  const { rows } = await sql<SpanRow>`
    select * from span where kind in (${sql.join(spanKinds)}) and subject in (${sql.raw(subjects.join(","))})`.execute(
    db,
  );
  return rows;
}

async function storedTallies(db: Reading, numbers: readonly number[]): Promise<SpanRow[]> {
  const { rows } = await sql<SpanRow>`
    select * from span where kind = 'tally' and subject = 0 and thing in (${sql.raw(numbers.join(","))})`.execute(db);
  return rows;
}

/** Whether the spans are of this program's law; a new ledger's are not yet. */
export async function spansAreCurrent(db: Reading): Promise<boolean> {
  const row = await db.selectFrom("setting").select("value").where("name", "=", setting).executeTakeFirst();
  return row?.value === spansVersion;
}

const setting = "spans";

/** Makes all spans anew from the facts. */
export async function makeSpans(engine: Pick<Engine, "appender">, db: Reading): Promise<void> {
  await sql`delete from span`.execute(db);
  await sql`delete from trait`.execute(db);
  await settleAll(db, spanWriter(engine, db));
  await db
    .insertInto("setting")
    .values({ name: setting, value: spansVersion })
    .onConflict((conflict) => conflict.column("name").doUpdateSet({ value: spansVersion }))
    .execute();
}

/** How many spans differ from what the facts say. */
export async function checkSpans(db: Reading): Promise<number> {
  return (await strangers(db)).length + (await settleAll(db, spanWriter(null, db)));
}

/** Has all spans made anew when the ledger is next opened. */
export async function forgetSpans(db: Reading): Promise<void> {
  await db.deleteFrom("setting").where("name", "=", setting).execute();
}

async function settleAll(db: Reading, writer: SpanWriter): Promise<number> {
  let count = 0;
  const last = await lastConcerned(db);
  for (let first = 1; first <= last; first += stretch)
    count += await refold(db, writer, {
      subjects: new Set(Array.from({ length: Math.min(stretch, last - first + 1) }, (_, nth) => first + nth)),
      tallies: new Set(),
    });
  const ofNobody = await db.selectFrom("tally").select("id").where("subject", "is", null).execute();
  return count + (await refold(db, writer, { subjects: new Set(), tallies: new Set(ofNobody.map(({ id }) => id)) }));
}

const stretch = 5_000;

/** The greatest short number that any fact is about. */
async function lastConcerned(db: Reading): Promise<number> {
  const { rows } = await sql<{ last: number | null }>`
    select max(last) as last from (${sql.join(
      tablesOfSubjects.map((table) => sql`select max(subject) as last from ${sql.table(table)}`),
      sql` union all `,
    )}) as known`.execute(db);
  return rows[0]?.last ?? 0;
}

const tablesOfSubjects = [
  "roster",
  "inspection",
  "finding",
  "orders",
  "disposition",
  "listing",
  "listing_change",
  "tally",
] as const satisfies readonly FactTable[];

/** Spans of subjects and tallies that no fact is about. */
async function strangers(db: Reading): Promise<SpanRow[]> {
  const { rows } = await sql<SpanRow>`
    select * from span where kind not in (${sql.join(spanKinds)}) or subject < 0 or subject > ${await lastConcerned(db)}
      or (subject = 0 and (kind <> 'tally' or thing not in (select id from tally where subject is null)))`.execute(db);
  return rows;
}
