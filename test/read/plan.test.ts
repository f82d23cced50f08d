import { hintText } from "../../src/write/next.ts";
import { readFileSync } from "node:fs";
import path from "node:path";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Stop } from "../../src/campaign/index.ts";
import type { Plan, Problem } from "../../src/campaign/index.ts";
import { fillBlanks, planJsonSchema, readPlan } from "../../src/read/plan/index.ts";

const root = path.join(import.meta.dirname, "../..");
const sample = (name: string) => readFileSync(path.join(root, `test/read/samples/plan/${name}.yaml`), "utf8");
const smallest = sample("valid/smallest");

function planOf(text: string): Plan {
  const { plan } = readPlan(text, "样本.yaml");
  if (!plan) throw new Error("the plan has problems");
  return plan;
}

function problemsOf(text: string): readonly Problem[] {
  const reading = readPlan(text, "样本.yaml");
  return "problems" in reading ? reading.problems : [];
}

function change(...pairs: [from: string, to: string][]): string {
  return pairs.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`the sample has no ${from}`);
    return text.replace(from, to);
  }, smallest);
}

describe("方案读成什么", () => {
  test("部门的别名换成部门自己的名称，代字也一样", () => {
    const plan = planOf(change(["代字: { 县教育局: 样教改 }", "代字: { 教体局: 样教改 }"]));
    expect(plan.topics[0]?.items[0]?.lead).toEqual(["县消防救援大队"]);
    expect(plan.orderKinds[0]?.issuers).toEqual(["县教育局"]);
    expect(plan.orderKinds[0]?.numbering).toEqual({ words: { 县教育局: "样教改" }, pattern: "{代字}〔{年}〕{序}号" });
  });

  test.each([
    ["10个工作日", { count: 10, unit: "工作日" }],
    ["15日", { count: 15, unit: "日" }],
    ["3个月", { count: 3, unit: "月" }],
    ["待填", null],
  ])("期限“%s”", (written, expected) => {
    expect(planOf(change(["10个工作日", written])).orderKinds[0]?.deadline).toEqual(expected);
  });

  test.each(["0日", "3月", "10", "-1日", "10 个工作日", "3个月左右"])("期限不能写“%s”", (written) => {
    expect(problemsOf(change(["10个工作日", `"${written}"`])).map(({ code }) => code)).toEqual(["plan-bad-duration"]);
  });

  test.each([
    ["", "2021-06-30"],
    [", 含止日: 是", "2021-06-30"],
    [", 含止日: 否", "2021-06-29"],
  ])("“6月30日前”默认含当日%s", (written, until) => {
    const plan = planOf(change(["自: 2021-06-01, 止: 2021-06-30", `止: 2021-06-30${written}`]));
    expect(plan.phases[0]).toMatchObject({ from: null, until });
  });

  test("规则可以带“自”“至”", () => {
    const plan = planOf(change(["编号: 1-1,", "编号: 1-1, 自: 2021-06-10, 至: 2021-07-20,"]));
    expect(plan.topics[0]?.items[0]).toMatchObject({ from: "2021-06-10", until: "2021-07-20" });
  });

  test("不写“自”“至”就是不限，对象默认是机构", () => {
    expect(planOf(smallest).topics[0]?.items[0]).toMatchObject({ from: null, until: null, kind: "机构", classes: [] });
  });

  test("地区待填时，名称仍写着“待填”，好让每张表都看得见", () => {
    const plan = planOf(sample("valid/blanks"));
    expect(plan.region).toEqual({ name: "待填", areaCode: null });
    expect(plan.blanks[0]).toEqual({ path: "地区.名称", note: "哪个县", line: 4 });
  });

  test("待填的地方读成 null，逐处列出路径、说明和行号", () => {
    const plan = planOf(sample("valid/blanks"));
    expect(plan.towns).toBeNull();
    expect(plan.bodies[0]?.name).toBeNull();
    expect(plan.draws[0]?.percent).toBeNull();
    expect(plan.orderKinds[0]?.deadline).toBeNull();
    expect(plan.orderKinds[0]?.numbering.words["县教育局"]).toBeNull();
    expect(plan.blanks.map((blank) => [blank.path, blank.note, blank.line])).toEqual([
      ["地区.名称", "哪个县", 4],
      ["地区.区划代码", "区划代码", 4],
      ["乡镇街道", "街道和乡镇", 8],
      ["双随机.抽查.比例", "比例", 26],
      ["工作机构.第1项.名称", "第一组", 28],
      ["文书种类.整改通知书.代字.县教育局", "县教育局", 33],
      ["文书种类.整改通知书.期限", "整改天数", 33],
    ]);
  });
});

describe("所有问题一次报完", () => {
  test("形式不对的、引用不到的，一次都报，按行号排", () => {
    const text = change(
      ["名称: 样本方案", "名称: 待填"],
      ["自: 2021-06-01", "自: 2021-6-1"],
      ["严重程度: 重大隐患, 依据: [民促法64], 牵头: [消防]", "严重程度: 重大隐患, 依据: [民促法65], 牵头: [公安]"],
      ["统计: 问题 }", "统计: 隐患 }"],
      ["下一步: [延期, 整改通知书]", "下一步: [延期, 通知书]"],
    );
    expect(problemsOf(text).map(({ code, place }) => [code, place?.line])).toEqual([
      ["plan-blank-not-allowed", 3],
      ["plan-bad-day", 10],
      ["plan-unknown-law", 22],
      ["plan-unknown-department", 22],
      ["plan-unknown-order-kind", 32],
      ["plan-wrong-value", 37],
    ]);
  });

  test("部门那一段读不出时，不再把每个牵头部门都报成不认识", () => {
    const text = change(["{ 名称: 县消防救援大队, 别名: [消防] }", "{ 别名: [消防] }"]);
    expect(problemsOf(text).map(({ code }) => code)).toEqual(["plan-missing-key"]);
  });

  test("一项里有两处错，两处都报", () => {
    const text = change([
      "编号: 1-1, 检查: 安全出口畅通, 严重程度: 重大隐患",
      "编号: 一, 检查: 安全出口畅通, 严重程度: 很重",
    ]);
    expect(problemsOf(text).map(({ code }) => code)).toEqual(["plan-bad-item-code", "plan-wrong-value"]);
  });

  test("问题太多时列前200处，并说还有多少", () => {
    const keys = Array.from({ length: 300 }, (_, index) => `多余${index}: 1`).join("\n");
    const problems = problemsOf(`${smallest}${keys}\n`);
    expect(problems).toHaveLength(201);
    expect(problems.at(-1)?.message).toBe("另有100处问题没有列出。");
  });
});

describe("来历不明的文本", () => {
  test.each([
    ["空文件", "", "plan-syntax"],
    ["只有一个列表", "- 甲\n- 乙\n", "plan-syntax"],
    ["超过1 MB", `名称: ${"样".repeat(400_000)}`, "plan-too-large"],
    ["一百万个左方括号", "[".repeat(1_000_000), "plan-too-deep"],
    ["五十万层列表", "- ".repeat(500_000), "plan-too-deep"],
    [
      "一层比一层缩进",
      Array.from({ length: 1300 }, (_, index) => `${" ".repeat(index)}a:`).join("\n"),
      "plan-too-deep",
    ],
    ["引用套引用", "a: &a [1]\nb: &b [*a, *a]\nc: [*b, *b]\n", "plan-alias"],
    ["自定义标签", "名称: !!js/function 'x'\n", "plan-syntax"],
    ["两份方案", "a: 1\n---\nb: 2\n", "plan-syntax"],
  ])("%s", (_, text, code) => {
    const problems = problemsOf(text);
    expect(new Set(problems.map((problem) => problem.code))).toEqual(new Set([code]));
  });

  test("五万个不认识的键也在几秒内读完", { timeout: 20_000 }, () => {
    const text = Array.from({ length: 50_000 }, (_, index) => `k${index}: 1`).join("\n");
    expect(problemsOf(text)).toHaveLength(201);
  });

  test("__proto__ 只是一个不认识的键", () => {
    const problems = problemsOf(`${smallest}__proto__: { 名称: 甲 }\n`);
    expect(problems.map(({ code }) => code)).toEqual(["plan-unknown-key"]);
    expect(({} as Record<string, unknown>)["名称"]).toBeUndefined();
  });

  test("报错的话里没有控制字符", () => {
    const text = change(["名称: 样本方案", '"名\\e[2J称": "\\u202e案"']);
    for (const { message, hint } of problemsOf(text))
      expect(message + hintText(hint ?? "")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });

  test("任意文本都不会使它出错退出", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "binary" }), pieces), (text) => {
        const reading = readPlan(text, "任意.yaml");
        expect(reading.plan !== null || ("problems" in reading && reading.problems.length > 0)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test("方案里任意一处被改成别的值，要么还是方案，要么说出哪一行不对", () => {
    const lines = smallest.split("\n");
    const junk = fc.constantFrom("待填", "null", "[]", "{}", "[[]]", "3", "~", "{ 名称: 3 }", "[待填]", "'", "- ");
    fc.assert(
      fc.property(fc.nat(lines.length - 1), junk, (at, value) => {
        const changed = lines.map((line, index) => (index === at ? line.replace(/:.*$/, `: ${value}`) : line));
        const reading = readPlan(changed.join("\n"), "改动.yaml");
        const problems = "problems" in reading ? reading.problems : [];
        if (reading.plan === null) expect(problems).not.toEqual([]);
        for (const { place } of problems) {
          expect(place?.file).toBe("改动.yaml");
          expect(place?.row ?? 1).toSatisfy((row: number) => row >= 1 && row <= lines.length);
        }
      }),
      { numRuns: 300 },
    );
  });
});

/** Texts made of what plan files are made of. */
const pieces = fc
  .array(
    fc.constantFrom(
      "阶段",
      "部门",
      ":",
      ": ",
      "\n",
      "  ",
      "- ",
      "[",
      "]",
      "{",
      "}",
      ",",
      "待填",
      "1",
      '"',
      "#",
      "&a",
      "*a",
      "|",
      ">",
      "\t",
      "模式版本: 1\n",
      "治理内容:\n  - 序号: 1\n",
    ),
    { maxLength: 60 },
  )
  .map((parts) => parts.join(""));

/** What a run refuses. */
const refusal = (run: () => unknown): Stop => {
  try {
    run();
  } catch (error) {
    if (error instanceof Stop) return error;
    throw error;
  }
  throw new Error("nothing was refused");
};

/** The lines of the sample that hold no blank. */
const untouched = (whole: string) => whole.split("\n").filter((_, index) => ![3, 7, 25, 27, 32].includes(index));

describe("填待填项", () => {
  const blanks = sample("valid/blanks");
  const fill = (...fills: [string, string][]) => fillBlanks(blanks, new Map(fills), "样本.yaml");

  test("填好的读得回来，别的一个字也没动", () => {
    const text = fill(
      ["地区.名称", "样本县"],
      ["地区.区划代码", "411602"],
      ["乡镇街道", "城关镇、东关街道"],
      ["双随机.抽查.比例", "5"],
      ["工作机构.第1项.名称", "综合组"],
      ["文书种类.整改通知书.代字.县教育局", "样教改"],
      ["文书种类.整改通知书.期限", "15日"],
    );
    const plan = planOf(text);
    expect(plan.blanks).toEqual([]);
    expect(plan).toMatchObject({
      region: { name: "样本县", areaCode: "411602" },
      towns: ["城关镇", "东关街道"],
      draws: [{ percent: 5 }],
      orderKinds: [{ deadline: { count: 15, unit: "日" }, numbering: { words: { 县教育局: "样教改" } } }],
    });
    expect(plan.bodies[0]?.name).toBe("综合组");
    expect(text).toContain("乡镇街道: [城关镇, 东关街道] # 由民政局提供\n");
    expect(untouched(text)).toEqual(untouched(blanks));
  });

  test("什么都不填，原样返回", () => expect(fill()).toBe(blanks));

  test.each(["甲: 乙", "甲 # 乙", "- 甲", "[甲", "*甲", "是", "001", "2021", "#甲", "a,b}c"])(
    "填进去的“%s”就是读出来的",
    (value) =>
      expect(
        planOf(fill(["文书种类.整改通知书.代字.县教育局", value])).orderKinds[0]?.numbering.words["县教育局"],
      ).toBe(value),
  );

  test("任何一行文字都不会改变方案的结构", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 1 }), (value) => {
        let text: string;
        try {
          text = fill(["工作机构.第1项.名称", value]);
        } catch (error) {
          return error instanceof Stop;
        }
        return planOf(text).bodies[0]?.name === value.trim() && planOf(text).bodies.length === 2;
      }),
    );
  });

  test("没有的路径不填，并列出有哪些", () => {
    const stop = refusal(() => fill(["文书种类.整改通知书.天数", "15日"]));
    expect(stop.exit).toBe(2);
    expect(stop.problems[0]).toMatchObject({
      code: "plan-unknown-blank",
      message: "方案里没有待填项“文书种类.整改通知书.天数”。",
      hint: expect.stringContaining("tuban plan check") as string,
    });
  });

  test.each([
    ["文书种类.整改通知书.期限", "半个月", "“文书种类.整改通知书.期限”不能填“半个月”：“期限”的“半个月”不是期限。"],
    ["双随机.抽查.比例", "五成", "“双随机.抽查.比例”不能填“五成”：“比例”应是数字，现在是“五成”。"],
    ["双随机.抽查.比例", "120", "“双随机.抽查.比例”不能填“120”：“比例”的“120”太大，至多为100。"],
  ])("%s 填“%s”不合要求", (at, value, message) => {
    expect(refusal(() => fill([at, value])).problems[0]?.message).toBe(message);
  });
});

test("编辑器用的 plan.schema.json 与程序一致", async () => {
  const schema = `${JSON.stringify(planJsonSchema(), null, 2)}\n`;
  expect(schema.length).toBeGreaterThan(1000);
  await expect(schema).toMatchFileSnapshot(path.join(root, "templates/plans/plan.schema.json"));
});
