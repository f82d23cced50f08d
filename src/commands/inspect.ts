/** tuban inspect: a subject's checklist, at the keyboard or on paper, and what follows from the answers. */
import { checklistKinds, inspectionKinds, itemsFor, misuse, refuse, Stop } from "../campaign/index.ts";
import type { InspectionKind } from "../campaign/index.ts";
import { searchSubjects, findSubject } from "../ledger/find.ts";
import { operationOf, visitOnDay } from "../ledger/inspections.ts";
import type { Reading } from "../ledger/ledger.ts";
import type { InstitutionNow } from "../ledger/standing.ts";
import type { Office } from "../office.ts";
import { problemText } from "../write/message.ts";
import { plain } from "../write/plain.ts";
import { openCampaign } from "./campaign.ts";
import { answersFrom } from "./inspect/answers.ts";
import { askChecklist } from "./inspect/ask.ts";
import { concludeVisit } from "./inspect/conclude.ts";
import { draftKeyOf, partyOf, reopenDraft, withOfficers } from "./inspect/draft.ts";
import { officersOf } from "./inspect/officers.ts";
import { printChecklist } from "./inspect/sheet.ts";
import { commandOf } from "./inspect/visit.ts";
import type { Visit } from "./inspect/visit.ts";

export interface InspectOptions {
  /** 排查 unless given. */
  readonly kind?: string;
  readonly by?: string;
  readonly print?: boolean;
  readonly csv?: boolean;
  readonly out?: string;
  readonly answers?: string;
}

/** tuban inspect. @throws Stop when the subject, the inspectors or the answers do not allow it */
export async function inspect(office: Office, query: string, options: InspectOptions): Promise<void> {
  refuseContradictions(options);
  const asked = await openVisit(office, query, kindOf(options.kind ?? "排查"));
  if (options.print === true) return printChecklist(asked, options);
  const { visit, by } = await takenUp(asked, options);
  await heedOperation(visit);
  await heedSameDay(visit);
  const draft = await reopenDraft(visit);
  const officers = await officersOf(visit, by, draft);
  if (options.answers !== undefined) return concludeVisit(visit, officers, await answersFrom(visit, options.answers));
  if (!office.io.interactive)
    misuse("no-terminal", "检查要一项一项地答，当前不是交互终端", {
      hint: `先出表：${commandOf(visit, "--print --csv --out 检查表.csv")}；填好后加 --answers 检查表.csv 交回`,
    });
  const names = officers.map(({ name }) => name);
  if (await askChecklist(visit, await withOfficers(visit, draft, names))) await concludeVisit(visit, officers, null);
}

/** The visit on the day that its unfinished answers are for; a sheet handed in has nothing to do with them. */
async function takenUp(asked: Visit, { by: named, answers }: InspectOptions): Promise<Begun> {
  const by = named ?? null;
  if (answers !== undefined) return { visit: asked, by };
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

function refuseContradictions({ print = false, csv = false, out, answers }: InspectOptions): void {
  if (print && answers !== undefined)
    misuse("print-and-answers", "--print 和 --answers 不能同时用", {
      hint: "先 --print 出表，填好以后再 --answers 交回",
    });
  if (!print && (csv || out !== undefined))
    misuse("print-missing", `${csv ? "--csv" : "--out"} 要和 --print 一起用`, {
      hint: "写成 tuban inspect 编号 --print --csv --out 检查表.csv",
    });
}

function kindOf(name: string): InspectionKind {
  const kind = inspectionKinds.find((one) => one === name);
  if (kind === "复查" || kind === "回头看")
    misuse("kind-is-review", `${kind}不走检查表，而是逐个看已有的问题`, {
      hint: `用 tuban review 机构 --kind ${kind}`,
    });
  return kind ?? misuse("unknown-kind", `没有这种检查：${name}`, { hint: `--kind 可用：${checklistKinds.join("、")}` });
}

async function openVisit(office: Office, query: string, kind: InspectionKind): Promise<Visit> {
  const campaign = await openCampaign(office);
  const { db, place } = campaign.ledger;
  const subject = await subjectOnDay(office, db, query);
  const items = itemsFor(
    campaign.plan,
    { kind: subject.kind, licenceClass: subject.licence_class, category: subject.category, town: subject.town },
    office.on,
  );
  if (items.length === 0)
    refuse("no-items", `方案里没有适用于 ${subject.name}（${subject.kind}）的检查项`, {
      hint: `用 tuban plan show ${campaign.code} 看检查项；改了方案再采用一次`,
    });
  return { office, campaign, place, subject, kind, items, draftKey: draftKeyOf(campaign.code, subject.subject, kind) };
}

/** The subject as known on the day of the inspection; one that came on the roster later is said to. */
async function subjectOnDay(office: Office, db: Reading, query: string): Promise<InstitutionNow> {
  const then = await searchSubjects(db, office.on, query);
  if (then.length === 0) {
    const [later] = await searchSubjects(db, office.today, query);
    if (later)
      refuse("before-roster", `${later.name} 是 ${later.happened_on} 登进底数的，不能登记 ${office.on} 的检查`, {
        hint: "核对 --on 的日期；底数登记晚了的，用 tuban import 底数.csv --on 当时的日期 补录",
      });
  }
  return findSubject(db, office.on, query);
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
      { code: "subject-closed", message: `${closed}；查到仍在办学的，写进说明` },
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
