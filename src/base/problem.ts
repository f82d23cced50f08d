/**
 * What can go wrong, as a value: what happened, where, and what to do next.
 *
 * A check returns Problems; code that cannot go on throws them as a Stop. Only cli.ts turns a Stop into an exit status.
 */
import type { Hint } from "./next.ts";
import type { ProblemCode } from "./problem-code.ts";

/** Where the fault is: a file and, within it, a row and column of a table or a line and column of a text. */
export interface Place {
  readonly file?: string;
  /** 1-based row of a table, as a spreadsheet counts it. */
  readonly row?: number;
  /** The column's header. */
  readonly column?: string;
  /** 1-based line and column of a text file. */
  readonly line?: number;
  readonly col?: number;
}

/** Exit statuses: 1 refused by a rule · 2 wrong usage or unreadable input · 3 done in part · 4 the ledger is damaged. */
export type Failure = 1 | 2 | 3 | 4;

export interface Problem {
  /** A stable English word for scripts (`--json`) and for the gallery of errors. */
  readonly code: ProblemCode;
  /** One sentence in Chinese: what happened, to which record, with the offending value. */
  readonly message: string;
  /** What to do next: the act, or the particular of the act at hand, that supplies what is missing. */
  readonly hint?: Hint;
  readonly place?: Place;
}

/** Thrown when a command cannot go on; nothing has been recorded. */
export class Stop extends Error {
  override readonly name = "Stop";
  readonly exit: Failure;
  readonly problems: readonly Problem[];
  constructor(exit: Failure, problems: readonly Problem[]) {
    super(problems.map((problem) => problem.message).join("\n"));
    this.exit = exit;
    this.problems = problems;
  }
}

/** What several have alike is said once: problems of the same message count as one. */
export const eachOnce = (problems: readonly Problem[]): Problem[] => [
  ...new Map(problems.map((problem) => [problem.message, problem])).values(),
];

/** What stands against something, where it is one thing. */
export const oneProblem = (code: ProblemCode, message: string, hint: Hint): Problem[] => [{ code, message, hint }];

type Details = Omit<Problem, "code" | "message">;

/** A rule says no, or a check failed (exit 1). @throws Stop */
export function refuse(code: ProblemCode, message: string, details: Details = {}): never {
  throw new Stop(1, [{ code, message, ...details }]);
}

/** The command line or an input file cannot be understood (exit 2). @throws Stop */
export function misuse(code: ProblemCode, message: string, details: Details = {}): never {
  throw new Stop(2, [{ code, message, ...details }]);
}

/** The ledger's own record does not hold together (exit 4). @throws Stop */
export function damaged(code: ProblemCode, message: string, details: Details = {}): never {
  throw new Stop(4, [{ code, message, ...details }]);
}
