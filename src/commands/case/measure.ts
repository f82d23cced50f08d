/** tuban case measure: a measure against an institution, with its basis and the body that may take it. */
import { Stop, misuse, takingMeasure } from "../../campaign/index.ts";
import type { Day, MeasureAsked, Plan, Problem } from "../../campaign/index.ts";
import { caseNamed, casesNow } from "../../ledger/acts/cases.ts";
import { findSubject } from "../../ledger/roster/find.ts";
import type { Db } from "../../ledger/tables.ts";
import { visitsNow } from "../../ledger/now.ts";
import type { InstitutionNow } from "../../ledger/now.ts";
import type { Office } from "../../office.ts";
import { jsonText } from "../../write/json.ts";
import { problemJson, problemText } from "../../write/message.ts";
import { plain } from "../../write/plain.ts";
import { calendarOf } from "../desk/calendar.ts";
import { actOf, openCampaign } from "../desk/campaign.ts";
import { namesIn, officersNamed } from "../desk/officers.ts";
import { dayOf } from "../desk/values.ts";
import { basisOf, lawsOf } from "./basis.ts";

export interface MeasureOptions {
  readonly authority?: string;
  readonly basis?: string;
  readonly approver?: string;
  readonly by?: string;
  readonly premises?: string;
  readonly until?: string;
  readonly announced?: string;
  readonly remedyEnded?: string;
  readonly urgent?: boolean;
  readonly case?: string;
  readonly note?: string;
}

/** @throws Stop with everything that stands against it; then nothing is recorded */
export async function caseMeasure(
  office: Office,
  query: string,
  measure: string,
  options: MeasureOptions,
): Promise<void> {
  const { ledger, code, plan } = await openCampaign(office);
  const act = await actOf(office, "case measure");
  const calendar = await calendarOf(office);
  const { value } = await ledger.record(act, async (entry) => {
    const subject = await findSubject(entry.db, office.on, query);
    const asked = measureAsked(plan, subject, measure, options);
    const caseId = await caseOf(entry.db, office, code, subject, options.case);
    const taken = { ...asked, campaign: code, on: office.on, laws: lawsOf(plan, options.basis), caseId };
    const seen = await isSeen(entry.db, office.on, code, subject.subject);
    const known = { plan, calendar, subject, seen };
    const { problems, warnings, until } = takingMeasure.verdict(known, taken);
    if (problems.length > 0) throw new Stop(1, problems);
    await officersNamed(entry.db, office, asked.officers, "办案");
    const id = await entry.add("case_measure", takingMeasure.facts(known, taken));
    entry.describe(`${asked.name}：${subject.name}（${asked.authority}）`);
    return { id, subject, until, warnings, asked };
  });
  tell(office, value);
}

/** Whether an inspection of the place or a case against it is on record by the day. */
export async function isSeen(db: Db, on: Day, campaign: string, subject: number): Promise<boolean> {
  if ((await visitsNow(db, on, { campaign, subject })).length > 0) return true;
  return (await casesNow(db, on, { campaign, subject })).length > 0;
}

function measureAsked(plan: Plan, { address }: InstitutionNow, measure: string, options: MeasureOptions): MeasureAsked {
  return {
    name: measure.trim(),
    authority: options.authority?.trim() ?? "",
    basis: basisOf(plan, options.basis),
    approver: options.approver?.trim() ?? "",
    officers: namesIn(options.by),
    address,
    premises: premisesOf(options.premises),
    until: dayAsked("--until", options.until),
    announcedOn: dayAsked("--announced", options.announced),
    remedyEnded: dayAsked("--remedy-ended", options.remedyEnded),
    urgent: options.urgent === true,
    note: options.note?.trim() ?? "",
  };
}

const dayAsked = (flag: string, text: string | undefined): Day | null =>
  text === undefined ? null : dayOf(flag, text);

/** The case that the measure is part of; null where none was named. @throws Stop where it is another party's */
async function caseOf(
  db: Db,
  office: Office,
  campaign: string,
  { subject, name }: InstitutionNow,
  query: string | undefined,
): Promise<number | null> {
  if (query === undefined) return null;
  const found = await caseNamed(db, office.today, campaign, query);
  if (found.row.subject !== subject)
    misuse("case-of-another", `案件 ${found.row.id} 的当事人是 ${found.name}，不是 ${name}`, { hint: "核对 --case" });
  return found.row.id;
}

interface Taken {
  readonly id: number;
  readonly subject: InstitutionNow;
  readonly until: Day | null;
  readonly warnings: readonly Problem[];
  readonly asked: MeasureAsked;
}

function tell({ io, json }: Office, { id, subject: { subject, name }, until, warnings, asked }: Taken): void {
  const { name: measure, authority, basis } = asked;
  const handled = until === null ? "" : `，最迟到 ${until} 处理或解除`;
  io.out.write(
    json
      ? jsonText({ id, subject, measure, authority, basis, until, warnings: warnings.map(problemJson) })
      : `${plain(`已登记 ${measure}：${subject} ${name}，${authority}，依据 ${basis.join("、")}${handled}`)}\n`,
  );
  for (const warning of warnings) io.err.write(problemText(warning, { color: io.color, severity: "warning" }));
}

function premisesOf(text: string | undefined): "住宅" | "非住宅" | null {
  if (text === undefined) return null;
  const word = text.trim();
  return word === "住宅" || word === "非住宅"
    ? word
    : misuse("bad-premises", `--premises 看不懂：${text}`, { hint: "写 住宅 或 非住宅" });
}
