/**
 * Reconciliation (勾稽): what must hold between the figures of one return, and between a return and the one before.
 *
 * A rule is one line of the plan:
 *   完成整改机构数 ≤ 存在问题机构数 ≤ 机构总数
 *   有证有照 + 有照无证 + 有证无照 + 无证无照 ≤ 机构总数
 *   整改完成率 = 完成整改机构数 ÷ 存在问题机构数
 *   未销号问题数 = 上期末 未销号问题数 + 本期 发现问题数 − 本期 销号问题数
 *   检查家次 不减
 * A name alone is the figure at the end of the period; 上期末 and 本期 before it are its opening and what the period added.
 */
import type { Indicator, Unit } from "./plan.ts";
import { percent } from "./report/figure.ts";
import { amountText, placesOf } from "./report/unit.ts";

export type Moment = "期末" | "上期末" | "本期";

export interface Term {
  readonly name: string;
  readonly at: Moment;
  readonly sign: 1 | -1;
}

/** One line of the plan, read. */
export type Rule =
  | {
      readonly kind: "compare";
      readonly text: string;
      readonly sides: readonly (readonly Term[])[];
      /** Between the sides, one fewer. */
      readonly signs: readonly ("≤" | "=")[];
    }
  | {
      readonly kind: "ratio";
      readonly text: string;
      readonly ratio: string;
      readonly over: string;
      readonly under: string;
    }
  | { readonly kind: "rising"; readonly text: string; readonly name: string };

type Known = readonly Pick<Indicator, "name" | "unit">[];

/** Why a line cannot be read; `unknown`: the word in it that is no indicator's name. */
type Unread = { readonly fault: string } & ({ readonly hint: string } | { readonly unknown: string });

/** Reads one line against the indicators there are; what is wrong with it otherwise. Never throws. */
export function readRule(text: string, indicators: Known): Rule | Unread {
  const rising = /^(.+?)\s*不减$/.exec(text.trim());
  const rule = rising ? { kind: "rising" as const, text, name: (rising[1] ?? "").trim() } : readEquation(text);
  if (rule === null)
    return { fault: "看不懂", hint: "写成“甲 ≤ 乙”“甲 = 乙 + 丙”“率 = 甲 ÷ 乙”或“甲 不减”；一条里不能又有 ≤ 又有 ≥" };
  const names = namesOf(rule);
  const unknown = names.find((name) => !indicators.some((indicator) => indicator.name === name));
  if (unknown !== undefined) return { fault: `没有“${unknown}”这个指标`, unknown };
  const units = unitsOf(rule, indicators);
  if (units.length > 1) return { fault: `单位不同（${units.join("、")}），不能相比`, hint: "两边写单位相同的指标" };
  return rule;
}

function readEquation(text: string): Rule | null {
  const parts = text.split(/(≤|<=|≥|>=|＝|=)/).map((part) => part.trim());
  const sides = parts.filter((_, index) => index % 2 === 0);
  const written = parts.filter((_, index) => index % 2 === 1).map((sign) => plainSigns[sign] ?? "=");
  if (written.length === 0 || sides.includes("")) return null;
  if (written.includes("≥") && written.includes("≤")) return null;
  const division = /^(.+?)\s*[÷/]\s*(.+)$/.exec(sides.at(-1) ?? "");
  if (!division) {
    const signs = written.map((sign) => (sign === "=" ? "=" : "≤"));
    // The larger first is read from its other end.
    const falls = written.includes("≥");
    const terms = sides.map(termsOf);
    return falls
      ? { kind: "compare", text, sides: terms.toReversed(), signs: signs.toReversed() }
      : { kind: "compare", text, sides: terms, signs };
  }
  const [ratio] = sides;
  if (sides.length !== 2 || written[0] !== "=" || ratio === undefined) return null;
  return { kind: "ratio", text, ratio, over: division[1] ?? "", under: division[2] ?? "" };
}

const plainSigns: Readonly<Record<string, "≤" | "≥">> = { "≤": "≤", "<=": "≤", "≥": "≥", ">=": "≥" };

function termsOf(side: string): Term[] {
  const parts = side.split(/\s*([+＋−－]|\s-\s)\s*/);
  return parts
    .filter((_, index) => index % 2 === 0)
    .map((part, index) => {
      const qualified = /^(上期末|本期|期末)\s+(.+)$/.exec(part.trim());
      const sign = parts[index * 2 - 1]?.trim() ?? "+";
      return {
        name: qualified?.[2] ?? part.trim(),
        at: (qualified?.[1] ?? "期末") as Moment,
        sign: sign === "+" || sign === "＋" ? 1 : -1,
      };
    });
}

/** The indicators that a rule speaks of, each once. */
export function namesOf(rule: Rule): string[] {
  if (rule.kind === "rising") return [rule.name];
  if (rule.kind === "ratio") return [rule.ratio, rule.over, rule.under];
  return [...new Set(rule.sides.flat().map(({ name }) => name))];
}

function unitsOf(rule: Rule, indicators: Known): Unit[] {
  const names = rule.kind === "ratio" ? [rule.over, rule.under] : namesOf(rule);
  return [...new Set(names.flatMap((name) => indicators.find((indicator) => indicator.name === name)?.unit ?? []))];
}

/** One figure of a return; undefined where the return does not say, null where a ratio divides by nothing. */
export interface Stated {
  readonly name: string;
  readonly unit: Unit;
  readonly value: number | null;
  /** What the period added; of a state, its net change. */
  readonly added?: number | null | undefined;
  /** At the end of the period before, by today's knowledge. */
  readonly opening?: number | null | undefined;
  /** As the return before stated it. */
  readonly before?: number | null | undefined;
}

/** A rule that does not hold, with both sides. */
export interface Breach {
  readonly rule: string;
  /** 全部, or the town. */
  readonly scope: string;
  readonly left: string;
  readonly leftValue: number;
  readonly sign: string;
  readonly right: string;
  readonly rightValue: number;
  /** The indicators whose rows tell why. */
  readonly names: readonly string[];
}

/** Amounts are printed to two places at most, so that a sum of a few may differ by less than this. */
const tolerance = 0.0051;

/** Every rule that figures break. A rule about a figure that is not stated does not ask. */
export function breachesOf(rules: readonly Rule[], stated: readonly Stated[], scope: string): Breach[] {
  const figures = new Map(stated.map((figure) => [figure.name, figure]));
  return rules.flatMap((rule) => {
    if (rule.kind === "rising") return fallen(rule, figures.get(rule.name), scope);
    if (rule.kind === "ratio") return wrongRatio(rule, figures, scope);
    return unequal(rule, figures, scope);
  });
}

type Figures = ReadonlyMap<string, Stated>;

function fallen({ text, name }: Rule & { kind: "rising" }, figure: Stated | undefined, scope: string): Breach[] {
  const { value, before } = figure ?? {};
  if (typeof value !== "number" || typeof before !== "number" || value >= before - tolerance) return [];
  const right = `上期报表的 ${name}`;
  return [{ rule: text, scope, left: name, leftValue: value, sign: "≥", right, rightValue: before, names: [name] }];
}

function wrongRatio({ text, ratio, over, under }: Rule & { kind: "ratio" }, figures: Figures, scope: string): Breach[] {
  const [stated, parts] = [figures.get(ratio)?.value, [figures.get(over)?.value, figures.get(under)?.value]];
  const [above, below] = parts;
  if (typeof stated !== "number" || typeof above !== "number" || typeof below !== "number") return [];
  const right = percent(Math.round(above * 100), Math.round(below * 100));
  if (right !== null && Math.abs(stated - right) < tolerance) return [];
  const words = `${over} ÷ ${under}（${above} ÷ ${below}）`;
  return [
    {
      rule: text,
      scope,
      left: ratio,
      leftValue: stated,
      sign: "=",
      right: words,
      rightValue: right ?? 0,
      names: [ratio],
    },
  ];
}

function unequal({ text, sides, signs }: Rule & { kind: "compare" }, figures: Figures, scope: string): Breach[] {
  return signs.flatMap((sign, index) => {
    const [left, right] = [sides[index] ?? [], sides[index + 1] ?? []];
    const [leftValue, rightValue] = [sumOfTerms(left, figures), sumOfTerms(right, figures)];
    if (leftValue === null || rightValue === null) return [];
    const slack = slackOf([...left, ...right], figures);
    const holds = sign === "≤" ? leftValue <= rightValue + slack : Math.abs(leftValue - rightValue) < slack;
    if (holds) return [];
    const names = [...new Set([...left, ...right].map(({ name }) => name))];
    return [
      { rule: text, scope, left: wordsOfTerms(left), leftValue, sign, right: wordsOfTerms(right), rightValue, names },
    ];
  });
}

/** 万元 are rounded in each term, not only in the sum. */
function slackOf(terms: readonly Term[], figures: Figures): number {
  return terms.some(({ name }) => figures.get(name)?.unit === "万元") ? tolerance * terms.length : tolerance;
}

/** null when one of them is not stated. */
function sumOfTerms(terms: readonly Term[], figures: Figures): number | null {
  let sum = 0;
  for (const { name, at, sign } of terms) {
    const figure = figures.get(name);
    const amount = at === "期末" ? figure?.value : at === "本期" ? figure?.added : figure?.opening;
    if (typeof amount !== "number") return null;
    sum += sign * amount;
  }
  return Math.round(sum * 100) / 100;
}

function wordsOfTerms(terms: readonly Term[]): string {
  return terms
    .map(
      ({ name, at, sign }, index) =>
        `${index === 0 ? (sign < 0 ? "−" : "") : sign < 0 ? " − " : " + "}${at === "期末" ? "" : `${at} `}${name}`,
    )
    .join("");
}

/** 完成整改机构数 5 ≤ 存在问题机构数 4 不成立（城南） */
export function breachText({ left, leftValue, sign, right, rightValue, scope }: Breach): string {
  return `${left}（${leftValue}）${sign} ${right}（${rightValue}）不成立${scope === "全部" ? "" : `：${scope}`}`;
}

/** Every ratio equals its parts: a rule that any plan has, without writing it down. */
function ratioRules(indicators: readonly Indicator[]): Rule[] {
  return indicators.flatMap((indicator) =>
    indicator.basis === "比率"
      ? [
          {
            kind: "ratio" as const,
            text: `${indicator.name} = ${indicator.numerator} ÷ ${indicator.denominator}`,
            ratio: indicator.name,
            over: indicator.numerator,
            under: indicator.denominator,
          },
        ]
      : [],
  );
}

/** The rules of a plan: its own lines, and that each ratio equals its parts. Lines that cannot be read were refused with the plan. */
export function rulesOf(plan: {
  readonly indicators: readonly Indicator[];
  readonly consistency?: readonly string[];
}): Rule[] {
  const written = (plan.consistency ?? []).flatMap((text) => {
    const rule = readRule(text, plan.indicators);
    return "fault" in rule ? [] : [rule];
  });
  const ratios = ratioRules(plan.indicators).filter(
    (rule) => !written.some((line) => line.kind === "ratio" && line.ratio === namesOf(rule)[0]),
  );
  return [...written, ...ratios];
}

/** Towns must add up to the whole, figure by figure; ratios do not add. */
export function partBreaches(
  whole: readonly Stated[],
  parts: readonly { readonly scope: string; readonly figures: readonly Stated[] }[],
): Breach[] {
  if (parts.length === 0) return [];
  return whole.flatMap(({ name, unit, value }) => {
    if (unit === "%" || value === null) return [];
    const amounts = parts.map(({ figures }) => figures.find((figure) => figure.name === name)?.value);
    if (amounts.some((amount) => typeof amount !== "number")) return [];
    const sum = Math.round(amounts.reduce<number>((total, amount) => total + (amount ?? 0), 0) * 100) / 100;
    // 万元 are rounded in each part.
    if (Math.abs(sum - value) < (unit === "万元" ? tolerance * (parts.length + 1) : tolerance)) return [];
    return [
      {
        rule: `各属地之和 = 全部：${name}`,
        scope: "全部",
        left: `各属地 ${name} 之和`,
        leftValue: sum,
        sign: "=",
        right: `全部 ${name}`,
        rightValue: value,
        names: [name],
      },
    ];
  });
}

/** What no figure can be, whatever the plan: less than nothing, half an institution, more than all of them. */
export function figureFault({ name, unit, value }: Stated): string | null {
  if (value === null) return null;
  if (unit === "%" && (value < 0 || value > 100)) return `${name} 写了 ${value}%，比率应在 0% 到 100% 之间`;
  if (value < 0) return `${name} 写了 ${value}，数量不能小于 0`;
  if (placesOf(unit) === undefined && !Number.isInteger(value)) return `${name} 写了 ${value}，${unit}数应是整数`;
  return null;
}

/** How one figure came from the last return to this one: opening + adjusted + between + added = closing. */
export interface Bridge {
  readonly name: string;
  readonly unit: Unit;
  /** As the last return closed. */
  readonly opening: number;
  /** What was entered late or corrected since, in periods already returned. */
  readonly adjusted: number;
  /** Of the days between the two periods; 0 when one follows the other. */
  readonly between: number;
  /** What the period added; of a state, its net change. */
  readonly added: number;
  readonly closing: number;
}

export function bridgeText({ name, unit, opening, adjusted, between, added, closing }: Bridge): string {
  const signed = (amount: number): string => `${amount < 0 ? "−" : "+"} ${amountText(Math.abs(amount), unit)}`;
  const gap = between === 0 ? "" : ` ${signed(between)}（两期之间）`;
  return `${name}：上期末 ${amountText(opening, unit)} ${signed(adjusted)}（调整）${gap} ${signed(added)}（本期）＝ ${amountText(closing, unit)} ${unit}`;
}

/** Numbers as 1-5,9: rows entered together take a few characters. Sorted, each once. */
export function rangesOf(numbers: readonly number[]): string {
  const ranges: [number, number][] = [];
  for (const number of Float64Array.from(numbers).sort()) {
    const last = ranges.at(-1);
    if (last && number <= last[1] + 1) last[1] = number;
    else ranges.push([number, number]);
  }
  return ranges.map(([first, last]) => (first === last ? String(first) : `${first}-${last}`)).join(",");
}

/** Whether a number is among those that `rangesOf` wrote. */
export function isInRanges(ranges: string, number: number): boolean {
  return ranges.split(",").some((range) => {
    const [first = 0, last = first] = range.split("-").map(Number);
    return range !== "" && first <= number && number <= last;
  });
}
