/** tuban case step: the next step of a case, once the law's gates let it pass. */
import { resolve } from "node:path";
import {
  Stop,
  caseSteps,
  formatMoney,
  illegalIncome,
  misuse,
  refuse,
  sanctionsText,
  stepVerdict,
} from "../../campaign/index.ts";
import type { CaseStep, Day, Plan, Problem, StepDetails, Takings } from "../../campaign/index.ts";
import { caseNamed } from "../../ledger/acts/cases.ts";
import type { CaseNow } from "../../ledger/acts/cases.ts";
import { attachEvidence, keepEvidence } from "../../ledger/evidence/files.ts";
import { toJson } from "../../ledger/json.ts";
import { orderNamed } from "../../ledger/acts/orders.ts";
import type { OrderNow } from "../../ledger/now.ts";
import type { Office } from "../../office.ts";
import { jsonText } from "../../write/json.ts";
import { nextSteps, problemJson, problemText } from "../../write/message.ts";
import { plain } from "../../write/plain.ts";
import { calendarOf } from "../calendar.ts";
import { actOf, openCampaign } from "../desk/campaign.ts";
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
    const asked: Asked = { office, db: entry.db, code, plan, calendar, step, options, found };
    const order = await orderOf(asked);
    const on = order?.on ?? office.on;
    const { details, problems: told } = await detailsOf(asked, on, order?.order ?? null);
    const { problems, warnings } = stepVerdict(found.row.id, found.state, step, { on, details, calendar, plan });
    const stopping = problems.some(({ code: of }) => of === "case-stage") ? problems : [...problems, ...told];
    if (stopping.length > 0) throw new Stop(1, stopping);
    const id = await entry.add("case_step", {
      case_id: found.row.id,
      step,
      order_id: order?.order.id ?? null,
      details: toJson(details),
      happened_on: on,
    });
    for (const file of kept) await attachEvidence(entry, "case_step", id, file, on);
    entry.describe(`案件 ${found.row.id} ${step}${details.sanctions ? `：${sanctionsText(details.sanctions)}` : ""}`);
    return { found: await caseNamed(entry.db, office.today, code, String(found.row.id)), details, on, warnings };
  });
  tell(office, step, value, plan);
}

interface Told {
  readonly found: CaseNow;
  readonly details: StepDetails;
  readonly on: Day;
  readonly warnings: readonly Problem[];
}

function tell({ io, json }: Office, step: CaseStep, { found, details, on, warnings }: Told, plan: Plan): void {
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

/** Which kind of document a step rests on, and the day it takes from it. */
const documents: Partial<
  Record<CaseStep, { readonly effect: OrderNow["effect"]; readonly day: "served_on" | "happened_on" }>
> = {
  告知: { effect: "告知", day: "served_on" },
  决定: { effect: "处罚", day: "happened_on" },
  送达: { effect: "处罚", day: "served_on" },
};

async function orderOf({
  office,
  db,
  code,
  step,
  options,
  found,
}: Asked): Promise<{ order: OrderNow; on: Day } | null> {
  if (options.order === undefined) return null;
  const wanted =
    documents[step] ?? misuse("step-without-order", `${step} 不用写文书`, { hint: "--order 只用于告知、决定、送达" });
  const order = await orderNamed(db, office.on, code, options.order);
  if (order.subject !== found.row.subject || order.effect !== wanted.effect || order.stage === "已撤回")
    refuse(
      "order-not-fitting",
      `${order.number} ${order.kind}（${order.addressee}，${order.stage}）不能用于案件 ${found.row.id} 的${step}`,
      { hint: `要本案当事人的${wanted.effect === "告知" ? "处罚告知书" : "处罚决定书"}` },
    );
  const on = order[wanted.day];
  return on === null
    ? refuse("order-unserved", `${order.number} 还没有送达，不能登记${step}`, {
        hint: `先登记送达：tuban order serve ${order.number} --to 收件人`,
      })
    : { order, on };
}
