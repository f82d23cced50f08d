/**
 * Two weeks of an invented county, written straight into the ledger, so that every figure can be counted by hand.
 *
 *   subject  town     what happened (week of 07-12 | week of 07-19)
 *   1        城北     2 findings 07-13, served, due 07-21     | both closed 07-22, one is back on 07-23
 *   2        城北     1 finding 07-14, served, due 07-20      | re-checked 07-22: 未整改, so overdue
 *   3        城南     a visit of 07-16, taken back on 07-19   | 1 finding 07-20; order withdrawn 07-21, issued anew, due 07-29; stopped 07-20
 *   4        (none)   1 finding 07-15, served, due 07-22      | closed 07-22
 *   5        a school: visited 07-17, recorded on 07-22 (补录)
 *   6        imported by mistake 07-01, taken back 07-20
 *   7        城南     joined the roster 07-21, never visited
 *
 * On 07-23 subject 3 is put down for closing, and a white list is published with 1 and 4, of which 1 is taken off again.
 */
import { join } from "node:path";
import type { Day } from "../src/campaign/index.ts";
import { ledgerOn } from "../src/ledger/ledger.ts";
import type { Entry, Ledger, New } from "../src/ledger/ledger.ts";
import type { FindingRow, InspectionRow, OrderRow, RosterRow } from "../src/ledger/tables.ts";
import { testOffice } from "./office.ts";
import type { TestOffice } from "./office.ts";
import { campaign, findingRow, orderRow, rosterRow, serviceRow } from "./facts.ts";

export { campaign };
const day = (text: string): Day => `2021-${text}` as Day;

export function roster(subject: number, on: string, more: Partial<New<RosterRow>> = {}): New<RosterRow> {
  return rosterRow(subject, day(on), { licence_class: "有证有照", ...more });
}

/** A visit with its officers; the findings are numbered by the ledger in the order given. */
export async function visit(
  entry: Entry,
  subject: number,
  on: string,
  more: Partial<New<InspectionRow>> & { officers?: number } = {},
): Promise<number> {
  const { officers = 2, ...row } = more;
  const id = await entry.add("inspection", {
    campaign,
    subject,
    order_id: null,
    kind: "排查",
    happened_on: day(on),
    result: "不合格",
    note: "",
    ...row,
  });
  const names = ["张某甲", "李某乙", "王某丙"].slice(0, officers);
  await entry.addMany(
    "attendance",
    names.map((name) => ({ inspection: id, name, unit: "区教体局", certificate: "豫P0001" })),
  );
  return id;
}

export function finding(
  inspection: number,
  subject: number,
  on: string,
  more: Partial<New<FindingRow>> = {},
): New<FindingRow> {
  const told = { text: "消防通道畅通", note: "堆放杂物", lead: "区教体局", order_kind: "整改通知书" };
  return findingRow(inspection, subject, day(on), { ...told, ...more });
}

/** Issues an order over findings and, where a day is given, serves it. */
async function order(
  entry: Entry,
  subject: number,
  on: string,
  findings: readonly number[],
  served?: { on: string; due: string | null },
  more: Partial<New<OrderRow>> = {},
): Promise<number> {
  const told = { word: "样教改", addressee: `样例培训中心${subject}`, text: "…" };
  const id = await entry.add("orders", orderRow(subject, entry.seq, day(on), { ...told, ...more }));
  await entry.addMany(
    "order_finding",
    findings.map((found) => ({ order_id: id, finding: found })),
  );
  if (served)
    await entry.add(
      "service",
      serviceRow(id, day(served.on), { recipient: "赵某丁", due_on: served.due === null ? null : day(served.due) }),
    );
  return id;
}

export async function settle(
  entry: Entry,
  inspection: number,
  on: string,
  outcomes: Readonly<Record<number, "已整改" | "未整改">>,
): Promise<void> {
  for (const [found, outcome] of Object.entries(outcomes))
    await entry.add("review_outcome", { inspection, finding: Number(found), outcome, note: "", happened_on: day(on) });
}

type Step = readonly [on: string, what: (entry: Entry) => Promise<unknown>];

/** Entry n of the journal is step n − 1, after the adoption of the plan. */
const steps: readonly Step[] = [
  [
    "06-22",
    (entry) =>
      entry.addMany("roster", [
        roster(1, "06-22", { town: "城北" }),
        roster(2, "06-22", { town: "城北", licence_class: "有照无证", name: "样例|<script>艺术" }),
        roster(3, "06-22", { town: "城南", licence_class: "无证无照" }),
        roster(4, "06-22"),
        roster(5, "06-22", { kind: "学校", licence_class: null, name: "样例中学" }),
      ]),
  ],
  ["07-01", (entry) => entry.add("roster", roster(6, "07-01", { town: "城南" }))],
  [
    "07-13",
    async (entry) => {
      const id = await visit(entry, 1, "07-13");
      await entry.addMany("finding", [
        finding(id, 1, "07-13"),
        finding(id, 1, "07-13", {
          item: "1-2",
          severity: "重大隐患",
          lead: "区消防救援大队",
          text: "疏散楼梯够用",
          note: "只有一部",
        }),
      ]);
      await order(entry, 1, "07-14", [1, 2], { on: "07-14", due: "07-21" });
    },
  ],
  [
    "07-14",
    async (entry) => {
      const id = await visit(entry, 2, "07-14");
      await entry.add(
        "finding",
        finding(id, 2, "07-14", { item: "2-1", lead: "区教体局、区市场监管局", text: "取得办学许可证", note: "没有" }),
      );
      await order(entry, 2, "07-14", [3], { on: "07-15", due: "07-20" });
    },
  ],
  [
    "07-15",
    async (entry) => {
      const id = await visit(entry, 4, "07-15");
      await entry.add("finding", finding(id, 4, "07-15"));
      await order(entry, 4, "07-15", [4], { on: "07-15", due: "07-22" });
    },
  ],
  [
    "07-16",
    async (entry) => {
      const id = await visit(entry, 3, "07-16", { officers: 3 });
      await entry.add("finding", finding(id, 3, "07-16"));
    },
  ],
  ["07-19", (entry) => entry.add("annulment", { target: 7, happened_on: day("07-19"), reason: "走错了门" })],
  ["07-20", (entry) => entry.add("annulment", { target: 3, happened_on: day("07-20"), reason: "不在本区" })],
  [
    "07-20",
    async (entry) => {
      const id = await visit(entry, 3, "07-20", { officers: 3 });
      await entry.add("finding", finding(id, 3, "07-20", { severity: "严重" }));
      await order(entry, 3, "07-20", [6]);
      await order(
        entry,
        3,
        "07-20",
        [],
        { on: "07-20", due: null },
        { kind: "责令停办通知", effect: "停办", number: "样教停〔2021〕1号" },
      );
    },
  ],
  [
    "07-21",
    async (entry) => {
      await entry.add("roster", roster(7, "07-21", { town: "城南" }));
      await entry.add("withdrawal", { order_id: 4, happened_on: day("07-21"), reason: "文字有误" });
      await order(entry, 3, "07-21", [6], { on: "07-22", due: "07-29" });
    },
  ],
  [
    "07-21",
    async (entry) => {
      await settle(entry, await visit(entry, 1, "07-21", { kind: "复查", result: "已整改" }), "07-21", {
        1: "已整改",
        2: "已整改",
      });
      await settle(entry, await visit(entry, 4, "07-21", { kind: "复查", result: "已整改" }), "07-21", { 4: "已整改" });
    },
  ],
  [
    "07-22",
    (entry) =>
      entry.addMany(
        "close_out",
        [1, 2, 4].map((found) => ({
          finding: found,
          outcome: found,
          closed_by: "王某丙",
          note: "",
          happened_on: day("07-22"),
        })),
      ),
  ],
  [
    "07-22",
    async (entry) =>
      settle(entry, await visit(entry, 2, "07-22", { kind: "复查", result: "未整改" }), "07-22", { 3: "未整改" }),
  ],
  ["07-17", (entry) => visit(entry, 5, "07-17", { result: "合格" })],
  [
    "07-23",
    async (entry) => {
      const id = await visit(entry, 1, "07-23", { kind: "回头看", result: "反弹" });
      await entry.add("finding", finding(id, 1, "07-23", { relapse_of: 1 }));
    },
  ],
  [
    "07-23",
    async (entry) => {
      await entry.add("disposition", {
        campaign,
        subject: 3,
        bucket: "关停",
        reason: "无证无照",
        happened_on: day("07-23"),
      });
      const publication = await entry.add("publication", {
        campaign,
        list: "白名单",
        version: 1,
        title: "样例",
        markdown: "",
        csv: "",
        happened_on: day("07-23"),
      });
      const listed = {
        publication,
        campaign,
        list: "白名单" as const,
        situation: "资质具备",
        reason: "",
        basis: "",
        until: null,
        happened_on: day("07-23"),
      };
      await entry.addMany("listing", [
        { ...listed, subject: 4, name: "样例培训中心4" },
        { ...listed, subject: 1, name: "样例培训中心1" },
      ]);
    },
  ],
  [
    "07-23",
    (entry) =>
      entry.add("listing_change", {
        campaign,
        list: "白名单",
        subject: 1,
        change: "移出",
        reason: "反弹",
        happened_on: day("07-23"),
      }),
  ],
];

/** Records the story in a ledger that has one entry so far. */
export async function tellStory(ledger: Ledger): Promise<void> {
  for (const [on, what] of steps) await ledger.record({ command: "test", actor: "张某甲", on: day(on) }, what);
}

/** The ledger with the whole story, and an office over it that looks at it years later. */
export async function storyOffice(): Promise<TestOffice> {
  const office = testOffice();
  await office.ok("init --plan chuanhui-2021 --on 2021-06-21");
  await inLedger(office, tellStory);
  return office;
}

export async function inLedger<T>(office: TestOffice, work: (ledger: Ledger) => Promise<T>): Promise<T> {
  const ledger = await ledgerOn(
    await office.io.storage.open(join(office.folder, "tuban.db")),
    () => new Date(office.now),
  );
  try {
    return await work(ledger);
  } finally {
    await ledger.close();
  }
}
