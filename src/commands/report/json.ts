/** A phase as scripts see it. */
import type { PhaseStanding } from "../../campaign/index.ts";

export function phaseJson({ phase, from, until, state, passed, left }: PhaseStanding): object {
  return { no: phase.no, name: phase.name, from, until, state, daysPassed: passed, daysLeft: left };
}
