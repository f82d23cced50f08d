/** What a row of the roster is recognised by, as a few numbers. */
import { nameCore, nameKey, phoneKeys, placeKey } from "../../../campaign/index.ts";
import { fromJson } from "../../json.ts";
import type { RosterRow } from "../../tables.ts";

/** The columns that a row is recognised by. */
export type Particulars = Pick<
  RosterRow,
  "kind" | "name" | "uscc" | "permit_no" | "town" | "address" | "phone" | "extra"
>;

/** Changes whenever a key is worked out differently: pages of another version are made anew. */
export const signVersion = 3;

/** Words of a sign; a key of two words is 0, 0 where there is none. */
export const at = {
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
export const width = 18;

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

export const ofOrigin = 4;
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
  const { 任教学校: school } = fromJson(extra);
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
