/** A city's counties in one database: what one county asks is answered from its own tables, and by their indexes. */
import { expect, test } from "vitest";
import { storage } from "../../src/ledger/engines/storage.ts";
import { createPostgres, openPostgres } from "../../src/ledger/engines/postgres/open.ts";
import { ledgerOn } from "../../src/ledger/ledger.ts";
import type { Day } from "../../src/campaign/index.ts";
import { findingRow, rosterRow } from "../facts.ts";
import { testOffice } from "../office.ts";
import type { TestOffice } from "../office.ts";
import { administer, emptyDatabase, isTested } from "../postgres/database.ts";
import { orderedHalf } from "./ordered-half.ts";
import { fills } from "./order-office.ts";

const institutions = 3_000;

/** What the server read for a county: rows by going through a whole table, and rows by an index; tables of facts and of what stands. */
interface Reading {
  readonly table: string;
  readonly through: number;
  readonly byIndex: number;
}

/** A county's ledger with a campaign under way. */
async function county(database: string, schema: string): Promise<TestOffice> {
  const place = `${database}?schema=${schema}`;
  const one = testOffice({ now: "2021-07-23T09:00:00", storage });
  const office: TestOffice = {
    ...one,
    run: (line) => one.run(`${line} --ledger ${place}`),
    ok: (line) => one.ok(`${line} --ledger ${place}`),
  };
  await office.ok(`init --plan chuanhui-2021 ${fills.map((fill) => `--fill ${fill}`).join(" ")} --on 2021-06-21`);
  for (const name of ["张某甲", "李某乙", "王某丙", "赵某丁"])
    await office.ok(`person add ${name} --unit 区教体局 --cert 豫P-${name} --until 2025-12-31 --on 2021-06-21`);
  await office.ok("as 张某甲");
  const ledger = await ledgerOn(await openPostgres(place), () => new Date("2021-07-23T00:59:00Z"));
  await orderedHalf(ledger, institutions);
  await ledger.close();
  return office;
}

/** What the server has read in a schema since its statistics were last cleared; those of ended connections are in. */
async function readIn(database: string, schema: string): Promise<Reading[]> {
  let read: Reading[] = [];
  await administer(async (client) => {
    for (let others = 1; others > 0;) {
      const { rows } = await client.query<{ count: number }>(
        "select count(*)::int as count from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'",
      );
      others = rows[0]?.count ?? 0;
    }
    const { rows } = await client.query<Reading>(
      `select relname as "table", coalesce(seq_tup_read, 0)::int as through, coalesce(idx_tup_fetch, 0)::int as "byIndex"
       from pg_stat_user_tables where schemaname = $1 and (coalesce(seq_scan, 0) > 0 or coalesce(idx_scan, 0) > 0)`,
      [schema],
    );
    read = rows;
  }, database);
  return read;
}

const forget = (database: string): Promise<void> =>
  administer((client) => client.query("select pg_stat_reset()"), database);

test.skipIf(!isTested)(
  "全市的库里，一个县的事只读这个县的表；办一家的事，不把哪张表从头看到尾",
  { timeout: 300_000 },
  async () => {
    const place = await emptyDatabase();
    const database = place.split("/").at(-1) ?? "";
    const [one] = [await county(place, "county1"), await county(place, "county2")];
    await administer((client) => client.query("analyze"), database);
    one.write("照片.txt", "样例");

    await forget(database);
    await one.ok("report --phase 4 --json");
    await one.ok("order list --csv");
    await one.ok("due --csv");
    expect((await readIn(database, "county1")).map(({ table }) => table)).toEqual(expect.arrayContaining(["span"]));
    expect(await readIn(database, "county2")).toEqual([]);

    const large = new Set([
      "roster",
      "inspection",
      "finding",
      "orders",
      "order_finding",
      "service",
      "review_outcome",
      "span",
    ]);
    for (const line of [
      "show 501",
      "inspect 503 --pass --by 张某甲,李某乙 --yes",
      "order issue 501 --yes",
      "order serve 川教体改〔2021〕1501号 --to 张某甲",
      "review 502 --by 王某丙,赵某丁 --result 502=已整改:拆除了",
      "close 504 --as 赵某丁 --evidence 照片.txt",
      "bucket 502 规范 --reason 样例",
    ]) {
      await forget(database);
      await one.ok(line);
      const read = (await readIn(database, "county1")).filter(({ table }) => large.has(table));
      expect([line, read.filter(({ through }) => through > 0)]).toEqual([line, []]);
      const byIndex = read.reduce((sum, reading) => sum + reading.byIndex, 0);
      expect([line, byIndex > 0, byIndex < 500 ? "few" : read]).toEqual([line, true, "few"]);
    }
  },
);

test.skipIf(!isTested)(
  "一次登记一万二千家：服务器头一回见的行，也按索引一段一段地读",
  { timeout: 300_000 },
  async () => {
    const [place, many] = [await emptyDatabase(), 12_000];
    const ledger = await ledgerOn(await createPostgres(place), () => new Date("2021-07-23T00:59:00Z"));
    const day = "2021-07-05" as Day;
    const numbers = Array.from({ length: many }, (_, index) => index + 1);
    await ledger.record({ command: "seed", actor: "张某甲", on: day }, async (entry) => {
      await entry.addMany(
        "roster",
        numbers.map((subject) => rosterRow(subject, day)),
      );
      await entry.addMany(
        "finding",
        numbers.map((subject) => findingRow(subject, subject, day)),
      );
    });
    await ledger.close();
    const read = await readIn(place.split("/").at(-1) ?? "", "tuban");
    const ofFindings = read.find(({ table }) => table === "finding");
    expect(ofFindings?.byIndex).toBeGreaterThanOrEqual(many);
    expect(ofFindings?.byIndex).toBeLessThan(2 * many);
    expect(ofFindings?.through).toBeLessThan(5 * many);
  },
);
