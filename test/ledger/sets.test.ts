/** 指标数的是什么: which facts and which subjects belong to a set, and what a filter leaves of it. */
import { describe, expect, test } from "vitest";
import type { RowFilter, SetName } from "../../src/campaign/index.ts";
import { noTraits, nobody } from "../../src/ledger/as-of/traits.ts";
import type { SubjectTraits } from "../../src/ledger/as-of/traits.ts";
import { definitions, factFits, subjectFits, townFits } from "../../src/ledger/numbers/sets.ts";
import type { RowTraits } from "../../src/ledger/numbers/sets.ts";

describe("哪些事算数", () => {
  test.each<[SetName, RowFilter, Partial<RowTraits>, boolean]>([
    ["检查", {}, { inspection_kind: "排查" }, true],
    ["检查", {}, { inspection_kind: "复查" }, false],
    ["检查", {}, { inspection_kind: "回头看" }, false],
    ["检查", { inspectionKinds: ["复查"] }, { inspection_kind: "复查" }, true],
    ["检查", { inspectionKinds: ["复查"] }, { inspection_kind: "排查" }, false],
    ["检查机构", {}, { inspection_kind: "复查" }, false],
    ["复查", {}, { inspection_kind: "复查" }, true],
    ["复查", {}, { inspection_kind: "排查" }, false],
    ["出动", {}, { inspection_kind: "复查" }, true],
    ["逾期问题", {}, { overdue: true }, true],
    ["逾期问题", {}, { overdue: false }, false],
    ["待复查问题", {}, { stage: "到期待复查" }, true],
    ["待复查问题", {}, { stage: "未整改", overdue: true }, false],
    ["反弹问题", {}, { relapse: true }, true],
    ["反弹问题", {}, { relapse: false }, false],
    ["停办机构", {}, { operation: "暂时关停" }, true],
    ["停办机构", {}, { operation: "取缔关停" }, false],
    ["取缔机构", {}, { operation: "取缔关停" }, true],
    ["取缔机构", {}, { operation: "暂时关停" }, false],
    ["问题", { severities: ["重大隐患", "严重"] }, { severity: "严重" }, true],
    ["问题", { severities: ["重大隐患", "严重"] }, { severity: "一般" }, false],
    ["问题", { severities: [] }, { severity: "一般" }, true],
    ["问题", { orderKinds: ["整改通知书"] }, { order_kind: "整改通知书" }, true],
    ["问题", { orderKinds: ["整改通知书"] }, { order_kind: null }, false],
    ["问题", { inspectionKinds: ["双随机"] }, { inspection_kind: "排查" }, false],
    ["问题", { itemCodes: ["4-1"] }, { item: "4-1" }, true],
    ["问题", { itemCodes: ["4-1"] }, { item: "4-10" }, false],
    ["问题机构", { topics: [4] }, { item: "4-10" }, true],
    ["问题机构", { topics: [1] }, { item: "10-1" }, false],
    ["问题机构", { topics: [4], itemCodes: ["4-1"] }, { item: "4-2" }, false],
    ["名单", { lists: ["黑名单"] }, { list: "黑名单" }, true],
    ["名单", { lists: ["黑名单"] }, { list: "白名单" }, false],
    ["登记", { items: ["清理广告"] }, { item: "清理广告" }, true],
    ["登记", { items: ["清理广告"] }, { item: "宣传" }, false],
    ["问题", { departments: ["区教体局"] }, { lead: "区教体局" }, true],
    ["问题", { departments: ["区教体局"] }, { lead: "区民政局、区教体局" }, true],
    ["问题", { departments: ["区民政局", "区教体局"] }, { lead: "区教体局" }, true],
    ["问题", { departments: ["教体局"] }, { lead: "区教体局" }, false],
    ["问题", { departments: ["区教体局"] }, { lead: null }, false],
    ["问题", { departments: [] }, { lead: null }, true],
    ["问题", { severities: ["严重"], departments: ["区教体局"] }, { severity: "严重", lead: "区民政局" }, false],
  ])("%s，只数 %j：%j 的 %s", (set, filter, traits, fits) => {
    expect(factFits(definitions[set], filter)({ ...noTraits, ...traits })).toBe(fits);
  });
});

describe("哪些对象算数", () => {
  const institution: SubjectTraits = { ...nobody, kind: "机构" };

  const onlyInstitutions = new Set<SetName>([
    "机构",
    "检查机构",
    "问题机构",
    "完成整改机构",
    "停办机构",
    "取缔机构",
    "处置",
  ]);
  test.each(Object.keys(definitions) as SetName[])("%s 里有没有学校", (set) => {
    const fits = subjectFits(definitions[set], {});
    expect([fits(institution), fits({ ...institution, kind: "学校" })]).toEqual([true, !onlyInstitutions.has(set)]);
    expect(subjectFits(definitions[set], { kinds: ["学校"] })({ ...institution, kind: "学校" })).toBe(true);
    expect(subjectFits(definitions[set], { kinds: ["学校"] })(institution)).toBe(false);
  });

  test.each<[RowFilter, Partial<SubjectTraits>, boolean]>([
    [{ classes: ["有照无证"] }, { licence_class: "有照无证" }, true],
    [{ classes: ["有照无证"] }, { licence_class: "有证有照" }, false],
    [{ classes: ["有照无证"] }, { licence_class: null }, false],
    [{ categories: ["学科类", "文化课"] }, { category: "文化课" }, true],
    [{ categories: ["学科类"] }, { category: "艺术类" }, false],
    [{ buckets: ["关停"] }, { bucket: "关停" }, true],
    [{ buckets: ["关停"] }, { bucket: null }, false],
    [{ classes: ["有照无证"], categories: ["学科类"] }, { licence_class: "有照无证", category: "艺术类" }, false],
  ])("只数 %j：%j 的 %s", (filter, traits, fits) => {
    expect(subjectFits(definitions.机构, filter)({ ...institution, ...traits })).toBe(fits);
  });

  test("属地：不写的都算，写了的只算写了的，没有属地的不在其中", () => {
    expect([townFits({})("城南"), townFits({ towns: [] })(null)]).toEqual([true, true]);
    const fits = townFits({ towns: ["城南", "城北"] });
    expect([fits("城南"), fits("城东"), fits(null)]).toEqual([true, false, false]);
  });
});
