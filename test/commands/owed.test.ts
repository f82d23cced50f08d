/** tuban owed: who owes what by when, and who has not got it (应有). */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { owingOn } from "../../src/campaign/index.ts";
import type { Day } from "../../src/campaign/index.ts";
import { readPlan } from "../../src/read/plan/index.ts";
import { testOffice } from "../office.ts";
import type { TestOffice } from "../office.ts";

const json = async (office: TestOffice, line: string) => JSON.parse((await office.ok(`${line} --json`)).out);

async function officeOn(plan: string, now: string): Promise<TestOffice> {
  const office = testOffice({ now });
  await office.ok(`init --plan ${plan} --on 2021-04-20${plan === "epidemic-2021" ? " --fill 地区.名称=样例市" : ""}`);
  await office.ok("person add 张某甲 --unit 区教育局 --cert A1 --on 2021-04-20");
  await office.ok("as 张某甲 --on 2021-04-20");
  office.write("底数.csv", "名称,属地,有无许可证,有无执照\n一家,城北,有,有\n二家,城南,有,有\n三家,城南,无,有\n");
  await office.ok("import 底数.csv --source 街道 --on 2021-04-21 --yes");
  return office;
}

describe("哪些期", () => {
  test.each([
    ["只要一次、没到期", { every: null, until: "2021-10-31" }, "2021-09-01", [["2021-10-31", false]]],
    ["只要一次、过了", { every: null, until: "2021-10-31" }, "2021-11-01", [["2021-10-31", true]]],
    ["期限待填", { every: null, until: null }, "2021-11-01", [[null, false]]],
    [
      "每周：上周和这周",
      { every: "周", until: null },
      "2021-05-12",
      [
        ["2021-05-09", true],
        ["2021-05-16", false],
      ],
    ],
    ["行动才开始的那一周，没有上周", { every: "周", until: null }, "2021-04-21", [["2021-04-25", false]]],
    [
      "每季",
      { every: "季", until: null },
      "2021-08-01",
      [
        ["2021-06-30", true],
        ["2021-09-30", false],
      ],
    ],
  ] as const)("%s", (_, rule, day, periods) => {
    const owing = owingOn({ every: rule.every, until: rule.until as Day | null }, day as Day, "2021-04-20" as Day);
    expect(owing.map(({ due, overdue }) => [due, overdue])).toEqual(periods);
  });
});

describe("平台入驻（篇五，10月底前，经教育部门审批的）", () => {
  test("一家不会数两次；没有登记过的也缺；无证的不在内；指标和清单是同一些", async () => {
    const office = await officeOn("beilun-2021", "2021-11-05T09:00:00");
    await office.ok("platform add 1 入驻期限=2021-10-31 --on 2021-09-01");
    await office.ok("platform 申请 1 --on 2021-09-10");
    await office.ok("platform 入驻 1 平台账号=a1 --on 2021-09-12");
    const rows = await json(office, "owed 平台入驻");
    expect(rows.map(({ name, held, state }: Record<string, string>) => [name, held, state])).toEqual([
      ["二家", null, "逾期未有"],
      ["一家", "2021-09-12", "已有"],
    ]);
    const seen = (await office.ok("report explain 入驻平台逐家数 --json")).out;
    expect(seen).toContain("一家");
    expect(seen).not.toContain("二家");
    expect((await office.ok("due --all")).out).toContain("平台入驻（缺 1）");
    expect((await office.ok("today --as-of 2021-10-28")).out).toContain("平台入驻还缺，2021-10-31 到期");
    expect((await office.ok("today")).out).toContain("平台入驻还缺，2021-10-31 已过");
  });

  test("后来才进底数的也应当有；取缔关停的不再要", async () => {
    const office = await officeOn("beilun-2021", "2021-11-05T09:00:00");
    office.write("新.csv", "名称,属地,有无许可证,有无执照\n四家,城北,有,有\n");
    await office.ok("import 新.csv --source 街道 --on 2021-10-20 --yes");
    expect(await json(office, "owed 平台入驻")).toHaveLength(3);
    expect(await json(office, "owed 平台入驻 --as-of 2021-10-01")).toHaveLength(2);
  });
});

describe("周督导、月调度、季通报、年总结（篇三）", () => {
  test("上一周没有签发的逾期，签发了就不缺", async () => {
    const office = await officeOn("epidemic-2021", "2021-05-12T09:00:00");
    expect((await json(office, "owed")).filter(({ name }: { name: string }) => name === "周督导")).toMatchObject([
      { due: "2021-05-09", missing: 1 },
      { due: "2021-05-16", missing: 1 },
    ]);
    await office.ok("report issue --kind 周督导 --as-of 2021-05-09 --yes");
    expect((await json(office, "owed")).filter(({ name }: { name: string }) => name === "周督导")).toMatchObject([
      { due: "2021-05-16", missing: 1 },
    ]);
  });
});

describe("各单位报送（篇三、篇五）", () => {
  test("谁报了谁没报，按字段写的单位，不看是谁登记的", async () => {
    const office = await officeOn("beilun-2021", "2021-06-11T09:00:00");
    await office.ok("workplan add 部门=消防救援部门 方案名称=消防整治方案 --on 2021-05-01");
    const rows = await json(office, "owed 部门工作方案");
    expect(rows.find(({ name }: { name: string }) => name === "消防救援部门").held).toBe("2021-05-01");
    expect(rows.filter(({ held }: { held: string | null }) => held === null)).toHaveLength(4);
  });
});

test.each([
  ["owed 没有", "方案里没有这一项应有"],
  ["owed 平台入", "是不是：平台入驻"],
])("%s：%s", async (line, says) => {
  const office = await officeOn("beilun-2021", "2021-06-11T09:00:00");
  const ran = await office.run(line);
  expect([ran.status, ran.err]).toEqual([2, expect.stringContaining(says)]);
});

test.each([
  ["要有: { 台账: 没有 }", "台账"],
  ["要有: { 台账: 平台入驻, 步骤: [飞行] }", "步骤"],
  ["要有: { 检查种类: [观摩] }", "检查种类"],
  ["要有: { 报表: 日报 }", "报表"],
])("方案写错：%s", (needs, noun) => {
  const text = readFileSync(join(import.meta.dirname, "../../templates/plans/beilun-2021.yaml"), "utf8");
  const read = readPlan(text.replace("要有: { 台账: 平台入驻, 步骤: [入驻, 免除] }", needs), "方案.yaml");
  expect("problems" in read ? read.problems.map(({ message }) => message).join() : "").toContain(noun);
});
