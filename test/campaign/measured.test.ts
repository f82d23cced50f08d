/** Items that are answered by a number (一次性收费不超过60课时), judged by the plan's threshold of the day. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { measuredAnswer, readMeasure } from "../../src/campaign/index.ts";
import type { Day, Item, Plan } from "../../src/campaign/index.ts";
import { readPlan } from "../../src/read/plan/index.ts";

const file = join(import.meta.dirname, "../../templates/plans/beilun-2021.yaml");
const plan = readPlan(readFileSync(file, "utf8"), "beilun-2021.yaml").plan!;
const on = "2021-06-20" as Day;
const itemOf = (of: Plan, code: string): Item =>
  of.topics.flatMap(({ items }) => items).find((item) => item.code === code)!;

test.each([
  ["72课时", "课时", 72],
  ["72 课时", "课时", 72],
  ["７２", "课时", 72],
  ["3.5", "个月", 3.5],
  ["3个月", "课时", null],
  ["很多", "课时", null],
  ["-3", "课时", null],
])("%s in %s is %s", (text, unit, value) => expect(readMeasure(text, unit)).toBe(value));

test.each([
  ["3-4", "60", "合格", "测得 60课时，上限 60课时"],
  ["3-4", "60.5课时", "不合格", "测得 60.5课时，上限 60课时"],
  ["3-3", "4个月", "不合格", "测得 4个月，上限 3个月"],
])("%s measured as %s: %s", (code, text, answer, note) =>
  expect(measuredAnswer(plan, itemOf(plan, code), text, on)).toEqual({ answer, note }),
);

test("an item without a measure, a text that is no number, a threshold that is not filled in", () => {
  expect(measuredAnswer(plan, itemOf(plan, "3-1"), "5", on)).toMatchObject({ code: "item-not-measured" });
  expect(measuredAnswer(plan, itemOf(plan, "3-4"), "三", on)).toMatchObject({ code: "bad-measure" });
  const blank = { ...plan, thresholds: plan.thresholds.map((one) => ({ ...one, value: null })) };
  expect(measuredAnswer(blank, itemOf(plan, "3-4"), "72", on)).toMatchObject({ code: "blank-threshold" });
});

test("a threshold holds on its days only", () => {
  const limit = plan.thresholds.find(({ name }) => name === "一次性收费课时上限");
  const changed = {
    ...plan,
    thresholds: [
      { ...limit!, from: null, until: "2021-06-30" as Day },
      { ...limit!, value: "40", from: "2021-07-01" as Day, until: null },
    ],
  };
  const item = itemOf(plan, "3-4");
  expect(measuredAnswer(changed, item, "50", "2021-06-30" as Day)).toMatchObject({ answer: "合格" });
  expect(measuredAnswer(changed, item, "50", "2021-07-01" as Day)).toMatchObject({ answer: "不合格" });
});
