/** Where data comes from and goes to, other than named files and the screen. */
import { existsSync, readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { testOffice } from "../office.ts";
import type { TestOffice } from "../office.ts";

const table = "机构名称,统一社会信用代码,属地\n样例甲培训中心,,城东\n,,城西\n";

async function begun(): Promise<TestOffice> {
  const office = testOffice();
  await office.ok("init --plan chuanhui-2021");
  await office.ok("person add 张某甲 --unit 区教体局");
  await office.ok("as 张某甲");
  return office;
}

describe("- 是标准输入", () => {
  test("tuban import -：收下的和拒收的与读文件一样，问题列在当前文件夹", async () => {
    const office = await begun();
    office.pipe(table);
    const { status, err } = await office.run("import - --source 街道摸排");
    expect([status, err]).toEqual([3, expect.stringContaining("这一行没有机构名称")]);
    expect((await office.ok("list")).out).toContain("样例甲培训中心");
    expect(readdirSync(office.folder).filter((name) => name.includes("标准输入"))).toEqual(["标准输入.csv.问题.csv"]);
    expect(office.read("标准输入.csv.问题.csv")).toContain("没有机构名称");
  });

  test("tuban person import -：名册也能接过来", async () => {
    const office = await begun();
    office.pipe("姓名,单位\n李某乙,区教体局\n");
    expect((await office.ok("person import -")).out).toContain("新登记或变更 1 人");
  });

  test("什么也没有接过来：说清楚", async () => {
    const office = await begun();
    expect(await office.run("import -")).toMatchObject({
      status: 2,
      err: expect.stringContaining("标准输入里没有内容"),
    });
  });
});

describe("--out 把 CSV、JSON 写到文件里", () => {
  test.each([
    "list --csv",
    "log --csv",
    "due --csv",
    "findings --csv",
    "import review --csv",
    "calendar show 2026 --csv",
  ])("tuban %s", async (line) => {
    const office = await begun();
    const { out } = await office.ok(line);
    const written = await office.ok(`${line} --out 表.csv`);
    expect([written.out, written.err]).toEqual(["", expect.stringContaining("已写出：")]);
    expect(office.read("表.csv")).toBe(out);
  });

  test("文件名说了是哪一种，就不用再写 --csv、--json", async () => {
    const office = await begun();
    await office.ok("list --out 底数.csv");
    expect(office.read("底数.csv")).toBe((await office.ok("list --csv")).out);
    await office.ok("due --out 期限.json");
    expect(office.read("期限.json")).toBe((await office.ok("due --json")).out);
    await office.ok("verify --out 核对.json");
    expect(office.read("核对.json")).toBe((await office.ok("verify --json")).out);
  });

  test("命令没有办成：不留文件", async () => {
    const office = await begun();
    expect((await office.run("list --class 看不懂 --out 底数.csv")).status).toBe(2);
    expect(existsSync(`${office.folder}/底数.csv`)).toBe(false);
  });
});

test("-v 和 --version 一样", async () => {
  const office = testOffice();
  expect((await office.ok("-v")).out).toBe((await office.ok("--version")).out);
});
