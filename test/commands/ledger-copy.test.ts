/** tuban ledger copy: from a laptop to the server and back, and nothing is lost, changed or written over. */
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { storage } from "../../src/ledger/engines/storage.ts";
import { ledgerOn } from "../../src/ledger/ledger.ts";
import type { Db } from "../../src/ledger/tables.ts";
import { otherProgram } from "../ledger/other-program.ts";
import { furnishedOffice, testOffice } from "../office.ts";
import type { TestOffice } from "../office.ts";
import { photo } from "../pictures.ts";
import { administer, emptyDatabase, isTested } from "../postgres/database.ts";

/** A county with a bit of everything: evidence, an original, a sealed name, a draft, a witness, a template and a list of its own. */
async function county(): Promise<TestOffice> {
  const office = await furnishedOffice("ledger copy", async (of) => {
    await of.ok("init --plan chuanhui-2021 --fill 文书种类.整改通知书.期限=10个工作日");
    for (const name of ["张某甲", "李某乙"])
      await of.ok(`person add ${name} --unit 区教体局 --cert ${name}证 --until 2030-01-01`);
    await of.ok("as 张某甲");
    of.write(
      "底数.csv",
      "名称,地址,属地\n样例培训中心（样例）,样例路1号,样例镇\n样例艺术学校（样例）,样例路2号,样例镇\n",
    );
    await of.ok("import 底数.csv --yes");
    of.write("现场.jpg", photo(40, 30));
    await of.ok("inspect 1 --fail 1-1=没有公示 --by 张某甲,李某乙");
    await of.ok("evidence add 现场.jpg --finding 1");
    await of.ok("order issue 1 --kind 整改通知书 --finding 1 --issuer 区教体局 --yes");
    await of.ok("witness give --to 见证.json");
    await of.ok("person add 王某丙 --unit 区教体局");
    mkdirSync(join(of.folder, "templates"));
    of.write("templates/说明.txt", "本单位的模板（样例）");
  });
  return testOffice({ at: office.folder, storage });
}

/** All rows of all tables that the ledger's file has. */
async function rowsAt(place: string): Promise<Readonly<Record<string, unknown>>> {
  const ledger = await ledgerOn(await storage.open(place), () => new Date());
  try {
    const all: Record<string, unknown> = {};
    for (const table of await tablesOf(ledger.db, place)) {
      const { rows } = await sql<Record<string, unknown>>`select * from ${sql.table(table)}`.execute(ledger.db);
      all[table] = rows
        .map((row) => JSON.stringify(Object.entries(row).toSorted(([one], [other]) => (one < other ? -1 : 1))))
        .toSorted();
    }
    return all;
  } finally {
    await ledger.close();
  }
}

async function tablesOf(db: Db, place: string): Promise<string[]> {
  const { rows } = place.startsWith("postgres:")
    ? await sql<{
        name: string;
      }>`select tablename as name from pg_tables where schemaname = 'tuban' order by 1`.execute(db)
    : await sql<{ name: string }>`select name from sqlite_master where type = 'table' order by 1`.execute(db);
  return rows.map(({ name }) => name).filter((name) => name !== "migration");
}

const verified = async (office: TestOffice, more: string): Promise<string> => (await office.ok(`verify ${more}`)).out;

describe.skipIf(!isTested)("从电脑搬到服务器，再搬回来", () => {
  test("given a county, when copied to the server and back, then every row, every file and the check code are the same", async () => {
    const office = await county();
    const server = await emptyDatabase();
    const said = await office.ok(`ledger copy tuban.db ${server} --to-files 共享`);
    expect(said.out).toMatch(
      /^已抄到 postgres:\S+：8 次登记、\d+ 条事实、\d+ 个文件，逐条核对无误，校验码 \S+，与原来的一样\n$/,
    );
    expect(await rowsAt(server)).toEqual(await rowsAt(join(office.folder, "tuban.db")));

    mkdirSync(join(office.folder, "带走"));
    await office.ok(`ledger copy ${server} 带走/tuban.db --files 共享`);
    expect(await rowsAt(join(office.folder, "带走/tuban.db"))).toEqual(await rowsAt(server));

    const here = await verified(office, "--ledger tuban.db");
    expect(here).toMatch(/1 个证据文件、1 份文书原件逐一核对无误/);
    expect(await verified(office, `--ledger ${server} --files 共享`)).toBe(here);
    expect(await verified(office, "--ledger 带走/tuban.db")).toBe(here);
    expect(readFileSync(join(office.folder, "带走/templates/说明.txt"), "utf8")).toBe("本单位的模板（样例）");
    expect(readdirSync(join(office.folder, "带走/文书"))).toEqual(readdirSync(join(office.folder, "文书")));
  });

  test("a witness from before checks on the copy, and both go on from where the ledger stood", async () => {
    const office = await county();
    const server = await emptyDatabase();
    await office.ok(`ledger copy tuban.db ${server} --to-files 共享`);
    const at = `--ledger ${server} --files 共享`;
    expect((await office.ok("witness give --to 新见证.json " + at)).out).toContain("到第 8 次登记");
    await office.ok("witness take 见证.json");
    const taken = await office.ok("witness take 新见证.json");
    expect(taken.out + taken.err).toContain("以前的没有动过");
    await office.ok(`as 张某甲 ${at}`);
    await office.ok(`inspect 2 --pass --by 张某甲,李某乙 ${at}`);
    await office.ok(`inspect 2 --pass --by 张某甲,李某乙`);
    expect(await verified(office, at)).toContain("9 次登记");
  });

  test("a server that has a ledger is left as it is, one in which nothing was recorded is taken", async () => {
    const office = await county();
    const server = await emptyDatabase();
    await office.ok(`init --ledger ${server}`);
    await office.ok(`ledger copy tuban.db ${server} --to-files 共享`);
    const before = await rowsAt(server);
    const again = await office.run(`ledger copy tuban.db ${server} --to-files 另一处`);
    expect(again).toMatchObject({ status: 1, out: "" });
    expect(again.err).toContain(`账本已存在，不会覆盖：${server}`);
    expect(await rowsAt(server)).toEqual(before);
    expect(existsSync(join(office.folder, "另一处"))).toBe(false);
  });

  test("when the server cannot take it all, nothing is left of the copy, neither rows nor files", async () => {
    const office = await county();
    const server = await emptyDatabase();
    const database = server.split("/").at(-1) ?? "";
    // a server that gives up in the middle, as one with a full disk does
    await office.ok(`init --ledger ${server}`);
    await administer(async (client) => {
      await client.query(
        "create function full_disk() returns trigger language plpgsql as $$ begin raise exception 'no space' using errcode = '53100'; end $$",
      );
      await client.query(
        "create trigger full_disk before insert on tuban.finding for each row execute function full_disk()",
      );
    }, database);
    const failed = await office.run(`ledger copy tuban.db ${server} --to-files 共享`);
    expect(failed).toMatchObject({ status: 1, out: "" });
    expect(failed.err).toContain("服务器的磁盘已满，没有写入任何内容");
    expect(readdirSync(join(office.folder, "共享"))).toEqual([]);
    await administer((client) => client.query("drop function full_disk cascade"), database);
    await office.ok(`ledger copy tuban.db ${server} --to-files 共享`);
  });
});

describe.skipIf(!isTested)("各台电脑没有共用的文件夹：证据、原件存在账本里", () => {
  /** A computer of its own, with nothing on it. */
  const laptop = (): TestOffice => testOffice({ storage });

  test("given files in the server's ledger, when another laptop looks, then photograph and original are there, and what it adds is there for the first", async () => {
    const office = await county();
    const server = await emptyDatabase();
    await office.ok(`ledger copy tuban.db ${server} --to-files db`);
    rmSync(join(office.folder, "tuban.evidence"), { recursive: true });
    rmSync(join(office.folder, "tuban.documents"), { recursive: true });
    const [one, other] = [laptop(), laptop()];
    await one.ok(`evidence export 1 --out 取出 --ledger ${server}`);
    expect(
      readFileSync(join(one.folder, "取出/001-现场.jpg")).equals(readFileSync(join(office.folder, "现场.jpg"))),
    ).toBe(true);
    one.write("第二张.jpg", photo(31, 17));
    await one.ok(`evidence add 第二张.jpg --finding 1 --ledger ${server} --as 张某甲`);
    await one.ok(`as 张某甲 --ledger ${server}`);
    await one.ok(`inspect 2 --fail 1-1=没有公示 --by 张某甲,李某乙 --ledger ${server}`);
    await one.ok(`order issue 2 --kind 整改通知书 --finding 2 --issuer 区教体局 --yes --ledger ${server}`);
    expect(await verified(other, `--ledger ${server}`)).toMatch(/2 个证据文件、2 份文书原件逐一核对无误/);
    // what a group brings back goes into the ledger too: the bundle itself, and the photograph in it
    await one.ok(`bundle out --team 甲组 --ids 2 --to 甲组.tuban --ledger ${server}`);
    await one.ok("bundle open 甲组.tuban --to 甲组");
    const group = testOffice({ now: "2026-11-24T09:00:00", at: join(one.folder, "甲组") });
    group.write("第三张.jpg", photo(32, 17));
    await group.ok("evidence add 第三张.jpg --finding 2 --as 李某乙");
    await group.ok("bundle back --to ../甲组回.tuban --as 李某乙");
    const later = testOffice({ now: "2026-11-25T09:00:00", storage, at: one.folder });
    await later.ok(`bundle in 甲组回.tuban --ledger ${server} --as 张某甲`);
    expect(await verified(laptop(), `--ledger ${server}`)).toMatch(/4 个证据文件、2 份文书原件逐一核对无误/);
    await other.ok(`evidence export 1 --out 取出 --ledger ${server}`);
    expect(readFileSync(join(other.folder, "取出/002-第二张.jpg")).equals(Buffer.from(photo(31, 17)))).toBe(true);

    await other.ok(`ledger copy ${server} 带走.db --to-files .`);
    expect(await verified(other, "--ledger 带走.db")).toBe(await verified(one, `--ledger ${server}`));
    expect(existsSync(join(other.folder, "带走.evidence"))).toBe(true);
    await other.ok(`ledger copy ${server} 整本.db`);
    expect(existsSync(join(other.folder, "整本.evidence"))).toBe(false);
    expect(await verified(other, "--ledger 整本.db")).toBe(await verified(other, "--ledger 带走.db"));
  });

  test("a photograph altered in the database is found out", async () => {
    const office = laptop();
    const server = await emptyDatabase();
    await (await county()).ok(`ledger copy tuban.db ${server} --to-files db`);
    await administer(
      (client) => client.query("update tuban.file_piece set content = '\\x00' where no = 1"),
      server.split("/").at(-1) ?? "",
    );
    const ran = await office.run(`verify --ledger ${server}`);
    expect(ran.status).toBe(4);
    expect(ran.err).toContain("证据文件被改动过：现场.jpg");
  });

  test("a ledger whose files lie in a folder says so when they are looked for in it", async () => {
    const ran = await (await county()).run("list --files db");
    expect(ran.err).toContain("这本账的证据、文书不存在账本里，存在文件夹里");
  });
});

describe("抄成另一个文件", () => {
  test("given a county, when copied to a new file, then rows and check code are the same", async () => {
    const office = await county();
    mkdirSync(join(office.folder, "新"));
    const { out } = await office.ok("ledger copy tuban.db 新/账.db --json");
    const { checkCode } = JSON.parse(out) as { checkCode: string };
    expect(await verified(office, "--ledger 新/账.db")).toContain(checkCode);
    expect(await rowsAt(join(office.folder, "新/账.db"))).toEqual(await rowsAt(join(office.folder, "tuban.db")));
    expect(readdirSync(join(office.folder, "新")).toSorted()).toEqual(
      ["templates", "文书", "账.db", "账.db-last", "账.documents", "账.evidence"].toSorted(),
    );
  });

  test.each([
    ["a file that is there", "ledger copy tuban.db tuban2.db", "1", "账本已存在，不会覆盖"],
    ["the same place", "ledger copy tuban.db ./tuban.db", "1", "抄到的地方就是原来的地方"],
    ["a ledger that is not there", "ledger copy 没有.db 新.db", "2", "找不到账本文件"],
    ["a folder that is not there", "ledger copy tuban.db 没有/新.db", "1", "文件夹不存在或不可写"],
  ])("%s is refused, and nothing is written", async (_case, line, status, said) => {
    const office = await county();
    office.write("tuban2.db", "别的东西");
    const before = readdirSync(office.folder);
    const ran = await office.run(line);
    expect([String(ran.status), ran.err]).toEqual([status, expect.stringContaining(said)]);
    expect(readdirSync(office.folder)).toEqual(before);
    expect(office.read("tuban2.db")).toBe("别的东西");
  });

  test("a ledger that was altered is not copied", async () => {
    const office = await county();
    const other = otherProgram(join(office.folder, "tuban.db"));
    other.exec("drop trigger person_no_update; update person set unit = '别处' where id = 1");
    other.close();
    const before = readdirSync(office.folder);
    const ran = await office.run("ledger copy tuban.db 新.db");
    expect(ran.status).toBe(4);
    expect(ran.err).toContain("原来的账本核对不过（1 处不符），没有复制");
    expect(readdirSync(office.folder)).toEqual(before);
  });

  test("a photograph that is missing is missing in the copy, and told", async () => {
    const office = await county();
    rmSync(join(office.folder, "tuban.evidence"), { recursive: true });
    const ran = await office.ok("ledger copy tuban.db 新.db");
    expect(ran.err).toContain("注意：证据文件不见了：现场.jpg");
  });

  test("another file of the same name in the new place is not written over, and nothing is copied", async () => {
    const office = await county();
    mkdirSync(join(office.folder, "新/templates"), { recursive: true });
    writeFileSync(join(office.folder, "新/templates/说明.txt"), "别人的");
    const ran = await office.run("ledger copy tuban.db 新/tuban.db");
    expect(ran.status).toBe(1);
    expect(ran.err).toContain("那里已有同名而内容不同的文件，不会覆盖");
    expect(readdirSync(join(office.folder, "新"))).toEqual(["templates"]);
  });
});
