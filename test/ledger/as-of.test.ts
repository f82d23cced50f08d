/** What stands as of a day is told in SQL for screens and gates, and over columns for figures: both tell the same, whatever happened. */
import { expect, test } from "vitest";
import * as fc from "fast-check";
import {
  addDays,
  dayNumber,
  dayOfNumber,
  findingStages,
  inspectionKinds,
  reviewOutcomes,
} from "../../src/campaign/index.ts";
import type { Day, OrderEffect } from "../../src/campaign/index.ts";
import { stateOn } from "../../src/ledger/as-of/state.ts";
import { factsOf } from "../../src/ledger/columns/facts.ts";
import type { Entry, Ledger } from "../../src/ledger/ledger.ts";
import { findingsNow, institutionsNow, ordersNow, visitsNow } from "../../src/ledger/standing.ts";
import { campaign, finding, roster } from "../report-story.ts";
import { engines, freshLedger } from "./engines.ts";
import { orderRow, serviceRow } from "../facts.ts";

const start = "2021-07-08" as Day;
const act = { command: "test", actor: "张某甲", on: "2021-07-30" as Day };

/** One act of an office, on a day, about one of a few subjects, findings and orders. */
interface Deed {
  readonly what: (typeof deeds)[number];
  readonly on: number;
  readonly subject: number;
  readonly of: number;
  readonly until: number;
  readonly choice: number;
}

const deeds = [
  "底数",
  "并户",
  "处置",
  "检查",
  "文书",
  "文书",
  "文书",
  "送达",
  "送达",
  "送达",
  "延期",
  "撤回",
  "复查",
  "复查",
  "复查",
  "销号",
  "撤销",
] as const;

const deed: fc.Arbitrary<Deed> = fc.record({
  what: fc.constantFrom(...deeds),
  on: fc.integer({ min: 0, max: 12 }),
  subject: fc.integer({ min: 1, max: 3 }),
  of: fc.integer({ min: 1, max: 4 }),
  until: fc.integer({ min: 0, max: 8 }),
  choice: fc.integer({ min: 0, max: 4 }),
});

const effects: readonly OrderEffect[] = ["整改", "督办", "告知", "整改", "停办"];

async function doDeed(entry: Entry, { what, on, subject, of, until, choice }: Deed): Promise<void> {
  const happened_on = addDays(start, on);
  const due_on = addDays(start, on + until);
  if (what === "底数") {
    const town = [null, "城北", "城南", "", "城北"][choice] ?? null;
    await entry.add("roster", { ...roster(subject, "06-22", { town }), happened_on });
  }
  if (what === "并户" && subject > 1)
    await entry.add("pairing", {
      subject: 1,
      other: subject,
      verdict: choice === 0 ? "两家" : "同一家",
      reason: "",
      happened_on,
    });
  if (what === "处置")
    await entry.add("disposition", {
      campaign,
      subject,
      bucket: choice === 0 ? "关停" : "规范",
      reason: "",
      happened_on,
    });
  if (what === "检查") await inspect(entry, subject, happened_on, choice);
  if (what === "文书") await order(entry, { subject, of, choice, happened_on });
  if (what === "送达")
    await entry.add(
      "service",
      serviceRow(of, happened_on, {
        method: choice === 0 ? "公告" : "直接",
        recipient: "",
        due_on: choice === 1 ? null : due_on,
      }),
    );
  if (what === "延期") await entry.add("extension", { order_id: of, happened_on, due_on, reason: "", approver: "" });
  if (what === "撤回") await entry.add("withdrawal", { order_id: of, happened_on, reason: "" });
  if (what === "复查") {
    const outcome = reviewOutcomes[choice] ?? "已整改";
    await entry.add("review_outcome", { inspection: 1, finding: of, outcome, note: "", happened_on });
  }
  if (what === "销号") await entry.add("close_out", { finding: of, outcome: 0, closed_by: "", note: "", happened_on });
  if (what === "撤销") await entry.add("annulment", { target: of + choice, happened_on, reason: "" });
}

async function inspect(entry: Entry, subject: number, happened_on: Day, choice: number): Promise<void> {
  const inspection = await entry.add("inspection", {
    campaign: choice === 4 ? "别的方案" : campaign,
    subject,
    order_id: null,
    kind: inspectionKinds[choice] ?? "排查",
    happened_on,
    result: "",
    note: "",
  });
  for (let nth = 0; nth < choice; nth += 1)
    await entry.add("finding", {
      ...finding(inspection, subject, "07-08", { severity: nth === 0 ? "重大隐患" : "一般" }),
      happened_on,
    });
}

async function order(
  entry: Entry,
  { subject, of, choice, happened_on }: Pick<Deed, "subject" | "of" | "choice"> & { readonly happened_on: Day },
): Promise<void> {
  const id = await entry.add(
    "orders",
    orderRow(subject, entry.seq, happened_on, { effect: effects[choice] ?? "整改" }),
  );
  await entry.addMany(
    "order_finding",
    Array.from({ length: Math.min(of, choice + 1) }, (_, nth) => ({ order_id: id, finding: of - nth })),
  );
}

const text = (day: number | undefined): Day | null => (day ? dayOfNumber(day) : null);

async function expectSame(ledger: Ledger, day: Day): Promise<void> {
  const { db } = ledger;
  const facts = factsOf(db);
  const state = stateOn(facts, { campaign, day });
  const [all, open, people] = [await state.stand("finding"), await state.openFindings(), await state.people()];
  const inOpen = new Set(open.places);
  const told = [...all.places].map((at) => ({
    id: all.id[at],
    closed_on: text(all.days.closed_on?.[at]),
    ...(inOpen.has(at)
      ? {
          stage: findingStages[open.stage[at] ?? 0],
          overdue: open.overdue[at],
          due_on: text(open.days.due_on?.[at]),
          order_id: open.order[at] || null,
        }
      : { stage: "销号" }),
  }));
  const asked = (await findingsNow(db, day, { campaign })).map(
    ({ id, closed_on, stage, overdue, due_on, order_id }) => ({
      id,
      closed_on,
      stage,
      ...(stage === "销号" ? {} : { overdue, due_on, order_id }),
    }),
  );
  expect(told).toEqual(asked);
  const institutions = await institutionsNow(db, day);
  const { id: rows } = await facts.of("roster");
  const there = [...people.row.entries()].filter(([, place]) => place > 0);
  expect(there.map(([subject, place]) => [subject, rows[place - 1], people.towns[people.town[subject] ?? 0]])).toEqual(
    institutions.map(({ subject, id, town }) => [subject, id, town]),
  );
  const visits = await state.stand("visit");
  expect(new Set([...visits.places].map((at) => visits.id[at]))).toEqual(
    new Set((await visitsNow(db, day, { campaign })).map(({ id }) => id)),
  );
  const orders = await ordersNow(db, day, { campaign });
  const inForce = await state.stand("order");
  expect([...inForce.places].map((at) => inForce.id[at])).toEqual(
    orders.filter(({ stage }) => stage !== "已撤回").map(({ id }) => id),
  );
  expect(await state.unserved()).toEqual(orders.filter(({ stage }) => stage === "已签发").map(({ id }) => id));
}

test("on any day of any ledger, SQL and columns tell the same of findings, orders, visits and the roster", async () => {
  const [sqlite] = engines;
  if (!sqlite) throw new Error("no engine");
  const stages = new Set<string>();
  await fc.assert(
    fc.asyncProperty(fc.array(deed, { minLength: 12, maxLength: 40 }), async (acts) => {
      const ledger = await freshLedger(sqlite.create);
      await ledger.record(act, async (entry) => {
        await entry.addMany(
          "roster",
          [1, 2].map((subject) => roster(subject, "06-22", { town: "城北" })),
        );
        for (const choice of [2, 3]) await inspect(entry, choice - 1, start, choice);
      });
      for (const one of acts) await ledger.record(act, (entry) => doDeed(entry, one));
      for (const offset of [0, 4, 9, 20]) {
        const day = addDays(start, offset);
        await expectSame(ledger, day);
        for (const { stage } of await findingsNow(ledger.db, day, { campaign })) stages.add(stage);
      }
    }),
    { numRuns: 50 },
  );
  expect(stages).toEqual(new Set(findingStages));
});

test.each(["2021-07-05", "1969-12-31", "0202-07-05"])("dayOfNumber gives back what dayNumber took: %s", (day) => {
  expect(dayOfNumber(dayNumber(day as Day))).toBe(day);
});
