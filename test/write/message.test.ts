import { describe, expect, it } from "vitest";
import type { Place, Problem } from "../../src/campaign/index.ts";
import { nextSteps, placeText, problemText, problemsText } from "../../src/write/message.ts";

const problem: Problem = {
  code: "bad-phone",
  message: "联系电话「139\u001b[2J」不是电话号码。",
  hint: "改正后重新导入：\ntuban import 名册.csv",
  place: { file: "名册\u009b31m.csv", row: 3, column: "联系电话" },
};

describe("what people are told", () => {
  it("a fault, its place and what to do, without power over the terminal", () => {
    expect(problemText(problem)).toBe(
      "错误：联系电话「139␛[2J」不是电话号码。\n  位于 名册\ufffd31m.csv:行3 列「联系电话」\n  → 改正后重新导入：␊tuban import 名册.csv\n",
    );
  });

  it("a warning says so, and only colour is added by colour", () => {
    const plain = problemText(problem, { severity: "warning" });
    const coloured = problemText(problem, { severity: "warning", color: true });
    expect(plain.startsWith("注意：")).toBe(true);
    expect(coloured).not.toBe(plain);
    // oxlint-disable-next-line no-control-regex -- the colours are what is looked for
    expect(coloured.replace(/\u001b\[\d+m/g, "")).toBe(plain);
  });

  it("what many rows have alike is said once, with its rows", () => {
    const unknown = (row: number, name: string): Problem => ({
      code: "unknown-person",
      message: `${name} 还没有登进人员名册`,
      hint: `tuban person add ${name}`,
      place: { file: "结果.csv", row, column: "检查人员" },
    });
    const rows = [...Array(12).keys()].map((at) => unknown(at + 2, "张某甲"));
    expect(problemsText([unknown(2, "李某乙"), ...rows, unknown(9, "李某乙")])).toBe(
      [
        "错误：李某乙 还没有登进人员名册\n  位于 结果.csv:行2、9 列「检查人员」\n  → tuban person add 李某乙\n",
        "错误：张某甲 还没有登进人员名册\n  位于 结果.csv:行2、3、4、5、6、7、8、9、10、11 等 12 行 列「检查人员」\n  → tuban person add 张某甲\n",
      ].join(""),
    );
    // without a row each stands for itself
    const bare: Problem = { code: "internal", message: "一样的话" };
    expect(problemsText([bare, bare])).toBe("错误：一样的话\n错误：一样的话\n");
  });

  it.each<[Place, string]>([
    [{}, ""],
    [{ file: "名册.csv" }, "名册.csv"],
    [{ row: 3 }, "行3"],
    [{ file: "plan.yaml", line: 3 }, "plan.yaml:3"],
    [{ file: "plan.yaml", line: 3, col: 11 }, "plan.yaml:3:11"],
    [{ file: "名册.xlsx", row: 2, column: "名称" }, "名册.xlsx:行2 列「名称」"],
  ])("the place %j is written %s", (place, expected) => {
    expect(placeText(place)).toBe(expected);
  });

  it("the next commands, one a line; nothing when there are none", () => {
    expect(nextSteps(["tuban import 名册.csv", "tuban list"])).toBe(
      "下一步：\n  tuban import 名册.csv\n  tuban list\n",
    );
    expect(nextSteps([])).toBe("");
  });
});
