/** The plans on the shelf: the shipped folder of plan files, listed without reading them to the end. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { parsePlan } from "./parse.ts";
import { valueAt } from "./values.ts";
import { shown } from "./words.ts";

interface ShelvedPlan {
  /** The file's name without .yaml where the file cannot be read. */
  readonly code: string;
  /** Empty where the file cannot be read. */
  readonly name: string;
  readonly region: string;
  readonly phases: number;
  /** Full path of the file. */
  readonly file: string;
}

/** The plan files of a folder by code. A file that is no YAML is listed with an empty name, not passed over. */
export function listPlans(folder: string): ShelvedPlan[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".yaml"))
    .map((name) => shelved(path.join(folder, name)))
    .toSorted((a, b) => (a.code < b.code ? -1 : 1));
}

function shelved(file: string): ShelvedPlan {
  const { text } = parsePlan(readFileSync(file, "utf8"), file);
  const content = text?.content ?? {};
  const phases = content["阶段"];
  return {
    code: word(content["代号"]) || path.basename(file, ".yaml"),
    name: word(content["名称"]),
    region: word(valueAt(content, ["地区", "名称"])),
    phases: Array.isArray(phases) ? phases.length : 0,
    file,
  };
}

function word(value: unknown): string {
  return typeof value === "string" ? shown(value) : "";
}
