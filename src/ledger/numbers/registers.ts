/** The rows behind figures over registers (台账): entries, steps, or what stands in a state; as of a day, and as known to a return. */
import { sql } from "kysely";
import type { RawBuilder } from "kysely";
import type { RowFilter } from "../../campaign/index.ts";
import { stateOn } from "../as-of/state.ts";
import type { FactsRead, Vantage } from "../as-of/vantage.ts";
import { fromJson } from "../json.ts";
import type { Db, RegisterEntryRow, RegisterStepRow } from "../tables.ts";
import { namesOf, subjectIn } from "./words.ts";
import type { FewRow } from "./set-row.ts";

/**
 * The rows that an indicator over registers counts, each once: with 登记 the entries, with 步骤 the steps taken, with 在某状态 what stands in a
 * state (of an entry that is done in parts each part), with 数量 the entries with their amounts. Amounts of money are in 分.
 */
export async function registerRows(facts: FactsRead, vantage: Vantage, filter: RowFilter): Promise<FewRow[]> {
  const { db, town } = facts;
  const rows = await joined(db, vantage, filter);
  const people = await subjectsOf(facts, vantage, rows);
  const fieldsOf = filter.fields === undefined ? null : await currentFieldsOf(db, vantage, rows);
  return rows.flatMap((row): FewRow[] => {
    const fields = fieldsOf?.get(row.id) ?? {};
    const asked = Object.entries(filter.fields ?? {});
    if (!asked.every(([name, values]) => values.some((value) => (fields[name] ?? "").split("、").includes(value))))
      return [];
    const subject = people.get(row.subject ?? 0);
    if (town !== undefined && (subject?.town ?? null) !== town) return [];
    return [
      {
        fact: filter.counts === "步骤" ? "register_step" : "register_entry",
        id: filter.counts === "步骤" ? row.step_id : row.id,
        entry: filter.counts === "步骤" ? row.step_entry : row.entry,
        subject: row.subject ?? 0,
        name: subject?.name ?? null,
        town: subject?.town ?? null,
        day: filter.counts === "步骤" || filter.counts === "在某状态" ? row.step_day : row.happened_on,
        lead: row.part ?? row.unit,
        label: `${row.register} ${row.number}：${row.step}（${row.state}）`,
        kind: subject?.kind ?? "机构",
        licence_class: subject?.licence_class ?? null,
        category: subject?.category ?? null,
        bucket: subject?.bucket ?? null,
        severity: null,
        order_kind: null,
        inspection_kind: null,
        list: null,
        operation: null,
        ...(filter.counts === "数量" ? { quantity: row.amount ?? 0 } : {}),
      },
    ];
  });
}

type Joined = RegisterEntryRow &
  Pick<RegisterStepRow, "step" | "state"> & {
    readonly step_id: number;
    readonly step_entry: number;
    readonly step_day: RegisterStepRow["happened_on"];
  };

/** Entries with the step that counts: the last one of each, or with 步骤 every one of the steps asked for. */
async function joined(
  db: Db,
  { campaign, day, knownTo, annulledTo = day }: Vantage,
  filter: RowFilter,
): Promise<Joined[]> {
  const known = (table: string): RawBuilder<unknown> =>
    knownTo === undefined ? sql`1 = 1` : sql`${sql.ref(`${table}.entry`)} <= ${knownTo}`;
  const annulled = sql`select target from annulment where happened_on <= ${annulledTo} and ${known("annulment")}`;
  const live = (table: string): RawBuilder<unknown> =>
    sql`${sql.ref(`${table}.happened_on`)} <= ${day} and ${known(table)} and ${sql.ref(`${table}.entry`)} not in (${annulled})`;
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
  const { rows } = await sql<Joined>`
    select e.*, s.id as step_id, s.entry as step_entry, s.step, s.state, s.happened_on as step_day
    from register_entry as e join register_step as s on ${step}
    where e.campaign = ${campaign} and ${live("e")} and ${live("s")}
      and ${counts === "步骤" ? among("s.step", filter.steps) : sql`1 = 1`}
      and ${counts === "登记" || counts === "数量" ? sql`e.parent is null` : sql`1 = 1`}
      and ${among("e.register", filter.registers)} and ${among("s.state", filter.states)}
      ${filter.overdue === true ? sql`and s.ended = 0 and s.due_on < ${day}` : sql``}
    order by e.id, s.id`.execute(db);
  return rows;
}

interface SubjectThen extends Pick<FewRow, "kind" | "licence_class" | "category" | "bucket" | "town"> {
  readonly subject: number;
  readonly name: string;
}

/** The subjects that the rows are about, as they stood; those that the roster did not have are left out. */
async function subjectsOf(
  facts: FactsRead,
  vantage: Vantage,
  rows: readonly Joined[],
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

/** What was written down last of each field, those of the whole under those of its part. */
async function currentFieldsOf(
  db: Db,
  { day, annulledTo = day }: Vantage,
  rows: readonly Joined[],
): Promise<ReadonlyMap<number, Readonly<Record<string, string>>>> {
  const parents = await db.selectFrom("register_entry").select(["id", "fields"]).where("parent", "is", null).execute();
  const steps = await sql<Pick<RegisterStepRow, "of_entry" | "fields">>`select of_entry, fields from register_step
    where fields <> '{}' and happened_on <= ${day} and entry not in (select target from annulment where happened_on <= ${annulledTo})
    order by id`.execute(db);
  const above = new Map(parents.map(({ id, fields }) => [id, fields]));
  const written = new Map<number, Readonly<Record<string, string>>>();
  for (const { of_entry: of, fields } of steps.rows) written.set(of, { ...written.get(of), ...fromJson(fields) });
  return new Map(
    rows.map((row) => [
      row.id,
      {
        ...(row.parent === null ? {} : fromJson(above.get(row.parent) ?? "{}")),
        ...fromJson(row.fields),
        ...written.get(row.id),
      },
    ]),
  );
}
