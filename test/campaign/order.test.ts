import { hintText } from "../../src/write/next.ts";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import type { Calendar, Day, OrderAct, OrderKind, OrderStage, ServiceAct, Plan } from "../../src/campaign/index.ts";
import {
  Stop,
  certainDay,
  dueDay,
  extensionProblems,
  issuerOf,
  kindNamed,
  limitOf,
  limitText,
  leadsTo,
  orderLife,
  nextSerial,
  numberOf,
  readNumber,
  orderActs,
  orderProblem,
  orderStages,
  parseDuration,
  precedingProblems,
  servedDay,
  serviceMethods,
  serviceProblems,
  wordOf,
} from "../../src/campaign/index.ts";
import { loadCalendar } from "../../src/read/calendar.ts";

let calendar: Calendar;
beforeAll(async () => {
  calendar = await loadCalendar();
});

const day = (text: string): Day => text as Day;
const duration = (text: string) => parseDuration(text) ?? expect.fail(text);

const notice: OrderKind = {
  name: "整改通知书",
  effect: "整改",
  issuers: ["区教体局", "区民政局"],
  numbering: { words: { 区教体局: "川教体改", 区民政局: null }, pattern: "{代字}〔{年}〕{序}号" },
  template: "orders/整改通知书.md",
  demands: [],
  deadline: null,
  deadlineBound: day("2021-08-15"),
  restsOn: "问题",
  basis: [],
  after: null,
  extension: { times: 1 },
  from: null,
  until: null,
};
const decision: OrderKind = {
  ...notice,
  name: "行政处罚决定书",
  effect: "处罚",
  deadlineBound: null,
  after: { kind: "行政处罚告知书", wait: duration("5个工作日"), waivable: true },
  from: day("2021-07-15"),
};

function planWith(kinds: readonly OrderKind[], blanks: readonly string[] = []): Plan {
  const departments = [{ name: "区教体局", aliases: ["教体局"], territorial: false, duties: [] }];
  return {
    code: "sample",
    orderKinds: kinds,
    departments,
    blanks: blanks.map((path) => ({ path, note: "待填", line: null })),
  } as unknown as Plan;
}

function refusal(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof Stop)
      return error.problems.map(({ code, message, hint }) => `${code} ${message} ${hintText(hint ?? "")}`).join("\n");
    throw error;
  }
  return expect.fail("nothing was refused");
}

describe("文书的一生", () => {
  const allowed: Readonly<Record<string, OrderStage>> = {
    "已签发 送达": "已送达",
    "已签发 撤回": "已撤回",
    "已送达 延期": "已送达",
    "已送达 放弃申辩": "已送达",
    "已送达 撤回": "已撤回",
    "已到期 延期": "已送达",
    "已到期 放弃申辩": "已到期",
    "已到期 撤回": "已撤回",
    "已签发 送达未成": "已签发",
    "已送达 收回回证": "已送达",
    "已到期 收回回证": "已到期",
    "办结 收回回证": "办结",
  };
  const pairs = orderStages.flatMap((stage) => orderActs.map((act): [OrderStage, OrderAct] => [stage, act]));

  test.each(pairs)("%s的文书 %s", (stage, act) => {
    const leads = allowed[`${stage} ${act}`] ?? null;
    expect(leadsTo(orderLife, stage, act)).toEqual(leads === null ? [] : [leads]);
    const problem = orderProblem(act, { number: "川教体改〔2021〕1号", stage });
    if (leads !== null) return expect(problem).toBeNull();
    expect(problem?.message).toContain(`现在是“${stage}”`);
    expect(problem?.message).toContain(act);
    expect(hintText(problem?.hint ?? "")).toMatch(/tuban (order|review)/);
  });

  test("送达过的再送达，说是再次；没有送达过的不说", () => {
    const said = (act: OrderAct, stage: OrderStage) => orderProblem(act, { number: "甲〔2021〕1号", stage })?.message;
    expect(said("送达", "已送达")).toBe("甲〔2021〕1号 现在是“已送达”，不能再次送达");
    expect(said("送达", "已到期")).toContain("不能再次送达");
    expect(said("送达", "已撤回")).toBe("甲〔2021〕1号 现在是“已撤回”，不能送达");
    expect(said("送达未成", "已送达")).toBe("甲〔2021〕1号 现在是“已送达”，不能送达未成");
  });

  test("没有送达就延期的，说先送达", () => {
    expect(hintText(orderProblem("延期", { number: "甲〔2021〕1号", stage: "已签发" })?.hint ?? "")).toContain(
      "tuban order serve 甲〔2021〕1号",
    );
  });
});

describe("文号", () => {
  test.each([
    ["{代字}〔{年}〕{序}号", "川教体改〔2021〕1号"],
    ["{代字}({年}){序}号", "川教体改〔2021〕1号"],
    ["{代字}[{年}]第{序}号", "川教体改〔2021〕第1号"],
    ["{代字}（{年}）{序}号", "川教体改〔2021〕1号"],
  ])("%s", (pattern, number) => {
    expect(numberOf(pattern, "川教体改", 2021, 1)).toBe(number);
  });

  test.each<[string, string, readonly [string, number, number] | null]>([
    ["清教改〔2026〕7号", "{代字}〔{年}〕{序}号", ["清教改", 2026, 7]],
    ["清教改[2026]7号", "{代字}〔{年}〕{序}号", ["清教改", 2026, 7]],
    ["清教改（2026） 12 号", "{代字}〔{年}〕{序}号", ["清教改", 2026, 12]],
    ["清教罚字〔2026〕第2号", "{代字}〔{年}〕第{序}号", ["清教罚字", 2026, 2]],
    ["清教改2026第3号", "{代字}{年}第{序}号", ["清教改", 2026, 3]],
    ["清教改〔2026〕第7号", "{代字}〔{年}〕{序}号", null],
    ["清教改7号", "{代字}〔{年}〕{序}号", null],
    ["〔2026〕7号", "{代字}〔{年}〕{序}号", null],
    ["清教改〔2026〕007号", "{代字}〔{年}〕{序}号", null],
  ])("纸上已有的文号：%s", (text, pattern, read) => {
    const given = readNumber(pattern, text);
    expect(given && [given.word, given.year, given.serial]).toEqual(read);
    if (given) expect(readNumber(pattern, given.number)).toEqual(given);
  });

  test("代字里的 $ 和花括号照写", () => {
    expect(numberOf("{代字}〔{年}〕{序}号", "$&{序}", 2021, 3)).toBe("$&{序}〔2021〕3号");
  });

  test("撤回的号不再用，另一年、另一代字从头起", () => {
    const pattern = "{代字}〔{年}〕{序}号";
    const taken = [1, 2, 3].map((serial) => ({
      word: "甲",
      year: 2021,
      serial,
      number: numberOf(pattern, "甲", 2021, serial),
    }));
    expect(nextSerial(pattern, "甲", 2021, taken)).toBe(4);
    expect(nextSerial(pattern, "甲", 2022, taken)).toBe(1);
    expect(nextSerial(pattern, "乙", 2021, taken)).toBe(1);
    expect(nextSerial("{代字}〔{年}〕第{序}号", "甲", 2021, taken)).toBe(1);
  });

  test("两种文书共用一个代字时接着编，不会重号", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom("{代字}〔{年}〕{序}号", "{代字}〔{年}〕第{序}号"), { maxLength: 20 }),
        (patterns) => {
          const taken: { word: string; year: number; serial: number; number: string }[] = [];
          for (const pattern of patterns) {
            const serial = nextSerial(pattern, "甲", 2021, taken);
            taken.push({ word: "甲", year: 2021, serial, number: numberOf(pattern, "甲", 2021, serial) });
          }
          expect(new Set(taken.map(({ number }) => number)).size).toBe(taken.length);
        },
      ),
    );
  });
});

describe("期限", () => {
  test.each([
    ["十个工作日", "10个工作日", null, "2021-07-20", "2021-08-03"],
    ["跨国庆，调休的周六周日也算", "7个工作日", null, "2021-09-28", "2021-10-13"],
    ["十五日，周六顺延", "15日", null, "2021-07-16", "2021-08-02"],
    ["方案的最晚日期更早", "10个工作日", "2021-08-01", "2021-07-20", "2021-08-01"],
    ["方案的最晚日期更晚", "10个工作日", "2021-08-15", "2021-07-20", "2021-08-03"],
    ["只写明最后一天", null, "2021-08-15", "2021-07-20", "2021-08-15"],
    ["没有期限", null, null, "2021-07-20", null],
  ])("%s", (_, time, bound, served, due) => {
    const limit = { deadline: time === null ? null : duration(time), bound: bound === null ? null : day(bound) };
    const { last } = dueDay(calendar, limit, day(served));
    expect(last && certainDay(last)).toBe(due);
  });

  test("说得清怎么算的", () => {
    expect(dueDay(calendar, { deadline: duration("15日"), bound: day("2021-08-01") }, day("2021-07-16")).rule).toBe(
      "自送达次日 2021-07-17 起 15日，2021-07-31 不是工作日，顺延到 2021-08-02，到 2021-08-02；方案规定不超过 2021-08-01",
    );
  });

  test.each([
    ["没有顺延的不说顺延", "10个工作日", null, "自送达次日 2021-07-17 起 10个工作日"],
    ["只写明最后一天", null, "2021-08-15", "文书写明的期限 2021-08-15"],
    ["没有期限的，没有算法", null, null, null],
  ])("%s", (_, time, bound, rule) => {
    const limit = { deadline: time === null ? null : duration(time), bound: bound === null ? null : day(bound) };
    expect(dueDay(calendar, limit, day("2021-07-16")).rule).toBe(rule);
  });

  test.each([
    [
      "没有公布放假安排的年份，只说前后",
      null,
      { settled: false, around: "2027-01-27" },
      "自送达次日 2026-12-03 起 40个工作日，2027-01-27 前后（2027年放假安排未公布）",
    ],
    [
      "方案的最晚日期比哪一种放假安排都早，就是那一天",
      "2027-01-10",
      { settled: true, due: "2027-01-10" },
      "自送达次日 2026-12-03 起 40个工作日，到 2027-01-27 前后（2027年放假安排未公布）；方案规定不超过 2027-01-10",
    ],
    [
      "方案的最晚日期哪一天先到，要看放假安排",
      "2027-01-26",
      { settled: false, around: "2027-01-26" },
      "自送达次日 2026-12-03 起 40个工作日，2027-01-26 前后（2027年放假安排未公布）；方案规定不超过 2027-01-26",
    ],
  ])("%s", (_, bound, last, rule) => {
    const limit = { deadline: duration("40个工作日"), bound: bound === null ? null : day(bound) };
    const due = dueDay(calendar, limit, day("2026-12-02"));
    expect(due.last).toMatchObject(last);
    expect(due.rule).toBe(rule);
  });

  test("方案的最晚日期在那一年之前，就是它", () => {
    const limit = { deadline: duration("40个工作日"), bound: day("2026-12-31") };
    expect(dueDay(calendar, limit, day("2026-12-02"))).toEqual({
      last: { settled: true, due: "2026-12-31" },
      rule: "自送达次日 2026-12-03 起 40个工作日，到 2027-01-27 前后（2027年放假安排未公布）；方案规定不超过 2026-12-31",
    });
  });

  test("文书里的写法", () => {
    expect(limitText({ deadline: duration("10个工作日"), bound: day("2021-08-05") })).toBe(
      "自送达之日起10个工作日内（最迟不超过2021年8月5日）",
    );
    expect(limitText({ deadline: null, bound: day("2021-08-15") })).toBe("2021年8月15日前（含当日）");
    expect(limitText({ deadline: null, bound: null })).toBeNull();
  });

  test("方案待填的，说出路径和两种填法", () => {
    const said = refusal(() =>
      limitOf(planWith([notice], ["文书种类.整改通知书.期限"]), notice, day("2021-07-20"), { days: null, due: null }),
    );
    expect(said).toContain("文书种类.整改通知书.期限");
    expect(said).toContain("--days 10个工作日");
    expect(said).toContain("--fill 文书种类.整改通知书.期限=10个工作日");
  });

  test("没有另给期限的，照方案写的；方案没有写、也不是待填的，整改文书一定要有，别的可以没有", () => {
    const none = { days: null, due: null };
    const timed = { ...notice, deadline: duration("15日") };
    expect(limitOf(planWith([timed]), timed, day("2021-07-20"), none)).toEqual({
      deadline: duration("15日"),
      bound: "2021-08-15",
    });
    expect(limitOf(planWith([timed]), timed, day("2021-07-20"), { ...none, days: duration("3日") }).deadline).toEqual(
      duration("3日"),
    );
    expect(refusal(() => limitOf(planWith([notice]), notice, day("2021-07-20"), none))).toContain("blank-deadline");
    expect(limitOf(planWith([decision]), decision, day("2021-07-20"), none)).toEqual({ deadline: null, bound: null });
  });

  test("当天就到期的可以，方案最晚日期那天签发的也受它约束", () => {
    const plan = planWith([notice]);
    expect(limitOf(plan, notice, day("2021-07-20"), { days: null, due: day("2021-07-20") }).bound).toBe("2021-07-20");
    expect(limitOf(plan, notice, day("2021-08-15"), { days: duration("10日"), due: null }).bound).toBe("2021-08-15");
    expect(limitOf(plan, notice, day("2021-08-01"), { days: null, due: day("2021-08-15") }).bound).toBe("2021-08-15");
  });

  test("方案的最晚日期只管那天以前签发的；写明的日期不得超过它", () => {
    const plan = planWith([notice]);
    expect(limitOf(plan, notice, day("2021-07-20"), { days: duration("10日"), due: null })).toEqual({
      deadline: duration("10日"),
      bound: "2021-08-15",
    });
    expect(limitOf(plan, notice, day("2021-08-20"), { days: duration("10日"), due: null })).toEqual({
      deadline: duration("10日"),
      bound: null,
    });
    expect(limitOf(plan, notice, day("2021-07-20"), { days: null, due: day("2021-08-01") })).toEqual({
      deadline: null,
      bound: "2021-08-01",
    });
    expect(refusal(() => limitOf(plan, notice, day("2021-07-20"), { days: null, due: day("2021-08-16") }))).toContain(
      "due-beyond-plan",
    );
    expect(refusal(() => limitOf(plan, notice, day("2021-07-20"), { days: null, due: day("2021-07-19") }))).toContain(
      "due-before-issue",
    );
  });
});

describe("谁签发、用什么代字", () => {
  test("别名认得；不能签发的拒绝", () => {
    const plan = planWith([notice]);
    expect(issuerOf(plan, notice, { asked: "教体局", leads: [] })).toBe("区教体局");
    expect(issuerOf(plan, notice, { asked: null, leads: ["区消防救援大队", "区民政局"] })).toBe("区民政局");
    expect(issuerOf(plan, notice, { asked: null, leads: ["区消防救援大队"] })).toBe("区教体局");
    expect(refusal(() => issuerOf(plan, notice, { asked: "区卫健委", leads: [] }))).toContain("区教体局、区民政局");
    expect(refusal(() => issuerOf(plan, { ...notice, issuers: [] }, { asked: null, leads: ["区教体局"] }))).toContain(
      "no-issuer 方案没有写明整改通知书由谁签发",
    );
  });

  test("代字待填的，说出路径；命令行给的优先", () => {
    const plan = planWith([notice]);
    expect(wordOf(plan, notice, "区教体局", null)).toBe("川教体改");
    expect(wordOf(plan, notice, "区民政局", "川民改")).toBe("川民改");
    expect(refusal(() => wordOf(plan, notice, "区民政局", null))).toContain(
      "--fill 文书种类.整改通知书.代字.区民政局=机关代字",
    );
    expect(refusal(() => wordOf(plan, notice, "区民政局", "川民\u001b[31m"))).toContain("bad-word");
  });

  test("种类不认识、不在施行期的拒绝", () => {
    const plan = planWith([notice, decision]);
    expect(kindNamed(plan, "行政处罚决定书", day("2021-07-15")).name).toBe("行政处罚决定书");
    expect(kindNamed(plan, " 整改通知书 ", day("2018-03-01")).name).toBe("整改通知书");
    const until = { ...decision, from: null, until: day("2021-08-01") };
    expect(kindNamed(planWith([until]), "行政处罚决定书", day("2021-08-01")).name).toBe("行政处罚决定书");
    expect(refusal(() => kindNamed(planWith([until]), "行政处罚决定书", day("2021-08-02")))).toContain(
      "方案规定 … 至 2021-08-01 适用",
    );
    expect(refusal(() => kindNamed(plan, "行政处罚决定书", day("2021-07-14")))).toContain("2021-07-15");
    expect(refusal(() => kindNamed(plan, "没收决定", day("2021-07-20")))).toContain("整改通知书、行政处罚决定书");
    expect(refusal(() => kindNamed(plan, "行政处罚决定书", day("2021-07-14")))).toContain("2021-07-15 至 … 适用");
    expect(refusal(() => kindNamed(planWith([]), "整改通知书", day("2021-07-20")))).toContain("方案没有列出文书种类");
  });
});

describe("先告知，后决定", () => {
  const served = { number: "罚告1号", servedOn: day("2021-09-28"), waivedOn: null };
  const codes = (
    before: Parameters<typeof precedingProblems>[2],
    on: string,
    kind = decision,
    blanks: string[] = [],
  ): string[] => precedingProblems(planWith([kind], blanks), kind, before, day(on), calendar).map(({ code }) => code);

  test.each([
    ["没有告知", null, "2021-10-20", ["preceding-missing"]],
    ["没有送达", { ...served, servedOn: null }, "2021-10-20", ["preceding-unserved"]],
    ["申辩期最后一天", served, "2021-10-11", ["preceding-wait"]],
    ["申辩期满第二天", served, "2021-10-12", []],
    ["当事人放弃的不必等", { ...served, waivedOn: day("2021-09-29") }, "2021-09-29", []],
    ["放弃之前要等", { ...served, waivedOn: day("2021-09-30") }, "2021-09-29", ["preceding-wait"]],
  ])("%s", (_, before, on, expected) => {
    expect(codes(before, on)).toEqual(expected);
  });

  test.each([
    [true, "2021-10-11 之后再签发；当事人明确放弃的，用 tuban order waive 罚告1号 --reason 说明 登记"],
    [false, "2021-10-11 之后再签发"],
  ])("要等的，说等到哪天；可以放弃的（%s），说怎样登记", (waivable, hint) => {
    const kind: OrderKind = {
      ...decision,
      after: { kind: "行政处罚告知书", wait: duration("5个工作日"), waivable },
    };
    const before = { ...served, waivedOn: day("2021-09-29") };
    const on = waivable ? "2021-09-28" : "2021-10-11";
    const problems = precedingProblems(planWith([kind]), kind, before, day(on), calendar);
    expect(problems.map((problem) => hintText(problem.hint ?? ""))).toEqual([hint]);
  });

  test("方案没有写天数的不猜", () => {
    const kind: OrderKind = { ...decision, after: { kind: "行政处罚告知书", wait: null, waivable: true } };
    expect(codes(served, "2021-12-01", kind, ["文书种类.行政处罚决定书.先行文书.间隔"])).toEqual(["blank-wait"]);
  });
});

describe("延期", () => {
  const order = { number: "甲1号", kind: "整改通知书", dueOn: day("2021-08-03"), extensions: 0, unresolved: false };
  const codes = (
    change: Partial<typeof order>,
    on: string,
    to: string,
    kind = notice,
    blanks: string[] = [],
  ): string[] =>
    extensionProblems(planWith([kind], blanks), kind, { ...order, ...change }, { on: day(on), to: day(to) }).map(
      ({ code }) => code,
    );

  test.each([
    ["到期那天还可以", {}, "2021-08-03", "2021-08-10", []],
    ["到期以后不行", {}, "2021-08-04", "2021-08-10", ["extension-late"]],
    ["复查没有到位的，到期以后可以", { unresolved: true }, "2021-08-04", "2021-08-10", []],
    ["不比原来晚", {}, "2021-08-02", "2021-08-03", ["extension-not-later"]],
    ["次数用完", { extensions: 1 }, "2021-08-02", "2021-08-10", ["extension-used-up"]],
    ["超过方案的最晚日期", {}, "2021-08-02", "2021-08-16", ["extension-beyond-plan"]],
    [
      "已经过去的日子，几样毛病一起说",
      { extensions: 1, unresolved: true },
      "2021-08-12",
      "2021-08-11",
      ["extension-past", "extension-used-up"],
    ],
  ])("%s", (_, change, on, to, expected) => {
    expect(codes(change, on, to)).toEqual(expected);
  });

  test("方案不许、方案待填", () => {
    const kind = { ...notice, extension: null };
    expect(codes({}, "2021-08-02", "2021-08-10", kind)).toEqual(["not-extendable"]);
    expect(codes({}, "2021-08-02", "2021-08-10", kind, ["文书种类.整改通知书.延期次数"])).toEqual(["blank-extension"]);
  });
});

describe("送达", () => {
  test("公告满三十日视为送达，不顺延；其余当日", () => {
    expect(serviceMethods.map((method) => servedDay(method, day("2021-07-16")))).toEqual([
      "2021-07-16",
      "2021-07-16",
      "2021-07-16",
      "2021-07-16",
      "2021-08-15",
    ]);
  });

  const bare: ServiceAct = {
    method: "直接",
    note: "",
    witness: "",
    recording: "",
    consent: "",
    mailNo: "",
    receivedOn: null,
    reason: "",
    place: "",
    attempts: 0,
  };

  test.each<[string, Partial<ServiceAct>, number]>([
    ["直接送达不用别的", { method: "直接" }, 0],
    ["留置：什么都没写", { method: "留置" }, 2],
    ["留置：有见证人，没写怎样拒收", { method: "留置", witness: "李某乙" }, 1],
    ["留置：有录像和拒收情况", { method: "留置", recording: "录像一段", reason: "看后拒签" }, 0],
    ["留置：以前登记过拒收", { method: "留置", witness: "李某乙", attempts: 1 }, 0],
    ["电子：没有同意", { method: "电子", place: "样例邮箱" }, 1],
    ["电子：签过确认书", { method: "电子", place: "样例邮箱", consent: "确认书" }, 0],
    ["邮寄：只有邮件号，没有回执", { method: "邮寄", mailNo: "样例001" }, 1],
    ["邮寄：有回执日期", { method: "邮寄", mailNo: "样例001", receivedOn: day("2021-07-20") }, 0],
    ["公告：什么都没写", { method: "公告" }, 3],
    ["公告：没有试过别的方式", { method: "公告", reason: "联系不上", place: "政府网站" }, 1],
    ["公告：下落不明", { method: "公告", reason: "受送达人下落不明", place: "政府网站" }, 0],
    ["公告：试过邮寄被退回", { method: "公告", reason: "邮寄退回", place: "政府网站", attempts: 1 }, 0],
  ])("%s", (_, given, count) => {
    expect(serviceProblems({ ...bare, ...given })).toHaveLength(count);
  });
});
