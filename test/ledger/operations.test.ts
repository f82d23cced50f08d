/** 停办、恢复、取缔: whether an institution may operate on a day, as orders and acceptance inspections left it. */
import { expect, test } from "vitest";
import type { Day } from "../../src/campaign/index.ts";
import { operationsListed } from "../../src/ledger/spans/institutions.ts";
import { addRow } from "./any-row.ts";
import { engines, freshLedger } from "./engines.ts";

const day = (text: string): Day => `2021-07-${text}` as Day;

/** An order by its effect, served on a day or not at all; its withdrawal; or a visit by its kind and result. */
type Event =
  | { readonly order: string; readonly served?: string; readonly again?: string; readonly withdrawn?: string }
  | { readonly visit: string; readonly result: string; readonly on: string };

test.each<[string, readonly Event[], string, string | null]>([
  ["没有停办文书", [{ order: "整改", served: "05" }], "20", null],
  ["停办文书没有送达", [{ order: "停办" }], "20", null],
  ["送达以前", [{ order: "停办", served: "05" }], "04", null],
  ["送达当天", [{ order: "停办", served: "05" }], "05", "暂时关停 2021-07-05"],
  ["再次送达的，从再次送达起", [{ order: "停办", served: "05", again: "07" }], "20", "暂时关停 2021-07-07"],
  ["撤回以前", [{ order: "停办", served: "05", withdrawn: "09" }], "08", "暂时关停 2021-07-05"],
  ["撤回了", [{ order: "停办", served: "05", withdrawn: "09" }], "09", null],
  [
    "恢复以前",
    [
      { order: "停办", served: "05" },
      { order: "恢复", served: "10" },
    ],
    "09",
    "暂时关停 2021-07-05",
  ],
  [
    "恢复了",
    [
      { order: "停办", served: "05" },
      { order: "恢复", served: "10" },
    ],
    "10",
    "继续 2021-07-10",
  ],
  [
    "后下的文书先送达，按送达的先后",
    [
      { order: "停办", served: "10" },
      { order: "恢复", served: "05" },
    ],
    "20",
    "暂时关停 2021-07-10",
  ],
  [
    "验收合格",
    [
      { order: "停办", served: "05" },
      { visit: "验收", result: "合格", on: "08" },
    ],
    "20",
    "继续 2021-07-08",
  ],
  [
    "停办当天验收合格",
    [
      { order: "停办", served: "05" },
      { visit: "验收", result: "合格", on: "05" },
    ],
    "20",
    "继续 2021-07-05",
  ],
  [
    "验收不合格",
    [
      { order: "停办", served: "05" },
      { visit: "验收", result: "不合格", on: "08" },
    ],
    "20",
    "暂时关停 2021-07-05",
  ],
  [
    "别的检查合格，不算验收",
    [
      { order: "停办", served: "05" },
      { visit: "排查", result: "合格", on: "08" },
    ],
    "20",
    "暂时关停 2021-07-05",
  ],
  [
    "取缔",
    [
      { order: "停办", served: "05" },
      { order: "取缔", served: "08" },
    ],
    "20",
    "取缔关停 2021-07-08",
  ],
  [
    "同一天停办、取缔，取缔为准",
    [
      { order: "取缔", served: "05" },
      { order: "停办", served: "05" },
    ],
    "20",
    "取缔关停 2021-07-05",
  ],
  [
    "同一天停办、恢复，后下的为准",
    [
      { order: "停办", served: "05" },
      { order: "恢复", served: "05" },
    ],
    "20",
    "继续 2021-07-05",
  ],
  [
    "同一天恢复、停办，后下的为准",
    [
      { order: "恢复", served: "05" },
      { order: "停办", served: "05" },
    ],
    "20",
    "暂时关停 2021-07-05",
  ],
])("%s", async (_, events, asOf, expected) => {
  const [sqlite] = engines;
  if (!sqlite) throw new Error("no engine");
  const ledger = await freshLedger(sqlite.create);
  await ledger.record({ command: "test", actor: "张某甲", on: day("01") }, async (entry) => {
    for (const [nth, event] of events.entries()) {
      if ("visit" in event) {
        const { visit: kind, result, on } = event;
        await addRow(entry, "inspection", { subject: 1, kind, result }, day(on));
        continue;
      }
      const id = await addRow(
        entry,
        "orders",
        { subject: 1, effect: event.order, number: `${nth}号`, serial: nth },
        day("01"),
      );
      for (const on of [event.served, event.again])
        if (on !== undefined) await addRow(entry, "service", { order_id: id }, day(on));
      if (event.withdrawn !== undefined) await addRow(entry, "withdrawal", { order_id: id }, day(event.withdrawn));
    }
  });
  const [now] = await operationsListed(ledger.db, day(asOf));
  expect(now ? `${now.operation} ${now.since}` : null).toBe(expected);
});
