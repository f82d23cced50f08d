/** tuban verify: what another program did to a ledger, told so that one knows which records to look at. */
import { join } from "node:path";
import { expect, test } from "vitest";
import { openSqlite, createSqlite } from "../../src/ledger/engines/sqlite/open.ts";
import { testOffice } from "../office.ts";

test("an altered page is told and made again; where the ledger cannot be written, it is told all the same", async () => {
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
  const rows = Array.from({ length: 1_100 }, (_, nth) => `样例培训中心${nth},样例路${nth}号`);
  office.write("底数.csv", `名称,地址\n${rows.join("\n")}\n`);
  await office.ok("import 底数.csv --as 张某甲 --yes");
  await office.ok("verify");
  const engine = openSqlite(join(office.folder, "tuban.db"));
  await engine.run(engine.db, "update fact_page set content = zeroblob(100)");
  await engine.close();

  writable = false;
  expect(await office.run("chart")).toMatchObject({ status: 4, err: expect.stringContaining("被改动过") as string });
  expect(await office.run("verify")).toMatchObject({
    status: 4,
    err: expect.stringContaining("roster 第 1 页）与所记的事实不一致，账本写不进，没有重做") as string,
  });
  writable = true;
  expect(await office.run("verify")).toMatchObject({
    status: 4,
    err: expect.stringContaining("已按事实重做") as string,
  });
  await office.ok("verify");
});

test("which table, which row, of which entry, recorded when and by whom; what was before is whole", async () => {
  const office = testOffice();
  await office.ok("init --plan chuanhui-2021");
  await office.ok("person add 张某甲 --unit 区教体局 --cert 豫P0001");
  await office.ok("person add 李某乙 --unit 区教体局 --cert 豫P0002");
  const entries = JSON.parse((await office.ok("log --json")).out) as { seq: number; checkCode: string }[];
  const code = entries.find(({ seq }) => seq === 2)?.checkCode.replace(/^(.{4})-?/, "$1-");
  const engine = openSqlite(join(office.folder, "tuban.db"));
  await engine.run(engine.db, "drop trigger person_no_update; update person set unit = '别处' where id = 2");
  await engine.close();
  const { status, err } = await office.run("verify");
  expect(status).toBe(4);
  expect(err).toBe(`错误：账本的 person_no_update（保护，属 person）：不见了
错误：第 3 次登记（2026-11-23 登记人员 李某乙（区教体局），2026-11-23 09:00 由系统登记）的 人员 person 第 2 条：所记的事实被改动过
  → 停止登记，用最近的备份核对；第 2 次登记（校验码 ${code}）及以前的没有动过；打印在报表和名单上的校验码可以指出哪一天之前还是好的
`);
});
