/** tuban case show, list: where a case stands, what runs, and what may follow. */
import {
  aboutDay,
  caseClocks,
  caseStages,
  daysBetween,
  formatMoney,
  illegalIncome,
  lastDayText,
  limitEnd,
  misuse,
  moneyOf,
  nextCaseSteps,
  reviewTriggers,
  discussionTriggers,
  sanctionsText,
} from "../../campaign/index.ts";
import type {
  CaseClock,
  CaseStage,
  CaseStep,
  Day,
  LastDay,
  MoneyDue,
  Plan,
  StepDetails,
} from "../../campaign/index.ts";
import { caseNamed, casesNow } from "../../ledger/acts/cases.ts";
import { measuresOfCase } from "../../ledger/acts/measures.ts";
import type { CaseNow } from "../../ledger/acts/cases.ts";
import type { CaseMeasureRow } from "../../ledger/tables.ts";
import type { Office } from "../../office.ts";
import { jsonText } from "../../write/json.ts";
import { nextSteps } from "../../write/message.ts";
import { plain } from "../../write/plain.ts";
import { calendarOf } from "../desk/calendar.ts";
import { openCampaignAsOf } from "../desk/campaign.ts";
import { lastDayJson } from "../desk/last-day.ts";
import { print } from "../desk/print.ts";

/** tuban case show. @throws Stop */
export async function caseShow(office: Office, query: string): Promise<void> {
  const { ledger, code, plan } = await openCampaignAsOf(office);
  const calendar = await calendarOf(office);
  const { found, measures } = await ledger.read(async (db) => {
    const one = await caseNamed(db, office.asOf, code, query);
    return {
      found: one,
      measures: await measuresOfCase(db, office.asOf, one.row.id),
    };
  });
  const shown: Shown = {
    found,
    measures,
    clocks: caseClocks(found.state, calendar, plan).toSorted((a, b) => (aboutDay(a.last) < aboutDay(b.last) ? -1 : 1)),
    money: moneyOf(found.state, calendar, office.asOf),
  };
  if (office.json) {
    office.io.out.write(jsonText(asJson(shown)));
    return;
  }
  office.io.out.write(`${linesOf(shown, office.asOf).map(plain).join("\n")}\n`);
  office.io.err.write(nextSteps(nextCommands(found, plan), office.io));
}

interface Shown {
  readonly found: CaseNow;
  readonly measures: readonly CaseMeasureRow[];
  readonly clocks: readonly CaseClock[];
  readonly money: MoneyDue;
}

function asJson({ found: { row, name, state, steps, findings }, measures, clocks, money }: Shown): object {
  return {
    id: row.id,
    number: row.number,
    subject: row.subject,
    name,
    cause: row.cause,
    procedure: row.procedure,
    stage: state.stage,
    openedOn: row.happened_on,
    actedOn: row.acted_on,
    officers: state.officers,
    findings,
    steps: steps.map(({ step, on, details }) => ({ step, on, ...details })),
    measures: measures.map(({ measure, authority, basis, happened_on, until }) => ({
      measure,
      authority,
      basis,
      on: happened_on,
      until,
    })),
    clocks: clocks.map(({ name: clock, last, who }) => ({ name: clock, ...lastDayJson(last), who })),
    money: { ...money, due: null, ...(money.due && lastDayJson(money.due)) },
    next: nextCaseSteps(state.stage, state.procedure),
  };
}

function linesOf({ found, measures, clocks, money }: Shown, asOf: Day): string[] {
  const { row, name, state, steps } = found;
  return [
    `案件 ${row.id}${row.number === null ? "" : ` ${row.number}`}：${row.subject} ${name}，${row.cause}`,
    `${row.procedure}程序，${state.stage}；违法行为 ${row.acted_on}；承办 ${state.officers.join("、")}；${row.approver}批准`,
    ...needs(found),
    "",
    "办理经过",
    `  ${row.happened_on}  立案（${row.source}）${row.note === "" ? "" : `：${row.note}`}`,
    ...steps.map(({ step, on, details }) => `  ${on}  ${step}${detailText(details)}`),
    ...measures.map(
      ({ happened_on, measure, authority, basis, until }) =>
        `  ${happened_on}  措施：${measure}（${authority}，${basis}${until === null ? "" : `，至 ${until}`}）`,
    ),
    ...(clocks.length === 0 ? [] : ["", "期限"]),
    ...clocks.map(({ name: clock, last, who }) => `  ${lastDayText(last)}  ${clock}（${who}）${left(last, asOf)}`),
    ...moneyLines(money),
  ];
}

function needs({ state }: CaseNow): string[] {
  const review = reviewTriggers(state.traits, state.heardOn !== null);
  const discussion = discussionTriggers(state.traits);
  return [
    ...(review.length === 0 ? [] : [`须法制审核：${review.join("；")}`]),
    ...(discussion.length === 0 ? [] : [`须集体讨论：${discussion.join("；")}`]),
  ];
}

function detailText({
  sanctions,
  hearing,
  newFacts,
  takings,
  takingsRule,
  hearingOn,
  host,
  paid,
  publishedUntil,
  content,
  note,
}: StepDetails): string {
  const parts = [
    sanctions ? sanctionsText(sanctions) : "",
    hearing ? "告知听证权利" : "",
    newFacts ? `新的事实：${newFacts}` : "",
    takings
      ? `违法所得 ${formatMoney(illegalIncome(takings))}${takings.refunded > 0 ? `（收 ${formatMoney(takings.collected)}，退 ${formatMoney(takings.refunded)}，${takings.deduct ? "扣除" : "不扣除"}退费；${takingsRule ?? ""}）` : ""}`
      : "",
    hearingOn ? `定于 ${hearingOn}` : "",
    host ? host : "",
    paid ? `缴款 ${formatMoney(paid)}` : "",
    publishedUntil ? `公示至 ${publishedUntil}` : "",
    content ? content.basis : "",
    note,
  ].filter(Boolean);
  return parts.length === 0 ? "" : `：${parts.join("；")}`;
}

function left(last: LastDay, asOf: Day): string {
  if (!last.settled) return "";
  const days = daysBetween(asOf, last.due);
  return days < 0 ? `，已过 ${-days} 日` : `，还有 ${days} 日`;
}

function moneyLines({ due, owed, late, left: rest }: MoneyDue): string[] {
  if (due === null) return [];
  const added =
    late.amount === 0
      ? ""
      : `，逾期 ${late.days} 日，加处罚款 ${formatMoney(late.amount)}（每日百分之三，不超过罚款数额）`;
  return ["", `款项：应缴 ${formatMoney(owed)}，期限 ${lastDayText(due)}${added}；还应缴 ${formatMoney(rest)}`];
}

/** What is done for the sake of the money: nothing of it is left once all was paid. */
const toBePaid: ReadonlySet<CaseStep> = new Set(["履行", "催告", "申请强制执行"]);

/** The commands that may follow, as they are typed. Where a step needs a paper, its issue comes first: the paper's service records the step. */
export function nextCommands(found: CaseNow, plan: Plan): string[] {
  const { row, state } = found;
  const issue = paperDue(found, plan);
  const byService = issue === null ? null : state.decision === null ? "告知" : "送达";
  const steps = nextCaseSteps(state.stage, state.procedure)
    .filter(
      (step) =>
        step !== "销案" &&
        step !== byService &&
        !(step === "调查" && state.stage !== "已立案") &&
        !(step === "调查终结" && (state.stage !== "调查中" || state.proposal !== null)) &&
        !(step === "告知" && state.notice !== null) &&
        !(step === "公示" && state.publishedOn !== null) &&
        !(state.settledOn !== null && toBePaid.has(step)),
    )
    .map((step) => `tuban case step ${row.id} ${step}`);
  return [...(issue === null ? [] : [issue]), ...steps].slice(0, 4);
}

/** The paper that is filled from the case as it stands now: the notice once the investigation ended, the decision once it was taken. */
function paperDue({ row, state, findings }: CaseNow, plan: Plan): string | null {
  const effect =
    state.proposal !== null && state.notice === null
      ? "告知"
      : state.decision?.content != null && state.servedOn === null
        ? "处罚"
        : null;
  const kind = plan.orderKinds.find((one) => one.effect === effect);
  if (kind === undefined) return null;
  const named = findings.length === 0 ? "" : ` --finding ${findings.join(",")}`;
  return `tuban order issue ${row.subject} --kind ${kind.name}${named}`;
}

export interface CaseListOptions {
  readonly stage?: string;
  readonly csv?: boolean;
}

/** tuban case list. @throws Stop */
export async function caseList(office: Office, options: CaseListOptions): Promise<void> {
  const { ledger, code } = await openCampaignAsOf(office);
  const calendar = await calendarOf(office);
  const stage = options.stage === undefined ? null : stageOf(options.stage);
  const all = await ledger.read((db) => casesNow(db, office.asOf, { campaign: code }));
  const rows = all.filter(({ state }) => stage === null || state.stage === stage);
  const decideBy = ({ state }: CaseNow): string | null => {
    const waits = state.decision === null && state.stage !== "已结案" && state.procedure === "普通";
    const end = waits ? limitEnd(calendar, "案件办理", state.openedOn) : null;
    return end && lastDayText(end);
  };
  await print(
    office,
    {
      title: `行政处罚案件（截至 ${office.asOf}，${rows.length} 件）`,
      columns: [
        { key: "id", title: "编号", kind: "number", value: ({ row }) => row.id },
        { key: "number", title: "案号", kind: "code", value: ({ row }) => row.number },
        { key: "subject", title: "机构编号", kind: "number", value: ({ row }) => row.subject },
        { key: "name", title: "当事人", width: 24, value: ({ name }) => name },
        { key: "cause", title: "案由", width: 24, value: ({ row }) => row.cause },
        { key: "stage", title: "状态", value: ({ state }) => state.stage },
        { key: "openedOn", title: "立案", kind: "day", value: ({ row }) => row.happened_on },
        { key: "decideBy", title: "最迟决定", kind: "day", value: decideBy },
        {
          key: "penalty",
          title: "处罚",
          value: ({ state }) => (state.decision === null ? null : sanctionsText(state.decision.sanctions)),
        },
      ],
      rows,
    },
    options,
  );
}

function stageOf(text: string): CaseStage {
  return (
    caseStages.find((stage) => stage === text) ??
    misuse("unknown-stage", `没有这个状态：${text}`, { hint: `可用：${caseStages.join("、")}` })
  );
}
