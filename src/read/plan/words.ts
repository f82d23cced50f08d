/** Words in messages: a stranger's text made fit to print, and the known word nearest to a mistyped one. */
import { editsBetween } from "../../campaign/index.ts";

/** A value as it may stand in a message: no control or direction characters, at most 30 characters. */
export function shown(value: unknown): string {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? String(value));
  const safe = Array.from(text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, "·"));
  return safe.length > 30 ? `${safe.slice(0, 29).join("")}…` : safe.join("");
}

/** The known word most like a mistyped one; null when none is near. */
export function nearest(word: string, known: Iterable<string>): string | null {
  let best: string | null = null;
  let least = Infinity;
  for (const candidate of known) {
    const distance = distanceOf(word, candidate);
    if (distance < least) [best, least] = [candidate, distance];
  }
  // Of one character all would have to be changed.
  const isNear = least < word.length && least <= Math.ceil(Math.min(word.length, best?.length ?? 0) / 2);
  return isNear ? best : null;
}

/** A remedy for an unknown word: the near one, else all that are known. */
export function remedy(word: string, known: readonly string[]): string {
  const near = nearest(word, known);
  if (near !== null) return `是不是“${shown(near)}”？`;
  if (known.length === 0) return "这里还没有定义任何可用的词，请先定义。";
  return `可用：${known.slice(0, 12).map(shown).join("、")}${known.length > 12 ? " 等" : ""}。`;
}

/** Edit distance; a word that contains the other counts as one edit. Long words are compared by their beginning. */
function distanceOf(left: string, right: string): number {
  if (left === right) return 0;
  if (Math.min(left.length, right.length) > 1 && (left.includes(right) || right.includes(left))) return 1;
  return editsBetween(left.slice(0, 40), right.slice(0, 40));
}
