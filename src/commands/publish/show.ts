/** tuban publish show: a published version, word for word as it went out. */
import { listWord, misuse } from "../../campaign/index.ts";
import type { ListName } from "../../campaign/index.ts";
import { publicationsOf } from "../../ledger/acts/listings.ts";
import { markedCorrected } from "../../ledger/corrections.ts";
import type { Office } from "../../office.ts";
import { byteOrderMark } from "../../write/csv.ts";
import { jsonText } from "../../write/json.ts";
import { openCampaignAsOf } from "../desk/campaign.ts";
import { correctedHead } from "../desk/corrected.ts";

/** The version asked for, or the newest. @throws Stop when there is none */
export async function publishShow(
  office: Office,
  list: ListName,
  version: number | null,
  { csv = false }: { readonly csv?: boolean },
): Promise<void> {
  const { ledger, code } = await openCampaignAsOf(office);
  const published = await publicationsOf(ledger.db, office.asOf, code, list);
  const wanted = version === null ? published.at(-1) : published.find((one) => one.version === version);
  if (!wanted) {
    const versions = published.map((one) => `第${one.version}版（${one.happened_on}）`).join("、");
    const what = version === null ? `${list}还没有公布过` : `${list}没有第 ${version} 版`;
    return misuse("unknown-version", what, {
      hint: versions === "" ? `先预览：tuban publish ${listWord(list)} --preview` : `已公布：${versions}`,
    });
  }
  const { title, markdown, csv: table, happened_on: publishedOn } = wanted;
  const marked = await markedCorrected(ledger.db, { asOf: office.asOf, campaign: code }, "publication");
  const corrected = marked.get(wanted.id) ?? [];
  if (office.json)
    office.io.out.write(
      jsonText({ list, version: wanted.version, title, publishedOn, markdown, csv: table, corrected }),
    );
  else office.io.out.write(csv ? byteOrderMark + table : `${correctedHead(corrected)}${markdown}`);
}
