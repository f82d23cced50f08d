/** The headers of ordinary lists, as counties, towns, bureaus and published lists write them, and what each column is. */
import { describe, expect, test } from "vitest";
import type { Day } from "../../src/campaign/index.ts";
import { fieldsOfKind } from "../../src/read/fields.ts";
import type { RosterField } from "../../src/read/fields.ts";
import { findHeaders } from "../../src/read/headers.ts";
import { readRoster } from "../../src/read/roster.ts";
import { papersMissing, unclaimedColumns } from "../../src/read/roster/unclaimed.ts";

const columnsOf = (...headers: string[]) =>
  findHeaders([{ line: 1, cells: headers }], { fields: fieldsOfKind("机构"), key: "name", file: "台账.csv" }).columns;

/** What a column is in a table that has the name besides. */
const fieldOf = (header: string): RosterField | null => {
  const [, column] = columnsOf("机构名称", header);
  return column?.field ?? null;
};

const variants: Readonly<Partial<Record<RosterField, string>>> = {
  category:
    "类别 类型 机构类型 机构类别 培训类型 培训类别 培训机构类型 培训机构类别 办学类型 办学类别 学科类/非学科类 学科/非学科 是否学科类 学科类别 学科或非学科 学科（非学科） 机构分类 分类 业态 培训类型（学科、非学科） 培训种类 机构类别（学科类、艺术类、体育类） 学科类型",
  licenceClass:
    "证照类别 证照情况 证照类型 持证情况 有无证照 证照是否齐全 证照状况 证照齐全情况 证照办理情况 证照情况（有证有照/有照无证/无证无照） 有证有照/无证无照 两证情况 证照持有情况 是否证照齐全 证照情况说明",
  uscc: "统一社会信用代码 社会信用代码 统一社会信用代码（18位） 统一社会信用代码/注册号 信用代码 统一信用代码 营业执照号 营业执照编号 营业执照注册号 工商注册号 注册号 营业执照（统一社会信用代码） 营业执照统一社会信用代码 组织机构代码 登记证号 民非登记证号 法人登记证号 纳税人识别号 税号 执照号码 民办非企业单位登记证号",
  permitNo:
    "办学许可证号 办学许可证编号 办学许可证 许可证号 许可证编号 许可证号码 办学许可证号（教民） 办学证号 民办学校办学许可证编号 许可证书号 办学许可证号码 证号 办学许可证（编号）",
  hasPermit:
    "有无办学许可证 有无许可证 是否有证 是否办证 是否有办学许可证 是否取得办学许可证 是否办理办学许可证 有无证 有无办学许可证（有/无） 是否有办学许可证（是/否） 办学许可证（有无） 有无办学证 是否持证 是否有许可证 办证情况 办学许可证办理情况 许可证办理情况 是否具有办学许可证 是否取得办学许可 有证/无证 办学许可证情况",
  hasRegistration:
    "有无营业执照 有无执照 是否有照 是否办照 是否有营业执照 是否取得营业执照 是否办理营业执照 有无照 有无营业执照（有/无） 营业执照有无 有无工商营业执照 是否工商注册 是否注册登记 有无登记证书 营业执照情况 营业执照办理情况 是否有工商执照 有无法人登记证 工商登记情况 是否法人登记",
  permitFrom:
    "发证日期 发证时间 办学许可证发证日期 许可证发证时间 批准日期 批准时间 审批日期 审批时间 有效期起 有效期限起 有效期自 有效期开始日期 颁证时间 领证时间 取得许可证时间 批准设立时间",
  permitTo:
    "有效期至 有效期止 有效期限 有效期 许可证有效期 许可证有效期至 许可证有效期限 办学许可证有效期 办学许可证有效期限 到期日期 到期时间 许可证到期时间 有效期限止 有效期截止日期 许可证截止日期 有效截止日期 办学许可证有效期截止",
  authority: "审批机关 审批部门 审批单位 发证机关 发证部门 发证单位 许可机关 批准机关 批准部门 许可证发证机关 颁证机关",
  registrar: "登记机关 登记部门 登记管理机关 注册机关 登记注册机关 工商登记机关 发照机关 法人登记部门",
  legalRep:
    "法定代表人 法人代表 法人 法定代表人姓名 法人姓名 法人代表姓名 法定代表人（负责人） 法人/负责人 法定代表人/负责人 经营者 经营者姓名 业主姓名 法人代表（签字人） 法定代表人信息/姓名",
  organizer: "举办者 举办者姓名 举办者名称 举办者名称（姓名） 举办人 出资人 投资人 举办单位 创办人 开办者 主办单位",
  principal:
    "负责人 负责人姓名 负责人情况 校长 校长姓名 校长（负责人）姓名 主要负责人 机构负责人 学校负责人 单位负责人 联系人 联系人姓名 负责人情况/姓名 负责人基本情况/姓名 实际负责人 校长/负责人 实际经营者",
  phone:
    "联系电话 电话 手机 手机号 手机号码 联系方式 联系方式（手机） 负责人电话 负责人联系电话 负责人手机号 联系人电话 联系人手机号码 法人联系电话 法人电话 校长电话 固定电话 办公电话 座机 电话号码 移动电话 负责人情况/电话 负责人信息/手机号码 联系电话（手机） 联系电话/手机 咨询电话 招生电话 单位联系电话",
  address:
    "地址 办学地址 详细地址 机构地址 办学地点 实际办学地址 实际经营地址 经营地址 培训地址 培训地点 教学点地址 教学地点 办学场所 经营场所 培训场所 校址 所在地 现办学地址 单位地址 学校地址 具体地址 具体位置 办学地址（具体到门牌号） 办学详细地址 通讯地址 联系地址 场所地址 上课地点 所在位置 详细地址（门牌号） 机构所在地 培训机构地址",
  registeredAddress:
    "注册地址 登记地址 住所 住所地 注册地 工商注册地址 营业执照地址 执照地址 证载地址 核准地址 审批地址",
  town: "属地 乡镇 街道 所属乡镇 所在乡镇 所属街道 所在街道 乡镇（街道） 乡镇/街道 镇街 所属镇街 所在镇街 所在镇 乡镇街道 街道（乡镇） 乡（镇） 乡镇（街道办） 乡镇（街道、园区） 乡镇名称 所在乡镇（街道） 所属办事处 办事处 所属乡镇（办事处） 街道办事处 辖区 所在辖区 所属片区 片区 镇（街） 街镇 区县 县区 县（市、区） 所在区县 所属区县 区（县） 所属区域 属地镇街 管辖乡镇 行政区划",
  content:
    "培训内容 培训项目 培训科目 办学内容 办学范围 培训范围 经营范围 业务范围 课程内容 开设课程 开设科目 培训课程 教学内容 主要课程 培训内容（学科） 培训学科 课程 服务项目 经营项目 许可办学内容",
  profit:
    "营利性质 机构性质 办学性质 登记类型 法人性质 营利/非营利 营利性/非营利性 是否营利 是否营利性 单位性质 性质 办学性质（营利、非营利） 法人类型 机构属性",
  mode: "培训方式 培训形式 线上/线下 办学形式 授课方式 教学形式 授课形式 线上线下 培训方式（线上/线下）",
  area: "建筑面积 面积 面积（平方米） 规模/面积（平方米） 办学面积 场地面积 使用面积 办学场所面积（㎡） 建筑面积（平方米） 校舍面积 培训面积(m²) 教学面积 经营面积 场所面积（平方米） 办学面积㎡ 总面积",
  students:
    "学员数 学生数 学生人数 在读学生数 在校学生数 在校生数 在册学生数 学员人数 学员人数（人） 现有学生数 招生人数 培训人数 学员数量 规模/学员数 办学规模（人） 在读人数 学生总数 规模（人）",
  teachers:
    "教师数 教师人数 教职工数 从业人员数 专任教师数 教师人数（人） 教职工人数 员工人数 从业人员数量 从业人数 教师总数 专职教师数 师资人数 工作人员数",
  fireSafety:
    "消防情况 消防验收 消防验收情况 消防备案 消防手续 是否通过消防验收 消防是否合格 有无消防手续 消防安全情况 消防合格证 消防证 消防审核 消防设施情况 消防安全",
  foundedAt:
    "设立时间 成立时间 成立日期 注册时间 注册日期 登记日期 登记时间 开办时间 创办时间 办学时间 开业时间 办学起始时间 开业日期 工商注册时间",
  existence: "机构状态 办学状态 经营状态 营业状态 登记状态 是否注销 是否停业 转型情况",
  remark: "备注 说明 备注说明 情况说明 其他说明 附注 其他 备注（其他情况）",
  seq: "序号 编号 序 No. № 顺序号 总序号 机构编号",
  problem:
    "存在问题 问题 主要问题 存在的主要问题 发现问题 存在隐患 安全隐患 问题清单 违规问题 列入黑名单原因 列入原因 列入事由 违法事实 违规行为 违法违规行为 处罚事由 检查发现问题 关停原因",
  measure:
    "整改措施 处理结果 处理情况 处理意见 处置措施 处置情况 处罚结果 处罚情况 查处结果 查处情况 整改要求 处罚决定 处置方式",
  handledOn:
    "查处时间 查处日期 检查时间 检查日期 排查时间 处罚时间 处理时间 列入时间 公布时间 公示日期 摸排时间 关停时间",
  deadline: "整改期限 整改时限 完成时限 限期 整改截止时间 计划完成时间",
  status: "整改情况 整改状态 整改结果 是否整改 是否整改到位 整改完成情况 销号情况 整改进展",
  owner: "责任单位 责任部门 责任人 牵头单位 牵头部门 包保责任人 监管单位 包联领导 整改责任人 行业主管部门",
};

const cases = Object.entries(variants).flatMap(([field, headers]) =>
  headers.split(" ").map((header): [string, string] => [header, field]),
);

test("表里的写法够多，没有写两遍的", () => {
  const headers = cases.map(([header]) => header);
  expect(headers.filter((header, at) => headers.indexOf(header) !== at)).toEqual([]);
  expect(headers.length).toBeGreaterThanOrEqual(400);
});

test.each(Object.entries(variants).map(([field, headers]) => [field, headers.split(" ")] as const))(
  "%s 的各种写法",
  (field, headers) => {
    expect(headers.filter((header) => fieldOf(header) !== field).map((header) => [header, fieldOf(header)])).toEqual(
      [],
    );
  },
);

test.each(
  "机构名称 培训机构名称 校外培训机构名称 单位名称 学校名称 校名 企业名称 名称 机构全称 公司名称 培训学校名称 商户名称 机构 单位 培训机构 学校 当事人 被检查单位 机构（学校）名称 学校（机构）名称 机构名称（全称） *机构名称 1.机构名称 机构名称（必填） 托管机构名称 校外托管机构名称 检查对象 民办培训学校名称 机构名".split(
    " ",
  ),
)("%s 是名称", (header) => expect(columnsOf(header, "联系电话", "办学地址")[0]?.field).toBe("name"));

test("空格、星号、换行、括号里的说明和单位不碍事", () => {
  for (const header of [
    "联 系 电 话",
    "*联系电话",
    "联系\n电话",
    "联系电话：",
    "联系电话（必填）",
    "３．联系电话",
    "【联系电话】",
  ])
    expect([header, fieldOf(header)]).toEqual([header, "phone"]);
});

test.each([
  "状态",
  "法定代表人身份证号",
  "举办者属性",
  "检查人员",
  "占地面积",
  "网格员",
  "是否年检",
  "年检结果",
  "收费标准",
  "预收费金额",
  "教师资格证号",
  "检查组",
  "填报人",
  "学费",
  "班级数",
  "微信群",
  "图片",
  "经度",
  "纬度",
  "营业时间",
  "上课时间",
  "是否签订承诺书",
  "有无监控",
  "房屋性质",
  "租赁期限",
])("%s 不替人猜", (header) => expect(fieldOf(header)).toBeNull());

describe("几列都像的，取最像的一列", () => {
  test.each([
    ["单位|机构名称|地址", [null, "name", "address"]],
    ["区县|所在乡镇|机构名称", [null, "town", "name"]],
    ["机构名称|面积|建筑面积", ["name", null, "area"]],
    ["机构名称|联系地址|办学地址", ["name", null, "address"]],
    ["机构名称|注册地址|办学地点", ["name", "registeredAddress", "address"]],
    ["学校|机构名称|类型|机构类别", [null, "name", null, "category"]],
    ["机构名称|法人|负责人|联系电话|手机", ["name", "legalRep", "principal", "phone", null]],
    [
      "机构名称|办学许可证号|有无办学许可证|营业执照号|有无营业执照",
      ["name", "permitNo", "hasPermit", "uscc", "hasRegistration"],
    ],
  ])("%s", (headers, fields) => expect(columnsOf(...headers.split("|")).map(({ field }) => field)).toEqual(fields));
});

describe("没认出来而要紧的列", () => {
  const unclaimed = (headers: string): [string, string | undefined][] =>
    unclaimedColumns(columnsOf(...headers.split("|")), "机构").map(({ header, guesses }) => [header, guesses[0]]);

  test.each([
    ["机构名称|村居|电话", [["村居", "town"]]],
    ["机构名称|属地|所在社区|电话", []],
    [
      "机构名称|门店负责|状态",
      [
        ["门店负责", "principal"],
        ["状态", undefined],
      ],
    ],
    ["机构名称|资质", [["资质", "licenceClass"]]],
    ["机构名称|证照情况|资质", []],
    ["机构名称|健康证|教师资格证|照片|身份证", []],
  ])("%s", (headers, expected) => expect(unclaimed(headers)).toEqual(expected));

  test.each([
    ["机构名称|电话|地址", ["办学许可证", "营业执照"]],
    ["机构名称|有无许可证|地址", ["营业执照"]],
    ["机构名称|营业执照号|地址", ["办学许可证"]],
    ["机构名称|是否有证|有无照", []],
    ["机构名称|证照类别", []],
  ])("证照能不能定：%s", (headers, missing) =>
    expect(papersMissing(columnsOf(...headers.split("|")))).toEqual(missing),
  );
});

describe("有无、是否的各种写法定出证照类别", () => {
  const rules = { region: { name: "清河县", areaCode: null }, towns: null, categories: [] };
  const row = (header: string, cells: string) =>
    [
      ...readRoster(
        [
          { line: 1, cells: `机构名称|${header}`.split("|") },
          { line: 2, cells: `甲校|${cells}`.split("|") },
        ],
        { file: "台账.csv", plan: rules, on: "2026-11-28" as Day },
      ).entries,
    ][0];

  test.each([
    ["有无办学许可证|有无营业执照", "有|有", "有证有照"],
    ["是否办证|是否有照", "否|是", "有照无证"],
    ["是否有证|有无执照", "×|√", "有照无证"],
    ["有无许可证|营业执照号", "无|/", "无证无照"],
    ["有证/无证|有照/无照", "有证|无照", "有证无照"],
    ["办证情况|办照情况", "办理中|已办理", "有照无证"],
    ["证照是否齐全", "是", "有证有照"],
    ["持证情况|有无营业执照", "未取得许可证|有", "有照无证"],
    ["证照情况", "仅有营业执照", "有照无证"],
    ["办学许可证（有无）|营业执照（有无）", "无|无", "无证无照"],
    ["有无办学许可证|有无营业执照", "有|", undefined],
    ["有无办学许可证|有无营业执照", "不详|有", undefined],
  ])("%s：%s → %s", (header, cells, expected) => {
    const entry = row(header, cells);
    expect([entry?.institution?.licenceClass, entry?.remarks]).toEqual([expected, []]);
  });

  test.each([
    ["证照类别|有无办学许可证", "无证无照|有", "有无办学许可证"],
    ["证照情况|是否有照", "有证有照|否", "是否有照"],
    ["证照类别|是否办证", "有证有照|办理中", "是否办证"],
  ])("两栏打架，说在哪一行哪一栏：%s 写 %s", (header, cells, column) =>
    expect(row(header, cells)?.remarks).toMatchObject([{ code: "papers-disagree", place: { row: 2, column } }]),
  );
  test("证照类别写无证无照，有无一栏写办理中：不打架", () =>
    expect(row("证照类别|是否办证", "无证无照|办理中")?.remarks).toEqual([]));

  test.each([
    ["年检日期", "2021.6.31"],
    ["查处时间", "2021年13月1日"],
    ["培训日期", "明年"],
    ["检查时间", "2021.6.31"],
    ["安全培训日期", "2021-02-30"],
  ])("%s 写 %s：哪一栏的日期坏了都说", (header, text) =>
    expect(row(header, text)).toMatchObject({
      institution: { extra: { [header]: text } },
      remarks: [{ grade: "注意", code: "bad-date", place: { row: 2, column: header } }],
    }),
  );
  test.each([
    ["年检日期", "2021.6.30"],
    ["年检日期", "2021年6月"],
    ["年检日期", "2021"],
    ["年检日期", "无"],
    ["检查时间", "2021-06-25 下午"],
    ["检查时间", "每周二"],
    ["营业时间", "8:00-21:00"],
    ["查处时间", "2021.6.1、2021.7.1"],
    ["租赁日期", "2020-01-01至2023-12-31"],
  ])("%s 写 %s：不是坏日期", (header, text) => expect(row(header, text)?.remarks).toEqual([]));

  test.each([
    ["学科", "学科类", undefined],
    ["文化课辅导", "学科类", undefined],
    ["午托", "托辅机构", undefined],
    ["晚托班", "托辅机构", undefined],
    ["艺术（舞蹈、美术）", "艺术类", "舞蹈、美术"],
    ["美术、舞蹈", "艺术类", undefined],
    ["学科、美术", "学科、美术", undefined],
  ])("类别写 %s", (text, category, content) => {
    const named = (name: string) => ({ name, kind: "机构" as const, aliases: [] });
    const plan = { ...rules, categories: ["学科类", "艺术类", "托辅机构"].map(named) };
    const cells = [
      { line: 1, cells: ["机构名称", "类别"] },
      { line: 2, cells: ["甲校", text] },
    ];
    const [entry] = readRoster(cells, { file: "台账.csv", plan, on: "2026-11-28" as Day }).entries;
    expect([entry?.institution?.category, entry?.institution?.content]).toEqual([category, content]);
  });

  test("本县自己的表，区县一栏写的都是本县：不当作属地", () => {
    expect(row("区县", "清河县")?.institution?.town).toBeUndefined();
    expect(row("区县", "清河县城关镇")?.institution?.town).toBe("清河县城关镇");
  });
});
