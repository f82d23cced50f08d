/**
 * Measures (处置措施) such as 查封, 停水停电 and 拆除广告牌: what the law asks of each before it is taken.
 *
 * A plan cannot create them (行政强制法 §10); what is a penalty goes through a case, what belongs to the police goes to the police.
 */
import { hint, next, particular } from "../base/next.ts";
import type { Hint } from "../base/next.ts";
import type { Calendar } from "./calendar.ts";
import { certainDay, dayKind } from "./calendar.ts";
import type { Day } from "../base/day.ts";
import type { Life } from "./life.ts";
import { limitEnd } from "./limits.ts";
import type { Plan } from "./plan.ts";
import { oneProblem } from "../base/problem.ts";
import type { Problem } from "../base/problem.ts";
import type { ProblemCode } from "../base/problem-code.ts";

const measureKinds = ["查封扣押", "停水停电", "拆除", "处罚", "治安", "其他"] as const;
/** What a measure is in law, whatever a plan calls it. */
export type MeasureKind = (typeof measureKinds)[number];

/** What a measure is, by its name. */
export function measureKind(name: string): MeasureKind {
  if (/停水|停电|断水|断电|停气|停热|停供/.test(name)) return "停水停电";
  if (/罚款|没收|吊销|暂扣|限制从业|警告|停止招生/.test(name)) return "处罚";
  if (/治安|拘留/.test(name)) return "治安";
  if (/拆除|拆/.test(name)) return "拆除";
  return /查封|扣押|封存/.test(name) ? "查封扣押" : "其他";
}

export const measureStates = ["未采取", "采取中", "期满"] as const;
export type MeasureState = (typeof measureStates)[number];

/** A measure taken again, as when its time is extended, is a measure of its own. */
export const measureLife: Life<MeasureState, "采取"> = {
  of: "强制措施",
  states: measureStates,
  acts: ["采取"],
  moves: { 未采取: { 采取: "采取中" }, 采取中: {}, 期满: {} },
  runsOut: { 采取中: "期满" },
};

export interface MeasureAsked {
  readonly name: string;
  /** The body that takes it. */
  readonly authority: string;
  /** As a document cites them: 《…》第…条 */
  readonly basis: readonly string[];
  readonly approver: string;
  readonly officers: readonly string[];
  readonly address: string | null;
  readonly premises: "住宅" | "非住宅" | null;
  readonly until: Day | null;
  /** Of 拆除: the day of the public notice that sets the time for taking it down oneself (强制法 §44). */
  readonly announcedOn: Day | null;
  /** Of 拆除: the day on which the time for review and suit ran out. */
  readonly remedyEnded: Day | null;
  readonly urgent: boolean;
  readonly note: string;
}

export interface MeasureVerdict {
  readonly problems: readonly Problem[];
  /** What the law, or the plan, says to be careful of. */
  readonly warnings: readonly Problem[];
  /** Until when it may last; null where the law sets no end. */
  readonly until: Day | null;
}

/** Words of an address where people live. */
const dwelling = /小区|花园|公寓|家属院|家属楼|住宅|居民楼|新村|家园|宿舍|单元|号院/;

/** What stands against a measure on a day, and what to be careful of. */
export function measureVerdict(plan: Plan, asked: MeasureAsked, on: Day, calendar: Calendar): MeasureVerdict {
  const kind = measureKind(asked.name);
  if (kind === "处罚")
    return refusal(
      "measure-is-penalty",
      `${asked.name}是行政处罚，不是强制措施，不能直接采取（行政处罚法第九条）`,
      hint`按处罚程序办：${next("case open", ["机构"], { cause: "案由" })}`,
    );
  if (kind === "治安")
    return refusal(
      "measure-of-police",
      `${asked.name}由公安机关决定，不能直接采取`,
      hint`移送公安机关：${next("order issue", ["机构"], { kind: "案件移送函" })}`,
    );
  const longest = longestOf(kind, calendar, on);
  const problems = [
    ...groundProblems(asked),
    ...authorityProblems(plan, asked, kind),
    ...(kind === "停水停电" ? utilityProblems(asked) : []),
    ...(kind === "停水停电" || kind === "拆除" ? hourProblems(asked, on, calendar) : []),
    ...(kind === "拆除" ? demolitionProblems(asked, on) : []),
    ...(longest !== null && asked.until !== null && asked.until > longest
      ? oneProblem(
          "seal-too-long",
          `${asked.name}不得超过30日，最迟到 ${longest}，不能到 ${asked.until}（行政强制法第二十五条）`,
          "到期前经批准可以延长，书面告知当事人后再登记一次",
        )
      : []),
  ];
  return { problems, warnings: warningsOf(plan, asked, kind), until: measureEnd(asked, on, calendar) };
}

/** Until when a measure lasts: the day that was set, else the last that the law allows; null where it sets none. */
export const measureEnd = (
  { name, until }: Pick<MeasureAsked, "name" | "until">,
  on: Day,
  calendar: Calendar,
): Day | null => until ?? longestOf(measureKind(name), calendar, on);

const longestOf = (kind: MeasureKind, calendar: Calendar, on: Day): Day | null =>
  kind === "查封扣押" ? lastDayOfSeal(calendar, on) : null;

/** Thirty calendar days that never move (强制法 §25). */
function lastDayOfSeal(calendar: Calendar, on: Day): Day | null {
  const end = limitEnd(calendar, "查封扣押", on);
  return end === null ? null : certainDay(end);
}

/** Basis in a law, leader's approval, two officers (强制法 §10, §17, §18). */
function groundProblems({ name, basis, approver, officers }: MeasureAsked): Problem[] {
  const paper = basis.find(
    (text) => /《[^》]*(方案|通知|意见|办法|纪要|细则)》/.test(text) && !/取缔办法|查处办法/.test(text),
  );
  return [
    ...(basis.length === 0
      ? oneProblem(
          "measure-without-basis",
          `${name}没有写明法律依据（行政强制法第十条：只能由法律、法规设定）`,
          hint`加 ${particular({ basis: "法律代号" })}，或 ${particular({ basis: "《法律名称》第几条" })}`,
        )
      : []),
    ...(paper
      ? oneProblem(
          "basis-is-paper",
          `${paper} 是规范性文件，不能设定行政强制措施（行政强制法第十条）`,
          "改写法律、法规的条款；没有的不能采取",
        )
      : []),
    ...(approver === ""
      ? oneProblem(
          "no-approver",
          `${name}没有写明由哪位负责人批准（行政强制法第十八条）`,
          hint`加 ${particular({ approver: "姓名" })}；情况紧急的24小时内补报`,
        )
      : []),
    ...(new Set(officers).size < 2
      ? oneProblem(
          "too-few-officers",
          `${name}要由两名以上执法人员实施（行政强制法第十八条）`,
          hint`加 ${particular({ by: "张某甲,李某乙" })}`,
        )
      : []),
  ];
}

function authorityProblems(plan: Plan, { name, authority }: MeasureAsked, kind: MeasureKind): Problem[] {
  if (authority === "")
    return oneProblem(
      "no-authority",
      `${name}没有写明由哪个部门实施`,
      hint`加 ${particular({ authority: "部门" })}；只有法律、法规授权的机关可以采取`,
    );
  const known = plan.measures.find((measure) => measure.name === name);
  if (known && !known.authority.includes(authority))
    return oneProblem(
      "wrong-authority",
      `${authority} 不能采取${name}，方案写的是 ${known.authority.join("、")}`,
      hint`由有权的部门采取，或移送：${next("order issue", ["机构"], { kind: "案件移送函" })}`,
    );
  if (kind === "查封扣押" && /教/.test(authority))
    return oneProblem(
      "education-cannot-seal",
      `${authority} 没有一般的${name}权`,
      "无照经营的场所由市场监管部门依《无证无照经营查处办法》第十一条查封；其他的移送有权的部门",
    );
  return [];
}

function utilityProblems({ name, premises, address, note }: MeasureAsked): Problem[] {
  if (premises === "住宅")
    return oneProblem(
      "dwelling-cut-off",
      `不得对居民生活停止供水、供电、供热、供燃气，不能${name}（行政强制法第四十三条）`,
      "改用责令停止办学、移送等办法",
    );
  if (premises === null)
    return oneProblem(
      "premises-unknown",
      `${name}前要写明是不是居民住宅${address ? `（${address}）` : ""}`,
      hint`加 ${particular({ premises: "非住宅" })} 或 ${particular({ premises: "住宅" })}`,
    );
  if (address !== null && dwelling.test(address) && note === "")
    return oneProblem(
      "looks-like-dwelling",
      `地址“${address}”像居民住宅，不能${name}（行政强制法第四十三条）`,
      hint`查明单独计量、不影响居民生活的，用 ${particular({ note: true })} 写明怎样查明的`,
    );
  return [];
}

/** Not on a public holiday, nor at night (强制法 §43). */
function hourProblems({ name, urgent }: MeasureAsked, on: Day, calendar: Calendar): Problem[] {
  if (urgent || dayKind(calendar, on) !== "放假") return [];
  return oneProblem(
    "on-holiday",
    `${on} 是法定节假日，不得${name}（行政强制法第四十三条）`,
    hint`改在工作日；情况紧急的加 ${particular({ urgent: true })} 并在 ${particular({ note: true })} 写明`,
  );
}

function demolitionProblems({ name, announcedOn, remedyEnded }: MeasureAsked, on: Day): Problem[] {
  if (announcedOn === null || announcedOn > on)
    return oneProblem(
      "not-announced",
      `${name}前要公告，限期自行拆除（行政强制法第四十四条）`,
      hint`加 ${particular({ announced: "公告日期" })}`,
    );
  if (remedyEnded === null || remedyEnded >= on)
    return oneProblem(
      "remedy-running",
      `当事人复议、诉讼的期限届满仍不拆除的，才能${name}（行政强制法第四十四条）`,
      hint`加 ${particular({ remedyEnded: "期限届满的日期" })}`,
    );
  return [];
}

function warningsOf(plan: Plan, { name, note, urgent }: MeasureAsked, kind: MeasureKind): Problem[] {
  const own = plan.measures.find((measure) => measure.name === name)?.warning ?? null;
  return [
    ...(own === null ? [] : oneProblem("measure-warning", `${name}：${own}`, "方案的提醒")),
    ...(kind === "停水停电" || kind === "拆除"
      ? oneProblem("not-at-night", `${name}不得在夜间实施（行政强制法第四十三条）`, "情况紧急的除外，写明理由")
      : []),
    ...(kind === "查封扣押"
      ? oneProblem(
          "seal-on-the-spot",
          "查封、扣押要当场交付决定书和清单，制作现场笔录，不得查封与违法行为无关的场所和生活必需品（行政强制法第十八条、第二十三条、第二十四条）",
          "到期前作出处理决定或解除",
        )
      : []),
    ...(kind === "其他"
      ? oneProblem("measure-unknown", `${name}不在行政强制法第九条所列的种类里`, "核对依据的法律是不是写明可以采取")
      : []),
    ...(urgent && note === ""
      ? oneProblem(
          "urgent-report",
          "紧急情况下当场采取的，24小时内向负责人报告并补办批准（行政强制法第十九条）",
          hint`用 ${particular({ note: true })} 写明紧急的情形`,
        )
      : []),
  ];
}

function refusal(code: ProblemCode, message: string, hint: Hint): MeasureVerdict {
  return { problems: oneProblem(code, message, hint), warnings: [], until: null };
}
