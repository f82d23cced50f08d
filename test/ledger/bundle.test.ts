/** Bundles come back in any order, in pieces, and twice: the ledger that comes of it is the same, the numbers of facts aside. */
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { sql } from "kysely";
import type { RawBuilder } from "kysely";
import { afterAll, expect, test } from "vitest";
import { rankingOf } from "../../src/campaign/index.ts";
import type { Day, GroupAct } from "../../src/campaign/index.ts";
import { annul, journalEntry } from "../../src/ledger/annulment.ts";
import { carriedFor } from "../../src/ledger/bundle/carried.ts";
import { bundlesOf, waitingActs } from "../../src/ledger/bundle/bundles.ts";
import { actBack, groupActs } from "../../src/ledger/bundle/group-acts.ts";
import { fillBundle, nextHeader } from "../../src/ledger/bundle/hand-out.ts";
import { handedOutTo } from "../../src/ledger/handed-out.ts";
import { takeIn } from "../../src/ledger/bundle/take-in.ts";
import { copyRows } from "../../src/ledger/copy.ts";
import { createSqlite, openSqlite } from "../../src/ledger/engines/sqlite/open.ts";
import { ledgerOn } from "../../src/ledger/ledger.ts";
import type { Entry, Ledger } from "../../src/ledger/ledger.ts";
import type { Db, FactTable } from "../../src/ledger/tables.ts";
import { institutionsIn } from "../../src/ledger/now.ts";
import { rootsOf } from "../../src/ledger/root.ts";
import { correct } from "../../src/ledger/roster/sources.ts";
import { checkSpans } from "../../src/ledger/spans/keep.ts";
import { verifyChain } from "../../src/ledger/verify/chain.ts";
import { campaign, findingRow, orderRow, rosterRow } from "../facts.ts";
import { addRow } from "./any-row.ts";
import { engines, temporaryFolder } from "./engines.ts";
import type { TestEngine } from "./engines.ts";

const on = "2021-07-20" as Day;
const act = { command: "test", actor: "张某甲", on };
const ranking = rankingOf(undefined);
const clock = () => new Date("2021-07-20T02:00:00Z");

/** What a group may do, to one of three institutions, with one of two words; each is an act of its own. */
const doings = {
  电话: (entry, { of, word }) => correctPhone(entry, of, word),
  检查: async (entry, { of, word }) => {
    const visit = await visitOf(entry, of, "排查", word);
    await entry.add("finding", findingRow(visit, of, on, { item: `${word}一` }));
    const finding = await entry.add("finding", findingRow(visit, of, on, { item: `${word}二` }));
    await addRow(entry, "evidence", { fact: "finding", fact_id: finding, sha256: word, name: word }, on);
  },
  照片: (entry, { of, word }) =>
    addRow(entry, "evidence", { fact: "finding", fact_id: of, sha256: word, name: word }, on),
  复查: async (entry, { of, word }) => {
    const inspection = await visitOf(entry, of, "复查", word);
    await addRow(entry, "review_outcome", { inspection, finding: of, outcome: "已整改" }, on);
  },
  销号: async (entry, { of, word }) => {
    const outcome = await last(entry, "review_outcome", sql`finding = ${of}`);
    if (outcome) await addRow(entry, "close_out", { finding: of, outcome, closed_by: word }, on);
  },
  更正: (entry, { of, word }) =>
    addRow(
      entry,
      "correction",
      { subject: of, fact: "finding", fact_id: of, field: "severity", what: "严重程度", was: "一般", value: word },
      on,
    ),
  送达: (entry, { of, word }) => addRow(entry, "service", { order_id: of, method: word, due_on: on }, on),
  延期: (entry, { of, word }) =>
    addRow(entry, "extension", { order_id: of, due_on: `2021-08-0${word === "甲" ? 1 : 2}` }, on),
  撤回: (entry, { of, word }) => addRow(entry, "withdrawal", { order_id: of, reason: word }, on),
  登台账: async (entry, { of, word }) => {
    const cause = { cause: "问题", cause_id: of, fields: `{"内容":"${word}"}` };
    const asked = { campaign, plan: 1, register: "督办", year: 2021, number: word, subject: of };
    const of_entry = await addRow(entry, "register_entry", { ...asked, ...cause }, on);
    await addRow(entry, "register_step", { of_entry, step: "登记", state: "待办", fields: "{}" }, on);
  },
  台账下一步: async (entry, { of, word }) => {
    const of_entry = (await last(entry, "register_entry", sql`subject = ${of}`)) ?? of;
    const after = await last(entry, "register_step", sql`of_entry = ${of_entry}`);
    await addRow(entry, "register_step", { of_entry, after, step: "办结", state: word, ended: 1, fields: "{}" }, on);
  },
  立案: async (entry, { of, word }) => {
    const own = await last(entry, "finding", sql`subject = ${of}`);
    await addRow(
      entry,
      "penalty_case",
      { campaign, subject: of, cause: word, findings: `[${of},${own ?? of}]`, party: "组织" },
      on,
    );
  },
  案件下一步: async (entry, { of, word }) => {
    const case_id = (await last(entry, "penalty_case", sql`subject = ${of}`)) ?? of;
    await addRow(entry, "case_step", { case_id, step: "调查", details: `{"note":"${word}"}` }, on);
  },
  去向: (entry, { of, word }) => addRow(entry, "disposition", { campaign, subject: of, bucket: word, reason: "" }, on),
  人员: (entry, { of, word }) => addRow(entry, "person", { name: `人员${of}`, unit: word }, on),
  新登记: async (entry, { word }) => {
    const subject = ((await last(entry, "roster", sql`true`, "subject")) ?? 0) + 1;
    await entry.add("roster", rosterRow(subject, on, { name: `新开${word}` }));
  },
  查新登记的: async (entry, { word }) => {
    const subject = (await last(entry, "roster", sql`true`, "subject")) ?? 1;
    const visit = await visitOf(entry, subject, "排查", word);
    await entry.add("finding", findingRow(visit, subject, on, { item: word }));
  },
  撤销: async (entry) => {
    const target = await journalEntry(entry.db, entry.seq - 1);
    if (target.command === "test" && !("annulment" in JSON.parse(target.digests)))
      await annul(entry, target, { on: null, reason: "记错了" }).catch(() => undefined);
  },
} satisfies Record<string, (entry: Entry, done: Done) => Promise<unknown>>;

interface Done {
  readonly of: 1 | 2 | 3;
  readonly word: "甲" | "乙";
}

const correctPhone = (entry: Entry, of: number, word: string): Promise<void> =>
  correct(entry, of, new Map([["phone", `1380000000${word === "甲" ? 1 : 2}`]]), {
    source: word,
    reason: "更正",
    on,
    ranking,
  });

const visitOf = (entry: Entry, subject: number, kind: string, result: string): Promise<number> =>
  addRow(entry, "inspection", { campaign, subject, kind, result, order_id: null }, on);

/** The largest number of a table where that holds; null where there is none. */
async function last(entry: Entry, table: FactTable, where: RawBuilder<unknown>, column = "id"): Promise<number | null> {
  const { rows } = await sql<{ most: number | null }>`
    select max(${sql.ref(column)}) as most from ${sql.table(table)} where ${where} and entry not in (select target from annulment)`.execute(
    entry.db,
  );
  return rows[0]?.most ?? null;
}

type What = keyof typeof doings;
type Doing = readonly [what: What, of: 1 | 2 | 3, word: "甲" | "乙"];

const doing = (whats: readonly What[]): fc.Arbitrary<Doing> =>
  fc.tuple(
    fc.constantFrom(...whats),
    // most are about the same one
    fc.constantFrom(1, 1, 2, 3),
    fc.constantFrom("甲", "乙"),
  );

const doIt = (bundle: Ledger, [what, of, word]: Doing) =>
  bundle.record(act, async (entry) => {
    entry.describe(`${what} ${of} ${word}`);
    await doings[what](entry, { of, word });
  });

interface HandedOut {
  readonly office: string;
  readonly bundles: readonly string[];
}

const folder = mkdtempSync(join(tmpdir(), "tuban-bundles-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let handedOut: Promise<HandedOut> | undefined;

/** An office with three institutions, something under way at each, that has handed out everything to three groups; made once. */
async function handOut(): Promise<HandedOut> {
  const path = join(folder, "office.db");
  const office = await ledgerOn(createSqlite(path), clock);
  await office.record(act, async (entry) => {
    for (const subject of [1, 2, 3]) {
      await entry.add("roster", rosterRow(subject, on, { phone: "13800000000" }));
      const inspection = await addRow(entry, "inspection", { campaign, subject, kind: "排查" }, on);
      const finding = await entry.add("finding", findingRow(inspection, subject, on));
      const order_id = await entry.add("orders", orderRow(subject, subject, on));
      await entry.add("order_finding", { order_id, finding });
      const asked = { campaign, plan: 1, register: "督办", number: `${subject}`, subject, fields: "{}" };
      const of_entry = await addRow(entry, "register_entry", asked, on);
      await addRow(entry, "register_step", { of_entry, step: "登记", state: "待办", fields: "{}" }, on);
      await addRow(entry, "penalty_case", { campaign, subject, cause: "样例", party: "组织" }, on);
    }
  });
  const bundles: string[] = [];
  for (const team of ["一组", "二组", "三组"]) {
    const file = join(folder, `${team}.db`);
    const bundle = await ledgerOn(createSqlite(file), clock);
    await office.record(act, async (entry) => {
      const { subjects, rows } = await carriedFor(entry.db, [1, 2, 3]);
      const header = await nextHeader(entry.db, { team, actor: "张某甲", count: 20, on }, subjects);
      await entry.add("bundle", { ...header, ...(await fillBundle(bundle, entry.db, rows, header, "张某甲")) });
    });
    await bundle.close();
    bundles.push(file);
  }
  await office.close();
  return { office: path, bundles };
}

/** What a group recorded on its own computer. */
async function workedOn(path: string, doings: readonly Doing[]): Promise<readonly GroupAct[]> {
  const copy = join(temporaryFolder(), "tuban.db");
  copyFileSync(path, copy);
  const bundle = await ledgerOn(openSqlite(copy), clock);
  try {
    for (const one of doings) await doIt(bundle, one);
    return (await groupActs(bundle.db, await handedOutTo(bundle.db))).filter(({ rows }) => rows.length > 0);
  } finally {
    await bundle.close();
  }
}

/** A piece of a group's acts: up to a part of them. */
type Piece = readonly [group: number, part: number];

/** The office's ledger as it was handed out, on an engine. */
async function officeFrom(path: string, { name, create }: TestEngine): Promise<Ledger> {
  if (name === "SQLite") {
    const copy = join(temporaryFolder(), "tuban.db");
    copyFileSync(path, copy);
    return ledgerOn(openSqlite(copy), clock);
  }
  const [from, engine] = [openSqlite(path), await create()];
  await copyRows(from.db, engine, () => undefined);
  await from.close();
  return ledgerOn(engine, clock);
}

/** What the office has when pieces came in this order, and in the end everything. */
async function broughtIn(office: Ledger, groups: readonly (readonly GroupAct[])[], pieces: readonly Piece[]) {
  try {
    await takePieces(office, groups, pieces);
    expect((await verifyChain(office.db)).faults).toEqual([]);
    expect(await checkSpans(office.db)).toBe(0);
    return await stateOf(office);
  } finally {
    await office.close();
  }
}

async function takePieces(
  office: Ledger,
  groups: readonly (readonly GroupAct[])[],
  pieces: readonly Piece[],
): Promise<void> {
  const rows = (await bundlesOf(office.db)).map(({ row }) => row);
  const lastOf = new Map<number, number>();
  for (const [group, part] of pieces) {
    const [acts, row] = [groups[group], rows[group]];
    if (!acts || !row) continue;
    const upTo = Math.ceil(acts.length * part);
    const fresh = acts.slice(lastOf.get(group) ?? 0, upTo);
    lastOf.set(group, Math.max(lastOf.get(group) ?? 0, upTo));
    await office.recordAll((record, db) =>
      takeIn(
        record,
        db,
        fresh.map((one) => ({ bundle: row, act: one, waiting: null, sealed: [] })),
        { by: act, ranking, texts: new Map(), gate: async () => null },
      ),
    );
  }
}

/** The facts of an act, as text; what is settled at the office anew, or has another number there, is left out. */
function factsIn({ seq, rows }: GroupAct): string[] {
  const isSettled = rows.some(([table]) => table === "choice");
  return rows
    .filter(([table]) => table !== "annulment" && !(table === "roster" && isSettled))
    .flatMap(([table, its]) => its.map((row, place) => `${seq}:${place} ${table} ${JSON.stringify(row)}`));
}

/** The facts that count and what stands of them, by names: a fact of a group's is named by its bundle, its entry there and its place in that. */
async function stateOf({ db }: Ledger) {
  const entries = await db
    .selectFrom("journal")
    .selectAll()
    .where("origin", "is not", null)
    .where("seq", "not in", db.selectFrom("annulment").select("target"))
    .execute();
  const facts: string[] = [];
  const names = new Map<string, string>();
  for (const entry of entries) {
    const came = await actBack(db, entry, "");
    facts.push(...factsIn(came));
    for (const [table, its] of came.rows) {
      const sealed = (JSON.parse(entry.digests) as Record<string, { first: number }>)[table];
      for (const place of its.keys())
        names.set(
          `${table} ${(sealed?.first ?? 0) + place}`,
          `${entry.origin ?? ""} ${entry.origin_seq ?? ""}:${place}`,
        );
    }
  }
  const counted = entries.map(({ origin, origin_seq }) => `${origin ?? ""} ${origin_seq ?? ""}`).toSorted();
  const stands = [...(await standing(db, names)), ...(await lastWords(db, names))];
  return { counted, facts: facts.toSorted(), stands, waiting: await waitingIn(db) };
}

const waitingIn = async (db: Db): Promise<string[]> => {
  const heads = new Map((await bundlesOf(db)).map(({ row }) => [row.id, row.head]));
  return (await waitingActs(db)).map(({ bundle, seq }) => `${heads.get(bundle) ?? ""} ${seq}`).toSorted();
};

/** The acts of a group, but those that it took back itself. */
function lastingActs(acts: readonly GroupAct[]): number[] {
  const undone = new Set(acts.flatMap(({ seq, undoes }) => (undoes === null ? [] : [undoes, seq])));
  return acts.map(({ seq }) => seq).filter((seq) => !undone.has(seq));
}

const tableOf: Partial<Record<string, FactTable>> = { finding: "finding", order: "orders", visit: "inspection" };

/** The spans, with names in the place of numbers. */
async function standing(db: Db, names: ReadonlyMap<string, string>): Promise<string[]> {
  const now = institutionsIn((await rootsOf(db, await subjectsIn(db))).on({ day: on }));
  const called = new Map(now.map(({ subject, name, phone }) => [subject, `${name} ${phone ?? ""}`]));
  const traits = new Map((await db.selectFrom("trait").selectAll().execute()).map(({ id, ...trait }) => [id, trait]));
  const spans = await db.selectFrom("span").selectAll().execute();
  return spans
    .map(({ kind, subject, thing, trait, fact: _fact, entry: _entry, order_id, link: _link, closing, ...span }) => {
      const nameOf = (table: FactTable | undefined, id: number | null) =>
        table === undefined || id === null ? id : (names.get(`${table} ${id}`) ?? id);
      const named = [
        called.get(subject),
        nameOf(tableOf[kind], thing),
        nameOf("orders", order_id),
        nameOf("close_out", closing),
      ];
      return JSON.stringify([kind, ...named, traits.get(trait), span]);
    })
    .toSorted();
}

/** Of each thing that no span is kept of, what was said of it last: where an entry of a register or a case stands, and who a person is. */
async function lastWords(db: Db, names: ReadonlyMap<string, string>): Promise<string[]> {
  const found: string[] = [];
  for (const [table, of, owner, says] of [
    ["register_step", "of_entry", "register_entry", "state"],
    ["case_step", "case_id", "penalty_case", "details"],
    ["person", "name", "person", "unit"],
  ] as const) {
    const { rows } = await sql<{ of: number | string; says: string }>`
      select ${sql.ref(of)} as "of", ${sql.ref(says)} as says from ${sql.table(table)} where id in (
        select max(id) from ${sql.table(table)} where entry not in (select target from annulment) group by ${sql.ref(of)})`.execute(
      db,
    );
    found.push(...rows.map((row) => `${owner} ${names.get(`${owner} ${row.of}`) ?? row.of}: ${row.says}`).toSorted());
  }
  return found;
}

const subjectsIn = async (db: Db): Promise<number[]> =>
  (await db.selectFrom("roster").select("subject").distinct().execute()).map(({ subject }) => subject);

const pieces = fc.array(fc.tuple(fc.constantFrom(0, 1, 2), fc.constantFrom(0.3, 0.6, 1)), { maxLength: 6 });
const whole = (order: readonly number[]): Piece[] => order.map((group) => [group, 1]);

/** A few kinds of acts in a case, so that groups meet in the same thing. */
const groups = fc
  .subarray(Object.keys(doings) as What[], { minLength: 2, maxLength: 5 })
  .chain((whats) => fc.array(fc.array(doing(whats), { maxLength: 5 }), { minLength: 3, maxLength: 3 }));

/** A server takes longer for each case. */
const runs: Readonly<Record<string, number>> = { SQLite: 25, PostgreSQL: 3 };

test.each(engines)(
  "in whatever order, pieces and repetitions bundles come back, the same facts count, the same stands and the same waits: $name",
  async (engine) => {
    const { office, bundles } = await (handedOut ??= handOut());
    await fc.assert(
      fc.asyncProperty(groups, pieces, async (doings, some) => {
        const acts: (readonly GroupAct[])[] = [];
        for (const [at, path] of bundles.entries()) acts.push(await workedOn(path, doings[at] ?? []));
        const came = async (order: readonly Piece[]) => broughtIn(await officeFrom(office, engine), acts, order);
        const one = await came(whole([0, 1, 2]));
        expect(await came(whole([2, 1, 0]))).toEqual(one);
        expect(await came([...some, ...whole([1, 2, 0]), ...whole([0, 1])])).toEqual(one);
        // what counts is what the groups recorded, each fact naming the same others
        expect(acts.flat().flatMap(factsIn)).toEqual(expect.arrayContaining(one.facts));
        // nothing that a group did is lost: it counts, or it waits
        const known = [...one.counted, ...one.waiting].map((each) => each.split(" ").at(-1));
        expect(known).toEqual(expect.arrayContaining(acts.flatMap(lastingActs).map(String)));
      }),
      { numRuns: runs[engine.name] ?? 1 },
    );
  },
  240_000,
);
