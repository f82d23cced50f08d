/** Every life: what it refuses is refused by its gate, its table hangs together, and docs/lives.md shows it as it is. */
import { describe, expect, test } from "vitest";
import {
  absentPairs,
  afterLimit,
  caseLives,
  diagramOf,
  findingLife,
  findingProblem,
  lifeFaults,
  listingLives,
  listingProblem,
  measureLife,
  orderLife,
  orderProblem,
} from "../../src/campaign/index.ts";
import type { Life, Problem } from "../../src/campaign/index.ts";

/** Lives and, where there is one, the gate that says why an act may not be done. */
const lives: readonly { readonly life: Life; readonly refusals: () => (Problem | null)[] }[] = [
  {
    life: findingLife,
    refusals: () =>
      absentPairs(findingLife).map(({ state, act }) =>
        findingProblem(act, { id: 3, text: "没有许可证", stage: state, order: "甲〔2021〕1号" }),
      ),
  },
  {
    life: orderLife,
    refusals: () =>
      absentPairs(orderLife).map(({ state, act }) => orderProblem(act, { number: "甲〔2021〕1号", stage: state })),
  },
  ...(["白名单", "黑名单"] as const).map((list) => ({
    life: listingLives[list],
    refusals: () =>
      absentPairs(listingLives[list]).map(({ state, act }) =>
        listingProblem(act, { subject: 3, name: "样例托管中心", list, state }),
      ),
  })),
  ...(["普通", "简易"] as const).map((procedure) => ({ life: caseLives[procedure], refusals: () => [] })),
  { life: measureLife, refusals: () => [] },
];

describe.each(lives.map((one) => [one.life.of, one] as const))("%s的一生", (_, { life, refusals }) => {
  test("除了起点，每个状态都有来路，没有一步通向没有的状态", () => {
    expect(lifeFaults(life)).toEqual([]);
  });

  test("表里没有的，都说得出为什么不行、接下来做什么", () => {
    for (const problem of refusals()) {
      expect(problem?.message).toMatch(/“.+”|只用于/);
      expect(problem?.hint).toBeTruthy();
    }
  });
});

test("docs/lives.md 里的图就是这些表", async () => {
  const diagrams = lives.map(({ life }) => `## ${life.of}\n\n\`\`\`mermaid\n${diagramOf(life)}\n\`\`\`\n`);
  const page = [
    "# 各种事项的一生\n",
    "由 `src/campaign` 的状态表生成；改了表，用 `npx vitest run test/campaign/life.test.ts -u` 重新生成。\n",
  ];
  await expect([...page, ...diagrams].join("\n")).toMatchFileSnapshot("../../docs/lives.md");
});

test.each([
  ["限期内", "2021-07-20", "2021-07-20", "限期内"],
  ["限期内", "2021-07-20", "2021-07-21", "到期待复查"],
  ["限期内", null, "2021-07-21", "限期内"],
  ["销号", "2021-07-20", "2021-07-21", "销号"],
] as const)("%s，期限 %s，%s 看是 %s", (state, limit, day, after) => {
  expect(afterLimit<string, string>(findingLife, state, limit, day)).toBe(after);
});

test("写错的表，说得出错在哪里", () => {
  const life: Life = {
    of: "线索",
    states: ["收到", "办理中", "办结"],
    acts: ["受理"],
    moves: { 收到: { 受理: "处理中" }, 办理中: {}, 办结: {} },
    runsOut: {},
    partsDone: { 办理中: "办结" },
  };
  expect(lifeFaults(life)).toEqual(["线索：“收到”通向没有的状态“处理中”", "线索：没有什么通向“办理中”"]);
});
