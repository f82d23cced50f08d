/** The life of a name on a list: what may follow what, and how soon a revoked name comes down. */
import { hintText } from "../../src/write/next.ts";
import { describe, expect, test } from "vitest";
import {
  certainDay,
  listNames,
  listingChanges,
  listingProblem,
  listingStates,
  moveListing,
  takeDownDue,
} from "../../src/campaign/index.ts";
import type { Day, ListName, ListingAct, ListingState } from "../../src/campaign/index.ts";
import { loadCalendar } from "../../src/read/calendar.ts";

const acts: readonly ListingAct[] = [...listingChanges, "公布"];
const listed = (list: ListName, state: ListingState) => ({ subject: 3, name: "样例托管中心", list, state });

describe("名单上的每一步", () => {
  test("可以走的步子一共就这些", () => {
    const allowed = listNames.map(
      (list) =>
        `${list}：${listingStates
          .flatMap((state) =>
            acts.flatMap((act) => moveListing(list, state, act) && `${state}-${act}→${moveListing(list, state, act)}`),
          )
          .filter(Boolean)
          .join(" ")}`,
    );
    expect(allowed).toEqual([
      "白名单：未列入-告知→拟列入 未列入-公布→在列 拟列入-异议→拟列入异议中 拟列入-公布→在列 拟列入异议中-复核维持→拟列入 拟列入异议中-复核撤销→不予列入 " +
        "在列-异议→在列异议中 在列-移出→移出 在列-整改中→整改中 在列-公布→在列 在列异议中-复核维持→在列 在列异议中-复核撤销→移出 在列异议中-移出→移出 在列异议中-公布→在列异议中 " +
        "整改中-移出→移出 整改中-恢复→在列 移出-告知→拟列入 不予列入-告知→拟列入 期满-告知→拟列入 期满-公布→在列",
      "黑名单：未列入-告知→拟列入 未列入-公布→在列 拟列入-异议→拟列入异议中 拟列入-公布→在列 拟列入异议中-复核维持→拟列入 拟列入异议中-复核撤销→不予列入 " +
        "在列-异议→在列异议中 在列-移出→移出 在列-公布→在列 在列异议中-复核维持→在列 在列异议中-复核撤销→移出 在列异议中-移出→移出 在列异议中-公布→在列异议中 " +
        "整改中-移出→移出 移出-告知→拟列入 不予列入-告知→拟列入 期满-告知→拟列入",
    ]);
  });

  const absent = listNames.flatMap((list) =>
    listingStates.flatMap((state) =>
      acts.filter((act) => moveListing(list, state, act) === null).map((act) => [list, state, act] as const),
    ),
  );
  test.each(absent)("%s：%s 时不能%s，说明现状和该做什么", (list, state, act) => {
    const problem = listingProblem(act, listed(list, state));
    expect(problem?.message).toMatch(/^样例托管中心 在[白黑]名单上现在是“.+”，不能|只用于白名单/);
    expect(hintText(problem?.hint ?? "")).toContain("tuban publish ");
  });

  test("能走的步子没有话说", () => {
    for (const list of listNames)
      for (const state of listingStates)
        for (const act of acts)
          if (moveListing(list, state, act) !== null) expect(listingProblem(act, listed(list, state))).toBeNull();
  });
});

test.each([
  ["2021-08-20", "2021-08-25", "周五撤销，周一起算三个工作日"],
  ["2021-09-30", "2021-10-11", "隔着国庆：10月8日、9日（调休）、11日"],
])("撤下期限：%s 撤销，%s 为止（%s）", async (revoked, due) => {
  expect(certainDay(takeDownDue(await loadCalendar(), revoked as Day))).toBe(due);
});
