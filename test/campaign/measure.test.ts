/** 处置措施: what the law asks before a place is sealed, cut off or pulled down, whatever a plan lists. */
import { beforeAll, describe, expect, test } from "vitest";
import { measureKind, measureVerdict } from "../../src/campaign/index.ts";
import type { Calendar, Day, MeasureAsked, Plan } from "../../src/campaign/index.ts";
import { loadCalendar } from "../../src/read/calendar.ts";

let calendar: Calendar;
beforeAll(async () => {
  calendar = await loadCalendar();
});

const day = (text: string): Day => text as Day;
const plan = {
  measures: [{ name: "查封场所", authority: ["市场监管局"], warning: "教育部门没有查封权" }],
} as unknown as Plan;
const sound: MeasureAsked = {
  name: "查封",
  authority: "市场监管局",
  basis: ["《无证无照经营查处办法》第十一条"],
  approver: "王某丙",
  officers: ["张某甲", "李某乙"],
  address: "样例路1号",
  premises: "非住宅",
  until: null,
  announcedOn: null,
  remedyEnded: null,
  urgent: false,
  note: "",
};
const cutOff: Partial<MeasureAsked> = { name: "停电", authority: "供电公司" };
const pulledDown: Partial<MeasureAsked> = {
  name: "拆除广告牌",
  authority: "城市管理局",
  announcedOn: day("2021-07-20"),
  remedyEnded: day("2021-07-19"),
};
const verdictOf = (asked: Partial<MeasureAsked>, on: string) =>
  measureVerdict(plan, { ...sound, ...asked }, day(on), calendar);

test.each([
  ["停水", "停水停电"],
  ["断电措施", "停水停电"],
  ["停供燃气", "停水停电"],
  ["罚款", "处罚"],
  ["没收教学设备", "处罚"],
  ["吊销办学许可证", "处罚"],
  ["治安管理处罚", "治安"],
  ["拆除广告牌", "拆除"],
  ["查封场所", "查封扣押"],
  ["扣押教材", "查封扣押"],
  ["封存设备", "查封扣押"],
  ["约谈", "其他"],
])("%s 在法律上是%s", (name, kind) => {
  expect(measureKind(name)).toBe(kind);
});

describe("不能采取的", () => {
  test.each<[string, Partial<MeasureAsked>, string, readonly string[]]>([
    ["样样齐的查封", {}, "2021-07-20", []],
    ["是处罚", { name: "罚款" }, "2021-07-20", ["measure-is-penalty"]],
    ["归公安", { name: "治安管理处罚" }, "2021-07-20", ["measure-of-police"]],
    [
      "什么都没有写，一次说完",
      { basis: [], approver: "", officers: [], authority: "" },
      "2021-07-20",
      ["measure-without-basis", "no-approver", "too-few-officers", "no-authority"],
    ],
    ["一个人写两次", { officers: ["张某甲", "张某甲"] }, "2021-07-20", ["too-few-officers"]],
    ["依据是方案", { basis: ["《样例县专项治理方案》第三条"] }, "2021-07-20", ["basis-is-paper"]],
    ["有法律，另引了通知", { basis: [...sound.basis, "《样例通知》"] }, "2021-07-20", ["basis-is-paper"]],
    ["条例可以", { basis: ["《民办教育促进法实施条例》第六十三条"] }, "2021-07-20", []],
    ["取缔办法是行政法规", { basis: ["《样例取缔办法》第二条"] }, "2021-07-20", []],
    ["方案写了由谁，别人不行", { name: "查封场所", authority: "公安局" }, "2021-07-20", ["wrong-authority"]],
    ["方案写了由谁，就是它", { name: "查封场所" }, "2021-07-20", []],
    ["教育部门查封", { authority: "教体局" }, "2021-07-20", ["education-cannot-seal"]],
    ["教育部门停电，另有规定", { ...cutOff, authority: "教体局" }, "2021-07-20", []],
    ["查封到第三十日", { until: day("2021-08-19") }, "2021-07-20", []],
    ["查封到第三十一日", { until: day("2021-08-20") }, "2021-07-20", ["seal-too-long"]],
    ["停电没有三十日", { ...cutOff, until: day("2021-12-31") }, "2021-07-20", []],
    ["给居民停电", { ...cutOff, premises: "住宅" }, "2021-07-20", ["dwelling-cut-off"]],
    ["不知道是不是居民", { ...cutOff, premises: null }, "2021-07-20", ["premises-unknown"]],
    ["写了非住宅，地址像小区", { ...cutOff, address: "样例小区3号楼" }, "2021-07-20", ["looks-like-dwelling"]],
    ["地址像小区，写明查过", { ...cutOff, address: "样例小区3号楼", note: "商铺单独计量" }, "2021-07-20", []],
    ["没有地址", { ...cutOff, address: null }, "2021-07-20", []],
    ["查封不问是不是住宅", { premises: null }, "2021-07-20", []],
    ["国庆节停电", cutOff, "2021-10-01", ["on-holiday"]],
    ["国庆节拆除", pulledDown, "2021-10-01", ["on-holiday"]],
    ["国庆节停电，情况紧急", { ...cutOff, urgent: true }, "2021-10-01", []],
    ["国庆节查封可以", {}, "2021-10-01", []],
    ["周末停电可以", cutOff, "2021-07-24", []],
    ["拆除：当天公告，期限届满第二天", pulledDown, "2021-07-20", []],
    ["拆除没有公告", { ...pulledDown, announcedOn: null }, "2021-07-20", ["not-announced"]],
    ["拆除在公告以前", { ...pulledDown, announcedOn: day("2021-07-21") }, "2021-07-20", ["not-announced"]],
    ["拆除不知道期限届满没有", { ...pulledDown, remedyEnded: null }, "2021-07-20", ["remedy-running"]],
    ["拆除在期限最后一天", { ...pulledDown, remedyEnded: day("2021-07-20") }, "2021-07-20", ["remedy-running"]],
  ])("%s", (_, asked, on, codes) => {
    expect(verdictOf(asked, on).problems.map(({ code }) => code)).toEqual(codes);
  });
});

describe("要当心的", () => {
  test.each<[string, Partial<MeasureAsked>, readonly string[]]>([
    ["查封", {}, ["seal-on-the-spot"]],
    ["查封，方案有提醒", { name: "查封场所" }, ["measure-warning", "seal-on-the-spot"]],
    ["停电", cutOff, ["not-at-night"]],
    ["拆除", pulledDown, ["not-at-night"]],
    ["法律没有列的", { name: "约谈" }, ["measure-unknown"]],
    ["紧急的，没有写情形", { urgent: true }, ["seal-on-the-spot", "urgent-report"]],
    ["紧急的，写明了", { urgent: true, note: "有坍塌危险" }, ["seal-on-the-spot"]],
    ["是处罚的不再提醒", { name: "罚款", urgent: true }, []],
  ])("%s", (_, asked, codes) => {
    expect(verdictOf(asked, "2021-07-20").warnings.map(({ code }) => code)).toEqual(codes);
  });
});

test("到哪天为止：写了的照写，没有写的查封到第三十日，别的没有", () => {
  expect(verdictOf({}, "2021-07-20").until).toBe("2021-08-19");
  expect(verdictOf({ until: day("2021-08-01") }, "2021-07-20").until).toBe("2021-08-01");
  expect(verdictOf(cutOff, "2021-07-20").until).toBeNull();
  expect(verdictOf({ ...cutOff, until: day("2021-08-01") }, "2021-07-20").until).toBe("2021-08-01");
});
