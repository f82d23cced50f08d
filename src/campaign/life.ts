/**
 * Lives (生命周期): the states of one kind of thing, the acts that lead from one state to another, and the limits that run out.
 *
 * A life is data. Findings, orders, listings, cases and measures have theirs in this folder; a plan may bring lives of its own.
 * What state a thing is in on a day is derived from its facts (standing/); a life says what may be done then.
 */

/** Where an act leads: one state, or one of several where the facts of the act decide. */
export type LeadsTo<State extends string> = State | readonly State[];

export interface Life<State extends string = string, Act extends string = string> {
  /** What has this life, in the users' word: 问题, 文书 … */
  readonly of: string;
  /** In the order of the life; the first is the one it begins in. */
  readonly states: readonly State[];
  readonly acts: readonly Act[];
  /** What may be done in each state, and where it leads; an act not named is refused. */
  readonly moves: Readonly<Record<State, Readonly<Partial<Record<Act, LeadsTo<State>>>>>>;
  /** States that end when the thing's limit (期限) has passed, and the state that follows. */
  readonly runsOut: Readonly<Partial<Record<State, State>>>;
  /** States that end when every part of the thing has come to its end, and the state that follows; for things that have parts. */
  readonly partsDone?: Readonly<Partial<Record<State, State>>>;
}

/** The states that the act may lead to from this state; empty where it may not be done. */
export function leadsTo<State extends string, Act extends string>(
  { moves }: Pick<Life<State, Act>, "moves">,
  state: State,
  act: Act,
): readonly State[] {
  const to: LeadsTo<State> | undefined = moves[state][act];
  if (to === undefined) return [];
  return isSeveral(to) ? to : [to];
}

const isSeveral = <State extends string>(to: LeadsTo<State>): to is readonly State[] => typeof to !== "string";

/** Whether the act may be done in this state. */
export function mayDo<State extends string, Act extends string>(
  { moves }: Pick<Life<State, Act>, "moves">,
  state: State,
  act: Act,
): boolean {
  return moves[state][act] !== undefined;
}

/** The acts that may be done in this state, in the order of the life. */
export function actsIn<State extends string, Act extends string>(life: Life<State, Act>, state: State): Act[] {
  return life.acts.filter((act) => mayDo(life, state, act));
}

/** The state on a day, where acts alone would leave the thing in `state`: the one after it when its limit was before that day. */
export function afterLimit<State extends string, On extends number | string>(
  { runsOut }: Pick<Life<State>, "runsOut">,
  state: State,
  limit: On | null,
  day: On,
): State {
  return limit !== null && limit < day ? (runsOut[state] ?? state) : state;
}

/** A pair of a state and an act that the life does not allow. */
export interface AbsentPair<State extends string, Act extends string> {
  readonly state: State;
  readonly act: Act;
}

/** Every pair that the life refuses, so that a test can ask the gates about each. */
export function absentPairs<State extends string, Act extends string>(
  life: Life<State, Act>,
): AbsentPair<State, Act>[] {
  return life.states.flatMap((state) =>
    life.acts.filter((act) => !mayDo(life, state, act)).map((act) => ({ state, act })),
  );
}

/** What is wrong with a life itself, in Chinese: moves to states it does not have, states that nothing leads to. */
export function lifeFaults(life: Life): string[] {
  const { of, states, acts } = life;
  const known = new Set(states);
  const reached = new Set(states.slice(0, 1));
  const faults: string[] = [];
  for (const state of states) {
    const led = acts.flatMap((act) => leadsTo(life, state, act));
    for (const to of [...led, ...comeOf(life, state).map(({ to }) => to)]) {
      if (!known.has(to)) faults.push(`${of}：“${state}”通向没有的状态“${to}”`);
      reached.add(to);
    }
  }
  return [...faults, ...states.filter((state) => !reached.has(state)).map((state) => `${of}：没有什么通向“${state}”`)];
}

/** What follows a state without an act on the thing itself. */
function comeOf({ runsOut, partsDone = {} }: Life, state: string): { readonly why: string; readonly to: string }[] {
  const [late, done] = [runsOut[state], partsDone[state]];
  return [
    ...(late === undefined ? [] : [{ why: "期限届满", to: late }]),
    ...(done === undefined ? [] : [{ why: "各项办完", to: done }]),
  ];
}

/** The life as a Mermaid state diagram. */
export function diagramOf(life: Life): string {
  const { states, acts } = life;
  const arrows = new Map<string, string[]>();
  const add = (from: string, to: string, label: string): void => {
    const key = `  ${from} --> ${to}`;
    arrows.set(key, [...(arrows.get(key) ?? []), label]);
  };
  for (const state of states) {
    for (const act of acts) for (const to of leadsTo(life, state, act)) add(state, to, act);
    for (const { why, to } of comeOf(life, state)) add(state, to, why);
  }
  const lines = [...arrows].map(([arrow, labels]) => `${arrow} : ${labels.join("、")}`);
  return ["stateDiagram-v2", `  [*] --> ${states[0] ?? ""}`, ...lines].join("\n");
}
