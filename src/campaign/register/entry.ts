/** An entry of a register: where it stands, what may be done next, and by when. */
import { hint, next, particular } from "../../base/next.ts";
import type { Hint } from "../../base/next.ts";
import { deadline, formatDuration, lastDayText } from "../calendar.ts";
import type { Calendar } from "../calendar.ts";
import { isDay } from "../../base/day.ts";
import type { Day } from "../../base/day.ts";
import { mayDo } from "../life.ts";
import type { Register, RegisterField, RegisterState, RegisterStep, StepCondition } from "../plan.ts";
import type { Problem } from "../../base/problem.ts";
import { Stop, oneProblem } from "../../base/problem.ts";
import { notEntered, registerLife } from "./life.ts";

/** What was written down, by field. */
export type EntryFields = Readonly<Record<string, string>>;

/** A step that stands. */
export interface StepTaken {
  readonly step: string;
  readonly state: string;
  readonly on: Day;
  /** Who took it. */
  readonly by: string;
  readonly due: Day | null;
  readonly fields: EntryFields;
}

/** The field of a step that sets a new limit (延期). */
export const newLimitField = "新期限";

/** The state of that name, or that had it before. */
export function stateNamed({ states }: Pick<Register, "states">, name: string): RegisterState | undefined {
  return states.find((state) => state.name === name) ?? states.find(({ aliases }) => aliases.includes(name));
}

export function fieldNamed({ fields }: Pick<Register, "fields">, name: string): RegisterField | undefined {
  return fields.find((field) => field.name === name);
}

/** The register of that name or command, or that had the name before. */
export function registerNamed(registers: readonly Register[], word: string): Register | undefined {
  return (
    registers.find(({ name, command }) => name === word || command === word) ??
    registers.find(({ aliases }) => aliases.includes(word))
  );
}

/** The steps that are open in a state; without one, those that begin an entry. */
export function openSteps(register: Pick<Register, "name" | "steps" | "states">, state: string | null): RegisterStep[] {
  const life = registerLife(register);
  const now = state === null ? notEntered : (stateNamed(register, state)?.name ?? state);
  return register.steps.filter(({ name }) => life.states.includes(now) && mayDo(life, now, name));
}

/** The shortest way from the beginning of an entry to an end of it, over steps that need no particular history of whom it is about; none where there is no such way. */
export function wayToAnEnd(register: Pick<Register, "name" | "steps" | "states">): readonly RegisterStep[] {
  const ways: RegisterStep[][] = openSteps(register, null).map((step) => [step]);
  const met = new Set<string>();
  for (const way of ways) {
    const last = way.at(-1);
    if (last === undefined || met.has(last.to)) continue;
    if (stateNamed(register, last.to)?.ends === true) return way;
    met.add(last.to);
    for (const step of openSteps(register, last.to)) if (step.conditions.length === 0) ways.push([...way, step]);
  }
  return [];
}

/** What was written down last of each field of the register: at first, and by each step that writes it anew. */
export function currentFields(first: EntryFields, steps: readonly Pick<StepTaken, "fields">[]): EntryFields {
  return Object.assign({}, first, ...steps.map(({ fields }) => fields));
}

/** What somebody is about to do to an entry. */
export interface StepAct {
  readonly on: Day;
  readonly by: string;
  /** The acting person's unit. */
  readonly unit: string;
  readonly fields: EntryFields;
  readonly evidence: number;
  /** Conditions that hold. */
  readonly holds: ReadonlySet<StepCondition>;
}

/**
 * Whether a step may be taken after the last one (null: the entry begins with it). A step that the register does not name for the
 * state is refused; the refusal says which are open and what each asks for.
 */
export function stepProblems(
  register: Register,
  last: StepTaken | null,
  name: string,
  act: StepAct,
): readonly Problem[] {
  const open = openSteps(register, last?.state ?? null);
  const step = open.find((one) => one.name === name);
  if (last !== null && act.on < last.on) return [beforeLast(last, act)];
  if (!step) return [notOpen(register, last, name, open)];
  return [...timeProblems(step, last, act), ...askedProblems(step, last, act), ...conditionProblems(step, act)];
}

/** @throws Stop as stepProblems tells; gives the step otherwise */
export function mayStep(register: Register, last: StepTaken | null, name: string, act: StepAct): RegisterStep {
  const problems = stepProblems(register, last, name, act);
  const step = openSteps(register, last?.state ?? null).find((one) => one.name === name);
  if (problems.length > 0 || !step) throw new Stop(1, problems);
  return step;
}

function notOpen(register: Register, last: StepTaken | null, name: string, open: readonly RegisterStep[]): Problem {
  const known = register.steps.some((one) => one.name === name);
  const where = last === null ? "登记" : `“${last.state}”`;
  return {
    code: known ? "register-step-not-open" : "register-unknown-step",
    message: known
      ? `${register.name}在${where}时不能“${name}”`
      : `${register.name}没有“${name}”这一步（现在是${where}）`,
    hint: open.length === 0 ? "已经办完，没有下一步" : `现在可以：${open.map(stepText).join("；")}`,
  };
}

/** 延期（要写明 理由、批准人、新期限） */
export function stepText({ name, asks, evidence, secondPerson }: RegisterStep): string {
  const needs = [
    ...(asks.length > 0 ? [`要写明 ${asks.join("、")}`] : []),
    ...(evidence ? ["要附佐证"] : []),
    ...(secondPerson ? ["须换一个人办"] : []),
  ];
  return needs.length === 0 ? name : `${name}（${needs.join("，")}）`;
}

/** Steps come in the order of their days: one between two others would change what the later one rested on. */
const beforeLast = (last: StepTaken, { on }: StepAct): Problem => ({
  code: "register-before-last",
  message: `${on} 早于上一步“${last.step}”的日期 ${last.on}`,
  hint: hint`用 ${particular({ on: true })} 写明 ${last.on} 或以后的日期；上一步的日期错了的，先撤销它`,
});

function timeProblems(step: RegisterStep, last: StepTaken | null, { on }: StepAct): Problem[] {
  if (last === null || !step.beforeDue || last.due === null || on <= last.due) return [];
  return [
    {
      code: "register-past-limit",
      message: `期限 ${last.due} 已过，不能再“${step.name}”`,
      hint: hint`${step.name}须在期满前提出；当时提出、今天补录的，用 ${particular({ on: true })} 写明当时的日期`,
    },
  ];
}

function askedProblems(step: RegisterStep, last: StepTaken | null, act: StepAct): Problem[] {
  const missing = step.asks.filter((name) => (act.fields[name] ?? "") === "");
  const limit = act.fields[newLimitField];
  return [
    ...(missing.length === 0
      ? []
      : oneProblem(
          "register-needs",
          `“${step.name}”还要写明：${missing.join("、")}`,
          `在命令后面加上 ${missing.map((name) => `${name}=内容`).join(" ")}`,
        )),
    ...(limit === undefined || (isDay(limit) && limit >= act.on)
      ? []
      : oneProblem(
          "register-bad-limit",
          `${newLimitField}“${limit}”不是 ${act.on} 或以后的日期`,
          "写成 2021-07-30 的样子",
        )),
    ...(step.evidence && act.evidence === 0
      ? oneProblem(
          "register-needs-evidence",
          `“${step.name}”要附佐证`,
          hint`加上 ${particular({ evidence: "文件" })}（照片、扫描件），可以写几次`,
        )
      : []),
    ...(step.secondPerson && last?.by === act.by
      ? oneProblem(
          "register-needs-another",
          `“${step.name}”须由另一人办：上一步“${last.step}”是${last.by}办的`,
          hint`换一个人：加 ${particular({ as: "姓名" })}`,
        )
      : []),
    ...(step.units.length === 0 || step.units.includes(act.unit)
      ? []
      : oneProblem(
          "register-wrong-unit",
          `“${step.name}”由${step.units.join("、")}办，${act.by}是${act.unit}的`,
          hint`换成那个单位的人：加 ${particular({ as: "姓名" })}`,
        )),
  ];
}

function conditionProblems({ name, conditions }: RegisterStep, { holds }: StepAct): Problem[] {
  return conditions
    .filter((condition) => !holds.has(condition))
    .map((condition) => ({
      code: "register-condition",
      message: `“${name}”的条件没有满足：${condition}`,
      hint: conditionHints[condition],
    }));
}

const conditionHints: Readonly<Record<StepCondition, Hint>> = {
  起因已销号: hint`先把起因的问题复查、销号：${next("review")}、${next("close")}`,
  有证有照: "证照办齐后导入新的底数，再办这一步",
  许可证在有效期内: "许可证换发后导入新的底数，再办这一步",
  无未销号问题: hint`先把这一家的问题整改、销号：${next("show")} 看还有哪些`,
  有未销号问题: hint`这一步只对还有问题没有销号的：先检查，${next("inspect")}`,
  拒不整改: hint`要先有复查“未整改”的记录：${next("review")}`,
  未在黑名单: "移出黑名单后再办",
  所指的已办结: "先办结它写明的那一件",
  各份已办结: "先由各承办单位把自己那一份办结或退回",
};

/** By when a state is to be left, and the rule in words; without a day, why there is none; both null where it is not filled in. */
export interface EntryLimit {
  readonly due: Day | null;
  readonly rule: string | null;
}

/**
 * The limit of the state that a step leads to, in working days, calendar days or months after the day of the step as the plan says.
 * A limit that runs into a year whose holidays are unknown stays open, and its rule says so.
 */
export function limitFrom(
  register: Register,
  state: RegisterState,
  { on, fields, calendar }: { readonly on: Day; readonly fields: EntryFields; readonly calendar: Calendar },
): EntryLimit {
  if (state.ends) return { due: null, rule: null };
  const set = fields[newLimitField];
  if (set !== undefined && isDay(set)) return { due: set, rule: "延期" };
  if (state.limitField !== null) {
    const written = fields[state.limitField];
    return written !== undefined && isDay(written)
      ? { due: written, rule: state.limitField }
      : { due: null, rule: null };
  }
  if (state.limit === null) return { due: null, rule: state.unlimited };
  if (state.limit === "待填") return { due: null, rule: null };
  const rule = `${register.name}·${state.name}：${formatDuration(state.limit)}`;
  const end = deadline(calendar, on, state.limit);
  return end.settled ? { due: end.due, rule } : { due: null, rule: `${rule}，${lastDayText(end)}` };
}

/** Who has to act in a state: a field's value where it names one, the unit that entered it, the subject, or a department. */
export function actorIn(
  register: Pick<Register, "fields">,
  state: RegisterState,
  { fields, enteredBy }: { readonly fields: EntryFields; readonly enteredBy: string },
): string | null {
  const { actor } = state;
  if (actor === null) return null;
  if (actor === "登记单位") return enteredBy;
  return fieldNamed(register, actor) ? (fields[actor] ?? null) : actor;
}

/**
 * The state of an entry that is done in parts: that of its parts while they are alike; else the first state of the register's order that
 * a part stands in and that does not end; when all have ended in different ways, the first end in that order.
 */
export function wholeOf(register: Pick<Register, "states">, parts: readonly string[]): RegisterState | null {
  const among = register.states.filter(({ name, aliases }) =>
    parts.some((part) => part === name || aliases.includes(part)),
  );
  return among.find(({ ends }) => !ends) ?? among[0] ?? null;
}
