/** What happens to a name on a list besides its publication: 告知, 异议, 复核, 移出, 移出白名单·整改中, 恢复. */
import {
  Stop,
  changingListing,
  lastDayText,
  listWord,
  listingAfter,
  misuse,
  takeDownDays,
} from "../../campaign/index.ts";
import type {
  CandidateFacts,
  LastDay,
  ListName,
  ListingAsked,
  ListingChange,
  ListingKnown,
  ListingState,
} from "../../campaign/index.ts";
import { findSubject } from "../../ledger/roster/find.ts";
import type { Db } from "../../ledger/tables.ts";
import { candidateFacts, lastListingDay, listingOf } from "../../ledger/acts/listings.ts";
import type { Office } from "../../office.ts";
import { jsonText } from "../../write/json.ts";
import { nextSteps } from "../../write/message.ts";
import { plain } from "../../write/plain.ts";
import { calendarOf } from "../desk/calendar.ts";
import { actOf, openCampaign } from "../desk/campaign.ts";
import { lastDayJson } from "../desk/last-day.ts";

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
  const asked: ListingAsked = { campaign: code, list, change, reason: why, on: office.on, plan, calendar };
  const { value } = await ledger.record(await actOf(office, "publish"), async (entry) => {
    const known = await knownOf(entry.db, subject, asked);
    const problems = changingListing.problems(known, asked);
    if (problems.length > 0) throw new Stop(1, problems);
    entry.describe(`${list}${change}：${subject} ${name}（${why}）`);
    await entry.add("listing_change", changingListing.facts(known, asked));
    return { facts: known.facts, ...listingAfter(known, asked) } satisfies Moved;
  });
  report(office, { list, change, reason: why }, value);
}

/** What has to be known of one name on one list. @throws Stop where it is not on the roster */
export async function knownOf(
  db: Db,
  subject: number,
  { campaign, list, on }: Pick<ListingAsked, "campaign" | "list" | "on">,
): Promise<ListingKnown> {
  const [facts] = await candidateFacts(db, on, campaign, [subject]);
  return {
    facts: facts ?? misuse("unknown-subject", `底数里没有编号 ${subject}`, { hint: "用 tuban list 查编号" }),
    since: (await listingOf(db, on, { campaign, list, subject }))?.since ?? null,
    last: await lastListingDay(db, campaign, list, subject),
  };
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
