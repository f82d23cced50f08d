/** A file that cannot be read: one sentence, the same wherever a file is named. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readable } from "../../src/read/file.ts";
import { testOffice } from "../office.ts";

const commands = [
  "import",
  "person import",
  "report check",
  "calendar add",
  "plan check",
  "inspect 1 --by 张某甲,李某乙 --answers",
  "consolidate 汇总 --units",
  "paper issue 专项治理公告 --set 监督举报方式=@",
] as const;

test.each(commands)("tuban %s", async (command) => {
  const office = testOffice();
  await office.ok("init --plan chuanhui-2021 --on 2021-06-21");
  await office.ok("person add 张某甲 --unit 区教体局 --cert 豫P0001 --on 2021-06-21");
  await office.ok("person add 李某乙 --unit 区教体局 --cert 豫P0002 --on 2021-06-21");
  await office.ok("as 张某甲");
  office.write("底数.csv", "机构名称,属地\n样例培训中心,城北\n");
  await office.ok("import 底数.csv --yes --on 2021-06-22");
  mkdirSync(join(office.folder, "汇总"));
  mkdirSync(join(office.folder, "夹.csv"));
  const path = (name: string): string => join(office.folder, name);
  const cases = [["夹.csv", "这是一个文件夹"]];
  // A plan that is not there may be a mistyped code of a shipped one, and is answered so.
  if (command !== "plan check") cases.push(["没有.csv", "没有这个文件"]);
  for (const [name, reason] of cases) {
    const space = command.endsWith("@") ? "" : " ";
    const { status, err } = await office.run(`${command}${space}${name} --on 2021-07-16`);
    expect([status, err]).toEqual([2, expect.stringContaining(`错误：打不开文件：${path(name ?? "")}（${reason}）`)]);
  }
});

test("没有读取权限；别的毛病照系统的代号说；不是文件的毛病不归它", () => {
  const failing = (code?: string) => (): never => {
    throw Object.assign(new Error("样例"), code === undefined ? {} : { code });
  };
  expect(() => readable("锁.csv", failing("EACCES"))).toThrow("打不开文件：锁.csv（没有读取权限）");
  expect(() => readable("怪.csv", failing("EIO"))).toThrow("打不开文件：怪.csv（EIO）");
  expect(() => readable("怪.csv", failing())).toThrow("样例");
});
