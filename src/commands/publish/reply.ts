/** tuban publish reply: what the party says of its entry on a list, to stand beside it on the page for the public. */
import { misuse, publicText, refuse } from "../../campaign/index.ts";
import type { ListName } from "../../campaign/index.ts";
import { listingOf } from "../../ledger/acts/listings.ts";
import { findSubject } from "../../ledger/roster/find.ts";
import type { Office } from "../../office.ts";
import { jsonText } from "../../write/json.ts";
import { nextSteps } from "../../write/message.ts";
import { plain } from "../../write/plain.ts";
import { actOf, openCampaign } from "../desk/campaign.ts";

/** How many characters fit beside a name. */
const longest = 500;

/** @throws Stop for a name that is not on the list */
export async function publishReply(
  office: Office,
  query: string,
  { list, text }: { readonly list: ListName; readonly text: string },
): Promise<void> {
  const words = text.trim();
  const length = Array.from(words).length;
  if (length === 0) misuse("no-reply", "当事人说了什么要写明", { hint: "加 --text 当事人的原话" });
  if (length > longest)
    misuse("reply-too-long", `当事人说明有 ${length} 字，最多 ${longest} 字`, {
      hint: "请当事人写短一些，原件另作证据留存",
    });
  const { ledger, code } = await openCampaign(office);
  const { subject, name } = await findSubject(ledger.db, office.on, query);
  await ledger.record(await actOf(office, "publish reply"), async (entry) => {
    const standing = await listingOf(entry.db, office.on, { campaign: code, list, subject });
    if (standing?.state !== "在列" && standing?.state !== "在列异议中")
      refuse("reply-not-listed", `${name} 不在${list}上，没有可以说明的`, { hint: "看谁在名单上：tuban publish list" });
    entry.describe(`${list}当事人说明：${subject} ${name}`);
    await entry.add("reply", { campaign: code, list, subject, text: words, happened_on: office.on });
  });
  const shown = publicText(words);
  if (office.json) office.io.out.write(jsonText({ subject, name, list, text: words, shown, on: office.on }));
  else office.io.out.write(`${plain(`已登记当事人说明：${subject} ${name}，网页上写作“${shown}”`)}\n`);
  office.io.err.write(nextSteps(["tuban publish site --to 网页"], office.io));
}
