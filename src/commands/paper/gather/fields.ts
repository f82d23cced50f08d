/** Fields that many papers share. */
import { chineseDay } from "../../../campaign/index.ts";
import type { Officer } from "../../../campaign/index.ts";
import { fromJson } from "../../../ledger/json.ts";
import type { FindingNow, InstitutionNow } from "../../../ledger/standing.ts";
import type { Fields } from "../../../write/document.ts";
import { line } from "../kinds.ts";

/** A form leaves a line for what the roster does not say. */
export function subjectFields(subject: InstitutionNow): Fields {
  return {
    机构名称: subject.name,
    称谓: subject.kind === "机构" || subject.kind === "学校" ? "你单位" : "你",
    统一社会信用代码: subject.uscc ?? line,
    办学许可证号: subject.permit_no ?? line,
    证照类别: subject.licence_class ?? line,
    类别: subject.category ?? line,
    地址: subject.address ?? line,
    属地: subject.town ?? line,
    法定代表人: subject.legal_rep ?? line,
    举办者: subject.organizer ?? line,
    电话: subject.phone ?? line,
  };
}

export const officerFields = (officers: readonly Pick<Officer, "name" | "unit" | "certificate">[]): Fields[] =>
  officers.map(({ name, unit, certificate }) => ({ 姓名: name, 单位: unit, 执法证号: certificate ?? line }));

export const unitsOf = (people: readonly Pick<Officer, "unit">[]): string[] => [
  ...new Set(people.map(({ unit }) => unit)),
];

export function findingFields({ id, text, note, severity, basis, happened_on }: FindingNow): Fields {
  return {
    编号: id,
    内容: text,
    说明: note || text,
    严重程度: severity,
    依据: fromJson(basis).join("、") || "—",
    检查日期: chineseDay(happened_on),
  };
}
