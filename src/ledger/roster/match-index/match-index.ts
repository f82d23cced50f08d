/**
 * What every row of the roster is recognised by, small enough that a million of them are held at once: a few numbers a row,
 * in pages, with chains from each key to the rows that have it. Kept beside the facts (sign_page) and made anew when it is missing.
 */
import { dayNumber } from "../../../campaign/index.ts";
import type { Day } from "../../../campaign/index.ts";
import { looseChains, newChains, sureChains } from "./chains.ts";
import type { Chain, LooseChain } from "./chains.ts";
import { newNumbers, newPages, pageRows, startOf } from "./pages.ts";
import type { SignPages } from "./pages.ts";
import { at, ofOrigin, width, wordOf } from "./match-key.ts";
import type { Glance, OwnSign } from "./match-key.ts";

/** Where a row comes from. */
export interface Origin {
  readonly subject: number;
  readonly entry: number;
  readonly day: Day;
  readonly source: string | null;
}

/** What two rows may have in common. */
type Shared = "town" | "place" | "phone";

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
  same(what: Shared, subject: number): boolean | null;
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
  const pages = newPages();
  const subjectAt = (place: number): number => {
    const subject = pages.word(place, at.subject);
    return merged.size === 0 ? subject : (merged.get(subject) ?? subject);
  };
  const chains = newChains(pages, subjectAt);
  const subjects = newSubjectRows();
  let count = 0;
  let loose = false;
  const enlist = (place: number): void => {
    subjects.add(subjectAt(place), place);
    for (const chain of sureChains) chains.add(chain, place);
    if (loose) for (const chain of looseChains) chains.add(chain, place);
  };
  // most imports never look along the loose chains
  const loosen = (): void => {
    loose = true;
    for (let place = 0; place < count; place += 1)
      if (subjects.has(place)) for (const chain of looseChains) chains.add(chain, place);
  };
  return {
    get count() {
      return count;
    },
    stage: (own, origin) => stageAt(pages, count, own, origin),
    hold: (subject, live) => {
      pages.pageOf(count)[startOf(count) + at.subject] = subject;
      if (live) enlist(count);
      count += 1;
    },
    alike: (chain) => {
      if (!loose && isLoose(chain)) loosen();
      return chains.alike(chain, count);
    },
    fits: (subject) => fits(pages, count, subjects.rowsOf(subject)),
    same: (what, subject) => same(pages, count, subjects.rowsOf(subject), what),
    said: (subject) => {
      const before = latestFromSource(pages, count, subjects.rowsOf(subject));
      return before === null ? null : pages.equal(before, count, at.say);
    },
    fromSameSource: (subject) => {
      for (const place of subjects.rowsOf(subject)) if (sameSource(pages, place, count)) return true;
      return false;
    },
    sayNumber: () => pages.word(count, at.say) * 2 ** 21 + (pages.word(count, at.say + 1) >>> 11),
    pages: () => pages.pages.slice(0, count >> 12),
    adopt: (page, live) => {
      pages.pages[count >> 12] = page;
      for (let row = 0; row < pageRows; row += 1) {
        if (live(page[row * width + at.entry] ?? 0)) enlist(count);
        count += 1;
      }
    },
  };
}

const isLoose = (chain: Chain): chain is LooseChain => (looseChains as readonly Chain[]).includes(chain);

function stageAt(
  pages: SignPages,
  place: number,
  own: OwnSign | Glance,
  { subject, entry, day, source }: Origin,
): void {
  const [page, base] = [pages.pageOf(place), startOf(place)];
  page[base + at.subject] = subject;
  page[base + at.entry] = entry;
  page[base + at.day] = dayNumber(day);
  page[base + at.source] = wordOf(source);
  page.set(own, base + ofOrigin);
}

/** The live rows of each subject, the latest first. */
interface SubjectRows {
  readonly add: (subject: number, place: number) => void;
  /** Whether a place is a live row's. */
  readonly has: (place: number) => boolean;
  readonly rowsOf: (subject: number) => Iterable<number>;
}

function newSubjectRows(): SubjectRows {
  // a place is kept plus one; after the first row of a subject comes `end`
  const end = -1;
  let heads = new Int32Array(1 << 12);
  const links = newNumbers();
  return {
    add: (subject, place) => {
      if (subject >= heads.length) {
        const larger = new Int32Array(Math.max(subject + 1, heads.length * 2));
        larger.set(heads);
        heads = larger;
      }
      links.set(place, heads[subject] || end);
      heads[subject] = place + 1;
    },
    has: (place) => links.get(place) !== 0,
    *rowsOf(subject) {
      for (let next = heads[subject] ?? 0; next > 0; next = links.get(next - 1)) yield next - 1;
    },
  };
}

/** Whether a row may be of the subject whose rows these are: false where both have a code and they differ. */
function fits({ has, equal }: SignPages, place: number, rows: Iterable<number>): boolean {
  if (!has(place, at.code)) return true;
  for (const other of rows) if (has(other, at.code)) return equal(other, place, at.code);
  return true;
}

/** Whether one of the rows has in common with a row what is asked; null where one of them has none. */
function same(pages: SignPages, place: number, rows: Iterable<number>, what: Shared): boolean | null {
  let known: boolean | null = null;
  for (const other of rows) {
    const shared = shares[what](pages, other, place);
    if (shared === true) return true;
    known ??= shared;
  }
  return known;
}

const shares: Readonly<Record<Shared, (pages: SignPages, a: number, b: number) => boolean | null>> = {
  town: ({ word, has }, a, b) => (has(a, at.town) && has(b, at.town) ? word(a, at.town) === word(b, at.town) : null),
  place: ({ has, equal }, a, b) => (has(a, at.place) && has(b, at.place) ? equal(a, b, at.place) : null),
  phone: (pages, a, b) => {
    const [ours, theirs] = [phonesOf(pages, a), phonesOf(pages, b)];
    return ours.length > 0 && theirs.length > 0 ? ours.some((one) => theirs.includes(one)) : null;
  },
};

const phonesOf = ({ word }: SignPages, place: number): number[] =>
  [word(place, at.phone), word(place, at.phone2)].filter(Boolean);

const sameSource = ({ word }: SignPages, a: number, b: number): boolean => word(a, at.source) === word(b, at.source);

/** Of the rows, the latest of a row's source by its day. */
function latestFromSource(pages: SignPages, place: number, rows: Iterable<number>): number | null {
  let [latest, day]: [number | null, number] = [null, 0];
  for (const other of rows) {
    const then = pages.word(other, at.day);
    if (sameSource(pages, other, place) && then <= pages.word(place, at.day) && then > day)
      [latest, day] = [other, then];
  }
  return latest;
}
