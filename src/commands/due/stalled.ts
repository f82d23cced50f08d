/** tuban due --stalled: everything that is open and waits for somebody, in one list: entries and their parts, findings, cases. */
import { daysBetween, misuse } from "../../campaign/index.ts";
import type { Day, Plan } from "../../campaign/index.ts";
import { casesNow } from "../../ledger/acts/cases.ts";
import { entriesOpen } from "../../ledger/acts/registers.ts";
import { findingsListed } from "../../ledger/spans/findings.ts";
import type { Db } from "../../ledger/tables.ts";
import type { Office } from "../../office.ts";
import { nextSteps } from "../../write/message.ts";
import type { Column } from "../../write/sheet.ts";
import { namesOfSubjects } from "../desk/names.ts";
import { openCampaignAsOf } from "../desk/campaign.ts";
import { print, rowsShown } from "../desk/print.ts";
import { entryCommand } from "./clocks.ts";

/** One thing that waits. */
interface Stalled {
  /** What it is and where it stands: 线索·待核实, 问题·限期内, 案件·调查. */
  readonly what: string;
  readonly of: string;
  readonly subject: number | null;
  readonly who: string;
  readonly since: Day;
  readonly due: Day | null;
  /** Without a day, why there is none. */
  readonly why: string | null;
  readonly next: string;
}

export interface StalledOptions {
  /** Only what has waited for so many calendar days or more; true: everything. */
  readonly stalled?: string | true;
  readonly csv?: boolean;
}

/** Longest first. @throws Stop */
export async function stalledList(office: Office, { stalled, csv = false }: StalledOptions): Promise<void> {
  const { ledger, code, plan } = await openCampaignAsOf(office);
  const least = typeof stalled === "string" ? daysIn(stalled) : 0;
  const { rows, names } = await ledger.read(async (db) => {
    const all = [
      ...(await ofRegisters(db, office.asOf, { campaign: code, plan })),
      ...(await ofFindings(db, office.asOf, code)),
      ...(await ofCases(db, office.asOf, code)),
    ];
    const waiting = all
      .filter(({ since }) => daysBetween(since, office.asOf) >= least)
      .toSorted((one, other) => (one.since < other.since ? -1 : Number(one.since > other.since)));
    return { rows: waiting, names: await namesOfSubjects(db, office.asOf, subjectsOf(waiting)) };
  });
  const onScreen = !office.json && !csv;
  const columns: readonly Column<Stalled>[] = [
    { key: "since", title: "起", kind: "day", value: ({ since }) => since },
    { key: "days", title: "停了几天", kind: "number", value: ({ since }) => daysBetween(since, office.asOf) },
    { key: "what", title: "停在", value: ({ what }) => what },
    { key: "who", title: "谁来办", width: 16, value: ({ who }) => who },
    { key: "due", title: "期限", value: ({ due, why }) => due ?? why ?? "待填" },
    { key: "subject", title: "机构编号", kind: "number", value: ({ subject }) => subject },
    { key: "name", title: "机构", width: 20, value: ({ subject }) => names.get(subject ?? 0) ?? "" },
    { key: "of", title: "编号", kind: "code", value: ({ of }) => of },
    { key: "next", title: "下一步", value: ({ next }) => next },
  ];
  const sheet = {
    title: `没有办完的（截至 ${office.asOf}${least === 0 ? "" : `，停了 ${least} 天以上`}，${rows.length} 件）`,
    columns: onScreen ? columns.filter(({ key }) => key !== "next" && key !== "subject") : columns,
    rows: onScreen ? rows.slice(0, rowsShown) : rows,
  };
  await print(office, sheet, { csv });
  if (!onScreen) return;
  if (rows.length > rowsShown) office.io.out.write(`只列前 ${rowsShown} 件；全部用 --csv\n`);
  office.io.err.write(nextSteps([...new Set(rows.map(({ next }) => next))].slice(0, 4), office.io));
}

const daysIn = (text: string): number =>
  /^\d{1,4}$/.test(text)
    ? Number(text)
    : misuse("bad-within", `--stalled 要写天数，看不懂：${text}`, { hint: "例：--stalled 30；全部不写天数" });

const subjectsOf = (rows: readonly Stalled[]): number[] => [...new Set(rows.flatMap(({ subject }) => subject ?? []))];

async function ofRegisters(
  db: Db,
  asOf: Day,
  { campaign, plan }: { readonly campaign: string; readonly plan: Plan },
): Promise<Stalled[]> {
  if ((plan.registers ?? []).length === 0) return [];
  return (await entriesOpen(db, asOf, campaign)).map((entry) => ({
    what: `${entry.register}·${entry.state}`,
    of: entry.number,
    subject: entry.subject,
    who: entry.actor ?? entry.part ?? "",
    since: entry.since,
    due: entry.due_on,
    why: entry.due_rule,
    next: `${entryCommand(entry.register, plan)} show ${entry.id}`,
  }));
}

async function ofFindings(db: Db, asOf: Day, campaign: string): Promise<Stalled[]> {
  return (await findingsListed(db, asOf, { campaign, open: true })).map((finding) => ({
    what: `问题·${finding.stage}`,
    of: `问题 ${finding.id}`,
    subject: finding.subject,
    who: finding.lead ?? "",
    since: finding.served_on ?? finding.happened_on,
    due: finding.due_on,
    why: finding.order_id === null ? "未出文书" : "未送达或不设期限",
    next: `tuban show ${finding.subject}`,
  }));
}

async function ofCases(db: Db, asOf: Day, campaign: string): Promise<Stalled[]> {
  return (await casesNow(db, asOf, { campaign }))
    .filter(({ state }) => state.stage !== "已结案")
    .map(({ row, state }) => ({
      what: `案件·${state.stage}`,
      of: row.number ?? `案件 ${row.id}`,
      subject: row.subject,
      who: state.officers.join("、"),
      since: state.lastOn,
      due: null,
      why: "各步期限见 tuban due",
      next: `tuban case show ${row.id}`,
    }));
}
