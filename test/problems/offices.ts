/** The offices over which the samples of problems are played. */
import { cpSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { writeXlsx } from "hucre";
import { listOffice } from "../commands/list-office.ts";
import { orderOffice } from "../commands/order-office.ts";
import { phoneOffice } from "../commands/phone-office.ts";
import { photo } from "../pictures.ts";
import { furnishedOffice, testOffice } from "../office.ts";
import type { TestOffice } from "../office.ts";
import { zip } from "../read/packed.ts";
import { paragraph, withBody } from "../write/word-template.ts";
import { registerOffice } from "../register-office.ts";

/** The sample files of `tuban demo` in an empty folder. */
function withSamples(): TestOffice {
  const office = testOffice();
  copySamples(office);
  return office;
}

const copySamples = ({ folder }: TestOffice): void =>
  cpSync(join(import.meta.dirname, "../../templates/sample"), folder, { recursive: true });

/** Made once, and copied for each script. */
const withRoster = (): Promise<TestOffice> => furnishedOffice("problems", furnishRoster);

async function furnishRoster(office: TestOffice): Promise<void> {
  copySamples(office);
  await office.ok(
    "init --plan chuanhui-2021 --on 2021-06-21 --fill 部门.区教体局.联系方式=样例路9号 --fill 文书种类.责令停办通知.代字.区教体局=川教体停",
  );
  await office.ok("person import people.csv --on 2021-06-21");
  await office.ok("as 张某甲");
  await office.run("import roster.csv --source 街道摸排 --on 2021-06-25");
}

/** The roster, and workbooks that are to go into it. */
async function withWorkbooks(): Promise<TestOffice> {
  const office = await withRoster();
  const header = ["机构名称", "联系电话", "地址"];
  const towns = Array.from({ length: 151 }, (_, at) => `样例${at + 1}培训部,样例${at + 1}乡\n`);
  office.write("多属地.csv", `机构名称,属地\n${towns.join("")}`);
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

/** The roster, and photographs of different days. */
async function withPhotos(): Promise<TestOffice> {
  const office = await withRoster();
  office.write("照片.jpg", photo(8, 8));
  office.write("别天.jpg", photo(8, 8, { taken: "2021:06:01 09:15:00" }));
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

/** Orders that other units lead, go to nobody, or to whom they come from. */
const crossed = (): Promise<TestOffice> =>
  orderOffice({
    findings: [
      { subject: 1 },
      { subject: 1, note: "超过三个月收费" },
      { subject: 2, orderKind: "督办单", lead: "区教体局" },
      { subject: 2, orderKind: "责令整改通知书" },
      { subject: 3, orderKind: "督办单", lead: "" },
      { subject: 3, lead: "市市场监管局川汇区分局" },
    ],
  });

/** An office that has Word templates of its own, all with a fault. */
async function withWordTemplates(): Promise<TestOffice> {
  const office = await orderOffice({ findings: [{ subject: 1 }] });
  const folder = join(office.folder, "templates/documents");
  mkdirSync(folder, { recursive: true });
  const templates = {
    整改通知书: withBody(paragraph("【机构名称】：")),
    责令整改通知书: withBody(paragraph("正文"), { "word/vbaProject.bin": "x" }),
    责令停办通知: withBody(paragraph("正文"), {
      "word/footer1.xml": "<w:ftr><w:p><w:r><w:t>【文号】</w:t></w:r></w:p></w:ftr>",
    }),
    恢复办学通知: withBody(
      `<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:tc>${paragraph("【#问题】【说明】")}</w:tc></w:tr></w:tbl>${paragraph("【/问题】【文号】【签发机关】【签发日期】")}`,
    ),
    督办单: zip({ "word/document.xml": " ".repeat(21_000_000) }),
  };
  for (const [name, bytes] of Object.entries(templates)) office.write(`templates/documents/${name}.docx`, bytes);
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
  交叉文书: crossed,
  名单: listOffice,
  手机: phoneOffice,
  照片: withPhotos,
  Word模板: withWordTemplates,
  北仑: withDraws,
  台账: () => registerOffice(),
};
