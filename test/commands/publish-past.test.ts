/** tuban publish past: lists that were published on paper before the office began with tuban. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { contact, inLedger, listOffice } from "./list-office.ts";
import type { TestOffice } from "../office.ts";

const announced = "--number 清教〔2021〕3号 --title 川汇区第一批校外培训机构白名单 --on 2021-09-10";

const onLists = async (office: TestOffice): Promise<string[]> =>
  (
    JSON.parse((await office.ok("publish list --json")).out) as {
      list: string;
      subject: number;
      state: string;
      since: string;
    }[]
  ).map(({ list, subject, state, since }) => `${list} ${subject} ${state} ${since}`);

test("补录一版白名单：原来的标题、文号、日期，扫描件在账上，不另出文件", async () => {
  const office = await listOffice();
  office.write("第一批.pdf", "%PDF-1.4 sample");
  const { out } = await office.ok(`publish past 白名单 1,3 ${announced} --scan 第一批.pdf`);
  expect(out).toBe(
    "已补录白名单第 1 版：清教〔2021〕3号《川汇区第一批校外培训机构白名单》，2021-09-10 公布，2 家，扫描件 1 个\n",
  );
  expect(existsSync(join(office.folder, "名单"))).toBe(false);
  expect(await onLists(office)).toEqual(["白名单 1 在列 2021-09-10", "白名单 3 期满 2021-09-30"]);
  const shown = (await office.ok("publish show whitelist")).out;
  expect(shown).toContain("清教〔2021〕3号，2021年9月10日公布，启用账本以前，按纸面补录。");
  expect(shown).toContain("样例书法培训学校");
  await inLedger(office, async ({ db }) => {
    const rows = await db.selectFrom("evidence").select(["fact", "name"]).where("fact", "=", "publication").execute();
    expect(rows).toEqual([{ fact: "publication", name: "第一批.pdf" }]);
  });
  expect((await office.ok("verify")).out).toContain("账本完好");
  expect((await office.ok("evidence list")).out).toContain("第一批.pdf");
});

test("下一版接着纸上那一版：补录的继续在列，检查、告知这些纸上办过的不再问", async () => {
  const office = await listOffice();
  await office.ok(
    "publish past 黑名单 6 --situation 无资质 --number 清教〔2021〕4号 --title 川汇区第一批黑名单 --on 2021-09-10",
  );
  const { err } = await office.ok(`publish blacklist ${contact} --yes`);
  expect(err).not.toContain("本版移出");
  const csv = office.read("名单/黑名单-第2版.csv");
  expect(csv).toContain("样例教育咨询公司");
  expect(csv).toContain("原公布：清教〔2021〕4号《川汇区第一批黑名单》");
  expect(office.read("名单/黑名单-第2版.md")).toContain("## 二、以前列入、继续在列（1 家）");
  // A third version keeps it, too.
  await office.ok("publish remove 4 --list blacklist --reason 样例");
  await office.ok(`publish blacklist ${contact} --yes`);
  expect(office.read("名单/黑名单-第3版.csv")).toContain("样例教育咨询公司");
});

test("一张名单的表：按信用代码、名称找，找不到的逐行说", async () => {
  const office = await listOffice();
  office.write(
    "第一批.csv",
    "序号,机构名称,统一社会信用代码\n1,名称写错的书法学校,91410100MA0000001U\n2,样例舞蹈培训中心,\n3,没有这一家,\n4,也没有这一家,\n",
  );
  const wrong = await office.run(`publish past 白名单 --file 第一批.csv ${announced}`);
  expect(wrong.status).toBe(2);
  for (const fault of ["没有这一家", "也没有这一家", "第一批.csv:行4", "第一批.csv:行5"])
    expect(wrong.err).toContain(fault);
  office.write("第一批.csv", "机构名称,统一社会信用代码\n名称写错的书法学校,91410100MA0000001U\n样例舞蹈培训中心,\n");
  expect((await office.ok(`publish past 白名单 --file 第一批.csv ${announced}`)).out).toContain("2 家");
});

test.each([
  [`publish past 白名单 ${announced}`, 2, "没有写名单上是哪几家"],
  [`publish past 黑名单 6 ${announced}`, 2, "黑名单要写列入的情形"],
  [`publish past 黑名单 6 --situation 随便 ${announced}`, 2, "黑名单没有这种情形：随便"],
  [`publish past 白名单 1 --until 明年 ${announced}`, 2, "看不懂日期：明年"],
])("%s 办不了", async (command, exit, message) => {
  const { status, err } = await (await listOffice()).run(command);
  expect([status, err]).toEqual([exit, expect.stringContaining(message)]);
});

test("已在列的不能再列一次；比它早的要先补", async () => {
  const office = await listOffice();
  await office.ok(`publish past 白名单 1 ${announced}`);
  const again = await office.run(`publish past 白名单 1 ${announced.replace("09-10", "10-10")}`);
  expect([again.status, again.err]).toEqual([1, expect.stringContaining("1 样例书法培训学校 2021-09-10 已列入白名单")]);
  const early = await office.run(`publish past 白名单 5 ${announced.replace("09-10", "08-10")}`);
  expect([early.status, early.err]).toEqual([
    1,
    expect.stringContaining("白名单在 2021-09-10 已有登记，不能再补录 2021-08-10 公布的"),
  ]);
});
