/** The XML of a workbook's parts, tag by tag. Not for any XML: a workbook has no entities of its own. */

export interface TagReader {
  /** The name comes without its prefix. */
  open(name: string, attributes: string): void;
  text(text: string): void;
  close(name: string): void;
}

/** Bytes. Longer strings would outlive the collection of short-lived ones, and pile up. */
const pieceSize = 1 << 14;
/** Characters; a cell of a spreadsheet ends at 32,767, a tag long before. */
const longestTag = 1 << 20;

/** Goes through a part piece by piece, so that its text is never there as a whole, and yields after each. A text may come in several calls. Broken XML ends it early. */
export function* readTags(bytes: Uint8Array, reader: TagReader): Generator<void> {
  const decoder = new TextDecoder(bytes[0] === 0xff ? "utf-16le" : bytes[0] === 0xfe ? "utf-16be" : "utf-8");
  let rest = "";
  for (let at = 0; at < bytes.length; at += pieceSize) {
    const last = at + pieceSize >= bytes.length;
    rest += decoder.decode(bytes.subarray(at, at + pieceSize), { stream: !last });
    rest = rest.slice(tagsOf(rest, reader));
    yield;
    if (rest.length > longestTag) return;
  }
}

/** How far it came: what is not complete is left for the next piece. */
function tagsOf(text: string, reader: TagReader): number {
  let at = 0;
  for (;;) {
    const start = text.indexOf("<", at);
    const end = start < 0 ? -1 : tagEnd(text, start);
    if (end < 0) return at;
    if (start > at) reader.text(unescaped(text.slice(at, start)));
    tagOf(text, start, end, reader);
    at = end;
  }
}

const comment = "<!--";
const verbatim = "<![CDATA[";

/** Behind the closing bracket; -1 when it is not there yet. */
function tagEnd(text: string, start: number): number {
  if (text.startsWith(comment, start)) return behind(text, "-->", start);
  if (text.startsWith(verbatim, start)) return behind(text, "]]>", start);
  let end = text.indexOf(">", start);
  // a > may stand inside a quoted attribute
  for (let tries = 0; end >= 0 && tries < 20 && text.slice(start, end).split('"').length % 2 === 0; tries += 1)
    end = text.indexOf(">", end + 1);
  return end < 0 ? -1 : end + 1;
}

function behind(text: string, sign: string, from: number): number {
  const at = text.indexOf(sign, from);
  return at < 0 ? -1 : at + sign.length;
}

function tagOf(text: string, start: number, end: number, reader: TagReader): void {
  if (text.startsWith(verbatim, start)) return reader.text(text.slice(start + verbatim.length, end - 3));
  const second = text.charCodeAt(start + 1);
  if (second === 0x21 || second === 0x3f) return;
  const closing = second === 0x2f;
  let to = closing ? start + 2 : start + 1;
  let from = to;
  for (; to < end - 1; to += 1) {
    const sign = text.charCodeAt(to);
    if (sign === 0x3a) from = to + 1;
    else if (sign === 0x2f || sign <= 0x20) break;
  }
  const name = text.slice(from, to);
  if (!closing) reader.open(name, text.slice(to, end - 1));
  if (closing || text.charCodeAt(end - 2) === 0x2f) reader.close(name);
}

const patterns = new Map<string, RegExp>();

/** An attribute of a tag by its name without prefix; null when there is none. */
export function attribute(attributes: string, name: string): string | null {
  const pattern = patterns.get(name) ?? new RegExp(`(?:\\s|:)${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`);
  patterns.set(name, pattern);
  const found = pattern.exec(attributes);
  return found ? unescaped(found[1] ?? found[2] ?? "") : null;
}

const named: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

/** Entities, and signs written as spreadsheets do (_x000D_), become the signs they stand for. */
function unescaped(text: string): string {
  if (!text.includes("&") && !text.includes("_x")) return text;
  return text
    .replaceAll(
      /&(?:#x([\da-f]{1,6})|#(\d{1,7})|([a-z]{2,4}));/gi,
      (whole, hex?: string, decimal?: string, word = "") =>
        hex === undefined && decimal === undefined
          ? (named[String(word)] ?? whole)
          : signOf(hex === undefined ? Number(decimal) : parseInt(hex, 16)),
    )
    .replaceAll(/_x([\dA-F]{4})_/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}

function signOf(code: number): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : "";
}
