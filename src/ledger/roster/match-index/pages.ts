/** The signs of rows in pages of numbers, by place: the number of a row in the ledger less one. */
import { width } from "./match-key.ts";

/** Signs in a page; a page has the rows of the roster with numbers 1 to 4096, 4097 to 8192 … */
export const pageRows = 4096;

export interface SignPages {
  readonly pages: Int32Array[];
  /** The page in which a place is, made where there is none. */
  readonly pageOf: (place: number) => Int32Array;
  readonly word: (place: number, offset: number) => number;
  readonly has: (place: number, offset: number) => boolean;
  /** Whether two rows have the same key of two words. */
  readonly equal: (a: number, b: number, offset: number) => boolean;
}

/** Where a place's sign begins in its page. */
export const startOf = (place: number): number => (place & (pageRows - 1)) * width;

export function newPages(): SignPages {
  const pages: Int32Array[] = [];
  const pageOf = (place: number): Int32Array => (pages[place >> 12] ??= new Int32Array(pageRows * width));
  const word = (place: number, offset: number): number => pageOf(place)[startOf(place) + offset] ?? 0;
  return {
    pages,
    pageOf,
    word,
    has: (place, offset) => word(place, offset) !== 0,
    equal: (a, b, offset) => word(a, offset) === word(b, offset) && word(a, offset + 1) === word(b, offset + 1),
  };
}

/** A number for each place, in pages that are made when they are written to; 0 before. */
export interface Numbers {
  readonly get: (place: number) => number;
  readonly set: (place: number, value: number) => void;
}

export function newNumbers(): Numbers {
  const pages: Int32Array[] = [];
  return {
    get: (place) => pages[place >> 12]?.[place & (pageRows - 1)] ?? 0,
    set: (place, value) => {
      (pages[place >> 12] ??= new Int32Array(pageRows))[place & (pageRows - 1)] = value;
    },
  };
}
