import { spawn } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { sql } from "kysely";
import { describe, expect, onTestFinished, test } from "vitest";
import type { Day } from "../../src/campaign/index.ts";
import { verifyChain } from "../../src/ledger/verify/chain.ts";
import { migrate } from "../../src/ledger/engines/migrate.ts";
import { migrations } from "../../src/ledger/migrations/index.ts";
import type { Migration } from "../../src/ledger/migrations/index.ts";
import { factTables } from "../../src/ledger/tables.ts";
import { ledgerOn } from "../../src/ledger/ledger.ts";
import type { Ledger } from "../../src/ledger/ledger.ts";
import { createSqlite, openSqlite } from "../../src/ledger/engines/sqlite/open.ts";
import { rosterRow } from "../facts.ts";
import { otherProgram } from "./other-program.ts";

const clock = (): Date => new Date("2021-07-20T02:00:00Z");
const act = { command: "test", actor: "张某甲", on: "2021-07-20" as Day };
const person = (name: string) => ({
  name,
  unit: "区教体局",
  certificate: null,
  certificate_until: null,
  team: null,
  happened_on: act.on,
});

function temporaryPath(): string {
  const folder = mkdtempSync(join(tmpdir(), "tuban-sqlite-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, "tuban.db");
}

async function ledgerAt(path: string): Promise<Ledger> {
  const ledger = await ledgerOn(existsSync(path) ? openSqlite(path) : createSqlite(path), clock);
  onTestFinished(() => ledger.close());
  return ledger;
}

const threePeople = async (path: string): Promise<void> => {
  const ledger = await ledgerAt(path);
  for (const name of ["张某甲", "李某乙", "王某丙"])
    await ledger.record(act, (entry) => entry.add("person", person(name)));
};

describe("篡改", () => {
  /** Someone goes round tuban with another program: triggers dropped, then a change. */
  const tampering = (path: string, change: string): void => {
    const database = otherProgram(path);
    for (const { name } of database.prepare("select name from sqlite_master where type = 'trigger'").all([]) as {
      name: string;
    }[])
      database.exec(`drop trigger ${name}`);
    database.exec(change);
    database.close();
  };

  test.each([
    [
      "a fact rewritten",
      "update person set unit = '别处' where id = 2",
      { seq: 2, what: "内容改动", table: "person", rows: [2, 2] },
    ],
    [
      "a fact deleted",
      "delete from person where id = 3",
      { seq: 3, what: "缺少的记录", table: "person", rows: [3, 3] },
    ],
    [
      "a fact slipped in",
      "insert into person select 4, 2, '赵某丁', unit, null, null, null, happened_on from person where id = 1",
      { seq: 2, what: "错位的记录", table: "person", rows: [4, 4] },
    ],
    [
      "a fact without an entry",
      "insert into person select 4, 9, '赵某丁', unit, null, null, null, happened_on from person where id = 1",
      { seq: 9, what: "多出的记录", table: "person", rows: [4, 4] },
    ],
    [
      "a journal entry rewritten",
      "update journal set actor = '别人' where seq = 2",
      { seq: 2, what: "记录改动", table: null },
    ],
    ["a journal entry deleted", "delete from journal where seq = 2", { seq: 3, what: "断链", table: null }],
  ])("%s is found, and its entry named", async (_case, change, fault) => {
    const path = temporaryPath();
    await threePeople(path);
    tampering(path, change);
    expect((await verifyChain((await ledgerAt(path)).db)).faults).toContainEqual(fault);
  });
});

describe("开账", () => {
  test("an existing file is never written over", async () => {
    const path = temporaryPath();
    await ledgerAt(path);
    expect(() => createSqlite(path)).toThrow("账本已存在，不会覆盖");
  });

  test("a text file is no ledger", () => {
    const path = temporaryPath();
    writeFileSync(path, "机构名称,电话\n");
    expect(() => openSqlite(path)).toThrow(`这不是 tuban 账本文件：${path}`);
  });

  test("an empty file is a copy that was not finished", () => {
    const path = temporaryPath();
    writeFileSync(path, "");
    expect(() => openSqlite(path)).toThrow(`账本文件是空的，一个字节也没有：${path}`);
  });

  test("another program's database is no ledger", () => {
    const path = temporaryPath();
    const other = otherProgram(path);
    other.exec("create table t (x)");
    other.close();
    expect(() => openSqlite(path)).toThrow("这不是 tuban 账本文件");
  });

  test("a ledger written by a newer tuban is left alone", async () => {
    const path = temporaryPath();
    await threePeople(path);
    const database = otherProgram(path);
    database.exec("pragma user_version = 99");
    database.close();
    await expect(ledgerAt(path)).rejects.toThrow("账本由更新版本的 tuban 写成（格式 99");
  });

  test.skipIf(process.getuid?.() === 0)("a folder that cannot be written is named before anything is made", () => {
    const path = temporaryPath();
    chmodSync(join(path, ".."), 0o500);
    expect(() => createSqlite(path)).toThrow("文件夹不存在或不可写");
  });
});

describe("只读", () => {
  /** SQLite needs a place beside the ledger; here it cannot have it. */
  const blocked = async (): Promise<string> => {
    const path = temporaryPath();
    const ledger = await ledgerOn(createSqlite(path), clock);
    for (const name of ["张某甲", "李某乙", "王某丙"])
      await ledger.record(act, (entry) => entry.add("person", person(name)));
    await ledger.close();
    symlinkSync(join(dirname(path), "nowhere/shm"), `${path}-shm`);
    return path;
  };

  test("a ledger in a folder that cannot be written is read, and refuses to record", async () => {
    const ledger = await ledgerAt(await blocked());
    expect(await verifyChain(ledger.db)).toMatchObject({ entries: 3, facts: 3, faults: [] });
    expect(await ledger.read((db) => db.selectFrom("person").select("name").execute())).toHaveLength(3);
    await expect(ledger.record(act, (entry) => entry.add("person", person("赵某丁")))).rejects.toThrow(
      "账本或所在文件夹不可写",
    );
  });

  test("where a part of it lies in a log beside it, it is not read by halves", async () => {
    const path = await blocked();
    writeFileSync(`${path}-wal`, "样例");
    expect(() => openSqlite(path)).toThrow("账本或所在文件夹不可写");
  });
});

describe("磁盘与争用", () => {
  test("a full disk is one sentence, and nothing of the command stays", async () => {
    const path = temporaryPath();
    await threePeople(path);
    const full = otherProgram(path);
    const [size] = full.prepare("pragma page_count").all([]) as { page_count: number }[];
    full.close();
    const engine = openSqlite(path);
    await engine.run(engine.db, `pragma max_page_count = ${(size?.page_count ?? 0) + 1}`);
    const ledger = await ledgerOn(engine, clock);
    onTestFinished(() => ledger.close());
    const many = Array.from({ length: 5_000 }, (_, index) => person(`样例${index}`));
    await expect(ledger.record(act, (entry) => entry.addMany("person", many))).rejects.toThrow(
      "磁盘已满，没有写入任何内容",
    );
    expect(await verifyChain(ledger.db)).toMatchObject({ entries: 3, facts: 3, faults: [] });
  });

  test("wherever the disk becomes full while facts and what stands by them are written, neither stays", async () => {
    const path = temporaryPath();
    const engine = createSqlite(path);
    const ledger = await ledgerOn(engine, clock);
    onTestFinished(() => ledger.close());
    const many = Array.from({ length: 200 }, (_, nth) => rosterRow(nth + 1, act.on));
    const { rows: found } = await sql<{ page_count: number }>`pragma page_count`.execute(ledger.db);
    const counts = async (): Promise<number[]> => [
      (await ledger.db.selectFrom("roster").select("id").execute()).length,
      (await ledger.db.selectFrom("span").select("thing").execute()).length,
    ];
    let refused = 0;
    for (let room = found[0]?.page_count ?? 0; ; room += 1) {
      await engine.run(engine.db, `pragma max_page_count = ${room}`);
      const recording = ledger.record(act, (entry) => entry.addMany("roster", many));
      const failed = await recording.then(
        () => null,
        (error: Error) => error.message,
      );
      if (failed === null) break;
      refused += 1;
      expect([failed, await counts()]).toEqual([expect.stringContaining("磁盘已满，没有写入任何内容"), [0, 0]]);
    }
    expect(refused).toBeGreaterThan(5);
    expect(await counts()).toEqual([200, 200]);
  });

  test("a second terminal that waits too long is told so, and nothing is lost", async () => {
    const path = temporaryPath();
    await threePeople(path);
    const other = otherProgram(path);
    other.exec("begin immediate");
    const engine = openSqlite(path);
    await engine.run(engine.db, "pragma busy_timeout = 50");
    const ledger = await ledgerOn(engine, clock);
    onTestFinished(() => ledger.close());
    await expect(ledger.record(act, (entry) => entry.add("person", person("赵某丁")))).rejects.toThrow(
      "账本正被另一个终端使用",
    );
    // process 1 is always there
    const note = { pid: 1, user: "zhang", since: "2021-07-20T02:32:00Z" };
    writeFileSync(`${path}-holder`, JSON.stringify(note));
    await expect(ledger.record(act, (entry) => entry.add("person", person("赵某丁")))).rejects.toThrow(
      process.getuid?.() === 0 ? "账本正被 zhang（进程 1，10:32 起）使用" : "账本正被",
    );
    other.exec("rollback");
    expect((await ledger.record(act, (entry) => entry.add("person", person("赵某丁")))).seq).toBe(4);
    other.close();
  });

  test("two processes that record at the same time both land, and the chain holds", async () => {
    const path = temporaryPath();
    await threePeople(path);
    expect((await atOnce(path, 6)).map(({ status }) => status)).toEqual([0, 0, 0, 0, 0, 0]);
    const { entries, facts, faults } = await verifyChain((await ledgerAt(path)).db);
    expect({ entries, faults }).toEqual({ entries: 9, faults: [] });
    // nine of people, and that the clock is right: said by whoever comes first, or by all six that come at once
    expect(facts).toBeGreaterThanOrEqual(10);
    expect(facts).toBeLessThanOrEqual(15);
  });
});

/** People added by as many terminals at the same time. */
function atOnce(path: string, terminals: number): Promise<{ status: number | null; err: string }[]> {
  const program = join(import.meta.dirname, "../../bin/tuban.cjs");
  const add = (name: string): Promise<{ status: number | null; err: string }> =>
    new Promise((done) => {
      const child = spawn(process.execPath, [
        program,
        "person",
        "add",
        name,
        "--unit",
        "区教体局",
        "--clock-ok",
        "--ledger",
        path,
      ]);
      let err = "";
      child.stderr.setEncoding("utf8").on("data", (text: string) => (err += text));
      child.on("close", (status) => done({ status, err }));
    });
  return Promise.all(Array.from({ length: terminals }, (_, index) => add(`并发${index}`)));
}

test("a copy of a ledger is a ledger", async () => {
  const path = temporaryPath();
  const ledger = await ledgerOn(createSqlite(path), clock);
  await ledger.record(act, (entry) => entry.add("person", person("张某甲")));
  await ledger.close();
  const copy = temporaryPath();
  copyFileSync(path, copy);
  expect(await verifyChain((await ledgerAt(copy)).db)).toMatchObject({ entries: 1, faults: [] });
});

describe("升级", () => {
  const second: Migration = {
    no: migrations.length + 1,
    name: "second",
    sql: "create table visit (id integer primary key, entry integer not null);",
    guarded: ["visit"],
  };

  test("a copy is kept before a step; new fact tables are guarded; the facts of before still hold", async () => {
    const path = temporaryPath();
    await threePeople(path);
    const engine = openSqlite(path);
    const upgrade = await migrate(engine, "2026-11-23", { steps: [...migrations, second] });
    const copy = upgrade?.copy;
    onTestFinished(() => engine.close());
    expect(copy).toBe(`${path}.升级${second.no}之前.bak`);
    expect(await verifyChain((await ledgerAt(copy ?? "")).db)).toMatchObject({ entries: 3, facts: 3, faults: [] });
    expect((await verifyChain(engine.db)).faults).toEqual([]);
    await engine.run(engine.db, "insert into visit values (1, 1)");
    await expect(engine.run(engine.db, "delete from visit")).rejects.toThrow("facts are only appended");
  });

  test("four terminals open an old ledger at once: one brings it up to date, and all go on", async () => {
    const path = temporaryPath();
    const old = createSqlite(path);
    await migrate(old, "2026-11-22", { steps: migrations.slice(0, -1) });
    await old.close();
    const ran = await atOnce(path, 4);
    expect(ran.map(({ status }) => status)).toEqual([0, 0, 0, 0]);
    expect(ran.map(({ err }) => err).join("")).toContain("账本是旧版本写的，正在升级");
    const beside = readdirSync(dirname(path)).filter((name) => !/tuban\.db(-wal|-shm|-last|-holder)?$/u.test(name));
    expect(beside).toContain(`tuban.db.升级${migrations.length}之前.bak`);
    expect(beside.filter((name) => !name.endsWith(".bak"))).toEqual([]);
    expect(await verifyChain((await ledgerAt(path)).db)).toMatchObject({ entries: 4, faults: [] });
  });

  test("a copy of an earlier upgrade is not written over", async () => {
    const path = temporaryPath();
    await threePeople(path);
    const engine = openSqlite(path);
    onTestFinished(() => engine.close());
    expect([await engine.copyBefore?.("升级9"), await engine.copyBefore?.("升级9")]).toEqual([
      `${path}.升级9之前.bak`,
      `${path}.升级9之前（2）.bak`,
    ]);
  });

  test("a ledger that cannot be written, or no copy of it, is one sentence and no upgrade", async () => {
    const path = temporaryPath();
    await threePeople(path);
    const engine = openSqlite(path);
    onTestFinished(() => engine.close());
    await engine.run(engine.db, "pragma query_only = 1");
    await expect(engine.run(engine.db, "create table other (id integer)")).rejects.toThrow("账本或所在文件夹不可写");
    const gone = temporaryPath();
    const homeless = createSqlite(gone);
    onTestFinished(() => homeless.close());
    rmSync(dirname(gone), { recursive: true });
    await expect(homeless.copyBefore?.("升级9")).rejects.toThrow("账本或所在文件夹不可写");
  });

  test("a step of the past that was edited since is refused", async () => {
    const path = temporaryPath();
    await threePeople(path);
    const engine = openSqlite(path);
    onTestFinished(() => engine.close());
    const edited = migrations.map((step) => ({ ...step, sql: `${step.sql} ` }));
    await expect(migrate(engine, "2026-11-23", { steps: [...edited, second] })).rejects.toThrow(
      "账本的第 1 次升级与本程序不一致",
    );
  });

  test("the database guards every table of facts, and the journal", async () => {
    const ledger = await ledgerAt(temporaryPath());
    const { rows } = await sql<{
      tbl_name: string;
    }>`select distinct tbl_name from sqlite_master where type = 'trigger'`.execute(ledger.db);
    expect(rows.map((row) => row.tbl_name).toSorted()).toEqual([...factTables, "journal"].toSorted());
  });
});
