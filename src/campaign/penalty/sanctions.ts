/** Penalties (行政处罚): their kinds and amounts, and what the law asks of a notice or decision by them. Articles are of 行政处罚法 (2021) unless another law is named. */
import { hint, next, particular } from "../../base/next.ts";
import { certainDay } from "../calendar.ts";
import type { Calendar } from "../calendar.ts";
import type { Day } from "../../base/day.ts";
import { daysBetween } from "../../base/day.ts";
import { limitEnd } from "../limits.ts";
import type { Plan } from "../plan.ts";
import { oneProblem } from "../../base/problem.ts";
import type { Problem } from "../../base/problem.ts";
import { formatMoney, parseMoney } from "./money.ts";
import type { Fen } from "./money.ts";

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
      hint: hint`写成 ${particular({ penalty: `${kind}=30000元` })} 或 ${kind}=3万元`,
    };
  return { kind, amount, words: "" };
}

/** Reads several, one a text; all faults in one pass. */
export function parseSanctions(texts: readonly string[]): {
  readonly sanctions: readonly Sanction[];
  readonly problems: readonly Problem[];
} {
  const read = texts.map(parseSanction);
  return {
    sanctions: read.filter((one) => "kind" in one),
    problems: read.filter((one) => "code" in one),
  };
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
export function owedOf(sanctions: readonly Sanction[]): Fen {
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

/** What stands against a fine of some times the illegal income (e.g. 一倍以上五倍以下, 民办教育促进法 §64). */
export function multipleProblems(
  fine: Fen,
  income: Fen,
  { least, most }: { readonly least: number; readonly most: number },
): Problem[] {
  const [low, high] = [Math.round(income * least), Math.round(income * most)];
  if (low <= fine && fine <= high) return [];
  return oneProblem(
    "fine-out-of-range",
    `罚款 ${formatMoney(fine)} 不在违法所得 ${formatMoney(income)} 的 ${least} 倍到 ${most} 倍（${formatMoney(low)} 至 ${formatMoney(high)}）之间`,
    "核对罚款数额、违法所得和所依据的条款",
  );
}

/** What may be decided on the spot (§51): a warning, or a fine of at most 200 元 for a citizen, 3,000 元 for an organisation. */
export function summaryProblems(sanctions: readonly Sanction[], party: "公民" | "组织"): Problem[] {
  const most = party === "公民" ? 200_00 : 3000_00;
  const other = sanctions.find(({ kind }) => kind !== "警告" && kind !== "罚款");
  const ordinary = hint`按普通程序立案：${next("case open")} 时不加 ${particular({ summary: true })}`;
  if (other)
    return oneProblem("summary-kind", `当场处罚只能警告或罚款，不能${other.kind}（行政处罚法第五十一条）`, ordinary);
  const fine = fineOf(sanctions);
  return fine <= most
    ? []
    : oneProblem(
        "summary-too-high",
        `当场对${party}罚款不能超过 ${formatMoney(most)}，现为 ${formatMoney(fine)}（行政处罚法第五十一条）`,
        ordinary,
      );
}

/** 加处罚款: three per cent of the fine for each calendar day after the due day, never more than the fine (§72). */
export function lateFee(fine: Fen, due: Day, asOf: Day): { readonly days: number; readonly amount: Fen } {
  const late = Math.max(0, daysBetween(due, asOf));
  return { days: late, amount: Math.min(fine, Math.floor((fine * 3 * late) / 100)) };
}

/** How long a penalty stays published: three months for 通报批评 and a lower fine alone, three years otherwise; null for a warning alone. */
export function publishedUntil(plan: Plan, sanctions: readonly Sanction[], on: Day, calendar: Calendar): Day | null {
  if (sanctions.every(({ kind }) => kind === "警告")) return null;
  const light =
    sanctions.every(({ kind }) => ["警告", "通报批评", "罚款"].includes(kind)) &&
    hearingRight(plan, sanctions).due === false;
  const end = limitEnd(calendar, light ? "公示期三个月" : "公示期三年", on);
  return end === null ? null : certainDay(end);
}
