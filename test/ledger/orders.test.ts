/** Orders as they stand on a day: each counts its own services, extensions and findings, and none of another order's. */
import { expect, test } from "vitest";
import type { Day, OrderStage } from "../../src/campaign/index.ts";
import type { Ledger } from "../../src/ledger/ledger.ts";
import { ordersNow } from "../../src/ledger/now.ts";
import { ordersListed } from "../../src/ledger/spans/orders.ts";
import type { FactTable } from "../../src/ledger/tables.ts";
import { addRow } from "./any-row.ts";
import { engines, freshLedger } from "./engines.ts";

const campaign = "样例";
const day = (text: string): Day => `2021-07-${text}` as Day;
type Fact = readonly [table: FactTable, said: Readonly<Record<string, unknown>>, on: string];

/** Order 1 (问题 1、2) and order 2 (问题 3), of 07-01, and what came after, each an entry of its own. */
async function ledgerWith(facts: readonly Fact[]): Promise<Ledger> {
  const [sqlite] = engines;
  if (!sqlite) throw new Error("no engine");
  const ledger = await freshLedger(sqlite.create);
  const orders = [1, 2].map((id): Fact => ["orders", { campaign, subject: id, number: `${id}号`, serial: id }, "01"]);
  const taken = [
    [1, 1],
    [1, 2],
    [2, 3],
  ].map(([order_id, finding]): Fact => ["order_finding", { order_id, finding }, "01"]);
  for (const [table, said, on] of [...orders, ...taken, ...facts])
    await ledger.record({ command: "test", actor: "张某甲", on: day(on) }, (entry) =>
      addRow(entry, table, said, day(on)),
    );
  return ledger;
}

const served = (order_id: number, on: string, due: string | null): Fact => [
  "service",
  { order_id, due_on: due && day(due) },
  on,
];
const extended = (order_id: number, on: string, due: string): Fact => ["extension", { order_id, due_on: day(due) }, on];
const closed = (finding: number, on: string): Fact => ["close_out", { finding }, on];

test.each<[string, readonly Fact[], string, OrderStage]>([
  ["没有送达", [], "20", "已签发"],
  ["别的文书送达了", [served(2, "05", "15")], "20", "已签发"],
  ["送达以前", [served(1, "05", "15")], "04", "已签发"],
  ["送达当天", [served(1, "05", "15")], "05", "已送达"],
  ["期限最后一天", [served(1, "05", "15")], "15", "已送达"],
  ["期限过了", [served(1, "05", "15")], "16", "已到期"],
  ["没有期限的不到期", [served(1, "05", null)], "31", "已送达"],
  ["延期了", [served(1, "05", "15"), extended(1, "14", "25")], "16", "已送达"],
  ["别的文书延期了", [served(1, "05", "15"), extended(2, "14", "25")], "16", "已到期"],
  ["延期到了", [served(1, "05", "15"), extended(1, "14", "25")], "26", "已到期"],
  ["两次延期，后一次为准", [served(1, "05", "15"), extended(1, "12", "28"), extended(1, "14", "25")], "26", "已到期"],
  ["问题销了一个", [served(1, "05", "15"), closed(1, "10")], "12", "已送达"],
  ["问题都销了", [served(1, "05", "15"), closed(1, "10"), closed(2, "12")], "12", "办结"],
  ["问题都销了，在那以前", [served(1, "05", "15"), closed(1, "10"), closed(2, "12")], "11", "已送达"],
  ["撤回当天", [served(1, "05", "15"), ["withdrawal", { order_id: 1 }, "08"]], "08", "已撤回"],
  ["撤回以前", [served(1, "05", "15"), ["withdrawal", { order_id: 1 }, "08"]], "07", "已送达"],
  ["别的文书撤回了", [served(1, "05", "15"), ["withdrawal", { order_id: 2 }, "08"]], "20", "已到期"],
  ["没有送达，问题就都销了", [closed(1, "10"), closed(2, "12")], "12", "办结"],
])("%s", async (_, facts, asOf, stage) => {
  const [order] = await ordersListed((await ledgerWith(facts)).db, day(asOf), campaign);
  expect(order?.stage).toBe(stage);
});

test("延期几次、哪天放弃、几个问题、销了几个，各是各的", async () => {
  const ledger = await ledgerWith([
    served(1, "05", "15"),
    served(2, "06", "16"),
    extended(1, "10", "20"),
    extended(1, "18", "25"),
    extended(2, "12", "30"),
    ["waiver", { order_id: 2 }, "09"],
    ["waiver", { order_id: 2 }, "07"],
    closed(2, "11"),
  ]);
  const on = async (asOf: string) =>
    (await ordersListed(ledger.db, day(asOf), campaign)).map((one) => [
      one.served_on,
      one.due_on,
      one.extensions,
      one.waived_on,
      one.findings,
      one.closed,
    ]);
  expect(await on("31")).toEqual([
    ["2021-07-05", "2021-07-25", 2, null, 2, 1],
    ["2021-07-06", "2021-07-30", 1, "2021-07-07", 1, 0],
  ]);
  expect(await on("10")).toEqual([
    ["2021-07-05", "2021-07-20", 1, null, 2, 0],
    ["2021-07-06", "2021-07-16", 0, "2021-07-07", 1, 0],
  ]);
  expect((await ordersNow(ledger.db, day("31"), { campaign, subject: 2 })).map(({ id }) => id)).toEqual([2]);
  expect(await ordersListed(ledger.db, day("31"), "另一个")).toEqual([]);
});
