/** Writes spans, and takes away those that are no more. */
import { sql } from "kysely";
import { inStretches } from "../../campaign/index.ts";
import type { Appender, Engine } from "../engines/engine.ts";
import type { Db, SpanRow } from "../tables.ts";
import type { SpanKind } from "./kinds.ts";
import { bornBySpans } from "./span.ts";
import type { Span } from "./span.ts";
import { traitNumbers } from "./traits.ts";
import type { TraitNumbers } from "./traits.ts";

const columns = [
  "kind",
  "subject",
  "thing",
  "since",
  "trait",
  "until",
  ...bornBySpans,
] as const satisfies readonly (keyof SpanRow)[];

export interface SpanWriter {
  add(span: Span): void | Promise<void>;
  /** Makes what is stored what it should be; gives how many spans differed. */
  settle(stored: readonly SpanRow[], spans: readonly Span[]): Promise<number>;
}

/** Without an engine it writes nothing, and only tells what differs. */
export function spanWriter(engine: Pick<Engine, "appender"> | null, db: Db): SpanWriter {
  const traits = traitNumbers(db, { writes: engine !== null });
  let write: Appender | undefined;
  const insert = (span: Span, trait: number): void | Promise<void> => {
    write ??= engine?.appender("span", columns);
    return write?.(columns.map((column) => (column === "trait" ? trait : span[column])));
  };
  return {
    add: (span) => {
      const said = JSON.stringify(span.traits);
      const trait = traits.of(span.kind, said);
      if (trait !== undefined) return insert(span, trait);
      return traits.find(span.kind, new Set([said])).then(() => insert(span, traits.of(span.kind, said) ?? 0));
    },
    settle: async (stored, spans) => {
      const said = await numbered(traits, spans);
      const before = new Map(stored.map((row) => [keyOf(row, row.trait), row]));
      const fresh: (readonly [Span, number])[] = [];
      let unknown = 0;
      for (const [nth, span] of spans.entries()) {
        const trait = said[nth] ?? noTrait;
        const key = keyOf(span, trait);
        const known = before.get(key);
        if (known !== undefined && isSame(known, span)) before.delete(key);
        else fresh.push([span, trait]);
        if (known === undefined) unknown += 1;
      }
      if (engine !== null) {
        await remove(db, [...before.values()]);
        for (const [span, trait] of fresh) {
          const written = insert(span, trait);
          if (written) await written;
        }
      }
      return before.size + unknown;
    },
  };
}

/** Of traits that are not written down. */
const noTrait = 0;

/** The numbers of their traits, in their order; new ones are written down where the writer may. */
async function numbered(traits: TraitNumbers, spans: readonly Span[]): Promise<number[]> {
  const said = spans.map((span) => JSON.stringify(span.traits));
  const wanted = new Map<SpanKind, Set<string>>();
  for (const [nth, { kind }] of spans.entries()) {
    const ours = wanted.get(kind);
    if (ours) ours.add(said[nth] ?? "");
    else wanted.set(kind, new Set([said[nth] ?? ""]));
  }
  for (const [kind, ours] of wanted) await traits.find(kind, ours);
  return spans.map(({ kind }, nth) => traits.of(kind, said[nth] ?? "") ?? noTrait);
}

/** What tells one span from another. */
const keyOf = ({ kind, subject, thing, since }: Pick<SpanRow, "kind" | "subject" | "thing" | "since">, trait: number) =>
  `${kind} ${subject} ${thing} ${since} ${trait}`;

const compared = columns.filter((column) => column !== "trait");

function isSame(one: SpanRow, other: Span): boolean {
  for (const column of compared) if (one[column] !== other[column]) return false;
  return true;
}

/** How many are named in one statement. */
const together = 500;

async function remove(db: Db, rows: readonly SpanRow[]): Promise<void> {
  for (const some of inStretches(rows, together)) {
    // a kind is one of our own words, the rest are numbers
    const keys = some.map(
      ({ kind, subject, thing, since, trait }) => `('${kind}',${subject},${thing},${since},${trait})`,
    );
    await sql`
      delete from span where (kind, subject, thing, since, trait) in (values ${sql.raw(keys.join(","))})`.execute(db);
  }
}
