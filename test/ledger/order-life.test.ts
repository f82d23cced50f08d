/** What an order's page tells of it: each act on its day, what was taken back marked. */
import { expect, test } from "vitest";
import type { Day } from "../../src/campaign/index.ts";
import type { Ledger } from "../../src/ledger/ledger.ts";
import { lifeOf } from "../../src/ledger/acts/order-life.ts";
import { ordersNow } from "../../src/ledger/now.ts";
import type { FactTable } from "../../src/ledger/tables.ts";
import { addRow } from "./any-row.ts";
import { engines, freshLedger } from "./engines.ts";

const campaign = "样例";
const day = (text: string): Day => `2021-07-${text}` as Day;
const at = "2021-07-20T02:00:00.000Z";

/** Each fact an entry of its own, by an officer whose name is a letter more each time. */
async function recorded(ledger: Ledger, facts: readonly [FactTable, Readonly<Record<string, unknown>>, string][]) {
  for (const [nth, [table, said, on]] of facts.entries())
    await ledger.record({ command: "test", actor: `人员${nth + 1}`, on: day(on) }, (entry) =>
      addRow(entry, table, said, day(on)),
    );
}

async function toldOf(ledger: Ledger, asOf: string) {
  const [order] = await ordersNow(ledger.db, day("31"), { campaign, subject: 1 });
  if (!order) throw new Error("no order");
  return lifeOf(ledger.db, order, day(asOf));
}

async function sqliteLedger(): Promise<Ledger> {
  const [sqlite] = engines;
  if (!sqlite) throw new Error("no engine");
  return freshLedger(sqlite.create);
}

test("从签发到销号，一件一件按日子说；后登记的前面的事也在它的日子上", async () => {
  const ledger = await sqliteLedger();
  const service = { order_id: 1, method: "直接", recipient: "周某戊", due_on: day("20"), due_rule: "10日" };
  await recorded(ledger, [
    ["finding", { campaign, subject: 1 }, "01"],
    ["orders", { campaign, subject: 1, issuer: "区教体局" }, "05"],
    ["order_finding", { order_id: 1, finding: 1 }, "05"],
    ["service", service, "08"],
    ["extension", { order_id: 1, due_on: day("28"), approver: "王某丙", reason: "停电" }, "19"],
    ["review_outcome", { finding: 1, outcome: "已整改", note: "通道已清" }, "25"],
    ["close_out", { finding: 1, closed_by: "赵某丁" }, "26"],
    ["service_attempt", { order_id: 1, method: "邮寄", outcome: "退回", note: "查无此人" }, "06"],
    ["service_return", { service: 1, signed_by: "周某戊" }, "08"],
    ["waiver", { order_id: 1, reason: "" }, "09"],
    ["withdrawal", { order_id: 1, reason: "写错了" }, "30"],
  ]);
  const told = await toldOf(ledger, "30");
  expect(told.map((one) => `${one.day} ${one.what} ${one.actor} ${one.entry}`)).toEqual([
    "2021-07-05 区教体局签发 人员2 2",
    "2021-07-06 邮寄送达未成：退回（查无此人） 人员8 8",
    "2021-07-08 直接送达 周某戊；期限 2021-07-20（10日） 人员4 4",
    "2021-07-08 送达回证收回，周某戊签收 人员9 9",
    "2021-07-09 放弃陈述申辩 人员10 10",
    "2021-07-19 王某丙批准延期到 2021-07-28（停电） 人员5 5",
    "2021-07-25 复查 问题 1：已整改（通道已清） 人员6 6",
    "2021-07-26 赵某丁销号 问题 1 人员7 7",
    "2021-07-30 撤回（写错了） 人员11 11",
  ]);
  expect(new Set(told.map(({ recordedAt, annulled }) => `${recordedAt} ${annulled}`))).toEqual(
    new Set([`${at} false`]),
  );
  expect((await toldOf(ledger, "08")).map(({ entry }) => entry)).toEqual([2, 8, 4, 9]);
});

test("公告说两回：公告那天，和视为送达那天；撤销了的标出来；别的文书的事不说", async () => {
  const ledger = await sqliteLedger();
  await recorded(ledger, [
    ["orders", { campaign, subject: 1, issuer: "区教体局", number: "甲" }, "01"],
    ["orders", { campaign, subject: 2, issuer: "区民政局", number: "乙", serial: 2 }, "01"],
    ["service", { order_id: 2, method: "直接", recipient: "钱某己" }, "02"],
    ["review_outcome", { finding: 9, outcome: "未整改" }, "03"],
    ["close_out", { finding: 9 }, "03"],
    ["order_finding", { order_id: 2, finding: 9 }, "01"],
    ["extension", { order_id: 2 }, "03"],
    ["waiver", { order_id: 2 }, "03"],
    ["withdrawal", { order_id: 2 }, "03"],
    ["service_attempt", { order_id: 2 }, "03"],
    ["service_return", { service: 1 }, "03"],
  ]);
  await ledger.record({ command: "test", actor: "张某甲", on: day("02") }, (entry) =>
    addRow(entry, "service", { order_id: 1, method: "公告", recipient: "周某戊" }, "2021-08-01" as Day),
  );
  await ledger.record({ command: "undo", actor: "张某甲", on: day("04") }, (entry) =>
    entry.add("annulment", { target: 12, happened_on: day("04"), reason: "登错" }),
  );
  const [order] = await ordersNow(ledger.db, day("03"), { campaign, subject: 1 });
  if (!order) throw new Error("no order");
  const told = await lifeOf(ledger.db, order, "2021-08-01" as Day);
  expect(told.map((one) => [one.day, one.what, one.annulled])).toEqual([
    ["2021-07-01", "区教体局签发", false],
    ["2021-07-02", "公告，2021-08-01 视为送达", true],
    ["2021-08-01", "公告送达 周某戊", true],
  ]);
});
