import fc from "fast-check";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { Stop } from "../../src/campaign/index.ts";
import { textFile, textOf, textPieces } from "../../src/read/text.ts";

const sentence = "机构名称,属地\r\n阳光培训中心,城东办事处\r\n";
/** 机构名称 in GBK, as Excel saves a CSV on a Chinese Windows. */
const gbk = Uint8Array.from([0xbb, 0xfa, 0xb9, 0xb9, 0xc3, 0xfb, 0xb3, 0xc6, 0x2c, 0x41]);
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

function utf16(text: string, bigEndian: boolean): Uint8Array {
  const bytes = Buffer.from(`\ufeff${text}`, "utf16le");
  return bigEndian ? bytes.swap16() : bytes;
}

test("打开以后、读完以前被改动的文件，读到末尾一句话", () => {
  const folder = mkdtempSync(join(tmpdir(), "tuban-text-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, "台账.csv");
  writeFileSync(path, sentence);
  const opened = textFile(path, "台账.csv");
  expect([...opened.pieces].join("")).toBe(sentence);
  const again = textFile(path, "台账.csv", opened.survey);
  writeFileSync(path, sentence.replace("阳光", "星光"));
  expect(() => [...again.pieces]).toThrow("文件在读的过程中被改动了，没有读完。");
});

describe("编码自己认", () => {
  test.each([
    ["UTF-8", utf8(sentence), "utf-8"],
    ["UTF-8 带 BOM", utf8(`\ufeff${sentence}`), "utf-8"],
    ["UTF-16 小端", utf16(sentence, false), "utf-16le"],
    ["UTF-16 大端", utf16(sentence, true), "utf-16be"],
  ])("%s", (_, bytes, encoding) => {
    expect(textOf(bytes)).toEqual({ text: sentence, encoding });
  });

  test("GBK 按 GB18030 读", () => expect(textOf(gbk)).toEqual({ text: "机构名称,A", encoding: "gb18030" }));
  test("GB18030 的四字节字", () => expect(textOf(Uint8Array.from([0x95, 0x32, 0x82, 0x36])).text).toBe("𠀀"));
  test("空文件是空的文字", () => expect(textOf(new Uint8Array())).toEqual({ text: "", encoding: "utf-8" }));

  test("一个字跨在两段之间也不会断开", () => {
    const long = utf8(`a${"培".repeat(700_000)}`);
    expect(textOf(long).text).toBe(`a${"培".repeat(700_000)}`);
    expect([...textPieces(long).pieces].length).toBeGreaterThan(1);
  });
});

describe("不是文字的，用一句话说清楚", () => {
  test.each([
    ["PDF 改名的 CSV", utf8("%PDF-1.7\n..."), "not-text", "PDF"],
    ["xlsx", Uint8Array.from([0x50, 0x4b, 3, 4, 20, 0]), "not-text", "Excel、Word 或压缩包"],
    ["旧 xls", Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1]), "old-workbook", "旧版 Excel"],
    ["照片", Uint8Array.from([0xff, 0xd8, 0xff, 0xe0]), "not-text", "图片"],
    ["NUL 字节", Uint8Array.from([0x41, 0x2c, 0, 0x42]), "binary-file", "第 3 个字节"],
    ["既不是 UTF-8 也不是 GBK", Uint8Array.from([0x41, 0x0a, 0xff, 0xff, 0x42]), "bad-encoding", "从第 2 行起"],
    [
      "UTF-8 里坏了一个字节",
      Uint8Array.from([...utf8("机构名称\n".repeat(9)), 0xff, 0x41]),
      "bad-encoding",
      "从第 10 行起",
    ],
  ])("%s", (_, bytes, code, words) => {
    const stop = stopOf(() => textOf(bytes, "台账.csv"));
    expect(stop.exit).toBe(2);
    expect(stop.problems[0]).toMatchObject({ code, place: { file: "台账.csv" } });
    expect(stop.problems[0]?.message).toContain(words);
    expect(stop.problems[0]?.hint).toBeTruthy();
  });

  test("任何字节要么读成文字，要么是一句话", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        try {
          expect(typeof textOf(bytes).text).toBe("string");
        } catch (error) {
          expect(error).toBeInstanceOf(Stop);
        }
      }),
      { numRuns: 500 },
    );
  });
});

function stopOf(work: () => unknown): Stop {
  try {
    work();
  } catch (error) {
    if (error instanceof Stop) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}
