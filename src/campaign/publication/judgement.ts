/** Who may stand on which list: a subject judged for the next version, taken down, or let back. */
import { hint, next } from "../../base/next.ts";
import type { Next } from "../../base/next.ts";
import { deadline, formatDuration, isOver, lastDayText } from "../calendar.ts";
import type { LastDay } from "../calendar.ts";
import type { Day } from "../../base/day.ts";
import { asks } from "../inspection.ts";
import { inForceOn } from "../plan.ts";
import { nextChange, listingProblem, takeDownDue } from "../listing.ts";
import type { ListingState } from "../listing.ts";
import type { GateName, ListName, ListRule, Plan, Situation } from "../plan.ts";
import type { Problem } from "../../base/problem.ts";
import { decisionsOf, isServed } from "./candidate.ts";
import type { CandidateFacts, JudgedBy } from "./candidate.ts";
import { findingsBehind, gates } from "./gates.ts";
import type { Held } from "./gates.ts";
import { answeredOnPaper } from "./paper.ts";

export interface GateVerdict {
  /** 名单状态: what happened to the name on this list before (an open objection, a removal). */
  readonly gate: GateName | "名单状态";
  readonly held: Held;
}

/** What becomes of one subject in the next version of a list. */
export interface Judgement {
  /** Names of all situations that it stands for, or of all that fit where none stands; empty when the subject is no candidate. */
  readonly situations: readonly string[];
  readonly verdicts: readonly GateVerdict[];
  /** In the present version: stays while the gates hold, leaves when one no longer does. */
  readonly listed: boolean;
  readonly stands: boolean;
  /** Why it is no candidate although a situation fits: it belongs on the other list. null otherwise. */
  readonly elsewhere: string | null;
}

/**
 * Judges one subject for one list. Nobody is a candidate of both: who meets all conditions of the 黑名单 is held back from the 白名单,
 * and who meets all of the 白名单 is no candidate of a 黑名单 whose conditions are not all met.
 */
export function judge(rule: ListRule, facts: CandidateFacts, measure: JudgedBy): Judgement {
  const alone = judgeAlone(rule, facts, measure);
  const other = listRuleOn(measure.plan, rule.name === "白名单" ? "黑名单" : "白名单", measure.day);
  if (other === null || alone.listed || alone.verdicts.length === 0) return alone;
  if (rule.name === "黑名单") {
    if (alone.stands || !judgeAlone(other, facts, measure).stands) return alone;
    return { ...alone, situations: [], verdicts: [], elsewhere: "符合白名单的全部条件，不作黑名单候选" };
  }
  if (!alone.stands || facts.blacklisted || !judgeAlone(other, facts, measure).stands) return alone;
  const held = {
    reason: "黑名单的条件也全部符合，两个名单只能上一个",
    next: next("publish blacklist", [], { preview: true }),
  };
  return { ...alone, stands: false, verdicts: [...alone.verdicts, { gate: "未在黑名单", held }] };
}

function judgeAlone(rule: ListRule, facts: CandidateFacts, measure: JudgedBy): Judgement {
  const state = facts.states[rule.name] ?? "未列入";
  const listed = state === "在列" || state === "在列异议中";
  const meant = rule.name === "黑名单" || facts.kind === "机构";
  const fitting = meant ? rule.situations.filter((situation) => fits(rule.name, situation, facts)) : [];
  const problem = listingProblem("公布", { ...facts, list: rule.name, state });
  const before: GateVerdict = {
    gate: "名单状态",
    held: problem && { reason: problem.message, next: nextIn(facts.subject, rule.name, state) },
  };
  const tried = (listed ? [...fitting, anySituation] : fitting).map((situation): Tried => ({
    name: situation.name,
    verdicts: [
      before,
      ...rule.gates.map((gate): GateVerdict => ({
        gate,
        held: listed && facts.onPaper && answeredOnPaper.has(gate) ? null : gates[gate](facts, measure, situation),
      })),
    ],
  }));
  const standing = tried.filter((one) => heldIn(one) === 0);
  const [nearest] = standing.length > 0 ? standing : tried.toSorted((one, two) => heldIn(one) - heldIn(two));
  return {
    situations: (standing.length > 0 ? standing : tried).flatMap(({ name }) => name || []),
    verdicts: nearest?.verdicts ?? [],
    listed,
    stands: standing.length > 0,
    elsewhere: null,
  };
}

/** One situation with what each condition says of it. */
interface Tried {
  readonly name: string;
  readonly verdicts: readonly GateVerdict[];
}

const heldIn = ({ verdicts }: Tried): number => verdicts.filter(({ held }) => held !== null).length;

/** A name already listed whose situation has passed stays until it is taken off; only the gates are asked again. */
const anySituation: Situation = { name: "", classes: [], severities: [], topics: [] };

const asksFindings = ({ severities, topics }: Situation): boolean => severities.length > 0 || topics.length > 0;

/**
 * Whether the situation (情形) makes a candidate of the subject. One without conditions stands for all on a 白名单;
 * on a 黑名单 it is for people to say, by giving notice.
 */
function fits(list: ListName, situation: Situation, facts: CandidateFacts): boolean {
  if (situation.classes.length === 0 && !asksFindings(situation))
    return list === "白名单" || facts.states[list] === "拟列入";
  return (
    asks(situation.classes, facts.licenceClass) &&
    (!asksFindings(situation) || findingsBehind(facts, situation).length > 0)
  );
}

function nextIn(subject: number, list: ListName, state: ListingState): Next {
  if (state === "拟列入异议中") return nextChange("复核维持", { subject, list });
  if (state === "整改中") return nextChange("恢复", { subject, list });
  return nextChange("告知", { subject, list });
}

/** The rule of a list in force on the day; null when the plan has none. */
export function listRuleOn(plan: Plan, list: ListName, day: Day): ListRule | null {
  return plan.lists.find((rule) => rule.name === list && inForceOn(rule, day)) ?? null;
}

/** A listed name whose decision was revoked. */
export interface TakeDown {
  readonly number: string;
  readonly revokedOn: Day;
  /** Three working days later (行政处罚法 第四十八条、第八十五条). */
  readonly due: LastDay;
}

/** Set when the decision behind a 黑名单 entry was withdrawn and no other holds it up. */
export function takeDownOf(facts: CandidateFacts, { day, calendar }: JudgedBy): TakeDown | null {
  if (decisionsOf(facts).some((decision) => isServed(decision, day))) return null;
  const revoked = facts.orders.findLast(
    ({ effect, withdrawnOn }) => (effect === "处罚" || effect === "取缔") && withdrawnOn !== null,
  );
  if (!revoked?.withdrawnOn) return null;
  return { number: revoked.number, revokedOn: revoked.withdrawnOn, due: takeDownDue(calendar, revoked.withdrawnOn) };
}

/** What stands against a name coming back from 移出白名单·整改中: the conditions, an inspection passed since, the time the plan gives. @throws Stop calendar-unknown-year */
export function restoreProblems(rule: ListRule, facts: CandidateFacts, since: Day, measure: JudgedBy): Problem[] {
  const { subject, name, visits } = facts;
  const problems = rule.gates.flatMap((gate): Problem[] => {
    const verdict = gates[gate](facts, measure, anySituation);
    return verdict
      ? [
          {
            code: "gate-held",
            message: `${name}：${verdict.reason}`,
            ...(verdict.next && { hint: hint`先办：${verdict.next}` }),
          },
        ]
      : [];
  });
  const passed = visits.some(
    ({ on, result }) => on >= since && on <= measure.day && (result === "合格" || result === "已整改"),
  );
  if (!passed)
    problems.push({
      code: "not-verified",
      message: `${name} 自 ${since} 移出整改以来没有检查合格的记录`,
      hint: hint`先检查：${next("inspect", [subject], { kind: "验收" })}`,
    });
  if (rule.wayBack === null) return problems;
  const end = deadline(measure.calendar, since, rule.wayBack);
  if (isOver(end, measure.day))
    problems.push({
      code: "way-back-over",
      message: `${name} 自 ${since} 起整改，方案给的 ${formatDuration(rule.wayBack)} 到 ${lastDayText(end)} 为止，已经超过`,
      hint: hint`不再恢复，登记移出：${nextChange("移出", { subject, list: rule.name })}`,
    });
  return problems;
}
