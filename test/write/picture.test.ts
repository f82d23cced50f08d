/** Photos for documents: upright, small enough, and never a reason to fail. */
import { decode, encode } from "jpeg-js";
import { PNG } from "pngjs";
import { expect, test } from "vitest";
import { noPhotoFacts, readPhoto } from "../../src/read/photo.ts";
import { pictureOf } from "../../src/write/picture.ts";
import { photo as sample } from "../pictures.ts";

/** Left half dark, right half light; with an EXIF orientation when given. */
function photo(width: number, height: number, orientation?: number): Uint8Array {
  const data = new Uint8Array(width * height * 4);
  for (let at = 0; at < width * height; at++) data.fill(at % width < width / 2 ? 20 : 235, at * 4, at * 4 + 4);
  const jpg = encode({ width, height, data }, 90).data;
  if (orientation === undefined) return jpg;
  const tiff = [0x49, 0x49, 0x2a, 0, 8, 0, 0, 0, 1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0, 0, 0, 0, 0];
  const exif = [0x45, 0x78, 0x69, 0x66, 0, 0, ...tiff];
  return Uint8Array.from([0xff, 0xd8, 0xff, 0xe1, 0, exif.length + 2, ...exif, ...jpg.subarray(2)]);
}

test("大照片缩小，长边不超过 960 点", async () => {
  const made = await pictureOf(photo(2400, 1800));
  expect(made).toMatchObject({ type: "jpg", width: 800, height: 600 });
});

test("放进文件的照片不带拍摄地点、设备和时间，画面一个字节不变", async () => {
  const told = sample(40, 30, { taken: "2021:07:16 09:15:00", place: { latitude: [33, 37], longitude: [114, 38] } });
  expect((await readPhoto(told)).latitude).not.toBeNull();
  const made = await pictureOf(told);
  expect(await readPhoto(made?.bytes ?? new Uint8Array())).toEqual(noPhotoFacts);
  expect(decode(made?.bytes ?? new Uint8Array(), { useTArray: true }).data).toEqual(
    decode(told, { useTArray: true }).data,
  );
});

test("小照片原样放进去", async () => {
  const bytes = Uint8Array.from(photo(40, 30));
  expect(await pictureOf(bytes)).toEqual({ bytes, type: "jpg", width: 40, height: 30 });
});

test.each([
  [3, 64, 32, "右"],
  [6, 32, 64, "上"],
  [8, 32, 64, "下"],
])("横着拍的照片按方向 %i 转正", async (orientation, width, height, dark) => {
  const made = await pictureOf(photo(64, 32, orientation));
  expect(made).toMatchObject({ width, height });
  const pixels = decode(made?.bytes ?? new Uint8Array(), { useTArray: true });
  const at = (x: number, y: number): number => pixels.data[(y * width + x) * 4] ?? 0;
  const places = { 右: at(width - 4, height / 2), 上: at(width / 2, 4), 下: at(width / 2, height - 4) };
  expect(places[dark as keyof typeof places]).toBeLessThan(90);
});

test("大的 PNG 一样缩小，透明处是白纸", async () => {
  const png = new PNG({ width: 3000, height: 2000 });
  // Left half opaque noise, so that it is heavy; right half transparent black.
  for (let at = 0; at < 3000 * 2000; at++)
    png.data.set(at % 3000 < 1500 ? [(at * 7919) % 256, 30, 30, 255] : [0, 0, 0, 0], at * 4);
  const made = await pictureOf(PNG.sync.write(png));
  expect(made).toMatchObject({ type: "jpg", width: 750, height: 500 });
  expect(made?.bytes.length).toBeLessThan(200 * 1024);
  const pixels = decode(made?.bytes ?? new Uint8Array(), { useTArray: true });
  const at = (x: number, y: number): number => pixels.data[(y * 750 + x) * 4 + 1] ?? 0;
  expect(at(700, 250)).toBeGreaterThan(240);
  expect(at(50, 250)).toBeLessThan(60);
});

test("残缺的、自称大得离谱的 PNG 不放", async () => {
  const bytes = PNG.sync.write(new PNG({ width: 70, height: 50 }));
  expect(await pictureOf(bytes.subarray(0, bytes.length - 30))).toBeNull();
  const huge = Uint8Array.from(bytes);
  new DataView(huge.buffer).setUint32(16, 0x7fffffff);
  expect(await pictureOf(huge)).toBeNull();
});

test("小的 PNG 原样；别的格式和坏文件不放", async () => {
  const bytes = PNG.sync.write(new PNG({ width: 7, height: 5 }));
  expect(await pictureOf(bytes)).toMatchObject({ type: "png", width: 7, height: 5 });
  expect(await pictureOf(new TextEncoder().encode("....ftypheic"))).toBeNull();
  expect(await pictureOf(photo(64, 64).subarray(0, 60))).toBeNull();
});
