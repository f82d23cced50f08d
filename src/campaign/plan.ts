/**
 * The plan (方案): one campaign's phases, checklist, routing, documents, lists and figures, as read from its YAML file.
 *
 * Nothing in here is a rule of one county: the file says, the code asks. What a plan leaves open is null
 * and listed in `blanks` (待填); what needs it says which blank it is and how to fill it.
 */
import type { Day } from "../base/day.ts";

export const subjectKinds = ["机构", "学校", "教师", "举办者"] as const;
export type SubjectKind = (typeof subjectKinds)[number];

/** 证 = 办学许可证, 照 = 营业执照 or 民办非企业单位登记证书 (篇五). */
export const licenceClasses = ["有证有照", "有照无证", "有证无照", "无证无照"] as const;
export type LicenceClass = (typeof licenceClasses)[number];

export const severities = ["重大隐患", "严重", "一般"] as const;
export type Severity = (typeof severities)[number];

/** How a length of time counts: working days with the State Council's calendar, calendar days, or months. */
export interface Duration {
  readonly count: number;
  readonly unit: "工作日" | "日" | "月";
}

/** The days on which a rule is in force; open where null. */
export interface InForce {
  readonly from: Day | null;
  readonly until: Day | null;
}

export function inForceOn({ from, until }: InForce, day: Day): boolean {
  return (from ?? day) <= day && day <= (until ?? day);
}

export interface Plan {
  /** Version of the file's schema. */
  readonly schema: 1;
  /** e.g. chuanhui-2021 */
  readonly code: string;
  readonly name: string;
  readonly region: { readonly name: string; readonly areaCode: string | null };
  /** Where the plan's text comes from and what it rests on. */
  readonly basis: readonly string[];
  readonly goals: readonly string[];
  readonly principles: readonly string[];
  readonly scope: readonly SubjectKind[];
  /** Categories a subject may have (学科类, 艺术类, 托管托辅 …), each with the words that rosters use for it. */
  readonly categories: readonly Category[];
  /** 乡镇、街道、办事处 of the region; null while not filled in. */
  readonly towns: readonly string[] | null;
  /** Where lists come from (审批库, 市场监管 …), the one whose word goes first before the others; empty: the later word goes; left out: see source.ts. */
  readonly sourceRanking?: readonly string[];
  readonly phases: readonly Phase[];
  readonly departments: readonly Department[];
  readonly bodies: readonly Body[];
  readonly laws: readonly Law[];
  readonly topics: readonly Topic[];
  readonly routes: readonly Route[];
  readonly buckets: readonly Bucket[];
  readonly orderKinds: readonly OrderKind[];
  readonly review: ReviewRule;
  readonly lists: readonly ListRule[];
  readonly zeroTargets: readonly ZeroTarget[];
  readonly measures: readonly Measure[];
  readonly credit: CreditRule | null;
  /** Amounts the plan or a law sets and the county has to know, e.g. 听证较大数额. */
  readonly thresholds: readonly Threshold[];
  readonly draws: readonly DrawRule[];
  readonly indicators: readonly Indicator[];
  readonly reports: readonly ReportKind[];
  /** 勾稽: what must hold between the figures of a return, as written; read by campaign/reconcile. Absent in plans adopted earlier. */
  readonly consistency?: readonly string[];
  /** 检查种类 besides those built in. Absent in plans adopted earlier. */
  readonly visits?: readonly VisitKind[];
  /** 承接: codes of earlier campaigns of the ledger whose findings and shut places this one looks back at. Absent in plans adopted earlier. */
  readonly inherits?: readonly string[];
  /** 编印: tables that are numbered and frozen. Absent in plans adopted earlier. */
  readonly editions?: readonly EditionRule[];
  /** 应有: who owes what by when. Absent in plans adopted earlier. */
  readonly expectations?: readonly Expectation[];
  /** 台账: what the campaign keeps besides. Absent in plans adopted earlier. */
  readonly registers?: readonly Register[];
  readonly blanks: readonly Blank[];
}

/** Something the plan's source leaves open (待填). */
export interface Blank {
  /** Path of the field in the file, e.g. 文书种类.整改通知书.期限 */
  readonly path: string;
  /** What has to be filled in, in the plan's own words. */
  readonly note: string;
  /** 1-based line in the file; null when the blank was not read from a file. */
  readonly line: number | null;
}

export interface Category {
  readonly name: string;
  readonly kind: SubjectKind;
  readonly aliases: readonly string[];
}

export interface Phase {
  readonly no: number;
  readonly name: string;
  /** null where the source names only the end (「6月28日前」). */
  readonly from: Day | null;
  /** null where the source leaves the end open (「以后」). */
  readonly until: Day | null;
  readonly lead: readonly string[];
  readonly tasks: readonly string[];
  readonly outputs: readonly string[];
}

export interface Department {
  readonly name: string;
  readonly aliases: readonly string[];
  /** 全称, as on the seal. null while not filled in; absent in plans adopted earlier, as are the three below. */
  readonly fullName?: string | null;
  /** 联系人、电话和地址, for the parties. */
  readonly contact?: string | null;
  /** Who reviews its acts (复议机关). */
  readonly reviewedBy?: string | null;
  /** The court that it is sued at (诉讼法院). */
  readonly court?: string | null;
  /** 属地: the subject's own town office takes this role. */
  readonly territorial: boolean;
  readonly duties: readonly string[];
}

/** A body such as 领导小组 or a working group; its name and members may be blank. */
export interface Body {
  readonly name: string | null;
  readonly kind: "领导小组" | "办公室" | "工作组" | "督导组" | "联合执法组" | "联席会议" | "其他";
  readonly lead: string | null;
  readonly duties: readonly string[];
}

export interface Law extends InForce {
  /** How items and orders cite it, e.g. 处罚法55 */
  readonly code: string;
  readonly title: string;
  readonly article: string;
}

/** One line of the plan's治理内容, broken into items that can be checked on the spot. */
export interface Topic {
  readonly no: number;
  readonly name: string;
  /** The plan's own words. */
  readonly text: string;
  readonly items: readonly Item[];
}

export interface Item extends InForce {
  /** e.g. 1-2 */
  readonly code: string;
  readonly topic: number;
  /** What is to be found in order; read aloud on the spot. */
  readonly text: string;
  readonly kind: SubjectKind;
  /** Empty: every class. */
  readonly classes: readonly LicenceClass[];
  /** Empty: every category. */
  readonly categories: readonly string[];
  readonly severity: Severity;
  /** Codes of laws. */
  readonly basis: readonly string[];
  readonly lead: readonly string[];
  /** 测得: the item is answered by a number; more than the threshold allows is a fault. null: by a word. Absent in plans adopted earlier. */
  readonly measured?: { readonly unit: string; readonly limit: string } | null;
}

/** A case that meets all given conditions goes this way; the first route that fits applies (plan order). */
export interface Route extends InForce {
  readonly code: string;
  readonly text: string;
  readonly when: RouteCondition;
  readonly lead: readonly string[];
  readonly supporting: readonly string[];
  /** Kind of document to issue first; null where the plan names none. */
  readonly orderKind: string | null;
  readonly bucket: string | null;
}

/** Each list is "any of"; an empty one does not ask. */
export interface RouteCondition {
  readonly kinds: readonly SubjectKind[];
  readonly severities: readonly Severity[];
  readonly classes: readonly LicenceClass[];
  readonly categories: readonly string[];
  readonly topics: readonly number[];
}

/** 四个"一批": what becomes of an institution. */
export interface Bucket {
  readonly name: string;
  readonly meaning: string;
}

export const orderEffects = ["整改", "停办", "恢复", "取缔", "督办", "告知", "处罚", "移送"] as const;
/** What a served order of a kind does to the institution or its findings. */
export type OrderEffect = (typeof orderEffects)[number];

export interface OrderKind extends InForce {
  readonly name: string;
  readonly effect: OrderEffect;
  /** Departments that may issue it. */
  readonly issuers: readonly string[];
  readonly numbering: Numbering;
  /** File in templates/orders. */
  readonly template: string;
  /** What the addressee has to do (整改三项内容). */
  readonly demands: readonly string[];
  /** 要求谁: whom it is demanded of, by kind and category; an empty list does not ask. Absent in plans adopted earlier: of everybody. */
  readonly demandsOf?: { readonly kinds: readonly SubjectKind[]; readonly categories: readonly string[] };
  readonly deadline: Duration | null;
  /** The deadline may not pass this day (集中整改阶段 ends); null: no bound. */
  readonly deadlineBound: Day | null;
  /** Whether the order needs findings to rest on. */
  readonly restsOn: "问题" | "机构";
  readonly basis: readonly string[];
  /** The order that must have been served before, and how long must have passed since. */
  readonly after: Preceding | null;
  /** Highest number of extensions and their length; null: not extendable. */
  readonly extension: { readonly times: number } | null;
}

export interface Preceding {
  readonly kind: string;
  readonly wait: Duration | null;
  /** Whether the waiting time falls away when the party waives it. */
  readonly waivable: boolean;
}

export interface Numbering {
  /** 机关代字 per issuing department; null while not filled in. */
  readonly words: Readonly<Record<string, string | null>>;
  /** e.g. {代字}〔{年}〕{序}号 */
  readonly pattern: string;
}

export interface ReviewRule {
  /** Who re-checks. */
  readonly lead: readonly string[];
  /** 不持证: units whose people re-check without certificates, as no inspection (督查室再次检查). Absent in plans adopted earlier. */
  readonly uncertified?: readonly string[];
  /** 交叉: the re-checker must not be one of the first inspectors. */
  readonly crossCheck: boolean;
  /** Severities whose close-out needs evidence and a second person. */
  readonly secondPerson: readonly Severity[];
  /** What may follow an unresolved finding, in order: names of order kinds, or 延期. */
  readonly nextSteps: readonly string[];
}

export const listNames = ["白名单", "黑名单"] as const;
export type ListName = (typeof listNames)[number];

/** Conditions the ledger can answer for a subject; the plan picks which ones a list asks for. */
export const gateNames = [
  "有证有照",
  "许可证在有效期内",
  "检查过",
  "无未销号问题",
  "无未销号重大隐患",
  "未在停办中",
  "未在黑名单",
  "事实有证据",
  "已告知",
  "申辩期满",
  "已决定并送达",
] as const;
export type GateName = (typeof gateNames)[number];

export interface ListRule extends InForce {
  readonly name: ListName;
  readonly lead: string;
  /** 情形: what makes a subject a candidate; for a 白名单 one entry without conditions stands for all. */
  readonly situations: readonly Situation[];
  /** 条件: all must hold. */
  readonly gates: readonly GateName[];
  readonly basis: readonly string[];
  /** 异议与更正 contact; null while not filled in. */
  readonly contact: string | null;
  /** How long a name stays published; null: until removed. */
  readonly stays: Duration | null;
  /** 移出白名单·整改中: within this time it may come back. */
  readonly wayBack: Duration | null;
}

export interface Situation {
  readonly name: string;
  readonly classes: readonly LicenceClass[];
  readonly severities: readonly Severity[];
  readonly topics: readonly number[];
}

export interface ZeroTarget {
  readonly name: string;
  readonly text: string;
  /** Checklist items of which a single failure breaks the target. */
  readonly items: readonly string[];
  /** Only at places of these classes, as they were on the day; empty: any. Absent in plans adopted earlier. */
  readonly classes?: readonly LicenceClass[];
}

/** A means of pressure and what it needs (措施阶梯). */
export interface Measure {
  readonly name: string;
  readonly authority: readonly string[];
  readonly basis: readonly string[];
  /** What the law warns of. */
  readonly warning: string | null;
}

/** 信用记分: base per period, points per item, thresholds; blanks where the source does not give them. */
export interface CreditRule {
  readonly base: number | null;
  readonly basis: readonly string[];
  readonly restoration: string | null;
  /** 记分表; null while not filled in. */
  readonly points: readonly CreditPoints[] | null;
}

/** What one kind of fault costs. */
export interface CreditPoints {
  readonly text: string;
  readonly points: number;
}

/** An amount with its unit and where it comes from, and the days it holds; a null value is not filled in and has no default. */
export interface Threshold extends Partial<InForce> {
  readonly name: string;
  readonly value: string | null;
  readonly unit: string;
  /** Codes of laws; empty where the plan's own text sets it. */
  readonly basis: readonly string[];
}

/** 回避 that the ledger can tell: the officer went there by the last draw, is of the place's own town, or its zone, or works in the same unit. */
export const drawRecusals = ["上次同一家", "本属地", "本片区", "同单位"] as const;
export type DrawRecusal = (typeof drawRecusals)[number];

/** 双随机 */
export interface DrawRule {
  readonly name: string;
  /** Share of the roster, per cent; null while not filled in. */
  readonly percent: number | null;
  readonly officers: number;
  /** The register whose open entries are drawn; null: institutions. Absent in plans adopted earlier, as are the four below. */
  readonly from?: string | null;
  /** The register whose open entries are sent; null: officers with a certificate. */
  readonly by?: string | null;
  /** The kind of visit that carries it out; null: none. */
  readonly visit?: string | null;
  /** 分类: shares of their own; the first that fits holds. */
  readonly classes?: readonly DrawClassRule[];
  readonly recusals?: readonly DrawRecusal[];
}

/** Each list is "any of"; an empty one does not ask. */
export interface DrawClassRule {
  readonly name: string;
  readonly percent: number | null;
  readonly classes: readonly LicenceClass[];
  readonly categories: readonly string[];
  /** In an open entry of this register, e.g. 重点监管; null: not asked. */
  readonly register: string | null;
}

export const units = ["家", "家次", "人次", "份", "个", "处", "次", "件", "人", "场", "条", "元", "万元", "%"] as const;
export type Unit = (typeof units)[number];

/** Sets of rows that the ledger can count and list as of a day; see ledger/sets. */
export const setNames = [
  "机构",
  "检查",
  "检查机构",
  "出动",
  "问题",
  "问题机构",
  "文书",
  "完成整改机构",
  "销号问题",
  "逾期问题",
  "待复查问题",
  "反弹问题",
  "停办机构",
  "取缔机构",
  "复查",
  "名单",
  "处置",
  "未销号问题",
  "限期整改问题",
  "登记",
  "台账",
  "应有",
  "承接",
] as const;
export type SetName = (typeof setNames)[number];

/** 计: what of a register is counted. */
export const registerCounts = ["登记", "步骤", "在某状态", "数量"] as const;

/** 计: of an expectation, who owes it, who has it, who has not. */
export const expectationCounts = ["应有", "已有", "缺"] as const;

/** 计: of the campaigns that this one takes over from: findings closed or still open, places shut, those found at work again since. */
export const inheritedCounts = ["销号问题", "未销号问题", "关停机构", "关停又办学机构"] as const;
export type InheritedCount = (typeof inheritedCounts)[number];

/** Narrows a set; each field is "any of". */
export interface SetFilter {
  readonly classes?: readonly LicenceClass[];
  readonly kinds?: readonly SubjectKind[];
  readonly categories?: readonly string[];
  readonly severities?: readonly Severity[];
  readonly orderKinds?: readonly string[];
  readonly inspectionKinds?: readonly string[];
  readonly lists?: readonly ListName[];
  readonly buckets?: readonly string[];
  readonly towns?: readonly string[];
  /** Departments that lead a finding, alone or with others, or that issued an order or reported a tally. */
  readonly departments?: readonly string[];
  /** Numbers of phases: only what happened, or began, within one of them. */
  readonly phases?: readonly number[];
  /** What a tally (登记) counts, e.g. 清理广告. */
  readonly items?: readonly string[];
  /** Numbers of topics (治理内容) and codes of checklist items that a finding is of. */
  readonly topics?: readonly number[];
  readonly itemCodes?: readonly string[];
  /** Of registers (台账): which, and what of them; all that was ever their name. */
  readonly registers?: readonly string[];
  readonly counts?: (typeof registerCounts)[number] | (typeof expectationCounts)[number] | InheritedCount;
  /** Names of expectations (应有). */
  readonly expectations?: readonly string[];
  readonly states?: readonly string[];
  readonly steps?: readonly string[];
  readonly fields?: Readonly<Record<string, readonly string[]>>;
  readonly overdue?: boolean;
}

/** 时点 counts what stands on a day; 期间 counts what happened in a period; a ratio divides two others. */
export type Indicator =
  | {
      readonly name: string;
      readonly unit: Unit;
      readonly basis: "时点" | "期间";
      readonly set: SetName;
      readonly filter: SetFilter;
    }
  | {
      readonly name: string;
      readonly unit: "%";
      readonly basis: "比率";
      readonly numerator: string;
      readonly denominator: string;
    };

export interface ReportKind {
  readonly name: string;
  readonly rhythm: "周" | "月" | "季" | "年" | "阶段";
  /** File in templates/reports. */
  readonly template: string;
  /** Names of indicators, in the order printed. */
  readonly indicators: readonly string[];
  /** 截止: the moment up to which a return takes records; null or absent: the end of the period's last day. */
  readonly cutoff?: Cutoff | null;
  /** 报送单位, a department: the report is its. null or absent: of whoever makes it. */
  readonly sender?: string | null;
  /** 签发人. null or absent: written on the paper. */
  readonly signer?: string | null;
}

/** 周五 17:00, 25日 12:00, 17:00: the day of the week or of the month that a period ends on, null: its last; and the local time. */
export interface Cutoff {
  readonly weekday: number | null;
  readonly dayOfMonth: number | null;
  /** HH:MM */
  readonly time: string;
}

/** 环节 and 支柱: what kind of control something is (篇一、篇四: 事前事中事后全程监管; 四位一体的综合监管机制). */
export const controlStages = ["事前", "事中", "事后"] as const;
export const pillars = ["行政监管", "信用监管", "行业自律", "社会监督"] as const;
export interface Tags {
  readonly stage: (typeof controlStages)[number] | null;
  readonly pillar: (typeof pillars)[number] | null;
}

/** What an entry of a register may come from, besides an entry of another register. */
export const builtInCauses = ["问题", "检查", "文书", "案件"] as const;

/** Who acts in a state, besides a department of the plan or a field of the entry. */
export const actingRoles = ["登记单位", "当事人"] as const;

/** Conditions of a step that the ledger can answer; the plan picks which ones a step asks for. */
export const stepConditions = [
  "起因已销号",
  "有证有照",
  "许可证在有效期内",
  "无未销号问题",
  "有未销号问题",
  "拒不整改",
  "未在黑名单",
  "所指的已办结",
  "各份已办结",
] as const;
export type StepCondition = (typeof stepConditions)[number];

/** 检查种类 of the plan's own: who may go, what is looked at, and what a fault becomes. */
export interface VisitKind {
  readonly name: string;
  /** The source's own words. */
  readonly text: string;
  /** Empty: everybody on the roster. */
  readonly subjects: readonly SubjectKind[];
  /** Units that may go, or words in their names (联谊会, 街道); empty: any. */
  readonly units: readonly string[];
  /** Whether those who go must have a certificate: an inspection (行政检查) by law. Without, there are no findings. */
  readonly certificate: boolean;
  readonly officers: number;
  /** Codes of the items asked; empty: all that apply. */
  readonly items: readonly string[];
  /** Where no certificate is asked: the register that a fault is entered in, and what is written there; null: it is only on record. */
  readonly fault: VisitFault | null;
}

export interface VisitFault {
  readonly register: string;
  /** By field; {问题} stands for what was found. */
  readonly fields: Readonly<Record<string, string>>;
}

/** 应有: who should have what, every so often or by a day. What is there follows from the facts; nothing of it is stored. */
export interface Expectation {
  readonly name: string;
  /** The source's own words. */
  readonly text: string;
  readonly whose: ExpectedOf;
  readonly needs: Expected;
  /** null: once, by `until`. */
  readonly every: "周" | "月" | "季" | "年" | null;
  /** The last day; null: not filled in, or the end of each period. */
  readonly until: Day | null;
  /** Who sees to it; null: the one who owes it. */
  readonly actor: string | null;
}

/** Who owes: units by name, subjects of the roster, the entries of a register that stand in a state, or everybody who was sent a paper. */
export type ExpectedOf =
  | { readonly of: "单位"; readonly names: readonly string[] }
  | {
      readonly of: "对象";
      readonly kinds: readonly SubjectKind[];
      readonly classes: readonly LicenceClass[];
      readonly categories: readonly string[];
    }
  | { readonly of: "台账"; readonly register: string; readonly states: readonly string[] }
  | { readonly of: "文书"; readonly kinds: readonly string[] }
  | { readonly of: "承接"; readonly which: InheritedCount };

/** What has to be there: an entry of a register (in a state, or after a step), a visit, or an issued report. */
export type Expected =
  | {
      readonly by: "台账";
      readonly register: string;
      readonly states: readonly string[];
      readonly steps: readonly string[];
      /** The field that names the unit that owes it; null: the unit that entered it, or whose part it is. */
      readonly field: string | null;
    }
  | { readonly by: "检查"; readonly kinds: readonly string[] }
  | { readonly by: "报表"; readonly report: string };

/** 编印: a table made again and again, each time numbered, frozen and set against the one before. */
export interface EditionRule {
  readonly name: string;
  /** The source's own words. */
  readonly text: string;
  readonly rows: EditionRows;
  /** Names of columns, in order; empty: all that the rows have. */
  readonly columns: readonly string[];
  /** For everybody: it is part of what is published together. */
  readonly isPublic: boolean;
}

/** What the rows of an edition are. */
export type EditionRows =
  | { readonly of: "台账"; readonly register: string; readonly states: readonly string[] }
  | { readonly of: "问题"; readonly which: "未销号" | "全部" }
  | { readonly of: "机构"; readonly which: (typeof editionSubjects)[number] }
  | { readonly of: "应有"; readonly expectation: string; readonly missing: boolean }
  | { readonly of: "职责" }
  | { readonly of: "监管措施" };

/** 机构: all, those with both papers and no open finding, those whose papers contradict each other. */
export const editionSubjects = ["全部", "证照齐全", "证照不一致"] as const;

/** 台账: entries about somebody or something, each with a life of states and steps. */
export interface Register {
  readonly name: string;
  /** Names it had before; entries and old returns go on meaning it. */
  readonly aliases: readonly string[];
  /** The word of its own commands, e.g. supervise; null: only its name. */
  readonly command: string | null;
  /** The source's own words. */
  readonly text: string;
  readonly tags: Tags;
  /** Pattern of its numbers, e.g. 督办〔{年}〕{序}号. */
  readonly numbering: string;
  /** Kinds of subjects it may be about; empty: about nobody of the roster. */
  readonly about: readonly SubjectKind[];
  /** Whether an entry may do without its subject (关于可缺). */
  readonly aboutOptional: boolean;
  /** 起因: built-in causes and names of registers. */
  readonly causes: readonly string[];
  readonly fields: readonly RegisterField[];
  /** 分办: one part for each value of a field; null: no parts. */
  readonly parts: RegisterParts | null;
  /** 查重: fields that together tell an entry from the others; 机构 is its subject. Empty: nothing is a repeat. */
  readonly distinct: readonly string[];
  /** The field that figures add up; null: only entries are counted. */
  readonly amount: string | null;
  /** 例: a value as it would be written, by field or by the word that a step asks for. Absent in plans adopted earlier. */
  readonly examples?: Readonly<Record<string, string>>;
  /** In the order of the life; the ones that end stand last. */
  readonly states: readonly RegisterState[];
  readonly steps: readonly RegisterStep[];
  readonly account: RegisterAccount | null;
}

export const fieldKinds = ["文字", "日期", "数", "金额", "部门", "人员", "属地", "机构", "检查项"] as const;

export interface RegisterField {
  readonly name: string;
  /** 取自: a kind of value, or the name of a register whose entries are meant. */
  readonly kind: (typeof fieldKinds)[number] | { readonly register: string };
  /** Empty: any value. */
  readonly options: readonly string[];
  readonly required: boolean;
  /** 多个: values joined by 、 */
  readonly many: boolean;
  /** 保密: kept apart from the chain and shown only to those who ask for it by name. */
  readonly sealed: boolean;
  /** 可统计: figures may be narrowed by it. */
  readonly countable: boolean;
  /** 派自: the field with a checklist item by which this one's departments are found; null where nobody finds them. Absent in plans adopted earlier. */
  readonly routedBy?: string | null;
  readonly note: string | null;
}

/** Parts of an entry: each lives by the register's own steps, or is an entry of another register. */
export interface RegisterParts {
  readonly field: string;
  /** null: the same register; the entry's own state then follows from its parts. */
  readonly register: string | null;
}

export interface RegisterState {
  readonly name: string;
  readonly aliases: readonly string[];
  /** A role, a department or a field that names one; null where the state ends the entry. */
  readonly actor: string | null;
  /** null where another key says by when. */
  readonly limit: Duration | "待填" | null;
  /** 期限至: the field that holds the day; null: the limit counts from the step. */
  readonly limitField: string | null;
  /** 不设期限: why there is none. */
  readonly unlimited: string | null;
  readonly ends: boolean;
}

export interface RegisterStep {
  readonly name: string;
  /** Empty: it begins an entry. */
  readonly from: readonly string[];
  readonly to: string;
  /** 要: what has to be written down, fields of the register (changed by it) or words of its own. */
  readonly asks: readonly string[];
  /** 可写: what may be written besides. */
  readonly takes: readonly string[];
  readonly evidence: boolean;
  /** 另一人: not by the person who took the step before. */
  readonly secondPerson: boolean;
  /** The paper printed for it; null: none. */
  readonly paper: string | null;
  /** Departments that may take it; empty: any. */
  readonly units: readonly string[];
  /** 期满前: not once the limit of the state has run out. */
  readonly beforeDue: boolean;
  readonly conditions: readonly StepCondition[];
}

/** 账户: amounts of entries against a base. */
export interface RegisterAccount {
  /** Whose account: 机构, or the field that names the holder. */
  readonly holder: string;
  readonly base: number | null;
  /** 年: each calendar year begins with the base anew. */
  readonly cycle: "年" | "不限";
  readonly direction: "加" | "减";
  /** States in which an entry counts. */
  readonly countsIn: readonly string[];
  readonly thresholds: readonly AccountThreshold[];
}

/** What a balance from `from` (with it) up to `to` (without it) means. */
export interface AccountThreshold extends InForce {
  readonly name: string;
  readonly atLeast: number | null;
  readonly below: number | null;
}
