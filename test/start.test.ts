/** bin/tuban.cjs, the file that every Node starts with. */
import { spawnSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { testOffice } from "./office.ts";

/** What an old Node would say; it must be able to read the file at all. */
function startedOn(version: string): { said: string; exitCode: number | undefined } {
  const said: string[] = [];
  const old = {
    versions: { node: version },
    exitCode: undefined as number | undefined,
    stderr: { write: (text: string) => void said.push(text) },
  };
  const source = readFileSync(join(import.meta.dirname, "../bin/tuban.cjs"), "utf8").replace(/^#!.*/, "");
  const modules: Readonly<Record<string, unknown>> = { fs: { existsSync: () => false }, path: { join } };
  runInNewContext(source, { process: old, require: (name: string) => modules[name], __dirname: "/样例/bin" });
  return { said: said.join(""), exitCode: old.exitCode };
}

test.each(["6.17.1", "18.20.8", "20.18.3"])("Node.js %s 太旧：说一句，退出 2", (version) => {
  expect(startedOn(version)).toEqual({
    said: `错误：tuban 要 Node.js 20.19 以上，这里是 ${version}\n  → 换新的 Node.js，或用不必安装的文件夹（Node.js 在里面）\n`,
    exitCode: 2,
  });
});

test.each(["20.19.0", "22.0.0", "26.12.1"])("Node.js %s 够新", (version) => {
  expect(startedOn(version).said).toBe("错误：tuban 还没有构建\n  → 在 tuban 的文件夹里运行 npm run build\n");
});

test("用的都是旧 Node.js 认得的写法", () => {
  const source = readFileSync(join(import.meta.dirname, "../bin/tuban.cjs"), "utf8");
  expect(source).not.toMatch(/\b(?:const|let|class|async|await)\b|=>|\?\.|\?\?|`/);
});

test("谁也不整个地晚装 campaign：那样它成了一块，每条命令一开始就装", () => {
  const source = join(import.meta.dirname, "../src");
  const late = readdirSync(source, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .filter((name) => /import\("[./]*campaign\/index\.ts"\)/.test(readFileSync(join(source, name), "utf8")));
  expect(late).toEqual([]);
});

test("用不到的 Kysely，构建时去掉了：谁要用，先从 build.mjs 的单子里拿出来", () => {
  const source = join(import.meta.dirname, "../src");
  const using = readdirSync(source, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .filter((name) =>
      /\bdb\s*\.(?:schema|dynamic|withSchema|mergeInto|case|with|withRecursive)\b|\b(?:eb|sql)\.(?:case|jsonPath)\(/.test(
        readFileSync(join(source, name), "utf8"),
      ),
    );
  expect(using).toEqual([]);
});

/** Counts the files that a process compiles, and their characters; given to node with --require. */
const counter = `
const { Module } = require("node:module");
const compile = Module.prototype._compile;
let [files, characters] = [0, 0];
Module.prototype._compile = function (text, file) {
  files += 1;
  characters += text.length;
  return compile.call(this, text, file);
};
process.on("exit", () => require("node:fs").writeFileSync(process.env.COUNTED, JSON.stringify({ files, characters })));
`;

test("启动装多少：少了好，多了要有理由", async () => {
  const office = testOffice();
  await office.ok("init --plan chuanhui-2021");
  await office.ok("person add 张某甲 --unit 区教体局");
  await office.ok("add 名称=小树苗培训中心（样例） 属地=城南办事处 --as 张某甲");
  office.write("counter.cjs", counter);
  const loadedBy = (...args: readonly string[]): { files: number; characters: number } => {
    const { status } = spawnSync(
      process.execPath,
      ["--require", "./counter.cjs", join(import.meta.dirname, "../bin/tuban.cjs"), ...args],
      { cwd: office.folder, env: { COUNTED: "counted.json" } },
    );
    expect(status).toBe(0);
    return JSON.parse(office.read("counted.json")) as { files: number; characters: number };
  };
  const most = { "--help": [5, 71_500], "": [54, 301_000], report: [66, 334_000] } as const;
  for (const [line, [files, characters]] of Object.entries(most)) {
    const loaded = loadedBy(...line.split(" ").filter(Boolean));
    expect(loaded.files, `tuban ${line}: files`).toBeLessThanOrEqual(files);
    expect(loaded.characters, `tuban ${line}: characters`).toBeLessThanOrEqual(characters);
  }
});
