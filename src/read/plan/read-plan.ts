/** A plan file read: YAML text → Plan, or every problem in it, with line and column. */
import type { Plan, Problem } from "../../campaign/index.ts";
import { blanksOf } from "./blanks.ts";
import { checks } from "./checks.ts";
import type { Locate } from "./checks/parts.ts";
import { prune, shapeFaults } from "./faults.ts";
import { normalise } from "./normalise.ts";
import { parsePlan } from "./parse.ts";
import type { PlanText } from "./parse.ts";
import { blankWarnings, phaseWarnings } from "./warnings.ts";

/** The plan and what its office should know; or all problems at once. Warnings never keep a plan from being adopted. */
type PlanReading =
  | { readonly plan: Plan; readonly warnings: readonly Problem[] }
  | { readonly plan: null; readonly problems: readonly Problem[]; readonly warnings: readonly Problem[] };

/** Problems listed at most; a file with more is hardly a plan. */
const mostProblems = 200;

/**
 * Reads a plan (方案). Never throws: a text that is no plan gives problems.
 * `file` is the name that problems carry; nothing is read from disk.
 */
export function readPlan(text: string, file: string): PlanReading {
  const parsed = parsePlan(text, file);
  if (parsed.text === null) return refused(parsed.problems, file);
  const source = parsed.text;
  const faults = shapeFaults(source);
  const blanks = blanksOf(source).map(({ path, note, line }) => ({ path, note, line }));
  const damaged = prune(source.content, faults);
  const parts = new WeakMap<object, object>();
  const plan = normalise(source.content, blanks, (record, part) => {
    parts.set(record, part);
    return record;
  });
  const locate = locateIn(source, parts);
  const crossed = checks
    .filter((check) => !check.reliesOn.some((section) => damaged.has(section)))
    .flatMap((check) => check.find(plan, locate));
  const problems = [...faults.map((fault) => fault.problem), ...crossed];
  const warnings = [...(damaged.has("阶段") ? [] : phaseWarnings(plan, locate)), ...blankWarnings(plan, file)];
  return problems.length === 0 ? { plan, warnings } : { ...refused(problems, file), warnings };
}

function locateIn(source: PlanText, parts: WeakMap<object, object>): Locate {
  return (record, key, word) => source.placeIn(parts.get(record) ?? source.content, key, word);
}

function refused(problems: readonly Problem[], file: string): PlanReading {
  const ordered = problems.toSorted((a, b) => lineOf(a) - lineOf(b) || colOf(a) - colOf(b));
  const rest = ordered.length - mostProblems;
  const listed = ordered.slice(0, mostProblems);
  if (rest > 0) {
    listed.push({
      code: "plan-more-problems",
      message: `另有${rest}处问题没有列出。`,
      hint: "先改好上面的，再检查一次。",
      place: { file },
    });
  }
  return { plan: null, problems: listed, warnings: [] };
}

const lineOf = (problem: Problem) => problem.place?.line ?? 0;
const colOf = (problem: Problem) => problem.place?.col ?? 0;
