/** Figures are counted from what is kept of what stands: it is what the law says, on any day and as known to any entry. */
import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import * as fc from "fast-check";
import {
  addDays,
  dayNumber,
  dayOfNumber,
  findingStages,
  inStretches,
  inspectionKinds,
  reviewOutcomes,
} from "../../src/campaign/index.ts";
import type { AsOf, Day, FindingStage, OrderEffect } from "../../src/campaign/index.ts";
import { stateOn } from "../../src/ledger/as-of/state.ts";
import { factsOf } from "../../src/ledger/as-of/vantage.ts";
import { createSqlite, openSqlite } from "../../src/ledger/engines/sqlite/open.ts";
import { ledgerOn } from "../../src/ledger/ledger.ts";
import type { Entry, Ledger } from "../../src/ledger/ledger.ts";
import { institutionsIn } from "../../src/ledger/now.ts";
import { rootsOf } from "../../src/ledger/root.ts";
import { campaign, finding, roster } from "../report-story.ts";
import { temporaryFolder } from "./engines.ts";
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

/** `nth`: a serial of its own for each. */
async function doDeed(entry: Entry, { what, on, subject, of, until, choice }: Deed, nth: number): Promise<void> {
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
  if (what === "文书") await order(entry, { subject, of, choice, happened_on, nth });
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
  for (let found = 0; found < choice; found += 1)
    await entry.add("finding", {
      ...finding(inspection, subject, "07-08", { severity: found === 0 ? "重大隐患" : "一般" }),
      happened_on,
    });
}

async function order(
  entry: Entry,
  {
    subject,
    of,
    choice,
    happened_on,
    nth,
  }: Pick<Deed, "subject" | "of" | "choice"> & { readonly happened_on: Day; readonly nth: number },
): Promise<void> {
  const id = await entry.add("orders", orderRow(subject, nth, happened_on, { effect: effects[choice] ?? "整改" }));
  await entry.addMany(
    "order_finding",
    Array.from({ length: Math.min(of, choice + 1) }, (_, before) => ({ order_id: id, finding: of - before })),
  );
}

const text = (day: number | undefined): Day | null => (day ? dayOfNumber(day) : null);

async function expectSame(ledger: Ledger, asOf: AsOf): Promise<FindingStage[]> {
  const { db } = ledger;
  const standing = (await rootsOf(db, [1, 2, 3, 4, 5])).on(asOf);
  const state = stateOn(factsOf(db), { campaign, ...asOf });
  const [all, people] = [await state.stand("finding"), await state.people()];
  const ours = ({ fact }: { readonly fact: { readonly campaign: string } }): boolean => fact.campaign === campaign;
  const byId = (one: { readonly id: number }, other: { readonly id: number }): number => one.id - other.id;
  const told = Array.from(all.places, (at) => ({
    id: all.id[at] ?? 0,
    closedOn: text(all.days.closed_on?.[at]),
    orderedOn: text(all.days.ordered_on?.[at]),
    dueOn: text(all.days.due_on?.[at]),
    order: all.order[at] || null,
    state: all.traits.all[all.traits.of[at] ?? 0]?.stage ?? null,
    overdue: all.traits.all[all.traits.of[at] ?? 0]?.overdue ?? null,
  }));
  const findings = standing.findings.filter(ours);
  expect(told.toSorted(byId)).toEqual(
    findings
      .map(({ id, closedOn, orderedOn, order, state: stage, overdue }) => ({
        id,
        closedOn,
        orderedOn,
        dueOn: order?.dueOn ?? null,
        order: order?.id ?? null,
        state: stage,
        overdue,
      }))
      .toSorted(byId),
  );
  const open = await state.stand("open");
  expect(new Set(Array.from(open.places, (at) => open.id[at]))).toEqual(
    new Set(findings.filter(({ closing }) => closing === null).map(({ id }) => id)),
  );
  const there = [...people.row.entries()].filter(([, row]) => row > 0);
  expect(there.map(([subject, row]) => [subject, row, people.towns[people.town[subject] ?? 0]])).toEqual(
    institutionsIn(standing).map(({ subject, id, town }) => [subject, id, town]),
  );
  const visits = await state.stand("visit");
  expect(new Set(Array.from(visits.places, (at) => visits.id[at]))).toEqual(
    new Set(standing.visits.filter(ours).map(({ id }) => id)),
  );
  const orders = await state.stand("order");
  expect(new Set(Array.from(orders.places, (at) => orders.id[at]))).toEqual(
    new Set(standing.orders.filter(ours).flatMap(({ id, withdrawnOn }) => (withdrawnOn === null ? [id] : []))),
  );
  return findings.map(({ state: stage }) => stage);
}

/** Ledgers in which nothing is recorded; making one takes longer than copying it. */
async function copiesOfEmpty(): Promise<() => Promise<Ledger>> {
  const folder = temporaryFolder();
  const empty = join(folder, "empty.db");
  const clock = () => new Date("2021-07-20T02:00:00Z");
  await (await ledgerOn(createSqlite(empty), clock)).close();
  let made = 0;
  return async () => {
    made += 1;
    const path = join(folder, `${made}.db`);
    copyFileSync(empty, path);
    return ledgerOn(openSqlite(path), clock);
  };
}

test(
  "on any day of any ledger, as known to any entry, columns tell what the law says",
  { timeout: 240_000 },
  async () => {
    const stages = new Set<FindingStage>();
    const fresh = await copiesOfEmpty();
    await fc.assert(
      fc.asyncProperty(fc.array(deed, { minLength: 12, maxLength: 40 }), async (acts) => {
        const ledger = await fresh();
        const entries = [...inStretches(acts, 4)];
        await ledger.record(act, async (entry) => {
          await entry.addMany(
            "roster",
            [1, 2].map((subject) => roster(subject, "06-22", { town: "城北" })),
          );
          for (const choice of [2, 3]) await inspect(entry, choice - 1, start, choice);
        });
        let nth = 0;
        for (const some of entries)
          await ledger.record(act, async (entry) => {
            for (const one of some) await doDeed(entry, one, (nth += 1));
          });
        for (const offset of [0, 4, 9, 20]) {
          const day = addDays(start, offset);
          for (const asOf of [
            { day },
            { day, annulledTo: addDays(day, 6) },
            { day, knownTo: Math.ceil(entries.length / 2) },
            { day, knownTo: entries.length, annulledTo: addDays(day, 3) },
          ])
            for (const stage of await expectSame(ledger, asOf)) stages.add(stage);
        }
        await ledger.close();
      }),
      { numRuns: 50 },
    );
    expect(stages.size).toBeGreaterThan(findingStages.length - 3);
  },
);

test.each(["2021-07-05", "1969-12-31", "0202-07-05"])("dayOfNumber gives back what dayNumber took: %s", (day) => {
  expect(dayOfNumber(dayNumber(day as Day))).toBe(day);
});
