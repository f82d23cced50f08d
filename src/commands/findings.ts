/** tuban findings (问题台账): every finding with who answers for it, under which paper, by when, and what became of it. */
import { faultOf, findingStages, misuse } from "../campaign/index.ts";
import type { FindingStage } from "../campaign/index.ts";
import { markedCorrected } from "../ledger/corrections.ts";
import { headOf } from "../ledger/roster/content.ts";
import { searchSubjects } from "../ledger/roster/find.ts";
import type { Db } from "../ledger/tables.ts";
import type { InstitutionNow } from "../ledger/now.ts";
import { findingsListed } from "../ledger/spans/findings.ts";
import type { ListedFinding } from "../ledger/spans/findings.ts";
import { institutionsListed } from "../ledger/spans/institutions.ts";
import type { Office } from "../office.ts";
import { pathFor, writeOut } from "../write/files.ts";
import { markdownValue } from "../write/markdown.ts";
import { nextSteps } from "../write/message.ts";
import { plain } from "../write/plain.ts";
import type { Column, Sheet } from "../write/sheet.ts";
import { toCells } from "../write/sheet.ts";
import { openCampaignAsOf } from "./desk/campaign.ts";
import { correctedMark } from "./desk/corrected.ts";
import { listOf } from "./desk/values.ts";
import { campaignName } from "./report/words.ts";
import { print } from "./desk/print.ts";

export interface FindingsOptions {
  readonly town?: string;
  readonly lead?: string;
  readonly severity?: string;
  /** A stage, or 逾期. */
  readonly state?: string;
  readonly open?: boolean;
  readonly csv?: boolean;
  readonly xlsx?: string;
  readonly docx?: string;
}

interface Line {
  readonly finding: ListedFinding;
  readonly subject: InstitutionNow | undefined;
  /** What was corrected after its order was issued. */
  readonly corrected: readonly string[];
}

/** @throws Stop where a state is unknown, or the institution asked for */
export async function findings(office: Office, query: string | undefined, options: FindingsOptions): Promise<void> {
  const { ledger, code, plan } = await openCampaignAsOf(office);
  const wanted = filterOf(options);
  const lines = (await ledger.read((db) => linesOf(db, office, code, query))).filter(wanted);
  const sheet: Sheet<Line> = { title: `问题台账（截至 ${office.asOf}，${lines.length} 个）`, columns, rows: lines };
  if (options.xlsx !== undefined) {
    const { workbookBytes, workbookSheet } = await import("../write/workbook.ts");
    const path = pathFor(office.io.cwd, options.xlsx, ".xlsx");
    await writeOut(
      path,
      await workbookBytes([workbookSheet({ name: "问题台账", sheet, above: [campaignName(plan.name), sheet.title] })]),
      office,
    );
    office.io.out.write(`已写出：${plain(path)}\n`);
  }
  if (options.docx !== undefined) {
    const { writeWord } = await import("./report/word.ts");
    const onPaper = columns.filter(({ key }) => !leftOffPaper.has(key));
    const titles = onPaper.map(({ title }) => title);
    const rows = toCells({ ...sheet, columns: onPaper }).map((cells) => cells.map(({ text }) => text));
    const head = `# ${campaignName(plan.name)}问题台账\n\n截至 ${office.asOf}，${lines.length} 个\n`;
    await writeWord(office, options.docx, `${head}\n${tableOf(titles, rows)}`);
  }
  if (options.xlsx !== undefined || options.docx !== undefined) return;
  const onScreen = !office.json && options.csv !== true;
  const marked = lines.some(({ corrected }) => corrected.length > 0);
  await print(
    office,
    onScreen
      ? { ...sheet, columns: columns.filter(({ key }) => shownKeys.has(key) || (marked && key === "corrected")) }
      : sheet,
    options,
  );
  if (onScreen)
    office.io.err.write(nextSteps(lines.length === 0 ? [] : ["tuban findings --xlsx 问题台账.xlsx"], office.io));
}

function tableOf(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => markdownValue(cell, "|")).join(" | ")} |\n`;
  return `${line(titles)}| ${titles.map(() => "---").join(" | ")} |\n${rows.map(line).join("")}`;
}

async function linesOf(db: Db, { asOf }: Office, campaign: string, query: string | undefined): Promise<Line[]> {
  const found = query === undefined ? null : await searchSubjects(db, asOf, query);
  if (found?.length === 0)
    misuse("unknown-subject", `底数里找不到：${query ?? ""}`, { hint: "用 tuban list 关键词 查编号" });
  const asked = found && new Set(found.map(({ subject }) => subject));
  const all = await findingsListed(db, asOf, { campaign });
  const ours = asked === null ? all : all.filter(({ subject }) => asked.has(subject));
  const subjects = new Map((found ?? (await institutionsListed(db, asOf))).map((one) => [one.subject, one]));
  const marked = await markedCorrected(db, { asOf, campaign }, "orders");
  return ours.map((finding) => ({
    finding,
    subject: subjects.get(finding.subject),
    corrected: marked.get(finding.order_id ?? 0) ?? [],
  }));
}

function filterOf({ town, lead, severity, state, open = false }: FindingsOptions): (line: Line) => boolean {
  const [towns, leads, severities] = [listOf(town), listOf(lead), listOf(severity)];
  const states = listOf(state).map(stateNamed);
  const holds = (wanted: readonly string[], text: string): boolean =>
    wanted.length === 0 || wanted.some((one) => text.includes(one));
  return ({ finding, subject }) =>
    holds(towns, subject?.town ?? "不详") &&
    holds(leads, finding.lead) &&
    (severities.length === 0 || severities.includes(finding.severity)) &&
    (states.length === 0 || states.some((one) => (one === "逾期" ? finding.overdue === 1 : one === finding.stage))) &&
    (!open || finding.closed_on === null);
}

function stateNamed(text: string): FindingStage | "逾期" {
  const known = findingStages.find((stage) => stage === text);
  if (known !== undefined) return known;
  if (text === "逾期") return text;
  return misuse("unknown-stage", `没有这个状态：${text}`, { hint: `可用：${findingStages.join("、")}、逾期` });
}

const columns: readonly Column<Line>[] = [
  { key: "finding", title: "问题", kind: "number", value: ({ finding }) => finding.id },
  { key: "subject", title: "机构编号", kind: "number", value: ({ finding }) => finding.subject },
  { key: "name", title: "机构", value: ({ subject }) => subject?.name ?? null },
  { key: "town", title: "属地", value: ({ subject }) => subject?.town ?? null },
  { key: "item", title: "检查项", kind: "code", value: ({ finding }) => finding.item },
  {
    key: "text",
    title: "存在问题",
    value: ({ finding }) => faultOf(finding),
  },
  { key: "severity", title: "严重程度", value: ({ finding }) => finding.severity },
  { key: "lead", title: "责任单位", value: ({ finding }) => finding.lead || null },
  { key: "person", title: "负责人", value: ({ subject }) => (subject ? (headOf(subject) ?? subject.organizer) : null) },
  { key: "foundOn", title: "发现日期", kind: "day", value: ({ finding }) => finding.happened_on },
  { key: "order", title: "文号", value: ({ finding }) => finding.order_number },
  {
    key: "corrected",
    title: `文书${correctedMark}`,
    value: ({ corrected }) => (corrected.length === 0 ? null : corrected.join("；")),
  },
  { key: "dueOn", title: "整改时限", kind: "day", value: ({ finding }) => finding.due_on },
  {
    key: "state",
    title: "状态",
    value: ({ finding }) => (finding.overdue === 1 ? `${finding.stage}（逾期）` : finding.stage),
  },
  { key: "closer", title: "销号人", value: ({ finding }) => finding.closed_by },
  { key: "closedOn", title: "销号日期", kind: "day", value: ({ finding }) => finding.closed_on },
];

const shownKeys = new Set(["finding", "name", "text", "lead", "order", "dueOn", "state"]);
const leftOffPaper = new Set(["subject", "item", "town", "corrected"]);
