import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { branchOf, likenessOf, nameCore, nameKey, phoneKeys, placeKey, simplified } from "../../src/campaign/index.ts";
import type { Likened } from "../../src/campaign/index.ts";

const entry = (name: string, more: Partial<Likened> = {}): Likened => ({
  name,
  uscc: null,
  permit_no: null,
  town: null,
  address: null,
  phone: null,
  ...more,
});

describe("同一个地址的不同写法", () => {
  test.each([
    ["川汇区七一路12号", "七一路12号"],
    ["河南省周口市川汇区七一路12号", "七一路１２号"],
    ["七一路十二号", "七一路12号"],
    ["七一路一百零八号", "七一路108号"],
    ["七一路12号3号楼201室", "七一路12号3栋201"],
    ["七一路12号三号楼二〇一室", "七一路12号3幢201号"],
    ["七一路12号3栋2单元201号房", "七一路12号3号楼2单元201室"],
    ["七一路12号3-201", "七一路12号3－201"],
    ["七一路12号（中国银行旁）", "七一路12号"],
    ["七一路12号二楼", "七一路12号2层"],
    ["七一路两号", "七一路2号"],
    ["阳光小区a座201", "阳光小区A座201"],
    ["中州大道與文明路交叉口東側", "中州大道与文明路交叉口东侧"],
  ])("%s = %s", (a, b) => expect(placeKey(a)).toBe(placeKey(b)));

  test.each([
    ["七一路12号", "八一路12号"],
    ["七一路12号3号楼", "七一路12号13号楼"],
    ["七一路12号201室", "七一路12号202室"],
    ["七一路1号2室", "七一路12号"],
    ["阳光小区3号楼", "金星小区3号楼"],
    ["七一路12号一楼", "七一路12号二楼"],
    ["一路", "二路"],
  ])("%s ≠ %s", (a, b) => expect(placeKey(a)).not.toBe(placeKey(b)));

  test("没有地址就没有键", () => expect([placeKey(null), placeKey("——")]).toEqual([null, null]));
  test("全角、空格、逗号放在哪里都一样", () => {
    const part = fc.constantFrom("川汇区", "七一路", "十二号", "3", "号楼", "室", "2", "层", "小区", "A", "座");
    const gap = fc.constantFrom("", " ", "，", "\u3000");
    const wide = (text: string): string =>
      text.replaceAll(/[0-9A-Z]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0));
    fc.assert(
      fc.property(fc.array(fc.tuple(part, gap), { maxLength: 8 }), (parts) => {
        const plain = parts.map(([word]) => word).join("");
        expect(placeKey(parts.map(([word, space]) => wide(word) + space).join(""))).toBe(placeKey(plain));
      }),
    );
  });
});

describe("名称", () => {
  test.each([
    ["阳光教育培训中心有限公司", "阳光"],
    ["周口市川汇区阳光教育咨询有限公司", "阳光"],
    ["陽光藝術培訓學校", "阳光"],
    ["阳光培训学校（一分校）", "阳光"],
    ["托管班", "托管班"],
    ["培训中心", "培训中心"],
  ])("%s 自己的部分是 %s", (name, core) => expect(nameCore(name)).toBe(core));

  test("繁体、全角、括号、标点不算不同", () => {
    expect(nameKey("陽光（教育）培訓學校")).toBe(nameKey("阳光教育培训学校"));
    expect(simplified("啟明藝術學校")).toBe("启明艺术学校");
  });

  test.each([
    ["阳光培训学校（一分校）", "1分校"],
    ["阳光培训学校第一分校", "1分校"],
    ["阳光培训学校(城东校区)", "城东校区"],
    ["阳光培训学校", null],
  ])("%s 的分校：%s", (name, branch) => expect(branchOf(name)).toBe(branch));

  test("电话：区号、分机、空格不算不同", () => {
    expect(phoneKeys("0394-8221234-801、13800000001")).toEqual(["8221234", "13800000001"]);
    expect(phoneKeys("8221234")).toEqual(["8221234"]);
    expect(phoneKeys(null)).toEqual([]);
  });
});

describe("是不是同一家", () => {
  const code = "52411602MJY00001X4";
  test.each<[string, Likened, Likened, string]>([
    ["代码相同", entry("阳光教育", { uscc: code }), entry("启明中心", { uscc: code }), "同一家"],
    [
      "代码不同",
      entry("阳光教育", { uscc: code, phone: "13800000001" }),
      entry("阳光教育", { uscc: "52411602MJY0000284", phone: "13800000001" }),
      "两家",
    ],
    [
      "许可证编号有没有教民",
      entry("阳光", { permit_no: "教民141160279000001" }),
      entry("阳光学校", { permit_no: "141160279000001" }),
      "同一家",
    ],
    [
      "名称、地址相同",
      entry("阳光教育培训中心", { address: "七一路十二号" }),
      entry("陽光教育培训学校有限公司", { address: "川汇区七一路12号" }),
      "同一家",
    ],
    [
      "名称、电话相同，一边没有地址",
      entry("阳光教育", { phone: "13800000001" }),
      entry("阳光教育（培训中心）", { phone: "13800000001", address: "七一路12号" }),
      "同一家",
    ],
    [
      "名称、电话相同，地址不同",
      entry("阳光教育", { phone: "13800000001", address: "一路1号" }),
      entry("阳光教育", { phone: "13800000001", address: "二路2号" }),
      "待核",
    ],
    [
      "名称只差通用词，电话相同",
      entry("阳光艺术培训中心", { phone: "13800000001" }),
      entry("阳光教育咨询有限公司", { phone: "13800000001" }),
      "待核",
    ],
    [
      "名称相近，地址相同",
      entry("阳光少儿英语", { address: "七一路12号" }),
      entry("新阳光少儿英语", { address: "七一路12号" }),
      "待核",
    ],
    [
      "地址、电话都相同，名称不同",
      entry("启明中心", { address: "七一路12号", phone: "13800000001" }),
      entry("博雅学校", { address: "七一路12号", phone: "13800000001" }),
      "待核",
    ],
    [
      "只有地址相同（同一栋楼）",
      entry("启明中心", { address: "七一路12号" }),
      entry("博雅学校", { address: "七一路12号" }),
      "两家",
    ],
    ["只有电话相同", entry("启明中心", { phone: "13800000001" }), entry("博雅学校", { phone: "13800000001" }), "两家"],
    ["只有名称相同", entry("阳光教育"), entry("阳光教育"), "两家"],
    [
      "两个分校",
      entry("阳光教育（一分校）", { phone: "13800000001" }),
      entry("阳光教育（二分校）", { phone: "13800000001" }),
      "两家",
    ],
    [
      "属地相同，名称只差通用词",
      entry("阳光艺术", { town: "城东" }),
      entry("阳光教育咨询有限公司", { town: "城东" }),
      "待核",
    ],
  ])("%s", (_, a, b, verdict) => {
    expect(likenessOf(a, b).verdict).toBe(verdict);
    expect(likenessOf(b, a).verdict).toBe(verdict);
  });
});
