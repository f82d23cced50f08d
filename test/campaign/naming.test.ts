import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { maskAddress, maskPerson, matchKey, publicName, publicPlace, publicText } from "../../src/campaign/index.ts";
import type { PublicWords } from "../../src/campaign/index.ts";
import type { OpenFinding } from "../../src/ledger/numbers/open-findings.ts";
import type { RosterRow } from "../../src/ledger/tables.ts";
import type { WallSquare } from "../../src/write/wallchart.ts";

describe("姓名公开时的写法", () => {
  test.each([
    ["张某", "张×"],
    ["张某甲", "张××"],
    ["张某某甲", "张××"],
    ["欧阳某", "欧阳×"],
    ["欧阳某甲", "欧阳××"],
    ["欧阳", "欧×"],
    ["司马某某", "司马××"],
    ["张　某", "张×"],
    ["阿某某·某某某", "阿××"],
    ["𠮷某甲", "𠮷××"],
    ["Zhang Mou", "Z××"],
    ["张某甲、李某", "张××、李×"],
    ["张某甲/欧阳某", "张××、欧阳×"],
    ["甲", "×"],
    ["", ""],
  ])("%j → %j", (name, masked) => {
    expect(maskPerson(name)).toBe(masked);
  });

  test("三个字以上看不出有几个字", () => {
    const given = fc.string({
      unit: fc.constantFrom(...Array.from("某甲乙丙丁")),
      minLength: 2,
      maxLength: 8,
    });
    fc.assert(
      fc.property(given, (rest) => {
        expect(maskPerson(`张${rest}`)).toBe("张××");
      }),
    );
  });

  test("任何名字只露出姓", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 2, maxLength: 12 }), (name) => {
        for (const masked of maskPerson(name).split("、"))
          expect(Array.from(masked.replaceAll("×", "")).length).toBeLessThanOrEqual(2);
      }),
    );
  });
});

describe("地址公开时的写法", () => {
  test.each([
    ["川汇区七一路12号阳光大厦3楼302室", "川汇区七一路××"],
    ["川汇区七一路１２号", "川汇区七一路××"],
    ["川汇区八一路中段", "川汇区八一路中段"],
    ["阳光花园三号楼二单元", "阳光花园××"],
    ["阳光花园A座502", "阳光花园××"],
    ["三门峡市某路十二号", "三门峡市某路××"],
    ["某某镇二组", "某某镇××"],
    ["幸福里胡同第三家", "幸福里胡同××"],
    ["阳光花园叁号楼贰单元", "阳光花园××"],
    ["某某路东第二排两户", "某某路东××"],
    ["", ""],
  ])("%s → %s", (address, expected) => {
    expect(maskAddress(address)).toBe(expected);
  });

  test("公开的地址里没有数字", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...Array.from("川汇区路号楼0123９一二A座 ")) }), (address) => {
        expect(maskAddress(address)).not.toMatch(/[0-9０-９]/);
      }),
    );
  });
});

describe("没有证照的地方公开时的名字", () => {
  const shown = (name: string, persons: readonly string[] = []): string =>
    publicPlace(name, { registered: false, persons });

  test.each([
    ["王老师家教班", "王老师家教班"],
    ["张某甲辅导班", "张××辅导班"],
    ["李某家", "李×家"],
    ["陈某乙小饭桌", "陈××小饭桌"],
    ["启明托管", "启明托管"],
    ["阳光小饭桌", "阳光小饭桌"],
  ])("%s → %s", (name, expected) => {
    expect(shown(name)).toBe(expected);
  });

  test("底数里写着的人，在名字的哪里都遮掉；登记在册的机构写全称", () => {
    expect(shown("启明（欧阳某甲）晚间班", ["欧阳某甲"])).toBe("启明（欧阳××）晚间班");
    expect(publicPlace("张某甲辅导班", { registered: true, persons: ["张某甲"] })).toBe("张某甲辅导班");
  });

  test("没有看过的文字，类型上就进不了公开的文件", () => {
    // @ts-expect-error a recorded text is no public text
    const words: PublicWords = "张某甲";
    expect(words).toBe("张某甲");
  });

  test("报表里逐条列出的、挂图上的，也只收看过的文字", () => {
    const row: Pick<RosterRow, "name" | "legal_rep"> = { name: "张某甲辅导班", legal_rep: "张某甲" };
    // @ts-expect-error a name as it was recorded
    const listed: Pick<OpenFinding, "name"> = { name: row.name };
    // @ts-expect-error a note as it was recorded
    const told: Pick<OpenFinding, "label"> = { label: "电话13800000000" };
    // @ts-expect-error a person of the roster
    const square: Pick<WallSquare, "name"> = { name: row.legal_rep ?? "" };
    expect([listed.name, told.label, square.name]).toHaveLength(3);
    const bearer = { kind: "机构", licence_class: "无证无照", persons: ["张某甲"] };
    const fit: Pick<WallSquare, "name"> = { name: publicName(row.name, bearer) };
    expect(fit.name).toBe("张××辅导班");
    expect(publicName("李某乙", { ...bearer, kind: "教师" })).toBe("李××");
  });
});

describe("公开的文字", () => {
  test.each([
    ["请打0394-822-1236", "请打（略）"],
    ["手机138_1111_0019。", "手机（略）。"],
    ["138/1111/0019", "（略）"],
    ["0394.8221236", "（略）"],
    ["座机 822-1236", "座机 （略）"],
    ["联系张某13800000000即可", "联系张某（略）即可"],
    ["电话：138-0000-0000，请来电", "电话：（略），请来电"],
    ["电话１３８００００００００。", "电话（略）。"],
    ["+86 138 0000 0000", "（略）"],
    ["8613800000000", "（略）"],
    ["138\u200B00000000", "（略）"],
    ["办公室0394-8000000转", "办公室（略）转"],
    ["举报电话8000000", "举报电话（略）"],
    ["身份证11010519491231002X，男", "身份证（略），男"],
    ["身份证 110105 19491231 002X", "身份证 （略）"],
    ["旧证110105491231002。", "旧证（略）。"],
    ["邮箱 a.b@example.com", "邮箱 （略）"],
    ["微信号：sample_01", "微信号：（略）"],
    ["13800000000、13900000000", "（略）、（略）"],
  ])("%s → %s", (text, expected) => {
    expect(publicText(text)).toBe(expected);
  });

  test.each([
    "统一社会信用代码 913502000728319549",
    "91512081MA62K0260E",
    "教民144030570000123号",
    "罚款 30000 元，2021年7月20日前缴纳",
    "一次性收费不超过3个月或60课时，合计 1234567 元",
    "教工委〔2021〕1号，，（一）①",
  ])("原样公开：%s", (text) => {
    expect(publicText(text)).toBe(text);
  });
});

describe("认出同一个名称的不同写法", () => {
  test.each([
    ["样例市阳光教育培训中心有限公司", "样例市阳光教育"],
    ["样例市阳光教育培训学校", "样例市阳光教育"],
    ["样例市阳光教育有限责任公司", "样例市阳光教育"],
    ["样例市 阳光·教育", "样例市阳光教育"],
    ["样例市（阳光）教育", "样例市阳光教育"],
    ["样例市阳光教育（个体工商户）", "样例市阳光教育"],
    ["ＡＢＣ少儿英语", "abc少儿英语"],
    ["培训中心", "培训中心"],
    ["有限公司", "有限公司"],
    ["", ""],
    ["——", ""],
  ])("%s → %s", (name, key) => {
    expect(matchKey(name)).toBe(key);
  });

  test("分校不混为一谈", () => {
    expect(matchKey("阳光培训学校（一分校）")).not.toBe(matchKey("阳光培训学校（二分校）"));
  });

  test("键的键还是它自己", () => {
    const word = fc.oneof(
      fc.string({ unit: "grapheme", maxLength: 4 }),
      fc.constantFrom("阳光", "有限公司", "培训中心", "培训学校", "（", "）"),
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 6 }), (words) => {
        const key = matchKey(words.join(""));
        expect(matchKey(key)).toBe(key);
      }),
    );
  });
});
