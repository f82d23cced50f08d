/** tuban inspect --sheet: many visits from one list, one row each, recorded together as one entry. */
import { dirname, resolve } from "node:path";
import { Stop, visitKindNamed, matchKey, shown } from "../../campaign/index.ts";
import type { Day, InspectionKind, Officer, Plan, Problem, VisitKind } from "../../campaign/index.ts";
import { campaignOn } from "../../ledger/campaigns.ts";
import type { Campaign } from "../../ledger/campaigns.ts";
import { operationOf, visitOnDay } from "../../ledger/acts/inspections.ts";
import type { Entry } from "../../ledger/ledger.ts";
import type { Db } from "../../ledger/tables.ts";
import type { InstitutionNow } from "../../ledger/now.ts";
import { findSubject } from "../../ledger/roster/find.ts";
import type { Office } from "../../office.ts";
import { readAnswer } from "../../read/answers.ts";
import { readResults } from "../../read/results.ts";
import type { ResultField, ResultRow } from "../../read/results.ts";
import { actorOf, openCampaign } from "../desk/campaign.ts";
import type { OpenedCampaign } from "../desk/campaign.ts";
import { certified, namesIn, rollOf } from "../desk/officers.ts";
import type { OfficerRoll } from "../desk/officers.ts";
import { heedDoubts } from "../desk/doubts.ts";
import type { Answered } from "./answers.ts";
import { recordVisit, visitDoubts } from "./conclude.ts";
import { enclosedFault } from "./ask.ts";
import { answersBy, keepFiles } from "./quick.ts";
import type { NamedFiles, QuickAnswers } from "./quick.ts";
import { showResults } from "./results-shown.ts";
import type { RecordedResults, Results, SeenBefore } from "./results-shown.ts";
import { visitTo } from "./visit.ts";
import type { Visit } from "./visit.ts";

export interface SheetOptions {
  /** Of rows that name nobody. */
  readonly by: string | undefined;
  /** Of rows that name no kind. */
  readonly kind: InspectionKind;
}

/**
 * Takes a list of results. Rows that were recorded before (same institution, day and kind) are told and left.
 * @throws Stop with every fault of every row; then nothing is recorded
 */
export async function inspectSheet(office: Office, file: string, options: SheetOptions): Promise<void> {
  const path = resolve(office.io.cwd, file);
  const { rows, blank } = readResults(path);
  const files = {
    pathOf: (name: string) => resolve(dirname(path), name),
    faultOf: (named: string) => enclosedFault(dirname(path), named),
  };
  const { told, faults } = await rowsUnderstood(office, rows, { ...options, files });
  if (faults.length > 0) throw new Stop(2, faults);
  const taken = await recordRows(office, told, { title: `检查结果表 ${file}` });
  await showResults(office, { ...taken, blank });
}

/** The rows that are visits, and everything that is wrong with the others, in the order of the list. */
export async function rowsUnderstood(
  office: Office,
  rows: readonly ResultRow[],
  { files, ...options }: SheetOptions & { readonly files: NamedFiles },
): Promise<{ readonly told: readonly ReportedVisit[]; readonly faults: readonly Problem[] }> {
  const known = await knowledgeOf(office, options, files);
  const told: ReportedVisit[] = [];
  const faults: Problem[] = [];
  for (const row of rows) {
    const read = await visitOf(known, row);
    if (Array.isArray(read)) faults.push(...read);
    else told.push(read);
  }
  faults.push(...repeated(told));
  return { told, faults: faults.toSorted((a, b) => (a.place?.row ?? 0) - (b.place?.row ?? 0)) };
}

export interface RecordingRows {
  /** What the journal calls the list. */
  readonly title: string;
  /** What is recorded besides with each visit. */
  readonly with?: (entry: Entry, row: ResultRow, inspection: number) => Promise<void>;
}

/** Records the visits as one entry; those that are on record already are left. */
export async function recordRows(
  office: Office,
  told: readonly ReportedVisit[],
  recording: RecordingRows,
): Promise<Omit<Results, "blank">> {
  const days = told.map(({ visit }) => visit.office.on).toSorted();
  const act = { command: "inspect", actor: (await actorOf(office)).name, on: days[0] ?? office.on };
  const { ledger } = await openCampaign(office);
  const kept: Kept[] = [];
  for (const one of told) kept.push({ ...one, answered: await keepFiles(office.home, one.answers) });
  const fresh: Kept[] = [];
  for (const one of kept) if ((await recordedBefore(ledger.db, one.visit)) === null) fresh.push(one);
  await heedDoubts(office, await visitDoubts(ledger.db, fresh));
  const { value, seq } = await ledger.record(act, (entry) => recordAll(kept, recording, entry));
  return { ...value, seq };
}

/** A row understood: who was visited, by whom, and what was found. */
export interface ReportedVisit {
  readonly visit: Visit;
  readonly officers: readonly Officer[];
  readonly answers: QuickAnswers;
  readonly row: ResultRow;
}

/** The same with its files kept beside the ledger. */
interface Kept extends ReportedVisit {
  readonly answered: Answered;
}

const recordedBefore = (db: Db, { office, campaign, subject, kind }: Visit): ReturnType<typeof visitOnDay> =>
  visitOnDay(db, office.on, { campaign: campaign.code, subject: subject.subject, kind });

async function recordAll(
  told: readonly Kept[],
  { title, with: record }: RecordingRows,
  entry: Entry,
): Promise<{ readonly recorded: readonly RecordedResults[]; readonly before: readonly SeenBefore[] }> {
  const recorded: RecordedResults[] = [];
  const before: SeenBefore[] = [];
  for (const { visit, officers, answers, answered, row } of told.toSorted((a, b) => compareDays(a, b))) {
    const there = await recordedBefore(entry.db, visit);
    if (there) {
      const result = [...answers.given.values()].some(({ answer }) => answer === "不合格") ? "不合格" : "合格";
      before.push({ visit, line: row.place("subject").row ?? 0, recorded: there.result, written: result });
      continue;
    }
    const outcome = await recordVisit(visit, officers, answered, entry);
    await record?.(entry, row, outcome.inspection);
    recorded.push({ visit, officers, outcome });
  }
  const failed = recorded.filter(({ outcome }) => outcome.conclusion.result === "不合格").length;
  entry.describe(`${title}：${recorded.length} 家次，不合格 ${failed}`);
  return { recorded, before };
}

function compareDays(a: ReportedVisit, b: ReportedVisit): number {
  const [first, second] = [a.visit.office.on, b.visit.office.on];
  return first < second ? -1 : first > second ? 1 : 0;
}

/** The same institution, day and kind twice in one list. */
function repeated(told: readonly ReportedVisit[]): Problem[] {
  const lines = new Map<string, number>();
  return told.flatMap(({ visit: { subject, office, kind }, row }) => {
    const key = `${subject.subject} ${office.on} ${kind}`;
    const place = row.place("subject");
    const first = lines.get(key);
    if (first === undefined) {
      lines.set(key, place.row ?? 0);
      return [];
    }
    const message = `${subject.name} ${office.on} 的${kind}在第 ${first} 行已经有了`;
    return [{ code: "visit-repeated", message, hint: "一家一天一种检查只留一行，不合格项写在一起", place }];
  });
}

/** What rows are understood by; what holds on a day is loaded once. */
interface Knowledge {
  readonly office: Office;
  readonly campaign: OpenedCampaign;
  readonly options: SheetOptions;
  readonly on: (day: Day) => Promise<{ readonly campaign: OpenedCampaign; readonly roll: OfficerRoll }>;
  readonly files: NamedFiles;
}

async function knowledgeOf(office: Office, options: SheetOptions, files: NamedFiles): Promise<Knowledge> {
  const campaign = await openCampaign(office);
  const { ledger, code } = campaign;
  const days = new Map<Day, Promise<{ campaign: OpenedCampaign; roll: OfficerRoll }>>();
  const load = async (day: Day): Promise<{ campaign: OpenedCampaign; roll: OfficerRoll }> => {
    const then: Campaign = await campaignOn(ledger.db, day, code);
    return { campaign: { ledger, ...then }, roll: await rollOf(ledger.db, { on: day, today: office.today }) };
  };
  const on: Knowledge["on"] = (day) => {
    const loaded = days.get(day) ?? load(day);
    days.set(day, loaded);
    return loaded;
  };
  return { office, campaign, options, on, files };
}

/** A row as a visit, or everything that is wrong with it. */
async function visitOf(known: Knowledge, row: ResultRow): Promise<ReportedVisit | Problem[]> {
  const day = dayOf(known.office, row);
  // without a day the rest of the row is looked at as of today
  const on = Array.isArray(day) ? known.office.on : day;
  const then = { ...known.office, on };
  const asked = await faultsOf(row, "day", () => known.on(on));
  if (Array.isArray(asked)) return [...faultsIn([day]), ...asked];
  const kind = kindIn(asked.campaign.plan, row, known.options.kind);
  const subject = await subjectIn(known, then, row);
  const party = officersIn(row, asked.roll, { by: known.options.by, rule: Array.isArray(kind) ? undefined : kind });
  const faults = faultsIn([day, subject, party, kind]);
  if (Array.isArray(subject) || Array.isArray(kind)) return faults;
  const visit = await visitTo(then, asked.campaign, subject, kind);
  const answers = await answersIn(known, visit, row);
  if ("problems" in answers) return [...faults, ...answers.problems];
  return faults.length > 0 || Array.isArray(party) ? faults : { visit, officers: party.officers, answers, row };
}

/** The faults among parts of a row, of which each is understood or faulty. */
function faultsIn(parts: readonly (Problem[] | object | string)[]): Problem[] {
  return parts.flatMap((part) => (Array.isArray(part) ? (part as Problem[]) : []));
}

function dayOf({ on, today, wanted }: Office, row: ResultRow): Day | Problem[] {
  const place = row.place("day");
  const day = row.day ?? (wanted.on ? on : null);
  if (row.day === null && row.text("day") !== "")
    return [
      {
        code: "bad-day",
        message: `看不懂日期${shown(row.text("day"))}`,
        hint: "写成 2026-09-10、2026.9.10 或 2026年9月10日",
        place,
      },
    ];
  if (day === null)
    return [
      {
        code: "day-missing",
        message: "这一行没有写检查日期",
        hint: "填上日期；全表是同一天的，也可以用 --on 日期 写明",
        place,
      },
    ];
  if (day > today)
    return [
      { code: "day-in-future", message: `检查日期 ${day} 在今天（${today}）之后`, hint: "改用实际发生的日期", place },
    ];
  return day;
}

function kindIn(plan: Plan, row: ResultRow, usual: InspectionKind): VisitKind | Problem[] {
  const word = row.text("kind");
  const rule = visitKindNamed(plan, word === "" ? usual : word);
  if (rule !== null) return rule;
  const isReview = word === "复查" || word === "回头看";
  const message = isReview ? `${word}不走检查表` : `没有这种检查：${shown(word)}`;
  const hint = isReview ? "复查用 tuban review 登记；从表里删去这一行" : "写成 排查、双随机、验收、督导 等";
  return [{ code: "unknown-kind", message, hint, place: row.place("kind") }];
}

async function subjectIn(known: Knowledge, then: Office, row: ResultRow): Promise<InstitutionNow | Problem[]> {
  const [number, name] = [row.text("number"), row.text("subject")];
  const field = number === "" ? "subject" : "number";
  const found = await faultsOf(row, field, () =>
    findSubject(known.campaign.ledger.db, then.on, number === "" ? name : number),
  );
  if (Array.isArray(found) || number === "" || name === "" || matchKey(found.name).includes(matchKey(name)))
    return found;
  return [
    {
      code: "subject-differs",
      message: `编号 ${number} 是 ${found.name}，这一行写的是${shown(name)}`,
      hint: "核对是不是串了行；编号和名称留对的一个",
      place: row.place("subject"),
    },
  ];
}

function officersIn(
  row: ResultRow,
  roll: OfficerRoll,
  { by, rule }: { readonly by: string | undefined; readonly rule: VisitKind | undefined },
): { officers: Officer[] } | Problem[] {
  const written = row.text("officers") || (by ?? "");
  const place = row.place("officers");
  if (written === "")
    return [
      {
        code: "officers-missing",
        message: "这一行没有写检查人员",
        hint: "填上两名以上；全表是同一组人的，也可以用 --by 甲,乙 写明",
        place,
      },
    ];
  const { officers, problems } = certified(roll, namesIn(written), rule);
  return problems.length === 0 ? { officers } : problems.map((problem) => ({ ...problem, place }));
}

/** 验收 and 年检 let an institution go on: not one that was closed for good. */
async function closedProblems({ campaign, office, subject, kind }: Visit, row: ResultRow): Promise<Problem[]> {
  if (kind !== "验收" && kind !== "年检") return [];
  const operation = await operationOf(campaign.ledger.db, office.on, subject.subject);
  if (operation?.operation !== "取缔关停") return [];
  const message = `${subject.name} 已于 ${operation.since} 取缔关停，不能再${kind}`;
  return [
    { code: "subject-closed", message, hint: "发现又在办学的，检查种类写 线索核查", place: row.place("subject") },
  ];
}

type Answers = QuickAnswers | { readonly problems: readonly Problem[] };

async function answersIn({ files }: Knowledge, visit: Visit, row: ResultRow): Promise<Answers> {
  const { subject, items } = visit;
  if (items.length === 0)
    return {
      problems: [
        {
          code: "no-items",
          message: `方案里没有适用于 ${subject.name}（${subject.kind}）的检查项`,
          hint: "从表里删去这一行",
          place: row.place("subject"),
        },
      ],
    };
  const closed = await closedProblems(visit, row);
  if (closed.length > 0) return { problems: closed };
  const answers = answersBy(
    visit,
    {
      failed: [row.text("failed")],
      notApplicable: [row.text("notApplicable")],
      note: row.text("note"),
      files: row.text("photos") === "" ? [] : [row.text("photos")],
    },
    files,
    (part) => ({ place: row.place(fieldOf[part]) }),
  );
  if ("problems" in answers) return answers;
  const problems = resultProblems(row, answers);
  return problems.length === 0 ? answers : { problems };
}

const fieldOf = { failed: "failed", notApplicable: "notApplicable", note: "note", files: "photos" } as const;

/** The result that is written has to be the one that the items give. */
function resultProblems(row: ResultRow, { given }: QuickAnswers): Problem[] {
  const word = row.text("result");
  const answers = [...given.values()].map(({ answer }) => answer);
  const failed = answers.includes("不合格");
  const place = row.place("result");
  if (answers.every((answer) => answer === "不适用"))
    return [{ code: "nothing-checked", message: "全部写了不适用，等于没有检查", hint: "核对不适用项", place }];
  const written = word === "" ? null : readAnswer(word);
  if (word === "" || (written === "不合格") === failed) return [];
  return [
    failed
      ? {
          code: "result-differs",
          message: `结果写的是${shown(word)}，却有不合格项`,
          hint: "改成不合格，或删去不合格项",
          place,
        }
      : {
          code: "failed-missing",
          message: `结果写的是${shown(word)}，没有写是哪几项不合格`,
          hint: "在不合格项里写检查项的编号，如 2-1、3-2",
          place: row.place("failed"),
        },
  ];
}

/** What `work` gives, or the faults it stops with, placed at the row's cell. */
async function faultsOf<T>(row: ResultRow, field: ResultField, work: () => Promise<T>): Promise<T | Problem[]> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    return error.problems.map((problem) => ({ ...problem, place: row.place(field) }));
  }
}
