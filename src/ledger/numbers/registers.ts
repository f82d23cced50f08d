/** The rows behind figures over registers (台账): entries, steps, or what stands in a state; as of a day, and as known to a return. */
import { sql } from "kysely";
import type { RawBuilder } from "kysely";
import { currentFields, inStretches } from "../../campaign/index.ts";
import type { Day, EntryFields, RowFilter } from "../../campaign/index.ts";
import { stateOn } from "../as-of/state.ts";
import type { FactsRead, Vantage } from "../as-of/vantage.ts";
import { correctedFields, inTurn } from "../corrections.ts";
import type { FieldsCorrected } from "../corrections.ts";
import { isInForce } from "../in-force.ts";
import { fromJson } from "../json.ts";
import type { Db, RegisterEntryRow, RegisterStepRow } from "../tables.ts";
import { namesOf, subjectIn, together } from "./words.ts";
import type { FewRow } from "./set-row.ts";

/**
 * The rows that an indicator over registers counts, each once: with 登记 the entries, with 步骤 the steps taken, with 在某状态 what stands in a
 * state (of an entry that is done in parts each part), with 数量 the entries with their amounts. Amounts of money are in 分.
 */
export async function registerRows(facts: FactsRead, vantage: Vantage, filter: RowFilter): Promise<FewRow[]> {
  return (await rowsWithFields(facts, vantage, filter)).map(({ row }) => row);
}

/** The rows by what is written in one of their fields; of several values each. */
export async function registerRowsBy(
  facts: FactsRead,
  vantage: Vantage,
  filter: RowFilter,
  field: string,
): Promise<readonly { readonly value: string; readonly row: FewRow }[]> {
  const rows = await rowsWithFields(facts, vantage, filter, { fields: true });
  return rows.flatMap(({ row, fields }) => (fields[field] ?? "").split("、").map((value) => ({ value, row })));
}

interface RowWithFields {
  readonly row: FewRow;
  /** Empty where nobody asks for them. */
  readonly fields: EntryFields;
}

async function rowsWithFields(
  facts: FactsRead,
  vantage: Vantage,
  filter: RowFilter,
  { fields: wanted = filter.fields !== undefined }: { readonly fields?: boolean } = {},
): Promise<RowWithFields[]> {
  const { db, town } = facts;
  const { counts } = filter;
  const rows = await joined(db, vantage, filter, wanted);
  const people = await subjectsOf(facts, vantage, rows);
  const fieldsOf = wanted ? await currentFieldsOf(db, vantage, rows) : null;
  const asked = Object.entries(filter.fields ?? {});
  return rows.flatMap((row): RowWithFields[] => {
    const fields = fieldsOf?.get(row.id) ?? {};
    if (!asked.every(([name, values]) => values.some((value) => (fields[name] ?? "").split("、").includes(value))))
      return [];
    const subject = people.get(row.subject ?? 0);
    if (town !== undefined && (subject?.town ?? null) !== town) return [];
    const step = counts === "步骤";
    const own: Own = {
      fact: step ? "register_step" : "register_entry",
      id: step ? row.step_id : row.id,
      entry: step ? row.step_entry : row.entry,
      day: step || counts === "在某状态" ? row.step_day : row.happened_on,
      lead: row.part ?? row.unit,
      label: `${row.register} ${row.number}：${row.step}（${row.state}）`,
      quantity: counts === "数量" ? (row.amount ?? 0) : undefined,
    };
    return [{ row: about(row.subject, subject, own), fields }];
  });
}

/**
 * The same rows taken together: those about one subject, of one lead and one day are one row with their number, or with the sum of their
 * amounts. A figure needs no more of them.
 */
export async function registerCounts(facts: FactsRead, vantage: Vantage, filter: RowFilter): Promise<FewRow[]> {
  if (filter.fields !== undefined) return registerRows(facts, vantage, filter);
  const { counts } = filter;
  const day = counts === "步骤" || counts === "在某状态" ? sql`s.happened_on` : sql`e.happened_on`;
  const { rows } = await sql<Together>`
    select e.subject, coalesce(e.part, e.unit) as lead, ${day} as day, min(e.id) as id,
      ${counts === "数量" ? sql`sum(coalesce(e.amount, 0))` : sql`count(*)`} as quantity
    ${fromJoined(vantage, filter)} group by e.subject, coalesce(e.part, e.unit), ${day}`.execute(facts.db);
  const people = await subjectsOf(facts, vantage, rows);
  return rows.flatMap(({ subject, lead, day: on, id, quantity }): FewRow[] => {
    const then = people.get(subject ?? 0);
    if (facts.town !== undefined && (then?.town ?? null) !== facts.town) return [];
    const own: Own = { fact: "register_entry", id, entry: 0, day: on, lead, label: "", quantity: Number(quantity) };
    return [about(subject, then, own)];
  });
}

interface Together {
  readonly subject: number | null;
  readonly lead: string;
  readonly day: Day;
  readonly id: number;
  readonly quantity: number | string;
}

type Own = Pick<FewRow, "fact" | "id" | "entry" | "day" | "lead" | "label"> & { readonly quantity: number | undefined };

/** A row of a figure, with what is known of the one it is about. */
function about(subject: number | null, then: SubjectThen | undefined, own: Own): FewRow {
  // one literal: a hundred thousand rows made by spreading are objects of no fixed shape, and take seconds
  const row: FewRow = {
    fact: own.fact,
    id: own.id,
    entry: own.entry,
    day: own.day,
    lead: own.lead,
    label: own.label,
    subject: subject ?? 0,
    name: then?.name ?? null,
    town: then?.town ?? null,
    kind: then?.kind ?? "机构",
    licence_class: then?.licence_class ?? null,
    category: then?.category ?? null,
    bucket: then?.bucket ?? null,
    severity: null,
    order_kind: null,
    inspection_kind: null,
    list: null,
    operation: null,
  };
  return own.quantity === undefined ? row : Object.assign(row, { quantity: own.quantity });
}

type Joined = Pick<
  RegisterEntryRow,
  "id" | "entry" | "parent" | "part" | "unit" | "subject" | "register" | "number" | "amount" | "fields" | "happened_on"
> &
  Pick<RegisterStepRow, "step" | "state"> & {
    readonly step_id: number;
    readonly step_entry: number;
    readonly step_day: RegisterStepRow["happened_on"];
  };

/** Entries with the step that counts; what is written in them only where it is asked for. */
async function joined(db: Db, vantage: Vantage, filter: RowFilter, fields: boolean): Promise<readonly Joined[]> {
  const { rows } = await sql<Joined>`
    select e.id, e.entry, e.parent, e.part, e.unit, e.subject, e.register, e.number, e.amount, e.happened_on,
      ${fields ? sql`e.fields` : sql`'{}'`} as fields,
      s.id as step_id, s.entry as step_entry, s.step, s.state, s.happened_on as step_day
    ${fromJoined(vantage, filter)} order by e.id, s.id`.execute(db);
  return rows;
}

/** Entries `e` with the step `s` that counts: the last one of each, or with 步骤 every one of the steps asked for. */
function fromJoined(vantage: Vantage, filter: RowFilter): RawBuilder<unknown> {
  const live = (table: string): RawBuilder<unknown> => isInForce(vantage, table);
  const among = (column: string, values: readonly string[] | undefined): RawBuilder<unknown> =>
    values === undefined ? sql`1 = 1` : sql`${sql.ref(column)} in (${sql.join(values)})`;
  const { counts = "登记" } = filter;
  // By index for each entry: joined to a list of all last steps, an engine may well go through the list once an entry.
  const last = (of: RawBuilder<unknown>): RawBuilder<unknown> =>
    sql`(select max(t.id) from register_step as t where t.of_entry = ${of} and ${live("t")})`;
  // An entry that is done in parts has no step of its own: it is counted with the last step of its first part.
  const firstPart = sql`(select min(p.id) from register_entry as p where p.parent = e.id)`;
  const own = sql`e.id`;
  const step =
    counts === "步骤"
      ? sql`s.of_entry = e.id`
      : sql`s.id = ${counts === "在某状态" ? last(own) : sql`coalesce(${last(own)}, ${last(firstPart)})`}`;
  return sql`
    from register_entry as e join register_step as s on ${step}
    where e.campaign = ${vantage.campaign} and ${live("e")} and ${live("s")}
      and ${counts === "步骤" ? among("s.step", filter.steps) : sql`1 = 1`}
      and ${counts === "登记" || counts === "数量" ? sql`e.parent is null` : sql`1 = 1`}
      and ${among("e.register", filter.registers)} and ${among("s.state", filter.states)}
      ${filter.overdue === true ? sql`and s.ended = 0 and s.due_on < ${vantage.day}` : sql``}`;
}

interface SubjectThen extends Pick<FewRow, "kind" | "licence_class" | "category" | "bucket" | "town"> {
  readonly subject: number;
  readonly name: string;
}

/** The subjects that the rows are about, as they stood; those that the roster did not have are left out. */
async function subjectsOf(
  facts: FactsRead,
  vantage: Vantage,
  rows: readonly { readonly subject: number | null }[],
): Promise<ReadonlyMap<number, SubjectThen>> {
  const about = [...new Set(rows.flatMap(({ subject }) => subject ?? []))];
  if (about.length === 0) return new Map();
  const people = await stateOn(facts, vantage).people();
  const names = await namesOf(
    facts,
    people,
    about.map((subject) => ({ subject })),
  );
  return new Map(Array.from(names, ([subject, name]) => [subject, { ...subjectIn(people, subject), subject, name }]));
}

/** What was written down last of each field of these entries, that of a whole under that of its part. */
async function currentFieldsOf(
  db: Db,
  vantage: Vantage,
  rows: readonly Joined[],
): Promise<ReadonlyMap<number, EntryFields>> {
  const above = new Map<number, string>();
  const written = new Map<number, FieldsCorrected[]>();
  const parents = rows.flatMap(({ parent }) => parent ?? []);
  const corrected = await correctedFields(db, vantage, [...parents, ...rows.map(({ id }) => id)]);
  const last = (id: number): EntryFields => currentFields({}, inTurn(written.get(id) ?? [], corrected.get(id)));
  for (const some of inStretches([...new Set(parents)], together)) {
    const query = sql<Pick<RegisterEntryRow, "id" | "fields">>`
      select id, fields from register_entry where id in (${sql.raw(some.join(","))})`;
    for (const { id, fields } of (await query.execute(db)).rows) above.set(id, fields);
  }
  for (const some of inStretches([...new Set(rows.map(({ id }) => id))], together)) {
    const query = sql<
      Pick<RegisterStepRow, "entry" | "of_entry" | "fields">
    >`select entry, of_entry, fields from register_step
      where of_entry in (${sql.raw(some.join(","))}) and fields <> '{}' and ${isInForce(vantage)} order by id`;
    for (const { entry, of_entry: of, fields } of (await query.execute(db)).rows)
      written.set(of, [...(written.get(of) ?? []), { entry, fields: fromJson(fields) }]);
  }
  return new Map(
    rows.map((row) => [
      row.id,
      {
        ...fromJson(above.get(row.parent ?? 0) ?? "{}"),
        ...currentFields({}, corrected.get(row.parent ?? 0) ?? []),
        ...fromJson(row.fields),
        ...last(row.id),
      },
    ]),
  );
}
