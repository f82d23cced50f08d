/** Publication (公布): who may stand on which list, why the others are held back, and what the public is shown. */
import type { Calendar } from "./calendar.ts";
import { deadline, formatDuration } from "./calendar.ts";
import { checkCreditCode, cleanCell, isIdentityNumber } from "./codes.ts";
import type { Day } from "./day.ts";
import { citationsOn, routeOf } from "./inspection.ts";
import type { InspectionKind } from "./inspection.ts";
import { listingCommand, listingProblem, takeDownDue } from "./listing.ts";
import type { ListingState } from "./listing.ts";
import { maskAddress, maskPerson, publicText } from "./naming.ts";
import type {
  GateName,
  LicenceClass,
  ListName,
  ListRule,
  OrderEffect,
  OrderKind,
  Plan,
  Severity,
  Situation,
  SubjectKind,
} from "./plan.ts";
import type { Problem } from "./problem.ts";

export const operations = ["暂时关停", "继续", "取缔关停"] as const;
/** Whether an institution may operate, as orders and acceptance inspections left it. */
export type Operation = (typeof operations)[number];

/** A finding as the gates look at it. */
export interface CandidateFinding {
  readonly id: number;
  readonly topic: number;
  readonly severity: Severity;
  readonly open: boolean;
  /** 已整改待验收: only the second person is missing. */
  readonly awaitsClosing: boolean;
  /** Files kept for it. */
  readonly evidence: number;
  readonly route: string | null;
}

/** An order as the gates look at it. */
export interface CandidateOrder {
  readonly number: string;
  readonly kind: string;
  readonly effect: OrderEffect;
  readonly issuedOn: Day;
  readonly servedOn: Day | null;
  readonly waivedOn: Day | null;
  readonly withdrawnOn: Day | null;
}

export interface CandidateVisit {
  readonly kind: InspectionKind;
  readonly on: Day;
  /** 合格, 不合格, or what a re-check came to. */
  readonly result: string;
}

/** All that decides whether one subject may stand on a list, as of one day. */
export interface CandidateFacts {
  readonly subject: number;
  readonly kind: SubjectKind;
  readonly name: string;
  readonly uscc: string | null;
  readonly permitNo: string | null;
  readonly permitUntil: Day | null;
  readonly address: string | null;
  readonly licenceClass: LicenceClass | null;
  readonly category: string | null;
  readonly operation: Operation | null;
  readonly findings: readonly CandidateFinding[];
  readonly visits: readonly CandidateVisit[];
  readonly orders: readonly CandidateOrder[];
  /** On the 黑名单 of any campaign of this ledger. */
  readonly blacklisted: boolean;
  /** Where it stands on each list of this campaign; absent: 未列入. */
  readonly states: Readonly<Partial<Record<ListName, ListingState>>>;
}

/** What the facts are judged by. */
export interface JudgedBy {
  readonly plan: Plan;
  readonly day: Day;
  /** Asked only where days are counted. */
  readonly calendar: Calendar;
}

/** null: the gate is passed. Otherwise why not, and the line to type that supplies what is missing, where there is one. */
export type Held = { readonly reason: string; readonly command: string | null } | null;

const held = (reason: string, command: string | null): Held => ({ reason, command });

type Gate = (facts: CandidateFacts, measure: JudgedBy, situation: Situation) => Held;

/** The conditions a plan may ask for (条件), each answered from the facts alone. */
export const gates: Readonly<Record<GateName, Gate>> = {
  有证有照: ({ licenceClass }) =>
    licenceClass === "有证有照"
      ? null
      : held(licenceClass ? `证照类别是${licenceClass}` : "证照类别不详", "tuban import 名册.csv"),
  许可证在有效期内: ({ permitUntil }, { day }) => {
    if (permitUntil === null) return held("没有登记办学许可证有效期", "tuban import 名册.csv");
    return permitUntil >= day ? null : held(`办学许可证已于 ${permitUntil} 到期`, "tuban import 名册.csv");
  },
  检查过: ({ subject, visits }) =>
    visits.some(({ result }) => result !== "无法核查" && result !== "拒检")
      ? null
      : held("本次行动还没有检查过", `tuban inspect ${subject}`),
  无未销号问题: (facts) =>
    noneOpen(
      facts,
      facts.findings.filter(({ open }) => open),
      "问题",
    ),
  无未销号重大隐患: (facts) =>
    noneOpen(
      facts,
      facts.findings.filter(({ open, severity }) => open && severity === "重大隐患"),
      "重大隐患",
    ),
  未在停办中: ({ subject, operation }) => {
    if (operation === "暂时关停") return held("正在暂时关停", `tuban inspect ${subject} --kind 验收`);
    return operation === "取缔关停" ? held("已取缔关停", null) : null;
  },
  未在黑名单: ({ subject, blacklisted }) =>
    blacklisted ? held("还在黑名单上", listingCommand("移出", { subject, list: "黑名单" })) : null,
  事实有证据: (facts, _, situation) =>
    findingsBehind(facts, situation).some(({ evidence }) => evidence > 0)
      ? null
      : held("没有附证据的问题", `tuban inspect ${facts.subject}`),
  已告知: (facts, { plan, day }) => {
    const { subject } = facts;
    const kind = kindOf(plan, ["告知"], day);
    const notices = ordersOf(facts, ["告知"]);
    if (notices.length === 0) return held("没有处罚告知", kind ? `tuban order issue ${subject} --kind ${kind}` : null);
    const served = notices.filter((notice) => isServed(notice, day));
    if (served.length === 0)
      return held(
        `处罚告知 ${numbers(notices)} 还没有送达`,
        `tuban order serve ${notices[0]?.number ?? ""} --to 收件人`,
      );
    const decisions = decisionsOf(facts);
    const preceded = decisions.length === 0 || decisions.some((decision) => noticeBefore(facts, decision, day));
    return preceded
      ? null
      : held(
          `处罚告知的送达晚于处罚决定 ${numbers(decisions)}`,
          `tuban order withdraw ${decisions[0]?.number ?? ""} --reason 理由`,
        );
  },
  申辩期满: (facts, measure) => {
    const served = ordersOf(facts, ["告知"]).filter((notice) => isServed(notice, measure.day));
    const holds = served.map((notice) => windowOf(notice, measure));
    return holds.length === 0
      ? held("还没有送达处罚告知，申辩期没有起算", null)
      : (holds.find((one) => one === null) ?? holds.at(-1) ?? null);
  },
  已决定并送达: (facts, { plan, day }) => {
    const decisions = decisionsOf(facts);
    const kind = kindOf(plan, ["处罚"], day) ?? kindOf(plan, ["取缔"], day);
    if (decisions.length === 0)
      return held("没有处罚决定", kind ? `tuban order issue ${facts.subject} --kind ${kind}` : null);
    return decisions.some((decision) => isServed(decision, day))
      ? null
      : held(
          `处罚决定 ${numbers(decisions)} 还没有送达`,
          `tuban order serve ${decisions[0]?.number ?? ""} --to 收件人`,
        );
  },
};

function noneOpen({ subject }: CandidateFacts, open: readonly CandidateFinding[], noun: string): Held {
  const [first] = open;
  if (!first) return null;
  const listed =
    open
      .slice(0, 5)
      .map(({ id }) => `#${id}`)
      .join("、") + (open.length > 5 ? " 等" : "");
  const closing = open.every(({ awaitsClosing }) => awaitsClosing);
  return held(
    `${open.length} 个${noun}没有销号（${listed}）`,
    closing ? `tuban close ${first.id}` : `tuban review ${subject}`,
  );
}

/** Decisions that found a 黑名单 entry: a penalty or a closure, not withdrawn. */
const decisionsOf = (facts: CandidateFacts): CandidateOrder[] => ordersOf(facts, ["处罚", "取缔"]);

function ordersOf({ orders }: CandidateFacts, effects: readonly OrderEffect[]): CandidateOrder[] {
  return orders.filter(({ effect, withdrawnOn }) => withdrawnOn === null && effects.includes(effect));
}

const isServed = ({ servedOn }: CandidateOrder, day: Day): boolean => servedOn !== null && servedOn <= day;

const numbers = (orders: readonly CandidateOrder[]): string => orders.map(({ number }) => number).join("、");

/** No decision without prior notice (行政处罚法 第四十四条、第六十二条). */
function noticeBefore(facts: CandidateFacts, { issuedOn }: CandidateOrder, day: Day): boolean {
  return ordersOf(facts, ["告知"]).some(
    (notice) => isServed(notice, day) && notice.servedOn !== null && notice.servedOn <= issuedOn,
  );
}

function kindOf(plan: Plan, effects: readonly OrderEffect[], day: Day): string | null {
  const ours = plan.orderKinds.filter(({ effect }) => effects.includes(effect));
  return (ours.find((kind) => inForce(kind, day)) ?? ours[0])?.name ?? null;
}

const inForce = ({ from, until }: { readonly from: Day | null; readonly until: Day | null }, day: Day): boolean =>
  (from ?? day) <= day && day <= (until ?? day);

/** Whether the time for statement and defence after a served notice has passed or was given up; its length is the plan's, the law names none (行政处罚法 第四十五条). */
function windowOf(notice: CandidateOrder, { plan, day, calendar }: JudgedBy): Held {
  const follower = followerOf(plan, notice, day);
  const wait = follower?.after?.wait ?? null;
  const waive = follower?.after?.waivable ? `tuban order waive ${notice.number} --reason 说明` : null;
  if (waive !== null && notice.waivedOn !== null && notice.waivedOn <= day) return null;
  if (follower === null) return held(`方案里没有哪种处罚决定以${notice.kind}为先行文书，申辩期不知道多长`, null);
  const path = `文书种类.${follower.name}.先行文书.间隔`;
  if (wait === null && plan.blanks.some((blank) => blank.path === path))
    return held(`方案没有填写${notice.kind}的申辩期限（${path}）`, `tuban plan adopt ${plan.code} --fill ${path}=期限`);
  if (wait === null) return null;
  const { due } = deadline(calendar, notice.servedOn ?? day, wait);
  return due < day ? null : held(`${notice.number} 的申辩期（${formatDuration(wait)}）到 ${due} 才满`, waive);
}

/** The decision kind that waits for this notice. */
function followerOf(plan: Plan, { kind }: CandidateOrder, day: Day): OrderKind | null {
  const followers = plan.orderKinds.filter(
    ({ effect, after }) => (effect === "处罚" || effect === "取缔") && after?.kind === kind,
  );
  return followers.find((follower) => inForce(follower, day)) ?? followers[0] ?? null;
}

const asks = <T>(wanted: readonly T[], value: T | null): boolean =>
  wanted.length === 0 || (value !== null && wanted.includes(value));

const asksFindings = ({ severities, topics }: Situation): boolean => severities.length > 0 || topics.length > 0;

/** The findings that a situation speaks of: of its topics, and still open where it names severities; all, where it asks for none. */
function findingsBehind({ findings }: CandidateFacts, { severities, topics }: Situation): CandidateFinding[] {
  return findings.filter(
    ({ topic, severity, open }) =>
      asks(topics, topic) && (severities.length === 0 || (open && severities.includes(severity))),
  );
}

/**
 * Whether the situation (情形) makes a candidate of the subject. One without conditions stands for all on a 白名单;
 * on a 黑名单 it is for people to say, by giving notice.
 */
function fits(list: ListName, situation: Situation, facts: CandidateFacts): boolean {
  if (situation.classes.length === 0 && !asksFindings(situation))
    return list === "白名单" || facts.states[list] === "拟列入";
  return (
    asks(situation.classes, facts.licenceClass) &&
    (!asksFindings(situation) || findingsBehind(facts, situation).length > 0)
  );
}

export interface Verdict {
  /** 名单状态: what happened to the name on this list before (an open objection, a removal). */
  readonly gate: GateName | "名单状态";
  readonly held: Held;
}

/** What becomes of one subject in the next version of a list. */
export interface Judgement {
  /** Names of the situations; empty when the subject is no candidate. */
  readonly situations: readonly string[];
  readonly verdicts: readonly Verdict[];
  /** In the present version: stays while the gates hold, leaves when one no longer does. */
  readonly listed: boolean;
  readonly stands: boolean;
}

/** Judges one subject for one list. @throws Stop calendar-unknown-year */
export function judge(rule: ListRule, facts: CandidateFacts, measure: JudgedBy): Judgement {
  const state = facts.states[rule.name] ?? "未列入";
  const listed = state === "在列" || state === "在列异议中";
  const meant = rule.name === "黑名单" || facts.kind === "机构";
  const fitting = meant ? rule.situations.filter((situation) => fits(rule.name, situation, facts)) : [];
  const problem = listingProblem("公布", { ...facts, list: rule.name, state });
  const before: Verdict = {
    gate: "名单状态",
    held: problem && held(problem.message, commandIn(facts.subject, rule.name, state)),
  };
  const tried = (listed ? [...fitting, anySituation] : fitting).map((situation) => ({
    name: situation.name,
    verdicts: [before, ...rule.gates.map((gate): Verdict => ({ gate, held: gates[gate](facts, measure, situation) }))],
  }));
  const standing = tried.filter(({ verdicts }) => verdicts.every((verdict) => verdict.held === null));
  const shown = standing.length > 0 ? standing : tried.slice(0, 1);
  return {
    situations: shown.flatMap(({ name }) => name || []),
    verdicts: shown[0]?.verdicts ?? [],
    listed,
    stands: standing.length > 0,
  };
}

/** A name already listed whose situation has passed stays until it is taken off; only the gates are asked again. */
const anySituation: Situation = { name: "", classes: [], severities: [], topics: [] };

function commandIn(subject: number, list: ListName, state: ListingState): string | null {
  if (state === "拟列入异议中") return listingCommand("复核维持", { subject, list });
  if (state === "整改中") return listingCommand("恢复", { subject, list });
  return listingCommand("告知", { subject, list });
}

/** The rule of a list in force on the day; null when the plan has none. */
export function listRuleOn(plan: Plan, list: ListName, day: Day): ListRule | null {
  return plan.lists.find((rule) => rule.name === list && inForce(rule, day)) ?? null;
}

/** One line of a published list: only what the public may see. */
export interface PublicEntry {
  readonly subject: number;
  readonly name: string;
  readonly uscc: string;
  readonly permitNo: string;
  readonly address: string;
  readonly situation: string;
  readonly reason: string;
  readonly basis: string;
  readonly until: Day | null;
}

/** What stays as it was when a name already listed goes into the next version. */
export type Carried = Pick<PublicEntry, "situation" | "reason" | "basis" | "until">;

/**
 * The public line of a subject that stands. Organisations in full, natural persons masked and without code or address;
 * telephones, identity numbers and legal representatives never (个人信息保护法 第五条、第六条、第二十五条).
 */
export function publicEntry(
  rule: ListRule,
  facts: CandidateFacts,
  judgement: Judgement,
  measure: JudgedBy,
  carried: Carried | null,
): PublicEntry {
  const { subject, kind, name, uscc, permitNo, address } = facts;
  const person = kind === "教师" || kind === "举办者";
  const kept = rule.name === "黑名单" ? carried : null;
  return {
    subject,
    name: person ? maskPerson(name) : publicText(name),
    uscc: person || uscc === null ? "" : publicCode(uscc),
    permitNo: person || permitNo === null ? "" : publicText(permitNo),
    address: person || address === null ? "" : publicText(maskAddress(address)),
    situation: kept?.situation ?? judgement.situations.join("、"),
    reason: kept?.reason ?? reasonOf(rule, facts, measure),
    basis: kept?.basis ?? basisOf(rule, measure),
    until: kept ? kept.until : untilOf(rule, facts, measure),
  };
}

/**
 * A credit code that proves itself is shown; anything else in its place may be somebody's identity number.
 * One identity number in 31 has the check digit of a credit code as well: what proves itself as both is not shown.
 */
function publicCode(text: string): string {
  return checkCreditCode(text).ok && !isIdentityNumber(text) ? cleanCell(text) : publicText(text);
}

function reasonOf(rule: ListRule, facts: CandidateFacts, { day }: JudgedBy): string {
  const decision = decisionsOf(facts).findLast((one) => isServed(one, day));
  if (rule.name === "黑名单" && decision) return `${decision.kind} ${decision.number}（${decision.issuedOn}）`;
  return rule.gates.join("、");
}

function basisOf(rule: ListRule, { plan, day }: JudgedBy): string {
  const citations = citationsOn(plan, rule.basis, day);
  return citations.length > 0 ? citations.join("；") : `《${plan.name.replace(/^《|》$/g, "")}》`;
}

/** The last day of the entry: as the plan has it, and for a 白名单 that asks for a valid permit no longer than the permit. */
function untilOf(rule: ListRule, { permitUntil }: CandidateFacts, { day, calendar }: JudgedBy): Day | null {
  const stays = rule.stays === null ? null : deadline(calendar, day, rule.stays, { roll: false }).due;
  const permit =
    rule.name === "白名单" && rule.gates.includes("许可证在有效期内") && /^\d/.test(permitUntil ?? "")
      ? permitUntil
      : null;
  if (stays === null || permit === null) return stays ?? permit;
  return stays < permit ? stays : permit;
}

/** A listed name whose decision was revoked. */
export interface TakeDown {
  readonly number: string;
  readonly revokedOn: Day;
  /** Three working days later (行政处罚法 第四十八条、第八十五条). */
  readonly due: Day;
}

/** Set when the decision behind a 黑名单 entry was withdrawn and no other holds it up. @throws Stop calendar-unknown-year */
export function takeDownOf(facts: CandidateFacts, { day, calendar }: JudgedBy): TakeDown | null {
  if (decisionsOf(facts).some((decision) => isServed(decision, day))) return null;
  const revoked = facts.orders.findLast(
    ({ effect, withdrawnOn }) => (effect === "处罚" || effect === "取缔") && withdrawnOn !== null,
  );
  if (!revoked?.withdrawnOn) return null;
  return { number: revoked.number, revokedOn: revoked.withdrawnOn, due: takeDownDue(calendar, revoked.withdrawnOn) };
}

/** What stands against a name coming back from 移出白名单·整改中: the conditions, an inspection passed since, the time the plan gives. @throws Stop calendar-unknown-year */
export function restoreProblems(rule: ListRule, facts: CandidateFacts, since: Day, measure: JudgedBy): Problem[] {
  const { subject, name, visits } = facts;
  const problems = rule.gates.flatMap((gate): Problem[] => {
    const verdict = gates[gate](facts, measure, anySituation);
    return verdict
      ? [
          {
            code: "gate-held",
            message: `${name}：${verdict.reason}`,
            ...(verdict.command && { hint: verdict.command }),
          },
        ]
      : [];
  });
  const passed = visits.some(
    ({ on, result }) => on >= since && on <= measure.day && (result === "合格" || result === "已整改"),
  );
  if (!passed)
    problems.push({
      code: "not-verified",
      message: `${name} 自 ${since} 移出整改以来没有检查合格的记录`,
      hint: `先检查：tuban inspect ${subject} --kind 验收`,
    });
  if (rule.wayBack === null) return problems;
  const { due } = deadline(measure.calendar, since, rule.wayBack);
  if (due < measure.day)
    problems.push({
      code: "way-back-over",
      message: `${name} 自 ${since} 起整改，方案给的 ${formatDuration(rule.wayBack)} 到 ${due} 为止，已经超过`,
      hint: `不再恢复，登记移出：${listingCommand("移出", { subject, list: rule.name })}`,
    });
  return problems;
}

/** Where the plan sends a subject (四个"一批"), and by which rule; null when no rule speaks of it. */
export interface Proposal {
  readonly bucket: string;
  readonly why: string;
}

/** The bucket of the plan's first route that its open findings took; else of the first that its papers alone meet; a closed institution goes to 关停 where the plan has it. */
export function proposeBucket(plan: Plan, facts: CandidateFacts, day: Day): Proposal | null {
  if (facts.operation === "取缔关停" && plan.buckets.some(({ name }) => name === "关停"))
    return { bucket: "关停", why: "已取缔关停" };
  const taken = facts.findings.filter(({ open, route }) => open && route !== null);
  const byFinding = plan.routes.find(
    ({ code, bucket }) => bucket !== null && taken.some(({ route }) => route === code),
  );
  if (byFinding?.bucket) return { bucket: byFinding.bucket, why: `有未销号问题走处置第 ${byFinding.code} 项` };
  const onPapers = {
    ...plan,
    routes: plan.routes.filter(
      ({ when }) => when.severities.length === 0 && when.topics.length === 0 && when.classes.length > 0,
    ),
  };
  const route = routeOf(onPapers, { ...facts, severity: "一般", topic: 0 }, day);
  return route?.bucket ? { bucket: route.bucket, why: `${facts.licenceClass ?? ""}，处置第 ${route.code} 项` } : null;
}
