/** tuban publish list: who stands where, since when, until when, and which name has to come down. */
import { aboutDay, isSurelyOver, lastDayText, takeDownDue, takeDownOf } from "../../campaign/index.ts";
import type { Calendar, CandidateFacts, Day, ListName, Plan } from "../../campaign/index.ts";
import { candidateFacts, listingsIn, publicationsOf } from "../../ledger/acts/listings.ts";
import type { Db } from "../../ledger/tables.ts";
import { listingStandings } from "../../ledger/spans/listings.ts";
import type { ListedName } from "../../ledger/spans/listings.ts";
import type { Office } from "../../office.ts";
import { calendarOf } from "../desk/calendar.ts";
import { openCampaignAsOf } from "../desk/campaign.ts";
import { print } from "../desk/print.ts";

export async function publishList(
  office: Office,
  { list, csv }: { readonly list?: ListName; readonly csv?: boolean },
): Promise<void> {
  const { ledger, code, plan } = await openCampaignAsOf(office);
  const calendar = await calendarOf(office);
  const { standings, facts, upStill } = await ledger.read(async (db) => {
    const all = await listingStandings(db, office.asOf, code);
    const standings = all.filter((one) => list === undefined || one.list === list);
    const named = [...new Set(standings.map(({ subject }) => subject))];
    const facts = await candidateFacts(db, office.asOf, code, named);
    const upStill = await lastBlacklist(db, office.asOf, code);
    return { standings, facts: new Map(facts.map((one) => [one.subject, one])), upStill };
  });
  await print(
    office,
    {
      title: `${list ?? "白名单、黑名单"}（${office.asOf}）`,
      columns: [
        { key: "list", title: "名单", value: (row) => row.list },
        { key: "subject", title: "编号", kind: "number", value: (row) => row.subject },
        { key: "name", title: "名称", value: (row) => facts.get(row.subject)?.name ?? "" },
        { key: "state", title: "状态", value: (row) => (row.state === "整改中" ? "移出白名单·整改中" : row.state) },
        { key: "since", title: "自", kind: "day", value: (row) => row.since },
        {
          key: "until",
          title: "至",
          kind: "day",
          value: (row) => (row.state === "在列" || row.state === "在列异议中" ? row.until : null),
        },
        {
          key: "note",
          title: "提示",
          value: (row) => noteOf(row, facts.get(row.subject), { plan, day: office.asOf, calendar, upStill }),
        },
      ],
      rows: standings,
    },
    { csv },
  );
}

/** The entries of the latest published version of the 黑名单, by number: what the public still reads. */
async function lastBlacklist(db: Db, asOf: Day, campaign: string): Promise<ReadonlySet<number>> {
  const last = (await publicationsOf(db, asOf, campaign, "黑名单")).at(-1);
  return new Set(last ? await listingsIn(db, last.id) : []);
}

interface Measure {
  readonly plan: Plan;
  readonly day: Day;
  readonly calendar: Calendar;
  readonly upStill: ReadonlySet<number>;
}

/** What a name needs doing: above all a revoked one that is still up. */
function noteOf(
  { list, state, since, listing }: ListedName,
  facts: CandidateFacts | undefined,
  measure: Measure,
): string {
  if (state === "拟列入异议中" || state === "在列异议中") return "异议待复核";
  if (list === "白名单") return "";
  const down = facts ? takeDownOf(facts, measure) : null;
  if (state === "移出" && listing !== null && measure.upStill.has(listing)) {
    const left = takeDownDue(measure.calendar, since);
    const last = down !== null && aboutDay(down.due) < aboutDay(left) ? down.due : left;
    return `已公布的最新一版还有它，应在 ${lastDayText(last)} 前撤下${isSurelyOver(last, measure.day) ? "，已超过" : ""}`;
  }
  if (state !== "在列" || down === null) return "";
  const late = isSurelyOver(down.due, measure.day) ? "，已超过" : "";
  return `${down.number} 已于 ${down.revokedOn} 撤回，应在 ${lastDayText(down.due)} 前移出${late}`;
}
