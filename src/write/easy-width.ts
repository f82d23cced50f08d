/** How much room a text of Chinese and Latin takes on a terminal: nearly all there is. Apart from width.ts, whose rules for the rest are slow to load. */

// Where a character is one UTF-16 unit and its width is known without looking it up: Chinese with its brackets, among them the 〔〕
// of every document number, and the dashes and quotes that stand between.
const easy = /^[ -~·—‘’“”…\u3001-\u3029\u4e00-\u9fff\uff01-\uff5e]*$/;
const wide = /[\u3001-\uffff]/g;

/** How many terminal columns a text takes, a Chinese character two; null where the general rules have to be asked. */
export function easyWidth(text: string): number | null {
  return easy.test(text) ? text.length + (text.match(wide)?.length ?? 0) : null;
}
