/** tuban undo: a whole entry of the journal taken back, with the reason; nothing is erased. */
import { addDays, misuse } from "../campaign/index.ts";
import { annul, journalEntry, lastImport } from "../ledger/annulment.ts";
import type { Db, JournalRow } from "../ledger/tables.ts";
import type { Office } from "../office.ts";
import { jsonText } from "../write/json.ts";
import { plain } from "../write/plain.ts";
import { actOf } from "./desk/campaign.ts";

export interface UndoOptions {
  readonly reason: string;
}

/** @throws Stop when the entry cannot be taken back; then all that rests on it is listed */
export async function undo(office: Office, seq: number, options: UndoOptions): Promise<void> {
  await takeBack(office, options, (db) => journalEntry(db, seq));
}

/** The same for an import: the one named, or the last that stands. */
export async function undoImport(office: Office, seq: number | undefined, options: UndoOptions): Promise<void> {
  await takeBack(office, options, async (db) => {
    if (seq === undefined) return lastImport(db);
    const target = await journalEntry(db, seq);
    return target.command === "import"
      ? target
      : misuse("not-an-import", `第 ${seq} 次登记不是导入：${target.summary}`, {
          hint: `确要撤销它：tuban undo ${seq} --reason 原因`,
        });
  });
}

async function takeBack(office: Office, options: UndoOptions, choose: (db: Db) => Promise<JournalRow>): Promise<void> {
  const reason = options.reason.trim();
  if (reason === "") misuse("no-reason", "撤销要写明原因", { hint: "加 --reason 原因" });
  const ledger = await office.ledger();
  const { value, seq } = await ledger.record(await actOf(office, "undo"), async (entry) => {
    const chosen = await choose(entry.db);
    entry.describe(`撤销第 ${chosen.seq} 次登记（${chosen.summary}）：${reason}`);
    return { target: chosen, from: await annul(entry, chosen, { on: office.wanted.on ? office.on : null, reason }) };
  });
  const { target, from } = value;
  const text = `已撤销第 ${target.seq} 次登记：${target.summary}（自 ${from} 起不再算数，记录仍在账上）`;
  office.io.out.write(
    office.json
      ? jsonText({ entry: seq, target: target.seq, summary: target.summary, on: from, reason })
      : `${plain(text)}\n`,
  );
  if (from > target.happened_on && !office.json)
    office.io.err.write(
      `注意：${target.happened_on} 到 ${addDays(from, -1)} 各日的数里仍有它；本来就登错的，还可以从发生那天起不算：tuban undo ${target.seq} --on ${target.happened_on} --reason 原因\n`,
    );
}
