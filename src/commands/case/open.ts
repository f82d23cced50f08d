/** tuban case open: 立案. */
import {
  Stop,
  caseTraits,
  lastDayText,
  limitEnd,
  limitationProblem,
  misuse,
  oneProblem,
  refuse,
} from "../../campaign/index.ts";
import type { CaseTrait, Day, LastDay, Problem, Procedure } from "../../campaign/index.ts";
import { caseWithNumber, casesNow } from "../../ledger/acts/cases.ts";
import { findSubject } from "../../ledger/roster/find.ts";
import { toJson } from "../../ledger/json.ts";
import type { New } from "../../ledger/ledger.ts";
import { findingsNow } from "../../ledger/now.ts";
import type { FindingNow, InstitutionNow } from "../../ledger/now.ts";
import type { Db, PenaltyCaseRow } from "../../ledger/tables.ts";
import type { Office } from "../../office.ts";
import { jsonText } from "../../write/json.ts";
import { nextSteps } from "../../write/message.ts";
import { plain } from "../../write/plain.ts";
import { calendarOf } from "../calendar.ts";
import { actOf, openCampaign } from "../desk/campaign.ts";
import { lastDayJson } from "../desk/last-day.ts";
import { namesIn, officersNamed } from "../desk/officers.ts";
import { dayOf, listOf, numbersOf } from "../desk/values.ts";

export interface OpenOptions {
  readonly cause: string;
  readonly by: string;
  readonly approver: string;
  readonly acted?: string;
  readonly source: string;
  readonly number?: string;
  readonly finding?: string;
  readonly trait?: string;
  readonly summary?: boolean;
  readonly citizen?: boolean;
  readonly fiveYears?: string;
  readonly note?: string;
}

/** @throws Stop with everything that stands against opening a case; then nothing is recorded */
export async function caseOpen(office: Office, query: string, options: OpenOptions): Promise<void> {
  const { ledger, code } = await openCampaign(office);
  const act = await actOf(office, "case open");
  const calendar = await calendarOf(office);
  const { value } = await ledger.record(act, async (entry) => {
    const opened = await openedBy(entry.db, office, code, query, options);
    const late = limitationProblem(calendar, opened.actedOn, office.on, (options.fiveYears ?? "").trim() !== "");
    const twice = await twiceProblems(entry.db, office, code, opened, options.number);
    const problems = late ? [late, ...twice] : twice;
    if (problems.length > 0) throw new Stop(1, problems);
    const id = await entry.add("penalty_case", rowOf(opened, code, office.on, options));
    entry.describe(`立案 ${id}：${opened.subject.name}，${options.cause.trim()}`);
    return { id, opened };
  });
  const { id, opened } = value;
  const decideBy = opened.procedure === "普通" ? limitEnd(calendar, "案件办理", office.on) : null;
  tell(office, id, opened, decideBy, options);
}

/** A case as it is to be opened: whose, by whom, on which findings. */
interface Opening {
  readonly subject: InstitutionNow;
  readonly procedure: Procedure;
  readonly officers: readonly string[];
  readonly findings: readonly FindingNow[];
  readonly actedOn: Day;
  readonly traits: readonly CaseTrait[];
}

async function openedBy(
  db: Db,
  office: Office,
  campaign: string,
  query: string,
  options: OpenOptions,
): Promise<Opening> {
  const traits = traitsOf(options.trait);
  const subject = await findSubject(db, office.on, query);
  const officers = await officersNamed(db, office, namesIn(options.by), "办案");
  const findings = await findingsMeant(db, office, campaign, subject, options.finding);
  return {
    subject,
    procedure: options.summary === true ? "简易" : "普通",
    officers: officers.map(({ name }) => name),
    findings,
    actedOn: actDay(office.on, findings, options.acted),
    traits,
  };
}

function rowOf(
  { subject, procedure, officers, findings, actedOn, traits }: Opening,
  campaign: string,
  on: Day,
  options: OpenOptions,
): New<PenaltyCaseRow> {
  return {
    campaign,
    subject: subject.subject,
    number: options.number?.trim() || null,
    cause: filled("--cause", options.cause),
    source: options.source.trim(),
    procedure,
    party: options.citizen === true ? "公民" : "组织",
    acted_on: actedOn,
    approver: filled("--approver", options.approver),
    officers: toJson(officers),
    findings: toJson(findings.map(({ id }) => id)),
    traits: toJson(traits),
    note: [options.fiveYears, options.note]
      .map((text) => text?.trim() ?? "")
      .filter(Boolean)
      .join("；"),
    happened_on: on,
  };
}

function tell(
  office: Office,
  id: number,
  { subject, procedure, actedOn }: Opening,
  decideBy: LastDay | null,
  { cause, approver }: OpenOptions,
): void {
  const { io, on } = office;
  if (office.json) {
    const { subject: number, name } = subject;
    io.out.write(
      jsonText({
        id,
        subject: number,
        name,
        procedure,
        openedOn: on,
        actedOn,
        decideBy: decideBy && lastDayJson(decideBy).due,
      }),
    );
  } else {
    const whose = `${subject.subject} ${subject.name}，${cause.trim()}`;
    io.out.write(`${plain(`已立案 ${id}：${whose}（${procedure}程序，${approver.trim()}批准）`)}\n`);
    if (decideBy !== null)
      io.out.write(`处罚决定最迟 ${lastDayText(decideBy)}（立案之日起90日，行政处罚法第六十条）\n`);
  }
  const step =
    procedure === "简易"
      ? `tuban case step ${id} 决定 --penalty 警告`
      : `tuban case step ${id} 调查 --by 甲,乙 --note 查明的事实`;
  io.err.write(nextSteps([step, `tuban case show ${id}`], io));
}

/** What makes 法制审核 or 集体讨论 necessary. @throws Stop */
export function traitsOf(text: string | undefined): CaseTrait[] {
  return listOf(text).map(
    (word) =>
      caseTraits.find((trait) => trait === word) ??
      misuse("unknown-trait", `没有这种案件情形：${word}`, { hint: `可用：${caseTraits.join("、")}` }),
  );
}

async function findingsMeant(
  db: Db,
  office: Office,
  campaign: string,
  { subject, name }: InstitutionNow,
  text: string | undefined,
): Promise<readonly FindingNow[]> {
  if (text === undefined) return [];
  const known = new Map(
    (await findingsNow(db, office.on, { campaign, subject })).map((finding) => [finding.id, finding]),
  );
  return numbersOf("--finding", text).map(
    (id) =>
      known.get(id) ??
      refuse("unknown-finding", `${subject} ${name} 没有问题 ${id}（截至 ${office.on}）`, {
        hint: `用 tuban show ${subject} 看问题编号`,
      }),
  );
}

function actDay(on: Day, findings: readonly FindingNow[], text: string | undefined): Day {
  const found = findings
    .map(({ happened_on }) => happened_on)
    .toSorted()
    .at(-1);
  const day = text === undefined ? found : dayOf("--acted", text);
  if (day === undefined)
    return misuse("no-act-day", "没有写明违法行为发生（终了）的日期", {
      hint: "加 --acted 日期，或用 --finding 指明检查发现的问题",
    });
  if (day > on)
    refuse("acted-after-opening", `违法行为的日期 ${day} 在立案日期 ${on} 之后`, { hint: "核对 --acted 和 --on" });
  return day;
}

/** One act, one fine (行政处罚法第二十九条): a finding is in one case at a time; and a 案号 is given once. */
async function twiceProblems(
  db: Db,
  office: Office,
  campaign: string,
  { subject: { subject }, findings }: Opening,
  number: string | undefined,
): Promise<Problem[]> {
  const cases = await casesNow(db, office.today, { campaign, subject });
  const same = number === undefined ? null : await caseWithNumber(db, office.today, campaign, number.trim());
  const open = cases.filter(({ steps }) => steps.at(-1)?.step !== "销案");
  return [
    ...(same ? oneProblem("case-number-taken", `案号 ${number ?? ""} 已用于案件 ${same}`, "换一个案号") : []),
    ...findings.flatMap(({ id }) => {
      const before = open.find((one) => one.findings.includes(id));
      return before
        ? oneProblem(
            "finding-in-case",
            `问题 ${id} 已在案件 ${before.row.id} 里，同一违法行为不得两次罚款（行政处罚法第二十九条）`,
            `用 tuban case show ${before.row.id} 看办理情况`,
          )
        : [];
    }),
  ];
}

function filled(flag: string, text: string): string {
  return text.trim() === "" ? misuse("empty-option", `${flag} 是空的`, { hint: `${flag} 后面写明内容` }) : text.trim();
}
