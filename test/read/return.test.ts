/** A return somebody sent, as figures: one figure a row, one place a row, or the JSON that tuban writes. */
import { describe, expect, test } from "vitest";
import { Stop } from "../../src/campaign/index.ts";
import { readReturn } from "../../src/read/return.ts";
import type { SentReturn } from "../../src/read/return.ts";

const read = (text: string, file = "报表.csv"): SentReturn => readReturn(new TextEncoder().encode(text), file);
const figuresOf = (text: string, file?: string): string[] =>
  read(text, file).figures.map(({ scope, name, value, thisPeriod }) => `${scope} ${name} ${value} ${thisPeriod}`);
const refusal = (text: string, file?: string): string => {
  try {
    read(text, file);
    return "";
  } catch (error) {
    return error instanceof Stop ? (error.problems[0]?.code ?? "") : String(error);
  }
};

describe("一行一个指标", () => {
  test("累计和本期各一列；没有写范围的是全部，合计也是", () => {
    const text =
      "样例县周调度,,,\n指标,属地,累计（期末）,本周\n机构总数,,12,3\n机构总数,合计,12,3\n机构总数,全县,12,—\n机构总数,城南,7,\n\n";
    expect(figuresOf(text)).toEqual([
      "全部 机构总数 12 3",
      "全部 机构总数 12 3",
      "全部 机构总数 12 null",
      "城南 机构总数 7 null",
    ]);
    expect(read(text).figures[3]).toMatchObject({
      place: { file: "报表.csv", row: 6, column: "累计（期末）" },
      periodPlace: { row: 6, column: "本周" },
    });
  });

  test("只有本期一列的，本期就是它的数", () => {
    expect(figuresOf("指标,本月\n检查家次,5\n")).toEqual(["全部 检查家次 5 5"]);
    expect(read("指标,本月\n检查家次,5\n").figures[0]?.place.column).toBe("本月");
  });

  test("没有写数的那一列，读不了", () => {
    expect(refusal("指标,说明\n检查家次,好\n")).toBe("no-value-column");
  });
});

describe("一行一个地方", () => {
  test("每列一个指标；序号、备注、填报人这些不是", () => {
    const text =
      "序号,省份,单位名称,是否启动,机构总数,整改完成率,备注,,填报人\n1,样例省,城南,是,7,50%,好,x,张某甲\n2,样例省,总计,是,12,66.67%,,,\n";
    expect(figuresOf(text)).toEqual([
      "城南 机构总数 7 null",
      "城南 整改完成率 50 null",
      "全部 机构总数 12 null",
      "全部 整改完成率 66.67 null",
    ]);
  });

  test("没有写地方的列，每行都是全部", () => {
    expect(figuresOf("机构总数,检查家次\n12,5\n")).toEqual(["全部 机构总数 12 null", "全部 检查家次 5 null"]);
  });

  test("空的文件、只有一格的文件", () => {
    expect([refusal(""), refusal("样例县周调度\n")]).toEqual(["empty-return", "empty-return"]);
  });
});

test.each([
  ["12", 12],
  ["１，２０３", 1203],
  ["1 203", 1203],
  ["-3", -3],
  ["+3", 3],
  ["66.67％", 66.67],
  ["—", null],
  ["--", null],
  ["", null],
])("数写成 %s", (written, value) => {
  const { figures, problems } = read(`指标\t累计\t备注\n机构总数\t${written}\t好\n`);
  expect([figures[0]?.value, problems]).toEqual([value, []]);
});

test.each(["12家", "12—", "约12", "一百", "1e5", "12%%", "1234567890123", "1.2345678"])("%s 不是数", (written) => {
  const { figures, problems } = read(`指标\t累计\t备注\n机构总数\t${written}\t好\n`);
  expect(figures[0]?.value).toBeNull();
  expect(problems).toMatchObject([
    { code: "not-a-number", message: `机构总数 应写数，写了“${written}”`, place: { row: 2, column: "累计" } },
  ]);
});

describe("tuban 写出的 JSON", () => {
  test("全部的和各属地的；签发的报表叫 figures", () => {
    const indicators = [{ name: "机构总数", value: 12, thisPeriod: 3 }];
    const byTown = [
      { town: "城南", indicators: [{ name: "机构总数", value: 7 }] },
      { town: null, indicators: [{ name: "机构总数", value: 5, thisPeriod: null }] },
      null,
    ];
    const expected = ["全部 机构总数 12 3", "城南 机构总数 7 null", "未填属地 机构总数 5 null"];
    expect(figuresOf(JSON.stringify({ indicators, indicatorsByTown: byTown }), "报表.JSON")).toEqual(expected);
    expect(figuresOf(`\ufeff${JSON.stringify({ figures: indicators })}`, "报表.json")).toEqual([expected[0]]);
  });

  test("改成了字的数照数读，读不成的要说；没有名称的要说", () => {
    const indicators = [{ name: "机构总数", value: "12" }, { name: "检查家次", value: "约5" }, { value: 3 }, null];
    const { figures, problems } = read(JSON.stringify({ indicators }), "报表.json");
    expect(figures.map(({ name, value }) => [name, value])).toEqual([
      ["机构总数", 12],
      ["检查家次", null],
    ]);
    expect(problems.map(({ code, place }) => [code, place?.column])).toEqual([
      ["not-a-number", "indicators[1]"],
      ["no-indicator-name", "indicators[2]"],
      ["no-indicator-name", "indicators[3]"],
    ]);
  });

  test.each([
    ['{"indicators": [', "bad-json"],
    ["[1]", "bad-json"],
    ['{"a": 1}', "not-a-return"],
    ['{"indicators": {}}', "not-a-return"],
  ])("%s 读不了", (text, code) => {
    expect(refusal(text, "报表.json")).toBe(code);
  });
});

describe("Excel 的报表", () => {
  test("with days and numbers as a workbook has them", async () => {
    const { writeXlsx } = await import("hucre");
    const sheet = {
      name: "报表",
      rows: [
        ["指标", "累计", "截至日"],
        ["机构总数", 12, new Date("2021-07-23")],
      ],
    };
    const { figures, problems } = readReturn(await writeXlsx({ sheets: [sheet] }), "报表.xlsx");
    expect(problems).toEqual([]);
    expect(figures).toMatchObject([
      { name: "机构总数", value: 12, place: { file: "报表.xlsx", row: 2, column: "累计" } },
    ]);
  });

  test("a workbook that unpacks to a thousand times its size is not opened", async () => {
    const { default: PizZip } = await import("pizzip");
    const { writeXlsx } = await import("hucre");
    const zip = new PizZip(await writeXlsx({ sheets: [{ name: "报表", rows: [["指标", "累计"]] }] }));
    const part = Object.keys(zip.files).find((name) => name.includes("worksheets/sheet")) ?? "";
    zip.file(part, `${zip.file(part)?.asText() ?? ""}${" ".repeat(40_000_000)}`);
    const bytes = zip.generate({ type: "uint8array", compression: "DEFLATE" });
    expect(bytes.length).toBeLessThan(100_000);
    expect(() => readReturn(bytes, "报表.xlsx")).toThrow("不像正常的表");
  });
});
