/** 三个不出现: counters that must stay at zero, on their own and on the day's screen. */
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Day } from "../../src/campaign/index.ts";
import { ledgerOn } from "../../src/ledger/ledger.ts";
import { finding, roster } from "../report-story.ts";
import { testOffice } from "../office.ts";
import type { TestOffice } from "../office.ts";

const campaign = "epidemic-2021";
const day = (text: string): Day => text as Day;

/** A case of training on 01-18 (2-1), recorded late on 01-22; another on 01-20 was taken back on 01-25. */
async function told(): Promise<TestOffice> {
  const office = testOffice();
  await office.ok(`init --plan ${campaign} --on 2021-01-10`);
  const ledger = await ledgerOn(
    await office.io.storage.open(join(office.folder, "tuban.db")),
    () => new Date("2021-01-26T02:00:00Z"),
  );
  const act = (on: string) => ({ command: "test", actor: "张某甲", on: day(on) });
  const event = (item: string, on: string) => ({ ...finding(1, 1, on.slice(5)), campaign, item, happened_on: day(on) });
  await ledger.record(act("2021-01-11"), (entry) =>
    entry.add("roster", roster(1, "01-11", { happened_on: day("2021-01-11") })),
  );
  await ledger.record(act("2021-01-18"), (entry) => entry.add("finding", event("2-1", "2021-01-18")));
  const wrong = await ledger.record(act("2021-01-20"), (entry) => entry.add("finding", event("2-1", "2021-01-20")));
  await ledger.record(act("2021-01-25"), (entry) =>
    entry.add("annulment", { target: wrong.seq ?? 0, happened_on: day("2021-01-25"), reason: "录错" }),
  );
  await ledger.close();
  return office;
}

test("发生几起、最近一起在哪里、已经几天没有发生；撤回的不再算", async () => {
  const office = await told();
  const at = async (on: string): Promise<unknown[]> => {
    const rows = JSON.parse((await office.ok(`zero --json --as-of ${on}`)).out) as Record<string, unknown>[];
    return rows.map(({ name, events, days, last, where }) => [name, events, days, last, where]);
  };
  const never = (days: number): unknown[] => [
    ["非法机构零培训", 0, days, null, null],
    ["零疫情", 0, days, null, null],
  ];
  expect(await at("2021-01-17")).toEqual([["合法机构零线下培训", 0, 7, null, null], ...never(7)]);
  expect(await at("2021-01-21")).toEqual([["合法机构零线下培训", 2, 1, "2021-01-20", "样例培训中心1"], ...never(11)]);
  expect(await at("2021-01-26")).toEqual([["合法机构零线下培训", 1, 8, "2021-01-18", "样例培训中心1"], ...never(16)]);
});

test("今日屏幕有一行；没有零目标的方案没有", async () => {
  const office = await told();
  expect((await office.ok("--as-of 2021-01-26")).out).toContain(
    "零目标：合法机构零线下培训 1 起，已 8 天没有发生；非法机构零培训 0 起，已 16 天没有发生；零疫情 0 起，已 16 天没有发生\n",
  );
  expect(JSON.parse((await office.ok("--json --as-of 2021-01-26")).out)).toMatchObject({
    zeroTargets: [{ name: "合法机构零线下培训", events: 1, days: 8 }, { events: 0 }, { events: 0 }],
  });
  const other = testOffice();
  await other.ok("init --plan chuanhui-2021 --on 2021-06-21");
  expect((await other.ok("--as-of 2021-06-22")).out).not.toContain("零目标");
  expect((await other.ok("zero --as-of 2021-06-22")).out).toBe("方案没有列零目标：chuanhui-2021\n");
});

test("合法、非法按发现那天的证照分；同一家同一天算一起；后来办了证的不改", async () => {
  const office = await told();
  const ledger = await ledgerOn(
    await office.io.storage.open(join(office.folder, "tuban.db")),
    () => new Date("2021-02-26T02:00:00Z"),
  );
  const act = (on: string) => ({ command: "test", actor: "张某甲", on: day(on) });
  const row = (on: string, licence_class: "有照无证" | "有证有照") =>
    roster(2, on.slice(5), { happened_on: day(on), licence_class });
  await ledger.record(act("2021-01-12"), (entry) => entry.add("roster", row("2021-01-12", "有照无证")));
  await ledger.record(act("2021-01-28"), async (entry) => {
    for (const item of ["1-2", "2-1"])
      await entry.add("finding", { ...finding(1, 2, "01-28"), campaign, item, happened_on: day("2021-01-28") });
  });
  await ledger.record(act("2021-02-10"), (entry) => entry.add("roster", row("2021-02-10", "有证有照")));
  await ledger.close();
  const rows = JSON.parse((await office.ok("zero --json --as-of 2021-02-20")).out) as {
    name: string;
    events: number;
  }[];
  expect(rows.map(({ name, events }) => [name, events])).toEqual([
    ["合法机构零线下培训", 1],
    ["非法机构零培训", 1],
    ["零疫情", 0],
  ]);
});

test("表格和 CSV", async () => {
  const office = await told();
  expect((await office.ok("zero --as-of 2021-01-26")).out).toContain("零目标（截至 2021-01-26）");
  expect((await office.ok("zero --csv --as-of 2021-01-26")).out).toContain(
    "合法机构零线下培训,1,8,2021-01-18,1,样例培训中心1",
  );
});
