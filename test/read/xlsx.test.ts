import fc from "fast-check";
import { writeXlsx } from "hucre";
import type { CellValue, WriteSheet } from "hucre";
import { describe, expect, test } from "vitest";
import { Stop } from "../../src/campaign/index.ts";
import { openWorkbook } from "../../src/read/xlsx.ts";
import { zip } from "./packed.ts";

const rowsIn = (bytes: Uint8Array, sheet = 0) => [...openWorkbook(bytes, "台账.xlsx").open(sheet).rows];
const cellsIn = (bytes: Uint8Array) => rowsIn(bytes).map(({ cells }) => cells);
const book = (rows: CellValue[][], more: Partial<WriteSheet> = {}): Promise<Uint8Array> =>
  writeXlsx({ sheets: [{ name: "台账", rows, ...more }] });

const rels = `<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>`;
const workbook = `<workbook><workbookPr/><sheets><sheet name="台账" sheetId="1" r:id="rId1"/></sheets></workbook>`;
/** A workbook whose sheet is written by hand. */
const byHand = (sheet: string, others: Readonly<Record<string, string>> = {}): Uint8Array =>
  zip({
    "xl/workbook.xml": workbook,
    "xl/_rels/workbook.xml.rels": rels,
    "xl/worksheets/sheet1.xml": sheet,
    ...others,
  });
const sheetOf = (rows: string, after = ""): string =>
  `<?xml version="1.0"?><worksheet><sheetData>${rows}</sheetData>${after}</worksheet>`;

function codeOf(work: () => unknown): string | undefined {
  try {
    work();
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    expect(error.problems[0]?.hint).toBeTruthy();
    return error.problems[0]?.code;
  }
  return undefined;
}

describe("格子里的值", () => {
  test("文字、数、日期、是否，都成文字；电话是数的也照样", async () => {
    const bytes = await book([
      ["机构名称", "电话", "发证日期", "面积", "有证"],
      ["阳光<中心>&“甲”", 13800000001, new Date("2021-06-28T00:00:00Z"), 0.1 + 0.2, true],
    ]);
    expect(cellsIn(bytes)[1]).toEqual(["阳光<中心>&“甲”", "13800000001", "2021-06-28", "0.3", "TRUE"]);
  });

  test.each([
    ['<c r="A1" t="s"><v>0</v></c>', "甲乙"],
    ['<c r="A1" t="s"><v>1</v></c>', "培训中心"],
    ['<c r="A1" t="inlineStr"><is><r><t>甲</t></r><r><t>乙</t></r></is></c>', "甲乙"],
    ['<c r="A1" t="inlineStr"><is><t>&lt;script&gt;&amp;&#x57F9;&#22521;</t></is></c>', "<script>&培培"],
    ['<c r="A1" t="inlineStr"><is><t>一路_x000D_二号_x005F_x0041_</t></is></c>', "一路\r二号_x0041_"],
    ['<c r="A1" t="inlineStr"><is><t><![CDATA[甲<乙]]></t></is></c>', "甲<乙"],
    ['<c r="A1" t="str"><f>B1&amp;C1</f><v>算出来的</v></c>', "算出来的"],
    ['<c r="A1"><f>SUM(B1:B3)</f><v>12</v></c>', "12"],
    ['<c r="A1"><f>SUM(B1:B3)</f></c>', "#公式无值"],
    ['<c r="A1" t="e"><v>#N/A</v></c>', "#N/A"],
    ['<c r="A1"><v>9.1411602000000003E+17</v></c>', "9.1411602E+17"],
    ['<c r="A1"><v>1.3800000001E10</v></c>', "13800000001"],
    ['<c r="A1"><v>141160279000001</v></c>', "141160279000001"],
    ['<c r="A1" s="1"><v>44375</v></c>', "2021-06-28"],
    ['<c r="A1" s="1"><v>44375.75</v></c>', "2021-06-28"],
    ['<c r="A1" s="2"><v>44375</v></c>', "2021-06-28"],
    ['<c r="A1" s="3"><v>44375</v></c>', "44375"],
    ['<c r="A1" t="d"><v>2021-06-28T00:00:00</v></c>', "2021-06-28T00:00:00"],
  ])("%s → %s", (cell, expected) => {
    const strings = `<sst><si><r><t>甲</t></r><r><t>乙</t></r><rPh><t>拼音</t></rPh></si><si><t xml:space="preserve">培训中心</t></si></sst>`;
    const styles = `<styleSheet><numFmts><numFmt numFmtId="176" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="31"/><xf numFmtId="176"/><xf numFmtId="2"/></cellXfs></styleSheet>`;
    const bytes = byHand(sheetOf(`<row r="1">${cell}<c r="B1"><v>1</v></c></row>`), {
      "xl/sharedStrings.xml": strings,
      "xl/styles.xml": styles,
    });
    expect(cellsIn(bytes)).toEqual([[expected, "1"]]);
  });

  test("1904 年起算的日期；带前缀的标签；没有写行号列号的", () => {
    const old = workbook.replace("<workbookPr/>", '<workbookPr date1904="1"/>').replaceAll(/<(\/?)(?=[a-z])/g, "<$1x:");
    const styles = `<styleSheet><cellXfs><xf numFmtId="14"/></cellXfs></styleSheet>`;
    const sheet = `<x:worksheet><x:sheetData><x:row><x:c s="0"><x:v>42913</x:v></x:c><x:c><x:v>2</x:v></x:c></x:row></x:sheetData></x:worksheet>`;
    const bytes = zip({
      "xl/workbook.xml": old,
      "xl/_rels/workbook.xml.rels": rels,
      "xl/worksheets/sheet1.xml": sheet,
      "xl/styles.xml": styles,
    });
    expect(rowsIn(bytes)).toEqual([{ line: 1, cells: ["2021-06-28", "2"] }]);
  });
});

describe("表的样子", () => {
  test("行号照 Excel 数，空行不算；竖着合并的格子往下填，空行不填", async () => {
    const bytes = await book(
      [
        ["乡镇", "机构名称"],
        ["东郊乡", "甲校"],
        [null, "乙校"],
        [null, null],
        [null, "丙校"],
        ["城东", "丁校"],
        [null, "戊校"],
      ],
      { merges: [{ startRow: 1, startCol: 0, endRow: 4, endCol: 0 }] },
    );
    expect(rowsIn(bytes)).toEqual([
      { line: 1, cells: ["乡镇", "机构名称"] },
      { line: 2, cells: ["东郊乡", "甲校"] },
      { line: 3, cells: ["东郊乡", "乙校"] },
      { line: 5, cells: ["东郊乡", "丙校"] },
      { line: 6, cells: ["城东", "丁校"] },
      { line: 7, cells: ["", "戊校"] },
    ]);
  });

  test("隐藏的列和行数得清", () => {
    const bytes = byHand(
      `<worksheet><cols><col min="2" max="2" hidden="1"/></cols><sheetData><row r="1"><c><v>1</v></c><c><v>2</v></c></row><row r="2" hidden="1"><c><v>3</v></c></row></sheetData></worksheet>`,
    );
    const { rows, hidden } = openWorkbook(bytes, "f").open(0);
    expect([...rows]).toHaveLength(2);
    expect(hidden).toEqual({ columns: new Set([1]), rows: 1 });
  });

  test("隔得远的一格不撑大表；一万列的一行说清楚", () => {
    const far = byHand(
      sheetOf(`<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="A1048576"><v>2</v></c></row>`),
    );
    expect(rowsIn(far).map(({ line }) => line)).toEqual([1, 1_048_576]);
    const wide = byHand(sheetOf(`<row r="1">${"<c><v>1</v></c>".repeat(10_000)}</row>`));
    expect(rowsIn(wide)[0]?.fault?.code).toBe("too-many-columns");
  });

  test("跨段的大表一行不少", async () => {
    const rows = Array.from({ length: 5_000 }, (_, index) => [`第${index}家培训中心`, index, "样例路"]);
    expect(cellsIn(await book(rows))).toEqual(rows.map((cells) => cells.map(String)));
  });
});

describe("不是正常的工作簿", () => {
  const big = 300 * 1024 * 1024;
  test.each([
    ["压缩包", () => zip({ "照片.txt": "x" }), "not-workbook"],
    ["Word", () => zip({ "word/document.xml": "<x/>" }), "not-workbook"],
    ["xlsb", () => zip({ "xl/workbook.bin": "x" }), "not-workbook"],
    [
      "自称 300 MB",
      () => zip({ "xl/workbook.xml": workbook, "xl/worksheets/sheet1.xml": "x" }, { "xl/worksheets/sheet1.xml": big }),
      "workbook-too-large",
    ],
    ["压缩炸弹", () => byHand(sheetOf(" ".repeat(30 * 1024 * 1024))), "workbook-bomb"],
    [
      "少报了大小的",
      () =>
        zip(
          {
            "xl/workbook.xml": workbook,
            "xl/_rels/workbook.xml.rels": rels,
            "xl/worksheets/sheet1.xml": sheetOf("<row/>".repeat(9_999)),
          },
          { "xl/worksheets/sheet1.xml": 10 },
        ),
      "damaged-workbook",
    ],
    ["截断的", () => byHand(sheetOf("")).subarray(0, 200), "damaged-workbook"],
    ["没有工作表", () => zip({ "xl/workbook.xml": "<workbook/>" }), "damaged-workbook"],
  ])("%s → 一句话", (_, bytes, code) => expect(codeOf(() => rowsIn(bytes()))).toBe(code));
});

test("写出去的读得回来：任何文字、数和日期", async () => {
  const text = fc.string({
    unit: fc.constantFrom("培", "a", " ", "<", "&", '"', "'", "\n", "=", "１", ">", "]]>", "𠮷"),
    maxLength: 8,
  });
  const day = fc
    .date({ min: new Date("1950-01-01"), max: new Date("2090-01-01"), noInvalidDate: true })
    .map((date) => new Date(date.toISOString().slice(0, 10)));
  const value = fc.oneof(text, fc.integer({ min: -1e9, max: 1e9 }), day);
  const rows = fc.array(fc.array(value, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 6 });
  const expected = (one: CellValue): string => (one instanceof Date ? one.toISOString().slice(0, 10) : String(one));
  await fc.assert(
    fc.asyncProperty(rows, async (rows) => {
      const found = new Map(rowsIn(await book(rows)).map(({ line, cells }) => [line, cells]));
      for (const [index, row] of rows.entries())
        for (const [column, one] of row.entries()) expect(found.get(index + 1)?.[column] ?? "").toBe(expected(one));
    }),
    { numRuns: 200 },
  );
});

test("任何字节、任何改坏的工作簿，要么是行，要么是一句话", async () => {
  const good = await book(
    [
      ["机构名称", "电话"],
      ["阳光中心", 13800000001],
    ],
    { merges: [{ startRow: 0, startCol: 0, endRow: 1, endCol: 0 }] },
  );
  const broken = fc
    .array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 })
    .map((changes) => {
      const bytes = good.slice();
      for (const [at, byte] of changes) bytes[at] = byte;
      return bytes;
    });
  const tag = fc.constantFrom(
    "<row",
    "<c",
    "</c>",
    "</row>",
    "<v>",
    "</v>",
    ' r="A1"',
    ' r="ZZZZ9"',
    ' t="s"',
    ' r="-1"',
    ">",
    "<",
    '"',
    "&#xFFFFFFF;",
    "9e999",
    "<mergeCell",
    ' ref="A1:A9999999"',
    "<!--",
    "<![CDATA[",
    "x",
  );
  const markup = fc.array(tag, { maxLength: 30 }).map((tags) => byHand(sheetOf(tags.join(""))));
  fc.assert(
    fc.property(fc.oneof(broken, markup, fc.uint8Array({ maxLength: 60 })), (bytes) => {
      codeOf(() =>
        openWorkbook(bytes, "f").sheets.forEach((_, index) => [...openWorkbook(bytes, "f").open(index).rows]),
      );
    }),
    { numRuns: 2_000 },
  );
});
