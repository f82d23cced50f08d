/** An office on the eve of publication (2021-12-01), all invented: who is in order, who was penalised, and who is neither. */
import { join } from "node:path";
import type { Day, OrderEffect } from "../../src/campaign/index.ts";
import { attachEvidence, keepEvidence } from "../../src/ledger/evidence/files.ts";
import type { KeptFile } from "../../src/ledger/evidence/files.ts";
import { ledgerOn } from "../../src/ledger/ledger.ts";
import type { Entry, Ledger, New } from "../../src/ledger/ledger.ts";
import { homeOf } from "../../src/ledger/home.ts";
import type { RosterRow } from "../../src/ledger/tables.ts";
import { furnishedOffice } from "../office.ts";
import type { TestOffice } from "../office.ts";
import { findingRow, orderRow, rosterRow, serviceRow } from "../facts.ts";

const campaign = "chuanhui-2021";
export const contact = "--contact 区教体局样例股（样例路1号）";
export const hostileName = "=cmd()|<script>样例\u001b[31m\u202e13800000000";

/** Subjects: 1 and 5 in order (5 has a hostile name), 2 and 4 (a teacher) penalised, 3 with an expired permit, 6 without a permit and not yet dealt with. */
export async function listOffice(): Promise<TestOffice> {
  return furnishedOffice("list", furnishList, { now: "2021-12-01T09:00:00", width: 160 });
}

export async function furnishList(office: TestOffice): Promise<void> {
  await office.ok("init --plan chuanhui-2021 --fill 文书种类.行政处罚决定书.先行文书.间隔=5个工作日 --on 2021-06-21");
  await office.ok("person add 张某甲 --unit 区教体局 --cert 豫P0001 --until 2025-12-31 --on 2021-06-21");
  await office.ok("as 张某甲");
  await record(office, "2021-06-23", addRoster);
  const kept = await keepEvidence(
    homeOf(join(office.folder, "tuban.db"), null),
    office.write("样例.jpg", "sample photograph"),
  );
  await record(office, "2021-07-20", async (entry) => {
    for (const subject of [1, 3, 5]) await visit(entry, subject, "合格", "2021-07-20");
    for (const [subject, topic] of [
      [2, 1],
      [4, 6],
    ] as const)
      await findWithEvidence(entry, subject, topic, kept);
  });
  await record(office, "2021-08-02", async (entry) => {
    for (const subject of [2, 4]) await issue(entry, subject, "行政处罚告知书", "告知", subject, "2021-08-02");
  });
  await record(office, "2021-08-20", async (entry) => {
    for (const subject of [2, 4]) await issue(entry, subject, "行政处罚决定书", "处罚", subject + 10, "2021-08-20");
  });
}

/** Facts put in directly, as one entry on a day. */
export async function record(office: TestOffice, on: string, work: (entry: Entry) => Promise<unknown>): Promise<void> {
  await inLedger(office, (ledger) => ledger.record({ command: "sample", actor: "张某甲", on: on as Day }, work));
}

export async function inLedger<T>(office: TestOffice, work: (ledger: Ledger) => Promise<T>): Promise<T> {
  const ledger = await ledgerOn(
    await office.io.storage.open(join(office.folder, "tuban.db")),
    () => new Date("2021-12-01T01:00:00Z"),
  );
  try {
    return await work(ledger);
  } finally {
    await ledger.close();
  }
}

export async function visit(entry: Entry, subject: number, result: string, on: string): Promise<number> {
  return entry.add("inspection", {
    campaign,
    subject,
    order_id: null,
    kind: "排查",
    happened_on: on as Day,
    result,
    note: "",
  });
}

async function addRoster(entry: Entry): Promise<void> {
  const permit = {
    licence_class: "有证有照",
    permit_no: "教民141160270000001号",
    permit_until: "2023-06-30" as Day,
  } as const;
  const rows: (Partial<New<RosterRow>> & Pick<RosterRow, "subject" | "name">)[] = [
    {
      subject: 1,
      name: "样例书法培训学校",
      ...permit,
      uscc: "91410100MA0000001U",
      address: "川汇区样例路88号2楼",
      phone: "13800000001",
      legal_rep: "赵某丁",
    },
    {
      subject: 2,
      name: "样例托管中心",
      licence_class: "无证无照",
      address: "川汇区样例街道样例巷3号",
      phone: "13800000002",
      organizer: "孙某己",
    },
    {
      subject: 3,
      name: "样例舞蹈培训中心",
      ...permit,
      permit_no: "教民141160270000003号",
      permit_until: "2021-09-30" as Day,
    },
    { subject: 4, name: "欧阳某甲", kind: "教师", address: "川汇区样例小区2栋" },
    { subject: 5, name: hostileName, ...permit, permit_no: "教民141160270000005号", address: "样例路|<b>5号" },
    { subject: 6, name: "样例教育咨询公司", licence_class: "有照无证" },
  ];
  for (const row of rows) await entry.add("roster", rosterRow(row.subject, "2021-06-23" as Day, row));
}

async function findWithEvidence(entry: Entry, subject: number, topic: number, kept: KeptFile): Promise<void> {
  const happened_on = "2021-07-20" as Day;
  const inspection = await visit(entry, subject, "不合格", happened_on);
  const finding = await entry.add(
    "finding",
    findingRow(inspection, subject, happened_on, {
      item: `${topic}-1`,
      topic,
      text: "样例问题",
      note: "举报人王某丙反映",
      severity: "严重",
      route: topic === 1 ? "1" : null,
      lead: "区教体局",
    }),
  );
  await attachEvidence(entry, "finding", finding, kept, happened_on);
}

export async function issue(
  entry: Entry,
  subject: number,
  kind: string,
  effect: OrderEffect,
  serial: number,
  on: string,
): Promise<number> {
  const happened_on = on as Day;
  const order_id = await entry.add(
    "orders",
    orderRow(subject, serial, happened_on, { kind, effect, word: "川教罚", addressee: "样例" }),
  );
  await entry.add("service", serviceRow(order_id, happened_on, { recipient: "样例" }));
  return order_id;
}
