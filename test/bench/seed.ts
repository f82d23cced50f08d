/**
 * Writes a ledger of a given size for the benchmarks: every institution inspected, two in three with findings, orders
 * served, most reviewed, half of those closed. Deterministic; all names are samples.
 * Run: node seed.cjs <ledger> <institutions>
 */
import { readFileSync } from "node:fs";
import type { Day, LicenceClass } from "../../src/campaign/index.ts";
import { addDays } from "../../src/base/day.ts";
import { adoptPlan } from "../../src/ledger/campaigns.ts";
import type { Entry } from "../../src/ledger/ledger.ts";
import { ledgerOn } from "../../src/ledger/ledger.ts";
import { createSqlite } from "../../src/ledger/engines/sqlite/open.ts";
import { readPlan } from "../../src/read/plan/index.ts";
import { templatePath } from "../../src/templates.ts";

const [path = "bench.db", size = "1000"] = process.argv.slice(2);
const count = Number(size);
const campaign = "chuanhui-2021";
const day = (text: string): Day => text as Day;
const classes: readonly LicenceClass[] = ["有证有照", "有照无证", "无证无照", "有证无照"];
const severities = ["一般", "严重", "重大隐患"] as const;
const numbers = Array.from({ length: count }, (_, index) => index + 1);
const troubled = numbers.filter((subject) => subject % 3 !== 0);

async function seed(): Promise<void> {
  const ledger = await ledgerOn(createSqlite(path), () => new Date("2021-07-23T09:00:00Z"));
  const step = async (on: string, work: (entry: Entry) => Promise<void>): Promise<void> =>
    void (await ledger.record({ command: "seed", actor: "样例", on: day(on) }, work));
  const text = readFileSync(templatePath("plans", "chuanhui-2021.yaml"), "utf8");
  const { plan } = readPlan(text, "chuanhui-2021.yaml");
  if (plan === null) throw new Error("the plan has faults");
  await step("2021-06-20", (entry) => adoptPlan(entry, plan, { text, sha256: "" }, day("2021-06-20")));
  await step("2021-06-25", async (entry) => {
    await entry.addMany(
      "roster",
      numbers.map((subject) => ({
        batch: null,
        line: subject,
        subject,
        kind: "机构" as const,
        happened_on: day("2021-06-25"),
        name: `样例培训中心${subject}`,
        uscc: null,
        permit_no: null,
        permit_until: null,
        licence_class: classes[subject % 4] ?? null,
        category: "学科类",
        town: `样例${subject % 12}街道`,
        address: `样例路${subject}号`,
        phone: null,
        legal_rep: null,
        organizer: null,
        more: "{}",
        extra: "{}",
      })),
    );
  });
  await step("2021-07-18", async (entry) => {
    await entry.addMany(
      "inspection",
      numbers.map((subject) => ({
        campaign,
        subject,
        order_id: null,
        kind: "排查" as const,
        happened_on: addDays(day("2021-07-05"), subject % 14),
        result: subject % 3 === 0 ? "合格" : "不合格",
        note: "",
      })),
    );
    await entry.addMany(
      "attendance",
      numbers.flatMap((subject) =>
        ["张某甲", "李某乙"].map((name) => ({ inspection: subject, name, unit: "区教体局", certificate: "样例" })),
      ),
    );
    await entry.addMany(
      "finding",
      troubled.map((subject) => ({
        campaign,
        inspection: subject,
        subject,
        item: "1-1",
        topic: 1,
        text: "样例问题",
        note: "样例",
        severity: severities[subject % 3] ?? ("一般" as const),
        basis: "[]",
        route: null,
        lead: "区教体局",
        supporting: "[]",
        order_kind: "整改通知书",
        happened_on: addDays(day("2021-07-05"), subject % 14),
        relapse_of: null,
      })),
    );
  });
  await step("2021-07-20", async (entry) => {
    await entry.addMany(
      "orders",
      troubled.map((subject, index) => ({
        campaign,
        subject,
        kind: "整改通知书",
        effect: "整改" as const,
        issuer: "区教体局",
        word: "川教体改",
        year: 2021,
        serial: index + 1,
        number: `川教体改〔2021〕${index + 1}号`,
        addressee: `样例培训中心${subject}`,
        deadline: "10日",
        due_bound: null,
        text: "样例",
        fields: "{}",
        template_sha256: "",
        happened_on: addDays(day("2021-07-06"), subject % 14),
      })),
    );
    await entry.addMany(
      "order_finding",
      troubled.map((_, index) => ({ order_id: index + 1, finding: index + 1 })),
    );
    await entry.addMany(
      "service",
      troubled.map((subject, index) => ({
        order_id: index + 1,
        happened_on: addDays(day("2021-07-07"), subject % 14),
        method: "直接" as const,
        recipient: "样例",
        note: "",
        due_on: addDays(day("2021-07-17"), subject % 14),
        due_rule: null,
      })),
    );
  });
  await step("2021-07-22", async (entry) => {
    const reviewed = troubled.map((_, index) => index + 1).filter((finding) => finding % 2 === 0);
    await entry.addMany(
      "review_outcome",
      reviewed.map((finding) => ({
        inspection: finding,
        finding,
        outcome: finding % 10 === 0 ? ("未整改" as const) : ("已整改" as const),
        note: "",
        happened_on: day("2021-07-21"),
      })),
    );
    await entry.addMany(
      "close_out",
      reviewed
        .filter((finding) => finding % 4 === 0 && finding % 10 !== 0)
        .map((finding) => ({
          finding,
          outcome: finding / 2,
          closed_by: "王某丙",
          note: "",
          happened_on: day("2021-07-22"),
        })),
    );
  });
  await ledger.close();
}

void seed();
