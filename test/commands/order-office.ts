/** An office in the middle of 集中整改: sample institutions with findings on record, three inspectors, and the plan's blanks filled. */
import { join } from "node:path";
import { expect } from "vitest";
import type { Day, Severity } from "../../src/campaign/index.ts";
import { ledgerOn } from "../../src/ledger/ledger.ts";
import type { Entry } from "../../src/ledger/ledger.ts";
import { furnishedOffice } from "../office.ts";
import type { TestOffice } from "../office.ts";
import { findingRow, rosterRow } from "../facts.ts";

export const fills = [
  "文书种类.整改通知书.期限=10个工作日",
  "文书种类.整改通知书.延期次数=1",
  "文书种类.责令整改通知书.代字.区教体局=川教体责改",
  "文书种类.责令停办通知.代字.区教体局=川教体停",
  "文书种类.恢复办学通知.代字.区教体局=川教体复",
  "文书种类.督办单.代字.区教体局=川教体督",
  "文书种类.案件移送函.代字.区教体局=川教体移",
  "文书种类.行政处罚告知书.代字.区教体局=川教体罚告",
  "文书种类.行政处罚决定书.代字.区教体局=川教体罚",
  "文书种类.行政处罚决定书.先行文书.间隔=5个工作日",
];

/** What a notice and a decision need where they do not come from a case. */
export const noticeSet =
  "--set 证据=现场检查笔录 --set 违反的规定=《样例法》第一条 --set 处罚依据=《样例法》第二条 --set 处罚内容=罚款5000元 --set 听证=否 --set 联系方式=样例路9号";
export const decisionSet =
  "--set 证据=现场检查笔录 --set 违反的规定=《样例法》第一条 --set 处罚依据=《样例法》第二条 --set 处罚内容=罚款5000元 --set 申辩情况=当事人没有提出陈述、申辩 --set 履行方式=缴到样例银行 --set 复议诉讼=可以依法申请行政复议或者提起行政诉讼";
/** What a 查封取缔决定 needs. */
export const sealSet =
  "--set 查封物品=教室三间 --set 查封理由=无照经营 --set 复议诉讼=可以依法申请行政复议或者提起行政诉讼";

export interface SampleFinding {
  readonly subject: number;
  readonly text?: string;
  readonly note?: string;
  readonly severity?: Severity;
  readonly orderKind?: string | null;
  readonly lead?: string;
  readonly campaign?: string;
}

/** Three sample institutions; findings as given, found on 2021-07-16 by 张某甲 and 李某乙. */
export async function orderOffice({
  findings = [],
  without = [],
}: { findings?: readonly SampleFinding[]; without?: readonly string[] } = {}): Promise<TestOffice> {
  return furnishedOffice(JSON.stringify(["order", findings, without]), (office) =>
    furnishOrders(office, findings, without),
  );
}

/** The same in an office that is there already. */
export async function furnishOrders(
  office: TestOffice,
  findings: readonly SampleFinding[],
  without: readonly string[],
): Promise<void> {
  const given = fills.filter((fill) => !without.some((path) => fill.startsWith(path)));
  await office.ok(`init --plan chuanhui-2021 ${given.map((fill) => `--fill ${fill}`).join(" ")} --on 2021-06-21`);
  for (const name of ["张某甲", "李某乙", "王某丙", "赵某丁"])
    await office.ok(`person add ${name} --unit 区教体局 --cert 豫P-${name} --until 2025-12-31 --on 2021-06-21`);
  await office.ok("as 张某甲");
  await onLedger(office, "2021-06-25", async (entry) => {
    for (const [index, name] of ["样例甲培训中心", "样例乙艺术培训学校", "样例丙教育咨询有限公司"].entries())
      await entry.add(
        "roster",
        rosterRow(index + 1, "2021-06-25" as Day, {
          name,
          uscc: index === 0 ? "91512081MA62K0260E" : null,
          licence_class: index === 1 ? "有证有照" : "有照无证",
          category: "学科类",
          town: index === 2 ? "样例南街道" : "样例北街道",
          address: "样例路1号",
          legal_rep: "周某戊",
        }),
      );
  });
  if (findings.length > 0) await addFindings(office, findings);
}

export async function addFindings(
  office: TestOffice,
  findings: readonly SampleFinding[],
  on = "2021-07-16",
): Promise<void> {
  await onLedger(office, on, async (entry) => {
    for (const {
      subject,
      text = "已取得办学许可证",
      note = "没有办学许可证，仍开设数学班",
      severity = "一般",
      orderKind = "整改通知书",
      lead = "区教体局、市市场监管局川汇区分局",
      campaign = "chuanhui-2021",
    } of findings) {
      const inspection = await entry.add("inspection", {
        campaign,
        subject,
        order_id: null,
        kind: "排查",
        happened_on: on as Day,
        result: "不合格",
        note: "",
      });
      for (const name of ["张某甲", "李某乙"])
        await entry.add("attendance", { inspection, name, unit: "区教体局", certificate: `豫P-${name}` });
      await entry.add(
        "finding",
        findingRow(inspection, subject, on as Day, {
          campaign,
          item: "2-1",
          topic: 2,
          text,
          note,
          severity,
          basis: JSON.stringify(["《中华人民共和国民办教育促进法》第十二条"]),
          route: orderKind === null ? null : "3",
          lead,
          order_kind: orderKind,
        }),
      );
    }
  });
}

export async function onLedger(office: TestOffice, on: string, work: (entry: Entry) => Promise<void>): Promise<void> {
  const ledger = await ledgerOn(
    await office.io.storage.open(join(office.folder, "tuban.db")),
    () => new Date("2026-11-23T00:00:00Z"),
  );
  try {
    await ledger.record({ command: "test", actor: "张某甲", on: on as Day }, async (entry) => {
      entry.describe("样例数据");
      await work(entry);
    });
  } finally {
    await ledger.close();
  }
}

/** A first order issued on 2021-07-19 and served on 2021-07-20: due 2021-08-03. */
export async function servedOffice(findings: readonly SampleFinding[]): Promise<TestOffice> {
  return furnishedOffice(JSON.stringify(["served", findings]), async (office) => {
    await furnishOrders(office, findings, []);
    await office.ok("order issue 1 --yes --on 2021-07-19");
    await office.ok("order serve 川教体改〔2021〕1号 --to 周某戊 --on 2021-07-20");
  });
}

/** Fails unless the line is refused with these words, nothing printed and nothing recorded. */
export async function refused(office: TestOffice, line: string, ...words: string[]): Promise<void> {
  const before = (await office.ok("log --json")).out;
  const ran = await office.run(line);
  expect(ran.out).toBe("");
  for (const word of words) expect(ran.err).toContain(word);
  expect(ran.status).toBeGreaterThan(0);
  expect((await office.ok("log --json")).out).toBe(before);
}

/** A paper's text whatever the state of the ledger on which it was drafted: that follows everything recorded before. */
export const anyCode = (text: string): string => text.replace(/^校验码：\d+(?:-[\dA-Z]+)+$/m, "校验码：样例");
