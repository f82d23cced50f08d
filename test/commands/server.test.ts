/** An office whose ledger is on a server: the same commands, and files in a folder that it names. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { storage } from "../../src/ledger/engines/storage.ts";
import { homeOf } from "../../src/ledger/home.ts";
import { testOffice } from "../office.ts";
import type { TestOffice } from "../office.ts";
import { administer, databaseWithLedger, emptyDatabase, isTested } from "../postgres/database.ts";

const fills =
  "--fill 乡镇街道=城东办事处、城西办事处 --fill 文书种类.整改通知书.期限=10个工作日 --fill 文书种类.责令整改通知书.代字.区教体局=川教体责改 --fill 文书种类.责令整改通知书.期限=10个工作日";

describe.skipIf(!isTested)("账本在服务器上", () => {
  test(
    "from init to a served order and its evidence: what one computer records, the other one sees",
    { timeout: 240_000 },
    async () => {
      const place = await emptyDatabase();
      const office = (files: string): TestOffice => {
        const one = testOffice({ now: "2021-07-20T09:00:00", storage });
        const said = (line: string): string => `${line} --ledger ${place} --files "${files}"`;
        return { ...one, run: (line) => one.run(said(line)), ok: (line) => one.ok(said(line)) };
      };
      const shared = testOffice().folder;
      const [ours, theirs] = [office(shared), office(shared)];

      expect(await ours.run("list")).toMatchObject({ status: 2, err: expect.stringContaining("还没有账本") as string });
      expect((await ours.ok(`init --plan chuanhui-2021 ${fills}`)).out).toContain(`已建账：${place}`);
      expect(await theirs.run("init")).toMatchObject({
        status: 1,
        err: expect.stringContaining("账本已存在") as string,
      });
      for (const name of ["张某甲", "李某乙"])
        await ours.ok(`person add ${name} --unit 区教体局 --cert 豫P${name} --until 2025-12-31`);
      await theirs.ok("as 张某甲");
      ours.write("底数.csv", "名称,地址,属地\n样例培训中心,样例路1号,城东办事处\n样例学校,样例路2号,城西办事处\n");
      await ours.ok("import 底数.csv --yes");

      const photo = theirs.write("现场.txt", "样例照片");
      await theirs.ok(`inspect 1 --fail 2-1=没有办学许可证 --evidence "${photo}" --by 张某甲,李某乙 --yes`);
      await ours.ok("order issue 1 --kind 整改通知书 --yes");
      await theirs.ok("order serve 1# --to 机构负责人 --yes");

      expect((await ours.ok("evidence verify")).out).toContain("证据完好：1 个文件");
      expect((await ours.ok("list --csv")).out).toContain("样例培训中心");
      expect((await ours.ok("verify")).out).toMatch(/^账本完好：/);
      const database = place.split("/").at(-1) ?? "";
      expect(readdirSync(shared)).toContain(`${database}.evidence`);
      expect(existsSync(join(ours.folder, "tuban.db"))).toBe(false);
    },
  );

  test("a server that went away is one sentence, and nothing of it is in the exit status of a program's own error", async () => {
    const office = testOffice({ storage });
    expect(await office.run("list --ledger postgres://tuban@127.0.0.1:1/tuban")).toMatchObject({
      status: 1,
      err: expect.stringContaining("错误：连不上账本所在的服务器：postgres://tuban@127.0.0.1:1/tuban") as string,
    });
  });
});

test.skipIf(!isTested)(
  "the city's desk asks every county's ledger of a server: who has none, and where most is left",
  async () => {
    const city = await emptyDatabase();
    const office = testOffice({ now: "2021-07-20T09:00:00", storage });
    const of = (schema: string): string => `--as 张某甲 --ledger ${city}?schema=${schema}`;
    for (const [schema, plan] of [
      ["北仑", "beilun-2021"],
      ["川汇", "chuanhui-2021"],
    ]) {
      await office.ok(`init --plan ${plan} ${of(schema ?? "")}`);
      for (const name of ["张某甲", "李某乙"])
        await office.ok(`person add ${name} --unit 区教体局 --cert ${name} ${of(schema ?? "")}`);
    }
    await office.ok(`add 名称=样例中心（样例） 属地=样例镇 ${of("川汇")}`);
    await office.ok(`inspect 1 --fail 1-1=没有公示 --by 张某甲,李某乙 ${of("川汇")}`);
    office.write("名单.csv", "县区\n川汇区\n北仑区\n淮阳区\n");
    const { out } = await office.ok(`consolidate ${city} --units 名单.csv --desk`);
    expect(out).toContain("应报 3 个，已报 2 个，没有报或没有计入 1 个");
    expect(out).toMatch(/淮阳区.+没有报/);
    expect(out).toMatch(/川汇区 +│ +1 │ +1 │/);
    const alone = await office.run(`consolidate ${city}?schema=没有 --desk`);
    expect(alone).toMatchObject({ status: 1, err: expect.stringContaining("这个数据库里还没有账本") as string });
  },
  120_000,
);

test.skipIf(!isTested)(
  "a group takes a bundle from a server's ledger, works on it as a file, and brings it back to the server",
  async () => {
    const place = await databaseWithLedger();
    const office = testOffice({ now: "2021-07-20T09:00:00", storage });
    const by = `--as 张某甲 --ledger ${place}`;
    await office.ok(`plan adopt chuanhui-2021 --as 张某甲 --ledger ${place}`);
    for (const name of ["张某甲", "李某乙"])
      await office.ok(`person add ${name} --unit 区教体局 --cert ${name} --team 甲组 ${by}`);
    office.write("底数.csv", "名称,属地\n晨光（样例）,城东\n启明（样例）,城西\n");
    await office.ok(`import 底数.csv --yes ${by}`);
    await office.ok(`bundle out --team 甲组 --town 城西 --to 甲组.tuban ${by}`);
    await office.ok("bundle open 甲组.tuban --to 甲组");
    const group = testOffice({ now: "2021-07-21T15:00:00", storage, at: join(office.folder, "甲组") });
    group.write("通道.jpg", "photo");
    await group.ok("inspect 2 --fail 1-1=上锁 --by 张某甲,李某乙 --evidence 1-1=通道.jpg --as 李某乙");
    await group.ok("add 名称=晨光（样例） 属地=城西 --as 李某乙");
    await group.ok("bundle back --to ../回.tuban");
    const later = testOffice({ now: "2021-07-22T09:00:00", storage, at: office.folder });
    // at two computers at once: what the one takes, the other does not take again
    const other = testOffice({ now: "2021-07-22T09:00:00", storage, at: office.folder });
    const both = await Promise.all([later, other].map((one) => one.ok(`bundle in 回.tuban --json ${by}`)));
    expect(
      both.map(({ out }) => JSON.parse(out) as { taken: number }).toSorted((a, b) => b.taken - a.taken),
    ).toMatchObject([
      { taken: 1, waiting: [{ reason: "单位的底数里已有 1 号 晨光（样例），恐怕是同一家" }] },
      { taken: 0, waiting: [] },
    ]);
    expect(JSON.parse((await later.ok(`bundle in 回.tuban --json ${by}`)).out)).toMatchObject({ taken: 0 });
    await later.ok(`bundle drop 1 --reason 是同一家 ${by}`);
    expect((await later.ok(`findings ${by}`)).out).toContain("上锁");
    expect((await later.ok(`verify ${by}`)).out).toMatch(/^账本完好：/);
  },
  120_000,
);

test.skipIf(!isTested)(
  "each login has its own acting person: tuban as of one is not that of another, and nobody sets another's",
  async () => {
    const place = await emptyDatabase();
    const database = new URL(place).pathname.slice(1);
    const [boss, zhang, li] = ["boss", "zhang", "li"].map((name) => `${database}_${name}`);
    await administer(async (client) => {
      await client.query(`create role ${boss} login createrole; create role ${zhang} login; create role ${li} login`);
      await client.query(`alter database ${database} owner to ${boss}`);
    });
    const office = testOffice({ now: "2021-07-20T09:00:00", storage });
    const by = (login: string | undefined): string => `--ledger ${place.replace("tuban@", `${login}@`)}`;
    await office.ok(`init --plan chuanhui-2021 ${by(boss)}`);
    for (const name of ["张某甲", "李某乙"]) await office.ok(`person add ${name} --unit 区教体局 ${by(boss)}`);
    await office.ok(`ledger roles --give ${zhang}=检查 --give ${li}=检查 ${by(boss)}`);
    expect((await office.ok(`as 张某甲 ${by(zhang)}`)).out).toBe(
      `用账号 ${zhang} 登记的，以后由 张某甲（区教体局）办理；某一次换人用 --as\n`,
    );
    expect((await office.run(`add 名称=样例甲（样例） 属地=样例镇 ${by(li)}`)).err).toContain("还不知道由谁办理");
    await office.ok(`as 李某乙 ${by(li)}`);
    await office.ok(`add 名称=样例甲（样例） 属地=样例镇 ${by(zhang)}`);
    await office.ok(`add 名称=样例乙（样例） 属地=样例镇 ${by(li)}`);
    await administer(async (client) => {
      const { rows } = await client.query("select actor from tuban.journal order by seq desc limit 2");
      expect(rows).toEqual([{ actor: "李某乙" }, { actor: "张某甲" }]);
      await client.query(`set session authorization ${li}`);
      const changed = await client.query(`update tuban.setting set value = '李某乙' where name = 'actor ${zhang}'`);
      expect(changed.rowCount).toBe(0);
    }, database);
  },
  120_000,
);

test.skipIf(!isTested)(
  "the server is restarted while a question stands on the screen: the answer is recorded, once",
  async () => {
    const place = await databaseWithLedger();
    const office = testOffice({ now: "2021-07-20T09:00:00", storage });
    const by = `--as 张某甲 --ledger ${place}`;
    await office.ok(`plan adopt chuanhui-2021 --fill 文书种类.整改通知书.期限=10个工作日 ${by}`);
    for (const name of ["张某甲", "李某乙"]) await office.ok(`person add ${name} --unit 区教体局 --cert ${name} ${by}`);
    await office.ok(`add 名称=晨光（样例） 属地=城东 ${by}`);
    await office.ok(`inspect 1 --fail 2-1=无证 --by 张某甲,李某乙 ${by}`);
    let sentAway = 0;
    office.answer(true);
    office.meanwhile(() =>
      administer(async (client) => {
        const { rowCount } = await client.query(
          "select pg_terminate_backend(pid) from pg_stat_activity where datname = $1",
          [new URL(place).pathname.slice(1)],
        );
        sentAway = rowCount ?? 0;
      }),
    );
    expect((await office.ok(`order issue 1 --kind 整改通知书 ${by}`)).out).toContain("1号");
    expect(sentAway).toBe(1);
    expect(JSON.parse((await office.ok(`verify --json ${by}`)).out)).toMatchObject({ entries: 6 });
  },
  120_000,
);

describe.skipIf(!isTested)("别人同时在登记", () => {
  test("four computers issue one order each at the same time: every one is issued, each under a number of its own; the same paper at two of them, once", async () => {
    const place = await emptyDatabase();
    const files = testOffice().folder;
    const computers = Array.from({ length: 4 }, () => testOffice({ now: "2021-07-20T09:00:00", storage }));
    const said = `--as 张某甲 --ledger ${place} --files "${files}"`;
    const [first] = computers;
    await first?.ok(`init --plan chuanhui-2021 ${fills} --ledger ${place}`);
    for (const name of ["张某甲", "李某乙"])
      await first?.ok(`person add ${name} --unit 区教体局 --cert ${name} ${said}`);
    const names = computers.map((_, nth) => `样例${nth}（样例）`);
    first?.write(
      "底数.csv",
      `名称,地址,属地\n${names.map((name, nth) => `${name},样例路${nth}号,城东办事处\n`).join("")}`,
    );
    await first?.ok(`import 底数.csv --yes ${said}`);
    for (const nth of names.keys())
      await first?.ok(`inspect ${nth + 1} --fail 2-1=无证 --by 张某甲,李某乙 --yes ${said}`);
    const ran = await Promise.all(
      computers.map(async (one, nth) => one.run(`order issue ${nth + 1} --kind 整改通知书 --yes ${said}`)),
    );
    expect(ran.map(({ status, err }) => (status === 0 ? "" : err))).toEqual(computers.map(() => ""));
    const numbers = ran
      .map(({ out }) => Number(/〔2021〕(\d+)号/.exec(out)?.[1]))
      .toSorted((one, other) => one - other);
    expect(numbers).toEqual([1, 2, 3, 4]);
    const [papers] = [readdirSync(join(files, "文书")).filter((name) => name.endsWith(".docx"))];
    expect(papers).toHaveLength(4);
    const twice = await Promise.all(computers.slice(2).map(async (one) => one.run(`paper issue 约谈记录 1 ${said}`)));
    expect(twice.filter(({ status }) => status === 0)).toHaveLength(1);
    expect(twice.map(({ err }) => err).join("")).toContain("已出具过一样的约谈记录");
    await first?.ok(`evidence verify ${said}`);
    await first?.ok(`verify ${said}`);
  }, 240_000);

  /** Makes the server refuse the first so many entries, as it does when another transaction was in the way. */
  async function refusing(place: string, state: string, times: number): Promise<void> {
    const database = place.split("/").at(-1) ?? "";
    await administer(async (client) => {
      // what a sequence has given is not taken back with the transaction
      await client.query(`create sequence tuban.tried; create function tuban.refuse() returns trigger language plpgsql as
        $$ begin if nextval('tuban.tried') <= ${times} then raise exception 'in the way' using errcode = '${state}'; end if; return new; end $$`);
      await client.query(
        "create constraint trigger refuse after insert on tuban.journal deferrable initially deferred for each row execute function tuban.refuse()",
      );
    }, database);
  }
  const count = async (place: string): Promise<readonly [entries: number, tried: number]> => {
    let found: readonly [number, number] = [0, 0];
    await administer(async (client) => {
      const { rows } = await client.query<{ entries: number; tried: number }>(
        "select (select count(*)::int from tuban.journal) as entries, (select last_value::int from tuban.tried) as tried",
      );
      found = [rows[0]?.entries ?? 0, rows[0]?.tried ?? 0];
    }, place.split("/").at(-1));
    return found;
  };

  test.each(["40001", "40P01"])(
    "%s at the commit: the command begins anew, and its act is there once",
    async (state) => {
      const place = await databaseWithLedger();
      const office = testOffice({ now: "2021-07-20T09:00:00", storage });
      await office.ok(`person add 张某甲 --unit 区教体局 --ledger ${place}`);
      await refusing(place, state, 2);
      const { err, out } = await office.ok(`person add 李某乙 --unit 区教体局 --ledger ${place}`);
      expect(err.match(/重新办一次/g)).toHaveLength(2);
      expect(out).toContain("已登记：李某乙");
      expect(await count(place)).toEqual([2, 3]);
      const { out: log } = await office.ok(`log --json --ledger ${place}`);
      expect(log.match(/李某乙/g)?.length).toBeGreaterThan(0);
    },
  );

  test("again and again: after five times it is said, and nothing is recorded", async () => {
    const place = await databaseWithLedger();
    const office = testOffice({ now: "2021-07-20T09:00:00", storage });
    await refusing(place, "40001", 99);
    expect(await office.run(`person add 李某乙 --unit 区教体局 --ledger ${place}`)).toMatchObject({
      status: 1,
      err: expect.stringContaining("错误：账本正被别人同时改动，试了几次都没有登记上") as string,
    });
    expect(await count(place)).toEqual([0, 5]);
  });
});

test.each([
  [
    "/a/tuban.db",
    null,
    { folder: "/a", evidence: "/a/tuban.evidence", documents: "/a/tuban.documents", templates: "/a/templates" },
  ],
  ["/a/川汇.db", null, { evidence: "/a/川汇.evidence" }],
  ["/a/tuban.db", "/b", { folder: "/b", evidence: "/b/tuban.evidence", templates: "/b/templates" }],
  ["postgres://zhang@10.0.0.3/chuanhui?schema=a", "/b", { folder: "/b", evidence: "/b/chuanhui.evidence" }],
  ["postgres://10.0.0.3", "/b", { evidence: "/b/tuban.evidence" }],
  ["postgres://10.0.0.3/../x", "/b", { evidence: "/b/tuban.evidence" }],
])("the files of %s（--files %s）", (ledger, files, home) => {
  expect(homeOf(ledger, files)).toMatchObject({ ledger, ...home });
});
