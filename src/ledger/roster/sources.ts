/** The sources of a roster against each other: who is in which, and where they contradict each other. */
import { hint, next } from "../../campaign/index.ts";
import { sql } from "kysely";
import { contestedKeys, inStretches, misuse } from "../../campaign/index.ts";
import type { ContestedKey, Day, FieldName, Ranking } from "../../campaign/index.ts";
import { fieldsOf, mergedWith, valueIn } from "./content.ts";
import type { RosterContent } from "./content.ts";
import { isInForce } from "../in-force.ts";
import { toJson } from "../json.ts";
import { knownPairings, sayOf } from "./match-keys-kept.ts";
import type { Entry } from "../ledger.ts";
import type { Db } from "../tables.ts";
import { settleAnew } from "./pairs.ts";
import { agree, conflictsIn, toldOf } from "./source-precedence.ts";
import type { Conflict, SourceStatement } from "./source-precedence.ts";

/** Every source that subjects stand by on a day, with how many. */
export async function sourcesOf(db: Db, asOf: Day): Promise<{ source: string; subjects: number }[]> {
  const { rows } = await sql<{ source: string; subjects: number }>`
    select import_batch.source as source, count(distinct rows.subject) as subjects from (${liveRows(asOf)}) as rows
    join import_batch on import_batch.id = rows.batch group by import_batch.source order by import_batch.source`.execute(
    db,
  );
  return rows;
}

const liveRows = (asOf: Day) => sql`select subject, batch from roster where ${isInForce(asOf)}`;

/** What two sources say of one field. */
export interface Difference {
  readonly field: ContestedKey;
  readonly left: string;
  readonly right: string;
}

export type SourcePresence = "只在左" | "只在右" | "两边一致" | "两边不同";

/** A subject that one of two sources or both have. */
export interface Compared {
  readonly subject: number;
  readonly name: string;
  readonly town: string | null;
  readonly presence: SourcePresence;
  readonly differences: readonly Difference[];
}

/** How many subjects are read at once. */
const stretch = 1_000;

/** Every subject of either source, by short number. */
export async function compareSources(
  db: Db,
  asOf: Day,
  { left, right }: { left: string; right: string },
): Promise<Compared[]> {
  const { rows } = await sql<{ subject: number }>`
    select distinct rows.subject from (${liveRows(asOf)}) as rows join import_batch on import_batch.id = rows.batch
    where import_batch.source in (${left}, ${right})`.execute(db);
  const compared: Compared[] = [];
  await eachTold(
    db,
    asOf,
    rows.map(({ subject }) => subject),
    (subject, told) => {
      const [one, two] = [sayingOf(told, left), sayingOf(told, right)];
      const now = two ?? one;
      if (now === null) return;
      const differences = one === null || two === null ? [] : differencesBetween(one, two);
      const presence =
        two === null ? "只在左" : one === null ? "只在右" : differences.length === 0 ? "两边一致" : "两边不同";
      compared.push({ subject, name: now.name, town: now.town, presence, differences });
    },
  );
  return compared.sort((a, b) => a.subject - b.subject);
}

async function eachTold(
  db: Db,
  asOf: Day,
  subjects: readonly number[],
  work: (subject: number, told: SourceStatement) => void,
): Promise<void> {
  const { merged, absorbed } = await knownPairings(db);
  const wanted = [...new Set(subjects.map((subject) => merged.get(subject) ?? subject))];
  for (const some of inStretches(wanted, stretch))
    for (const [subject, told] of await toldOf(db, some, { on: asOf, absorbed })) work(subject, told);
}

/** All that one source says of a subject; null when it says nothing. */
function sayingOf({ rows }: SourceStatement, source: string): RosterContent | null {
  return rows
    .filter((row) => row.source === source)
    .reduce<RosterContent | null>(
      (before, row) => (before === null ? sayOf(row) : mergedWith(before, sayOf(row))),
      null,
    );
}

function differencesBetween(left: RosterContent, right: RosterContent): Difference[] {
  const [ours, theirs] = [fieldsOf(left), fieldsOf(right)];
  return contestedKeys.flatMap((field) => {
    const [one, two] = [ours.get(field), theirs.get(field)];
    return one === undefined || two === undefined || agree(field, one, two) ? [] : [{ field, left: one, right: two }];
  });
}

/** Where the sources of a subject contradict each other, by short number. */
export async function conflictsNow(db: Db, asOf: Day, ranking: Ranking): Promise<Conflict[]> {
  const { merged } = await knownPairings(db);
  const { rows } = await sql<{ subject: number; source: string }>`
    select distinct rows.subject, import_batch.source from (${liveRows(asOf)}) as rows join import_batch on import_batch.id = rows.batch`.execute(
    db,
  );
  const sources = new Map<number, Set<string>>();
  for (const { subject, source } of rows) {
    const kept = merged.get(subject) ?? subject;
    const known = sources.get(kept);
    if (known) known.add(source);
    else sources.set(kept, new Set([source]));
  }
  const several = [...sources].filter(([, { size }]) => size > 1).map(([subject]) => subject);
  const conflicts: Conflict[] = [];
  await eachTold(db, asOf, several, (subject, told) => void conflicts.push(...conflictsIn(subject, told, ranking)));
  return conflicts.sort((a, b) => a.subject - b.subject);
}

/** Records that one source's value holds for a field. @throws Stop when the sources do not contradict each other there */
export async function choose(
  entry: Entry,
  { subject, field, source }: { subject: number; field: Conflict["field"]; source: string },
  { reason, on, ranking }: { reason: string; on: Day; ranking: Ranking },
): Promise<void> {
  const { absorbed } = await knownPairings(entry.db);
  const told = (await toldOf(entry.db, [subject], { on, absorbed })).get(subject);
  const conflict = told ? conflictsIn(subject, told, ranking).find((one) => one.field === field) : undefined;
  if (!told || !conflict)
    return misuse("no-conflict", `${subject} 号的这一项，各来源没有不一致`, {
      hint: hint`用 ${next("import conflicts")} 看有哪些不一致`,
    });
  const version = conflict.versions.find((one) => one.source === source);
  if (!version)
    return misuse("unknown-source", `${subject} 号的这一项，“${source}”没有报过`, {
      hint: `可以写：${conflict.versions.map((one) => one.source).join("、")}`,
    });
  const row = told.rows.findLast((one) => one.source === source && fieldsOf(sayOf(one)).has(field));
  await entry.add("choice", {
    subject,
    field,
    value: toJson(row ? valueIn(sayOf(row), field) : version.value),
    source,
    reason,
    happened_on: on,
  });
  await settleAnew(entry, subject, { on, ranking });
}

/** Records that other values hold for some fields of a subject, whatever its sources say; null: nothing is known any more. */
export async function correct(
  entry: Entry,
  subject: number,
  values: ReadonlyMap<FieldName, unknown>,
  { source, reason, on, ranking }: { source: string; reason: string; on: Day; ranking: Ranking },
): Promise<void> {
  for (const [field, value] of values)
    await entry.add("choice", { subject, field, value: toJson(value), source, reason, happened_on: on });
  await settleAnew(entry, subject, { on, ranking });
}
