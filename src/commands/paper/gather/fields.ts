/** Fields that many papers share. */
import { basisText, chineseDay, fullUnitName, unitNamed } from "../../../campaign/index.ts";
import type { Officer, Plan } from "../../../campaign/index.ts";
import { fromJson } from "../../../ledger/json.ts";
import { headOf } from "../../../ledger/roster/content.ts";
import type { FindingNow, InstitutionNow } from "../../../ledger/now.ts";
import type { Fields } from "../../../write/document.ts";

/** A form leaves room for what the roster does not say. */
export function subjectFields(subject: InstitutionNow): Fields {
  return {
    机构名称: subject.name,
    称谓: subject.kind === "机构" || subject.kind === "学校" ? "你单位" : "你",
    统一社会信用代码: subject.uscc ?? "",
    办学许可证号: subject.permit_no ?? "",
    证照类别: subject.licence_class ?? "",
    类别: subject.category ?? "",
    地址: subject.address ?? "",
    属地: subject.town ?? "",
    法定代表人: headOf(subject) ?? "",
    举办者: subject.organizer ?? "",
    电话: subject.phone ?? "",
  };
}

export const officerFields = (
  plan: Plan,
  officers: readonly Pick<Officer, "name" | "unit" | "certificate">[],
): Fields[] =>
  officers.map(({ name, unit, certificate }) => ({
    姓名: name,
    单位: fullUnitName(plan, unit),
    执法证号: certificate ?? "",
  }));

/** The units that people are of, by the plan's own names. */
export const unitsOf = (plan: Plan, people: readonly Pick<Officer, "unit">[]): string[] => [
  ...new Set(people.map(({ unit }) => unitNamed(plan, unit))),
];

export function findingFields({ id, text, note, severity, basis, happened_on }: FindingNow): Fields {
  return {
    编号: id,
    内容: text,
    说明: note || `不符合“${text}”`,
    严重程度: severity,
    依据: basisText(fromJson(basis)) || "—",
    检查日期: chineseDay(happened_on),
  };
}
