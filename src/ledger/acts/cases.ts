/** Penalty cases (行政处罚案件) as facts: opened, taken step by step; where one stands is folded by campaign/penalty. */
import { hint, misuse, next, settledIn } from "../../campaign/index.ts";
import type { CaseStanding, CaseState, CaseStep, Day, StepDetails, SubjectStanding } from "../../campaign/index.ts";
import { inForceOn } from "../in-force.ts";
import { findingsIn } from "../now.ts";
import type { Whose } from "../now.ts";
import { rootsOf } from "../root.ts";
import type { CaseFact, RootRows } from "../root.ts";
import type { Db } from "../tables.ts";

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
  readonly row: CaseFact;
  readonly name: string;
  readonly address: string | null;
  readonly findings: readonly number[];
  readonly steps: readonly CaseStepNow[];
  readonly state: CaseState;
}

/** The cases of a campaign as of a day, oldest first; what was taken back is left out. */
export async function casesNow(db: Db, asOf: Day, { campaign, subject }: Whose): Promise<CaseNow[]> {
  let all = db.selectFrom("penalty_case").select("subject").distinct().where("campaign", "=", campaign);
  if (subject !== undefined) all = all.where("subject", "=", subject);
  const subjects = (await all.execute()).map((row) => row.subject);
  const { cases, subjects: parties } = (await rootsOf(db, subjects)).on({ day: asOf });
  const ours = new Set(subjects);
  return cases
    .filter(({ fact }) => fact.campaign === campaign && ours.has(fact.subject))
    .toSorted((one, other) => one.id - other.id)
    .map((one) => caseOf(one, parties));
}

/** The last case of a subject that is not closed; null where there is none. */
export async function caseUnderWay(db: Db, asOf: Day, campaign: string, subject: number): Promise<CaseNow | null> {
  const cases = await casesNow(db, asOf, { campaign, subject });
  return cases.findLast(({ state }) => state.stage !== "已结案") ?? null;
}

function caseOf(
  { fact, steps, course }: CaseStanding<RootRows>,
  parties: readonly SubjectStanding<RootRows>[],
): CaseNow {
  const party = parties.find(({ id, state }) => id === fact.subject && state === "在册")?.fact;
  return {
    row: fact,
    name: party?.name ?? "",
    address: party?.address ?? null,
    findings: fact.findings,
    steps: steps.map(({ id, entry, step, happened_on: on, order_id: order, details }) => ({
      id,
      entry,
      step,
      on,
      order,
      details,
    })),
    state: course,
  };
}

/**
 * How many findings under each order's clock are in cases that ended (结案) and were not put right otherwise: fined, paid
 * and closed, they wait for nobody.
 */
export async function settledByCases(
  db: Db,
  asOf: Day,
  campaign: string,
  cases: readonly CaseNow[],
): Promise<ReadonlyMap<number, number>> {
  const settled = settledIn(cases);
  const counts = new Map<number, number>();
  if (settled.size === 0) return counts;
  const about = cases.filter(({ findings }) => findings.some((id) => settled.has(id)));
  const standing = (await rootsOf(db, [...new Set(about.map(({ row }) => row.subject))])).on({ day: asOf });
  for (const { id, order_id: order, closed_on: closed, outcome } of findingsIn(standing, { campaign }))
    if (order !== null && closed === null && outcome !== "已整改" && settled.has(id))
      counts.set(order, (counts.get(order) ?? 0) + 1);
  return counts;
}

/** The case by its short number (3 or #3) or its 案号. @throws Stop unknown-case */
export async function caseNamed(db: Db, asOf: Day, campaign: string, query: string): Promise<CaseNow> {
  const term = query.trim().normalize("NFKC").replace(/^#/, "");
  const numbers = await db
    .selectFrom("penalty_case")
    .select(["id", "subject", "number"])
    .where("campaign", "=", campaign)
    .where((row) => row.or([row("id", "=", /^\d{1,9}$/.test(term) ? Number(term) : 0), row("number", "is not", null)]))
    .execute();
  const fitting = numbers.filter(({ id, number }) => String(id) === term || number?.normalize("NFKC") === term);
  for (const { id, subject } of fitting.toSorted((one, other) => one.id - other.id)) {
    const found = (await casesNow(db, asOf, { campaign, subject })).find(({ row }) => row.id === id);
    if (found) return found;
  }
  return misuse("unknown-case", `没有这个案件（截至 ${asOf}）：${query}`, {
    hint: hint`用 ${next("case list")} 看编号；立案用 ${next("case open", ["机构"])}`,
  });
}

/** The short number of the case in force that has this 案号; null where none has. */
export async function caseWithNumber(db: Db, asOf: Day, campaign: string, number: string): Promise<number | null> {
  const rows = await db
    .selectFrom("penalty_case")
    .select(["id", "entry", "happened_on"])
    .where("campaign", "=", campaign)
    .where("number", "=", number)
    .orderBy("id")
    .execute();
  return (await inForceOn(db, rows, { day: asOf }))[0]?.id ?? null;
}

/** The case that an order's paper was filled from, as it was frozen with it; null where it was filled from none. */
export async function caseOfOrder(db: Db, order: number): Promise<number | null> {
  const { fields } = await db.selectFrom("orders").select("fields").where("id", "=", order).executeTakeFirstOrThrow();
  const { 案件编号: number } = JSON.parse(fields) as { readonly 案件编号?: unknown };
  return typeof number === "number" ? number : null;
}
