/** Sets and figures: what is counted is what is listed, on both engines. */
import { describe, expect, test } from "vitest";
import * as fc from "fast-check";
import { addDays, setNames } from "../../src/campaign/index.ts";
import type { Day, SetFilter, SetName } from "../../src/campaign/index.ts";
import { listTitle } from "../../src/commands/report/tables.ts";
import { countsOf } from "../../src/ledger/numbers/counting.ts";
import { factsOf } from "../../src/ledger/as-of/vantage.ts";
import { sumOf } from "../../src/ledger/numbers/figures.ts";
import type { ReportSpan, FigureAsked } from "../../src/ledger/numbers/figures.ts";
import type { Ledger, Recorded } from "../../src/ledger/ledger.ts";
import { listedAtMost, openFindings } from "../../src/ledger/numbers/open-findings.ts";
import { rowsOf, stretchesOf } from "../../src/ledger/numbers/rows.ts";
import type { BareRow } from "../../src/ledger/numbers/set-row.ts";
import { waitingOn } from "../../src/ledger/numbers/waiting.ts";
import { campaign, finding, roster, tellStory } from "../report-story.ts";
import { engines, freshLedger } from "./engines.ts";
import { orderRow, serviceRow } from "../facts.ts";

const day = (text: string): Day => `2021-${text}` as Day;
const span: ReportSpan = {
  campaign,
  startedOn: day("06-21"),
  from: day("07-19"),
  to: day("07-23"),
  previous: { from: day("07-12"), to: day("07-18") },
};
const vantage = { campaign, day: span.to };

const filters: readonly SetFilter[] = [
  {},
  { severities: ["重大隐患", "严重"] },
  { classes: ["有证有照"] },
  { kinds: ["学校"] },
  { orderKinds: ["整改通知书"], inspectionKinds: [] },
  { inspectionKinds: ["回头看"], buckets: ["关停"] },
  { topics: [1], itemCodes: ["1-1"] },
  { topics: [2] },
];

/** What is known of a row without asking what it says. */
const bare = ({ fact, id, entry, subject, town, day, list, quantity }: BareRow) => ({
  fact,
  id,
  entry,
  subject,
  town,
  day,
  list,
  quantity: quantity ?? null,
});

async function bareRowsOf(...of: Parameters<typeof stretchesOf>): Promise<ReturnType<typeof bare>[]> {
  const rows = [];
  for await (const stretch of stretchesOf(...of)) rows.push(...stretch.rows.map(bare));
  return rows;
}

/** Counts every set under these filters at once and lists it piece by piece. */
async function expectCountsToBeRows(ledger: Ledger, under: readonly SetFilter[], knownTo?: number): Promise<void> {
  const closing = { ...vantage, knownTo };
  const everything = setNames.flatMap((set) =>
    under.flatMap((filter): FigureAsked[] => [
      { basis: "时点", set, filter },
      { basis: "期间", set, filter },
    ]),
  );
  const facts = factsOf(ledger.db);
  const counts = await countsOf(facts, { ...span, knownTo }, everything);
  const opening = { ...closing, day: addDays(span.from, -1) };
  for (const [nth, { basis, set, filter }] of everything.entries()) {
    const rows = await rowsOf(facts, closing, set, filter);
    expect([set, filter, await bareRowsOf(facts, closing, set, filter)]).toEqual([set, filter, rows.map(bare)]);
    const within = (from: Day, to: Day): number => rows.filter((row) => row.day >= from && row.day <= to).length;
    const expected =
      basis === "期间"
        ? {
            value: within(span.startedOn, span.to),
            thisPeriod: within(span.from, span.to),
            previous: within(span.previous.from, span.previous.to),
          }
        : await rowsOf(facts, opening, set, filter).then((before) => ({
            value: rows.length,
            thisPeriod: rows.length - before.length,
            previous: before.length,
          }));
    expect({ set, filter, ...sumOf(counts, (count) => count.nth === nth) }).toEqual({ set, filter, ...expected });
    for (const town of new Set(rows.map((row) => row.town)))
      if (basis === "时点")
        expect(sumOf(counts, (count) => count.nth === nth && count.town === town).value).toBe(
          rows.filter((row) => row.town === town).length,
        );
  }
  await expectLeadsToBeRows(ledger, knownTo);
}

/** What a town, or those without one (null), come to by themselves is what they come to among all. */
async function expectTownsToBeParts(ledger: Ledger, towns: readonly (string | null)[]): Promise<void> {
  const everything = setNames.flatMap((set) =>
    filters.flatMap((filter): FigureAsked[] => [
      { basis: "时点", set, filter },
      { basis: "期间", set, filter },
    ]),
  );
  const all = await countsOf(factsOf(ledger.db), span, everything);
  for (const town of towns) {
    const alone = await countsOf(factsOf(ledger.db, town), span, everything);
    for (const [nth, wanted] of everything.entries())
      expect({ town, ...wanted, ...sumOf(alone, (count) => count.nth === nth) }).toEqual({
        town,
        ...wanted,
        ...sumOf(all, (count) => count.nth === nth && count.town === town),
      });
  }
}

/** What departments have, counted and listed. */
async function expectLeadsToBeRows(ledger: Ledger, knownTo: number | undefined): Promise<void> {
  const sets = ["问题", "销号问题", "逾期问题"] as const;
  const counts = await countsOf(
    factsOf(ledger.db),
    { ...span, knownTo },
    sets.map((set): FigureAsked => ({ basis: "现状", set, filter: {}, by: "lead" })),
  );
  for (const [nth, set] of sets.entries()) {
    const rows = await rowsOf(factsOf(ledger.db), { ...vantage, knownTo }, set, {});
    for (const lead of new Set([...rows, ...counts].map((one) => one.lead)))
      expect({ set, lead, ...sumOf(counts, (count) => count.nth === nth && count.lead === lead) }).toMatchObject({
        value: rows.filter((row) => row.lead === lead).length,
      });
  }
}

describe.each(engines)("the story of two weeks（$name）", ({ create }) => {
  const told = async (): Promise<Ledger> => {
    const ledger = await freshLedger(create);
    await ledger.record({ command: "test", actor: "张某甲", on: day("06-21") }, (entry) =>
      entry.add("person", {
        name: "张某甲",
        unit: "区教体局",
        certificate: null,
        certificate_until: null,
        team: null,
        happened_on: day("06-21"),
      }),
    );
    await tellStory(ledger);
    return ledger;
  };

  test("one town alone comes to what it comes to among all", async () => {
    await expectTownsToBeParts(await told(), ["城北", "城南", null]);
  });

  test("what a town counted of another town's institution is told by that institution, also in the town alone", async () => {
    const ledger = await told();
    await ledger.record({ command: "test", actor: "张某甲", on: day("07-22") }, (entry) =>
      entry.add("tally", {
        campaign,
        item: "退费金额",
        quantity: 3_000_000_000_00,
        unit: "元",
        subject: 1,
        department: null,
        town: "城南",
        note: "",
        happened_on: day("07-22"),
      }),
    );
    await expectTownsToBeParts(ledger, ["城北", "城南", null]);
    const rows = await rowsOf(factsOf(ledger.db, "城南"), vantage, "登记", { classes: ["有证有照"] });
    expect(rows).toMatchObject([{ subject: 1, name: "样例培训中心1", town: "城南", quantity: 3_000_000_000_00 }]);
  });

  test("every set counts the rows it lists, for states and happenings, under every filter", async () => {
    await expectCountsToBeRows(await told(), filters);
  });

  test.each<{ set: SetName; filter?: SetFilter; subjects: readonly number[]; why: string }>([
    { set: "机构", subjects: [1, 2, 3, 4, 7], why: "not the school, not the import taken back" },
    { set: "机构", filter: { kinds: ["学校"] }, subjects: [5], why: "other kinds when asked for" },
    { set: "检查", subjects: [1, 2, 3, 4, 5], why: "one each; 3's visit of 07-16 was taken back; re-checks apart" },
    { set: "检查机构", subjects: [1, 2, 3, 4], why: "institutions only" },
    { set: "复查", subjects: [1, 1, 2, 4], why: "复查 and 回头看" },
    {
      set: "检查",
      filter: { inspectionKinds: ["回头看"] },
      subjects: [1],
      why: "a re-check counts as a visit when asked for by name",
    },
    { set: "问题", subjects: [1, 1, 1, 2, 3, 4], why: "the finding of the visit taken back is gone" },
    { set: "问题机构", subjects: [1, 2, 3, 4], why: "one each" },
    { set: "问题机构", filter: { topics: [1] }, subjects: [1, 3, 4], why: "with one of the first topic" },
    { set: "问题机构", filter: { topics: [2] }, subjects: [2], why: "with one of the second" },
    { set: "问题机构", filter: { severities: ["严重", "重大隐患"] }, subjects: [1, 3], why: "with such a finding" },
    { set: "完成整改机构", subjects: [4], why: "1 has a finding that came back" },
    { set: "完成整改机构", filter: { severities: ["重大隐患"] }, subjects: [1], why: "its grave one is closed" },
    { set: "文书", subjects: [1, 2, 3, 3, 4], why: "the withdrawn one is not counted" },
    { set: "销号问题", subjects: [1, 1, 4], why: "closed on 07-22" },
    { set: "逾期问题", subjects: [2], why: "due 07-20, re-checked and not rectified" },
    { set: "反弹问题", subjects: [1], why: "named as a relapse" },
    { set: "停办机构", subjects: [3], why: "stopped on 07-20" },
    { set: "取缔机构", subjects: [], why: "none closed" },
    { set: "名单", subjects: [4], why: "1 was taken off" },
    { set: "名单", filter: { lists: ["黑名单"] }, subjects: [], why: "nobody on the other list" },
    { set: "处置", subjects: [3], why: "put down for closing" },
    { set: "机构", filter: { buckets: ["关停", "查处"] }, subjects: [3], why: "institutions by bucket" },
  ])("$set $filter: $subjects ($why)", async ({ set, filter = {}, subjects }) => {
    expect((await rowsOf(factsOf((await told()).db), vantage, set, filter)).map((row) => row.subject)).toEqual(
      subjects,
    );
  });

  test("a state names the act that made it: the service of the order, the close-out", async () => {
    const { db } = await told();
    for (const [set, fact, on] of [
      ["停办机构", "service", ["07-20"]],
      ["销号问题", "close_out", ["07-22", "07-22", "07-22"]],
    ] as const) {
      const rows = await rowsOf(factsOf(db), vantage, set, {});
      expect(rows.map((row) => [row.fact, row.day])).toEqual(on.map((text) => [fact, day(text)]));
      for (const row of rows) {
        const act = await db.selectFrom(fact).selectAll().where("id", "=", row.id).executeTakeFirstOrThrow();
        expect([act.entry, act.happened_on]).toEqual([row.entry, row.day]);
      }
    }
    const [stopped] = await rowsOf(factsOf(db), vantage, "停办机构", {});
    const order = await db
      .selectFrom("service")
      .innerJoin("orders", "orders.id", "service.order_id")
      .select("orders.number")
      .where("service.id", "=", stopped?.id ?? 0)
      .executeTakeFirst();
    expect(order?.number).toBe("样教停〔2021〕1号");
  });

  test("出动 counts everyone who came along, on inspections and re-checks", async () => {
    expect(await rowsOf(factsOf((await told()).db), vantage, "出动", {})).toHaveLength(19);
  });

  test("what is due: overdue ones first, rectified and closed ones not at all", async () => {
    const { overdue, coming } = await openFindings(factsOf((await told()).db), vantage, {
      from: day("07-22"),
      to: day("08-01"),
    });
    const said = [overdue, coming].map(({ rows, total }) => [total, rows.map((row) => [row.subject, row.due_on])]);
    expect(said).toEqual([
      [1, [[2, "2021-07-20"]]],
      [1, [[3, "2021-07-29"]]],
    ]);
  });

  test("what waits on 07-21: second persons, an order not served", async () => {
    expect(await waitingOn((await told()).db, { campaign, day: day("07-21") })).toEqual([
      { task: "待判定", count: 0, first: null, draft: null },
      { task: "待检查", count: 1, first: "7", draft: null },
      { task: "未做完", count: 0, first: null, draft: null },
      { task: "待交办", count: 0, first: null, draft: null },
      { task: "待送达", count: 1, first: "样教改〔2021〕11号", draft: null },
      { task: "待销号", count: 3, first: "1", draft: null },
      { task: "已停业", count: 0, first: null, draft: null },
    ]);
  });
});

test("an order under public notice does not wait to be served, though a second notice of it was taken back", async () => {
  const [sqlite] = engines;
  if (!sqlite) throw new Error("no engine");
  const ledger = await freshLedger(sqlite.create);
  await tellStory(ledger);
  const on = (text: string) => ({ command: "test", actor: "张某甲", on: day(text) });
  const waiting = async () =>
    (await waitingOn(ledger.db, { campaign, day: day("07-21") })).find(({ task }) => task === "待送达");
  const { id } = await ledger.db
    .selectFrom("orders")
    .select("id")
    .where("number", "=", (await waiting())?.first ?? "")
    .executeTakeFirstOrThrow();
  const publish = (text: string): Promise<Recorded<number>> =>
    ledger.record(on(text), (entry) =>
      entry.add("service", serviceRow(id, day("08-20"), { method: "公告", recipient: "" })),
    );
  await publish("07-20");
  expect(await waiting()).toMatchObject({ count: 0 });
  const { seq } = await publish("07-21");
  await ledger.record(on("07-21"), (entry) =>
    entry.add("annulment", { target: seq ?? 0, happened_on: day("07-21"), reason: "" }),
  );
  expect(await waiting()).toMatchObject({ count: 0 });
});

/** One act on one subject. Days run over both periods and beyond. */
interface Random {
  readonly subject: number;
  readonly on: number;
  readonly findings: readonly ("一般" | "严重" | "重大隐患")[];
  readonly due: number | null;
  readonly closed: number | null;
  readonly withdrawn: boolean;
  readonly annulled: number | null;
  /** Closed once more, by an entry made later about an earlier day or a later one. */
  readonly reclosed: number | null;
  /** The subject moves to this town on the day. */
  readonly town: string | null;
  readonly lead: string;
}

const random: fc.Arbitrary<Random> = fc.record({
  subject: fc.integer({ min: 1, max: 5 }),
  on: fc.integer({ min: 0, max: 20 }),
  findings: fc.array(fc.constantFrom("一般", "严重", "重大隐患"), { maxLength: 3 }),
  due: fc.option(fc.integer({ min: 0, max: 10 })),
  closed: fc.option(fc.integer({ min: 0, max: 10 })),
  withdrawn: fc.boolean(),
  annulled: fc.option(fc.integer({ min: 0, max: 5 }), { freq: 5 }),
  reclosed: fc.option(fc.integer({ min: 0, max: 10 })),
  town: fc.option(fc.constantFrom("城北", "城南\n\\n", ""), { freq: 3 }),
  lead: fc.constantFrom("区教体局", "区教体局、区城管局", "局\\n\n局", ""),
});

async function recordRandom(ledger: Ledger, acts: readonly Random[]): Promise<void> {
  const at = (offset: number): Day => addDays(day("07-08"), offset);
  const act = { command: "test", actor: "张某甲", on: day("07-23") };
  await ledger.record(act, (entry) =>
    entry.addMany(
      "roster",
      [1, 2, 3, 4, 5].map((subject) =>
        roster(subject, "06-22", { town: subject < 3 ? "城北" : null, kind: subject === 5 ? "学校" : "机构" }),
      ),
    ),
  );
  for (const [index, random] of acts.entries()) {
    const { subject, on, findings, due, closed, withdrawn, annulled, reclosed, town, lead } = random;
    const { seq } = await ledger.record(act, async (entry) => {
      if (town !== null) await entry.add("roster", { ...roster(subject, "06-22", { town }), happened_on: at(on) });
      const inspection = await entry.add("inspection", {
        campaign,
        subject,
        order_id: null,
        kind: index % 4 === 3 ? "复查" : "排查",
        happened_on: at(on),
        result: "",
        note: "",
      });
      await entry.add("attendance", { inspection, name: "张某甲", unit: "区教体局", certificate: null });
      const ids: number[] = [];
      for (const severity of findings)
        ids.push(
          await entry.add("finding", {
            ...finding(inspection, subject, "07-08", { severity, lead }),
            happened_on: at(on),
          }),
        );
      if (due === null || ids.length === 0) return;
      const order = await entry.add("orders", orderRow(subject, index, at(on)));
      await entry.addMany(
        "order_finding",
        ids.map((id) => ({ order_id: order, finding: id })),
      );
      await entry.add("service", serviceRow(order, at(on), { recipient: "", due_on: at(on + due) }));
      if (withdrawn) await entry.add("withdrawal", { order_id: order, happened_on: at(on + 1), reason: "" });
      if (closed !== null)
        await entry.addMany(
          "close_out",
          ids
            .slice(0, 2)
            .map((id) => ({ finding: id, outcome: 0, closed_by: "", note: "", happened_on: at(on + closed) })),
        );
      if (reclosed !== null)
        await entry.addMany(
          "close_out",
          ids.map((id) => ({ finding: id, outcome: 0, closed_by: "", note: "", happened_on: at(on + reclosed) })),
        );
    });
    if (annulled !== null && seq !== null)
      await ledger.record(act, (entry) =>
        entry.add("annulment", { target: seq, happened_on: at(on + annulled), reason: "" }),
      );
  }
}

test("in any ledger every figure equals its rows, and parts do not exceed wholes", { timeout: 120_000 }, async () => {
  const sqlite = engines[0];
  if (!sqlite) throw new Error("no engine");
  await fc.assert(
    fc.asyncProperty(fc.array(random, { maxLength: 8 }), async (acts) => {
      const ledger = await freshLedger(sqlite.create);
      await recordRandom(ledger, acts);
      await expectCountsToBeRows(ledger, filters.slice(0, 2));
      await expectCountsToBeRows(ledger, [{}], Math.ceil(acts.length / 2));
      await expectTownsToBeParts(ledger, ["城北", "", null]);
      const size = async (set: SetName, filter: SetFilter = {}): Promise<number> =>
        (await rowsOf(factsOf(ledger.db), vantage, set, filter)).length;
      expect(await size("完成整改机构")).toBeLessThanOrEqual(await size("问题机构"));
      expect((await size("逾期问题")) + (await size("销号问题"))).toBeLessThanOrEqual(await size("问题"));
      expect((await size("检查")) + (await size("复查"))).toBe(await size("出动"));
    }),
    { numRuns: 30 },
  );
});

test("of more hazards than anybody reads the oldest are listed, and how many there are", async () => {
  const [sqlite] = engines;
  if (!sqlite) throw new Error("no engine");
  const ledger = await freshLedger(sqlite.create);
  await ledger.record({ command: "test", actor: "张某甲", on: day("07-23") }, async (entry) => {
    await entry.add("roster", roster(1, "06-22", {}));
    const found = Array.from({ length: listedAtMost + 2 }, (_, nth) =>
      finding(1, 1, nth === 1_001 ? "07-01" : "07-20"),
    );
    await entry.addMany(
      "finding",
      found.map((one) => ({ ...one, severity: "重大隐患" as const })),
    );
  });
  const { hazards } = await openFindings(factsOf(ledger.db), vantage, { from: day("07-22"), to: day("08-01") });
  expect([hazards.total, hazards.rows.length]).toEqual([1_002, 1_000]);
  expect(hazards.rows[0]).toMatchObject({ id: 1_002, day: "2021-07-01" });
  expect(listTitle("未销号重大隐患", hazards)).toBe("未销号重大隐患（共 1002 个，列前 1000 个）");
});
