/** What was recorded after a return was sent: every kind of fact that a figure may rest on is told of its institution, and of its finding. */
import { expect, test } from "vitest";
import type { Day } from "../../src/campaign/index.ts";
import { recordedAfterwards } from "../../src/ledger/numbers/late-entries.ts";
import type { FactTable } from "../../src/ledger/tables.ts";
import { addRow } from "./any-row.ts";
import { engines, freshLedger } from "./engines.ts";

const on = "2021-07-20" as Day;

/** Institution 1 with finding 1 and order 1 over it, of the first entry. */
async function sentLedger() {
  const [sqlite] = engines;
  if (!sqlite) throw new Error("no engine");
  const ledger = await freshLedger(sqlite.create);
  const act = { command: "test", actor: "张某甲", on };
  await ledger.record(act, async (entry) => {
    await addRow(entry, "roster", { subject: 1 }, on);
    await addRow(entry, "finding", { subject: 1 }, on);
    await addRow(entry, "orders", { subject: 1 }, on);
    await addRow(entry, "order_finding", { order_id: 1, finding: 1 }, on);
  });
  const later = (table: FactTable, said: Readonly<Record<string, unknown>>, day = on) =>
    ledger.record(act, (entry) => addRow(entry, table, said, day));
  return { ledger, later };
}

test.each<[FactTable, Readonly<Record<string, unknown>>, number[], number[]]>([
  ["roster", { subject: 1 }, [1], []],
  ["pairing", { subject: 1, other: 2 }, [1, 2], []],
  ["inspection", { subject: 1 }, [1], []],
  ["finding", { subject: 1 }, [1], [2]],
  ["disposition", { subject: 1 }, [1], []],
  ["listing", { subject: 1 }, [1], []],
  ["listing_change", { subject: 1 }, [1], []],
  ["service", { order_id: 1 }, [1], [1]],
  ["extension", { order_id: 1 }, [1], [1]],
  ["withdrawal", { order_id: 1 }, [1], [1]],
  ["review_outcome", { finding: 1 }, [1], [1]],
  ["close_out", { finding: 1 }, [1], [1]],
])("后来登记的 %s，说得出是哪一家、哪个问题", async (table, said, subjects, findings) => {
  const { ledger, later } = await sentLedger();
  await later(table, said);
  const about = async (day: string) => {
    const { subject, finding } = await recordedAfterwards(ledger.db, { after: 1, day: day as Day });
    return [sorted(subject), sorted(finding)];
  };
  expect(await about("2021-07-20")).toEqual([subjects, findings]);
  expect(await about("2021-07-19")).toEqual([[], []]);
});

test("后来下的文书带着问题；没有带问题的只说是哪一家；一次登记只说一回", async () => {
  const { ledger, later } = await sentLedger();
  await ledger.record({ command: "test", actor: "张某甲", on }, async (entry) => {
    const other = await addRow(entry, "finding", { subject: 1 }, on);
    const order = await addRow(entry, "orders", { subject: 1, number: "乙", serial: 2 }, on);
    for (const finding of [1, other]) await addRow(entry, "order_finding", { order_id: order, finding }, on);
    await addRow(entry, "service", { order_id: order }, on);
  });
  await later("orders", { subject: 1, number: "丙", serial: 3 });
  const told = async (until?: number) => {
    const { subject, finding } = await recordedAfterwards(ledger.db, { after: 1, until, day: on });
    return [subject, finding].map((about) => about.get(1)?.map(({ seq }) => seq));
  };
  expect(await told()).toEqual([[2, 3], [2]]);
  expect(await told(2)).toEqual([[2], [2]]);
});

function sorted(about: ReadonlyMap<number, unknown>): number[] {
  return [...about.keys()].toSorted((a, b) => a - b);
}
