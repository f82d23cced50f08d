/** tuban import --template: an empty form for each kind of subject, whose columns the import knows without a question. */
import { resolve } from "node:path";
import { licenceClasses } from "../../campaign/index.ts";
import type { Plan, SubjectKind } from "../../campaign/index.ts";
import type { Office } from "../../office.ts";
import { writeOut } from "../../write/files.ts";
import { formBytes } from "../../write/form.ts";
import type { FormColumn } from "../../write/form.ts";
import { asTyped, nextSteps } from "../../write/message.ts";
import { openCampaign } from "../campaign.ts";

/** A column without a note of its own is filled in as it is called. */
type Draft = Omit<FormColumn, "note" | "kind"> & Partial<Pick<FormColumn, "note" | "kind">>;

export async function writeForm(office: Office, kind: SubjectKind, out = `底数登记表-${kind}.xlsx`): Promise<void> {
  const { plan } = await openCampaign(office);
  const path = resolve(office.io.cwd, out);
  const columns = columnsByKind[kind](plan).map((column): FormColumn => ({
    kind: "text",
    note: "照实填写；没有的留空。",
    ...column,
  }));
  const bytes = await formBytes({
    title: `底数登记表（${kind}）`,
    filledBy: ["填表单位：", "", "", "填表人：", "", "填表日期："],
    columns,
    blankRows: 500,
  });
  await writeOut(path, bytes);
  office.io.out.write(`空表已写到 ${path}\n`);
  office.io.err.write(nextSteps([`tuban import ${asTyped(out)} --source 机构申报`], office.io));
}

const seq: Draft = { title: "序号", kind: "number", note: "只作填表用，导入时不看。" };
const uscc: Draft = {
  title: "统一社会信用代码",
  kind: "code",
  note: "18位，照营业执照或登记证书填；没有的留空，正在办的写“办理中”。",
};
const phone: Draft = {
  title: "联系电话",
  kind: "code",
  note: "手机11位；座机写区号，如 0394-8221234；几个号码用顿号隔开。",
};
const remark: Draft = { title: "备注" };
const day = (title: string): Draft => ({
  title,
  kind: "day",
  note: "写成 2021-07-20；2021.7.20、2021年7月20日 也认得。",
});
const count = (title: string, note: string): Draft => ({ title, kind: "number", note });

function town({ towns }: Plan): Draft {
  return { title: "属地", note: "所在乡镇、街道。", ...(towns === null ? {} : { choices: towns }) };
}

function category({ categories }: Plan, kind: SubjectKind): Draft {
  const choices = categories.filter((one) => one.kind === kind).map(({ name }) => name);
  return { title: "类别", note: choices.length > 0 ? "从列表里选。" : "照实填写。", choices };
}

const columnsByKind: Readonly<Record<SubjectKind, (plan: Plan) => Draft[]>> = {
  机构: (plan) => [
    seq,
    { title: "机构名称", note: "必填。照证照上的全称；没有证照的按招牌名或“地址＋负责人”写。" },
    category(plan, "机构"),
    {
      title: "证照类别",
      note: "办学许可证为“证”，营业执照或登记证书为“照”；正在办的不算有。",
      choices: licenceClasses,
    },
    uscc,
    { title: "办学许可证编号", kind: "code", note: "13位或15位，前面可以有“教民”；没有的留空，正在办的写“办理中”。" },
    day("发证日期"),
    { ...day("许可证有效期至"), note: "写成 2023-06-30；长期有效的写“长期”。" },
    { title: "审批机关" },
    { title: "登记机关" },
    { ...day("设立时间"), note: "营业执照或登记证书上的成立日期。" },
    { title: "法定代表人" },
    { title: "举办者", note: "自然人或单位；几个的用顿号隔开。" },
    { title: "负责人" },
    phone,
    { title: "办学地址", note: "实际开展培训的地方，写到门牌号。" },
    { title: "注册地址" },
    town(plan),
    { title: "营利性质", choices: ["营利", "非营利"] },
    { title: "培训方式", choices: ["线下", "线上", "线上线下"] },
    { title: "培训内容" },
    count("建筑面积", "平方米，只写数字。"),
    count("学员数", "在册人数，只写数字。"),
    count("教师数", "只写数字。"),
    { title: "消防情况", note: "如 已备案、验收合格、未验收。" },
    remark,
  ],
  学校: (plan) => [
    seq,
    { title: "学校名称", note: "必填。照登记证书上的全称。" },
    category(plan, "学校"),
    { title: "办学类型", note: "如 小学、初中、九年一贯制、高中、幼儿园。" },
    { title: "公办民办", choices: ["公办", "民办"] },
    { title: "学校标识码", kind: "code" },
    uscc,
    { title: "主管部门" },
    { title: "校长" },
    phone,
    { title: "地址" },
    town(plan),
    count("学生数", "只写数字。"),
    count("教师数", "只写数字。"),
    remark,
  ],
  教师: (plan) => [
    seq,
    { title: "姓名", note: "必填。" },
    category(plan, "教师"),
    { title: "任教学校" },
    { title: "任教学科" },
    { title: "任教年级" },
    { title: "职务职称" },
    { title: "是否在职", choices: ["是", "否"] },
    { title: "教师资格证号", kind: "code" },
    { title: "校外任教机构", note: "在校外培训机构任教、兼课的，写机构名称；没有的留空。" },
    phone,
    town(plan),
    remark,
  ],
  举办者: (plan) => [
    seq,
    { title: "举办者", note: "必填。自然人写姓名，单位写全称。" },
    { title: "举办者类型", choices: ["自然人", "法人或其他组织"] },
    uscc,
    { title: "举办的机构", note: "几家的用顿号隔开。" },
    phone,
    { title: "地址" },
    town(plan),
    remark,
  ],
};
