/** 任务包: a group takes some institutions along, works without a network, and brings back what it did. */
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { furnishedOffice, testOffice } from "../office.ts";
import type { TestOffice } from "../office.ts";

const now = "2021-07-20T09:00:00";

/** Four institutions in two towns; three teams; the office itself is 张某甲. */
function office(): Promise<TestOffice> {
  return furnishedOffice(
    "bundle",
    async (of) => {
      await of.ok("init --plan chuanhui-2021 --on 2021-06-01");
      for (const [name, team] of [
        ["张某甲", "办公室"],
        ["李某乙", "甲组"],
        ["王某丙", "甲组"],
        ["赵某丁", "乙组"],
        ["钱某戊", "乙组"],
      ])
        await of.ok(
          `person add ${name} --unit 区教体局 --cert 样例-${name} --until 2027-12-31 --team ${team} --on 2021-06-01`,
        );
      await of.ok("as 张某甲");
      of.write(
        "机构.csv",
        "名称,属地,证照类别,联系电话\n晨光培训中心（样例）,城东街道,有照无证,13800000001\n启明培训中心（样例）,城东街道,无证无照,13800000002\n知行培训中心（样例）,城西街道,有证无照,13800000003\n远航培训中心（样例）,城西街道,有证有照,13800000004\n",
      );
      await of.ok("import 机构.csv --source 街道摸排 --on 2021-06-10");
    },
    { now },
  );
}

/** The folder of a group, where the bundle is opened; on a computer of its own. */
async function groupWith(of: TestOffice, bundle: string, folder: string, at = now): Promise<TestOffice> {
  await of.ok(`bundle open ${bundle} --to ${folder}`);
  return testOffice({ now: at, at: join(of.folder, folder) });
}

describe("交出任务包", () => {
  test("a town's institutions go along with the plan and the people, under the numbers that they have", async () => {
    const of = await office();
    const ran = await of.ok("bundle out --team 甲组 --town 城西街道 --to 甲组.tuban");
    expect(ran.out).toContain("1 号任务包交给甲组：2 家，每种文书预留 20 个号");
    expect(statSync(join(of.folder, "甲组.tuban")).mode & 0o077).toBe(0);
    const group = await groupWith(of, "甲组.tuban", "甲组");
    const list = JSON.parse((await group.ok("list --json")).out) as { subject: number }[];
    expect(list.map(({ subject }) => subject)).toEqual([3, 4]);
    await group.ok("as 李某乙");
    await group.ok("verify");
    const undo = await group.run("undo 2 --reason 试试");
    expect(undo.err).toContain("任务包里不能撤销");
    await of.ok("verify");
    expect(JSON.parse((await of.ok("bundle list --json")).out)).toMatchObject([
      { bundle: 1, team: "甲组", institutions: 2, state: "在外 0 天" },
    ]);
  });

  test.each([
    ["bundle out --team 甲组", "不知道甲组管哪些机构"],
    ["bundle out --team 甲组 --ids 1,99", "底数里没有这些编号：99"],
    ["bundle out --team 甲组 --town 城南", "底数里没有这个属地的机构：城南"],
    ["bundle open 机构.csv", "不是 tuban 的备份"],
    ["bundle back", "这不是任务包"],
  ])("%s：%s，什么也没留下", async (line, said) => {
    const of = await office();
    const ran = await of.run(line);
    expect(ran.err).toContain(said);
    expect(ran.status).not.toBe(0);
    expect(existsSync(join(of.folder, "甲组.tuban"))).toBe(false);
    expect(JSON.parse((await of.ok("bundle list --json")).out)).toEqual([]);
  });
});
