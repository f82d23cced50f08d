/**
 * Whether spans are what the facts say, of many subjects at a time. It only ever says that all is well: where a span is otherwise, and
 * where subjects have to do with each other, keep.ts looks at each.
 */
import { sql } from "kysely";
import { grouped } from "../../campaign/index.ts";
import type { Db, SpanRow } from "../tables.ts";
import { parted } from "./facts.ts";
import type { SpanRows } from "./facts.ts";
import { spanKinds } from "./kinds.ts";
import { bornBySpans, spansOf } from "./span.ts";
import type { Span } from "./span.ts";
import { factsIn, spansIn } from "./stretch.ts";
import type { StoredSpan, SubjectRange } from "./stretch.ts";
import type { SpanTraits } from "./traits.ts";

/** What is asked of the whole ledger, once. */
export interface SpanCheck {
  /** Subjects of whom it cannot be said that their spans are what the facts say. */
  doubtful(stretch: SubjectRange): Promise<ReadonlySet<number>>;
}

export async function spanCheck(db: Db): Promise<SpanCheck> {
  const together = await subjectsTogether(db);
  const back = grouped<SpanRows["annulment"], number>(
    await db.selectFrom("annulment").selectAll().execute(),
    ({ target }) => target,
  );
  const traits = await traitsWritten(db);
  return {
    doubtful: async (stretch) => {
      const { facts, visits } = await factsIn(db, stretch);
      const doubtful = new Set(together.filter((subject) => subject >= stretch.from && subject <= stretch.to));
      for (const { subject, inspection } of facts.finding) if (!visits.has(inspection)) doubtful.add(subject);
      const spans = grouped(
        parted(facts, back).flatMap((part) => spansOf({ facts: part, visits })),
        ({ kind }) => kind,
      );
      for (const kind of spanKinds)
        compare((spans.get(kind) ?? []).toSorted(byPlace), await spansIn(db, { ...stretch, kind }, columns), {
          traits: traits.get(kind) ?? new Map(),
          differs: (subject) => doubtful.add(subject),
        });
      return doubtful;
    },
  };
}

/** Traits by kind and number; without those that are written otherwise than they would be (span.ts). */
async function traitsWritten(db: Db): Promise<ReadonlyMap<string, ReadonlyMap<number, SpanTraits>>> {
  const traits = new Map<string, Map<number, SpanTraits>>(spanKinds.map((kind) => [kind, new Map()]));
  for (const { id, kind, said } of await db.selectFrom("trait").selectAll().execute()) {
    const read = traitsIn(said);
    if (read !== null) traits.get(kind)?.set(id, read);
  }
  return traits;
}

function traitsIn(said: string): SpanTraits | null {
  try {
    const read: unknown = JSON.parse(said);
    const isWritten = typeof read === "object" && read !== null && JSON.stringify(read) === said;
    return isWritten ? read : null;
  } catch {
    return null;
  }
}

/** Subjects that were found to be one, or that an order brings together: what stands of one says something of the other. */
async function subjectsTogether(db: Db): Promise<number[]> {
  const { rows } = await sql<{ subject: number | null }>`
    select subject from pairing where verdict = '同一家' union select other from pairing where verdict = '同一家'
    union select f.subject from order_finding as t join finding as f on f.id = t.finding
          left join orders as o on o.id = t.order_id where o.subject is null or o.subject <> f.subject
    union select o.subject from order_finding as t join orders as o on o.id = t.order_id
          left join finding as f on f.id = t.finding where f.subject is null or o.subject <> f.subject`.execute(db);
  return rows.flatMap(({ subject }) => subject ?? []);
}

const byPlace = (one: Span, other: Span): number =>
  one.subject - other.subject || one.thing - other.thing || one.since - other.since;

/** What a span says beside its traits, in the order in which it is read. */
const columns = ["until", ...bornBySpans] as const satisfies readonly (keyof SpanRow)[];

/** Both in the order of their places. */
function compare(
  spans: readonly Span[],
  stored: readonly StoredSpan[],
  { traits, differs }: { traits: ReadonlyMap<number, SpanTraits>; differs: (subject: number) => void },
): void {
  let [nth, at] = [0, 0];
  while (nth < spans.length || at < stored.length) {
    const [span, row] = [spans[nth], stored[at]];
    const order = span === undefined ? 1 : row === undefined ? -1 : placeAfter(span, row);
    if (span !== undefined && order <= 0) nth += 1;
    if (row !== undefined && order >= 0) at += 1;
    if (span !== undefined && row !== undefined && order === 0 && isSame(span, row, traits.get(row[3]))) continue;
    differs(span !== undefined && order <= 0 ? span.subject : (row?.[0] ?? 0));
  }
}

/** Below 0 where the span comes before the row, above 0 where it comes after it. */
const placeAfter = (span: Span, [subject, thing, since]: StoredSpan): number =>
  comparing(span.subject, subject) || comparing(span.thing, thing) || comparing(span.since, since);

/** What another program wrote into the row may be no number: the engine puts that after all numbers, so that it is never greater here. */
const comparing = (own: number, stored: number): number => (own === stored ? 0 : own > stored ? 1 : -1);

function isSame(span: Span, row: StoredSpan, traits: SpanTraits | undefined): boolean {
  for (let at = 0; at < columns.length; at += 1) if (row[at + 4] !== span[columns[at] ?? "until"]) return false;
  return traits !== undefined && areSame(span.traits, traits);
}

/** Their order of keys is the same, too (traits.ts). */
function areSame(one: SpanTraits, other: SpanTraits): boolean {
  const keys = Object.keys(one) as (keyof SpanTraits)[];
  const others = Object.keys(other);
  return keys.length === others.length && keys.every((key, at) => key === others[at] && one[key] === other[key]);
}
