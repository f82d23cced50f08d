/** The end of an inspection: decided and recorded in one entry, then shown. */
import { acceptanceProblem, conclude, contradictedAnswers, Stop } from "../../campaign/index.ts";
import type { Conclusion, Given, Officer, Problem } from "../../campaign/index.ts";
import { clearDraft } from "../../ledger/drafts.ts";
import type { KeptFile } from "../../ledger/evidence/files.ts";
import { formerFindings, operationOf, recordInspection } from "../../ledger/acts/inspections.ts";
import type { Entry } from "../../ledger/ledger.ts";
import type { Db } from "../../ledger/tables.ts";
import { entryProblems, firstStep, recordEntries } from "../book/draft.ts";
import { valuesOf } from "../book/values.ts";
import { actOf } from "../desk/campaign.ts";
import { heedDoubts } from "../desk/doubts.ts";
import { photoDoubts } from "../desk/photos.ts";
import type { Answered } from "./answers.ts";
import { reopenDraft } from "./draft.ts";
import { showOutcome } from "./outcome.ts";
import type { Entered, InspectionOutcome } from "./outcome.ts";
import { commandOf } from "./visit.ts";
import type { Visit } from "./visit.ts";

/** Records the answers handed in, or those of the draft, and says what follows. @throws Stop when they do not allow a conclusion */
export async function concludeVisit(
  visit: Visit,
  officers: readonly Officer[],
  answered: Answered | null,
): Promise<void> {
  const { office, campaign } = visit;
  const act = await actOf(office, "inspect");
  const { db } = campaign.ledger;
  await heedDoubts(office, await visitDoubts(db, [{ visit, answered: answered ?? (await draftAnswers(visit, db)) }]));
  const { value } = await campaign.ledger.record(act, async (entry) =>
    recordVisit(visit, officers, answered ?? (await draftAnswers(visit, entry.db)), entry),
  );
  await showOutcome(visit, officers, value);
}

/** What is to be pointed out of visits before they are recorded: answers against the roster, photographs used before. */
export async function visitDoubts(
  db: Db,
  visits: readonly { readonly visit: Visit; readonly answered: Answered }[],
): Promise<Problem[]> {
  const [first] = visits;
  if (first === undefined) return [];
  const against = visits.flatMap(({ visit: { items, subject, office }, answered }) =>
    contradictedAnswers(
      items,
      answered.given,
      {
        subject: subject.subject,
        name: subject.name,
        licenceClass: subject.licence_class,
        permitUntil: subject.permit_until,
      },
      office.on,
    ),
  );
  const photos = visits.flatMap(({ visit: { subject, office, kind }, answered: { evidence, ofVisit } }) =>
    [...[...evidence.values()].flat(), ...ofVisit].map((file) => ({
      ...file,
      subject: subject.subject,
      shows: "查处" as const,
      of: `${subject.subject} ${subject.name} ${office.on} 的${kind}`,
    })),
  );
  return [...against, ...(await photoDoubts(db, first.visit.office, photos))];
}

/** Records one visit in an entry. @throws Stop when its answers do not allow a conclusion */
export async function recordVisit(
  visit: Visit,
  officers: readonly Officer[],
  { given, evidence, ofVisit }: Answered,
  entry: Entry,
): Promise<InspectionOutcome> {
  const { office, campaign, subject, kind, rule, items, draftKey } = visit;
  const { subject: number, licence_class: licenceClass, category, town } = subject;
  const former = await formerFindings(entry.db, office.today, { campaign: campaign.code, subject: number });
  const conclusion = conclude({
    plan: campaign.plan,
    subject: { kind: subject.kind, licenceClass, category, town },
    day: office.on,
    given,
    former,
    visit: rule,
  });
  if ("problems" in conclusion) throw new Stop(1, conclusion.problems);
  const before = await operationOf(entry.db, office.on, number);
  const resumes = kind === "验收" && conclusion.result === "合格" && before?.operation === "暂时关停";
  const withoutPapers = resumes ? acceptanceProblem(subject) : null;
  if (withoutPapers) throw new Stop(1, [withoutPapers]);
  const recorded = await recordInspection(entry, {
    campaign: campaign.code,
    subject: number,
    kind,
    on: office.on,
    officers,
    items,
    given,
    evidence,
    ofVisit,
    conclusion,
  });
  await clearDraft(entry.db, draftKey);
  const clue = await enterFaults(entry, visit, recorded.inspection, conclusion);
  const found = conclusion.findings.length > 0 ? `，新发现问题 ${conclusion.findings.length} 个` : "";
  const entered = clue === null ? "" : `，转${clue.register} ${clue.number}`;
  entry.describe(`${kind} ${number} ${subject.name}：${conclusion.result}${found}${entered}`);
  return { ...recorded, conclusion, entered: clue, stoppedSince: resumes ? before.since : null };
}

/** What people without a certificate found: an entry of the register that the plan names, and no finding. */
async function enterFaults(
  entry: Entry,
  { office, rule, entering, subject }: Visit,
  inspection: number,
  { faults }: Conclusion,
): Promise<Entered | null> {
  if (rule.fault === null || entering === null || faults.length === 0) return null;
  const { desk, actor } = entering;
  const said = faults
    .map(({ item, note }) => `${item.code} 不符合“${item.text}”${note === "" ? "" : `：${note}`}`)
    .join("；");
  const given = Object.entries(rule.fault.fields).map(
    ([name, text]) => [name, text.replaceAll("{问题}", said)] as const,
  );
  const step = firstStep(desk.register, undefined);
  const { fields, problems } = await valuesOf(entry.db, desk, { given: new Map(given), step });
  const wanted = {
    subject: desk.register.about.includes(subject.kind) ? subject : null,
    cause: desk.register.causes.includes("检查") ? { kind: "检查", id: inspection, name: `检查 ${inspection}` } : null,
    values: fields,
    step,
    number: null,
    batch: null,
    line: null,
    evidence: 0,
    on: office.on,
  };
  const faulty = [...problems, ...entryProblems(desk, wanted, actor)];
  if (faulty.length > 0) throw new Stop(1, faulty);
  const [made] = await recordEntries(entry, desk, actor, [wanted]);
  return made ? { register: desk.register.name, number: made.number, id: made.id } : null;
}

/** The draft as it stands inside the recording: another terminal may have concluded it in between. */
async function draftAnswers(visit: Visit, db: Db): Promise<Answered> {
  const { answers } = await reopenDraft(visit, db);
  if (answers.size === 0)
    throw new Stop(1, [
      {
        code: "draft-gone",
        message: `${visit.subject.name} 的这次${visit.kind}已经在另一个窗口办结`,
        hint: `看已登记的：tuban show ${visit.subject.subject}；再查一次用 ${commandOf(visit)}`,
      },
    ]);
  return {
    given: new Map<string, Given>(answers),
    evidence: new Map(
      [...answers].map(([item, { evidence }]): [string, readonly KeptFile[]] => [item, evidence ?? []]),
    ),
    ofVisit: [],
  };
}
