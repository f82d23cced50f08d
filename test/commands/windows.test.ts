/** Files as Windows keeps them, given to whole commands; runs anywhere. */
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { testOffice } from "../office.ts";

const plan = readFileSync(join(import.meta.dirname, "../../templates/plans/chuanhui-2021.yaml"), "utf8");

test("a plan that Notepad saved (BOM, CR LF) is the same plan, and people of a table with CR LF are registered", async () => {
  const office = testOffice();
  office.write("记事本.yaml", `\uFEFF${plan.replaceAll("\n", "\r\n")}`);
  const [own, shipped] = [
    await office.ok("plan show 记事本.yaml --json"),
    await office.ok("plan show chuanhui-2021 --json"),
  ];
  expect(JSON.parse(own.out)).toEqual(JSON.parse(shipped.out));
  await office.ok("init --plan 记事本.yaml");
  office.write("人员.csv", "\uFEFF姓名,单位,执法证号,证件有效期\r\n张某甲,区教体局,豫P0001,2030-01-01\r\n");
  await office.ok("person import 人员.csv");
  expect((await office.ok("person list --csv")).out).toContain("张某甲,区教体局,豫P0001,2030-01-01");
});

test("a folder whose path is longer than 260 characters, with a name of 255 bytes in Chinese", async () => {
  const office = testOffice();
  const deep = join(office.folder, "长".repeat(85), "a".repeat(170));
  mkdirSync(deep, { recursive: true });
  const there = testOffice({ at: deep });
  expect(join(deep, "tuban.db").length).toBeGreaterThan(260);
  await there.ok("init --plan chuanhui-2021");
  await there.ok("person add 张某甲 --unit 区教体局");
  await there.ok("add 名称=样例培训学校 属地=城南办事处 --as 张某甲");
  await there.ok("backup --to 备份.tubk");
  expect(existsSync(join(deep, "备份.tubk"))).toBe(true);
  expect((await there.ok("verify")).out).toContain("账本完好");
});
