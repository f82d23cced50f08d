/** tuban ledger roles: each forbidden act is tried with plain SQL as each role, and what is allowed goes through the commands. */
import pg from "pg";
import { describe, expect, onTestFinished, test } from "vitest";
import { storage } from "../../src/ledger/engines/storage.ts";
import { factTables } from "../../src/ledger/tables.ts";
import { testOffice } from "../office.ts";
import type { TestOffice } from "../office.ts";
import { administer, emptyDatabase, isTested } from "../postgres/database.ts";

const roles = ["读", "检查", "审批", "公开", "管理"] as const;
type Role = (typeof roles)[number];

interface Server {
  readonly office: TestOffice;
  /** The ledger's place as a login sees it. */
  readonly placeFor: (login: string) => string;
  readonly loginOf: (role: Role) => string;
  /** Runs a statement as a login; gives "ok n" (rows), or the server's words. */
  readonly tries: (login: string, ...statements: string[]) => Promise<string>;
  readonly owner: string;
  readonly stranger: string;
}

/** Two counties' ledgers in one database, 川汇 with a finding; each role has a login in 川汇 alone. */
async function server(): Promise<Server> {
  const place = await emptyDatabase();
  const database = place.split("/").at(-1) ?? "";
  const named = (who: string): string => `${database}_${who}`;
  const [owner, stranger] = [named("boss"), named("stranger")];
  const loginOf = (role: Role): string => named(`r${roles.indexOf(role)}`);
  await administer(async (client) => {
    await client.query(`create role ${owner} login createrole`);
    for (const login of [stranger, ...roles.map(loginOf)]) await client.query(`create role ${login} login`);
    await client.query(`alter database ${database} owner to ${owner}`);
  });
  const at = (login: string, schema: string): string => `${place.replace("tuban@", `${login}@`)}?schema=${schema}`;
  const placeFor = (login: string): string => at(login, "川汇");
  const office = testOffice({ storage });
  for (const schema of ["川汇", "淮阳"]) {
    const by = `--ledger ${at(owner, schema)}`;
    await office.ok(`init --plan chuanhui-2021 ${by}`);
    for (const name of ["张某甲", "李某乙"])
      await office.ok(`person add ${name} --unit 区教体局 --cert ${name}证 --until 2030-01-01 ${by}`);
    await office.ok(`add 名称=样例培训中心（样例） 属地=样例镇 --as 张某甲 ${by}`);
    await office.ok(`inspect 1 --fail 1-1=没有公示 --by 张某甲,李某乙 --as 张某甲 ${by}`);
  }
  await office.ok(`ledger roles --ledger ${at(owner, "淮阳")}`);
  await office.ok(
    `ledger roles ${roles.map((role) => `--give ${loginOf(role)}=${role}`).join(" ")} --ledger ${placeFor(owner)}`,
  );
  const clients = new Map<string, pg.Client>();
  onTestFinished(async () => {
    for (const client of clients.values()) await client.end();
  });
  const clientFor = async (login: string): Promise<pg.Client> => {
    const known = clients.get(login);
    if (known) return known;
    const url = new URL(place);
    const client = new pg.Client({ host: url.hostname, port: Number(url.port), user: login, database });
    clients.set(login, client);
    await client.connect();
    return client;
  };
  const tries = async (login: string, ...statements: string[]): Promise<string> => {
    const client = await clientFor(login);
    try {
      let said = "";
      for (const statement of statements) {
        const result = await client.query(statement);
        said = `ok ${result.rowCount ?? 0}`;
      }
      return said;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    } finally {
      if (statements.some((statement) => /^(?:set|begin|create temp)/.test(statement))) {
        await client.query("rollback");
        await client.query("discard all");
      }
    }
  };
  return { office, placeFor, loginOf, tries, owner, stranger };
}

describe.skipIf(!isTested)("谁能做什么", () => {
  test("every forbidden act is refused to every role, whatever way it is tried", { timeout: 180_000 }, async () => {
    const { tries, loginOf, owner, stranger, office, placeFor } = await server();

    for (const role of roles) {
      const login = loginOf(role);
      // what is there for all of them
      expect([role, await tries(login, `select * from 川汇.finding`)]).toEqual([role, "ok 1"]);
      for (const table of [...factTables, "journal"]) {
        const forbidden = [
          `update 川汇.${table} set ${table === "journal" ? "seq = seq" : "id = id"}`,
          `delete from 川汇.${table}`,
          `truncate 川汇.${table}`,
          `drop table 川汇.${table}`,
          `alter table 川汇.${table} disable row level security`,
          `alter table 川汇.${table} disable trigger all`,
        ];
        for (const statement of forbidden)
          expect([role, statement, await tries(login, statement)]).toEqual([
            role,
            statement,
            expect.stringMatching(/permission denied|must be owner/),
          ]);
      }
      for (const [statement, said] of [
        ["copy 川汇.finding to program 'cat'", /permission denied|pg_execute_server_program/],
        ["copy 川汇.finding from '/etc/passwd'", /permission denied|row-level security|pg_read_server_files/],
        ["select * from 淮阳.finding", /permission denied for schema/],
        ["create table 川汇.own (id integer)", /permission denied for schema/],
        ["create function 川汇.own() returns integer language sql as 'select 1'", /permission denied for schema/],
        ["update 川汇.member set role = '管理'", /permission denied/],
        [`insert into 川汇.member values ('${stranger}', '管理')`, /permission denied/],
        [`set role ${owner}`, /permission denied to set role/],
        ["set session_replication_role = replica", /permission denied/],
        ["set row_security = off; select * from 川汇.finding; reset row_security", /row-level security/],
        ["update 川汇.setting set value = '0' where name = 'spans'", role === "读" ? /permission denied/ : /^ok 0$/],
        ["delete from 川汇.file_piece", role === "管理" ? /^ok 0$/ : /permission denied/],
        ["update 川汇.sealed_text set content = ''", /permission denied/],
      ] as const)
        expect([role, statement, await tries(login, statement)]).toEqual([
          role,
          statement,
          expect.stringMatching(said),
        ]);
      // a view shows whoever asks through it no more than its owner, who is no more than this login
      expect(
        await tries(login, "create temporary view mine as select * from 淮阳.finding", "select * from mine"),
      ).toMatch(/permission denied for schema/);
    }

    // each may add what is its own, and the groups above it are closed
    const person =
      "insert into 川汇.person (id, entry, name, unit, happened_on) values (99, 99, '王某丙', '区教体局', '2026-11-23')";
    for (const role of roles)
      expect([role, await tries(loginOf(role), "begin", person, "rollback")]).toEqual([
        role,
        role === "管理" ? "ok 0" : "permission denied for table person",
      ]);
    for (const role of roles.filter((one) => one !== "管理"))
      expect(
        await tries(loginOf(role), `set role "${placeFor("x").split("/").at(-1)?.split("?")[0]}.川汇.管理"`),
      ).toMatch(/permission denied to set role/);
    expect(await tries(loginOf("读"), "select * from 川汇.sealed_text")).toBe(
      "permission denied for table sealed_text",
    );

    // a group given by mistake, or in another county, shows no row: the login itself is not of that office
    const database = placeFor("x").split("/").at(-1)?.split("?")[0] ?? "";
    await administer((client) => client.query(`grant "${database}.淮阳.读" to ${loginOf("检查")}`));
    expect(await tries(loginOf("检查"), "select * from 淮阳.finding")).toBe("ok 0");
    expect(await tries(loginOf("检查"), `set role "${database}.淮阳.读"`, "select * from 淮阳.finding")).toBe("ok 0");
    await administer((client) => client.query(`grant "${database}.川汇.检查" to ${stranger}`));
    expect(await tries(stranger, "select * from 川汇.finding")).toBe("ok 0");
    expect(await office.run(`list --ledger ${placeFor(stranger)}`)).toMatchObject({
      status: 1,
      err: expect.stringContaining(`你的账号 ${stranger} 不是这本账的人`) as string,
    });

    // made by an older version: only the owner may bring it up to date
    await administer((client) => client.query("update 川汇.setting set value = '0' where name = 'spans'"), database);
    expect((await office.run(`list --ledger ${placeFor(loginOf("管理"))}`)).err).toContain(
      "账本是旧版本的 tuban 写的，你的账号不能升级它",
    );
    await office.ok(`list --ledger ${placeFor(owner)}`);

    // the owner, too, only appends
    expect(await tries(owner, "delete from 川汇.finding")).toBe("ok 0");
    expect(await tries(owner, "truncate 川汇.finding")).toMatch(/facts are only appended/);
    expect(
      await tries(owner, "alter table 川汇.finding no force row level security", "delete from 川汇.finding"),
    ).toMatch(/facts are only appended/);
    expect((await office.ok(`verify --ledger ${placeFor(loginOf("检查"))}`)).out).toContain("账本完好");
  });

  test(
    "no side door: what is shadowed, spied on, borrowed or held up shows no row and changes none",
    { timeout: 180_000 },
    async () => {
      const { tries, loginOf, owner, stranger, placeFor, office } = await server();
      const database = new URL(placeFor("x")).pathname.slice(1);
      const [reader, inspector] = [loginOf("读"), loginOf("检查")];
      const secret = "保密的举报人";
      await administer(async (client) => {
        // a login that was given the group by mistake, and is not of this office
        await client.query(`grant "${database}.川汇.检查" to ${stranger}`);
        await client.query(
          `insert into 川汇.sealed_text (of_entry, field, salt, content) select 1, 'x' || n, 's', '${secret}' from generate_series(1, 500) n`,
        );
        await client.query("analyze 川汇.sealed_text; analyze 川汇.finding");
      }, database);

      const each: readonly (readonly [string, readonly string[], RegExp])[] = [
        [reader, [`set session authorization ${owner}`], /permission denied to set session authorization/],
        [inspector, [`set role "${database}.川汇.管理"`], /permission denied to set role/],
        // what a login makes for itself is not what the policies ask
        [
          stranger,
          [
            "create temporary table member (login name, role text)",
            "insert into member values (session_user, '管理')",
            "set search_path = pg_temp, 川汇",
            "select * from 川汇.finding",
          ],
          /^ok 0$/,
        ],
        [
          stranger,
          [
            "create temporary table t ()",
            "create function pg_temp.yes(name, name) returns boolean language sql as 'select true'",
            "create operator pg_temp.= (leftarg = name, rightarg = name, function = pg_temp.yes)",
            "set search_path = pg_temp, pg_catalog, 川汇",
            "select * from 川汇.finding",
          ],
          /^ok 0$/,
        ],
        // a function that tells what it is shown is asked after the policy
        [
          stranger,
          [
            "create temporary table seen (what text)",
            `create function pg_temp.tell(text) returns boolean language plpgsql cost 0.0000001 as 'begin insert into seen values ($1); return true; end'`,
            "select * from 川汇.finding where pg_temp.tell(text)",
            "select * from seen",
          ],
          /^ok 0$/,
        ],
        [
          stranger,
          ["select * from pg_stats where schemaname = '川汇' and tablename in ('finding', 'sealed_text')"],
          /^ok 0$/,
        ],
        [reader, ["select * from pg_stats where schemaname = '川汇' and tablename = 'sealed_text'"], /^ok 0$/],
        [reader, ["select content from 川汇.sealed_text"], /permission denied/],
        [reader, ["copy (select content from 川汇.sealed_text) to stdout"], /permission denied/],
        [
          reader,
          [
            `select from pg_stat_activity where usename <> session_user and query not like '<insufficient%' and query <> ''`,
          ],
          /^ok 0$/,
        ],
        [reader, ["select lo_import('/etc/passwd')"], /permission denied/],
        [reader, ["select pg_read_file('/etc/passwd')"], /permission denied/],
        [
          inspector,
          ["lock table 川汇.journal in access exclusive mode"],
          /permission denied|LOCK TABLE can only be used/,
        ],
        [inspector, [`grant "${database}.川汇.检查" to ${stranger}`], /permission denied|must be superuser|must have/],
        [inspector, [`reassign owned by ${owner} to ${inspector}`], /permission denied/],
        [inspector, [`drop owned by ${owner}`], /permission denied/],
        [inspector, [`alter role ${owner} password 'x'`], /permission denied|must be superuser|must have/],
        [inspector, ["create policy mine on 川汇.finding using (true)"], /must be owner/],
        [inspector, ["alter policy office_select on 川汇.finding using (true)"], /must be owner/],
        [inspector, ["drop trigger finding_append_only on 川汇.finding"], /must be owner/],
        [inspector, ["comment on table 川汇.finding is 'x'"], /must be owner/],
        [inspector, ["create view 川汇.seen as select * from 川汇.finding"], /permission denied/],
        [inspector, ["delete from 川汇.sealed_text"], /permission denied/],
        // what nobody recorded as destroyed is not destroyed, by the highest role either, nor by the owner
        [loginOf("管理"), ["delete from 川汇.sealed_text"], /^ok 0$/],
        [owner, ["delete from 川汇.sealed_text"], /^ok 0$/],
        // who is not of the office learns nothing from what a refusal says
        [
          stranger,
          ["insert into 川汇.sealed_text (of_entry, field, salt, content) values (1, 'x1', 's', 'x')"],
          /^new row violates row-level security policy for table "sealed_text"$/,
        ],
      ];
      for (const [login, statements, said] of each)
        expect([statements, await tries(login, ...statements)]).toEqual([statements, expect.stringMatching(said)]);

      // nothing in a ledger runs or shows with its owner's rights
      await administer(async (client) => {
        const { rows } = await client.query(
          `select proname as name from pg_proc where prosecdef and pronamespace = '川汇'::regnamespace
           union all select relname from pg_class where relkind in ('v', 'm', 'S') and relnamespace = '川汇'::regnamespace`,
        );
        expect(rows).toEqual([]);
        await client.query("delete from 川汇.sealed_text");
      }, database);

      // who only reads can hold up the others, but is named
      const url = new URL(placeFor(reader));
      const holder = new pg.Client({ host: url.hostname, port: Number(url.port), user: reader, database });
      await holder.connect();
      await holder.query("select set_config('search_path', '川汇', false)");
      await holder.query("select pg_advisory_lock(hashtextextended('tuban ' || current_setting('search_path'), 0))");
      const { status, err } = await office.run(
        `add 名称=第二家（样例） 属地=样例镇 --as 张某甲 --ledger ${placeFor(inspector)}&wait=1`,
      );
      await holder.end();
      expect([status, err]).toEqual([1, expect.stringContaining(`账本正被 ${reader} 使用`) as string]);
      expect((await office.ok(`verify --ledger ${placeFor(owner)}`)).out).toContain("账本完好");
    },
  );

  test("what has run out is destroyed by 管理 alone, in the database as well", { timeout: 120_000 }, async () => {
    const { office: anyOffice, placeFor, loginOf, owner } = await server();
    const by = (login: string): string => `--as 张某甲 --files db --ledger ${placeFor(login).replace("川汇", "清河")}`;
    const on = (now: string): TestOffice => testOffice({ storage, at: anyOffice.folder, now });
    const [then, later] = [on("2021-06-10T09:00:00"), on("2021-07-30T09:00:00")];
    await then.ok(`init --plan chuanhui-2021 ${by(owner)}`);
    for (const name of ["张某甲", "李某乙"])
      await then.ok(`person add ${name} --unit 区教体局 --cert ${name}证 ${by(owner)}`);
    await then.ok(`add 名称=样例培训中心（样例） 属地=样例镇 ${by(owner)}`);
    await then.ok(`inspect 1 --pass --by 张某甲,李某乙 ${by(owner)}`);
    then.write("走访.jpg", "sample");
    await then.ok(`evidence add 走访.jpg --inspection 1 ${by(owner)}`);
    await later.ok(`ledger roles --give ${loginOf("检查")}=检查 --give ${loginOf("管理")}=管理 ${by(owner)}`);
    const pieces = async (): Promise<number | null> => {
      let count: number | null = null;
      await administer(
        async (client) => {
          count = (await client.query("select from 清河.file_piece")).rowCount;
        },
        new URL(placeFor(owner)).pathname.slice(1),
      );
      return count;
    };
    const purge = "purge --until 2021-06-30 --rule 样例保管期限表第4项 --evidence --yes";
    expect((await later.run(`${purge} ${by(loginOf("检查"))}`)).err).toContain("你的账号在这本账里不能登记");
    expect(await pieces()).toBe(1);
    const { out, err } = await later.ok(`${purge} ${by(loginOf("管理"))}`);
    expect(out).toContain("佐证 1 件");
    expect(err).toContain("vacuum full");
    expect(await pieces()).toBe(0);
    expect((await later.ok(`verify ${by(owner)}`)).out).toContain("账本完好");
  });

  test(
    "each role does its work with the commands, and is told in one sentence what it may not",
    { timeout: 180_000 },
    async () => {
      const { office, placeFor, loginOf, owner, stranger } = await server();
      const as = (role: Role): string => `--as 李某乙 --ledger ${placeFor(loginOf(role))}`;
      const refused = async (line: string): Promise<string> => {
        const { status, err } = await office.run(line);
        return `${status} ${err.split("\n").find((text) => text.startsWith("错误")) ?? err}`;
      };
      expect((await office.ok(`list ${as("读")}`)).out).toContain("样例培训中心");
      await office.ok(`report ${as("读")}`);
      expect(await refused(`add 名称=第二家（样例） 属地=样例镇 ${as("读")}`)).toMatch(
        /^1 错误：你的账号在这本账里不能登记“.+”：postgres:/,
      );

      await office.ok(`add 名称=第二家（样例） 属地=样例镇 ${as("检查")}`);
      office.write("底数.csv", "名称,地址,属地\n第三家（样例）,样例路3号,样例镇\n");
      await office.ok(`import 底数.csv --yes ${as("检查")}`);
      await office.ok(`inspect 2 --pass --by 张某甲,李某乙 ${as("检查")}`);
      const issue = "order issue 1 --kind 整改通知书 --finding 1 --issuer 区教体局 --days 10 --yes";
      expect(await refused(`${issue} ${as("检查")}`)).toMatch(/^1 错误：你的账号在这本账里不能登记“文书”/);
      await office.ok(`${issue} ${as("审批")}`);
      expect(await refused(`person add 王某丙 --unit 区教体局 ${as("审批")}`)).toMatch(
        /^1 错误：你的账号在这本账里不能登记“人员”/,
      );
      await office.ok(`person add 王某丙 --unit 区教体局 ${as("管理")}`);
      expect(await refused(`add 名称=第四家（样例） 属地=样例镇 ${as("公开")}`)).toMatch(/^1 错误：你的账号/);

      expect(await refused(`ledger roles --give ${stranger}=检查 ${as("管理")}`)).toMatch(
        /^1 错误：只有建这本账的账号能设角色/,
      );
      expect(await refused(`list --ledger ${placeFor(stranger)}`)).toMatch(/^1 错误：你的账号.*不是这本账的人/);
      const by = `--ledger ${placeFor(owner)}`;
      expect(await refused(`ledger roles --give 没有这人=检查 ${by}`)).toBe(
        "2 错误：服务器上没有这个登录账号：没有这人",
      );
      expect(await refused(`ledger roles --give ${stranger}=站长 ${by}`)).toMatch(/^2 错误：看不懂 --give/);
      await office.ok(`ledger roles --give ${stranger}=读,公开 ${by}`);
      await office.ok(`list --ledger ${placeFor(stranger)}`);
      expect((await office.ok(`ledger roles --take ${stranger} ${by}`)).out).not.toContain(stranger);
      expect(await refused(`list --ledger ${placeFor(stranger)}`)).toMatch(/^1 错误：你的账号/);
      expect((await office.ok(`verify ${by}`)).out).toContain("账本完好");
    },
  );

  test("a ledger in a file has no roles", async () => {
    const office = testOffice();
    await office.ok("init");
    expect((await office.run("ledger roles")).err).toContain("谁能打开文件谁就能登记");
  });
});
