/**
 * The shape of a plan file: its Chinese keys, what each may hold, and what each means.
 *
 * The schema only judges, it changes nothing: what it lets pass is turned into a Plan in normalise.ts.
 * The message of a failed form is its problem code; the sentences stand in faults.ts.
 */
import * as z from "zod";
import {
  actingRoles,
  controlStages,
  drawRecusals,
  editionSubjects,
  expectationCounts,
  inheritedCounts,
  fieldKinds,
  gateNames,
  isDay,
  licenceClasses,
  listNames,
  orderEffects,
  pillars,
  registerCounts,
  setNames,
  severities,
  stepConditions,
  subjectKinds,
  units,
} from "../../campaign/index.ts";

/** 待填, or 待填：说明. */
export const blankForm = /^待填(?:[：:]\s*(.*))?$/;
/** 周五 17:00, 25日 12:00, 17:00 */
export const cutoffForm = /^(?:周([一二三四五六日])\s+|([1-9]|[12]\d|3[01])日\s+)?((?:[01]\d|2[0-3]):[0-5]\d)$/;
export const durationForm = /^([1-9]\d{0,3})(个工作日|日|个月)$/;

const form = (pattern: RegExp, code: string) => z.string().regex(pattern, { error: code, abort: true });

/** One line of text. 待填 is not a text: where it may stand, the schema says so with `open`. */
const text = form(/^(?!待填(?:[：:]|$))[^\u0000-\u001f\u007f-\u009f]+$/, "plan-text");
const texts = z.array(text);
/** A list that would mean nothing, or everything, with nothing in it. */
const some = texts.min(1);
const blank = form(blankForm, "plan-blank-form");
const open = <T extends z.ZodType>(value: T) => z.union([blank, value]);
const day = z
  .string()
  .refine(isDay, { error: "plan-bad-day", abort: true })
  .meta({ pattern: String.raw`^\d{4}-\d{2}-\d{2}$` });
const duration = form(durationForm, "plan-bad-duration");
const yesNo = z.enum(["是", "否"]);
const count = z.int().min(1).max(9999);
const orderFile = form(/^orders\/[^/\\]+\.(?:md|docx)$/, "plan-bad-template");
const reportFile = form(/^reports\/[^/\\]+\.md$/, "plan-bad-template");

/** 自/至: the days on which a rule is in force. */
const inForce = {
  自: day.optional().describe("施行之日（含当日）；不写为不限"),
  至: open(day).optional().describe("失效之日（含当日）；不写为不限；以后才定的写“待填：…”，填了才失效"),
};

const classes = z.array(z.enum(licenceClasses)).optional().describe("适用的证照类别；不写为全部");
const topicNumbers = z.array(count).optional().describe("治理内容的序号；不写为全部");
const lawCodes = texts.optional().describe("法律依据的代号");

const region = z.strictObject({
  名称: open(text).describe("开展治理的县（市、区）"),
  区划代码: open(z.union([form(/^\d{6}$/, "plan-text"), z.int().min(100_000).max(999_999)]))
    .optional()
    .describe("六位行政区划代码"),
});

const category = z.strictObject({
  名称: text.describe("类别名称，如 学科类"),
  对象: z.enum(subjectKinds).optional().describe("属于哪种治理对象；不写为机构"),
  别名: texts.optional().describe("名册里的其他叫法"),
});

const phase = z.strictObject({
  序号: count,
  名称: text,
  自: open(day).optional().describe("起日（含当日）；来源只写“某日前”的，不写"),
  止: open(day).optional().describe("止日；来源写“以后”的，不写"),
  含止日: yesNo.optional().describe("止日当天是否算在内；不写为是（“6月28日前”含6月28日）"),
  牵头: texts.optional().describe("部门或工作机构"),
  任务: texts.optional(),
  成果: texts.optional(),
});

const department = z.strictObject({
  名称: text,
  别名: texts.optional().describe("方案和名册里的其他叫法"),
  全称: open(text).optional().describe("公章上的名称，文书的抬头、落款用它；不写用名称"),
  联系方式: open(text).optional().describe("联系人、电话和地址，写在给当事人的文书上"),
  复议机关: open(text).optional().describe("不服它的决定，向谁申请行政复议"),
  诉讼法院: open(text).optional().describe("不服它的决定，向哪个人民法院起诉"),
  属地: yesNo.optional().describe("是否由机构所在地的办事处（乡镇、街道）分别承担；不写为否"),
  职责: texts.optional(),
});

const body = z.strictObject({
  名称: open(text),
  种类: z.enum(["领导小组", "办公室", "工作组", "督导组", "联合执法组", "联席会议", "其他"]),
  牵头: open(text).optional().describe("牵头部门"),
  职责: texts.optional(),
});

const law = z.strictObject({
  代号: text.describe("检查项、文书引用时的叫法，如 民促法62"),
  名称: text,
  条款: text,
  ...inForce,
});

const item = z.strictObject({
  编号: form(/^[1-9]\d?-[1-9]\d?$/, "plan-bad-item-code").describe("治理内容的序号-顺序号，如 1-2"),
  检查: text.max(40, { error: "plan-too-long", abort: true }).describe("应当是什么样；现场念出来就能答，不超过40字"),
  对象: z.enum(subjectKinds).optional().describe("查谁；不写为机构"),
  证照: classes,
  类别: texts.optional().describe("适用的类别；不写为全部"),
  严重程度: z.enum(severities),
  依据: lawCodes,
  牵头: texts.describe("牵头查处的部门"),
  测得: z
    .strictObject({ 单位: text.describe("如 课时、个月"), 上限: text.describe("“阈值”里的名称；超过的为不合格") })
    .optional()
    .describe("按量检查的：登记测得的数，由上限判定合格不合格"),
  ...inForce,
});

const topic = z.strictObject({
  序号: count,
  名称: text,
  原文: text.describe("方案里的原话"),
  检查项: z.array(item),
});

const route = z.strictObject({
  编号: text,
  情形: text.describe("方案里的原话"),
  条件: z.strictObject({
    对象: z.array(z.enum(subjectKinds)).optional(),
    严重程度: z.array(z.enum(severities)).optional(),
    证照: classes,
    类别: texts.optional(),
    内容: topicNumbers,
  }),
  牵头: texts,
  配合: texts.optional(),
  文书: text.optional().describe("先下发哪种文书；来源未写的，不写"),
  归入: text.optional().describe("归入“四个一批”的哪一批；来源未写的，不写"),
  ...inForce,
});

const bucket = z.strictObject({ 名称: text, 含义: text });

const orderKind = z.strictObject({
  名称: text,
  作用: z.enum(orderEffects).describe("送达后对机构或问题起什么作用"),
  签发: texts.describe("可以签发的部门"),
  代字: z.record(text, open(text)).describe("各签发部门的机关代字"),
  文号: text.optional().describe("文号样式；不写为 {代字}〔{年}〕{序}号"),
  模板: orderFile.describe("账本旁的 templates 或随附的 templates 里的文件，如 orders/整改通知书.md"),
  要求: texts.optional().describe("要求当事人做到的事"),
  要求谁: z
    .strictObject({ 对象: z.array(z.enum(subjectKinds)).optional(), 类别: texts.optional() })
    .optional()
    .describe("“要求”写给哪些当事人；不写为全部"),
  期限: open(duration).optional().describe("整改期限：10个工作日、15日、3个月"),
  期限不超过: open(day).optional().describe("整改期限最晚到哪一天"),
  针对: z.enum(["问题", "机构"]).describe("文书凭查出的问题下发，还是直接对机构下发"),
  依据: lawCodes,
  先行文书: z
    .strictObject({
      名称: text.describe("必须先送达的文书"),
      间隔: open(duration).optional().describe("送达后至少等多久"),
      可放弃: yesNo.optional().describe("当事人明确放弃的，是否不必等；不写为否"),
    })
    .optional(),
  延期次数: open(z.int().min(0).max(9)).optional().describe("最多延期几次；不写为不得延期"),
  ...inForce,
});

const review = z.strictObject({
  牵头: texts.describe("谁来复查"),
  不持证: texts.optional().describe("这些单位的人不持执法证也可以去复查（如督查室再次检查，不作为行政检查）"),
  交叉: yesNo.optional().describe("复查人是否不得为原检查人；不写为否"),
  第二人销号: z.array(z.enum(severities)).describe("哪些严重程度的问题须第二人凭佐证销号"),
  下一步: texts.describe("未整改到位时可以采取的下一步：延期，或文书种类的名称"),
});

const list = z.strictObject({
  名称: z.enum(listNames),
  牵头: text,
  情形: z.array(
    z.strictObject({
      名称: text,
      证照: classes,
      严重程度: z.array(z.enum(severities)).optional(),
      内容: topicNumbers,
    }),
  ),
  条件: z.array(z.enum(gateNames)).describe("列入前必须全部满足"),
  依据: lawCodes,
  异议渠道: open(text).optional().describe("异议与更正的联系方式"),
  公布期限: open(duration).optional().describe("公布多久；不写为至移出为止"),
  重回期限: open(duration).optional().describe("移出白名单后多久内整改到位可重回"),
  ...inForce,
});

const zeroTarget = z.strictObject({
  名称: text,
  原文: text,
  检查项: some.describe("其中任一项不合格，即破了这个目标"),
  证照: classes.describe("只数这些证照类别的（按发现那天的类别）；不写为全部"),
});

const measure = z.strictObject({
  名称: text,
  主管: texts.optional().describe("有权采取的部门；不写为来源未写"),
  依据: lawCodes,
  提醒: open(text).optional().describe("法律上要注意什么"),
});

const credit = z.strictObject({
  基础分: open(count).describe("每个周期的基础分"),
  依据: lawCodes,
  修复: open(text).optional().describe("怎样销分、修复"),
  记分表: open(z.array(z.strictObject({ 情形: text, 记分: count }))).describe("什么情形记几分"),
});

const threshold = z.strictObject({
  名称: text,
  数值: open(z.union([z.number(), text])),
  单位: text,
  依据: lawCodes,
  ...inForce,
});

const draw = z.strictObject({
  名称: text,
  比例: open(z.number().gt(0).max(100)).describe("抽查比例，百分数"),
  人数: z.int().min(1).max(99).describe("每家去几人；抽执法人员的不少于两人"),
  抽自: text.optional().describe("抽哪一本台账里没有办完的；不写为机构"),
  人员: text.optional().describe("派哪一本台账里没有办完的（如专家）；不写为有执法证的人员"),
  检查种类: text.optional().describe("抽到的按哪种检查登记，据此看哪些还没有查"),
  分类: z
    .array(
      z.strictObject({
        名称: text,
        比例: open(z.number().gt(0).max(100)).describe("这一类的抽查比例，百分数"),
        证照: classes,
        类别: texts.optional(),
        台账: text.optional().describe("在这一本台账里没有办完的，如重点监管"),
      }),
    )
    .optional()
    .describe("比例不同的各类，从上往下第一条符合的生效；都不符合的按“比例”"),
  回避: z.array(z.enum(drawRecusals)).optional().describe("谁不派到哪一家；另有回避的抽取时写明"),
});

const counted = z.strictObject({
  名称: text,
  单位: z.enum(units),
  口径: z.enum(["时点", "期间"]).describe("时点：到某日为止的状态；期间：一段时间内发生的"),
  统计: z.enum(setNames).describe("数哪一类"),
  计: z
    .enum([...registerCounts, ...expectationCounts, ...inheritedCounts])
    .optional()
    .describe(
      "统计台账的：数登记的件数、走过的步骤、处在某状态的（分办的按份数），或合计数量；不写为登记。统计应有的：应有、已有、缺；不写为应有。统计承接的：销号问题、未销号问题、关停机构、关停又办学机构",
    ),
  其中: z
    .strictObject({
      对象: z.array(z.enum(subjectKinds)).min(1).optional(),
      证照: z.array(z.enum(licenceClasses)).min(1).optional(),
      类别: some.optional(),
      严重程度: z.array(z.enum(severities)).min(1).optional(),
      文书: some.optional(),
      检查种类: some.optional().describe("程序自带的，或方案“检查种类”里的"),
      名单: z.array(z.enum(listNames)).min(1).optional(),
      分批: some.optional(),
      属地: some.optional().describe("乡镇、街道、办事处"),
      部门: some.optional().describe("问题的牵头部门、文书的签发部门、登记的部门"),
      阶段: z.array(count).min(1).optional().describe("阶段的序号：只数在这些阶段里发生的"),
      事项: some.optional().describe("统计登记的必写：数哪些登记事项"),
      内容: z.array(count).min(1).optional().describe("治理内容的序号：只数这几项内容的问题"),
      检查项: some.optional().describe("检查项的编号：只数这几项不合格的问题，如 4-1"),
      台账: some.optional().describe("统计台账的必写：哪几本"),
      应有: some.optional().describe("统计应有的必写：哪几项"),
      状态: some.optional().describe("台账的状态"),
      步骤: some.optional().describe("台账的步骤"),
      字段: z.record(text, some).optional().describe("台账里写着“可统计”的字段，如 字段: { 来源: [举报电话] }"),
      逾期: yesNo.optional().describe("只数超过期限还没办完的"),
    })
    .optional()
    .describe("只数其中哪些；不写为全部"),
});

const ratio = z.strictObject({
  名称: text,
  单位: z.literal("%").optional(),
  口径: z.literal("比率"),
  分子: text.describe("指标名称"),
  分母: text.describe("指标名称，单位须与分子相同"),
});

const report = z.strictObject({
  名称: text,
  频次: z.enum(["周", "月", "季", "年", "阶段"]),
  模板: reportFile.describe("账本旁的 templates 或随附的 templates 里的文件，如 reports/周调度.md"),
  指标: some.describe("依次印出的指标"),
  截止: form(cutoffForm, "plan-bad-cutoff")
    .optional()
    .describe("截止时刻：周五 17:00（周报）、25日 12:00（月报）、17:00；过了这个时刻才登记的不进本期"),
  报送单位: text.optional().describe("以哪个部门的名义报，印在报表的抬头和落款；不写为办理人的单位"),
  签发人: text.optional().describe("谁签发，印在报表的抬头；不写留空，打印后签"),
});

const edition = z.strictObject({
  名称: text,
  原文: text.describe("方案里的原话"),
  行: z
    .union([
      z.strictObject({ 台账: text, 状态: texts.optional() }),
      z.strictObject({ 问题: z.enum(["未销号", "全部"]) }),
      z.strictObject({ 机构: z.enum(editionSubjects) }),
      z.strictObject({ 应有: text, 只列还缺的: yesNo.optional() }),
      z.literal("职责"),
      z.literal("监管措施"),
    ])
    .describe("每一行是什么：一本台账的各件、问题、机构、应有的各家、部门的职责，或各台账属于哪个监管环节"),
  列: some.optional().describe("依次印出的列；不写为全部"),
  公开: yesNo.optional().describe("是否向社会公开；不写为否"),
});

const expectation = z.strictObject({
  名称: text,
  原文: text.describe("方案里的原话"),
  谁: z
    .union([
      z.strictObject({ 单位: some }),
      z.strictObject({ 对象: z.array(z.enum(subjectKinds)).min(1), 证照: classes, 类别: texts.optional() }),
      z.strictObject({ 台账: text, 状态: texts.optional() }),
      z.strictObject({ 文书: some }),
      z.strictObject({ 承接: z.enum(inheritedCounts) }),
    ])
    .describe(
      "谁应当有：{ 单位: [部门…] }、{ 对象: [机构], 证照: […] }、{ 台账: 片区, 状态: […] } 里没有办完的各件，或 { 文书: [整改通知书] } 送达了的各家",
    ),
  要有: z
    .union([
      z.strictObject({
        台账: text,
        状态: texts.optional(),
        步骤: texts.optional(),
        按: text.optional().describe("哪个字段写着应当报的单位；不写就看登记单位或分办单位"),
      }),
      z.strictObject({ 检查种类: some }),
      z.strictObject({ 报表: text }),
    ])
    .describe("要有什么：一件台账（处在某状态、走过某步骤）、一次检查，或签发了的报表"),
  每: z.enum(["周", "月", "季", "年"]).optional().describe("每一期都要有；只要一次的不写"),
  截止: open(day).optional().describe("只要一次的，最晚哪一天"),
  谁办: text.optional().describe("谁来催办"),
});

const visitKind = z.strictObject({
  名称: text,
  原文: text.describe("方案里的原话"),
  对象: z.array(z.enum(subjectKinds)).min(1).optional().describe("去看谁；不写不限"),
  谁: some.optional().describe("哪些单位的人可以去；写单位名称，或名称里的字（联谊会、街道、社区）；不写不限"),
  执法证: yesNo.optional().describe("是否须持执法证，即是不是行政检查；写“否”的不立问题；不写为是"),
  人数: z.int().min(1).max(99).optional().describe("至少几人；不写，持证的为两人，不持证的为一人"),
  检查项: some.optional().describe("只看这几项；不写为全部适用的"),
  不合格转: z
    .strictObject({ 台账: text, 字段: z.record(text, text) })
    .optional()
    .describe("不持证的查到不合格，登记进哪本台账、各字段写什么；{问题} 是查到的内容"),
});

const registerField = z.strictObject({
  名称: text,
  取自: text.optional().describe(`${fieldKinds.join("、")}，或另一本台账的名称；不写为文字`),
  选项: some.optional().describe("只能从这些里选"),
  必填: yesNo.optional().describe("不写为否"),
  多个: yesNo.optional().describe("可写几个，用顿号隔开；不写为否"),
  保密: yesNo.optional().describe("举报人等：另处存放，不进任何清单、文书、导出；不写为否"),
  可统计: yesNo.optional().describe("指标可按它筛选；不写为否"),
  派自: text.optional().describe("取自部门的：按哪个字段里的检查项推出由谁办；没有检查项的按分类处置"),
  说明: text.optional().describe("填写时的提示"),
});

const registerState = z.strictObject({
  名称: text,
  原名: texts.optional().describe("以前叫什么；改名不影响已登记的"),
  谁办: text.optional().describe(`部门、写着部门或人的字段，或${actingRoles.join("、")}；终结的不写`),
  期限: open(duration).optional().describe("进入这一状态后多久办完；来源没有写的写“待填”"),
  期限至: text.optional().describe("期限写在哪个字段里（日期）"),
  不设期限: text.optional().describe("为什么没有期限"),
  终: yesNo.optional().describe("到这里就办完了；不写为否"),
});

const registerStep = z.strictObject({
  名称: text,
  从: some.optional().describe("在哪些状态下可以走这一步；不写就是登记时的第一步"),
  到: text.describe("走完到哪个状态"),
  要: texts.optional().describe("必须写明的：字段的名称（随之改写），或别的"),
  可写: texts.optional().describe("还可以写明的"),
  佐证: yesNo.optional().describe("是否要附照片、扫描件；不写为否"),
  另一人: yesNo.optional().describe("是否须由上一步以外的人办；不写为否"),
  文书: text.optional().describe("随这一步出具的文书；模板 templates/registers/名称.md，没有就用通用的"),
  谁: some.optional().describe("哪些部门可以办；不写不限"),
  期满前: yesNo.optional().describe("是否只能在期限届满前办（如延期）；不写为否"),
  条件: z.array(z.enum(stepConditions)).optional().describe("办之前必须满足的"),
});

const registerAccount = z.strictObject({
  户: text.describe("记在谁的账上：机构，或写着名称的字段"),
  基数: open(z.int().min(0).max(1_000_000)).describe("每个周期从多少起"),
  周期: z.enum(["年", "不限"]),
  方向: z.enum(["加", "减"]).describe("每笔是加上还是减去"),
  计于: some.describe("处在哪些状态的才算"),
  界: open(z.array(z.strictObject({ 名称: text, 不低于: z.int().optional(), 低于: z.int().optional(), ...inForce })))
    .optional()
    .describe("余额到了哪一档叫什么"),
});

const register = z.strictObject({
  名称: text,
  原名: texts.optional().describe("以前叫什么；改名不影响已登记的"),
  命令: form(/^[a-z][a-z-]{1,19}$/, "plan-bad-command")
    .optional()
    .describe("自己的命令词，如 supervise；不写就只用名称"),
  原文: text.describe("方案里的原话"),
  标签: z
    .strictObject({ 环节: z.enum(controlStages).optional(), 支柱: z.enum(pillars).optional() })
    .optional()
    .describe("全程监管的哪一环节、综合监管的哪一支柱"),
  编号: text.optional().describe("编号样式；不写为 名称〔{年}〕{序}号"),
  关于: z.array(z.enum(subjectKinds)).optional().describe("记在谁名下；不写就不记在名册上的谁名下"),
  关于可缺: yesNo.optional().describe("说不清是谁的也可以登记；不写为否"),
  起因: some.optional().describe("因什么而起：问题、检查、文书、案件，或另一本台账的名称"),
  字段: z.array(registerField).optional(),
  分办: z
    .union([text, z.strictObject({ 按: text, 台账: text })])
    .optional()
    .describe(
      "按哪个字段分成几份各自办；各份另有自己的步骤时，写 { 按: 字段, 台账: 台账名称 }，登记以后才写明这个字段的，写明的那一步分",
    ),
  查重: some.optional().describe("这几项都相同的就是重复登记；机构 指记在谁名下"),
  数量: text.optional().describe("指标合计哪个字段（数或金额）"),
  例: z
    .record(text, z.union([text, z.number()]))
    .optional()
    .describe("填写的例子：字段、各步要写明的，各写一个；帮助、空表、提问时照样显示"),
  状态: z.array(registerState).min(1).optional().describe("不写就是一登记就办完的流水账"),
  步骤: z.array(registerStep).min(1).optional(),
  账户: registerAccount.optional(),
});

export const planShape = z
  .strictObject({
    模式版本: z.literal(1).describe("本文件格式的版本，现为1"),
    代号: form(/^[a-z][a-z0-9-]{0,39}$/, "plan-bad-code").describe("方案代号，如 chuanhui-2021"),
    名称: text.describe("方案名称"),
    地区: region,
    依据文件: texts.optional().describe("方案凭什么文件制定、出自何处"),
    目标: texts.optional(),
    原则: texts.optional(),
    治理对象: z.array(z.enum(subjectKinds)).min(1),
    类别: z.array(category).optional(),
    乡镇街道: open(texts).describe("本地区的乡镇、街道、办事处"),
    来源次序: texts
      .optional()
      .describe(
        "底数各来源说法不一时，排在前面的为准；不写就按审批登记、机构申报、街道摸排、举报线索的次序；写成 [] 就以后报的为准",
      ),
    阶段: z.array(phase).min(1),
    部门: z.array(department).min(1),
    工作机构: z.array(body).optional(),
    法律依据: z.array(law).optional(),
    治理内容: z.array(topic).min(1),
    分类处置: z.array(route).optional().describe("从上往下，第一条符合的生效"),
    分批: z.array(bucket).optional().describe("“四个一批”"),
    文书种类: z.array(orderKind).optional(),
    复查: review,
    名单: z.array(list).optional(),
    零目标: z.array(zeroTarget).optional(),
    措施: z.array(measure).optional(),
    信用记分: credit.optional(),
    双随机: z.array(draw).optional(),
    阈值: z.array(threshold).optional(),
    指标: z.array(z.discriminatedUnion("口径", [counted, ratio])).optional(),
    报表: z.array(report).optional(),
    检查种类: z
      .array(visitKind)
      .optional()
      .describe("程序自带的以外，还有哪些检查、核查：谁去，要不要执法证，查到的怎么办"),
    承接: texts.optional().describe("承接哪几次行动（方案代号）：销了号的问题、关停的机构在这一次里回头看"),
    编印: z.array(edition).optional().describe("编成册的表：编号、定稿、与上一版比对"),
    应有: z.array(expectation).optional().describe("谁应当按期有什么；还缺的列进清单和今天要办的"),
    台账: z.array(register).optional().describe("一本一段：字段、状态、步骤、期限；命令、清单、文书、指标都从这里来"),
    勾稽: texts
      .optional()
      .describe(
        "报表各数之间必须成立的关系：甲 ≤ 乙 ≤ 丙（或 丙 ≥ 乙 ≥ 甲）；甲 = 乙 + 丙；率 = 甲 ÷ 乙；甲 = 上期末 甲 + 本期 乙 − 本期 丙；甲 不减",
      ),
  })
  .meta({ title: "校外培训机构专项治理方案", description: "一份方案一个文件。来源未写明的，写“待填”或“待填：说明”。" });

export type PlanShape = z.infer<typeof planShape>;
/** A section of the file, by its key. */
export type Section = keyof PlanShape;

/** The JSON Schema that editors use to help with plan files; kept as templates/plans/plan.schema.json. */
export function planJsonSchema(): object {
  return z.toJSONSchema(planShape, { target: "draft-7" });
}
