/** tuban case open: 立案. */
import { Stop, caseTraits, limitEnd, limitationProblem, misuse, refuse } from "../../campaign/index.ts";
import type { CaseTrait, Day, Problem } from "../../campaign/index.ts";
import { casesNow } from "../../ledger/cases.ts";
import { findSubject } from "../../ledger/find.ts";
import type { Entry, Reading } from "../../ledger/ledger.ts";
import { findingsNow } from "../../ledger/standing.ts";
import type { FindingNow, InstitutionNow } from "../../ledger/standing.ts";
import type { Office } from "../../office.ts";
import { jsonText } from "../../write/json.ts";
import { nextSteps } from "../../write/message.ts";
import { plain } from "../../write/plain.ts";
import { calendarOf } from "../calendar.ts";
import { actOf, openCampaign } from "../campaign.ts";
import { namesIn, officersNamed } from "../officers.ts";
import { dayOf, listOf, numbersOf } from "../order/wanted.ts";

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
  const traits = traitsOf(options.trait);
  const procedure = options.summary === true ? "简易" : "普通";
  const { value } = await ledger.record(act, async (entry) => {
    const subject = await findSubject(entry.db, office.on, query);
    const officers = (await officersNamed(entry.db, office, namesIn(options.by), "办案")).map(({ name }) => name);
    const findings = await findingsMeant(entry.db, office, code, subject, options.finding);
    const actedOn = actDay(office.on, findings, options.acted);
    const late = limitationProblem(calendar, actedOn, office.on, (options.fiveYears ?? "").trim() !== "");
    const problems = [
      ...(late ? [late] : []),
      ...(await twiceProblems(entry, office, code, subject, findings, options.number)),
    ];
    if (problems.length > 0) throw new Stop(1, problems);
    const id = await entry.add("penalty_case", {
      campaign: code,
      subject: subject.subject,
      number: options.number?.trim() || null,
      cause: filled("--cause", options.cause),
      source: options.source.trim(),
      procedure,
      party: options.citizen === true ? "公民" : "组织",
      acted_on: actedOn,
      approver: filled("--approver", options.approver),
      officers: JSON.stringify(officers),
      findings: JSON.stringify(findings.map((finding) => finding.id)),
      traits: JSON.stringify(traits),
      note: [options.fiveYears, options.note]
        .map((text) => text?.trim() ?? "")
        .filter(Boolean)
        .join("；"),
      happened_on: office.on,
    });
    entry.describe(`立案 ${id}：${subject.name}，${options.cause.trim()}`);
    return { id, subject, actedOn };
  });
  const { id, subject, actedOn } = value;
  const due = procedure === "普通" ? (limitEnd(calendar, "案件办理", office.on)?.due ?? null) : null;
  office.io.out.write(
    office.json
      ? jsonText({
          id,
          subject: subject.subject,
          name: subject.name,
          procedure,
          openedOn: office.on,
          actedOn,
          decideBy: due,
        })
      : `${plain(`已立案 ${id}：${subject.subject} ${subject.name}，${options.cause.trim()}（${procedure}程序，${options.approver.trim()}批准）`)}\n${due === null ? "" : `处罚决定最迟 ${due}（立案之日起90日，行政处罚法第六十条）\n`}`,
  );
  office.io.err.write(
    nextSteps(
      [
        procedure === "简易"
          ? `tuban case step ${id} 决定 --penalty 警告`
          : `tuban case step ${id} 调查 --by 甲,乙 --note 查明的事实`,
        `tuban case show ${id}`,
      ],
      office.io,
    ),
  );
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
  db: Reading,
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
  { db }: Entry,
  office: Office,
  campaign: string,
  { subject }: InstitutionNow,
  findings: readonly FindingNow[],
  number: string | undefined,
): Promise<Problem[]> {
  const cases = await casesNow(db, office.today, { campaign });
  const same = cases.find(({ row }) => number !== undefined && row.number === number.trim());
  const open = cases.filter(({ row, steps }) => row.subject === subject && steps.at(-1)?.step !== "销案");
  return [
    ...(same
      ? [{ code: "case-number-taken", message: `案号 ${number ?? ""} 已用于案件 ${same.row.id}`, hint: "换一个案号" }]
      : []),
    ...findings.flatMap(({ id }) => {
      const before = open.find((one) => one.findings.includes(id));
      return before
        ? [
            {
              code: "finding-in-case",
              message: `问题 ${id} 已在案件 ${before.row.id} 里，同一违法行为不得两次罚款（行政处罚法第二十九条）`,
              hint: `用 tuban case show ${before.row.id} 看办理情况`,
            },
          ]
        : [];
    }),
  ];
}

function filled(flag: string, text: string): string {
  return text.trim() === "" ? misuse("empty-option", `${flag} 是空的`, { hint: `${flag} 后面写明内容` }) : text.trim();
}
