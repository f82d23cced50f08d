/** tuban doctor: what is told, and what is put right. */
import { chmodSync, existsSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { furnishedOffice, testOffice } from "../office.ts";
import type { TestOffice } from "../office.ts";

const office = (): Promise<TestOffice> =>
  furnishedOffice("doctor", async (made) => {
    await made.ok("init --plan chuanhui-2021 --fill 文书种类.整改通知书.期限=10个工作日");
    for (const name of ["张某甲", "李某乙"])
      await made.ok(`person add ${name} --unit 区教体局 --cert ${name}证 --until 2030-01-01`);
    made.write("底数.csv", "名称,地址,属地\n样例培训中心（样例）,样例路1号,样例镇\n");
    await made.ok("as 张某甲");
    await made.ok("import 底数.csv --yes");
    await made.ok("inspect 1 --fail 1-1=没有公示 --by 张某甲,李某乙");
    await made.ok("order issue 1 --kind 整改通知书 --finding 1 --issuer 区教体局 --yes");
  });

const told = async (of: TestOffice, line = "doctor"): Promise<string> => {
  const { out, err } = await of.run(line);
  return out + err;
};

test("all is well but for a backup, and it says what to read out on the telephone", async () => {
  const one = await office();
  const { status, out } = await one.run("doctor");
  expect(status).toBe(0);
  expect(out).toMatch(/✓ 程序　tuban \S+，Node\.js \d+\.\d+\.\d+，/);
  expect(out).toMatch(/✓ 账本　6 次登记、\d+ 条事实、0 个证据文件、1 份文书原件完好，校验码 6-/);
  expect(out).toContain("! 备份　还没有备份过\n    → tuban backup，再拷到另一处");
  await one.ok("backup");
  expect(await told(one)).toContain("✓ 备份　上次备份 2026-11-23 09:00，0 天前");
});

test("files that others can read are told, and closed to them", async () => {
  const one = await office();
  chmodSync(join(one.folder, "tuban.db"), 0o644);
  chmodSync(join(one.folder, "tuban.documents"), 0o755);
  expect(await told(one)).toMatch(/! 权限　有 \d+ 个文件或文件夹，这台电脑上别的用户也能读/);
  expect(await told(one, "doctor --mend")).toContain("已处理：权限");
  expect(statSync(join(one.folder, "tuban.db")).mode & 0o777).toBe(0o600);
});

test("papers recorded before the power went are told by the next command, and written", async () => {
  const one = await office();
  const engine = await one.io.storage.open(join(one.folder, "tuban.db"));
  const { id, number } = await engine.db.selectFrom("orders").select(["id", "number"]).executeTakeFirstOrThrow();
  await engine.db
    .insertInto("setting")
    .values({ name: `unwritten:orders:${id}`, value: JSON.stringify({ number, pid: 99_999_999 }) })
    .execute();
  await engine.close();
  rmSync(join(one.folder, "文书"), { recursive: true });
  expect((await one.run("list")).err).toContain("有 1 份文书登记了，文件没有写完");
  expect(await told(one)).toContain(`! 文书　1 份登记了，文件没有写完：${number}`);
  await one.ok("doctor --mend");
  expect(readdirSync(join(one.folder, "文书")).toSorted()).toEqual([`${number}.docx`, `${number}.md`]);
  expect((await one.run("list")).err).not.toContain("没有写完");
});

test("half-made files of an hour ago go, younger ones stay", async () => {
  const one = await office();
  const [old, young] = [".tuban-0123456789ab.tmp", ".tuban-ba9876543210.tmp"].map((name) => join(one.folder, name));
  for (const path of [old ?? "", young ?? ""]) writeFileSync(path, "");
  utimesSync(old ?? "", 1, 1);
  expect(await told(one, "doctor --mend")).toContain("已处理：半成品");
  expect([existsSync(old ?? ""), existsSync(young ?? "")]).toEqual([false, true]);
});

test("an end that is gone is an alarm; once it is taken note of, work goes on and the note stays", async () => {
  const one = await office();
  writeFileSync(join(one.folder, "tuban.db-last"), JSON.stringify({ seq: 9, hash: "ab".repeat(32) }));
  expect((await one.run("person add 王某丙 --unit 区教体局")).status).toBe(4);
  expect((await one.run("doctor")).status).toBe(4);
  expect(await told(one, "doctor --mend --yes")).toContain("已处理：末尾");
  await one.ok("person add 王某丙 --unit 区教体局");
  expect((await one.ok("log")).out).toContain("账本的情况：账本只有 6 次登记");
});

test("where there is no ledger, it says so and what program this is", async () => {
  const { status, out } = await testOffice().run("doctor");
  expect(status).toBe(0);
  expect(out).toContain("! 账本　这里没有账本");
});
