/** What is written down of an entry, read against the register's fields; with the ledger where a value is one of its rows. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { fieldNamed, registerNamed } from "../../campaign/index.ts";
import type { EntryFields, Problem, Register, RegisterField, RegisterStep } from "../../campaign/index.ts";
import { findSubject } from "../../ledger/roster/find.ts";
import type { Db } from "../../ledger/tables.ts";
import { entriesNow, entriesNumbered } from "../../ledger/acts/registers.ts";
import type { EntryNow } from "../../ledger/acts/registers.ts";
import { readAssignment, readValue } from "../../read/register.ts";
import type { ValueRead } from "../../read/register.ts";
import { remedy } from "../../read/plan/index.ts";
import type { RegisterDesk } from "./desk.ts";

/** Words of a command line: assignments by field, and the rest. */
export interface GivenValues {
  readonly fields: ReadonlyMap<string, string>;
  readonly rest: readonly string[];
}

/** 字段=内容, or 字段=@文件 for a longer text. */
export function givenOf({ office }: Pick<RegisterDesk, "office">, words: readonly string[]): GivenValues {
  const fields = new Map<string, string>();
  const rest: string[] = [];
  for (const word of words) {
    const read = readAssignment(word);
    if (!read) rest.push(word);
    else
      fields.set(
        read.field,
        read.value.startsWith("@")
          ? readFileSync(resolve(office.io.cwd, read.value.slice(1)), "utf8").trim()
          : read.value,
      );
  }
  return { fields, rest };
}

/** Values as they will be kept: what the register's fields take, and what a step asks for in words of its own. */
export interface Values {
  readonly fields: EntryFields;
  readonly problems: readonly Problem[];
}

export interface ValuesWanted {
  readonly given: ReadonlyMap<string, string>;
  /** The step that takes words of its own besides the register's fields. */
  readonly step: RegisterStep | null;
  /** Fields that may be written; all of the register's where left out. */
  readonly only?: readonly string[];
}

/** Reads every value that was given. Each fault is told with its field, what was written and what to do. */
export async function valuesOf(db: Db, desk: RegisterDesk, { given, step, only }: ValuesWanted): Promise<Values> {
  const { register } = desk;
  const stepWords = step === null ? [] : [...step.asks, ...step.takes];
  const known = [...(only ?? register.fields.map(({ name }) => name)), ...stepWords];
  const fields: Record<string, string> = {};
  const problems: Problem[] = [];
  for (const [name, text] of given) {
    if (!known.includes(name)) {
      problems.push(unknownField(register, name, known));
      continue;
    }
    if (text === "") continue;
    const field = fieldNamed(register, name) ?? wordField(name);
    const read = await valueOf(db, desk, field, text);
    if ("fault" in read) problems.push({ code: "register-bad-value", message: read.fault, hint: read.hint });
    else fields[name] = read.value;
  }
  return { fields, problems };
}

function unknownField({ name: register }: Register, name: string, known: readonly string[]): Problem {
  return {
    code: "register-unknown-field",
    message: `${register}没有“${name}”这一项可写`,
    hint: remedy(name, known),
  };
}

/** Words that a step asks for and no field of the register is: 新期限 is a day, the rest is text. */
const wordField = (name: string): RegisterField => ({
  name,
  kind: /(?:日期|期限|时间)$/.test(name) && name.startsWith("新") ? "日期" : "文字",
  options: [],
  required: true,
  many: false,
  sealed: false,
  countable: false,
  note: null,
});

async function valueOf(db: Db, desk: RegisterDesk, field: RegisterField, text: string): Promise<ValueRead> {
  const { plan, office } = desk;
  if (field.kind === "机构") {
    const found = await findSubject(db, office.on, text);
    return { value: `${found.subject} ${found.name}` };
  }
  if (typeof field.kind !== "string") return entryValue(db, desk, { ...field, kind: field.kind }, text);
  return readValue(field, text, { plan, today: office.on });
}

/** An entry of another register (名录), by its number, its short number or what its first field says. */
async function entryValue(
  db: Db,
  desk: RegisterDesk,
  { name, kind, many }: RegisterField & { readonly kind: { readonly register: string } },
  text: string,
): Promise<ValueRead> {
  const words = many ? text.split(/[、，,;；]/).map((word) => word.trim()) : [text.trim()];
  const values: string[] = [];
  for (const word of words) {
    const found = await entriesMeant(db, desk, kind.register, word);
    const [only] = found;
    if (!only || found.length > 1)
      return {
        fault: `“${name}”写了“${word}”，${kind.register}里${only ? `有 ${found.length} 件` : "没有"}`,
        hint: only
          ? `写编号：${found
              .slice(0, 5)
              .map(({ row }) => row.number)
              .join("、")}`
          : remedy(word, await titlesIn(db, desk, kind.register)),
      };
    values.push(titleOf(desk, kind.register, only) ?? only.row.number);
  }
  return { value: values.join("、") };
}

/** The entries of a register that a word means: the one of that number, else those open ones that are called so. */
export async function entriesMeant(
  db: Db,
  desk: RegisterDesk,
  register: string,
  word: string,
): Promise<readonly EntryNow[]> {
  const { plan, code, office } = desk;
  const ids = await entriesNumbered(db, plan, { campaign: code, register, number: word });
  const numbered = ids.length === 0 ? [] : await entriesNow(db, office.on, plan, { ids });
  if (numbered.length > 0) return numbered;
  const all = await entriesNow(db, office.on, plan, { campaign: code, register });
  return all.filter((entry) => !entry.ended && titleOf(desk, register, entry) === word);
}

async function titlesIn(db: Db, desk: RegisterDesk, register: string): Promise<string[]> {
  const all = await entriesNow(db, desk.office.on, desk.plan, { campaign: desk.code, register });
  return all.map((entry) => titleOf(desk, register, entry) ?? entry.row.number);
}

/** What an entry is called: its first field, where this tells entries apart (查重). */
function titleOf({ registers }: RegisterDesk, register: string, { fields }: Pick<EntryNow, "fields">): string | null {
  const known = registerNamed(registers, register);
  const [first] = known?.fields ?? [];
  return first && known?.distinct.includes(first.name) ? (fields[first.name] ?? null) : null;
}

/** The amount that figures add up: a number, or money in 分; null where there is none. */
export function amountIn(register: Register, fields: EntryFields): number | null {
  const field = register.amount === null ? undefined : fieldNamed(register, register.amount);
  const text = field && fields[field.name];
  if (!field || text === undefined) return null;
  return field.kind === "金额" ? Math.round(Number(text) * 100) : Number(text);
}
