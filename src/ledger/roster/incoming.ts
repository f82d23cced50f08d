/** Rows on their way into the roster: what each says and what it is recognised by; packed, they pass from thread to thread. */
import type { Institution } from "../../campaign/index.ts";
import { contentAt, contentOf, saidColumns, sayText } from "./content.ts";
import type { RosterContent } from "./content.ts";
import { glanceOf, ownSignOf, ownWidth } from "./match-index/match-key.ts";
import type { Glance, OwnSign } from "./match-index/match-key.ts";

/** A row of a file. */
export interface IncomingContent {
  readonly line: number;
  readonly content: RosterContent;
}

/** One with what it is recognised by. */
export interface Incoming extends IncomingContent {
  readonly sign: OwnSign;
}

/** One that has only been glanced at: where most rows say what they said before, the rest of the sign is seldom asked for. */
export interface Glanced extends IncomingContent {
  readonly glance: Glance;
}

export const saidOf = (line: number, institution: Institution): IncomingContent => ({
  line,
  content: contentOf(institution),
});

/** Looked at in full. */
export const incomingOf = ({ line, content }: IncomingContent): Incoming => ({
  line,
  content,
  sign: ownSignOf(content, sayText(content)),
});

export const glancedOf = ({ line, content }: IncomingContent): Glanced => ({
  line,
  content,
  glance: glanceOf(content, sayText(content)),
});

/** Rows as a few large pieces: thousands of small ones take longer to pass than to read. */
export interface PackedRow {
  readonly lines: Int32Array;
  /** What each says, one after the other, and where each ends. */
  readonly says: string;
  readonly ends: Int32Array;
  /** Null where they are to be glanced at: that is left to the thread that unpacks them and has the time. */
  readonly signs: Int32Array | null;
}

/** The whole signs are worked out here, unless a glance is enough (`glancing`). */
export function packed(rows: readonly IncomingContent[], { glancing }: { readonly glancing: boolean }): PackedRow {
  const [cells, ends]: [string[], Int32Array] = [[], new Int32Array(rows.length)];
  let end = -1;
  for (const [nth, { content }] of rows.entries()) {
    for (const column of saidColumns) {
      const cell = content[column] ?? "";
      cells.push(cell);
      end += cell.length + 1;
    }
    ends[nth] = end;
  }
  const says = cells.join("\n");
  const lines = Int32Array.from(rows, ({ line }) => line);
  if (glancing) return { lines, says, ends, signs: null };
  const signs = new Int32Array(rows.length * ownWidth);
  for (const [nth, { content }] of rows.entries())
    signs.set(ownSignOf(content, sayAt({ says, ends }, nth)), nth * ownWidth);
  return { lines, says, ends, signs };
}

/** What one of packed rows says. */
function sayAt({ says, ends }: Pick<PackedRow, "says" | "ends">, nth: number): string {
  return says.slice(nth === 0 ? 0 : (ends[nth - 1] ?? 0) + 1, ends[nth]);
}

export function unpacked(pack: PackedRow): (Incoming | Glanced)[] {
  const { lines, says, signs } = pack;
  const texts = says.split("\n");
  return Array.from(lines, (line, nth) => {
    const content = contentAt(texts, nth * saidColumns.length);
    return signs === null
      ? { line, content, glance: glanceOf(content, sayAt(pack, nth)) }
      : { line, content, sign: signs.subarray(nth * ownWidth, (nth + 1) * ownWidth) as OwnSign };
  });
}
