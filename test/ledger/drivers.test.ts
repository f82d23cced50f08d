/** The two SQLite drivers, and why none may run. */
import { spawnSync } from "node:child_process";
import { cpSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { builtinDriver } from "../../src/ledger/engines/sqlite/drivers/builtin.ts";
import { driverMissing, sqliteDriver } from "../../src/ledger/engines/sqlite/drivers/index.ts";
import { temporaryFolder } from "./engines.ts";

describe("驱动用不了，说真正的原因，只说有用的办法", () => {
  const rebuild = "npm rebuild better-sqlite3";
  test.each([
    [
      "/lib/x86_64-linux-gnu/libc.so.6: version `GLIBC_2.33' not found (required by better_sqlite3.node)",
      "这台电脑的系统库太旧，驱动 better-sqlite3 要 GLIBC_2.33",
      false,
    ],
    [
      "/usr/lib/libstdc++.so.6: version `GLIBCXX_3.4.29' not found",
      "这台电脑的系统库太旧，驱动 better-sqlite3 要 GLIBCXX_3.4.29",
      false,
    ],
    [
      "The module was compiled against a different Node.js version using NODE_MODULE_VERSION 115.",
      "better-sqlite3 是为另一个版本的 Node.js 装的",
      true,
    ],
    [
      "Could not locate the bindings file. Tried:\n → /x/better_sqlite3.node",
      "better-sqlite3 没有编译好（安装脚本没有运行，或没有编译器）",
      true,
    ],
    ["Cannot find module 'better-sqlite3'\nRequire stack:", "没有装 better-sqlite3", false],
    ["libfoo.so: cannot open shared object file", "libfoo.so: cannot open shared object file", true],
  ])("%s", (message, why, canBeRebuilt) => {
    const [problem] = driverMissing(new Error(message), "20.19.0").problems;
    expect(problem).toMatchObject({ code: "driver-missing", message: `数据库驱动用不了：${why}` });
    expect(problem?.hint).toContain("用 Node.js 22.16 以上（数据库驱动在里面，现在是 20.19.0）");
    expect(problem?.hint?.includes(rebuild)).toBe(canBeRebuilt);
  });
});

test("没有 better-sqlite3 的文件夹：Node 自带驱动的照样建账，不带的说一句", () => {
  const folder = temporaryFolder();
  const root = join(import.meta.dirname, "../..");
  for (const part of ["bin", "dist", "templates", "package.json"])
    cpSync(join(root, part), join(folder, part), { recursive: true });
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(folder, "bin/tuban.cjs"), "init", "--plan", "chuanhui-2021"],
    { cwd: folder, env: {}, encoding: "utf8" },
  );
  if (builtinDriver() === null)
    expect([status, stdout, stderr]).toEqual([
      2,
      "",
      expect.stringContaining("数据库驱动用不了：没有装 better-sqlite3"),
    ]);
  else expect([status, stdout]).toEqual([0, expect.stringContaining("已建账")]);
});

test.skipIf(process.env["TUBAN_DRIVER"] === undefined)("TUBAN_DRIVER 说用哪一个，就用哪一个", () => {
  expect(sqliteDriver().name).toBe(process.env["TUBAN_DRIVER"]);
});
