/** Filled-in sheets as they come back: from Excel, from WPS, typed in a hurry. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Item } from "../../src/campaign/index.ts";
import { fileNames, readAnswer, readAnswers } from "../../src/read/answers.ts";
import { csvText } from "../../src/write/csv.ts";

const items = ["1-1", "1-2", "13-1"].map((code): Item => ({
  code,
  topic: Number(code.split("-")[0]),
  text: "样例",
  kind: "机构",
  classes: [],
  categories: [],
  severity: "一般",
  basis: [],
  lead: [],
  from: null,
  until: null,
}));
const header = "检查项编号,检查内容,结果,说明,证据文件";
const noFile = () => "没有这个文件";

function read(text: string | Uint8Array, faultOf: (path: string) => string | null = noFile) {
  return readAnswers(typeof text === "string" ? new TextEncoder().encode(text) : text, "表.csv", items, {
    evidenceFault: faultOf,
    measured: () => ({ answer: "合格", note: "" }),
    notAsked: () => null,
  });
}
const codesOf = (text: string) => read(text).problems.map(({ code, place }) => `${place?.row ?? ""} ${code}`.trim());

describe("答案的写法", () => {
  test.each([
    ["合格", "合格"],
    [" √ ", "合格"],
    ["✓", "合格"],
    ["是", "合格"],
    ["１", "合格"],
    ["×", "不合格"],
    ["x", "不合格"],
    ["否", "不合格"],
    ["2", "不合格"],
    ["3", "不适用"],
    ["—", "不适用"],
    ["不 适 用", "不适用"],
    ["基本合格", null],
    ["4", null],
    ["", null],
  ])("%s", (word, answer) => expect(readAnswer(word)).toBe(answer));
});

describe("检查项编号被表格软件改成日期", () => {
  test.each([
    ["1-2", "1-2"],
    ["1－2", "1-2"],
    ["1月2日", "1-2"],
    ["2-Jan", "1-2"],
    ["2021/1/2", "1-2"],
    ["2021-01-02", "1-2"],
    ["1/2", "1-2"],
    ["Jan-13", "13-1"],
    ["\t1-2", "1-2"],
    ["'1-2", "1-2"],
  ])("%s 是 %s", (written, code) => expect([...read(`${header}\n${written},,1,,\n`).answers.keys()]).toEqual([code]));

  test.each(["13-Jan", "1-1-2", "2-30", "Foo-1", "一之一", ""])("%s 不当作任何一项", (written) =>
    expect(codesOf(`${header}\n"${written}",,1,,\n`)[0]).toBe("2 unknown-item"),
  );
});

describe("表格", () => {
  test("列换了次序、有多余的列、制表符分隔，都认", () => {
    const { answers, problems } = read("说明\t结果\t序\t检查项编号\n\t√\t1\t1-1\n坏了\t×\t2\t1-2\n\t3\t3\t13-1\n");
    expect(problems).toEqual([]);
    expect([...answers]).toEqual([
      ["1-1", { answer: "合格", note: "", evidence: [] }],
      ["1-2", { answer: "不合格", note: "坏了", evidence: [] }],
      ["13-1", { answer: "不适用", note: "", evidence: [] }],
    ]);
  });

  test("GB18030 的表也认", () => {
    // 检查项编号,结果,说明 / 1-2,不合格,坏 in GB18030
    const bytes = Uint8Array.from([
      0xbc, 0xec, 0xb2, 0xe9, 0xcf, 0xee, 0xb1, 0xe0, 0xba, 0xc5, 0x2c, 0xbd, 0xe1, 0xb9, 0xfb, 0x2c, 0xcb, 0xb5, 0xc3,
      0xf7, 0x0a, 0x31, 0x2d, 0x32, 0x2c, 0xb2, 0xbb, 0xba, 0xcf, 0xb8, 0xf1, 0x2c, 0xbb, 0xb5, 0x0a,
    ]);
    expect(read(bytes).answers.get("1-2")).toEqual({ answer: "不合格", note: "坏", evidence: [] });
  });

  test("空行不算，行号按表格软件的行号，说明里有换行的也只算一行", () => {
    expect(codesOf(`${header}\n1-1,,×,"一\n二",\n,,,,\n1-2,,也许,,\n13-1,,√,,\n`)).toEqual(["4 unknown-answer"]);
  });

  test("一行里的几个毛病都说", () => {
    expect(codesOf(`${header}\n1-1,,×,,a.jpg；b.jpg\n1-2,,1,,\n13-1,,1,,\n`)).toEqual([
      "2 note-missing",
      "2 evidence-unusable",
      "2 evidence-unusable",
    ]);
  });

  test("缺列、空文件、太大的文件，说清楚缺什么", () => {
    expect(() => read("编号,答案\n1-1,1\n")).toThrow("答案文件缺少列：检查项编号、结果");
    expect(() => read("")).toThrow("缺少列");
    expect(() => read("x".repeat(1_048_577))).toThrow("超过 1 MB");
  });

  test("自己出的表填好再读，说明和文件名原样回来，公式也不会跑", () => {
    const word = fc.stringMatching(/^[=+@a-z中文][a-z 中文=+]{0,8}[a-z中文]$/);
    fc.assert(
      fc.property(word, word, (note, file) => {
        const text = csvText({
          title: "",
          columns: header.split(",").map((title, index) => ({
            key: title,
            title,
            ...(index === 0 ? { kind: "code" as const } : {}),
            value: (row: readonly string[]) => row[index] ?? "",
          })),
          rows: items.map(({ code }) => [code, "样例", "×", note, file]),
        });
        const { answers, problems } = read(text, () => null);
        expect(problems).toEqual([]);
        expect([...answers.values()]).toEqual(items.map(() => ({ answer: "不合格", note, evidence: [file] })));
      }),
    );
  });
});

describe("文件名的列法", () => {
  test.each<[string, boolean, string[]]>([
    ["a.jpg，b.jpg", false, ["a.jpg", "b.jpg"]],
    ["a.jpg; b.jpg；c.jpg、d.jpg", false, ["a.jpg", "b.jpg", "c.jpg", "d.jpg"]],
    ["照片 1.jpg,照片 2.jpg", false, ["照片 1.jpg", "照片 2.jpg"]],
    ["a.jpg b.jpg", true, ["a.jpg", "b.jpg"]],
    [`"照片 1.jpg" b.jpg`, true, ["照片 1.jpg", "b.jpg"]],
    ["/照片/照片\\ 1.jpg", true, ["/照片/照片 1.jpg"]],
    ["C:\\照片\\1.jpg", true, ["C:\\照片\\1.jpg"]],
    [" ， ", true, []],
  ])("%s", (text, spaces, names) => expect(fileNames(text, { spaces })).toEqual(names));
});
