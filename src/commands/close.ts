/** tuban close (销号): a second person accepts what a re-check found put right. */
import { resolve } from "node:path";
import {
  Stop,
  closeActProblems,
  closeStageProblem,
  faultOf,
  findingWord,
  misuse,
  readShortNumber,
  refuse,
  subjectWord,
} from "../campaign/index.ts";
import type { Closer, Problem } from "../campaign/index.ts";
import { attachEvidence, keepEvidence } from "../ledger/evidence/files.ts";
import type { KeptFile } from "../ledger/evidence/files.ts";
import { findSubject, searchSubjects } from "../ledger/roster/find.ts";
import type { Db } from "../ledger/tables.ts";
import { findingsOf } from "../ledger/acts/orders.ts";
import { findingsIn } from "../ledger/now.ts";
import type { FindingNow } from "../ledger/now.ts";
import { recordCloseOuts, supportOf } from "../ledger/acts/reviews.ts";
import { rootsOf, subjectsOfFindings } from "../ledger/root.ts";
import { institutionsNow } from "../ledger/now.ts";
import type { Office } from "../office.ts";
import { jsonText } from "../write/json.ts";
import { nextSteps } from "../write/message.ts";
import { plain } from "../write/plain.ts";
import { actOf, openCampaign } from "./desk/campaign.ts";
import { heedDoubts } from "./desk/doubts.ts";
import { photoDoubts } from "./desk/photos.ts";
import type { OpenedCampaign } from "./desk/campaign.ts";
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
  const named = await namedIn(office, opened.code, opened.ledger.db, words);
  const meant = await closableMeant(office, opened, opened.ledger.db, named, by);
  const kept: KeptFile[] = [];
  for (const file of files) kept.push(await keepEvidence(office.home, resolve(office.io.cwd, file)));
  const uses = meant.flatMap(({ finding: { id, subject } }) =>
    kept.map((file) => ({ ...file, subject, shows: "整改" as const, of: `机构 ${subject} 问题 ${id} 的销号` })),
  );
  await heedDoubts(office, await photoDoubts(opened.ledger.db, office, uses));
  const { value: closed } = await opened.ledger.record(act, async (entry) => {
    const closable = await closableMeant(office, opened, entry.db, named, by);
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
  opened: OpenedCampaign,
  db: Db,
  named: readonly Named[],
  by: Closer,
): Promise<readonly Closable[]> {
  const { findings, latest } = await findingsMeant(office, opened, db, named);
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
  db: Db,
  { plan }: OpenedCampaign,
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
async function findingsMeant(
  office: Office,
  { code }: OpenedCampaign,
  db: Db,
  named: readonly Named[],
): Promise<Meant> {
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

/** What the words name, asked about where it is not clear: before anything is recorded. @throws Stop */
async function namedIn(office: Office, code: string, db: Db, words: readonly string[]): Promise<Named[]> {
  const parts = words
    .flatMap((word) => word.split(/[,，、]/))
    .map((word) => word.trim())
    .filter((word) => word !== "");
  const named: Named[] = [];
  for (const part of parts) named.push(await namedBy(office, code, db, part));
  return named;
}

/**
 * What one word names. A bare number that may be a finding and an institution with something waiting is asked about.
 * @throws Stop where nobody can be asked, or nothing is meant
 */
async function namedBy(office: Office, code: string, db: Db, part: string): Promise<Named> {
  const short = readShortNumber(part);
  if (short === null || short.of === "机构") return waitingNamed(office, code, db, part);
  const finding = { finding: short.number };
  if (short.of === "问题") return finding;
  const [institution] = await searchSubjects(db, office.on, subjectWord(short.number));
  if (institution === undefined) return finding;
  const { subject, name } = institution;
  const waiting = findingsIn((await rootsOf(db, [subject])).on({ day: office.on }), { campaign: code, subject }).filter(
    ({ stage }) => stage === "已整改待验收",
  );
  const [owner] = await subjectsOfFindings(db, [short.number]);
  if (waiting.length === 0 || owner === subject) return finding;
  const all = { query: part, subject, under: null };
  if (owner === undefined) return all;
  const [other] = await institutionsNow(db, office.on, [owner]);
  return asked(office, [
    { word: findingWord(short.number), said: `问题 ${short.number}（${owner} ${other?.name ?? ""}）`, value: finding },
    {
      word: subjectWord(short.number),
      said: `机构 ${subject} ${name} 待验收的问题 ${waiting.map(({ id }) => id).join("、")}`,
      value: all,
    },
  ]);
}

/** @throws Stop where nobody sits at the terminal to say */
function asked(
  { io }: Office,
  meant: readonly { readonly word: string; readonly said: string; readonly value: Named }[],
): Promise<Named> {
  const message = `${meant.map(({ said }) => said).join("，还是")}？`;
  if (!io.interactive)
    refuse("number-of-two", `这个编号有两种意思：${message}`, {
      hint: meant.map(({ word, said }) => `${said}：写 ${word}`).join("；"),
    });
  return io.ask.choose<Named>({
    message: "这个编号有两种意思，要销的是",
    instead: meant.map(({ word }) => word).join(" 或 "),
    choices: meant.map(({ said, value }) => ({ name: plain(said), value })),
  });
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
  db: Db,
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
  { ledger, code }: OpenedCampaign,
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
  const subjects = [...new Set(closed.map(({ subject }) => subject))];
  const names = new Map((await institutionsNow(ledger.db, office.on, subjects)).map((one) => [one.subject, one.name]));
  for (const finding of closed) {
    const { id, subject } = finding;
    const said = `已销号 问题 ${id}：${subject} ${names.get(subject) ?? ""}（${faultOf(finding)}），${person}`;
    io.out.write(`${plain(said)}\n`);
  }
  const now = (await rootsOf(ledger.db, subjects)).on({ day: office.on });
  const left = findingsIn(now, { campaign: code }).filter(
    ({ subject, stage }) => subjects.includes(subject) && stage !== "销号",
  );
  io.err.write(nextSteps(commandsAfter(subjects, left, person), io));
}

/** What may follow: the rest that waits for the second person, the rest, or a look back. */
function commandsAfter(subjects: readonly number[], left: readonly FindingNow[], person: string): string[] {
  const waiting = left.filter(({ stage }) => stage === "已整改待验收").map(({ id }) => findingWord(id));
  if (waiting.length > 0) return [`tuban close ${waiting.join(" ")} --as ${person}`];
  const few = subjects.slice(0, 3);
  if (left.length === 0) return few.map((subject) => `tuban review ${subject} --kind 回头看    过一段时间回头看`);
  const countOf = (subject: number): number => left.filter((one) => one.subject === subject).length;
  return few.map((subject) => `tuban show ${subject}    还有 ${countOf(subject)} 个问题没有销号`);
}
