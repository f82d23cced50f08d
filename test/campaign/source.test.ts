import { describe, expect, test } from "vitest";
import { rankingOf, rawHeaders, rosterFields, sourceKind, sourceKinds } from "../../src/campaign/index.ts";

describe("来源的种类", () => {
  test.each([
    ["审批库", "审批登记"],
    ["市场监管", "审批登记"],
    ["市监局登记库", "审批登记"],
    ["民办学校办学许可证台账", "审批登记"],
    ["乡镇审批台账", "审批登记"],
    ["来源未注明", "审批登记"],
    ["2021年台账", "审批登记"],
    ["机构申报", "机构申报"],
    ["街道收来的机构申报表", "机构申报"],
    ["自查自纠表", "机构申报"],
    ["问卷", "机构申报"],
    ["街道摸排", "街道摸排"],
    ["城东办事处", "街道摸排"],
    ["网格员走访登记", "街道摸排"],
    ["举报", "举报线索"],
    ["12345热线", "举报线索"],
    ["市场监管转来的投诉", "举报线索"],
    ["街道排查线索", "举报线索"],
  ])("%s → %s", (name, kind) => {
    expect(sourceKind(name)).toBe(kind);
  });
});

describe("以谁为准", () => {
  const ordered = (sources: readonly (string | null)[], order?: readonly string[]): (string | null)[] =>
    sources.toSorted((a, b) => rankingOf(order)(a) - rankingOf(order)(b));

  test("方案没有说：审批在先，自报、摸排、举报依次在后，没有来源的最后", () => {
    expect(ordered([null, "举报", "街道摸排", "机构申报", "审批库"])).toEqual([
      "审批库",
      "机构申报",
      "街道摸排",
      "举报",
      null,
    ]);
    expect(sourceKinds).toHaveLength(4);
  });

  test("方案排了的照方案，没有排到的在后；排成空的都一样", () => {
    expect(ordered(["审批库", "街道摸排", "举报"], ["举报", "街道摸排"])).toEqual(["举报", "街道摸排", "审批库"]);
    expect(ordered(["举报", "审批库", "街道摸排"], [])).toEqual(["举报", "审批库", "街道摸排"]);
  });
});

test("读不懂的原文，照它那一项的名称另存", () => {
  for (const [field, header] of Object.entries(rawHeaders))
    expect(header).toBe(`${rosterFields[field as keyof typeof rawHeaders].title}（原文）`);
});
