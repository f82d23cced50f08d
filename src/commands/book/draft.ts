/** An entry as it will be recorded: its rows, its parts, its first step with the limit that begins. */
import {
  actorIn,
  currentFields,
  limitFrom,
  mayStep,
  oneProblem,
  openSteps,
  registerNamed,
  stateNamed,
  stepProblems,
} from "../../campaign/index.ts";
import type { Day, EntryFields, Problem, Register, RegisterStep } from "../../campaign/index.ts";
import { toJson } from "../../ledger/json.ts";
import type { Entry, New } from "../../ledger/ledger.ts";
import type { Person } from "../../ledger/people.ts";
import { nextEntryId, nextEntryNumber, partsEver, planInForce } from "../../ledger/acts/registers.ts";
import type { EntryNow } from "../../ledger/acts/registers.ts";
import { keepSealed, seal } from "../../ledger/acts/sealed.ts";
import type { Sealed } from "../../ledger/acts/sealed.ts";
import type { Db, RegisterEntryRow, RegisterStepRow } from "../../ledger/tables.ts";
import type { RegisterDesk } from "./desk.ts";
import { amountIn } from "./values.ts";

/** What an entry comes from. */
export interface Cause {
  readonly kind: string;
  readonly id: number;
  /** As people call it: 问题 12, 线索〔2021〕3号 */
  readonly name: string;
}

/** What was said of a new entry. */
export interface EntryWanted {
  readonly subject: { readonly subject: number; readonly name: string } | null;
  readonly cause: Cause | null;
  /** Values of fields and of the first step's own words. */
  readonly values: EntryFields;
  readonly step: RegisterStep;
  /** A number of the office's own. */
  readonly number: string | null;
  readonly batch: string | null;
  readonly line: number | null;
  readonly evidence: number;
  readonly on: Day;
}

/** What stands against an entry: fields that are missing, parts that are none, what its first step asks for. */
export function entryProblems(desk: RegisterDesk, wanted: EntryWanted, actor: Person): readonly Problem[] {
  const { register } = desk;
  const { step, values } = wanted;
  const missing = register.fields.filter(({ name, required }) => required && (values[name] ?? "") === "");
  return [
    ...(wanted.subject === null && register.about.length > 0 && !register.aboutOptional
      ? oneProblem(
          "register-needs-subject",
          `${register.name}要写明是哪一家（${register.about.join("、")}）`,
          "在“add”后面写编号或名称",
        )
      : []),
    ...(missing.length === 0
      ? []
      : oneProblem(
          "register-missing",
          `${register.name}还要写明：${missing.map(({ name }) => name).join("、")}`,
          `在命令后面加上 ${missing.map(({ name }) => `${name}=内容`).join(" ")}${examplesOf(register, missing)}`,
        )),
    ...stepProblems(register, null, step.name, {
      on: wanted.on,
      by: actor.name,
      unit: actor.unit,
      fields: values,
      evidence: wanted.evidence,
      holds: new Set(step.conditions),
    }),
  ];
}

/** ，例如 渠道=电话 部门=区教育局: of what is missing, where the plan has examples of it. */
function examplesOf({ examples = {} }: Register, missing: readonly { readonly name: string }[]): string {
  const known = missing.flatMap(({ name }) => (examples[name] === undefined ? [] : [`${name}=${examples[name]}`]));
  return known.length === 0 ? "" : `，例如 ${known.join(" ")}`;
}

/** The step that begins an entry: the one named, else the only one or the first. */
export function firstStep(register: Register, name: string | undefined): RegisterStep {
  const open = openSteps(register, null);
  const [first] = open;
  if (name === undefined && first) return first;
  return mayStep(register, null, name ?? "", {
    on: "" as Day,
    by: "",
    unit: open.find((step) => step.name === name)?.units[0] ?? "",
    fields: Object.fromEntries((open.find((step) => step.name === name)?.asks ?? []).map((ask) => [ask, ask])),
    evidence: 1,
    holds: new Set(open.flatMap(({ conditions }) => conditions)),
  });
}

export interface StepBegun {
  readonly id: number;
  /** The entry or part that it is of. */
  readonly entry: number;
  readonly part: string | null;
  readonly due: Day | null;
}

/** What was recorded of one entry. */
export interface RecordedEntries {
  readonly id: number;
  readonly number: string;
  /** The first step's fact; of an entry done in parts those of its parts. */
  readonly steps: readonly StepBegun[];
}

/** Appends entries with their parts and first steps; those met half-way (by line of their file) stand in the state they were met in. */
export async function recordEntries(
  entry: Entry,
  desk: RegisterDesk,
  actor: Person,
  all: readonly EntryWanted[],
  states: ReadonlyMap<number, string> = new Map(),
): Promise<readonly RecordedEntries[]> {
  const { register, code } = desk;
  const plan = await planInForce(entry.db, code, desk.office.on);
  const rows: New<RegisterEntryRow>[] = [];
  const steps: (New<RegisterStepRow> & { readonly part: string | null })[] = [];
  const sealed: [number, ReadonlyMap<string, Sealed>][] = [];
  const recorded: { id: number; number: string; from: number; to: number }[] = [];
  const serials = new Map<number, number>();
  let next = await nextEntryId(entry.db);
  for (const wanted of all) {
    const kept = sealedOf(register, wanted.values);
    const year = Number(wanted.on.slice(0, 4));
    const { serial, number } = await numberFor(entry.db, desk, wanted, serials);
    const root = next;
    const from = steps.length;
    if (kept.sealed.size > 0) sealed.push([root, kept.sealed]);
    const base = {
      campaign: code,
      plan,
      register: register.name,
      year,
      serial,
      number,
      parent: null,
      part: null,
      subject: wanted.subject?.subject ?? null,
      unit: actor.unit,
      cause: wanted.cause?.kind ?? null,
      cause_id: wanted.cause?.id ?? null,
      batch: wanted.batch,
      line: wanted.line,
      amount: amountIn(register, wanted.values),
      fields: toJson(fieldsOf(register, kept.fields)),
      happened_on: wanted.on,
    } satisfies New<RegisterEntryRow>;
    rows.push(base);
    next += 1;
    const own = register.parts === null || register.parts.register !== null;
    if (own)
      steps.push(
        firstStepRow(desk, register, metIn(states, { ...wanted, values: kept.fields }), {
          of: root,
          actor,
          part: null,
        }),
      );
    // one that has ended already has nothing left to hand out
    const over = own && stateNamed(register, steps.at(-1)?.state ?? "")?.ends === true;
    for (const [nth, part] of (over ? [] : partsOf(register, wanted.values)).entries()) {
      const life = partRegister(desk, register);
      const field = register.parts?.field ?? "";
      rows.push({
        ...base,
        register: life.name,
        serial: 0,
        number: `${number}-${nth + 1}`,
        parent: root,
        part,
        cause: null,
        cause_id: null,
        amount: own ? null : base.amount,
        fields: toJson({ [field]: part }),
      });
      const values = { ...kept.fields, [field]: part };
      const begins = own ? firstStep(life, undefined) : wanted.step;
      const first = own ? { ...wanted, values, step: begins } : metIn(states, { ...wanted, values, step: begins });
      steps.push(firstStepRow(desk, life, first, { of: next, actor, part }));
      next += 1;
    }
    recorded.push({ id: root, number, from, to: steps.length });
  }
  if (rows.length > 0) await entry.addMany("register_entry", rows);
  const first = await entry.addMany(
    "register_step",
    steps.map(({ part: _part, ...row }) => row),
  );
  for (const [id, texts] of sealed) await keepSealed(entry, id, texts);
  return recorded.map(({ id, number, from, to }) => ({
    id,
    number,
    steps: steps
      .slice(from, to)
      .map(({ of_entry, part, due_on: due }, at) => ({ id: first + from + at, entry: of_entry, part, due })),
  }));
}

/** What a step hands out. */
export interface PartsWanted {
  /** The entry whose step names the units. */
  readonly whole: EntryNow;
  /** What the step writes down. */
  readonly fields: EntryFields;
  readonly on: Day;
}

/**
 * Appends the parts that a step hands out by naming their units, each with the first step of its own life; units that still have an open
 * part of it get no second one. Nothing where the register has no such parts.
 */
export async function recordParts(
  entry: Entry,
  desk: RegisterDesk,
  actor: Person,
  { whole, fields, on }: PartsWanted,
): Promise<readonly StepBegun[]> {
  const register = registerNamed(desk.registers, whole.row.register);
  if (!register?.parts?.register) return [];
  const { field } = register.parts;
  const busy = new Set(whole.parts.flatMap(({ row, ended }) => (ended ? [] : (row.part ?? []))));
  const units = partsOf(register, fields).filter((unit) => !busy.has(unit));
  const life = partRegister(desk, register);
  const ever = await partsEver(entry.db, whole.row.id);
  const begun: StepBegun[] = [];
  for (const [nth, part] of units.entries()) {
    const { id: _id, entry: _entry, ...base } = whole.row;
    const id = await entry.add("register_entry", {
      ...base,
      register: life.name,
      serial: 0,
      number: `${base.number}-${ever + nth + 1}`,
      parent: whole.row.id,
      part,
      unit: actor.unit,
      cause: null,
      cause_id: null,
      batch: null,
      line: null,
      amount: null,
      fields: toJson({ [field]: part }),
      happened_on: on,
    });
    const { part: _part, ...row } = firstStepRow(
      desk,
      life,
      {
        subject: null,
        cause: null,
        values: { ...whole.fields, ...fields, [field]: part },
        step: firstStep(life, undefined),
        number: null,
        batch: null,
        line: null,
        evidence: 0,
        on,
      },
      { of: id, actor, part },
    );
    begun.push({ id: await entry.add("register_step", row), entry: id, part, due: row.due_on });
  }
  return begun;
}

/** An entry that comes half-way begins with 补录 in the state it was met in. */
function metIn(states: ReadonlyMap<number, string>, wanted: EntryWanted): EntryWanted {
  const state = wanted.line === null ? undefined : states.get(wanted.line);
  return state === undefined ? wanted : { ...wanted, step: { ...wanted.step, name: "补录", to: state } };
}

async function numberFor(
  db: Db,
  { code, register }: RegisterDesk,
  { number, on }: EntryWanted,
  serials: Map<number, number>,
): Promise<{ readonly serial: number; readonly number: string }> {
  if (number !== null) return { serial: 0, number };
  const year = Number(on.slice(0, 4));
  const given = await nextEntryNumber(db, { campaign: code, register, year, after: serials.get(year) });
  serials.set(year, given.serial);
  return given;
}

/** Values with digests in the place of what is sealed. */
function sealedOf(
  register: Register,
  values: EntryFields,
): { readonly fields: EntryFields; readonly sealed: ReadonlyMap<string, Sealed> } {
  const sealed = new Map<string, Sealed>();
  const fields: Record<string, string> = { ...values };
  for (const { name, sealed: isSealed } of register.fields) {
    const text = values[name];
    if (!isSealed || text === undefined) continue;
    const kept = seal(text);
    sealed.set(name, kept);
    fields[name] = kept.digest;
  }
  return { fields, sealed };
}

/** The register's own fields among the values; what the step asks for in its own words is the step's. */
const fieldsOf = (register: Register, values: EntryFields): EntryFields =>
  Object.fromEntries(Object.entries(values).filter(([name]) => register.fields.some((field) => field.name === name)));

const partRegister = ({ registers }: RegisterDesk, register: Register): Register =>
  registerNamed(registers, register.parts?.register ?? register.name) ?? register;

function partsOf(register: Register, values: EntryFields): string[] {
  if (register.parts === null) return [];
  return (values[register.parts.field] ?? "").split("、").filter((part) => part !== "");
}

function firstStepRow(
  desk: RegisterDesk,
  register: Register,
  { step, values, on }: EntryWanted,
  { of, actor, part }: { readonly of: number; readonly actor: Person; readonly part: string | null },
): New<RegisterStepRow> & { readonly part: string | null } {
  const own = Object.fromEntries(
    [...step.asks, ...step.takes]
      .filter((name) => values[name] !== undefined && !register.fields.some((field) => field.name === name))
      .map((name) => [name, values[name] ?? ""]),
  );
  return {
    ...stepRow(desk, register, {
      step,
      fields: own,
      before: values,
      enteredBy: actor.unit,
      by: actor.name,
      on,
      of,
      after: null,
    }),
    part,
  };
}

export interface StepRecorded {
  readonly step: RegisterStep;
  /** What is written down with it. */
  readonly fields: EntryFields;
  /** What stood before it. */
  readonly before: EntryFields;
  /** The unit that entered the entry. */
  readonly enteredBy: string;
  readonly by: string;
  readonly on: Day;
  readonly of: number;
  readonly after: number | null;
}

/** A step as a fact: the state it leads to, who has to act there, and by when, written down with it. */
export function stepRow(
  { calendar }: Pick<RegisterDesk, "calendar">,
  register: Register,
  { step, fields, before, enteredBy, by, on, of, after }: StepRecorded,
): New<RegisterStepRow> {
  const state = stateNamed(register, step.to);
  const now = currentFields(before, [{ fields }]);
  const limit = state
    ? limitFrom(register, state, { on, fields: { ...now, 新期限: fields["新期限"] ?? "" }, calendar })
    : null;
  return {
    of_entry: of,
    after,
    step: step.name,
    state: step.to,
    ended: state?.ends ? 1 : 0,
    taken_by: by,
    actor: state ? actorIn(register, state, { fields: now, enteredBy }) : null,
    due_on: limit?.due ?? null,
    due_rule: limit?.rule ?? null,
    fields: toJson(fields),
    happened_on: on,
  };
}
