/** Bytes to text, in the encodings that offices' files come in. */
import { isUtf8 } from "node:buffer";
import { TextDecoder } from "node:util";
import { misuse } from "../campaign/index.ts";

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
  return { encoding, pieces: piecesOf(bytes, encoding, file) };
}

const pieceSize = 1 << 20;

function* piecesOf(bytes: Uint8Array, encoding: Encoding, file?: string): Generator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  for (let at = 0; at < bytes.length; at += pieceSize) {
    const end = at + pieceSize;
    const piece = decode(decoder, bytes.subarray(at, end), end < bytes.length);
    if (piece === null) refuseEncoding(bytes, encoding, file);
    else yield piece;
  }
}

function decode(decoder: TextDecoder, bytes: Uint8Array, more: boolean): string | null {
  try {
    return decoder.decode(bytes, { stream: more });
  } catch {
    return null;
  }
}

function encodingOf(bytes: Uint8Array): Encoding {
  if (startsWith(bytes, [0xef, 0xbb, 0xbf])) return "utf-8";
  if (startsWith(bytes, [0xff, 0xfe])) return "utf-16le";
  if (startsWith(bytes, [0xfe, 0xff])) return "utf-16be";
  return isUtf8(bytes) || isMostlyUtf8(bytes) ? "utf-8" : "gb18030";
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
  [[0x50, 0x4b, 0x03, 0x04], "Excel、Word 或压缩包", "如果是 Excel 表，打开后另存为「CSV UTF-8（逗号分隔）」再用"],
  [[0xd0, 0xcf, 0x11, 0xe0], "旧版 Excel 或 Word", "打开后另存为「CSV UTF-8（逗号分隔）」再用"],
  [[0xff, 0xd8, 0xff], "图片", "图片里的表要先录入成表格"],
  [[0x89, 0x50, 0x4e, 0x47], "图片", "图片里的表要先录入成表格"],
  [[0x1f, 0x8b], "压缩包", "先解压"],
  [[0x52, 0x61, 0x72, 0x21], "压缩包", "先解压"],
  [[0x37, 0x7a, 0xbc, 0xaf], "压缩包", "先解压"],
  [[0x53, 0x51, 0x4c, 0x69, 0x74, 0x65, 0x20, 0x66], "数据库", "账本用 --ledger 指明，不能当作表格导入"],
];

function refuseOtherFormats(bytes: Uint8Array, file?: string): void {
  const place = file === undefined ? {} : { place: { file } };
  const other = otherFormats.find(([start]) => startsWith(bytes, start));
  if (other) misuse("not-text", `这是${other[1]}文件，不是文本表格，读不了。`, { hint: `${other[2]}。`, ...place });
  const wide = startsWith(bytes, [0xff, 0xfe]) || startsWith(bytes, [0xfe, 0xff]);
  const zero = wide ? -1 : bytes.indexOf(0);
  if (zero >= 0)
    misuse("binary-file", `文件第 ${zero + 1} 个字节是空字节（NUL），不是文本文件。`, {
      hint: "可能传坏了，或不是表格；请用 Excel 打开后另存为「CSV UTF-8」再用。",
      ...place,
    });
}

const encodingNames: Readonly<Record<Encoding, string>> = {
  "utf-8": "UTF-8",
  gb18030: "UTF-8，也不是 GB18030（GBK）",
  "utf-16le": "UTF-16",
  "utf-16be": "UTF-16",
};

function refuseEncoding(bytes: Uint8Array, encoding: Encoding, file?: string): never {
  const before = new TextDecoder(encoding).decode(bytes).split("\ufffd", 1)[0] ?? "";
  const line = before.split(/\r\n|\n|\r/).length;
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
