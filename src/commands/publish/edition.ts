/** The next version of a list as the ledger stands: who is on it, who is held back and why, who leaves, and the text the public gets. */
import { isFromPaper, judge, listRuleOn, publicEntry, refuse } from "../../campaign/index.ts";
import type {
  Calendar,
  CandidateFacts,
  Day,
  Judgement,
  ListName,
  ListRule,
  Plan,
  PublicEntry,
} from "../../campaign/index.ts";
import { checkCode } from "../../ledger/tree/states.ts";
import type { Db } from "../../ledger/tables.ts";
import {
  candidateFacts,
  codeOn,
  entriesOn,
  listedSince,
  nextVersion,
  publicationsOf,
} from "../../ledger/acts/listings.ts";
import { publicTextOf } from "./text.ts";
import type { PublicText } from "./text.ts";

export interface Candidate {
  readonly facts: CandidateFacts;
  readonly judgement: Judgement;
}

export interface NextEdition {
  readonly version: number;
  /** Everyone looked at, by short number; those that no situation fits among them. */
  readonly candidates: readonly Candidate[];
  readonly entries: readonly PublicEntry[];
  /** Those that come with this version. */
  readonly fresh: ReadonlySet<number>;
  /** On the present version, and a gate no longer holds. */
  readonly leaving: readonly { readonly subject: number; readonly name: string; readonly reason: string }[];
  /** Whether it says the same as the version that the public has; with none, whether nobody is on it. */
  readonly unchanged: boolean;
  readonly text: PublicText;
}

export interface EditionSource {
  readonly campaign: string;
  readonly plan: Plan;
  readonly rule: ListRule;
  readonly on: Day;
  readonly calendar: Calendar;
  readonly contact: string;
  /** Of those that are not on the list yet, only these; null: all that stand. */
  readonly only: readonly number[] | null;
  /** 第二批: how the version is called by what comes with it. */
  readonly batch: string | null;
}

/** Judges everybody and makes the next version of a list; records nothing. @throws Stop */
export async function nextEdition(
  db: Db,
  { campaign, plan, rule, on, calendar, contact, only, batch }: EditionSource,
): Promise<NextEdition> {
  const measure = { plan, day: on, calendar };
  const present = await entriesOn(db, on, campaign, rule.name);
  const facts = (await candidateFacts(db, on, campaign))
    .filter(({ kind, states }) => plan.scope.includes(kind) || states[rule.name] !== undefined)
    .map((one): CandidateFacts => {
      const entry = present.get(one.subject);
      return entry && isFromPaper(entry) ? { ...one, onPaper: true } : one;
    });
  const candidates = facts.map((one): Candidate => ({ facts: one, judgement: judge(rule, one, measure) }));
  const standing = candidates.filter(
    ({ facts: { subject }, judgement }) =>
      judgement.stands && (judgement.listed || only === null || only.includes(subject)),
  );
  const since = await listedSince(db, on, campaign, rule.name);
  const entries = standing.map((one) => {
    const listed = present.get(one.facts.subject);
    const carried = listed ? { ...listed, since: since.get(one.facts.subject) ?? on } : null;
    return publicEntry(rule, one.facts, one.judgement, measure, carried);
  });
  const fresh = new Set(entries.flatMap(({ subject }) => (present.has(subject) ? [] : subject)));
  const leaving = candidates
    .filter(({ judgement }) => judgement.listed && !judgement.stands)
    .map(({ facts: { subject, name }, judgement }) => ({ subject, name, reason: reasonsOf(judgement) }));
  const version = await nextVersion(db, campaign, rule.name);
  const imprint = { plan, rule, version, on, contact, fresh, batch, checkCode: await checkCode(db) };
  const last = (await publicationsOf(db, on, campaign, rule.name)).at(-1);
  const again = last && { ...imprint, version: last.version, on: last.happened_on, checkCode: await codeOn(db, last) };
  return {
    version,
    candidates,
    entries,
    fresh,
    leaving,
    unchanged: again ? publicTextOf(again, entries).csv === last.csv : entries.length === 0,
    text: publicTextOf(imprint, entries),
  };
}

/** Why a candidate is held back, in one line; empty when it stands. */
export function reasonsOf({ verdicts }: Judgement): string {
  return verdicts.flatMap(({ held }) => held?.reason ?? []).join("；");
}

/** The plan's rule for a list on the day. @throws Stop when the plan has none */
export function ruleOf(plan: Plan, list: ListName, on: Day): ListRule {
  return (
    listRuleOn(plan, list, on) ??
    refuse("no-list-rule", `方案 ${plan.code} 在 ${on} 没有${list}的规定`, {
      hint: `方案里有：${[...new Set(plan.lists.map(({ name }) => name))].join("、") || "（没有名单）"}；要公布就先写进方案再采用`,
    })
  );
}
