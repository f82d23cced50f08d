/** Several words given in one command, each recorded by itself. */
import { Stop } from "../../campaign/index.ts";

/**
 * Records each in turn and tells of all; where one is refused, those before it stand, and are told before the fault.
 * @throws Stop what was refused; exit status 3 when some stand
 */
export async function inTurn<Given, Done>(
  given: readonly Given[],
  record: (one: Given) => Promise<Done>,
  tell: (done: readonly Done[]) => void,
): Promise<void> {
  const done: Done[] = [];
  try {
    for (const one of given) done.push(await record(one));
  } catch (error) {
    if (!(error instanceof Stop) || done.length === 0) throw error;
    tell(done);
    throw new Stop(3, error.problems);
  }
  tell(done);
}
