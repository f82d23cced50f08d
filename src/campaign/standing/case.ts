/** Penalty cases (处罚案件) by their steps, and measures (强制措施) until their day. */
import { afterLimit } from "../life.ts";
import { measureLife } from "../measure.ts";
import type { MeasureState } from "../measure.ts";
import type { CaseStage, CaseStep } from "../penalty/course.ts";
import { caseState } from "../penalty/state.ts";
import type { CaseState } from "../penalty/state.ts";
import { inForce } from "./as-of.ts";
import type { Snapshot } from "./as-of.ts";
import { histories, successions } from "./facts.ts";
import type { FactRows, Facts } from "./facts.ts";

export interface CaseStanding<Rows extends FactRows = FactRows> {
  readonly kind: "case";
  readonly id: number;
  readonly state: CaseStage;
  readonly fact: Rows["penalty_case"];
  /** In the order taken. */
  readonly steps: readonly Rows["case_step"][];
  /** All that its steps left. */
  readonly course: CaseState;
}

interface CaseHistory<Rows extends FactRows> {
  readonly fact: Rows["penalty_case"];
  readonly steps: readonly Rows["case_step"][];
}

export function caseHistories<Rows extends FactRows>(
  facts: Pick<Facts<Rows>, "penalty_case" | "case_step">,
): CaseHistory<Rows>[] {
  if (facts.penalty_case.length === 0) return [];
  const steps = histories(successions.case_step, facts.case_step, ({ case_id }) => case_id);
  return facts.penalty_case.map((fact) => ({ fact, steps: steps.get(fact.id) ?? [] }));
}

export function casesOn<Rows extends FactRows>(
  cases: readonly CaseHistory<Rows>[],
  at: Snapshot,
): CaseStanding<Rows>[] {
  const standing: CaseStanding<Rows>[] = [];
  for (const { fact, steps: all } of cases) {
    if (!inForce(fact, at)) continue;
    const steps = all.filter((step) => inForce(step, at));
    const { procedure, happened_on: openedOn, acted_on: actedOn, officers, traits } = fact;
    const course = caseState(
      { procedure, openedOn, actedOn, officers, traits },
      steps.map(({ step, happened_on: on, details }) => ({ step, on, details })),
    );
    standing.push({ kind: "case", id: fact.id, state: course.stage, fact, steps, course });
  }
  return standing;
}

/** Findings of cases that ended (结案): fined and paid, they are late no longer. What is dropped (销案) settles nothing. */
export function settledIn(
  cases: readonly { readonly findings: readonly number[]; readonly steps: readonly { readonly step: CaseStep }[] }[],
): ReadonlySet<number> {
  const ended = cases.filter(({ steps }) => steps.some(({ step }) => step === "结案"));
  return new Set(ended.flatMap(({ findings }) => findings));
}

export function settledBy<Rows extends FactRows>(
  cases: readonly CaseHistory<Rows>[],
  at: Snapshot,
): ReadonlySet<number> {
  const standing = cases.filter(({ fact }) => inForce(fact, at));
  return settledIn(
    standing.map(({ fact, steps }) => ({ findings: fact.findings, steps: steps.filter((step) => inForce(step, at)) })),
  );
}

export interface MeasureStanding<Rows extends FactRows = FactRows> {
  readonly kind: "measure";
  readonly id: number;
  readonly state: MeasureState;
  readonly fact: Rows["case_measure"];
}

export function measuresOn<Rows extends FactRows>(
  measures: readonly Rows["case_measure"][],
  at: Snapshot,
): MeasureStanding<Rows>[] {
  const standing: MeasureStanding<Rows>[] = [];
  for (const fact of measures) {
    if (!inForce(fact, at)) continue;
    const state = afterLimit(measureLife, "采取中", fact.until, at.day);
    standing.push({ kind: "measure", id: fact.id, state, fact });
  }
  return standing;
}
