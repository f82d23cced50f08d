/**
 * Writes a ledger in the proportions of the 2018 national campaign: 401,050 institutions surveyed, 272,842 with problems,
 * 269,911 of them fully rectified, in 2,963 counties (the towns of this ledger); about a million findings, 300,000 orders, and a
 * re-check of each finding. A smaller size keeps the proportions; with more findings each institution has so many times as many.
 * Deterministic; all names are samples. Run: node nation.cjs <ledger> [institutions] [findings, times as many]
 */
import { readFileSync } from "node:fs";
import type { Day, LicenceClass } from "../../src/campaign/index.ts";
import { addDays } from "../../src/base/day.ts";
import { adoptPlan } from "../../src/ledger/campaigns.ts";
import type { Entry } from "../../src/ledger/ledger.ts";
import { ledgerOn } from "../../src/ledger/ledger.ts";
import { storage } from "../../src/ledger/engines/storage.ts";
import { readPlan } from "../../src/read/plan/index.ts";
import { templatePath } from "../../src/templates.ts";

const nation = { institutions: 401_050, troubled: 272_842, rectified: 269_911, orders: 300_000, counties: 2_963 };

const [path = "nation.db", size = String(nation.institutions), many = "1"] = process.argv.slice(2);
const institutions = Number(size);
const times = Number(many);
const share = (part: number): number => Math.round((part * institutions) / nation.institutions);
const [troubled, rectified, orders] = [share(nation.troubled), share(nation.rectified), share(nation.orders)];
const counties = Math.max(1, share(nation.counties));
const campaign = "chuanhui-2021";
const day = (text: string): Day => text as Day;
const classes: readonly LicenceClass[] = ["有证有照", "有照无证", "无证无照", "有证无照"];
const severities = ["一般", "严重", "一般", "重大隐患"] as const;
const leads = ["区教体局", "区市场监督管理局", "区消防救援大队"];
const findings = findingsBefore(troubled);

/** Troubled subjects are 1 … troubled, and have 3, 4 and 4 findings in turn, or so many times as many: all before `count` of them. */
function findingsBefore(count: number): number {
  return times * (3 * count + count - Math.floor((count + 2) / 3));
}
const findingsOf = (subject: number): number[] =>
  Array.from(
    { length: findingsBefore(subject) - findingsBefore(subject - 1) },
    (_, nth) => findingsBefore(subject - 1) + nth + 1,
  );

function* each<T>(count: number, row: (nth: number) => T): Generator<T> {
  for (let nth = 1; nth <= count; nth++) yield row(nth);
}

function* ofFindings<T>(upTo: number, row: (finding: number, subject: number) => T): Generator<T> {
  for (let subject = 1; subject <= upTo; subject++)
    for (const finding of findingsOf(subject)) yield row(finding, subject);
}

const visited = (subject: number): Day => addDays(day("2021-06-25"), (subject * 7) % 20);
const ordered = (subject: number): Day => addDays(visited(subject), 1 + (subject % 2));
const served = (subject: number): Day => addDays(ordered(subject), 1);
const reviewed = (subject: number): Day => addDays(served(subject), 5 + (subject % 4));

async function seed(): Promise<void> {
  const ledger = await ledgerOn(await storage.create(path), () => new Date("2021-08-15T09:00:00Z"));
  const step = async (on: string, work: (entry: Entry) => Promise<unknown>): Promise<void> =>
    void (await ledger.record({ command: "seed", actor: "样例", on: day(on) }, work));
  const text = readFileSync(templatePath("plans", `${campaign}.yaml`), "utf8");
  const { plan } = readPlan(text, `${campaign}.yaml`);
  if (plan === null) throw new Error("the plan has faults");
  await step("2021-06-20", (entry) => adoptPlan(entry, plan, { text, sha256: "" }, day("2021-06-20")));
  await step("2021-06-22", (entry) => entry.addMany("roster", each(institutions, rosterRow)));
  await step("2021-07-15", recordVisits);
  await step("2021-07-18", recordOrders);
  await step("2021-07-30", recordReviews);
  await ledger.close();
}

const rosterRow = (subject: number) => ({
  batch: null,
  line: subject,
  subject,
  kind: "机构" as const,
  happened_on: day("2021-06-22"),
  name: `样例培训中心${subject}`,
  uscc: null,
  permit_no: null,
  permit_until: null,
  licence_class: classes[subject % 4] ?? null,
  category: "学科类",
  town: `样例${(subject % counties) + 1}县`,
  address: `样例路${subject}号`,
  phone: null,
  legal_rep: null,
  organizer: null,
  more: "{}",
  extra: "{}",
});

async function recordVisits(entry: Entry): Promise<void> {
  await entry.addMany(
    "inspection",
    each(institutions, (subject) => ({
      campaign,
      subject,
      order_id: null,
      kind: "排查" as const,
      happened_on: visited(subject),
      result: subject <= troubled ? "不合格" : "合格",
      note: "",
    })),
  );
  await entry.addMany(
    "attendance",
    each(institutions * 2, (nth) => ({
      inspection: Math.ceil(nth / 2),
      name: nth % 2 === 0 ? "张某甲" : "李某乙",
      unit: "区教体局",
      certificate: "样例",
    })),
  );
  await entry.addMany(
    "finding",
    ofFindings(troubled, (finding, subject) => ({
      campaign,
      inspection: subject,
      subject,
      item: `1-${(finding % 5) + 1}`,
      topic: 1,
      text: "样例问题",
      note: "样例",
      severity: severities[finding % 4] ?? ("一般" as const),
      basis: "[]",
      route: null,
      lead: leads[finding % 3] ?? "",
      supporting: "[]",
      order_kind: "整改通知书",
      happened_on: visited(subject),
      relapse_of: null,
    })),
  );
}

/** One order for each troubled institution with all its findings; the rest of the 300,000 press the first ones again. */
async function recordOrders(entry: Entry): Promise<void> {
  const subjectOf = (order: number): number => (order <= troubled ? order : order - troubled);
  await entry.addMany(
    "orders",
    each(orders, (order) => ({
      campaign,
      subject: subjectOf(order),
      kind: order <= troubled ? "整改通知书" : "责令整改通知书",
      effect: "整改" as const,
      issuer: "区教体局",
      word: "川教体改",
      year: 2021,
      serial: order,
      number: `川教体改〔2021〕${order}号`,
      addressee: `样例培训中心${subjectOf(order)}`,
      deadline: "10日",
      due_bound: null,
      text: "样例",
      fields: "{}",
      template_sha256: "",
      happened_on: ordered(subjectOf(order)),
    })),
  );
  await entry.addMany(
    "order_finding",
    ofFindings(troubled, (finding, subject) => ({ order_id: subject, finding })),
  );
  await entry.addMany(
    "order_finding",
    ofFindings(orders - troubled, (finding, subject) => ({ order_id: troubled + subject, finding })),
  );
  await entry.addMany(
    "service",
    each(orders, (order) => ({
      order_id: order,
      happened_on: served(subjectOf(order)),
      method: "直接" as const,
      recipient: "样例",
      note: "",
      due_on: addDays(served(subjectOf(order)), 10),
      due_rule: null,
    })),
  );
}

/** All are re-checked; the last ones stay as they were, and one finding of each is not closed. */
async function recordReviews(entry: Entry): Promise<void> {
  const isOpen = (finding: number, subject: number): boolean =>
    subject > rectified && finding === findingsOf(subject)[0];
  await entry.addMany(
    "inspection",
    each(troubled, (subject) => ({
      campaign,
      subject,
      order_id: subject,
      kind: "复查" as const,
      happened_on: reviewed(subject),
      result: subject <= rectified ? "已整改" : "未整改",
      note: "",
    })),
  );
  await entry.addMany(
    "review_outcome",
    ofFindings(troubled, (finding, subject) => ({
      inspection: institutions + subject,
      finding,
      outcome: isOpen(finding, subject) ? ("未整改" as const) : ("已整改" as const),
      note: "",
      happened_on: reviewed(subject),
    })),
  );
  const closed = function* () {
    for (const row of ofFindings(troubled, (finding, subject) => ({ finding, subject })))
      if (!isOpen(row.finding, row.subject))
        yield {
          finding: row.finding,
          outcome: row.finding,
          closed_by: "王某丙",
          note: "",
          happened_on: addDays(reviewed(row.subject), 1),
        };
  };
  await entry.addMany("close_out", closed());
}

process.stdout.write(`${JSON.stringify({ institutions, troubled, rectified, findings, orders, counties })}\n`);
void seed();
