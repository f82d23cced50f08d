/** tuban close (销号): a second person accepts what a re-check found put right. */
import { resolve } from "node:path";
import { Stop, closeActProblems, closeStageProblem, faultOf, misuse, refuse } from "../campaign/index.ts";
import type { Closer, Problem } from "../campaign/index.ts";
import { attachEvidence, keepEvidence } from "../ledger/evidence/files.ts";
import type { KeptFile } from "../ledger/evidence/files.ts";
import { findSubject } from "../ledger/roster/find.ts";
import type { Reading } from "../ledger/ledger.ts";
import { findingsOf } from "../ledger/acts/orders.ts";
import { findingsIn } from "../ledger/now.ts";
import type { FindingNow } from "../ledger/now.ts";
import { recordCloseOuts, supportOf } from "../ledger/acts/reviews.ts";
import { rootsOf, subjectsOfFindings } from "../ledger/root.ts";
import type { Office } from "../office.ts";
import { jsonText } from "../write/json.ts";
import { nextSteps } from "../write/message.ts";
import { plain } from "../write/plain.ts";
import { actOf, openCampaign } from "./desk/campaign.ts";
import type { Opened } from "./desk/campaign.ts";
import { orderIfNamed } from "./order/find.ts";

export interface CloseOptions {
  readonly note?: string;
  readonly evidence?: readonly string[];
}

/** @throws Stop with everything that stands against it; then nothing is closed */
export async function close(office: Office, words: readonly string[], options: CloseOptions): Promise<void> {
  const opened = await openCampaign(office);
  const act = await actOf(office, "close");
  const files = options.evidence ?? [];
  const by = { person: act.actor, evidence: files.length > 0 };
  await closableMeant(office, opened, opened.ledger.db, words, by);
  const kept: KeptFile[] = [];
  for (const file of files) kept.push(await keepEvidence(office.home, resolve(office.io.cwd, file)));
  const { value: closed } = await opened.ledger.record(act, async (entry) => {
    const closable = await closableMeant(office, opened, entry.db, words, by);
    for (const { outcome } of closable)
      for (const file of kept) await attachEvidence(entry, "review_outcome", outcome, file, office.on);
    await recordCloseOuts(
      entry,
      closable.map(({ finding, outcome }) => ({
        finding: finding.id,
        outcome,
        closed_by: act.actor,
        note: options.note?.trim() ?? "",
        happened_on: office.on,
      })),
    );
    entry.describe(`销号 ${closable.length} 个问题：${closable.map(({ finding }) => finding.id).join("、")}`);
    return closable.map(({ finding }) => finding);
  });
  await tell(office, opened, closed, act.actor);
}

/** The findings meant, each with what its close-out rests on. @throws Stop with what stands against any of them */
async function closableMeant(
  office: Office,
  opened: Opened,
  db: Reading,
  words: readonly string[],
  by: Closer,
): Promise<readonly Closable[]> {
  const { findings, latest } = await findingsMeant(office, opened, db, words);
  const problems: Problem[] = [];
  const closable: Closable[] = [];
  for (const finding of findings) {
    const found = await closableOf(db, opened, finding, latest.get(finding.id) ?? finding, by);
    if (Array.isArray(found)) problems.push(...found);
    else closable.push(found);
  }
  if (problems.length > 0) throw new Stop(1, problems);
  return closable;
}

interface Closable {
  readonly finding: FindingNow;
  /** The outcome that the close-out rests on. */
  readonly outcome: number;
}

async function closableOf(
  db: Reading,
  { plan }: Opened,
  finding: FindingNow,
  latest: FindingNow,
  by: Closer,
): Promise<Closable | Problem[]> {
  const stage = closeStageProblem({ finding, latest });
  if (stage || finding.outcome_id === null) return stage ? [stage] : [];
  const support = await supportOf(db, finding.outcome_id);
  const problems = closeActProblems(plan.review, { finding, latest, support }, by);
  return problems.length > 0 ? problems : { finding, outcome: finding.outcome_id };
}

/** What words name: a finding by its number, or all that wait under an order or at an institution. */
type Named =
  | { readonly finding: number }
  | { readonly query: string; readonly subject: number; readonly under: ReadonlySet<number> | null };

/** Findings as on the day of the act, and as today. */
interface Meant {
  readonly findings: readonly FindingNow[];
  readonly latest: ReadonlyMap<number, FindingNow>;
}

/** The findings by number, or those of an order or institution that wait for the second person. @throws Stop */
async function findingsMeant(office: Office, { code }: Opened, db: Reading, words: readonly string[]): Promise<Meant> {
  const parts = words
    .flatMap((word) => word.split(/[,，、]/))
    .map((word) => word.trim())
    .filter((word) => word !== "");
  const named: Named[] = [];
  for (const part of parts)
    named.push(/^\d{1,9}$/.test(part) ? { finding: Number(part) } : await waitingNamed(office, code, db, part));
  const numbers = named.flatMap((one) => ("finding" in one ? [one.finding] : []));
  const subjects = named.flatMap((one) => ("subject" in one ? [one.subject] : []));
  const timeline = await rootsOf(db, [...subjects, ...(await subjectsOfFindings(db, numbers))]);
  const findings = findingsIn(timeline.on({ day: office.on }), { campaign: code });
  const today = findingsIn(timeline.on({ day: office.today }), { campaign: code });
  const meant = named.flatMap((one) => ("finding" in one ? byNumber(findings, one.finding) : waitingIn(findings, one)));
  return {
    findings: [...new Map(meant.map((finding) => [finding.id, finding])).values()],
    latest: new Map(today.map((finding) => [finding.id, finding])),
  };
}

function byNumber(findings: readonly FindingNow[], id: number): FindingNow[] {
  const finding = findings.find((one) => one.id === id);
  return [
    finding ??
      misuse("unknown-finding", `没有问题 ${id}`, {
        hint: "问题编号见 tuban order show 文号 或 tuban review --due；销整家的号写机构名称",
      }),
  ];
}

async function waitingNamed(
  office: Office,
  code: string,
  db: Reading,
  query: string,
): Promise<Exclude<Named, { readonly finding: number }>> {
  const order = await orderIfNamed(db, office.today, code, query);
  const under = order === null ? null : new Set(await findingsOf(db, order.id));
  return { query, under, subject: order?.subject ?? (await findSubject(db, office.on, query)).subject };
}

function waitingIn(
  findings: readonly FindingNow[],
  { query, subject, under }: Exclude<Named, { readonly finding: number }>,
): FindingNow[] {
  const ours = findings.filter((finding) => finding.subject === subject && (under === null || under.has(finding.id)));
  const waiting = ours.filter(({ stage }) => stage === "已整改待验收");
  if (waiting.length > 0) return waiting;
  const stages = [...new Set(ours.map(({ stage }) => stage))].join("、");
  return refuse("nothing-to-close", `“${query}”没有已整改待验收的问题${stages === "" ? "" : `（现在：${stages}）`}`, {
    hint: `先复查：tuban review ${query}`,
  });
}

async function tell(
  office: Office,
  { ledger, code }: Opened,
  closed: readonly FindingNow[],
  person: string,
): Promise<void> {
  const { io, json } = office;
  if (json) {
    io.out.write(
      jsonText({
        closed: closed.map(({ id, subject, order_number }) => ({ finding: id, subject, order: order_number })),
        closedBy: person,
        on: office.on,
      }),
    );
    return;
  }
  for (const finding of closed)
    io.out.write(`${plain(`已销号 问题 ${finding.id}（${faultOf(finding)}），${person}`)}\n`);
  const subjects = [...new Set(closed.map(({ subject }) => subject))];
  const now = (await rootsOf(ledger.db, subjects)).on({ day: office.on });
  const left = findingsIn(now, { campaign: code }).filter(
    ({ subject, stage }) => subjects.includes(subject) && stage !== "销号",
  );
  io.err.write(nextSteps(commandsAfter(subjects, left, person), io));
}

/** What may follow: the rest that waits for the second person, the rest, or a look back. */
function commandsAfter(subjects: readonly number[], left: readonly FindingNow[], person: string): string[] {
  const waiting = left.filter(({ stage }) => stage === "已整改待验收").map(({ id }) => id);
  if (waiting.length > 0) return [`tuban close ${waiting.join(" ")} --as ${person}`];
  const few = subjects.slice(0, 3);
  if (left.length === 0) return few.map((subject) => `tuban review ${subject} --kind 回头看    过一段时间回头看`);
  const countOf = (subject: number): number => left.filter((one) => one.subject === subject).length;
  return few.map((subject) => `tuban show ${subject}    还有 ${countOf(subject)} 个问题没有销号`);
}
