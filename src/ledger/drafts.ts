/** Drafts: answers given and not yet recorded as facts. Each is on the disk before the next question is asked. */
import type { KeptFile } from "./evidence/files.ts";
import { fromJson, toJson } from "./json.ts";
import type { Db } from "./tables.ts";

/** One unfinished piece of work: who is inspected, and what for, e.g. 检查:排查. */
export interface DraftKey {
  readonly campaign: string;
  readonly subject: number;
  readonly task: string;
}

export interface DraftAnswer {
  readonly answer: string;
  readonly note: string;
  /** Files already kept; null while they have not been asked for. */
  readonly evidence: readonly KeptFile[] | null;
}

/** What was answered so far, by item. */
export async function draftOf(db: Db, key: DraftKey): Promise<ReadonlyMap<string, DraftAnswer>> {
  const rows = await whereKey(db.selectFrom("draft").selectAll(), key).execute();
  return new Map(
    rows.map(({ item, answer, note, evidence }) => [item, { answer, note, evidence: fromJson(evidence) }]),
  );
}

/** Saves one answer, in place of an earlier one to the same item. */
export async function saveDraft(db: Db, key: DraftKey, item: string, given: DraftAnswer, at: Date): Promise<void> {
  const values = {
    answer: given.answer,
    note: given.note,
    evidence: toJson(given.evidence),
    saved_at: at.toISOString(),
  };
  await db
    .insertInto("draft")
    .values({ ...key, item, ...values })
    .onConflict((conflict) => conflict.columns(["campaign", "subject", "task", "item"]).doUpdateSet(values))
    .execute();
}

/** Drops a draft: inside the recording that turns it into facts. */
export async function clearDraft(db: Db, key: DraftKey): Promise<void> {
  await whereKey(db.deleteFrom("draft"), key).execute();
}

function whereKey<Query extends { where(column: keyof DraftKey, is: "=", value: string | number): Query }>(
  query: Query,
  key: DraftKey,
): Query {
  return query.where("campaign", "=", key.campaign).where("subject", "=", key.subject).where("task", "=", key.task);
}
