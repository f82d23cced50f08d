/** Words of a roster that the plan knows: towns and categories, however they are written. */
import { foldWidth } from "../../campaign/index.ts";
import type { Day, Plan, SubjectKind } from "../../campaign/index.ts";
import { dayOfSerial, readDay } from "../day.ts";
import { nearest } from "../plan/words.ts";

/** What of the plan a roster is read against. */
export type RosterRules = Pick<Plan, "categories" | "towns" | "region">;

/** So many answers are kept before they are all forgotten. */
const mostRemembered = 10_000;

/** The same function, asked once for each text: the cells of a column say few different things. */
export function remembered<T>(look: (text: string) => T): (text: string) => T {
  const known = new Map<string, { readonly answer: T }>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before.answer;
    if (known.size >= mostRemembered) known.clear();
    const answer = look(text);
    known.set(text, { answer });
    return answer;
  };
}

/** Days as they are written, and as the serial numbers of a workbook; `from1904`: of one that counts from 1904. */
export function daysOf({ from1904 }: { readonly from1904: boolean }): (text: string) => Day | null {
  return remembered((text) => {
    const plain = foldWidth(text).trim();
    return readDay(plain) ?? (/^\d{5}(?:\.\d+)?$/.test(plain) ? dayOfSerial(Number(plain), { from1904 }) : null);
  });
}

function plainWord(text: string): string {
  return text.normalize("NFKC").replaceAll(/[\s()[\]、/,，;；]/g, "");
}

export interface KnownCategory {
  readonly name: string;
  readonly kind: SubjectKind;
}

/** Categories by their names and aliases; undefined for a word that is none. */
export function categoriesOf({ categories }: RosterRules): (text: string) => KnownCategory | undefined {
  const byWord = new Map<string, KnownCategory>();
  for (const { name, kind } of categories) byWord.set(plainWord(name), { name, kind });
  for (const { name, kind, aliases } of categories)
    for (const alias of aliases) if (!byWord.has(plainWord(alias))) byWord.set(plainWord(alias), { name, kind });
  return remembered((text) => byWord.get(plainWord(text)));
}

export interface TownFound {
  readonly town: string;
  /** What to do about a town that the plan does not have; null where it has it, or has none. */
  readonly hint: string | null;
}

const townEnd = /(?:街道办事处|街道办|街道|办事处|乡|镇|办|管委会)$/;
const stemOf = (text: string): string => plainWord(text).replace(townEnd, "");
/** 街道 and its office (办事处) are one town; 城关镇 and 城关街道 may be two. */
const endOf = (text: string): string =>
  (townEnd.exec(plainWord(text))?.[0] ?? "").replace(/^(?:街道)?办(?:事处)?$/, "街道");

/**
 * Towns by the plan's list, whatever 乡, 镇, 街道 or 办事处 stands behind; where the plan has none, as the roster has them already:
 * 城东 and 城东街道 of another list are its 城东办事处.
 */
export function townsOf({ towns, region }: RosterRules, onRoster: readonly string[] = []): (text: string) => TownFound {
  if (towns === null || towns.length === 0) {
    const [written, meant] = [new Set(onRoster), townLike(onRoster, region.name)];
    return remembered((text) => ({ town: written.has(text) ? text : (meant(text) ?? text), hint: null }));
  }
  const known = towns;
  const byStem = new Map(known.map((town) => [stemOf(town), town]));
  return remembered((text) => {
    if (known.length === 0 || known.includes(text)) return { town: text, hint: null };
    const stem = stemOf(text);
    const town = byStem.get(stem) ?? byStem.get(stem.startsWith(region.name) ? stem.slice(region.name.length) : stem);
    if (town !== undefined) return { town, hint: null };
    const near = nearest(stem, byStem.keys());
    const meant = near === null ? undefined : byStem.get(near);
    return {
      town: text,
      hint:
        meant === undefined ? `方案里有：${known.slice(0, 12).join("、")}。` : `是不是「${meant}」？改正后再导入一次。`,
    };
  });
}

/** The one town of the roster that a word can mean. Found by stem: a province has tens of thousands of towns. */
function townLike(onRoster: readonly string[], region: string): (text: string) => string | undefined {
  const byStem = new Map<string, string[]>();
  for (const town of onRoster) {
    const stem = stemOf(town);
    const others = byStem.get(stem);
    if (others) others.push(town);
    else byStem.set(stem, [town]);
  }
  return (text) => {
    const word = text.startsWith(region) ? text.slice(region.length) : text;
    if (stemOf(word) === "") return undefined;
    const alike = (byStem.get(stemOf(word)) ?? []).filter((town) => {
      const ends = new Set([endOf(town), endOf(word)].filter((end) => end !== ""));
      return ends.size < 2;
    });
    return alike.length === 1 ? alike[0] : undefined;
  };
}
