/** The next version of a list as the ledger stands: who is on it, who is held back and why, who leaves, and the text the public gets. */
import { Stop, editionOf, listRuleOn, noListRuleProblem, publishedSinceProblem } from "../../campaign/index.ts";
import type { Day, EditionAsked, ListName, ListRule, Plan, PublishKnown } from "../../campaign/index.ts";
import { checkCode } from "../../ledger/tree/states.ts";
import type { Db } from "../../ledger/tables.ts";
import {
  candidateFacts,
  codeOn,
  entriesOn,
  lastListingDay,
  listedSince,
  nextVersion,
  publicationsOf,
} from "../../ledger/acts/listings.ts";
import { publicTextOf } from "./text.ts";
import type { PublicText } from "./text.ts";

export interface NextEdition extends PublishKnown {
  /** Whether it says the same as the version that the public has; with none, whether nobody is on it. */
  readonly unchanged: boolean;
  readonly text: PublicText;
}

export interface EditionSource extends EditionAsked {
  readonly contact: string;
  /** 第二批: how the version is called by what comes with it. */
  readonly batch: string | null;
}

/** Judges everybody and makes the next version of a list; records nothing. @throws Stop when a later one was recorded */
export async function nextEdition(db: Db, source: EditionSource): Promise<NextEdition> {
  const { campaign, plan, rule, on, contact, batch } = source;
  const last = await lastListingDay(db, campaign, rule.name, null);
  const late = publishedSinceProblem(last, source);
  if (late) throw new Stop(1, [late]);
  const known = {
    facts: await candidateFacts(db, on, campaign),
    present: await entriesOn(db, on, campaign, rule.name),
    since: await listedSince(db, on, campaign, rule.name),
  };
  const edition = editionOf(known, source);
  const { entries, fresh } = edition;
  const version = await nextVersion(db, campaign, rule.name);
  const imprint = { plan, rule, version, on, contact, fresh, batch, checkCode: await checkCode(db) };
  const before = (await publicationsOf(db, on, campaign, rule.name)).at(-1);
  const again = before && {
    ...imprint,
    version: before.version,
    on: before.happened_on,
    checkCode: await codeOn(db, before),
  };
  return {
    ...edition,
    version,
    last,
    unchanged: again ? publicTextOf(again, entries).csv === before.csv : entries.length === 0,
    text: publicTextOf(imprint, entries),
  };
}

/** The plan's rule for a list on the day. @throws Stop when the plan has none */
export function ruleOf(plan: Plan, list: ListName, on: Day): ListRule {
  const rule = listRuleOn(plan, list, on);
  if (rule === null) throw new Stop(1, [noListRuleProblem(plan, list, on)]);
  return rule;
}
