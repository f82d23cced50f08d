/** tuban order issue --number: papers that were issued on paper before the office had this ledger. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { orderOffice } from "./order-office.ts";

test("照纸上的文号补录：不出文件，扫描件附上；送达起算期限，下一张接着最大的编", async () => {
  const office = await orderOffice({
    findings: [{ subject: 1 }, { subject: 2, orderKind: "责令整改通知书", lead: "区教体局" }],
  });
  office.write("扫描.pdf", "scan");
  const { out, err } = await office.ok(
    "order issue 1 --number 川教体改[2021]7号 --issuer 区教体局 --scan 扫描.pdf --on 2021-07-19 --yes",
  );
  expect(out).toBe("已补录 川教体改〔2021〕7号（#1）整改通知书：1 样例甲培训中心，2021-07-19 签发，扫描件 1 个\n");
  expect(err).toContain("tuban order serve 川教体改〔2021〕7号 --on 送达的日期");
  expect(existsSync(join(office.folder, "文书"))).toBe(false);
  expect((await office.ok("order serve 1 --to 周某戊 --on 2021-07-20")).out).toContain("期限 2021-08-03");
  const shown = (await office.ok("order show 川教体改〔2021〕7号")).out;
  expect(shown).toContain("整改通知书（补录，原件在纸上）");
  expect((await office.ok("evidence list 1")).out).toContain("扫描.pdf");
  await office.ok("order issue 2 --kind 整改通知书 --finding 2 --issuer 区教体局 --on 2021-07-21 --yes");
  expect((await office.ok("order list --json")).out).toContain("川教体改〔2021〕8号");
  expect((await office.ok("verify")).out).toContain("账本完好");
});

test.each<[string, string, string]>([
  [
    "文号登记过",
    "order issue 2 --number 川教体改〔2021〕7号 --kind 整改通知书 --finding 2 --issuer 区教体局 --yes",
    "川教体改〔2021〕7号 已经登记过",
  ],
  [
    "文号看不懂",
    "order issue 2 --number 7号 --kind 整改通知书 --finding 2 --issuer 区教体局 --yes",
    "整改通知书的文号看不懂：7号",
  ],
  ["一批文书没有一个文号", "order issue --all --number 川教体改〔2021〕7号 --kind 整改通知书", "不能和 --all 一起用"],
  ["扫描件要有文号", "order issue 2 --scan 扫描.pdf --kind 整改通知书", "--scan 是补录的文书的扫描件"],
])("%s", async (_title, line, sentence) => {
  const office = await orderOffice({
    findings: [{ subject: 1 }, { subject: 2, orderKind: "责令整改通知书", lead: "区教体局" }],
  });
  await office.ok("order issue 1 --number 川教体改〔2021〕7号 --issuer 区教体局 --on 2021-07-19 --yes");
  const { status, err } = await office.run(line);
  expect(status).toBeGreaterThan(0);
  expect(err).toContain(sentence);
});
