/** The signs of the roster's rows: read from where they are kept, worked out where they are not. */
import { sql } from "kysely";
import { sayText } from "./content.ts";
import type { RosterContent } from "./content.ts";
import { annulmentsOf } from "../in-force.ts";
import { fromJson } from "../json.ts";
import { paired } from "../root.ts";
import { pageRows } from "./match-index/pages.ts";
import { ownSignOf, signVersion } from "./match-index/match-key.ts";
import { newSigns } from "./match-index/match-index.ts";
import type { Signs } from "./match-index/match-index.ts";
import type { Db, PairingRow, RosterRow } from "../tables.ts";
import { entriesTakenBack } from "../taken-back.ts";

export interface KnownRows {
  readonly signs: Signs;
  /** The highest subject number ever given; one given to a row taken back is not given again. */
  readonly last: number;
  /** From a subject that was found to be another one to that other, and back. */
  readonly merged: ReadonlyMap<number, number>;
  readonly absorbed: ReadonlyMap<number, readonly number[]>;
  /** Pages kept already. */
  readonly kept: number;
}

/** A row with the source and the file it came from; null for one that came from no file. */
export type SourcedRow = RosterRow & { readonly source: string | null; readonly file: string | null };

/** What a row's source itself says. */
export const sayOf = (row: RosterRow): RosterContent => (row.said ? fromJson(row.said) : row);

/** Every row that was not taken back counts, whatever its day: a subject first heard of later is recognised, too. */
export async function knownSigns(db: Db): Promise<KnownRows> {
  const annulled = await entriesTakenBack(db);
  const { last } = await db
    .selectFrom("roster")
    .select((of) => of.fn.max("subject").as("last"))
    .executeTakeFirstOrThrow();
  const { merged, absorbed } = await mergedSubjects(db, annulled);
  const signs = newSigns(merged);
  const live = (entry: number): boolean => !annulled.has(entry);
  const kept = await adoptPages(db, signs, live);
  for (;;) {
    const rows = await rowsFrom(db, signs.count);
    for (const row of rows) {
      const say = sayOf(row);
      signs.stage(ownSignOf(say, sayText(say)), {
        subject: row.subject,
        entry: row.entry,
        day: row.happened_on,
        source: row.source,
      });
      signs.hold(row.subject, live(row.entry));
    }
    if (rows.length < pageRows) break;
  }
  return { signs, last: last ?? 0, merged, absorbed, kept };
}

/** Pages in a row from the first on; one that is missing or of another version ends it. */
async function adoptPages(db: Db, signs: Signs, live: (entry: number) => boolean): Promise<number> {
  for (let no = 0; ; no += 1) {
    const page = await db.selectFrom("sign_page").selectAll().where("no", "=", no).executeTakeFirst();
    if (page?.version !== signVersion) return no;
    const bytes = Uint8Array.from(page.signs);
    signs.adopt(new Int32Array(bytes.buffer), live);
  }
}

/** The rows after the first `count`, which are numbered without a gap but in a bundle. */
async function rowsFrom(db: Db, count: number): Promise<SourcedRow[]> {
  const passed =
    count === 0 ? sql`0` : sql`coalesce((select id from roster order by id limit 1 offset ${count - 1}), 0)`;
  return (
    await sql<SourcedRow>`select roster.*, import_batch.source, import_batch.file from roster left join import_batch on import_batch.id = roster.batch
      where roster.id > ${passed} order by roster.id limit ${pageRows}`.execute(db)
  ).rows;
}

/** Which subjects were found to be another one. */
export async function knownPairings(db: Db): Promise<Pick<KnownRows, "merged" | "absorbed">> {
  return mergedSubjects(db, await entriesTakenBack(db));
}

/** The same of some subjects and those that were found to be one with them. */
export async function pairingsAround(
  db: Db,
  subjects: readonly number[],
): Promise<Pick<KnownRows, "merged" | "absorbed">> {
  const { pairing } = await paired(db, subjects);
  const annulments = await annulmentsOf(
    db,
    pairing.map(({ entry }) => entry),
  );
  return mergedBy(pairing, new Set(annulments.map(({ target }) => target)));
}

async function mergedSubjects(db: Db, annulled: ReadonlySet<number>): Promise<Pick<KnownRows, "merged" | "absorbed">> {
  const rows = await db.selectFrom("pairing").selectAll().where("verdict", "=", "同一家").orderBy("id").execute();
  return mergedBy(rows, annulled);
}

/** By words that two subjects are one. */
function mergedBy(words: readonly PairingRow[], annulled: ReadonlySet<number>): Pick<KnownRows, "merged" | "absorbed"> {
  const direct = new Map(
    words
      .filter(({ entry }) => !annulled.has(entry))
      .toSorted((one, other) => one.id - other.id)
      .map(({ other, subject }) => [other, subject]),
  );
  const merged = new Map<number, number>();
  const absorbed = new Map<number, number[]>();
  for (const from of direct.keys()) {
    let to = direct.get(from) ?? from;
    for (let next = direct.get(to); next !== undefined && next !== from; next = direct.get(to)) to = next;
    merged.set(from, to);
    absorbed.set(to, [...(absorbed.get(to) ?? []), from]);
  }
  return { merged, absorbed };
}

/** Keeps the pages that have become full, so that the next import need not work them out. */
export async function keepPages(db: Db, { signs, kept }: KnownRows): Promise<void> {
  const pages = signs.pages();
  if (pages.length <= kept) return;
  await db.deleteFrom("sign_page").where("no", ">=", kept).execute();
  for (let no = kept; no < pages.length; no += 1) {
    const page = pages[no];
    if (page)
      await db
        .insertInto("sign_page")
        .values({ no, version: signVersion, signs: Buffer.from(page.buffer, page.byteOffset, page.byteLength) })
        .execute();
  }
}
