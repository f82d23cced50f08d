/** How old the last backup is, and from when on it is due. */
import { begunAt } from "../../ledger/journal.ts";
import { setting } from "../../ledger/settings.ts";
import type { Db } from "../../ledger/tables.ts";

/** A week's work is lost at most, calendar days. */
export const backupDue = 7;

const days = (from: string, now: Date): number => Math.floor((now.getTime() - new Date(from).getTime()) / 86_400_000);

/** How many days ago the last backup was; null when there was none. */
export async function daysSinceBackup(db: Db, now: Date): Promise<number | null> {
  const last = await setting(db, "backup");
  return last === null ? null : days(last, now);
}

/** For the day's screen; "" while nothing of a week's work would be lost, and where a server's administrator makes the backups. */
export async function backupReminder(db: Db, now: Date): Promise<string> {
  const since = await daysSinceBackup(db, now);
  if (since !== null) return since > backupDue ? `上次备份在 ${since} 天以前：tuban backup\n` : "";
  const begun = await begunAt(db);
  const age = begun === null ? 0 : days(begun, now);
  return age > backupDue ? `账已记了 ${age} 天，还没有备份过：tuban backup\n` : "";
}
