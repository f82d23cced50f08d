/** The parts of a zip archive: what a workbook (.xlsx) is packed in. Sizes are looked at before anything is unpacked. */
import { inflateRawSync } from "node:zlib";

/** One part of an archive, still packed. */
export interface PackedFile {
  readonly name: string;
  /** Bytes in the archive. */
  readonly size: number;
  /** Bytes once unpacked, as the archive says. */
  readonly fullSize: number;
  readonly method: number;
  readonly at: number;
}

/** The parts of an archive by name; null when the bytes are no archive, or a damaged one. */
export function zipParts(bytes: Uint8Array): ReadonlyMap<string, PackedFile> | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = endRecord(view);
  if (end < 0) return null;
  const [count, start] = [view.getUint16(end + 10, true), view.getUint32(end + 16, true)];
  const parts = new Map<string, PackedFile>();
  const decoder = new TextDecoder();
  for (let at = start, nth = 0; nth < count; nth += 1) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== 0x02014b50) return null;
    const [nameLength, extraLength, noteLength] = [28, 30, 32].map((offset) => view.getUint16(at + offset, true)) as [
      number,
      number,
      number,
    ];
    const name = decoder.decode(bytes.subarray(at + 46, at + 46 + nameLength)).replaceAll("\\", "/");
    parts.set(name.toLowerCase(), {
      name,
      method: view.getUint16(at + 10, true),
      size: view.getUint32(at + 20, true),
      fullSize: view.getUint32(at + 24, true),
      at: view.getUint32(at + 42, true),
    });
    at += 46 + nameLength + extraLength + noteLength;
  }
  return parts;
}

/** What an archive may unpack to. */
export interface Bounds {
  /** Bytes of all its XML. */
  readonly most: number;
  /** A part larger than this that shrank to less than one in `shrunk` holds nothing but repetition. */
  readonly large: number;
  readonly shrunk: number;
}

/** How an archive goes over its bounds, by what it says of itself; null where it does not. */
export function excessOf(
  parts: ReadonlyMap<string, PackedFile>,
  { most, large, shrunk }: Bounds,
): { readonly total: number } | { readonly bomb: PackedFile } | null {
  const needed = [...parts.values()].filter(({ name }) => /\.(?:xml|rels)$/i.test(name));
  const total = needed.reduce((sum, { fullSize }) => sum + fullSize, 0);
  if (total > most) return { total };
  const bomb = needed.find(({ size, fullSize }) => fullSize > large && fullSize > size * shrunk);
  return bomb ? { bomb } : null;
}

/** The end record stands last, before a comment of at most 65,535 bytes. */
function endRecord(view: DataView): number {
  const last = view.byteLength - 22;
  for (let at = last; at >= Math.max(0, last - 0xffff); at -= 1) if (view.getUint32(at, true) === 0x06054b50) return at;
  return -1;
}

/** One part unpacked, never more bytes than the archive said; null when it is damaged or packed in a way that spreadsheets do not use. */
export function unpack(bytes: Uint8Array, { at, size, fullSize, method }: PackedFile): Uint8Array | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (at + 30 > bytes.length || view.getUint32(at, true) !== 0x04034b50) return null;
  const start = at + 30 + view.getUint16(at + 26, true) + view.getUint16(at + 28, true);
  const packed = bytes.subarray(start, start + size);
  if (packed.length < size) return null;
  if (method === 0) return packed;
  if (method !== 8) return null;
  try {
    // one chunk, so that the whole is not there twice while it is put together
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, fullSize), chunkSize: Math.max(64, fullSize + 1) });
  } catch {
    return null;
  }
}
