/** How much room a text takes on a terminal. Apart from plain.ts, since its rules take as long to load as a report to print. */
import stringWidth from "string-width";
import { easyWidth } from "./easy-width.ts";

/**
 * A text in lines no wider than `width` (at least 2), as the library breaks it, only sooner: words stay whole where they fit. null
 * where the library has to be asked.
 */
export function cutAt(text: string, width: number): string[] | null {
  if (easyWidth(text) === null) return null;
  const lines: string[] = [];
  let [line, taken] = ["", 0];
  const breakLine = (): void => {
    lines.push(line);
    [line, taken] = ["", 0];
  };
  for (const [at, word] of text.split(" ").entries()) {
    if (at > 0) {
      if (taken >= width) breakLine();
      line += " ";
      taken += 1;
    }
    const wide = easyWidth(word) ?? 0;
    if (wide > width ? startsAnew(wide, width, taken) : taken > 0 && wide > 0 && taken + wide > width) breakLine();
    const parts = wide > width ? word : [word];
    for (const part of parts) {
      const more = parts === word ? signWidth(part) : wide;
      if (taken > 0 && taken + more > width) breakLine();
      line += part;
      taken += more;
    }
  }
  return [...lines, line];
}

/** A word that is cut anyway begins on a line of its own where that makes fewer pieces of it. */
const startsAnew = (wide: number, width: number, taken: number): boolean =>
  Math.floor((wide - 1) / width) < 1 + Math.floor((wide - (width - taken) - 1) / width);

const signWidth = (sign: string): number => (sign.charCodeAt(0) > 0x3000 ? 2 : 1);

/** How many terminal columns a text takes: a Chinese character takes two. */
export function displayWidth(text: string): number {
  // Whole lists are measured, and most cells are plain Chinese; the general rule has to cut text into graphemes first.
  return easyWidth(text) ?? stringWidth(text);
}
