/** Findings that stand on a day: when each was closed, and of the open ones the stage and the due day. */
import { findingStages, isOverdue, stageOf, tellingOutcomes } from "../../campaign/index.ts";
import type { FindingStage, Severity } from "../../campaign/index.ts";
import type { Columns } from "../columns/columns.ts";
import type { Facts } from "../columns/facts.ts";
import { byPlace, lastOf, liveIn, liveInCampaign, placesWhere } from "./moment.ts";
import type { Moment } from "./moment.ts";
import { clocksOf, orderedOn } from "./orders.ts";
import type { Services } from "./orders.ts";
import { isHere } from "./people.ts";
import type { People } from "./people.ts";
import type { OpenStand, Stand } from "./state.ts";
import { codesOf, combined, noTraits } from "./traits.ts";
import type { FactTraits, Traits } from "./traits.ts";

/** By number of the finding: the day of its first close-out, 0 for none. */
export async function closingsOn(facts: Facts, moment: Moment): Promise<Int32Array> {
  const closings = await facts.of("close_out");
  const { count, finding: findings, happened_on: on } = closings;
  const live = liveIn(closings, moment);
  const first = new Int32Array(lastOf((await facts.of("finding")).id) + 1);
  for (let at = 0; at < count; at += 1) {
    if (!live(at)) continue;
    const [finding, day] = [findings[at] ?? 0, on[at] ?? 0];
    const before = first[finding] ?? 0;
    if (before === 0 || day < before) first[finding] = day;
  }
  return first;
}

export async function findingsOn(
  facts: Facts,
  moment: Moment,
  people: People,
  {
    closings,
    inForce,
    traits,
  }: { readonly closings: Int32Array; readonly inForce: Uint8Array; readonly traits: Stand["traits"] },
): Promise<Stand> {
  const findings = await facts.of("finding");
  const { id, entry, subject, lead, happened_on: day } = findings;
  const live = liveInCampaign(findings, moment);
  const here = isHere(facts, people);
  const places = placesWhere(findings.count, (at) => live(at) && here(subject[at] ?? 0));
  const days = { day, ordered_on: await orderedOn(facts, inForce, id), closed_on: byPlace(closings, id) };
  return { places, id, entry, subject, days, lead, traits };
}

/** Of all findings, whatever the day. */
export function findingTraits(findings: Columns<"finding">, visits: Columns<"inspection">): Traits<FactTraits> {
  const { inspection, severity, lead, order_kind: order, item, relapse_of: relapse } = findings;
  const kinds = visits.kind.texts;
  const kindOf = new Int32Array(lastOf(visits.id) + 1).fill(kinds.length);
  for (let at = 0; at < visits.count; at += 1) kindOf[visits.id[at] ?? 0] = visits.kind.codes[at] ?? 0;
  return combined(
    findings.count,
    [
      ...[severity, lead, order, item].map(codesOf),
      { size: kinds.length + 1, at: (place) => kindOf[inspection[place] ?? 0] ?? kinds.length },
      { size: 2, at: (place) => (relapse[place] ? 1 : 0) },
    ],
    (severityAt = 0, leadAt = 0, orderAt = 0, itemAt = 0, kindAt = 0, back = 0) => ({
      ...noTraits,
      severity: (severity.texts[severityAt] ?? null) as Severity | null,
      lead: lead.texts[leadAt] ?? null,
      order_kind: order.texts[orderAt] ?? null,
      item: item.texts[itemAt] ?? null,
      inspection_kind: kinds[kindAt] ?? null,
      relapse: back === 1,
    }),
  );
}

export async function openFindingsOn(
  facts: Facts,
  moment: Moment,
  findings: Stand,
  { inForce, services }: { readonly inForce: Uint8Array; readonly services: Services },
): Promise<OpenStand> {
  const { id, places, days } = findings;
  const open = places.filter((at) => days.closed_on?.[at] === 0);
  const order = await clocksOf(facts, inForce, id);
  const { outcome, outcomeOn } = await outcomesOn(facts, moment, id);
  const [due, stage, overdue] = [new Int32Array(id.length), new Uint8Array(id.length), new Uint8Array(id.length)];
  for (const at of open) {
    const taken = order[at] ?? 0;
    const [servedOn, dueOn] = [services.servedOn[taken] ?? 0, services.dueOn[taken] ?? 0];
    const said = tellingOutcomes[(outcome[at] ?? 0) - 1] ?? null;
    const known = {
      closed: false,
      taken: taken > 0,
      servedOn,
      dueOn,
      outcome: said,
      outcomeOn: outcomeOn[at] ?? 0,
    };
    due[at] = dueOn;
    stage[at] = findingStages.indexOf(stageOf(known, moment.day));
    overdue[at] = isOverdue(known, moment.day) ? 1 : 0;
  }
  const traits = async () => openTraits(await findings.traits(), open, { stage, overdue });
  return { ...findings, places: open, days: { ...days, due_on: due }, order, traits, stage, overdue };
}

/** The same with the stage. */
function openTraits(
  { of, all }: Traits<FactTraits>,
  open: Int32Array,
  { stage, overdue }: Pick<OpenStand, "stage" | "overdue">,
): Traits<FactTraits> {
  const staged = new Int32Array(of.length);
  const combinations: FactTraits[] = [];
  const numbers: (number | undefined)[] = [];
  for (const at of open) {
    const [from, stageAt, late] = [of[at] ?? 0, stage[at] ?? 0, overdue[at] ?? 0];
    const key = (from * findingStages.length + stageAt) * 2 + late;
    staged[at] = numbers[key] ??=
      combinations.push({
        ...(all[from] ?? noTraits),
        stage: findingStages[stageAt] ?? null,
        overdue: late === 1,
      }) - 1;
  }
  return { of: staged, all: combinations };
}

/** Whether an open finding is in this stage. */
export function inStage({ stage }: OpenStand, wanted: FindingStage): (at: number) => boolean {
  const code = findingStages.indexOf(wanted);
  return (at) => stage[at] === code;
}

/** By place of the finding: its latest telling outcome, counted from 1 in `tellingOutcomes`, and the day of it; 0 for none. */
async function outcomesOn(
  facts: Facts,
  moment: Moment,
  findings: Int32Array,
): Promise<{ readonly outcome: Int32Array; readonly outcomeOn: Int32Array }> {
  const outcomes = await facts.of("review_outcome");
  const { count, finding: reviewed, happened_on: on, outcome: said } = outcomes;
  const live = liveIn(outcomes, moment);
  const tells = said.texts.map((text) => (tellingOutcomes as readonly (string | null)[]).indexOf(text) + 1);
  const size = lastOf(findings) + 1;
  const [latest, latestOn] = [new Int32Array(size), new Int32Array(size)];
  for (let at = 0; at < count; at += 1) {
    const tell = tells[said.codes[at] ?? 0] ?? 0;
    if (tell === 0 || !live(at)) continue;
    const [finding, day] = [reviewed[at] ?? 0, on[at] ?? 0];
    if (day < (latestOn[finding] ?? 0)) continue;
    latest[finding] = tell;
    latestOn[finding] = day;
  }
  return { outcome: byPlace(latest, findings), outcomeOn: byPlace(latestOn, findings) };
}
