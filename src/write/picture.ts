/** Photos as a document takes them: upright, no larger than print needs, or not at all where the format is none that Word shows. */
import exifr from "exifr";
import { decode, encode } from "jpeg-js";

/** A picture ready to be put into a document; width and height in pixels. */
export interface PictureFile {
  readonly bytes: Uint8Array;
  readonly type: "jpg" | "png";
  readonly width: number;
  readonly height: number;
}

/** 60 mm at 400 dots an inch. */
const longest = 960;
/** Smaller files go in as they are. */
const light = 200 * 1024;
/** Decoded, a pixel takes four bytes. */
const mostPixels = 60_000_000;

/** null for what is neither JPEG nor PNG (HEIC, audio, PDF), or cannot be decoded: a document then names the file. */
export async function pictureOf(bytes: Uint8Array): Promise<PictureFile | null> {
  try {
    if (bytes[0] === 0x89 && bytes[1] === 0x50) return await png(bytes);
    if (bytes[0] === 0xff && bytes[1] === 0xd8) return await upright(bytes);
    return null;
  } catch {
    return null;
  }
}

/** Scaled down as a JPEG on white paper; a light one as it is. The size stands in the first chunk of a PNG. */
async function png(bytes: Uint8Array): Promise<PictureFile | null> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  // A few kilobytes of one colour can claim to be any size.
  if (width === 0 || height === 0 || width * height > mostPixels) return null;
  const { PNG } = await import("pngjs");
  const { data } = PNG.sync.read(Buffer.from(bytes));
  if (isLight(bytes, { width, height })) return { bytes: withoutOrigin(bytes), type: "png", width, height };
  const scaled = smaller({ width, height, data: onWhite(data) });
  return { bytes: encode(scaled, 82).data, type: "jpg", width: scaled.width, height: scaled.height };
}

/**
 * A photo without what its camera wrote into it (place, device, time, remarks); its picture is the same, byte for byte. Other files than
 * JPEG and PNG come back as they are.
 */
export function withoutOrigin(bytes: Uint8Array): Uint8Array {
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return joined(jpegParts(bytes));
  if (bytes[0] === 0x89 && bytes[1] === 0x50) return joined(pngParts(bytes));
  return bytes;
}

/** The segments up to the picture itself, but for APP1 to APP15 (colour profile and Adobe's colour transform stay) and comments. */
function jpegParts(bytes: Uint8Array): Uint8Array[] {
  const parts = [bytes.subarray(0, 2)];
  let at = 2;
  while (at + 4 <= bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xda) break;
    const end = at + 2 + (((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0));
    const isOrigin = (marker >= 0xe1 && marker <= 0xef && marker !== 0xe2 && marker !== 0xee) || marker === 0xfe;
    if (!isOrigin) parts.push(bytes.subarray(at, end));
    at = end;
  }
  return [...parts, bytes.subarray(at)];
}

const textChunks: ReadonlySet<string> = new Set(["tEXt", "zTXt", "iTXt", "eXIf", "tIME"]);

function pngParts(bytes: Uint8Array): Uint8Array[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const parts = [bytes.subarray(0, 8)];
  let at = 8;
  while (at + 12 <= bytes.length) {
    const end = at + 12 + view.getUint32(at);
    if (!textChunks.has(String.fromCharCode(...bytes.subarray(at + 4, at + 8)))) parts.push(bytes.subarray(at, end));
    at = end;
  }
  return parts;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

const isLight = (bytes: Uint8Array, { width, height }: Pick<Pixels, "width" | "height">): boolean =>
  bytes.length <= light && Math.max(width, height) <= 2 * longest;

/** What is transparent shows the paper. */
function onWhite(from: Uint8Array): Uint8Array {
  const data = Uint8Array.from(from);
  for (let at = 0; at < data.length; at += 4) {
    const alpha = (data[at + 3] ?? 255) / 255;
    for (const channel of [0, 1, 2])
      data[at + channel] = Math.round((data[at + channel] ?? 0) * alpha + 255 * (1 - alpha));
    data[at + 3] = 255;
  }
  return data;
}

/** Scaled down and turned as its EXIF says; word processors differ in whether they heed that. */
async function upright(bytes: Uint8Array): Promise<PictureFile | null> {
  const turn = (await exifr.orientation(bytes).catch(() => undefined)) ?? 1;
  const photo = decode(bytes, { useTArray: true, maxMemoryUsageInMB: 512, maxResolutionInMP: 120 });
  if (turn === 1 && isLight(bytes, photo))
    return { bytes: withoutOrigin(bytes), type: "jpg", width: photo.width, height: photo.height };
  const scaled = smaller(photo);
  const turned = turnedUpright(scaled, turn);
  return { bytes: encode(turned, 82).data, type: "jpg", width: turned.width, height: turned.height };
}

interface Pixels {
  readonly width: number;
  readonly height: number;
  /** RGBA. */
  readonly data: Uint8Array;
}

/** Each new pixel is the mean of the old ones it covers. */
function smaller(photo: Pixels): Pixels {
  const step = Math.ceil(Math.max(photo.width, photo.height) / longest);
  if (step <= 1) return photo;
  const [width, height] = [Math.floor(photo.width / step), Math.floor(photo.height / step)];
  const data = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const sums = [0, 0, 0];
      for (let dy = 0; dy < step; dy++)
        for (let dx = 0; dx < step; dx++) {
          const at = ((y * step + dy) * photo.width + x * step + dx) * 4;
          for (const channel of [0, 1, 2]) sums[channel] = (sums[channel] ?? 0) + (photo.data[at + channel] ?? 0);
        }
      const to = (y * width + x) * 4;
      for (const channel of [0, 1, 2]) data[to + channel] = Math.round((sums[channel] ?? 0) / (step * step));
      data[to + 3] = 255;
    }
  return { width, height, data };
}

/** EXIF orientation 3, 6, 8: turned by half, right, left; mirrored ones do not come from cameras. */
function turnedUpright(photo: Pixels, orientation: number): Pixels {
  if (![3, 6, 8].includes(orientation)) return photo;
  const { width: w, height: h, data: from } = photo;
  const [width, height] = orientation === 3 ? [w, h] : [h, w];
  const data = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const [fx, fy] = orientation === 3 ? [w - 1 - x, h - 1 - y] : orientation === 6 ? [y, h - 1 - x] : [w - 1 - y, x];
      data.set(from.subarray((fy * w + fx) * 4, (fy * w + fx) * 4 + 4), (y * width + x) * 4);
    }
  return { width, height, data };
}
