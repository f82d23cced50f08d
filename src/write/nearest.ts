/** The name someone probably meant. */

/** The candidate with the fewest characters changed from `name`, if at most half of them are; otherwise undefined. */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined;
  let fewest = Infinity;
  for (const candidate of candidates) {
    // Names are a handful of characters; a long one is not a slip of the keyboard.
    if (Math.max(name.length, candidate.length) > 30) continue;
    const changes = changesBetween(name, candidate);
    if (changes < fewest && changes <= Math.max(name.length, candidate.length) / 2)
      [best, fewest] = [candidate, changes];
  }
  return best;
}

/** How many characters to insert, drop or replace (Levenshtein). */
function changesBetween(from: string, to: string): number {
  let above = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let row = 1; row <= from.length; row += 1) {
    const line = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const replaced = (above[column - 1] ?? 0) + (from[row - 1] === to[column - 1] ? 0 : 1);
      line.push(Math.min(replaced, (above[column] ?? 0) + 1, (line[column - 1] ?? 0) + 1));
    }
    above = line;
  }
  return above[to.length] ?? 0;
}
