/** tuban case measure: a measure against an institution, with its basis and the body that may take it. */
import { Stop, basisProblems, measureVerdict, misuse } from "../../campaign/index.ts";
import { caseNamed } from "../../ledger/cases.ts";
import { findSubject } from "../../ledger/find.ts";
import type { Office } from "../../office.ts";
import { jsonText } from "../../write/json.ts";
import { problemText } from "../../write/message.ts";
import { plain } from "../../write/plain.ts";
import { calendarOf } from "../calendar.ts";
import { actOf, openCampaign } from "../campaign.ts";
import { namesIn, officersNamed } from "../officers.ts";
import { dayOf } from "../order/wanted.ts";
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
  const note = options.note?.trim() ?? "";
  const { value } = await ledger.record(act, async (entry) => {
    const subject = await findSubject(entry.db, office.on, query);
    const asked = {
      name: measure.trim(),
      authority: options.authority?.trim() ?? "",
      basis: basisOf(plan, options.basis),
      approver: options.approver?.trim() ?? "",
      officers: namesIn(options.by),
      address: subject.address,
      premises: premisesOf(options.premises),
      until: options.until === undefined ? null : dayOf("--until", options.until),
      announcedOn: options.announced === undefined ? null : dayOf("--announced", options.announced),
      remedyEnded: options.remedyEnded === undefined ? null : dayOf("--remedy-ended", options.remedyEnded),
      urgent: options.urgent === true,
      note,
    };
    const { problems, warnings, until } = measureVerdict(plan, asked, office.on, calendar);
    const old = basisProblems(lawsOf(plan, options.basis), office.on);
    if (problems.length + old.length > 0) throw new Stop(1, [...problems, ...old]);
    await officersNamed(entry.db, office, asked.officers, "办案");
    const of = options.case === undefined ? null : await caseNamed(entry.db, office.today, code, options.case);
    if (of !== null && of.row.subject !== subject.subject)
      misuse("case-of-another", `案件 ${of.row.id} 的当事人是 ${of.name}，不是 ${subject.name}`, {
        hint: "核对 --case",
      });
    const id = await entry.add("case_measure", {
      campaign: code,
      subject: subject.subject,
      case_id: of?.row.id ?? null,
      measure: asked.name,
      authority: asked.authority,
      basis: asked.basis.join("、"),
      approver: asked.approver,
      premises: asked.premises,
      until,
      note,
      happened_on: office.on,
    });
    entry.describe(`${asked.name}：${subject.name}（${asked.authority}）`);
    return { id, subject, until, warnings, asked };
  });
  const { id, subject, until, warnings, asked } = value;
  office.io.out.write(
    office.json
      ? jsonText({
          id,
          subject: subject.subject,
          measure: asked.name,
          authority: asked.authority,
          basis: asked.basis,
          until,
          warnings,
        })
      : `${plain(`已登记 ${asked.name}：${subject.subject} ${subject.name}，${asked.authority}，依据 ${asked.basis.join("、")}${until === null ? "" : `，最迟到 ${until} 处理或解除`}`)}\n`,
  );
  for (const warning of warnings)
    office.io.err.write(problemText(warning, { color: office.io.color, severity: "warning" }));
}

function premisesOf(text: string | undefined): "住宅" | "非住宅" | null {
  if (text === undefined) return null;
  const word = text.trim();
  return word === "住宅" || word === "非住宅"
    ? word
    : misuse("bad-premises", `--premises 看不懂：${text}`, { hint: "写 住宅 或 非住宅" });
}
