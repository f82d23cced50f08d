/** Makes what a stranger typed harmless to a terminal, and measures it. */
import stringWidth from "string-width";

// Controls (escape sequences start with one), invisible and direction-turning characters, line separators, broken surrogates.
const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;
const invisibleButBreaks = /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;
const lineBreak = /\r\n?/g;

/**
 * The text on one line, with every control or invisible character shown as a visible sign (escape becomes ␛, a line break ␊); a tab is a space.
 * What comes out has no power over a terminal.
 */
export function plain(text: string): string {
  return text.replace(lineBreak, "\n").replace(invisible, sign);
}

/** The same, but line breaks stay line breaks (as \n). */
export function plainLines(text: string): string {
  return text.replace(lineBreak, "\n").replace(invisibleButBreaks, sign);
}

function sign(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code === 0x09) return " ";
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  return code === 0x7f ? "␡" : "\ufffd";
}

// Where a character is one UTF-16 unit and its width is known without looking it up.
const easy = /^[ -~\u4e00-\u9fff\u3001-\u3011\uff01-\uff5e]*$/;
const wide = /[^ -~]/g;

/** How many terminal columns a text takes: a Chinese character takes two. */
export function displayWidth(text: string): number {
  // Whole lists are measured, and most cells are plain Chinese; the general rule has to cut text into graphemes first.
  if (easy.test(text)) return text.length + (text.match(wide)?.length ?? 0);
  return stringWidth(text);
}
