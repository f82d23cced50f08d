/** What files have said of a subject: its rows, where they come from, and its licence class over time. */
import type { Day, LicenceClass } from "../../campaign/index.ts";
import { changesBetween } from "../roster/content.ts";
import type { Change } from "../roster/content.ts";
import { isInForce } from "../in-force.ts";
import { pairingsAround } from "../roster/match-keys-kept.ts";
import { toldOf } from "../roster/source-precedence.ts";
import type { Db, RosterRow } from "../tables.ts";
import type { ToldEvent } from "./event.ts";

/** A roster row with the file and row it came from; null for one that came from no file. */
export interface SourceRow extends RosterRow {
  readonly file: string | null;
  readonly source: string | null;
}

/** The roster rows of a subject up to a day, oldest first, with where each came from. */
export async function sourceRows(db: Db, asOf: Day, subject: number): Promise<SourceRow[]> {
  return db
    .selectFrom("roster")
    .leftJoin("import_batch", "import_batch.id", "roster.batch")
    .selectAll("roster")
    .select(["import_batch.file", "import_batch.source"])
    .where("roster.subject", "=", subject)
    .where("roster.happened_on", "<=", asOf)
    .orderBy("roster.happened_on")
    .orderBy("roster.id")
    .execute();
}

/** The rows of files that a subject's content comes from, those of subjects found to be it among them, oldest first; none taken back. */
export async function standingSources(db: Db, asOf: Day, subject: number): Promise<SourceRow[]> {
  const { absorbed } = await pairingsAround(db, [subject]);
  const rows = (await toldOf(db, [subject], { on: asOf, absorbed })).get(subject)?.rows ?? [];
  const fromFiles = rows.filter(({ file }) => file !== null);
  return fromFiles.length > 0 ? fromFiles : [...rows];
}

/** Since when a subject has had which licence class; rows taken back by the day do not count. */
export async function licenceHistory(
  db: Db,
  asOf: Day,
  subject: number,
): Promise<{ since: Day; licenceClass: LicenceClass }[]> {
  const rows = await db
    .selectFrom("roster")
    .select(["happened_on", "licence_class"])
    .where("subject", "=", subject)
    .where(isInForce(asOf))
    .orderBy("happened_on")
    .orderBy("id")
    .execute();
  const stood = rows.flatMap(({ happened_on, licence_class }) =>
    licence_class === null ? [] : [{ since: happened_on, licenceClass: licence_class }],
  );
  return stood.filter(({ licenceClass }, index) => licenceClass !== stood[index - 1]?.licenceClass);
}

/** Why the office itself changed a subject, by entry: whose word it was, and the reason. */
export async function correctionsOf(db: Db, subject: number): Promise<ReadonlyMap<number, string>> {
  const rows = await db
    .selectFrom("choice")
    .select(["entry", "source", "reason"])
    .where("subject", "=", subject)
    .orderBy("id")
    .execute();
  return new Map(rows.map(({ entry, source, reason }) => [entry, `${source}，${reason}`]));
}

/** What each row changed when it was recorded: one that was recorded later, of an earlier day, is no part of that. */
export function rosterEvents(
  rows: readonly SourceRow[],
  corrections: ReadonlyMap<number, string>,
  annulled: ReadonlyMap<number, string>,
): ToldEvent[] {
  return rows.flatMap((row, at) => {
    const earlier = rows.slice(0, at);
    if (carriesOn(row, earlier)) return [];
    const origin =
      row.file === null
        ? (corrections.get(row.entry) ?? "")
        : `${row.source ?? ""}，${row.file} 第 ${row.line ?? "?"} 行`;
    const before = earlier.findLast(({ id, entry }) => id < row.id && !annulled.has(entry));
    const changes: readonly Change[] = before === undefined ? [] : changesBetween(before, row);
    const what = before === undefined ? "登记" : changes.length === 0 ? "印证" : "变更";
    return { day: row.happened_on, entry: row.entry, what, text: origin, changes };
  });
}

/** A late entry (补录) told on, on a later day that had a row already: it is told on its own day. */
const carriesOn = (row: SourceRow, earlier: readonly SourceRow[]): boolean =>
  row.batch === null && earlier.some(({ entry, happened_on }) => entry === row.entry && happened_on < row.happened_on);
