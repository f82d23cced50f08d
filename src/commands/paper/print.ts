/** tuban order print, tuban paper print: a document again, from its frozen text and the very file it was issued in. */
import type { Done } from "../../io.ts";
import { issuedFile, paperNamed } from "../../ledger/acts/papers.ts";
import { orderNamed } from "../../ledger/acts/orders.ts";
import type { Office } from "../../office.ts";
import { jsonText } from "../../write/json.ts";
import { plain } from "../../write/plain.ts";
import { openCampaignAsOf } from "../desk/campaign.ts";
import { albumBySha } from "./photos.ts";
import { outputOf, written } from "./output.ts";
import type { OutputOptions } from "./output.ts";

/** Later changes to the institution or the template change nothing of it. @throws Stop when the kept file is missing or altered (exit 4) */
export async function reprint(
  office: Office,
  of: "orders" | "paper",
  query: string,
  options: OutputOptions,
): Promise<Done> {
  const output = outputOf(office, options);
  const { ledger, code } = await openCampaignAsOf(office);
  const found =
    of === "orders"
      ? await orderNamed(ledger.db, office.asOf, code, query)
      : await paperNamed(ledger.db, office.asOf, code, query);
  const file = await issuedFile(ledger.db, office.home, of, found.id);
  const pictures = output.formats.includes("html") ? await albumBySha(office.home, ledger.db, found.text) : new Map();
  const { files, whole } = await written(office, output, [
    { number: found.number, text: found.text, word: file?.content ?? null, pictures },
  ]);
  const paths = files[0] ?? [];
  office.io.out.write(
    office.json
      ? jsonText({ number: found.number, files: paths, sha256: file?.row.sha256 ?? null })
      : `${plain(`${found.number} → ${paths.join("、") || "（没有写出）"}`)}\n`,
  );
  return whole ? 0 : 3;
}
