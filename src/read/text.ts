/** Bytes to text, in the encodings that offices' files come in. */
import { isUtf8 } from "node:buffer";
import { createHash } from "node:crypto";
import { closeSync, openSync, readSync } from "node:fs";
import { TextDecoder } from "node:util";
import { misuse, refuse } from "../campaign/index.ts";
import type { Problem } from "../campaign/index.ts";

export type Encoding = "utf-8" | "gb18030" | "utf-16le" | "utf-16be";

export interface Decoded {
  readonly text: string;
  readonly encoding: Encoding;
}

/** A text that comes piece by piece, so that a large file is never there twice. */
export interface Pieces {
  readonly pieces: Iterable<string>;
  readonly encoding: Encoding;
}

/**
 * The whole text of a file: by its byte order mark, else UTF-8 where every byte fits, else GB18030 where every byte fits.
 * @throws Stop when it is no text (PDF, Excel, Word, a picture …), holds NUL bytes, or fits no encoding; `file` names it in the message
 */
export function textOf(bytes: Uint8Array, file?: string): Decoded {
  const { pieces, encoding } = textPieces(bytes, file);
  return { text: [...pieces].join(""), encoding };
}

/** The same, piece by piece; what is wrong with the bytes of one encoding shows only when its pieces are taken. @throws Stop */
export function textPieces(bytes: Uint8Array, file?: string): Pieces {
  refuseOtherFormats(bytes, file);
  const encoding = encodingOf(bytes);
  return { encoding, pieces: piecesOf(() => chunksOf(bytes), encoding, file) };
}

/** What a file's bytes come to before they are read. */
export interface TextSurvey {
  readonly encoding: Encoding;
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
}

/** A text file, a piece at a time, so that it is never held as a whole. */
export interface TextFile extends Pieces {
  readonly survey: TextSurvey;
  /** How much of the file has been given as pieces, 0 to 1. */
  readonly share: () => number;
}

/** The same for a file on the disk, which need not be surveyed again. @throws Stop; the file system's own error where it cannot be read */
export function textFile(path: string, file: string, survey: TextSurvey = surveyOf(path, file)): TextFile {
  const { encoding, sha256, size } = survey;
  let given = 0;
  const counted = function* (): Generator<Uint8Array> {
    const digest = createHash("sha256");
    for (const chunk of chunksIn(path)) {
      digest.update(chunk);
      given += chunk.length;
      yield chunk;
    }
    if (digest.digest("hex") !== sha256)
      refuse("file-changed", "文件在读的过程中被改动了，没有读完。", {
        hint: "等别的程序存好文件，再试一次",
        place: { file },
      });
  };
  return {
    encoding,
    survey,
    pieces: piecesOf(counted, encoding, file),
    share: () => (size === 0 ? 1 : Math.min(1, given / size)),
  };
}

/** Goes through the whole file once. */
function surveyOf(path: string, file: string): TextSurvey {
  const digest = createHash("sha256");
  let size = 0;
  let head: Uint8Array | undefined;
  let utf8 = true;
  let rest: Uint8Array = new Uint8Array();
  for (const chunk of chunksIn(path)) {
    digest.update(chunk);
    if (head === undefined) refuseOtherFormats((head = chunk.slice()), file);
    else if (!isWide(head)) refuseZero(chunk, size, { place: { file } });
    if (utf8) {
      const whole = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      const end = lastWhole(whole);
      utf8 = isUtf8(whole.subarray(0, end));
      rest = whole.slice(end);
    }
    size += chunk.length;
  }
  const encoding = encodingOf(head ?? new Uint8Array(), utf8 && rest.length === 0);
  return { encoding, sha256: digest.digest("hex"), size };
}

/** Each piece is overwritten by the next. */
function* chunksIn(path: string): Generator<Uint8Array> {
  const descriptor = openSync(path, "r");
  try {
    const buffer = Buffer.allocUnsafe(pieceSize);
    for (;;) {
      const length = readSync(descriptor, buffer, 0, pieceSize, null);
      if (length === 0) return;
      yield buffer.subarray(0, length);
    }
  } finally {
    closeSync(descriptor);
  }
}

/** Where the last UTF-8 character that may be cut off begins. */
function lastWhole(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return bytes.length;
    if (byte >= 0xc0)
      return byte >= (back === 1 ? 0xc0 : back === 2 ? 0xe0 : 0xf0) ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

const pieceSize = 1 << 20;

function* chunksOf(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += pieceSize) yield bytes.subarray(at, at + pieceSize);
}

function* piecesOf(chunks: () => Iterable<Uint8Array>, encoding: Encoding, file?: string): Generator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  for (const chunk of chunks()) {
    const piece = decode(decoder, chunk, true);
    if (piece === null) refuseEncoding(chunks(), encoding, file);
    else yield piece;
  }
  const end = decode(decoder, new Uint8Array(), false);
  if (end === null) refuseEncoding(chunks(), encoding, file);
  else if (end !== "") yield end;
}

function decode(decoder: TextDecoder, bytes: Uint8Array, more: boolean): string | null {
  try {
    return decoder.decode(bytes, { stream: more });
  } catch {
    return null;
  }
}

function encodingOf(bytes: Uint8Array, utf8: boolean = isUtf8(bytes)): Encoding {
  if (startsWith(bytes, [0xef, 0xbb, 0xbf])) return "utf-8";
  if (startsWith(bytes, [0xff, 0xfe])) return "utf-16le";
  if (startsWith(bytes, [0xfe, 0xff])) return "utf-16be";
  return utf8 || isMostlyUtf8(bytes) ? "utf-8" : "gb18030";
}

/** A UTF-8 file with a few broken bytes also passes for GB18030, as gibberish; it is better refused as what it is. */
function isMostlyUtf8(bytes: Uint8Array): boolean {
  const sample = new TextDecoder("utf-8").decode(bytes.subarray(0, 1 << 16));
  const foreign = sample.match(/[^\0-\x7f]/gu)?.length ?? 0;
  const broken = sample.match(/\ufffd/gu)?.length ?? 0;
  return foreign >= 20 && broken * 20 < foreign;
}

/** How other formats begin, and what to do with them. */
const otherFormats: readonly (readonly [start: readonly number[], name: string, hint: string])[] = [
  [[0x25, 0x50, 0x44, 0x46], "PDF", "请向提供方要 Excel 原件，另存为「CSV UTF-8」后再用"],
  [
    [0x50, 0x4b, 0x03, 0x04],
    "Excel、Word 或压缩包",
    "这里只收文本表格；Excel 表打开后另存为「CSV UTF-8（逗号分隔）」再用",
  ],
  [[0xff, 0xd8, 0xff], "图片", "图片里的表要先录入成表格"],
  [[0x89, 0x50, 0x4e, 0x47], "图片", "图片里的表要先录入成表格"],
  [[0x1f, 0x8b], "压缩包", "先解压"],
  [[0x52, 0x61, 0x72, 0x21], "压缩包", "先解压"],
  [[0x37, 0x7a, 0xbc, 0xaf], "压缩包", "先解压"],
  [[0x53, 0x51, 0x4c, 0x69, 0x74, 0x65, 0x20, 0x66], "数据库", "账本用 --ledger 指明，不能当作表格导入"],
];

function refuseOtherFormats(bytes: Uint8Array, file?: string): void {
  const place = file === undefined ? {} : { place: { file } };
  if (startsWith(bytes, [0xd0, 0xcf, 0x11, 0xe0])) refuseOldOffice(bytes, place);
  const other = otherFormats.find(([start]) => startsWith(bytes, start));
  if (other) misuse("not-text", `这是${other[1]}文件，不是文本表格，读不了。`, { hint: `${other[2]}。`, ...place });
  if (!isWide(bytes)) refuseZero(bytes, 0, place);
}

const isWide = (bytes: Uint8Array): boolean => startsWith(bytes, [0xff, 0xfe]) || startsWith(bytes, [0xfe, 0xff]);

function refuseZero(bytes: Uint8Array, from: number, place: Pick<Problem, "place">): void {
  const zero = bytes.indexOf(0);
  if (zero >= 0)
    misuse("binary-file", `文件第 ${from + zero + 1} 个字节是空字节（NUL），不是文本文件。`, {
      hint: "可能传坏了，或不是表格；请用 Excel 打开后另存为「CSV UTF-8」再用。",
      ...place,
    });
}

/** The container of Office 97–2003 also holds newer files that have a password. */
function refuseOldOffice(bytes: Uint8Array, place: Pick<Problem, "place">): never {
  if (Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes("EncryptedPackage", 0, "utf16le"))
    return misuse("locked-workbook", "这个 Excel 文件加了打开密码，读不了。", {
      hint: "用 Excel 或 WPS 输入密码打开，在「文件—信息—保护工作簿」里去掉密码，保存后再用。",
      ...place,
    });
  return misuse("old-workbook", "这是旧版 Excel（.xls）或 Word 文件，读不了。", {
    hint: "用 Excel 或 WPS 打开，「另存为」时选「Excel 工作簿（*.xlsx）」，再用新存的文件。",
    ...place,
  });
}

const encodingNames: Readonly<Record<Encoding, string>> = {
  "utf-8": "UTF-8",
  gb18030: "UTF-8，也不是 GB18030（GBK）",
  "utf-16le": "UTF-16",
  "utf-16be": "UTF-16",
};

function refuseEncoding(chunks: Iterable<Uint8Array>, encoding: Encoding, file?: string): never {
  const decoder = new TextDecoder(encoding);
  let line = 1;
  for (const chunk of chunks) {
    const text = decoder.decode(chunk, { stream: true });
    line += (text.split("\ufffd", 1)[0] ?? "").split(/\r\n|\n|\r/).length - 1;
    if (text.includes("\ufffd")) break;
  }
  const known =
    encoding === "gb18030"
      ? `不是 ${encodingNames[encoding]}`
      : `写明或看来是 ${encodingNames[encoding]}，但有坏的字节`;
  return misuse("bad-encoding", `认不出文件的编码：${known}，从第 ${line} 行起读不通。`, {
    hint: "请用 Excel 或 WPS 打开，确认中文正常后另存为「CSV UTF-8」再用。",
    place: { ...(file === undefined ? {} : { file }), row: line },
  });
}

function startsWith(bytes: Uint8Array, start: readonly number[]): boolean {
  return start.every((byte, index) => bytes[index] === byte);
}
