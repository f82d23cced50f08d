/** The answers of an unfinished inspection, who is inspecting and on which day. */
import { answers, isDay, refuse } from "../../campaign/index.ts";
import type { Answer, Day } from "../../campaign/index.ts";
import { draftOf, saveDraft } from "../../ledger/drafts.ts";
import type { DraftAnswer } from "../../ledger/drafts.ts";
import type { Db } from "../../ledger/tables.ts";
import { plain } from "../../write/plain.ts";
import { namesIn } from "../desk/officers.ts";
import type { Visit } from "./visit.ts";

export interface ChecklistAnswer extends DraftAnswer {
  readonly answer: Answer;
}

export interface ChecklistDraft {
  /** By item; grows as answers are given. */
  readonly answers: Map<string, ChecklistAnswer>;
  /** Names of the inspectors, joined; null where they were not given before. */
  readonly officers: string | null;
  /** The day it was begun for; null where nothing was kept. */
  readonly day: Day | null;
}

/** Not items' codes: they have no number. */
const officersItem = "检查人员";
const dayItem = "检查日期";

/** What was answered so far of the items that are asked today. */
export async function reopenDraft(
  { campaign, items, draftKey }: Visit,
  db: Db = campaign.ledger.db,
): Promise<ChecklistDraft> {
  const saved = await draftOf(db, draftKey);
  const kept = items.flatMap(({ code }): [string, ChecklistAnswer][] => {
    const given = saved.get(code);
    const answer = answers.find((one) => one === given?.answer);
    return given && answer ? [[code, { ...given, answer }]] : [];
  });
  const day = saved.get(dayItem)?.answer ?? "";
  return {
    answers: new Map(kept),
    officers: saved.get(officersItem)?.answer ?? null,
    day: isDay(day) ? day : null,
  };
}

/** Who inspects, as written or as kept, and on which day. */
export interface Party {
  /** null where nobody is named. */
  readonly by: string | null;
  readonly on: Day;
}

/**
 * The inspectors and the day of an inspection taken up again: those it was begun with, unless others were written and are chosen.
 * @throws Stop when others were written and nobody sits there to choose
 */
export async function partyOf({ office, subject }: Visit, draft: ChecklistDraft, by: string | null): Promise<Party> {
  if (draft.answers.size === 0) return { by, on: office.on };
  const kept: Party = { by: draft.officers, on: draft.day ?? office.on };
  const written: Party = { by: by ?? kept.by, on: office.wanted.on ? office.on : kept.on };
  const named = ({ by: names }: Party): string[] => namesIn(names ?? undefined);
  if (named(kept).toSorted().join() === named(written).toSorted().join() && kept.on === written.on) return kept;
  const told = (party: Party): string => `${named(party).join("、") || "没有写检查人员"}，${party.on}`;
  const differs = `${subject.subject} ${subject.name} 有没答完的检查（${told(kept)}），现在写的是 ${told(written)}`;
  if (!office.io.interactive)
    refuse("draft-differs", differs, { hint: "接着上次答的去掉 --by 和 --on；改人、改日期的在终端上运行，按提示选" });
  return office.io.ask.choose({
    message: plain(differs),
    instead: "去掉 --by 和 --on",
    choices: [
      { name: plain(`沿用原来的人和日期（${told(kept)}）`), value: kept },
      { name: plain(`改用现在的（${told(written)}）`), value: written },
    ],
  });
}

/** Puts one answer on the disk, then into the draft. */
export async function keepAnswer(
  visit: Visit,
  draft: ChecklistDraft,
  item: string,
  given: ChecklistAnswer,
): Promise<void> {
  await keepAnswers(visit, draft, new Map([[item, given]]));
}

/** The same for several items, in one transaction. */
export async function keepAnswers(
  visit: Visit,
  draft: ChecklistDraft,
  given: ReadonlyMap<string, ChecklistAnswer>,
): Promise<void> {
  const { office, campaign, draftKey } = visit;
  await campaign.ledger.db.transaction().execute(async (db) => {
    if (draft.answers.size === 0) await keepParty(visit, draft.officers, db);
    for (const [item, answer] of given) await saveDraft(db, draftKey, item, answer, office.io.now());
  });
  for (const [item, answer] of given) draft.answers.set(item, answer);
}

/** The draft with its inspectors and day, so that nobody is asked again; on the disk as soon as there is an answer to keep. */
export async function withOfficers(
  visit: Visit,
  draft: ChecklistDraft,
  names: readonly string[],
): Promise<ChecklistDraft> {
  const officers = names.join("、");
  const day = visit.office.on;
  if (draft.answers.size > 0 && (draft.officers !== officers || draft.day !== day)) await keepParty(visit, officers);
  return { ...draft, officers, day };
}

async function keepParty(
  { office, campaign, draftKey }: Visit,
  officers: string | null,
  db: Db = campaign.ledger.db,
): Promise<void> {
  for (const [item, answer] of [
    [officersItem, officers],
    [dayItem, office.on],
  ] as const)
    if (answer !== null) await saveDraft(db, draftKey, item, { answer, note: "", evidence: null }, office.io.now());
}

/** How many of the items are answered. */
export function answeredCount({ items }: Visit, draft: ChecklistDraft): number {
  return items.filter(({ code }) => isComplete(draft.answers.get(code))).length;
}

/** A failed item is answered when its note is there and its evidence was asked for. */
export function isComplete(given: ChecklistAnswer | undefined): boolean {
  return given !== undefined && (given.answer !== "不合格" || (given.note !== "" && given.evidence !== null));
}
