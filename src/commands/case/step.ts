/** tuban case step: the next step of a case, once the law's gates let it pass. */
import { resolve } from "node:path";
import {
  Stop,
  basisProblems,
  caseSteps,
  fineOf,
  formatMoney,
  illegalIncome,
  misuse,
  multipleProblems,
  parseMoney,
  parseSanctions,
  publishedUntil,
  refuse,
  sanctionsText,
  stepVerdict,
  summaryProblems,
} from "../../campaign/index.ts";
import type {
  Calendar,
  CaseStep,
  Day,
  DecisionContent,
  Fen,
  Plan,
  Problem,
  Sanction,
  StepDetails,
  Takings,
} from "../../campaign/index.ts";
import { caseNamed } from "../../ledger/cases.ts";
import type { CaseNow } from "../../ledger/cases.ts";
import { attachEvidence, keepEvidence } from "../../ledger/evidence.ts";
import { filesOf } from "../../ledger/exhibits.ts";
import type { Reading } from "../../ledger/ledger.ts";
import { orderNamed } from "../../ledger/orders.ts";
import { findingsNow } from "../../ledger/standing.ts";
import type { OrderNow } from "../../ledger/standing.ts";
import type { Office } from "../../office.ts";
import { jsonText } from "../../write/json.ts";
import { nextSteps, problemText } from "../../write/message.ts";
import { plain } from "../../write/plain.ts";
import { calendarOf } from "../calendar.ts";
import { actOf, openCampaign } from "../campaign.ts";
import { namesIn, officersNamed } from "../officers.ts";
import { faultOf } from "../order/book.ts";
import { dayOf } from "../order/wanted.ts";
import { basisOf, lawsOf } from "./basis.ts";
import { traitsOf } from "./open.ts";
import { nextCommands } from "./show.ts";

export interface StepOptions {
  readonly by?: string;
  readonly penalty?: readonly string[];
  readonly times?: string;
  readonly hearing?: boolean;
  readonly newFacts?: string;
  readonly collected?: string;
  readonly refunded?: string;
  readonly deduct?: boolean;
  readonly incomeRule?: string;
  readonly trait?: string;
  readonly hearingOn?: string;
  readonly host?: string;
  readonly order?: string;
  readonly facts?: string;
  readonly proof?: string;
  readonly basis?: string;
  readonly lighter?: string;
  readonly performance?: string;
  readonly remedies?: string;
  readonly agency?: string;
  readonly address?: string;
  readonly paid?: string;
  readonly remedyEnded?: string;
  readonly note?: string;
  readonly evidence?: readonly string[];
}

interface Asked {
  readonly office: Office;
  readonly db: Reading;
  readonly code: string;
  readonly plan: Plan;
  readonly calendar: Calendar;
  readonly step: CaseStep;
  readonly options: StepOptions;
  readonly found: CaseNow;
}

/** @throws Stop with everything that stands against the step; then nothing is recorded */
export async function caseStep(office: Office, query: string, stepText: string, options: StepOptions): Promise<void> {
  const step =
    caseSteps.find((name) => name === stepText.trim()) ??
    misuse("unknown-step", `没有这个步骤：${stepText}`, { hint: `可用：${caseSteps.join("、")}` });
  const { ledger, code, plan } = await openCampaign(office);
  const act = await actOf(office, "case step");
  const calendar = await calendarOf(office);
  const kept = await Promise.all(
    (options.evidence ?? []).map((file) => keepEvidence(ledger.place, resolve(office.io.cwd, file))),
  );
  const { value } = await ledger.record(act, async (entry) => {
    const found = await caseNamed(entry.db, office.today, code, query);
    const asked: Asked = { office, db: entry.db, code, plan, calendar, step, options, found };
    const order = await orderOf(asked);
    const on = order?.on ?? office.on;
    const { details, problems: told } = await detailsOf(asked, on, order);
    const { problems, warnings } = stepVerdict(found.row.id, found.state, step, { on, details, calendar, plan });
    const stopping = problems.some(({ code: of }) => of === "case-stage") ? problems : [...problems, ...told];
    if (stopping.length > 0) throw new Stop(1, stopping);
    const id = await entry.add("case_step", {
      case_id: found.row.id,
      step,
      order_id: order?.order.id ?? null,
      details: JSON.stringify(details),
      happened_on: on,
    });
    for (const file of kept) await attachEvidence(entry, "case_step", id, file, on);
    entry.describe(`案件 ${found.row.id} ${step}${details.sanctions ? `：${sanctionsText(details.sanctions)}` : ""}`);
    return { found: await caseNamed(entry.db, office.today, code, String(found.row.id)), details, on, warnings };
  });
  tell(office, step, value);
}

interface Told {
  readonly found: CaseNow;
  readonly details: StepDetails;
  readonly on: Day;
  readonly warnings: readonly Problem[];
}

function tell({ io, json }: Office, step: CaseStep, { found, details, on, warnings }: Told): void {
  const { row, name, state } = found;
  if (json) io.out.write(jsonText({ id: row.id, step, on, stage: state.stage, details, warnings }));
  else
    io.out.write(
      `${plain(`案件 ${row.id} ${name}：${on} ${step}${details.sanctions ? `，${sanctionsText(details.sanctions)}` : ""}；现在${state.stage}`)}\n`,
    );
  if (!json && details.takings) io.out.write(`${takingsText(details.takings)}\n`);
  for (const warning of warnings) io.err.write(problemText(warning, { color: io.color, severity: "warning" }));
  io.err.write(nextSteps(nextCommands(found), io));
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

async function detailsOf(
  asked: Asked,
  on: Day,
  order: { readonly order: OrderNow } | null,
): Promise<{ details: StepDetails; problems: Problem[] }> {
  const { office, db, step, options, found, plan, calendar } = asked;
  const penalty = options.penalty && parseSanctions(options.penalty);
  const sanctions = penalty?.sanctions;
  const problems = [...(penalty?.problems ?? [])];
  const takings = takingsOf(options);
  if (step === "调查") await officersNamed(db, office, namesIn(options.by ?? found.state.officers.join()), "办案");
  if (sanctions !== undefined && options.times !== undefined)
    problems.push(...timesProblems(sanctions, takings ?? found.state.takings, options.times));
  if (step === "决定" && found.row.procedure === "简易")
    problems.push(...summaryProblems(sanctions ?? [], found.row.party));
  const content = step === "决定" ? await contentOf(asked, order?.order ?? null) : undefined;
  if (step === "决定" && (options.lighter ?? "").trim() === "")
    problems.push(...basisProblems(lawsOf(plan, options.basis), found.state.actedOn));
  const host = options.host?.trim();
  const details: StepDetails = {
    ...(options.by === undefined ? {} : { officers: namesIn(options.by) }),
    ...(sanctions === undefined ? {} : { sanctions }),
    ...(step === "告知" ? { hearing: options.hearing === true } : {}),
    ...(options.newFacts === undefined ? {} : { newFacts: options.newFacts.trim() }),
    ...(takings === undefined ? {} : { takings, takingsRule: options.incomeRule?.trim() ?? "" }),
    ...(options.hearingOn === undefined ? {} : { hearingOn: dayOf("--hearing-on", options.hearingOn) }),
    ...(host === undefined || host === "" ? {} : { host }),
    ...(options.trait === undefined ? {} : { traits: traitsOf(options.trait) }),
    ...(content === undefined ? {} : { content }),
    ...(options.paid === undefined ? {} : { paid: moneyOf("--paid", options.paid) }),
    ...(options.remedyEnded === undefined ? {} : { remedyEnded: dayOf("--remedy-ended", options.remedyEnded) }),
    ...(step === "公示" ? publicationOf(plan, found, on, calendar) : {}),
    note: [
      options.note,
      options.lighter === undefined ? undefined : `从轻适用：${options.lighter}`,
      order ? `${order.order.kind} ${order.order.number}` : undefined,
    ]
      .map((text) => text?.trim() ?? "")
      .filter(Boolean)
      .join("；"),
  };
  return { details, problems };
}

function publicationOf(
  plan: Plan,
  { state, row }: CaseNow,
  on: Day,
  calendar: Calendar,
): Pick<StepDetails, "publishedUntil"> {
  const until = publishedUntil(plan, state.decision?.sanctions ?? [], on, calendar);
  return until === null
    ? refuse("warning-not-published", `案件 ${row.id} 只有警告，处罚信息不公示`, {
        hint: "市场监督管理行政处罚信息公示规定；直接约束市场监管部门，其他部门参照",
      })
    : { publishedUntil: until };
}

function takingsOf({ collected, refunded, deduct, incomeRule }: StepOptions): Takings | undefined {
  if (collected === undefined) return undefined;
  const [all, back] = [moneyOf("--collected", collected), moneyOf("--refunded", refunded ?? "0")];
  if (back > all)
    refuse("refund-too-high", `退费 ${formatMoney(back)} 多于收取 ${formatMoney(all)}`, {
      hint: "核对 --collected 和 --refunded",
    });
  if (back > 0 && (deduct === undefined || (incomeRule ?? "").trim() === ""))
    misuse("deduct-or-not", "有退费时要写明违法所得扣不扣除退费，依据是什么", {
      hint: "加 --deduct 或 --no-deduct，和 --income-rule 依据",
    });
  return { collected: all, refunded: back, deduct: deduct === true };
}

function moneyOf(flag: string, text: string): Fen {
  return (
    parseMoney(text) ??
    misuse("bad-amount", `${flag} 的数额看不懂：${text}`, { hint: "写成 3000、46,580.50元 或 5万元" })
  );
}

function timesProblems(sanctions: readonly Sanction[], takings: Takings | null, text: string): Problem[] {
  const parts = /^(\d+(?:\.\d+)?)[-–~至到](\d+(?:\.\d+)?)倍?$/.exec(text.trim());
  if (!parts) return misuse("bad-times", `--times 看不懂：${text}`, { hint: "写成 --times 1-5" });
  if (takings === null)
    return [
      {
        code: "no-takings",
        message: "还没有查明违法所得，不能按倍数核对罚款",
        hint: "先登记：tuban case step 案件 调查 --collected 数额",
      },
    ];
  return multipleProblems(fineOf(sanctions), illegalIncome(takings), {
    least: Number(parts[1]),
    most: Number(parts[2]),
  });
}

/** The six contents of a decision (行政处罚法第五十九条), from the options, the roster and what was found. */
async function contentOf(
  { db, code, options, plan, found, office }: Asked,
  order: OrderNow | null,
): Promise<DecisionContent> {
  const { row, name, address, findings } = found;
  const ours = (await findingsNow(db, office.today, { campaign: code, subject: row.subject })).filter(({ id }) =>
    findings.includes(id),
  );
  return {
    party: name,
    address: options.address?.trim() ?? address ?? "",
    facts: options.facts?.trim() ?? ours.map(faultOf).join("；"),
    evidence: options.proof?.trim() ?? (await evidenceNames(db, found)).join("、"),
    basis: basisOf(plan, options.basis).join("、"),
    performance: options.performance?.trim() ?? "",
    remedies: options.remedies?.trim() ?? "",
    agency: options.agency?.trim() ?? order?.issuer ?? "",
  };
}

async function evidenceNames(db: Reading, { row, steps, findings }: CaseNow): Promise<string[]> {
  const files = [
    ...(await filesOf(db, "finding", findings)),
    ...(await filesOf(db, "penalty_case", [row.id])),
    ...(await filesOf(
      db,
      "case_step",
      steps.map(({ id }) => id),
    )),
  ];
  const inOrder = files.toSorted((a, b) => a.id - b.id);
  return [...new Set(inOrder.map(({ name }) => name))];
}
