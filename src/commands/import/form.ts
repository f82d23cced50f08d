/** tuban import --template: an empty form for each kind of subject, whose columns the import knows without a question. */
import {
  fieldKeys,
  fieldRow,
  ignoredColumns,
  operatorColumns,
  schoolColumns,
  teacherColumns,
} from "../../campaign/index.ts";
import type { FieldKey, HeaderWords, Plan, SubjectKind } from "../../campaign/index.ts";
import type { Office } from "../../office.ts";
import { pathFor, writeOut } from "../../write/files.ts";
import { formBytes } from "../../write/form.ts";
import type { FormColumn } from "../../write/form.ts";
import { asTyped, nextSteps } from "../../write/message.ts";
import { openCampaign } from "../desk/campaign.ts";
import { fieldKind } from "../desk/field-kind.ts";
import { tell } from "../desk/print.ts";

/** A column without a note of its own is filled in as it is called. */
type Draft = Omit<FormColumn, "note" | "kind"> & Partial<Pick<FormColumn, "note" | "kind">>;

export async function writeForm(office: Office, kind: SubjectKind, out = `底数登记表-${kind}.xlsx`): Promise<void> {
  const { plan } = await openCampaign(office);
  const path = pathFor(office.io.cwd, out, ".xlsx");
  const columns = columnsByKind[kind](plan).map((draft): FormColumn => ({
    kind: "text",
    note: "照实填写；没有的留空。",
    ...draft,
  }));
  const bytes = await formBytes({
    title: `底数登记表（${kind}）`,
    filledBy: ["填表单位：", "", "", "填表人：", "", "填表日期："],
    columns,
    blankRows: 500,
  });
  await writeOut(path, bytes, office);
  await tell(office, `空表已写到 ${path}`, { file: path });
  office.io.err.write(nextSteps([`tuban import ${asTyped(out)} --source 机构申报`], office.io));
}

/** What a form asks, as the table of fields has it; `changed` is what this form says otherwise. */
function column(key: FieldKey, plan: Plan, changed: Partial<Draft> = {}): Draft {
  const { title, reads, note, choices } = fieldRow(key);
  const plainDay = reads === "day" ? "写成 2021-07-20；2021.7.20、2021年7月20日 也认得。" : undefined;
  const hint = note ?? plainDay;
  return {
    title,
    kind: fieldKind(key),
    ...(hint === undefined ? {} : { note: hint }),
    ...(choices === undefined ? {} : { choices }),
    ...(reads === "town" && plan.towns !== null ? { choices: plan.towns } : {}),
    ...changed,
  };
}

const seq: Draft = { title: ignoredColumns.seq.title, kind: "number", note: "只作填表用，导入时不看。" };

function category(plan: Plan, kind: SubjectKind): Draft {
  const choices = plan.categories.filter((one) => one.kind === kind).map(({ name }) => name);
  return column("category", plan, { choices, ...(choices.length > 0 ? { note: "从列表里选。" } : {}) });
}

const of = (row: HeaderWords, changed: Partial<Draft> = {}): Draft => ({ title: row.title, ...changed });
const { schoolStage, ownership, schoolCode, governor } = schoolColumns;
const { school, subject, grade, post, employed, certificate, sideline } = teacherColumns;
const { operatorType, institutions } = operatorColumns;

const columnsByKind: Readonly<Record<SubjectKind, (plan: Plan) => Draft[]>> = {
  // every field of the table, in its order
  机构: (plan) => [
    seq,
    ...fieldKeys
      .filter((key) => fieldRow(key).onForm !== false)
      .map((key) => (key === "category" ? category(plan, "机构") : column(key, plan))),
  ],
  学校: (plan) => [
    seq,
    column("name", plan, { title: "学校名称", note: "必填。照登记证书上的全称。" }),
    category(plan, "学校"),
    of(schoolStage, { note: "如 小学、初中、九年一贯制、高中、幼儿园。" }),
    of(ownership, { choices: ["公办", "民办"] }),
    of(schoolCode, { kind: "code" }),
    column("uscc", plan),
    of(governor),
    column("principal", plan, { title: "校长" }),
    column("phone", plan),
    column("address", plan, { title: "地址" }),
    column("town", plan),
    column("students", plan, { title: "学生数" }),
    column("teachers", plan),
    column("remark", plan),
  ],
  教师: (plan) => [
    seq,
    column("name", plan, { title: "姓名", note: "必填。" }),
    category(plan, "教师"),
    of(school),
    of(subject),
    of(grade),
    of(post),
    of(employed, { choices: ["是", "否"] }),
    of(certificate, { kind: "code" }),
    of(sideline, { note: "在校外培训机构任教、兼课的，写机构名称；没有的留空。" }),
    column("phone", plan),
    column("town", plan),
    column("remark", plan),
  ],
  举办者: (plan) => [
    seq,
    column("name", plan, { title: "举办者", note: "必填。自然人写姓名，单位写全称。" }),
    of(operatorType, { choices: ["自然人", "法人或其他组织"] }),
    column("uscc", plan),
    of(institutions, { note: "几家的用顿号隔开。" }),
    column("phone", plan),
    column("address", plan, { title: "地址" }),
    column("town", plan),
    column("remark", plan),
  ],
};
