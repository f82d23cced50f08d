/** Where a command on a campaign begins: the ledger, the plan in force on the day, and who acts. */
import { refuse } from "../campaign/index.ts";
import { campaignOn } from "../ledger/campaigns.ts";
import type { Campaign } from "../ledger/campaigns.ts";
import type { Act, Ledger } from "../ledger/ledger.ts";
import { personNamed } from "../ledger/people.ts";
import type { Person } from "../ledger/people.ts";
import { setting } from "../ledger/settings.ts";
import type { Office } from "../office.ts";

export interface Opened extends Campaign {
  readonly ledger: Ledger;
}

/** The campaign that the office works in, its plan as in force on the day of the act. @throws Stop */
export async function openCampaign(office: Office): Promise<Opened> {
  const ledger = await office.ledger();
  return { ledger, ...(await campaignOn(ledger.db, office.on, office.wanted.campaign)) };
}

/** The same for commands that count: the plan in force as of the day they look at. @throws Stop */
export async function openCampaignAsOf(office: Office): Promise<Opened> {
  const ledger = await office.ledger();
  return { ledger, ...(await campaignOn(ledger.db, office.asOf, office.wanted.campaign)) };
}

/** Who acts: --as, TUBAN_AS, or the person set by `tuban as`. @throws Stop when nobody is named or the name is unknown */
export async function actorOf(office: Office): Promise<Person> {
  const { db } = await office.ledger();
  const name = office.wanted.as ?? (await setting(db, "actor"));
  if (name === null)
    return refuse("no-actor", "还不知道由谁办理", { hint: "先运行 tuban as <姓名>，或加 --as <姓名>" });
  return personNamed(db, office.on, name);
}

/** The head of a journal entry for what the actor does on the office's day. */
export async function actOf(office: Office, command: string): Promise<Act> {
  return { command, actor: (await actorOf(office)).name, on: office.on };
}
