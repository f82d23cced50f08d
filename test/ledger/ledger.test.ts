import { join } from "node:path";
import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import type { Day } from "../../src/campaign/index.ts";
import { headOf } from "../../src/ledger/journal.ts";
import { verifyChain } from "../../src/ledger/verify/chain.ts";
import type { Act, Ledger, New } from "../../src/ledger/ledger.ts";
import { findSubject, findSubjectThen } from "../../src/ledger/roster/find.ts";
import { createSqlite } from "../../src/ledger/engines/sqlite/open.ts";
import { findingsNow } from "../../src/ledger/now.ts";
import { institutionsListed, operationsListed } from "../../src/ledger/spans/institutions.ts";
import { ordersListed } from "../../src/ledger/spans/orders.ts";
import type { FindingRow, OrderRow, RosterRow } from "../../src/ledger/tables.ts";
import { finding as sampleFinding, roster } from "../report-story.ts";
import { engines, freshLedger, temporaryFolder } from "./engines.ts";
import { serviceRow } from "../facts.ts";

const day = (text: string): Day => text as Day;
const act = (on: string): Act => ({ command: "test", actor: "张某甲", on: day(on) });
const campaign = "chuanhui-2021";

/** A day in full, as report-story takes it. */
const short = (on: string): string => on.slice("2021-".length);
const row = (subject: number, on: string, more: Partial<New<RosterRow>> = {}): New<RosterRow> =>
  roster(subject, short(on), more);
const finding = (subject: number, on: string): New<FindingRow> =>
  sampleFinding(1, subject, short(on), { supporting: "[]" });

const order = (subject: number, on: string, more: Partial<New<OrderRow>> = {}): New<OrderRow> => ({
  campaign,
  subject,
  kind: "整改通知书",
  effect: "整改",
  issuer: "区教体局",
  word: "川教体改",
  year: 2021,
  serial: 1,
  number: `川教体改〔2021〕${subject}号`,
  addressee: "样例",
  deadline: "10个工作日",
  due_bound: null,
  text: "…",
  fields: "{}",
  template_sha256: "",
  happened_on: day(on),
  ...more,
});

/** One finding of subject 1, taken up on 07-16 and served on 07-19, due 08-02. */
async function servedFinding(ledger: Ledger): Promise<void> {
  await ledger.record(act("2021-07-16"), async (entry) => {
    await entry.add("roster", row(1, "2021-06-25"));
    const found = await entry.add("finding", finding(1, "2021-07-16"));
    const issued = await entry.add("orders", order(1, "2021-07-16"));
    await entry.add("order_finding", { order_id: issued, finding: found });
  });
  await ledger.record(act("2021-07-19"), (entry) =>
    entry.add("service", serviceRow(1, day("2021-07-19"), { recipient: "王某丙", due_on: day("2021-08-02") })),
  );
}

describe.each(engines)("账本（$name）", ({ create }) => {
  test("a command is one entry; what it recorded is found under it, and the chain holds", async () => {
    const ledger = await freshLedger(create);
    const first = await ledger.record(act("2021-06-25"), async (entry) => {
      entry.describe("登记两家");
      return entry.addMany("roster", [row(1, "2021-06-25"), row(2, "2021-06-25")]);
    });
    expect(first).toEqual({ value: 1, seq: 1 });
    const second = await ledger.record(act("2021-06-26"), (entry) => entry.add("roster", row(3, "2021-06-26")));
    expect(second).toEqual({ value: 3, seq: 2 });
    expect(await verifyChain(ledger.db)).toMatchObject({ entries: 2, facts: 3, faults: [] });
    expect((await headOf(ledger.db))?.happened_on).toBe("2021-06-26");
  });

  test("a command that fails half-way leaves nothing", async () => {
    const ledger = await freshLedger(create);
    const failing = ledger.record(act("2021-06-25"), async (entry) => {
      await entry.add("roster", row(1, "2021-06-25"));
      throw new Error("power cut");
    });
    await expect(failing).rejects.toThrow("power cut");
    expect(await verifyChain(ledger.db)).toMatchObject({ entries: 0, facts: 0 });
  });

  test("a dry run decides everything and leaves nothing; an entry without facts is not an entry", async () => {
    const ledger = await freshLedger(create);
    const dry = await ledger.record({ ...act("2021-06-25"), dryRun: true }, (entry) =>
      entry.add("roster", row(1, "2021-06-25")),
    );
    expect(dry).toEqual({ value: 1, seq: null });
    expect((await ledger.record(act("2021-06-25"), async () => "nothing")).seq).toBeNull();
    expect(await verifyChain(ledger.db)).toMatchObject({ entries: 0, facts: 0 });
  });

  test("the database itself refuses to change or delete a fact", async () => {
    const ledger = await freshLedger(create);
    await ledger.record(act("2021-06-25"), (entry) => entry.add("roster", row(1, "2021-06-25")));
    await expect(sql`update roster set name = '改名'`.execute(ledger.db)).rejects.toThrow("facts are only appended");
    await expect(sql`delete from roster`.execute(ledger.db)).rejects.toThrow("facts are only appended");
  });

  test("the row in force on a day is the latest that had happened by then", async () => {
    const ledger = await freshLedger(create);
    await ledger.record(act("2021-06-25"), (entry) =>
      entry.add("roster", row(1, "2021-06-25", { licence_class: "无证无照" })),
    );
    await ledger.record(act("2021-07-10"), (entry) =>
      entry.add("roster", row(1, "2021-07-10", { licence_class: "有证有照" })),
    );
    const classOn = async (on: string): Promise<unknown> =>
      (await institutionsListed(ledger.db, day(on)))[0]?.licence_class;
    expect([await classOn("2021-06-24"), await classOn("2021-07-09"), await classOn("2021-07-10")]).toEqual([
      undefined,
      "无证无照",
      "有证有照",
    ]);
  });

  test("an entry taken back no longer counts from that day on", async () => {
    const ledger = await freshLedger(create);
    await ledger.record(act("2021-06-25"), (entry) => entry.add("roster", row(1, "2021-06-25")));
    await ledger.record(act("2021-06-28"), (entry) =>
      entry.add("annulment", { target: 1, happened_on: day("2021-06-28"), reason: "误导入" }),
    );
    expect(await institutionsListed(ledger.db, day("2021-06-27"))).toHaveLength(1);
    expect(await institutionsListed(ledger.db, day("2021-06-28"))).toHaveLength(0);
  });

  test.each([
    { on: "2021-07-16", stage: "已下达", overdue: 0 },
    { on: "2021-07-19", stage: "限期内", overdue: 0 },
    { on: "2021-08-02", stage: "限期内", overdue: 0 },
    { on: "2021-08-03", stage: "到期待复查", overdue: 1 },
  ])("a finding served 07-19 and due 08-02 is $stage on $on", async ({ on, stage, overdue }) => {
    const ledger = await freshLedger(create);
    await servedFinding(ledger);
    const [found] = await findingsNow(ledger.db, day(on), { campaign, subject: 1 });
    expect(found).toMatchObject({ stage, overdue });
  });

  test("an attempt is no completion; 已整改 waits for the second person; 销号 ends it and its order", async () => {
    const ledger = await freshLedger(create);
    await servedFinding(ledger);
    const outcome = (on: string, words: "拒检" | "已整改") =>
      ledger.record(act(on), (entry) =>
        entry.add("review_outcome", { inspection: 1, finding: 1, outcome: words, note: "", happened_on: day(on) }),
      );
    const stateOn = async (on: string): Promise<unknown> => {
      const [found] = await findingsNow(ledger.db, day(on), { campaign, subject: 1 });
      return [found?.stage, found?.attempt, found?.overdue];
    };
    await outcome("2021-08-03", "拒检");
    expect(await stateOn("2021-08-03")).toEqual(["到期待复查", "拒检", 1]);
    await outcome("2021-08-05", "已整改");
    expect(await stateOn("2021-08-05")).toEqual(["已整改待验收", "已整改", 0]);
    await ledger.record(act("2021-08-06"), (entry) =>
      entry.add("close_out", { finding: 1, outcome: 2, closed_by: "李某乙", note: "", happened_on: day("2021-08-06") }),
    );
    expect(await stateOn("2021-08-06")).toEqual(["销号", "已整改", 0]);
    expect((await ordersListed(ledger.db, day("2021-08-06"), campaign))[0]?.stage).toBe("办结");
    expect(await stateOn("2021-08-05")).toEqual(["已整改待验收", "已整改", 0]);
  });

  test("a served stop closes an institution, a passed acceptance lets it go on", async () => {
    const ledger = await freshLedger(create);
    await ledger.record(act("2021-06-30"), async (entry) => {
      await entry.add("roster", row(1, "2021-06-25"));
      const stop = await entry.add(
        "orders",
        order(1, "2021-06-30", { kind: "责令停办通知", effect: "停办", deadline: null }),
      );
      await entry.add("service", serviceRow(stop, day("2021-06-30"), { method: "公告", recipient: "全区" }));
    });
    await ledger.record(act("2021-07-08"), (entry) =>
      entry.add("inspection", {
        campaign,
        subject: 1,
        order_id: null,
        kind: "验收",
        happened_on: day("2021-07-08"),
        result: "合格",
        note: "",
      }),
    );
    const on = async (text: string): Promise<unknown> => (await operationsListed(ledger.db, day(text)))[0]?.operation;
    expect([await on("2021-06-29"), await on("2021-07-07"), await on("2021-07-08")]).toEqual([
      undefined,
      "暂时关停",
      "继续",
    ]);
  });

  test("a subject is found by number, code, part of its name, or pinyin initials", async () => {
    const ledger = await freshLedger(create);
    await ledger.record(act("2021-06-25"), (entry) =>
      entry.addMany("roster", [
        row(1, "2021-06-25", { name: "阳光教育培训中心", uscc: "91110000600037341L" }),
        row(2, "2021-06-25", { name: "阳光_艺术学校", uscc: null }),
      ]),
    );
    const find = async (query: string): Promise<number> =>
      (await findSubject(ledger.db, day("2021-07-01"), query)).subject;
    expect([
      await find("1"),
      await find("91110000600037341L"),
      await find("艺术"),
      await find("ygjy"),
      await find("光_"),
    ]).toEqual([1, 1, 2, 1, 2]);
    await expect(find("阳光")).rejects.toThrow("“阳光”对应 2 家：1 阳光教育培训中心；2 阳光_艺术学校");
    await expect(find("月光")).rejects.toThrow("底数里找不到：月光");
  });
});

test("a part of forty thousand names is told to be too short, also when one of them was found to be another", async () => {
  const ledger = await freshLedger(async () => createSqlite(join(temporaryFolder(), "tuban.db")));
  const many = Array.from({ length: 40_000 }, (_, at) => row(at + 1, "2021-06-25", { name: `阳光中心${at + 1}部` }));
  await ledger.record(act("2021-06-25"), async (entry) => {
    for (let from = 0; from < many.length; from += 1000) await entry.addMany("roster", many.slice(from, from + 1000));
    await entry.add("pairing", {
      subject: 1,
      other: 2,
      verdict: "同一家",
      reason: "",
      happened_on: day("2021-06-28"),
    });
  });
  await expect(findSubject(ledger.db, day("2021-06-26"), "阳光")).rejects.toThrow(
    "“阳光”对应 39999 家：1 阳光中心1部；3",
  );
  expect((await findSubject(ledger.db, day("2021-06-26"), "阳光中心2部")).subject).toBe(1);
  expect((await findSubjectThen(ledger.db, day("2021-06-26"), "阳光中心2部")).subject).toBe(2);
}, 30_000);
