/** Cases, evidence and clocks read alike from SQLite and PostgreSQL. */
import { describe, expect, test } from "vitest";
import type { CaseStep, Day, StepDetails } from "../../src/campaign/index.ts";
import { annul, journalEntry } from "../../src/ledger/annulment.ts";
import { caseNamed, casesNow } from "../../src/ledger/acts/cases.ts";
import { measuresNow } from "../../src/ledger/acts/measures.ts";
import { clocksOn } from "../../src/ledger/clocks.ts";
import { attachEvidence } from "../../src/ledger/evidence/files.ts";
import { evidenceNow } from "../../src/ledger/evidence/exhibits.ts";
import type { Entry, Ledger } from "../../src/ledger/ledger.ts";
import { attemptsOn, serviceOf, returnOf } from "../../src/ledger/acts/orders.ts";
import { engines, freshLedger } from "./engines.ts";
import { orderRow, rosterRow } from "../facts.ts";

const day = (text: string): Day => text as Day;
const campaign = "样例";

const act = async <T>(ledger: Ledger, on: string, work: (entry: Entry) => Promise<T>): Promise<T> =>
  (await ledger.record({ command: "test", actor: "张某甲", on: day(on) }, work)).value;

async function subjects(ledger: Ledger): Promise<void> {
  await act(ledger, "2021-06-25", async (entry) => {
    for (const subject of [1, 2])
      await entry.add("roster", rosterRow(subject, day("2021-06-25"), { address: "样例路1号" }));
  });
}

const openCase = (ledger: Ledger, subject: number, on: string): Promise<number> =>
  act(ledger, on, (entry) =>
    entry.add("penalty_case", {
      campaign,
      subject,
      number: `样罚立〔2021〕${subject}号`,
      cause: "擅自举办",
      source: "检查发现",
      procedure: "普通",
      party: "组织",
      acted_on: day("2021-07-16"),
      approver: "王某丙",
      officers: JSON.stringify(["张某甲", "李某乙"]),
      findings: "[]",
      traits: "[]",
      note: "",
      happened_on: day(on),
    }),
  );

const step = (
  ledger: Ledger,
  case_id: number,
  name: CaseStep,
  on: string,
  details: Partial<StepDetails> = {},
): Promise<number> =>
  act(ledger, on, (entry) =>
    entry.add("case_step", {
      case_id,
      step: name,
      order_id: null,
      details: JSON.stringify({ note: "", ...details }),
      happened_on: day(on),
    }),
  );

const order = (entry: Entry): Promise<number> =>
  entry.add("orders", orderRow(1, 1, day("2021-07-19"), { campaign, addressee: "样例培训中心1", deadline: "60日" }));

const service = { recipient: "周某戊", note: "", due_on: null, due_rule: null } as const;

describe.each(engines)("$name", ({ create }) => {
  test("案件按步骤走到哪里，随日期变；撤销的步骤不算", async () => {
    const ledger = await freshLedger(create);
    await subjects(ledger);
    const id = await openCase(ledger, 1, "2021-07-19");
    await openCase(ledger, 2, "2021-07-25");
    await step(ledger, id, "调查", "2021-07-20");
    await step(ledger, id, "告知", "2021-07-22", { sanctions: [{ kind: "罚款", amount: 1000_00, words: "" }] });
    const stages = async (on: string): Promise<string[]> =>
      (await casesNow(ledger.db, day(on), { campaign })).map(({ state }) => state.stage);
    expect(await stages("2021-07-18")).toEqual([]);
    expect(await stages("2021-07-21")).toEqual(["调查中"]);
    expect(await stages("2021-07-25")).toEqual(["已告知", "已立案"]);
    expect(await casesNow(ledger.db, day("2021-07-25"), { campaign, subject: 2 })).toHaveLength(1);
    expect(await casesNow(ledger.db, day("2021-07-25"), { campaign: "另一个" })).toEqual([]);
    await act(ledger, "2021-07-26", async (entry) =>
      annul(entry, await journalEntry(entry.db, 5), { on: day("2021-07-26"), reason: "登错" }),
    );
    expect(await stages("2021-07-26")).toEqual(["调查中", "已立案"]);
    expect(await stages("2021-07-25")).toEqual(["已告知", "已立案"]);
  });

  test("案件用编号、案号都找得到；没有的说没有", async () => {
    const ledger = await freshLedger(create);
    await subjects(ledger);
    await openCase(ledger, 2, "2021-07-19");
    for (const query of ["1", "#1", " 样罚立〔2021〕2号 "])
      expect((await caseNamed(ledger.db, day("2021-07-19"), campaign, query)).name).toBe("样例培训中心2");
    await expect(caseNamed(ledger.db, day("2021-07-18"), campaign, "1")).rejects.toThrow(
      "没有这个案件（截至 2021-07-18）：1",
    );
  });

  test("期限的来源：文书、公告、措施、案件，各归各的行动", async () => {
    const ledger = await freshLedger(create);
    await subjects(ledger);
    await openCase(ledger, 1, "2021-07-19");
    await act(ledger, "2021-07-20", async (entry) => {
      const order_id = await order(entry);
      await entry.add("service_attempt", {
        order_id,
        method: "直接",
        outcome: "不在",
        officers: "[]",
        note: "",
        happened_on: day("2021-07-20"),
      });
      await entry.add("service", { order_id, method: "公告", happened_on: day("2021-08-19"), ...service });
      const measure = {
        subject: 1,
        case_id: 1,
        measure: "查封",
        authority: "样例局",
        basis: "",
        approver: "",
        premises: null,
        until: day("2021-08-19"),
        note: "",
      };
      await entry.add("case_measure", { campaign, happened_on: day("2021-07-20"), ...measure });
    });
    const clocksThen = (on: string) => clocksOn(ledger.db, day(on), campaign, { until: null, summed: false });
    const clocks = await clocksThen("2021-07-21");
    expect(clocks.notices).toEqual([
      { number: "样〔2021〕1号", issuer: "区教体局", subject: 1, served_on: "2021-08-19" },
    ]);
    expect(clocks.orders).toMatchObject([{ served_on: null, unresolved: 0, findings: 0 }]);
    expect([clocks.measures.length, clocks.cases.length]).toEqual([1, 1]);
    const summed = await clocksOn(ledger.db, day("2021-07-21"), campaign, { until: day("2021-07-21"), summed: true });
    expect([summed.notices, summed.rectifications, summed.firstLater]).toEqual([clocks.notices, [], null]);
    expect((await clocksThen("2021-08-19")).notices).toEqual([]);
    expect((await clocksThen("2021-07-19")).notices).toEqual([]);
    expect(await measuresNow(ledger.db, day("2021-07-19"), campaign)).toEqual([]);
    expect((await attemptsOn(ledger.db, day("2021-07-21"), [1])).get(1)).toBe(1);
    expect((await attemptsOn(ledger.db, day("2021-07-19"), [1])).size).toBe(0);
  });

  test("证据属于什么、哪一家；回证收回没有", async () => {
    const ledger = await freshLedger(create);
    await subjects(ledger);
    const exhibits = (on: Day, of: string) => ledger.read((db) => evidenceNow(db, on, of));
    const id = await openCase(ledger, 1, "2021-07-19");
    const stepId = await step(ledger, id, "调查", "2021-07-20");
    const file = { sha256: "a".repeat(64), name: "凭证.pdf", bytes: 3 };
    await act(ledger, "2021-07-21", async (entry) => {
      const order_id = await order(entry);
      const served = await entry.add("service", {
        order_id,
        method: "直接",
        happened_on: day("2021-07-21"),
        ...service,
      });
      await attachEvidence(entry, "case_step", stepId, file, day("2021-07-21"));
      await attachEvidence(entry, "service", served, file, day("2021-07-21"));
    });
    expect((await exhibits(day("2021-07-21"), campaign)).map(({ of, subject }) => `${subject} ${of}`)).toEqual([
      "1 案件 1 的调查",
      "1 样〔2021〕1号 的送达",
    ]);
    expect(await exhibits(day("2021-07-20"), campaign)).toEqual([]);
    expect(await exhibits(day("2021-07-21"), "另一个")).toEqual([]);
    const served = await serviceOf(ledger.db, 1);
    expect([served?.id, await serviceOf(ledger.db, 9), await returnOf(ledger.db, 1)]).toEqual([1, null, null]);
    await act(ledger, "2021-07-22", (entry) =>
      entry.add("service_return", { service: 1, signed_by: "周某戊", note: "", happened_on: day("2021-07-22") }),
    );
    expect(await returnOf(ledger.db, 1)).toBe("2021-07-22");
  });
});
