/** Acts with their gates, without a ledger: who may be issued an order, who may close, what may be done to an order on a day. */
import { hintText } from "../../src/write/next.ts";
import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import {
  Stop,
  beforeIssueProblem,
  closeActProblems,
  comesUpForReview,
  ordersFor,
  ordersForAll,
  orderActProblem,
  reviewProblem,
} from "../../src/campaign/index.ts";
import type {
  Calendar,
  Day,
  FindingStage,
  IssueBook,
  IssueKnown,
  IssueWanted,
  Operation,
  OrderStage,
  Plan,
} from "../../src/campaign/index.ts";
import { loadCalendar } from "../../src/read/calendar.ts";
import { readPlan } from "../../src/read/plan/index.ts";
import { templatePath } from "../../src/templates.ts";

const on = "2021-07-20" as Day;
let calendar: Calendar;
let plan: Plan;
beforeAll(async () => {
  calendar = await loadCalendar();
  const read = readPlan(readFileSync(templatePath("plans", "chuanhui-2021.yaml"), "utf8"), "chuanhui-2021.yaml");
  if (read.plan === null) throw new Error("the shipped plan has faults");
  plan = read.plan;
});

const subject: IssueKnown["subject"] = {
  subject: 1,
  name: "样例甲培训中心",
  kind: "机构",
  licence_class: "有照无证",
  town: "样例北街道",
};

type Order = IssueKnown["order"];
const order = (effect: Order["effect"], stage: OrderStage, more: Partial<Order> = {}): Order => ({
  kind: { 停办: "责令停办通知", 恢复: "恢复办学通知", 整改: "整改通知书" }[effect as "停办"] ?? effect,
  number: `样〔2021〕${effect}号`,
  effect,
  stage,
  served_on: stage === "已签发" ? null : ("2021-07-10" as Day),
  waived_on: null,
  ...more,
});

const finding = (stage: FindingStage, more: Partial<IssueKnown["finding"]> = {}): IssueKnown["finding"] => ({
  id: 3,
  text: "没有许可证",
  note: "",
  stage,
  order_number: stage === "待交办" ? null : "样〔2021〕整改号",
  lead: "区教体局",
  order_kind: "整改通知书",
  closed_on: stage === "销号" ? on : null,
  ...more,
});

interface Story {
  readonly findings?: readonly IssueKnown["finding"][];
  readonly latest?: readonly IssueKnown["finding"][];
  readonly orders?: readonly Order[];
  readonly operation?: Operation;
  readonly of?: IssueKnown["subject"];
}

function bookOf({ findings = [], latest = findings, orders = [], operation, of = subject }: Story): IssueBook {
  return {
    subjects: [of],
    findings: new Map([[of.subject, findings]]),
    latest: new Map(latest.map((one) => [one.id, one])),
    over: new Map(findings.map(({ id, stage }) => [id, stage === "待交办" ? [] : orders])),
    orders: new Map([[of.subject, orders]]),
    operations: new Map(operation === undefined ? [] : [[of.subject, { operation }]]),
    inCase: new Set(),
  };
}

const wanted: IssueWanted = { kind: null, findings: null, issuer: null, joint: null, classes: [], towns: [] };

/** The codes that stand against it, or how many orders there are to be. */
function issued(story: Story, asked: Partial<IssueWanted> = {}): string {
  const setting = { plan, on, calendar, own: null, wanted: { ...wanted, issuer: "区教体局", ...asked } };
  try {
    const { cases } = ordersFor(bookOf(story), story.of ?? subject, setting);
    return `${cases.length} 份，问题 ${cases.flatMap(({ findings }) => findings.map(({ id }) => id)).join("、") || "无"}`;
  } catch (error) {
    if (error instanceof Stop) return error.problems.map(({ code }) => code).join(" ");
    throw error;
  }
}

describe("签发：对机构下的", () => {
  test.each<[string, string, Story, string]>([
    ["没有停过的，可以停办", "责令停办通知", {}, "1 份，问题 无"],
    [
      "停办中的，不再停",
      "责令停办通知",
      { operation: "暂时关停", orders: [order("停办", "已送达")] },
      "already-stopped",
    ],
    ["停办下了没有送达的，不再下", "责令停办通知", { orders: [order("停办", "已签发")] }, "already-ordered"],
    ["已取缔的，不再停办", "责令停办通知", { operation: "取缔关停" }, "already-closed"],
    ["教师不能停办", "责令停办通知", { of: { ...subject, kind: "教师" } }, "subject-kind"],
    ["没有停过的，谈不上恢复", "恢复办学通知", {}, "not-stopped"],
    ["停办下了没有送达的，谈不上恢复", "恢复办学通知", { orders: [order("停办", "已签发")] }, "not-stopped"],
    [
      "停办中的，可以恢复",
      "恢复办学通知",
      { operation: "暂时关停", orders: [order("停办", "已送达")] },
      "1 份，问题 无",
    ],
    [
      "恢复过的，不再恢复",
      "恢复办学通知",
      { operation: "继续", orders: [order("停办", "已送达"), order("恢复", "已送达")] },
      "already-ordered",
    ],
  ])("%s", (_, kind, story, expected) => expect(issued(story, { kind })).toBe(expected));
});

describe("签发：对问题下的", () => {
  test.each<[string, Story, Partial<IssueWanted>, string]>([
    ["待交办的，照方案下", { findings: [finding("待交办")] }, {}, "1 份，问题 3"],
    ["没有问题的", {}, {}, "no-findings"],
    ["都销了号的", { findings: [finding("销号")] }, {}, "no-findings"],
    ["期限内的，不再下", { findings: [finding("限期内")], orders: [order("整改", "已送达")] }, {}, "already-ordered"],
    [
      "复查没有整改到位的，可以再下",
      { findings: [finding("未整改")], orders: [order("整改", "已到期")] },
      { kind: "整改通知书" },
      "1 份，问题 3",
    ],
    [
      "补录：当天待交办、今天已经下过的，不再下",
      { findings: [finding("待交办")], latest: [finding("已下达")] },
      { findings: [3] },
      "already-ordered",
    ],
    ["点名的问题不是这一家的", { findings: [finding("待交办")] }, { findings: [9] }, "unknown-finding"],
    ["方案没有写明下哪种的", { findings: [finding("待交办", { order_kind: null })] }, {}, "no-routed-kind"],
  ])("%s", (_, story, asked, expected) => expect(issued(story, asked)).toBe(expected));
});

test("成批签发：下不了的跳过，说明为什么", () => {
  const all = (story: Story, asked: Partial<IssueWanted>) => {
    const setting = {
      plan,
      on,
      calendar,
      own: null,
      wanted: { ...wanted, issuer: "区教体局", kind: "责令停办通知", ...asked },
    };
    const { cases, passed } = ordersForAll(bookOf(story), setting);
    return [cases.length, ...passed.keys()];
  };
  expect(all({}, {})).toEqual([1]);
  expect(all({ operation: "暂时关停" }, {})).toEqual([0, "已在停办中"]);
  expect(all({}, { towns: ["样例南街道"] })).toEqual([0]);
  expect(all({}, { classes: ["有证有照"] })).toEqual([0]);
});

describe("一家一份：办理单位只编自己的文号", () => {
  const education = "区教体局";
  const fire = "区消防救援大队";
  const market = "市市场监管局川汇区分局";
  const found = (id: number, lead: string) => finding("待交办", { id, lead });
  const both = [found(3, education), found(4, fire), found(5, `${fire}、${education}`)];
  /** Issuer and findings of each order, then what others lead; or the code. */
  const issue = (findings: readonly IssueKnown["finding"][], own: string | null, asked: Partial<IssueWanted> = {}) => {
    try {
      const setting = { plan, on, calendar, own, wanted: { ...wanted, ...asked } };
      const { cases, ledByOthers } = ordersFor(bookOf({ findings }), subject, setting);
      return [
        ...cases.map(({ issuer, findings: taken }) => `${issuer} ${taken.map(({ id }) => id).join("、")}`),
        ...ledByOthers.map(({ unit, findings: left }) => `留给 ${unit} ${left.join("、")}`),
      ];
    } catch (error) {
      if (error instanceof Stop) return error.problems.map(({ code }) => code);
      throw error;
    }
  };
  test.each<[string, readonly IssueKnown["finding"][], string | null, Partial<IssueWanted>, string[]]>([
    [
      "自己牵头的合成一份，一起牵头的算自己的，别家的留着",
      both,
      education,
      {},
      [`${education} 3、5`, `留给 ${fire} 4`],
    ],
    ["换消防的人来办", both, fire, {}, [`${fire} 4、5`, `留给 ${education} 3`]],
    ["写明由谁下达的，全部合成一份", both, education, { issuer: education }, [`${education} 3、4、5`]],
    ["点了问题的照办，各用各的文号", both, education, { findings: [3, 4] }, [`${education} 3`, `${fire} 4`]],
    ["没有自己牵头的", [found(4, fire)], market, {}, ["led-by-others"]],
    [
      "方案没有写明下哪种的，别家牵头的也留着，不叫它选文书",
      [found(3, education), finding("待交办", { id: 4, lead: fire, order_kind: null })],
      education,
      {},
      [`${education} 3`, `留给 ${fire} 4`],
    ],
    [
      "方案没有写明下哪种的，只有别家牵头的",
      [finding("待交办", { id: 4, lead: fire, order_kind: null })],
      education,
      {},
      ["led-by-others"],
    ],
    ["专班等方案里没有的单位，照牵头单位", both, null, {}, [`${education} 3`, `${fire} 4、5`]],
    [
      "移送由自己签发，不由收件的单位",
      [found(4, fire)],
      education,
      { kind: "案件移送函", findings: [4] },
      [`${education} 4`],
    ],
  ])("%s", (_, findings, own, asked, expected) => expect(issue(findings, own, asked)).toEqual(expected));

  test("没有自己牵头的，说清由谁牵头、怎么移送、怎么一并下达", () => {
    const setting = { plan, on, calendar, own: education, wanted };
    try {
      ordersFor(bookOf({ findings: [found(4, fire)] }), subject, setting);
      expect.unreachable();
    } catch (error) {
      const [problem] = error instanceof Stop ? error.problems : [];
      expect({ ...problem, hint: hintText(problem?.hint ?? "") }).toMatchObject({
        message: "1 样例甲培训中心 没有 区教体局 牵头、要下达的问题：问题 4 由 区消防救援大队 牵头",
        hint:
          "移送的：tuban order issue 1 --kind 案件移送函 --finding 4 --to 区消防救援大队；" +
          "一并由一个单位下达的：tuban order issue 1 --finding 4 --issuer 区教体局",
      });
    }
  });
});

describe("文书上的一件事，当天可以、后来不矛盾才可以", () => {
  const at = (onDay: OrderStage, latest: OrderStage) => ({
    onDay: { number: "样〔2021〕1号", stage: onDay },
    latest: { number: "样〔2021〕1号", stage: latest, happened_on: "2021-07-10" as Day },
  });
  test.each([
    ["送达", "已签发", "已签发", true],
    ["送达", "已签发", "已送达", false],
    ["延期", "已送达", "已到期", true],
    ["延期", "已送达", "办结", false],
    ["撤回", "已送达", "已撤回", false],
    ["延期", "已签发", "已送达", false],
  ] as const)("%s：当天%s、今天%s", (act, onDay, latest, may) => {
    expect(orderActProblem(act, at(onDay, latest)) === null).toBe(may);
  });
  test("签发以前什么都不能办", () => {
    const { latest } = at("已签发", "已签发");
    expect(beforeIssueProblem("送达", latest, "2021-07-09" as Day)?.code).toBe("before-issue");
    expect(beforeIssueProblem("送达", latest, "2021-07-10" as Day)).toBeNull();
  });
});

describe("销号要第二人", () => {
  const closing = (then: FindingStage, latest: FindingStage, person: string, evidence: boolean) => {
    const known = {
      finding: { ...finding(then), severity: "严重" as const, outcome_id: 1 },
      latest: { ...finding(latest), severity: "严重" as const, outcome_id: 1 },
      support: { reviewers: ["王某丙"], recorder: "赵某丁", evidence: false },
    };
    return closeActProblems({ ...plan.review, secondPerson: ["严重"] }, known, { person, evidence }).map(
      ({ code }) => code,
    );
  };
  test.each<[string, string, boolean, string[]]>([
    ["别人来销", "李某乙", true, []],
    ["复查人自己", "王某丙", true, ["closer-is-reviewer"]],
    ["登记的人自己", "赵某丁", true, ["closer-is-recorder"]],
    ["没有佐证", "李某乙", false, ["close-without-evidence"]],
  ])("%s", (_, person, evidence, codes) => {
    expect(closing("已整改待验收", "已整改待验收", person, evidence)).toEqual(codes);
  });
  test("还没有复查合格，或后来又变了的，不能销", () => {
    expect(closing("限期内", "限期内", "李某乙", true)).toEqual(["finding-stage"]);
    expect(closing("已整改待验收", "销号", "李某乙", true)).toEqual(["finding-stage"]);
  });
});

describe("复查轮到谁", () => {
  const known = (latest: FindingStage, relapsed: readonly number[] = []) => ({
    kind: "复查" as const,
    latest: new Map([[3, finding(latest)]]),
    relapsed: new Set(relapsed),
  });
  const one = (stage: FindingStage) => ({ ...finding(stage), subject: 1 });
  test.each<[FindingStage]>([["限期内"], ["到期待复查"], ["未整改"]])("%s的", (stage) => {
    expect(comesUpForReview(one(stage), known(stage))).toBe(true);
  });
  test("等销号的不再问，销了号的不复查，反弹过的另有新问题", () => {
    expect(comesUpForReview(one("已整改待验收"), known("已整改待验收"))).toBe(false);
    expect(comesUpForReview(one("限期内"), known("已整改待验收"))).toBe(false);
    expect(reviewProblem(one("销号"), known("销号"))?.code).toBe("finding-stage");
    expect(reviewProblem(one("销号"), known("销号", [3]))?.code).toBe("already-relapsed");
  });
});
