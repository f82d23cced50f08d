/** The working-day calendar of this office: the State Council's arrangements, and the county's file for what was announced since. */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Stop, calendarFileName } from "../campaign/index.ts";
import type { Calendar } from "../campaign/index.ts";
import type { Office } from "../office.ts";
import { loadCalendar, readArrangements } from "../read/calendar.ts";

/** Reads 节假日.csv beside the ledger when it is there. @throws Stop naming each line that is not understood */
export async function calendarOf(office: Office): Promise<Calendar> {
  const file = join(dirname(office.ledgerPath), calendarFileName);
  if (!existsSync(file)) return loadCalendar();
  const { arrangements, problems } = readArrangements(readFileSync(file, "utf8"), calendarFileName);
  if (problems.length > 0) throw new Stop(2, problems);
  return loadCalendar(arrangements);
}
