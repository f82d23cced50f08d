/** What is PostgreSQL's own: many writers, a network between, a server with words of its own. */
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { sql } from "kysely";
import { describe, expect, onTestFinished, test } from "vitest";
import { Stop } from "../../src/campaign/index.ts";
import type { Day } from "../../src/campaign/index.ts";
import { createPostgres, openPostgres } from "../../src/ledger/engines/postgres/open.ts";
import { verifyChain } from "../../src/ledger/verify/chain.ts";
import { ledgerOn } from "../../src/ledger/ledger.ts";
import type { Ledger } from "../../src/ledger/ledger.ts";
import { cableTo } from "../postgres/cable.ts";
import { administer, databaseWithLedger, emptyDatabase, isTested } from "../postgres/database.ts";

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

async function ledgerAt(place: string): Promise<Ledger> {
  const ledger = await ledgerOn(await openPostgres(place), clock);
  onTestFinished(() => ledger.close());
  return ledger;
}

const problemOf = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "",
    (error: unknown) =>
      error instanceof Stop ? `${error.exit} ${error.problems[0]?.code} ${error.message}` : String(error),
  );

describe.skipIf(!isTested)("一台服务器，多台电脑", () => {
  test("four clients that make a ledger in an empty database at once all have it", async () => {
    const place = await emptyDatabase();
    const ledgers = await Promise.all(
      Array.from({ length: 4 }, async () => ledgerOn(await createPostgres(place), clock)),
    );
    for (const ledger of ledgers) onTestFinished(() => ledger.close());
    await Promise.all(ledgers.map((of, nth) => of.record(act, (entry) => entry.add("person", person(`并发${nth}`)))));
    expect(await verifyChain((await ledgerAt(place)).db)).toMatchObject({ entries: 4, facts: 4, faults: [] });
    expect(await problemOf(createPostgres(place))).toBe(`1 ledger-exists 账本已存在，不会覆盖：${place}`);
  });

  test("what is read is one state, whatever others record meanwhile", async () => {
    const place = await databaseWithLedger();
    const [ours, theirs] = [await ledgerAt(place), await ledgerAt(place)];
    const count = async (db: Ledger["db"]): Promise<unknown> =>
      (
        await db
          .selectFrom("person")
          .select((of) => of.fn.countAll().as("count"))
          .executeTakeFirst()
      )?.count;
    const seen = await ours.read(async (db) => {
      const before = await count(db);
      await theirs.record(act, (entry) => entry.add("person", person("李某乙")));
      return [before, await count(db)];
    });
    expect([seen, await count(ours.db)]).toEqual([[0, 0], 1]);
  });

  test("facts are neither changed nor deleted, nor is their table emptied", async () => {
    const ledger = await ledgerAt(await databaseWithLedger());
    await ledger.record(act, (entry) => entry.add("person", person("李某乙")));
    for (const change of [sql`update person set unit = '别处'`, sql`delete from person`, sql`truncate person`])
      await expect(change.execute(ledger.db)).rejects.toThrow("facts are only appended");
  });

  test("rows that wait to be written are there for whoever asks within the entry, and gone with it", async () => {
    const ledger = await ledgerAt(await databaseWithLedger());
    const names = async (on: Ledger["db"]) =>
      (await on.selectFrom("person").select("name").orderBy("id").execute()).map(({ name }) => name);
    const failing = ledger.record(act, async (entry) => {
      await entry.add("person", person("李某乙"));
      await entry.add("person", person('引号"、\\、换行\n、表情😀'));
      expect(await names(entry.db)).toEqual(["李某乙", '引号"、\\、换行\n、表情😀']);
      await entry.add("person", person("王某丙"));
      throw new Error("power cut");
    });
    await expect(failing).rejects.toThrow("power cut");
    expect(await names(ledger.db)).toEqual([]);
    await ledger.record(act, (entry) => entry.add("person", person("赵某丁")));
    expect(await names(ledger.db)).toEqual(["赵某丁"]);
  });

  test("who waits long is told so, and in the end who has the ledger, and since when; nothing is lost", async () => {
    const place = await databaseWithLedger();
    let said = 0;
    const onlooker = { upgrades: () => undefined, upgraded: () => undefined, waits: () => void (said += 1) };
    const ours = await ledgerOn(await openPostgres(`${place}?wait=4`), clock, onlooker);
    onTestFinished(() => ours.close());
    const theirs = await ledgerAt(place);
    let [end, isHeld] = [(): void => undefined, (): void => undefined];
    const held = new Promise<void>((done) => (isHeld = done));
    const theirAct = theirs.record(act, async (entry) => {
      isHeld();
      await new Promise<void>((done) => (end = done));
      return entry.add("person", person("李某乙"));
    });
    await held;
    expect(await problemOf(ours.record(act, (entry) => entry.add("person", person("王某丙"))))).toMatch(
      /^1 ledger-busy 账本正被 tuban（电脑 \S+，\d\d:\d\d 起）使用：postgres:/,
    );
    expect(said).toBe(1);
    end();
    await theirAct;
    expect((await ours.record(act, (entry) => entry.add("person", person("王某丙")))).seq).toBe(2);
  });
});

describe.skipIf(!isTested)("许多台电脑", () => {
  test("twenty clients record at once, whatever isolation the server sets by itself: nothing is lost, no number given twice, the chain whole", async () => {
    const place = await databaseWithLedger();
    const database = place.split("/").at(-1) ?? "";
    await administer((client) =>
      client.query(`alter database ${database} set default_transaction_isolation to serializable`),
    );
    const [clients, each] = [20, 5];
    const ledgers = await Promise.all(Array.from({ length: clients }, () => ledgerAt(place)));
    const seqs = await Promise.all(
      ledgers.map(async (ledger, client) => {
        const ours: (number | null)[] = [];
        for (let nth = 0; nth < each; nth += 1) {
          const { seq } = await ledger.record(act, async (entry) => {
            const { last } = await entry.db
              .selectFrom("person")
              .select((of) => of.fn.max("id").as("last"))
              .executeTakeFirstOrThrow();
            await entry.addMany("person", [person(`第${client}台`), person(`在第 ${last} 人之后`)]);
          });
          ours.push(seq);
          await ledger.read(async (db) => db.selectFrom("person").select("name").execute());
        }
        return ours;
      }),
    );
    const all = seqs.flat().toSorted((a, b) => (a ?? 0) - (b ?? 0));
    expect(all).toEqual(Array.from({ length: clients * each }, (_, nth) => nth + 1));
    const { db } = await ledgerAt(place);
    expect(await verifyChain(db)).toMatchObject({ entries: 100, facts: 200, faults: [] });
    const told = await db.selectFrom("person").select("name").where("name", "like", "在第%").orderBy("id").execute();
    expect(told.map(({ name }) => name)).toEqual(
      Array.from({ length: 100 }, (_, nth) => `在第 ${nth === 0 ? null : nth * 2} 人之后`),
    );
  });

  test.each([
    ["before it is said", "1 connection-lost 与账本服务器的连接断了，这次没有登记", []],
    ["before its answer", "", ["李某乙"]],
  ] as const)(
    "the cable is cut at the commit, %s: it is known whether it was recorded, and it is not recorded twice",
    async (when, said, names) => {
      const cable = await cableTo(await databaseWithLedger());
      const ledger = await ledgerAt(cable.place);
      cable.cut(when);
      const told = await problemOf(ledger.record(act, (entry) => entry.add("person", person("李某乙"))));
      expect(told).toBe(said === "" ? "" : `${said}：${cable.place}`);
      const there = await ledger.db.selectFrom("person").select("name").execute();
      expect(there.map(({ name }) => name)).toEqual(names);
      expect(await verifyChain(ledger.db)).toMatchObject({ entries: names.length, faults: [] });
    },
  );

  test("the cable is cut at each of the things that an act says, before and after: it is there whole or not at all, and what is told is so", async () => {
    const cable = await cableTo(await databaseWithLedger());
    const ledger = await ledgerAt(cable.place);
    const record = (): Promise<string> =>
      problemOf(ledger.record(act, (entry) => entry.addMany("person", [person("李某乙"), person("王某丙")])));
    cable.cut("before it is said", { at: 1_000 });
    expect(await record()).toBe("");
    const stages = cable.said();
    expect(stages).toBeGreaterThan(3);
    let entries = 1;
    for (let at = 1; at <= stages; at += 1)
      for (const when of ["before it is said", "before its answer"] as const) {
        cable.cut(when, { at });
        const told = await record();
        if (told === "") entries += 1;
        else expect([at, when, told]).toEqual([at, when, expect.stringMatching(/^1 connection-lost .*这次没有登记/)]);
        expect([at, when, await verifyChain(ledger.db)]).toMatchObject([
          at,
          when,
          { entries, facts: entries * 2, faults: [] },
        ]);
      }
    // all of them but the answer to the commit were before it was recorded
    expect(entries).toBe(2);
  });

  // the line is asked after a quarter of a minute of silence
  test("the network is gone without a word: it is found out and said, and nothing is recorded", async () => {
    const place = await databaseWithLedger();
    const cable = await cableTo(place);
    const ledger = await ledgerAt(cable.place);
    const told = await problemOf(
      ledger.record(act, async (entry) => {
        await entry.add("person", person("李某乙"));
        cable.goSilent();
        await entry.db.selectFrom("person").select("id").execute();
      }),
    );
    expect(told).toBe(`1 connection-lost 与账本服务器的连接断了，这次没有登记：${cable.place}`);
    expect(await verifyChain((await ledgerAt(place)).db)).toMatchObject({ entries: 0 });
  });

  test("the cable is cut before the answer, and for good: it is said that nobody knows", async () => {
    const place = await databaseWithLedger();
    const cable = await cableTo(place);
    const ledger = await ledgerAt(cable.place);
    cable.cut("before its answer", { forGood: true });
    expect(await problemOf(ledger.record(act, (entry) => entry.add("person", person("李某乙"))))).toBe(
      `1 commit-unknown 连接在登记完的一刻断了，不知道这一次登记进去没有：${cable.place}`,
    );
    expect(await verifyChain((await ledgerAt(place)).db)).toMatchObject({ entries: 1 });
  });
});

describe.skipIf(!isTested)("服务器说的话", () => {
  test.each([
    [
      "a database that is not there",
      "3D000",
      (place: string) => place.replace(/\/\w+$/, "/nosuch"),
      "2 no-such-database 服务器上没有这个数据库",
    ],
    [
      "a database without a ledger",
      "",
      (place: string) => place,
      "2 ledger-missing 这个数据库里还没有账本（schema tuban）",
    ],
    [
      "a user that is not there",
      "28000",
      (place: string) => place.replace("tuban@", "nobody@"),
      "2 login-refused 服务器不让这个用户从这台电脑登录",
    ],
  ])("%s", async (_case, _code, change, said) => {
    const place = change(await emptyDatabase());
    expect(await problemOf(openPostgres(place))).toBe(`${said}：${place}`);
  });

  test.each([
    [
      "another program's table of a name of ours",
      "create schema a; create table a.migration (version text)",
      "2 ledger-foreign schema a 里是别的程序的表（migration 等），不能在里面建账",
    ],
    [
      "another program's tables",
      "create schema a; create table a.customer (name text)",
      "2 ledger-foreign schema a 里是别的程序的表（customer 等），不能在里面建账",
    ],
    ["a schema without anything", "create schema a", ""],
  ])("a ledger is to be made where there is %s", async (_case, before, said) => {
    const place = `${await emptyDatabase()}?schema=a`;
    const database = new URL(place).pathname.slice(1);
    await administer((client) => client.query(before), database);
    expect(await problemOf(createPostgres(place))).toBe(said === "" ? "" : `${said}：${place}`);
    expect(await problemOf(openPostgres(place))).toBe(`2 ledger-missing 这个数据库里还没有账本（schema a）：${place}`);
  });

  test("a ledger is to be made by a login that may not: in a database, in a schema of somebody else, in one given to it", async () => {
    const place = await emptyDatabase();
    const database = new URL(place).pathname.slice(1);
    const login = `maker${process.pid}`;
    await administer(async (client) => {
      await client.query(`create role ${login} login; create schema a`);
    }, database);
    onTestFinished(() => administer((client) => client.query(`drop role ${login}`)));
    for (const schema of ["a", "b"]) {
      const at = `${place.replace("tuban@", `${login}@`)}?schema=${schema}`;
      expect(await problemOf(createPostgres(at))).toBe(`1 ledger-forbidden 你的账号不能在这个数据库里建账：${at}`);
    }
    await administer((client) => client.query(`alter schema a owner to ${login}`), database);
    const given = await createPostgres(`${place.replace("tuban@", `${login}@`)}?schema=a`);
    await (await ledgerOn(given, clock)).close();
    await administer((client) => client.query(`drop owned by ${login} cascade`), database);
  });

  test("a server that is not there", async () => {
    const place = `postgres://tuban@127.0.0.1:${await unusedPort()}/tuban`;
    expect(await problemOf(openPostgres(place))).toBe(`1 server-unreachable 连不上账本所在的服务器：${place}`);
  });

  test("a table that another program has locked: one sentence, in the time that the address gives", async () => {
    const place = await databaseWithLedger();
    const ledger = await ledgerAt(`${place}?wait=1`);
    let told = "";
    await administer(async (client) => {
      await client.query("begin; lock table tuban.person in access exclusive mode");
      told = await problemOf(ledger.db.selectFrom("person").select("id").execute());
      await client.query("rollback");
    }, new URL(place).pathname.slice(1));
    expect(told).toBe(`1 ledger-busy 别的程序锁住了账本里的表，没有等到，什么也没有登记：${place}?wait=1`);
  });

  test("a connection that is lost within an entry: one sentence, nothing recorded; the next command connects again", async () => {
    const place = await databaseWithLedger();
    const ledger = await ledgerAt(place);
    const cut = ledger.record(act, async (entry) => {
      await entry.add("person", person("李某乙"));
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(entry.db);
      await administer((client) => client.query("select pg_terminate_backend($1)", [rows[0]?.pid]));
      await entry.add("person", person("王某丙"));
    });
    expect(await problemOf(cut)).toBe(`1 connection-lost 与账本服务器的连接断了，这次没有登记：${place}`);
    expect((await ledger.record(act, (entry) => entry.add("person", person("赵某丁")))).seq).toBe(1);
  });

  test.each(["25P03", "25P04", "57P05"])(
    "a server that ends what takes it too long: one sentence（%s）",
    async (state) => {
      const place = await databaseWithLedger();
      const ledger = await ledgerAt(place);
      const ended = ledger.record(act, async (entry) => {
        await entry.add("person", person("李某乙"));
        await sql`do ${sql.lit(`begin raise exception using errcode = '${state}'; end`)}`.execute(entry.db);
      });
      expect(await problemOf(ended)).toBe(`1 connection-lost 与账本服务器的连接断了，这次没有登记：${place}`);
      expect(await verifyChain(ledger.db)).toMatchObject({ entries: 0 });
    },
  );

  test("many rows are recorded while a vacuum has their table", async () => {
    const place = await databaseWithLedger();
    const ledger = await ledgerAt(`${place}?wait=1`);
    await administer(async (client) => {
      await client.query("begin; lock table tuban.person in share update exclusive mode");
      const people = Array.from({ length: 6_000 }, (_, nth) => person(`李某${nth}`));
      await ledger.record(act, (entry) => entry.addMany("person", people));
      await client.query("rollback");
    }, new URL(place).pathname.slice(1));
    expect(await verifyChain(ledger.db)).toMatchObject({ facts: 6_000, faults: [] });
  });

  test("a ledger of a newer program is refused, and its connection let go: nobody waits for it", async () => {
    const place = await databaseWithLedger();
    const database = place.split("/").at(-1) ?? "";
    await administer((client) => client.query("update tuban.setting set value = '99' where name = 'spans'"), database);
    expect(await problemOf(ledgerAt(place))).toMatch(/^1 ledger-newer 账本里的现状由更新版本的 tuban 算出/);
    const connections = async (): Promise<number> => {
      let count = 0;
      await administer(async (client) => {
        const { rows } = await client.query("select from pg_stat_activity where datname = $1", [database]);
        count = rows.length;
      });
      return count;
    };
    // the driver itself would let go of it after ten seconds
    await expect.poll(connections, { timeout: 5_000 }).toBe(0);
  });

  test("a user who may not write", async () => {
    const place = await databaseWithLedger();
    const name = `reader${process.pid}`;
    const database = place.split("/").at(-1);
    await administer(async (client) => {
      await client.query(`create role ${name} login; grant usage on schema tuban to ${name}`);
      await client.query(`grant select on all tables in schema tuban to ${name}`);
    }, database);
    onTestFinished(() => administer((client) => client.query(`drop owned by ${name}; drop role ${name}`), database));
    const reader = await ledgerAt(place.replace("tuban@", `${name}@`));
    expect(await problemOf(reader.record(act, (entry) => entry.add("person", person("李某乙"))))).toMatch(
      /^1 ledger-forbidden 你的账号在这本账里不能登记“人员”：/,
    );
  });

  test("a character that no database text may hold", async () => {
    const ledger = await ledgerAt(await databaseWithLedger());
    expect(await problemOf(ledger.record(act, (entry) => entry.add("person", person("李\u0000某"))))).toMatch(
      /^1 text-unstorable 有一个字符数据库存不了（空字符），没有写入任何内容：/,
    );
  });
});

describe("账本的地址", () => {
  test.each([
    [
      "postgres://zhang:secret@10.0.0.3/tuban",
      "2 password-in-place 口令不能写在账本地址里：命令和地址会留在屏幕上、历史记录里",
    ],
    [
      "postgres://10.0.0.3/tuban?sslmode=disable",
      "2 server-unencrypted 连到别的电脑上的账本（10.0.0.3）必须加密，不能写 sslmode=disable",
    ],
    ["postgres://10.0.0.3/tuban?sslmode=maybe", "2 bad-server 账本地址里的 sslmode 不能是 maybe"],
    ["postgres://10.0.0.3/tuban?wait=0", "2 bad-server 账本地址里的 wait 不能是 0"],
    ["postgres://10.0.0.3/tuban?color=red", "2 bad-server 账本地址里有不认识的参数：color"],
    ["postgres://10.0.0.3/tuban?schema=a;b", "2 bad-server 账本地址里的 schema 不能这样写：a;b"],
    ["postgres://10.0.0.3/tuban?sslrootcert=/nosuch", "2 bad-server 打不开证书文件：/nosuch"],
    ["postgres://10.0.0.3:port/tuban", "2 bad-server 账本的服务器地址看不懂"],
  ])("%s", async (place, said) => {
    expect(await problemOf(Promise.resolve().then(() => openPostgres(place)))).toBe(said);
  });

  test("a server on this computer that speaks no TLS is spoken to; another one is not", async () => {
    // it refuses encryption, as PostgreSQL without a certificate does
    const server = createServer((client) => client.on("data", () => client.write("N")));
    const port = await new Promise<number>((listening) => {
      server.listen(0, "127.0.0.1", () => listening((server.address() as AddressInfo).port));
    });
    onTestFinished(() => void server.close());
    const place = `postgres://tuban@127.0.0.1:${port}/tuban?sslmode=require`;
    expect(await problemOf(openPostgres(place))).toBe(
      `1 server-unencrypted 服务器没有开通加密连接，tuban 不在网络上明文传送账本：${place}`,
    );
  });
});

async function unusedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => void server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => void server.close(closed));
  return port;
}
