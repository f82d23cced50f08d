import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Stop, creditCodeCheckDigit } from "../../src/campaign/index.ts";
import type { Day, Institution } from "../../src/campaign/index.ts";
import { readCsv } from "../../src/read/csv.ts";
import { readRoster } from "../../src/read/roster.ts";
import type { RosterEntry } from "../../src/read/roster/row.ts";
import type { RosterRules } from "../../src/read/roster/words.ts";
import { textPieces } from "../../src/read/text.ts";

const plan: RosterRules = {
  region: { name: "川汇区", areaCode: "411602" },
  towns: ["城东办事处", "城西街道", "东郊乡"],
  categories: [
    { name: "学科类", kind: "机构", aliases: ["文化课"] },
    { name: "托辅机构", kind: "机构", aliases: ["托管", "课后托管"] },
    { name: "在职中小学教师", kind: "教师", aliases: ["在职教师"] },
  ],
};

const body = "52411602MJY000019";
const uscc = body + creditCodeCheckDigit(body);
const permit = "教民141160279000001";

const read = (text: string) =>
  readRoster(readCsv([text], "台账.csv").rows, { file: "台账.csv", plan, on: "2021-06-25" as Day });
const entriesOf = (text: string): RosterEntry[] => [...read(text).entries];
/** One row under a header; both written with | between cells. */
function one(header: string, row: string): RosterEntry {
  const [entry] = entriesOf(`${header.replaceAll("|", "\t")}\n${row.replaceAll("|", "\t")}\n`);
  if (!entry) throw new Error("the row was dropped");
  return entry;
}
const said = (header: string, row: string): Partial<Institution> => one(header, row).institution ?? {};
const remarksOf = (entry: RosterEntry): string[] => entry.remarks.map(({ grade, code }) => `${grade} ${code}`);

describe("一行说了什么", () => {
  test("各列各就各位，没认出的列照原样另存", () => {
    const header =
      "序号|机构名称|类别|统一社会信用代码|办学许可证编号|发证日期|有效期至|法定代表人|联系电话|办学地址|属地|面积㎡|建筑面积（㎡）|学员数|自编列";
    const row = `7|阳光培训中心|文化课|${uscc.toLowerCase()}|${permit}号|2020.6.1|44377|张某甲|１３８０００００００１；0394-8221234|样例路1号|城东|x|约120㎡|35人|值`;
    expect(said(header, row)).toEqual({
      name: "阳光培训中心",
      kind: "机构",
      category: "学科类",
      uscc,
      permitNo: permit,
      permitFrom: "2020-06-01",
      permitTo: "2021-06-30",
      legalRep: "张某甲",
      phone: "13800000001、0394-8221234",
      address: "样例路1号",
      town: "城东办事处",
      area: 120,
      students: 35,
      hasPermit: true,
      hasRegistration: true,
      licenceClass: "有证有照",
      extra: { "面积㎡": "x", 自编列: "值" },
    });
  });

  test.each([
    ["有效期至", "2020.6.1-2023.5.31", { permitFrom: "2020-06-01", permitTo: "2023-05-31" }],
    ["有效期限", "2020年6月1日至2023年5月31日", { permitFrom: "2020-06-01", permitTo: "2023-05-31" }],
    ["有效期至", "长期", { permitTo: "长期" }],
    ["属地", "川汇区城西", { town: "城西街道" }],
    ["类别", "学科类", { kind: "机构", category: "学科类" }],
    ["类别", "在职教师", { kind: "教师", category: "在职中小学教师" }],
    ["对象类型", "学校", { kind: "学校" }],
    ["法定代表人", "/", {}],
    ["学员数", "1,200人", { students: 1200 }],
  ])("%s 写 %s", (column, text, expected) => {
    const { institution, remarks } = one(`机构名称|${column}`, `阳光培训中心|${text}`);
    expect(institution).toEqual({ name: "阳光培训中心", kind: "机构", extra: {}, ...expected });
    expect(remarks).toEqual([]);
  });

  test("名称里的控制字符和公式：控制字符去掉，公式照原样收下（写出时再防）", () => {
    expect(said("机构名称|电话", "\u001b[31m阳光\u200b中心|").name).toBe("[31m阳光中心");
    expect(said("机构名称|电话", "=cmd()培训|").name).toBe("=cmd()培训");
  });

  test("身份证号列不收", () => {
    const roster = read("机构名称,法定代表人,法定代表人身份证号\n阳光,张某甲,000000190001010000\n");
    expect(roster.leftOut).toEqual(["法定代表人身份证号"]);
    expect([...roster.entries][0]?.institution?.extra).toEqual({});
  });
});

describe("证照类别", () => {
  const header = "机构名称|证照类别|办学许可证编号|统一社会信用代码|有无证|有无照";
  test.each([
    ["", permit, uscc, "", "", "有证有照"],
    ["", "无", uscc, "", "", "有照无证"],
    ["", "办理中", uscc, "", "", "有照无证"],
    ["", "/", "/", "", "", "无证无照"],
    ["", permit, "", "", "无", "有证无照"],
    ["", "", uscc, "", "", undefined],
    ["", "", "", "", "", undefined],
    ["", "", "", "有", "有", "有证有照"],
    ["无证有照", "", "", "", "", "有照无证"],
    ["证照齐全", "", "", "", "", "有证有照"],
    ["无照无证", permit, "", "", "", "无证无照"],
  ])(
    "类别 %j、证 %j、照 %j、有无证 %j、有无照 %j → %s",
    (licence, permitCell, code, hasPermit, hasRegistration, expected) => {
      expect(said(header, ["阳光", licence, permitCell, code, hasPermit, hasRegistration].join("|")).licenceClass).toBe(
        expected,
      );
    },
  );
  test.each([
    ["|无||有|", "这一行写着有办学许可证，号码一栏却写着没有；按有收下。"],
    ["|办理中||有|", "这一行写着有办学许可证，号码一栏却写着办理中；按有收下。"],
  ])("写着有，号码一栏却写着没有：%s", (row, message) => {
    const { remarks } = one(header, `阳光|${row}`);
    expect(remarks.find(({ code }) => code === "papers-disagree")).toMatchObject({
      message,
      place: { column: "办学许可证编号" },
    });
  });

  test("写着无证却填了证号，要说", () =>
    expect(remarksOf(one(header, `阳光|无证无照|${permit}|||`))).toEqual(["注意 papers-disagree"]));
});

describe("毛病分三等", () => {
  const wrongDigit = uscc.slice(0, 17) + (uscc.endsWith("0") ? "1" : "0");
  test.each([
    ["机构名称|电话", "|13800000001", "拒收 no-name"],
    ["机构名称|电话", "/|13800000001", "拒收 no-name"],
    ["机构名称|电话", `${"长".repeat(121)}|`, "拒收 name-too-long"],
    ["机构名称|对象类型", "阳光|外星人", "拒收 bad-kind"],
    ["机构名称|信用代码", `阳光|${wrongDigit}`, "注意 credit-code"],
    ["机构名称|信用代码", "阳光|9.1411602E+17", "注意 excel-damage"],
    ["机构名称|信用代码", "阳光|914116020000000", "提示 old-registration"],
    ["机构名称|许可证号", "阳光|豫教123", "注意 permit-number"],
    ["机构名称|许可证号", "阳光|教民133020679000001", "提示 permit-area"],
    ["机构名称|许可证号", "阳光|办理中", "提示 under-way"],
    ["机构名称|联系电话", "阳光|1380000001", "注意 bad-phone"],
    ["机构名称|有效期至", "阳光|明年", "注意 bad-date"],
    ["机构名称|属地", "阳光|城冬办事处", "注意 unknown-town"],
    ["机构名称|类别", "阳光|围棋类", "提示 unknown-category"],
    ["机构名称|证照类别", "阳光|半证半照", "注意 bad-class"],
    ["机构名称|学员数", "阳光|很多", "提示 bad-number"],
    ["机构名称|地址", "阳光|一路|二号", "注意 surplus-cells"],
    ["机构名称|有无证", "阳光|好像有", "提示 bad-presence"],
    ["机构名称|信用代码", "阳光|59467239-9", "提示 organisation-code"],
    ["机构名称|信用代码", "阳光|59467239-8", "注意 organisation-code"],
    ["机构名称|学员数", "阳光|12.5", "提示 bad-number"],
    ["机构名称|发证日期|有效期至", "阳光|2023-06-01|2022-06-01", "注意 dates-reversed"],
    ["机构名称|有效期至|发证日期", "阳光|2022-06-01|2023-06-01", "注意 dates-reversed"],
    ["机构名称|有效期限", "阳光|2023年6月1日至2022年6月1日", "注意 dates-reversed"],
    ["机构名称|有效期至", "阳光|2021-06-24", "注意 permit-expired"],
    ["机构名称|成立日期|发证日期", "阳光|2020-05-31|2020-06-01", "提示 registered-first"],
  ])("%s：%s → %s", (header, row, expected) => {
    const entry = one(header, row);
    expect(remarksOf(entry)).toEqual([expected]);
    expect(entry.institution === null).toBe(expected.startsWith("拒收"));
    expect(entry.remarks[0]).toMatchObject({ place: { file: "台账.csv", row: 2 } });
    expect(entry.remarks[0]?.hint).toBeTruthy();
  });

  test.each([
    ["有效期至", "2021-06-25"],
    ["发证日期|有效期至", "2022-06-01|2022-06-01"],
    ["发证日期|有效期至", "2022-06-01|长期"],
    ["成立日期|发证日期", "2020-06-01|2020-06-01"],
    ["类别", "/"],
    ["证照类别", "不详"],
    ["有效期至", "/"],
    ["联系电话", "/"],
    ["属地", "不详"],
    ["学员数", "/"],
  ])("%s 写 %s，没有毛病", (header, row) => {
    expect(remarksOf(one(`机构名称|${header}`, `阳光|${row}`))).toEqual([]);
  });

  test.each([
    ["类别", "有照无证"],
    ["有无证", "有照无证"],
    ["有无照", "有照无证"],
  ])("%s 一栏写的是证照类别，就当证照类别", (header, text) => {
    const { institution, remarks } = one(`机构名称|${header}`, `阳光|${text}`);
    expect(institution).toEqual({
      name: "阳光",
      kind: "机构",
      licenceClass: "有照无证",
      hasPermit: false,
      hasRegistration: true,
      extra: {},
    });
    expect(remarks).toEqual([]);
  });

  test.each([
    ["电话|机构名称", "13800000001|", "机构名称"],
    ["有效期至|发证日期", "2022-06-01|2023-06-01", "有效期至"],
    ["有效期至|备注", "2021-06-24|好", "有效期至"],
    ["成立日期|发证日期|备注", "2020-05-31|2020-06-01|好", "成立日期"],
    ["许可证号|备注", "豫教123|好", "许可证号"],
    ["备注|电话", "好|13800000001|多", undefined],
  ])("毛病记在哪一栏：%s 写 %s", (header, row, column) => {
    const { remarks } = one(
      header.includes("机构名称") ? header : `机构名称|${header}`,
      header.includes("机构名称") ? row : `阳光|${row}`,
    );
    expect(remarks.map(({ place }) => place?.column)).toEqual([column]);
  });

  test("名称以“无”开头的是名称，只写“无”的不是", () => {
    expect(said("机构名称|电话", "无忧教育|").name).toBe("无忧教育");
    expect(remarksOf(one("机构名称|电话", "暂无|13800000001"))).toEqual(["拒收 no-name"]);
  });

  test("看不懂的原文另存，写明是哪一栏的", () => {
    const rawOf = (header: string, text: string) => said(`机构名称|${header}`, `阳光|${text}`).extra;
    expect(rawOf("许可证号", "豫教123")).toEqual({ "办学许可证编号（原文）": "豫教123" });
    expect(rawOf("有无证", "好像有")).toEqual({ "有无办学许可证（原文）": "好像有" });
    expect(rawOf("有效期至", "明年")).toEqual({ "许可证有效期至（原文）": "明年" });
    expect(rawOf("联系电话", "1、2、3、4")).toEqual({ "联系电话（原文）": "1、2、3、4" });
    expect(one("机构名称|联系电话", "阳光|1、2、3、4").remarks[0]?.message).toBe("不像电话号码：「1」、「2」、「3」。");
  });

  test("校验位不对的代码照样收下；坏了的号码原文另存", () => {
    expect(said("机构名称|信用代码", `阳光|${wrongDigit}`).uscc).toBe(wrongDigit);
    expect(said("机构名称|信用代码", "阳光|9.1411602E+17")).toMatchObject({
      hasRegistration: true,
      extra: { "统一社会信用代码（原文）": "9.1411602E+17" },
    });
  });
  test("属地写错字，给出最近的一个", () =>
    expect(one("机构名称|属地", "阳光|城冬办事处").remarks[0]?.hint).toContain("是不是「城东办事处」"));
});

describe("台账的样子", () => {
  test.each([
    "城东小计,,,2家",
    "本页合计：2家,,,",
    "填表人（签字）：张某甲,,审核人（签字）：,",
    "单位负责人(签字): 李某乙,,,",
    "联系电话：8221234,,,",
    ",,2021年6月25日,",
    ",,（盖章）,",
    "注 本表一式两份,,,",
    "共2家,,,",
    "以下空白,,,",
  ])("表下面的「%s」不是一家机构", (line) => {
    const entries = entriesOf(
      `机构名称,备注,电话,地址\n甲校,,13800000001,一路1号\n${line}\n乙小计算机学校,共30人,13800000002,二路2号\n`,
    );
    expect(entries.map(({ institution }) => institution?.name)).toEqual(["甲校", "乙小计算机学校"]);
  });

  test.each([
    ["2021年6月", "日期「2021年6月」只写到月，没有收下。"],
    ["2021-06", "日期「2021-06」只写到月，没有收下。"],
    ["二〇二一年六月", "日期「二〇二一年六月」只写到月，没有收下。"],
    ["6月28日", "看不懂日期「6月28日」，没有收下。"],
  ])("日期写成 %s，说清缺什么", (text, message) =>
    expect(one("机构名称|设立时间|电话", `甲校|${text}|13800000001`).remarks).toMatchObject([{ message }]),
  );

  test.each([
    ["3948221234", "像是区号前面的 0 被 Excel 去掉了"],
    ["39482212345", "像是区号前面的 0 被 Excel 去掉了"],
    ["1380000003", "手机11位"],
  ])("座机 %s 存成了数", (text, hint) =>
    expect(one("机构名称|电话|地址", `甲校|${text}|一路`).remarks).toMatchObject([
      { code: "bad-phone", hint: expect.stringContaining(hint) as string },
    ]),
  );

  test("教师数写成 12.5：不替人取整，原文另存", () => {
    const entry = one("机构名称|教师数|建筑面积|电话", "甲校|12.5|120.5|13800000001");
    expect(entry.institution).toMatchObject({ area: 120.5, extra: { "教师数（原文）": "12.5" } });
    expect(entry.institution?.teachers).toBeUndefined();
    expect(remarksOf(entry)).toEqual(["提示 bad-number"]);
  });

  test("合并的属地往下填，合计、签字、重复的表头不算", () => {
    const entries = entriesOf(
      "某区台账,,\n序号,乡镇,机构名称\n1,东郊乡,甲校\n2,,乙校\n序号,乡镇,机构名称\n3,城东办事处,丙校\n,,丁校\n合计,,4\n,,\n填表人：张某甲,,审核人：李某乙\n",
    );
    expect(entries.map(({ line, institution }) => [line, institution?.name, institution?.town])).toEqual([
      [3, "甲校", "东郊乡"],
      [4, "乙校", "东郊乡"],
      [6, "丙校", "城东办事处"],
      [7, "丁校", "城东办事处"],
    ]);
  });
  test("跳过了哪几行，都数得出来；空行不算", () => {
    const roster = read(
      "序号,乡镇,机构名称\n1,东郊乡,甲校\n城东小计,,1\n序号,乡镇,机构名称\n,,\n2,东郊乡,乙校\n填表人：张某甲,,审核人：李某乙\n",
    );
    expect([...roster.entries]).toHaveLength(2);
    expect(roster.asides).toMatchObject({
      passed: 3,
      passedRows: [
        { line: 3, word: "城东小计" },
        { line: 4, word: "又一个表头" },
        { line: 7, word: "填表人：张某甲" },
      ],
    });
  });

  test.each(["同上", "〃", "同前", "同 上"])("写「%s」的格子，照上面一行；一连几行也一样", (ditto) => {
    const roster = read(
      `序号,机构名称,地址,电话,自编列\n1,甲校,一路1号,13800000001,红\n${ditto},乙校,${ditto},13800000002,${ditto}\n3,丙校,${ditto},${ditto},\n`,
    );
    const rows = [...roster.entries];
    expect(rows.map(({ institution }) => [institution?.address, institution?.phone, institution?.extra])).toEqual([
      ["一路1号", "13800000001", { 自编列: "红" }],
      ["一路1号", "13800000002", { 自编列: "红" }],
      ["一路1号", "13800000002", {}],
    ]);
    expect(rows.flatMap(({ remarks }) => remarks)).toEqual([]);
    expect(roster.remarks.map(({ message }) => message)).toEqual([
      "「地址」一栏写「同上」的 2 格（第 3 行起），照上面一行填。",
      "「自编列」一栏写「同上」的 1 格（第 3 行起），照上面一行填。",
      "「电话」一栏写「同上」的 1 格（第 4 行起），照上面一行填。",
    ]);
  });

  test("上面没有一行、那一格空着、那一行分不了列：同上不当作地址，说一声", () => {
    const roster = read(
      '机构名称,地址,电话\n甲校,同上,13800000001\n乙校,,\n丙校,同上,\n"分不了列"的,\n丁校,同上,\n同上街培训中心,同上街1号,\n',
    );
    const rows = [...roster.entries];
    expect(rows.map(({ institution }) => institution?.address)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
      "同上街1号",
    ]);
    expect(rows.map(remarksOf)).toEqual([
      ["注意 nothing-above"],
      [],
      ["注意 nothing-above"],
      ["拒收 broken-quote"],
      ["注意 nothing-above"],
      [],
    ]);
  });

  test("属地合并、又写着同上的，也是上面一行的属地", () => {
    const entries = entriesOf("乡镇,机构名称,电话\n东郊乡,甲校,\n同上,乙校,\n,丙校,\n城西街道,丁校,\n");
    expect(entries.map(({ institution }) => institution?.town)).toEqual(["东郊乡", "东郊乡", "东郊乡", "城西街道"]);
  });

  test("1904 年起算的工作簿，没有标成日期的序列号也从 1904 年算", () => {
    const rows = [
      { line: 1, cells: ["机构名称", "设立时间", "有效期至", "电话"] },
      { line: 2, cells: ["甲校", "42913", "2023-06-30", "13800000001"] },
    ];
    const foundedIn = (from1904: boolean): unknown =>
      [...readRoster(rows, { file: "台账.xlsx", plan, on: "2021-06-25" as Day, from1904 }).entries][0]?.institution;
    expect(foundedIn(true)).toMatchObject({ foundedAt: "2021-06-28", permitTo: "2023-06-30" });
    expect(foundedIn(false)).toMatchObject({ foundedAt: "2017-06-27" });
  });

  test("每行都写属地的表，空着就是空着，并且说一声", () => {
    const roster = read("乡镇,机构名称,电话\n东郊乡,甲校,\n东郊乡,乙校,\n,丙校,\n");
    expect([...roster.entries].map(({ institution }) => institution?.town)).toEqual(["东郊乡", "东郊乡", undefined]);
    expect(roster.remarks).toMatchObject([{ code: "not-filled-down", place: { row: 4, column: "乡镇" } }]);
  });
  test("整行重复的一行，不算属地重复写", () => {
    const roster = read("乡镇,机构名称,电话\n东郊乡,甲校,\n东郊乡,甲校,\n,乙校,\n西郊乡,丙校,\n,丁校,\n");
    expect([...roster.entries].map(({ institution }) => institution?.town)).toEqual([
      "东郊乡",
      "东郊乡",
      "东郊乡",
      "西郊乡",
      "西郊乡",
    ]);
    expect(roster.remarks).toMatchObject([{ code: "filled-down", place: { row: 4, column: "乡镇" } }]);
  });
  test("只有表头，没有一行", () => expect(entriesOf("机构名称,电话,地址\n")).toEqual([]));
});

test("无论给什么，都不会出错以外的错", () => {
  const word = fc.constantFrom(
    "机构名称",
    "统一社会信用代码",
    "属地",
    "合计",
    "有效期至",
    "电话",
    uscc,
    "2021.6.31",
    "9.1E+17",
    "\u001b[2J",
    "=1+1",
    "<script>",
    '"',
    "",
    "学员数",
    "E".repeat(50),
    "__proto__",
    "constructor",
  );
  const anyText = fc.oneof(
    fc.string({ unit: "binary", maxLength: 200 }),
    fc
      .array(fc.array(word, { maxLength: 8 }), { maxLength: 8 })
      .map((rows) => rows.map((cells) => cells.join(",")).join("\n")),
  );
  fc.assert(
    fc.property(
      fc.oneof(
        anyText.map((text) => new TextEncoder().encode(text)),
        fc.uint8Array({ maxLength: 200 }),
      ),
      (bytes) => {
        try {
          const { rows } = readCsv(textPieces(bytes, "f").pieces, "f");
          for (const { institution, remarks } of readRoster(rows, { file: "f", plan, on: "2021-06-25" as Day }).entries)
            expect(institution === null).toBe(remarks.some(({ grade }) => grade === "拒收"));
        } catch (error) {
          if (!(error instanceof Stop)) throw error;
          expect(error.problems[0]?.hint).toBeTruthy();
        }
      },
    ),
    { numRuns: 2_000 },
  );
});

describe("方案没有列出乡镇街道：照底数里已有的写法", () => {
  const onRoster = ["城东办事处", "城关镇", "城关街道", "搬口街道办事处"];
  test.each([
    ["城东", "城东办事处"],
    ["城东街道", "城东办事处"],
    ["川汇区城东办", "城东办事处"],
    ["搬口", "搬口街道办事处"],
    ["城东办事处", "城东办事处"],
    // 城东镇 is another place than 城东办事处, and 城关 may be either
    ["城东镇", "城东镇"],
    ["城关", "城关"],
    ["城南", "城南"],
    ["街道", "街道"],
  ])("%s → %s", (written, town) => {
    const [entry] = [
      ...readRoster(readCsv([`机构名称,属地,电话\n甲校,${written},\n`], "台账.csv").rows, {
        file: "台账.csv",
        plan: { ...plan, towns: null },
        townsOnRoster: onRoster,
        on: "2021-06-25" as Day,
      }).entries,
    ];
    expect(entry?.institution).toMatchObject({ town });
  });

  test("全国的台账，底数里已有四万个乡镇：照样几秒读完", { timeout: 20_000 }, () => {
    const stems = Array.from({ length: 40_000 }, (_, at) => `第${at}片`);
    const rows = stems.map((stem, at) => `甲校${at},${stem},\n`);
    const { entries } = readRoster(readCsv(["机构名称,属地,电话\n", ...rows], "台账.csv").rows, {
      file: "台账.csv",
      plan: { ...plan, towns: null },
      townsOnRoster: stems.map((stem) => `${stem}镇`),
      on: "2021-06-25" as Day,
    });
    expect([...entries].map(({ institution }) => institution?.town)).toEqual(stems.map((stem) => `${stem}镇`));
  });
});
