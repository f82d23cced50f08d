/** How much room a text takes on a terminal. Apart from plain.ts, since its rules take as long to load as a report to print. */
import stringWidth from "string-width";
import { easyWidth } from "./easy-width.ts";

/** A text without spaces in lines no wider than `width` (at least 2); null where the general rules have to be asked. */
export function cutAt(text: string, width: number): string[] | null {
  if (text.includes(" ") || easyWidth(text) === null) return null;
  const lines: string[] = [];
  let [from, taken] = [0, 0];
  for (let at = 0; at < text.length; at += 1) {
    const sign = text.charCodeAt(at) > 0x7e ? 2 : 1;
    if (taken + sign > width) {
      lines.push(text.slice(from, at));
      [from, taken] = [at, 0];
    }
    taken += sign;
  }
  return [...lines, text.slice(from)];
}

/** How many terminal columns a text takes: a Chinese character takes two. */
export function displayWidth(text: string): number {
  // Whole lists are measured, and most cells are plain Chinese; the general rule has to cut text into graphemes first.
  return easyWidth(text) ?? stringWidth(text);
}
