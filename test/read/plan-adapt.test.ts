/** A shipped plan made into one for another region and year. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { isDay } from "../../src/campaign/index.ts";
import type { Day, Plan } from "../../src/campaign/index.ts";
import { adaptPlan, readPlan } from "../../src/read/plan/index.ts";

const shelf = path.join(import.meta.dirname, "../../templates/plans");

function adapted(from: string, region: string, start: string): { plan: Plan; text: string; leftovers: string[] } {
  const file = `${from}.yaml`;
  const to = { region, start: dayOf(start), code: "qinghe-2026", from };
  const { text, leftovers } = adaptPlan(readFileSync(path.join(shelf, file), "utf8"), file, to);
  const reading = readPlan(text, "qinghe-2026.yaml");
  expect("problems" in reading ? reading.problems : []).toEqual([]);
  return { plan: reading.plan!, text, leftovers: leftovers.map(({ text: words }) => words) };
}

describe.each(["chuanhui-2021", "beilun-2021", "epidemic-2021", "model-2026"])("由 %s 改写", (from) => {
  const { plan, text } = adapted(from, "清河县", "2026-12-01");

  test("名称、代号、地区换成本地的，第一个阶段从开始那天起", () => {
    expect(plan).toMatchObject({ code: "qinghe-2026", region: { name: "清河县", areaCode: null } });
    expect(plan.name).toMatch(/^2026年清河县.*方案$/);
    expect(plan.phases[0]?.from).toBe("2026-12-01");
  });

  test("原来的地区和级别一处不留", () => {
    const lines = text.split("\n").filter((line) => !line.startsWith("#"));
    expect(lines.filter((line) => /川汇|北仑/.test(line))).toEqual([]);
    expect(plan.departments.filter(({ name }) => /^区|^市(?!场)/.test(name))).toEqual([]);
    expect(plan.topics.flatMap((topic) => topic.items).flatMap((item) => item.lead)).toEqual(
      expect.not.arrayContaining([expect.stringMatching(/^区|^市(?!场)|县场/)]),
    );
  });

  test("机关代字、乡镇街道由本地填", () => {
    expect(plan.towns).toBeNull();
    expect(plan.orderKinds.flatMap(({ numbering }) => Object.values(numbering.words)).filter(Boolean)).toEqual([]);
  });
});

describe("川汇区的方案改给清河县", () => {
  const { plan, leftovers } = adapted("chuanhui-2021", "清河县", "2026-12-01");

  test("各阶段隔着原来的天数后移；来源没有起日的第一个阶段按 7 天排，说出来", () => {
    expect(plan.phases.map(({ from, until }) => [from, until])).toEqual([
      ["2026-12-01", "2026-12-07"],
      [null, "2026-12-10"],
      ["2026-12-10", "2026-12-24"],
      ["2026-12-25", "2027-01-24"],
      ["2027-01-25", "2027-02-09"],
      [null, "2027-05-12"],
      ["2027-05-12", null],
    ]);
    expect(plan.orderKinds.find(({ name }) => name === "整改通知书")?.deadlineBound).toBe("2027-01-24");
    expect(leftovers[0]).toContain("按 7 天排");
  });

  test("市级分局成了县局，别名跟着改；法律施行的日子不动", () => {
    expect(plan.departments.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["县教体局", "县公安局", "县市场监管局", "县政府办督查室"]),
    );
    expect(plan.laws.find(({ code }) => code === "双减意见")?.from).toBe("2021-07-24");
  });

  test("带年份、带老日子的地方一一列出来", () => {
    expect(leftovers.join("\n")).toContain("教工委〔2021〕1号");
    expect(leftovers).toContain("检查项 1-9 写有 2021-07-01：规定施行的日子不用改，行动里的日子请改");
    expect(leftovers.at(-1)).toBe("法律依据里有 11 条带年份，核对是不是现行有效的");
  });

  test("给另一个区：级别不变，分局的名字换成本区的", () => {
    const { plan: district } = adapted("chuanhui-2021", "江南区", "2026-12-01");
    expect(district.departments.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["区教体局", "市公安局江南区分局"]),
    );
  });
});

function dayOf(text: string): Day {
  if (!isDay(text)) throw new Error(text);
  return text;
}
