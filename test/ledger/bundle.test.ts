/** Bundles come back in any order, in pieces, and twice: the ledger that comes of it is the same, the numbers of facts aside. */
import { copyFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { rankingOf } from "../../src/campaign/index.ts";
import type { Day } from "../../src/campaign/index.ts";
import { annul, journalEntry } from "../../src/ledger/annulment.ts";
import { carriedFor } from "../../src/ledger/bundle/carried.ts";
import { bundlesOf, waitingActs } from "../../src/ledger/bundle/bundles.ts";
import { groupActs } from "../../src/ledger/bundle/group-acts.ts";
import { fillBundle, nextHeader } from "../../src/ledger/bundle/hand-out.ts";
import { takeIn } from "../../src/ledger/bundle/take-in.ts";
import { createSqlite, openSqlite } from "../../src/ledger/engines/sqlite/open.ts";
import type { Ledger } from "../../src/ledger/ledger.ts";
import { institutionsIn } from "../../src/ledger/now.ts";
import { rootsOf } from "../../src/ledger/root.ts";
import { correct } from "../../src/ledger/roster/sources.ts";
import { checkSpans } from "../../src/ledger/spans/keep.ts";
import { verifyChain } from "../../src/ledger/verify/chain.ts";
import { campaign, findingRow, rosterRow } from "../facts.ts";
import { addRow } from "./any-row.ts";
import { freshLedger, temporaryFolder } from "./engines.ts";

const on = "2021-07-20" as Day;
const act = { command: "test", actor: "张某甲", on };
const ranking = rankingOf(undefined);

/** What a group may do: put a telephone right, re-check the finding of an institution, visit one, find a new one, take its last act back. */
type Doing = readonly [what: "电话" | "复查" | "检查" | "新登记" | "撤销", of: 1 | 2 | 3, word: "甲" | "乙"];

const doing: fc.Arbitrary<Doing> = fc.tuple(
  fc.constantFrom("电话", "复查", "检查", "新登记", "撤销"),
  fc.constantFrom(1, 2, 3),
  fc.constantFrom("甲", "乙"),
);

async function doIt(bundle: Ledger, [what, of, word]: Doing, name: string): Promise<void> {
  const last = (await bundle.db.selectFrom("journal").selectAll().orderBy("seq", "desc").executeTakeFirstOrThrow()).seq;
  await bundle.record(act, async (entry) => {
    entry.describe(`${what} ${of} ${word}`);
    const visit = (kind: string) =>
      addRow(entry, "inspection", { campaign, subject: of, kind, result: word, order_id: null }, on);
    if (what === "电话")
      await correct(entry, of, new Map([["phone", `1380000000${word === "甲" ? 1 : 2}`]]), {
        source: word,
        reason: "更正",
        on,
        ranking,
      });
    else if (what === "复查")
      await addRow(entry, "review_outcome", { inspection: await visit("复查"), finding: of, outcome: "已整改" }, on);
    else if (what === "检查") await entry.add("finding", findingRow(await visit("排查"), of, on, { item: word }));
    else if (what === "新登记") {
      const { most } = await entry.db
        .selectFrom("roster")
        .select((by) => by.fn.max("subject").as("most"))
        .executeTakeFirstOrThrow();
      await entry.add("roster", rosterRow(most + 1, on, { name }));
    } else {
      const target = await journalEntry(entry.db, last);
      if (target.command === "test" && !("annulment" in JSON.parse(target.digests)))
        await annul(entry, target, { on: null, reason: "记错了" }).catch(() => undefined);
    }
  });
}

/** An office with three institutions, a finding at each, that has handed out everything to as many groups as there are. */
async function handedOut(groups: readonly (readonly Doing[])[]): Promise<{ path: string; bundles: readonly Ledger[] }> {
  const path = join(temporaryFolder(), "tuban.db");
  const office = await freshLedger(async () => createSqlite(path));
  await office.record(act, async (entry) => {
    for (const subject of [1, 2, 3]) {
      await entry.add("roster", rosterRow(subject, on, { phone: "13800000000" }));
      const inspection = await addRow(entry, "inspection", { campaign, subject, kind: "排查" }, on);
      await entry.add("finding", findingRow(inspection, subject, on));
    }
  });
  const bundles: Ledger[] = [];
  for (const [at, doings] of groups.entries()) {
    const bundle = await freshLedger(async () => createSqlite(join(temporaryFolder(), "tuban.db")));
    await office.record(act, async (entry) => {
      const { subjects, rows } = await carriedFor(entry.db, [1, 2, 3]);
      const header = await nextHeader(entry.db, { team: `${at + 1}组`, actor: "张某甲", count: 20, on }, subjects);
      await entry.add("bundle", { ...header, ...(await fillBundle(bundle, entry.db, rows, header, "张某甲")) });
    });
    for (const [no, one] of doings.entries()) await doIt(bundle, one, `新开${at + 1}-${no}`);
    bundles.push(bundle);
  }
  await office.close();
  return { path, bundles };
}

/** A piece of a group's acts: up to a part of them. */
type Piece = readonly [group: number, part: number];

/** What the office has when pieces came in this order, and in the end everything. */
async function broughtIn(path: string, bundles: readonly Ledger[], pieces: readonly Piece[]) {
  const copy = join(temporaryFolder(), "tuban.db");
  copyFileSync(path, copy);
  const office = await freshLedger(async () => openSqlite(copy));
  const last = new Map<number, number>();
  for (const [group, part] of pieces) {
    const bundle = bundles[group];
    const row = (await bundlesOf(office.db))[group]?.row;
    if (!bundle || !row) continue;
    const acts = (await groupActs(bundle.db, row.handed ?? 0)).filter(({ rows }) => rows.length > 0);
    const upTo = Math.ceil(acts.length * part);
    const fresh = acts.slice(last.get(group) ?? 0, upTo);
    last.set(group, Math.max(last.get(group) ?? 0, upTo));
    await office.recordAll((record, db) =>
      takeIn(
        record,
        db,
        fresh.map((one) => ({ bundle: row, act: one, waiting: null, sealed: [] })),
        { by: act, ranking, texts: new Map(), gate: async () => null },
      ),
    );
  }
  expect((await verifyChain(office.db)).faults).toEqual([]);
  expect(await checkSpans(office.db)).toBe(0);
  return stateOf(office);
}

/** Facts that count and what stands, by names; numbers of facts and of subjects are left out. */
async function stateOf({ db }: Ledger) {
  const { most } = await db
    .selectFrom("roster")
    .select((by) => by.fn.max("subject").as("most"))
    .executeTakeFirstOrThrow();
  const now = (
    await rootsOf(
      db,
      Array.from({ length: most }, (_, at) => at + 1),
    )
  ).on({ day: on });
  const names = new Map(institutionsIn(now).map(({ subject, name }) => [subject, name]));
  const counted = await db
    .selectFrom("journal")
    .select(["origin", "origin_seq"])
    .where("origin", "is not", null)
    .where("seq", "not in", db.selectFrom("annulment").select("target"))
    .execute();
  return {
    institutions: institutionsIn(now)
      .map(({ name, phone }) => `${name} ${phone ?? ""}`)
      .toSorted(),
    findings: now.findings
      .map(({ fact, outcome }) => `${names.get(fact.subject) ?? ""} ${fact.item} ${outcome?.outcome ?? ""}`)
      .toSorted(),
    counted: counted.map(({ origin, origin_seq }) => `${origin ?? ""} ${origin_seq ?? ""}`).toSorted(),
    waiting: (await waitingActs(db)).map(({ bundle, seq }) => `${bundle} ${seq}`).toSorted(),
  };
}

test("in whatever order, pieces and repetitions bundles come back, the same counts and the same waits", async () => {
  const pieces = fc.array(fc.tuple(fc.constantFrom(0, 1, 2), fc.constantFrom(0.3, 0.6, 1)), { maxLength: 6 });
  const groups = fc.array(fc.array(doing, { maxLength: 4 }), { minLength: 2, maxLength: 3 });
  const whole = (order: readonly number[]): Piece[] => order.map((group) => [group, 1]);
  await fc.assert(
    fc.asyncProperty(groups, pieces, async (acts, some) => {
      const { path, bundles } = await handedOut(acts);
      const one = await broughtIn(path, bundles, whole([0, 1, 2]));
      expect(await broughtIn(path, bundles, whole([2, 1, 0]))).toEqual(one);
      expect(await broughtIn(path, bundles, [...some, ...whole([1, 2, 0]), ...whole([0, 1])])).toEqual(one);
    }),
    { numRuns: 25 },
  );
}, 240_000);
