/** The answers of an unfinished inspection, and who is inspecting. */
import { answers } from "../../campaign/index.ts";
import type { Answer, InspectionKind } from "../../campaign/index.ts";
import { draftOf, saveDraft } from "../../ledger/drafts.ts";
import type { DraftAnswer, DraftKey } from "../../ledger/drafts.ts";
import type { Reading } from "../../ledger/ledger.ts";
import type { Visit } from "./visit.ts";

export interface ChecklistAnswer extends DraftAnswer {
  readonly answer: Answer;
}

export interface ChecklistDraft {
  /** By item; grows as answers are given. */
  readonly answers: Map<string, ChecklistAnswer>;
  /** Names of the inspectors, joined; null where they were not given before. */
  readonly officers: string | null;
}

/** Not an item's code: it has no number. */
const officersItem = "检查人员";

export function draftKeyOf(campaign: string, subject: number, kind: InspectionKind): DraftKey {
  return { campaign, subject, task: `检查:${kind}` };
}

/** What was answered so far of the items that are asked today. */
export async function reopenDraft(
  { campaign, items, draftKey }: Visit,
  db: Reading = campaign.ledger.db,
): Promise<ChecklistDraft> {
  const saved = await draftOf(db, draftKey);
  const kept = items.flatMap(({ code }): [string, ChecklistAnswer][] => {
    const given = saved.get(code);
    const answer = answers.find((one) => one === given?.answer);
    return given && answer ? [[code, { ...given, answer }]] : [];
  });
  return { answers: new Map(kept), officers: saved.get(officersItem)?.answer ?? null };
}

/** Puts one answer on the disk, then into the draft. */
export async function keepAnswer(
  visit: Visit,
  draft: ChecklistDraft,
  item: string,
  given: ChecklistAnswer,
): Promise<void> {
  const { office, campaign, draftKey } = visit;
  if (draft.answers.size === 0) await keepOfficers(visit, draft.officers);
  await saveDraft(campaign.ledger.db, draftKey, item, given, office.io.now());
  draft.answers.set(item, given);
}

/** The draft with its inspectors, so that nobody is asked again; on the disk as soon as there is an answer to keep. */
export async function withOfficers(
  visit: Visit,
  draft: ChecklistDraft,
  names: readonly string[],
): Promise<ChecklistDraft> {
  const officers = names.join("、");
  if (draft.answers.size > 0 && draft.officers !== officers) await keepOfficers(visit, officers);
  return { ...draft, officers };
}

async function keepOfficers({ office, campaign, draftKey }: Visit, officers: string | null): Promise<void> {
  if (officers !== null)
    await saveDraft(
      campaign.ledger.db,
      draftKey,
      officersItem,
      { answer: officers, note: "", evidence: null },
      office.io.now(),
    );
}

/** How many of the items are answered. */
export function answeredCount({ items }: Visit, draft: ChecklistDraft): number {
  return items.filter(({ code }) => isComplete(draft.answers.get(code))).length;
}

/** A failed item is answered when its note is there and its evidence was asked for. */
export function isComplete(given: ChecklistAnswer | undefined): boolean {
  return given !== undefined && (given.answer !== "不合格" || (given.note !== "" && given.evidence !== null));
}
