/** tuban inspect: a subject's checklist, at the keyboard or on paper, and what follows from the answers. */
import { resolve } from "node:path";
import { checklistKinds, misuse, refuse, subjectWord, visitKindNamed, Stop } from "../../campaign/index.ts";
import type { InspectionKind, Plan, VisitKind } from "../../campaign/index.ts";
import { operationOf, visitOnDay } from "../../ledger/acts/inspections.ts";
import { findSubject } from "../../ledger/roster/find.ts";
import type { Office } from "../../office.ts";
import { problemText } from "../../write/message.ts";
import { plain } from "../../write/plain.ts";
import { openCampaign } from "../desk/campaign.ts";
import { answersFrom, markOf } from "./answers.ts";
import type { Answered } from "./answers.ts";
import { askChecklist, evidenceFault } from "./ask.ts";
import { concludeVisit } from "./conclude.ts";
import { partyOf, reopenDraft, withOfficers } from "./draft.ts";
import { officersOf } from "./officers.ts";
import { quickAnswers } from "./quick.ts";
import { printChecklist } from "./sheet.ts";
import { commandOf, visitTo } from "./visit.ts";
import type { Visit } from "./visit.ts";

export interface InspectOptions {
  /** 排查 unless given. */
  readonly kind?: string;
  readonly by?: string;
  readonly print?: boolean;
  readonly csv?: boolean;
  readonly out?: string;
  readonly answers?: string;
  /** Failed items, each with what was found; everything else was in order. */
  readonly fail?: readonly string[];
  readonly na?: readonly string[];
  /** Measured numbers by item: 3-4=72课时. */
  readonly measure?: readonly string[];
  /** Nothing was wrong. */
  readonly pass?: boolean;
  readonly evidence?: readonly string[];
  /** A list of results, one row a visit. */
  readonly sheet?: string;
  /** Write that list, to be filled in. */
  readonly form?: boolean;
  readonly town?: string;
}

/** tuban inspect. @throws Stop when the subject, the inspectors or the answers do not allow it */
export async function inspect(office: Office, query: string | undefined, options: InspectOptions): Promise<void> {
  refuseContradictions(options);
  const mark = options.answers === undefined ? null : markOf(office, options.answers);
  const kind = options.kind ?? mark?.kind ?? "排查";
  refuseReview(kind);
  if (options.form === true) return (await import("./results-form.ts")).writeResultsForm(office, options);
  if (options.sheet !== undefined)
    return (await import("./results.ts")).inspectSheet(office, options.sheet, { by: options.by, kind });
  const asked = await openVisit(office, query ?? (mark === null ? nobodyNamed() : subjectWord(mark.subject)), kind);
  if (options.print === true) return printChecklist(asked, options);
  const { visit, by } = await takenUp(asked, options);
  await heedOperation(visit);
  await heedSameDay(visit);
  const draft = await reopenDraft(visit);
  const officers = await officersOf(visit, by, draft);
  if (options.answers !== undefined) return concludeVisit(visit, officers, await answersFrom(visit, options.answers));
  if (isQuick(options)) return concludeVisit(visit, officers, await quicklyAnswered(visit, options));
  if (!office.io.interactive)
    misuse("no-terminal", "检查要一项一项地答，当前不是交互终端", {
      hint: `写明不合格的：${commandOf(visit, "--fail 2-1=查到了什么")}，全部合格的写 --pass；或先出表：${commandOf(visit, "--print --csv --out 检查表.csv")}，填好后加 --answers 检查表.csv 交回`,
    });
  const names = officers.map(({ name }) => name);
  if (await askChecklist(visit, await withOfficers(visit, draft, names))) await concludeVisit(visit, officers, null);
}

/** The visit on the day that its unfinished answers are for; a sheet handed in has nothing to do with them. */
async function takenUp(asked: Visit, options: InspectOptions): Promise<Begun> {
  const by = options.by ?? null;
  if (options.answers !== undefined || isQuick(options)) return { visit: asked, by };
  const { office, subject, kind } = asked;
  const party = await partyOf(asked, await reopenDraft(asked), by);
  if (party.on === office.on) return { visit: asked, by: party.by };
  const then = { ...office, on: party.on, wanted: { ...office.wanted, campaign: asked.campaign.code } };
  return { visit: await openVisit(then, String(subject.subject), kind), by: party.by };
}

interface Begun {
  readonly visit: Visit;
  readonly by: string | null;
}

const isQuick = ({ fail = [], na = [], measure = [], pass = false }: InspectOptions): boolean =>
  pass || fail.length > 0 || na.length > 0 || measure.length > 0;

function quicklyAnswered(
  visit: Visit,
  { fail = [], na = [], measure = [], evidence = [] }: InspectOptions,
): Promise<Answered> {
  const written = { failed: fail, notApplicable: na, measured: measure, note: "", files: evidence };
  return quickAnswers(visit, written, {
    pathOf: (name) => resolve(visit.office.io.cwd, name),
    faultOf: evidenceFault,
  });
}

function nobodyNamed(): never {
  return misuse("no-subject", "没有写检查哪一家", {
    hint: "写成 tuban inspect 编号；一次登记许多家：tuban inspect --sheet 检查结果.xlsx",
  });
}

/** Options of which a command takes one. */
const ways = ["print", "answers", "sheet", "form", "pass"] as const;

function refuseContradictions(options: InspectOptions): void {
  const { print = false, form = false, csv = false, out, pass = false, fail = [], evidence = [] } = options;
  const [first, second] = [...ways.filter((way) => options[way] !== undefined), ...(fail.length > 0 ? ["fail"] : [])];
  if (first !== undefined && second !== undefined)
    misuse("inspect-two-ways", `--${first} 和 --${second} 不能同时用`, {
      hint: pass ? "--pass 是全部合格；有不合格的只写 --fail" : "一次只办一样",
    });
  if (!print && !form && (csv || out !== undefined))
    misuse("print-missing", `${csv ? "--csv" : "--out"} 要和 --print 一起用`, {
      hint: "写成 tuban inspect 编号 --print --csv --out 检查表.csv",
    });
  if (options.town !== undefined && !form)
    misuse("form-missing", "--town 要和 --form 一起用", {
      hint: "写成 tuban inspect --form --town 属地 --out 检查结果.xlsx",
    });
  if (evidence.length > 0 && !isQuick(options))
    misuse("evidence-alone", "--evidence 要和 --fail 或 --pass 一起用", {
      hint: "已经登记的检查，用 tuban evidence add 文件 --finding 问题编号",
    });
}

function refuseReview(kind: string): void {
  if (kind === "复查" || kind === "回头看")
    misuse("kind-is-review", `${kind}不走检查表，而是逐个看已有的问题`, {
      hint: `用 tuban review 机构 --kind ${kind}`,
    });
}

/** @throws Stop when there is no such kind, built in or the plan's own */
function ruleOf(plan: Plan, name: string): VisitKind {
  const kinds = new Set([...checklistKinds, ...(plan.visits ?? []).map((kind) => kind.name)]);
  return (
    visitKindNamed(plan, name) ??
    misuse("unknown-kind", `没有这种检查：${name}`, { hint: `--kind 可用：${[...kinds].join("、")}` })
  );
}

async function openVisit(office: Office, query: string, kind: InspectionKind): Promise<Visit> {
  const campaign = await openCampaign(office);
  const { db } = campaign.ledger;
  const rule = ruleOf(campaign.plan, kind);
  const subject = await findSubject(db, office.on, query);
  if (rule.subjects.length > 0 && !rule.subjects.includes(subject.kind))
    refuse("wrong-kind-of-subject", `${kind}看的是${rule.subjects.join("、")}，${subject.name}是${subject.kind}`, {
      hint: "核对编号；换一种检查用 --kind",
    });
  const visit = await visitTo(office, campaign, subject, rule);
  if (visit.items.length === 0)
    refuse("no-items", `方案里没有适用于 ${subject.name}（${subject.kind}）的检查项`, {
      hint: `用 tuban plan show ${campaign.code} 看检查项；改了方案再采用一次`,
    });
  return visit;
}

/** 验收 and 年检 let a subject go on: not one that was closed for good. Other kinds may well go and look. */
async function heedOperation({ office, campaign, subject, kind }: Visit): Promise<void> {
  const standing = await operationOf(campaign.ledger.db, office.on, subject.subject);
  if (standing?.operation !== "取缔关停") return;
  const closed = `${subject.name} 已于 ${standing.since} 取缔关停`;
  if (kind === "验收" || kind === "年检")
    refuse("subject-closed", `${closed}，不能再${kind}`, { hint: "发现又在办学的，用 --kind 线索核查 登记" });
  office.io.err.write(
    problemText(
      { code: "subject-closed", message: closed, hint: "查到仍在办学的，写进说明" },
      { color: office.io.color, severity: "warning" },
    ),
  );
}

/** The same sheet handed in twice would be two visits. */
async function heedSameDay({ office, campaign, subject, kind }: Visit): Promise<void> {
  const before = await visitOnDay(campaign.ledger.db, office.on, {
    campaign: campaign.code,
    subject: subject.subject,
    kind,
  });
  if (before === null || office.yes) return;
  const message = `${plain(subject.name)} ${office.on} 已经登记过一次${kind}（${before.result}）。再登记一次？`;
  if (!office.io.interactive)
    throw new Stop(1, [
      {
        code: "already-inspected",
        message: message.replace("再登记一次？", "没有再登记"),
        hint: "确实又查了一次的，加 --yes",
      },
    ]);
  if (!(await office.io.ask.confirm({ message, instead: "--yes" })))
    refuse("already-inspected", "没有登记", { hint: `看已登记的：tuban show ${subject.subject}` });
}
