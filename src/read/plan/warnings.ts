/** What a plan may say but its office should know: phases that overlap or leave gaps, and blanks. */
import { addDays } from "../../campaign/index.ts";
import type { Phase, Plan, Problem } from "../../campaign/index.ts";
import type { Locate } from "./checks/parts.ts";

/** Phases in the file's order, each against the one before. */
export function phaseWarnings(plan: Plan, locate: Locate): Problem[] {
  return plan.phases.flatMap((phase, index) => {
    const before = plan.phases[index - 1];
    return before ? (overlap(before, phase, locate) ?? gap(before, phase, locate) ?? []) : [];
  });
}

function overlap(before: Phase, phase: Phase, locate: Locate): Problem | null {
  const from = phase.from ?? phase.until;
  if (before.until === null || from === null || from > before.until) return null;
  const last = phase.until !== null && phase.until < before.until ? phase.until : before.until;
  const days = from === last ? from : `${from}至${last}`;
  return {
    code: "plan-phase-overlap",
    message: `阶段${before.no}“${before.name}”与阶段${phase.no}“${phase.name}”重叠：${days}同属两个阶段。`,
    hint: "来源就是这样写的，可以不改；那几天的事项按各自的日期计，不按阶段分。",
    place: locate(phase, phase.from === null ? "止" : "自"),
  };
}

/** A phase of which the source gives only the end holds that day for certain, and none before it. */
function gap(before: Phase, phase: Phase, locate: Locate): Problem | null {
  const from = phase.from ?? phase.until;
  if (before.until === null || from === null || from <= addDays(before.until, 1)) return null;
  const [first, last] = [addDays(before.until, 1), addDays(from, -1)];
  const days = first === last ? first : `${first}至${last}`;
  return {
    code: "plan-phase-gap",
    message: `阶段${before.no}“${before.name}”之后，${days}没有写明属于哪个阶段。`,
    hint: phase.from === null ? `给阶段${phase.no}“${phase.name}”写上“自”。` : "检查两个阶段的起止日。",
    place: locate(phase, phase.from === null ? "止" : "自"),
  };
}

/** One warning per blank. */
export function blankWarnings(plan: Plan, file: string): Problem[] {
  return plan.blanks.map((blank) => ({
    code: "plan-blank",
    message: blank.path.endsWith(blank.note) ? `“${blank.path}”待填。` : `“${blank.path}”待填：${blank.note}。`,
    hint: "用到时会再提醒；确定后填进方案文件。",
    place: { file, ...(blank.line === null ? {} : { line: blank.line }) },
  }));
}
