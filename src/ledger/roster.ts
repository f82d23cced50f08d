/** The roster (底数): taking rows in, each to the subject it is of, and the list of subjects as it stands. */
import { sql } from "kysely";
import type { RawBuilder } from "kysely";
import { licenceClass } from "../campaign/index.ts";
import type { Day, Institution, ListName, Operation, Presence } from "../campaign/index.ts";
import { claimSubjects, digitsOf, signed, subjectIndex } from "./identity.ts";
import type { SubjectIndex } from "./identity.ts";
import type { Entry, New, Reading } from "./ledger.ts";
import { closedSubjects } from "./reappearance.ts";
import type { Reappearance } from "./reappearance.ts";
import { standing } from "./standing.ts";
import type { InstitutionNow } from "./standing.ts";
import type { ImportBatchRow, RosterRow } from "./tables.ts";

/** A row of a file with what it says. */
export interface Incoming {
  readonly line: number;
  readonly institution: Institution;
}

/** A field of an institution, or a column of its own (extra) by header. */
export type FieldName = Exclude<keyof Institution, "extra"> | `extra.${string}`;

export interface Change {
  readonly field: FieldName;
  readonly before: string | null;
  readonly after: string | null;
}

/** What is to be done with each row of a file; nothing is recorded yet. */
export interface Comparison {
  readonly fresh: readonly {
    readonly line: number;
    readonly subject: number;
    readonly row: Content;
    readonly reappears: readonly Reappearance[];
  }[];
  readonly changed: readonly {
    readonly line: number;
    readonly subject: number;
    readonly row: Content;
    readonly changes: readonly Change[];
  }[];
  readonly unchanged: readonly { readonly line: number; readonly subject: number }[];
  /** The same as an earlier row of the file. */
  readonly repeated: readonly { readonly line: number; readonly sameAs: number }[];
  /** The same institution as in an earlier row of the file, but with other content: set aside. */
  readonly conflicting: readonly {
    readonly line: number;
    readonly sameAs: number;
    readonly changes: readonly Change[];
  }[];
  /** Taken, but the match deserves a look. */
  readonly doubts: readonly { readonly line: number; readonly message: string }[];
}

/** What a roster row says, apart from where it came from. */
export type Content = Omit<RosterRow, "id" | "entry" | "batch" | "line" | "subject" | "happened_on">;

/** Compares a file with the roster on a day. Each row goes to the subject with the same credit code, else permit, else name and place. */
export async function compareRoster(db: Reading, incoming: Iterable<Incoming>, on: Day): Promise<Comparison> {
  const known = await knownSubjects(db, on);
  const closed = await closedSubjects(db, on);
  const rows = Array.from(incoming, ({ line, institution }) => {
    const row = contentOf(institution);
    return { ...signed(row, line), row };
  });
  const { subjects, sameAs, doubts } = claimSubjects(rows, known.index);
  const result = { fresh: [], changed: [], unchanged: [], repeated: [], conflicting: [], doubts } as {
    -readonly [K in keyof Comparison]: Comparison[K][number][];
  };
  const firstOf = new Map<number, (typeof rows)[number]>();
  const byLine = new Map(rows.map((one) => [one.line, one]));
  let next = known.last + 1;
  for (const one of rows) {
    const { line, row } = one;
    const subject = subjects.get(line);
    const first = subject === undefined ? byLine.get(sameAs.get(line) ?? 0) : firstOf.get(subject);
    if (first) {
      const changes = changesBetween(first.row, row);
      if (changes.length === 0) result.repeated.push({ line, sameAs: first.line });
      else result.conflicting.push({ line, sameAs: first.line, changes });
    } else if (subject === undefined) result.fresh.push({ line, subject: next++, row, reappears: closed.sharing(row) });
    else {
      firstOf.set(subject, one);
      const before = known.inForce.get(subject) ?? null;
      const merged = before ? mergedWith(before, row) : row;
      const changes = changesBetween(before, merged);
      if (before && changes.length === 0) result.unchanged.push({ line, subject });
      else result.changed.push({ line, subject, row: merged, changes });
    }
  }
  return result;
}

/** Appends what is new or changed, under one import batch; nothing when nothing is. */
export async function recordRoster(
  entry: Entry,
  { fresh, changed }: Comparison,
  batch: New<ImportBatchRow>,
): Promise<void> {
  if (fresh.length + changed.length === 0) return;
  const id = await entry.add("import_batch", batch);
  const rows = [...fresh, ...changed].sort((a, b) => a.line - b.line);
  await entry.addMany("roster", rosterRows(rows, id, batch.happened_on));
}

function* rosterRows(
  rows: Iterable<{ line: number; subject: number; row: Content }>,
  batch: number,
  on: Day,
): Generator<New<RosterRow>> {
  for (const { line, subject, row } of rows) yield { batch, line, subject, happened_on: on, ...row };
}

/** The fields that have a column of their own; the others stand in `more`. */
const columnOf = {
  name: "name",
  kind: "kind",
  uscc: "uscc",
  permitNo: "permit_no",
  permitTo: "permit_until",
  licenceClass: "licence_class",
  category: "category",
  town: "town",
  address: "address",
  phone: "phone",
  legalRep: "legal_rep",
  organizer: "organizer",
} as const satisfies Partial<Record<keyof Institution, keyof Content>>;

const moreFields = [
  "permitFrom",
  "authority",
  "registrar",
  "principal",
  "registeredAddress",
  "content",
  "profit",
  "mode",
  "area",
  "students",
  "teachers",
  "hasPermit",
  "hasRegistration",
  "fireSafety",
  "foundedAt",
  "remark",
] as const satisfies readonly (keyof Institution)[];

function contentOf(institution: Institution): Content {
  const more: Record<string, unknown> = {};
  for (const field of moreFields) if (institution[field] !== undefined) more[field] = institution[field];
  return {
    kind: institution.kind,
    name: institution.name,
    uscc: institution.uscc ?? null,
    permit_no: institution.permitNo ?? null,
    permit_until: (institution.permitTo as Day | undefined) ?? null,
    licence_class: institution.licenceClass ?? null,
    category: institution.category ?? null,
    town: institution.town ?? null,
    address: institution.address ?? null,
    phone: institution.phone ?? null,
    legal_rep: institution.legalRep ?? null,
    organizer: institution.organizer ?? null,
    more: JSON.stringify(more),
    extra: JSON.stringify(Object.fromEntries(Object.entries(institution.extra).sort(([a], [b]) => (a < b ? -1 : 1)))),
  };
}

/** Every field of a roster row that says something, as text. */
export function fieldsOf(row: Content): Map<FieldName, string> {
  const fields = new Map<FieldName, string>();
  const put = (field: FieldName, value: string | number | boolean | null | undefined): void => {
    if (typeof value === "boolean") fields.set(field, value ? "有" : "无");
    else if (value !== null && value !== undefined) fields.set(field, String(value));
  };
  for (const [field, column] of Object.entries(columnOf) as [keyof typeof columnOf, keyof Content][])
    put(field, row[column]);
  const more = JSON.parse(row.more) as Record<string, string | number | boolean>;
  for (const field of moreFields) put(field, more[field]);
  for (const [header, value] of Object.entries(JSON.parse(row.extra) as Record<string, string>))
    put(`extra.${header}`, value);
  return fields;
}

/** A later row over an earlier one: what it leaves blank stays as it was. */
function mergedWith(before: Content, row: Content): Content {
  const more = { ...(JSON.parse(before.more) as object), ...(JSON.parse(row.more) as object) } as {
    hasPermit?: Presence;
    hasRegistration?: Presence;
  };
  const extra = {
    ...(JSON.parse(before.extra) as Record<string, string>),
    ...(JSON.parse(row.extra) as Record<string, string>),
  };
  const ordered = Object.fromEntries(
    moreFields.flatMap((field) => (field in more ? [[field, more[field as keyof typeof more]]] : [])),
  );
  const held = (presence: Presence | undefined): boolean | null => (presence === undefined ? null : presence === true);
  const filled = Object.fromEntries(
    Object.values(columnOf).map((column) => [column, row[column] ?? before[column]]),
  ) as Omit<Content, "more" | "extra">;
  return {
    ...filled,
    permit_no: fuller(before.permit_no, row.permit_no),
    licence_class:
      row.licence_class ??
      licenceClass({ permit: held(more.hasPermit), registration: held(more.hasRegistration) }) ??
      before.licence_class,
    more: JSON.stringify(ordered),
    extra: JSON.stringify(Object.fromEntries(Object.entries(extra).sort(([a], [b]) => (a < b ? -1 : 1)))),
  };
}

/** The fields in which two rows differ. */
export function changesBetween(before: Content | null, after: Content): Change[] {
  if (before !== null && sameContent(before, after)) return [];
  const [old, now] = [before === null ? new Map<FieldName, string>() : fieldsOf(before), fieldsOf(after)];
  const fields = new Set([...old.keys(), ...now.keys()]);
  return [...fields]
    .filter((field) => old.get(field) !== now.get(field))
    .map((field) => ({ field, before: old.get(field) ?? null, after: now.get(field) ?? null }));
}

function sameContent(before: Content, after: Content): boolean {
  return (
    before.more === after.more &&
    before.extra === after.extra &&
    Object.values(columnOf).every((column) => before[column] === after[column])
  );
}

/** The same permit written with 教民 in one list and without in another is no change. */
function fuller(before: string | null, after: string | null): string | null {
  if (before === null || after === null) return after ?? before;
  return digitsOf(before) === digitsOf(after) && before.length > after.length ? before : after;
}

/** The subjects of the ledger, by what they are recognised by. */
interface Known {
  /** What stood on the day; a subject first heard of later has none. */
  readonly inForce: ReadonlyMap<number, InstitutionNow>;
  readonly index: SubjectIndex;
  /** The highest number ever given; one given to a row taken back is not given again. */
  readonly last: number;
}

const endOfDays = "9999-12-31" as Day;

async function knownSubjects(db: Reading, on: Day): Promise<Known> {
  const { last, latest } = await db
    .selectFrom("roster")
    .select((of) => [of.fn.max("subject").as("last"), of.fn.max("happened_on").as("latest")])
    .executeTakeFirstOrThrow();
  const ever = await institutionsOn(db, endOfDays);
  const then = latest !== null && latest > on ? await institutionsOn(db, on) : ever;
  const index = subjectIndex();
  for (const row of ever) index.add(row.subject, signed(row, 0));
  return { inForce: new Map(then.map((row) => [row.subject, row])), index, last: last ?? 0 };
}

async function institutionsOn(db: Reading, day: Day, subjects?: readonly number[]): Promise<InstitutionNow[]> {
  return (
    await sql<InstitutionNow>`with ${standing(day)} select * from institution_now ${among(subjects)} order by subject`.execute(
      db,
    )
  ).rows;
}

/** A subject with what has become of it. */
export interface RosterNow extends InstitutionNow {
  readonly operation: Operation | null;
  /** Findings not closed. */
  readonly open: number;
  readonly overdue: number;
  readonly lastVisit: Day | null;
  readonly lists: readonly { readonly list: ListName; readonly standing: "在列" | "移出" | "整改中" }[];
}

/** The subjects of the roster as of a day, or some of them, with their state in one campaign, by short number. */
export async function rosterNow(
  db: Reading,
  asOf: Day,
  campaign: string,
  subjects?: readonly number[],
): Promise<RosterNow[]> {
  const wanted = subjects === undefined || subjects.length > mostNamed ? undefined : subjects;
  const rows = await institutionsOn(db, asOf, wanted);
  const found = await sql<State>`with ${standing(asOf)}, state as (
      select subject, 'open' as what, count(*) as count, max(happened_on) as day, '' as word from finding_now where campaign = ${campaign} and closed_on is null group by subject
      union all select subject, 'overdue', count(*), max(happened_on), '' from finding_now where campaign = ${campaign} and overdue = 1 group by subject
      union all select subject, 'visit', count(*), max(happened_on), '' from visit_now where campaign = ${campaign} group by subject
      union all select subject, 'operation', 0, since, operation from operation_now
      union all select subject, list, 0, since, standing from listing_now where campaign = ${campaign})
    select * from state ${among(wanted)}`.execute(db);
  const states = new Map<number, State[]>();
  for (const state of found.rows) {
    const ours = states.get(state.subject);
    if (ours) ours.push(state);
    else states.set(state.subject, [state]);
  }
  const named = wanted === subjects ? null : new Set(subjects);
  return rows
    .filter(({ subject }) => named?.has(subject) ?? true)
    .map((row) => Object.assign(row, stateOf(states.get(row.subject) ?? [])));
}

/** More subjects than this are not named in a query, but picked from all. */
const mostNamed = 500;

const among = (subjects: readonly number[] | undefined): RawBuilder<unknown> =>
  subjects === undefined
    ? sql``
    : subjects.length === 0
      ? sql`where 1 = 0`
      : sql`where subject in (${sql.join(subjects)})`;

interface State {
  readonly subject: number;
  readonly what: "open" | "overdue" | "visit" | "operation" | ListName;
  readonly count: number | string;
  readonly day: Day;
  readonly word: string;
}

function stateOf(states: readonly State[]): Omit<RosterNow, keyof InstitutionNow> {
  const of = (what: State["what"]): State | undefined => states.find((state) => state.what === what);
  return {
    operation: (of("operation")?.word as Operation | undefined) ?? null,
    open: Number(of("open")?.count ?? 0),
    overdue: Number(of("overdue")?.count ?? 0),
    lastVisit: of("visit")?.day ?? null,
    lists: states.flatMap(({ what, word }) =>
      what === "白名单" || what === "黑名单"
        ? [{ list: what, standing: word as RosterNow["lists"][number]["standing"] }]
        : [],
    ),
  };
}
