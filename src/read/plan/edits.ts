/** Changes in a plan's own text: every other character stays as it was. */
import { Stop } from "../../campaign/index.ts";
import { parsePlan } from "./parse.ts";
import type { PlanText } from "./parse.ts";

export interface Edit {
  readonly span: readonly [from: number, to: number];
  readonly words: string;
}

/** The text with some of its spans replaced. */
export function edited(text: string, edits: readonly Edit[]): string {
  return edits
    .toSorted((a, b) => b.span[0] - a.span[0])
    .reduce((whole, { span, words }) => whole.slice(0, span[0]) + words + whole.slice(span[1]), text);
}

/** @throws Stop when the text is no YAML */
export function parsed(text: string, file: string): PlanText {
  const { text: source, problems } = parsePlan(text, file);
  if (source === null) throw new Stop(2, problems);
  return source;
}
