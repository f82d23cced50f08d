/** Registers (台账) as facts: entries and steps as recorded, and where each entry stands on a day. */
import { hint, next } from "../../campaign/index.ts";
import { sql } from "kysely";
import type { RawBuilder } from "kysely";
import { currentFields, grouped, misuse, numberOf, registerNamed, stateNamed, wholeOf } from "../../campaign/index.ts";
import type { Day, EntryFields, Plan, Register, RegisterState, StepTaken } from "../../campaign/index.ts";
import { numbered, patternOf } from "./document-numbers.ts";
import { lastSerial } from "./reserved-numbers.ts";
import { correctedFields, inTurn } from "../corrections.ts";
import type { FieldsCorrected } from "../corrections.ts";
import { isInForce } from "../in-force.ts";
import { isLastOn } from "./open-registers.ts";
import { fromJson, toJson } from "../json.ts";
import type { Db, RegisterEntryRow, RegisterStepRow } from "../tables.ts";

/** A step that stands, with its fact. */
export interface StepNow extends StepTaken {
  readonly id: number;
  /** The journal entry that recorded it. */
  readonly entry: number;
  readonly actor: string | null;
  readonly rule: string | null;
}

/** An entry as of a day. */
export interface EntryNow {
  readonly row: RegisterEntryRow;
  /** Steps in the order they were taken; of an entry that is done in parts of its own life, none. */
  readonly steps: readonly StepNow[];
  readonly parts: readonly EntryNow[];
  /** What was written down last of each field; of a sealed one the digest. */
  readonly fields: EntryFields;
  readonly state: string;
  readonly ended: boolean;
  readonly due: Day | null;
  readonly rule: string | null;
  readonly actor: string | null;
  /** The day of the last step. */
  readonly since: Day;
}

export interface EntriesWanted {
  readonly campaign?: string;
  readonly register?: string;
  readonly subject?: number;
  /** Entries with these numbers, with their parts. */
  readonly ids?: readonly number[];
}

/** The entries that stand on a day, each with its parts, in the order they were entered. */
export async function entriesNow(
  db: Db,
  asOf: Day,
  plan: Pick<Plan, "registers">,
  wanted: EntriesWanted = {},
): Promise<EntryNow[]> {
  const roots = [
    sql`parent is null`,
    ...(wanted.campaign === undefined ? [] : [sql`campaign = ${wanted.campaign}`]),
    ...(wanted.register === undefined ? [] : [sql`register in (${sql.join(namesOf(plan, wanted.register))})`]),
    ...(wanted.subject === undefined ? [] : [sql`subject = ${wanted.subject}`]),
    ...(wanted.ids === undefined ? [] : [sql`id in (${sql.join([0, ...wanted.ids])})`]),
  ];
  const chosen = sql`select id from register_entry where ${sql.join(roots, sql` and `)}`;
  const entries = await sql<RegisterEntryRow>`select * from register_entry
    where ${isInForce(asOf)}
      and (id in (${chosen}) or parent in (${chosen})) order by id`.execute(db);
  const steps = await sql<RegisterStepRow>`select * from register_step
    where ${isInForce(asOf)}
      and of_entry in (select id from register_entry where id in (${chosen}) or parent in (${chosen})) order by id`.execute(
    db,
  );
  const corrected = await correctedFields(
    db,
    { day: asOf },
    entries.rows.map(({ id }) => id),
  );
  return withParts(entries.rows, steps.rows, { registers: plan.registers ?? [], corrected });
}

/** An entry, or a part of one, as lists show it. */
export interface ListedEntry {
  readonly id: number;
  readonly number: string;
  readonly part: string | null;
  readonly subject: number | null;
  readonly on: Day;
  /** What was written down last of each field; of a sealed one the digest. */
  readonly fields: EntryFields;
  readonly state: string;
  readonly ended: boolean;
  readonly due: Day | null;
  readonly actor: string | null;
  /** The day of the last step. */
  readonly since: Day;
}

type ListedRow = Omit<ListedEntry, "fields" | "ended"> & {
  readonly parent: number | null;
  readonly fields: RegisterEntryRow["fields"];
  readonly ended: number;
};

/** Which entries of a register are listed. */
export interface EntriesAsked {
  readonly campaign: string;
  readonly register: string;
  readonly subject?: number;
  readonly state?: string;
  /** Only what has not ended. */
  readonly open?: boolean;
  /** Only what has not ended and whose last day is past. */
  readonly overdue?: boolean;
  /** How many are read, from the first on; all where left out. */
  readonly first?: number;
}

/** How many entries are listed, without reading them. */
export async function entriesCounted(
  db: Db,
  asOf: Day,
  plan: Pick<Plan, "registers">,
  asked: EntriesAsked,
): Promise<number> {
  const { rows } = await sql<{ count: number | string }>`
    select count(*) as count ${listedFrom(asOf, plan, asked)}`.execute(db);
  return Number(rows[0]?.count ?? 0);
}

/** Entries `e` with the last step `s` of each, as asked. States are meant by all names that they have and had. */
function listedFrom(
  asOf: Day,
  plan: Pick<Plan, "registers">,
  { campaign, register: name, subject, state, open, overdue }: EntriesAsked,
): RawBuilder<unknown> {
  const states = registerNamed(plan.registers ?? [], name)?.states ?? [];
  const names = (of: readonly RegisterState[]): RawBuilder<unknown> =>
    sql.join(["", ...of.flatMap((one) => [one.name, ...one.aliases])]);
  const notEnded = sql`(s.state in (${names(states.filter(({ ends }) => !ends))})
    or (s.ended = 0 and s.state not in (${names(states)})))`;
  const only = [
    ...(subject === undefined ? [] : [sql`e.subject = ${subject}`]),
    ...(state === undefined ? [] : [sql`s.state in (${names(states.filter((one) => one.name === state))})`]),
    ...(open === true || overdue === true ? [notEnded] : []),
    ...(overdue === true ? [sql`s.due_on < ${asOf}`] : []),
  ];
  return sql`from register_entry as e join register_step as s on s.of_entry = e.id
    where e.register in (${sql.join(namesOf(plan, name))}) and e.campaign = ${campaign} and ${isLastOn(asOf)}
      ${only.length === 0 ? sql`` : sql`and ${sql.join(only, sql` and `)}`}`;
}

/**
 * What stands in one register on a day, by its last step, in the order it was entered: its entries, or where these are done in parts the
 * parts; also the parts of another register's entries that live as this one says.
 */
export async function entriesListed(
  db: Db,
  asOf: Day,
  plan: Pick<Plan, "registers">,
  asked: EntriesAsked,
): Promise<ListedEntry[]> {
  const { campaign, register, first } = asked;
  const names = sql.join(namesOf(plan, register));
  const { rows } = await sql<ListedRow>`
    select e.id, e.number, e.parent, e.part, e.subject, e.happened_on as "on", e.fields,
      s.state, s.ended, s.actor, s.due_on as due, s.happened_on as since
    ${listedFrom(asOf, plan, asked)} order by e.id ${first === undefined ? sql`` : sql`limit ${first}`}`.execute(db);
  const parents = [...new Set(rows.flatMap(({ parent }) => parent ?? []))];
  const above = await writtenAtFirst(db, parents);
  const few =
    first === undefined
      ? sql`e.register in (${names}) and e.campaign = ${campaign}`
      : sql`e.id in (${numbersIn(rows.map(({ id }) => id))})`;
  const later = await writtenLater(db, asOf, few);
  const laterAbove = parents.length === 0 ? later : await writtenLater(db, asOf, sql`e.id in (${numbersIn(parents)})`);
  const states = statesIn(plan, register);
  return rows.map(({ parent, ...row }) => {
    const { name: state, ends } = states(row.state) ?? { name: row.state, ends: row.ended === 1 };
    return Object.assign(row, {
      fields: {
        ...(parent === null ? {} : { ...above.get(parent), ...laterAbove.get(parent) }),
        ...fromJson(row.fields),
        ...later.get(row.id),
      },
      state,
      ended: ends,
      due: ends ? null : row.due,
      actor: ends ? null : row.actor,
    });
  });
}

const numbersIn = (ids: readonly number[]): RawBuilder<unknown> => sql.raw([0, ...ids].join(","));

/** A state by the name that was written down, of the register as it is now. */
function statesIn({ registers = [] }: Pick<Plan, "registers">, name: string) {
  const register = registerNamed(registers, name);
  const known = new Map<string, RegisterState | undefined>();
  return (state: string): RegisterState | undefined => {
    if (!known.has(state)) known.set(state, register && stateNamed(register, state));
    return known.get(state);
  };
}

async function writtenAtFirst(db: Db, ids: readonly number[]): Promise<ReadonlyMap<number, EntryFields>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<Pick<RegisterEntryRow, "id" | "fields">>`
    select id, fields from register_entry where id in (${numbersIn(ids)})`.execute(db);
  return new Map(rows.map(({ id, fields }) => [id, fromJson(fields)]));
}

const stepFields = ({ entry, fields }: Pick<RegisterStepRow, "entry" | "fields">): FieldsCorrected => ({
  entry,
  fields: fromJson(fields),
});

/** What steps and corrections wrote down, the last of each field, by entry. */
async function writtenLater(db: Db, asOf: Day, of: RawBuilder<unknown>): Promise<ReadonlyMap<number, EntryFields>> {
  const { rows } = await sql<Pick<RegisterStepRow, "entry" | "of_entry" | "fields">>`
    select s.entry, s.of_entry, s.fields from register_entry as e join register_step as s on s.of_entry = e.id
    where ${of} and s.fields <> '{}' and ${isInForce(asOf, "s")} order by s.id`.execute(db);
  const { rows: put } = await sql<{ readonly id: number }>`
    select distinct e.id from correction as c join register_entry as e on e.id = c.fact_id
    where c.fact = 'register_entry' and ${of}`.execute(db);
  const steps = grouped(rows, ({ of_entry }) => of_entry);
  const corrected = await correctedFields(
    db,
    { day: asOf },
    put.map(({ id }) => id),
  );
  return new Map(
    [...new Set([...steps.keys(), ...corrected.keys()])].map((id) => [
      id,
      currentFields({}, inTurn((steps.get(id) ?? []).map(stepFields), corrected.get(id))),
    ]),
  );
}

/** The entries of a register in which these values may be written, at first or by a step; not fewer than have them. */
export async function entriesWith(
  db: Db,
  plan: Pick<Plan, "registers">,
  {
    campaign,
    register,
    values,
  }: { readonly campaign: string; readonly register: string; readonly values: EntryFields },
): Promise<number[]> {
  const has = (column: string): RawBuilder<unknown>[] =>
    Object.entries(values).map(([name, value]) => {
      const said = toJson({ [name]: value })
        .slice(1, -1)
        .replaceAll(/[\\%_]/g, (sign) => `\\${sign}`);
      return sql`${sql.ref(column)} like ${`%${said}%`} escape '\\'`;
    });
  const { rows } = await sql<{ id: number }>`
    select e.id from register_entry as e
    where e.register in (${sql.join(namesOf(plan, register))}) and e.campaign = ${campaign} and e.parent is null
      and ${sql.join(
        has("e.fields").map(
          (first, at) => sql`(${first} or exists (
            select 1 from register_step as s where s.of_entry = e.id and ${has("s.fields")[at] ?? sql`1 = 0`})
            or exists (select 1 from correction as c where c.fact = 'register_entry' and c.fact_id = e.id))`,
        ),
        sql` and `,
      )}`.execute(db);
  return rows.map(({ id }) => id);
}

/** The name of a register and those it had before. */
function namesOf({ registers = [] }: Pick<Plan, "registers">, name: string): string[] {
  const register = registerNamed(registers, name);
  return [name, ...(register ? [register.name, ...register.aliases] : [])];
}

function withParts(
  rows: readonly RegisterEntryRow[],
  steps: readonly RegisterStepRow[],
  {
    registers,
    corrected,
  }: {
    readonly registers: readonly Register[];
    readonly corrected: ReadonlyMap<number, readonly FieldsCorrected[]>;
  },
): EntryNow[] {
  const byEntry = new Map<number, StepNow[]>();
  for (const row of steps) {
    const ours = byEntry.get(row.of_entry);
    if (ours) ours.push(stepNow(row));
    else byEntry.set(row.of_entry, [stepNow(row)]);
  }
  const byParent = new Map<number, RegisterEntryRow[]>();
  for (const row of rows) if (row.parent !== null) byParent.set(row.parent, [...(byParent.get(row.parent) ?? []), row]);
  const entryOf = (row: RegisterEntryRow, above: EntryFields): EntryNow => {
    const taken = byEntry.get(row.id) ?? [];
    const fields = currentFields({ ...above, ...fromJson(row.fields) }, inTurn(taken, corrected.get(row.id)));
    const parts = (byParent.get(row.id) ?? []).map((part) => entryOf(part, fields));
    return { row, steps: taken, parts, fields, ...standingOf(row, taken, parts, registers) };
  };
  return rows.filter(({ parent }) => parent === null).map((row) => entryOf(row, {}));
}

function stepNow(row: RegisterStepRow): StepNow {
  return {
    id: row.id,
    entry: row.entry,
    step: row.step,
    state: row.state,
    on: row.happened_on,
    by: row.taken_by,
    due: row.due_on,
    rule: row.due_rule,
    actor: row.actor,
    fields: row.fields === "{}" ? {} : fromJson(row.fields),
  };
}

type Standing = Pick<EntryNow, "state" | "ended" | "due" | "rule" | "actor" | "since">;

function standingOf(
  row: RegisterEntryRow,
  steps: readonly StepNow[],
  parts: readonly EntryNow[],
  registers: readonly Register[],
): Standing {
  const register = registerNamed(registers, row.register);
  const last = steps.at(-1);
  if (last) {
    const state = register && stateNamed(register, last.state);
    const ended = state?.ends ?? false;
    const { due, rule, actor, on: since } = last;
    return {
      state: state?.name ?? last.state,
      ended,
      due: ended ? null : due,
      rule,
      actor: ended ? null : actor,
      since,
    };
  }
  const whole = register
    ? wholeOf(
        register,
        parts.map(({ state }) => state),
      )
    : null;
  const open = parts.filter(({ ended }) => !ended);
  return {
    state: whole?.name ?? "",
    ended: parts.length > 0 && open.length === 0,
    due: open.flatMap(({ due }) => due ?? []).toSorted()[0] ?? null,
    rule: null,
    actor: open.length === 0 ? null : [...new Set(open.flatMap(({ actor }) => actor ?? []))].join("、"),
    since: parts.reduce((latest, part) => (part.since > latest ? part.since : latest), row.happened_on),
  };
}

/** Entries and parts in one line, the parts behind their whole. */
export function inOneLine(entries: readonly EntryNow[]): EntryNow[] {
  return entries.flatMap((entry) => [entry, ...inOneLine(entry.parts)]);
}

/** The entries of a register with this number or short number. */
export async function entriesNumbered(
  db: Db,
  plan: Pick<Plan, "registers">,
  { campaign, register, number }: { readonly campaign: string; readonly register: string; readonly number: string },
): Promise<number[]> {
  const rows = await db
    .selectFrom("register_entry")
    .select("id")
    .where("campaign", "=", campaign)
    .where("register", "in", namesOf(plan, register))
    .where((is) =>
      is.or([is("number", "=", number), ...(/^\d{1,9}$/.test(number) ? [is("id", "=", Number(number))] : [])]),
    )
    .execute();
  return rows.map(({ id }) => id);
}

/** How many parts an entry was ever given, those taken back with them: a part's number is not given twice. */
export async function partsEver(db: Db, whole: number): Promise<number> {
  const { rows } = await sql<{ count: number | string }>`
    select count(*) as count from register_entry where parent = ${whole}`.execute(db);
  return Number(rows[0]?.count ?? 0);
}

/** The one entry, or part of one, that is meant: by its short number or its number. @throws Stop when none or several fit */
export async function entryNamed(
  db: Db,
  asOf: Day,
  plan: Pick<Plan, "registers">,
  { campaign, register, query }: { readonly campaign: string; readonly register: string; readonly query: string },
): Promise<{ readonly entry: EntryNow; readonly whole: EntryNow }> {
  const term = query.trim().normalize("NFKC").replaceAll("#", "");
  const ours = db
    .selectFrom("register_entry")
    .select(["id", "number", "parent"])
    .where("campaign", "=", campaign)
    .where("register", "in", namesWithParts(plan, register));
  const found = /^\d{1,9}$/.test(term)
    ? await ours.where("id", "=", Number(term)).execute()
    : numbered(await ours.where("number", "like", patternOf(term)).execute(), term);
  const whole = await entriesNow(db, asOf, plan, { ids: found.map(({ id, parent }) => parent ?? id) });
  const meant = whole.flatMap((root) =>
    inOneLine([root])
      .filter(({ row }) => found.some(({ id }) => id === row.id))
      .map((entry) => ({ entry, whole: root })),
  );
  const [only] = meant;
  if (only && meant.length === 1) return only;
  const few = meant.slice(0, 5).map(({ entry: { row } }) => `${row.id} ${row.number}`);
  return misuse(
    only ? "ambiguous-register-entry" : "unknown-register-entry",
    only
      ? `“${query}”对应${register} ${meant.length} 件：${few.join("；")}`
      : `${register}里没有这一件（截至 ${asOf}）：${query}`,
    { hint: only ? "改用最前面的短编号" : hint`用 ${next("book", [register, "list"])} 看编号` },
  );
}

function namesWithParts(plan: Pick<Plan, "registers">, name: string): string[] {
  const parts = registerNamed(plan.registers ?? [], name)?.parts?.register;
  return [...namesOf(plan, name), ...(parts ? namesOf(plan, parts) : [])];
}

export interface RegisterSeries {
  readonly campaign: string;
  readonly register: Register;
  readonly year: number;
  /** The serial given last in the entry that is being written. */
  readonly after?: number | undefined;
}

/** The next number of a register in a year; a number once given stays taken. */
export async function nextEntryNumber(
  db: Db,
  { campaign, register, year, after }: RegisterSeries,
): Promise<{ readonly serial: number; readonly number: string }> {
  if (after !== undefined) return nextInSeries(register, year, after + 1);
  const { last } = await db
    .selectFrom("register_entry")
    .select((of) => of.fn.max("serial").as("last"))
    .where("campaign", "=", campaign)
    .where("register", "in", [register.name, ...register.aliases])
    .where("year", "=", year)
    .where("parent", "is", null)
    .executeTakeFirstOrThrow();
  return nextInSeries(register, year, (await lastSerial(db, { word: register.name, year }, last ?? 0)) + 1);
}

const nextInSeries = ({ numbering }: Register, year: number, serial: number) => ({
  serial,
  number: numberOf(numbering, "", year, serial),
});

/** The adoption of a campaign's plan that is in force on a day. */
export async function planInForce(db: Db, campaign: string, day: Day): Promise<number> {
  const row = await db
    .selectFrom("campaign")
    .select("id")
    .where("code", "=", campaign)
    .where("happened_on", "<=", day)
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirstOrThrow();
  return row.id;
}

/** The registers that have entries, with the states and fields that entries stand in: a new plan may not lose one of them. */
export async function wordsInUse(db: Db, campaign: string): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const { rows } = await sql<{ register: string; state: string }>`
    select distinct register_entry.register, register_step.state from register_step
    join register_entry on register_entry.id = register_step.of_entry where campaign = ${campaign}`.execute(db);
  const used = new Map<string, Set<string>>();
  for (const { register, state } of rows) used.set(register, (used.get(register) ?? new Set()).add(state));
  return used;
}

/** An entry or a part of one that is open on a day. */
export interface OpenEntry {
  readonly id: number;
  readonly register: string;
  readonly number: string;
  readonly part: string | null;
  readonly subject: number | null;
  readonly state: string;
  readonly actor: string | null;
  /** The day of the last step. */
  readonly since: Day;
  readonly due_on: Day | null;
  /** The limit in words; without a day, why there is none; null where the plan still has to say it. */
  readonly due_rule: string | null;
}

/** One that has a day to be done by. */
export interface EntryDue extends OpenEntry {
  readonly due_on: Day;
}

/** Entries and parts that are open on a day and have a day to be done by, up to `until` where that is given. */
export async function entriesDue(
  db: Db,
  asOf: Day,
  { campaign, until }: { readonly campaign: string; readonly until: Day | null },
): Promise<EntryDue[]> {
  const within = until === null ? sql`s.due_on is not null` : sql`s.due_on <= ${until}`;
  return openEntries<EntryDue>(db, asOf, campaign, within);
}

/** All entries and parts that are open on a day. */
export async function entriesOpen(db: Db, asOf: Day, campaign: string): Promise<OpenEntry[]> {
  return openEntries<OpenEntry>(db, asOf, campaign, sql`1 = 1`);
}

async function openEntries<Open extends OpenEntry>(
  db: Db,
  asOf: Day,
  campaign: string,
  which: RawBuilder<unknown>,
): Promise<Open[]> {
  const { rows } = await sql<Open>`
    select e.id, e.register, e.number, e.part, e.subject, s.state, s.actor, s.happened_on as since, s.due_on, s.due_rule
    from register_step as s join register_entry as e on e.id = s.of_entry
    where s.ended = 0 and ${which} and ${isLastOn(asOf)} and e.campaign = ${campaign}
    order by s.due_on, e.id`.execute(db);
  return rows;
}

/** The number that the next entry will have. */
export async function nextEntryId(db: Db): Promise<number> {
  const row = await db
    .selectFrom("register_entry")
    .select((of) => of.fn.max("id").as("last"))
    .executeTakeFirst();
  return (row?.last ?? 0) + 1;
}

/** The entry that a step is of, and the whole that this is a part of. */
export async function entryOfStep(db: Db, step: number): Promise<{ readonly id: number; readonly whole: number }> {
  const { id, parent } = await db
    .selectFrom("register_step")
    .innerJoin("register_entry", "register_entry.id", "register_step.of_entry")
    .select(["register_entry.id", "parent"])
    .where("register_step.id", "=", step)
    .executeTakeFirstOrThrow();
  return { id, whole: parent ?? id };
}

/** Whether a campaign has a finding or a visit of this number. */
export async function isKnown(
  db: Db,
  { table, campaign, id }: { readonly table: "finding" | "inspection"; readonly campaign: string; readonly id: number },
): Promise<boolean> {
  const row = await db
    .selectFrom(table)
    .select("id")
    .where("campaign", "=", campaign)
    .where("id", "=", id)
    .executeTakeFirst();
  return row !== undefined;
}
