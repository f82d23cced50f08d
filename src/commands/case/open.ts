/** tuban case open: 立案. */
import { Stop, caseTraits, lastDayText, limitEnd, misuse, openingCase, refuse } from "../../campaign/index.ts";
import type { Calendar, CaseOpenAsked, CaseOpenKnown, CaseTrait, Day, LastDay } from "../../campaign/index.ts";
import { caseWithNumber, casesNow } from "../../ledger/acts/cases.ts";
import { findSubject } from "../../ledger/roster/find.ts";
import { findingsNow } from "../../ledger/now.ts";
import type { FindingNow, InstitutionNow } from "../../ledger/now.ts";
import type { Db } from "../../ledger/tables.ts";
import type { Office } from "../../office.ts";
import { jsonText } from "../../write/json.ts";
import { nextSteps } from "../../write/message.ts";
import { plain } from "../../write/plain.ts";
import { calendarOf } from "../desk/calendar.ts";
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
    const subject = await findSubject(entry.db, office.on, query);
    const asked = await askedOf(entry.db, office, code, subject, options);
    const known = await knownOf(entry.db, office, calendar, subject, asked);
    const problems = openingCase.problems(known, asked);
    if (problems.length > 0) throw new Stop(1, problems);
    const id = await entry.add("penalty_case", openingCase.facts(known, asked));
    entry.describe(`立案 ${id}：${subject.name}，${asked.cause}`);
    return { id, subject, asked };
  });
  const decideBy = value.asked.procedure === "普通" ? limitEnd(calendar, "案件办理", office.on) : null;
  tell(office, value, decideBy);
}

async function askedOf(
  db: Db,
  office: Office,
  campaign: string,
  subject: InstitutionNow,
  options: OpenOptions,
): Promise<CaseOpenAsked> {
  const traits = traitsOf(options.trait);
  const officers = await officersNamed(db, office, namesIn(options.by), "办案");
  const findings = await findingsMeant(db, office, campaign, subject, options.finding);
  return {
    campaign,
    on: office.on,
    actedOn: actDay(findings, options.acted, await openFindings(db, office, campaign, subject)),
    cause: filled("--cause", options.cause),
    source: options.source.trim(),
    number: options.number?.trim() || null,
    procedure: options.summary === true ? "简易" : "普通",
    party: options.citizen === true ? "公民" : "组织",
    approver: filled("--approver", options.approver),
    officers: officers.map(({ name }) => name),
    findings: findings.map(({ id }) => id),
    traits,
    fiveYears: options.fiveYears?.trim() ?? "",
    note: options.note?.trim() ?? "",
  };
}

/** What opening a case has to know: the other cases of the party, and whose the 案号 is. */
export async function knownOf(
  db: Db,
  { today }: { readonly today: Day },
  calendar: Calendar,
  { subject }: { readonly subject: number },
  { campaign, number }: Pick<CaseOpenAsked, "campaign" | "number">,
): Promise<CaseOpenKnown> {
  const cases = (await casesNow(db, today, { campaign, subject })).map(({ row: { id }, findings, steps }) => ({
    id,
    findings,
    dropped: steps.at(-1)?.step === "销案",
  }));
  const numbered = number === null ? null : await caseWithNumber(db, today, campaign, number);
  return { calendar, subject, cases, numbered };
}

interface CaseOpened {
  readonly id: number;
  readonly subject: InstitutionNow;
  readonly asked: CaseOpenAsked;
}

function tell(office: Office, { id, subject, asked }: CaseOpened, decideBy: LastDay | null): void {
  const { procedure, actedOn, cause, approver } = asked;
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
    const whose = `${subject.subject} ${subject.name}，${cause}`;
    io.out.write(`${plain(`已立案 ${id}：${whose}（${procedure}程序，${approver}批准）`)}\n`);
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

const openFindings = async (db: Db, { on }: Office, campaign: string, { subject }: InstitutionNow): Promise<number[]> =>
  (await findingsNow(db, on, { campaign, subject })).filter(({ stage }) => stage !== "销号").map(({ id }) => id);

/** The day of the act as written, or the last on which one of the findings was found. @throws Stop where there is neither */
function actDay(findings: readonly FindingNow[], text: string | undefined, open: readonly number[]): Day {
  const found = findings
    .map(({ happened_on }) => happened_on)
    .toSorted()
    .at(-1);
  const day = text === undefined ? found : dayOf("--acted", text);
  return (
    day ??
    misuse("no-act-day", "没有写明违法行为发生（终了）的日期", {
      hint:
        open.length === 0
          ? "加 --acted 日期"
          : `依据检查发现的问题立案的，加 --finding ${open.join(",")}（这家没有销号的）；不是的，加 --acted 日期`,
    })
  );
}

function filled(flag: string, text: string): string {
  return text.trim() === "" ? misuse("empty-option", `${flag} 是空的`, { hint: `${flag} 后面写明内容` }) : text.trim();
}
