/** 待填: what the plan's source leaves open, found in the file by path. */
import type { Blank } from "../../campaign/index.ts";
import type { Path, PlanText } from "./parse.ts";
import { blankForm } from "./shape.ts";
import { holds } from "./values.ts";

/** A blank and where it stands, by keys and list positions. */
export interface FoundBlank extends Blank {
  readonly at: Path;
}

/**
 * Every blank of a plan file, in the order of its lines. The path's steps are the file's keys joined with dots;
 * a list's element is named by its 名称, 编号, 代号 or 序号, or by its position (第3项) where it has none of its own.
 */
export function blanksOf(text: PlanText): FoundBlank[] {
  const found: FoundBlank[] = [];
  collect(text.content, [], [], (at, steps, note) => {
    const { line } = text.placeOf(at);
    found.push({ at, path: steps.join("."), note: note === "" ? (steps.at(-1) ?? "") : note, line: line ?? null });
  });
  return found;
}

type OnBlank = (at: Path, steps: readonly string[], note: string) => void;

function collect(value: unknown, at: Path, steps: readonly string[], onBlank: OnBlank): void {
  if (typeof value === "string") {
    const blank = blankForm.exec(value);
    if (blank) onBlank(at, steps, blank[1]?.trim() ?? "");
  } else if (Array.isArray(value)) {
    for (const [index, name] of namesOf(value).entries())
      collect(value[index], [...at, index], [...steps, name], onBlank);
  } else if (holds(value)) {
    for (const [key, inner] of Object.entries(value)) collect(inner, [...at, key], [...steps, key], onBlank);
  }
}

const namingKeys = ["名称", "编号", "代号", "序号"];

function namesOf(list: readonly unknown[]): string[] {
  const names = list.map(ownName);
  return names.map((name, index) =>
    name === null || names.indexOf(name) !== index || names.lastIndexOf(name) !== index ? `第${index + 1}项` : name,
  );
}

function ownName(element: unknown): string | null {
  if (!holds(element)) return null;
  for (const key of namingKeys) {
    const name = element[key];
    if ((typeof name === "string" && !blankForm.test(name)) || typeof name === "number") return String(name);
  }
  return null;
}
