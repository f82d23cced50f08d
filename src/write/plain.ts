/** Makes what a stranger typed harmless to a terminal. */

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
