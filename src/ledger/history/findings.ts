/** Inspections, findings, their re-checks and close-outs. */
import type { Day } from "../../campaign/index.ts";
import type { Reading } from "../ledger.ts";
import { eventOf, rowsOf } from "./event.ts";
import type { Told } from "./event.ts";

export async function inspectionEvents(db: Reading, asOf: Day, subject: number): Promise<Told[]> {
  const visits = await db
    .selectFrom("inspection")
    .selectAll()
    .where("subject", "=", subject)
    .where("happened_on", "<=", asOf)
    .execute();
  const officers = await rowsOf(
    visits.map(({ id }) => id),
    (ids) => db.selectFrom("attendance").selectAll().where("inspection", "in", ids).orderBy("id").execute(),
  );
  return visits.map((row) => {
    const by = officers.filter(({ inspection }) => inspection === row.id).map(({ name, unit }) => `${name}（${unit}）`);
    const what = row.kind === "复查" || row.kind === "回头看" ? "复查" : "检查";
    return eventOf(row, what, [row.kind, row.result, by.length > 0 ? `检查人员 ${by.join("、")}` : "", row.note]);
  });
}

export async function findingEvents(db: Reading, asOf: Day, subject: number): Promise<Told[]> {
  const findings = await db.selectFrom("finding").selectAll().where("subject", "=", subject).execute();
  const ids = findings.map(({ id }) => id);
  const outcomes = await rowsOf(ids, (some) =>
    db.selectFrom("review_outcome").selectAll().where("finding", "in", some).execute(),
  );
  const closings = await rowsOf(ids, (some) =>
    db.selectFrom("close_out").selectAll().where("finding", "in", some).execute(),
  );
  const named = (id: number): string => `问题 ${id}`;
  return [
    ...findings.map((row) =>
      eventOf(row, "问题", [
        `${named(row.id)}［${row.severity}］${row.item} 不符合“${row.text}”`,
        row.note,
        row.lead === "" ? "" : `牵头 ${row.lead}`,
        row.relapse_of === null ? "" : `${named(row.relapse_of)} 反弹`,
      ]),
    ),
    ...outcomes.map((row) => eventOf(row, "复查", [named(row.finding), row.outcome, row.note])),
    ...closings.map((row) => eventOf(row, "销号", [named(row.finding), `销号人 ${row.closed_by}`, row.note])),
  ].filter(({ day }) => day <= asOf);
}
