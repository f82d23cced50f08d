/** Penalty cases and measures. */
import { sanctionsText } from "../../campaign/index.ts";
import type { Day } from "../../campaign/index.ts";
import { fromJson } from "../json.ts";
import type { Reading } from "../ledger.ts";
import { eventOf } from "./event.ts";
import type { Told } from "./event.ts";

export async function caseEvents(db: Reading, asOf: Day, subject: number): Promise<Told[]> {
  const cases = await db
    .selectFrom("penalty_case")
    .selectAll()
    .where("subject", "=", subject)
    .where("happened_on", "<=", asOf)
    .execute();
  const steps = await db
    .selectFrom("case_step")
    .innerJoin("penalty_case", "penalty_case.id", "case_step.case_id")
    .selectAll("case_step")
    .where("penalty_case.subject", "=", subject)
    .where("case_step.happened_on", "<=", asOf)
    .execute();
  const measures = await db
    .selectFrom("case_measure")
    .selectAll()
    .where("subject", "=", subject)
    .where("happened_on", "<=", asOf)
    .execute();
  return [
    ...cases.map((row) => eventOf(row, "案件", [`案件 ${row.id} 立案`, row.cause, `${row.approver}批准`])),
    ...steps.map((row) => {
      const { sanctions, note } = fromJson(row.details);
      return eventOf(row, "案件", [`案件 ${row.case_id} ${row.step}`, sanctions ? sanctionsText(sanctions) : "", note]);
    }),
    ...measures.map((row) =>
      eventOf(row, "措施", [row.measure, row.authority, row.basis, row.until === null ? "" : `至 ${row.until}`]),
    ),
  ];
}
