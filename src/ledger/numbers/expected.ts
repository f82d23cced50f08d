/** Who owes what is expected (应有), and who has it, as of a day and as known to a return. */
import { sql } from "kysely";
import { answersFor, asks, dayOfNumber, owingOn } from "../../campaign/index.ts";
import type { Day, Expectation, Operation, Owing, Plan, RowFilter } from "../../campaign/index.ts";
import { stateOn } from "../as-of/state.ts";
import type { SubjectTraits } from "../as-of/traits.ts";
import { factsOf } from "../as-of/vantage.ts";
import type { FactsRead, Vantage } from "../as-of/vantage.ts";
import { isInForce } from "../in-force.ts";
import type { SpanTraits } from "../spans/traits.ts";
import type { Db } from "../tables.ts";
import type { FewRow } from "./set-row.ts";
import { namesOf, subjectIn } from "./words.ts";

/** Who owes it, and since when it is there; null: it is not. */
export interface Owed {
  readonly name: string;
  readonly subject: number | null;
  readonly town: string | null;
  readonly held: Day | null;
}

/**
 * Everybody who owes it in a period, in the order of the plan or the roster. Late comers to the roster owe it, too. What the ledger
 * says of an expectation is read once, whatever periods are asked for; the roster is read once for all of them.
 */
export function owedTo(
  facts: FactsRead,
  vantage: Vantage,
  inherits: readonly string[],
): (expectation: Expectation) => Promise<(owing: Owing) => readonly Owed[]> {
  let roster: Promise<readonly RosterMember[]> | undefined;
  let visited: Promise<readonly Visit[]> | undefined;
  const visits = (): Promise<readonly Visit[]> => (visited ??= visitsIn(facts, vantage));
  const institutions = (): Promise<readonly RosterMember[]> => (roster ??= membersInRoster(facts, vantage));
  return async (expectation) => {
    const members = await membersOf(facts, vantage, expectation, { inherits, institutions });
    const all = members.length === 0 ? [] : await heldBy(facts, vantage, expectation, { members, visits });
    return ({ period }) => {
      const held = all.filter(({ day }) => answersFor(expectation, period, day));
      const bySubject = firstOf(held, ({ subject }) => subject);
      const byUnit = firstOf(held, ({ unit }) => unit);
      return members.map((member) => ({
        ...member,
        held: (member.subject === null ? byUnit.get(member.name) : bySubject.get(member.subject)) ?? null,
      }));
    };
  };
}

/** The first day of each key. */
function firstOf<Key>(held: readonly Held[], keyOf: (one: Held) => Key): ReadonlyMap<Key, Day> {
  const first = new Map<Key, Day>();
  for (const one of held) if (!first.has(keyOf(one))) first.set(keyOf(one), one.day);
  return first;
}

type Member = Omit<Owed, "held">;

async function membersOf(
  facts: FactsRead,
  vantage: Vantage,
  { whose }: Expectation,
  { inherits, institutions }: MemberSources,
): Promise<readonly Member[]> {
  if (whose.of === "单位") return whose.names.map((name) => ({ name, subject: null, town: null }));
  if (whose.of === "承接") {
    const { inheritedRows } = await import("./inherited.ts");
    const rows = await inheritedRows(facts, vantage, { counts: whose.which, inherits });
    const subjects = new Map(rows.map(({ subject, name, town }) => [subject, { name: name ?? "", subject, town }]));
    return [...subjects.values()];
  }
  if (whose.of === "台账") {
    const { registerRows } = await import("./registers.ts");
    const rows = await registerRows(facts, vantage, {
      registers: [whose.register],
      counts: "在某状态",
      ...(whose.states.length > 0 && { states: whose.states }),
    });
    return rows.map(({ subject, name, town, lead, label }) =>
      subject === 0 ? { name: lead ?? label, subject: null, town } : { name: name ?? String(subject), subject, town },
    );
  }
  const served = whose.of === "文书" ? await sentTo(facts.db, vantage, whose.kinds) : null;
  return (await institutions())
    .filter(({ subject }) => served?.has(subject) ?? true)
    .filter(
      (row) =>
        row.operation !== "取缔关停" &&
        (whose.of === "文书" ||
          (asks(whose.kinds, row.kind) &&
            asks(whose.classes, row.licence_class) &&
            asks(whose.categories, row.category))),
    )
    .map(({ subject, name, town }) => ({ name, subject, town }));
}

/** Who was served a paper of these kinds that was not withdrawn. */
async function sentTo(db: Db, vantage: Vantage, kinds: readonly string[]): Promise<ReadonlySet<number>> {
  const { rows } = await sql<{ subject: number }>`
    select distinct orders.subject from orders join service on service.order_id = orders.id
    where orders.campaign = ${vantage.campaign} and orders.kind in (${sql.join(kinds)})
      and ${isInForce(vantage, "orders")} and ${isInForce(vantage, "service")}
      and not exists (select 1 from withdrawal where withdrawal.order_id = orders.id and ${isInForce(vantage, "withdrawal")})`.execute(
    db,
  );
  return new Set(rows.map(({ subject }) => subject));
}

interface MemberSources {
  readonly inherits: readonly string[];
  readonly institutions: () => Promise<readonly RosterMember[]>;
}

interface RosterMember extends Member, SubjectTraits {
  readonly subject: number;
  readonly operation: Operation | null;
}

async function membersInRoster(facts: FactsRead, vantage: Vantage): Promise<readonly RosterMember[]> {
  const state = stateOn(facts, vantage);
  const [people, { places }] = [await state.people(), await state.stand("subject")];
  const operations = new Map<number, Operation | undefined>();
  await state.each("operation", ({ subject }, { operation }) => void operations.set(subject, operation));
  const subjects = Array.from(places, (subject) => ({ subject }));
  const names = await namesOf(facts, people, subjects);
  return subjects.map(({ subject }) => ({
    ...subjectIn(people, subject),
    subject,
    name: names.get(subject) ?? "",
    operation: operations.get(subject) ?? null,
  }));
}

interface Held {
  readonly subject: number | null;
  readonly unit: string | null;
  readonly day: Day;
}

interface Visit {
  readonly subject: number;
  readonly day: number;
  readonly kind: SpanTraits["inspection_kind"];
}

/** Oldest first. */
async function visitsIn(facts: FactsRead, vantage: Vantage): Promise<readonly Visit[]> {
  const visits: Visit[] = [];
  await stateOn(facts, vantage).each("visit", ({ subject, day }, { inspection_kind: kind }) => {
    visits.push({ subject, day, kind });
  });
  return visits.sort((one, other) => one.day - other.day);
}

async function heldBy(
  facts: FactsRead,
  vantage: Vantage,
  { needs }: Expectation,
  { members, visits }: { readonly members: readonly Member[]; readonly visits: () => Promise<readonly Visit[]> },
): Promise<readonly Held[]> {
  if (needs.by === "台账") {
    const { registerRows, registerRowsBy } = await import("./registers.ts");
    const filter: RowFilter = {
      registers: [needs.register],
      ...(needs.steps.length > 0
        ? { counts: "步骤", steps: needs.steps }
        : needs.states.length > 0
          ? { counts: "在某状态", states: needs.states }
          : { counts: "登记" }),
    };
    const heldOf = ({ subject, day }: FewRow, unit: string | null): Held => ({
      subject: subject === 0 ? null : subject,
      unit,
      day,
    });
    if (needs.field === null) return (await registerRows(facts, vantage, filter)).map((row) => heldOf(row, row.lead));
    const rows = await registerRowsBy(facts, vantage, filter, needs.field);
    return rows.map(({ value, row }) => heldOf(row, value));
  }
  if (needs.by === "检查")
    return (await visits())
      .filter(({ kind }) => needs.kinds.some((one) => one === kind))
      .map(({ subject, day }) => ({ subject, unit: null, day: dayOfNumber(day) }));
  const { rows } = await sql<{ day: Day }>`select cut_off as day from issued_return
    where campaign = ${vantage.campaign} and kind = ${needs.report} and ${isInForce(vantage)}`.execute(facts.db);
  return members.flatMap(({ name }) => rows.map((row) => ({ subject: null, unit: name, day: row.day })));
}

/** The rows of a figure: everybody who owes it in the period that runs, those who have it, or those who have not. */
export async function expectedRows(
  facts: FactsRead,
  vantage: Vantage,
  { expected = [], counts = "应有", inherits = [] }: RowFilter,
): Promise<FewRow[]> {
  const rows: FewRow[] = [];
  const { town } = facts;
  const owed = owedTo(town === undefined ? facts : factsOf(facts.db), vantage, inherits);
  for (const expectation of expected) {
    const owing = owingOn(expectation, vantage.day, vantage.day).at(-1);
    if (!owing) continue;
    const all = (await owed(expectation))(owing);
    for (const [at, { name, subject, town: its, held }] of all.entries()) {
      if (counts === (held === null ? "已有" : "缺") || (town !== undefined && its !== town)) continue;
      rows.push({
        fact: subject === null ? "campaign" : "roster",
        id: subject ?? at + 1,
        entry: 0,
        subject: subject ?? 0,
        name,
        town: its,
        day: held ?? vantage.day,
        lead: expectation.actor,
        label: `${expectation.name}：${held === null ? "还没有" : `${held} 有了`}`,
        kind: "机构",
        licence_class: null,
        category: null,
        bucket: null,
        severity: null,
        order_kind: null,
        inspection_kind: null,
        list: null,
        operation: null,
      });
    }
  }
  return rows;
}

/** One expectation in one period. */
export interface OwedNow {
  readonly expectation: Expectation;
  readonly owing: Owing;
  readonly all: readonly Owed[];
  readonly missing: readonly Owed[];
}

/** Every expectation of the plan as of a day: of what comes back every week or month the period before, too, as long as something of it is missing. */
export async function owedOn(
  db: Db,
  { code, plan, startedOn }: { readonly code: string; readonly plan: Plan; readonly startedOn: Day },
  day: Day,
): Promise<OwedNow[]> {
  const owed: OwedNow[] = [];
  const read = owedTo(factsOf(db), { campaign: code, day }, plan.inherits ?? []);
  for (const expectation of plan.expectations ?? []) {
    const owings = owingOn(expectation, day, startedOn);
    if (owings.length === 0) continue;
    const allIn = await read(expectation);
    for (const owing of owings) {
      const all = allIn(owing);
      const missing = all.filter(({ held }) => held === null);
      if (expectation.every === null || !owing.overdue || missing.length > 0)
        owed.push({ expectation, owing, all, missing });
    }
  }
  return owed;
}
