/** Words of a plan that must be defined elsewhere in it. */
import type { Problem, ProblemCode } from "../../../campaign/index.ts";
import { remedy, shown } from "../words.ts";
import type { Locate } from "./parts.ts";

/** A word somewhere in the plan that must be defined elsewhere in it. */
export interface Use {
  readonly record: object;
  readonly key: string;
  readonly word: string;
  /** Whose key it is, for the message: 检查项1-2. */
  readonly owner: string;
}

export function uses(owner: string, record: object, key: string, words: readonly (string | null)[]): Use[] {
  return words.flatMap((word) => (word === null ? [] : [{ record, key, word, owner }]));
}

export function unknownAmong(
  used: readonly Use[],
  known: readonly string[],
  what: { code: ProblemCode; noun: string; define: string },
  locate: Locate,
): Problem[] {
  const defined = new Set(known);
  return used
    .filter(({ word }) => !defined.has(word))
    .map(({ record, key, word, owner }): Problem => ({
      code: what.code,
      message: `${owner}的“${key}”写了“${shown(word)}”，方案里没有这个${what.noun}。`,
      hint:
        known.length === 0
          ? `方案里还没有${what.noun}，先在“${what.define}”里写上。`
          : `${remedy(word, known)}确需新增的，先在“${what.define}”里写上。`,
      place: locate(record, key, word),
    }));
}
