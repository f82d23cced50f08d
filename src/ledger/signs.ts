/**
 * What every row of the roster is recognised by, small enough that a million of them are held at once: a few numbers a row,
 * in pages, with chains from each key to the rows that have it. Kept beside the facts (sign_page) and made anew when it is missing.
 */
import { dayNumber, nameCore, nameKey, phoneKeys, placeKey } from "../campaign/index.ts";
import type { Day } from "../campaign/index.ts";
import type { RosterRow } from "./tables.ts";

/** The columns that a row is recognised by. */
export type Particulars = Pick<
  RosterRow,
  "kind" | "name" | "uscc" | "permit_no" | "town" | "address" | "phone" | "extra"
>;

/** Changes whenever a key is worked out differently: pages of another version are made anew. */
export const signVersion = 2;

/** Signs in a page; a page has the rows of the roster with numbers 1 to 4096, 4097 to 8192 … */
export const pageRows = 4096;

/** Words of a sign; a key of two words is 0, 0 where there is none. */
const at = {
  subject: 0,
  entry: 1,
  day: 2,
  source: 3,
  code: 4,
  permit: 6,
  name: 8,
  place: 10,
  say: 12,
  town: 14,
  phone: 15,
  phone2: 16,
  core: 17,
} as const;
const width = 18;

/** A permit with and without 教民 is the same. */
export const digitsOf = (permit: string): string => permit.replace(/^\D+/, "");

let [high, low] = [0, 0];

/** Leaves 64 bits of a text in `high` and `low`. Not a seal: two texts may be made to agree, but do not by chance. */
function hash(text: string): void {
  let [a, b] = [0xdeadbeef | 0, 0x41c6ce57];
  for (let index = 0; index < text.length; index += 1) {
    const sign = text.charCodeAt(index);
    a = Math.imul(a ^ sign, 0x9e3779b1);
    b = Math.imul(b ^ sign, 0x5f356495);
  }
  a = Math.imul(a ^ (a >>> 16), 0x85ebca6b) ^ Math.imul(b ^ (b >>> 13), 0xc2b2ae35);
  b = Math.imul(b ^ (b >>> 16), 0x85ebca6b) ^ Math.imul(a ^ (a >>> 13), 0xc2b2ae35);
  [high, low] = [a || 1, b];
}

/** A text as one word; 0 for none. */
export function wordOf(text: string | null): number {
  if (text === null) return 0;
  hash(text);
  return low || 1;
}

/** What is recognised of a row by itself, wherever it comes from: the words of its sign after the first four. */
export type OwnSign = Int32Array & { readonly __ownSign: never };

const ofOrigin = 4;
/** Words of an own sign. */
export const ownWidth = width - ofOrigin;

/** An own sign of which only the code and what the row says are worked out: enough for a row that says what it said before. */
export type Glance = Int32Array & { readonly __glance: never };

/** Works out a row's own sign; `say` is the whole of what it says, as one text. */
export function ownSignOf(row: Particulars, say: string): OwnSign {
  const words: Int32Array = glanceOf(row, say);
  putHash(words, at.permit, row.permit_no === null ? null : digitsOf(row.permit_no));
  const among = amongOf(row);
  putHash(words, at.name, `${among}\n${nameKey(row.name)}`);
  putHash(words, at.place, placeKey(row.address));
  words[at.town - ofOrigin] = wordOf(row.town);
  const [phone = null, phone2 = null] = phoneKeys(row.phone);
  words[at.phone - ofOrigin] = wordOf(phone);
  words[at.phone2 - ofOrigin] = wordOf(phone2);
  words[at.core - ofOrigin] = wordOf(`${among}\n${nameCore(row.name)}`);
  return words as OwnSign;
}

/** Those among whom a name tells one from another: of teachers, whose names many share, those of one school. */
function amongOf({ kind, extra }: Particulars): string {
  if (kind !== "教师") return kind;
  const { 任教学校: school } = JSON.parse(extra) as Readonly<Record<string, string>>;
  return school === undefined ? kind : `${kind}\n${nameKey(school)}`;
}

/** The same, at a fraction of the time. */
export function glanceOf({ uscc }: Pick<Particulars, "uscc">, say: string): Glance {
  const words = new Int32Array(ownWidth);
  putHash(words, at.code, uscc);
  putHash(words, at.say, say);
  return words as Glance;
}

function putHash(words: Int32Array, offset: number, text: string | null): void {
  if (text === null) return;
  hash(text);
  words[offset - ofOrigin] = high;
  words[offset + 1 - ofOrigin] = low;
}

/** Where a row comes from. */
export interface Origin {
  readonly subject: number;
  readonly entry: number;
  readonly day: Day;
  readonly source: string | null;
}

type Chain = "code" | "permit" | "name" | "spot" | "place" | "phone" | "core";
const sureChains = ["code", "permit", "name", "spot"] as const;
const looseChains = ["place", "phone", "core"] as const;

/** So many may share a key before it stops being a sign (托管班); it also keeps every search short. */
const mostAlike = 50;

const slots = 1 << 20;

/** From each slot of a table to the latest row in it, and from row to row. */
interface Knots {
  readonly heads: Int32Array;
  readonly links: Int32Array[];
}

const none: number[] = [];

export interface Signs {
  /** Rows held; the number of a row in the ledger is its place here plus one. */
  readonly count: number;
  /** Puts a row's sign at the next free place, without holding it yet; of a glance only `alike("code")`, `said` and `sayNumber` are known. */
  stage(own: OwnSign | Glance, origin: Origin): void;
  /** Holds the staged row, under a subject; `live` false for one that does not count. */
  hold(subject: number, live: boolean): void;
  /** The subjects of earlier rows with the staged row's key, newest first; none where more than `mostAlike` rows have it. */
  alike(chain: Chain): readonly number[];
  /** Whether the staged row may be of a subject: false where both have a code and they differ. */
  fits(subject: number): boolean;
  /** Whether a live row of the subject has the staged row's town, or place, or telephone; null where one of them has none. */
  same(what: "town" | "place" | "phone", subject: number): boolean | null;
  /** Whether what the subject's latest row of the same source by the staged row's day says is what the staged row says; null where the source has none. */
  said(subject: number): boolean | null;
  /** Whether any row of the subject comes from the staged row's source. */
  fromSameSource(subject: number): boolean;
  /** The whole of what the staged row says, as a number; equal for equal ones. */
  sayNumber(): number;
  /** The pages that are full, from the first on. */
  pages(): readonly Int32Array[];
  /** Takes over a page as it was kept; `live` tells which entries count. */
  adopt(page: Int32Array, live: (entry: number) => boolean): void;
}

/** `merged` leads from a subject that was found to be another one to that other. */
export function newSigns(merged: ReadonlyMap<number, number>): Signs {
  const pages: Int32Array[] = [];
  const chains: { [chain in Chain]?: Knots } = {};
  const alive: Uint8Array[] = [];
  let subjectHead = new Int32Array(1 << 12);
  const subjectLink: Int32Array[] = [];
  let count = 0;
  let loose = false;
  const pageOf = (place: number): Int32Array => (pages[place >> 12] ??= new Int32Array(pageRows * width));
  const word = (place: number, offset: number): number => pageOf(place)[(place & 4095) * width + offset] ?? 0;
  const subjectAt = (place: number): number => {
    const subject = word(place, at.subject);
    return merged.size === 0 ? subject : (merged.get(subject) ?? subject);
  };
  const put = (offset: number, value: number): void => void (pageOf(count)[(count & 4095) * width + offset] = value);
  const has = (place: number, offset: number): boolean => word(place, offset) !== 0;
  const equal = (a: number, b: number, offset: number): boolean =>
    word(a, offset) === word(b, offset) && word(a, offset + 1) === word(b, offset + 1);
  /** The first word of a row's key in a chain, its second one of two telephones where `nth` is 1; 0 where there is none. */
  const keyOf = (chain: Chain, place: number, nth: number): number => {
    if (chain === "phone") return word(place, nth === 0 ? at.phone : at.phone2);
    if (nth > 0) return 0;
    if (chain !== "spot") return word(place, at[chain]);
    return has(place, at.place) ? word(place, at.name) ^ Math.imul(word(place, at.place + 1), 31) || 1 : 0;
  };
  const sameKey = (chain: Chain, a: number, b: number, key: number): boolean => {
    if (chain === "spot") return equal(a, b, at.name) && equal(a, b, at.place);
    if (chain === "phone") return word(a, at.phone) === key || word(a, at.phone2) === key;
    return chain === "core" ? word(a, at.core) === key : equal(a, b, at[chain]);
  };
  // In the chain of telephones a row may stand twice: there a knot is its place doubled, plus one for its second.
  const linkIn = ({ links }: Knots, knot: number): Int32Array => (links[knot >> 12] ??= new Int32Array(pageRows));
  const enchain = (chain: Chain, place: number): void => {
    const knots = (chains[chain] ??= { heads: new Int32Array(slots).fill(-1), links: [] });
    for (let nth = 0; nth < 2; nth += 1) {
      const key = keyOf(chain, place, nth);
      if (key === 0) continue;
      const knot = chain === "phone" ? place * 2 + nth : place;
      linkIn(knots, knot)[knot & 4095] = knots.heads[key & (slots - 1)] ?? -1;
      knots.heads[key & (slots - 1)] = knot;
    }
  };
  const enlist = (place: number): void => {
    const subject = subjectAt(place);
    if (subject >= subjectHead.length) {
      const larger = new Int32Array(Math.max(subject + 1, subjectHead.length * 2));
      larger.set(subjectHead);
      subjectHead = larger;
    }
    (subjectLink[place >> 12] ??= new Int32Array(pageRows))[place & 4095] = subjectHead[subject] ?? 0;
    subjectHead[subject] = place + 1;
    (alive[place >> 12] ??= new Uint8Array(pageRows))[place & 4095] = 1;
    for (const chain of sureChains) enchain(chain, place);
    if (loose) for (const chain of looseChains) enchain(chain, place);
  };
  const loosen = (): void => {
    loose = true;
    for (let place = 0; place < count; place += 1)
      if (alive[place >> 12]?.[place & 4095] === 1) for (const chain of looseChains) enchain(chain, place);
  };
  function* rowsOf(subject: number): Generator<number> {
    for (let next = subjectHead[subject] ?? 0; next > 0; next = subjectLink[(next - 1) >> 12]?.[(next - 1) & 4095] ?? 0)
      yield next - 1;
  }
  return {
    get count() {
      return count;
    },
    stage: (own, { subject, entry, day, source }) => {
      const [page, base] = [pageOf(count), (count & 4095) * width];
      page[base + at.subject] = subject;
      page[base + at.entry] = entry;
      page[base + at.day] = dayNumber(day);
      page[base + at.source] = wordOf(source);
      page.set(own, base + ofOrigin);
    },
    hold: (subject, live) => {
      put(at.subject, subject);
      if (live) enlist(count);
      count += 1;
    },
    alike: (chain) => {
      if (!loose && (looseChains as readonly string[]).includes(chain)) loosen();
      const knots = chains[chain];
      if (knots === undefined) return none;
      let found: number[] = none;
      for (let nth = 0; nth < 2; nth += 1) {
        const key = keyOf(chain, count, nth);
        if (key === 0) continue;
        let seen = 0;
        for (
          let knot = knots.heads[key & (slots - 1)] ?? -1;
          knot >= 0;
          knot = linkIn(knots, knot)[knot & 4095] ?? -1
        ) {
          const place = chain === "phone" ? knot >> 1 : knot;
          if (!sameKey(chain, place, count, key)) continue;
          seen += 1;
          if (seen > mostAlike) return none;
          const subject = subjectAt(place);
          if (found === none) found = [subject];
          else if (!found.includes(subject)) found.push(subject);
        }
      }
      return found;
    },
    fits: (subject) => {
      if (!has(count, at.code)) return true;
      for (const place of rowsOf(subject)) if (has(place, at.code)) return equal(place, count, at.code);
      return true;
    },
    same: (what, subject) => {
      let known = null as boolean | null;
      for (const place of rowsOf(subject)) {
        if (what === "phone") {
          const ours = [word(count, at.phone), word(count, at.phone2)].filter(Boolean);
          const theirs = [word(place, at.phone), word(place, at.phone2)].filter(Boolean);
          if (ours.length > 0 && theirs.length > 0) known = known === true || ours.some((one) => theirs.includes(one));
        } else if (has(count, at[what]) && has(place, at[what]))
          known =
            known === true ||
            (what === "town" ? word(place, at.town) === word(count, at.town) : equal(place, count, at.place));
        if (known === true) return true;
      }
      return known;
    },
    said: (subject) => {
      let [latest, day] = [-1, 0];
      for (const place of rowsOf(subject)) {
        const then = word(place, at.day);
        if (word(place, at.source) === word(count, at.source) && then <= word(count, at.day) && then > day)
          [latest, day] = [place, then];
      }
      return latest < 0 ? null : equal(latest, count, at.say);
    },
    fromSameSource: (subject) => {
      for (const place of rowsOf(subject)) if (word(place, at.source) === word(count, at.source)) return true;
      return false;
    },
    sayNumber: () => word(count, at.say) * 2 ** 21 + (word(count, at.say + 1) >>> 11),
    pages: () => pages.slice(0, count >> 12),
    adopt: (page, live) => {
      pages[count >> 12] = page;
      for (let row = 0; row < pageRows; row += 1) {
        if (live(page[row * width + at.entry] ?? 0)) enlist(count);
        count += 1;
      }
    },
  };
}
