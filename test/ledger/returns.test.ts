/** Returns, tallies, and a ledger as it was known: on both engines. */
import { describe, expect, test } from "vitest";
import type { Day } from "../../src/campaign/index.ts";
import { countsOf } from "../../src/ledger/numbers/counting.ts";
import { factsOf } from "../../src/ledger/as-of/vantage.ts";
import { sumOf } from "../../src/ledger/numbers/figures.ts";
import type { Ledger } from "../../src/ledger/ledger.ts";
import { recordedAfterwards } from "../../src/ledger/numbers/late-entries.ts";
import {
  keysIn,
  knownAt,
  nextSerial,
  recordReturn,
  recordedAfter,
  returnsOf,
} from "../../src/ledger/numbers/returns.ts";
import { rowsOf } from "../../src/ledger/numbers/rows.ts";
import { recordTally, talliesListed } from "../../src/ledger/acts/tallies.ts";
import { whyTakenBack } from "../../src/ledger/taken-back.ts";
import { campaign, roster } from "../report-story.ts";
import { engines, freshLedger } from "./engines.ts";

const day = (text: string): Day => `2021-${text}` as Day;
const act = { command: "test", actor: "张某甲", on: day("07-20") };
const vantage = { campaign, day: day("07-20") };

describe.each(engines)("$name", ({ create }) => {
  /** Two institutions, each recorded an hour apart; the first is taken back on 07-22. */
  async function told(): Promise<Ledger> {
    let hour = 0;
    const ledger = await freshLedger(create, () => new Date(Date.UTC(2021, 6, 20, hour++)));
    for (const subject of [1, 2])
      await ledger.record(act, (entry) => entry.add("roster", roster(subject, "07-19", { town: "城北" })));
    await ledger.record({ ...act, on: day("07-22") }, (entry) =>
      entry.add("annulment", { target: 1, happened_on: day("07-22"), reason: "重复" }),
    );
    return ledger;
  }

  test("as it was known, as it is known, and as it should have been counted", async () => {
    const { db } = await told();
    const subjects = async (more: object): Promise<number[]> =>
      (await rowsOf(factsOf(db), { ...vantage, ...more }, "机构", {})).map(({ subject }) => subject);
    expect(await subjects({ knownTo: 1 })).toEqual([1]);
    expect(await subjects({})).toEqual([1, 2]);
    expect(await subjects({ annulledTo: day("07-22") })).toEqual([2]);
    expect(await subjects({ annulledTo: day("07-22"), knownTo: 2 })).toEqual([1, 2]);
  });

  test("what was recorded by a moment, what after it, and what was taken back", async () => {
    const { db } = await told();
    expect([await knownAt(db, "2021-07-20T01:30:00.000Z"), await knownAt(db, "2021-07-01T00:00:00.000Z")]).toEqual([
      1, 0,
    ]);
    expect((await recordedAfter(db, 1, day("07-20"))).map(({ seq }) => seq)).toEqual([2]);
    expect(await whyTakenBack(db)).toEqual(new Map([[1, { by: 3, reason: "重复" }]]));
  });

  test("after the first entry: who was told something of a past day, and what was taken back", async () => {
    const { db } = await told();
    const since = async (after: number, on: string, until?: number) =>
      [...(await recordedAfterwards(db, { after, until, day: day(on) })).subject].map(([subject, list]) => [
        subject,
        ...list.map(({ seq, undone }) =>
          undone ? `登记${seq}已撤回（${undone.by}：${undone.reason}）` : `登记${seq}`,
        ),
      ]);
    expect(await since(1, "07-19")).toEqual([
      [1, "登记1已撤回（3：重复）"],
      [2, "登记2"],
    ]);
    expect(await since(1, "07-19", 2)).toEqual([[2, "登记2"]]);
    expect(await since(1, "07-18")).toEqual([]);
    expect(await since(0, "07-19")).toEqual([[2, "登记2"]]);
  });

  test("tallies add up by quantity, in towns and by departments", async () => {
    const ledger = await told();
    const tally = {
      campaign,
      item: "清理广告",
      unit: "处",
      subject: null,
      department: "区城管局",
      town: "城南",
      note: "",
      happened_on: day("07-20"),
    } as const;
    await ledger.record(act, async (entry) => {
      await recordTally(entry, { ...tally, quantity: 12 });
      await recordTally(entry, { ...tally, quantity: 3, subject: 2, town: null, department: null });
      await recordTally(entry, { ...tally, item: "宣传", unit: "次", quantity: 100 });
    });
    const span = {
      campaign,
      startedOn: day("06-21"),
      from: day("07-19"),
      to: day("07-25"),
      previous: { from: day("07-12"), to: day("07-18") },
    };
    const wanted = [
      { basis: "期间", set: "登记", filter: { items: ["清理广告"] } },
      { basis: "期间", set: "登记", filter: { items: ["清理广告"], departments: ["区城管局"] } },
      { basis: "期间", set: "登记", filter: { items: ["清理广告"], towns: ["城北"] } },
      { basis: "期间", set: "登记", filter: { items: ["清理广告"], days: [{ from: day("07-01"), to: day("07-19") }] } },
    ] as const;
    const counts = await countsOf(factsOf(ledger.db), span, wanted);
    const values = wanted.map((_, nth) => sumOf(counts, (count) => count.nth === nth).thisPeriod);
    expect(values).toEqual([15, 12, 3, 0]);
    for (const [nth, { set, filter }] of wanted.entries()) {
      const rows = await rowsOf(factsOf(ledger.db), { campaign, day: span.to }, set, filter);
      expect(rows.reduce((sum, { quantity }) => sum + Number(quantity), 0)).toBe(values[nth]);
    }
    expect(
      (await talliesListed(ledger.db, day("07-25"), campaign)).map(({ quantity, name }) => [quantity, name]),
    ).toEqual([
      [100, null],
      [3, "样例培训中心2"],
      [12, null],
    ]);
  });

  test("a return taken back is listed no longer, and its number stays used", async () => {
    const ledger = await told();
    const keys = keysIn("机构");
    for (const row of await rowsOf(factsOf(ledger.db), vantage, "机构", {})) keys.add(row);
    const row = {
      campaign,
      kind: "周调度",
      year: 2021,
      serial: 1,
      number: "周调度〔2021〕1号",
      begins: day("07-12"),
      cut_off: day("07-18"),
      known_to: 3,
      content: "{}",
      behind: JSON.stringify({ 机构总数: keys.behind() }),
      markdown: "",
      sha256: "",
      happened_on: day("07-18"),
    };
    const { seq } = await ledger.record(act, (entry) => recordReturn(entry, row));
    expect(await returnsOf(ledger.db, campaign)).toMatchObject([
      { number: row.number, behind: '{"机构总数":{"subject":"1-2"}}' },
    ]);
    await ledger.record(act, (entry) =>
      entry.add("annulment", { target: seq ?? 0, happened_on: day("07-20"), reason: "报早了" }),
    );
    expect(await returnsOf(ledger.db, campaign)).toEqual([]);
    expect(await nextSerial(ledger.db, campaign, "周调度", 2021)).toBe(2);
    expect(await nextSerial(ledger.db, campaign, "月调度", 2021)).toBe(1);
  });
});
