/** Makes what a stranger typed harmless to a terminal. */

// Controls (escape sequences start with one), invisible and direction-turning characters, line separators, broken surrogates.
const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;
const invisibleButBreaks = /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;
const lineBreak = /\r\n?/g;

/** Nearly all texts are of these alone, and harmless: printable ASCII, Chinese characters and signs. */
const everyday = /^[\x20-\x7e\u3001-\u303f\u4e00-\u9fff\uff01-\uffe6]*$/;

/**
 * The text on one line, with every control or invisible character shown as a visible sign (escape becomes ␛, a line break ␊); a tab is a space.
 * What comes out has no power over a terminal.
 */
export function plain(text: string): string {
  if (everyday.test(text)) return text;
  return text.replace(lineBreak, "\n").replace(invisible, sign);
}

/** The same, but line breaks stay line breaks (as \n). */
export function plainLines(text: string): string {
  if (everyday.test(text)) return text;
  return text.replace(lineBreak, "\n").replace(invisibleButBreaks, sign);
}

function sign(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code === 0x09) return " ";
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  return code === 0x7f ? "␡" : "\ufffd";
}
