/** What is written down with a step of a case, from the options, the roster and what was found. */
import {
  basisText,
  chineseDay,
  faultOf,
  fullUnitName,
  formatMoney,
  misuse,
  officeDetails,
  parseMoney,
  parseSanctions,
  publishedUntil,
  refuse,
  remediesText,
} from "../../campaign/index.ts";
import type {
  Calendar,
  CaseStep,
  Day,
  DecisionContent,
  Fen,
  NoticeContent,
  Plan,
  Problem,
  Sanction,
  StepDetails,
  Takings,
} from "../../campaign/index.ts";
import type { CaseNow } from "../../ledger/acts/cases.ts";
import { filesOf } from "../../ledger/evidence/exhibits.ts";
import type { Db } from "../../ledger/tables.ts";
import { findingsNow } from "../../ledger/now.ts";
import type { FindingNow, OrderNow } from "../../ledger/now.ts";
import { fromJson } from "../../ledger/json.ts";
import { peopleOn } from "../../ledger/people.ts";
import type { Office } from "../../office.ts";
import { namesIn, officersNamed } from "../desk/officers.ts";
import { dayOf } from "../desk/values.ts";
import { basisOf } from "./basis.ts";
import { traitsOf } from "./open.ts";

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
  readonly violates?: string;
  readonly reason?: string;
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

export interface Asked {
  readonly office: Office;
  readonly db: Db;
  readonly code: string;
  readonly plan: Plan;
  readonly calendar: Calendar;
  readonly step: CaseStep;
  readonly options: StepOptions;
  readonly found: CaseNow;
}

/** What is written down with the step, and what cannot be read of the penalties. @throws Stop where an option cannot be read */
export async function detailsOf(
  asked: Asked,
  on: Day,
  order: OrderNow | null,
): Promise<{ details: StepDetails; problems: readonly Problem[] }> {
  const { office, db, step, options, found } = asked;
  const penalty = options.penalty && parseSanctions(options.penalty);
  const takings = takingsOf(options);
  if (step === "调查") await officersNamed(db, office, namesIn(options.by ?? found.state.officers.join()), "办案");
  const sanctions = penalty?.sanctions ?? intendedIn(step, found);
  const told: WrittenDown = {
    sanctions,
    takings,
    content: step === "决定" ? await contentOf(asked, order) : undefined,
    notice: step === "调查终结" ? await noticeOf(asked) : undefined,
  };
  return { details: detailsWith(asked, on, order, told), problems: penalty?.problems ?? [] };
}

/** What the step before it says: a notice tells the proposal, a decision imposes what the notice told, where nothing else is written. */
function intendedIn(step: CaseStep, { state: { proposal, notice } }: CaseNow): readonly Sanction[] | undefined {
  if (step === "告知") return proposal?.sanctions;
  return step === "决定" ? (notice ?? proposal)?.sanctions : undefined;
}

interface WrittenDown {
  readonly sanctions: readonly Sanction[] | undefined;
  readonly takings: Takings | undefined;
  readonly content: DecisionContent | undefined;
  readonly notice: NoticeContent | undefined;
}

function detailsWith(
  { step, options, found, plan, calendar }: Asked,
  on: Day,
  order: OrderNow | null,
  { sanctions, takings, content, notice }: WrittenDown,
): StepDetails {
  const host = options.host?.trim();
  return {
    ...(options.by === undefined ? {} : { officers: namesIn(options.by) }),
    ...(sanctions === undefined ? {} : { sanctions }),
    ...(step === "告知" || step === "调查终结"
      ? { hearing: options.hearing ?? (step === "告知" && found.state.proposal?.hearing === true) }
      : {}),
    ...(notice === undefined ? {} : { notice }),
    ...(options.newFacts === undefined ? {} : { newFacts: options.newFacts.trim() }),
    ...(takings === undefined ? {} : { takings, takingsRule: options.incomeRule?.trim() ?? "" }),
    ...(options.hearingOn === undefined ? {} : { hearingOn: dayOf("--hearing-on", options.hearingOn) }),
    ...(host === undefined || host === "" ? {} : { host }),
    ...(options.trait === undefined ? {} : { traits: traitsOf(options.trait) }),
    ...(content === undefined ? {} : { content }),
    ...(options.paid === undefined ? {} : { paid: moneyOf("--paid", options.paid) }),
    ...(options.remedyEnded === undefined ? {} : { remedyEnded: dayOf("--remedy-ended", options.remedyEnded) }),
    ...(step === "公示" ? publicationOf(plan, found, on, calendar) : {}),
    note: noteOf(options, order),
  };
}

const noteOf = ({ note, lighter }: StepOptions, order: OrderNow | null): string =>
  [
    note,
    lighter === undefined ? undefined : `从轻适用：${lighter}`,
    order ? `${order.kind} ${order.number}` : undefined,
  ]
    .map((text) => text?.trim() ?? "")
    .filter(Boolean)
    .join("；");

function publicationOf(
  plan: Plan,
  { state }: CaseNow,
  on: Day,
  calendar: Calendar,
): Pick<StepDetails, "publishedUntil"> {
  const until = publishedUntil(plan, state.decision?.sanctions ?? [], on, calendar);
  return until === null ? {} : { publishedUntil: until };
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

/** The six contents of a decision (行政处罚法第五十九条), from the options, the roster and what was found. */
async function contentOf(
  { db, code, options, plan, found, office }: Asked,
  order: OrderNow | null,
): Promise<DecisionContent> {
  const { name, address, state } = found;
  const told = state.proposal?.content;
  const agency = options.agency?.trim() ?? order?.issuer ?? (await unitOfOfficers(db, office, found));
  return {
    party: name,
    address: options.address?.trim() ?? address ?? "",
    facts: options.facts?.trim() ?? told?.facts ?? (await factsOf(db, code, office.today, found)),
    evidence: options.proof?.trim() ?? told?.evidence ?? (await evidenceNames(db, found)).join("、"),
    violated: options.violates === undefined ? (told?.violated ?? "") : basisOf(plan, options.violates).join("、"),
    pleading: pleadingOf(found),
    basis: options.basis === undefined ? (told?.basis ?? "") : basisOf(plan, options.basis).join("、"),
    performance: options.performance?.trim() ?? "",
    remedies: options.remedies?.trim() ?? remediesText(officeDetails(plan, agency)) ?? "",
    agency: agency === "" ? "" : fullUnitName(plan, agency),
  };
}

/** What the notice is to tell (行政处罚法第四十四条), from the options and what was found. */
async function noticeOf({ db, code, options, plan, found, office }: Asked): Promise<NoticeContent> {
  const ours = await findingsOfCase(db, code, office.today, found);
  return {
    facts: options.facts?.trim() ?? ours.map(faultOf).join("；"),
    evidence: options.proof?.trim() ?? (await evidenceNames(db, found)).join("、"),
    violated:
      options.violates === undefined
        ? basisText([...new Set(ours.flatMap(({ basis }) => fromJson(basis)))])
        : basisOf(plan, options.violates).join("、"),
    basis: basisOf(plan, options.basis).join("、"),
    reason: options.reason?.trim() ?? "",
  };
}

async function findingsOfCase(db: Db, campaign: string, day: Day, { row, findings }: CaseNow): Promise<FindingNow[]> {
  const all = await findingsNow(db, day, { campaign, subject: row.subject });
  return all.filter(({ id }) => findings.includes(id));
}

const factsOf = async (db: Db, campaign: string, day: Day, found: CaseNow): Promise<string> =>
  (await findingsOfCase(db, campaign, day, found)).map(faultOf).join("；");

/** The unit of the first officer of the case; empty where the register of people does not have them. */
async function unitOfOfficers(db: Db, { today }: Office, { state }: CaseNow): Promise<string> {
  const [first] = state.officers;
  return (await peopleOn(db, today)).find(({ name }) => name === first)?.unit ?? "";
}

/** What the party said, or did not say, as the decision tells it. */
function pleadingOf({ steps, state }: CaseNow): string {
  const since = steps.slice(steps.findLastIndex(({ step }) => step === "告知") + 1);
  const said = since.flatMap(({ step, on, details: { note } }) => {
    if (step === "陈述申辩") return `当事人于${chineseDay(on)}提出陈述、申辩：${note}`;
    if (step === "放弃")
      return `当事人于${chineseDay(on)}明确放弃陈述、申辩${state.notice?.hearing ? "和听证" : ""}：${note}`;
    return step === "听证" ? `${chineseDay(on)}举行了听证：${note}` : [];
  });
  const silent = state.notice?.hearing
    ? "当事人在规定的期限内没有提出陈述、申辩，也没有要求听证"
    : "当事人在规定的期限内没有提出陈述、申辩";
  return said.length > 0 ? said.join("；") : silent;
}

async function evidenceNames(db: Db, { row, steps, findings }: CaseNow): Promise<string[]> {
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
