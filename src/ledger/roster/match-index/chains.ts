/** Chains from each key to the rows that have it, the latest first. */
import { newNumbers } from "./pages.ts";
import type { Numbers, SignPages } from "./pages.ts";
import { at } from "./match-key.ts";

/** 同一家 for sure, but for what speaks against it. */
export const sureChains = ["code", "permit", "name", "spot"] as const;
/** Only perhaps. */
export const looseChains = ["place", "phone", "core"] as const;
export type LooseChain = (typeof looseChains)[number];
/** spot: name and place together. */
export type Chain = (typeof sureChains)[number] | LooseChain;

/** How many may share a key before it stops being a sign (托管班); it also keeps every search short. */
const mostAlike = 50;

const slots = 1 << 20;

/**
 * From each slot of a table to the latest knot in it, and from knot to knot; 0 where there is none. In the chain of telephones a
 * row may stand twice: there a knot is its place doubled, plus one for its second. Knots are kept plus one.
 */
interface Knots {
  readonly heads: Int32Array;
  readonly links: Numbers;
}

export interface Chains {
  /** Puts a row in a chain, under each of its keys. */
  readonly add: (chain: Chain, place: number) => void;
  /** The subjects of the rows with a row's key, newest first; none where more than `mostAlike` rows have it. */
  readonly alike: (chain: Chain, place: number) => readonly number[];
}

const none: number[] = [];

export function newChains(pages: SignPages, subjectAt: (place: number) => number): Chains {
  const chains: { [chain in Chain]?: Knots } = {};
  return {
    add: (chain, place) => {
      const { heads, links } = (chains[chain] ??= { heads: new Int32Array(slots), links: newNumbers() });
      for (let nth = 0; nth < 2; nth += 1) {
        const key = keyOf(pages, chain, place, nth);
        if (key === 0) continue;
        const knot = chain === "phone" ? place * 2 + nth : place;
        links.set(knot, heads[key & (slots - 1)] ?? 0);
        heads[key & (slots - 1)] = knot + 1;
      }
    },
    alike: (chain, place) => {
      const knots = chains[chain];
      if (knots === undefined) return none;
      let found: number[] = none;
      for (let nth = 0; nth < 2; nth += 1) {
        const key = keyOf(pages, chain, place, nth);
        if (key === 0) continue;
        let seen = 0;
        for (let next = knots.heads[key & (slots - 1)] ?? 0; next > 0; next = knots.links.get(next - 1)) {
          const other = chain === "phone" ? (next - 1) >> 1 : next - 1;
          if (!sameKey(pages, chain, other, place, key)) continue;
          seen += 1;
          if (seen > mostAlike) return none;
          const subject = subjectAt(other);
          if (found === none) found = [subject];
          else if (!found.includes(subject)) found.push(subject);
        }
      }
      return found;
    },
  };
}

/** The first word of a row's key in a chain, its second one of two telephones where `nth` is 1; 0 where there is none. */
function keyOf({ word, has }: SignPages, chain: Chain, place: number, nth: number): number {
  if (chain === "phone") return word(place, nth === 0 ? at.phone : at.phone2);
  if (nth > 0) return 0;
  if (chain !== "spot") return word(place, at[chain]);
  return has(place, at.place) ? word(place, at.name) ^ Math.imul(word(place, at.place + 1), 31) || 1 : 0;
}

/** Whether two rows of a slot have the same key, and not only the same slot. */
function sameKey({ word, equal }: SignPages, chain: Chain, a: number, b: number, key: number): boolean {
  if (chain === "spot") return equal(a, b, at.name) && equal(a, b, at.place);
  if (chain === "phone") return word(a, at.phone) === key || word(a, at.phone2) === key;
  return chain === "core" ? word(a, at.core) === key : equal(a, b, at[chain]);
}
