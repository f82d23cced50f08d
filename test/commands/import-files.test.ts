/** The files that offices send: forms, workbooks, headers of two rows, other kinds of subject; and what leaves comes back. */
import fc from "fast-check";
import { readXlsx, writeXlsx } from "hucre";
import type { CellValue, WriteSheet } from "hucre";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { subjectKinds } from "../../src/campaign/index.ts";
import { office } from "./import-office.ts";
import type { TestOffice } from "../office.ts";

const book = (rows: CellValue[][], more: Partial<WriteSheet> = {}): Promise<Uint8Array> =>
  writeXlsx({ sheets: [{ name: "底数", rows, ...more }] });

interface Shown {
  readonly name: string;
  readonly kind: string;
  readonly extra: Readonly<Record<string, string>>;
  readonly [field: string]: unknown;
}
const show = async (place: TestOffice, subject: number): Promise<Shown> =>
  JSON.parse((await place.ok(`show ${subject} --json --on 2021-06-25`)).out) as Shown;

describe("Excel 台账", () => {
  test("两行表头，单位写在下一行的括号里：许可证的两栏、负责人的手机都认出来", async () => {
    const place = await office();
    place.write(
      "底数.xlsx",
      await book([
        ["川汇区校外培训机构基本情况统计表（样例）"],
        ["序号", "机构全称", "办学许可证", null, "负责人", null, "在册学生数", "建筑面积", "备注"],
        [null, null, "编号", "有效期至", "姓名", "手机号", "（人）", "(㎡)", null],
        [1, "阳光中心", "教民141160279000001", "2023.6.30", "张某甲", 13800000001, 35, 120.5, "已年检"],
      ]),
    );
    await place.run("import 底数.xlsx --source 审批登记 --on 2021-06-25");
    expect(await show(place, 1)).toMatchObject({
      name: "阳光中心",
      permitNo: "教民141160279000001",
      permitTo: "2023-06-30",
      phone: "13800000001",
      more: { students: 35, area: 120.5 },
    });
  });

  test("标题、填表单位、两行表头、合并的乡镇、合计、签字、存成数的电话、坏了的代码、Excel 日期", async () => {
    const place = await office();
    place.write(
      "台账.xlsx",
      await book(
        [
          ["川汇区校外培训机构排查台账"],
          ["填表单位：", null, null, "填表日期：2021.6.25"],
          ["序号", "乡镇", "单位基本情况", null, null, "证照情况", null, null],
          [null, null, "名称", "联系电话", "地址", "办学许可证编号", "有效期至", "统一社会信用代码"],
          [
            1,
            "城东",
            "阳光中心",
            13800000001,
            "一路\n1号",
            "教民141160279000001",
            new Date("2023-06-30T00:00:00Z"),
            "52411602MJY00001X4",
          ],
          [2, null, "知行中心", "'１３８０００００００２", "二路2号", "办理中", null, 914116020000000000],
          ["合计", null, 2],
          ["填表人：张某甲", null, null, "审核人：李某乙"],
        ],
        {
          merges: [
            { startRow: 0, startCol: 0, endRow: 0, endCol: 7 },
            { startRow: 2, startCol: 0, endRow: 3, endCol: 0 },
            { startRow: 2, startCol: 1, endRow: 3, endCol: 1 },
            { startRow: 2, startCol: 2, endRow: 2, endCol: 4 },
            { startRow: 4, startCol: 1, endRow: 5, endCol: 1 },
          ],
        },
      ),
    );
    const { status, out, err } = await place.run("import 台账.xlsx --source 街道摸排 --on 2021-06-25");
    expect({ status, err }).toMatchObject({ status: 0 });
    expect(out).toContain("读到 2 行：新登记 2 家");
    expect(err).toContain("台账.xlsx：Excel，工作表「底数」，表头在第 3 行");
    expect(err).toContain("单位基本情况/名称→机构名称");
    expect(err).toContain("被 Excel 当作数字存过");
    expect(await show(place, 1)).toMatchObject({
      name: "阳光中心",
      town: "城东",
      phone: "13800000001",
      address: "一路 1号",
      permitTo: "2023-06-30",
      licenceClass: "有证有照",
    });
    expect(await show(place, 2)).toMatchObject({
      name: "知行中心",
      town: "城东",
      phone: "13800000002",
      uscc: null,
      licenceClass: "有照无证",
    });
  });

  test("同样两行表头的 CSV", async () => {
    const place = await office();
    place.write(
      "台账.csv",
      "序号,机构名称,联系方式,,证照,\n,,电话,地址,办学许可证号,营业执照号\n1,阳光中心,13800000001,一路1号,教民141160279000001,无\n",
    );
    const { err } = await place.ok("import 台账.csv --on 2021-06-25");
    expect(err).toContain("联系方式/电话→联系电话");
    expect(await show(place, 1)).toMatchObject({ phone: "13800000001", address: "一路1号", licenceClass: "有证无照" });
  });

  test("排版撑开的人名合拢；备注里分行写的分得开，名称、地址折行的接得上", async () => {
    const place = await office();
    const cells = ["阳光\n中心", "张　某", "城东样例路\n1号", "房东催租\r\n家长来访"].map((cell) => `"${cell}"`);
    place.write("台账.csv", `序号,机构名称,负责人,办学地址,备注\n1,${cells.join(",")}\n`);
    await place.ok("import 台账.csv --on 2021-06-25");
    const { out } = await place.ok("show 1");
    for (const line of [
      /机构名称 +│ 阳光中心 /,
      /负责人 +│ 张某 /,
      /办学地址 +│ 城东样例路 1号 /,
      /备注 +│ 房东催租；家长来访 /,
    ])
      expect(out).toMatch(line);
  });

  test("只有一栏的组（规模下面只有面积）也认；下面是数据的不当表头", async () => {
    const place = await office();
    const head = "序号,机构名称,负责人情况,,规模,许可证有效期至";
    place.write("甲.csv", `${head}\n,,姓名,电话,面积（平方米）,\n1,阳光中心,张某甲,13800000001,120,2022-06-30\n`);
    await place.ok("import 甲.csv --on 2021-06-25");
    expect(await show(place, 1)).toMatchObject({ phone: "13800000001", more: { area: 120 } });
    place.write(
      "乙.csv",
      "序号,机构名称,属地,,联系电话\n1,知行中心,城东,甲,13800000002\n2,明德中心,城西,乙,13800000003\n",
    );
    expect((await place.ok("import 乙.csv --on 2021-06-25")).out).toContain("读到 2 行：新登记 2 家");
  });

  test("几张工作表：没人在时读第一张并说还有哪张；--sheet 指明；有人在时问一次", async () => {
    const place = await office();
    const header = ["机构名称", "联系电话", "地址"];
    const bytes = await writeXlsx({
      sheets: [
        { name: "说明", rows: [["请各单位如实填写"]] },
        { name: "城东", rows: [header, ["阳光中心", 13800000001, "一路1号"]] },
        { name: "城西", rows: [header, ["知行中心", 13800000002, "二路2号"]] },
        { name: "旧表", hidden: true, rows: [header, ["旧中心", 13800000003, "三路3号"]] },
      ],
    });
    place.write("台账.xlsx", bytes);
    const first = await place.ok("import 台账.xlsx --on 2021-06-25 --dry-run");
    expect(first.out).toContain("阳光中心");
    expect(first.err).toContain("工作簿里还有工作表「城西」，这次没有读");
    expect((await place.ok("import 台账.xlsx --sheet 3 --on 2021-06-25 --dry-run")).out).toContain("知行中心");
    expect((await place.ok("import 台账.xlsx --sheet 旧表 --on 2021-06-25 --dry-run")).out).toContain("旧中心");
    expect(await place.run("import 台账.xlsx --sheet 城南")).toMatchObject({
      status: 2,
      err: expect.stringContaining("没有「城南」这张工作表"),
    });
    place.answer(1);
    expect((await place.ok("import 台账.xlsx --on 2021-06-25")).out).toContain("知行中心");
  });

  test.each([
    ["旧版 xls", Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]), "old-workbook", "另存为"],
    [
      "加密的 xlsx",
      Buffer.concat([Buffer.from([0xd0, 0xcf, 0x11, 0xe0]), Buffer.from("EncryptedPackage", "utf16le")]),
      "locked-workbook",
      "去掉密码",
    ],
    ["改名的压缩包", Uint8Array.from([0x50, 0x4b, 0x03, 0x04, 0, 0]), "damaged-workbook", "另存为"],
    ["空文件", new Uint8Array(), "empty-file", "核对"],
    ["改名的 PDF", Buffer.from("%PDF-1.7\n"), "not-text", "Excel 原件"],
    ["空字节", Buffer.from("机构名称,电话\n阳\0光,1\n"), "binary-file", "另存为"],
    [
      "系统导出的网页",
      Buffer.from("<html><table>\n<tr><td>机构名称</td></tr>\n</table></html>\n"),
      "web-page",
      "另存为",
    ],
    ["一行 100 MB", Buffer.alloc(100 << 20, "x"), "row-too-long", "缺了换行"],
    ["一万列", Buffer.from("甲,".repeat(10_000)), "too-many-columns", "分隔符"],
  ])("%s：一句话和怎么办", async (_, bytes, code, hint) => {
    const place = await office();
    place.write("坏.xlsx", bytes);
    const { status, err } = await place.run("import 坏.xlsx --on 2021-06-25 --json");
    const { problems } = JSON.parse(err) as { problems: { code: string; hint: string }[] };
    expect([status, problems.map((problem) => problem.code)]).toEqual([2, [code]]);
    expect(problems[0]?.hint).toContain(hint);
  });
});

test("Mac 上存的工作簿（1904 年起算），没有设成日期格式的也读对", async () => {
  const place = await office();
  const rows = [
    ["机构名称", "设立时间", "联系电话"],
    ["阳光中心", 42913, "13800000001"],
  ];
  place.write("台账.xlsx", await writeXlsx({ sheets: [{ name: "台账", rows }], dateSystem: "1904" }));
  await place.ok("import 台账.xlsx --on 2021-06-25");
  expect(await show(place, 1)).toMatchObject({ more: { foundedAt: "2021-06-28" } });
});

test("跳过了哪几行、同上照谁填，导入时说清楚", async () => {
  const place = await office();
  const sums = Array.from({ length: 4 }, (_, index) => `第${index + 1}组小计,,\n`).join("");
  place.write(
    "甲.csv",
    `机构名称,地址,电话\n阳光中心,一路1号,13800000001\n知行中心,同上,13800000002\n${sums}合计,,2\n总计,,2\n填表人：张某甲,,\n`,
  );
  const { out } = await place.ok("import 甲.csv --on 2021-06-25");
  expect(out).toContain(
    "跳过不是台账内容的 7 行：第 4 行「第1组小计」、第 5 行「第2组小计」、第 6 行「第3组小计」、第 7 行「第4组小计」、第 8 行「合计」，还有第 9—10 行\n",
  );
  expect(out).toContain("「地址」一栏写“同上”的 1 格，照上面一行填（第 3 行起）");
  expect(await show(place, 2)).toMatchObject({ address: "一路1号" });
  const again = await place.ok("import 甲.csv --on 2021-06-25 --json");
  expect(JSON.parse(again.out)).toMatchObject({
    passedOver: { count: 7 },
    likeAbove: [{ column: "地址", count: 1, line: 3 }],
  });
});

describe("认列", () => {
  test("--map 改正过的列，同一来源下次照旧；另一来源不受影响；--map 列名=另存", async () => {
    const place = await office();
    place.write("甲.csv", "机构名称,门牌,电话,备用\n阳光中心,一路1号,13800000001,甲\n");
    await place.ok("import 甲.csv --source 街道摸排 --map 门牌=办学地址 --map 电话=另存 --on 2021-06-25");
    expect(await show(place, 1)).toMatchObject({
      address: "一路1号",
      phone: null,
      extra: { 电话: "13800000001", 备用: "甲" },
    });
    place.write("乙.csv", "机构名称,门牌,电话\n知行中心,二路2号,13800000002\n");
    const again = await place.ok("import 乙.csv --source 街道摸排 --on 2021-06-25");
    expect(again.err).toContain("门牌→办学地址");
    expect(await show(place, 2)).toMatchObject({ address: "二路2号", phone: null });
    place.write("丙.csv", "机构名称,门牌,电话\n博雅中心,三路3号,13800000003\n");
    await place.ok("import 丙.csv --source 市场监管 --on 2021-06-25");
    expect(await show(place, 3)).toMatchObject({ address: null, phone: "13800000003" });
  });

  test("拿不准的列问一次，同一来源不再问", async () => {
    const place = await office();
    place.write("甲.csv", "机构名称,现有教室地址,电话\n阳光中心,一路1号,13800000001\n");
    place.answer(1);
    const { err } = await place.ok("import 甲.csv --source 街道摸排 --on 2021-06-25");
    expect(err).toContain("照原样另存的列：现有教室地址");
    place.write("乙.csv", "机构名称,现有教室地址,电话\n知行中心,二路2号,13800000002\n");
    place.answer("不会问到");
    await place.ok("import 乙.csv --source 街道摸排 --on 2021-06-25");
    expect(await show(place, 2)).toMatchObject({ address: null, extra: { 现有教室地址: "二路2号" } });
  });

  test("没认出来而要紧的列：有人在时先问，“状态”不当作整改情况；没人在时开头就说，不拦", async () => {
    const place = await office();
    const table = "机构名称,村居,状态,电话\n阳光中心,东村,停业,13800000001\n";
    place.write("甲.csv", table);
    place.answer(0, 0);
    const asked = await place.ok("import 甲.csv --source 街道摸排 --on 2021-06-25");
    expect(asked.err).toContain("村居→属地");
    expect(asked.out).toContain("证照类别不详 1 家：表里没有写证照的列；加上“有无办学许可证”、“有无营业执照”一栏");
    expect(await show(place, 1)).toMatchObject({ town: "东村", extra: { 状态: "停业" } });
    place.write("乙.csv", table);
    const told = await place.ok("import 乙.csv --source 机构申报 --on 2021-06-25");
    expect(told.err).toMatch(
      /^注意：这些列没有认出来，照原样另存：「村居」（像是属地）、「状态」\n {2}→ 是底数里的项目的，用 --map 村居=属地 指明/,
    );
    const json = JSON.parse((await place.ok("import 乙.csv --source 举报 --on 2021-06-25 --json")).out) as object;
    expect(json).toMatchObject({ unrecognised: ["村居", "状态"] });
  });
});

describe("查出毛病", () => {
  test("改好了问题清单就拿去导入：说清要改的是原来的表，什么也没有写", async () => {
    const place = await office();
    place.write("甲.csv", "机构名称,联系电话\n阳光中心,138\n");
    await place.ok("import 甲.csv --source 街道摸排 --on 2021-06-25");
    expect(await place.run("import 甲.csv.问题.csv --source 街道摸排 --on 2021-06-25")).toMatchObject({
      status: 2,
      err: expect.stringContaining("照清单在原来的表里改好，再导入原来的表"),
    });
    expect((await place.ok("log")).out).not.toContain("问题.csv");
  });

  test("改正后再导入，上一次的问题清单收走；别人的同名文件不动", async () => {
    const place = await office();
    const list = (): boolean => existsSync(join(place.folder, "甲.csv.问题.csv"));
    place.write("甲.csv", "机构名称,联系电话\n阳光中心,138\n");
    await place.ok("import 甲.csv --source 街道摸排 --on 2021-06-25");
    place.write("甲.csv", "机构名称,联系电话\n阳光中心,13800000001\n");
    await place.ok("import 甲.csv --source 街道摸排 --on 2021-06-26 --dry-run");
    expect(list()).toBe(true);
    await place.ok("import 甲.csv --source 街道摸排 --on 2021-06-26");
    expect(list()).toBe(false);
    place.write("甲.csv.问题.csv", "我的记录\n");
    await place.ok("import 甲.csv --source 街道摸排 --on 2021-06-27");
    expect(list()).toBe(true);
  });

  test("一本里的两张表各有各的问题清单，后一张不盖掉前一张", async () => {
    const place = await office();
    const rows = (name: string, phone: string): CellValue[][] => [
      ["机构名称", "联系电话", "办学地址"],
      [name, phone, `${name}路1号`],
    ];
    const sheets = [
      { name: "城东", rows: rows("阳光中心", "138") },
      { name: "城西", rows: rows("知行中心", "139") },
    ];
    writeFileSync(join(place.folder, "甲.xlsx"), await writeXlsx({ sheets }));
    await place.ok("import 甲.xlsx --sheet 城东 --source 街道摸排 --on 2021-06-25");
    await place.ok("import 甲.xlsx --sheet 2 --source 街道摸排 --on 2021-06-25");
    expect(place.read("甲.xlsx.城东.问题.csv")).toContain("阳光中心");
    expect(place.read("甲.xlsx.城西.问题.csv")).toContain("知行中心");
  });

  test("写着无照却填了代码：问题指到代码那一列和那个代码", async () => {
    const place = await office();
    place.write("甲.csv", "机构名称,信用代码,是否有照,电话\n阳光中心,52411602MJY00001X4,否,13800000001\n");
    const { err } = await place.ok("import 甲.csv --source 街道摸排 --on 2021-06-25");
    expect(err).toContain("甲.csv:行2 列「信用代码」");
    expect(place.read("甲.csv.问题.csv")).toContain(
      "2,注意,阳光中心,信用代码,52411602MJY00001X4,这一行写着没有营业执照",
    );
  });

  test("一行多出几格：位置只写行，不写空的列名", async () => {
    const place = await office();
    place.write("甲.csv", "机构名称,电话\n阳光中心,13800000001,多\n");
    expect((await place.ok("import 甲.csv --source 街道摸排 --on 2021-06-25")).err).toMatch(/甲\.csv:行2\n/);
  });

  test("许可证到期按导入那天算；先证后照；写着有证，证号栏却写无", async () => {
    const place = await office();
    place.write(
      "甲.csv",
      "机构名称,证照类别,办学许可证编号,有效期至,发证日期,设立时间,组织机构代码\n阳光中心,有证有照,教民141160279000001,2021-06-24,2018-06-25,2017-01-01,59467239-9\n知行中心,有证无照,无,,,,59467239-8\n博雅中心,,教民141160279000003,2021-06-25,,,#N/A\n",
    );
    await place.ok("import 甲.csv --on 2021-06-25");
    const codes = place
      .read("甲.csv.问题.csv")
      .trim()
      .split("\r\n")
      .slice(1)
      .map((line) =>
        line
          .replaceAll(/"\t([^"]*)"/g, "$1")
          .split(",")
          .slice(0, 6)
          .join("|"),
      );
    expect(codes).toEqual([
      "2|提示|阳光中心|组织机构代码|59467239-9|「59467239-9」是9位组织机构代码，算有登记，但不能当作统一社会信用代码。",
      "2|注意|阳光中心|有效期至|2021-06-24|办学许可证 2021-06-24 到期，登记这天（2021-06-25）已经过期。",
      "2|提示|阳光中心|设立时间|2017-01-01|登记在先（2017-01-01），发证在后（2018-06-25）。",
      "3|注意|知行中心|组织机构代码|59467239-8|组织机构代码「59467239-8」的校验位是「8」，按 GB 11714 应为「9」。",
      "3|注意|知行中心|办学许可证编号||这一行写着有办学许可证，号码一栏却写着没有；按有收下。",
      "3|注意|知行中心|组织机构代码|59467239-8|这一行写着没有营业执照或登记证，却填了它的号码；按没有收下。",
      "4|注意|博雅中心|组织机构代码|#N/A|这一格的公式没有算出值（#N/A），按空白处理。",
    ]);
  });

  test("引号坏在后面一行：好的行收下，说出行号；--strict 则一行不收，问题照样列出", async () => {
    const place = await office();
    const rows = Array.from(
      { length: 900 },
      (_, index) => `第${index}中心,1380000${String(index).padStart(4, "0")},样例路${index}号`,
    );
    place.write("甲.csv", `机构名称,电话,地址\n${rows.join("\n")}\n"坏"的一行,1,2\n最后中心,13900000001,九路\n`);
    const strict = await place.run("import 甲.csv --strict --on 2021-06-25");
    expect(strict.status).toBe(1);
    expect(strict.err).toContain("第 902 行有一个引号没有配对");
    expect(strict.err).toContain("有 1 行不能收，按 --strict 整份都没有导入");
    expect(place.read("甲.csv.问题.csv")).toContain("902,拒收");
    expect((await place.ok("list --on 2021-06-25")).out).toContain("共 0 家");
    const loose = await place.run("import 甲.csv --on 2021-06-25");
    expect(loose.status).toBe(3);
    expect(loose.out).toContain("读到 902 行：新登记 901 家");
    expect((await place.ok("list 最后中心 --on 2021-06-25")).out).toContain("共 1 家");
  });

  test("很多毛病按种类数出来，先各举一例", async () => {
    const place = await office();
    const rows = Array.from({ length: 9 }, (_, index) => `第${index}中心,1,${index === 8 ? "明年" : ""}`);
    place.write("甲.csv", `机构名称,电话,有效期至\n${rows.join("\n")}\n`);
    const { err } = await place.ok("import 甲.csv --on 2021-06-25");
    expect(err).toContain("看不懂日期「明年」");
    expect(err).toContain("……注意共 10 处：电话不对 9、日期看不懂 1");
  });
});

describe("四种对象", () => {
  test.each([
    [
      "学校",
      "学校名称,学段,校长,联系电话,主管部门\n样例小学,小学,张某甲,0394-8221234,区教体局\n",
      "--kind 学校",
      { name: "样例小学", kind: "学校", extra: { 办学类型: "小学", 主管部门: "区教体局" } },
    ],
    [
      "教师",
      "姓名,工作单位,任教科目,手机\n李某乙,样例小学,数学,13800000001\n",
      "",
      { name: "李某乙", kind: "教师", phone: "13800000001", extra: { 任教学校: "样例小学", 任教学科: "数学" } },
    ],
    [
      "举办者",
      "举办者姓名,举办者属性,名下机构,电话\n王某丙,自然人,阳光中心,13800000001\n",
      "",
      { name: "王某丙", kind: "举办者", extra: { 举办者类型: "自然人", 举办的机构: "阳光中心" } },
    ],
  ])("%s有自己的列", async (_, text, options, expected) => {
    const place = await office();
    place.write("甲.csv", text);
    await place.ok(`import 甲.csv ${options} --on 2021-06-25`);
    expect(await show(place, 1)).toMatchObject(expected);
  });

  test.each(subjectKinds)("%s的空表：填好了直接导得回来，一个问题也没有", async (kind) => {
    const place = await office();
    expect((await place.ok(`import --template ${kind} --out 表.xlsx`)).out).toContain("空表已写到");
    const { sheets } = await readXlsx(readFileSync(join(place.folder, "表.xlsx")));
    const [form] = sheets;
    expect(sheets.map(({ name, hidden }) => [name, hidden === true])).toEqual([
      [`底数登记表（${kind}）`, false],
      ["填写说明", false],
      ["选项", true],
    ]);
    expect(form?.freezePane).toMatchObject({ rows: 3 });
    expect(form?.dataValidations?.length).toBe(form?.rows[2]?.length);
    const header = form?.rows[2] ?? [];
    const filled: Readonly<Record<string, CellValue>> = {
      序号: 1,
      机构名称: "阳光中心",
      学校名称: "样例小学",
      姓名: "李某乙",
      举办者: "王某丙",
      类别: kind === "机构" ? "学科类" : null,
      证照类别: "有证有照",
      统一社会信用代码: "52411602MJY00001X4",
      办学许可证编号: "教民141160279000001",
      发证日期: new Date("2020-07-01T00:00:00Z"),
      许可证有效期至: "长期",
      联系电话: "13800000001",
      属地: "城东办事处",
      任教学校: "样例小学",
      举办者类型: "自然人",
      举办的机构: "阳光中心",
      备注: "样例",
    };
    const rows = [...(form?.rows.slice(0, 3) ?? []), header.map((title) => filled[String(title)] ?? null)];
    writeFileSync(join(place.folder, "填好.xlsx"), await writeXlsx({ sheets: [{ name: form?.name ?? "", rows }] }));
    place.answer("不会问到");
    const { out, err } = await place.ok("import 填好.xlsx --source 机构申报 --on 2021-06-25");
    expect(out).toContain("读到 1 行：新登记 1 家");
    expect(out).toContain("注意 0 处、提示 0 处");
    expect(err).not.toContain("照原样另存");
    expect(await show(place, 1)).toMatchObject({ kind, phone: "13800000001", town: "城东办事处" });
  });

  test("同一来源先报举办者、再报机构：各按各的表头认，举办者一列不当作机构名称", async () => {
    const place = await office();
    place.write(
      "机构.csv",
      "机构名称,统一社会信用代码,举办者,联系电话\n阳光中心,52411602MJY00001X4,王某丙,13800000001\n",
    );
    place.write("举办者.csv", "举办者,举办者类型,举办的机构,联系电话\n王某丙,自然人,阳光中心,13800000002\n");
    await place.ok("import 机构.csv --source 机构申报 --on 2021-06-25");
    expect((await place.ok("import 举办者.csv --source 机构申报 --on 2021-06-25")).out).toContain("新登记 1 家");
    const { out } = await place.ok("import 机构.csv --source 机构申报 --on 2021-06-26");
    expect(out).toContain("新登记 0 家，变更 0 家，未变 1 家");
    expect((await place.ok("import 举办者.csv --source 机构申报 --on 2021-06-26")).out).toContain("未变 1 家");
    expect(await show(place, 1)).toMatchObject({ name: "阳光中心", organizer: "王某丙" });
  });

  test("同名的教师在两所学校是两个人；同一学校再报是同一个人", async () => {
    const place = await office();
    const header = "姓名,任教学校,任教学科,联系电话,属地\n";
    place.write(
      "一小.csv",
      `${header}王某芳,第一小学,数学,13800000001,城东办事处\n王某芳,第二小学,语文,13800000002,城东办事处\n`,
    );
    place.write("三小.csv", `${header}王某芳,第三小学,英语,,城东办事处\n`);
    place.write("改.csv", `${header}王某芳,第二小学,英语,13800000002,城东办事处\n`);
    const take = async (file: string): Promise<string> =>
      (await place.ok(`import ${file} --source 学校报送 --on 2021-06-25`)).out;
    expect(await take("一小.csv")).toContain("新登记 2 家，变更 0 家，未变 0 家，重复 0 行，拒收 0 行；注意 0 处");
    expect(await take("三小.csv")).toContain("新登记 1 家，变更 0 家，未变 0 家，重复 0 行，拒收 0 行；注意 0 处");
    expect(await take("改.csv")).toContain("改 2 王某芳：任教学科 语文 → 英语");
  });

  test("没写文件，说出两种写法", async () => {
    expect(await (await office()).run("import")).toMatchObject({
      status: 2,
      err: expect.stringContaining("--template"),
    });
  });
});

describe("出去的回得来", () => {
  test("列、类型、次序：号码是文本，日期是日期，公式是字", async () => {
    const place = await office();
    place.write(
      "甲.csv",
      "机构名称,信用代码,有效期至,建筑面积,自编列,电话\n=cmd()中心,52411602MJY00001X4,2023-06-30,120.5,=1+1,13800000001;12\n",
    );
    await place.ok("import 甲.csv --on 2021-06-25");
    await place.ok("list --on 2021-06-25 --xlsx 底数.xlsx");
    const { sheets } = await readXlsx(readFileSync(join(place.folder, "底数.xlsx")), { readStyles: true });
    const [header = [], row = []] = sheets[0]?.rows ?? [];
    const of = (title: string): CellValue => row[header.indexOf(title)] ?? null;
    expect([
      of("编号"),
      of("机构名称"),
      of("统一社会信用代码"),
      of("建筑面积"),
      of("自编列"),
      of("联系电话"),
      of("联系电话（原文）"),
    ]).toEqual([1, "=cmd()中心", "52411602MJY00001X4", 120.5, "=1+1", "13800000001", "13800000001;12"]);
    expect(of("许可证有效期至")).toEqual(new Date("2023-06-30T00:00:00Z"));
    expect((await place.ok("list --on 2021-06-25 --csv")).out.split("\r\n")[0]).toBe(`\ufeff${header.join(",")}`);
  });

  const clean = fc.string({
    unit: fc.constantFrom("培", "训", "甲", "a", "1", "=", "+", ",", '"', "<", "'", " ", "、", "_x0041_", "𠮷"),
    minLength: 1,
    maxLength: 6,
  });
  const row = fc.record(
    {
      code: fc.nat(999_999).map((serial) => `52411602MJY${String(serial).padStart(6, "0")}X`),
      licence: fc.constantFrom("", "有证有照", "无证无照", "有照无证"),
      permit: fc.constantFrom("", "教民141160279000001", "办理中", "无", "9.1E+17", "123"),
      until: fc.constantFrom("", "2023-06-30", "长期", "明年", "2020.1.1"),
      town: fc.constantFrom("", "城东", "城西", "不详"),
      phone: fc.constantFrom("", "13800000001", "0394-8221234；13800000002", "12", "13800000001;12"),
      area: fc.constantFrom("", "120.5", "很多"),
      category: fc.constantFrom("", "学科类", "托管", "围棋", "在职教师", "小学"),
      remark: fc.oneof(fc.constant(""), clean),
      other: fc.oneof(fc.constant(""), clean),
    },
    { noNullPrototype: true },
  );
  test("1900年3月以前的日子，写成 xlsx 也回得来", async () => {
    const place = await office();
    place.write("甲.csv", "机构名称,设立时间,电话\n阳光中心,1900-01-01,13800000001\n知行中心,1900-03-01,13800000002\n");
    await place.ok("import 甲.csv --source 审批库 --on 2021-06-25");
    await place.ok("list --xlsx 底数.xlsx");
    expect((await place.ok("import 底数.xlsx --source 审批库 --on 2021-06-26")).out).toContain("未变 2 家");
    expect(await show(place, 1)).toMatchObject({ more: { foundedAt: "1900-01-01" } });
  });

  test("任何底数，写成 CSV 或 xlsx，导进新账本，一样不少", async () => {
    const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
    const contents = async (place: TestOffice, count: number): Promise<unknown[]> =>
      Promise.all(
        Array.from({ length: count }, async (_, index) => {
          const {
            subject: _s,
            id: _i,
            entry: _e,
            batch: _b,
            line: _l,
            happenedOn: _h,
            ...content
          } = (await show(place, index + 1)) as Shown & Record<string, unknown>;
          return { ...content, history: null, sources: null };
        }),
      );
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 1, maxLength: 6 }),
        fc.constantFrom("csv", "xlsx"),
        async (rows, form) => {
          const [first, second] = [await office(), await office()];
          const header =
            "机构名称,信用代码,证照类别,许可证号,有效期至,属地,联系电话,面积,建筑面积,类别,备注,自编,地址\n";
          const lines = rows.map((one, index) =>
            [
              `第${index}家=${one.code}`,
              "",
              one.licence,
              one.permit.replace("000001", `00${String(index).padStart(4, "0")}`),
              one.until,
              one.town,
              one.phone,
              "x",
              one.area,
              one.category,
              one.remark,
              one.other,
              `样例路${index}号`,
            ]
              .map(quoted)
              .join(","),
          );
          first.write("甲.csv", `${header}${lines.join("\n")}\n`);
          await first.run("import 甲.csv --on 2021-06-25");
          if (form === "csv") second.write("底数.csv", (await first.ok("list --on 2021-06-25 --csv")).out);
          else {
            await first.ok("list --on 2021-06-25 --xlsx 底数.xlsx");
            second.write("底数.xlsx", readFileSync(join(first.folder, "底数.xlsx")));
          }
          await second.ok(`import 底数.${form} --on 2021-06-25`);
          const count = Number(/共 (\d+) 家/.exec((await first.ok("list --on 2021-06-25")).out)?.[1]);
          expect(await contents(second, count)).toEqual(await contents(first, count));
        },
      ),
      { numRuns: 12 },
    );
  }, 120_000);
});
