/** An act that another terminal overtook, done once more. */
import { Stop } from "../../campaign/index.ts";

/** So many terminals in a row may be faster. */
const most = 8;

/**
 * Does `work` again when somebody recorded meanwhile what it rests on (a number was taken, a finding changed). For acts whose outcome
 * nobody was shown beforehand: what a person has confirmed must not become something else. @throws Stop as work
 */
export async function againWhenOvertaken<T>(work: () => Promise<T>): Promise<T> {
  for (let nth = 1; ; nth += 1)
    try {
      return await work();
    } catch (error) {
      const isOvertaken = error instanceof Stop && error.problems.some(({ code }) => code === "changed-meanwhile");
      if (!isOvertaken || nth === most) throw error;
    }
}
