/** Where a command on a campaign begins: the ledger, the plan in force on the day, and who acts. */
import { refuse } from "../../campaign/index.ts";
import type { Plan } from "../../campaign/index.ts";
import { campaignOn } from "../../ledger/campaigns.ts";
import type { Campaign } from "../../ledger/campaigns.ts";
import type { Act, Ledger } from "../../ledger/ledger.ts";
import { peopleOn, personNamed } from "../../ledger/people.ts";
import type { Person } from "../../ledger/people.ts";
import { actingPerson } from "../../ledger/settings.ts";
import type { Office } from "../../office.ts";

export interface OpenedCampaign extends Campaign {
  readonly ledger: Ledger;
}

/** The campaign that the office works in, its plan as in force on the day of the act. @throws Stop */
export async function openCampaign(office: Office): Promise<OpenedCampaign> {
  const ledger = await office.ledger();
  return { ledger, ...(await campaignOn(ledger.db, office.on, office.wanted.campaign)) };
}

/** The same for commands that count: the plan in force as of the day they look at. @throws Stop */
export async function openCampaignAsOf(office: Office): Promise<OpenedCampaign> {
  const ledger = await office.ledger();
  return { ledger, ...(await campaignOn(ledger.db, office.asOf, office.wanted.campaign)) };
}

/** Nothing goes out in the name of a region that the plan leaves open. @throws Stop naming the blank */
export function refuseNamelessRegion({ code, region }: Plan): void {
  if (region.name !== "待填") return;
  refuse("no-region", "方案的“地区.名称”还是待填，不能公布或签发", {
    hint: `先填上：tuban plan adopt ${code} --fill 地区.名称=川汇区（改成本地的名称）`,
  });
}

/**
 * Who acts: --as, TUBAN_AS, the person set by `tuban as` (on a server: for this login), or the only one registered.
 * @throws Stop when nobody is named or the name is unknown
 */
export async function actorOf(office: Office): Promise<Person> {
  const { db } = await office.ledger();
  const name = office.wanted.as ?? (await actingPerson(db, office.home.ledger));
  if (name !== null) return personNamed(db, office.on, name);
  const [only, ...others] = await peopleOn(db, office.today);
  if (only !== undefined && others.length === 0) return personNamed(db, office.on, only.name);
  return only === undefined
    ? refuse("no-actor", "还没有登记由谁办理", {
        hint: "先登记自己：tuban person add 姓名 --unit 单位 --cert 执法证号 --until 有效期",
      })
    : refuse("no-actor", "还不知道由谁办理", { hint: "先运行 tuban as <姓名>，或加 --as <姓名>" });
}

/** The head of a journal entry for what the actor does on the office's day. */
export async function actOf(office: Office, command: string): Promise<Act> {
  return { command, actor: (await actorOf(office)).name, on: office.on };
}
