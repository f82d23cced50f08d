/** The fields of a roster and of a list of people, and the words that offices use for their columns. */
import type { SubjectKind } from "../campaign/index.ts";
import type { Field, Fields } from "./headers.ts";

/** The words are those of the national platform, of permit tables and of counties' own forms. */
export const rosterFields = {
  name: {
    title: "机构名称",
    aliases:
      "培训机构名称 校外培训机构名称 单位名称 学校名称 校名 企业名称 名称 机构全称 办学机构名称 当事人名称".split(" "),
  },
  kind: { title: "对象类型", aliases: "主体类型 对象种类 主体类别 对象类别".split(" ") },
  category: {
    title: "类别",
    aliases: "学科类/非学科类 学科类别 培训类别 机构类别 机构类型 学科/非学科 培训类型 是否学科类".split(" "),
  },
  licenceClass: {
    title: "证照类别",
    aliases: "证照情况 证照类型 持证情况 证照状况 证照分类 有无证照 证照是否齐全".split(" "),
  },
  uscc: {
    title: "统一社会信用代码",
    aliases:
      "社会信用代码 信用代码 统一信用代码 统一代码 社会统一信用代码 营业执照号 营业执照号码 营业执照注册号 执照号 组织机构代码 持证主体代码 税号 纳税人识别号 营业执照".split(
        " ",
      ),
  },
  permitNo: {
    title: "办学许可证编号",
    aliases: "办学许可证号 办学许可证 许可证号 许可证编号 许可编号 教民编号 民办学校办学许可证编号 证号".split(" "),
  },
  hasPermit: { title: "有无办学许可证", aliases: "是否有证 有无许可证 有无证 是否有办学许可证".split(" ") },
  hasRegistration: { title: "有无营业执照", aliases: "是否有照 有无执照 有无照 是否有营业执照".split(" ") },
  permitFrom: { title: "发证日期", aliases: "许可证发证日期 有效期限起 有效期起 批准日期 审批日期".split(" ") },
  permitTo: {
    title: "许可证有效期至",
    aliases: "有效期限止 有效期止 许可证有效期 有效期至 到期日期 有效期限 有效期".split(" "),
  },
  authority: { title: "审批机关", aliases: "审批部门 审批单位 发证机关 发证机构 许可机关 批准机关".split(" ") },
  registrar: { title: "登记机关", aliases: "登记注册机关 法人登记部门 注册登记机关 登记部门".split(" ") },
  legalRep: { title: "法定代表人", aliases: "法定代表人姓名 法人代表 法人 法定代表人（负责人）".split(" ") },
  organizer: { title: "举办者", aliases: "举办者名称 举办者姓名 举办者名称(姓名) 举办人 出资人".split(" ") },
  principal: {
    title: "负责人",
    aliases: "负责人姓名 校长 校长(负责人)姓名 校长(负责人) 主要负责人 机构负责人 联系人 联络人".split(" "),
  },
  phone: {
    title: "联系电话",
    aliases: "电话 手机 手机号 手机号码 联系方式 负责人电话 联系人电话 固定电话 咨询电话".split(" "),
  },
  address: {
    title: "办学地址",
    aliases: "地址 详细地址 机构地址 实际经营地址 经营地址 培训地址 教学点地址 实际办学地址".split(" "),
  },
  registeredAddress: { title: "注册地址", aliases: "登记地址 住所 注册校址".split(" ") },
  town: {
    title: "属地",
    aliases:
      "所属乡镇 所属街道 乡镇 街道 乡镇（街道） 乡镇/街道 所在镇街 镇街 所属办事处 办事处 辖区 乡镇办 乡镇（办事处）".split(
        " ",
      ),
  },
  content: { title: "培训内容", aliases: "办学内容 培训科目 培训项目 课程内容 经营范围 业务范围".split(" ") },
  profit: { title: "营利性质", aliases: "机构性质 登记类型 办学性质 法人性质 营利/非营利".split(" ") },
  mode: { title: "培训方式", aliases: "线上/线下 培训形式 办学形式".split(" ") },
  area: { title: "建筑面积", aliases: "建筑面积(平方米) 办学面积 培训面积 使用面积 场地面积".split(" ") },
  students: { title: "学员数", aliases: "学生数 在读学生数 在册学生数 学员人数 学生人数".split(" ") },
  teachers: { title: "教师数", aliases: "教师人数 从业人员数 专任教师数 教职工数".split(" ") },
  fireSafety: { title: "消防情况", aliases: "消防验收 消防合格 消防备案 消防手续".split(" ") },
  foundedAt: { title: "设立时间", aliases: "成立日期 成立时间 注册时间".split(" ") },
  remark: { title: "备注", aliases: "说明 备注说明".split(" ") },
  seq: { title: "序号", aliases: "编号 No No.".split(" ") },
  derived: { title: "治理状态（系统生成）", aliases: [] },
  // known, so that no other field takes them for its own; not of the institution itself
  problem: { title: "存在问题", aliases: "问题清单 问题 检查问题 违规问题 隐患问题".split(" ") },
  measure: { title: "整改措施", aliases: "处理意见 处置措施 处理情况".split(" ") },
  deadline: { title: "整改期限", aliases: "整改时限 完成时限 办结时限 限期".split(" ") },
  status: { title: "整改情况", aliases: "整改状态 状态 机构状态 办理情况 销号情况 是否整改到位".split(" ") },
  owner: { title: "责任单位", aliases: "责任部门 牵头单位 牵头部门 责任人 包保责任人 承办单位".split(" ") },
} as const satisfies Fields<string>;

/** What a school's row has besides; kept with the row under the title. */
const schoolFields = {
  schoolCode: { title: "学校标识码", aliases: "学校代码 学校（机构）标识码 办学标识码".split(" ") },
  schoolStage: { title: "办学类型", aliases: "学段 学校类型 办学层次 学校类别".split(" ") },
  ownership: { title: "公办民办", aliases: "办学体制 公办/民办 学校举办者类型 学校性质".split(" ") },
  governor: { title: "主管部门", aliases: "主管单位 上级主管部门 主管教育部门".split(" ") },
} as const satisfies Fields<string>;

const teacherFields = {
  school: {
    title: "任教学校",
    aliases: "所在学校 工作单位 任职学校 所属学校 现任教学校 学校名称 学校 单位名称 单位".split(" "),
  },
  subject: { title: "任教学科", aliases: "学科 任教科目 所教学科 教学科目".split(" ") },
  grade: { title: "任教年级", aliases: "年级 所教年级".split(" ") },
  post: { title: "职务职称", aliases: "职务 职称 岗位".split(" ") },
  certificate: { title: "教师资格证号", aliases: "教师资格证 教师资格证书号码 资格证号".split(" ") },
  employed: { title: "是否在职", aliases: "在职情况 是否在编 在职在编".split(" ") },
  sideline: { title: "校外任教机构", aliases: "兼职机构 校外兼职机构 补课地点 在何机构兼课".split(" ") },
} as const satisfies Fields<string>;

const operatorFields = {
  operatorType: { title: "举办者类型", aliases: "举办者属性 自然人/组织 举办者性质".split(" ") },
  institutions: { title: "举办的机构", aliases: "名下机构 所办机构 举办机构名称 举办机构 所举办机构".split(" ") },
} as const satisfies Fields<string>;

/** Fields that have no place of their own in the record: they stay with the row under their title. */
export const keptFields = { ...schoolFields, ...teacherFields, ...operatorFields };

export type RosterField = keyof typeof rosterFields | keyof typeof keptFields;

type KindFields = Readonly<Partial<Record<RosterField, Field>>>;

const named = (title: string, aliases: string): Pick<KindFields, "name"> => ({
  name: { title, aliases: aliases.split(" ") },
});

/** In a person's row these columns would be somebody else's. */
const notOfPersons = new Set(["legalRep", "principal", "organizer", "teachers", "students"]);
const ofPersons: KindFields = Object.fromEntries(
  Object.entries(rosterFields).filter(([name]) => !notOfPersons.has(name)),
);

const fieldsByKind: Readonly<Record<SubjectKind, KindFields>> = {
  机构: rosterFields,
  学校: { ...rosterFields, ...schoolFields },
  教师: { ...ofPersons, ...teacherFields, ...named("姓名", "教师姓名 教师 教师名称 名称") },
  举办者: { ...ofPersons, ...operatorFields, ...named("举办者", "举办者姓名 举办者名称 举办人 姓名 名称 单位名称") },
};

/** What the tables of each kind of subject have: the same words mean other things in them. */
export const fieldsOfKind = (kind: SubjectKind): KindFields => fieldsByKind[kind];

/** The field that a word on the command line means: its Chinese title or one of its aliases; null when none. */
export function rosterFieldNamed(word: string): RosterField | null {
  const found = Object.entries({ ...rosterFields, ...keptFields }).find(
    ([, { title, aliases }]) => title === word || (aliases as readonly string[]).includes(word),
  );
  return (found?.[0] as RosterField | undefined) ?? null;
}

export const peopleFields = {
  name: { title: "姓名", aliases: "人员姓名 执法人员姓名 检查人员".split(" ") },
  unit: { title: "单位", aliases: "所在单位 工作单位 单位名称 部门 所属部门 执法单位".split(" ") },
  certificate: { title: "执法证号", aliases: "行政执法证号 执法证件号 执法证编号 证件号 证件编号 证号".split(" ") },
  certificateUntil: { title: "证件有效期", aliases: "执法证有效期 有效期至 证件有效期至 有效期 到期日期".split(" ") },
  team: { title: "工作组", aliases: "组别 所在工作组 检查组 小组 分组".split(" ") },
} as const satisfies Fields<string>;
