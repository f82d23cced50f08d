/** What a county sent for a roll-up: the cells of a form, and the JSON of a report, as counties fill them. */
import { describe, expect, test } from "vitest";
import { readCountyReturns, readUnits } from "../../src/read/county-returns.ts";
import type { CountyReturns } from "../../src/read/county-returns.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const head = "省份,地市,县区,机构总数,检查机构数,存在问题机构数,完成整改机构数,整改完成率,是否启动,是否基本完成\n";
const form = (...rows: readonly string[]): CountyReturns =>
  readCountyReturns(bytes(`${head}${rows.join("\n")}\n`), "报表.csv");

describe("表里的数", () => {
  test.each([
    ["1203", 1203],
    ['"1,203"', 1203],
    ["１２０３", 1203],
    ["1203.0", 1203],
    ["0", 0],
    ["1203.5", null],
    ['"12,03"', null],
    ["1203家", null],
    ["约1200", null],
    ["-3", null],
    ["1234567890", null],
  ])("机构总数写 %s", (written, institutions) => {
    const { returns, problems, absent } = form(`,,样例一县,${written},,0,0,,,`);
    expect(returns.map(({ counts }) => counts.institutions)).toEqual(institutions === null ? [] : [institutions]);
    expect(problems.map(({ code, place }) => [code, place?.row, place?.column])).toEqual(
      institutions === null ? [["return-not-a-number", 2, "机构总数"]] : [],
    );
    expect(absent.map(({ county, why }) => `${county} ${why}`)).toEqual(
      institutions === null ? ["样例一县 有错没有计入"] : [],
    );
  });

  test("空着、—、未报是没有报，不是 0；一个数也没有的是没有报的单位", () => {
    expect(form(",,样例一县,5,,0,0,,,").returns[0]?.counts.inspected).toBeNull();
    expect(form(",,样例一县,5,0,0,0,,,").returns[0]?.counts.inspected).toBe(0);
    expect(form(",,样例一县,5,,—,未报,,,").returns[0]?.counts).toEqual({
      institutions: 5,
      inspected: null,
      withProblems: null,
      rectified: null,
    });
    const { returns, absent } = form(",,样例一县,5,,,,,,", ",,样例二县,,,,,,,");
    expect(returns.map(({ unit }) => unit.county)).toEqual(["样例一县"]);
    expect(absent.map(({ county, why }) => `${county} ${why}`)).toEqual(["样例二县 没有报"]);
  });

  // 完成整改 ÷ 存在问题, and what the county wrote: a cell shown as a per cent comes as a fraction of one.
  test.each([
    ["98.93%", 989, 1000, 98.93],
    ["98.93", 989, 1000, 98.93],
    ["0.9893", 989, 1000, 98.93],
    ["９８．９３％", 989, 1000, 98.93],
    ["1", 5, 5, 100],
    ["1", 1, 100, 1],
    ["0.5", 1, 2, 50],
    ["0.5", 1, 200, 0.5],
    ["0.5%", 1, 200, 0.5],
    ["0", 0, 5, 0],
    ["100", 5, 5, 100],
    ["-3", 5, 5, -3],
    ["—", 5, 5, null],
    ["/", 5, 5, null],
    ["", 5, 5, null],
  ])("整改完成率写 %s（%i/%i），是 %s", (written, rectified, withProblems, rate) => {
    const { returns, problems } = form(`,,样例一县,1000,,${withProblems},${rectified},${written},,`);
    expect(problems).toEqual([]);
    expect(returns[0]?.ownRate).toBe(rate);
  });

  test.each([
    ["是", true],
    ["√", true],
    ["已启动", true],
    ["否", false],
    ["×", false],
    ["未启动", false],
    ["", null],
    ["大概", null],
  ])("是否启动写“%s”", (written, started) => {
    const { returns, problems } = form(`,,样例一县,5,,0,0,,${written},`);
    expect([returns[0]?.started ?? null, problems.map(({ code }) => code)]).toEqual([
      started,
      written === "大概" ? ["return-not-yes-or-no"] : [],
    ]);
  });
});

test.each([
  "省,市,县,摸排机构数,已检查机构数,问题机构数,已整改数,整改率,已启动,基本完成",
  "省级,设区市,报送单位,机构数,检查机构数,有问题机构数,完成整改数,完成整改率,是否启动,是否基本完成",
  "省（区、市）,市（州）,县（市、区）,机构总家数,已检查机构数,存在问题机构数,已完成整改机构数,整改完成率,是否启动,是否基本完成",
  "省市自治区,地级市,单位名称,机构总数,检查机构数,存在问题机构数,已整改机构数,整改完成率,是否启动,是否基本完成",
])("列名有几种写法：%s", (titles) => {
  const { returns } = readCountyReturns(bytes(`${titles}\n样例省,样例市,一县,10,8,4,3,75%,是,否\n`), "报表.csv");
  expect(returns).toMatchObject([
    {
      unit: { province: "样例省", city: "样例市", county: "一县" },
      counts: { institutions: 10, inspected: 8, withProblems: 4, rectified: 3 },
      ownRate: 75,
      started: true,
      completed: false,
    },
  ]);
});

describe("表里的行", () => {
  test("空行、合计行不是县区；有数没有写县区的要说", () => {
    const { returns, problems } = form(
      "样例省,,样例一县,5,,0,0,,,",
      ",,,,,,,,,",
      ",,合计,5,,0,0,,,",
      ",,总计,5,,0,0,,,",
      "样例省,,,,,,,,,",
      ",,,7,,0,0,,,",
    );
    expect(returns.map(({ unit, place }) => [unit.province, unit.city, unit.county, place.row])).toEqual([
      ["样例省", null, "样例一县", 2],
    ]);
    expect(problems.map(({ code, place }) => [code, place?.row, place?.column])).toEqual([
      ["return-no-county", 7, "县区"],
    ]);
  });

  test("应报名单：空行、合计不算，重复的说出两行，同名的写了地市就分得开", () => {
    const list = "地市,县区\n甲市,一县\n,\n甲市,二县\n乙市,一县\n甲市,一县\n,合计\n";
    const { units, problems } = readUnits(bytes(list), "名单.csv");
    expect(units.map(({ city, county }) => `${city} ${county}`)).toEqual(["甲市 一县", "甲市 二县", "乙市 一县"]);
    expect(problems.map(({ message }) => message)).toEqual(["应报名单里「一县」出现两次：第2行和第6行"]);
  });
});

describe("公布的表：有单位、有数就行", () => {
  test("分省的表：没有县区列，一行一个省；别的数列照列名收，率、名次、备注不加", () => {
    const { returns, problems } = readCountyReturns(
      bytes(
        '各省专项治理进展（样例）\n序号,省份,县区总数,已启动,基本完成,完成率,摸排机构数,问题机构数,整改完成率,排名,压减数,备注\n1,河南,158,158,120,75.9%,21000,9000,—,3,"1,200",\n2,北京,16,16,16,100%,12000,—,—,1,300,按月报\n,合计,174,174,136,,33000,9000,,,1500,\n',
      ),
      "进展.csv",
    );
    expect(problems).toEqual([]);
    expect(returns.map(({ unit, counts, more, whole }) => ({ unit, counts, more, whole }))).toEqual([
      {
        unit: { province: "河南", city: null, county: "" },
        counts: { institutions: 21000, inspected: null, withProblems: 9000, rectified: null },
        more: { 压减数: 1200 },
        whole: { counties: 158, started: 158, completed: 120 },
      },
      {
        unit: { province: "北京", city: null, county: "" },
        counts: { institutions: 12000, inspected: null, withProblems: null, rectified: null },
        more: { 压减数: 300 },
        whole: { counties: 16, started: 16, completed: 16 },
      },
    ]);
  });

  test.each([
    ["省份,摸排机构数\n河南,21000\n", "河南", null, ""],
    ["地区,机构数\n河南省,21000\n", "河南省", null, ""],
    ["地市,机构数\n周口市,2100\n", null, "周口市", ""],
    ["县区,超纲机构数\n川汇区,21\n", null, null, "川汇区"],
  ])("%j", (table, province, city, county) => {
    const { returns } = readCountyReturns(bytes(table), "表.csv");
    expect(returns.map(({ unit }) => unit)).toEqual([{ province, city, county }]);
  });
});

describe("tuban 写出的 JSON", () => {
  const figures = { 机构总数: 10, 检查机构数: 8, 存在问题机构数: 4, 完成整改机构数: 3, 整改完成率: 75, 检查家次: 9 };
  const sent = (changed: Readonly<Record<string, unknown>> = {}, more: object = {}, file = "一县.json") =>
    readCountyReturns(
      bytes(
        JSON.stringify({
          region: "样例一县",
          name: "样例一县专项行动",
          asOf: "2021-07-23",
          indicators: Object.entries({ ...figures, ...changed }).map(([name, value]) => ({ name, value })),
          ...more,
        }),
      ),
      file,
    );

  test("报表里的各项", () => {
    expect(sent()).toEqual({
      returns: [
        {
          unit: { province: null, city: null, county: "样例一县" },
          counts: { institutions: 10, inspected: 8, withProblems: 4, rectified: 3 },
          more: { 检查家次: 9 },
          ownRate: 75,
          started: true,
          completed: null,
          asOf: "2021-07-23",
          campaign: "专项行动",
          place: { file: "一县.json" },
        },
      ],
      problems: [],
      absent: [],
    });
  });

  test("签发的报表叫 figures，方案叫 plan", () => {
    const figure = ["机构总数", "存在问题机构数", "完成整改机构数"].map((name) => ({ name, value: 1 }));
    const text = JSON.stringify({ region: "样例一县", plan: "样例一县专项行动", figures: figure });
    const { returns } = readCountyReturns(bytes(text), "一县.JSON");
    expect(returns).toMatchObject([
      { counts: { institutions: 1, inspected: null, withProblems: 1, rectified: 1 }, campaign: "专项行动" },
    ]);
  });

  test("没有写县区的按文件名；没有检查过的由数来判断启动没有；没有的率就是没有", () => {
    const { returns } = sent({ 检查家次: 0, 整改完成率: null }, { region: "", name: null }, "本期/样例二县.json");
    expect(returns[0]).toMatchObject({
      unit: { county: "样例二县" },
      started: null,
      ownRate: null,
      campaign: null,
    });
  });

  test.each([
    ["都是 0", { 机构总数: 0, 检查机构数: 0, 存在问题机构数: 0, 完成整改机构数: 0 }, []],
    ["检查机构数可以没有", { 检查机构数: null }, []],
    ["没有的就是没有报", { 完成整改机构数: null }, []],
    ["负数", { 机构总数: -1 }, ["样例一县：机构总数应是不小于 0 的整数，却是“-1”"]],
    ["小数", { 机构总数: 2.5 }, ["样例一县：机构总数应是不小于 0 的整数，却是“2.5”"]],
    [
      "两处",
      { 机构总数: "约10", 存在问题机构数: [] },
      ["样例一县：机构总数应是不小于 0 的整数，却是“约10”", "样例一县：存在问题机构数应是不小于 0 的整数，却是“[]”"],
    ],
  ])("%s", (_, changed, says) => {
    const { returns, problems, absent } = sent(changed);
    expect(problems.map(({ message }) => message)).toEqual(says);
    expect([returns.length, absent.map(({ why }) => why)]).toEqual(says.length === 0 ? [1, []] : [0, ["有错没有计入"]]);
  });

  test("地市的汇总：一个县区错了，别的照收；没有报的跟着上来", () => {
    const one = { province: "样例省", city: "样例市", institutions: 10, withProblems: 4, rectified: 3, ownRate: 75 };
    const { returns, problems, absent } = sent(
      {},
      {
        returns: [
          { ...one, county: "一县", started: true, completed: false, campaign: "专项行动" },
          { ...one, county: "二县", rectified: "三" },
          { ...one, county: "" },
        ],
        missing: [
          { county: "三县", why: "没有报" },
          { county: "四县", why: "有错没有计入" },
          { county: "五县", why: "别的" },
        ],
      },
      "市.json",
    );
    expect(returns).toMatchObject([
      { unit: { county: "一县" }, started: true, completed: false, ownRate: 75, place: { file: "市.json（一县）" } },
    ]);
    expect(problems.map(({ code, place }) => [code, place?.file])).toEqual([
      ["return-not-a-number", "市.json（二县）"],
      ["return-no-county", "市.json（第3个）"],
    ]);
    expect(absent.map(({ county, why }) => `${county} ${why}`)).toEqual([
      "三县 没有报",
      "四县 有错没有计入",
      "五县 没有报",
      "二县 有错没有计入",
    ]);
  });
});
