/** A campaign under way in a large county, written in two entries. */
import { addDays } from "../../src/campaign/index.ts";
import type { Day } from "../../src/campaign/index.ts";
import type { Ledger } from "../../src/ledger/ledger.ts";
import { findingRow, orderRow, rosterRow, serviceRow } from "../facts.ts";

/** Everybody was inspected and has a finding; every second was ordered to put it right, and every fourth did. */
export async function orderedHalf(ledger: Ledger, institutions: number): Promise<void> {
  const numbers = Array.from({ length: institutions }, (_, index) => index + 1);
  const ordered = numbers.filter((subject) => subject % 2 === 0);
  const [found, issued] = ["2021-07-05" as Day, "2021-07-08" as Day];
  await ledger.record({ command: "seed", actor: "张某甲", on: found }, async (entry) => {
    await entry.addMany(
      "roster",
      numbers.map((subject) => rosterRow(subject, found, { town: "样例街道", licence_class: "有照无证" })),
    );
    await entry.addMany(
      "inspection",
      numbers.map((subject) => ({
        campaign: "chuanhui-2021",
        subject,
        order_id: null,
        kind: "排查" as const,
        happened_on: found,
        result: "不合格",
        note: "",
      })),
    );
    await entry.addMany(
      "finding",
      numbers.map((subject) =>
        findingRow(subject, subject, found, { lead: "区教体局", order_kind: "整改通知书", basis: "[]" }),
      ),
    );
  });
  await ledger.record({ command: "seed", actor: "张某甲", on: issued }, async (entry) => {
    await entry.addMany(
      "orders",
      ordered.map((subject, index) => orderRow(subject, index + 1, issued, { word: "川教体改" })),
    );
    await entry.addMany(
      "order_finding",
      ordered.map((finding, index) => ({ order_id: index + 1, finding })),
    );
    await entry.addMany(
      "service",
      ordered
        .slice(0, -10)
        .map((_, index) => serviceRow(index + 1, issued, { due_on: addDays(issued, 10 + (index % 30)) })),
    );
    await entry.addMany(
      "review_outcome",
      numbers
        .filter((finding) => finding % 4 === 0)
        .map((finding) => ({
          inspection: finding,
          finding,
          outcome: "已整改" as const,
          note: "",
          happened_on: issued,
        })),
    );
  });
}
