/** Who is in the roster on a day: by short number of the subject. */
import type { Spans } from "./standing.ts";
import { nobody, placesOf } from "./traits.ts";
import type { Places, SubjectTraits, TraitColumns } from "./traits.ts";

export interface People {
  /** Number of the row in force; 0 where the roster has no such subject. */
  readonly row: Int32Array;
  /** The entry that recorded that row. */
  readonly entry: Int32Array;
  /** The first day on which it was there, as a number. */
  readonly since: Int32Array;
  /** Place in `towns`. */
  readonly town: Int32Array;
  /** The roster's; tallies may bring others. */
  readonly towns: readonly (string | null)[];
  /** Where in `towns` those stand that the roster does not have. */
  readonly nowhere: number;
  /** Of subjects; the first one is of those that the roster does not have. */
  readonly traits: TraitColumns<SubjectTraits>;
  /** What was decided of it (处置), and on which day; 0 where nothing was. */
  readonly disposition: Int32Array;
  readonly disposedOn: Int32Array;
}

/** `towns` are the same for all days of one reading. */
export async function peopleOn(spans: Spans, towns: Places<string | null>): Promise<People> {
  const numbers = (): Int32Array => new Int32Array(spans.size);
  const [disposition, disposedOn] = [numbers(), numbers()];
  const buckets: (string | undefined)[] = [];
  await spans.each("disposition", ({ subject, fact, day }, { bucket }) => {
    disposition[subject] = fact;
    disposedOn[subject] = day;
    buckets[subject] = bucket;
  });
  const nowhere = towns.of(null);
  const [row, entry, since, of] = [numbers(), numbers(), numbers(), numbers()];
  const town = numbers().fill(nowhere);
  const all = [nobody];
  const combinations = placesOf<string>();
  combinations.of("");
  await spans.each("subject", (span, { town: there = null, kind = "机构", licence_class = null, category = null }) => {
    const bucket = buckets[span.subject] ?? null;
    const place = combinations.of(`${kind} ${licence_class} ${category} ${bucket}`);
    all[place] ??= { kind, licence_class, category, bucket };
    row[span.subject] = span.fact;
    entry[span.subject] = span.entry;
    since[span.subject] = span.day;
    town[span.subject] = towns.of(there);
    of[span.subject] = place;
  });
  return { row, entry, since, town, towns: towns.all, nowhere, traits: { of, all }, disposition, disposedOn };
}
