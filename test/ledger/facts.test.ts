/** Kinds of facts are declared once: their tables, what they name, and all that is derived from it. */
import { join } from "node:path";
import { sql } from "kysely";
import { describe, expect, test, vi } from "vitest";
import { factKinds, kindsByName } from "../../src/campaign/index.ts";
import type { Day } from "../../src/campaign/index.ts";
import { recordedAfterwards } from "../../src/ledger/numbers/late-entries.ts";
import { annul, journalEntry } from "../../src/ledger/annulment.ts";
import { createPostgres } from "../../src/ledger/engines/postgres/open.ts";
import { createSqlite } from "../../src/ledger/engines/sqlite/open.ts";
import { evidenceNow } from "../../src/ledger/evidence/exhibits.ts";
import { links, pointers } from "../../src/ledger/facts/links.ts";
import { tableOf } from "../../src/ledger/facts/table.ts";
import { historyOf } from "../../src/ledger/history/history.ts";
import { migrations } from "../../src/ledger/migrations/index.ts";
import { newestMigration } from "../../src/ledger/migrations/newest.ts";
import { factTables } from "../../src/ledger/tables.ts";
import type { FactTable } from "../../src/ledger/tables.ts";
import { verifyChain } from "../../src/ledger/verify/chain.ts";
import { rosterRow } from "../facts.ts";
import { emptyDatabase, isTested } from "../postgres/database.ts";
import { freshLedger, temporaryFolder } from "./engines.ts";

/** Two kinds that no other file knows of, declared as they would be in theirs: a talk, and what was promised in it. */
vi.mock(import("../../src/campaign/facts/return.ts"), async (original) => {
  const { returnKinds } = await original();
  const { fact } = await import("../../src/campaign/facts/kind.ts");
  const { day, ref, subject, text } = await import("../../src/campaign/facts/column.ts");
  const talk = fact(
    { campaign: text, subject, person: text, happened_on: day },
    {
      title: "约谈",
      indexes: { talk_subject: ["subject"] },
      called: ({ person }) => `约谈 ${person}`,
      evidence: true,
      counted: true,
      event: "措施",
      words: ({ person }) => [`约谈 ${person}`],
      since: 1_001,
    },
  );
  const promise = fact(
    { talk: ref("talk"), words: text, happened_on: day },
    {
      title: "承诺",
      indexes: { promise_talk: ["talk"] },
      about: "talk",
      event: "措施",
      words: ({ words }, of) => [of, `承诺 ${words}`],
      since: 1_002,
    },
  );
  return { returnKinds: { ...returnKinds, talk, promise } };
});

const day = (text: string): Day => text as Day;
const act = (on: string) => ({ command: "test", actor: "张某甲", on: day(on) });
const [talk, promise] = ["talk", "promise"] as unknown as readonly [FactTable, FactTable];

/** Not the ledger that other tests have copies of: it has no such kinds. */
const engines = [
  { name: "SQLite", create: async () => createSqlite(join(temporaryFolder(), "tuban.db")) },
  ...(isTested ? [{ name: "PostgreSQL", create: async () => createPostgres(await emptyDatabase()) }] : []),
];

describe.each(engines)("一种新的事实（$name）", ({ create }) => {
  test("one declaration, and it is recorded, guarded, proved, shown, listed as late, and taken back in order", async () => {
    const ledger = await freshLedger(create);
    await ledger.record(act("2021-06-25"), (entry) => entry.add("roster", rosterRow(1, day("2021-06-25"))));
    const first = await ledger.record(act("2021-07-01"), (entry) =>
      entry.add(talk, { campaign: "样例", subject: 1, person: "王某丙", happened_on: day("2021-07-01") } as never),
    );
    await ledger.record(act("2021-07-02"), async (entry) => {
      await entry.add("evidence", {
        fact: talk as "finding",
        fact_id: first.value,
        sha256: "0".repeat(64),
        name: "约谈.jpg",
        bytes: 1,
        happened_on: day("2021-07-02"),
      });
    });
    const promised = await ledger.record(act("2021-07-03"), (entry) =>
      entry.add(promise, { talk: first.value, words: "停止招生", happened_on: day("2021-07-03") } as never),
    );

    expect((await verifyChain(ledger.db)).faults).toEqual([]);
    expect(await ledger.storeFaults(ledger.db)).toEqual([]);
    await expect(sql`delete from talk`.execute(ledger.db)).rejects.toThrow("facts are only appended");

    const told = (await historyOf(ledger.db, day("2021-07-20"), 1)).map(({ what, text }) => `${what} ${text}`);
    expect(told.slice(1)).toEqual(["措施 约谈 王某丙", "措施 约谈 王某丙，承诺 停止招生"]);
    const [file] = await evidenceNow(ledger.db, day("2021-07-20"), "样例");
    expect(file).toMatchObject({ subject: 1, of: "约谈 王某丙" });
    const late = await recordedAfterwards(ledger.db, { after: 1, day: day("2021-07-20") });
    expect(late.subject.get(1)?.map(({ seq }) => seq)).toEqual([2]);

    const undo = (seq: number) =>
      ledger.record(act("2021-07-20"), async (entry) =>
        annul(entry, await journalEntry(entry.db, seq), { on: null, reason: "记错了" }),
      );
    await expect(undo(2)).rejects.toThrow("之后还有依据它的登记");
    await undo(promised.seq ?? 0);
    await undo(3);
    await undo(2);
    expect((await verifyChain(ledger.db)).faults).toEqual([]);
  });
});

describe("声明", () => {
  interface Shape {
    readonly columns: unknown;
    readonly indexes: unknown;
  }

  /** The columns of a table, and its indexes. */
  async function shapeOf(db: Parameters<typeof verifyChain>[0], table: string): Promise<Shape> {
    const columns = await sql`select name, lower(type) as type, "notnull" from pragma_table_info(${table})`.execute(db);
    const indexes = await sql<{ name: string; sql: string }>`
      select name, lower(sql) as sql from sqlite_master where type = 'index' and tbl_name = ${table} and sql is not null order by name`.execute(
      db,
    );
    return { columns: columns.rows, indexes: indexes.rows };
  }

  test("a table made from its declaration is the one that the migrations give", async () => {
    const migrated = await freshLedger(async () => createSqlite(":memory:"));
    const blank = createSqlite(":memory:");
    for (const [name, kind] of kindsByName) {
      await blank.run(blank.db, tableOf(name, kind));
      expect(await shapeOf(blank.db, name), name).toEqual(await shapeOf(migrated.db, name));
    }
    await blank.close();
  });

  test("every column names a kind that there is, and what a fact is about leads to a subject", () => {
    for (const { from, column, to } of links()) expect(factTables, `${from}.${column}`).toContain(to);
    for (const [name, kind] of kindsByName) {
      const { about, columns, event, evidence } = kind;
      const isOfSubject = about !== undefined || columns["subject"] !== undefined;
      if (event !== undefined) expect(isOfSubject, name).toBe(true);
      // A draw and a published list are of nobody in particular: then it has a name of its own.
      if (evidence === true) expect(isOfSubject || kind.called !== undefined, name).toBe(true);
    }
    expect(pointers().map(({ from, among }) => [from, among.length > 2])).toEqual([
      ["correction", true],
      ["evidence", true],
      ["paper", true],
    ]);
  });

  test("a new migration is named as the newest in migrations/newest.ts", () => {
    expect(newestMigration).toBe(migrations.findLast(({ no }) => no < 1_000)?.no);
  });

  test("the numbers of migrations run from 1 without a gap, those of declared tables among them", () => {
    const numbers = migrations.map(({ no }) => no).filter((no) => no < 1_000);
    expect(numbers).toEqual(numbers.map((_, at) => at + 1));
    expect(Object.keys(factKinds).length).toBeGreaterThan(30);
  });
});
