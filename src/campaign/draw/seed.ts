/** 种子: what decides a draw, rolled or taken from a lottery after the directories were frozen; written as RFC 3797 §4 writes it. */
import { hint, particular } from "../../base/next.ts";
import { oneProblem } from "../../base/problem.ts";
import type { Problem } from "../../base/problem.ts";

/** One origin of the seed: a person's dice, or one issue of a lottery. */
export interface SeedSource {
  readonly name: string;
  /** Decimal digits each. */
  readonly numbers: readonly string[];
}

/** Digits in all that two persons roll: 24 of them are 80 bits, more than any draw of a county asks for. */
export const leastDigits = 24;

/**
 * The sources as one text: the numbers of each in ascending order, without leading zeros, each closed by a dot, each source by a slash
 * (RFC 3797 §4; draft-thomson-elegy-vrs).
 */
export function seedText(sources: readonly SeedSource[]): string {
  return sources
    .map(({ numbers }) => {
      const plain = numbers.map((number) => BigInt(number)).toSorted((one, other) => (one < other ? -1 : 1));
      return `${plain.map((number) => `${number}.`).join("")}/`;
    })
    .join("");
}

/** What stands against dice: fewer than two persons, the operator among them, one of them twice, too few digits. */
export function diceProblems(sources: readonly SeedSource[], operator: string): Problem[] {
  const names = sources.map(({ name }) => name);
  const digits = sources.reduce((sum, { numbers }) => sum + numbers.join("").length, 0);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  return [
    ...(new Set(names).size < 2
      ? oneProblem(
          "draw-too-few-rollers",
          "种子要由两人以上掷出",
          hint`一人一个：${particular({ roll: "张某甲:503918274655" })} ${particular({ roll: "李某乙:917362544018" })}`,
        )
      : []),
    ...(twice === undefined
      ? []
      : oneProblem("draw-roller-twice", `${twice} 掷了两次`, hint`每人只写一个 ${particular({ roll: true })}`)),
    ...(names.includes(operator)
      ? oneProblem(
          "draw-roller-operates",
          `${operator} 是操作人，不能由本人掷种子`,
          hint`换一个人掷，或换一个人操作：加 ${particular({ as: "姓名" })}`,
        )
      : []),
    ...(digits < leastDigits
      ? oneProblem(
          "draw-seed-short",
          `种子一共 ${digits} 位数字，不够 ${leastDigits} 位`,
          `十面骰子（或 0—9 的号球）每人掷 ${Math.ceil(leastDigits / Math.max(2, sources.length))} 次，按先后写成一串`,
        )
      : []),
  ];
}

/** Bits that a number of decimal digits holds. */
export const bitsOfDigits = (digits: number): number => digits * Math.log2(10);

/** Bits that choosing `chosen` out of `among` asks for: log2 of the number of ways (RFC 3797 §3.1). */
export function bitsNeeded(among: number, chosen: number): number {
  let bits = 0;
  for (let at = 0; at < Math.min(chosen, among - chosen); at += 1) bits += Math.log2((among - at) / (at + 1));
  return bits;
}
