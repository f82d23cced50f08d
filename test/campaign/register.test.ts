/** 台账: what may be done to an entry, by when, and what its parts and accounts come to. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  balanceOf,
  currentFields,
  limitFrom,
  mayStep,
  openSteps,
  stateNamed,
  stepProblems,
  unitsFor,
  wholeOf,
} from "../../src/campaign/index.ts";
import type { Calendar, Day, Plan, Register, Route, StepAct, StepTaken } from "../../src/campaign/index.ts";
import { readPlan } from "../../src/read/plan/index.ts";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const sample = readFileSync(join(import.meta.dirname, "../read/samples/plan/valid/registers.yaml"), "utf8");
const registers = readPlan(sample, "registers.yaml").plan?.registers ?? [];
const [supervision, meeting] = registers as [Register, Register];

const day = (text: string) => `2021-${text}` as Day;
const act = (more: Partial<StepAct> = {}): StepAct => ({
  on: day("07-01"),
  by: "张某甲",
  unit: "县教育局",
  fields: {},
  evidence: 0,
  holds: new Set(),
  ...more,
});
const taken = (step: string, state: string, more: Partial<StepTaken> = {}): StepTaken => ({
  step,
  state,
  on: day("07-01"),
  by: "张某甲",
  due: null,
  fields: {},
  ...more,
});
const codes = (last: StepTaken | null, name: string, more: Partial<StepAct> = {}) =>
  stepProblems(supervision, last, name, act(more)).map(({ code }) => code);

describe("a step of a register", () => {
  test.each([
    ["the first step begins it", null, "下发", {}, []],
    ["a step out of order", null, "办结", {}, ["register-step-not-open"]],
    ["a step that no register has", null, "归档", {}, ["register-unknown-step"]],
    ["another unit's step", null, "下发", { unit: "县消防救援大队" }, ["register-wrong-unit"]],
    ["what it asks for is missing", taken("下发", "待签收"), "签收", {}, ["register-needs"]],
    ["what it asks for is there", taken("下发", "待签收"), "签收", { fields: { 签收人: "李某乙" } }, []],
    [
      "an extension after the limit",
      taken("签收", "办理中", { due: day("07-15") }),
      "延期",
      { on: day("07-16"), fields: { 理由: "等鉴定", 新期限: day("07-30") } },
      ["register-past-limit"],
    ],
    [
      "an extension on the last day",
      taken("签收", "办理中", { due: day("07-15") }),
      "延期",
      { on: day("07-15"), fields: { 理由: "等鉴定", 新期限: day("07-30") } },
      [],
    ],
    [
      "a new limit that is no day to come",
      taken("签收", "办理中"),
      "延期",
      { fields: { 理由: "等鉴定", 新期限: "下周" } },
      ["register-bad-limit"],
    ],
    [
      "without evidence",
      taken("签收", "办理中"),
      "反馈",
      { fields: { 办理情况: "已办" } },
      ["register-needs-evidence"],
    ],
    [
      "by the same person",
      taken("反馈", "待核验"),
      "办结",
      { holds: new Set(["起因已销号"]) },
      ["register-needs-another"],
    ],
    ["without its condition", taken("反馈", "待核验"), "办结", { by: "李某乙" }, ["register-condition"]],
    [
      "before the step that went before",
      taken("反馈", "待核验"),
      "办结",
      { by: "李某乙", on: day("06-30"), holds: new Set(["起因已销号"]) },
      ["register-before-last"],
    ],
  ] satisfies [string, StepTaken | null, string, Partial<StepAct>, string[]][])(
    "%s",
    (_, last, name, more, expected) => {
      expect(codes(last, name, more)).toEqual(expected);
    },
  );

  test("a refusal says which steps are open and what each asks for", () => {
    const [problem] = stepProblems(supervision, taken("签收", "办理中"), "办结", act());
    expect(problem?.message).toBe("督办在“办理中”时不能“办结”");
    expect(problem?.hint).toBe("现在可以：延期（要写明 理由、新期限）；反馈（要写明 办理情况，要附佐证）");
  });

  test("a register without states is a log: entered and done with", () => {
    const step = mayStep(meeting, null, "登记", act());
    expect(stateNamed(meeting, step.to)?.ends).toBe(true);
  });
});

describe("limits", () => {
  const workdays: Calendar = {
    covers: (year) => year === 2021,
    isWorkday: (on) => ![0, 6].includes(new Date(on).getUTCDay()),
  };
  const limitOf = (state: string, fields = {}, on = day("07-01")) =>
    limitFrom(supervision, stateNamed(supervision, state)!, { on, fields, calendar: workdays });

  test.each([
    ["not filled in", "待签收", {}, null],
    ["ten working days after the step", "办理中", {}, day("07-15")],
    ["the day that a field holds", "待核验", { 办结日: day("08-01") }, day("08-01")],
    ["an extension sets it anew", "办理中", { 新期限: day("07-30") }, day("07-30")],
    ["an end has none", "已办结", {}, null],
  ] as const)("%s", (_, state, fields, due) => expect(limitOf(state, fields).due).toBe(due));

  test("a limit into a year without a calendar stays open and says so", () => {
    expect(limitOf("办理中", {}, "2021-12-28" as Day)).toEqual({
      due: null,
      rule: "督办·办理中：10个工作日，2022-01-11 前后（2022年放假安排未公布）",
    });
  });
});

test.each([
  [["待签收", "办理中"], "待签收"],
  [["已办结", "办理中"], "办理中"],
  [["已办结", "已办结"], "已办结"],
  [[], null],
] as const)("the whole of parts %j is %s", (parts, whole) => {
  expect(wholeOf(supervision, parts)?.name ?? null).toBe(whole);
});

test("an account adds up what counts in the year, and says what that means", () => {
  const { account } = supervision;
  const entries = [
    { state: "已办结", amount: 30, on: "2020-12-31" as Day },
    { state: "已办结", amount: 30, on: day("03-01") },
    { state: "办理中", amount: 30, on: day("04-01") },
    { state: "已办结", amount: 11, on: day("05-01") },
  ];
  const { balance, counted, level } = balanceOf(account!, entries, day("07-01"));
  expect([balance, counted.length, level?.name]).toEqual([59, 2, "差"]);
});

describe("random registers and walks", () => {
  const names = ["甲", "乙", "丙", "丁", "戊"] as const;
  const anyRegister = fc
    .array(
      fc.record({
        name: fc.constantFrom("一", "二", "三", "四", "五", "六"),
        from: fc.uniqueArray(fc.constantFrom(...names), { maxLength: 3 }),
        to: fc.constantFrom(...names),
      }),
      { minLength: 1, maxLength: 8 },
    )
    .map((steps): Register => {
      const own = steps.filter(({ name }, at) => steps.findIndex((one) => one.name === name) === at);
      return {
        ...supervision,
        states: names.map((name, at) => ({ ...supervision.states[0]!, name, ends: at === names.length - 1 })),
        steps: own.map((step) => ({ ...supervision.steps[0]!, units: [], ...step })),
      };
    });

  test("a walk goes only where the table leads, and what is not named is refused", () => {
    fc.assert(
      fc.property(
        anyRegister,
        fc.array(fc.constantFrom("一", "二", "三", "四", "五", "六"), { maxLength: 12 }),
        (register, walk) => {
          let last: StepTaken | null = null;
          for (const name of walk) {
            const state: string | null = last?.state ?? null;
            const named = register.steps.find((step) => step.name === name);
            const allowed =
              named !== undefined && (state === null ? named.from.length === 0 : named.from.includes(state));
            const problems = stepProblems(register, last, name, act());
            expect(problems.length === 0).toBe(allowed);
            expect(openSteps(register, state).some((step) => step.name === name)).toBe(allowed);
            if (named && allowed) last = taken(name, named.to);
          }
        },
      ),
    );
  });

  test("the whole of parts has ended exactly when all parts have", () => {
    fc.assert(
      fc.property(
        anyRegister,
        fc.array(fc.constantFrom(...names), { minLength: 1, maxLength: 6 }),
        (register, parts) => {
          const whole = wholeOf(register, parts);
          expect(whole?.ends).toBe(parts.every((part) => stateNamed(register, part)?.ends));
          expect(parts).toContain(whole?.name);
        },
      ),
    );
  });
});

test("what was written last of a field holds", () => {
  const steps = [{ fields: { 承办单位: "县教育局" } }, { fields: { 理由: "不归我们管", 承办单位: "县消防救援大队" } }];
  expect(currentFields({ 督办事项: "消防通道", 承办单位: "县教育局" }, steps)).toEqual({
    督办事项: "消防通道",
    承办单位: "县消防救援大队",
    理由: "不归我们管",
  });
});

describe("whose a matter is", () => {
  const item = (code: string, lead: string[], until: Day | null = null) => ({
    code,
    topic: 2,
    text: code,
    lead,
    from: null,
    until,
  });
  const route = (code: string, when: Partial<Route["when"]>, more: Partial<Route> = {}) => ({
    code,
    text: `第${code}条`,
    when: { kinds: [], severities: [], classes: [], categories: [], topics: [], ...when },
    lead: [code],
    from: null,
    until: null,
    ...more,
  });
  const plan = {
    topics: [{ items: [item("2-1", ["教体"]), item("2-2", []), item("2-3", ["疫控"], day("08-31"))] }],
    routes: [
      route("严重的", { severities: ["严重"], classes: ["无证无照"] }),
      route("艺术类的", { categories: ["艺术类"], classes: ["无证无照"] }),
      route("旧的", { classes: ["无证无照"] }, { until: day("06-30") }),
      route("办事处", { classes: ["无证无照"] }),
      route("没有牵头的", { classes: ["有证有照"] }, { lead: [] }),
      route("资质", { topics: [2] }),
      route("学校的", { kinds: ["学校"] }),
    ],
  } as unknown as Pick<Plan, "topics" | "routes">;
  const school = { kind: "学校", licence: null } as const;
  const place = (licence: "无证无照" | "有证有照" | null) => ({ kind: "机构", licence }) as const;

  test.each([
    ["the item's leads", "2-1", place("无证无照"), "07-01", ["教体"]],
    ["the item's, whoever it is about", "2-1", null, "07-01", ["教体"]],
    ["an item without a lead: the route of its topic or of the class", "2-2", place("无证无照"), "07-01", ["办事处"]],
    ["an item while it is in force", "2-3", school, "08-31", ["疫控"]],
    ["an item that is in force no more: the route of its topic", "2-3", school, "09-01", ["资质"]],
    ["a route while it is in force, before those behind it", null, place("无证无照"), "06-30", ["旧的"]],
    ["a route that is in force no more is passed over", null, place("无证无照"), "07-01", ["办事处"]],
    ["no lead, no route", null, place("有证有照"), "07-01", null],
    ["a class that is not known meets no condition on it", null, place(null), "07-01", null],
    ["a route of a topic is not for a matter without one", null, school, "07-01", ["学校的"]],
    ["an item that is none of the plan's", "9-9", school, "07-01", ["学校的"]],
    ["nobody on the roster and no item: a person decides", null, null, "07-01", null],
  ])("%s", (_, code, subject, on, units) => {
    expect(unitsFor(plan, { item: code, subject }, day(on))?.units ?? null).toEqual(units);
  });

  test("the rule is said in the plan's words", () => {
    expect(unitsFor(plan, { item: "2-1", subject: null }, day("07-01"))?.rule).toBe("检查项 2-1“2-1”的牵头");
    expect(unitsFor(plan, { item: null, subject: school }, day("07-01"))?.rule).toBe(
      "分类处置 学校的“第学校的条”的牵头",
    );
  });
});
