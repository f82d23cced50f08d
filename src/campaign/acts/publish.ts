/** Publishing a version of a list (公布): who is on it, who comes, who leaves, and who of those named is held back. */
import { hint, joined, next, particular } from "../../base/next.ts";
import type { Hint } from "../../base/next.ts";
import type { Calendar } from "../calendar.ts";
import type { Day } from "../../base/day.ts";
import type { New } from "../facts/column.ts";
import type { KindRows } from "../facts/kinds.ts";
import type { ListRule, Plan } from "../plan.ts";
import type { Problem } from "../../base/problem.ts";
import type { CandidateFacts } from "../publication/candidate.ts";
import { publicEntry } from "../publication/entry.ts";
import type { CarriedEntry, PublicEntry } from "../publication/entry.ts";
import { judge } from "../publication/judgement.ts";
import type { Judgement } from "../publication/judgement.ts";
import { isFromPaper } from "../publication/paper.ts";
import type { ActLaw } from "./act.ts";

/** One subject, judged for the list. */
export interface Candidate {
  readonly facts: CandidateFacts;
  readonly judgement: Judgement;
}

export interface EditionKnown {
  /** Everybody on the roster, by short number. */
  readonly facts: readonly CandidateFacts[];
  /** The entries that stand on the list, by subject; and since when each is on it without a break. */
  readonly present: ReadonlyMap<number, Omit<CarriedEntry, "since">>;
  readonly since: ReadonlyMap<number, Day>;
}

export interface EditionAsked {
  readonly campaign: string;
  readonly plan: Plan;
  readonly rule: ListRule;
  readonly on: Day;
  readonly calendar: Calendar;
  /** Of those that are not on the list yet, only these; null: all that stand. */
  readonly only: readonly number[] | null;
}

/** A version as it would be. */
export interface EditionToBe {
  /** Everyone looked at; those that no situation fits among them. */
  readonly candidates: readonly Candidate[];
  readonly entries: readonly PublicEntry[];
  /** Those that come with this version. */
  readonly fresh: ReadonlySet<number>;
  /** On the present version, and a gate no longer holds. */
  readonly leaving: readonly { readonly subject: number; readonly name: string; readonly reason: string }[];
}

/** Judges everybody and makes the next version; with `only`, of those who are new only these. */
export function editionOf({ facts, present, since }: EditionKnown, asked: EditionAsked): EditionToBe {
  const { plan, rule, on, calendar, only } = asked;
  const measure = { plan, day: on, calendar };
  const candidates = facts
    .filter(({ kind, states }) => plan.scope.includes(kind) || states[rule.name] !== undefined)
    .map((one): CandidateFacts => {
      const entry = present.get(one.subject);
      return entry && isFromPaper(entry) ? { ...one, onPaper: true } : one;
    })
    .map((one): Candidate => ({ facts: one, judgement: judge(rule, one, measure) }));
  const standing = candidates.filter(
    ({ facts: { subject }, judgement }) =>
      judgement.stands && (judgement.listed || only === null || only.includes(subject)),
  );
  const entries = standing.map((one) => {
    const listed = present.get(one.facts.subject);
    const carried = listed ? { ...listed, since: since.get(one.facts.subject) ?? on } : null;
    return publicEntry(rule, one.facts, one.judgement, measure, carried);
  });
  return {
    candidates,
    entries,
    fresh: new Set(entries.flatMap(({ subject }) => (present.has(subject) ? [] : subject))),
    leaving: candidates
      .filter(({ judgement }) => judgement.listed && !judgement.stands)
      .map(({ facts: { subject, name }, judgement }) => ({ subject, name, reason: reasonsOf(judgement) })),
  };
}

/** Why a candidate is held back, in one line; empty when it stands. */
export function reasonsOf({ verdicts }: Judgement): string {
  return verdicts.flatMap(({ held }) => held?.reason ?? []).join("；");
}

export interface PublishKnown extends EditionToBe {
  /** The day of the last thing recorded of the list, whatever the day one looks from. */
  readonly last: Day | null;
  /** What the public gets. */
  readonly version: number;
  readonly text: Readonly<Record<"title" | "markdown" | "csv", string>>;
}

/** The version, its entries, which name it by its number, and the removal of everybody who was on the list and is not in it. */
export interface EditionMade {
  readonly publication: New<KindRows["publication"]>;
  readonly listings: readonly Omit<New<KindRows["listing"]>, "publication">[];
  readonly removals: readonly New<KindRows["listing_change"]>[];
}

export const publishing: ActLaw<PublishKnown, EditionAsked, EditionMade> = {
  problems(known, asked) {
    const late = publishedSinceProblem(known.last, asked);
    return late ? [late] : heldBackProblems(known, asked.only ?? []);
  },

  facts({ entries, leaving, version, text }, { campaign, rule: { name: list }, on: happened_on }) {
    const { title, markdown, csv } = text;
    return {
      publication: { campaign, list, version, title, markdown, csv, happened_on },
      listings: entries.map(({ subject, name, situation, reason, basis, until }) => ({
        campaign,
        list,
        subject,
        name,
        situation,
        reason,
        basis,
        until,
        happened_on,
      })),
      removals: leaving.map(({ subject, reason }) => ({
        campaign,
        list,
        subject,
        change: "移出",
        reason,
        happened_on,
      })),
    };
  },
};

/** A version that another one followed cannot be made any more. */
export function publishedSinceProblem(
  last: Day | null,
  { rule: { name }, on }: Pick<EditionAsked, "rule" | "on">,
): Problem | null {
  if (last === null || last <= on) return null;
  return {
    code: "listing-day-past",
    message: `${name}在 ${last} 已有登记，不能补做 ${on} 的公布`,
    hint: hint`${particular({ on: true })} 不早于 ${last}`,
  };
}

/** Who was chosen but does not stand: why, for each. */
function heldBackProblems({ candidates }: EditionToBe, only: readonly number[]): Problem[] {
  return candidates
    .filter(({ facts, judgement }) => only.includes(facts.subject) && !judgement.stands)
    .map(({ facts: { subject, name }, judgement }) => {
      const way = judgement.verdicts.find(({ held }) => held?.next)?.held?.next ?? null;
      const leaveOut = hint`从 ${particular({ only: true })} 里去掉`;
      return {
        code: "candidate-held",
        message: `${subject} ${name} 不能列入：${judgement.elsewhere ?? (reasonsOf(judgement) || "不符合列入情形")}`,
        hint: way === null ? leaveOut : joined([hint`先办：${way}`, hint`或者${leaveOut}`], "；"),
      };
    });
}

/** A list goes out with where to object to it and have it put right; what the plan leaves blank is asked for. */
export function noContactProblem(plan: Plan, { name }: ListRule): Problem {
  const blank = plan.blanks.find(({ path }) => path.includes(name) && path.includes("异议渠道"));
  const once = hint`本次用 ${particular({ contact: "电话和地址" })} 给出`;
  const always = (path: string): Hint =>
    hint`一律照办的写进方案：${next("plan adopt", [plan.code], { fill: `${path}=电话和地址` })}`;
  return {
    code: "no-contact",
    message: `${name}没有异议与更正的联系方式，不能公布`,
    hint: blank ? joined([once, always(blank.path)], "；") : once,
  };
}
