/** What Windows does otherwise, tested anywhere: names, paths, line ends, code pages. */
import { win32 } from "node:path";
import { describe, expect, test } from "vitest";
import { fileNames } from "../../src/read/answers.ts";
import { readCsv } from "../../src/read/csv.ts";
import { textOf } from "../../src/read/text.ts";
import { fileNameOf } from "../../src/write/file-name.ts";

describe("文件名在哪个系统都能用", () => {
  test.each([
    ["川教体改〔2021〕1号", "川教体改〔2021〕1号"],
    ["清教改[2026]7/8号", "清教改[2026]7_8号"],
    [String.raw`C:\账\名单`, "C__账_名单"],
    ["../../etc/passwd", "__.._etc_passwd"],
    ["城东：“第一批”？", "城东：“第一批”？"],
    ['a<b>c"d|e?f*g', "a_b_c_d_e_f_g"],
    ["CON", "_CON"],
    ["nul.docx", "_nul.docx"],
    ["Com1.照片.jpg", "_Com1.照片.jpg"],
    ["lpt9", "_lpt9"],
    ["console", "console"],
    ["名单. . ", "名单"],
    [".htaccess", "_htaccess"],
    ["换\n行\u0000\u202e", "换_行__"],
    [`${"很长的名称".repeat(30)}.jpg`, `${"很长的名称".repeat(11)}很.jpg`],
  ])("%j → %j", (text, name) => {
    expect(fileNameOf(text)).toBe(name);
  });

  test("什么名字都只是一个名字：放进哪个文件夹，就在哪个文件夹", () => {
    for (const text of ["..", "C:", String.raw`\\server\share`, "a/b", "CON"])
      expect(win32.dirname(win32.join(String.raw`D:\专项 治理`, fileNameOf(text)))).toBe(String.raw`D:\专项 治理`);
  });
});

describe("Windows 存出来的表", () => {
  /** 代码页 936（GBK）: 姓名,单位 CR LF 张某甲,区教体局 CR LF */
  const gbk = Uint8Array.from([
    0xd0, 0xd5, 0xc3, 0xfb, 0x2c, 0xb5, 0xa5, 0xce, 0xbb, 0x0d, 0x0a, 0xd5, 0xc5, 0xc4, 0xb3, 0xbc, 0xd7, 0x2c, 0xc7,
    0xf8, 0xbd, 0xcc, 0xcc, 0xe5, 0xbe, 0xd6, 0x0d, 0x0a,
  ]);

  test("代码页 936、CRLF", () => {
    const { text } = textOf(gbk, "名册.csv");
    expect([...readCsv([text], "名册.csv").rows].map(({ cells }) => cells)).toEqual([
      ["姓名", "单位"],
      ["张某甲", "区教体局"],
    ]);
  });

  test("记事本的 UTF-8：带 BOM、CRLF", () => {
    const { text } = textOf(new TextEncoder().encode("\uFEFF姓名,单位\r\n张某甲,区教体局\r\n"), "名册.csv");
    expect([...readCsv([text], "名册.csv").rows].map(({ cells }) => cells)).toEqual([
      ["姓名", "单位"],
      ["张某甲", "区教体局"],
    ]);
  });

  test("答卷里的文件路径：盘符和反斜杠留着", () => {
    expect(fileNames(String.raw`"D:\照片 一\门头.jpg"，D:\照片\室内.jpg`)).toEqual([
      String.raw`D:\照片 一\门头.jpg`,
      String.raw`D:\照片\室内.jpg`,
    ]);
  });
});
