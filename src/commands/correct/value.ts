/** The new value of what is corrected, read as its field takes it. */
import { Stop, departmentNamed, misuse, refuse, registerNamed, units } from "../../campaign/index.ts";
import type { Plan } from "../../campaign/index.ts";
import type { Office } from "../../office.ts";
import { readDay } from "../../read/day.ts";
import { nearest } from "../../write/nearest.ts";
import { valuesOf } from "../book/values.ts";
import { calendarOf } from "../desk/calendar.ts";
import { listOf } from "../desk/values.ts";
import { amountOf } from "../tally.ts";
import type { CorrectableField, Found, Looked } from "./find.ts";

/** @throws Stop for one that cannot be corrected */
export function fieldNamed({ called, fields }: Found, title: string): CorrectableField {
  const field = fields.find((one) => one.title === title);
  if (field) return field;
  const titles = fields.map((one) => one.title);
  const near = nearest(title, titles);
  return misuse("not-correctable", `${called} 没有可以更正的“${title}”`, {
    hint: `${near === undefined ? "" : `是不是 ${near}；`}可以更正：${titles.map((one) => `${one}=内容`).join("、")}；其他的撤销后重新登记（tuban undo）`,
  });
}

/** The value as text; null where the field is emptied. @throws Stop */
export async function readAs(
  office: Office,
  looked: Looked,
  { row }: Found,
  { field, given }: { readonly field: CorrectableField; readonly given: string },
): Promise<string | null> {
  const text = given.trim();
  const { title, as } = field;
  if (typeof as !== "string")
    return as.includes(text)
      ? text
      : misuse("bad-value", `${title}不能是“${text}”`, { hint: `可用：${as.join("、")}` });
  switch (as) {
    case "text":
      return text;
    case "optional text":
      return text === "" ? null : text;
    case "name":
      return filled(title, text);
    case "day":
      return dayIn(office, title, text);
    case "departments":
      return listOf(text)
        .map((name) => departmentIn(looked.opened.plan, name))
        .join("、");
    case "quantity": {
      const unit = units.find((one) => one === row["unit"]) ?? "个";
      return String(amountOf(text, unit, unit));
    }
    case "fields":
      return written(office, looked, String(row["register"]), { name: title, text: filled(title, text) });
  }
}

const filled = (title: string, text: string): string =>
  text === "" ? misuse("bad-value", `${title}不能空着`, { hint: `写成 ${title}=内容` }) : text;

function dayIn({ today }: Office, title: string, text: string): string {
  const day =
    readDay(text, { today }) ??
    misuse("bad-value", `${title}的日期看不懂：${text}`, { hint: "写成 2021-07-20、2021.7.20 或 2021年7月20日" });
  return day > today ? refuse("bad-value", `${title}还没有到：${day}`, { hint: `今天是 ${today}` }) : day;
}

function departmentIn(plan: Plan, name: string): string {
  return (
    departmentNamed(plan, name)?.name ??
    misuse("unknown-department", `方案里没有这个部门：${name}`, {
      hint: `可选：${plan.departments.map((one) => one.name).join("、")}`,
    })
  );
}

/** As the register takes it. @throws Stop */
async function written(
  office: Office,
  { db, opened }: Looked,
  name: string,
  { name: field, text }: { readonly name: string; readonly text: string },
): Promise<string> {
  const registers = opened.plan.registers ?? [];
  const register = registerNamed(registers, name);
  if (!register) throw new Error(`the plan has no register ${name}`);
  const desk = { ...opened, office, registers, register, calendar: await calendarOf(office) };
  const { fields, problems } = await valuesOf(db, desk, { given: new Map([[field, text]]), step: null });
  if (problems.length > 0) throw new Stop(2, problems);
  return fields[field] ?? "";
}
