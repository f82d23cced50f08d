/**
 * The check code (校验码) printed on what leaves the office: how many entries the ledger had, and the first 80 bits of the root over
 * them, e.g. 37-9K3D-7ZQX-0M2V-H4TT-K. Base 32 of Crockford, which has no I, L, O, U; the last character guards against slips of the
 * pen (ISO 7064, its system for 32 characters instead of 26 or 36), and is one of the same 32, so that it can be read out on the telephone.
 */
import type { Hash, RememberedNodes } from "./merkle.ts";

const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

const bytes = 10;

/** What a code says of a ledger: the beginning of its root stands for the root. */
export interface Code {
  readonly size: number;
  /** The first 10 bytes of the root. */
  readonly prefix: Hash;
}

/** The code of a state; "" of a ledger without entries. */
export const codeOf = ({ size, root }: RememberedNodes): string =>
  size === 0 ? "" : codeText({ size, prefix: root.subarray(0, bytes) });

/** As it is printed. */
export function codeText({ size, prefix }: Code): string {
  const letters = base32(prefix);
  const groups = letters.match(/.{4}/g) ?? [];
  return [String(size), ...groups, checkCharacter(`${size}${letters}`)].join("-");
}

export type BadCode = "shape" | "check";

/** A code as somebody copied it: in small letters, with other dashes or none, O for 0 and I for 1. Gives what is wrong with it, if anything. */
export function readCode(text: string): Code | BadCode {
  const plain = text
    .normalize("NFKC")
    .toUpperCase()
    .replaceAll(/[\s\p{Pd}._]/gu, "")
    .replaceAll("O", "0")
    .replaceAll(/[IL]/g, "1");
  const [, size, letters, check] = /^([1-9]\d{0,9})([0-9A-HJKMNP-TV-Z]{16})([0-9A-HJKMNP-TV-Z])$/.exec(plain) ?? [];
  if (size === undefined || letters === undefined) return "shape";
  return check === checkCharacter(size + letters) ? { size: Number(size), prefix: fromBase32(letters) } : "check";
}

/** ISO 7064, hybrid system modulo 33,32: finds every single wrong character and nearly every two that changed places. */
function checkCharacter(text: string): string {
  let product = alphabet.length;
  for (const character of text) {
    const sum = (product + alphabet.indexOf(character)) % alphabet.length || alphabet.length;
    product = (sum * 2) % (alphabet.length + 1);
  }
  return alphabet[(alphabet.length + 1 - product) % alphabet.length] ?? "";
}

/** 5 bits a character; the length is a multiple of 5 bytes. */
function base32(content: Uint8Array): string {
  const bits = [...content].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  return (bits.match(/.{5}/g) ?? []).map((five) => alphabet[Number.parseInt(five, 2)]).join("");
}

function fromBase32(letters: string): Uint8Array {
  const bits = Array.from(letters, (letter) => alphabet.indexOf(letter).toString(2).padStart(5, "0")).join("");
  return Uint8Array.from((bits.match(/.{8}/g) ?? []).map((eight) => Number.parseInt(eight, 2)));
}
