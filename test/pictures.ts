/** Sample photos made in the test: plain colours, with the EXIF part that a phone writes. */
import jpeg from "jpeg-js";

export interface Exif {
  /** 2021:07:16 09:15:00 */
  readonly taken?: string;
  /** Whole degrees and minutes, north and east. */
  readonly place?: { readonly latitude: readonly [number, number]; readonly longitude: readonly [number, number] };
  readonly orientation?: number;
}

/** A JPEG whose left half is red and right half blue. */
export function photo(width: number, height: number, exif: Exif = {}): Uint8Array {
  const data = new Uint8Array(width * height * 4).fill(255);
  for (let at = 0; at < width * height; at++)
    data.set(at % width < width / 2 ? [220, 20, 20, 255] : [20, 20, 220, 255], at * 4);
  const plain = new Uint8Array(jpeg.encode({ width, height, data }, 90).data);
  const segment = exifSegment(exif);
  return Uint8Array.from([...plain.subarray(0, 2), ...segment, ...plain.subarray(2)]);
}

interface Tag {
  readonly tag: number;
  readonly type: 2 | 3 | 4 | 5;
  readonly values: readonly number[];
}

const text = (tag: number, value: string): Tag => ({
  tag,
  type: 2,
  values: Array.from(`${value}\0`, (sign) => sign.charCodeAt(0)),
});

/** APP1 with a big-endian TIFF: the main directory, the Exif one and the GPS one. */
function exifSegment({ taken, place, orientation }: Exif): number[] {
  const main: Tag[] = orientation === undefined ? [] : [{ tag: 0x0112, type: 3, values: [orientation] }];
  const camera = taken === undefined ? [] : [text(0x9003, taken)];
  const gps: Tag[] =
    place === undefined
      ? []
      : [
          text(1, "N"),
          { tag: 2, type: 5, values: [place.latitude[0], 1, place.latitude[1], 1, 0, 1] },
          text(3, "E"),
          { tag: 4, type: 5, values: [place.longitude[0], 1, place.longitude[1], 1, 0, 1] },
        ];
  const pointers = (at: number, next: number): Tag[] => [
    ...main,
    { tag: 0x8769, type: 4, values: [at] },
    { tag: 0x8825, type: 4, values: [next] },
  ];
  const first = 8 + directory(pointers(0, 0), 8).length;
  const second = first + directory(camera, first).length;
  const tiff = [
    0x4d,
    0x4d,
    0,
    42,
    0,
    0,
    0,
    8,
    ...directory(pointers(first, second), 8),
    ...directory(camera, first),
    ...directory(gps, second),
  ];
  const body = [0x45, 0x78, 0x69, 0x66, 0, 0, ...tiff];
  return [0xff, 0xe1, ...bytes(body.length + 2, 2), ...body];
}

/** A directory that begins at an offset, with what does not fit into its entries after them. */
function directory(tags: readonly Tag[], offset: number): number[] {
  const after: number[] = [];
  const entries = tags.flatMap(({ tag, type, values }) => {
    const count = type === 5 ? values.length / 2 : values.length;
    const data = values.flatMap((value) => bytes(value, type === 2 ? 1 : type === 3 ? 2 : 4));
    const here =
      data.length <= 4 ? [...data, 0, 0, 0, 0].slice(0, 4) : bytes(offset + 2 + tags.length * 12 + 4 + after.length, 4);
    if (data.length > 4) after.push(...data);
    return [...bytes(tag, 2), ...bytes(type, 2), ...bytes(count, 4), ...here];
  });
  return [...bytes(tags.length, 2), ...entries, 0, 0, 0, 0, ...after];
}

function bytes(value: number, length: number): number[] {
  return Array.from({ length }, (_, index) => (value >>> (8 * (length - 1 - index))) & 255);
}
