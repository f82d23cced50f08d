/** tuban consolidate: returns of many counties, checked and rolled up, without a ledger. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readXlsx } from "hucre/xlsx";
import { describe, expect, test } from "vitest";
import { readFileSync } from "node:fs";
import { storyOffice } from "../report-story.ts";
import { testOffice } from "../office.ts";
import type { TestOffice } from "../office.ts";

const units =
  "省份,地市,县区\n样例甲省,样例A市,样例一县\n样例甲省,样例A市,样例二县\n样例甲省,样例B市,样例三县\n样例乙省,样例C市,样例四县\n";
const header = "省份,地市,县区,机构总数,检查机构数,存在问题机构数,完成整改机构数,整改完成率,是否启动,是否基本完成\n";
const sound = `${header}样例甲省,样例A市,样例一县,100,100,50,50,100%,是,是\n样例甲省,样例A市,样例二县,80,70,40,30,76%,是,否\n样例甲省,样例B市,样例三县,60,50,30,10,33.33%,,\n`;

function office(files: Readonly<Record<string, string>> = {}): TestOffice {
  const made = testOffice();
  for (const folder of ["本期", "上期"]) mkdirSync(join(made.folder, folder));
  made.write("名单.csv", units);
  for (const [name, content] of Object.entries(files)) made.write(name, content);
  return made;
}

interface Table {
  readonly expected: number | null;
  readonly reported: number;
  readonly missing: readonly { readonly county: string }[];
  readonly table: readonly Record<string, unknown>[];
  readonly total: Record<string, unknown>;
  readonly rateDifferences: readonly { readonly county: string; readonly own: number; readonly recomputed: number }[];
}

const tableOf = async (made: TestOffice, line: string): Promise<Table> =>
  JSON.parse((await made.ok(`${line} --json`)).out) as Table;

describe("汇总", () => {
  test("按省：列次同部里 2018 年的表，率按数重算，没有报的列出来，与报送的率不一致的指出来", async () => {
    const made = office({ "本期/甲.csv": sound });
    const { out } = await made.ok("consolidate 本期 --units 名单.csv --csv");
    expect(out.split("\r\n").slice(0, 4)).toEqual([
      "\ufeff序号,省份,县区总数,已启动,基本完成,完成率,问题机构数,已整改数,整改率,已报县区,机构总数,名次",
      "1,样例甲省,3,3,1,33.33%,120,90,75.00%,3,240,1",
      "2,样例乙省,1,,,—,,,—,0,,",
      ",合计,4,3,1,25.00%,120,90,75.00%,3,240,",
    ]);
    const table = await tableOf(made, "consolidate 本期 --units 名单.csv");
    expect(table).toMatchObject({ expected: 4, reported: 3, missing: [{ county: "样例四县" }] });
    expect(table.rateDifferences).toMatchObject([{ county: "样例二县", own: 76, recomputed: 75 }]);
  });

  test("公布的分省的表照样汇总：行政区划次序，没有报的空着并说出是谁，别的指标也加起来", async () => {
    const made = office({
      "进展.csv": "省份,摸排机构数,问题机构数,退费\n河南,21000,9000,1.5\n北京,12000,—,2.25\n",
    });
    const { out } = await made.ok("consolidate 进展.csv --csv");
    expect(out.split("\r\n").slice(0, 4)).toEqual([
      "\ufeff序号,省份,问题机构数,机构总数,退费",
      "1,北京,,12000,2.25",
      "2,河南,9000,21000,1.5",
      ",合计,9000,33000,3.75",
    ]);
    const screen = (await made.ok("consolidate 进展.csv")).out;
    expect(screen).toContain(
      "空着的是没有报：存在问题机构数有 1 个没有报（北京），合计里没有它们的；完成整改机构数都没有报",
    );
    expect(screen).toContain("其他指标");
  });

  test("市里每天看的：谁没有报，谁的数有矛盾，哪里没有整改的最多", async () => {
    const made = office({ "本期/甲.csv": `${sound}样例乙省,样例C市,样例四县,50,40,20,30,,,\n` });
    const ran = await made.run("consolidate 本期 --units 名单.csv --partial --desk");
    expect(ran.status).toBe(3);
    expect(ran.err).toContain("催报：样例乙省 样例C市 样例四县");
    expect(ran.err).toContain("有矛盾的，请单位核对后重报，再运行一次");
    expect(ran.err).toContain("样例三县：没有整改 20，什么时候整改完");
    expect(ran.out).toMatch(/^截至 2026-11-23：/);
    expect(ran.out).toContain("应报 4 个，已报 3 个，没有报或没有计入 1 个，数有矛盾 2 处");
    expect(ran.out).toContain("样例四县");
    expect(ran.out).toContain("没有计入");
    expect(ran.out).toContain("样例二县");
    const seen = JSON.parse((await made.run("consolidate 本期 --units 名单.csv --partial --desk --json")).out) as {
      readonly behind: readonly { readonly unit: string; readonly left: number }[];
    };
    expect(seen.behind.map(({ unit, left }) => [unit.slice(-4), left])).toEqual([
      ["样例三县", 20],
      ["样例二县", 10],
    ]);
  });

  test("没有整改完的多于十个：屏幕上列前十个并说明，写出的文件里都有", async () => {
    const counties = Array.from({ length: 12 }, (_, nth) => `,,样例${nth + 1}县,50,40,20,${nth},,,\n`);
    const made = office({ "本期/甲.csv": header + counties.join("") });
    const ran = await made.ok("consolidate 本期 --desk --out 今日.md");
    expect(ran.out).toContain("没有整改完的共 12 个，只列前 10 个；全部用 --out 写成文件看");
    expect(made.read("今日.md").split("没有整改完的")[1]).toContain("样例12县");
  });

  test("县里的账本在两阶段之间，报整个行动的；看的同时写成文件，没有整改完的也在里面", async () => {
    const made = office();
    await made.ok("init --plan beilun-2021 --ledger 北仑.db --on 2026-10-01");
    for (const name of ["张某甲", "李某乙"])
      await made.ok(`person add ${name} --unit 区教体局 --cert ${name} --ledger 北仑.db --as 张某甲 --on 2026-10-01`);
    await made.ok("add 名称=样例中心（样例） 属地=样例镇 --ledger 北仑.db --as 张某甲 --on 2026-10-01");
    await made.ok("inspect 1 --fail 1-1=堵塞 --by 张某甲,李某乙 --yes --ledger 北仑.db --as 张某甲 --on 2026-10-02");
    expect((await made.run("report --json --ledger 北仑.db")).err).toContain("在两阶段之间");
    const ran = await made.ok("consolidate 北仑.db --desk --out 今日.md");
    expect(ran.out).toMatch(/北仑区 +│ +1 │ +1 │/);
    expect(ran.err).toMatch(/tuban due --ledger \S*北仑\.db +北仑区哪些逾期，谁来办/);
    expect(made.read("今日.md")).toContain("## 没有整改完的，最多的在前");
  });

  test("按市、按县", async () => {
    const made = office({ "本期/甲.csv": sound });
    const byCity = await tableOf(made, "consolidate 本期 --units 名单.csv --by 市");
    expect(byCity.table.map(({ name, rectificationRate }) => [name, rectificationRate])).toEqual([
      ["样例甲省 样例A市", 88.89],
      ["样例甲省 样例B市", 33.33],
      ["样例乙省 样例C市", null],
    ]);
    const byCounty = await tableOf(made, "consolidate 本期 --units 名单.csv --by 县");
    expect(byCounty.table).toHaveLength(4);
    expect((await made.run("consolidate 本期 --by 乡")).err).toContain("--by 只能是省、市、县，不是 乡");
  });

  test("tuban report --json 写出的报表直接可用：县区按方案的地区", async () => {
    const made = office();
    await made.ok("init --plan chuanhui-2021 --on 2021-06-21");
    made.write("本期/川汇.json", (await made.ok("report --json --as-of 2021-06-25")).out);
    const table = await tableOf(made, "consolidate 本期");
    expect(table).toMatchObject({ expected: null, reported: 1, missing: [] });
    expect(table.table).toMatchObject([{ no: 1, name: "川汇区", counties: 1, withProblems: 0 }]);
  });

  test("签发的报表用 report show --json 报来，数与 report --json 的一样；只有一个属地的不能当全县区的", async () => {
    const made = await storyOffice();
    await made.ok("person add 张某甲 --unit 区教体局 --on 2021-06-21 --clock-ok");
    await made.ok("report issue --as-of 2021-07-18 --on 2021-07-18 --as 张某甲");
    made.write("未签发.json", (await made.ok("report --json --as-of 2021-07-18")).out);
    made.write("签发.json", (await made.ok("report show 1 --json")).out);
    const { table } = await tableOf(made, "consolidate 签发.json");
    expect(table).toMatchObject([{ name: "川汇区", withProblems: 4, rectified: 0 }]);
    // An issued return states besides what its rules compare.
    const same = ({ more: _more, ...line }: Record<string, unknown>): object => line;
    expect(table.map(same)).toEqual((await tableOf(made, "consolidate 未签发.json")).table.map(same));
    made.write("城南.json", (await made.ok("report --json --as-of 2021-07-18 --town 城南")).out);
    const town = await made.run("consolidate 城南.json");
    expect([town.status, town.out]).toEqual([1, ""]);
    expect(town.err).toContain("这是一个属地（城南）的报表，不是全县区的");
  });

  test("表样：写出、填好、读回来是一样的数；百分数单元格读作百分数", async () => {
    const made = office();
    expect((await made.ok("consolidate --form 表样.xlsx --units 名单.csv")).err).toContain("已写出表样");
    const { sheets } = await readXlsx(readFileSync(join(made.folder, "表样.xlsx")));
    expect(sheets[0]?.rows.map((row) => row.slice(0, 4))).toEqual([
      ["省份", "地市", "县区", "机构总数"],
      ["样例甲省", "样例A市", "样例一县", null],
      ["样例甲省", "样例A市", "样例二县", null],
      ["样例甲省", "样例B市", "样例三县", null],
      ["样例乙省", "样例C市", "样例四县", null],
    ]);
    const { writeXlsx } = await import("hucre/xlsx");
    const [head, first] = sheets[0]?.rows ?? [];
    const filled = [head ?? [], [...(first ?? []).slice(0, 3), 100, 100, 40, 30, 0.75, "是", "否"]];
    writeFileSync(join(made.folder, "本期/一.xlsx"), await writeXlsx({ sheets: [{ name: "报表", rows: filled }] }));
    const table = await tableOf(made, "consolidate 本期 --units 名单.csv --by 县");
    expect(table.table[0]).toMatchObject({
      name: "样例甲省 样例A市 样例一县",
      withProblems: 40,
      rectified: 30,
      rectificationRate: 75,
    });
    expect(table.rateDifferences).toEqual([]);
  });

  test.each(["md", "csv", "xlsx", "json"])("写成 .%s", async (ending) => {
    const made = office({ "本期/甲.csv": sound });
    expect((await made.ok(`consolidate 本期 --units 名单.csv --out 汇总.${ending}`)).err).toContain(`汇总.${ending}`);
    const bytes = readFileSync(join(made.folder, `汇总.${ending}`));
    const text =
      ending === "xlsx"
        ? JSON.stringify((await readXlsx(bytes)).sheets.map(({ rows }) => rows))
        : bytes.toString("utf8");
    for (const word of ["样例甲省", "120", "90"]) expect(text).toContain(word);
    if (ending === "xlsx") expect(text).toContain("0.75");
  });
});

describe("查出来的错，一次说完，什么也不写", () => {
  const cases: readonly { readonly why: string; readonly row: string; readonly says: string; readonly at: string }[] = [
    {
      why: "该是数的地方是字",
      row: "样例甲省,样例A市,样例一县,100,,50,约50,,,",
      says: "完成整改机构数应是不小于 0 的整数，却是“约50”",
      at: "行2 列「完成整改机构数」",
    },
    { why: "负数", row: "样例甲省,样例A市,样例一县,-1,,0,0,,,", says: "却是“-1”", at: "列「机构总数」" },
    { why: "小数", row: "样例甲省,样例A市,样例一县,10.5,,0,0,,,", says: "却是“10.5”", at: "列「机构总数」" },
    {
      why: "率是103%",
      row: "样例甲省,样例A市,样例一县,100,,50,50,103%,,",
      says: "整改完成率 103% 不在 0% 到 100% 之间",
      at: "列「整改完成率」",
    },
    {
      why: "率是字",
      row: "样例甲省,样例A市,样例一县,100,,50,50,较高,,",
      says: "整改完成率应是百分数，却是“较高”",
      at: "列「整改完成率」",
    },
    {
      why: "完成多于问题",
      row: "样例甲省,样例A市,样例一县,100,,50,51,,,",
      says: "完成整改机构数 51 大于存在问题机构数 50",
      at: "行2",
    },
    {
      why: "问题多于总数",
      row: "样例甲省,样例A市,样例一县,100,,101,50,,,",
      says: "存在问题机构数 101 大于机构总数 100",
      at: "行2",
    },
    {
      why: "名单里没有",
      row: "样例甲省,样例A市,样例九县,100,,50,50,,,",
      says: "应报名单里没有：样例甲省 样例A市 样例九县",
      at: "行2",
    },
    {
      why: "不是是或否",
      row: "样例甲省,样例A市,样例一县,100,,50,50,,大概,",
      says: "是否启动应填“是”或“否”，却是“大概”",
      at: "列「是否启动」",
    },
  ];
  test.each(cases)("$why", async ({ row, says, at }) => {
    const made = office({ "本期/甲.csv": `${header}${row}\n` });
    const ran = await made.run("consolidate 本期 --units 名单.csv --out 汇总.md");
    expect(ran).toMatchObject({ status: 1, out: "" });
    expect(ran.err).toContain(says);
    expect(ran.err).toContain(`本期/甲.csv:`);
    expect(ran.err).toContain(at);
    expect(() => made.read("汇总.md")).toThrow("ENOENT");
  });

  test("一个县区报了两次：两处都说；--partial 时两份都不计入", async () => {
    const made = office({ "本期/甲.csv": sound, "本期/又.csv": `${header},,样例一县,90,,50,50,,,\n` });
    const ran = await made.run("consolidate 本期 --units 名单.csv");
    expect(ran.err).toContain("样例甲省 样例A市 样例一县 报了两次：本期/又.csv 第2行 和 本期/甲.csv 第2行");
    const partial = await made.run("consolidate 本期 --units 名单.csv --partial --json");
    expect(partial.status).toBe(3);
    expect(JSON.parse(partial.out)).toMatchObject({ reported: 2, total: { counties: 4, withProblems: 70 } });
    expect(partial.err).toContain("报了两次");
  });

  test("累计数比上期少：两期的数和出处都说；一样或更多不说", async () => {
    const made = office({
      "上期/甲.csv": sound,
      "本期/甲.csv": sound.replace("80,70,40,30,76%", "80,70,39,30,76.92%"),
    });
    const ran = await made.run("consolidate 本期 --previous 上期");
    expect(ran.status).toBe(1);
    expect(ran.err).toContain("累计数存在问题机构数由上期 40 减为 39");
    expect(ran.err).toContain("上期见 上期/甲.csv 第3行");
    await made.ok("consolidate 本期");
  });

  test("整改到位的又反弹，完成整改机构数比上期少：照数汇总，说出两期的数请报送单位说明", async () => {
    const made = office({ "上期/甲.csv": sound, "本期/甲.csv": sound.replace("80,70,40,30,76%", "80,70,40,29,72.5%") });
    const { err, out } = await made.ok("consolidate 本期 --previous 上期 --json");
    expect(err).toContain("注意：样例甲省 样例A市 样例二县：完成整改机构数由上期 30 减为 29");
    expect(err).toContain("上期见 上期/甲.csv 第3行，请报送单位说明");
    expect((JSON.parse(out) as Table).reported).toBe((await tableOf(made, "consolidate 本期")).reported);
  });

  test("没有计入的分得清是没有报还是有错；核对意见写进 Excel、Markdown 和 JSON，拿到文件的人看得到", async () => {
    const text = sound.replace("样例一县,100", "样例一县,一百").replace("80,70,40,30,76%", "80,70,40,29,72.5%");
    const made = office({ "上期/甲.csv": sound, "本期/甲.csv": text });
    const line = "consolidate 本期 --units 名单.csv --previous 上期 --partial";
    for (const ending of ["md", "xlsx", "json"])
      expect((await made.run(`${line} --out 汇总.${ending}`)).status).toBe(3);
    const wrong = "样例一县：机构总数应是不小于 0 的整数，却是“一百”";
    const asked = "样例甲省 样例A市 样例二县：完成整改机构数由上期 30 减为 29";
    const { sheets } = await readXlsx(readFileSync(join(made.folder, "汇总.xlsx")));
    const rowsOf = (name: string) => sheets.find((sheet) => sheet.name === name)?.rows.map((row) => row.slice(0, 4));
    expect(rowsOf("汇总")?.[0]?.[0]).toBe("应报 4 个，计入 2 个，没有计入 2 个（没有报 1 个，有错没有计入 1 个）");
    expect(rowsOf("未计入")).toEqual([
      ["省份", "地市", "县区", "情况"],
      ["样例甲省", "样例A市", "样例一县", "有错没有计入"],
      ["样例乙省", "样例C市", "样例四县", "没有报"],
    ]);
    expect(rowsOf("核对意见")).toEqual([
      ["计入", "意见", "出处", "怎么办"],
      ["没有计入", wrong, "本期/甲.csv:行2 列「机构总数」", "只填数字；没有就填 0，没有报的空着"],
      ["已计入，请说明", asked, expect.stringContaining("本期/甲.csv:行3"), expect.stringContaining("请报送单位说明")],
    ]);
    expect(made.read("汇总.md")).toContain("## 核对意见 2 条\n");
    expect(made.read("汇总.md")).toContain(`| 已计入，请说明 | ${asked} |`);
    expect(JSON.parse(made.read("汇总.json"))).toMatchObject({
      remarks: [
        { message: wrong, counted: false },
        { message: asked, counted: true },
      ],
    });
  });

  test("有错没有计入的，不再问它别的", async () => {
    const made = office({ "上期/甲.csv": sound, "本期/甲.csv": sound.replace("80,70,40,30,76%", "80,70,39,29,103%") });
    const { err } = await made.run("consolidate 本期 --previous 上期 --partial");
    expect(err).toContain("103% 不在 0% 到 100% 之间");
    expect(err).not.toContain("完成整改机构数由上期 30 减为 29");
  });

  test("县到市、市到省：省里拿各市的汇总，数同拿各县的一样，没有报的县区也跟着上来", async () => {
    const made = office({ "本期/A市.csv": sound.replace(/样例甲省,样例B市.*\n/, "") });
    made.write("本期/B市.csv", `${header}样例甲省,样例B市,样例三县,60,50,30,10,33.33%,,\n`);
    made.write(
      "A市名单.csv",
      "省份,地市,县区\n样例甲省,样例A市,样例一县\n样例甲省,样例A市,样例二县\n样例甲省,样例A市,样例五县\n",
    );
    await made.ok("consolidate 本期/A市.csv --units A市名单.csv --out A市.json");
    await made.ok("consolidate 本期/B市.csv --out B市.json");
    const cities = await tableOf(made, "consolidate A市.json B市.json --by 市");
    expect(cities.missing).toEqual([{ province: "样例甲省", city: "样例A市", county: "样例五县", why: "没有报" }]);
    expect(cities.table.map(({ name, counties, reported }) => [name, counties, reported])).toEqual([
      ["样例甲省 样例A市", 3, 2],
      ["样例甲省 样例B市", 1, 1],
    ]);
    const [fromCities, fromCounties] = [
      await tableOf(made, "consolidate A市.json B市.json --units 名单.csv --by 县"),
      await tableOf(made, "consolidate 本期 --units 名单.csv --by 县"),
    ];
    expect(fromCities.table).toEqual(fromCounties.table);
    expect(fromCities.total).toEqual(fromCounties.total);
    expect(fromCities.rateDifferences).toMatchObject([{ county: "样例二县", own: 76, recomputed: 75 }]);
    made.write(
      "A市.json",
      made
        .read("A市.json")
        .replace('"institutions": 100,\n      "inspected"', '"institutions": "一百",\n      "inspected"'),
    );
    const changed = await made.run("consolidate A市.json B市.json");
    expect(changed.err).toContain(
      "样例一县：机构总数应是不小于 0 的整数，却是“一百”\n  位于 A市.json（样例一县）:列「机构总数」",
    );
  });

  test("有一个县报的是另一次行动：照数汇总，请它核对；各县方案各有各的名字，不问", async () => {
    const json = (region: string, name: string): string =>
      JSON.stringify({
        region,
        name,
        indicators: ["机构总数", "存在问题机构数", "完成整改机构数"].map((of) => ({ name: of, value: 1 })),
      });
    const made = office();
    for (const county of ["一县", "二县", "三县"])
      made.write(`本期/${county}.json`, json(county, `2021年${county}专项治理方案`));
    expect((await made.ok("consolidate 本期")).err).toBe("");
    made.write("本期/三县.json", json("三县", "2019年三县消防排查方案"));
    expect((await made.ok("consolidate 本期")).err).toContain(
      "注意：三县：报的是“2019年消防排查方案”，多数单位（2 份）报的是“2021年专项治理方案”\n  位于 本期/三县.json",
    );
    for (const county of ["一县", "二县"])
      made.write(`本期/${county}.json`, json(county, `${county}自己的方案`.repeat(county === "一县" ? 1 : 2)));
    expect((await made.ok("consolidate 本期")).err).toBe("");
  });

  test("截至日不同的报表合在一起要说出来；表样不写截至日，不问", async () => {
    const json = (day: string): string =>
      JSON.stringify({
        asOf: day,
        indicators: ["机构总数", "存在问题机构数", "完成整改机构数"].map((name) => ({ name, value: 1 })),
      });
    const made = office({ "本期/一县.json": json("2021-07-16"), "本期/二县.json": json("2021-07-23") });
    expect((await made.ok("consolidate 本期")).err).toContain(
      "注意：各份报表的截至日不同：2021-07-16 1 份（一县），2021-07-23 1 份（二县）",
    );
    made.write("本期/一县.json", json("2021-07-23"));
    made.write("本期/甲.csv", sound);
    expect((await made.ok("consolidate 本期")).err).not.toContain("截至日");
  });

  test("同名县区要说清属于哪里", async () => {
    const made = office({ "本期/甲.csv": `${header},,样例一县,90,,50,50,,,\n` });
    made.write("名单.csv", `${units}样例乙省,样例C市,样例一县\n`);
    expect((await made.run("consolidate 本期 --units 名单.csv")).err).toContain("名单里有 2 个“样例一县”");
    made.write("名单.csv", `${units}样例乙省,样例C市,样例四县\n`);
    expect((await made.run("consolidate 本期 --units 名单.csv")).err).toContain(
      "应报名单里「样例四县」出现两次：第5行和第6行",
    );
  });

  test("tuban 的 JSON 里改成了字的数：说出写了什么、请谁改", async () => {
    const written = (value: unknown) =>
      JSON.stringify({
        region: "样例一县",
        indicators: [
          { name: "机构总数", unit: "家", value: 100 },
          { name: "存在问题机构数", unit: "家", value: 50 },
          { name: "完成整改机构数", unit: "家", value },
        ],
      });
    const { status, err } = await office({ "本期/一县.json": written("约50") }).run("consolidate 本期");
    expect(status).toBe(1);
    expect(err).toContain("样例一县：完成整改机构数应是不小于 0 的整数，却是“约50”\n");
    expect(err).toContain("请报送单位改成数字");
  });

  test("不是报表的文件：断了的 JSON、别的 JSON、缺列的表、空表；文件夹里读不了的文件说出名字", async () => {
    const made = office({
      "本期/断.json": '{"indicators": [',
      "本期/别.json": '{"a": 1}',
      "本期/缺列.csv": "省份,地市,县区,备注\n样例甲省,样例A市,样例一县,好\n",
      "本期/空.csv": header,
      "本期/说明.txt": "见附件",
    });
    const { status, err } = await made.run("consolidate 本期");
    expect(status).toBe(1);
    for (const said of [
      "不是完整的 JSON 报表",
      "里没有指标",
      "表里没有一列是数",
      "一个单位也没有填",
      "没有读（不是 .json、.csv、.xlsx）：本期/说明.txt",
    ])
      expect(err).toContain(said);
    made.write("本期/无表头.csv", "甲,乙\n1,2\n");
    const headless = (await made.run("consolidate 本期/无表头.csv")).err;
    expect(headless).toContain("在表格最上面补上表头，有一列写「县区」");
    expect(headless).not.toContain("--map");
    expect((await made.run("consolidate 没有的文件夹")).err).toContain("找不到：没有的文件夹");
    expect((await made.run("consolidate")).err).toContain("没有说汇总哪些报表");
    expect((await made.run("consolidate --form 表样.doc")).err).toContain("表样只能写成 .xlsx 或 .csv");
  });

  test("陌生人写的名字到不了终端和表格里作怪", async () => {
    const made = office({ "本期/甲.csv": `${header}=cmd(),a|b,<script>\u001b[31m县,1,,1,1,,,\n` });
    const screen = await made.ok("consolidate 本期 --by 县");
    expect(screen.out).not.toContain("\u001b");
    await made.ok("consolidate 本期 --by 县 --out 汇总.md");
    expect(made.read("汇总.md")).not.toContain("<script>");
    expect((await made.ok("consolidate 本期 --by 县 --csv")).out).toContain("'=cmd()");
  });
});

test("2,963 个县区的报表在 30 秒内汇总，三个总数分毫不差", async () => {
  const made = office();
  const [institutions, withProblems, rectified] = [401_050, 272_842, 269_911];
  const share = (total: number, nth: number): number =>
    Math.floor((total * (nth + 1)) / 2963) - Math.floor((total * nth) / 2963);
  let list = "省份,地市,县区\n";
  for (let nth = 0; nth < 2963; nth++) {
    const name = `样例${nth}县`;
    list += `样例${nth % 31}省,样例${nth % 333}市,${name}\n`;
    const indicators = [
      { name: "机构总数", unit: "家", value: share(institutions, nth) },
      { name: "存在问题机构数", unit: "家", value: share(withProblems, nth) },
      { name: "完成整改机构数", unit: "家", value: Math.min(share(rectified, nth), share(withProblems, nth)) },
    ];
    made.write(`本期/${nth}.json`, JSON.stringify({ region: name, indicators }));
  }
  made.write("名单.csv", list);
  const start = Date.now();
  const { expected, reported, total, table } = await tableOf(made, "consolidate 本期 --units 名单.csv --previous 本期");
  expect(Date.now() - start).toBeLessThan(30_000);
  expect({ expected, reported, ...total }).toMatchObject({
    expected: 2963,
    reported: 2963,
    institutions,
    withProblems,
    rectified,
    rectificationRate: 98.93,
  });
  expect(table).toHaveLength(31);
}, 60_000);
