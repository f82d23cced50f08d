/** The whole roster (底数) as it stands on a day, and who may operate, from the spans. */
import { sql } from "kysely";
import type { RawBuilder } from "kysely";
import { dayOfNumber, hasStopped } from "../../campaign/index.ts";
import type { Day, Operation } from "../../campaign/index.ts";
import { fromJson } from "../json.ts";
import type { Db, RosterRow, SpanRow } from "../tables.ts";
import { standsOn, traitsWhere } from "./read.ts";

/** Every subject by its row in force, by short number; those that were found to be another one are left out. */
export async function institutionsListed(db: Db, asOf: Day): Promise<RosterRow[]> {
  const { rows } = await sql<RosterRow>`
    select roster.* from span join roster on roster.id = span.fact
    where ${standsOn("subject", asOf)} order by span.subject`.execute(db);
  return rows;
}

/** Their short numbers alone. */
export async function rosterNumbers(db: Db, asOf: Day): Promise<number[]> {
  const { rows } = await sql<{ subject: number }>`
    select subject from span where ${standsOn("subject", asOf)} order by subject`.execute(db);
  return rows.map(({ subject }) => subject);
}

/** A permit (办学许可证) and the last day that it holds. */
export interface PermitEnding {
  readonly subject: number;
  readonly permit_until: Day;
}

/** The permits that run out between two days, of those who are neither closed (停业) nor struck off (注销). */
export async function permitsEnding(
  db: Db,
  day: Day,
  { from, until }: { readonly from: Day; readonly until: Day },
): Promise<PermitEnding[]> {
  const { rows } = await sql<PermitEnding & Pick<RosterRow, "more">>`
    select span.subject, roster.permit_until, roster.more from span join roster on roster.id = span.fact
    where ${standsOn("subject", day)} and roster.permit_until >= ${from} and roster.permit_until <= ${until}
    order by roster.permit_until, span.subject`.execute(db);
  return rows
    .filter(({ more }) => !hasStopped(fromJson(more).existence ?? "正常"))
    .map(({ subject, permit_until }) => ({ subject, permit_until }));
}

/** What each subject on the roster, or each of these few, is called on the day, and where it is. */
export async function subjectsNamed(
  db: Db,
  day: Day,
  few?: readonly number[],
): Promise<ReadonlyMap<number, { readonly name: string; readonly town: string | null }>> {
  const { rows } = await sql<{ subject: number; name: string; town: string | null }>`
    select span.subject, roster.name, roster.town from span join roster on roster.id = span.fact
    where ${standsOn("subject", day)} and ${among(few)}`.execute(db);
  return new Map(rows.map(({ subject, name, town }) => [subject, { name, town }]));
}

function among(subjects: readonly number[] | undefined): RawBuilder<unknown> {
  if (subjects === undefined) return sql`1 = 1`;
  return subjects.length === 0 ? sql`1 = 0` : sql`span.subject in (${sql.raw(subjects.join(","))})`;
}

/** Whether a subject may operate, since when. */
export interface OperationNow {
  subject: number;
  operation: Operation;
  since: Day;
}

/** Those that were stopped, may continue, or were closed. */
export async function operationsListed(db: Db, asOf: Day): Promise<OperationNow[]> {
  const traits = await traitsWhere(db, "operation", () => true);
  const { rows } = await sql<Pick<SpanRow, "subject" | "trait" | "day">>`
    select subject, trait, day from span where ${standsOn("operation", asOf)} order by subject`.execute(db);
  return rows.flatMap(({ subject, trait, day }) => {
    const operation = traits.of.get(trait)?.operation;
    return operation === undefined ? [] : [{ subject, operation, since: dayOfNumber(day) }];
  });
}
