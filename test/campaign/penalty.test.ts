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
  Plan,
  Sanction,
  StepDetails,
} from "../../src/campaign/index.ts";
import {
  addDays,
  caseClocks,
  caseStages,
  caseState,
  caseSteps,
  contentProblems,
  formatMoney,
  hearingRight,
  heavierIn,
  illegalIncome,
  lateFee,
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
    调查中 → 调查 调查中，告知 已告知，销案 已结案
    已告知 → 告知 已告知，陈述申辩 已告知，放弃 已告知，听证申请 听证中，法制审核 已审核，集体讨论 已讨论，决定 已决定，销案 已结案
    听证中 → 陈述申辩 听证中，听证通知 听证中，听证撤回 已告知，听证 已听证，销案 已结案
    已听证 → 告知 已告知，法制审核 已审核，销案 已结案
    已审核 → 告知 已告知，集体讨论 已讨论，决定 已决定，销案 已结案
    已讨论 → 告知 已告知，法制审核 已审核，决定 已决定，销案 已结案
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
      plan: waitOf(5),
    });
    expect(problems.map(({ code }) => code)).toEqual(["notice-window"]);
  });

  const waitOf = (count: number): Plan => ({
    ...plan,
    orderKinds: plan.orderKinds.map((kind) =>
      kind.effect === "处罚" && kind.after
        ? { ...kind, after: { ...kind.after, wait: { count, unit: "工作日" } } }
        : kind,
    ),
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

  test("罚款缴清那天起不再加；之后缴的是加处的部分", () => {
    const state = caseState(opened, [
      took("调查", "2021-07-20"),
      took("告知", "2021-07-21", { sanctions: [fine(1000_00)] }),
      took("决定", "2021-07-29", { sanctions: [fine(1000_00)] }),
      took("送达", "2021-08-05"),
      took("履行", "2021-08-30", { paid: 1000_00 }),
      took("履行", "2021-09-20", { paid: 300_00 }),
    ]);
    expect(moneyOf(state, calendar, day("2021-10-20"))).toEqual({
      due: "2021-08-20",
      owed: 1000_00,
      late: { days: 10, amount: 300_00 },
      left: 0,
    });
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
    expect(parseSanction("罚款")).toMatchObject({ code: "bad-amount" });
    expect(parseSanction("打板子=3下")).toMatchObject({ code: "unknown-sanction" });
  });

  test.each([
    ["不到较大数额", [fine(19999_99)], false],
    ["正好较大数额", [fine(20000_00)], true],
    ["吊销许可证", [{ kind: "吊销许可证件", amount: null, words: "" }], true],
    ["责令关闭", [{ kind: "责令关闭", amount: null, words: "" }], true],
    ["没收违法所得也看数额", [{ kind: "没收违法所得", amount: 20000_00, words: "" }], true],
    ["没收非法财物不知价值", [{ kind: "没收非法财物", amount: null, words: "投影仪两台" }], null],
    ["警告", [{ kind: "警告", amount: null, words: "" }], false],
  ] as const)("听证：%s", (_, sanctions, due) => {
    expect(hearingRight(plan, sanctions).due).toBe(due);
  });

  test("方案没有填写较大数额，就说不知道", () => {
    const blank = { ...plan, thresholds: plan.thresholds.map((one) => ({ ...one, value: null })) };
    expect(hearingRight(blank, [fine(1)]).due).toBeNull();
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

  test("公示多久：只有警告的不公示，较低罚款三个月，其他三年", () => {
    expect(publishedUntil(plan, [{ kind: "警告", amount: null, words: "" }], day("2021-08-20"), calendar)).toBeNull();
    expect(publishedUntil(plan, [fine(1000_00)], day("2021-08-20"), calendar)).toBe("2021-11-20");
    expect(publishedUntil(plan, [{ kind: "吊销许可证件", amount: null, words: "" }], day("2021-08-20"), calendar)).toBe(
      "2024-08-20",
    );
  });
});

describe("正在走的期限", () => {
  const names = (steps: readonly CaseStepTaken[]): string[] =>
    caseClocks(caseState(opened, steps), calendar, plan).map(({ name, due }) => `${due} ${name}`);
  const notice = [
    took("调查", "2021-07-20"),
    took("告知", "2021-07-21", { sanctions: [fine(30000_00)], hearing: true }),
  ];
  const decided = [...notice, took("放弃", "2021-07-22"), took("决定", "2021-07-26", { sanctions: [fine(30000_00)] })];

  test.each([
    ["立案", [], ["2021-10-17 案件办理"]],
    ["告知", notice, ["2021-10-17 案件办理", "2021-07-28 听证申请"]],
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
    ["结案", [...decided, took("送达", "2021-07-29"), took("结案", "2021-08-01")], []],
  ])("%s以后", (_, steps, clocks) => {
    expect(names(steps)).toEqual(clocks);
  });
});
