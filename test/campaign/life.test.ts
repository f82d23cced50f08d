/** Every life: what it refuses is refused by its gate, its table hangs together, and docs/lives.md shows it as it is. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  absentPairs,
  afterLimit,
  caseLives,
  caseState,
  diagramOf,
  findingLife,
  findingProblem,
  lifeFaults,
  listingLives,
  listingProblem,
  measureLife,
  notEntered,
  orderLife,
  orderProblem,
  registerLife,
  stepProblems,
  stepVerdict,
} from "../../src/campaign/index.ts";
import type {
  CaseStage,
  CaseStep,
  Day,
  Life,
  Plan,
  Problem,
  Procedure,
  Register,
  StepCondition,
  StepTaken,
} from "../../src/campaign/index.ts";
import { loadCalendar } from "../../src/read/calendar.ts";
import { readPlan } from "../../src/read/plan/index.ts";
import { templatePath } from "../../src/templates.ts";

/** A plan that comes along, with the registers (台账) that it declares. */
function shipped(code: string): Plan {
  const { plan } = readPlan(readFileSync(templatePath("plans", `${code}.yaml`), "utf8"), `${code}.yaml`);
  if (!plan) throw new Error(`the shipped plan ${code} has faults`);
  return plan;
}

const plan = shipped("model-2026");
const plans = [plan, ...["chuanhui-2021", "beilun-2021", "epidemic-2021"].map(shipped)];
const calendar = await loadCalendar();

/** What refuses a step of a case that stands in this stage, whatever came before. */
function caseRefusal(procedure: Procedure, stage: CaseStage, step: CaseStep): Problem | null {
  const on = "2021-07-20" as Day;
  const opened = { procedure, openedOn: on, actedOn: on, officers: ["张某甲", "李某乙"], traits: [] };
  const asked = { on, details: { note: "" }, calendar, plan };
  return stepVerdict(1, { ...caseState(opened, []), stage }, step, asked).problems[0] ?? null;
}

/** Lives and, where there is one, the gate that says why an act may not be done. */
const lives: readonly { readonly life: Life; readonly refusals: () => (Problem | null)[] }[] = [
  {
    life: findingLife,
    refusals: () =>
      absentPairs(findingLife).map(({ state, act }) =>
        findingProblem(act, { id: 3, text: "没有许可证", stage: state, order: "甲〔2021〕1号" }),
      ),
  },
  {
    life: orderLife,
    refusals: () =>
      absentPairs(orderLife).map(({ state, act }) => orderProblem(act, { number: "甲〔2021〕1号", stage: state })),
  },
  ...(["白名单", "黑名单"] as const).map((list) => ({
    life: listingLives[list],
    refusals: () =>
      absentPairs(listingLives[list]).map(({ state, act }) =>
        listingProblem(act, { subject: 3, name: "样例托管中心", list, state }),
      ),
  })),
  ...(["普通", "简易"] as const).map((procedure) => ({
    life: caseLives[procedure],
    refusals: () => absentPairs(caseLives[procedure]).map(({ state, act }) => caseRefusal(procedure, state, act)),
  })),
  // nothing asks: a measure taken again is a measure of its own
  { life: measureLife, refusals: () => [] },
];

/** A step that is taken, as far as its state goes: which state and step it is, and what refuses it. */
function refusalIn(register: Register, state: string, step: string): Problem | undefined {
  const on = "2026-09-01" as Day;
  const last: StepTaken | null =
    state === notEntered ? null : { step: "样例", state, on, by: "张某甲", due: null, fields: {} };
  const act = { on, by: "李某乙", unit: "样例", fields: {}, evidence: 1, holds: new Set<StepCondition>() };
  return stepProblems(register, last, step, act).find(({ code }) => code === "register-step-not-open");
}

describe.each(plans.flatMap(({ code, registers = [] }) => registers.map((one) => [code, one.name, one] as const)))(
  "%s 的台账“%s”",
  (_code, _name, register) => {
    const life = registerLife(register);
    test("方案写的是一张完整的表；表里有的都办得了，没有的都说得出现在能办什么", () => {
      expect(lifeFaults(life)).toEqual([]);
      const refused = life.states.flatMap((state) =>
        life.acts.filter((step) => refusalIn(register, state, step)).map((act) => ({ state, act })),
      );
      expect(refused).toEqual(absentPairs(life));
      for (const { state, act } of absentPairs(life)) expect(refusalIn(register, state, act)?.hint).toBeTruthy();
    });
  },
);

describe.each(lives.map((one) => [one.life.of, one] as const))("%s的一生", (_, { life, refusals }) => {
  test("除了起点，每个状态都有来路，没有一步通向没有的状态", () => {
    expect(lifeFaults(life)).toEqual([]);
  });

  test("表里没有的，都说得出为什么不行、接下来做什么", () => {
    for (const problem of refusals()) {
      expect(problem?.message).toMatch(/“.+”|只用于/);
      expect(problem?.hint).toBeTruthy();
    }
  });
});

test("docs/lives.md 里的图就是这些表", async () => {
  const section = (life: Life): string => `## ${life.of}\n\n\`\`\`mermaid\n${diagramOf(life)}\n\`\`\`\n`;
  const diagrams = lives.map(({ life }) => section(life));
  const registers = (plan.registers ?? []).map((register) =>
    section({ ...registerLife(register), of: `台账：${register.name}` }),
  );
  const page = [
    "# 各种事项的一生\n",
    "由 `src/campaign` 的状态表生成；改了表，用 `npx vitest run test/campaign/life.test.ts -u` 重新生成。\n",
  ];
  const declared = [
    "# 台账\n",
    `台账有哪些状态、步骤由方案定；这里是 \`${plan.code}\` 的，别的方案里的同样从方案生成。\n`,
  ];
  await expect([...page, ...diagrams, ...declared, ...registers].join("\n")).toMatchFileSnapshot("../../docs/lives.md");
});

test.each([
  ["限期内", "2021-07-20", "2021-07-20", "限期内"],
  ["限期内", "2021-07-20", "2021-07-21", "到期待复查"],
  ["限期内", null, "2021-07-21", "限期内"],
  ["销号", "2021-07-20", "2021-07-21", "销号"],
] as const)("%s，期限 %s，%s 看是 %s", (state, limit, day, after) => {
  expect(afterLimit<string, string>(findingLife, state, limit, day)).toBe(after);
});

test("写错的表，说得出错在哪里", () => {
  const life: Life = {
    of: "线索",
    states: ["收到", "办理中", "办结"],
    acts: ["受理"],
    moves: { 收到: { 受理: "处理中" }, 办理中: {}, 办结: {} },
    runsOut: {},
    partsDone: { 办理中: "办结" },
  };
  expect(lifeFaults(life)).toEqual(["线索：“收到”通向没有的状态“处理中”", "线索：没有什么通向“办理中”"]);
});
