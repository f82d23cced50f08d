/** What is written into a register (台账): 字段=内容 on a command line, and the cells of its form. */
import { cleanCell, foldWidth } from "../campaign/index.ts";
import type { Day, Plan, RegisterField } from "../campaign/index.ts";
import { readDay } from "./day.ts";
import { remedy } from "./plan/index.ts";

/** A value as it is kept, or what is wrong with it and what to do. */
export type ValueRead = { readonly value: string } | { readonly fault: string; readonly hint: string };

export interface ValueContext {
  readonly plan: Pick<Plan, "departments" | "bodies" | "towns" | "topics">;
  readonly today: Day;
}

/** 字段=内容, with either sign; null where there is none. */
export function readAssignment(text: string): { readonly field: string; readonly value: string } | null {
  const [, field, value] = /^\s*([^=＝\s][^=＝]*?)\s*[=＝]([^]*)$/.exec(text) ?? [];
  return field === undefined || value === undefined ? null : { field, value: value.trim() };
}

/**
 * One value of a field: a day as 2021-07-20, an amount of money in 分, a department by its own name, a choice among its options; of a field
 * with several values each, joined by 、. Subjects and entries of other registers are the ledger's to find.
 */
export function readValue(field: RegisterField, text: string, context: ValueContext): ValueRead {
  if (field.many) return several(field, text, context);
  const plain = cleanCell(text);
  if (field.options.length > 0) return chosen(field, plain);
  if (typeof field.kind !== "string") return { value: plain };
  switch (field.kind) {
    case "日期":
      return dayValue(field, plain, context.today);
    case "数":
      return number(field, plain);
    case "金额":
      return money(field, plain);
    case "部门":
      return department(field, plain, context.plan);
    case "检查项":
      return checklistItem(field, plain, context.plan);
    case "文字":
    case "人员":
    case "属地":
    case "机构":
      return { value: plain };
  }
}

function several(field: RegisterField, text: string, context: ValueContext): ValueRead {
  const values: string[] = [];
  for (const word of text.split(/[、，,;；\n]/).map((one) => one.trim())) {
    if (word === "") continue;
    const read = readValue({ ...field, many: false }, word, context);
    if ("fault" in read) return read;
    if (!values.includes(read.value)) values.push(read.value);
  }
  return { value: values.join("、") };
}

function chosen({ name, options }: RegisterField, text: string): ValueRead {
  const found = options.find((option) => option === text);
  return found === undefined ? { fault: `“${name}”不能写“${text}”`, hint: remedy(text, options) } : { value: found };
}

function dayValue({ name }: RegisterField, text: string, today: Day): ValueRead {
  const day = readDay(text, { today });
  return day === null
    ? { fault: `“${name}”的日期看不懂：${text}`, hint: "写成 2021-07-20、2021.7.20 或 2021年7月20日" }
    : { value: day };
}

function number({ name }: RegisterField, text: string): ValueRead {
  const digits = foldWidth(text).replaceAll(",", "");
  return /^\d{1,9}$/.test(digits)
    ? { value: String(Number(digits)) }
    : { fault: `“${name}”要写整数，看不懂：${text}`, hint: "例如 12，不带单位" };
}

function money({ name }: RegisterField, text: string): ValueRead {
  const digits = foldWidth(text).replaceAll(",", "").replace(/元$/, "");
  return /^\d{1,9}(?:\.\d{1,2})?$/.test(digits)
    ? { value: Number(digits).toFixed(2) }
    : { fault: `“${name}”要写金额（元），看不懂：${text}`, hint: "写成 12000 或 12000.50" };
}

/** An item by its code: 3-4. */
function checklistItem({ name }: RegisterField, text: string, { topics }: ValueContext["plan"]): ValueRead {
  const codes = topics.flatMap(({ items }) => items.map(({ code }) => code));
  const code = foldWidth(text).trim();
  return codes.includes(code)
    ? { value: code }
    : { fault: `“${name}”写了“${text}”，方案里没有这个检查项`, hint: remedy(text, codes) };
}

/** A department by any of its names, a body of the campaign's own (工作机构) or a town's office. */
function department(
  { name }: RegisterField,
  text: string,
  { departments, bodies, towns }: ValueContext["plan"],
): ValueRead {
  const found = departments.find((one) => one.name === text || one.aliases.includes(text));
  if (found) return { value: found.name };
  if (bodies.some((body) => body.name === text)) return { value: text };
  // 属地: each town office is a department of its own.
  const isTown = towns === null ? /(?:街道|办事处|乡|镇|社区)$/.test(text) : towns.includes(text);
  if (isTown && departments.some(({ territorial }) => territorial)) return { value: text };
  const known = [...departments.map((one) => one.name), ...bodies.flatMap((one) => one.name ?? []), ...(towns ?? [])];
  return { fault: `“${name}”写了“${text}”，方案里没有这个部门`, hint: remedy(text, known) };
}
