/** Completion, the page of all commands and the man page, made from the verbs. */
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { describe, expect, test } from "vitest";
import { declareVerbs, verbs } from "../src/verbs/index.ts";
import { testOffice } from "./office.ts";
import type { TestOffice } from "./office.ts";

const root = join(import.meta.dirname, "..");

describe("写出的页和程序一样；改了命令，-u 重写", () => {
  test("docs/命令.md", async () => {
    const { out } = await testOffice().ok("reference markdown");
    expect(out).toContain("## tuban order serve");
    await expect(out).toMatchFileSnapshot(join(root, "docs/命令.md"));
  });

  test("docs/tuban.1", async () => {
    const { out } = await testOffice().ok("reference man");
    // a line that begins with a dot asks the typesetter for something
    expect(out.match(/^\.(?!TH |SH |SS |nf$|fi$)/m)).toBeNull();
    await expect(out).toMatchFileSnapshot(join(root, "docs/tuban.1"));
  });
});

describe("总的帮助里一个命令的一行，和它自己的参数一样", async () => {
  const program = new Command();
  await declareVerbs(
    program,
    verbs,
    () => true,
    async () => undefined,
  );
  const usages = program.commands.map((command) =>
    `${command.name()} ${command.usage()}`.replaceAll(/ ?\[(?:options|command)\]/g, "").trim(),
  );
  test.each(verbs.map(({ usage, word }, at) => [usage, word === "today" ? usage : usages[at]] as const))(
    "tuban %s",
    (usage, declared) => expect(declared).toBe(usage),
  );
});

test("方案的台账不能用的词，就是程序自己的命令", async () => {
  const words = ["help", ...verbs.map(({ word }) => word)].toSorted();
  const file = `/** Words that a plan cannot take for a register of its own: the program's commands. Made by test/reference.test.ts. */
export const builtInWords: readonly string[] = [
${words.map((word) => `  "${word}",\n`).join("")}];
`;
  await expect(file).toMatchFileSnapshot(join(root, "src/campaign/register/words.ts"));
});

async function officeWithOne(): Promise<TestOffice> {
  const office = testOffice();
  await office.ok("init --plan chuanhui-2021");
  await office.ok("person add 张某甲 --unit 区教体局");
  await office.ok("add 名称=小树苗培训中心（样例） 属地=城南办事处 --as 张某甲");
  return office;
}

describe("按 TAB", () => {
  test.each([
    ["--word=or --", ["order"]],
    ["--word=s -- order", ["serve", "show"]],
    ["--word=--sta -- list", ["--stage"]],
    ["--word=暂 -- list --stage", ["暂时关停"]],
    ["--word= -- completion", ["bash", "zsh", "fish", "powershell"]],
    ["--word=p -- completion bash", []],
    ["--word=--le -- order serve", ["--ledger"]],
    ["--word=没有 -- 没有", []],
    ["--word=小树 -- show", ["小树苗培训中心（样例）"]],
    ["--word=xsm -- show", ["小树苗培训中心（样例）"]],
    ["--word=xsm -- order serve", ["小树苗培训中心（样例）"]],
    ["--word=xsm -- log", []],
  ])("tuban complete %s", async (line, words) => {
    const office = await officeWithOne();
    const { out } = await office.ok(`complete ${line}`);
    expect(
      out
        .split("\n")
        .filter(Boolean)
        .map((found) => found.split("\t")[0]),
    ).toEqual(words);
  });

  test("没有账本：不出声，只出命令", async () => {
    expect(await testOffice().run("complete --word=xsm -- show")).toEqual({ status: 0, out: "", err: "" });
  });

  test.skipIf(process.platform === "win32")("bash 里真的按一次", async () => {
    const office = await officeWithOne();
    const bin = join(office.folder, "bin");
    mkdirSync(bin);
    writeFileSync(join(bin, "tuban"), `#!/bin/sh\nexec "${process.execPath}" "${root}/bin/tuban.cjs" "$@"\n`, {
      mode: 0o755,
    });
    const script = `source <(tuban completion bash); COMP_WORDS=(tuban show xsm); COMP_CWORD=2; _tuban; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const { stdout } = spawnSync("bash", ["-c", script], {
      cwd: office.folder,
      env: { PATH: `${bin}:/usr/bin:/bin`, LANG: "C.UTF-8" },
      encoding: "utf8",
    });
    expect(stdout).toBe("小树苗培训中心（样例）\n");
  });
});
