/** Columns of facts, kept a page at a time beside them: they say what the facts say, with their pages, without them, and with some. */
import type { Hint } from "../../src/campaign/index.ts";
import { join } from "node:path";
import * as fc from "fast-check";
import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import type { Day } from "../../src/campaign/index.ts";
import { columnNames, pageRows, sheafOf } from "../../src/ledger/columns/columns.ts";
import type { Words } from "../../src/ledger/columns/columns.ts";
import { factsOf } from "../../src/ledger/columns/facts.ts";
import { checkPages, remakePages } from "../../src/ledger/columns/pages.ts";
import type { Ledger } from "../../src/ledger/ledger.ts";
import { ledgerOn } from "../../src/ledger/ledger.ts";
import { migrate } from "../../src/ledger/migrate.ts";
import { migrations } from "../../src/ledger/migrations/index.ts";
import { createSqlite } from "../../src/ledger/engines/sqlite/open.ts";
import { finding, roster } from "../report-story.ts";
import { engines, freshLedger, temporaryFolder } from "./engines.ts";

const act = { command: "test", actor: "张某甲", on: "2021-07-20" as Day };

/** Findings as several commands record them: a page is full in the middle of an entry, and at the end of one. */
async function recordFindings(ledger: Ledger, counts: readonly number[]): Promise<void> {
  for (const count of counts)
    await ledger.record(act, (entry) =>
      entry.addMany(
        "finding",
        Array.from({ length: count }, (_, nth) =>
          finding(1, (nth % 7) + 1, nth % 3 === 0 ? "07-19" : "07-20", {
            severity: nth % 5 === 0 ? "严重" : "一般",
            order_kind: nth % 2 === 0 ? null : `样例"${nth}"`,
            relapse_of: nth % 9 === 0 ? 1 : null,
          }),
        ),
      ),
    );
}

const pagesOf = (ledger: Ledger) => ledger.db.selectFrom("fact_page").select(["fact", "no"]).orderBy("no").execute();

describe.each(engines)("$name", ({ create }) => {
  test("columns are the same with pages, without one, and without any", async () => {
    const ledger = await freshLedger(create);
    await recordFindings(ledger, [1000, 24, 1, 1500, 2]);
    expect(await pagesOf(ledger)).toEqual([
      { fact: "finding", no: 0 },
      { fact: "finding", no: 1 },
    ]);
    const columns = await factsOf(ledger.db).of("finding");
    expect(columns.count).toBe(2527);
    await ledger.db.deleteFrom("fact_page").where("no", "=", 0).execute();
    expect(spelled(await factsOf(ledger.db).of("finding"))).toEqual(spelled(columns));
    await ledger.db.deleteFrom("fact_page").execute();
    expect(spelled(await factsOf(ledger.db).of("finding"))).toEqual(spelled(columns));
  });
});

/** Words written out: their places in the list depend on what came first. */
const spelled = (columns: object): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(columns).map(([name, column]) => [
      name,
      isWords(column) ? [...column.codes].map((code) => column.texts[code]) : column,
    ]),
  );

const isWords = (column: unknown): column is Words =>
  typeof column === "object" && column !== null && "codes" in column;

test("a page gives back what was put into it, whatever the values", () => {
  const word = fc.option(fc.constantFrom("", "甲", "乙、丙", '"', "\\n", "\u{20000}"));
  const row = fc.tuple(
    fc.integer({ min: 1, max: 9 }),
    word,
    word,
    fc.integer({ min: 0, max: 2 ** 53 - 1 }),
    fc.option(fc.integer({ min: 1, max: 2 ** 31 - 1 })),
    word,
    word,
    fc.constantFrom("2021-07-20", "1999-12-31"),
    fc.integer({ min: 1, max: 3 }),
  );
  expect(columnNames("tally")).toHaveLength(9);
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 12 }), (some) => {
      const [made, read] = [sheafOf("tally", pageRows), sheafOf("tally", pageRows + 3)];
      for (let at = 0; at < pageRows; at += 1) {
        const [, ...values] = some[at % some.length] ?? [];
        made.put(at, [at + 1, ...values]);
      }
      read.put(0, [1, ...(some[0] ?? []).slice(1)]);
      read.putPage(3, 1, made.page());
      const [wanted, got] = [spelled(made.columns()), spelled(read.columns())];
      for (const [name, values] of Object.entries(wanted))
        expect([name, [...(got[name] as number[])].slice(3)]).toEqual([name, [...(values as number[])]]);
    }),
    { numRuns: 30 },
  );
});

test("more different words than two bytes can tell apart", () => {
  const count = 70_000;
  const sheaf = sheafOf("attendance", count);
  const words = sheafOf("service", count);
  for (let at = 0; at < count; at += 1) {
    sheaf.put(at, [at]);
    words.put(at, [at, `第${at}种`, "2021-07-20", "2021-07-20", 1]);
  }
  const method = words.columns()["method"];
  if (!isWords(method)) throw new Error("no words");
  expect([0, 65_535, 65_536, 69_999].map((at) => method.texts[method.codes[at] ?? -1])).toEqual([
    "第0种",
    "第65535种",
    "第65536种",
    "第69999种",
  ]);
});

test("a ledger from before there were pages gets them when it is opened", async () => {
  const path = join(temporaryFolder(), "tuban.db");
  const engine = createSqlite(path);
  await migrate(engine, "2026-11-23", { steps: migrations.slice(0, 7) });
  await engine.run(
    engine.db,
    `insert into roster ${columnsOf(roster(1, "06-22"))} ` +
      `with recursive n as (select 1 as no union all select no + 1 from n where no < 1100) ` +
      `select no, 1, null, null, no, '机构', '2021-06-22', '样例' || no, null, null, null, null, null, '样例' || (no % 3) || '镇', null, null, null, null, '{}', '{}' from n`,
  );
  const ledger = await ledgerOn(engine, () => new Date("2026-11-23T02:00:00Z"));
  expect(await pagesOf(ledger)).toEqual([{ fact: "roster", no: 0 }]);
  expect(await checkPages(ledger.db)).toEqual([]);
  const { town, count } = await factsOf(ledger.db).of("roster");
  expect([count, town.texts[town.codes[1099] ?? -1]]).toEqual([1100, "样例2镇"]);
  await ledger.close();
});

const columnsOf = (row: object): string => `(id, entry, ${Object.keys(row).join(", ")})`;

test("a page that was altered is found, and made again from its facts", async () => {
  const [sqlite] = engines;
  if (!sqlite) throw new Error("no engine");
  const ledger = await freshLedger(sqlite.create);
  await recordFindings(ledger, [pageRows * 2]);
  expect(await checkPages(ledger.db)).toEqual([]);
  const page = await ledger.db.selectFrom("fact_page").select("content").where("no", "=", 1).executeTakeFirstOrThrow();
  const altered = Buffer.from(page.content);
  altered[altered.length - 1] = 7;
  await ledger.db.updateTable("fact_page").set({ content: altered }).where("no", "=", 1).execute();
  const faulty = await checkPages(ledger.db);
  expect(faulty).toEqual([{ table: "finding", no: 1 }]);
  await remakePages(ledger.db, faulty);
  expect(await checkPages(ledger.db)).toEqual([]);
});

describe("a ledger that another program wrote to", () => {
  const paged = async (): Promise<Ledger> => {
    const [sqlite] = engines;
    if (!sqlite) throw new Error("no engine");
    const ledger = await freshLedger(sqlite.create);
    await recordFindings(ledger, [pageRows + 10]);
    return ledger;
  };
  const pageOf = async (ledger: Ledger): Promise<Buffer> =>
    Buffer.from((await ledger.db.selectFrom("fact_page").select("content").executeTakeFirstOrThrow()).content);

  test.each<{ what: string; altered: (page: Buffer) => Uint8Array }>([
    { what: "nothing", altered: () => Buffer.alloc(0) },
    { what: "half a page", altered: (page) => page.subarray(0, page.length / 2) },
    { what: "more than a page", altered: (page) => Buffer.concat([page, page]) },
    { what: "a text", altered: () => Buffer.from("=cmd()".repeat(2_000)) },
  ])("$what in the place of a page stops the count with a sentence", async ({ altered }) => {
    const ledger = await paged();
    const content = Buffer.from(altered(await pageOf(ledger)));
    await ledger.db.updateTable("fact_page").set({ content }).execute();
    await expect(factsOf(ledger.db).of("finding")).rejects.toMatchObject({
      exit: 4,
      problems: [
        { code: "page-altered", hint: expect.arrayContaining([expect.objectContaining({ act: "verify" })]) as Hint },
      ],
    });
    await remakePages(ledger.db, await checkPages(ledger.db));
    expect((await factsOf(ledger.db).of("finding")).count).toBe(pageRows + 10);
  });

  test("a page of facts that are not there stops the count, and no recording", async () => {
    const ledger = await paged();
    const content = await pageOf(ledger);
    await ledger.db.insertInto("fact_page").values({ fact: "finding", no: 1, content }).execute();
    await expect(factsOf(ledger.db).of("finding")).rejects.toMatchObject({ problems: [{ code: "page-altered" }] });
    await recordFindings(ledger, [pageRows]);
    expect(await checkPages(ledger.db)).toEqual([]);
    expect((await factsOf(ledger.db).of("finding")).count).toBe(2 * pageRows + 10);
  });

  test("a fact that was deleted stops the count", async () => {
    const ledger = await paged();
    await sql`drop trigger finding_no_delete`.execute(ledger.db);
    await sql`delete from finding where id = ${pageRows + 3}`.execute(ledger.db);
    await expect(factsOf(ledger.db).of("finding")).rejects.toMatchObject({
      exit: 4,
      problems: [{ code: "facts-missing" }],
    });
  });
});

test("pages that an upgrade did not come to are made with the next page that is filled", async () => {
  const [sqlite] = engines;
  if (!sqlite) throw new Error("no engine");
  const ledger = await freshLedger(sqlite.create);
  await recordFindings(ledger, [pageRows * 2 + 1]);
  await ledger.db.deleteFrom("fact_page").execute();
  await recordFindings(ledger, [pageRows]);
  expect((await pagesOf(ledger)).map(({ no }) => no)).toEqual([0, 1, 2]);
  expect(await checkPages(ledger.db)).toEqual([]);
});

test("a dry run, and a recording that fails, leave no page behind", async () => {
  const [sqlite] = engines;
  if (!sqlite) throw new Error("no engine");
  const ledger = await freshLedger(sqlite.create);
  const findings = Array.from({ length: pageRows }, () => finding(1, 1, "07-19"));
  await ledger.record({ ...act, dryRun: true }, (entry) => entry.addMany("finding", findings));
  const failing = ledger.record(act, async (entry) => {
    await entry.addMany("finding", findings);
    throw new Error("power cut");
  });
  await expect(failing).rejects.toThrow("power cut");
  expect(await pagesOf(ledger)).toEqual([]);
  await recordFindings(ledger, [pageRows]);
  expect(await pagesOf(ledger)).toEqual([{ fact: "finding", no: 0 }]);
  expect(await checkPages(ledger.db)).toEqual([]);
});
