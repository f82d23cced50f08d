/** tuban findings (问题台账), and numbers of findings and institutions told apart. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readWord } from "../../src/write/docx-read.ts";
import { testOffice } from "../office.ts";
import type { TestOffice } from "../office.ts";

describe("问题台账", () => {
  test("机构、问题、责任单位、文号、时限、状态、销号人一行说完；可以筛，可以写成 Excel、Word", async () => {
    const office = await withFindings();
    await office.ok("order issue 2 --issuer 区教体局 --on 2021-07-19 --yes");
    await office.ok("order serve 2 --to 王某 --on 2021-07-20");
    const rows = JSON.parse((await office.ok("findings --json --as-of 2021-08-10")).out) as Record<string, unknown>[];
    expect(rows).toHaveLength(3);
    expect(rows.find(({ finding }) => finding === 1)).toMatchObject({
      name: "启明培训中心",
      text: "没有办学许可证",
      lead: expect.stringContaining("区教体局"),
      order: "川教体改〔2021〕1号",
      dueOn: "2021-08-03",
      state: "到期待复查（逾期）",
      closer: null,
    });
    expect(JSON.parse((await office.ok("findings 晨曦 --json")).out)).toHaveLength(2);
    expect(JSON.parse((await office.ok("findings --state 逾期 --json --as-of 2021-08-10")).out)).toHaveLength(1);
    expect((await office.ok("findings --town 城东 --csv")).out).toContain("晨曦培训中心");
    expect((await office.run("findings --state 办了")).err).toContain("没有这个状态：办了");
    await office.ok("findings --xlsx 台账.xlsx --docx 台账.docx");
    const { markdown } = readWord(readFileSync(join(office.folder, "台账.docx")), "台账.docx");
    expect(markdown).toContain("启明培训中心");
    expect((await office.run("问题台账")).err).toContain("tuban findings");
  });
});

describe("问题的编号和机构的编号", () => {
  test("close 2：2 号问题和 2 号机构都说得通的，不替人猜；w2 是问题，j2 是机构，回话写明机构", async () => {
    const office = await withFindings();
    for (const query of ["1", "2"])
      await office.ok(`review j${query} --result 全部=已整改:看过 --by 张某甲,李某乙 --on 2021-07-22`);
    const unclear = await office.run("close 2 --as 王某丙 --on 2021-07-23");
    expect(unclear.status).toBe(1);
    expect(unclear.err).toContain("2 是问题 2（晨曦培训中心），还是机构 2 启明培训中心 待验收的问题 1");
    expect(unclear.err).toContain("销问题的写 w2，销这一家的写 j2");
    expect((await office.ok("close j2 --as 王某丙 --on 2021-07-23 --evidence 佐证.txt")).out).toContain(
      "已销号 问题 1：2 启明培训中心（没有办学许可证），王某丙",
    );
    expect((await office.ok("close w2 --as 王某丙 --on 2021-07-23 --evidence 佐证.txt")).out).toContain(
      "已销号 问题 2：1 晨曦培训中心",
    );
    expect((await office.ok("show 机构2")).out).toContain("启明培训中心");
  });
});

/** Finding 1 is of institution 2, findings 2 and 3 are of institution 1. */
async function withFindings(): Promise<TestOffice> {
  const office = testOffice({ now: "2021-08-12T09:00:00" });
  await office.ok("init --plan chuanhui-2021 --fill 文书种类.整改通知书.期限=10个工作日 --on 2021-06-21");
  for (const name of ["张某甲", "李某乙", "王某丙"])
    await office.ok(`person add ${name} --unit 区教体局 --cert 豫P0001 --until 2025-12-31 --on 2021-06-21`);
  await office.ok("as 张某甲");
  office.write("佐证.txt", "佐证");
  office.write(
    "底数.csv",
    "机构名称,属地,证照类别\n晨曦培训中心,城东办事处,有照无证\n启明培训中心,城西办事处,有照无证\n",
  );
  await office.ok("import 底数.csv --on 2021-06-25");
  await office.ok("inspect 2 --fail 2-1=没有办学许可证 --by 张某甲,李某乙 --on 2021-07-16");
  await office.ok("inspect 1 --fail 2-1 --fail 2-8=没有固定场所 --by 张某甲,李某乙 --on 2021-07-16");
  return office;
}
