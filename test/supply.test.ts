/** What comes from others is known, hashed, licensed, and runs nothing unasked when it is installed (scripts/supply.mjs). */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";

const script = join(import.meta.dirname, "../scripts/supply.mjs");

function checked(...argv: readonly string[]): { readonly status: number | null; readonly faults: string[] } {
  const { status, stderr } = spawnSync(process.execPath, [script, ...argv], { encoding: "utf8" });
  return { status, faults: stderr.split("\n").filter(Boolean) };
}

function folderFor(packages: object): string {
  const folder = mkdtempSync(join(tmpdir(), "tuban-supply-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "sample", version: "1.0.0", allowScripts: {} }));
  writeFileSync(join(folder, "package-lock.json"), JSON.stringify({ packages }));
  return folder;
}

test("锁定的依赖都有校验值、许可和一个来源，没有不该有的安装脚本", () => {
  expect(checked()).toEqual({ status: 0, faults: [] });
});

test("物料清单（CycloneDX）列出锁定文件里的每一个包", () => {
  const file = join(folderFor({}), "sbom.json");
  expect(checked(file).status).toBe(0);
  const sbom = JSON.parse(readFileSync(file, "utf8")) as { bomFormat: string; components: { name: string }[] };
  const lock = JSON.parse(readFileSync(join(import.meta.dirname, "../package-lock.json"), "utf8")) as {
    packages: object;
  };
  expect(sbom.bomFormat).toBe("CycloneDX");
  expect(sbom.components).toHaveLength(Object.keys(lock.packages).length - 1);
  expect(sbom.components.map(({ name }) => name)).toContain("kysely");
});

const sound = { version: "1.0.0", integrity: "sha512-AAAA", license: "MIT" };

test.each([
  [{ ...sound, integrity: undefined }, "甲@1.0.0 has no SHA-512 hash"],
  [{ ...sound, integrity: "sha1-AAAA" }, "甲@1.0.0 has no SHA-512 hash"],
  [{ ...sound, license: "AGPL-3.0-only" }, "甲@1.0.0 is under AGPL-3.0-only"],
  [{ ...sound, hasInstallScript: true }, "甲@1.0.0 runs a script when it is installed, and nobody agreed to that"],
])("查得出来：%j", (one, fault) => {
  const folder = folderFor({ "": {}, "node_modules/甲": one });
  expect(checked(join(folder, "sbom.json"), folder)).toEqual({ status: 1, faults: [fault] });
});

test("两个来源的包查得出来", () => {
  const folder = folderFor({
    "node_modules/甲": { ...sound, resolved: "https://one.example/a.tgz" },
    "node_modules/乙": { ...sound, resolved: "https://two.example/b.tgz" },
  });
  expect(checked(join(folder, "sbom.json"), folder).faults).toEqual([
    "packages come from several registries: one.example, two.example",
  ]);
});
