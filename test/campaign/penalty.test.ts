import { hintText } from "../../src/write/next.ts";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import type {
  Calendar,
  CaseOpened,
  CaseStage,
  CaseStep,
  CaseStepTaken,
  Day,
  DecisionContent,
  Law,
  Plan,
  Sanction,
  StepDetails,
} from "../../src/campaign/index.ts";
import {
  addDays,
  basisProblems,
  caseClocks,
  caseStages,
  caseState,
  caseSteps,
  contentProblems,
  formatMoney,
  hearingRight,
  heavierIn,
  illegalIncome,
  lastDayText,
  lateFee,
  limitationProblem,
  moneyOf,
  moveCase,
  multipleProblems,
  parseMoney,
  parseSanction,
  publishedUntil,
  reviewTriggers,
  stepVerdict,
  summaryProblems,
} from "../../src/campaign/index.ts";
import { loadCalendar } from "../../src/read/calendar.ts";
import { readPlan } from "../../src/read/plan/index.ts";
import { readFileSync } from "node:fs";
import { templatePath } from "../../src/templates.ts";

let calendar: Calendar;
let plan: Plan;
beforeAll(async () => {
  calendar = await loadCalendar();
  const { plan: read } = readPlan(
    readFileSync(templatePath("plans", "chuanhui-2021.yaml"), "utf8"),
    "chuanhui-2021.yaml",
  );
  if (!read) throw new Error("no plan");
  plan = {
    ...read,
    thresholds: read.thresholds.map((one) => (one.name.startsWith("听证") ? { ...one, value: "20000" } : one)),
  };
});

const day = (text: string) => text as Day;
const fine = (fen: number): Sanction => ({ kind: "罚款", amount: fen, words: "" });
const opened: CaseOpened = {
  procedure: "普通",
  openedOn: day("2021-07-19"),
  actedOn: day("2021-07-16"),
  officers: ["张某甲", "李某乙"],
  traits: [],
};
const took = (step: CaseStep, on: string, details: Partial<StepDetails> = {}): CaseStepTaken => ({
  step,
  on: day(on),
  details: { note: "", ...details },
});

describe("状态和步骤", () => {
  const table = `
    已立案 → 调查 调查中，销案 已结案
    调查中 → 调查 调查中，调查终结 调查中，告知 已告知，销案 已结案
    已告知 → 调查终结 已告知，告知 已告知，陈述申辩 已告知，放弃 已告知，听证申请 听证中，法制审核 已审核，集体讨论 已讨论，决定 已决定，销案 已结案
    听证中 → 陈述申辩 听证中，听证通知 听证中，听证撤回 已告知，听证 已听证，销案 已结案
    已听证 → 调查终结 已听证，告知 已告知，法制审核 已审核，销案 已结案
    已审核 → 调查终结 已审核，告知 已告知，集体讨论 已讨论，决定 已决定，销案 已结案
    已讨论 → 调查终结 已讨论，告知 已告知，法制审核 已审核，决定 已决定，销案 已结案
    已决定 → 送达 已送达
    已送达 → 公示 已送达，履行 已送达，催告 已催告，结案 已结案
    已催告 → 公示 已催告，履行 已催告，申请强制执行 已申请执行，结案 已结案
    已申请执行 → 公示 已申请执行，履行 已申请执行，结案 已结案
    已结案 →`;

  test.each(caseStages)("%s：表里有的可以，没有的都拒绝", (stage) => {
    const line = table.split("\n").find((one) => one.trim().startsWith(`${stage} →`)) ?? "";
    const moves = new Map(
      (line.split("→")[1] ?? "")
        .split("，")
        .filter((one) => one.trim() !== "")
        .map((one) => one.trim().split(" ") as [string, string]),
    );
    for (const step of caseSteps) expect([step, moveCase(stage, step)]).toEqual([step, moves.get(step) ?? null]);
  });

  test("没有告知到不了决定，听证没有开完到不了决定，结案以后什么都不能办", () => {
    const before: readonly CaseStage[] = ["已立案", "调查中", "听证中", "已听证"];
    for (const stage of before) expect(moveCase(stage, "决定")).toBeNull();
    for (const step of caseSteps) expect(moveCase("已结案", step)).toBeNull();
  });

  test("简易程序当场决定，不走告知听证", () => {
    expect(moveCase("已立案", "决定", "简易")).toBe("已决定");
    expect(moveCase("已立案", "调查", "简易")).toBeNull();
    expect(moveCase("已决定", "送达", "简易")).toBe("已送达");
  });

  test("重新告知以后，以前的听证、审核、讨论要重来", () => {
    const state = caseState(opened, [
      took("调查", "2021-07-20"),
      took("告知", "2021-07-21", { sanctions: [fine(1000_00)], hearing: true }),
      took("听证申请", "2021-07-22"),
      took("听证通知", "2021-07-22", { hearingOn: day("2021-08-02") }),
      took("听证", "2021-08-02"),
      took("法制审核", "2021-08-03"),
      took("告知", "2021-08-04", { sanctions: [fine(900_00)] }),
    ]);
    expect(state).toMatchObject({ stage: "已告知", heardOn: null, reviewedOn: null, requestedOn: null, pleaded: true });
  });

  test("撤回听证不等于放弃陈述申辩", () => {
    const state = caseState(opened, [
      took("调查", "2021-07-20"),
      took("告知", "2021-07-21", { sanctions: [fine(1000_00)], hearing: true }),
      took("听证申请", "2021-07-22"),
      took("听证撤回", "2021-07-23"),
    ]);
    const { problems } = stepVerdict(1, state, "决定", {
      on: day("2021-07-24"),
      details: { sanctions: [fine(1000_00)], note: "" },
      calendar,
      plan: withWait(plan, 5),
    });
    expect(problems.map(({ code }) => code)).toEqual(["notice-window"]);
  });
});

describe("钱", () => {
  test.each([
    ["3000", 300000],
    ["46,580.50元", 4658050],
    ["5万元", 5000000],
    ["１．２万", 1200000],
    ["0.01", 1],
    ["0.001", null],
    ["0.000001万", 1],
    ["-5", null],
    ["三千", null],
    ["", null],
    ["1e5", null],
  ])("%s → %s 分", (text, fen) => {
    expect(parseMoney(text)).toBe(fen);
  });

  test("写出来再读回去不变", () => {
    fc.assert(fc.property(fc.nat(10 ** 12), (fen) => parseMoney(formatMoney(fen)) === fen));
  });

  test.each([
    ["潭县教罚字〔2025〕第2号：扣除退费", "46580", "43580", true, 3000_00],
    ["天教罚字〔2022〕14号：9人×5次×60元", "2700", "0", false, 2700_00],
    ["济教罚字〔2022〕第1号：不扣除", "83789", "0", false, 83789_00],
    ["同样的收退，不扣除", "46580", "43580", false, 46580_00],
    ["全退了", "46580", "46580", true, 0],
  ])("违法所得：%s", (_, collected, refunded, deduct, income) => {
    expect(illegalIncome({ collected: parseMoney(collected) ?? 0, refunded: parseMoney(refunded) ?? 0, deduct })).toBe(
      income,
    );
  });

  test("退的比收的多，不算", () => {
    expect(() => illegalIncome({ collected: 1, refunded: 2, deduct: true })).toThrow(RangeError);
  });

  test.each([
    ["没有逾期", "2021-08-20", "2021-08-20", 0, 0],
    ["逾期一天", "2021-08-20", "2021-08-21", 1, 30_00],
    ["逾期三十三天", "2021-08-20", "2021-09-22", 33, 990_00],
    ["到顶", "2021-08-20", "2021-09-23", 34, 1000_00],
    ["过了很久", "2021-08-20", "2026-08-20", 1826, 1000_00],
  ])("加处罚款：%s", (_, due, asOf, days, amount) => {
    expect(lateFee(1000_00, day(due), day(asOf))).toEqual({ days, amount });
  });

  test("加处罚款：不超过罚款，不随时间减少，都是整分", () => {
    fc.assert(
      fc.property(fc.nat(10 ** 10), fc.nat(200), fc.nat(200), (amount, first, more) => {
        const due = day("2021-08-20");
        const [early, later] = [
          lateFee(amount, due, addDays(due, first)).amount,
          lateFee(amount, due, addDays(due, first + more)).amount,
        ];
        expect(Number.isInteger(early)).toBe(true);
        expect(early <= later && later <= amount).toBe(true);
        expect(early).toBe(Math.min(amount, Math.floor((amount * 3 * first) / 100)));
      }),
    );
  });

  const finedThousand = [
    took("调查", "2021-07-20"),
    took("告知", "2021-07-21", { sanctions: [fine(1000_00)] }),
    took("决定", "2021-07-29", { sanctions: [fine(1000_00)] }),
  ];

  test("罚款缴清那天起不再加；之后缴的是加处的部分", () => {
    const state = caseState(opened, [
      ...finedThousand,
      took("送达", "2021-08-05"),
      took("履行", "2021-08-30", { paid: 1000_00 }),
      took("履行", "2021-09-20", { paid: 300_00 }),
    ]);
    expect(moneyOf(state, calendar, day("2021-10-20"))).toEqual({
      due: expect.objectContaining({ due: "2021-08-20" }),
      owed: 1000_00,
      late: { days: 10, amount: 300_00 },
      left: 0,
    });
  });

  test("停了办学、没有缴款，应缴的一分不少", () => {
    const state = caseState(opened, [
      ...finedThousand,
      took("送达", "2021-08-05"),
      took("履行", "2021-08-10", { note: "已停止办学" }),
    ]);
    expect(moneyOf(state, calendar, day("2021-08-20"))).toEqual({
      due: expect.objectContaining({ due: "2021-08-20" }),
      owed: 1000_00,
      late: { days: 0, amount: 0 },
      left: 1000_00,
    });
  });

  test("决定书没有送达，还没有期限，也不加处；先缴的算数，多缴的不倒找", () => {
    const before = (paid: number) => {
      const state = caseState(opened, finedThousand);
      return moneyOf({ ...state, paid }, calendar, day("2022-01-01"));
    };
    expect(before(0)).toEqual({ due: null, owed: 1000_00, late: { days: 0, amount: 0 }, left: 1000_00 });
    expect([before(400_00).left, before(2000_00).left]).toEqual([600_00, 0]);
  });

  test("补充调查没有再写收退的，以前写的还在", () => {
    const takings = { collected: 46580_00, refunded: 43580_00, deduct: true };
    const steps = [took("调查", "2021-07-20", { takings }), took("调查", "2021-07-21", { note: "补充" })];
    expect(caseState(opened, steps).takings).toEqual(takings);
  });

  test("一倍以上五倍以下，两头都含", () => {
    const range = { least: 1, most: 5 };
    expect(multipleProblems(3000_00, 3000_00, range)).toEqual([]);
    expect(multipleProblems(15000_00, 3000_00, range)).toEqual([]);
    expect(multipleProblems(15000_01, 3000_00, range)[0]?.code).toBe("fine-out-of-range");
    expect(multipleProblems(2999_99, 3000_00, range)[0]?.message).toContain("3000元 至 15000元");
  });
});

describe("处罚", () => {
  test("读处罚", () => {
    expect(parseSanction("罚款=3万元")).toEqual(fine(30000_00));
    expect(parseSanction("警告")).toEqual({ kind: "警告", amount: null, words: "" });
    expect(parseSanction("限制从业＝一年")).toEqual({ kind: "限制从业", amount: null, words: "一年" });
    expect(parseSanction("罚款")).toMatchObject({ code: "bad-amount", message: "罚款的数额看不懂：（空）" });
    expect(parseSanction("罚款=0元")).toMatchObject({ code: "bad-amount" });
    expect(parseSanction("打板子=3下")).toMatchObject({ code: "unknown-sanction" });
  });

  test.each([
    ["不到较大数额", [fine(19999_99)], false],
    ["正好较大数额", [fine(20000_00)], true],
    ["吊销许可证", [{ kind: "吊销许可证件", amount: null, words: "" }], true],
    ["责令关闭", [{ kind: "责令关闭", amount: null, words: "" }], true],
    ["没收违法所得也看数额", [{ kind: "没收违法所得", amount: 20000_00, words: "" }], true],
    ["没收非法财物不知价值", [{ kind: "没收非法财物", amount: null, words: "投影仪两台" }], null],
    ["小额罚款，另没收非法财物", [fine(100_00), { kind: "没收非法财物", amount: null, words: "投影仪两台" }], null],
    ["警告", [{ kind: "警告", amount: null, words: "" }], false],
  ] as const)("听证：%s", (_, sanctions, due) => {
    expect(hearingRight(plan, sanctions).due).toBe(due);
  });

  test("处罚的种类都认得；第六十三条写明的和停止招生、停止举办，无论数额都可以要求听证", () => {
    const kinds =
      "警告 通报批评 暂扣许可证件 降低资质等级 吊销许可证件 限制开展生产经营活动 责令停产停业 责令关闭 限制从业 责令停止招收学员 责令停止举办 其他";
    const heard = kinds.split(" ").filter((kind) => {
      const read = parseSanction(kind);
      if ("code" in read) throw new Error(read.message);
      return hearingRight(plan, [read]).due;
    });
    expect(heard).toEqual(
      "降低资质等级 吊销许可证件 责令停产停业 责令关闭 限制从业 责令停止招收学员 责令停止举办".split(" "),
    );
    expect(parseSanction("没收违法所得=3000元")).toEqual({ kind: "没收违法所得", amount: 3000_00, words: "" });
    expect(parseSanction("没收非法财物 = 投影仪两台 ")).toEqual({
      kind: "没收非法财物",
      amount: null,
      words: "投影仪两台",
    });
  });

  test("方案没有填写较大数额，就说不知道", () => {
    const blank = { ...plan, thresholds: plan.thresholds.map((one) => ({ ...one, value: null })) };
    expect(hearingRight(blank, [fine(1)]).due).toBeNull();
    expect(hearingRight(blank, [{ kind: "警告", amount: null, words: "" }]).due).toBe(false);
  });

  test("方案给没收另写了较大数额的，没收照它算，罚款照罚款的", () => {
    const large = plan.thresholds.find(({ name }) => name.startsWith("听证"));
    if (!large) throw new Error("the plan has no threshold");
    const both = { ...plan, thresholds: [large, { ...large, name: "听证较大数额没收", value: "5000" }] };
    const due = (kind: "罚款" | "没收违法所得", amount: number) =>
      hearingRight(both, [{ kind, amount, words: "" }]).due;
    expect([due("没收违法所得", 4999_99), due("没收违法所得", 5000_00), due("罚款", 5000_00)]).toEqual([
      false,
      true,
      false,
    ]);
  });

  test.each([
    ["一样", [fine(5)], [fine(5)], 0],
    ["少了", [fine(4)], [fine(5)], 0],
    ["多一分", [fine(6)], [fine(5)], 1],
    ["拆成两项加起来多了", [fine(3), fine(3)], [fine(5)], 2],
    ["多一种", [fine(5), { kind: "警告", amount: null, words: "" }], [fine(5)], 1],
    [
      "期限改了",
      [{ kind: "限制从业", amount: null, words: "五年" }],
      [{ kind: "限制从业", amount: null, words: "一年" }],
      1,
    ],
  ] as const)("决定与告知：%s", (_, decided, told, count) => {
    expect(heavierIn(decided, told)).toHaveLength(count);
  });

  test.each([
    ["组织 3000 元", [fine(3000_00)], "组织", 0],
    ["组织 3000.01 元", [fine(3000_01)], "组织", 1],
    ["公民 200 元", [fine(200_00)], "公民", 0],
    ["公民 200.01 元", [fine(200_01)], "公民", 1],
    ["警告", [{ kind: "警告", amount: null, words: "" }], "公民", 0],
    ["通报批评", [{ kind: "通报批评", amount: null, words: "" }], "组织", 1],
  ] as const)("当场处罚：%s", (_, sanctions, party, count) => {
    expect(summaryProblems(sanctions, party)).toHaveLength(count);
  });

  test("经过听证的必须法制审核，没有情形的不用", () => {
    expect(reviewTriggers([], false)).toEqual([]);
    expect(reviewTriggers([], true)).toEqual(["经过听证程序"]);
    expect(reviewTriggers(["重大公共利益", "疑难复杂", "法定审核", "重大违法"], false)).toHaveLength(3);
  });

  test("决定书的六项（八栏）逐栏核对", () => {
    const full: DecisionContent = {
      party: "甲",
      address: "乙路",
      facts: "事实",
      evidence: "证据",
      basis: "依据",
      performance: "缴纳",
      remedies: "复议",
      agency: "机关",
    };
    expect(contentProblems(full)).toEqual([]);
    for (const key of Object.keys(full)) expect(contentProblems({ ...full, [key]: " " })).toHaveLength(1);
  });

  const bare = (kind: Sanction["kind"]): Sanction => ({ kind, amount: null, words: "" });
  test.each<[string, Sanction[], string | null]>([
    ["只有警告的不公示", [bare("警告")], null],
    ["较低罚款三个月", [fine(1000_00)], "2021-11-20"],
    ["警告和较低罚款", [bare("警告"), fine(1000_00)], "2021-11-20"],
    ["通报批评", [bare("通报批评")], "2021-11-20"],
    ["较大数额罚款三年", [fine(20000_00)], "2024-08-20"],
    ["较低罚款，另没收违法所得", [fine(1000_00), { kind: "没收违法所得", amount: 1, words: "" }], "2024-08-20"],
    ["吊销许可证", [bare("吊销许可证件")], "2024-08-20"],
  ])("公示多久：%s", (_, sanctions, until) => {
    expect(publishedUntil(plan, sanctions, day("2021-08-20"), calendar)).toBe(until);
  });

  test("不知道罚款算不算较大的，公示三年", () => {
    const blank = { ...plan, thresholds: [] };
    expect(publishedUntil(blank, [fine(1)], day("2021-08-20"), calendar)).toBe("2024-08-20");
  });
});

describe("每一步的关口", () => {
  const investigated = [took("调查", "2021-07-20")];
  const noticed = (details: Partial<StepDetails> = {}) => [
    ...investigated,
    took("告知", "2021-07-21", { sanctions: [fine(1000_00)], ...details }),
  ];
  const heard = [
    ...noticed({ hearing: true }),
    took("听证申请", "2021-07-28"),
    took("听证通知", "2021-07-28", { hearingOn: day("2021-08-06") }),
    took("听证", "2021-08-06"),
  ];
  const decided = [
    ...noticed(),
    took("放弃", "2021-07-22"),
    took("决定", "2021-07-26", { sanctions: [fine(1000_00)] }),
  ];
  // Paying until 08-20, review and suit until 2022-02-07 (six months end in the Spring Festival).
  const served = [...decided, took("送达", "2021-08-05")];
  const urged = [...served, took("催告", "2021-08-23")];
  const content: DecisionContent = {
    party: "甲",
    address: "乙路",
    facts: "事实",
    evidence: "证据",
    basis: "依据",
    performance: "缴纳",
    remedies: "复议",
    agency: "机关",
  };
  const asPlanned = { sanctions: [fine(1000_00)], content };

  interface Asked {
    readonly why: string;
    readonly steps: readonly CaseStepTaken[];
    readonly step: CaseStep;
    readonly on: string;
    readonly details?: Partial<StepDetails>;
    readonly opened?: Partial<CaseOpened>;
    readonly wait?: number | null;
    readonly threshold?: null;
    readonly codes: readonly string[];
  }

  function verdictOf({ steps, step, on, details, opened: changed, wait = 5, threshold }: Asked) {
    const thresholds = threshold === null ? [] : plan.thresholds;
    return stepVerdict(1, caseState({ ...opened, ...changed }, steps), step, {
      on: day(on),
      details: { note: "", ...details },
      calendar,
      plan: { ...withWait(plan, wait), thresholds },
    });
  }

  test.each<Asked>([
    { why: "没有写处罚", steps: investigated, step: "告知", on: "2021-07-21", codes: ["no-sanction"] },
    {
      why: "较大数额没有告知听证",
      steps: investigated,
      step: "告知",
      on: "2021-07-21",
      details: { sanctions: [fine(20000_00)] },
      codes: ["hearing-not-told"],
    },
    {
      why: "不到较大数额，不用告知听证",
      steps: investigated,
      step: "告知",
      on: "2021-07-21",
      details: { sanctions: [fine(19999_99)] },
      codes: [],
    },
    {
      why: "方案没有写多少算较大",
      steps: investigated,
      step: "告知",
      on: "2021-07-21",
      details: { sanctions: [fine(1)] },
      threshold: null,
      codes: ["hearing-threshold-blank"],
    },
    {
      why: "不知道算不算较大，一并告知了听证",
      steps: investigated,
      step: "告知",
      on: "2021-07-21",
      details: { sanctions: [fine(1)], hearing: true },
      threshold: null,
      codes: [],
    },
    {
      why: "没有申辩，重新告知可以加重",
      steps: noticed(),
      step: "告知",
      on: "2021-07-22",
      details: { sanctions: [fine(2000_00)] },
      codes: [],
    },
    {
      why: "申辩以后加重",
      steps: [...noticed(), took("陈述申辩", "2021-07-22")],
      step: "告知",
      on: "2021-07-23",
      details: { sanctions: [fine(2000_00)] },
      codes: ["heavier-after-defence"],
    },
    {
      why: "听证会上申辩以后加重，又没有告知听证",
      steps: heard,
      step: "告知",
      on: "2021-08-09",
      details: { sanctions: [fine(20000_00)] },
      codes: ["hearing-not-told", "heavier-after-defence"],
    },
    {
      why: "申辩以后查明新的事实",
      steps: [...noticed(), took("陈述申辩", "2021-07-22")],
      step: "告知",
      on: "2021-07-23",
      details: { sanctions: [fine(2000_00)], newFacts: "另有一处教学点" },
      codes: [],
    },
    {
      why: "申辩以后减轻",
      steps: [...noticed(), took("陈述申辩", "2021-07-22")],
      step: "告知",
      on: "2021-07-23",
      details: { sanctions: [fine(500_00)] },
      codes: [],
    },
    { why: "没有告知听证权利", steps: noticed(), step: "听证申请", on: "2021-07-22", codes: ["hearing-not-offered"] },
    { why: "第五个工作日", steps: noticed({ hearing: true }), step: "听证申请", on: "2021-07-28", codes: [] },
    {
      why: "第六个工作日",
      steps: noticed({ hearing: true }),
      step: "听证申请",
      on: "2021-07-29",
      codes: ["hearing-request-late"],
    },
    {
      why: "没有写哪天听证",
      steps: heard.slice(0, 3),
      step: "听证通知",
      on: "2021-07-28",
      codes: ["no-hearing-day"],
    },
    {
      why: "正好七个工作日前",
      steps: heard.slice(0, 3),
      step: "听证通知",
      on: "2021-07-28",
      details: { hearingOn: day("2021-08-06") },
      codes: [],
    },
    {
      why: "只有六个工作日",
      steps: heard.slice(0, 3),
      step: "听证通知",
      on: "2021-07-28",
      details: { hearingOn: day("2021-08-05") },
      codes: ["hearing-call-late"],
    },
    {
      why: "没有通知、没有主持人、没有笔录",
      steps: heard.slice(0, 3),
      step: "听证",
      on: "2021-08-06",
      codes: ["hearing-not-called", "no-host", "note-missing"],
    },
    {
      why: "比通知的日期早",
      steps: heard.slice(0, 4),
      step: "听证",
      on: "2021-08-05",
      details: { host: "赵某丁", note: "笔录" },
      codes: ["hearing-before-call"],
    },
    {
      why: "通知的那天，非调查人员主持",
      steps: heard.slice(0, 4),
      step: "听证",
      on: "2021-08-06",
      details: { host: "赵某丁", note: "笔录" },
      codes: [],
    },
    {
      why: "调查人员主持",
      steps: heard.slice(0, 4),
      step: "听证",
      on: "2021-08-06",
      details: { host: "李某乙", note: "笔录" },
      codes: ["host-investigates"],
    },
    {
      why: "调查人员自己审核，没有写意见",
      steps: heard,
      step: "法制审核",
      on: "2021-08-09",
      details: { host: "张某甲" },
      codes: ["note-missing", "host-investigates"],
    },
    {
      why: "别人审核，写了意见",
      steps: heard,
      step: "法制审核",
      on: "2021-08-09",
      details: { host: "赵某丁", note: "同意" },
      codes: [],
    },
    ...(["陈述申辩", "放弃", "集体讨论", "销案"] as const).map((step) => ({
      why: "没有写明",
      steps: noticed(),
      step,
      on: "2021-07-22",
      codes: ["note-missing"],
    })),
    { why: "没有回证", steps: decided, step: "送达", on: "2021-07-27", codes: ["note-missing"] },
    {
      why: "写明了",
      steps: decided,
      step: "送达",
      on: "2021-07-27",
      details: { note: "直接送达，签收" },
      codes: [],
    },
    {
      why: "陈述申辩期最后一天",
      steps: noticed(),
      step: "决定",
      on: "2021-07-28",
      details: asPlanned,
      codes: ["notice-window"],
    },
    { why: "陈述申辩期满第二天", steps: noticed(), step: "决定", on: "2021-07-29", details: asPlanned, codes: [] },
    {
      why: "两个期限都没有满",
      steps: noticed({ hearing: true }),
      step: "决定",
      on: "2021-07-28",
      details: asPlanned,
      codes: ["notice-window", "notice-window"],
    },
    {
      why: "陈述申辩期短，听证申请期没有满",
      steps: noticed({ hearing: true }),
      step: "决定",
      on: "2021-07-28",
      details: asPlanned,
      wait: 3,
      codes: ["notice-window"],
    },
    {
      why: "撤回了听证，陈述申辩期没有满",
      steps: [...noticed({ hearing: true }), took("听证申请", "2021-07-22"), took("听证撤回", "2021-07-23")],
      step: "决定",
      on: "2021-07-28",
      details: asPlanned,
      codes: ["notice-window"],
    },
    {
      why: "明确放弃的当天可以决定",
      steps: [...noticed({ hearing: true }), took("放弃", "2021-07-22")],
      step: "决定",
      on: "2021-07-22",
      details: asPlanned,
      codes: [],
    },
    {
      why: "重新告知以后，以前的放弃不算",
      steps: [...noticed(), took("放弃", "2021-07-22"), took("告知", "2021-07-26", { sanctions: [fine(1000_00)] })],
      step: "决定",
      on: "2021-07-27",
      details: asPlanned,
      codes: ["notice-window"],
    },
    {
      why: "方案没有写要等多久",
      steps: noticed(),
      step: "决定",
      on: "2021-10-01",
      details: asPlanned,
      wait: null,
      codes: ["blank-wait"],
    },
    {
      why: "方案没有写要等多久，当事人放弃了",
      steps: [...noticed(), took("放弃", "2021-07-22")],
      step: "决定",
      on: "2021-07-22",
      details: asPlanned,
      wait: null,
      codes: [],
    },
    {
      why: "没有写处罚，内容也不全",
      steps: noticed(),
      step: "决定",
      on: "2021-07-29",
      details: { content: { ...content, agency: "" } },
      codes: ["no-sanction", "decision-incomplete"],
    },
    {
      why: "重于告知",
      steps: noticed(),
      step: "决定",
      on: "2021-07-29",
      details: { sanctions: [fine(1000_01)], content },
      codes: ["heavier-than-told"],
    },
    { why: "轻于告知", steps: noticed(), step: "决定", on: "2021-07-29", details: { sanctions: [fine(1)] }, codes: [] },
    {
      why: "听证以后审核过，不再等",
      steps: [...heard, took("法制审核", "2021-08-06")],
      step: "决定",
      on: "2021-08-06",
      details: asPlanned,
      codes: [],
    },
    {
      why: "立案时就知道疑难复杂，审核、讨论都没有",
      steps: noticed(),
      step: "决定",
      on: "2021-07-29",
      details: asPlanned,
      opened: { traits: ["疑难复杂"] },
      codes: ["review-missing", "discussion-missing"],
    },
    {
      why: "调查中查明重大违法，只要讨论",
      steps: [took("调查", "2021-07-20", { traits: ["重大违法"] }), ...noticed().slice(1)],
      step: "决定",
      on: "2021-07-29",
      details: asPlanned,
      codes: ["discussion-missing"],
    },
    {
      why: "只涉及公共利益，审核过就可以",
      steps: [...noticed(), took("法制审核", "2021-07-28")],
      step: "决定",
      on: "2021-07-29",
      details: asPlanned,
      opened: { traits: ["重大公共利益"] },
      codes: [],
    },
    {
      why: "讨论过，还没有审核",
      steps: [...noticed(), took("集体讨论", "2021-07-28")],
      step: "决定",
      on: "2021-07-29",
      details: asPlanned,
      opened: { traits: ["疑难复杂"] },
      codes: ["review-missing"],
    },
    {
      why: "当场决定，不用告知",
      steps: [],
      step: "决定",
      on: "2021-07-19",
      details: asPlanned,
      opened: { procedure: "简易", traits: ["疑难复杂"] },
      codes: [],
    },
    {
      why: "当场决定，也要写处罚和内容",
      steps: [],
      step: "决定",
      on: "2021-07-19",
      details: { content: { ...content, basis: "" } },
      opened: { procedure: "简易" },
      codes: ["no-sanction", "decision-incomplete"],
    },
    { why: "没有写履行了什么", steps: served, step: "履行", on: "2021-08-10", codes: ["note-missing"] },
    {
      why: "缴了零元不算",
      steps: served,
      step: "履行",
      on: "2021-08-10",
      details: { paid: 0 },
      codes: ["note-missing"],
    },
    { why: "缴了一分", steps: served, step: "履行", on: "2021-08-10", details: { paid: 1 }, codes: [] },
    { why: "已经停办", steps: served, step: "履行", on: "2021-08-10", details: { note: "已停止办学" }, codes: [] },
    { why: "缴款期限最后一天", steps: served, step: "催告", on: "2021-08-20", codes: ["not-yet-due"] },
    { why: "缴款期限过了", steps: served, step: "催告", on: "2021-08-21", codes: [] },
    {
      why: "缴清了",
      steps: [...served, took("履行", "2021-08-10", { paid: 1000_00 })],
      step: "催告",
      on: "2021-08-21",
      codes: ["nothing-owed"],
    },
    {
      why: "催告期、复议诉讼期都没有满",
      steps: urged,
      step: "申请强制执行",
      on: "2021-09-06",
      codes: ["urge-running", "remedy-running"],
    },
    {
      why: "催告期满，诉讼期最后一天",
      steps: urged,
      step: "申请强制执行",
      on: "2022-02-07",
      codes: ["remedy-running"],
    },
    { why: "诉讼期满第二天", steps: urged, step: "申请强制执行", on: "2022-02-08", codes: [] },
    { why: "三个月最后一天", steps: urged, step: "申请强制执行", on: "2022-05-07", codes: [] },
    {
      why: "过了三个月",
      steps: urged,
      step: "申请强制执行",
      on: "2022-05-08",
      codes: ["enforcement-late"],
    },
    {
      why: "诉讼判决以后起算",
      steps: urged,
      step: "申请强制执行",
      on: "2022-05-08",
      details: { remedyEnded: day("2022-03-01") },
      codes: [],
    },
    {
      why: "诉讼还没有完",
      steps: urged,
      step: "申请强制执行",
      on: "2022-05-08",
      details: { remedyEnded: day("2022-05-08") },
      codes: ["remedy-running"],
    },
    { why: "款没有缴清", steps: served, step: "结案", on: "2021-08-20", codes: ["money-owed"] },
    {
      why: "罚款缴清了，加处的没有",
      steps: [...served, took("履行", "2021-08-21", { paid: 1000_00 })],
      step: "结案",
      on: "2021-08-21",
      codes: ["money-owed"],
    },
    {
      why: "期限内缴清了",
      steps: [...served, took("履行", "2021-08-20", { paid: 1000_00 })],
      step: "结案",
      on: "2021-08-21",
      codes: [],
    },
    {
      why: "法院执行，没有写结果",
      steps: [...urged, took("申请强制执行", "2022-02-08")],
      step: "结案",
      on: "2022-03-01",
      codes: ["note-missing"],
    },
    {
      why: "法院终结执行",
      steps: [...urged, took("申请强制执行", "2022-02-08")],
      step: "结案",
      on: "2022-03-01",
      details: { note: "终结本次执行" },
      codes: [],
    },
    {
      why: "日期比上一步早",
      steps: served,
      step: "履行",
      on: "2021-08-04",
      details: { paid: 1 },
      codes: ["step-too-early"],
    },
    {
      why: "还没有告知",
      steps: investigated,
      step: "决定",
      on: "2021-07-21",
      details: asPlanned,
      codes: ["case-stage"],
    },
  ])("$step：$why", (asked) => {
    expect(verdictOf(asked).problems.map(({ code }) => code)).toEqual(asked.codes);
  });

  test("期限没有满的，说哪天起可以", () => {
    const hints = (steps: readonly CaseStepTaken[], step: CaseStep, on: string, details?: Partial<StepDetails>) =>
      verdictOf({ why: "", steps, step, on, codes: [], ...(details && { details }) }).problems.map(({ hint }) =>
        hintText(hint ?? ""),
      );
    expect(hints(noticed(), "决定", "2021-07-22", asPlanned)[0]).toContain("2021-07-29 起可以决定");
    expect(hints(heard.slice(0, 3), "听证通知", "2021-07-28", { hearingOn: day("2021-08-05") })).toEqual([
      "听证最早定在 2021-08-06",
    ]);
    expect(hints(served, "催告", "2021-08-06")).toEqual(["2021-08-21 起可以催告"]);
    expect(hints(urged, "申请强制执行", "2021-08-24")[0]).toBe("2021-09-07 起可以申请");
  });

  test("不能办的，说现在可以办什么", () => {
    const hint = (steps: readonly CaseStepTaken[]) =>
      hintText(verdictOf({ why: "", steps, step: "听证", on: "2022-01-01", codes: [] }).problems[0]?.hint ?? "");
    expect(hint(investigated)).toBe(
      "现在可以：tuban case step 1 调查；tuban case step 1 调查终结；tuban case step 1 告知；tuban case step 1 销案",
    );
    expect(hint([...investigated, took("销案", "2021-07-21")])).toBe("已经结案，不能再办");
  });

  test.each<Omit<Asked, "codes"> & { readonly warns: readonly string[] }>([
    { why: "离九十日还有十五天", steps: [], step: "调查", on: "2021-10-02", warns: [] },
    { why: "离九十日还有十四天", steps: [], step: "调查", on: "2021-10-03", warns: ["ninety-days"] },
    { why: "销案不用提醒", steps: [], step: "销案", on: "2021-10-03", warns: [] },
    { why: "当场处罚没有九十日", steps: [], step: "决定", on: "2021-10-03", opened: { procedure: "简易" }, warns: [] },
    { why: "决定以后不再提醒", steps: decided, step: "送达", on: "2021-10-03", warns: ["service-late"] },
    { why: "第七个工作日送达", steps: decided, step: "送达", on: "2021-08-04", warns: [] },
    { why: "第八个工作日送达", steps: decided, step: "送达", on: "2021-08-05", warns: ["service-late"] },
    { why: "审核人的资格", steps: noticed(), step: "法制审核", on: "2021-07-28", warns: ["reviewer-qualified"] },
    {
      why: "行为在新法施行前一天",
      steps: noticed(),
      step: "决定",
      on: "2021-07-29",
      opened: { actedOn: day("2021-07-14") },
      warns: ["older-law"],
    },
    {
      why: "行为在新法施行以前，告知时还不用说",
      steps: noticed(),
      step: "告知",
      on: "2021-07-29",
      opened: { actedOn: day("2021-07-14") },
      warns: [],
    },
    {
      why: "行为在新法施行当天",
      steps: noticed(),
      step: "决定",
      on: "2021-07-29",
      opened: { actedOn: day("2021-07-15") },
      warns: [],
    },
  ])("提醒，$step：$why", ({ warns, ...asked }) => {
    expect(verdictOf({ ...asked, codes: [] }).warnings.map(({ code }) => code)).toEqual(warns);
  });

  test("九十日还有几天、超了几天", () => {
    const warned = (on: string) =>
      verdictOf({ why: "", steps: [], step: "调查", on, codes: [] }).warnings[0]?.message ?? "";
    expect(warned("2021-10-17")).toContain("到 2021-10-17 届满，还有 0 日");
    expect(warned("2021-10-18")).toContain("已于 2021-10-17 届满，超期 1 日");
  });
});

describe("立案以前", () => {
  const two = "不再给予处罚（行政处罚法第三十六条）";
  test.each([
    ["二年最后一天", "2021-08-02", "2023-08-02", false, null],
    ["过了二年", "2021-08-02", "2023-08-03", false, `到 2023-08-02 已过二年，${two}`],
    ["涉及生命安全的，五年最后一天", "2021-08-02", "2026-08-02", true, null],
    ["涉及生命安全的，过了五年", "2021-08-02", "2026-08-03", true, `到 2026-08-02 已过五年，${two}`],
    ["新法施行当天终了的，有五年", "2021-07-15", "2023-08-03", true, null],
    ["新法施行以前终了的，只有二年", "2021-07-14", "2023-08-03", true, `到 2023-07-14 已过二年，${two}`],
  ] as const)("时效：%s", (_, actedOn, on, five, says) => {
    const problem = limitationProblem(calendar, day(actedOn), day(on), five);
    expect(problem?.message ?? null).toBe(says && `违法行为终了于 ${actedOn}，${says}`);
  });

  test("过了二年、没有写五年理由的，说什么情形可以", () => {
    expect(hintText(limitationProblem(calendar, day("2021-08-02"), day("2023-08-03"), false)?.hint ?? "")).toContain(
      "--five-years",
    );
  });

  test("五年用不上的，说为什么", () => {
    expect(hintText(limitationProblem(calendar, day("2021-07-14"), day("2023-08-03"), true)?.hint ?? "")).toContain(
      "五年的时效自 2021-07-15 起施行",
    );
  });

  test("引用的法律，行为那天要在施行期内", () => {
    const law = (from: string | null, until: string | null): Law =>
      ({ code: "样例", title: "样例法", article: "第一条", from, until }) as Law;
    const says = (from: string | null, until: string | null) =>
      basisProblems([law(from, until)], day("2021-07-16")).map(({ message }) => message);
    expect([says(null, null), says("2021-07-16", null), says(null, "2021-07-16")]).toEqual([[], [], []]);
    expect(says("2021-07-17", null)).toEqual(["《样例法》第一条在违法行为之日 2021-07-16 不适用（2021-07-17 至 今）"]);
    expect(says(null, "2021-07-15")).toEqual(["《样例法》第一条在违法行为之日 2021-07-16 不适用（… 至 2021-07-15）"]);
  });
});

describe("正在走的期限", () => {
  const names = (steps: readonly CaseStepTaken[], of: Plan = plan): string[] =>
    caseClocks(caseState(opened, steps), calendar, of).map(({ name, last }) => `${lastDayText(last)} ${name}`);
  const notice = [
    took("调查", "2021-07-20"),
    took("告知", "2021-07-21", { sanctions: [fine(30000_00)], hearing: true }),
  ];
  const decided = [...notice, took("放弃", "2021-07-22"), took("决定", "2021-07-26", { sanctions: [fine(30000_00)] })];

  test.each([
    ["立案", [], ["2021-10-17 案件办理"]],
    ["告知", notice, ["2021-10-17 案件办理", "2021-07-28 听证申请"]],
    [
      "告知，没有听证权利",
      [took("调查", "2021-07-20"), took("告知", "2021-07-21", { sanctions: [fine(1)] })],
      ["2021-10-17 案件办理"],
    ],
    ["听证申请", [...notice, took("听证申请", "2021-07-22")], ["2021-10-17 案件办理"]],
    [
      "听证通知",
      [...notice, took("听证申请", "2021-07-22"), took("听证通知", "2021-07-23", { hearingOn: day("2021-08-10") })],
      ["2021-10-17 案件办理", "2021-08-10 举行听证"],
    ],
    ["放弃", [...notice, took("放弃", "2021-07-22")], ["2021-10-17 案件办理"]],
    ["决定", decided, ["2021-08-04 决定书送达", "2021-08-23 处罚信息公示"]],
    [
      "送达",
      [...decided, took("送达", "2021-07-29")],
      [
        "2021-08-23 处罚信息公示",
        "2021-08-13 缴纳罚款",
        "2021-09-27 行政复议",
        "2022-01-29 行政诉讼",
        "2022-04-29 申请强制执行",
      ],
    ],
    [
      "公示、缴清",
      [
        ...decided,
        took("送达", "2021-07-29"),
        took("公示", "2021-07-30", { publishedUntil: day("2024-07-30") }),
        took("履行", "2021-08-01", { paid: 30000_00 }),
      ],
      ["2024-07-30 公示到期撤下", "2021-09-27 行政复议", "2022-01-29 行政诉讼"],
    ],
    [
      "催告",
      [...decided, took("送达", "2021-07-29"), took("催告", "2021-08-16")],
      [
        "2021-08-23 处罚信息公示",
        "2021-08-13 缴纳罚款",
        "2021-09-27 行政复议",
        "2022-01-29 行政诉讼",
        "2021-08-30 催告履行",
        "2022-04-29 申请强制执行",
      ],
    ],
    [
      "申请强制执行",
      [...decided, took("送达", "2021-07-29"), took("催告", "2021-08-16"), took("申请强制执行", "2022-02-07")],
      ["2021-08-23 处罚信息公示", "2021-08-13 缴纳罚款"],
    ],
    ["结案", [...decided, took("送达", "2021-07-29"), took("结案", "2021-08-01")], []],
  ])("%s以后", (_, steps, clocks) => {
    expect(names(steps)).toEqual(clocks);
  });

  test("方案写了申辩期的，告知以后开始走，放弃了就不走", () => {
    const waiting = withWait(plan, 5);
    expect(names(notice, waiting)).toEqual(["2021-10-17 案件办理", "2021-07-28 陈述申辩", "2021-07-28 听证申请"]);
    expect(names([...notice, took("放弃", "2021-07-22")], waiting)).toEqual(["2021-10-17 案件办理"]);
  });

  test("只有警告的不公示，也没有款要缴", () => {
    const warned = { sanctions: [{ kind: "警告", amount: null, words: "" }] } as const;
    const steps = [
      took("调查", "2021-07-20"),
      took("告知", "2021-07-21", warned),
      took("放弃", "2021-07-22"),
      took("决定", "2021-07-26", warned),
    ];
    expect(names(steps)).toEqual(["2021-08-04 决定书送达"]);
    expect(names([...steps, took("送达", "2021-07-29")])).toEqual(["2021-09-27 行政复议", "2022-01-29 行政诉讼"]);
  });
});

/** The plan with the time for statement and defence filled in, in working days. */
function withWait(of: Plan, count: number | null): Plan {
  const wait = count === null ? null : { count, unit: "工作日" as const };
  return {
    ...of,
    orderKinds: of.orderKinds.map((kind) =>
      kind.effect === "处罚" && kind.after ? { ...kind, after: { ...kind.after, wait } } : kind,
    ),
  };
}
