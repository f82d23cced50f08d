/** tuban edition: tables that are numbered, frozen and set against the version before (编印). */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { editionChanges } from "../../src/campaign/index.ts";
import { readPlan } from "../../src/read/plan/index.ts";
import { testOffice } from "../office.ts";
import type { TestOffice } from "../office.ts";

const json = async (office: TestOffice, line: string) => JSON.parse((await office.ok(`${line} --json`)).out);

async function officeOn(plan: string): Promise<TestOffice> {
  const office = testOffice({ now: "2021-11-05T09:00:00" });
  await office.ok(`init --plan ${plan} --on 2021-04-20`);
  await office.ok("person add 张某甲 --unit 区教育局 --cert A1 --on 2021-04-20");
  await office.ok("person add 李某乙 --unit 区教育局 --cert A2 --on 2021-04-20");
  await office.ok("as 张某甲 --on 2021-04-20");
  office.write("底数.csv", "名称,属地,有无许可证,有无执照\n一家,城北,有,有\n二家,城南,有,无\n三家,城南,无,有\n");
  await office.ok("import 底数.csv --source 街道 --on 2021-04-21 --yes");
  return office;
}

describe("片区划分表（篇五）", () => {
  test("换了责任人、加了片区，第2版说得出来；第1版一字不改", async () => {
    const office = await officeOn("beilun-2021");
    await office.ok("zone add 片区名称=小港片区 街道社区=小港街道 理事单位=甲培训 责任人=钱某己 --on 2021-04-22");
    expect((await json(office, "edition issue 片区划分表 --on 2021-04-23")).version).toBe(1);
    const first = office.read("编印/片区划分表-第1版.md");
    await office.ok("zone 换责任人 1 责任人=孙某戊 --on 2021-05-01");
    await office.ok("zone add 片区名称=新碶片区 街道社区=新碶街道 理事单位=乙培训 责任人=周某辛 --on 2021-05-02");
    const changes = await json(office, "edition diff 片区划分表");
    expect(changes.map(({ change, row, what }: Record<string, string>) => [change, row, what])).toEqual([
      ["改动", "小港片区 小港街道", "责任人 钱某己 → 孙某戊"],
      ["新增", "新碶片区 新碶街道", ""],
    ]);
    await office.ok("edition issue 片区划分表 --on 2021-05-03");
    expect(office.read("编印/片区划分表-第2版.md")).toContain("责任人 钱某己 → 孙某戊");
    expect((await office.ok("edition show 片区划分表 1")).out).toBe(first);
    await office.ok("zone 调整 1 原因=合并 --on 2021-06-01");
    expect((await json(office, "edition diff 片区划分表"))[0]).toMatchObject({
      change: "去掉",
      row: "小港片区 小港街道",
    });
  });
});

describe("问题台账、职责表、证照不一致、监管措施表", () => {
  test("问题台账有机关、文号、期限、状态、责任人", async () => {
    const office = await officeOn("chuanhui-2021");
    await office.ok("inspect 3 --by 张某甲,李某乙 --fail 2-1=没有办学许可证 --on 2021-07-20");
    const { out } = await office.ok("edition issue 问题台账 --on 2021-07-21 --dry-run");
    expect(out).toContain("没有办学许可证");
    expect(out).toContain("待交办");
    expect(await json(office, "edition")).toContainEqual(expect.objectContaining({ name: "问题台账", version: null }));
  });
  test("职责表逐部门一行，监管措施表按环节排，证照不一致写明哪里不一致", async () => {
    const office = await officeOn("chuanhui-2021");
    expect((await office.ok("edition issue 职责表 --dry-run --on 2021-07-21")).out).toContain("区城管局");
    const stages = [
      ...(await office.ok("edition issue 监管措施表 --dry-run --on 2021-07-21")).out.matchAll(/\| (事[前中后]) \|/g),
    ].map(([, stage = ""]) => stage);
    expect(stages).toEqual(stages.toSorted((a, b) => "事前事中事后".indexOf(a) - "事前事中事后".indexOf(b)));
    const { out } = await office.ok("edition issue 证照不一致清单 --dry-run --on 2021-07-21");
    expect(out).toContain("有许可证，没有营业执照");
    expect(out).not.toContain("一家");
  });
  test("公开的编印到一个文件夹里，保密的字段不会在里面（M78）", async () => {
    const office = await officeOn("beilun-2021");
    await office.ok("hotline add 部门=区教育局 渠道=电话 号码或地址=12345 --evidence 底数.csv --on 2021-05-01");
    await office.ok("edition issue --public --out 公开 --on 2021-05-02");
    expect(office.read("公开/举报渠道公告-第1版.md")).toContain("12345");
    expect(office.read("公开/正规机构名单-第1版.csv")).toContain("一家");
    expect(office.read("公开/正规机构名单-第1版.csv")).not.toContain("三家");
  });
  test("撤销一版，版次不再用", async () => {
    const office = await officeOn("beilun-2021");
    await office.ok("edition issue 问题台账 --on 2021-05-01");
    const seq = Math.max(...[...(await office.ok("log")).out.matchAll(/│ +(\d+) │/g)].map(([, no]) => Number(no)));
    await office.ok(`undo ${seq} --reason 早了 --yes --on 2021-05-01`);
    expect((await json(office, "edition issue 问题台账 --on 2021-05-02")).version).toBe(2);
  });
});

test.each([
  ["edition issue 没有", "没有这种编印"],
  ["edition show 问题台账", "还没有编印过"],
  ["edition diff 问题台账 3", "还没有第 3 版"],
  ["edition issue", "要写明编印哪一种"],
])("%s：%s", async (line, says) => {
  const office = await officeOn("beilun-2021");
  expect((await office.run(line)).err).toContain(says);
});

test.each([
  ["行: { 台账: 没有 }", "没有这个台账"],
  ["行: { 台账: 片区, 状态: [飞行] }", "片区的状态"],
  ["行: { 应有: 没有 }", "没有这个应有"],
  ["行: 职责, 列: [编号]", "没有这个列"],
  ["行: { 台账: 线索 }, 列: [举报人]", "没有这个列"],
])("方案写错：%s", (rows, says) => {
  const text = readFileSync(join(import.meta.dirname, "../../templates/plans/beilun-2021.yaml"), "utf8");
  const read = readPlan(text.replace("行: { 台账: 责任人 }", rows), "方案.yaml");
  expect("problems" in read ? read.problems.map(({ message }) => message).join() : "").toContain(says);
});

test("照着变动改上一版，就是这一版", () => {
  const table = fc
    .uniqueArray(fc.tuple(fc.nat(20), fc.string({ maxLength: 3 })), { selector: ([key]) => key, maxLength: 12 })
    .map((rows) => ({ columns: ["甲"], rows: rows.map(([key, text]) => ({ key: String(key), cells: [text] })) }));
  fc.assert(
    fc.property(table, table, (before, now) => {
      const after = new Map<string, readonly string[]>(before.rows.map(({ key, cells }) => [key, cells]));
      for (const { change, key, cells } of editionChanges(before, now))
        if (change === "去掉") after.delete(key);
        else after.set(key, cells);
      expect(after).toEqual(new Map(now.rows.map(({ key, cells }) => [key, cells])));
    }),
  );
});
