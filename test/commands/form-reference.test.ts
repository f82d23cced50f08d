/** Forms for phones against the published references: every column of XLSForm (xlsform.org/en/ref-table) and of entities (docs.getodk.org/entities-reference), of every form that the shipped plans make. */
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { checklistForm, registerForm } from "../../src/commands/form/questions.ts";
import type { Lists } from "../../src/commands/form/questions.ts";
import { readPlan } from "../../src/read/plan/index.ts";
import { openWorkbook } from "../../src/read/xlsx.ts";
import { templatePath } from "../../src/templates.ts";
import { xlsFormBytes } from "../../src/write/xlsform.ts";
import type { FormQuestion, PhoneForm } from "../../src/write/xlsform.ts";

const lists: Omit<Lists, "roster" | "departments"> = { officers: ["张某甲", "买买提 阿里（样例）"], entities: false };
const roster = [
  {
    subject: 7,
    name: "样例书法培训学校",
    address: "样例路1号",
    town: "人和 街道",
    kind: "机构",
    licence_class: "有证有照",
    category: null,
  },
] as unknown as Lists["roster"];

interface MadeForm {
  readonly plan: string;
  readonly of: string;
  readonly form: PhoneForm;
}

const made: readonly MadeForm[] = readdirSync(templatePath("plans"))
  .filter((name) => name.endsWith(".yaml"))
  .flatMap((file) => {
    const { plan } = readPlan(readFileSync(join(templatePath("plans"), file), "utf8"), file);
    if (!plan) throw new Error(file);
    const of = { code: plan.code, version: 1, plan };
    const all = { ...lists, roster, departments: plan.departments.map(({ name }) => name) };
    return [
      { of: "检查表", form: checklistForm(of, all) },
      { of: "检查表（实体名单）", form: checklistForm(of, { ...all, entities: true }) },
      ...(plan.registers ?? []).map((register) => ({
        of: register.name,
        form: registerForm(of, register, all),
      })),
    ].map((one) => ({ plan: plan.code, ...one }));
  });

const shown = /^(?:text|date|decimal|image|note|select_\w+ .+)$/;
const appearances: Readonly<Record<string, RegExp>> = {
  select_one: /^minimal$/,
  select_one_from_file: /^minimal autocomplete$/,
};

/** What a column may hold, by the reference; null where nothing is wrong. */
const columnRules: Readonly<Record<string, (value: string, row: FormQuestion, form: PhoneForm) => boolean>> = {
  type: (value, _, { choices, file }) => {
    const [word = "", list = ""] = value.split(" ");
    if (word === "select_one_from_file") return list === `${file.name}.csv`;
    if (/^select_(?:one|multiple)$/.test(word)) return choices.some(({ name }) => name === list);
    return /^(?:text|date|decimal|image|note|calculate|start|end|begin_group|end_group)$/.test(value);
  },
  // XML names that no server has for itself
  name: (value) => /^[a-z][a-z0-9_]*$/.test(value) && !["meta", "instanceid", "label"].includes(value),
  label: (value, { type }) => value.trim() !== "" && (shown.test(type) || type === "begin_group"),
  hint: (value, { type }) => value.trim() !== "" && shown.test(type),
  required: (value, { type }) => value === "true" && shown.test(type) && type !== "note",
  relevant: isExpression,
  constraint: (value, row) => isExpression(value) && row.constraint_message !== undefined,
  constraint_message: (value, { constraint }) => value !== "" && constraint !== undefined,
  choice_filter: (value, { type }, { file }) =>
    type.startsWith("select_one_from_file") &&
    isExpression(value) &&
    [...value.matchAll(/(?:^|\s)([a-z_]+) = /g)].every(([, column = ""]) => file.columns.includes(column)),
  calculation: (value, { type }) => type === "calculate" && isExpression(value),
  default: (value, { type }, { choices }) =>
    type === "date"
      ? value === "today()"
      : (choices.find(({ name }) => type.endsWith(` ${name}`))?.words.includes(value) ?? false),
  appearance: (value, { type }) => appearances[type.split(" ")[0] ?? ""]?.test(value) ?? false,
  parameters: (value, { type }) => type === "image" && /^max-pixels=\d+$/.test(value),
  save_to: (value, row, { entity, file }) =>
    entity !== undefined && shown.test(row.type) !== (row.type === "calculate") && file.columns.includes(value),
};

/** Brackets and quotes match. */
function isExpression(value: string): boolean {
  const bare = value.replaceAll(/'[^']*'/g, "").replaceAll(/\$\{\w+\}/g, "");
  let depth = 0;
  for (const sign of bare) {
    depth += sign === "(" || sign === "[" ? 1 : sign === ")" || sign === "]" ? -1 : 0;
    if (depth < 0) return false;
  }
  return depth === 0 && !/['"$]/.test(bare) && value.trim() !== "";
}

/** Everything in a form that the reference does not allow. */
function faultsOf(form: PhoneForm): string[] {
  const faults: string[] = [];
  const seen = new Set<string>();
  let depth = 0;
  for (const row of form.survey) {
    const where = `${row.name ?? ""} ${row.type}`;
    for (const [column, value] of Object.entries(row))
      if (columnRules[column]?.(String(value), row, form) !== true) faults.push(`${where} ${column}: ${String(value)}`);
    if (row.type === "end_group") depth -= 1;
    else if (row.name === undefined || seen.has(row.name)) faults.push(`${where}: name`);
    if (row.type === "begin_group") depth += 1;
    if (depth < 0) faults.push(`${where}: group`);
    if ((shown.test(row.type) || row.type === "begin_group") && row.label === undefined) faults.push(`${where}: label`);
    if (row.type === "calculate" && row.calculation === undefined) faults.push(`${where}: calculation`);
    // whatever an expression names stands above it, and whatever it looks up is in the file
    for (const expression of [row.relevant, row.constraint, row.calculation, row.choice_filter]) {
      for (const [, name = ""] of (expression ?? "").matchAll(/\$\{(\w+)\}/g))
        if (!seen.has(name)) faults.push(`${where} before ${name}`);
      for (const [, list, column = ""] of (expression ?? "").matchAll(
        /instance\('(\w+)'\)\/root\/item\[[^\]]*\]\/(\w+)/g,
      ))
        if (list !== form.file.name || !form.file.columns.includes(column)) faults.push(`${where} ${list}/${column}`);
    }
    if (row.name !== undefined) seen.add(row.name);
  }
  if (depth !== 0) faults.push("groups are left open");
  return faults;
}

describe("照 XLSForm 的规定一栏一栏核对：四个方案的检查表和每一本台账", () => {
  test("表单一共有这么多", () => {
    expect(made.length).toBeGreaterThan(80);
  });

  test("survey：每一栏的值、每个式子里提到的题", () => {
    expect(made.flatMap(({ plan, of, form }) => faultsOf(form).map((fault) => `${plan} ${of}: ${fault}`))).toEqual([]);
  });

  test("choices：值里没有空格，一张表里不重复，都有字", async () => {
    for (const { plan, of, form } of made) {
      const choices = (await sheetsOf(form)).get("choices") ?? [];
      const values = choices.slice(1).map(([list, name]) => `${list} ${name}`);
      expect(new Set(values).size, `${plan} ${of}`).toBe(values.length);
      expect(choices.filter((cells) => cells.length !== 3 || cells.some((cell) => cell === ""))).toEqual([]);
      expect(choices.filter(([list, name]) => /\s/.test(`${list}${name}`))).toEqual([]);
    }
  });

  test("settings：每张表单有自己的编号，服务器不会拿一张当另一张的新版", () => {
    for (const { form } of made) expect(form.id).toMatch(/^[A-Za-z]\w*$/);
    for (const plan of new Set(made.map((one) => one.plan))) {
      const ids = made.filter((one) => one.plan === plan && one.form.entity === undefined).map(({ form }) => form.id);
      expect(new Set(ids).size, plan).toBe(ids.length);
    }
  });

  test("工作簿：表名、栏名，和一题一行写出来的一样", async () => {
    for (const { form } of made.filter(({ of }) => of.startsWith("检查表"))) {
      const sheets = await sheetsOf(form);
      expect([...sheets.keys()]).toEqual(["survey", "choices", "settings", ...(form.entity ? ["entities"] : [])]);
      const [columns = [], ...rows] = sheets.get("survey") ?? [];
      expect(columns.filter((column) => columnRules[column] === undefined)).toEqual([]);
      // a server that knows no entities knows no such column either
      expect(columns.includes("save_to")).toBe(form.entity !== undefined);
      expect(rows).toHaveLength(form.survey.length);
      for (const [nth, question] of form.survey.entries())
        for (const [column, value] of Object.entries(question))
          expect(rows[nth]?.[columns.indexOf(column)]).toBe(value === true ? "yes" : value);
      expect(sheets.get("settings")).toEqual([
        ["form_title", "form_id", "version"],
        [form.title, form.id, form.version],
      ]);
    }
  });

  test("entities：名单、名称、何时新增；属性不用 name、label 和 __ 开头的", async () => {
    for (const { form } of made.filter(({ form: one }) => one.entity !== undefined)) {
      expect((await sheetsOf(form)).get("entities")).toEqual([
        ["list_name", "label", "create_if"],
        ["institutions", "${other_name}", "${subject_no} = 'other'"],
      ]);
      const saved = form.survey.flatMap(({ save_to: property }) => property ?? []);
      expect(saved.toSorted()).toEqual(["category", "kind", "licence_class", "number", "town"]);
      // what is uploaded to the list has its label and its properties, and no name: the server names its rows
      expect(form.file.columns.toSorted()).toEqual(["label", ...saved].toSorted());
      expect(form.file.rows[0]).toEqual(["7 样例书法培训学校（样例路1号）", "7", "人和_街道", "机构", "有证有照", ""]);
    }
  });
});

async function sheetsOf(form: PhoneForm): Promise<ReadonlyMap<string, readonly (readonly string[])[]>> {
  const book = openWorkbook(await xlsFormBytes(form), "表.xlsx");
  return new Map(book.sheets.map(({ name }, at) => [name, [...book.open(at).rows].map(({ cells }) => cells)] as const));
}
