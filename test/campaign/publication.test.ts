/** Who may stand on which list: every condition held and passed, and what the public sees. */
import { next } from "../../src/campaign/index.ts";
import type { Next } from "../../src/campaign/index.ts";
import { nextText } from "../../src/write/next.ts";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  addDays,
  checkCreditCode,
  gateNames,
  gates,
  judge,
  listRuleOn,
  proposeBucket,
  publicEntry,
  restoreProblems,
  takeDownOf,
} from "../../src/campaign/index.ts";
import type {
  CandidateFacts,
  CandidateFinding,
  CandidateOrder,
  Day,
  GateName,
  JudgedBy,
  ListRule,
  OrderKind,
  Plan,
  Situation,
} from "../../src/campaign/index.ts";
import { loadCalendar } from "../../src/read/calendar.ts";
import { fillBlanks, readPlan } from "../../src/read/plan/index.ts";
import { templatePath } from "../../src/templates.ts";

const day = "2021-12-01" as Day;
const source = readFileSync(templatePath("plans", "chuanhui-2021.yaml"), "utf8");
const window = "文书种类.行政处罚决定书.先行文书.间隔";
const plan = planOf(fillBlanks(source, new Map([[window, "5个工作日"]]), "样例.yaml"));
const calendar = await loadCalendar();
const measure: JudgedBy = { plan, day, calendar };
const anything: Situation = { name: "样例情形", classes: [], severities: [], topics: [] };

/** In order in every respect that a 白名单 asks for. */
const sound: CandidateFacts = {
  subject: 7,
  kind: "机构",
  name: "样例书法培训学校",
  uscc: "52411602MJY0000004",
  permitNo: "教民141160270000001号",
  permitUntil: "2023-06-30" as Day,
  address: "川汇区七一路88号2楼",
  licenceClass: "有证有照",
  category: "艺术类",
  operation: "继续",
  findings: [],
  visits: [{ kind: "排查", on: "2021-06-25" as Day, result: "合格" }],
  orders: [],
  blacklisted: false,
  states: {},
};
const finding: CandidateFinding = {
  id: 4,
  topic: 1,
  severity: "重大隐患",
  open: true,
  awaitsClosing: false,
  evidence: 1,
  route: "1",
};
const order = (
  kind: string,
  effect: CandidateOrder["effect"],
  issuedOn: string,
  servedOn: string | null,
  more: Partial<CandidateOrder> = {},
): CandidateOrder => ({
  number: `川教〔2021〕${kind.length}号`,
  kind,
  effect,
  issuedOn: issuedOn as Day,
  servedOn: servedOn as Day | null,
  waivedOn: null,
  withdrawnOn: null,
  ...more,
});
const notice = order("行政处罚告知书", "告知", "2021-08-02", "2021-08-03");
const decision = order("行政处罚决定书", "处罚", "2021-08-20", "2021-08-23");
/** Established, told, heard, decided, served. */
const penalised: CandidateFacts = {
  ...sound,
  name: "样例托管中心",
  licenceClass: "无证无照",
  permitNo: null,
  permitUntil: null,
  findings: [finding],
  orders: [notice, decision],
};

/** An act as it is typed. */
const typed = (act: Next | null | undefined): string | null => (act ? nextText(act) : null);

interface Case {
  readonly gate: GateName;
  readonly facts: Partial<CandidateFacts>;
  readonly reason: string | null;
  readonly command?: string | null;
  readonly by?: Partial<JudgedBy>;
  readonly situation?: Partial<Situation>;
}

const cases: readonly Case[] = [
  { gate: "有证有照", facts: {}, reason: null },
  {
    gate: "有证有照",
    facts: { licenceClass: "有照无证" },
    reason: "证照类别是有照无证",
    command: "tuban import 名册.csv",
  },
  { gate: "有证有照", facts: { licenceClass: null }, reason: "证照类别不详", command: "tuban import 名册.csv" },
  { gate: "许可证在有效期内", facts: { permitUntil: day }, reason: null },
  { gate: "许可证在有效期内", facts: { permitUntil: "长期" }, reason: null },
  {
    gate: "许可证在有效期内",
    facts: { permitUntil: "2021-11-30" as Day },
    reason: "办学许可证已于 2021-11-30 到期",
    command: "tuban import 名册.csv",
  },
  {
    gate: "许可证在有效期内",
    facts: { permitUntil: null },
    reason: "没有登记办学许可证有效期",
    command: "tuban import 名册.csv",
  },
  { gate: "检查过", facts: {}, reason: null },
  { gate: "检查过", facts: { visits: [] }, reason: "本次行动还没有检查过", command: "tuban inspect 7" },
  {
    gate: "检查过",
    facts: { visits: [{ kind: "排查", on: day, result: "拒检" }] },
    reason: "本次行动还没有检查过",
    command: "tuban inspect 7",
  },
  { gate: "无未销号问题", facts: { findings: [{ ...finding, open: false }] }, reason: null },
  { gate: "无未销号问题", facts: { findings: [finding] }, reason: "1 个问题没有销号（#4）", command: "tuban review 7" },
  {
    gate: "无未销号问题",
    facts: { findings: [{ ...finding, awaitsClosing: true }] },
    reason: "1 个问题没有销号（#4）",
    command: "tuban close w4",
  },
  {
    gate: "无未销号问题",
    facts: {
      findings: [
        { ...finding, awaitsClosing: true },
        { ...finding, id: 5 },
      ],
    },
    reason: "2 个问题没有销号（#4、#5）",
    command: "tuban review 7",
  },
  {
    gate: "无未销号问题",
    facts: { findings: [1, 2, 3, 4, 5].map((id) => ({ ...finding, id })) },
    reason: "5 个问题没有销号（#1、#2、#3、#4、#5）",
    command: "tuban review 7",
  },
  {
    gate: "无未销号问题",
    facts: { findings: [1, 2, 3, 4, 5, 6].map((id) => ({ ...finding, id })) },
    reason: "6 个问题没有销号（#1、#2、#3、#4、#5 等）",
    command: "tuban review 7",
  },
  { gate: "无未销号重大隐患", facts: { findings: [{ ...finding, severity: "一般" }] }, reason: null },
  {
    gate: "无未销号重大隐患",
    facts: { findings: [finding] },
    reason: "1 个重大隐患没有销号（#4）",
    command: "tuban review 7",
  },
  { gate: "未在停办中", facts: {}, reason: null },
  { gate: "未在停办中", facts: { operation: null }, reason: null },
  {
    gate: "未在停办中",
    facts: { operation: "暂时关停" },
    reason: "正在暂时关停",
    command: "tuban inspect 7 --kind 验收",
  },
  { gate: "未在停办中", facts: { operation: "取缔关停" }, reason: "已取缔关停", command: null },
  { gate: "未在停办中", facts: { existence: "注销" }, reason: "底数里已注销", command: null },
  { gate: "未在停办中", facts: { existence: "停业" }, reason: "底数里已停业", command: null },
  { gate: "未在停办中", facts: { existence: "营转非" }, reason: null },
  { gate: "未在黑名单", facts: {}, reason: null },
  {
    gate: "未在黑名单",
    facts: { blacklisted: true },
    reason: "还在黑名单上",
    command: "tuban publish remove 7 --list blacklist --reason 理由",
  },
  { gate: "事实有证据", facts: { findings: [finding] }, reason: null },
  { gate: "事实有证据", facts: { findings: [] }, reason: "没有附证据的问题", command: "tuban inspect 7" },
  {
    gate: "事实有证据",
    facts: { findings: [{ ...finding, evidence: 0 }] },
    reason: "没有附证据的问题",
    command: "tuban inspect 7",
  },
  {
    gate: "事实有证据",
    facts: { findings: [finding] },
    situation: { topics: [7] },
    reason: "没有附证据的问题",
    command: "tuban inspect 7",
  },
  { gate: "已告知", facts: { orders: [notice] }, reason: null },
  { gate: "已告知", facts: { orders: [notice, decision] }, reason: null },
  { gate: "已告知", facts: {}, reason: "没有处罚告知", command: "tuban order issue 7 --kind 行政处罚告知书" },
  {
    gate: "已告知",
    facts: { orders: [{ ...notice, withdrawnOn: day }] },
    reason: "没有处罚告知",
    command: "tuban order issue 7 --kind 行政处罚告知书",
  },
  {
    gate: "已告知",
    facts: { orders: [{ ...notice, servedOn: null }] },
    reason: "处罚告知 川教〔2021〕7号 还没有送达",
    command: "tuban order serve 川教〔2021〕7号 --to 收件人",
  },
  {
    gate: "已告知",
    facts: { orders: [{ ...notice, servedOn: "2021-12-20" as Day }] },
    reason: "处罚告知 川教〔2021〕7号 还没有送达",
    command: "tuban order serve 川教〔2021〕7号 --to 收件人",
  },
  {
    gate: "已告知",
    facts: { orders: [{ ...notice, servedOn: "2021-08-21" as Day }, decision] },
    reason: "处罚告知的送达晚于处罚决定 川教〔2021〕7号",
    command: "tuban order withdraw 川教〔2021〕7号 --reason 理由",
  },
  {
    gate: "已告知",
    facts: { orders: [{ ...notice, servedOn: "2021-08-21" as Day }, notice, decision] },
    reason: null,
  },
  {
    gate: "已告知",
    facts: { orders: [{ ...notice, servedOn: decision.issuedOn }, decision] },
    reason: null,
  },
  {
    gate: "已告知",
    facts: {},
    by: { plan: replaced("告知", "2021-10-01" as Day) },
    reason: "没有处罚告知",
    command: "tuban order issue 7 --kind 新行政处罚告知书",
  },
  {
    gate: "已告知",
    facts: {},
    by: { plan: replaced("告知", "2021-10-01" as Day), day: "2021-09-30" as Day },
    reason: "没有处罚告知",
    command: "tuban order issue 7 --kind 行政处罚告知书",
  },
  // A plan whose kinds of notice have all run out, and one that closes without penalties, still say what is missing.
  {
    gate: "已告知",
    facts: {},
    by: { plan: changedKinds((kind) => (kind.effect === "告知" ? [{ ...kind, until: "2021-10-01" as Day }] : [kind])) },
    reason: "没有处罚告知",
    command: "tuban order issue 7 --kind 行政处罚告知书",
  },
  {
    gate: "已决定并送达",
    facts: {},
    by: { plan: changedKinds((kind) => (kind.effect === "处罚" ? [] : [kind])) },
    reason: "没有处罚决定",
    command: "tuban order issue 7 --kind 查封取缔决定",
  },
  {
    gate: "已决定并送达",
    facts: {},
    by: { plan: changedKinds(() => []) },
    reason: "没有处罚决定",
    command: null,
  },
  { gate: "申辩期满", facts: { orders: [notice] }, reason: null },
  {
    gate: "申辩期满",
    facts: { orders: [{ ...notice, servedOn: null }] },
    reason: "还没有送达处罚告知，申辩期没有起算",
    command: null,
  },
  // A plan that lets nobody give up the time to be heard waits it out; one that sets no time does not.
  {
    gate: "申辩期满",
    facts: { orders: [{ ...notice, waivedOn: "2021-08-04" as Day }] },
    by: { plan: following({ waivable: false }), day: "2021-08-10" as Day },
    reason: "川教〔2021〕7号 的申辩期（5个工作日）到 2021-08-10 才满",
    command: null,
  },
  {
    gate: "申辩期满",
    facts: { orders: [notice] },
    by: { plan: following({ wait: null }), day: "2021-08-03" as Day },
    reason: null,
  },
  { gate: "申辩期满", facts: {}, reason: "还没有送达处罚告知，申辩期没有起算", command: null },
  {
    gate: "申辩期满",
    facts: { orders: [notice] },
    by: { day: "2021-08-10" as Day },
    reason: "川教〔2021〕7号 的申辩期（5个工作日）到 2021-08-10 才满",
    command: "tuban order waive 川教〔2021〕7号 --reason 说明",
  },
  { gate: "申辩期满", facts: { orders: [notice] }, by: { day: "2021-08-11" as Day }, reason: null },
  {
    gate: "申辩期满",
    facts: { orders: [{ ...notice, waivedOn: "2021-08-04" as Day }] },
    by: { day: "2021-08-04" as Day },
    reason: null,
  },
  {
    gate: "申辩期满",
    facts: { orders: [notice] },
    by: { plan: planOf(source) },
    reason: `方案没有填写行政处罚告知书的申辩期限（${window}）`,
    command: `tuban plan adopt chuanhui-2021 --fill ${window}=期限`,
  },
  {
    gate: "申辩期满",
    facts: { orders: [{ ...notice, waivedOn: "2021-08-04" as Day }] },
    by: { plan: planOf(source) },
    reason: null,
  },
  {
    gate: "申辩期满",
    facts: { orders: [{ ...notice, kind: "听证告知书" }] },
    reason: "方案里没有哪种处罚决定以听证告知书为先行文书，申辩期不知道多长",
    command: null,
  },
  { gate: "已决定并送达", facts: { orders: [decision] }, reason: null },
  {
    gate: "已决定并送达",
    facts: { orders: [decision] },
    by: { day: "2021-08-23" as Day },
    reason: null,
  },
  {
    gate: "已决定并送达",
    facts: { orders: [decision] },
    by: { day: "2021-08-22" as Day },
    reason: "处罚决定 川教〔2021〕7号 还没有送达",
    command: "tuban order serve 川教〔2021〕7号 --to 收件人",
  },
  { gate: "已决定并送达", facts: { orders: [{ ...decision, effect: "取缔" }] }, reason: null },
  {
    gate: "已决定并送达",
    facts: { orders: [{ ...decision, effect: "停办" }] },
    reason: "没有处罚决定",
    command: "tuban order issue 7 --kind 行政处罚决定书",
  },
  {
    gate: "已决定并送达",
    facts: { orders: [{ ...decision, withdrawnOn: day }] },
    reason: "没有处罚决定",
    command: "tuban order issue 7 --kind 行政处罚决定书",
  },
  {
    gate: "已决定并送达",
    facts: { orders: [{ ...decision, servedOn: null }] },
    reason: "处罚决定 川教〔2021〕7号 还没有送达",
    command: "tuban order serve 川教〔2021〕7号 --to 收件人",
  },
];

describe("列入条件", () => {
  test.each(cases)("$gate：$reason", ({ gate, facts, reason, command, by, situation }) => {
    const verdict = gates[gate]({ ...sound, ...facts }, { ...measure, ...by }, { ...anything, ...situation });
    expect(verdict && { reason: verdict.reason, command: typed(verdict.next) }).toEqual(
      reason === null ? null : { reason, command: command ?? null },
    );
  });

  test.each(gateNames)("%s 有通过的例子，也有不通过的例子", (gate) => {
    const ours = cases.filter((one) => one.gate === gate);
    expect(ours.some(({ reason }) => reason === null)).toBe(true);
    expect(ours.some(({ reason }) => reason !== null)).toBe(true);
  });
});

describe("判定", () => {
  const white = ruleOf("白名单");
  const black = ruleOf("黑名单");

  test("各项都符合的站得住；样样都缺的把理由一次说全", () => {
    expect(judge(white, sound, measure)).toMatchObject({
      stands: true,
      situations: ["具备办学资质、办学行为规范"],
      listed: false,
    });
    const poor: CandidateFacts = {
      ...sound,
      licenceClass: "无证无照",
      permitUntil: null,
      visits: [],
      findings: [finding],
      operation: "暂时关停",
      blacklisted: true,
    };
    expect(
      judge(white, poor, measure)
        .verdicts.filter(({ held }) => held)
        .map(({ gate }) => gate),
    ).toEqual(white.gates);
  });

  test("只有机构上白名单；老师、学校不是候选", () => {
    expect(judge(white, { ...sound, kind: "教师" }, measure)).toEqual({
      situations: [],
      verdicts: [],
      listed: false,
      stands: false,
      elsewhere: null,
    });
  });

  test("白名单的候选不是黑名单的候选：问题都销了号、证照齐全的，黑名单不再列它，说明为什么", () => {
    const rectified = { ...sound, findings: [{ ...finding, open: false }] };
    expect(judge(white, rectified, measure).stands).toBe(true);
    expect(judge(black, rectified, measure)).toMatchObject({
      situations: [],
      verdicts: [],
      stands: false,
      elsewhere: "符合白名单的全部条件，不作黑名单候选",
    });
  });

  test("黑名单的条件全部符合的，白名单暂缓；复核撤销了黑名单的，白名单才放行", () => {
    const both = { ...sound, findings: [{ ...finding, open: false }], orders: [notice, decision] };
    expect(judge(black, both, measure).stands).toBe(true);
    const held = judge(white, both, measure);
    expect(held).toMatchObject({ stands: false });
    expect(held.verdicts.flatMap((one) => one.held ?? [])).toEqual([
      {
        reason: "黑名单的条件也全部符合，两个名单只能上一个",
        next: next("publish blacklist", [], { preview: true }),
      },
    ]);
    expect(judge(white, { ...both, states: { 黑名单: "不予列入" } }, measure).stands).toBe(true);
  });

  test("暂缓的也把各种情形都写出来，有异议时不少一种", () => {
    const objected: CandidateFacts = { ...penalised, states: { 黑名单: "拟列入异议中" } };
    expect(judge(black, objected, measure)).toMatchObject({ stands: false, situations: ["有安全隐患", "无资质"] });
    const untold = judge(black, { ...penalised, orders: [] }, measure);
    expect(untold.situations).toEqual(["有安全隐患", "无资质"]);
  });

  test("黑名单：走完程序的站得住，没有证据的情形不写进去", () => {
    expect(judge(black, penalised, measure)).toMatchObject({ stands: true, situations: ["有安全隐患", "无资质"] });
    const bare = {
      ...penalised,
      findings: [
        { ...finding, evidence: 0 },
        { ...finding, id: 5, topic: 3 },
      ],
    };
    expect(judge(black, bare, measure).situations).toEqual(["无资质", "有不良行为"]);
  });

  test("黑名单：没有情形的不是候选，程序没走完的暂缓", () => {
    expect(judge(black, sound, measure).verdicts).toEqual([]);
    const early = judge(black, { ...penalised, orders: [] }, measure);
    expect(early.stands).toBe(false);
    expect(early.verdicts.flatMap(({ held }) => held?.reason ?? [])).toEqual([
      "没有处罚告知",
      "还没有送达处罚告知，申辩期没有起算",
      "没有处罚决定",
    ]);
  });

  test("只能由人判断的情形，告知过的才算", () => {
    const rule: ListRule = { ...black, situations: [{ ...anything, name: "有令不行" }] };
    expect(judge(rule, penalised, measure).verdicts).toEqual([]);
    expect(judge(rule, { ...penalised, states: { 黑名单: "拟列入" } }, measure)).toMatchObject({
      stands: true,
      situations: ["有令不行"],
    });
  });

  test("已在列的：条件还符合就继续，哪怕情形已经不在；条件不再符合就移出", () => {
    const onList: CandidateFacts = {
      ...penalised,
      states: { 黑名单: "在列" },
      licenceClass: "有证有照",
      findings: [{ ...finding, topic: 2 }],
    };
    expect(judge(black, onList, measure)).toMatchObject({ stands: true, listed: true });
    const revoked = { ...onList, orders: [notice, { ...decision, withdrawnOn: day }] };
    expect(judge(black, revoked, measure)).toMatchObject({ stands: false, listed: true });
  });

  test.each([
    ["拟列入异议中", "tuban publish decide 7 --uphold --list whitelist --reason 理由"],
    ["整改中", "tuban publish restore 7 --reason 理由"],
    ["移出", "tuban publish notify 7 --list whitelist --reason 理由"],
  ] as const)("条件都符合，但名单状态是%s：暂缓，并给出下一步", (state, command) => {
    const { stands, verdicts } = judge(white, { ...sound, states: { 白名单: state } }, measure);
    expect(stands).toBe(false);
    expect(verdicts[0]).toMatchObject({
      gate: "名单状态",
      held: { reason: `样例书法培训学校 在白名单上现在是“${state}”，不能公布列入` },
    });
    expect(typed(verdicts[0]?.held?.next)).toBe(command);
  });
});

const entryOf = (list: "白名单" | "黑名单", facts: CandidateFacts, carried: Parameters<typeof publicEntry>[4] = null) =>
  publicEntry(ruleOf(list), facts, judge(ruleOf(list), facts, measure), measure, carried);

describe("公开的内容", () => {
  test("机构用全称、全码、完整的地址，有效至不超过许可证", () => {
    expect(entryOf("白名单", sound)).toEqual({
      subject: 7,
      name: "样例书法培训学校",
      uscc: "52411602MJY0000004",
      permitNo: "教民141160270000001号",
      address: "川汇区七一路88号2楼",
      situation: "具备办学资质、办学行为规范",
      reason: "有证有照、许可证在有效期内、检查过、无未销号问题、未在停办中、未在黑名单",
      basis: `《${plan.name}》`,
      until: "2023-06-30",
      since: day,
    });
  });

  test("证、照都没有的，可能就在谁的家里：地址到路名为止；登记过的写全，群众才找得到是哪一家", () => {
    expect(entryOf("黑名单", { ...penalised, licenceClass: "无证无照" }).address).toBe("川汇区七一路××");
    for (const licenceClass of ["有证有照", "有证无照", "有照无证", null] as const)
      expect(entryOf("黑名单", { ...penalised, licenceClass, permitNo: sound.permitNo }).address).toBe(
        "川汇区七一路88号2楼",
      );
  });

  test("号码失效或填错的，按没有收下：登记为无证无照的，填着号码也不公开门牌", () => {
    const address = (more: object): string => entryOf("黑名单", { ...penalised, permitNo: null, ...more }).address;
    expect(address({ licenceClass: "无证无照", permitNo: sound.permitNo })).toBe("川汇区七一路××");
    expect(address({ licenceClass: null, uscc: "524116197001010134" })).toBe("川汇区七一路88号2楼");
    expect(address({ licenceClass: null, uscc: "524116197001010135" })).toBe("川汇区七一路××");
    expect(address({ licenceClass: null, uscc: null })).toBe("川汇区七一路××");
  });

  test("黑名单写决定的文号和日期、法律依据；没有期限的到移出为止", () => {
    expect(entryOf("黑名单", penalised)).toMatchObject({
      reason: "行政处罚决定书 川教〔2021〕7号（2021-08-20）",
      basis: "《中华人民共和国行政处罚法（2021年修订）》第四十八条",
      until: null,
    });
  });

  test("教师和举办者：姓名隐去，代码、证号、地址一概不写", () => {
    for (const kind of ["教师", "举办者"] as const)
      expect(
        entryOf("黑名单", { ...penalised, kind, name: "欧阳某甲", uscc: "411602198001010011", permitNo: "教民1号" }),
      ).toMatchObject({ name: "欧阳××", uscc: "", permitNo: "", address: "" });
  });

  test("混在名称、代码、地址里的电话和身份证号写不出去", () => {
    const leaky = entryOf("白名单", {
      ...sound,
      name: "样例学校13800000000",
      uscc: "411602198001010011",
      address: "七一路，电话13800000000",
    });
    expect(JSON.stringify(leaky)).not.toMatch(/13800000000|411602198001010011/);
    expect(leaky.name).toBe("样例学校（略）");
  });

  test("全是数字的信用代码，校验得过的照写，不当成身份证号", () => {
    expect(entryOf("白名单", { ...sound, uscc: "524116197001010134" }).uscc).toBe("524116197001010134");
    expect(entryOf("白名单", { ...sound, uscc: "524116197001010135" }).uscc).toBe("（略）");
  });

  test("填在信用代码一栏的身份证号，碰巧合信用代码的校验位，也写不出去", () => {
    expect(checkCreditCode("411602198001010032").ok).toBe(true);
    expect(entryOf("白名单", { ...sound, uscc: "411602198001010032" }).uscc).toBe("（略）");
  });

  test("黑名单续到下一版：情形、决定、依据、期限照旧", () => {
    const carried = {
      situation: "有安全隐患",
      reason: "旧决定",
      basis: "旧依据",
      until: "2022-08-20" as Day,
      since: "2021-08-20" as Day,
    };
    expect(entryOf("黑名单", { ...penalised, states: { 黑名单: "在列" } }, carried)).toMatchObject(carried);
  });

  test("有公布期限的算到期日", () => {
    const rule: ListRule = { ...ruleOf("黑名单"), stays: { count: 12, unit: "月" } };
    expect(publicEntry(rule, penalised, judge(rule, penalised, measure), measure, null).until).toBe("2022-12-01");
  });
});

describe("撤下和恢复", () => {
  test("决定撤回后三个工作日；还有别的决定撑着的不用撤", () => {
    const revoked = { ...decision, withdrawnOn: "2021-11-26" as Day };
    expect(takeDownOf({ ...penalised, orders: [notice, revoked] }, measure)).toEqual({
      number: revoked.number,
      revokedOn: "2021-11-26",
      due: expect.objectContaining({ due: "2021-12-01" }),
    });
    expect(takeDownOf({ ...penalised, orders: [notice, revoked, decision] }, measure)).toBeNull();
    expect(takeDownOf(penalised, measure)).toBeNull();
  });

  test("恢复白名单：条件符合、整改以来检查合格、没有超过重回期限", () => {
    const since = "2021-10-15" as Day;
    const checked: CandidateFacts = {
      ...sound,
      states: { 白名单: "整改中" },
      visits: [{ kind: "验收", on: "2021-11-01" as Day, result: "合格" }],
    };
    const rule: ListRule = { ...ruleOf("白名单"), wayBack: { count: 3, unit: "月" } };
    const codes = (facts: CandidateFacts, on: Day = day) =>
      restoreProblems(rule, facts, since, { ...measure, day: on }).map(({ code }) => code);
    expect(codes(checked)).toEqual([]);
    expect(codes({ ...checked, visits: sound.visits })).toEqual(["not-verified"]);
    const visited = (kind: "验收" | "复查", on: string, result: string): CandidateFacts => ({
      ...checked,
      visits: [...sound.visits, { kind, on: on as Day, result }],
    });
    expect(codes(visited("复查", since, "已整改"))).toEqual([]);
    expect(codes(visited("复查", day, "已整改"))).toEqual([]);
    expect(codes(visited("复查", "2021-10-14", "已整改"))).toEqual(["not-verified"]);
    expect(codes(visited("验收", "2021-12-02", "合格"))).toEqual(["not-verified"]);
    expect(codes(visited("复查", day, "部分整改"))).toEqual(["not-verified"]);
    expect(codes({ ...checked, findings: [finding], visits: [] })).toEqual(["gate-held", "gate-held", "not-verified"]);
    expect(codes(checked, "2022-01-17" as Day)).toEqual([]);
    expect(codes(checked, "2022-01-18" as Day)).toEqual(["way-back-over"]);
  });
});

test.each([
  [
    "无证无照，按证照走第2项",
    { licenceClass: "无证无照", findings: [] },
    { bucket: "查处", why: "无证无照，处置第 2 项" },
  ],
  [
    "重大隐患走过第1项",
    { licenceClass: "有证有照", findings: [finding] },
    { bucket: "查处", why: "有未销号问题走处置第 1 项" },
  ],
  ["问题销号了就不再按它建议", { licenceClass: "有证有照", findings: [{ ...finding, open: false }] }, null],
  ["取缔了的归关停", { operation: "取缔关停" }, { bucket: "关停", why: "已取缔关停" }],
  ["有证有照没有问题，方案没有话说", { licenceClass: "有证有照", findings: [] }, null],
] as const)("分批建议：%s", (_, change, proposal) => {
  expect(proposeBucket(plan, { ...sound, ...change }, day)).toEqual(proposal);
});

function planOf(text: string): Plan {
  const read = readPlan(text, "样例.yaml");
  if (read.plan === null) throw new Error(read.problems.map(({ message }) => message).join("\n"));
  return read.plan;
}

/** The plan with what its penal decision asks of the notice before it changed. */
function following(change: Partial<NonNullable<OrderKind["after"]>>): Plan {
  return changedKinds((kind) => [
    kind.effect === "处罚" && kind.after ? { ...kind, after: { ...kind.after, ...change } } : kind,
  ]);
}

/** The plan with a new kind of order in the place of each of this effect, from a day on. */
function replaced(effect: OrderKind["effect"], from: Day): Plan {
  return changedKinds((kind) =>
    kind.effect === effect
      ? [
          { ...kind, until: addDays(from, -1) },
          { ...kind, name: `新${kind.name}`, from },
        ]
      : [kind],
  );
}

function changedKinds(change: (kind: OrderKind) => readonly OrderKind[]): Plan {
  return { ...plan, orderKinds: plan.orderKinds.flatMap(change) };
}

function ruleOf(list: "白名单" | "黑名单"): ListRule {
  const rule = listRuleOn(plan, list, day);
  if (rule === null) throw new Error(`the plan has no ${list}`);
  return rule;
}
