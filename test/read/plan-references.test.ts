/** What one part of a plan says about another: every place where a name may stand is looked at, not only the first that came to mind. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { readPlan } from "../../src/read/plan/index.ts";

const complete = readFileSync(path.join(import.meta.dirname, "samples/plan/complete.yaml"), "utf8");

/** The problems of the sample with other values at these places; JSON is YAML as well. */
function problemsWith(changes: Readonly<Record<string, unknown>>): { code: string; message: string }[] {
  const plan = parse(complete) as object;
  for (const [at, value] of Object.entries(changes)) {
    const keys = at.split(".");
    const last = keys.pop() ?? "";
    const holder = keys.reduce<object>((record, key) => Reflect.get(record, key) as object, plan);
    Reflect.set(holder, last, value);
  }
  const reading = readPlan(JSON.stringify(plan, null, 1), "样本.yaml");
  return "problems" in reading ? reading.problems.map(({ code, message }) => ({ code, message })) : [];
}

const codesWith = (changes: Readonly<Record<string, unknown>>): string[] =>
  problemsWith(changes).map(({ code }) => code);

const sectionOf = (name: string): object[] => (parse(complete) as Record<string, object[]>)[name] ?? [];

test("样本本身没有错", () => expect(problemsWith({})).toEqual([]));

const places: Readonly<Record<string, readonly string[]>> = {
  "plan-unknown-department": [
    "阶段.0.牵头.0",
    "工作机构.0.牵头",
    "治理内容.0.检查项.0.牵头.0",
    "分类处置.0.牵头.0",
    "分类处置.0.配合.0",
    "文书种类.0.签发.0",
    "复查.牵头.0",
    "名单.0.牵头",
    "报表.0.报送单位",
    "措施.0.主管.0",
    "指标.1.其中.部门.0",
  ],
  "plan-unknown-law": [
    "治理内容.0.检查项.0.依据.0",
    "文书种类.0.依据.0",
    "名单.0.依据.0",
    "措施.0.依据.0",
    "信用记分.依据.0",
    "阈值.0.依据.0",
  ],
  "plan-unknown-order-kind": ["分类处置.0.文书", "文书种类.1.先行文书.名称", "复查.下一步.0", "指标.1.其中.文书.0"],
  "plan-unknown-category": ["治理内容.0.检查项.0.类别.0", "分类处置.0.条件.类别.0", "指标.0.其中.类别.0"],
  "plan-unknown-topic": ["分类处置.0.条件.内容.0", "名单.0.情形.0.内容.0", "指标.1.其中.内容.0"],
  "plan-unknown-bucket": ["分类处置.0.归入", "指标.0.其中.分批.0"],
  "plan-unknown-item": ["零目标.0.检查项.0", "指标.1.其中.检查项.0"],
  "plan-unknown-indicator": ["指标.3.分子", "指标.3.分母", "报表.0.指标.0"],
  "plan-unknown-phase": ["指标.0.其中.阶段.0"],
  "plan-unknown-town": ["指标.0.其中.属地.0"],
};

describe("写了方案里没有的", () => {
  test.each(Object.entries(places).flatMap(([code, at]) => at.map((one) => [one, code] as const)))("%s", (at, code) => {
    const nowhere = /(?:内容|阶段)\.0$/.test(at) ? 99 : at.endsWith("检查项.0") ? "9-9" : "查无此名";
    expect(codesWith({ [at]: nowhere }).filter((one) => one !== "plan-missing-number-word")).toEqual([code]);
  });

  test("工作机构可以牵头阶段，不能牵头检查项", () => {
    expect(codesWith({ "阶段.0.牵头": ["综合组"] })).toEqual([]);
    expect(codesWith({ "治理内容.0.检查项.0.牵头": ["综合组"] })).toEqual(["plan-unknown-department"]);
  });

  test("代字写给了别的部门，签发的部门就没有代字", () => {
    expect(codesWith({ "文书种类.0.代字": { 县消防救援大队: "样消改" } })).toEqual(["plan-missing-number-word"]);
    expect(codesWith({ "文书种类.0.代字": { 县教育局: "样教改", 查无此名: "样" } })).toEqual([
      "plan-unknown-department",
    ]);
  });

  test("方案没有列乡镇街道的，属地不核对", () => {
    expect(codesWith({ 乡镇街道: "待填", "指标.0.其中.属地.0": "查无此名" })).toEqual([]);
  });
});

describe("同一个名称写了两次", () => {
  test.each([
    ["类别", "类别"],
    ["阶段", "阶段序号"],
    ["部门", "部门"],
    ["工作机构", "工作机构"],
    ["法律依据", "法律依据"],
    ["治理内容", "治理内容序号"],
    ["分类处置", "分类处置"],
    ["分批", "分批"],
    ["文书种类", "文书种类"],
    ["名单", "名单"],
    ["零目标", "零目标"],
    ["措施", "措施"],
    ["双随机", "双随机"],
    ["阈值", "阈值"],
    ["指标", "指标"],
    ["报表", "报表"],
  ])("%s", (section, noun) => {
    const records = sectionOf(section);
    const twin = problemsWith({ [section]: [...records, records[0]] }).find(({ code }) => code === "plan-duplicate");
    expect(twin?.message).toMatch(new RegExp(`^${noun}“.+”出现了两次。$`));
  });

  test.each([
    [
      "检查项",
      {
        "治理内容.0.检查项": [1, 2].map(() => ({ 编号: "1-2", 检查: "有", 严重程度: "一般", 牵头: [] })),
        零目标: [],
        "指标.1.其中.检查项": ["1-2"],
      },
    ],
    ["类别", { "类别.1.别名": ["学科类"] }],
    ["部门", { "部门.1.别名": ["消防", "教体局"] }],
    ["报表“周报”的指标", { "报表.0.指标": ["机构总数", "机构总数"] }],
  ])("%s", (noun, changes) => {
    expect(problemsWith(changes)).toMatchObject([
      { code: "plan-duplicate", message: expect.stringContaining(noun) as string },
    ]);
  });

  test("先后施行的两份黑名单规则不算两次", () => {
    const [list] = sectionOf("名单");
    const rules = (since: string) => [
      { ...list, 至: "2021-07-31" },
      { ...list, 自: since },
    ];
    expect(codesWith({ 名单: rules("2021-08-01") })).toEqual([]);
    expect(new Set(codesWith({ 名单: rules("2021-07-31") }))).toEqual(new Set(["plan-duplicate"]));
  });
});

test.each(["阶段.0", "法律依据.0", "治理内容.0.检查项.0", "分类处置.0", "文书种类.0", "名单.0"])(
  "%s 的起止写反了；同一天起止可以",
  (at) => {
    const until = at === "阶段.0" ? "止" : "至";
    const codes = (from: string, to: string): string[] => codesWith({ [`${at}.自`]: from, [`${at}.${until}`]: to });
    expect(codes("2021-07-02", "2021-07-01")).toContain("plan-until-before-from");
    expect(codes("2021-07-01", "2021-07-01")).toEqual([]);
  },
);

test("换年的方案：早于行动开始的期限、不是数的阈值，都查得出", () => {
  expect(codesWith({ "文书种类.0.期限不超过": "2020-08-15" })).toEqual(["plan-limit-in-the-past"]);
  expect(codesWith({ "文书种类.0.期限不超过": "2021-08-15" })).toEqual([]);
  const threshold = (value: string | number) => ({ 阈值: [{ 名称: "听证较大数额罚款", 数值: value, 单位: "元" }] });
  expect(codesWith(threshold("abc"))).toEqual(["plan-threshold-no-number"]);
  expect(codesWith(threshold("5千"))).toEqual(["plan-threshold-no-number"]);
  for (const value of [10_000, "10000", "待填：由本省规定"]) expect(codesWith(threshold(value))).toEqual([]);
});

describe("引用的法律，在方案的日子里要有效", () => {
  test.each([
    ["到第一个阶段开始那天为止", { 至: "2021-06-01" }, 0],
    ["第一个阶段以前就失效", { 至: "2021-05-31" }, 6],
    ["最后一天起施行", { 自: "2021-08-31" }, 0],
    ["最后一天以后才施行", { 自: "2021-09-01" }, 6],
  ])("%s", (_, inForce, count) => {
    const changes = Object.fromEntries(Object.entries(inForce).map(([key, value]) => [`法律依据.0.${key}`, value]));
    const problems = problemsWith(changes);
    expect(problems.map(({ code }) => code)).toEqual(Array.from({ length: count }, () => "plan-law-not-in-force"));
    const [first] = problems;
    if (first) expect(first.message).toContain("至" in inForce ? `但它至${inForce.至}止` : `但它自${inForce.自}起施行`);
  });

  test("最后一个阶段写“以后”的，方案没有最后一天", () => {
    const later = { "阶段.1.止": undefined, "法律依据.0.自": "2022-01-01" };
    expect(codesWith(later)).toEqual([]);
    expect(codesWith({ ...later, "治理内容.0.检查项.0.自": "2022-01-01" })).toEqual([]);
    expect(codesWith({ ...later, "治理内容.0.检查项.0.至": "2021-12-31" })).toEqual(["plan-law-not-in-force"]);
  });

  test("规则自己写了“自”“至”的，按它的日子", () => {
    const law = { "法律依据.0.自": "2021-09-01" };
    expect(codesWith({ ...law, "治理内容.0.检查项.0.至": "2021-10-01" })).toHaveLength(5);
    expect(codesWith({ ...law, "文书种类.0.至": "2021-10-01", "名单.0.至": "2021-10-01" })).toHaveLength(4);
  });
});

test.each([
  ["第{年}号", ["教体局"], "没有{序}"],
  ["{代字}{序}号", ["教体局"], "没有{年}"],
  ["{代字}号", ["教体局"], "没有{年}、{序}"],
  ["样教改〔{年}〕{序}号", ["教体局", "消防"], "没有{代字}"],
  ["样教改〔{年}〕{序}号", ["教体局"], null],
  ["{代字}（{年}）第{序}号", ["教体局", "消防"], null],
])("文号写“%s”，由 %j 签发", (pattern, issuers, says) => {
  const problems = problemsWith({
    "文书种类.0.文号": pattern,
    "文书种类.0.签发": issuers,
    "文书种类.0.代字": { 县教育局: "样教改", 县消防救援大队: "样消改" },
  });
  expect(problems).toEqual(
    says === null
      ? []
      : [{ code: "plan-number-pattern", message: `文书“整改通知书”的文号“${pattern}”里${says}，各份会重号。` }],
  );
});

describe("指标和它数的东西要合", () => {
  test.each([
    ["单位", { "指标.0.单位": "个次" }, ["plan-wrong-value"]],
    ["机构按人次数", { "指标.0.单位": "人次", "指标.3.分子": "机构总数" }, ["plan-indicator-unit"]],
    ["机构按个数也行，但率的两边要一样", { "指标.0.单位": "个" }, ["plan-ratio-units"]],
    ["状态没有期间", { "指标.0.口径": "期间" }, ["plan-indicator-basis"]],
    ["机构没有严重程度", { "指标.0.其中": { 严重程度: ["一般"] } }, ["plan-indicator-filter"]],
    ["率除以率", { "指标.3.分母": "问题机构占比" }, ["plan-ratio-units"]],
    [
      "登记没有写事项",
      { "指标.1": { 名称: "退费", 单位: "元", 口径: "期间", 统计: "登记" } },
      ["plan-tally-without-item"],
    ],
  ])("%s", (_, changes, codes) => {
    expect(codesWith(changes)).toEqual(codes);
  });

  test.each([
    ["问题机构占比 = 问题机构数 ÷ 机构总数", []],
    ["问题机构占比 = 问题机构数 ÷ 问题机构数", ["plan-consistency"]],
    ["问题机构占比 = 机构总数 ÷ 机构总数", ["plan-consistency"]],
    ["机构总数 = 问题机构数 ÷ 机构总数", ["plan-consistency"]],
  ])("勾稽“%s”", (rule, codes) => {
    expect(codesWith({ 勾稽: [rule] })).toEqual(codes);
  });

  test.each([
    ["元和万元算一种", "元", "万元", []],
    ["处和元是两种", "处", "元", ["plan-tally-units"]],
  ])("同一事项的单位：%s", (_, one, other, codes) => {
    const tally = (name: string, unit: string) => ({
      名称: name,
      单位: unit,
      口径: "期间",
      统计: "登记",
      其中: { 事项: ["退费"] },
    });
    const indicators = [...sectionOf("指标"), tally("甲", one), tally("乙", other)];
    expect(codesWith({ 指标: indicators })).toEqual(codes);
  });

  test.each([
    ["周", "周五 17:00", []],
    ["周", "25日 12:00", ["plan-cutoff-rhythm"]],
    ["月", "25日 12:00", []],
    ["月", "周五 17:00", ["plan-cutoff-rhythm"]],
    ["季", "17:00", []],
    ["季", "25日 12:00", ["plan-cutoff-rhythm"]],
  ])("%s报的截止写“%s”", (rhythm, cutoff, codes) => {
    expect(codesWith({ "报表.0.频次": rhythm, "报表.0.截止": cutoff })).toEqual(codes);
  });
});
