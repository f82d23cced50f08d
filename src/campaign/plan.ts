/**
 * The plan (方案): one campaign's phases, checklist, routing, documents, lists and figures, as read from its YAML file.
 *
 * Nothing in here is a rule of one county: the file says, the code asks. What a plan leaves open is null
 * and listed in `blanks` (待填); whoever needs it says which blank it is and how to fill it.
 */
import type { Day } from "./day.ts";

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

/** An amount with its unit and where it comes from; a null value is not filled in and has no default. */
export interface Threshold {
  readonly name: string;
  readonly value: string | null;
  readonly unit: string;
  /** Codes of laws; empty where the plan's own text sets it. */
  readonly basis: readonly string[];
}

/** 双随机 */
export interface DrawRule {
  readonly name: string;
  /** Share of the roster, per cent; null while not filled in. */
  readonly percent: number | null;
  readonly officers: number;
}

export const units = ["家", "家次", "人次", "份", "个", "处", "次", "元", "万元", "%"] as const;
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
] as const;
export type SetName = (typeof setNames)[number];

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
}

/** 周五 17:00, 25日 12:00, 17:00: the day of the week or of the month that a period ends on, null: its last; and the local time. */
export interface Cutoff {
  readonly weekday: number | null;
  readonly dayOfMonth: number | null;
  /** HH:MM */
  readonly time: string;
}
