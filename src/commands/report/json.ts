/** A report as scripts see it. */
import type { PhaseStanding } from "../../campaign/index.ts";
import type { DueFinding, OpenFinding } from "../../ledger/numbers/open-findings.ts";
import type { OpenedCampaign } from "../desk/campaign.ts";
import type { GatheredReport } from "./gather.ts";
import type { Scope } from "./scope.ts";

export function reportJson(
  { code, plan, startedOn }: OpenedCampaign,
  scope: Scope,
  { checkCode, figures, figuresByTown, hazards, overdue, coming, ...lists }: GatheredReport,
): object {
  const { period, cutOff, previous, kind, phases } = scope;
  return {
    campaign: code,
    name: plan.name,
    region: plan.region.name,
    town: scope.town ?? null,
    report: kind.name,
    phase: phases[0] ? phaseJson(phases[0]) : null,
    phases: phases.map(phaseJson),
    from: period.from,
    to: period.to,
    asOf: cutOff,
    previousPeriod: previous,
    startedOn,
    checkCode,
    indicators: figures,
    indicatorsByTown: figuresByTown.map(({ town, figures: indicators }) => ({ town, indicators })),
    byTown: lists.towns,
    ranking: lists.ranking,
    byLead: lists.leads,
    leadTotal: lists.leadTotal,
    byTopic: lists.topics,
    cutoff: scope.moment?.text ?? null,
    ...(lists.openings.length > 0 && { openings: lists.openings }),
    late: lists.late,
    hazards: hazards.rows.map(hazardJson),
    hazardsTotal: hazards.total,
    overdue: overdue.rows.map(dueJson),
    overdueTotal: overdue.total,
    comingDue: { ...scope.coming, findings: coming.rows.map(dueJson), total: coming.total },
  };
}

export function phaseJson({ phase, from, until, state, passed, left }: PhaseStanding): object {
  return { no: phase.no, name: phase.name, from, until, state, daysPassed: passed, daysLeft: left };
}

function hazardJson({ id, subject, name, town, label, lead, day }: OpenFinding): object {
  return { finding: id, subject, name, town, text: label, lead, foundOn: day };
}

function dueJson({ id, subject, name, town, label, order_number, due_on, lead }: DueFinding): object {
  return { finding: id, subject, name, town, text: label, order: order_number, dueOn: due_on, lead };
}
