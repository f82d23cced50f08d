import { hintText } from "../../src/write/next.ts";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import type { Problem } from "../../src/campaign/index.ts";
import { readPlan } from "../../src/read/plan/index.ts";

const folder = path.join(import.meta.dirname, "samples/plan");
const samples = (kind: string) =>
  readdirSync(path.join(folder, kind))
    .filter((name) => name.endsWith(".yaml"))
    .map((name) => [path.basename(name, ".yaml"), readFileSync(path.join(folder, kind, name), "utf8")] as const);

const printed = ({ place, message, hint, code }: Problem) =>
  `${place?.file}:${place?.line ?? ""}:${place?.col ?? ""} ${message}${hint ? `\n  ${hintText(hint)}` : ""}  [${code}]`;

describe("每个有错的样本，报出的就是文件名所说的问题", () => {
  const invalid = samples("invalid");
  test("样本都在", () => expect(invalid.length).toBeGreaterThan(30));

  test.each(invalid)("%s", async (code, text) => {
    const reading = readPlan(text, `${code}.yaml`);
    expect(reading.plan).toBeNull();
    const problems = "problems" in reading ? reading.problems : [];
    expect(new Set(problems.map((problem) => problem.code))).toEqual(new Set([code]));
    for (const problem of problems) {
      expect(problem.place?.line, problem.message).toBeGreaterThan(0);
      expect(problem.place?.col, problem.message).toBeGreaterThan(0);
      expect(problem.hint, problem.message).toBeTruthy();
    }
    await expect(`${problems.map(printed).join("\n")}\n`).toMatchFileSnapshot(
      path.join(folder, "invalid", `${code}.txt`),
    );
  });
});

describe("没有错的样本读得通，提醒列全", () => {
  test.each(samples("valid"))("%s", async (name, text) => {
    const reading = readPlan(text, `${name}.yaml`);
    expect("problems" in reading ? reading.problems : []).toEqual([]);
    await expect(`${reading.warnings.map(printed).join("\n")}\n`).toMatchFileSnapshot(
      path.join(folder, "valid", `${name}.txt`),
    );
  });
});
