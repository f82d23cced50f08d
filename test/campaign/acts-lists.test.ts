/** Acts on lists and buckets, without a ledger: what refuses them, and what facts come of them. */
import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import {
  changingListing,
  editionOf,
  listingAfter,
  publishing,
  publishingPast,
  puttingInBucket,
} from "../../src/campaign/index.ts";
import type {
  Calendar,
  CandidateFacts,
  Day,
  ListName,
  ListRule,
  ListingChange,
  ListingState,
  Plan,
  Problem,
} from "../../src/campaign/index.ts";
import { loadCalendar } from "../../src/read/calendar.ts";
import { readPlan } from "../../src/read/plan/index.ts";
import { templatePath } from "../../src/templates.ts";
import { hintText } from "../../src/write/next.ts";

const on = "2021-12-20" as Day;
const campaign = "样例行动";
let calendar: Calendar;
let plan: Plan;
let white: ListRule;
beforeAll(async () => {
  calendar = await loadCalendar();
  const read = readPlan(readFileSync(templatePath("plans", "chuanhui-2021.yaml"), "utf8"), "chuanhui-2021.yaml");
  if (read.plan === null) throw new Error("the shipped plan has faults");
  plan = read.plan;
  const rule = plan.lists.find(({ name }) => name === "白名单");
  if (!rule) throw new Error("the shipped plan has no 白名单");
  white = { ...rule, gates: ["检查过", "无未销号问题"], situations: rule.situations.slice(0, 1) };
});

const place = (subject: number, more: Partial<CandidateFacts> = {}): CandidateFacts => ({
  subject,
  kind: "机构",
  name: `样例${subject}号培训中心`,
  uscc: null,
  permitNo: "教民样例001号",
  permitUntil: "2026-01-01" as Day,
  address: "样例路1号",
  licenceClass: "有证有照",
  category: null,
  operation: null,
  findings: [],
  visits: [{ kind: "检查", on, result: "合格" }],
  orders: [],
  blacklisted: false,
  states: {},
  ...more,
});

const said = (problems: readonly Problem[]): string[] =>
  problems.map(({ code, hint }) => `${code}：${hintText(hint ?? "")}`);

describe("归入哪一批", () => {
  const asked = (bucket: string) => ({ campaign, bucket, reason: "样例", on });
  test.each([
    ["查处", "查处"],
    ["查处一批", "查处"],
    [" 关停 ", "关停"],
  ])("写“%s”，归入%s", (bucket, name) => {
    expect(puttingInBucket.problems({ plan, subject: 3 }, asked(bucket))).toEqual([]);
    expect(puttingInBucket.facts({ plan, subject: 3 }, asked(bucket))).toEqual({
      campaign,
      subject: 3,
      bucket: name,
      reason: "样例",
      happened_on: on,
    });
  });
  test("方案里没有的一批，说有哪几批", () => {
    expect(said(puttingInBucket.problems({ plan, subject: 3 }, asked("整治")))).toEqual([
      "unknown-bucket：方案的分批：查处、审批、规范、关停",
    ]);
  });
});

describe("名单上的变动", () => {
  const asked = (list: ListName, change: ListingChange) => ({
    campaign,
    list,
    change,
    reason: "样例",
    on,
    plan,
    calendar,
  });
  const known = (list: ListName, state: ListingState, last: Day | null = null) => ({
    facts: place(3, { states: { [list]: state } }),
    since: "2021-12-01" as Day,
    last,
  });
  test.each<[ListName, ListingState, ListingChange, string[]]>([
    ["白名单", "在列", "移出", []],
    ["白名单", "在列", "异议", []],
    ["白名单", "未列入", "移出", ["listing-state：还没有列入；先看能不能列入：tuban publish whitelist --preview"]],
    [
      "黑名单",
      "在列",
      "整改中",
      ["listing-state：已经在列；移出用 tuban publish remove 3 --list blacklist --reason 理由"],
    ],
  ])("%s上“%s”的，%s", (list, state, change, refused) => {
    expect(said(changingListing.problems(known(list, state), asked(list, change)))).toEqual(refused);
  });
  test("同一家后面已有登记的，不能补在前面", () => {
    const later = known("白名单", "在列", "2021-12-21" as Day);
    expect(said(changingListing.problems(later, asked("白名单", "移出")))).toEqual([
      "listing-day-past：--on 不早于 2021-12-21",
    ]);
  });
  test("黑名单没有情形可依的，不告知", () => {
    const [problem] = changingListing.problems(known("黑名单", "未列入"), asked("黑名单", "告知"));
    expect(problem?.code).toMatch(/no-situation|no-list-rule/);
  });
  test("复核撤销的黑名单，三个工作日内撤下；白名单没有这个期限", () => {
    expect(listingAfter(known("黑名单", "在列异议中"), asked("黑名单", "复核撤销"))).toMatchObject({
      state: "移出",
      due: { due: "2021-12-23" },
    });
    expect(listingAfter(known("白名单", "在列异议中"), asked("白名单", "复核撤销"))).toEqual({
      state: "移出",
      due: null,
    });
  });
  test("登记的就是这一件", () => {
    expect(changingListing.facts(known("白名单", "在列"), asked("白名单", "移出"))).toEqual({
      campaign,
      list: "白名单",
      subject: 3,
      change: "移出",
      reason: "样例",
      happened_on: on,
    });
  });
});

describe("公布一版名单", () => {
  const asked = (only: readonly number[] | null = null) => ({ campaign, plan, rule: white, on, calendar, only });
  const open = {
    id: 7,
    topic: 1,
    severity: "一般",
    open: true,
    awaitsClosing: false,
    evidence: 0,
    route: null,
  } as const;
  const facts = [place(1), place(2, { findings: [open] }), place(3, { findings: [open], states: { 白名单: "在列" } })];
  const listed = { situation: "样例", reason: "样例", basis: "样例", until: null };
  const known = { facts, present: new Map([[3, listed]]), since: new Map([[3, "2021-12-01" as Day]]) };
  const text = { title: "样例", markdown: "样例", csv: "样例" };
  const version = (only: readonly number[] | null = null, last: Day | null = null) => ({
    ...editionOf(known, asked(only)),
    last,
    version: 2,
    text,
  });

  test("符合的列入，在列而不再符合的移出，其余的不动", () => {
    const { entries, fresh, leaving, candidates } = version();
    expect(entries.map(({ subject }) => subject)).toEqual([1]);
    expect([...fresh]).toEqual([1]);
    expect(leaving.map(({ subject, reason }) => `${subject} ${reason}`)).toEqual(["3 1 个问题没有销号（#7）"]);
    expect(candidates).toHaveLength(3);
  });
  test("登记的是这一版、列入的、移出的", () => {
    const { publication, listings, removals } = publishing.facts(version(), asked());
    expect(publication).toEqual({ campaign, list: "白名单", version: 2, ...text, happened_on: on });
    expect(listings.map(({ subject, name }) => `${subject} ${name}`)).toEqual(["1 样例1号培训中心"]);
    expect(removals).toEqual([
      { campaign, list: "白名单", subject: 3, change: "移出", reason: "1 个问题没有销号（#7）", happened_on: on },
    ]);
  });
  test("点名要列的不符合，说先办什么", () => {
    expect(said(publishing.problems(version([2]), asked([2])))).toEqual([
      "candidate-held：先办：tuban review 2；或者从 --only 里去掉",
    ]);
    expect(publishing.problems(version([1]), asked([1]))).toEqual([]);
  });
  test("后面已有登记的名单，不能补做前面的一版", () => {
    expect(said(publishing.problems(version(null, "2021-12-21" as Day), asked()))).toEqual([
      "listing-day-past：--on 不早于 2021-12-21",
    ]);
  });
  test("补录纸面公布的：已在列的不能再列，理由是那份公告", () => {
    const announced = { rule: white, title: "样例公告", number: "样〔2021〕1号", situation: "样例", until: null };
    const measure = { plan, day: on, calendar };
    const past = { campaign, measure, ...announced };
    const paper = { facts: [place(1)], present: new Map<number, { happened_on: Day }>(), last: null, version: 1, text };
    expect(publishingPast.problems(paper, past)).toEqual([]);
    expect(publishingPast.facts(paper, past).listings.map(({ reason }) => reason)).toEqual([
      "原公布：样〔2021〕1号《样例公告》",
    ]);
    const there = { ...paper, present: new Map([[1, { happened_on: "2021-12-01" as Day }]]) };
    expect(publishingPast.problems(there, past).map(({ message }) => message)).toEqual([
      "1 样例1号培训中心 2021-12-01 已列入白名单",
    ]);
  });
});
