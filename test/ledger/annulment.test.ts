/** 撤销: what rests on an entry has to be taken back before it, whatever kind of fact it is. */
import { expect, test } from "vitest";
import { Stop } from "../../src/campaign/index.ts";
import type { Day } from "../../src/campaign/index.ts";
import { annul, journalEntry } from "../../src/ledger/annulment.ts";
import type { Ledger } from "../../src/ledger/ledger.ts";
import type { FactTable } from "../../src/ledger/tables.ts";
import { addRow } from "./any-row.ts";
import { engines, freshLedger } from "./engines.ts";

type Fact = readonly [table: FactTable, said: Readonly<Record<string, unknown>>];

const on = "2021-07-20" as Day;
const [sqlite] = engines;

/** Each fact an entry of its own, on the same day. */
async function ledgerWith(facts: readonly Fact[]): Promise<Ledger> {
  if (!sqlite) throw new Error("no engine");
  const ledger = await freshLedger(sqlite.create);
  for (const [table, said] of facts)
    await ledger.record({ command: "test", actor: "张某甲", on }, (entry) => addRow(entry, table, said, on));
  return ledger;
}

/** "" where it was taken back, else the code of the refusal. */
async function undo(ledger: Ledger, seq: number, from: Day | null = null): Promise<string> {
  try {
    await ledger.record({ command: "undo", actor: "张某甲", on }, async (entry) =>
      annul(entry, await journalEntry(entry.db, seq), { on: from, reason: "登错" }),
    );
    return "";
  } catch (error) {
    if (error instanceof Stop) return error.problems[0]?.code ?? "";
    throw error;
  }
}

const served: readonly Fact[] = [
  ["orders", { subject: 1 }],
  ["service", { order_id: 1 }],
];

test.each<[string, readonly Fact[], Fact]>([
  ["导入的一行", [["import_batch", {}]], ["roster", { batch: 1, subject: 1 }]],
  ["检查的到场人员", [["inspection", {}]], ["attendance", { inspection: 1 }]],
  ["检查的答案", [["inspection", {}]], ["answer", { inspection: 1 }]],
  ["检查的问题", [["inspection", {}]], ["finding", { inspection: 1 }]],
  ["复查的结果", [["inspection", {}]], ["review_outcome", { inspection: 1 }]],
  ["文书带的问题", [["finding", {}]], ["order_finding", { finding: 1 }]],
  ["问题的复查结果", [["finding", {}]], ["review_outcome", { finding: 1 }]],
  ["问题的销号", [["finding", {}]], ["close_out", { finding: 1 }]],
  ["反弹的问题", [["finding", {}]], ["finding", { relapse_of: 1 }]],
  ["文书的问题", [["orders", {}]], ["order_finding", { order_id: 1 }]],
  ["文书的送达", [["orders", {}]], ["service", { order_id: 1 }]],
  ["送达未成", [["orders", {}]], ["service_attempt", { order_id: 1 }]],
  ["送达回证", [["service", {}]], ["service_return", { service: 1 }]],
  ["文书的延期", [["orders", {}]], ["extension", { order_id: 1 }]],
  ["文书的撤回", [["orders", {}]], ["withdrawal", { order_id: 1 }]],
  ["放弃申辩", [["orders", {}]], ["waiver", { order_id: 1 }]],
  ["凭文书的复查", [["orders", {}]], ["inspection", { order_id: 1 }]],
  ["凭复查结果的销号", [["review_outcome", {}]], ["close_out", { outcome: 1 }]],
  ["名单里的名字", [["publication", {}]], ["listing", { publication: 1 }]],
  ["案件的步骤", [["penalty_case", {}]], ["case_step", { case_id: 1 }]],
  ["凭文书的步骤", [["orders", {}]], ["case_step", { order_id: 1 }]],
  ["凭问题立的案", [["finding", {}]], ["penalty_case", { findings: "[7,1]" }]],
  ["案件里的措施", [["penalty_case", {}]], ["case_measure", { case_id: 1 }]],
  ["送达以后的延期", served, ["extension", { order_id: 1 }]],
  ["送达以后的放弃申辩", served, ["waiver", { order_id: 1 }]],
  ["送达以后的复查", served, ["inspection", { order_id: 1 }]],
  ["凭送达的步骤", served, ["case_step", { order_id: 1 }]],
  ...(
    [
      "inspection",
      "finding",
      "orders",
      "disposition",
      "listing",
      "listing_change",
      "tally",
      "pairing",
      "choice",
      "paper",
      "penalty_case",
      "case_measure",
    ] as const
  ).map((table): [string, Fact[], Fact] => [`机构的 ${table}`, [["roster", { subject: 1 }]], [table, { subject: 1 }]]),
  ["并进来的机构", [["roster", { subject: 2 }]], ["pairing", { subject: 1, other: 2 }]],
  ["机构的更正", [["roster", { subject: 1 }]], ["roster", { subject: 1 }]],
  ...(
    [
      "answer",
      "finding",
      "review_outcome",
      "service",
      "orders",
      "inspection",
      "service_attempt",
      "penalty_case",
      "case_step",
      "case_measure",
    ] as const
  ).map((table): [string, Fact[], Fact] => [
    `${table} 的佐证`,
    [[table, {}]],
    ["evidence", { fact: table, fact_id: 1 }],
  ]),
  ...(["inspection", "orders", "publication"] as const).map((table): [string, Fact[], Fact] => [
    `${table} 的文书纸样`,
    [[table, {}]],
    ["paper", { about: table, about_id: 1 }],
  ]),
])("有%s，先撤销它", async (_, before, resting) => {
  const target = before.length;
  const ledger = await ledgerWith([...before, resting]);
  expect(await undo(ledger, target)).toBe("rested-on");
  expect(await undo(ledger, target + 1)).toBe("");
  expect(await undo(ledger, target)).toBe("");
});

test.each<[string, readonly Fact[], Fact]>([
  ["别家的检查", [["roster", { subject: 1 }]], ["inspection", { subject: 2 }]],
  [
    "更正以前就有的机构的检查",
    [
      ["roster", { subject: 1 }],
      ["roster", { subject: 1 }],
    ],
    ["inspection", { subject: 1 }],
  ],
  ["凭别的问题立的案", [["finding", {}]], ["penalty_case", { findings: "[2,11]" }]],
  ["待核的疑问", [["roster", { subject: 1 }]], ["doubt", { subject: 1 }]],
  [
    "别的文书的送达",
    [
      ["orders", {}],
      ["orders", { number: "另一号", serial: 2 }],
    ],
    ["service", { order_id: 1 }],
  ],
  ["送达以后的撤回", served, ["withdrawal", { order_id: 1 }]],
  ["同一号码、别的事的佐证", [["finding", {}]], ["evidence", { fact: "answer", fact_id: 1 }]],
  ["同一号码、别的事的文书", [["inspection", {}]], ["paper", { about: "orders", about_id: 1 }]],
])("%s不妨碍撤销", async (_, before, later) => {
  expect(await undo(await ledgerWith([...before, later]), before.length)).toBe("");
});

test("采用方案、登记人员、撤销本身不能撤销", async () => {
  const ledger = await ledgerWith([
    ["campaign", { code: "样例" }],
    ["person", { name: "张某甲" }],
    ["orders", { subject: 1 }],
  ]);
  expect([await undo(ledger, 3), await undo(ledger, 1), await undo(ledger, 2), await undo(ledger, 4)]).toEqual([
    "",
    "not-annullable",
    "not-annullable",
    "not-annullable",
  ]);
  expect(await undo(ledger, 9)).toBe("unknown-entry");
});

test("撤销的日期：不早于那件事；撤销过的可以改从更早的一天起，不能更晚", async () => {
  const ledger = await ledgerWith([["orders", { subject: 1 }]]);
  expect(await undo(ledger, 1, "2021-07-19" as Day)).toBe("annulled-before");
  expect(await undo(ledger, 1, "2021-07-23" as Day)).toBe("");
  expect(await undo(ledger, 1, "2021-07-23" as Day)).toBe("already-annulled");
  expect(await undo(ledger, 1)).toBe("already-annulled");
  expect(await undo(ledger, 1, "2021-07-20" as Day)).toBe("");
});

test("依据它的到某一天才撤销的，它从那一天起才撤得掉", async () => {
  const ledger = await ledgerWith([
    ["orders", { subject: 1 }],
    ["service", { order_id: 1 }],
  ]);
  expect(await undo(ledger, 2, "2021-07-25" as Day)).toBe("");
  expect(await undo(ledger, 1, "2021-07-24" as Day)).toBe("rested-on-until");
  await undo(ledger, 1);
  const days = await ledger.db.selectFrom("annulment").select(["target", "happened_on"]).orderBy("id").execute();
  expect(days).toEqual([
    { target: 2, happened_on: "2021-07-25" },
    { target: 1, happened_on: "2021-07-25" },
  ]);
});
