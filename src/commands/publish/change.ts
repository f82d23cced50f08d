/** What happens to a name on a list besides its publication: 告知, 异议, 复核, 移出, 移出白名单·整改中, 恢复. */
import {
  Stop,
  judge,
  lastDayText,
  listWord,
  listingProblem,
  misuse,
  moveListing,
  refuse,
  restoreProblems,
  takeDownDays,
  takeDownDue,
} from "../../campaign/index.ts";
import type {
  CandidateFacts,
  Day,
  LastDay,
  ListName,
  ListingChange,
  ListingState,
  Plan,
} from "../../campaign/index.ts";
import { findSubject } from "../../ledger/roster/find.ts";
import type { Db } from "../../ledger/tables.ts";
import { candidateFacts, lastListingDay, listingOf, recordListingChange } from "../../ledger/acts/listings.ts";
import type { Office } from "../../office.ts";
import { jsonText } from "../../write/json.ts";
import { nextSteps } from "../../write/message.ts";
import { plain } from "../../write/plain.ts";
import { calendarOf } from "../calendar.ts";
import { actOf, openCampaign } from "../desk/campaign.ts";
import { lastDayJson } from "../desk/last-day.ts";
import { ruleOf } from "./edition.ts";

export interface ListingChanged {
  readonly list: ListName;
  readonly change: ListingChange;
  readonly reason: string | undefined;
}

interface Moved {
  readonly facts: CandidateFacts;
  readonly state: ListingState;
  /** By when a name revoked from the 黑名单 has to be taken down; leaving a 白名单 revokes no decision. */
  readonly due: LastDay | null;
}

/** Records one change of one name on one list. @throws Stop naming the step that must come first */
export async function publishChange(
  office: Office,
  query: string,
  { list, change, reason }: ListingChanged,
): Promise<void> {
  const why = reason?.trim() || misuse("no-reason", `${change}要写明理由`, { hint: "加 --reason 理由" });
  const { ledger, code, plan } = await openCampaign(office);
  const { subject, name } = await findSubject(ledger.db, office.on, query);
  const calendar = await calendarOf(office);
  const { value } = await ledger.record(await actOf(office, "publish"), async (entry) => {
    const facts = await factsOf(entry.db, office.on, code, subject);
    const state = facts.states[list] ?? "未列入";
    const problem = listingProblem(change, { subject, name, list, state });
    if (problem) throw new Stop(1, [problem]);
    await refuseBeforeLast(entry.db, code, list, facts, office.on);
    if (change === "告知") refuseWithoutSituation(plan, list, facts, { day: office.on, calendar });
    if (change === "恢复") {
      const since = await sinceOf(entry.db, office.on, code, list, subject);
      const problems = restoreProblems(ruleOf(plan, list, office.on), facts, since, { plan, day: office.on, calendar });
      if (problems.length > 0) throw new Stop(1, problems);
    }
    entry.describe(`${list}${change}：${subject} ${name}（${why}）`);
    await recordListingChange(entry, { campaign: code, list, subject, change, reason: why, on: office.on });
    const after = moveListing(list, state, change) ?? state;
    const revoked = list === "黑名单" && change === "复核撤销" && after === "移出";
    const due = revoked ? takeDownDue(calendar, office.on) : null;
    return { facts, state: after, due } satisfies Moved;
  });
  report(office, { list, change, reason: why }, value);
}

async function factsOf(db: Db, on: Day, campaign: string, subject: number): Promise<CandidateFacts> {
  const [facts] = await candidateFacts(db, on, campaign, [subject]);
  return facts ?? misuse("unknown-subject", `底数里没有编号 ${subject}`, { hint: "用 tuban list 查编号" });
}

/** Facts of one name come in the order of their days: an act between two recorded ones would change what the later one rested on. */
async function refuseBeforeLast(
  db: Db,
  campaign: string,
  list: ListName,
  { subject, name }: CandidateFacts,
  on: Day,
): Promise<void> {
  const last = await lastListingDay(db, campaign, list, subject);
  if (last !== null && last > on)
    refuse("listing-day-past", `${name} 在${list}上 ${last} 已有登记，不能再登记 ${on} 的变动`, {
      hint: `--on 不早于 ${last}`,
    });
}

/** Nobody is told of a 黑名单 entry that the plan gives no situation for; a situation that only people can judge fits whom they name. */
function refuseWithoutSituation(
  plan: Plan,
  list: ListName,
  facts: CandidateFacts,
  { day, calendar }: { readonly day: Day; readonly calendar: Parameters<typeof takeDownDue>[0] },
): void {
  const rule = ruleOf(plan, list, day);
  const told: CandidateFacts = { ...facts, states: { ...facts.states, [list]: "拟列入" } };
  if (judge(rule, told, { plan, day, calendar }).situations.length > 0) return;
  refuse("no-situation", `${facts.name} 不符合${list}的任何一种情形`, {
    hint: `方案的情形：${rule.situations.map(({ name }) => name).join("、")}；核对证照类别和检查发现的问题：tuban show ${facts.subject}`,
  });
}

async function sinceOf(db: Db, on: Day, campaign: string, list: ListName, subject: number): Promise<Day> {
  return (await listingOf(db, on, { campaign, list, subject }))?.since ?? on;
}

const said: Readonly<Record<ListingChange, string>> = {
  告知: "已登记告知",
  异议: "已登记异议",
  复核维持: "已登记复核：维持",
  复核撤销: "已登记复核：撤销",
  移出: "已登记移出",
  整改中: "已登记移出白名单·整改中",
  恢复: "已登记恢复",
};

function report(
  office: Office,
  { list, change, reason }: ListingChanged,
  { facts: { subject, name }, state, due }: Moved,
): void {
  const word = listWord(list);
  if (office.json) {
    office.io.out.write(
      jsonText({ subject, name, list, change, state, reason, on: office.on, takeDownDue: due && lastDayJson(due).due }),
    );
    return;
  }
  office.io.out.write(plain(`${said[change]}：${subject} ${name}，${list}现在是“${state}”`) + "\n");
  if (due !== null)
    office.io.err.write(
      `已公开的名单要在 ${lastDayText(due)} 前（${takeDownDays} 个工作日）撤下并公开说明理由（行政处罚法第四十八条、第八十五条）\n`,
    );
  const published = change === "移出" || change === "整改中" || change === "复核撤销" || change === "恢复";
  office.io.err.write(
    nextSteps(
      published && state !== "不予列入" ? [`tuban publish ${word} --preview`] : ["tuban publish list"],
      office.io,
    ),
  );
}
