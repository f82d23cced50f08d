/** Subjects that are new to the ledger: what stands of one with one row on the roster is that it is there, so that nothing is folded. */
import { sql } from "kysely";
import type { RawBuilder } from "kysely";
import type { Day } from "../../campaign/index.ts";
import type { Db } from "../tables.ts";
import { spanKinds } from "./kinds.ts";
import { goneIn, spanOf } from "./span.ts";
import type { SpanTraits } from "./traits.ts";
import type { SpanWriter } from "./write.ts";

export interface Newcomers {
  /** Takes a row of the roster as it is recorded. */
  take(names: readonly string[], values: readonly unknown[]): void | Promise<void>;
  /** The subjects of rows that were no newcomers' first: they are to be folded. */
  readonly others: ReadonlySet<number>;
}

/** Their spans are written at once, as rows come. */
export function newcomersTo(db: Db, writer: Pick<SpanWriter, "add">): Newcomers {
  const others = new Set<number>();
  let [last, names] = [-1, [] as readonly string[]];
  let at: (name: string) => number = () => -1;
  const take = (values: readonly unknown[]): void | Promise<void> => {
    const subject = Number(values[at("subject")]);
    if (subject <= last) return void others.add(subject);
    last = subject;
    const text = (name: string): string | null => (values[at(name)] ?? null) as string | null;
    const traits: SpanTraits = {
      town: text("town"),
      kind: text("kind") as NonNullable<SpanTraits["kind"]>,
      licence_class: text("licence_class") as NonNullable<SpanTraits["licence_class"]> | null,
      category: text("category"),
      ...goneIn(text("more") ?? ""),
    };
    const day = text("happened_on") as Day;
    const [fact, entry] = [Number(values[at("id")]), Number(values[at("entry")])];
    const span = spanOf("subject", { subject, thing: 0, fact, entry, day }, traits);
    span.since = span.day;
    return writer.add(span);
  };
  return {
    others,
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

/** The greatest short number that anything was recorded of. */
async function lastSubject(db: Db): Promise<number> {
  const lastIn = async (from: RawBuilder<unknown>): Promise<number> => {
    const { rows } = await sql<{ subject: number }>`${from} order by subject desc limit 1`.execute(db);
    return rows[0]?.subject ?? 0;
  };
  const last = [await lastIn(sql`select subject from roster`), await lastIn(sql`select other as subject from pairing`)];
  for (const kind of spanKinds) last.push(await lastIn(sql`select subject from span where kind = ${kind}`));
  return Math.max(...last);
}
