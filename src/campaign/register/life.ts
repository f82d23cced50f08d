/** The life of an entry of a register (台账): what the plan says of states and steps, as one table like the lives that the law has itself. */
import type { Life } from "../life.ts";
import type { Register } from "../plan.ts";

/** What an entry is before its first step. */
export const notEntered = "未登记";

type Declared = Pick<Register, "name" | "states" | "steps">;

const made = new WeakMap<Declared, Life>();

/** States and steps by their present names. A limit that runs out changes no state: an entry that is late stays where it is. */
export function registerLife(register: Declared): Life {
  const known = made.get(register);
  if (known) return known;
  const { name, states, steps } = register;
  const from = (state: string): Record<string, string> =>
    Object.fromEntries(
      steps
        .filter((step) => (step.from.length === 0 ? state === notEntered : step.from.includes(state)))
        .map((step) => [step.name, step.to]),
    );
  const names = [notEntered, ...states.map((state) => state.name)];
  const life: Life = {
    of: name,
    states: names,
    acts: steps.map((step) => step.name),
    moves: Object.fromEntries(names.map((state) => [state, from(state)])),
    runsOut: {},
  };
  made.set(register, life);
  return life;
}
