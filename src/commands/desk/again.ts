/** An act that another terminal overtook, done once more. */
import { Stop } from "../../campaign/index.ts";

/** So many terminals in a row may be faster. */
const most = 12;

/** A number may be taken before it is drafted again, or its file be written before it is looked for. */
const overtaken: ReadonlySet<string> = new Set(["changed-meanwhile", "number-used-outside"]);

/**
 * Does `work` again when somebody recorded meanwhile what it rests on (a number was taken, a finding changed). For acts whose outcome
 * nobody was shown beforehand: what a person has confirmed must not become something else. A file that stands in the way of the same
 * number twice was not written by a faster terminal. @throws Stop as work
 */
export async function againWhenOvertaken<T>(work: () => Promise<T>): Promise<T> {
  let before = "";
  for (let nth = 1; ; nth += 1)
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Stop) || nth === most) throw error;
      const problem = error.problems.find(({ code }) => overtaken.has(code));
      if (!problem || (problem.code === "number-used-outside" && problem.message === before)) throw error;
      before = problem.message;
    }
}
