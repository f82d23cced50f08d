/**
 * Random walks over random registers: whatever is tried, it is refused with one sentence and what to do, or it leads to the state that
 * the declaration names for the step. What is allowed is said here a second time, in few words, and held against the law.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import { addDays, openSteps, stepProblems, wayToAnEnd } from "../../src/campaign/index.ts";
import type { Day, Register, RegisterState, RegisterStep, StepTaken } from "../../src/campaign/index.ts";

const names = ["甲", "乙", "丙", "丁", "戊"];
const people = ["张某甲", "李某乙"];
const units = ["区教体局", "区消防救援大队"];

const stateOf = (name: string, ends: boolean): RegisterState => ({
  name,
  aliases: [],
  actor: ends ? null : "登记单位",
  limit: null,
  limitField: null,
  unlimited: ends ? null : "不限",
  ends,
});

const registers: fc.Arbitrary<Register> = fc
  .record({
    states: fc.uniqueArray(fc.constantFrom(...names), { minLength: 2, maxLength: 5 }),
    steps: fc.array(
      fc.record({
        from: fc.array(fc.nat(4), { maxLength: 2 }),
        to: fc.nat(4),
        asks: fc.subarray(["理由", "新期限"]),
        evidence: fc.boolean(),
        secondPerson: fc.boolean(),
        beforeDue: fc.boolean(),
        units: fc.subarray(units),
      }),
      { minLength: 1, maxLength: 8 },
    ),
  })
  .map(({ states, steps }) => {
    const at = (nth: number): string => states[nth % states.length] ?? "";
    const last = states.length - 1;
    return {
      name: "样例",
      aliases: [],
      command: null,
      text: "样例",
      tags: { stage: null, pillar: null },
      numbering: "样例〔{年}〕{序}号",
      about: [],
      aboutOptional: false,
      causes: [],
      fields: [],
      parts: null,
      distinct: [],
      amount: null,
      states: states.map((name, nth) => stateOf(name, nth === last)),
      steps: steps.map((step, nth): RegisterStep => ({
        ...step,
        name: `第${nth}步`,
        // nothing leads away from the end
        from: nth === 0 ? [] : [...new Set(step.from.map(at))].filter((name) => name !== states[last]),
        to: at(step.to),
        takes: [],
        paper: null,
        conditions: [],
      })),
      account: null,
    };
  });

interface Try {
  readonly step: number;
  readonly days: number;
  readonly by: string;
  readonly unit: string;
  readonly reason: string;
  readonly limit: string;
  readonly evidence: number;
}

const tries: fc.Arbitrary<Try[]> = fc.array(
  fc.record({
    step: fc.nat(9),
    days: fc.integer({ min: -2, max: 6 }),
    by: fc.constantFrom(...people),
    unit: fc.constantFrom(...units),
    reason: fc.constantFrom("", "样例理由"),
    limit: fc.constantFrom("", "某天", "2021-01-01", "2021-12-31"),
    evidence: fc.nat(1),
  }),
  { maxLength: 12 },
);

/** Whether the declaration allows it. */
function isAllowed(step: RegisterStep | undefined, last: StepTaken | null, on: Day, one: Try): boolean {
  if (step === undefined) return false;
  const written: Readonly<Record<string, string>> = { 理由: one.reason, 新期限: one.limit };
  return (
    (last === null ? step.from.length === 0 : step.from.includes(last.state)) &&
    (last === null || on >= last.on) &&
    (!step.beforeDue || last?.due == null || on <= last.due) &&
    step.asks.every((ask) => written[ask] !== "") &&
    (one.limit === "" || one.limit >= on) &&
    one.limit !== "某天" &&
    (!step.evidence || one.evidence > 0) &&
    (!step.secondPerson || last?.by !== one.by) &&
    (step.units.length === 0 || step.units.includes(one.unit))
  );
}

test("a walk refuses with a sentence and changes nothing, or goes where the declaration says", () => {
  fc.assert(
    fc.property(registers, tries, (register, walk) => {
      let last: StepTaken | null = null;
      let on = "2021-06-01" as Day;
      for (const one of walk) {
        const then: Day = addDays(on, one.days);
        const name = `第${one.step}步`;
        const step = register.steps.find((known) => known.name === name);
        const fields = Object.fromEntries(
          Object.entries({ 理由: one.reason, 新期限: one.limit }).filter(([, value]) => value !== ""),
        );
        const act = { on: then, by: one.by, unit: one.unit, fields, evidence: one.evidence, holds: new Set<never>() };
        const problems = stepProblems(register, last, name, act);
        expect(problems.length === 0, `${name} ${JSON.stringify({ one, last })}`).toBe(
          isAllowed(step, last, then, one),
        );
        for (const { message, hint } of problems) {
          expect(message).not.toMatch(/[\n。]|undefined|null/);
          expect(hint).not.toBeUndefined();
        }
        if (problems.length > 0 || step === undefined) continue;
        on = then;
        last = {
          step: name,
          state: step.to,
          on: then,
          by: one.by,
          due: "新期限" in fields ? (fields["新期限"] as Day) : addDays(then, 3),
          fields,
        };
        expect(register.states.map((state) => state.name)).toContain(last.state);
      }
    }),
    { numRuns: 400 },
  );
});

test("the way to an end goes by open steps from the beginning, ends in an end, and is missing only where none leads there", () => {
  fc.assert(
    fc.property(registers, (register) => {
      const way = wayToAnEnd(register);
      const ends = new Set(register.states.filter((state) => state.ends).map(({ name }) => name));
      let state: string | null = null;
      for (const step of way) {
        expect(openSteps(register, state)).toContain(step);
        state = step.to;
      }
      if (way.length > 0) expect(ends.has(state ?? "")).toBe(true);
      else {
        const reached = new Set(register.steps.filter(({ from }) => from.length === 0).map(({ to }) => to));
        for (const _ of register.states)
          for (const step of register.steps) if (step.from.some((from) => reached.has(from))) reached.add(step.to);
        expect([...reached].filter((name) => ends.has(name))).toEqual([]);
      }
    }),
    { numRuns: 400 },
  );
});
