/** Rows on their way into the roster: what each says and what it is recognised by; packed, they pass from thread to thread. */
import type { Institution } from "../campaign/index.ts";
import { contentOf, saidColumns, sayText } from "./content.ts";
import type { Content } from "./content.ts";
import { glanceOf, ownSignOf, ownWidth } from "./signs.ts";
import type { Glance, OwnSign } from "./signs.ts";

/** A row of a file with what it says. */
export interface Incoming {
  readonly line: number;
  readonly content: Content;
  readonly sign: OwnSign;
}

/** One that has only been glanced at: where most rows say what they said before, the rest of the sign is seldom asked for. */
export interface Glanced {
  readonly line: number;
  readonly content: Content;
  readonly glance: Glance;
}

/** A row ready to be taken in, with the whole of what it says as one text. */
export type Prepared = (Incoming | Glanced) & { readonly say: string };

export function incomingOf(line: number, institution: Institution): Incoming & { readonly say: string } {
  const content = contentOf(institution);
  const say = sayText(content);
  return { line, content, say, sign: ownSignOf(content, say) };
}

export function glancedOf(line: number, institution: Institution): Glanced & { readonly say: string } {
  const content = contentOf(institution);
  const say = sayText(content);
  return { line, content, say, glance: glanceOf(content, say) };
}

/** Looked at in full. */
export const wholly = ({ line, content }: Glanced): Incoming => ({
  line,
  content,
  sign: ownSignOf(content, sayText(content)),
});

/** Rows as a few large pieces: thousands of small ones take longer to pass than to read. Either all or none have been glanced at. */
export interface Packed {
  readonly lines: Int32Array;
  readonly signs: Int32Array;
  readonly glanced: boolean;
  /** What each says, one after the other. */
  readonly says: string;
}

export function packed(rows: readonly Prepared[]): Packed {
  const signs = new Int32Array(rows.length * ownWidth);
  for (const [nth, row] of rows.entries()) signs.set("glance" in row ? row.glance : row.sign, nth * ownWidth);
  return {
    lines: Int32Array.from(rows, ({ line }) => line),
    signs,
    glanced: rows.some((row) => "glance" in row),
    says: rows.map(({ say }) => say).join("\n"),
  };
}

export function unpacked({ lines, signs, glanced, says }: Packed): (Incoming | Glanced)[] {
  const texts = says.split("\n");
  return Array.from(lines, (line, nth) => {
    const content = contentAt(texts, nth * saidColumns.length);
    const words: Int32Array = signs.subarray(nth * ownWidth, (nth + 1) * ownWidth);
    return glanced ? { line, content, glance: words as Glance } : { line, content, sign: words as OwnSign };
  });
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
