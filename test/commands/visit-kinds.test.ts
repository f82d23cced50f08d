/** 检查种类: visits by people without certificates make clues and no findings; 督查室 re-checks without certificates. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readPlan } from "../../src/read/plan/index.ts";
import { testOffice } from "../office.ts";
import type { TestOffice } from "../office.ts";

async function zoneOffice(): Promise<TestOffice> {
  const office = testOffice({ now: "2021-06-30T09:00:00" });
  await office.ok("init --plan beilun-2021 --on 2021-04-20");
  await office.ok("person add 张某甲 --unit 区教育局 --cert A1 --on 2021-04-20");
  await office.ok("person add 钱某己 --unit 北仑校外培训机构联谊会 --on 2021-04-20");
  await office.ok("as 张某甲 --on 2021-04-20");
  office.write("底数.csv", "名称,属地\n样例培训,小港街道\n");
  await office.ok("import 底数.csv --source 街道 --on 2021-04-21 --yes");
  return office;
}

test("联谊会排查不要执法证，查到的转线索，不立问题，也不算检查人员", async () => {
  const office = await zoneOffice();
  const said = (await office.ok("inspect 1 --kind 联谊会排查 --by 钱某己 --fail 1-1=无证办学 --on 2021-05-10")).out;
  expect(said).toContain("结果不合格");
  expect(said).toContain("已转线索：线索〔2021〕1号");
  const [clue] = JSON.parse((await office.ok("clue list --json")).out);
  expect(clue).toMatchObject({ subject: 1, 来源: "排查发现" });
  expect(clue["内容"]).toContain("无证办学");
  expect(JSON.parse((await office.ok("findings --json")).out)).toEqual([]);
  // one undo takes the visit and the clue
  const seq = Math.max(...[...(await office.ok("log")).out.matchAll(/│ +(\d+) │/g)].map(([, no]) => Number(no)));
  await office.ok(`undo ${seq} --reason 登记错了 --yes --on 2021-05-10`);
  expect(JSON.parse((await office.ok("clue list --json")).out)).toEqual([]);
});

test.each([
  ["inspect 1 --kind 联谊会排查 --by 张某甲 --pass", "联谊会排查由联谊会去，张某甲是区教育局的"],
  ["inspect 1 --by 钱某己,张某甲 --pass", "钱某己 没有登记执法证号"],
  ["inspect 1 --kind 观摩 --by 张某甲 --pass", "没有这种检查：观摩"],
])("%s：%s", async (line, says) => {
  const office = await zoneOffice();
  const ran = await office.run(`${line} --on 2021-05-10`);
  expect(ran.status).not.toBe(0);
  expect(ran.err).toContain(says);
});

test("结果表里也可以写方案自己的检查种类", async () => {
  const office = await zoneOffice();
  office.write(
    "结果.csv",
    "编号,名称,检查日期,检查人员,检查种类,结果,不合格项\n1,样例培训,2021-05-11,钱某己,联谊会排查,不合格,1-1：无证办学\n",
  );
  await office.ok("inspect --sheet 结果.csv --yes --on 2021-05-11");
  expect(JSON.parse((await office.ok("clue list --json")).out)).toHaveLength(1);
});

test.each([
  ["不合格转: { 台账: 没有, 字段: {} }", "plan-unknown-register"],
  ['不合格转: { 台账: 线索, 字段: { 来源: 风闻, 内容: "{问题}" } }', "plan-visit-bad-value"],
  ["不合格转: { 台账: 线索, 字段: { 来源: 排查发现 } }", "plan-visit-missing-field"],
  ['不合格转: { 台账: 线索, 字段: { 来源: 排查发现, 内容: "{问题}", 没有: 空 } }', "plan-unknown-field"],
  ["检查项: [99-1]", "plan-unknown-item"],
])("方案写错：%s → %s", (line, code) => {
  const text = readFileSync(join(import.meta.dirname, "../../templates/plans/beilun-2021.yaml"), "utf8");
  const read = readPlan(text.replace(/ {4}不合格转: .*\n/, `    ${line}\n`), "方案.yaml");
  expect("problems" in read ? read.problems.map((problem) => problem.code) : []).toContain(code);
});
