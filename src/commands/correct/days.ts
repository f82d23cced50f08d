/** A corrected day (日期): since when it counts, what goes along with it, and what stands in its way. */
import { dueDay, parseDuration, refuse } from "../../campaign/index.ts";
import type { Calendar, Day } from "../../campaign/index.ts";
import { daysAround, draggedBy } from "../../ledger/correction-days.ts";
import { rowsNamed } from "../../ledger/facts/whom.ts";
import type { New } from "../../ledger/ledger.ts";
import type { CorrectionRow, Db } from "../../ledger/tables.ts";
import type { Found } from "./find.ts";

interface Setting {
  readonly calendar: Calendar;
  /** Whether somebody said from which day on it is corrected. */
  readonly isDated: boolean;
}

/** The correction with those that follow from it; itself alone where it is not of a day. @throws Stop corrected-contradicts · corrected-before */
export async function withDays(
  db: Db,
  found: Found,
  row: New<CorrectionRow>,
  setting: Setting,
): Promise<New<CorrectionRow>[]> {
  if (row.field !== "happened_on" || row.value === null || row.was === null) return [row];
  if (setting.isDated)
    refuse("corrected-before", `${found.called}改的是日期，从两个日期里早的一天起就按更正后的算`, {
      hint: "去掉 --on",
    });
  if (found.table === "service" && found.row["method"] === "公告")
    refuse("corrected-contradicts", `${found.called}是公告送达，日期从公告那天算出来，不能单改`, {
      hint: `撤销后照公告的日期重新登记：tuban undo ${found.row.entry} --reason 公告日期登错`,
    });
  const to = row.value as Day;
  const { restsOn, bears } = await daysAround(db, found.table, found.row);
  if (restsOn !== null && to < restsOn.day)
    refuse("corrected-contradicts", `${found.called}的日期不能早于 ${restsOn.day}（${restsOn.called}）`, {
      hint: "核对日期；那一件也登错了的，先更正那一件",
    });
  if (bears !== null && to > bears.day)
    refuse("corrected-contradicts", `${found.called}的日期不能晚于 ${bears.day}（${bears.called}）`, {
      hint: "核对日期；那一件也登错了的，先更正那一件",
    });
  const own = { ...row, happened_on: to < row.was ? to : (row.was as Day) };
  const dragged = (await draggedBy(db, found.table, found.row)).map(
    ({ table, row: { id }, called, subject }): New<CorrectionRow> => ({
      ...own,
      fact: table,
      fact_id: id,
      subject,
      what: `${called}的日期`,
    }),
  );
  return [own, ...dragged, ...(found.table === "service" ? await dueAgain(db, found, own, setting) : [])];
}

/** The due day and its rule in words, counted from the corrected day of service; where they change. */
async function dueAgain(
  db: Db,
  { row: service, called }: Found,
  own: New<CorrectionRow>,
  { calendar }: Setting,
): Promise<New<CorrectionRow>[]> {
  const [order] = await rowsNamed(db, "orders", [Number(service["order_id"])]);
  const deadline = order?.["deadline"];
  if (typeof deadline !== "string") return [];
  const limit = { deadline: parseDuration(deadline), bound: (order?.["due_bound"] ?? null) as Day | null };
  const { last, rule } = dueDay(calendar, limit, own.value as Day);
  const due = last?.settled === true ? last.due : null;
  return (
    [
      ["due_on", "到期日", due],
      ["due_rule", "期限的算法", rule],
    ] as const
  ).flatMap(([field, title, value]) => {
    const was = service[field];
    const before = typeof was === "string" ? was : null;
    return value === before ? [] : [{ ...own, field, what: `${called}的${title}`, was: before, value }];
  });
}
