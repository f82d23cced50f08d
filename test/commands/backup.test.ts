/** tuban backup and restore: nothing is lost, nothing is overwritten, and a backup that does not hold together is none. */
import { existsSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { testOffice } from "../office.ts";
import type { TestOffice } from "../office.ts";
import { orderOffice } from "./order-office.ts";

/** An office with an issued order, its original, and an own calendar. */
async function issued(): Promise<TestOffice> {
  const office = await orderOffice({ findings: [{ subject: 1 }] });
  await office.ok("order issue 1 --yes --on 2021-07-19");
  return office;
}

const codeOf = async (office: TestOffice, ledger = "tuban.db"): Promise<string> =>
  (JSON.parse((await office.ok(`verify --json --ledger ${ledger}`)).out) as { checkCode: string }).checkCode;

test("given an issued order, when backed up and restored elsewhere, then ledger, original and paper are the same", async () => {
  const office = await issued();
  const ran = await office.ok("backup --to 备.tubk");
  expect(ran.out).toContain("试着恢复过一次");
  expect(statSync(join(office.folder, "备.tubk")).mode & 0o077).toBe(0);
  expect(readdirSync(office.folder).filter((name) => name.startsWith(".tuban"))).toEqual([]);

  expect((await office.ok("restore 备.tubk --to 新")).out).toContain("核对完好");
  expect(await codeOf(office, "新/tuban.db")).toBe(await codeOf(office));
  const paper = "文书/川教体改〔2021〕1号.docx";
  expect(readFileSync(join(office.folder, "新", paper)).equals(readFileSync(join(office.folder, paper)))).toBe(true);
  expect((await office.ok("order print 川教体改〔2021〕1号 --ledger 新/tuban.db")).out).toContain(
    "川教体改〔2021〕1号",
  );
});

test("without a name it goes beside the ledger, under the moment; a second one does not take its place", async () => {
  const office = await issued();
  await office.ok("backup");
  expect(readdirSync(join(office.folder, "备份"))).toEqual(["tuban-20261123-0900.tubk"]);
  const { status, err } = await office.run("backup");
  expect(status).toBe(1);
  expect(err).toContain("不会覆盖");
});

test("nothing is restored over anything", async () => {
  const office = await issued();
  await office.ok("backup --to 备.tubk");
  const { status, err } = await office.run("restore 备.tubk --to .");
  expect(status).toBe(1);
  expect(err).toContain("文件夹里已有东西");
});

test("with a passphrase it opens with that one alone", async () => {
  const office = await issued();
  office.answer("样例口令样例口令");
  await office.ok("backup --encrypt --to 锁.tubk");
  expect(readFileSync(join(office.folder, "锁.tubk")).subarray(0, 21).toString()).toBe("age-encryption.org/v1");
  office.answer("别的口令别的口令");
  const wrong = await office.run("restore 锁.tubk --to 新");
  expect(wrong).toMatchObject({ status: 2 });
  expect(wrong.err).toContain("口令或密钥不对");
  expect(existsSync(join(office.folder, "新"))).toBe(false);
  office.answer("样例口令样例口令");
  await office.ok("restore 锁.tubk --to 新");
  expect(await codeOf(office, "新/tuban.db")).toBe(await codeOf(office));
});

test("for a recipient that is none, nothing is written", async () => {
  const office = await issued();
  const { status, err } = await office.run("backup --recipient age1xx --to 锁.tubk");
  expect(status).toBe(2);
  expect(err).toContain("看不懂收件公钥");
  expect(readdirSync(office.folder).filter((name) => name.includes("tubk") || name.startsWith("."))).toEqual([]);
});

test("when an original is missing, the backup is refused and leaves no file", async () => {
  const office = await issued();
  rmSync(join(office.folder, "tuban.documents"), { recursive: true });
  const { status, err } = await office.run("backup --to 备.tubk");
  expect(status).toBe(4);
  expect(err).toContain("签发的文书原件不见了");
  expect(existsSync(join(office.folder, "备.tubk"))).toBe(false);
});

test.each([
  ["cut short", (bytes: Buffer) => bytes.subarray(0, Math.floor(bytes.length / 2)), "文件已经损坏"],
  ["another file", () => Buffer.from("名称,地址\n"), "不是 tuban 的备份"],
])("a file that is %s is said to be so, and nothing stays behind", async (_what, change, says) => {
  const office = await issued();
  await office.ok("backup --to 备.tubk");
  const path = join(office.folder, "备.tubk");
  writeFileSync(path, change(readFileSync(path)));
  const { status, err } = await office.run("restore 备.tubk --to 新");
  expect(status).toBe(2);
  expect(err).toContain(says);
  expect(existsSync(join(office.folder, "新"))).toBe(false);
});

test("an office without a ledger is told to make one", async () => {
  expect((await testOffice().run("backup")).err).toContain("找不到账本文件");
});
