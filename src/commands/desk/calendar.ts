/** The working-day calendar of this office: the State Council's arrangements, and the county's file for what was announced since. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Stop, calendarFileName } from "../../campaign/index.ts";
import type { Arrangement, Calendar } from "../../campaign/index.ts";
import type { Office } from "../../office.ts";
import { loadCalendar, readArrangements } from "../../read/calendar.ts";

/** Reads 节假日.csv beside the ledger when it is there. @throws Stop naming each line that is not understood */
export async function calendarOf(office: Office): Promise<Calendar> {
  return loadCalendar(ownFile(office).arrangements);
}

export const ownPath = (office: Office): string => join(office.home.folder, calendarFileName);

/** What the county's file says; nothing where there is none. @throws Stop naming each line that is not understood */
export function ownFile(office: Office): { readonly arrangements: readonly Arrangement[] } {
  const path = ownPath(office);
  if (!existsSync(path)) return { arrangements: [] };
  const { arrangements, problems } = readArrangements(readFileSync(path, "utf8"), calendarFileName);
  if (problems.length > 0) throw new Stop(2, problems);
  return { arrangements };
}
