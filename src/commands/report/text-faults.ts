/** What is wrong with the texts of reports, found before a return hangs on them. */
import { Stop } from "../../campaign/index.ts";
import type { Plan, Problem, ReportKind } from "../../campaign/index.ts";
import type { Office } from "../../office.ts";
import { hasTemplate } from "../paper/template.ts";
import { sampleGathered, sampleScope } from "./sample.ts";
import { sharedKinds } from "./scope.ts";
import { filled } from "./text.ts";

/** The kinds of report that the plan can give and that have a text. */
export function reportsWithText(office: Pick<Office, "home">, plan: Plan): ReportKind[] {
  const own = new Set(plan.reports.map(({ name }) => name));
  return [...plan.reports, ...sharedKinds(plan).filter(({ name }) => !own.has(name))].filter(({ template }) =>
    hasTemplate(office, template),
  );
}

/** Each fault once, though several kinds may share a text. */
export function reportTextFaults(office: Pick<Office, "home">, plan: Plan, kinds: readonly ReportKind[]): Problem[] {
  const faults = kinds.flatMap((kind) => faultsOf(office, plan, kind));
  return [...new Map(faults.map((fault) => [JSON.stringify(fault), fault])).values()];
}

/** A text that cannot be read is a fault like another: the rest is told as well, and a plan just adopted is adopted. */
function faultsOf(office: Pick<Office, "home">, plan: Plan, kind: ReportKind): readonly Problem[] {
  try {
    return fillingFaults(office, plan, kind);
  } catch (error) {
    if (error instanceof Stop) return error.problems;
    throw error;
  }
}

/** Filled as in mid-campaign; and, where that goes well, as on the first morning, when nothing has been counted. */
function fillingFaults(office: Pick<Office, "home">, plan: Plan, kind: ReportKind): readonly Problem[] {
  for (const fullness of ["full", "bare"] as const) {
    const scope = sampleScope(plan, kind, fullness);
    const opened = { plan, startedOn: scope.period.from };
    const rendered = filled(office, opened, scope, sampleGathered(plan, kind, fullness));
    if ("problems" in rendered) return rendered.problems;
  }
  return [];
}
