/** The offices over which the samples of problems are played. */
import { cpSync } from "node:fs";
import { join } from "node:path";
import { writeXlsx } from "hucre";
import { orderOffice } from "../commands/order-office.ts";
import { testOffice } from "../office.ts";
import type { TestOffice } from "../office.ts";
import { registerOffice } from "../register-office.ts";

/** The sample files of `tuban demo` in an empty folder. */
function withSamples(): TestOffice {
  const office = testOffice();
  cpSync(join(import.meta.dirname, "../../templates/sample"), office.folder, { recursive: true });
  return office;
}

async function withRoster(): Promise<TestOffice> {
  const office = withSamples();
  await office.ok(
    "init --plan chuanhui-2021 --on 2021-06-21 --fill 部门.区教体局.联系方式=样例路9号 --fill 文书种类.责令停办通知.代字.区教体局=川教体停",
  );
  await office.ok("person import people.csv --on 2021-06-21");
  await office.ok("as 张某甲");
  await office.run("import roster.csv --source 街道摸排 --on 2021-06-25");
  return office;
}

/** The roster, and workbooks that are to go into it. */
async function withWorkbooks(): Promise<TestOffice> {
  const office = await withRoster();
  const header = ["机构名称", "联系电话", "地址"];
  const rows = [header, ["甲培训部", 13811110001, "一路1号"], ["乙培训部", 13811110002, "二路2号"]];
  office.write(
    "多表.xlsx",
    await writeXlsx({
      sheets: [
        { name: "城东", rows, columns: [{}, {}, { hidden: true }], rowDefs: new Map([[2, { hidden: true }]]) },
        { name: "城西", rows },
      ],
    }),
  );
  return office;
}

/** A plan that has no more than it must, and one institution. */
async function withSmallestPlan(): Promise<TestOffice> {
  const office = testOffice();
  cpSync(join(import.meta.dirname, "../read/samples/plan/valid/smallest.yaml"), join(office.folder, "方案.yaml"));
  await office.ok("init --plan 方案.yaml --on 2021-06-01");
  await office.ok("person add 张某甲 --unit 县教育局 --cert A1 --on 2021-06-01");
  await office.ok("person add 李某乙 --unit 县教育局 --cert A2 --on 2021-06-01");
  await office.ok("as 张某甲 --on 2021-06-01");
  return office;
}

/** 北仑 has draws, kinds of visits, editions and what is expected of everybody. */
async function withDraws(): Promise<TestOffice> {
  const office = testOffice();
  cpSync(join(import.meta.dirname, "../stories/samples"), office.folder, { recursive: true });
  await office.ok("init --plan beilun-2021 --on 2021-04-20");
  await office.ok("person import 检查人员.csv --on 2021-04-20");
  await office.ok("as 张某甲 --on 2021-04-20");
  await office.ok("import 底数.csv --source 街道 --on 2021-04-21 --yes");
  return office;
}

export const offices: Readonly<Record<string, () => Promise<TestOffice>>> = {
  空: async () => withSamples(),
  底数: withRoster,
  工作簿: withWorkbooks,
  小方案: withSmallestPlan,
  文书: () =>
    orderOffice({
      findings: [{ subject: 1 }, { subject: 1, note: "超过三个月收费" }, { subject: 2, orderKind: "督办单" }],
    }),
  待填: () => orderOffice({ findings: [{ subject: 1 }, { subject: 2, orderKind: null }], without: ["文书种类"] }),
  北仑: withDraws,
  台账: () => registerOffice(),
};
