/** tuban review --due: what is due for a re-check. */
import { addDays, daysBetween, faultOf, misuse } from "../../campaign/index.ts";
import { lastAttempts } from "../../ledger/acts/reviews.ts";
import { findingsListed } from "../../ledger/spans/findings.ts";
import type { ListedFinding } from "../../ledger/spans/findings.ts";
import { subjectsNamed } from "../../ledger/spans/institutions.ts";
import type { Office } from "../../office.ts";
import type { Column } from "../../write/sheet.ts";
import { openCampaignAsOf } from "../desk/campaign.ts";
import { print } from "../desk/print.ts";

export interface ReviewDueOptions {
  readonly within?: string;
  readonly csv?: boolean;
}

/** Findings whose time is up or will be within a number of calendar days, those longest overdue first. */
export async function reviewDue(office: Office, options: ReviewDueOptions): Promise<void> {
  const { ledger, code } = await openCampaignAsOf(office);
  const until = addDays(office.asOf, daysOf(options.within ?? "0"));
  const { rows, names, attempts } = await ledger.read(async (db) => {
    const rows = (await findingsListed(db, office.asOf, { campaign: code, open: true })).filter(
      (finding) => finding.due_on !== null && waits(finding) && (finding.stage !== "限期内" || finding.due_on <= until),
    );
    const asked = rows.map(({ id }) => id);
    return {
      rows,
      names: await subjectsNamed(db, office.asOf),
      attempts: await lastAttempts(db, office.asOf, asked),
    };
  });
  const late = ({ due_on }: ListedFinding): number => (due_on === null ? 0 : daysBetween(due_on, office.asOf));
  const onScreen = !office.json && options.csv !== true;
  const columns: readonly Column<ListedFinding>[] = [
    { key: "finding", title: "问题编号", kind: "number", value: ({ id }) => id },
    { key: "subject", title: "机构编号", kind: "number", value: ({ subject }) => subject },
    { key: "name", title: "机构", width: 24, value: ({ subject }) => names.get(subject)?.name ?? "" },
    { key: "text", title: "检查内容", value: ({ text }) => text },
    { key: "fault", title: "问题", width: 24, value: faultOf },
    { key: "severity", title: "严重程度", value: ({ severity }) => severity },
    { key: "order", title: "文号", value: ({ order_number }) => order_number },
    { key: "dueOn", title: "期限", kind: "day", value: ({ due_on }) => due_on },
    { key: "daysOverdue", title: "超期", kind: "number", value: (finding) => Math.max(0, late(finding)) },
    { key: "stage", title: "状态", value: ({ stage }) => stage },
    {
      key: "lastAttempt",
      title: "上次复查",
      value: ({ id }) => {
        const last = attempts.get(id);
        return last ? `${last.happened_on} ${last.outcome}` : null;
      },
    },
  ];
  // A screen has room for these; the rest is in --csv and --json.
  const shown = new Set(["finding", "name", "fault", "order", "dueOn", "daysOverdue"]);
  const title = `待复查（截至 ${office.asOf}${until === office.asOf ? "" : `，含 ${until} 前到期的`}，${rows.length} 个问题）`;
  const sorted = rows.toSorted((a, b) => late(b) - late(a) || a.id - b.id);
  await print(
    office,
    { title, columns: onScreen ? columns.filter(({ key }) => shown.has(key)) : columns, rows: sorted },
    options,
  );
}

function waits({ stage }: ListedFinding): boolean {
  return stage === "限期内" || stage === "到期待复查" || stage === "未整改";
}

function daysOf(text: string): number {
  return /^\d{1,3}$/.test(text)
    ? Number(text)
    : misuse("bad-within", `--within 要写天数，看不懂：${text}`, { hint: "例：--within 7" });
}
