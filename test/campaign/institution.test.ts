import { describe, expect, test } from "vitest";
import type { Day, Institution } from "../../src/campaign/index.ts";
import { isOpenEnded, licenceClass, licenceClasses, readLicenceClass, readPresence } from "../../src/campaign/index.ts";

describe("证照类别", () => {
  test.each([
    [true, true, "有证有照"],
    [false, true, "有照无证"],
    [true, false, "有证无照"],
    [false, false, "无证无照"],
    [null, true, null],
    [true, null, null],
    [null, null, null],
  ])("证 %s、照 %s → %s", (permit, registration, expected) => {
    expect(licenceClass({ permit, registration })).toBe(expected);
  });

  test.each(licenceClasses)("%s 读作自己", (name) => {
    expect(readLicenceClass(name)).toBe(name);
  });

  test.each([
    ["无证有照", "有照无证"],
    ["无照无证", "无证无照"],
    ["无照有证", "有证无照"],
    ["有照有证", "有证有照"],
    ["照证齐全", "有证有照"],
    ["证照齐全", "有证有照"],
    ["两证齐全", "有证有照"],
    ["证照全无", "无证无照"],
    ["有照、无证", "有照无证"],
    [" 有 证 有 照 ", "有证有照"],
    ["没有证有照", "有照无证"],
    ["有营业执照无办学许可证", "有照无证"],
    ["有办学许可证，有营业执照", "有证有照"],
    ["有执照、未办理办学许可证", "有照无证"],
    ["无办学许可证、无营业执照", "无证无照"],
  ])("%s → %s", (text, expected) => {
    expect(readLicenceClass(text)).toBe(expected);
  });

  test.each(["", "有证", "正在办证", "有证有照有证", "有证有证", "无", "有营业执照", "无办学许可证"])(
    "%j 说不清，不猜",
    (text) => {
      expect(readLicenceClass(text)).toBeNull();
    },
  );
});

describe("有没有", () => {
  test.each("是 有 √ ✓ ✔ 1 １ Y y yes 已 已办理 合格 齐全".split(" "))("%s → 有", (text) => {
    expect(readPresence(text)).toBe(true);
  });

  test.each("否 无 × ✗ X ｘ 0 N no 未 没有 未办理 不合格".split(" "))("%s → 没有", (text) => {
    expect(readPresence(text)).toBe(false);
  });

  test.each(["办理中", "正在办理", " 审 批 中 "])("%s → 办理中", (text) => {
    expect(readPresence(text)).toBe("办理中");
  });

  test.each(["", " ", "/", "不详", "教民144030570000123", "constructor"])("%j → 不知道，不当作没有", (text) => {
    expect(readPresence(text)).toBeNull();
  });
});

describe("许可证有效期", () => {
  test.each(["长期", "长期有效", "无固定期限", " 长 期 "])("%s 没有止日", (text) => {
    expect(isOpenEnded(text)).toBe(true);
  });

  test.each(["", "2021-07-20", "长期停办"])("%j 不是", (text) => {
    expect(isOpenEnded(text)).toBe(false);
  });

  test("长期排在任何一天之后", () => {
    const ends: NonNullable<Institution["permitTo"]>[] = ["长期", "9999-12-31" as Day, "2021-07-20" as Day];
    expect(ends.toSorted()).toEqual(["2021-07-20", "9999-12-31", "长期"]);
  });
});
