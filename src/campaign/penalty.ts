/**
 * Penalty cases (行政处罚案件): the steps from 立案 to 结案 and the law's gates between them.
 *
 * What stands is folded from the steps taken; what may follow is one table. Money is in 分, whole numbers.
 * Sources are articles of 行政处罚法 (2021) unless another law is named.
 */
import type { Calendar } from "./calendar.ts";
import { addWorkdays } from "./calendar.ts";
import type { Day } from "./day.ts";
import { addDays, daysBetween } from "./day.ts";
import { inForceOn, limitEnd, penaltyLawSince } from "./limits.ts";
import type { Duration, Law, Plan } from "./plan.ts";
import { deadline, formatDuration } from "./calendar.ts";
import type { Problem } from "./problem.ts";

export const caseStages = [
  "已立案",
  "调查中",
  "已告知",
  "听证中",
  "已听证",
  "已审核",
  "已讨论",
  "已决定",
  "已送达",
  "已催告",
  "已申请执行",
  "已结案",
] as const;
export type CaseStage = (typeof caseStages)[number];

export const caseSteps = [
  "调查",
  "告知",
  "陈述申辩",
  "放弃",
  "听证申请",
  "听证通知",
  "听证撤回",
  "听证",
  "法制审核",
  "集体讨论",
  "决定",
  "送达",
  "公示",
  "履行",
  "催告",
  "申请强制执行",
  "结案",
  "销案",
] as const;
export type CaseStep = (typeof caseSteps)[number];

/** 简易 is the decision on the spot (当场处罚, §51). */
export type Procedure = "普通" | "简易";

/**
 * What may be done in each stage, and the stage it leads to; a pair not named is refused.
 * A notice may be given again where new facts change what is intended (§44); after a hearing only 法制审核 leads on (§58).
 */
const caseMoves = {
  已立案: { 调查: "调查中", 销案: "已结案" },
  调查中: { 调查: "调查中", 告知: "已告知", 销案: "已结案" },
  已告知: {
    告知: "已告知",
    陈述申辩: "已告知",
    放弃: "已告知",
    听证申请: "听证中",
    法制审核: "已审核",
    集体讨论: "已讨论",
    决定: "已决定",
    销案: "已结案",
  },
  听证中: { 陈述申辩: "听证中", 听证通知: "听证中", 听证撤回: "已告知", 听证: "已听证", 销案: "已结案" },
  已听证: { 告知: "已告知", 法制审核: "已审核", 销案: "已结案" },
  已审核: { 告知: "已告知", 集体讨论: "已讨论", 决定: "已决定", 销案: "已结案" },
  已讨论: { 告知: "已告知", 法制审核: "已审核", 决定: "已决定", 销案: "已结案" },
  已决定: { 送达: "已送达" },
  已送达: { 公示: "已送达", 履行: "已送达", 催告: "已催告", 结案: "已结案" },
  已催告: { 公示: "已催告", 履行: "已催告", 申请强制执行: "已申请执行", 结案: "已结案" },
  已申请执行: { 公示: "已申请执行", 履行: "已申请执行", 结案: "已结案" },
  已结案: {},
} as const satisfies Record<CaseStage, Partial<Record<CaseStep, CaseStage>>>;

/** The way of a decision on the spot up to its service; from there it is the same. */
const summaryMoves: Partial<Record<CaseStage, Partial<Record<CaseStep, CaseStage>>>> = {
  已立案: { 决定: "已决定", 销案: "已结案" },
};

/** Where the step leads; null where it may not be taken. */
export function moveCase(stage: CaseStage, step: CaseStep, procedure: Procedure = "普通"): CaseStage | null {
  return movesFrom(stage, procedure)[step] ?? null;
}

/** The steps that may follow, in the order of a case. */
export function nextCaseSteps(stage: CaseStage, procedure: Procedure): CaseStep[] {
  return caseSteps.filter((step) => moveCase(stage, step, procedure) !== null);
}

function movesFrom(stage: CaseStage, procedure: Procedure): Partial<Record<CaseStep, CaseStage>> {
  return (procedure === "简易" ? summaryMoves[stage] : undefined) ?? caseMoves[stage];
}

/** Money in 分. */
export type Fen = number;

const moneyText = /^(\d{1,12})(?:\.(\d{1,6}))?(万)?元?$/;

/** Reads 3000, 46,580.50元, 5万元; null for anything else and for what is finer than one 分. */
export function parseMoney(text: string): Fen | null {
  const parts = moneyText.exec(text.normalize("NFKC").replaceAll(/[\s,¥]/g, ""));
  if (!parts) return null;
  const [, whole = "", fraction = "", wan] = parts;
  const places = wan ? 6 : 2;
  const kept = fraction.padEnd(places, "0");
  if (/[1-9]/.test(kept.slice(places))) return null;
  const fen = Number(`${whole}${kept.slice(0, places)}`);
  return Number.isSafeInteger(fen) ? fen : null;
}

/** 46580.50元; without the decimals where there are none. */
export function formatMoney(fen: Fen): string {
  const rest = fen % 100;
  return `${Math.floor(fen / 100)}${rest === 0 ? "" : `.${String(rest).padStart(2, "0")}`}元`;
}

export interface Takings {
  readonly collected: Fen;
  readonly refunded: Fen;
  /** Whether what was paid back is taken off: the rule that is applied says so, and has to be named. */
  readonly deduct: boolean;
}

/** 违法所得: what was collected, less what was paid back where the rule says so (§28: 除依法应当退赔的外). */
export function illegalIncome({ collected, refunded, deduct }: Takings): Fen {
  if (refunded > collected) throw new RangeError("more was refunded than collected");
  return deduct ? collected - refunded : collected;
}

/** 加处罚款: three per cent of the fine for each calendar day after the due day, never more than the fine (§72). */
export function lateFee(fine: Fen, due: Day, asOf: Day): { readonly days: number; readonly amount: Fen } {
  const late = Math.max(0, daysBetween(due, asOf));
  return { days: late, amount: Math.min(fine, Math.floor((fine * 3 * late) / 100)) };
}

/** What stands against a fine of so many times the illegal income (e.g. 一倍以上五倍以下, 民办教育促进法 §64). */
export function multipleProblems(
  fine: Fen,
  income: Fen,
  { least, most }: { readonly least: number; readonly most: number },
): Problem[] {
  const [low, high] = [Math.round(income * least), Math.round(income * most)];
  if (low <= fine && fine <= high) return [];
  return one(
    "fine-out-of-range",
    `罚款 ${formatMoney(fine)} 不在违法所得 ${formatMoney(income)} 的 ${least} 倍到 ${most} 倍（${formatMoney(low)} 至 ${formatMoney(high)}）之间`,
    "核对罚款数额、违法所得和所依据的条款",
  );
}

/** §9; the two of stopping are of 校外培训行政处罚暂行办法 §5, in force since 2023-10-15. */
const sanctionKinds = [
  "警告",
  "通报批评",
  "罚款",
  "没收违法所得",
  "没收非法财物",
  "暂扣许可证件",
  "降低资质等级",
  "吊销许可证件",
  "限制开展生产经营活动",
  "责令停产停业",
  "责令关闭",
  "限制从业",
  "责令停止招收学员",
  "责令停止举办",
  "其他",
] as const;
export type SanctionKind = (typeof sanctionKinds)[number];

/** One penalty of a notice or decision; an amount for those in money. */
export interface Sanction {
  readonly kind: SanctionKind;
  readonly amount: Fen | null;
  /** What cannot be said in money: how long, which permit. */
  readonly words: string;
}

/** Kinds that are counted in money. */
const inMoney: ReadonlySet<SanctionKind> = new Set(["罚款", "没收违法所得"]);

/** Reads 罚款=3万元, 警告, 限制从业=一年. */
export function parseSanction(text: string): Sanction | Problem {
  const [kindText = "", ...rest] = text.split(/[=＝]/);
  const words = rest.join("=").trim();
  const kind = sanctionKinds.find((name) => name === kindText.trim());
  if (!kind)
    return {
      code: "unknown-sanction",
      message: `没有这种处罚：${kindText}`,
      hint: `可用：${sanctionKinds.join("、")}（行政处罚法第九条）`,
    };
  if (!inMoney.has(kind)) return { kind, amount: null, words };
  const amount = parseMoney(words);
  if (amount === null || amount === 0)
    return {
      code: "bad-amount",
      message: `${kind}的数额看不懂：${words || "（空）"}`,
      hint: `写成 --penalty ${kind}=30000元 或 ${kind}=3万元`,
    };
  return { kind, amount, words: "" };
}

/** 罚款 30000元、没收违法所得 3000元 */
export function sanctionsText(sanctions: readonly Sanction[]): string {
  return sanctions
    .map(({ kind, amount, words }) => [kind, amount === null ? words : formatMoney(amount)].filter(Boolean).join(" "))
    .join("、");
}

export function fineOf(sanctions: readonly Sanction[]): Fen {
  return sanctions.filter(({ kind }) => kind === "罚款").reduce((sum, { amount }) => sum + (amount ?? 0), 0);
}

/** Everything that has to be paid under a decision, without what is added for delay. */
function owedOf(sanctions: readonly Sanction[]): Fen {
  return sanctions.reduce((sum, { amount }) => sum + (amount ?? 0), 0);
}

/** In what a decision goes beyond the notice it rests on; empty where it does not. */
export function heavierIn(decided: readonly Sanction[], told: readonly Sanction[]): string[] {
  return decided.flatMap(({ kind, amount, words }) => {
    const before = told.filter((sanction) => sanction.kind === kind);
    if (before.length === 0) return [`告知书没有${kind}`];
    if (amount !== null) {
      const most = owedOf(before);
      return owedOf(decided.filter((sanction) => sanction.kind === kind)) > most
        ? [`${kind}超过告知的 ${formatMoney(most)}`]
        : [];
    }
    return words === "" || before.some((sanction) => sanction.words === words)
      ? []
      : [`${kind}“${words}”与告知的“${before.map((sanction) => sanction.words).join("、")}”不同`];
  });
}

/** Kinds of §63 that give a right to a hearing whatever the amount; the two of stopping weigh as much. */
const alwaysHeard: ReadonlySet<SanctionKind> = new Set([
  "降低资质等级",
  "吊销许可证件",
  "责令停产停业",
  "责令关闭",
  "限制从业",
  "责令停止招收学员",
  "责令停止举办",
]);

export interface HearingRight {
  /** null: the plan does not say what a large amount is. */
  readonly due: boolean | null;
  readonly why: string;
}

/** Whether the party may ask for a hearing (§63). What a large amount is, the province or the department says: the plan carries it. */
export function hearingRight(plan: Plan, sanctions: readonly Sanction[]): HearingRight {
  const always = sanctions.find(({ kind }) => alwaysHeard.has(kind));
  if (always) return { due: true, why: `${always.kind}（第六十三条）` };
  const amounts = sanctions.filter(({ kind }) => inMoney.has(kind));
  const property = sanctions.some(({ kind }) => kind === "没收非法财物");
  if (property) return { due: null, why: "没收非法财物的价值没有写明，不知道是不是较大" };
  for (const { kind, amount } of amounts) {
    const large = largeAmount(plan, kind);
    if (large === null) return { due: null, why: `方案没有填写“听证较大数额”（阈值.听证较大数额罚款.数值）` };
    if ((amount ?? 0) >= large)
      return { due: true, why: `${kind} ${formatMoney(amount ?? 0)}，达到较大数额 ${formatMoney(large)}` };
  }
  return { due: false, why: "没有第六十三条所列的处罚" };
}

function largeAmount(plan: Plan, kind: SanctionKind): Fen | null {
  const named = plan.thresholds.filter(({ name }) => name.startsWith("听证较大数额"));
  const threshold =
    named.find(({ name }) => kind.startsWith("没收") && name.includes("没收")) ??
    named.find(({ name }) => name.includes("罚款"));
  return threshold?.value ? parseMoney(`${threshold.value}${threshold.unit}`) : null;
}

/** §57, §58: what makes 法制审核 or 集体讨论 necessary; found at 立案 or while investigating. */
export const caseTraits = ["重大公共利益", "疑难复杂", "法定审核", "重大违法"] as const;
export type CaseTrait = (typeof caseTraits)[number];

/** Why 法制审核 is necessary (§58); empty where it is not. */
export function reviewTriggers(traits: readonly CaseTrait[], heard: boolean): string[] {
  return [
    ...(traits.includes("重大公共利益") ? ["涉及重大公共利益"] : []),
    ...(heard ? ["经过听证程序"] : []),
    ...(traits.includes("疑难复杂") ? ["案件情况疑难复杂、涉及多个法律关系"] : []),
    ...(traits.includes("法定审核") ? ["法律、法规规定应当审核的其他情形"] : []),
  ];
}

/** Why 集体讨论 is necessary (§57); empty where it is not. */
export function discussionTriggers(traits: readonly CaseTrait[]): string[] {
  return traits
    .filter((trait) => trait === "疑难复杂" || trait === "重大违法")
    .map((trait) => (trait === "疑难复杂" ? "情节复杂" : "重大违法行为"));
}

/** What is written down with a step, as far as the step has it. */
export interface StepDetails {
  readonly officers?: readonly string[];
  readonly sanctions?: readonly Sanction[];
  /** Of 告知: whether the right to a hearing was told. */
  readonly hearing?: boolean;
  /** Of 告知 given again: the new facts that make it heavier. */
  readonly newFacts?: string;
  readonly takings?: Takings;
  /** Why refunds are or are not taken off. */
  readonly takingsRule?: string;
  readonly hearingOn?: Day;
  readonly host?: string;
  readonly traits?: readonly CaseTrait[];
  readonly content?: DecisionContent;
  readonly paid?: Fen;
  /** Of 公示: how long it stays. */
  readonly publishedUntil?: Day;
  /** Of 申请强制执行: where review or suit ended on another day than counted. */
  readonly remedyEnded?: Day;
  readonly note: string;
}

export interface CaseStepTaken {
  readonly step: CaseStep;
  readonly on: Day;
  readonly details: StepDetails;
}

/** A case as opened. */
export interface CaseOpened {
  readonly procedure: Procedure;
  readonly openedOn: Day;
  /** The day of the act, or its last day where it went on: the law of that day applies (§37). */
  readonly actedOn: Day;
  readonly officers: readonly string[];
  readonly traits: readonly CaseTrait[];
}

/** A case as it stands after its steps. */
export interface CaseState extends CaseOpened {
  readonly stage: CaseStage;
  readonly lastOn: Day;
  readonly takings: Takings | null;
  readonly notice: { readonly on: Day; readonly sanctions: readonly Sanction[]; readonly hearing: boolean } | null;
  readonly pleaded: boolean;
  /** Statement and defence were given up. */
  readonly waived: boolean;
  /** The hearing was given up. */
  readonly unheard: boolean;
  readonly requestedOn: Day | null;
  /** The day for which the hearing was called. */
  readonly hearingOn: Day | null;
  readonly heardOn: Day | null;
  readonly reviewedOn: Day | null;
  readonly discussedOn: Day | null;
  readonly decision: { readonly on: Day; readonly sanctions: readonly Sanction[] } | null;
  readonly servedOn: Day | null;
  readonly publishedUntil: Day | null;
  readonly publishedOn: Day | null;
  readonly paid: Fen;
  /** When everything of the decision itself was paid; what is added for delay ends here. */
  readonly settledOn: Day | null;
  readonly urgedOn: Day | null;
  readonly appliedOn: Day | null;
}

/** Folds the steps, in the order taken. A step that the table does not allow leaves the stage as it is: the gates keep it out. */
export function caseState(opened: CaseOpened, steps: readonly CaseStepTaken[]): CaseState {
  const start: CaseState = {
    ...opened,
    stage: "已立案",
    lastOn: opened.openedOn,
    takings: null,
    notice: null,
    pleaded: false,
    waived: false,
    unheard: false,
    requestedOn: null,
    hearingOn: null,
    heardOn: null,
    reviewedOn: null,
    discussedOn: null,
    decision: null,
    servedOn: null,
    publishedUntil: null,
    publishedOn: null,
    paid: 0,
    settledOn: null,
    urgedOn: null,
    appliedOn: null,
  };
  let state = start;
  for (const taken of steps) {
    const stage = moveCase(state.stage, taken.step, state.procedure) ?? state.stage;
    state = Object.assign({}, state, changeBy(state, taken), { stage, lastOn: taken.on });
  }
  return state;
}

function changeBy(state: CaseState, { step, on, details }: CaseStepTaken): Partial<CaseState> {
  const traits = [...new Set([...state.traits, ...(details.traits ?? [])])];
  const sanctions = details.sanctions ?? [];
  const changes: Partial<Record<CaseStep, Partial<CaseState>>> = {
    调查: { traits, takings: details.takings ?? state.takings },
    // A new notice opens its windows anew, and what was examined under the old one has to be examined again.
    告知: {
      notice: { on, sanctions, hearing: details.hearing === true },
      waived: false,
      unheard: false,
      requestedOn: null,
      hearingOn: null,
      heardOn: null,
      reviewedOn: null,
      discussedOn: null,
    },
    陈述申辩: { pleaded: true },
    放弃: { waived: true, unheard: true },
    听证申请: { requestedOn: on },
    听证通知: { hearingOn: details.hearingOn ?? null },
    听证撤回: { requestedOn: null, hearingOn: null, unheard: true },
    听证: { heardOn: on, pleaded: true },
    法制审核: { reviewedOn: on },
    集体讨论: { discussedOn: on },
    决定: { decision: { on, sanctions } },
    送达: { servedOn: on },
    公示: { publishedOn: on, publishedUntil: details.publishedUntil ?? null },
    履行: paymentBy(state, on, details.paid ?? 0),
    催告: { urgedOn: on },
    申请强制执行: { appliedOn: on },
  };
  return changes[step] ?? {};
}

function paymentBy(state: CaseState, on: Day, amount: Fen): Partial<CaseState> {
  const paid = state.paid + amount;
  const settled = paid >= owedOf(state.decision?.sanctions ?? []);
  return { paid, settledOn: state.settledOn ?? (settled ? on : null) };
}

/** §59: what a decision has to say. Each is a text as it will stand there. */
export interface DecisionContent {
  /** 当事人的姓名或者名称、地址 */
  readonly party: string;
  readonly address: string;
  /** 违反法律、法规、规章的事实和证据 */
  readonly facts: string;
  readonly evidence: string;
  /** 行政处罚的种类和依据 */
  readonly basis: string;
  /** 行政处罚的履行方式和期限 */
  readonly performance: string;
  /** 申请行政复议、提起行政诉讼的途径和期限 */
  readonly remedies: string;
  /** 作出决定的行政机关名称 */
  readonly agency: string;
}

const contentNames: readonly (readonly [keyof DecisionContent, string, string])[] = [
  ["party", "当事人名称", "机构的名称在底数里"],
  ["address", "当事人地址", "用 --address 写明，或在底数里补上地址"],
  ["facts", "违法事实", "用 --facts 写明"],
  ["evidence", "证据", "用 --proof 写明，或先用 tuban evidence add 登记"],
  ["basis", "处罚依据", "用 --basis 写明法律名称和条款"],
  ["performance", "履行方式和期限", "用 --performance 写明，如 --performance 收到决定书之日起15日内到指定银行缴纳"],
  [
    "remedies",
    "复议、诉讼的途径和期限",
    "用 --remedies 写明，如 --remedies 60日内向某某人民政府申请复议，或6个月内向某某人民法院起诉",
  ],
  ["agency", "机关名称", "用 --agency 写明"],
];

/** What a decision lacks of the six contents (§59), all in one pass. */
export function contentProblems(content: DecisionContent): Problem[] {
  return contentNames
    .filter(([key]) => content[key].trim() === "")
    .map(([, name, hint]) => ({
      code: "decision-incomplete",
      message: `决定书缺少${name}（行政处罚法第五十九条）`,
      hint,
    }));
}

/** What may be decided on the spot (§51): a warning, or a fine of at most 200 元 for a citizen, 3,000 元 for an organisation. */
export function summaryProblems(sanctions: readonly Sanction[], party: "公民" | "组织"): Problem[] {
  const most = party === "公民" ? 200_00 : 3000_00;
  const other = sanctions.find(({ kind }) => kind !== "警告" && kind !== "罚款");
  const hint = "按普通程序立案：tuban case open 时不加 --summary";
  if (other) return one("summary-kind", `当场处罚只能警告或罚款，不能${other.kind}（行政处罚法第五十一条）`, hint);
  const fine = fineOf(sanctions);
  return fine <= most
    ? []
    : one(
        "summary-too-high",
        `当场对${party}罚款不能超过 ${formatMoney(most)}，现为 ${formatMoney(fine)}（行政处罚法第五十一条）`,
        hint,
      );
}

/** What stands against citing these laws: each has to be in force on the day of the act (§37). */
export function basisProblems(laws: readonly Law[], actedOn: Day): Problem[] {
  return laws
    .filter((law) => !inForceOn(law, actedOn))
    .map(({ title, article, from, until }) => ({
      code: "law-not-in-force",
      message: `《${title}》${article}在违法行为之日 ${actedOn} 不适用（${from ?? "…"} 至 ${until ?? "今"}）`,
      hint: "改引行为当时的规定；新规定处罚较轻或不认为违法的，用 --lighter 写明理由（行政处罚法第三十七条）",
    }));
}

/** §36: why it is too late to punish; null while it is not. The five years are of the law since 2021-07-15, for what ended since. */
export function limitationProblem(calendar: Calendar, actedOn: Day, on: Day, five: boolean): Problem | null {
  const longer = five ? limitEnd(calendar, "处罚时效五年", actedOn) : null;
  const end = (longer ?? limitEnd(calendar, "处罚时效", actedOn))?.due;
  if (end === undefined || on <= end) return null;
  return {
    code: "time-barred",
    message: `违法行为终了于 ${actedOn}，到 ${end} 已过${longer ? "五" : "二"}年，不再给予处罚（行政处罚法第三十六条）`,
    hint: longer
      ? "核对 --acted 的日期"
      : five
        ? `五年的时效自 ${penaltyLawSince} 起施行，此前终了的行为是二年；核对 --acted 的日期`
        : "涉及公民生命健康安全、金融安全且有危害后果的，用 --five-years 写明理由；此前已被发现的，--on 写发现后立案的日期",
  };
}

/** Everything that decides whether a step may be taken. */
export interface StepAsked {
  readonly on: Day;
  readonly details: StepDetails;
  readonly calendar: Calendar;
  readonly plan: Plan;
}

export interface StepVerdict {
  readonly problems: readonly Problem[];
  /** What does not stop the step but has to be known. */
  readonly warnings: readonly Problem[];
}

/** What stands against a step, and what has to be known of it. @throws Stop calendar-unknown-year */
export function stepVerdict(id: number, state: CaseState, step: CaseStep, asked: StepAsked): StepVerdict {
  if (moveCase(state.stage, step, state.procedure) === null) {
    const next = nextCaseSteps(state.stage, state.procedure);
    return {
      problems: one(
        "case-stage",
        `案件 ${id} 现在是“${state.stage}”，不能${step}`,
        next.length === 0
          ? "已经结案，不能再办"
          : `现在可以：${next.map((name) => `tuban case step ${id} ${name}`).join("；")}`,
      ),
      warnings: [],
    };
  }
  const early =
    asked.on < state.lastOn
      ? one(
          "step-too-early",
          `${step}的日期 ${asked.on} 早于案件 ${id} 上一步的日期 ${state.lastOn}`,
          "核对 --on 的日期",
        )
      : [];
  const gate = gates[step];
  return { problems: [...early, ...(gate?.(id, state, asked) ?? [])], warnings: warningsOf(state, step, asked) };
}

type Gate = (id: number, state: CaseState, asked: StepAsked) => Problem[];

const gates: Partial<Record<CaseStep, Gate>> = {
  告知: noticeProblems,
  陈述申辩: (_, __, { details }) => noteNeeded(details, "陈述申辩的内容和复核情况", "成立的要采纳（第四十五条）"),
  放弃: (_, __, { details }) => noteNeeded(details, "当事人怎样明确放弃的", "须当事人明确表示（第六十二条）"),
  听证申请: requestProblems,
  听证通知: callProblems,
  听证: hearingProblems,
  法制审核: (_, state, { details }) => [
    ...noteNeeded(details, "审核意见", "未经审核或者审核未通过的不得作出决定（第五十八条）"),
    ...notInvestigator(state, details.host, "法制审核人员"),
  ],
  集体讨论: (_, __, { details }) => noteNeeded(details, "参加人和讨论结论", "由机关负责人集体讨论决定（第五十七条）"),
  决定: decisionProblems,
  送达: (_, __, { details }) =>
    noteNeeded(details, "送达方式和回证", "用 --order 决定书文号 取已登记的送达，或 --note 写明方式和签收人"),
  履行: paymentProblems,
  催告: urgeProblems,
  申请强制执行: enforcementProblems,
  结案: closingProblems,
  销案: (_, __, { details }) =>
    noteNeeded(details, "为什么不再处罚", "如违法事实不能成立、初次违法且后果轻微并及时改正（第三十三条）"),
};

function noticeProblems(_id: number, state: CaseState, { details, plan }: StepAsked): Problem[] {
  const sanctions = details.sanctions ?? [];
  if (sanctions.length === 0)
    return one("no-sanction", "告知要写明拟作出的处罚（行政处罚法第四十四条）", "加 --penalty 罚款=3万元，可写多次");
  const right = hearingRight(plan, sanctions);
  const untold: Problem[] =
    right.due === false || details.hearing === true
      ? []
      : one(
          right.due === null ? "hearing-threshold-blank" : "hearing-not-told",
          right.due === null ? `不能确定要不要告知听证：${right.why}` : `要告知听证权利：${right.why}`,
          right.due === null
            ? `加 --hearing 一并告知听证权利，或把数额写进方案：tuban plan adopt ${plan.code} --fill 阈值.听证较大数额罚款.数值=数额`
            : "加 --hearing，在告知书里写明可以在五个工作日内要求听证",
        );
  const heavier = state.notice === null || !state.pleaded ? [] : heavierIn(sanctions, state.notice.sanctions);
  const worse: Problem[] =
    heavier.length === 0 || (details.newFacts ?? "") !== ""
      ? []
      : one(
          "heavier-after-defence",
          `当事人申辩后不得加重处罚：${heavier.join("；")}（行政处罚法第四十五条）`,
          "查明了新的违法事实的，用 --new-facts 写明，重新告知",
        );
  return [...untold, ...worse];
}

function requestProblems(id: number, { notice }: CaseState, { on, calendar }: StepAsked): Problem[] {
  if (!notice?.hearing)
    return one(
      "hearing-not-offered",
      `案件 ${id} 告知时没有听证权利，不能登记听证申请`,
      "应当听证的，重新告知：加 --hearing",
    );
  const end = limitEnd(calendar, "听证申请", notice.on);
  if (end === null || on <= end.due) return [];
  return one(
    "hearing-request-late",
    `听证申请应在告知后5个工作日内提出，${end.due} 已满，${on} 已过期（行政处罚法第六十四条）`,
    "核对当事人提出的日期，写在 --on",
  );
}

function callProblems(_id: number, _state: CaseState, { on, details, calendar }: StepAsked): Problem[] {
  if (details.hearingOn === undefined) return one("no-hearing-day", "听证通知要写明哪天听证", "加 --hearing-on 日期");
  const latest = addWorkdays(calendar, details.hearingOn, -7);
  if (on <= latest) return [];
  return one(
    "hearing-call-late",
    `听证定在 ${details.hearingOn}，最迟要在 ${latest} 通知（7个工作日前），${on} 来不及（行政处罚法第六十四条）`,
    `听证最早定在 ${addWorkdays(calendar, on, 7)}`,
  );
}

function hearingProblems(_id: number, state: CaseState, { on, details }: StepAsked): Problem[] {
  const uncalled: Problem[] =
    state.hearingOn === null
      ? one("hearing-not-called", "还没有登记听证通知", "先登记通知：tuban case step 案件 听证通知 --hearing-on 日期")
      : on < state.hearingOn
        ? one("hearing-before-call", `听证通知的日期是 ${state.hearingOn}，不能在 ${on} 提前举行`, "核对 --on 的日期")
        : [];
  const host =
    (details.host ?? "") === ""
      ? one("no-host", "没有写明听证主持人", "加 --host 姓名，由非本案调查人员主持（第六十四条）")
      : notInvestigator(state, details.host, "听证主持人");
  return [...uncalled, ...host, ...noteNeeded(details, "听证笔录要点", "如笔录几页、当事人的主要意见")];
}

function notInvestigator({ officers }: CaseState, host: string | undefined, role: string): Problem[] {
  if (host === undefined || !officers.includes(host)) return [];
  return one("host-investigates", `${host} 是本案调查人员，不能作${role}`, "另换一人");
}

function decisionProblems(id: number, state: CaseState, { on, details, calendar, plan }: StepAsked): Problem[] {
  const sanctions = details.sanctions ?? [];
  const bare =
    sanctions.length === 0
      ? one(
          "no-sanction",
          "决定要写明处罚的种类（行政处罚法第五十九条）",
          "加 --penalty 罚款=3万元，可写多次；不予处罚的用“销案”",
        )
      : [];
  const content = details.content ? contentProblems(details.content) : [];
  if (state.procedure === "简易") return [...bare, ...content];
  const { notice } = state;
  if (notice === null)
    return one(
      "no-notice",
      `案件 ${id} 还没有告知，不能决定（行政处罚法第四十四条、第六十二条）`,
      `先告知：tuban case step ${id} 告知 --penalty …`,
    );
  const heavier = heavierIn(sanctions, notice.sanctions).map((what): Problem => ({
    code: "heavier-than-told",
    message: `决定不能重于告知：${what}`,
    hint: `按告知的处罚决定；有新的事实的重新告知：tuban case step ${id} 告知 --new-facts 说明`,
  }));
  return [
    ...bare,
    ...heavier,
    ...windowProblems(id, state, { on, calendar, plan }),
    ...examinationProblems(id, state),
    ...content,
  ];
}

/** The party's time to be heard has to be over, or given up (§44, §45, §63, §64). */
function windowProblems(
  id: number,
  state: CaseState,
  { on, calendar, plan }: Pick<StepAsked, "on" | "calendar" | "plan">,
): Problem[] {
  const { notice } = state;
  if (notice === null || state.heardOn !== null) return [];
  if (state.waived && state.unheard) return [];
  const wait = defenceWait(plan);
  const waive = `；当事人明确放弃的：tuban case step ${id} 放弃 --note 说明`;
  if (wait === null)
    return one(
      "blank-wait",
      "方案没有填写告知后要等多久（文书种类.行政处罚决定书.先行文书.间隔）",
      `写进方案：tuban plan adopt ${plan.code} --fill 文书种类.行政处罚决定书.先行文书.间隔=5个工作日${waive}`,
    );
  const ends = [
    { what: `陈述申辩期 ${formatDuration(wait)}`, due: deadline(calendar, notice.on, wait).due },
    ...(notice.hearing && !state.unheard
      ? [{ what: "听证申请期 5个工作日", due: limitEnd(calendar, "听证申请", notice.on)?.due ?? notice.on }]
      : []),
  ].filter(({ due }) => on <= due);
  return ends.map(({ what, due }) => ({
    code: "notice-window",
    message: `${notice.on} 告知，${what}到 ${due} 才满，${on} 不能决定`,
    hint: `${addDays(due, 1)} 起可以决定${waive}`,
  }));
}

function examinationProblems(id: number, state: CaseState): Problem[] {
  const review = reviewTriggers(state.traits, state.heardOn !== null);
  const discussion = discussionTriggers(state.traits);
  return [
    ...(review.length > 0 && state.reviewedOn === null
      ? one(
          "review-missing",
          `案件 ${id} 须经法制审核（${review.join("；")}），还没有审核（行政处罚法第五十八条）`,
          `先登记：tuban case step ${id} 法制审核 --host 审核人 --note 意见`,
        )
      : []),
    ...(discussion.length > 0 && state.discussedOn === null
      ? one(
          "discussion-missing",
          `案件 ${id} 须集体讨论（${discussion.join("；")}），还没有讨论（行政处罚法第五十七条）`,
          `先登记：tuban case step ${id} 集体讨论 --note 结论`,
        )
      : []),
  ];
}

/** How long the plan gives the party for statement and defence; null while it is not filled in. */
export function defenceWait(plan: Plan): Duration | null {
  return plan.orderKinds.find(({ effect, after }) => effect === "处罚" && after !== null)?.after?.wait ?? null;
}

function paymentProblems(_id: number, _state: CaseState, { details }: StepAsked): Problem[] {
  if (details.paid !== undefined && details.paid > 0) return [];
  return noteNeeded(details, "履行了什么", "缴款的用 --paid 数额；停止办学等用 --note 写明");
}

function urgeProblems(id: number, state: CaseState, { on, calendar }: StepAsked): Problem[] {
  const { due, left } = moneyOf(state, calendar, on);
  if (state.decision !== null && owedOf(state.decision.sanctions) > 0 && left === 0)
    return one("nothing-owed", `案件 ${id} 的款项已经缴清，不用催告`, `结案：tuban case step ${id} 结案`);
  return due !== null && on <= due
    ? one("not-yet-due", `缴款期限 ${due} 还没有过，${on} 不能催告`, `${addDays(due, 1)} 起可以催告`)
    : [];
}

function enforcementProblems(id: number, state: CaseState, { on, calendar, details }: StepAsked): Problem[] {
  const problems: Problem[] = [];
  const urged = state.urgedOn === null ? null : (limitEnd(calendar, "催告履行", state.urgedOn)?.due ?? null);
  if (urged !== null && on <= urged)
    problems.push(
      ...one(
        "urge-running",
        `催告后10个工作日到 ${urged} 才满，${on} 不能申请强制执行（行政强制法第五十四条）`,
        `${addDays(urged, 1)} 起可以申请`,
      ),
    );
  const ended = details.remedyEnded ?? remedyEnd(state, calendar);
  if (ended !== null && on <= ended)
    problems.push(
      ...one(
        "remedy-running",
        `当事人可以复议、诉讼到 ${ended}，${on} 不能申请强制执行（行政强制法第五十三条）`,
        "复议、诉讼已有结果的，用 --remedy-ended 写明期限届满的日期",
      ),
    );
  const last = ended === null ? null : (limitEnd(calendar, "申请强制执行", ended)?.due ?? null);
  if (last !== null && on > last)
    problems.push(
      ...one(
        "enforcement-late",
        `复议、诉讼期限 ${ended ?? ""} 届满，三个月内申请，${last} 已过（行政强制法第五十三条）`,
        `核对日期；案件 ${id} 另有中止情形的用 --remedy-ended 写明`,
      ),
    );
  return problems;
}

/** The later of the days until which the party may ask for review or sue; null before service. */
function remedyEnd({ servedOn }: CaseState, calendar: Calendar): Day | null {
  if (servedOn === null) return null;
  const ends = ["行政复议", "行政诉讼"].flatMap((name) => limitEnd(calendar, name, servedOn)?.due ?? []);
  return ends.toSorted().at(-1) ?? null;
}

function closingProblems(id: number, state: CaseState, { on, details, calendar }: StepAsked): Problem[] {
  const { left } = moneyOf(state, calendar, on);
  if (left > 0 && state.stage !== "已申请执行")
    return one(
      "money-owed",
      `案件 ${id} 还有 ${formatMoney(left)} 没有缴清，不能结案`,
      `登记缴款：tuban case step ${id} 履行 --paid 数额；不缴的先催告`,
    );
  return left > 0 ? noteNeeded(details, "法院执行的结果", "执行完毕或者终结执行的才结案") : [];
}

export interface MoneyDue {
  /** The last day for paying; null before service and where nothing has to be paid. */
  readonly due: Day | null;
  readonly owed: Fen;
  /** 加处罚款 up to the day asked about, or up to the payment that settled the fine. */
  readonly late: { readonly days: number; readonly amount: Fen };
  readonly left: Fen;
}

/** What is owed, what was added for delay, and what is left on a day (§67, §72). @throws Stop calendar-unknown-year */
export function moneyOf(state: CaseState, calendar: Calendar, asOf: Day): MoneyDue {
  const sanctions = state.decision?.sanctions ?? [];
  const owed = owedOf(sanctions);
  const none = { days: 0, amount: 0 };
  if (state.servedOn === null || owed === 0)
    return { due: null, owed, late: none, left: owed - Math.min(owed, state.paid) };
  const due = limitEnd(calendar, "缴纳罚款", state.servedOn)?.due ?? null;
  const late = due === null ? none : lateFee(fineOf(sanctions), due, state.settledOn ?? asOf);
  return { due, owed, late, left: Math.max(0, owed + late.amount - state.paid) };
}

function warningsOf(state: CaseState, step: CaseStep, { on, calendar }: StepAsked): Problem[] {
  const warnings: Problem[] = [];
  if (state.decision === null && state.procedure === "普通") {
    const end = limitEnd(calendar, "案件办理", state.openedOn);
    if (end !== null && daysBetween(on, end.due) < 15 && step !== "销案")
      warnings.push(
        ...one(
          "ninety-days",
          on > end.due
            ? `立案 ${state.openedOn} 起90日已于 ${end.due} 届满，超期 ${daysBetween(end.due, on)} 日（行政处罚法第六十条）`
            : `立案 ${state.openedOn} 起90日到 ${end.due} 届满，还有 ${daysBetween(on, end.due)} 日（行政处罚法第六十条）`,
          "法律、法规、规章另有规定的，把依据附卷",
        ),
      );
  }
  if (step === "送达" && state.decision !== null) {
    const end = limitEnd(calendar, "决定书送达", state.decision.on);
    if (end !== null && on > end.due)
      warnings.push(
        ...one("service-late", `决定书应在 ${end.due} 前送达（7个工作日，行政处罚法第六十一条），现已晚`, "把原因附卷"),
      );
  }
  if (step === "法制审核")
    warnings.push(
      ...one(
        "reviewer-qualified",
        "初次从事法制审核的人员须有法律职业资格（行政处罚法第五十八条）",
        "核对审核人的资格",
      ),
    );
  if (step === "决定" && state.actedOn < penaltyLawSince)
    warnings.push(
      ...one(
        "older-law",
        `违法行为终了于 ${state.actedOn}，在新处罚法 ${penaltyLawSince} 施行之前：适用当时的规定，新规定较轻或不认为违法的适用新规定（第三十七条）`,
        "在决定书里写明适用的规定",
      ),
    );
  return warnings;
}

function noteNeeded({ note }: StepDetails, what: string, hint: string): Problem[] {
  return note.trim() === "" ? one("note-missing", `没有写明${what}`, `用 --note 写明；${hint}`) : [];
}

const one = (code: string, message: string, hint: string): Problem[] => [{ code, message, hint }];

/** A clock that runs in a case, with who has to act. */
export interface CaseClock {
  readonly name: string;
  readonly due: Day;
  readonly who: "机关" | "当事人";
}

/** Every clock of the case that runs after the steps taken. @throws Stop calendar-unknown-year */
export function caseClocks(state: CaseState, calendar: Calendar, plan: Plan): CaseClock[] {
  if (state.stage === "已结案") return [];
  const clocks: CaseClock[] = [];
  const add = (name: string, start: Day | null, who: CaseClock["who"]): void => {
    const end = start === null ? null : limitEnd(calendar, name, start);
    if (end !== null) clocks.push({ name, due: end.due, who });
  };
  const { notice, decision } = state;
  if (decision === null) {
    if (state.procedure === "普通") add("案件办理", state.openedOn, "机关");
    if (notice !== null && state.heardOn === null) {
      const wait = state.waived ? null : defenceWait(plan);
      if (wait !== null) clocks.push({ name: "陈述申辩", due: deadline(calendar, notice.on, wait).due, who: "当事人" });
      if (notice.hearing && !state.unheard && state.requestedOn === null) add("听证申请", notice.on, "当事人");
    }
    if (state.hearingOn !== null && state.heardOn === null)
      clocks.push({ name: "举行听证", due: state.hearingOn, who: "机关" });
    return clocks;
  }
  if (state.servedOn === null) add("决定书送达", decision.on, "机关");
  const onlyWarned = decision.sanctions.every(({ kind }) => kind === "警告");
  if (state.publishedOn === null && !onlyWarned) add("处罚信息公示", decision.on, "机关");
  if (state.publishedUntil !== null) clocks.push({ name: "公示到期撤下", due: state.publishedUntil, who: "机关" });
  const money = moneyOf(state, calendar, state.lastOn);
  if (money.left > 0) add("缴纳罚款", state.servedOn, "当事人");
  if (state.appliedOn !== null) return clocks;
  add("行政复议", state.servedOn, "当事人");
  add("行政诉讼", state.servedOn, "当事人");
  if (state.urgedOn !== null) add("催告履行", state.urgedOn, "当事人");
  if (money.left > 0) add("申请强制执行", remedyEnd(state, calendar), "机关");
  return clocks;
}

/** How long a penalty stays published: three months for 通报批评 and a lower fine alone, three years otherwise; null for a warning alone. */
export function publishedUntil(plan: Plan, sanctions: readonly Sanction[], on: Day, calendar: Calendar): Day | null {
  if (sanctions.every(({ kind }) => kind === "警告")) return null;
  const light =
    sanctions.every(({ kind }) => ["警告", "通报批评", "罚款"].includes(kind)) &&
    hearingRight(plan, sanctions).due === false;
  return limitEnd(calendar, light ? "公示期三个月" : "公示期三年", on)?.due ?? null;
}
