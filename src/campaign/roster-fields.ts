/**
 * The fields of a roster (底数): one row of a table says all of a field. Whatever else knows fields is derived from here: the type of an
 * institution, how cells are read, what the ledger keeps and in which order, the columns of lists and forms, what may be published.
 */
import type { CreditCode, PermitNumber } from "./codes.ts";
import type { Day } from "../base/day.ts";
import { licenceClasses } from "./plan.ts";
import type { LicenceClass, SubjectKind } from "./plan.ts";
import { existences } from "./existence.ts";
import type { Existence } from "./existence.ts";

/** Whether a permit or registration is there; 办理中 is neither yes nor no. */
export type Presence = boolean | "办理中";

/** Until when a permit holds. 长期 sorts after every day, so that a comparison with a day holds for it too. */
export type PermitEnd = Day | "长期";

/** What a cell is read as. */
export interface ReadAs {
  readonly text: string;
  readonly subjectKind: SubjectKind;
  readonly category: string;
  readonly licenceClass: LicenceClass;
  readonly town: string;
  readonly creditCode: CreditCode;
  readonly permitNumber: PermitNumber;
  readonly day: Day;
  readonly permitEnd: PermitEnd;
  readonly phones: string;
  readonly profit: string;
  /** A number with decimals. */
  readonly measure: number;
  /** A whole number. */
  readonly count: number;
  readonly presence: Presence;
  readonly existence: Existence;
}

/** 公开: may be published; 内部: for the office; 敏感: of a person, never leaves the office unasked. */
export type Privacy = "公开" | "内部" | "敏感";

/** A column of a table, and the words that its header may be. */
export interface HeaderWords {
  /** The Chinese name, on screens, forms and in lists; the first header. */
  readonly title: string;
  /** Separated by spaces, the likelier first; sought inside longer headers, too. */
  readonly headers: string;
  /** Headers that mean the field only when they are the whole header. */
  readonly alone?: string;
}

/** All that there is to say of a field. */
export interface RosterFieldRow extends HeaderWords {
  readonly reads: keyof ReadAs;
  /** The field's own column in the ledger (a migration adds it); without one it stands among `more`. */
  readonly column?: string;
  /** Sources may contradict each other here, and a person may choose. */
  readonly contested?: true;
  readonly privacy: Privacy;
  /** What it names, where the public may not read it as it stands: a person, a place that may be a home, a name that may be a person's. */
  readonly publicAs?: "名称" | "人" | "地址";
  /** How it is filled in on the form. */
  readonly note?: string;
  readonly choices?: readonly string[];
  /** false: not asked on the form. */
  readonly onForm?: false;
  /** What a list says where nothing is known, so that no blank is taken for a merged cell. */
  readonly unknown?: string;
}

/** In the order of lists and forms, and of what the ledger keeps: a new field goes to the end. */
export const rosterFields = {
  name: {
    title: "机构名称",
    reads: "text",
    column: "name",
    contested: true,
    privacy: "公开",
    publicAs: "名称",
    note: "必填。照证照上的全称；没有证照的按招牌名或“地址＋负责人”写。",
    headers:
      "培训机构名称 校外培训机构名称 单位名称 学校名称 校名 企业名称 名称 机构全称 办学机构名称 当事人名称 公司名称 培训学校名称 主体名称 商户名称 店铺名称 门店名称 单位全称 学校全称 托管机构名称 托管班名称 托管点名称 经营单位名称 被检查单位名称 检查对象名称",
    alone:
      "机构名 被检查单位 受检单位 被检查机构 检查对象 校外培训机构 培训机构 培训学校 机构 学校 单位 企业 当事人 培训机构（学校） 机构（学校）名称 单位（机构）名称 学校（机构）名称",
  },
  kind: {
    title: "对象类型",
    reads: "subjectKind",
    column: "kind",
    privacy: "公开",
    onForm: false,
    headers: "主体类型 对象种类 主体类别 对象类别",
  },
  category: {
    title: "类别",
    reads: "category",
    column: "category",
    contested: true,
    privacy: "公开",
    note: "照实填写。",
    headers:
      "学科类/非学科类 学科类别 培训类别 机构类别 机构类型 学科/非学科 培训类型 是否学科类 培训机构类别 培训机构类型 办学类别 机构分类 机构种类 培训种类 经营类别 经营类型 学科或非学科 学科非学科 学科性质 学科属性 培训性质 是否学科类培训 业态类型",
    alone: "类型 分类 种类 业态 是否学科 学科类型 办学类型 托管类型",
  },
  licenceClass: {
    title: "证照类别",
    reads: "licenceClass",
    column: "licence_class",
    contested: true,
    privacy: "公开",
    note: "办学许可证为“证”，营业执照或登记证书为“照”；正在办的不算有。",
    choices: licenceClasses,
    unknown: "不详",
    headers:
      "证照情况 证照类型 持证情况 证照状况 证照分类 有无证照 证照是否齐全 证照齐全情况 证照办理情况 证照持有情况 是否证照齐全 证照是否齐备 机构证照情况 两证情况 有证有照/无证无照 办证办照情况 证照齐全 两证齐全 是否有证有照",
    alone: "证照 两证 手续是否齐全 手续情况",
  },
  town: {
    title: "属地",
    reads: "town",
    column: "town",
    contested: true,
    privacy: "公开",
    note: "所在乡镇、街道。",
    unknown: "不详",
    headers:
      "所属乡镇 所属街道 乡镇 街道 乡镇（街道） 乡镇/街道 所在镇街 镇街 所属办事处 办事处 辖区 乡镇办 乡镇（办事处） 所在乡镇 所在街道 所在乡镇街道 所属乡镇街道 乡镇街道名称 街道乡镇 镇街道 乡街道 所属镇街 所在办事处 所在辖区 所属辖区 街道办事处 属地乡镇 属地街道 属地镇街 镇街名称 乡镇名称 街道名称 所在乡镇办 所属乡镇办 管辖乡镇 镇办 街镇 所在街镇 所属街镇 街乡镇 乡镇街办 辖区街道 辖区乡镇 乡镇街道园区 镇街园区 所属片区 所在片区",
    alone:
      "乡 镇 街 片区 街办 园区 乡（镇） 乡、镇、街道 镇（街、园区） 所在镇 所属镇 所在街 所属地 地区 区域 所在区域 所属区域 所属地区 所在地区 所属园区 县区 区县 所属区县 所在区县 区（县） 县（区） 县（市、区） 市县区 所属县区 所在县区 所在县（区） 所在区 所属区 行政区 行政区划 所属行政区 所在行政区 区（市、县） 市（县、区）",
  },
  uscc: {
    title: "统一社会信用代码",
    reads: "creditCode",
    column: "uscc",
    contested: true,
    privacy: "公开",
    note: "18位，照营业执照或登记证书填；没有的留空，正在办的写“办理中”。",
    headers:
      "社会信用代码 信用代码 统一信用代码 统一代码 社会统一信用代码 营业执照号 营业执照号码 营业执照注册号 执照号 组织机构代码 持证主体代码 税号 纳税人识别号 营业执照 统一社会代码 统一社会信用码 营业执照编号 营业执照代码 工商注册号 工商执照号 执照号码 工商营业执照号 法人登记证号 民非登记证号 民办非企业登记证号 民办非企业单位登记证号 登记证书号 登记证书编号 登记证号",
    alone: "注册号 信用代码证 工商营业执照 民非登记证",
  },
  permitNo: {
    title: "办学许可证编号",
    reads: "permitNumber",
    column: "permit_no",
    contested: true,
    privacy: "公开",
    note: "13位或15位，前面可以有“教民”；没有的留空，正在办的写“办理中”。",
    headers:
      "办学许可证号 办学许可证 许可证号 许可证编号 许可编号 教民编号 民办学校办学许可证编号 证号 办学许可证书编号 许可证书号 办学证号 许可证号码 许可证编码 办学许可编号 民办学校办学许可证",
    alone: "许可证 办学许可 许可号 办学证",
  },
  permitFrom: {
    title: "发证日期",
    reads: "day",
    privacy: "公开",
    headers:
      "许可证发证日期 有效期限起 有效期起 批准日期 审批日期 发证时间 许可证发证时间 办学许可证发证日期 办学许可证发证时间 批准时间 审批时间 领证日期 领证时间 颁证日期 颁证时间 许可日期 许可时间 批准设立时间 批准办学时间 许可证取得时间 取得许可证时间 有效期自 有效期始 有效期开始 有效期开始日期 有效期起始日期 许可证起始日期 办证日期 办证时间 批准设立日期",
  },
  permitTo: {
    title: "许可证有效期至",
    reads: "permitEnd",
    column: "permit_until",
    contested: true,
    privacy: "公开",
    note: "写成 2023-06-30；长期有效的写“长期”。",
    headers:
      "有效期限止 有效期止 许可证有效期 有效期至 到期日期 有效期限 有效期 到期时间 许可证到期日期 许可证到期时间 办学许可证有效期 办学许可证有效期至 办学许可证有效期限 许可证有效期限 有效期截止 有效期截止日期 有效期终止 有效期终止日期 有效截止日期 许可证截止日期 许可有效期 证书有效期 证件有效期 有效期届满日期 许可证届满日期 有效日期 有效期到",
  },
  authority: {
    title: "审批机关",
    reads: "text",
    privacy: "公开",
    headers:
      "审批部门 审批单位 发证机关 发证机构 许可机关 批准机关 发证部门 发证单位 许可部门 批准部门 审批机构 许可证发证机关 办学许可证发证机关 批准单位 颁证机关 颁证单位",
  },
  registrar: {
    title: "登记机关",
    reads: "text",
    privacy: "公开",
    headers:
      "登记注册机关 法人登记部门 注册登记机关 登记部门 登记管理机关 工商登记机关 注册机关 发照机关 登记单位 注册部门 注册登记部门 法人登记机关 登记注册部门",
  },
  legalRep: {
    title: "法定代表人",
    reads: "text",
    column: "legal_rep",
    contested: true,
    privacy: "公开",
    publicAs: "人",
    headers:
      "法定代表人姓名 法人代表 法人 法定代表人（负责人） 法人姓名 法人代表姓名 法人（负责人） 法人/负责人 法定代表人/负责人 法人代表人 法定代表 企业法人 法人代表（负责人） 经营者 经营者姓名 业主 业主姓名 个体经营者",
    alone: "法人名称 法定代表人或负责人 法定代表人（经营者） 店主 老板姓名",
  },
  /** A person or an organisation. */
  organizer: {
    title: "举办者",
    reads: "text",
    column: "organizer",
    contested: true,
    privacy: "内部",
    publicAs: "人",
    note: "自然人或单位；几个的用顿号隔开。",
    headers:
      "举办者名称 举办者姓名 举办者名称(姓名) 举办人 出资人 举办单位 主办单位 主办者 创办人 创办者 开办者 开办人 投资人 投资者 举办人姓名 举办者（单位或个人） 申办人 股东",
  },
  /** 负责人、校长. */
  principal: {
    title: "负责人",
    reads: "text",
    contested: true,
    privacy: "内部",
    publicAs: "人",
    headers:
      "负责人姓名 校长 校长(负责人)姓名 校长(负责人) 主要负责人 机构负责人 联系人 联络人 校长姓名 学校负责人 单位负责人 实际负责人 托管负责人 现场负责人 联系人姓名 校长/负责人 负责人（校长） 实际经营者 实际控制人 办学负责人",
    alone: "行政负责人 园长 管理人员 姓名（负责人）",
  },
  /** Several are joined by 、 */
  phone: {
    title: "联系电话",
    reads: "phones",
    column: "phone",
    contested: true,
    privacy: "敏感",
    note: "手机11位；座机写区号，如 0394-8221234；几个号码用顿号隔开。",
    headers:
      "电话 手机 手机号 手机号码 联系方式 负责人电话 联系人电话 固定电话 咨询电话 负责人联系电话 负责人手机 负责人联系方式 联系人联系方式 联系手机 联系电话号码 电话号码 移动电话 办公电话 机构电话 单位电话 学校电话 法人电话 法人联系电话 法定代表人电话 校长电话 举办者电话 经营者电话 固话 座机 招生电话 报名电话 咨询热线 联系人手机",
    alone: "联系号码 手机/电话 电话/手机 法人联系方式 号码",
  },
  /** Where it teaches. */
  address: {
    title: "办学地址",
    reads: "text",
    column: "address",
    contested: true,
    privacy: "公开",
    publicAs: "地址",
    note: "实际开展培训的地方，写到门牌号。",
    headers:
      "地址 详细地址 机构地址 实际经营地址 经营地址 培训地址 教学点地址 实际办学地址 办学地点 培训地点 办学场所 经营场所 培训场所 教学地点 教学场所 教学地址 经营地点 实际地址 现办学地址 单位地址 学校地址 场所地址 门店地址 具体地址 办学校址 办学所在地 具体位置 地理位置 上课地点 上课地址 托管地址 托管地点 企业地址 办公地址 联系地址 通讯地址 通信地址 营业地址 营业场所",
    alone: "地点 位置 场所 校址 所在地 所在地址 所在位置 坐落 坐落位置 办学地点（场所） 机构所在地 培训机构所在地",
  },
  registeredAddress: {
    title: "注册地址",
    reads: "text",
    privacy: "公开",
    publicAs: "地址",
    headers:
      "登记地址 住所 注册校址 工商注册地址 营业执照地址 执照地址 登记住所 住所地 法定住所 企业住所 注册住所 许可地址 许可证地址 核准地址 审批地址 批准地址 证载地址 执照住所",
    alone: "注册地 注册地点",
  },
  content: {
    title: "培训内容",
    reads: "text",
    privacy: "公开",
    headers:
      "办学内容 培训科目 培训项目 课程内容 经营范围 业务范围 培训范围 办学范围 培训学科 培训课程 开设课程 开设科目 开设项目 教学内容 主要课程 许可范围 服务项目 经营项目 主营业务 经营内容 教学科目 辅导科目 辅导内容 培训专业 培训业务 课程名称 开设培训项目 办学项目 主营项目",
    alone: "课程 科目 项目 所授课程 开班科目",
  },
  profit: {
    title: "营利性质",
    reads: "profit",
    privacy: "公开",
    choices: ["营利", "非营利"],
    headers:
      "机构性质 登记类型 办学性质 法人性质 营利/非营利 营利性/非营利性 营利非营利 是否营利 是否营利性 是否为营利性 营利属性 营利情况 单位性质 学校性质 营利性或非营利性 法人类型 法人属性 机构属性 经营性质 登记性质",
    alone: "性质 营利 营利性",
  },
  mode: {
    title: "培训方式",
    reads: "text",
    privacy: "公开",
    choices: ["线下", "线上", "线上线下"],
    headers:
      "线上/线下 培训形式 办学形式 线上或线下 授课方式 授课形式 教学方式 教学形式 培训模式 办学方式 线上线下 教学模式 授课模式 培训途径",
  },
  /** m². */
  area: {
    title: "建筑面积",
    reads: "measure",
    privacy: "公开",
    note: "平方米，只写数字。",
    headers:
      "建筑面积(平方米) 办学面积 培训面积 使用面积 场地面积 场所面积 教学面积 营业面积 经营面积 办学场所面积 办学场地面积 校舍面积 校舍建筑面积 教学场所面积 总面积 实际使用面积 培训场所面积 房屋面积 室内面积",
    alone: "面积 规模面积 面积规模",
  },
  students: {
    title: "学员数",
    reads: "count",
    privacy: "内部",
    note: "在册人数，只写数字。",
    headers:
      "学生数 在读学生 在读学生数 在册学生数 学员人数 学生人数 在校生数 在校学生数 在校学生人数 在读人数 培训人数 学员数量 学生数量 在训学员数 现有学员数 现有学生数 学生总数 学员总数 招生人数 学生规模 在册学员数 参训人数 在托人数 托管人数 托管学生数 现有学生人数 在校人数 学生总人数 培训学生数 注册学员数",
    alone: "学员 学生 人数 规模 办学规模 规模人数 学员规模 招生规模 托管规模",
  },
  teachers: {
    title: "教师数",
    reads: "count",
    privacy: "内部",
    note: "只写数字。",
    headers:
      "教师人数 从业人员数 专任教师数 教职工数 教师数量 教师总数 教职工人数 教员数 师资人数 员工数 员工人数 从业人数 从业人员人数 从业人员数量 专职教师数 专兼职教师数 教学人员数 授课教师数 工作人员数 老师人数 职工人数 教职员工数 专任教师人数",
    alone: "教师 教职工 员工 教师规模 从业人员",
  },
  hasPermit: {
    title: "有无办学许可证",
    reads: "presence",
    privacy: "公开",
    onForm: false,
    headers:
      "是否有证 有无许可证 有无证 是否有办学许可证 是否办证 是否有许可证 是否取得办学许可证 是否取得许可证 是否办理办学许可证 是否办理许可证 是否具有办学许可证 是否具备办学许可证 办学许可证有无 许可证有无 是否持证 是否持有办学许可证 是否取得办学许可 有无办学许可 办学许可证办理情况 许可证办理情况 是否取证 有证无证 办学许可证情况 许可证情况",
    alone: "办证情况 有证 有无办学证 是否领证 是否持证办学",
  },
  hasRegistration: {
    title: "有无营业执照",
    reads: "presence",
    privacy: "公开",
    onForm: false,
    headers:
      "是否有照 有无执照 有无照 是否有营业执照 是否办照 是否有执照 是否取得营业执照 是否办理营业执照 是否具有营业执照 是否持有营业执照 营业执照有无 有无工商执照 是否有工商执照 有无工商营业执照 有照无照 有无法人登记证 工商登记情况 是否注册登记 是否工商注册 是否工商登记 是否法人登记 是否办理法人登记 有无法人登记 有无登记证 有无登记证书 是否有登记证书 有无民非登记证 营业执照办理情况 执照办理情况 营业执照情况 执照情况 是否市场登记",
    alone: "有照 是否注册 是否登记 办照情况 工商登记 工商注册情况 登记注册情况",
  },
  /** In the roster's own words: 已备案, 合格, 未验收. */
  fireSafety: {
    title: "消防情况",
    reads: "text",
    privacy: "内部",
    note: "如 已备案、验收合格、未验收。",
    headers:
      "消防验收 消防合格 消防备案 消防手续 消防验收情况 消防备案情况 消防手续情况 消防安全情况 消防是否合格 是否通过消防验收 是否消防验收 有无消防手续 有无消防验收 消防是否验收 消防是否达标 消防合格证 消防验收合格证 消防许可 消防证明 消防审核 消防检查情况 消防意见书 有无消防合格证 消防设施情况 消防验收备案情况 是否有消防手续 消防安全检查合格证",
    alone: "消防 消防证 消防安全",
  },
  foundedAt: {
    title: "设立时间",
    reads: "day",
    privacy: "公开",
    note: "营业执照或登记证书上的成立日期。",
    headers:
      "成立日期 成立时间 注册时间 注册日期 登记日期 登记时间 开办时间 开办日期 办学时间 创办时间 建校时间 设立日期 开业时间 开业日期 办学起始时间 办学开始时间 营业执照成立日期 执照成立日期 工商登记时间 工商注册时间 创建时间 开班时间 成立年月 注册登记时间 注册登记日期",
  },
  remark: {
    title: "备注",
    reads: "text",
    privacy: "内部",
    headers: "说明 备注说明 附注 备注信息 备注栏 备考",
    alone: "其他 其它 注 备 情况说明 其他说明 其它说明 补充说明",
  },
  /** 停业, 注销, 转型, with the day from which it holds: the day of the entry. */
  existence: {
    title: "机构状态",
    reads: "existence",
    privacy: "公开",
    choices: existences,
    onForm: false,
    headers: "办学状态 经营状态 营业状态 登记状态 存续状态 是否注销 是否停业 转型情况",
  },
} as const satisfies Readonly<Record<string, RosterFieldRow>>;

/** What a school's row has besides; kept with the row under the title. */
export const schoolColumns = {
  schoolCode: {
    title: "学校标识码",
    headers: "学校代码 学校（机构）标识码 办学标识码",
  },
  schoolStage: {
    title: "办学类型",
    headers: "学段 学校类型 办学层次 学校类别",
  },
  ownership: {
    title: "公办民办",
    headers: "办学体制 公办/民办 学校举办者类型 学校性质",
  },
  governor: {
    title: "主管部门",
    headers: "主管单位 上级主管部门 主管教育部门",
  },
} as const satisfies Readonly<Record<string, HeaderWords>>;

/** What a teacher's row has besides. */
export const teacherColumns = {
  school: {
    title: "任教学校",
    headers: "所在学校 工作单位 任职学校 所属学校 现任教学校 学校名称 学校 单位名称 单位",
  },
  subject: {
    title: "任教学科",
    headers: "学科 任教科目 所教学科 教学科目",
  },
  grade: {
    title: "任教年级",
    headers: "年级 所教年级",
  },
  post: {
    title: "职务职称",
    headers: "职务 职称 岗位",
  },
  certificate: {
    title: "教师资格证号",
    headers: "教师资格证 教师资格证书号码 资格证号",
  },
  employed: {
    title: "是否在职",
    headers: "在职情况 是否在编 在职在编",
  },
  sideline: {
    title: "校外任教机构",
    headers: "兼职机构 校外兼职机构 补课地点 在何机构兼课",
  },
} as const satisfies Readonly<Record<string, HeaderWords>>;

/** What an operator's (举办者) row has besides. */
export const operatorColumns = {
  operatorType: {
    title: "举办者类型",
    headers: "举办者属性 自然人/组织 举办者性质",
  },
  institutions: {
    title: "举办的机构",
    headers: "名下机构 所办机构 举办机构名称 举办机构 所举办机构",
  },
} as const satisfies Readonly<Record<string, HeaderWords>>;

/** What was found and done: known, so that no field takes these for its own; kept with the row under their headers. */
export const enforcementColumns = {
  problem: {
    title: "存在问题",
    headers:
      "问题清单 问题 检查问题 违规问题 隐患问题 存在的问题 存在主要问题 主要问题 发现问题 发现的问题 问题描述 问题情况 问题隐患 存在隐患 安全隐患 违法事实 违规事实 违法违规事实 违规行为 违法行为 违法违规行为 违法违规情况 违规情况 列入黑名单原因 列入原因 列入理由 列入事由 查处原因 处罚事由 处罚原因 案由 违规类型 关停原因 取缔原因",
  },
  measure: {
    title: "整改措施",
    headers:
      "处理意见 处置措施 处理情况 处理结果 处理措施 处理方式 处理决定 处置情况 处置结果 处置意见 处置方式 查处结果 查处情况 处罚结果 处罚情况 处罚决定 处罚内容 行政处罚 整改要求 整改意见 采取措施 采取的措施 治理措施 分类处置意见",
  },
  handledOn: {
    title: "查处时间",
    headers:
      "查处日期 检查时间 检查日期 排查时间 排查日期 处罚时间 处罚日期 处理时间 处理日期 处罚决定日期 列入时间 列入日期 公布时间 公布日期 公示时间 公示日期 发现时间 发现日期 摸排时间 摸排日期 关停时间 关停日期 取缔时间 取缔日期",
  },
  deadline: {
    title: "整改期限",
    headers: "整改时限 完成时限 办结时限 限期 整改截止时间 整改截止日期 限期整改时间 整改完成时限 计划完成时间",
  },
  status: {
    title: "整改情况",
    headers:
      "整改状态 办理情况 销号情况 是否整改到位 整改进展 整改进展情况 整改结果 是否整改 是否完成整改 是否整改完成 整改完成情况 整改落实情况 是否销号 销号状态 整改进度",
  },
  owner: {
    title: "责任单位",
    headers:
      "责任部门 牵头单位 牵头部门 责任人 包保责任人 承办单位 包联单位 包保单位 监管单位 监管部门 责任领导 包保领导 整改责任人 整改责任单位 监管责任单位 监管责任人 行业主管部门 包保人 包联领导 包联责任人 配合单位 配合部门",
  },
} as const satisfies Readonly<Record<string, HeaderWords>>;

/** Columns that say nothing of the institution. */
export const ignoredColumns = {
  seq: {
    title: "序号",
    headers: "编号 No No. 顺序号 行号 总序号 分序号 项目序号 № 机构编号",
    alone: "序 号 编码",
  },
  derived: {
    title: "治理状态（系统生成）",
    headers: "",
  },
} as const satisfies Readonly<Record<string, HeaderWords>>;

const ofComplainant = /(?:投诉|举报|检举|反映|诉求|信访|来电|来信|来访)(?:人|者|号码|电话|人员|群众)/;

/** 投诉人、举报人电话 …: who complained is no part of a roster. Such a column is not taken in, and one taken in before does not go out. */
export const isOfComplainant = (header: string): boolean => ofComplainant.test(header.replaceAll(/\s/g, ""));

export type FieldKey = keyof typeof rosterFields;

type Row<K extends FieldKey> = (typeof rosterFields)[K];

/** The value of a field. */
export type FieldValue<K extends FieldKey> = ReadAs[Row<K>["reads"]];

/** Fields that have a column of their own. */
export type ColumnedKey = { [K in FieldKey]: Row<K> extends { readonly column: string } ? K : never }[FieldKey];
/** Fields in which sources may contradict each other. */
export type ContestedKey = { [K in FieldKey]: Row<K> extends { readonly contested: true } ? K : never }[FieldKey];

/** Codes come back from the ledger as plain texts. */
type Kept<Value> = Value extends CreditCode | PermitNumber ? string : Value;

/** The columns that fields have of their own in the ledger; every row has a name and a kind. */
export type FieldColumns = {
  [K in ColumnedKey as Row<K>["column"]]: Kept<FieldValue<K>> | (K extends "name" | "kind" ? never : null);
};

/** A text that stood in the place of a field and could not be read is kept among the other columns; words are taken as they are. */
type NeverRaw = "text" | "subjectKind" | "category" | "town" | "profit";
export type RawField = { [K in FieldKey]: Row<K>["reads"] extends NeverRaw ? never : K }[FieldKey];

export const fieldKeys = Object.keys(rosterFields) as FieldKey[];
export const fieldRow = (key: FieldKey): RosterFieldRow => rosterFields[key];

export const columnedKeys = fieldKeys.filter((key): key is ColumnedKey => fieldRow(key).column !== undefined);
export const moreKeys = fieldKeys.filter((key) => fieldRow(key).column === undefined);
export const contestedKeys = fieldKeys.filter((key): key is ContestedKey => fieldRow(key).contested === true);

const neverRaw: ReadonlySet<string> = new Set<NeverRaw>(["text", "subjectKind", "category", "town", "profit"]);
const isRawField = (key: FieldKey): key is RawField => !neverRaw.has(fieldRow(key).reads);

/** The header under which the text of a field that could not be read is kept, by field: 联系电话（原文）. It stands until its field is filled. */
export const rawHeaders = Object.fromEntries(
  fieldKeys.filter(isRawField).map((key) => [key, `${rosterFields[key].title}（原文）`]),
) as Readonly<Record<RawField, string>>;
