/** Who inspects: two or more, each with a certificate that is valid on the day. */
import { Stop } from "../../campaign/index.ts";
import type { Officer } from "../../campaign/index.ts";
import { lastParty } from "../../ledger/acts/inspections.ts";
import { actorOf } from "../desk/campaign.ts";
import { certified, namesIn, rollOf } from "../desk/officers.ts";
import type { OfficerRoll } from "../desk/officers.ts";
import type { ChecklistDraft } from "./draft.ts";
import type { Visit } from "./visit.ts";

/**
 * The inspectors: those of --by, else those the draft was begun with, else the person at the terminal is asked, else
 * the acting person. @throws Stop with everything that stands against them
 */
export async function officersOf(visit: Visit, by: string | null, draft: ChecklistDraft): Promise<readonly Officer[]> {
  const roll = await rollOf(visit.campaign.ledger.db, visit.office);
  const named = by ?? draft.officers;
  const actor = await actorOf(visit.office);
  const asked = named === null && visit.office.io.interactive;
  const names = namesIn(asked ? await askNames(visit, roll, actor.name) : (named ?? actor.name));
  const { officers, problems } = certified(roll, names, visit.rule);
  if (problems.length > 0) throw new Stop(1, problems);
  return officers;
}

/** Offers those who went with the actor last time; before the first time, the one colleague who may go, where there is only one. */
async function askNames({ office, campaign, rule }: Visit, roll: OfficerRoll, actor: string): Promise<string> {
  const before = await lastParty(campaign.ledger.db, actor);
  const last = before.length > 1 ? before : onlyPair(roll, actor, rule);
  return office.io.ask.text({
    message: "检查人员（两名以上，用顿号或逗号隔开）",
    instead: "--by 张某甲,李某乙",
    initial: last.length > 1 ? last.join("、") : `${actor}、`,
    check: (answer) => certified(roll, namesIn(answer), rule).problems[0]?.message ?? true,
  });
}

function onlyPair(roll: OfficerRoll, actor: string, rule: Visit["rule"]): string[] {
  const pairs = [...roll.people.keys()]
    .filter((name) => name !== actor)
    .map((name) => [actor, name])
    .filter((pair) => certified(roll, pair, rule).problems.length === 0);
  return pairs.length === 1 ? (pairs[0] ?? []) : [];
}
