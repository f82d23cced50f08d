/**
 * Random registers, written into a plan as YAML, and random walks through a real ledger: each act is refused with a sentence and records
 * nothing, or leads to the state that the declaration names; steps are taken back; afterwards the ledger tells every day as it was lived.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import { addDays } from "../../src/campaign/index.ts";
import type { Day } from "../../src/campaign/index.ts";
import { blocks, registerOffice } from "../register-office.ts";
import type { TestOffice } from "../office.ts";

interface Step {
  readonly name: string;
  readonly from: string | null;
  readonly to: string;
  readonly reason: boolean;
  readonly evidence: boolean;
  readonly another: boolean;
  readonly unit: string | null;
}

const units = ["区教体局", "区消防救援大队"];
const people = ["张某甲", "李某乙"];
const demands = {
  reason: fc.boolean(),
  evidence: fc.boolean(),
  another: fc.boolean(),
  unit: fc.constantFrom(null, ...units),
};

/** Whole by its making: the states stand in a row, from each a step leads to the next, others lead anywhere. */
const registers = fc
  .record({
    states: fc.integer({ min: 2, max: 4 }),
    along: fc.array(fc.record(demands), { minLength: 4, maxLength: 4 }),
    across: fc.array(fc.record({ ...demands, from: fc.nat(3), to: fc.nat(3) }), { maxLength: 3 }),
  })
  .map(({ states, along, across }): Step[] => {
    const state = (nth: number): string => `第${nth}态`;
    const begin = {
      name: "登记",
      from: null,
      to: state(0),
      reason: false,
      evidence: false,
      another: false,
      unit: null,
    };
    return [
      begin,
      ...along
        .slice(0, states - 1)
        .map((one, nth) => ({ ...one, name: `进${nth}`, from: state(nth), to: state(nth + 1) })),
      ...across.map(({ from, to, ...one }, nth) => ({
        ...one,
        name: `转${nth}`,
        from: state(from % (states - 1)),
        to: state(to % states),
      })),
    ];
  });

const tries = fc.array(
  fc.record({
    undo: fc.nat(5).map((nth) => nth === 0),
    step: fc.nat(6),
    days: fc.nat(3),
    by: fc.constantFrom(...people),
    reason: fc.boolean(),
    evidence: fc.boolean(),
  }),
  { minLength: 4, maxLength: 9 },
);

function blockOf(name: string, steps: readonly Step[]): string {
  const states = [...new Set(steps.map(({ to }) => to))].toSorted();
  const last = states.at(-1);
  return [
    `  - 名称: ${name}`,
    "    原文: 随机的台账",
    "    状态:",
    ...states.map((state) =>
      state === last
        ? `      - { 名称: ${state}, 终: 是 }`
        : `      - { 名称: ${state}, 谁办: 登记单位, 期限: 3个工作日 }`,
    ),
    "    步骤:",
    ...steps.map(
      ({ name: step, from, to, reason, evidence, another, unit }) =>
        `      - { 名称: ${step}, ${from === null ? "" : `从: [${from}], `}到: ${to}${reason ? ", 要: [理由]" : ""}${evidence ? ", 佐证: 是" : ""}${another ? ", 另一人: 是" : ""}${unit === null ? "" : `, 谁: [${unit}]`} }`,
    ),
    "",
  ].join("\n");
}

interface Shown {
  readonly state: string;
  readonly steps: readonly { readonly step: string; readonly by: string; readonly entry: number }[];
}

const shownOn = async (of: TestOffice, name: string, day: Day): Promise<Shown> =>
  JSON.parse((await of.ok(`book ${name} show 1 --as-of ${day} --json`)).out) as Shown;

test("whatever is tried, the ledger refuses with a sentence or follows the declaration, and tells every day as it was", async () => {
  await fc.assert(
    fc.asyncProperty(registers, tries, async (steps, walk) => {
      const of = await registerOffice(`${blocks}${blockOf("随机", steps)}`);
      let on = "2021-06-03" as Day;
      await of.ok(`book 随机 add --on ${on}`);
      const stand = [{ step: "登记", state: "第0态", by: "张某甲" }];
      const lived = new Map([[on, "第0态"]]);
      for (const one of walk) {
        on = addDays(on, one.days);
        const last = stand.at(-1);
        if (one.undo && stand.length > 1) {
          const { entry } = (await shownOn(of, "随机", on)).steps.at(-1) ?? { entry: 0 };
          await of.ok(`undo ${entry} --reason 登记错了 --on ${on}`);
          stand.pop();
        } else {
          const step = steps[one.step % steps.length];
          const unit = units[people.indexOf(one.by)];
          const isAllowed =
            step !== undefined &&
            step.from === last?.state &&
            (!step.reason || one.reason) &&
            (!step.evidence || one.evidence) &&
            !(step.another && last.by === one.by) &&
            (step.unit === null || step.unit === unit);
          const ran = await of.run(
            `book 随机 step 1 ${step?.name ?? ""} ${one.reason && step?.reason ? "理由=样例" : ""} ${one.evidence ? "--evidence 照片.jpg" : ""} --as ${one.by} --on ${on}`,
          );
          expect(ran.status === 0, `${JSON.stringify({ one, step, last })}\n${ran.err}`).toBe(isAllowed);
          if (isAllowed) stand.push({ step: step.name, state: step.to, by: one.by });
          else expect(ran.err).toMatch(/^错误：[^\n]+\n {2}→ /);
        }
        lived.set(on, stand.at(-1)?.state ?? "");
        expect((await shownOn(of, "随机", on)).steps.map(({ step, by }) => [step, by])).toEqual(
          stand.map(({ step, by }) => [step, by]),
        );
      }
      for (const [day, state] of lived) {
        expect((await shownOn(of, "随机", day)).state, day).toBe(state);
        const listed = JSON.parse((await of.ok(`book 随机 list --as-of ${day} --json`)).out) as { state: string }[];
        expect(listed.map((entry) => entry.state)).toEqual([state]);
      }
      await of.ok("verify");
    }),
    { numRuns: 8 },
  );
});
