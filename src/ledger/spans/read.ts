/** What stands on a day, read from the spans: for lists and counts of a whole campaign. One institution is asked of the law itself. */
import { sql } from "kysely";
import type { RawBuilder } from "kysely";
import { dayNumber, dayOfNumber } from "../../campaign/index.ts";
import type { Day } from "../../campaign/index.ts";
import type { Db } from "../tables.ts";
import type { SpanKind } from "./kinds.ts";
import { traitsOf } from "./traits.ts";
import type { SpanTraits } from "./traits.ts";

/** Whether a row of `span`, under this name, is of the kind and stands on the day. */
export function standsOn(kind: SpanKind, day: Day, name = "span"): RawBuilder<boolean> {
  const [of, since, until] = ["kind", "since", "until"].map((column) => sql.ref(`${name}.${column}`));
  return sql<boolean>`${of} = ${kind} and ${since} <= ${dayNumber(day)} and ${until} > ${dayNumber(day)}`;
}

/** A day as spans have it. */
export const dayOrNull = (number: number | null): Day | null => (number === null ? null : dayOfNumber(number));

/** The traits of a kind for which something holds, and a condition on rows of `span` that they have one of these. */
export interface TraitsFound {
  readonly of: ReadonlyMap<number, SpanTraits>;
  in(name?: string): RawBuilder<boolean>;
}

export async function traitsWhere(
  db: Db,
  kind: SpanKind,
  holds: (traits: SpanTraits) => boolean,
): Promise<TraitsFound> {
  const of = new Map([...(await traitsOf(db, kind))].filter(([, traits]) => holds(traits)));
  const numbers = [...of.keys()].join(",");
  return {
    of,
    in: (name = "span") =>
      numbers === "" ? sql<boolean>`1 = 0` : sql<boolean>`${sql.ref(`${name}.trait`)} in (${sql.raw(numbers)})`,
  };
}

/** How many spans there are, and the one to begin with. */
export interface Some {
  readonly count: number;
  readonly first: { readonly subject: number; readonly thing: number } | null;
}

/** Of the spans that stand and have one of the traits, where `also` holds: how many, and the first by a column (none before all), then number. */
export async function someOf(
  db: Db,
  {
    kind,
    day,
    traits,
    also = sql`1 = 1`,
  }: { kind: SpanKind; day: Day; traits: TraitsFound; also?: RawBuilder<unknown> },
  by: "due_on" | "thing" | "subject" = "thing",
): Promise<Some> {
  if (traits.of.size === 0) return { count: 0, first: null };
  const where = sql`where ${standsOn(kind, day)} and ${traits.in()} and ${also}`;
  const counted = await sql<{ count: number | string }>`select count(*) as count from span ${where}`.execute(db);
  const count = Number(counted.rows[0]?.count ?? 0);
  if (count === 0) return { count, first: null };
  const { rows } = await sql<{ subject: number; thing: number }>`
    select subject, thing from span ${where} order by coalesce(${sql.ref(by)}, 0), thing, subject limit 1`.execute(db);
  return { count, first: rows[0] ?? null };
}
