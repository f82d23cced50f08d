import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  checkCreditCode,
  checkOrganisationCode,
  checkPermitNumber,
  cleanCell,
  creditCodeCheckDigit,
  foldWidth,
  isExcelDamaged,
  isIdentityNumber,
  readPhones,
  shown,
} from "../../src/campaign/index.ts";

const alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
/** Published codes of companies and public bodies. */
const published = [
  "91110000600037341L",
  "91512081MA62K0260E",
  "91350200776049653A",
  "91440101MA5CJQ4N59",
  "913502000728319549",
  "91350200MA2YJ1XR9G",
  "91110107082833558H",
  "91420103594531449D",
  "914403006188329255",
  "123502001549897397",
  "91370102MA94QBC80H",
  "11370100004188661G",
];
const generated = fc
  .tuple(
    fc.constantFrom("91", "92", "52", "51", "53", "12", "N2", "Y1"),
    fc.integer({ min: 0, max: 999_999 }),
    fc.string({ unit: fc.constantFrom(...Array.from(alphabet)), minLength: 9, maxLength: 9 }),
  )
  .map(([prefix, area, organisation]) => `${prefix}${String(area).padStart(6, "0")}${organisation}`)
  .map((body) => body + creditCodeCheckDigit(body));

test.each([
  ["11010519491231002X", true],
  ["11010519491231002x", true],
  ["１１０１０５ 19491231 002Ｘ", true],
  ["440524188001010014", true],
  ["360426199101010071", true],
  ["360426199101010072", false],
  ["360426199113010071", false],
  ["36042619910101007", false],
  ["913502000728319549", false],
  ["教民360426199101010071", false],
])("身份证号 %s：%s", (text, is) => {
  expect(isIdentityNumber(text)).toBe(is);
});

describe("统一社会信用代码", () => {
  test.each(published)("%s 通过", (code) => {
    expect(checkCreditCode(code)).toEqual({ ok: true, code, area: code.slice(2, 8) });
  });

  test.each([
    ["91350100M0001TGQXM", "1"],
    ["91350211M0000XUF46", "R"],
    ["91350203M0001FUE2P", "J"],
  ])("早期试点代码 %s 校验位不合（应为 %s），代码照样给出，由用的人只作提醒", (code, expected) => {
    expect(checkCreditCode(code)).toMatchObject({
      ok: false,
      fault: "校验位",
      code,
      expected,
      area: code.slice(2, 8),
    });
  });

  test("另一个试点代码也不合", () => {
    expect(checkCreditCode("91350203M0001QAY9B")).toMatchObject({ fault: "校验位" });
  });

  test.each([
    "９１５１２０８１ＭＡ６２Ｋ０２６０Ｅ",
    " 91512081ma62k0260e ",
    "'91512081MA62K0260E",
    "9151 2081 MA62 K026 0E",
    "91512081-MA62K026-0E",
    "\uFEFF91512081MA62\u200BK0260E\u00A0",
  ])("写法不同：%j", (text) => {
    expect(checkCreditCode(text)).toMatchObject({ ok: true, code: "91512081MA62K0260E" });
  });

  test.each([
    ["", "空"],
    ["  ", "空"],
    ["办理中", "占位"],
    ["是", "占位"],
    ["无", "占位"],
    ["/", "占位"],
    ["--", "占位"],
    ["91512081MA62K0260", "长度"],
    ["91512081MA62K0260E0", "长度"],
    ["411602600012345", "长度"],
    ["91512O81MA62K0260E", "字符"],
    ["91512081MA62K026阳E", "字符"],
    ["9.1350200072832E+17", "Excel损坏"],
    ["9.1350200072832e17", "Excel损坏"],
    ["913502000728319000", "Excel损坏"],
    ["91512081MA62K0260F", "校验位"],
  ])("%j：%s", (text, fault) => {
    expect(checkCreditCode(text)).toMatchObject({ ok: false, fault });
  });

  test("说清错在哪里", () => {
    expect(checkCreditCode("91512O81MA62K0260E")).toMatchObject({
      message: "统一社会信用代码「91512O81MA62K0260E」的第6位是「O」，代码里没有这个字符。",
    });
    expect(checkCreditCode("91512081MA62K0260F")).toMatchObject({
      message: "统一社会信用代码「91512081MA62K0260F」的校验位是「F」，按 GB 32100 应为「E」。",
    });
    expect(checkCreditCode("9151")).toMatchObject({
      message: "统一社会信用代码「9151」是4位，应为18位。",
    });
  });

  test("恰以 000 结尾而校验位相合的，是好代码", () => {
    const bodies = Array.from({ length: 100 }, (_, index) => `913502000728${String(index).padStart(3, "0")}00`);
    const body = bodies.find((candidate) => creditCodeCheckDigit(candidate) === "0");
    expect(checkCreditCode(`${body}0`)).toMatchObject({ ok: true });
  });

  test("生成的代码都通过", () => {
    fc.assert(
      fc.property(generated, (code) => {
        expect(checkCreditCode(code)).toMatchObject({ ok: true, code });
      }),
    );
  });

  test("改动任何一位都查得出", () => {
    let tried = 0;
    for (const code of published) {
      for (const [index, original] of Array.from(code).entries()) {
        for (const other of alphabet.replace(original, "")) {
          tried += 1;
          if (checkCreditCode(code.slice(0, index) + other + code.slice(index + 1)).ok)
            throw new Error(`${code}: ${index + 1} → ${other}`);
        }
      }
    }
    expect(tried).toBe(published.length * 18 * 30);
  });

  test("生成的代码改一位、邻位互换也查得出", () => {
    fc.assert(
      fc.property(
        generated,
        fc.integer({ min: 0, max: 17 }),
        fc.constantFrom(...Array.from(alphabet)),
        (code, index, other) => {
          const changed = code.slice(0, index) + other + code.slice(index + 1);
          expect(checkCreditCode(changed).ok).toBe(changed === code);
          const swapped = code.slice(0, index) + (code[index + 1] ?? "") + code.charAt(index) + code.slice(index + 2);
          expect(checkCreditCode(swapped).ok).toBe(swapped === code);
        },
      ),
    );
  });

  test("乱写不崩溃，消息里没有控制字符", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 60 }), (text) => {
        for (const check of [checkCreditCode(text), checkOrganisationCode(text), checkPermitNumber(text)]) {
          if (!check.ok) expect(check.message).not.toMatch(/\p{Cc}/u);
        }
      }),
    );
  });
});

describe("组织机构代码", () => {
  test.each([
    ["59467239-9", "59467239-9"],
    ["594672399", "59467239-9"],
    // the organisation part of published credit codes
    ["MA62K0260", "MA62K026-0"],
    ["600037341", "60003734-1"],
  ])("%s 通过", (text, code) => {
    expect(checkOrganisationCode(text)).toEqual({ ok: true, code });
  });

  test.each([
    ["59467239-8", "校验位"],
    ["5946723-9", "长度"],
    ["5946723Y-Z", "字符"],
    ["无", "占位"],
  ])("%s：%s", (text, fault) => {
    expect(checkOrganisationCode(text)).toMatchObject({ ok: false, fault });
  });

  test("余数为 1 时校验码是 X", () => {
    const code = Array.from({ length: 50 }, (_, index) => `${10_000_000 + index}X`).find(
      (text) => checkOrganisationCode(text).ok,
    );
    expect(code).toBeDefined();
    const digits = Array.from(code ?? "")
      .slice(0, 8)
      .map(Number);
    const sum = [3, 7, 9, 10, 5, 8, 4, 2].reduce((total, weight, index) => total + weight * (digits[index] ?? 0), 0);
    expect(sum % 11).toBe(1);
  });
});

describe("办学许可证编号", () => {
  test.each([
    ["教民144030570000123", "教民144030570000123", "440305"],
    ["教民 144030570000123 号", "教民144030570000123", "440305"],
    ["（教民）１４４０３０５７００００１２３号", "教民144030570000123", "440305"],
    ["人社民4116027000012", "人社民4116027000012", "411602"],
    ["4116027000012", "4116027000012", "411602"],
    ["141160270000012", "141160270000012", "411602"],
    ["教民：144030570000000", "教民144030570000000", "440305"],
  ])("%s → %s，行政区划 %s", (text, number, area) => {
    expect(checkPermitNumber(text)).toEqual({ ok: true, number, area });
  });

  test.each([
    ["", "空"],
    ["办理中", "占位"],
    ["教民", "占位"],
    ["教民14403057000012", "长度"],
    ["教民〔2021〕第12号", "字符"],
    ["91512081MA62K0260E", "字符"],
    ["1.4403E+14", "Excel损坏"],
  ])("%j：%s", (text, fault) => {
    expect(checkPermitNumber(text)).toMatchObject({ ok: false, fault });
  });
});

describe("电话", () => {
  test.each([
    ["13800000000", ["13800000000"]],
    ["138 0000 0000", ["13800000000"]],
    ["138-0000-0000", ["13800000000"]],
    ["１３８００００００００", ["13800000000"]],
    ["+86 13800000000", ["13800000000"]],
    ["8613800000000", ["13800000000"]],
    ["008613800000000", ["13800000000"]],
    ["1.3812345678E+10", ["13812345678"]],
    ["1.3812345678e10", ["13812345678"]],
    ["13800000000.0", ["13800000000"]],
    ["0394-8000000", ["0394-8000000"]],
    ["03948000000", ["0394-8000000"]],
    ["（0394）8000000", ["0394-8000000"]],
    ["0394 8000000", ["0394-8000000"]],
    ["01080000000", ["010-80000000"]],
    ["0371-80000000转801", ["0371-80000000-801"]],
    ["8000000", ["8000000"]],
    ["80000000", ["80000000"]],
    ["400-000-0000", ["4000000000"]],
    ["13800000000、0394-8000000", ["13800000000", "0394-8000000"]],
    ["13800000000/13900000000；13700000000", ["13800000000", "13900000000", "13700000000"]],
    ["13800000000 13900000000", ["13800000000", "13900000000"]],
    ["13800000000\n13900000000", ["13800000000", "13900000000"]],
    ["13800000000，13800000000", ["13800000000"]],
    ["", []],
  ])("%j", (text, phones) => {
    expect(readPhones(text)).toEqual({ phones, faults: [] });
  });

  test.each([
    ["1.3812e10", [], ["1.3812e10"]],
    ["12800000000", [], ["12800000000"]],
    ["1380000000", [], ["1380000000"]],
    ["无", [], ["无"]],
    ["张某甲 13800000000", ["13800000000"], ["张某甲"]],
    ["13800000000、139000", ["13800000000"], ["139000"]],
    ["40000000001", [], ["40000000001"]],
    ["1.3812345678E+100", [], ["1.3812345678E+100"]],
  ])("%j 有读不出的部分", (text, phones, faults) => {
    expect(readPhones(text)).toEqual({ phones, faults });
  });

  test("读出的再读一遍不变", () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom(...Array.from("0123456789-+ 、/转()E.")),
          maxLength: 30,
        }),
        (text) => {
          const { phones } = readPhones(text);
          expect(readPhones(phones.join("、"))).toEqual({ phones, faults: [] });
        },
      ),
    );
  });
});

describe("单元格里的脏东西", () => {
  test.each([
    ["９１１１０（ＡＢ）　Ｃ", "91110(AB) C"],
    ["①②㎡〔2021〕、。", "①②㎡〔2021〕、。"],
    ["，：；！", ",:;!"],
  ])("全角转半角 %s → %s", (text, folded) => {
    expect(foldWidth(text)).toBe(folded);
    expect(foldWidth(text)).toHaveLength(text.length);
  });

  test.each([
    ["  阳光教育　", "阳光教育"],
    ["'0394", "0394"],
    ["阳光\u200B教育\uFEFF", "阳光教育"],
    ["阳光\u00A0教育\u00A0", "阳光 教育"],
    ["阳光教育\n培训中心", "阳光教育培训中心"],
    ["1.未公示\r\n2.消防", "1.未公示 2.消防"],
    ["Sunny\nSchool", "Sunny School"],
    ["\u001B[31m红\u0007\u009B", "[31m红"],
    ["\u202E公司\u202C", "公司"],
    ["川汇区　七一路", "川汇区　七一路"],
  ])("%j → %j", (text, clean) => {
    expect(cleanCell(text)).toBe(clean);
  });

  test("干净的不再变", () => {
    const dirty = fc.string({
      unit: fc.oneof(
        fc.constantFrom(...Array.from("' \n\t\u00a0\u200b\uFEFF　阳光a1\u001b，")),
        fc.string({ unit: "binary", minLength: 1, maxLength: 1 }),
      ),
    });
    fc.assert(
      fc.property(dirty, (text) => {
        expect(cleanCell(cleanCell(text))).toBe(cleanCell(text));
      }),
      { numRuns: 2000 },
    );
  });

  test("消息里引用的值干净，且不超过四十字", () => {
    expect(shown("\u001B[2J阳光")).toBe("「[2J阳光」");
    expect(shown("长".repeat(1000))).toBe(`「${"长".repeat(40)}…」`);
  });

  test.each([
    ["9.1350200072832E+17", true],
    ["９．１３５Ｅ＋１７", true],
    ["1e+14", true],
    ["91350200072832", false],
    ["91512081MA62K0260E", false],
    ["E+17", false],
  ])("Excel 损坏：%s → %s", (text, damaged) => {
    expect(isExcelDamaged(text)).toBe(damaged);
  });
});
