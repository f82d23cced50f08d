/** The prompt that takes one key, as it stands on the terminal. */
import { render } from "@inquirer/testing";
import { describe, expect, test } from "vitest";
import { pressKey } from "../src/terminal/prompts.ts";

const question = {
  heading: "样例托管中心　无证无照　进度 1/2",
  message: "1-1 疏散通道畅通〔重大隐患〕\n  依据：样例",
  keys: [
    { key: "1", name: "合格" },
    { key: "2", name: "不合格" },
    { key: "b", name: "上一项" },
  ],
};

describe("一键一答", () => {
  test("问的时候有抬头和键，答了以后只留一行", async () => {
    const { answer, events, getScreen } = await render(pressKey, question);
    expect(getScreen()).toBe(
      "样例托管中心　无证无照　进度 1/2\n? 1-1 疏散通道畅通〔重大隐患〕\n  依据：样例\n  1 合格  2 不合格  b 上一项",
    );
    events.keypress({ name: "1" });
    await expect(answer).resolves.toBe("1");
    expect(getScreen()).toBe("✔ 1-1 疏散通道畅通〔重大隐患〕 合格");
  });

  test.each([
    ["大写字母", { name: "b", sequence: "B", shift: true }, "b"],
    ["全角数字", { name: undefined, sequence: "２" }, "2"],
  ] as const)("%s 也算", async (_title, key, wanted) => {
    const { answer, events } = await render(pressKey, question);
    events.keypress(key as { name: string });
    await expect(answer).resolves.toBe(wanted);
  });

  test.each([
    ["别的键", { name: "x", sequence: "x" }],
    ["回车", { name: "enter", sequence: "\r" }],
    ["Ctrl 加字母", { name: "b", sequence: "\u0002", ctrl: true }],
  ])("%s 不算答，说明该按哪些", async (_title, key) => {
    const { answer, events, getScreen, nextRender } = await render(pressKey, question);
    events.keypress(key);
    await nextRender();
    expect(getScreen()).toContain("请按 1、2、b 中的一个键");
    events.keypress({ name: "2" });
    await expect(answer).resolves.toBe("2");
  });
});
