/** How a fault, and what to do next, is said to people. */
import { Chalk } from "chalk";
import { nextsIn } from "../campaign/index.ts";
import type { Place, Problem } from "../campaign/index.ts";
import { hintText } from "./next.ts";
import { plain } from "./plain.ts";

export interface Tone {
  readonly color?: boolean;
  /** A warning does not stop anything; "error" unless told otherwise. */
  readonly severity?: "error" | "warning";
}

/**
 * A problem as lines of text, each ending in \n: 「错误：…」, then the place, then 「→ …」 with what to do.
 * Values from files may stand in any part, so terminal escapes are made harmless in all of them.
 */
export function problemText(problem: Problem, tone: Tone = {}): string {
  return textOf([problem], tone);
}

/** A problem that several rows have alike, with all of them. */
function textOf(
  [problem, ...alike]: readonly [Problem, ...Problem[]],
  { color = false, severity = "error" }: Tone,
): string {
  const chalk = new Chalk({ level: color ? 1 : 0 });
  const label = severity === "error" ? chalk.red("错误：") : chalk.yellow("注意：");
  const rows = alike.flatMap(({ place }) => place?.row ?? []);
  const where = problem.place ? placeText(problem.place, rows) : "";
  const lines = [label + plain(problem.message)];
  if (where !== "") lines.push(chalk.dim(`  位于 ${where}`));
  if (problem.hint !== undefined) lines.push(chalk.cyan(`  → ${plain(hintText(problem.hint))}`));
  return lines.map((line) => `${line}\n`).join("");
}

/** Problems in turn; one that many rows of a table have alike is said once, with its rows. */
export function problemsText(problems: readonly Problem[], tone: Tone = {}): string {
  const alike = new Map<string, [Problem, ...Problem[]]>();
  for (const problem of problems) {
    const { place, message, hint } = problem;
    const key = JSON.stringify([message, hint === undefined ? null : hintText(hint), { ...place, row: undefined }]);
    const group = alike.get(key);
    if (group && place?.row !== undefined) group.push(problem);
    else alike.set(group ? `${key} ${alike.size}` : key, [problem]);
  }
  return [...alike.values()].map((group) => textOf(group, tone)).join("");
}

/** A problem for scripts: its hint in words, and the acts that it names as data. */
export function problemJson({ hint, ...problem }: Problem): object {
  if (hint === undefined) return problem;
  const next = nextsIn(hint).map(({ act, on, given }) => ({ command: act, on, given }));
  return { ...problem, hint: hintText(hint), ...(next.length > 0 && { next }) };
}

/** Where it is: `名册.csv:行3 列「联系电话」` in a table, `plan.yaml:3:11` (line and column) in a text; nothing when no place is known. */
export function placeText(place: Place, otherRows: readonly number[] = []): string {
  const spots: string[] = [];
  if (place.row !== undefined) spots.push(rowsText([place.row, ...otherRows]));
  if (place.column !== undefined) spots.push(`列「${plain(place.column)}」`);
  if (place.line !== undefined) spots.push([place.line, place.col].filter((number) => number !== undefined).join(":"));
  const parts = [place.file === undefined ? "" : plain(place.file), spots.join(" ")];
  return parts.filter((part) => part !== "").join(":");
}

const rowsText = (rows: readonly number[]): string =>
  `行${rows.slice(0, 10).join("、")}${rows.length > 10 ? ` 等 ${rows.length} 行` : ""}`;

/** The block 「下一步：」 with one command a line; nothing when there is none. */
export function nextSteps(commands: readonly string[], { color = false }: Tone = {}): string {
  if (commands.length === 0) return "";
  const chalk = new Chalk({ level: color ? 1 : 0 });
  return ["下一步：", ...commands.map((command) => `  ${chalk.cyan(plain(command))}`)]
    .map((line) => `${line}\n`)
    .join("");
}

/** A file's name as it is typed: in quotes where it has a space, or what a shell would take for its own. */
export const asTyped = (path: string): string => (/[\s&;()<>|]/.test(path) ? `"${plain(path)}"` : plain(path));
