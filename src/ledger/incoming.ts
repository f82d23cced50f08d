/** Rows on their way into the roster: what each says and what it is recognised by; packed, they pass from thread to thread. */
import type { Institution } from "../campaign/index.ts";
import { contentOf, sayText } from "./content.ts";
import type { Content } from "./content.ts";
import { ownSignOf, ownWidth } from "./signs.ts";
import type { OwnSign } from "./signs.ts";

/** A row of a file with what it says. */
export interface Incoming {
  readonly line: number;
  readonly content: Content;
  readonly sign: OwnSign;
}

export function incomingOf(line: number, institution: Institution): Incoming {
  const content = contentOf(institution);
  return { line, content, sign: ownSignOf(content, sayText(content)) };
}

/** Rows as a few large pieces: thousands of small ones take longer to pass than to read. */
export interface Packed {
  readonly lines: Int32Array;
  readonly signs: Int32Array;
  /** Every column of every row, between unit separators: cells have no control characters. */
  readonly texts: string;
}

const columns = [
  "kind",
  "name",
  "uscc",
  "permit_no",
  "permit_until",
  "licence_class",
  "category",
  "town",
  "address",
  "phone",
  "legal_rep",
  "organizer",
  "more",
  "extra",
] as const satisfies readonly (keyof Content)[];
const between = "\u001f";

export function packed(rows: readonly Incoming[]): Packed {
  const signs = new Int32Array(rows.length * ownWidth);
  const texts: string[] = [];
  for (const [nth, { content, sign }] of rows.entries()) {
    signs.set(sign, nth * ownWidth);
    // a column is never an empty text, so that one stands for none
    for (const column of columns) texts.push(content[column] ?? "");
  }
  return { lines: Int32Array.from(rows, ({ line }) => line), signs, texts: texts.join(between) };
}

export function unpacked({ lines, signs, texts }: Packed): Incoming[] {
  const cells = texts.split(between);
  const text = (nth: number, column: number): string => cells[nth * columns.length + column] ?? "";
  const orNull = (nth: number, column: number): string | null => text(nth, column) || null;
  return Array.from(lines, (line, nth) => ({
    line,
    sign: signs.subarray(nth * ownWidth, (nth + 1) * ownWidth) as OwnSign,
    content: {
      kind: text(nth, 0) as Content["kind"],
      name: text(nth, 1),
      uscc: orNull(nth, 2),
      permit_no: orNull(nth, 3),
      permit_until: orNull(nth, 4) as Content["permit_until"],
      licence_class: orNull(nth, 5) as Content["licence_class"],
      category: orNull(nth, 6),
      town: orNull(nth, 7),
      address: orNull(nth, 8),
      phone: orNull(nth, 9),
      legal_rep: orNull(nth, 10),
      organizer: orNull(nth, 11),
      more: text(nth, 12),
      extra: text(nth, 13),
    },
  }));
}
