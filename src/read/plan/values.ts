/** Walking plain values by path. */
import type { Path } from "./parse.ts";

/** A map or a list. */
export function holds(value: unknown): value is Record<string | number, unknown> {
  return typeof value === "object" && value !== null;
}

/** The value at a path; undefined where the path leads nowhere. */
export function valueAt(content: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, step) => (holds(value) ? value[step] : undefined), content);
}
