/** How much room a text of Chinese and Latin takes on a terminal: nearly all there is. Apart from width.ts, whose rules for the rest are slow to load. */

// Where a character is one UTF-16 unit and its width is known without looking it up.
const easy = /^[ -~\u4e00-\u9fff\u3001-\u3011\uff01-\uff5e]*$/;
const wide = /[^ -~]/g;

/** How many terminal columns a text takes, a Chinese character two; null where the general rules have to be asked. */
export function easyWidth(text: string): number | null {
  return easy.test(text) ? text.length + (text.match(wide)?.length ?? 0) : null;
}
