import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Stop } from "../../src/campaign/index.ts";
import { readCsv, wholeTable } from "../../src/read/csv.ts";
import { fieldsOfKind } from "../../src/read/fields.ts";
import { findHeaders } from "../../src/read/headers.ts";
import { readPeople } from "../../src/read/people.ts";

const rowsOf = (...pieces: string[]) => [...wholeTable(readCsv(pieces, "台账.csv").rows)];
const cellsOf = (...pieces: string[]) => rowsOf(...pieces).map(({ cells }) => cells);

function problemOf(work: () => unknown): { code: string; message: string; row: number | undefined } {
  try {
    work();
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    const [problem] = error.problems;
    return { code: problem?.code ?? "", message: problem?.message ?? "", row: problem?.place?.row };
  }
  throw new Error("nothing was refused");
}

describe("分列", () => {
  test.each([
    [",", "名称,电话\nA,1\n"],
    ["\t", "名称\t电话\nA\t1\n"],
    [";", "名称;电话\nA;1\n"],
    ["，", "名称，电话\nA，1\n"],
  ])("分隔符 %j 自己认", (separator, text) => {
    expect(readCsv([text], "f").separator).toBe(separator);
    expect(cellsOf(text)).toEqual([
      ["名称", "电话"],
      ["A", "1"],
    ]);
  });

  test("引号里的逗号和换行是内容，行号照 Excel 数", () => {
    expect(rowsOf('名称,地址\r\n"阳光,中心","一路\n二号"\r\n\r\n知行,三路\r\n')).toEqual([
      { line: 1, cells: ["名称", "地址"] },
      { line: 2, cells: ["阳光,中心", "一路\n二号"] },
      { line: 3, cells: [""] },
      { line: 4, cells: ["知行", "三路"] },
    ]);
  });

  test("格子中间的引号照原样收下", () =>
    expect(cellsOf('名称,备注\n阳光"双语"中心,5" 屏\n')).toEqual([
      ["名称", "备注"],
      ['阳光"双语"中心', '5" 屏'],
    ]));
  test("旧 Mac 的换行、没有末行换行", () =>
    expect(cellsOf("a,b\r1,2\r3,4")).toEqual([
      ["a", "b"],
      ["1", "2"],
      ["3", "4"],
    ]));

  test.each([
    [
      "表头第一格就有引号和换行",
      '"机构\n名称",电话\nA,1\n',
      [
        ["机构\n名称", "电话"],
        ["A", "1"],
      ],
    ],
    [
      "最后一行没有换行，以引号结束",
      '名称,电话\nA,"1"',
      [
        ["名称", "电话"],
        ["A", "1"],
      ],
    ],
    [
      "最后一行没有换行，末格空着",
      '名称,电话\n"A",',
      [
        ["名称", "电话"],
        ["A", ""],
      ],
    ],
    ["整个文件只有一格", '"A"', [["A"]]],
    ["第一行空着", "\n名称,电话\n", [[""], ["名称", "电话"]]],
  ])("%s，无论从哪里分段", (_case, text, expected) => {
    for (const size of [1, 2, 3, 100])
      expect(cellsOf(...(text.match(new RegExp(`[\\s\\S]{1,${size}}`, "g")) ?? []))).toEqual(expected);
  });

  test("读到多少给多少，不等整个文件", () => {
    let taken = 0;
    const pieces = function* () {
      for (; taken < 100; taken += 1) yield `"甲${taken}",1\n`;
    };
    const rows = readCsv(pieces(), "f").rows[Symbol.iterator]();
    expect(rows.next().value).toEqual({ line: 1, cells: ["甲0", "1"] });
    expect(taken).toBeLessThan(5);
  });

  test("引号不配对，指到开头那一行", () => {
    expect(problemOf(() => rowsOf('名称,电话\nA,1\n"B,2\nC,3\nD,4\n'))).toMatchObject({ code: "broken-quote", row: 3 });
    expect(problemOf(() => rowsOf('名称,电话\nA,1\n"B,2\nC,"3"\nD,4\n'))).toMatchObject({
      code: "broken-quote",
      row: 3,
    });
  });
  test.each([
    ['名称,电话\nA,1\n"B"x,2\nC,3\n', [1, 2, "broken-quote", 4]],
    ['名称,电话\r\nA,1\r\n"B,2\r\nC,3\r\n"D",4\r\n', [1, 2, "broken-quote", 4, 5]],
    ['名称,电话\nA,"1\nB,2\nC,3', [1, "broken-quote", 3, 4]],
    ['名称,电话\rA,1\r"B"x,2\rC,3\r', [1, 2, "broken-quote", 4]],
    [`名称,电话\n${"x,".repeat(2_000)}\nC,3\n`, [1, "too-many-columns", 3]],
    [`名称,电话\n${"x".repeat(1_200_000)}\nC,3\n`, [1, "row-too-long", 3]],
    [`名称,电话\n"${"x".repeat(1_200_000)}\nC,3\n`, [1, "broken-quote", 3]],
  ])("坏的一行放一边，后面的行接着读，无论从哪里分段", (text, expected) => {
    for (const size of text.length < 100 ? [1, 2, 3, 100] : [100_003]) {
      const pieces = text.match(new RegExp(`[\\s\\S]{1,${size}}`, "g")) ?? [];
      const rows = [...readCsv(pieces, "f").rows];
      expect(rows.map(({ line, fault }) => fault?.code ?? line)).toEqual(expected);
      expect(rows.find(({ cells }) => cells[0] === "C")?.cells).toEqual(["C", "3"]);
    }
  });
  test("行尾成千的空格子不算列", () =>
    expect([...readCsv([`名称,电话${",".repeat(16_000)}\n`], "f").rows]).toEqual([
      { line: 1, cells: ["名称", "电话"] },
    ]));
  test("一行 100 MB、一万列，都是一句话", () => {
    const huge = function* () {
      for (let piece = 0; piece < 100; piece += 1) yield "培".repeat(1 << 20);
    };
    expect(problemOf(() => [...wholeTable(readCsv(huge(), "f").rows)])).toMatchObject({ code: "row-too-long", row: 1 });
    expect(problemOf(() => rowsOf(`${"名称,".repeat(10_000)}\n`))).toMatchObject({ code: "too-many-columns", row: 1 });
  });

  const cell = fc.string({ unit: fc.constantFrom("培", "a", " ", ",", '"', "\n", "\r\n", "=", "1"), maxLength: 6 });
  const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 8 });
  test("写出去的表读得回来，无论从哪里分段", () => {
    fc.assert(
      fc.property(table, fc.integer({ min: 1, max: 30 }), (rows, size) => {
        const text = `甲,乙\n${rows.map((cells) => cells.map((one) => `"${one.replaceAll('"', '""')}"`).join(",")).join("\n")}\n`;
        const pieces = text.match(new RegExp(`[\\s\\S]{1,${size}}`, "g")) ?? [];
        expect(cellsOf(...pieces).slice(1)).toEqual(rows);
      }),
      { numRuns: 300 },
    );
  });
  test("任何文字要么是行，要么是一句话；分段与否结果一样", () => {
    const messy = fc.string({ unit: fc.constantFrom("培", ",", '"', "\n", "\r", "\t", ";", "，", " "), maxLength: 60 });
    fc.assert(
      fc.property(messy, fc.integer({ min: 1, max: 7 }), (text, size) => {
        const outcome = (pieces: string[]): unknown => {
          try {
            return cellsOf(...pieces);
          } catch (error) {
            if (error instanceof Stop) return error.problems[0]?.code;
            throw error;
          }
        };
        // the separator is found in the first piece: give both the same one
        const head = "一,二,三,四,五,六,七,八,九,十\n".repeat(20);
        expect(outcome([head, ...(text.match(new RegExp(`[\\s\\S]{1,${size}}`, "g")) ?? [])])).toEqual(
          outcome([head + text]),
        );
      }),
      { numRuns: 500 },
    );
  });
});

describe("认列", () => {
  const fieldsIn = (header: string, given?: Map<string, "name">) =>
    findHeaders([{ line: 1, cells: header.split("|") }], {
      fields: fieldsOfKind("机构"),
      key: "name",
      file: "f",
      ...(given ? { given } : {}),
    }).columns.map(({ field }) => field);

  test.each([
    ["机构名称|统一社会信用代码|联系电话", ["name", "uscc", "phone"]],
    ["*单位名称：|社会信用代码（18位）|负责人 电话", ["name", "uscc", "phone"]],
    ["校外培训机构名称（全称）|建筑面积（㎡）|学员人数(人)", ["name", "area", "students"]],
    ["学校名称|举办者名称(姓名)|校长(负责人)姓名", ["name", "organizer", "principal"]],
    ["序号|名称|乡镇（街道）|学科类/非学科类", ["seq", "name", "town", "category"]],
    ["名称|现办学地址|注册地址", ["name", "address", "registeredAddress"]],
    ["名称|证照类别|类别|有无证|有无照", ["name", "licenceClass", "category", "hasPermit", "hasRegistration"]],
    ["名称|举办者属性|办学资质说明", ["name", null, null]],
    ["名称|法定代表人|法定代表人身份证号|教师资格证号", ["name", "legalRep", null, null]],
    ["上级单位名称|机构名称|电话", [null, "name", "phone"]],
    ["名称|电话|存在问题|整改措施|责任单位", ["name", "phone", "problem", "measure", "owner"]],
    ["机构名称|办公电话|办学详细地址", ["name", "phone", "address"]],
    ["产品名称|机构名称", [null, "name"]],
  ])("%s", (header, fields) => expect(fieldsIn(header)).toEqual(fields));

  test("别名没有一个属于两个字段", () => {
    const words = Object.values(fieldsOfKind("机构")).flatMap(({ title, aliases, alone = [] }) => [
      title,
      ...aliases,
      ...alone,
    ]);
    expect(words.length).toBeGreaterThan(150);
    expect(words.filter((word, index) => words.indexOf(word) !== index)).toEqual([]);
  });

  test("标题行、盖章行在表头上面", () => {
    const found = findHeaders(
      [
        "某区校外培训机构台账|||",
        "填报单位（盖章）：||填表日期：2021.6.25|",
        "序号|机构名称|联系电话|地址",
        "1|阳光|13800000001|一路",
      ].map((cells, index) => ({ line: index + 1, cells: cells.split("|") })),
      { fields: fieldsOfKind("机构"), key: "name", file: "f" },
    );
    expect(found.line).toBe(3);
    expect([...found.rows].map(({ line }) => line)).toEqual([4]);
  });

  const headed = (lines: readonly string[], more: object = {}) => {
    const rows = lines.map((text, index) => ({ line: index + 1, cells: text.split("|") }));
    const found = findHeaders(rows, { fields: fieldsOfKind("机构"), key: "name", file: "f", ...more });
    return {
      columns: found.columns.map(({ header, field }) => `${header} ${field ?? ""}`.trim()),
      rows: [...found.rows].map(({ line }) => line),
    };
  };

  test.each([
    [
      "下面一行是分项",
      ["序号|机构名称|联系方式|", "||电话|地址", "1|阳光|13800000001|一路"],
      ["序号 seq", "机构名称 name", "联系方式/电话 phone", "联系方式/地址 address"],
      [3],
    ],
    [
      "上面一行是大类，有的格子上下合并",
      ["序号|基本情况||联系方式|", "|机构名称|法定代表人|电话|地址", "1|阳光|张某甲|13800000001|一路"],
      [
        "序号 seq",
        "基本情况/机构名称 name",
        "基本情况/法定代表人 legalRep",
        "联系方式/电话 phone",
        "联系方式/地址 address",
      ],
      [3],
    ],
    [
      "合并的格子在大类的右边，不归大类",
      ["基本情况||备注", "机构名称|电话|", "阳光|13800000001|好"],
      ["基本情况/机构名称 name", "基本情况/电话 phone", "备注 remark"],
      [3],
    ],
    [
      "上面是填表单位，不是大类",
      ["填表单位：区教体局||填表日期", "机构名称|电话|", "阳光|13800000001|好"],
      ["机构名称 name", "电话 phone", "第3列"],
      [3],
    ],
    [
      "下面是一家机构，不是分项",
      ["机构名称|电话|", "阳光|13800000001|好", "知行|13800000002|"],
      ["机构名称 name", "电话 phone", "第3列"],
      [2, 3],
    ],
    [
      "分项写在括号里，不当作单位",
      ["机构名称|联系方式||地址", "|（电话）|（备用）|", "阳光|13800000001|8221234|一路"],
      ["机构名称 name", "联系方式/（电话） phone", "联系方式/（备用）", "地址 address"],
      [3],
    ],
    [
      "空格子下面写了一样东西，不是分项",
      ["机构名称|联系方式||地址", "|13800000001|8221234|", "知行|||"],
      ["机构名称 name", "联系方式 phone", "第3列", "地址 address"],
      [2, 3],
    ],
  ])("表头两行：%s", (_case, lines, columns, rows) => {
    expect(headed(lines)).toEqual({ columns, rows });
  });

  test("上次指明过的列，这次照旧；表里写明了的，照表里的；用户这次说的最算数", () => {
    const remembered = new Map([["门头", "name"]]);
    expect(headed(["门头|电话|地址"], { remembered }).columns).toEqual(["门头 name", "电话 phone", "地址 address"]);
    expect(headed(["门头|机构名称|电话"], { remembered }).columns).toEqual(["门头", "机构名称 name", "电话 phone"]);
    expect(
      headed(["门头|招牌|电话"], {
        remembered,
        given: new Map([
          ["门头", null],
          ["招牌", "name"],
        ]),
      }).columns,
    ).toEqual(["门头", "招牌 name", "电话 phone"]);
  });

  test("网页改名成的「Excel」，说是网页", () =>
    expect(problemOf(() => headed(["<TABLE border=1>", "<tr>"]))).toMatchObject({ code: "web-page" }));

  test("只有两列也行，只要有名称", () => expect(fieldsIn("门头|名称")).toEqual([null, "name"]));
  test("重复的表头分得开，并说一声", () => {
    const { columns, remarks } = findHeaders([{ line: 1, cells: ["名称", "备注", "备注"] }], {
      fields: fieldsOfKind("机构"),
      key: "name",
      file: "f",
    });
    expect(columns.map(({ header, field }) => [header, field])).toEqual([
      ["名称", "name"],
      ["备注", "remark"],
      ["备注（2）", null],
    ]);
    expect(remarks).toHaveLength(1);
  });
  test("认不出名称：说出那一行是什么、怎么指明", () => {
    expect(problemOf(() => fieldsIn("门头|电话|甲"))).toMatchObject({ code: "no-header", row: 1 });
    expect(problemOf(() => fieldsIn("门头|电话|地址|属地"))).toMatchObject({ code: "no-header", row: 1 });
  });
  test.each([
    ["标题在上面，表头在第 3 行", ["某区校外培训机构台账", "填表单位：区教体局", "门头|电话|地址", "阳光|138|一路"], 3],
    ["都认不出，格子最多的一行像表头", ["某区台账", "门头|招牌|在哪里"], 2],
    ["一样多的，上面的一行", ["门头|电话", "阳光|电话"], 1],
  ])("认不出名称：%s", (_case, lines, row) => {
    const rows = lines.map((text, index) => ({ line: index + 1, cells: text.split("|") }));
    expect(problemOf(() => findHeaders(rows, { fields: fieldsOfKind("机构"), key: "name", file: "f" }))).toMatchObject({
      code: "no-header",
      row,
    });
  });
  test("空文件", () =>
    expect(problemOf(() => findHeaders([], { fields: fieldsOfKind("机构"), key: "name", file: "f" }))).toMatchObject({
      code: "empty-file",
    }));
  test("用户指明的列", () => {
    expect(fieldsIn("门头|甲|乙", new Map([["门头", "name"]]))).toEqual(["name", null, null]);
    expect(problemOf(() => fieldsIn("名称|甲", new Map([["没有这列", "name"]])))).toMatchObject({
      code: "unknown-column",
    });
  });
});

describe("人员名册", () => {
  const read = (text: string) => readPeople(new TextEncoder().encode(text), "人员.csv");

  test("列名有几种写法，标题行不碍事", () => {
    expect(
      read(
        "某区执法人员名册,,,,\n姓名,工作单位,行政执法证号,证件有效期至,组别\n张某甲,区教体局,豫P０００１,2025年12月31日,第一组\n李某乙,区民政局,,,\n",
      ),
    ).toEqual({
      people: [
        { name: "张某甲", unit: "区教体局", certificate: "豫P0001", certificate_until: "2025-12-31", team: "第一组" },
        { name: "李某乙", unit: "区民政局", certificate: null, certificate_until: null, team: null },
      ],
      problems: [],
    });
  });
  test("每一处毛病一句话，有毛病的行不收", () => {
    const { people, problems } = read(
      "姓名,单位,证件有效期\n,区教体局,\n张某甲,,2025-02-30\n李某乙,区民政局,2025-12-31\n李某乙,区文旅局,\n李某乙,区民政局,2025-12-31\n",
    );
    expect(people.map(({ name }) => name)).toEqual(["李某乙"]);
    expect(problems.map(({ code, place }) => [code, place?.row])).toEqual([
      ["person-no-name", 2],
      ["person-no-unit", 3],
      ["person-bad-date", 3],
      ["person-repeated", 5],
    ]);
  });
});
