/** tuban review: re-checks (复查) and looks back (回头看), finding by finding. */
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import {
  Stop,
  comesUpForReview,
  crossCheckProblems,
  findingWord,
  misuse,
  waysOnOf,
  readShortNumber,
  refuse,
  reviewOutcomes,
  reviewProblem,
  reviewerProblems,
} from "../../campaign/index.ts";
import type { Day, Officer, Plan, ReviewKind, ReviewKnown } from "../../campaign/index.ts";
import { keepEvidence } from "../../ledger/evidence/files.ts";
import { findSubject } from "../../ledger/roster/find.ts";
import type { Db } from "../../ledger/tables.ts";
import { findingsOf } from "../../ledger/acts/orders.ts";
import { findingsIn, institutionsIn } from "../../ledger/now.ts";
import type { FindingNow } from "../../ledger/now.ts";
import { attendance, recordReview } from "../../ledger/acts/reviews.ts";
import type { SeenFinding } from "../../ledger/acts/reviews.ts";
import { rootsOf, subjectsOfFindings } from "../../ledger/root.ts";
import { findingsNow } from "../../ledger/now.ts";
import type { Office } from "../../office.ts";
import { jsonText } from "../../write/json.ts";
import { nextSteps } from "../../write/message.ts";
import { nextText } from "../../write/next.ts";
import { plain } from "../../write/plain.ts";
import { actOf, openCampaign } from "../desk/campaign.ts";
import type { OpenedCampaign } from "../desk/campaign.ts";
import { heedDoubts } from "../desk/doubts.ts";
import { namesIn, peopleNamed } from "../desk/officers.ts";
import { photoDoubts } from "../desk/photos.ts";
import { orderIfNamed } from "../order/find.ts";
import { reviewDue } from "./due.ts";
import type { ReviewDueOptions } from "./due.ts";
import { askResults, readResults, resultProblems } from "./results.ts";
import type { Result } from "./results.ts";

export interface ReviewOptions extends ReviewDueOptions {
  readonly kind?: string;
  readonly by?: string;
  readonly result?: readonly string[];
  readonly evidence?: readonly string[];
  readonly due?: boolean;
}

/** @throws Stop with everything that stands against it; then nothing is recorded */
export async function review(office: Office, query: string | undefined, options: ReviewOptions): Promise<void> {
  if (options.due === true) return reviewDue(office, options);
  if (query === undefined)
    return misuse("no-subject", "没有写明复查哪一家或哪一份文书", {
      hint: "写成 tuban review 文号或机构 --by 甲,乙（只复查一个问题的写 w问题编号）；看哪些到期用 tuban review --due",
    });
  const kind = kindOf(options.kind ?? "复查");
  const opened = await openCampaign(office);
  const act = await actOf(office, "review");
  const scope = await scopeOf(office, opened, opened.ledger.db, query, kind);
  const given = resultsGiven(scope, options);
  if (given.size === 0 && scope.candidates.length === 0) nothingToReview(scope);
  const officers = await officersOf(office, opened.ledger.db, options.by);
  const results = given.size > 0 ? given : await resultsAsked(office, opened, scope, officers);
  await checkAll(office, opened, scope, officers, results);
  const seen = await withEvidence(office, scope, results);
  const of = `${scope.subject} ${scope.name} `;
  await heedDoubts(
    office,
    await photoDoubts(
      opened.ledger.db,
      office,
      seen.flatMap(({ finding, outcome, evidence }) =>
        evidence.map((file) => ({
          ...file,
          subject: scope.subject,
          shows: outcome === "已整改" || outcome === "部分整改" ? ("整改" as const) : ("查处" as const),
          of: `${of}问题 ${finding.id} 的${kind}`,
        })),
      ),
    ),
  );
  const relapsed = seen.filter(
    ({ finding, outcome }) => finding.stage === "销号" && (outcome === "未整改" || outcome === "部分整改"),
  );
  const result = summaryOf(seen);
  const { value: reborn } = await opened.ledger.record(act, async (entry) => {
    const again = await scopeOf(office, opened, entry.db, query, kind);
    if (signature(again, results) !== signature(scope, results))
      refuse("changed-meanwhile", "复查期间另有人登记了这些问题，没有登记", { hint: "再运行一次，看清现在的状态" });
    entry.describe(`${kind} ${scope.order?.number ?? `第 ${scope.subject} 家`}：${result}`);
    return recordReview(entry, {
      campaign: opened.code,
      subject: scope.subject,
      order: scope.order?.id ?? null,
      kind,
      on: office.on,
      officers,
      result,
      seen,
      relapsed,
    });
  });
  await tell(office, opened, { seen, relapsed, reborn, kind, subject: scope.subject, name: scope.name });
}

/** What a re-check is about. */
interface Scope {
  readonly subject: number;
  readonly order: { readonly id: number; readonly number: string } | null;
  readonly name: string;
  /** All findings it might be about, as on the day of the act. */
  readonly findings: readonly FindingNow[];
  /** Those that come up by themselves. */
  readonly candidates: readonly FindingNow[];
  readonly view: View;
}

/** What the rules ask of, with the findings as today. */
interface View extends ReviewKnown {
  readonly latest: ReadonlyMap<number, FindingNow>;
}

async function scopeOf(
  office: Office,
  { code, plan }: OpenedCampaign,
  db: Db,
  query: string,
  kind: ReviewKind,
): Promise<Scope> {
  const { on, today } = office;
  const short = readShortNumber(query);
  const only = short?.of === "问题" ? short.number : null;
  const order = only === null ? await orderIfNamed(db, today, code, query) : null;
  const subject =
    order?.subject ?? (only === null ? (await findSubject(db, on, query)).subject : await ownerOf(db, only));
  const timeline = await rootsOf(db, [subject]);
  const campaigns = kind === "回头看" ? [code, ...(plan.inherits ?? [])] : [code];
  const findingsOn = (day: Day): FindingNow[] =>
    campaigns.flatMap((campaign) => findingsIn(timeline.on({ day }), { campaign, subject }));
  const ofSubject = findingsOn(on);
  const ids = order === null ? null : new Set(await findingsOf(db, order.id));
  const findings = ofSubject.filter(({ id }) => (only === null ? ids === null || ids.has(id) : id === only));
  const asToday = findingsOn(today);
  const latest = new Map(asToday.map((finding) => [finding.id, finding]));
  const relapsed = new Set(kind === "回头看" ? asToday.flatMap(({ relapse_of }) => relapse_of ?? []) : []);
  const view: View = { kind, latest, relapsed };
  const name = institutionsIn(timeline.on({ day: on })).find((one) => one.subject === subject)?.name ?? "";
  return { subject, name, order, findings, candidates: findings.filter((one) => comesUpForReview(one, view)), view };
}

/** The institution that a finding was found at. @throws Stop */
async function ownerOf(db: Db, finding: number): Promise<number> {
  const [subject] = await subjectsOfFindings(db, [finding]);
  return subject ?? misuse("unknown-finding", `没有问题 ${finding}`, { hint: "用 tuban findings 看问题编号" });
}

async function officersOf(office: Office, db: Db, by: string | undefined): Promise<Officer[]> {
  const text = by ?? (await office.io.ask.text({ message: "谁去复查（两名以上，用逗号分开）", instead: "--by 甲,乙" }));
  return peopleNamed(db, office, namesIn(text));
}

/** Those of the command line. @throws Stop when one is of no finding of the institution */
function resultsGiven(
  { findings, candidates }: Scope,
  { result = [], evidence = [] }: ReviewOptions,
): Map<number, Result> {
  const results = readResults(result, evidence, candidates);
  const strange = [...results.keys()].filter((id) => !findings.some((finding) => finding.id === id));
  if (strange.length > 0)
    misuse("unknown-finding", `这里没有问题 ${strange.join("、")}`, {
      hint: `问题编号：${findings.map(({ id }) => id).join("、") || "（没有）"}`,
    });
  return results;
}

/** Asked at the terminal, but before anybody is, whether these officers may go. @throws Stop */
async function resultsAsked(
  office: Office,
  { plan }: OpenedCampaign,
  { candidates }: Scope,
  officers: readonly Officer[],
): Promise<Map<number, Result>> {
  const problems = reviewerProblems(plan, officers, office.on);
  if (problems.length > 0) throw new Stop(1, problems);
  return askResults(office.io, candidates, (file) => existsSync(resolve(office.io.cwd, file)));
}

function nothingToReview({ findings, view }: Scope): never {
  const waiting = findings.filter(({ stage }) => stage === "已整改待验收").map(({ id }) => id);
  if (waiting.length > 0)
    refuse("nothing-to-review", "没有要复查的问题：已整改的等第二人销号", {
      hint: `tuban close ${waiting.map(findingWord).join(" ")} --as 第二人`,
    });
  const problems = findings.flatMap((finding) => reviewProblem(finding, view) ?? []);
  if (problems.length > 0) throw new Stop(1, problems);
  return refuse("nothing-to-review", "没有要复查的问题", { hint: "用 tuban review --due 看哪些到期" });
}

/** Officers, stages, notes and the cross-check: every fault in one pass. */
async function checkAll(
  office: Office,
  { ledger, plan }: OpenedCampaign,
  scope: Scope,
  officers: readonly Officer[],
  results: ReadonlyMap<number, Result>,
): Promise<void> {
  const chosen = scope.findings.filter(({ id }) => results.has(id));
  const inspectors = await attendance(ledger.db, [...new Set(chosen.map(({ inspection }) => inspection))]);
  const problems = [
    ...reviewerProblems(plan, officers, office.on),
    ...chosen.flatMap((finding) => reviewProblem(finding, scope.view) ?? []),
    ...resultProblems(results),
    ...crossCheckProblems(
      plan.review,
      officers.map(({ name }) => name),
      [...inspectors.values()].flat(),
    ),
  ];
  if (problems.length > 0) throw new Stop(1, problems);
}

async function withEvidence(
  office: Office,
  { findings }: Scope,
  results: ReadonlyMap<number, Result>,
): Promise<SeenFinding[]> {
  const seen: SeenFinding[] = [];
  for (const finding of findings) {
    const result = results.get(finding.id);
    if (!result) continue;
    const evidence = [];
    for (const file of result.files) evidence.push(await keepEvidence(office.home, resolve(office.io.cwd, file)));
    seen.push({ finding, outcome: result.outcome, note: result.note, evidence });
  }
  return seen;
}

/** 已整改2、未整改1; one word where all have the same result. */
function summaryOf(seen: readonly SeenFinding[]): string {
  const counts = reviewOutcomes
    .map((outcome) => ({ outcome, count: seen.filter((one) => one.outcome === outcome).length }))
    .filter(({ count }) => count > 0);
  return counts.length === 1
    ? (counts[0]?.outcome ?? "")
    : counts.map(({ outcome, count }) => `${outcome}${count}`).join("、");
}

function signature({ findings, view }: Scope, results: ReadonlyMap<number, Result>): string {
  return findings
    .filter(({ id }) => results.has(id))
    .map(({ id, stage, outcome_id }) => `${id} ${stage} ${outcome_id ?? ""} ${view.latest.get(id)?.stage ?? ""}`)
    .join("\n");
}

function kindOf(text: string): ReviewKind {
  return text === "复查" || text === "回头看"
    ? text
    : misuse("unknown-review-kind", `没有这种复查：${text}`, { hint: "--kind 复查 或 --kind 回头看" });
}

interface ReviewRecorded {
  readonly seen: readonly SeenFinding[];
  readonly relapsed: readonly SeenFinding[];
  readonly reborn: readonly number[];
  readonly kind: ReviewKind;
  readonly subject: number;
  readonly name: string;
}

async function tell(office: Office, { ledger, code, plan }: OpenedCampaign, told: ReviewRecorded): Promise<void> {
  const { seen, reborn, subject } = told;
  const { io, json } = office;
  const findings = await findingsNow(ledger.db, office.on, { campaign: code, subject });
  const after = new Map(findings.map((finding) => [finding.id, finding]));
  if (json) {
    io.out.write(jsonText(asJson(told, after)));
    return;
  }
  for (const line of linesOf(told, after)) io.out.write(`${plain(line)}\n`);
  const concerned = findings.filter(({ id }) => seen.some(({ finding }) => finding.id === id));
  io.err.write(nextSteps(commandsAfter(plan, subject, concerned, reborn), io));
}

function asJson(
  { kind, subject, seen, relapsed, reborn }: ReviewRecorded,
  after: ReadonlyMap<number, FindingNow>,
): object {
  return {
    kind,
    subject,
    results: seen.map(({ finding, outcome, note }) => ({
      finding: finding.id,
      outcome,
      note,
      stage: after.get(finding.id)?.stage,
    })),
    relapses: relapsed.map(({ finding }, index) => ({ finding: reborn[index], relapseOf: finding.id })),
  };
}

function linesOf(
  { seen, relapsed, reborn, kind, subject, name }: ReviewRecorded,
  after: ReadonlyMap<number, FindingNow>,
): string[] {
  const anew = new Map(relapsed.map(({ finding }, index) => [finding.id, reborn[index]]));
  const lines = seen.map(({ finding: { id }, outcome, note }) => {
    const to = anew.has(id) ? `反弹，新问题 ${anew.get(id) ?? ""}` : (after.get(id)?.stage ?? "");
    return `  问题 ${id}：${outcome}${note === "" ? "" : `（${note}）`} → ${to}`;
  });
  return [`已登记${kind}：${subject} ${name}`, ...lines];
}

function commandsAfter(
  plan: Plan,
  subject: number,
  findings: readonly FindingNow[],
  reborn: readonly number[],
): string[] {
  const of = (...stages: string[]): FindingNow[] => findings.filter(({ stage }) => stages.includes(stage));
  const [done, left, waiting] = [of("已整改待验收"), of("未整改"), of("限期内", "到期待复查")];
  const orders = [...new Set(left.map(({ order_number }) => order_number))];
  return [
    ...(done.length > 0 ? [`tuban close ${done.map(({ id }) => findingWord(id)).join(" ")} --as 第二人`] : []),
    ...orders.flatMap((order) =>
      waysOnOf(plan, {
        subject,
        order: order ?? "文号",
        findings: left.filter(({ order_number }) => order_number === order).map(({ id }) => id),
      }).map(nextText),
    ),
    ...(waiting.length > 0 ? [`tuban review ${subject} --by 甲,乙    再次复查`] : []),
    ...(reborn.length > 0 ? [`tuban order issue ${subject} --finding ${reborn.join(",")}`] : []),
  ];
}
