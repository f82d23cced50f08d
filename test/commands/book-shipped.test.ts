/** 台账 of the shipped plans: every one is carried from its entry to an end, with its papers, its list and its form. */
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { wayToAnEnd } from "../../src/campaign/index.ts";
import type { Day, Plan, Register, RegisterField, RegisterStep } from "../../src/campaign/index.ts";
import { readPlan } from "../../src/read/plan/index.ts";
import { rosterRow } from "../facts.ts";
import { testOffice } from "../office.ts";
import type { TestOffice } from "../office.ts";
import { inLedger } from "../report-story.ts";

const folder = join(import.meta.dirname, "../../templates/plans");
const plans = readdirSync(folder)
  .filter((name) => name.endsWith(".yaml"))
  .map((name) => {
    const { plan } = readPlan(readFileSync(join(folder, name), "utf8"), name);
    if (!plan) throw new Error(`${name} is no plan`);
    return plan;
  });

/** As the plan itself says (例), else something of the field's kind. */
const valueOf = (plan: Plan, { examples }: Register, field: RegisterField): string => {
  const example = examples?.[field.name];
  if (example !== undefined && typeof field.kind === "string") return example;
  const [first, second] = plan.departments.filter(({ territorial }) => !territorial).map(({ name }) => name);
  if (field.options[0] !== undefined) return field.options[0];
  if (typeof field.kind !== "string") return sampleName;
  if (field.kind === "日期") return plan.code === "model-2026" ? "2026-12-15" : "2021-07-15";
  if (field.kind === "数") return "3";
  if (field.kind === "金额") return "1200.50";
  if (field.kind === "部门") return field.many ? `${first}、${second}` : (first ?? "");
  return `（样例）${field.name}`;
};

const said = (plan: Plan, register: Register, names: readonly string[]): string =>
  names
    .map((name) => {
      const field = register.fields.find((one) => one.name === name);
      const value = field ? valueOf(plan, register, field) : (register.examples?.[name] ?? `（样例）${name}`);
      return `${name}="${value}"`;
    })
    .join(" ");

async function officeOf(plan: Plan): Promise<{ readonly of: TestOffice; readonly on: Day }> {
  const [now, on, begun] =
    plan.code === "model-2026"
      ? ["2026-12-20T09:00:00", "2026-12-10", "2026-12-01"]
      : ["2021-07-30T09:00:00", "2021-07-01", "2021-06-01"];
  const of = testOffice({ now });
  await of.ok(`init --plan ${plan.code} --on ${begun}`);
  for (const { name, territorial } of plan.departments)
    if (!territorial) {
      await of.ok(`person add ${name}甲 --unit ${name} --on ${begun}`);
      await of.ok(`person add ${name}乙 --unit ${name} --on ${begun}`);
    }
  await of.ok(`as ${plan.departments[0]?.name}甲 --on ${begun}`);
  await inLedger(of, (ledger) =>
    ledger.record({ command: "test", actor: "样例", on: begun as Day }, (entry) =>
      entry.addMany("roster", [
        rosterRow(1, begun as Day, { name: "样例机构" }),
        rosterRow(2, begun as Day, { name: "样例学校", kind: "学校" }),
        rosterRow(3, begun as Day, { name: "样例教师", kind: "教师" }),
      ]),
    ),
  );
  of.write("佐证.jpg", "样例");
  return { of, on: on as Day };
}

const subjects: Readonly<Record<string, string>> = { 机构: "1", 学校: "2", 教师: "3" };

/** An entry of each register that a field takes its values from; by field, what it is called. */
async function named(of: TestOffice, plan: Plan, register: Register, on: Day): Promise<void> {
  for (const { kind } of register.fields) {
    if (typeof kind === "string" || kind.register === register.name) continue;
    const other = plan.registers?.find(({ name }) => name === kind.register);
    const [first, ...rest] = other?.fields.filter(({ required }) => required).map(({ name }) => name) ?? [];
    if (other) await of.ok(`book ${other.name} add ${first}=${sampleName} ${said(plan, other, rest)} --on ${on}`);
  }
}

const sampleName = "（样例）名录";

async function carry(of: TestOffice, plan: Plan, register: Register, on: Day): Promise<string> {
  await named(of, plan, register, on);
  const [begin, ...rest] = wayToAnEnd(register);
  if (!begin) throw new Error("no first step");
  const unit = (step: RegisterStep): string => step.units[0] ?? plan.departments[0]?.name ?? "";
  const evidence = ({ evidence: wanted }: RegisterStep): string => (wanted ? "--evidence 佐证.jpg" : "");
  const required = register.fields.filter((field) => field.required).map(({ name }) => name);
  const asked = [...new Set([...required, ...begin.asks])];
  const about = register.about[0] === undefined ? "" : (subjects[register.about[0]] ?? "");
  const made = await of.ok(
    `book ${register.name} add ${about} ${said(plan, register, asked)} --step ${begin.name} ${evidence(begin)} --as ${unit(begin)}甲 --on ${on} --json`,
  );
  const { id, papers } = JSON.parse(made.out) as { id: number; papers: string[] };
  expect(papers.length > 0, `${register.name}·${begin.name}`).toBe(begin.paper !== null);
  for (const [nth, step] of rest.entries()) {
    const parts = register.parts !== null && register.parts.register === null ? "--part 全部" : "";
    await of.ok(
      `book ${register.name} step ${id} ${step.name} ${said(plan, register, step.asks)} ${evidence(step)} ${parts} --as ${unit(step)}${nth % 2 === 0 ? "乙" : "甲"} --on ${on}`,
    );
  }
  return (await of.ok(`book ${register.name} show ${id} --as-of ${on} --json`)).out;
}

describe.each(plans.map((plan) => [plan.code, plan] as const))("%s", (_, plan) => {
  test("every register goes from its entry to an end, with its papers", async () => {
    const { of, on } = await officeOf(plan);
    const registers = plan.registers ?? [];
    expect(registers.length).toBeGreaterThan(9);
    for (const register of registers) {
      const shown = JSON.parse(await carry(of, plan, register, on)) as { ended: boolean; state: string };
      expect(shown, register.name).toMatchObject({ ended: true });
    }
    // entries with words of their own stand on one shelf, and the ledger is whole
    const shelf = JSON.parse((await of.ok(`book --as-of ${on} --json`)).out) as { entries: number }[];
    expect(shelf.filter(({ entries }) => entries === 0)).toEqual([]);
    await of.ok("verify");
  });

  test("of every register, what cannot be is refused with one sentence and the next step, and nothing is recorded", async () => {
    const { of, on } = await officeOf(plan);
    const before = JSON.parse((await of.ok("log --json")).out) as unknown[];
    const refused = async (line: string): Promise<void> => {
      const { status, err } = await of.run(line);
      expect(status, line).toBeGreaterThan(0);
      expect(err, line).toMatch(/^错误：.+\n(?: {2}位于 .+\n)? {2}→ .+/m);
      expect(err, line).not.toMatch(/undefined|null|\[object/);
    };
    for (const { name, fields, steps, about } of plan.registers ?? []) {
      await refused(`book ${name} 归档 1 --on ${on}`);
      await refused(`book ${name} add 不认识的项=内容 --on ${on}`);
      await refused(`book ${name} add 不认识的机构 --on ${on}`);
      await refused(`book ${name} list --state 归档 --as-of ${on}`);
      await refused(`book ${name} show 99 --as-of ${on}`);
      await refused(`book ${name} print 99 --as-of ${on}`);
      for (const step of steps.filter(({ from }) => from.length > 0).slice(0, 2))
        await refused(`book ${name} step 99 ${step.name} --on ${on}`);
      for (const field of fields.filter(
        ({ kind, options }) => kind === "部门" || kind === "日期" || options.length > 0,
      ))
        await refused(`book ${name} add ${about.length > 0 ? "1" : ""} ${field.name}=县档案馆 --on ${on}`);
      // the form of another register
      of.write("别的.csv", "编号,登记日期,别的一列,又一列\n,,甲,乙\n");
      await refused(`book ${name} import 别的.csv --on ${on}`);
      of.write(
        "别的.csv",
        `${[...fields.map((field) => field.name), "编号", "登记日期", "别的一列"].join(",")}\n${",".repeat(fields.length + 2)}甲\n`,
      );
      await refused(`book ${name} import 别的.csv --on ${on}`);
    }
    expect(JSON.parse((await of.ok("log --json")).out)).toEqual(before);
  });
});
