/** Blanks (待填) filled in the file's own text: every other character stays as it was. */
import { Stop, misuse } from "../../campaign/index.ts";
import type { Problem } from "../../campaign/index.ts";
import { blanksOf } from "./blanks.ts";
import type { FoundBlank } from "./blanks.ts";
import { shapeFaults } from "./faults.ts";
import { edited, parsed } from "./edits.ts";
import type { Edit } from "./edits.ts";
import type { Path, PlanText } from "./parse.ts";
import { holds, valueAt } from "./values.ts";
import { remedy, shown } from "./words.ts";

/**
 * The plan's text with the named blanks filled in place; comments, order and spacing stay.
 * A list is given with 、 between its words. What the values refer to is for readPlan to check.
 * @throws Stop (exit 2) when the text is no YAML, a path is no blank of it, or a value does not fit its field
 */
export function fillBlanks(text: string, fills: ReadonlyMap<string, string>, file: string): string {
  const source = parsed(text, file);
  return filledIn(source, text, blanksOf(source), fills, file);
}

/** The blanks of a plan's text that `filled`, a text made from it, has filled. @throws Stop when either is no YAML */
export function filledSince(text: string, filled: string, file: string): FoundBlank[] {
  const after = parsed(filled, file);
  return filledOf(parsed(text, file), after, blanksOf(after));
}

/**
 * As fillBlanks on `filled`, a text made from `text` by filling; what was filled before may be filled anew.
 * @throws Stop as fillBlanks does
 */
export function refillBlanks(filled: string, text: string, fills: ReadonlyMap<string, string>, file: string): string {
  const after = parsed(filled, file);
  const open = blanksOf(after);
  const reopened = filledOf(parsed(text, file), after, open).filter(({ path }) => fills.has(path));
  return filledIn(after, filled, [...open, ...reopened], fills, file);
}

/** Those of the blanks of `before` that hold one value in `after` and are open there no more. */
function filledOf(before: PlanText, after: PlanText, open: readonly FoundBlank[]): FoundBlank[] {
  const still = new Set(open.map(({ at }) => JSON.stringify(at)));
  return blanksOf(before).filter(({ at }) => after.span(at) !== null && !still.has(JSON.stringify(at)));
}

/** The text with values in the places of `blanks`, whether these are open or filled by now. */
function filledIn(
  source: PlanText,
  text: string,
  blanks: readonly FoundBlank[],
  fills: ReadonlyMap<string, string>,
  file: string,
): string {
  refuseUnknown(fills, blanks, file);
  const problems: Problem[] = [];
  const edits = blanks.flatMap((blank): Edit[] => {
    const value = fills.get(blank.path);
    const span = source.span(blank.at);
    if (value === undefined || span === null) return [];
    const fitting = fittingValue(source, blank, value.trim());
    if ("words" in fitting) return [{ span, words: fitting.words }];
    problems.push(fitting.problem);
    return [];
  });
  if (problems.length > 0) throw new Stop(2, problems);
  return edited(text, edits);
}

function refuseUnknown(fills: ReadonlyMap<string, string>, blanks: readonly FoundBlank[], file: string): void {
  const paths = blanks.map((blank) => blank.path);
  const unknown = [...fills.keys()].filter((path) => !paths.includes(path));
  if (unknown.length === 0) return;
  const list =
    paths.length === 0 ? "这份方案没有待填项。" : `${remedy(unknown[0] ?? "", paths)}全部待填项见 tuban plan check。`;
  misuse("plan-unknown-blank", `方案里没有待填项“${unknown.map(shown).join("”“")}”。`, { hint: list, place: { file } });
}

/** The value in the form that the field takes: text, number or list, whichever the shape lets pass. */
function fittingValue(source: PlanText, blank: FoundBlank, value: string): { words: string } | { problem: Problem } {
  const list = value.split(/[、，,]/).map((word) => word.trim());
  const [first, ...others]: [unknown, ...unknown[]] = /^\d+(?:\.\d+)?$/.test(value)
    ? [Number(value), value, list]
    : [value, list];
  const refusal = refusalOf(source, blank.at, first);
  if (refusal === null) return { words: written(first) };
  const fitting = others.find((candidate) => refusalOf(source, blank.at, candidate) === null);
  if (fitting !== undefined) return { words: written(fitting) };
  return { problem: { ...refusal, message: `“${blank.path}”不能填“${shown(value)}”：${refusal.message}` } };
}

function refusalOf(source: PlanText, at: Path, candidate: unknown): Problem | null {
  const holder = valueAt(source.content, at.slice(0, -1));
  const last = at.at(-1);
  if (!holds(holder) || last === undefined) return null;
  const before = holder[last];
  holder[last] = candidate;
  const fault = shapeFaults(source).find(({ path }) => at.every((step, index) => path[index] === step));
  holder[last] = before;
  return fault?.problem ?? null;
}

/** A scalar or one-line list in YAML; quoted unless it is plainly a word. */
function written(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(written).join(", ")}]`;
  if (typeof value === "number") return String(value);
  const text = String(value);
  return /^[\p{Script=Han}〔〕（）《》“”]+$/u.test(text) ||
    /^[1-9]\d*(?:个工作日|日|个月)$/.test(text) ||
    isoLike.test(text)
    ? text
    : JSON.stringify(text);
}

const isoLike = /^\d{4}-\d{2}-\d{2}$/;
