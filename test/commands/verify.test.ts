/** tuban verify: what another program did to a ledger, told so that one knows which records to look at. */
import { copyFileSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { openSqlite, createSqlite } from "../../src/ledger/engines/sqlite/open.ts";
import { readWord } from "../../src/write/docx-read.ts";
import { testOffice } from "../office.ts";
import type { TestOffice } from "../office.ts";
import { orderOffice } from "./order-office.ts";

test("what stands and was altered is told and made again; where the ledger cannot be written, it is told all the same", async () => {
  let writable = true;
  const office = testOffice({
    storage: {
      create: async (path) => createSqlite(path),
      open: async (path) => {
        const engine = openSqlite(path);
        if (!writable) await engine.run(engine.db, "pragma query_only = 1");
        return engine;
      },
    },
  });
  await office.ok("init --plan chuanhui-2021");
  await office.ok("person add 张某甲 --unit 区教体局 --cert 豫P0001");
  const rows = Array.from({ length: 20 }, (_, nth) => `样例培训中心${nth},样例路${nth}号`);
  office.write("底数.csv", `名称,地址\n${rows.join("\n")}\n`);
  await office.ok("import 底数.csv --as 张某甲 --yes");
  await office.ok("verify");
  const engine = await office.io.storage.open(join(office.folder, "tuban.db"));
  await engine.run(engine.db, "update span set until = 20210801 where subject <= 3");
  await engine.close();

  writable = false;
  expect(await office.run("verify")).toMatchObject({
    status: 4,
    err: expect.stringContaining("清单、报表所据的现状有 3 处与所记的事实不一致，账本写不进，没有重做") as string,
  });
  writable = true;
  expect(await office.run("verify")).toMatchObject({
    status: 4,
    err: expect.stringContaining("下次打开账本时按事实重做") as string,
  });
  await office.ok("verify");
});

/** The code of the ledger as it is, as verify tells it. */
const codeNow = async (office: TestOffice): Promise<string> =>
  (JSON.parse((await office.ok("verify --json")).out) as { checkCode: string }).checkCode;

test("which table, which row, of which entry, recorded when and by whom; what was before is whole", async () => {
  const office = testOffice();
  await office.ok("init --plan chuanhui-2021");
  await office.ok("person add 张某甲 --unit 区教体局 --cert 豫P0001");
  const code = await codeNow(office);
  await office.ok("person add 李某乙 --unit 区教体局 --cert 豫P0002");
  const engine = await office.io.storage.open(join(office.folder, "tuban.db"));
  await engine.run(engine.db, "drop trigger person_no_update; update person set unit = '别处' where id = 2");
  await engine.close();
  const { status, err } = await office.run("verify");
  expect(status).toBe(4);
  expect(err).toBe(`错误：账本的 person_no_update（保护，属 person）：不见了
错误：第 3 次登记（2026-11-23 登记人员 李某乙（区教体局），2026-11-23 09:00 由系统登记）的 人员 person 第 2 条：所记的事实被改动过
  → 停止登记，用最近的备份核对；第 2 次登记（校验码 ${code}）及以前的没有动过；报表、名单和文书上的校验码可以指出哪一天之前还是好的：tuban verify --code
`);
});

describe("纸上的校验码", () => {
  const three = async (): Promise<{ office: TestOffice; early: string; late: string }> => {
    const office = testOffice();
    await office.ok("init --plan chuanhui-2021");
    await office.ok("person add 张某甲 --unit 区教体局 --cert 豫P0001");
    const early = await codeNow(office);
    await office.ok("person add 李某乙 --unit 区教体局 --cert 豫P0002");
    return { office, early, late: await codeNow(office) };
  };

  test("of this ledger: after which entry, and how many came since", async () => {
    const { office, early, late } = await three();
    const { out } = await office.ok(`verify --code ${early.toLowerCase()} --code ${late}`);
    expect(out).toContain(
      `校验码 ${early.toLowerCase()} 在这本账里：第 2 次登记（2026-11-23 登记人员 张某甲（区教体局），2026-11-23 09:00 由系统登记）之后的状态，以后又登记了 1 次\n`,
    );
    expect(out).toContain(`校验码 ${late} 在这本账里`);
    expect(JSON.parse((await office.ok(`verify --code ${early} --json`)).out)).toMatchObject({
      codes: [{ code: early, entry: 2, since: 1 }],
    });
  });

  test("an order bears the code of the ledger on which it was drafted, in text and Word alike; verify names the order", async () => {
    const office = await orderOffice({ findings: [{ subject: 1 }, { subject: 2 }] });
    const before = await codeNow(office);
    await office.ok("order issue 1 --yes --on 2021-07-19");
    const text = office.read("文书/川教体改〔2021〕1号.md");
    expect(text.endsWith(`\n\n校验码：${before}\n`)).toBe(true);
    const word = readWord(readFileSync(join(office.folder, "文书/川教体改〔2021〕1号.docx")), "1号");
    expect(word.markdown.endsWith(`\n\n校验码：${before}\n`)).toBe(true);
    await office.ok("order issue 2 --yes --on 2021-07-19");
    const { out } = await office.ok(`verify --code ${before}`);
    expect(out).toContain("以后又登记了 2 次；印着它的有 整改通知书 川教体改〔2021〕1号\n");
    expect(JSON.parse((await office.ok(`verify --code ${before} --json`)).out)).toMatchObject({
      codes: [{ papers: ["整改通知书 川教体改〔2021〕1号"], ofBundle: false }],
    });
  });

  test("what others recorded while one looked at the draft stops no order; its code is of the ledger as it was shown", async () => {
    const office = await orderOffice({ findings: [{ subject: 1 }] });
    const before = await codeNow(office);
    office.meanwhile(() => office.ok("person add 孙某己 --unit 区教体局 --cert 豫P-9 --on 2021-07-19"));
    office.answer(true);
    await office.ok("order issue 1 --on 2021-07-19");
    expect(office.read("文书/川教体改〔2021〕1号.md")).toContain(`校验码：${before}\n`);
    expect((await office.ok(`verify --code ${before}`)).out).toContain("印着它的有 整改通知书 川教体改〔2021〕1号");
  });

  test("copied wrongly: said before anything else", async () => {
    const { office, late } = await three();
    expect(
      await office.run(`verify --code ${late.slice(0, 2)}${late[2] === "0" ? "1" : "0"}${late.slice(3)}`),
    ).toMatchObject({
      status: 2,
      err: expect.stringContaining("与末位对不上") as string,
    });
    expect(await office.run(`verify --code ${late.slice(0, -6)}`)).toMatchObject({
      status: 2,
      err: expect.stringContaining("校验码抄得不全") as string,
    });
  });

  test("an older file was put back: the last entries are not there, though the chain is whole", async () => {
    const { office, late } = await three();
    const path = join(office.folder, "tuban.db");
    const older = testOffice();
    await older.ok("init --plan chuanhui-2021");
    await older.ok("person add 张某甲 --unit 区教体局 --cert 豫P0001");
    for (const end of ["", "-wal", "-shm"]) rmSync(path + end, { force: true });
    copyFileSync(join(older.folder, "tuban.db"), path);
    expect(await office.run(`verify --code ${late}`)).toMatchObject({
      status: 4,
      err: expect.stringContaining("印出时账本有 3 次登记，这本账只有 2 次") as string,
    });
  });

  test("another history was written since: the code does not fit", async () => {
    const { late } = await three();
    const { office } = await three();
    await office.ok("person add 王某丙 --unit 区教体局 --cert 豫P0003");
    const other = testOffice();
    await other.ok("init --plan chuanhui-2021");
    for (const name of ["赵某丁", "钱某戊", "孙某己"])
      await other.ok(`person add ${name} --unit 区教体局 --cert ${name}`);
    expect(await office.run(`verify --code ${late}`)).toMatchObject({ status: 0 });
    expect(await other.run(`verify --code ${late}`)).toMatchObject({
      status: 4,
      err: expect.stringContaining("前 3 次登记里有的被换过") as string,
    });
  });

  test("of the eight digits that codes had before, as well", async () => {
    const { office } = await three();
    const engine = await office.io.storage.open(join(office.folder, "tuban.db"));
    const { hash } = await engine.db
      .selectFrom("journal")
      .select("hash")
      .where("seq", "=", 2)
      .executeTakeFirstOrThrow();
    await engine.close();
    const earlier = `${hash.slice(0, 4)}-${hash.slice(4, 8)}`.toUpperCase();
    expect((await office.ok(`verify --code ${earlier}`)).out).toContain(`校验码 ${earlier} 在这本账里：第 2 次登记`);
    expect(await office.run("verify --code 0000-0000")).toMatchObject({
      status: 4,
      err: expect.stringContaining("不在这本账里") as string,
    });
  });
});
