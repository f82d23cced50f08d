/** Penalty cases (行政处罚案件) as facts: opened, taken step by step; where one stands is folded by campaign/penalty. */
import { sql } from "kysely";
import { caseState, misuse } from "../campaign/index.ts";
import type { CaseState, CaseStep, Day, StepDetails } from "../campaign/index.ts";
import { fromJson } from "./json.ts";
import type { Reading } from "./ledger.ts";
import { institutionsNow, standing } from "./standing.ts";
import type { CaseMeasureRow, CaseStepRow, PenaltyCaseRow } from "./tables.ts";

/** One step as it was recorded. */
export interface CaseStepNow {
  readonly id: number;
  readonly entry: number;
  readonly step: CaseStep;
  readonly on: Day;
  readonly order: number | null;
  readonly details: StepDetails;
}

export interface CaseNow {
  readonly row: PenaltyCaseRow;
  readonly name: string;
  readonly address: string | null;
  readonly findings: readonly number[];
  readonly steps: readonly CaseStepNow[];
  readonly state: CaseState;
}

/** The cases of a campaign as of a day, oldest first; what was taken back is left out. */
export async function casesNow(
  db: Reading,
  asOf: Day,
  where: { campaign: string; subject?: number },
): Promise<CaseNow[]> {
  const ofSubject = where.subject === undefined ? sql`` : sql`and subject = ${where.subject}`;
  const cases = sql<PenaltyCaseRow>`with ${standing(asOf)} select * from penalty_case
    where campaign = ${where.campaign} ${ofSubject} and happened_on <= ${asOf} and entry not in (select entry from annulled) order by id`;
  const steps = sql<CaseStepRow>`with ${standing(asOf)} select * from case_step
    where happened_on <= ${asOf} and entry not in (select entry from annulled) order by happened_on, id`;
  const [rows, taken, subjects] = [
    (await cases.execute(db)).rows,
    (await steps.execute(db)).rows,
    new Map((await institutionsNow(db, asOf)).map((subject) => [subject.subject, subject])),
  ];
  return rows.map((row) => {
    const ours = taken.filter(({ case_id }) => case_id === row.id).map(stepOf);
    const subject = subjects.get(row.subject);
    return {
      row,
      name: subject?.name ?? "",
      address: subject?.address ?? null,
      findings: fromJson(row.findings),
      steps: ours,
      state: caseState(
        {
          procedure: row.procedure,
          openedOn: row.happened_on,
          actedOn: row.acted_on,
          officers: fromJson(row.officers),
          traits: fromJson(row.traits),
        },
        ours,
      ),
    };
  });
}

function stepOf({ id, entry, step, happened_on, order_id, details }: CaseStepRow): CaseStepNow {
  return { id, entry, step, on: happened_on, order: order_id, details: fromJson(details) };
}

/** The case by its short number (3 or #3) or its 案号. @throws Stop unknown-case */
export async function caseNamed(db: Reading, asOf: Day, campaign: string, query: string): Promise<CaseNow> {
  const term = query.trim().normalize("NFKC").replace(/^#/, "");
  const all = await casesNow(db, asOf, { campaign });
  const found = all.find(({ row }) => String(row.id) === term || row.number?.normalize("NFKC") === term);
  return (
    found ??
    misuse("unknown-case", `没有这个案件（截至 ${asOf}）：${query}`, {
      hint: "用 tuban case list 看编号；立案用 tuban case open 机构",
    })
  );
}

/** Measures taken, oldest first. */
export async function measuresNow(db: Reading, asOf: Day, campaign: string): Promise<CaseMeasureRow[]> {
  const query = sql<CaseMeasureRow>`with ${standing(asOf)} select * from case_measure
    where campaign = ${campaign} and happened_on <= ${asOf} and entry not in (select entry from annulled) order by id`;
  return (await query.execute(db)).rows;
}
