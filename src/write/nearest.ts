/** The name someone probably meant. */
import { editsBetween } from "../campaign/index.ts";

/** The candidate with the fewest characters changed from `name`, if at most half of them are; otherwise undefined. */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined;
  let fewest = Infinity;
  for (const candidate of candidates) {
    // Names are a handful of characters; a long one is not a slip of the keyboard.
    if (Math.max(name.length, candidate.length) > 30) continue;
    const changes = editsBetween(name, candidate);
    if (changes < fewest && changes <= Math.max(name.length, candidate.length) / 2)
      [best, fewest] = [candidate, changes];
  }
  return best;
}
