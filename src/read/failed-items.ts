/** The failed items of a visit as people write them in one cell or one option: 2-1、3-2：通道堵塞. */
import { cleanCell, foldWidth } from "../campaign/index.ts";
import type { Item } from "../campaign/index.ts";
import { itemNamed } from "./answers.ts";

export interface FailedItems {
  /** What was found, by the item's code; empty where nothing was written. */
  readonly notes: ReadonlyMap<string, string>;
  /** Parts that name no item of this list. */
  readonly unknown: readonly string[];
}

const nothing = /^(?:无|没有|合格|全部合格|没有问题|无问题|正常|\/|—|-)?$/;
/** A code, and what is written behind it. */
const coded = /^(\d{1,2}\s*[-‐‑‒–—－]\s*\d{1,2})(?!\d|\s*[层楼号])\s*[=＝:：]?\s*([^]*)$/;
/** The code that a part of such a text begins with, as plans write it: 6-1 of 6—1：超纲; empty where there is none. */
export function codeIn(part: string): string {
  return (coded.exec(part.trim().replaceAll(/[０-９－]/g, foldWidth))?.[1] ?? "").replaceAll(/\s*[^\d\s]\s*/g, "-");
}

const codesApart = /(\d)\s+(?=\d{1,2}[-‐‑‒–—－]\d{1,2}(?:\D|$))/g;

/**
 * Reads codes separated by commas, semicolons, 、 or line breaks, each alone or followed by what was found (2-1=…, 2-1：…, 2-1 …).
 * A part that begins with no code belongs to the note before it. One date alone is a code that a spreadsheet has changed.
 */
export function readFailedItems(text: string, items: readonly Item[]): FailedItems {
  const byCode = new Map(items.map((item) => [item.code, item]));
  const whole = cleanCell(text)
    .trim()
    .replaceAll(/[０-９－]/g, foldWidth);
  if (nothing.test(whole)) return { notes: new Map(), unknown: [] };
  const alone = itemNamed(byCode, whole);
  if (alone) return { notes: new Map([[alone.code, ""]]), unknown: [] };
  const notes = new Map<string, string>();
  const unknown: string[] = [];
  let last: string | null = null;
  for (const [part, separator] of partsOf(whole.replaceAll(codesApart, "$1、"))) {
    const [, code, note = ""] = coded.exec(part) ?? [];
    const item = code === undefined ? undefined : itemNamed(byCode, code);
    if (item) notes.set((last = item.code), note.trim());
    else if (code === undefined && last !== null && notes.get(last) !== "")
      notes.set(last, `${notes.get(last) ?? ""}${separator}${part}`);
    else unknown.push(part);
  }
  return { notes, unknown };
}

/** The parts of a text, each with the sign before it. */
function partsOf(text: string): [part: string, separator: string][] {
  const pieces = text.split(/([,，、;；\n]+)/);
  return pieces.flatMap((piece, at): [string, string][] =>
    at % 2 === 1 || piece.trim() === "" ? [] : [[piece.trim(), pieces[at - 1] ?? ""]],
  );
}
