/** What each source says of a subject, and what holds among them: the better ranked, of equals the later; a person's choice before all. */
import { sql } from "kysely";
import { contestedKeys, fieldRow, nameKey, phoneKeys, placeKey } from "../../campaign/index.ts";
import type { ContestedKey, Day, FieldName, Ranking } from "../../campaign/index.ts";
import { contentIn, fieldsOf, mergedWith, mayHaveRaw, valueIn, withRawsOf, withValue } from "./content.ts";
import type { RosterContent } from "./content.ts";
import { isInForce } from "../in-force.ts";
import { fromJson } from "../json.ts";
import { sayOf } from "./match-keys-kept.ts";
import type { SourcedRow } from "./match-keys-kept.ts";
import { digitsOf } from "./match-index/match-key.ts";
import type { ChoiceRow, Db } from "../tables.ts";

/** The rows of a subject that count on a day, in the order in which they happened, and the choices made among them. */
export interface SourceStatement {
  readonly rows: readonly SourcedRow[];
  readonly choices: readonly ChoiceRow[];
}

/** `absorbed` gives the subjects that were found to be this one; their rows are told with it. */
export async function toldOf(
  db: Db,
  subjects: readonly number[],
  { on, absorbed }: { on: Day; absorbed: ReadonlyMap<number, readonly number[]> },
): Promise<Map<number, SourceStatement>> {
  const told = new Map<number, { rows: SourcedRow[]; choices: ChoiceRow[] }>();
  const kept = new Map<number, number>();
  for (const subject of subjects) {
    told.set(subject, { rows: [], choices: [] });
    for (const one of [subject, ...(absorbed.get(subject) ?? [])]) kept.set(one, subject);
  }
  if (kept.size === 0) return told;
  const among = sql.join([...kept.keys()]);
  const live = isInForce(on);
  const { rows } = await sql<SourcedRow>`
    select rows.*, import_batch.source, import_batch.file from (select * from roster where subject in (${among}) and ${live}) as rows
    left join import_batch on import_batch.id = rows.batch order by rows.happened_on, rows.id`.execute(db);
  for (const row of rows) told.get(kept.get(row.subject) ?? 0)?.rows.push(row);
  const choices =
    await sql<ChoiceRow>`select * from choice where subject in (${among}) and ${live} order by happened_on, id`.execute(
      db,
    );
  for (const row of choices.rows) told.get(kept.get(row.subject) ?? 0)?.choices.push(row);
  return told;
}

/** One thing said by one source. */
export interface Say {
  readonly source: string | null;
  readonly content: RosterContent;
}

/**
 * What holds of all that was said, given in the order of time. The better ranked source goes before the others, of equals the later.
 * A text that could not be read stands only while its field was not filled since, nor by a better ranked source.
 */
export function settled(says: readonly Say[], choices: readonly ChoiceRow[], ranking: Ranking): RosterContent | null {
  const ordered = says.toSorted((a, b) => ranking(b.source) - ranking(a.source));
  const ranked = laidOver(ordered);
  if (ranked === null) return null;
  const chosen = choices.map(({ field }) => field);
  let content = mayHaveRaw(ranked) ? withRawsOf(ranked, laidOver(says) ?? ranked, chosen) : ranked;
  for (const { field, value } of choices) content = withValue(content, field, fromJson(value));
  return content;
}

function laidOver([first, ...rest]: readonly Say[]): RosterContent | null {
  if (!first) return null;
  let content = contentIn(first.content);
  for (const say of rest) content = mergedWith(content, say.content);
  return content;
}

export const saysIn = ({ rows }: SourceStatement): Say[] =>
  rows.map((row) => ({ source: row.source, content: sayOf(row) }));

/** What one source says of a field. */
export interface Version {
  readonly source: string;
  readonly value: string;
  readonly file: string | null;
  readonly line: number | null;
  readonly day: Day;
  readonly entry: number;
  readonly raw: unknown;
}

export interface Conflict {
  readonly subject: number;
  readonly field: ContestedKey;
  /** One a source, the better ranked first. */
  readonly versions: readonly Version[];
  /** What holds now. */
  readonly holds: string;
  /** The source a person chose, while nothing else has been said since. */
  readonly chosen: string | null;
}

/** Whether two spellings of a value say the same. */
export function agree(field: ContestedKey, a: string, b: string): boolean {
  if (a === b) return true;
  if (field === "name") return nameKey(a) === nameKey(b);
  if (field === "permitNo") return digitsOf(a) === digitsOf(b);
  if (field === "address") return placeKey(a) !== null && placeKey(a) === placeKey(b);
  if (field === "phone") return phoneKeys(a).some((phone) => phoneKeys(b).includes(phone));
  return false;
}

/** Whether what holds is not what a row says, in a field in which sources may contradict each other. */
export function overrules(holding: RosterContent, said: RosterContent): boolean {
  return contestedKeys.some((field) => {
    // only a field that has no column of its own costs more than a look
    if (fieldRow(field).column === undefined && (said.more === holding.more || !said.more.includes(field)))
      return false;
    const [ours, theirs] = [valueIn(holding, field), valueIn(said, field)];
    return typeof theirs === "string" && ours !== theirs && !agree(field, String(ours), theirs);
  });
}

/** The fields in which the sources of a subject contradict each other. */
export function conflictsIn(subject: number, told: SourceStatement, ranking: Ranking): Conflict[] {
  const holding = settled(saysIn(told), told.choices, ranking);
  if (holding === null) return [];
  const holds = fieldsOf(holding);
  return contestedKeys.flatMap((field): Conflict[] => {
    const versions = versionsOf(field, told, ranking);
    const [first] = versions;
    if (!first || versions.every(({ value }) => agree(field, value, first.value))) return [];
    const choice = told.choices.findLast((one) => one.field === field);
    const later = versions.some(
      ({ entry, raw }) => choice !== undefined && entry > choice.entry && JSON.stringify(raw) !== choice.value,
    );
    return [
      { subject, field, versions, holds: holds.get(field) ?? "", chosen: choice && !later ? choice.source : null },
    ];
  });
}

/** The latest value of each source that says anything of a field. */
function versionsOf(field: FieldName, { rows }: SourceStatement, ranking: Ranking): Version[] {
  const latest = new Map<string, Version>();
  for (const row of rows) {
    if (row.source === null) continue;
    const say = sayOf(row);
    const value = fieldsOf(say).get(field);
    if (value !== undefined && latest.get(row.source)?.value !== value)
      latest.set(row.source, {
        source: row.source,
        value,
        file: row.file ?? null,
        line: row.line,
        day: row.happened_on,
        entry: row.entry,
        raw: valueIn(say, field),
      });
  }
  return [...latest.values()].sort((a, b) => ranking(a.source) - ranking(b.source));
}
