/** tuban case step: the next step of a case, once the law's gates let it pass. */
import { resolve } from "node:path";
import {
  Stop,
  caseSteps,
  formatMoney,
  illegalIncome,
  misuse,
  restsOnDocument,
  sanctionsText,
  stepDay,
  takingCaseStep,
} from "../../campaign/index.ts";
import type { CaseStep, CaseStepKnown, Day, Law, Plan, Problem, StepDetails, Takings } from "../../campaign/index.ts";
import { caseNamed } from "../../ledger/acts/cases.ts";
import type { CaseNow } from "../../ledger/acts/cases.ts";
import { attachEvidence, keepEvidence } from "../../ledger/evidence/files.ts";
import { orderNamed } from "../../ledger/acts/orders.ts";
import type { OrderNow } from "../../ledger/now.ts";
import type { Db } from "../../ledger/tables.ts";
import type { Office } from "../../office.ts";
import { jsonText } from "../../write/json.ts";
import { nextSteps, problemJson, problemText } from "../../write/message.ts";
import { plain } from "../../write/plain.ts";
import { calendarOf } from "../desk/calendar.ts";
import { actOf, openCampaign } from "../desk/campaign.ts";
import { lawsOf } from "./basis.ts";
import { nextCommands } from "./show.ts";
import { detailsOf } from "./details.ts";
import type { Asked, StepOptions } from "./details.ts";

/** @throws Stop with everything that stands against the step; then nothing is recorded */
export async function caseStep(office: Office, query: string, stepText: string, options: StepOptions): Promise<void> {
  const step =
    caseSteps.find((name) => name === stepText.trim()) ??
    misuse("unknown-step", `没有这个步骤：${stepText}`, { hint: `可用：${caseSteps.join("、")}` });
  const { ledger, code, plan } = await openCampaign(office);
  const act = await actOf(office, "case step");
  const calendar = await calendarOf(office);
  const kept = await Promise.all(
    (options.evidence ?? []).map((file) => keepEvidence(office.home, resolve(office.io.cwd, file))),
  );
  const { value } = await ledger.record(act, async (entry) => {
    const found = await caseNamed(entry.db, office.today, code, query);
    const document = await documentNamed(office, entry.db, code, step, options.order);
    const on = stepDay(step, document, office.on);
    const asked: Asked = { office, db: entry.db, code, plan, calendar, step, options, found };
    const { details, problems: read } = await detailsOf(asked, on, document);
    const known = knownOf(found, step, document);
    const taking = { on, details, calendar, plan, step, laws: lawsAsked(plan, options), times: timesOf(options.times) };
    const { problems, warnings } = takingCaseStep.verdict(known, taking);
    const stopping = problems.some(({ code: of }) => of === "case-stage") ? problems : [...problems, ...read];
    if (stopping.length > 0) throw new Stop(1, stopping);
    const id = await entry.add("case_step", takingCaseStep.facts(known, taking));
    for (const file of kept) await attachEvidence(entry, "case_step", id, file, on);
    entry.describe(`案件 ${found.row.id} ${step}${details.sanctions ? `：${sanctionsText(details.sanctions)}` : ""}`);
    return { found: await caseNamed(entry.db, office.today, code, String(found.row.id)), details, on, warnings };
  });
  tell(office, step, value, plan);
}

/** What a step of the case has to know, with the document that it rests on. */
export const knownOf = ({ row, state, steps }: CaseNow, step: CaseStep, document: OrderNow | null): CaseStepKnown => ({
  id: row.id,
  subject: row.subject,
  party: row.party,
  state,
  document,
  told: document !== null && steps.some((one) => one.step === step && one.order === document.id),
});

interface CaseStepDone {
  readonly found: CaseNow;
  readonly details: StepDetails;
  readonly on: Day;
  readonly warnings: readonly Problem[];
}

function tell({ io, json }: Office, step: CaseStep, { found, details, on, warnings }: CaseStepDone, plan: Plan): void {
  const { row, name, state } = found;
  if (json)
    io.out.write(jsonText({ id: row.id, step, on, stage: state.stage, details, warnings: warnings.map(problemJson) }));
  else
    io.out.write(
      `${plain(`案件 ${row.id} ${name}：${on} ${step}${details.sanctions ? `，${sanctionsText(details.sanctions)}` : ""}；现在${state.stage}`)}\n`,
    );
  if (!json && details.takings) io.out.write(`${takingsText(details.takings)}\n`);
  for (const warning of warnings) io.err.write(problemText(warning, { color: io.color, severity: "warning" }));
  io.err.write(nextSteps(nextCommands(found, plan), io));
}

function takingsText(takings: Takings): string {
  const { collected, refunded, deduct } = takings;
  return `违法所得 ${formatMoney(illegalIncome(takings))}：收取 ${formatMoney(collected)}，已退 ${formatMoney(refunded)}，${deduct ? "退费扣除" : "退费不扣除"}`;
}

/** @throws Stop where the step rests on no document, or there is none of that name */
async function documentNamed(
  { on }: Office,
  db: Db,
  code: string,
  step: CaseStep,
  query: string | undefined,
): Promise<OrderNow | null> {
  if (query === undefined) return null;
  if (!restsOnDocument(step))
    misuse("step-without-order", `${step} 不用写文书`, { hint: "--order 只用于告知、决定、送达" });
  return orderNamed(db, on, code, query);
}

/** The laws named as the basis, held to the day of the act unless the lighter one is applied (从轻适用). */
const lawsAsked = (plan: Plan, { lighter, basis }: StepOptions): Law[] =>
  (lighter ?? "").trim() === "" ? lawsOf(plan, basis) : [];

/** 1-5: from once to five times. */
function timesOf(text: string | undefined): { readonly least: number; readonly most: number } | null {
  if (text === undefined) return null;
  const parts = /^(\d+(?:\.\d+)?)[-–~至到](\d+(?:\.\d+)?)倍?$/.exec(text.trim());
  return parts
    ? { least: Number(parts[1]), most: Number(parts[2]) }
    : misuse("bad-times", `--times 看不懂：${text}`, { hint: "写成 --times 1-5" });
}
