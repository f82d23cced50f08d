/** Rows on their way into the roster: what each says and what it is recognised by; packed, they pass from thread to thread. */
import type { Institution } from "../campaign/index.ts";
import { contentOf, saidColumns, sayText } from "./content.ts";
import type { Content } from "./content.ts";
import { ownSignOf, ownWidth } from "./signs.ts";
import type { OwnSign } from "./signs.ts";

/** A row of a file with what it says. */
export interface Incoming {
  readonly line: number;
  readonly content: Content;
  readonly sign: OwnSign;
}

/** One that can still be packed. */
export interface Prepared extends Incoming {
  readonly say: string;
}

export function incomingOf(line: number, institution: Institution): Prepared {
  const content = contentOf(institution);
  const say = sayText(content);
  return { line, content, say, sign: ownSignOf(content, say) };
}

/** Rows as a few large pieces: thousands of small ones take longer to pass than to read. */
export interface Packed {
  readonly lines: Int32Array;
  readonly signs: Int32Array;
  /** What each says, one after the other. */
  readonly says: string;
}

export function packed(rows: readonly Prepared[]): Packed {
  const signs = new Int32Array(rows.length * ownWidth);
  for (const [nth, { sign }] of rows.entries()) signs.set(sign, nth * ownWidth);
  return { lines: Int32Array.from(rows, ({ line }) => line), signs, says: rows.map(({ say }) => say).join("\n") };
}

export function unpacked({ lines, signs, says }: Packed): Incoming[] {
  const texts = says.split("\n");
  return Array.from(lines, (line, nth) => ({
    line,
    content: contentAt(texts, nth * saidColumns.length),
    sign: signs.subarray(nth * ownWidth, (nth + 1) * ownWidth) as OwnSign,
  }));
}

/** The columns in the order of `saidColumns`. */
function contentAt(texts: readonly string[], from: number): Content {
  const text = (column: number): string => texts[from + column] ?? "";
  // a column is never an empty text, so that one stands for none
  const orNull = (column: number): string | null => texts[from + column] || null;
  return {
    kind: text(0) as Content["kind"],
    name: text(1),
    more: text(2),
    extra: text(3),
    uscc: orNull(4),
    permit_no: orNull(5),
    permit_until: orNull(6) as Content["permit_until"],
    licence_class: orNull(7) as Content["licence_class"],
    category: orNull(8),
    town: orNull(9),
    address: orNull(10),
    phone: orNull(11),
    legal_rep: orNull(12),
    organizer: orNull(13),
  };
}
