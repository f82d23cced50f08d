import { describe, expect, test } from "vitest";
import { isPicture, noPhotoFacts, readPhoto } from "../../src/read/photo.ts";
import { photo } from "../pictures.ts";

describe("照片自己记的时间和地点", () => {
  test("手机拍的：相机时间照写，不随电脑的时区变；经纬度是度", async () => {
    const bytes = photo(20, 10, { taken: "2021:07:16 09:15:00", place: { latitude: [33, 36], longitude: [114, 39] } });
    expect(await readPhoto(bytes)).toEqual({
      takenAt: "2021-07-16 09:15:00",
      takenOn: "2021-07-16",
      latitude: 33.6,
      longitude: 114.65,
    });
  });

  test("没有记的都是空", async () => {
    expect(await readPhoto(photo(20, 10))).toEqual(noPhotoFacts);
  });

  test.each([["0000:00:00 00:00:00"], ["2021:13:45 09:15:00"], ["昨天"]])("相机时间 %s 不当真", async (taken) => {
    expect((await readPhoto(photo(20, 10, { taken }))).takenOn).toBeNull();
  });

  test("不是照片的、坏了的，不出错", async () => {
    for (const bytes of [
      new Uint8Array(),
      new TextEncoder().encode("不是照片"),
      photo(20, 10, { taken: "2021:07:16 09:15:00" }).subarray(0, 40),
    ])
      expect(await readPhoto(bytes)).toEqual(noPhotoFacts);
  });

  test("按内容认照片，不按名字", () => {
    expect(isPicture(photo(2, 2))).toBe(true);
    expect(isPicture(new TextEncoder().encode("\0\0\0\u0018ftypheic"))).toBe(true);
    expect(isPicture(new TextEncoder().encode("%PDF-1.4"))).toBe(false);
  });
});
